"""The board's rows: which, in what order, and what each of them says."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from builders import (
    action,
    agreement,
    approach,
    closure,
    contribution,
    day,
    meeting,
    pause,
    planned,
    relationship,
    with_items,
)
from views.people import SINCE, TODAY, ari, dana, everyone, noor, sam

from mentorlog.domain.adherence import Mark, OnTime, Pace
from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import ContributionType, Direction, Entry, Party
from mentorlog.domain.relationship import Role, Total
from mentorlog.domain.standing import Standing
from mentorlog.views.board import Coming, Next, OpenActions, Row, board, row


def row_of(*timeline: Entry, today: str = "2026-11-22") -> Row:
    return row(relationship(*timeline), day(today), since=SINCE, reveal=False)


def test_a_row_says_everything_about_a_relationship() -> None:
    expected = Row(
        handle="dana-oz",
        id="9f2k7m3q",
        name="Dana Öz",
        my_role=Role.MENTEE,
        standing=Standing.DUE_SOON,
        cadence="every 2 weeks",
        bound=Bound.TARGET,
        start=day("2026-06-01"),
        end=day("2026-12-01"),
        ending=True,
        due=day("2026-11-24"),
        slack_days=3,
        last_held=day("2026-11-10"),
        next_planned=None,
        pace=Pace(held=12, expected=12, since=day("2026-06-01"), until=TODAY),
        on_time=OnTime(on_time=11, of=12),
        last_given=day("2026-11-10"),
        last_received=day("2026-10-27"),
        open_actions=OpenActions(me=1, them=1),
        unreadable=0,
        total=Total(meetings=12, minutes=540),
        term=Total(meetings=12, minutes=540),
        coming=Coming(what=Next.DUE, date=day("2026-11-24")),
        strip=(*[Mark.MET] * 3, Mark.LATE, *[Mark.MET] * 7, Mark.NOT_YET),
    )

    assert row(dana(), TODAY, since=SINCE, reveal=False) == expected


def test_totals_are_over_all_meetings_and_since_the_agreement() -> None:
    early, again = meeting("2026-01-10", minutes=30), meeting("2026-11-10")
    coming = planned("2026-12-01")

    found = row_of(early, agreement("2026-11-01"), meeting("2026-11-10", minutes=50), again, coming)

    assert found.total == Total(meetings=3, minutes=80, without_length=1)
    assert found.term == Total(meetings=2, minutes=50, without_length=1)


def test_the_most_urgent_comes_first() -> None:
    view = board(everyone(), TODAY, since=SINCE)

    assert [r.handle for r in view.rows] == ["sam-lee", "dana-oz", "noor-haddad", "ari-novak"]
    assert [r.handle for r in view.needing_you] == ["sam-lee"]


def test_one_standing_is_ordered_by_date_then_handle_and_no_date_comes_last() -> None:
    weekly = agreement("2026-11-20", "weekly"), agreement("2026-11-19", "weekly")
    people = (
        relationship(weekly[0], handle="b"),
        relationship(weekly[0], handle="a"),
        relationship(weekly[1], handle="z"),
        relationship(agreement("2026-11-01", "as needed"), handle="c"),
    )

    view = board(people, TODAY, since=SINCE)

    assert [r.handle for r in view.rows] == ["z", "a", "b", "c"]


def test_who_has_ended_shows_only_if_everyone_does() -> None:
    ended = relationship(agreement("2026-01-05"), closure("2026-06-01"), handle="old")

    assert board((ended, sam()), TODAY, since=SINCE).ended == 1
    assert [r.handle for r in board((ended, sam()), TODAY, since=SINCE).rows] == ["sam-lee"]
    everyones = board((ended, sam()), TODAY, since=SINCE, everyone=True)
    assert ([r.handle for r in everyones.rows], everyones.ended) == (["sam-lee", "old"], 0)


def test_an_alias_stands_for_the_name_until_it_is_revealed() -> None:
    secret = relationship(name="Real Name", alias="Owl", in_confidence=True)

    assert row(secret, TODAY, since=SINCE, reveal=False).name == "Owl"
    assert row(secret, TODAY, since=SINCE, reveal=True).name == "Real Name"


def test_a_forgotten_alias_gives_nothing_away() -> None:
    secret = relationship(name="Real Name", handle="owl", in_confidence=True)

    assert row(secret, TODAY, since=SINCE, reveal=False).name == "owl"


def test_a_shared_promise_counts_for_both_and_what_is_closed_for_nobody() -> None:
    promised = with_items(
        meeting("2026-11-10"),
        (action(Party.BOTH), "shared"),
        (action(Party.ME, done_on="2026-11-22"), "done"),
        (action(Party.ME, done_on="2026-11-23"), "done tomorrow"),
        (action(Party.THEM, dropped_on="2026-11-12"), "dropped"),
    )

    assert row_of(promised).open_actions == OpenActions(me=2, them=1)


def test_moments_to_come_are_not_the_last_ones() -> None:
    given = contribution("2026-11-01", Direction.GIVEN, type=ContributionType.INTRODUCTION)
    coming = contribution("2026-12-01", Direction.GIVEN)

    found = row_of(given, coming)

    assert found.last_given == day("2026-11-01")
    assert found.last_received is None


@pytest.mark.parametrize(
    ("timeline", "standing", "what", "date"),
    [
        ((agreement("2026-01-05"), meeting("2026-09-14")), "overdue", "was due", "2026-10-14"),
        (
            (agreement("2026-01-05"), meeting("2026-11-10"), planned("2026-11-20")),
            *("to_log", "unlogged", "2026-11-20"),
        ),
        ((agreement("2026-01-05"), meeting("2026-10-20")), "due", "due", "2026-11-20"),
        (
            (agreement("2026-01-05", until="2026-11-15"), meeting("2026-11-02")),
            *("wrap_up", "ended", "2026-11-15"),
        ),
        (
            (agreement("2026-01-05", until="2026-12-01"), meeting("2026-11-10")),
            *("wrap_up", "ends", "2026-12-01"),
        ),
        (
            (agreement("2026-01-05", "quarterly", until="2027-01-15"), meeting("2026-11-02")),
            *("on_track", "ends", "2027-01-15"),
        ),
        ((agreement("2026-01-05"), meeting("2026-10-25")), "due_soon", "due", "2026-11-25"),
        (
            (agreement("2026-01-05"), meeting("2026-11-10"), planned("2026-12-05")),
            *("scheduled", "meets", "2026-12-05"),
        ),
        ((agreement("2026-01-05"), meeting("2026-11-10")), "on_track", "due", "2026-12-10"),
        ((agreement("2026-01-05", "as needed"),), "quiet", "nothing", None),
        ((meeting("2026-11-10"), planned("2026-12-05")), "as_needed", "meets", "2026-12-05"),
        ((meeting("2026-11-10"),), "as_needed", "nothing", None),
        (
            (approach("2026-11-10", follow_up_on="2026-12-05"),),
            "exploring",
            "follow up",
            "2026-12-05",
        ),
        ((approach("2026-11-10"),), "exploring", "follow up", None),
        (
            (
                agreement("2026-01-05"),
                pause("2026-11-01", "2026-12-01"),
                pause("2026-12-01", "2026-12-05"),
            ),
            *("paused", "back", "2026-12-05"),
        ),
        ((agreement("2026-01-05"), pause("2026-11-01")), "paused", "back", None),
        ((agreement("2027-01-05"),), "upcoming", "starts", "2027-01-05"),
        ((agreement("2026-01-05"), closure("2026-11-01")), "ended", "ended", "2026-11-01"),
        ((approach("2026-11-10", "declined"),), "ended", "ended", "2026-11-10"),
    ],
)
def test_every_standing_has_one_date_beside_it(
    timeline: tuple[Entry, ...], standing: str, what: str, date: str | None
) -> None:
    found = row_of(*timeline)

    expected = (standing, Coming(what=Next(what), date=day(date) if date else None))
    assert (found.standing, found.coming) == expected


def test_after_two_months_of_silence_one_is_welcomed_back() -> None:
    quiet = relationship(meeting("2026-09-22"), planned("2027-01-05"))

    def silent_since(today: dt.date) -> dt.date | None:
        return board((quiet,), today, since=SINCE).silent_since

    assert silent_since(day("2026-11-21")) is None
    assert silent_since(day("2026-11-22")) == day("2026-09-22")


def test_heads_are_enough() -> None:
    def without_words(entry: Entry) -> Entry:
        names = {field.name for field in fields(entry)}
        return replace(entry, **{"words": None} if "words" in names else {})  # type: ignore[arg-type]  # every kind has words

    heads = [
        replace(each, entries=tuple(without_words(e) for e in each.entries)) for each in everyone()
    ]

    assert board(heads, TODAY, since=SINCE) == board(everyone(), TODAY, since=SINCE)


def test_a_row_whose_files_could_not_be_read_says_so() -> None:
    damaged = relationship(my_role=None, id=None, name="dana-oz-9f2k", unreadable=2)

    found = board((damaged, noor(), ari()), TODAY, since=SINCE).rows[-1]

    assert found.handle == "ari-novak"
    assert row(damaged, TODAY, since=SINCE, reveal=False).unreadable == 2
