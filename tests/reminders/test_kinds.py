"""What needs doing on a day: from the standing what is due, from facts what was planned or said."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from builders import (
    action,
    agreement,
    approach,
    ask,
    closure,
    day,
    meeting,
    pause,
    planned,
    relationship,
)

from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import Entry, Meeting, MeetingStatus, Party, Side, Stage
from mentorlog.reminders import Window
from mentorlog.reminders.kinds import items
from mentorlog.views.nudges import Nudge, NudgeKind, Who

WINDOW = Window()
DANA = Who(relationship_id="9f2k7m3q", handle="dana-oz", name="Dana Öz")


def told(today: str, *entries: Entry) -> list[tuple[str, str, int]]:
    """Kind, subject and stage of everything to be said of one person."""
    nudges = items([relationship(*entries)], day(today), WINDOW)
    return [(nudge.kind.value, nudge.subject, nudge.stage) for nudge in nudges]


FORTNIGHTLY = (agreement("2026-01-05", "every 2 weeks"), meeting("2026-03-02"))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-12", []),
        ("2026-03-13", [("due_soon", "2026-03-16", 0)]),
        ("2026-03-15", [("due_soon", "2026-03-16", 0)]),
        ("2026-03-16", [("due", "2026-03-16", 0)]),
        ("2026-03-19", [("due", "2026-03-16", 0)]),
        ("2026-03-20", [("overdue", "2026-03-16", 0)]),
        ("2026-03-26", [("overdue", "2026-03-16", 0)]),
        ("2026-03-27", [("overdue", "2026-03-16", 1)]),
        ("2026-04-09", [("overdue", "2026-03-16", 1)]),
        ("2026-04-10", [("overdue", "2026-03-16", 2)]),
        ("2026-05-07", [("overdue", "2026-03-16", 2)]),
        ("2026-05-08", [("overdue", "2026-03-16", 3)]),
        ("2030-01-01", [("overdue", "2026-03-16", 3)]),
    ],
)
def test_what_is_due_comes_up_by_its_stages(
    today: str, expected: list[tuple[str, str, int]]
) -> None:
    assert told(today, *FORTNIGHTLY) == expected


def test_a_meeting_makes_the_next_due_date_a_new_subject() -> None:
    assert told("2026-04-10", *FORTNIGHTLY, meeting("2026-03-23")) == [("overdue", "2026-04-06", 0)]


def test_stages_of_an_overdue_meeting_count_from_the_end_of_its_grace_without_pauses() -> None:
    """Grace is three active days; the 17th is one, then the pause, then the 25th and 26th."""
    paused = pause("2026-03-18", "2026-03-25")

    days = ("2026-03-26", "2026-03-27", "2026-04-02", "2026-04-03")

    assert [told(today, *FORTNIGHTLY, paused) for today in days] == [
        [("due", "2026-03-16", 0)],
        [("overdue", "2026-03-16", 0)],
        [("overdue", "2026-03-16", 0)],
        [("overdue", "2026-03-16", 1)],
    ]


def test_a_nudge_says_whom_and_what_and_since_when() -> None:
    expected = Nudge(
        who=DANA,
        kind=NudgeKind.OVERDUE,
        subject="2026-03-16",
        date=dt.date(2026, 3, 16),
        cadence="every 2 weeks",
        bound=Bound.MINIMUM,
        step=("schedule", "+1w"),
    )
    terms = agreement("2026-01-05", "at least every 2 weeks")

    assert items([relationship(terms, meeting("2026-03-02"))], day("2026-03-20"), WINDOW) == (
        expected,
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-18", []),
        ("2026-03-19", ["prep"]),  # Thursday, for Friday
        ("2026-03-20", ["prep"]),
        ("2026-03-21", ["to_log"]),
    ],
)
def test_a_planned_meeting_is_prepared_then_logged(today: str, expected: list[str]) -> None:
    coming = planned("2026-03-20", id="4v8m2t9c")

    assert told(today, *FORTNIGHTLY, coming) == [
        (kind, "4v8m2t9c 2026-03-20", 0) for kind in expected
    ]


@pytest.mark.parametrize(
    ("today", "date", "expected"),
    [
        ("2026-03-20", "2026-03-21", True),  # Friday, for the weekend
        ("2026-03-20", "2026-03-22", True),
        ("2026-03-20", "2026-03-23", True),  # and for Monday
        ("2026-03-20", "2026-03-24", False),
        ("2026-03-21", "2026-03-21", True),
        ("2026-03-21", "2026-03-23", True),
        ("2026-03-19", "2026-03-21", False),
    ],
)
def test_the_day_before_is_the_working_day_before(today: str, date: str, *, expected: bool) -> None:
    found = told(today, *FORTNIGHTLY, planned(date, id="4v8m2t9c"))

    assert (("prep", f"4v8m2t9c {date}", 0) in found) is expected


def test_a_meeting_to_prepare_says_when_it_begins() -> None:
    coming = planned("2026-03-20", dt.time(15, 0), id="4v8m2t9c")

    assert items([relationship(coming)], day("2026-03-20"), WINDOW) == (
        Nudge(
            who=DANA,
            kind=NudgeKind.PREP,
            subject="4v8m2t9c 2026-03-20",
            date=dt.date(2026, 3, 20),
            time=dt.time(15, 0),
            step=("prep",),
        ),
    )


def test_where_someone_met_today_already_nothing_is_left_to_prepare() -> None:
    assert told("2026-03-20", planned("2026-03-20"), meeting("2026-03-20")) == []


def test_only_planned_meetings_are_prepared() -> None:
    moved = meeting("2026-03-20", status=MeetingStatus.RESCHEDULED)

    assert told("2026-03-20", moved) == []


def test_a_meeting_that_passed_without_word_is_to_log_without_an_agreement_too() -> None:
    passed = planned("2026-03-10", id="4v8m2t9c")

    assert told("2026-03-20", passed) == [("to_log", "4v8m2t9c 2026-03-10", 0)]
    assert told("2026-03-20", passed, meeting("2026-03-10")) == []


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ([approach("2026-03-01")], ["to_log"]),
        ([approach("2026-03-01", stage=Stage.DECLINED)], []),
        ([closure("2026-03-15")], []),
        ([meeting("2025-11-01")], ["to_log", "quiet"]),
    ],
    ids=["a search", "a search that has ended", "an end", "nothing for long"],
)
def test_without_an_agreement_it_is_to_log_whatever_the_standing_unless_it_has_ended(
    beside: list[Entry], expected: list[str]
) -> None:
    kinds = [kind for kind, _, _ in told("2026-03-20", planned("2026-03-10"), *beside)]

    assert kinds == expected


@pytest.mark.parametrize("today", ["2026-06-25", "2026-07-15", "2026-07-16", "2027-07-16"])
def test_the_end_of_the_term_is_one_subject_before_and_after(today: str) -> None:
    term = agreement("2026-01-05", "monthly", until="2026-07-15")

    assert told(today, term, meeting("2026-06-20")) == [("wrap_up", "2026-07-15", 0)]


@pytest.mark.parametrize(
    ("today", "entries", "expected", "met"),
    [
        ("2026-05-30", (meeting("2026-03-01"),), [], []),
        ("2026-05-31", (meeting("2026-03-01"),), ["2026-03-01"], [True]),
        ("2026-04-06", (agreement("2026-01-05", "as needed"),), ["2026-01-05"], [False]),
    ],
)
def test_a_quiet_relationship_is_about_its_last_meeting_or_its_beginning(
    today: str, entries: tuple[Entry, ...], expected: list[str], met: list[bool]
) -> None:
    nudges = items([relationship(*entries)], day(today), WINDOW)

    assert [(n.kind, n.subject) for n in nudges] == [(NudgeKind.QUIET, day) for day in expected]
    assert [nudge.met for nudge in nudges] == met


def with_promises() -> Meeting:
    return meeting(
        "2026-03-02",
        id="4v8m2t9c",
        action_items=(
            action(due="2026-03-09"),
            action(Party.BOTH, due="2026-03-10"),
            action(Party.THEM, due="2026-03-09"),
            action(),
            action(due="2026-03-09", done_on="2026-03-10"),
            action(due="2026-03-09", dropped_on="2026-03-10"),
        ),
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-09", []),
        ("2026-03-10", ["4v8m2t9c.1"]),
        ("2026-03-11", ["4v8m2t9c.1", "4v8m2t9c.2"]),
        ("2026-03-01", []),  # seen from a day before the meeting
    ],
)
def test_my_promises_come_up_once_their_day_is_past(today: str, expected: list[str]) -> None:
    assert told(today, with_promises()) == [("action", subject, 0) for subject in expected]


def test_a_promise_that_was_still_open_then_comes_up_as_of_then() -> None:
    kept = meeting(
        "2026-03-02", id="4v8m2t9c", action_items=(action(due="2026-03-09", done_on="2026-03-12"),)
    )

    assert told("2026-03-11", kept) == [("action", "4v8m2t9c.1", 0)]
    assert told("2026-03-12", kept) == []


def test_a_promise_noted_with_a_coming_meeting_counts() -> None:
    coming = meeting(
        "2026-04-20",
        status=MeetingStatus.PLANNED,
        id="4v8m2t9c",
        action_items=(action(due="2026-03-09"),),
    )

    assert told("2026-03-10", coming) == [("action", "4v8m2t9c.1", 0)]


@pytest.mark.parametrize(
    ("today", "entries", "expected"),
    [
        ("2026-03-09", (approach("2026-03-01", follow_up_on="2026-03-10"),), []),
        ("2026-03-10", (approach("2026-03-01", follow_up_on="2026-03-10"),), ["2026-03-10"]),
        ("2026-03-10", (approach("2026-03-01"),), []),
        (
            "2026-03-10",
            (approach("2026-03-01", "not_now", follow_up_on="2026-03-10"),),
            ["2026-03-10"],
        ),
        *(
            ("2026-03-10", (approach("2026-03-01", stage, follow_up_on="2026-03-10"),), [])
            for stage in ("agreed", "declined", "dropped")
        ),
        (  # a later step settles it
            "2026-03-10",
            (approach("2026-03-01", follow_up_on="2026-03-05"), approach("2026-03-08", "deciding")),
            [],
        ),
        (  # as does an agreement
            "2026-03-10",
            (
                approach("2026-03-01", follow_up_on="2026-03-05"),
                agreement("2026-03-09", "as needed"),
            ),
            [],
        ),
        (  # but not one that is still to be written about
            "2026-03-06",
            (approach("2026-03-01", follow_up_on="2026-03-05"), approach("2026-03-08", "deciding")),
            ["2026-03-05"],
        ),
    ],
)
def test_a_search_is_followed_up_while_it_is_open(
    today: str, entries: tuple[Entry, ...], expected: list[str]
) -> None:
    assert told(today, *entries) == [("follow_up", subject, 0) for subject in expected]


@pytest.mark.parametrize(
    ("today", "entries", "expected"),
    [
        ("2026-03-09", (ask("2026-01-10", ask_again_on="2026-03-10"),), []),
        ("2026-03-10", (ask("2026-01-10", ask_again_on="2026-03-10"),), ["2026-03-10"]),
        (
            "2026-03-10",
            (ask("2026-01-10", ask_again_on="2026-03-10"), ask("2026-02-10")),
            [],
        ),
        (
            "2026-03-10",
            (ask("2026-01-10", ask_again_on="2026-03-10"), ask("2026-02-10", asked_by=Side.THEM)),
            ["2026-03-10"],
        ),
        (
            "2026-03-10",
            (ask("2026-01-10", asked_by=Side.THEM, ask_again_on="2026-03-10"),),
            [],
        ),
    ],
)
def test_asking_again_comes_up_until_i_asked(
    today: str, entries: tuple[Entry, ...], expected: list[str]
) -> None:
    assert told(today, *entries) == [("follow_up", subject, 0) for subject in expected]


def test_two_follow_ups_on_one_day_are_one() -> None:
    found = told(
        "2026-03-10",
        approach("2026-03-01", follow_up_on="2026-03-10"),
        ask("2026-01-10", ask_again_on="2026-03-10"),
    )

    assert found == [("follow_up", "2026-03-10", 0)]


def test_a_pause_silences_no_fact() -> None:
    """What I promised, and meant to come back to, is mine to do whoever rests."""
    everything = (
        *FORTNIGHTLY,
        with_promises(),
        planned("2026-03-25"),
        planned("2026-04-02", id="0coming0"),
        ask("2026-01-10", ask_again_on="2026-03-10"),
    )
    paused = pause("2026-03-20", "2026-04-10")

    assert told("2026-04-01", *everything, paused) == [
        ("prep", "0coming0 2026-04-02", 0),
        ("action", "4v8m2t9c.1", 0),
        ("action", "4v8m2t9c.2", 0),
        ("follow_up", "2026-03-10", 0),
    ]
    assert {kind for kind, _, _ in told("2026-04-10", *everything, paused)} == {
        "to_log",
        "action",
        "follow_up",
    }


def test_what_has_ended_says_nothing_more() -> None:
    everything = (
        *FORTNIGHTLY,
        with_promises(),
        planned("2026-03-25"),
        planned("2026-04-01"),
        ask("2026-01-10", ask_again_on="2026-03-10"),
    )

    assert told("2026-04-01", *everything, closure("2026-03-30")) == []


def test_the_most_urgent_comes_first_then_the_oldest_then_the_handle() -> None:
    window, today = Window(), day("2026-03-20")
    people = [
        relationship(*FORTNIGHTLY, with_promises(), handle="noor-haddad", id="aaaaaaaa"),
        relationship(*FORTNIGHTLY, handle="ari-novak", id="bbbbbbbb"),
        relationship(
            agreement("2026-01-05", "weekly"),
            meeting("2026-03-02"),
            planned("2026-09-01"),
            handle="sam-lee",
            id="cccccccc",
        ),
        relationship(planned("2026-03-20"), planned("2026-03-10"), handle="dana-oz", id="dddddddd"),
    ]

    found = [(n.kind.value, n.who.handle) for n in items(people, today, window)]

    assert found == [
        ("overdue", "sam-lee"),
        ("overdue", "ari-novak"),
        ("overdue", "noor-haddad"),
        ("to_log", "dana-oz"),
        ("prep", "dana-oz"),
        ("action", "noor-haddad"),
        ("action", "noor-haddad"),
    ]


def test_in_confidence_the_alias_stands_for_the_name_until_it_is_revealed() -> None:
    someone = relationship(
        *FORTNIGHTLY, handle="the-captain", alias="The Captain", in_confidence=True
    )
    names = [
        [
            (n.who.name, n.who.in_confidence)
            for n in items([someone], day("2026-03-20"), WINDOW, reveal=reveal)
        ]
        for reveal in (False, True)
    ]

    assert names == [[("The Captain", True)], [("Dana Öz", False)]]


def test_the_folder_stands_for_an_id_that_cannot_be_read() -> None:
    damaged = relationship(*FORTNIGHTLY, handle="dana-oz-9f2k", name="dana-oz-9f2k", id=None)

    (nudge,) = items([damaged], day("2026-03-20"), WINDOW)

    assert nudge.key == ("folder dana-oz-9f2k", "overdue", "2026-03-16", 0)


def test_stages_only_ever_go_up() -> None:
    someone = relationship(*FORTNIGHTLY)
    days = [day("2026-03-20") + dt.timedelta(days=n) for n in range(80)]
    stages = [items([someone], today, WINDOW)[0].stage for today in days]

    assert all(later - sooner in (0, 1) for sooner, later in pairwise(stages))
    assert stages[-1] == 3
