"""What is offered, when, and that it goes by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from builders import (
    agreement,
    ask,
    check_in,
    closure,
    contribution,
    day,
    meeting,
    pause,
    planned,
    relationship,
)

from mentorlog.commands.prep.view import (
    Moment,
    asking_offered,
    check_in_offered,
    reconnecting_offered,
    update_offered,
)
from mentorlog.domain.entries import AskStatus, ContributionType, Direction, Entry
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import ContributionWords

DAYS = ("2026-06-10", "2026-07-10")
TERMS = agreement("2026-06-01", "monthly", until="2026-12-01")  # half of it is over on 31 August


def offered(date: str, *entries: Entry) -> Moment | None:
    return check_in_offered(relationship(TERMS, *entries), day(date))


def asks(date: str, *entries: Entry) -> bool:
    return asking_offered(relationship(TERMS, *entries), day(date))


def test_after_the_first_meeting_a_check_in_is_offered() -> None:
    assert offered("2026-06-10", meeting("2026-06-10")) is Moment.FIRST_MEETING


def test_at_the_end_of_the_calendar_nothing_is_beyond_it() -> None:
    late = relationship(agreement("9999-12-30", "monthly"))

    assert check_in_offered(late, day("9999-12-31")) is Moment.DAY_30


def test_before_any_meeting_nothing_is_offered() -> None:
    assert offered("2026-06-10") is None
    assert check_in_offered(relationship(), day("2026-06-11")) is None


def test_without_an_agreement_the_first_meeting_is_worth_a_word_until_the_second() -> None:
    one, two = relationship(meeting("2026-06-10")), relationship(*map(meeting, DAYS))

    assert check_in_offered(one, day("2026-08-11")) is Moment.FIRST_MEETING
    assert check_in_offered(two, day("2026-08-11")) is None


def test_on_day_30_and_at_the_midpoint_it_is_offered_again() -> None:
    first = meeting("2026-06-10")

    assert offered("2026-07-01", first) is Moment.DAY_30
    assert offered("2026-08-31", first) is Moment.MIDPOINT


def test_the_next_meeting_or_a_check_in_ends_the_offer() -> None:
    first = meeting("2026-06-10")

    assert offered("2026-06-25", first, meeting("2026-06-24")) is None
    assert offered("2026-06-25", first, check_in("2026-06-12")) is None
    assert offered("2026-07-05", first, check_in("2026-06-12")) is Moment.DAY_30


def test_what_lies_ahead_counts_for_nothing() -> None:
    first = meeting("2026-06-10")

    assert offered("2026-06-11", first, check_in("2026-06-12"), meeting("2026-06-12")) is (
        Moment.FIRST_MEETING
    )


def test_asking_is_worth_it_once_one_has_met() -> None:
    assert asks("2026-06-05") is False
    assert asks("2026-06-11", meeting("2026-06-10")) is True


def test_one_asks_again_after_a_quarter() -> None:
    asked = ask("2026-06-10", status=AskStatus.ACTED_ON)

    assert asks("2026-09-08", asked) is False
    assert asks("2026-09-09", asked) is True


def test_after_nothing_now_one_asks_on_the_day_that_was_named() -> None:
    asked = ask("2026-06-10", status=AskStatus.NOTHING_NOW, ask_again_on=dt.date(2026, 12, 1))

    assert asks("2026-11-30", asked) is False
    assert asks("2026-12-01", asked) is True


def advice(outcome: str | None = "it worked", **more: object) -> Entry:
    made = contribution(
        "2026-06-10",
        Direction.RECEIVED,
        type=ContributionType.ADVICE,
        words=ContributionWords(text="ask early", outcome=outcome),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # by its name


def tells(*entries: Entry, date: str = "2026-06-20") -> bool:
    who = relationship(TERMS, *entries)
    return update_offered(who, assessment(who, day(date)), day(date))


def test_an_update_is_offered_while_they_do_not_know_what_came_of_their_advice() -> None:
    assert tells(advice())
    assert not tells(advice(None))
    assert not tells(advice(words=None))
    assert not tells(advice(in_confidence=True))
    assert not tells(advice(told_them_on=day("2026-06-19")))
    assert not tells(advice(dropped_on=day("2026-06-19")))
    assert not tells(advice(), date="2026-06-09")


def test_no_update_is_offered_where_a_meeting_is_near_or_it_rests() -> None:
    assert not tells(advice(), planned("2026-06-27"))
    assert tells(advice(), planned("2026-06-28"))
    assert not tells(advice(), pause("2026-06-15"))
    assert not tells(advice(), closure("2026-06-15"))


def test_a_few_lines_are_offered_to_whoever_was_met_and_lost_from_sight() -> None:
    def offered_to(*entries: Entry) -> bool:
        return reconnecting_offered(assessment(relationship(*entries), day("2027-06-01")))

    met = meeting("2026-06-10")
    assert offered_to(met)
    assert offered_to(TERMS, met, closure("2026-08-01"))
    assert not offered_to(TERMS, closure("2026-08-01"))
    assert not offered_to(agreement("2026-06-01", "monthly"), met)
