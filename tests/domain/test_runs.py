"""Which agreements, meetings and pauses belong to the run of a day."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from builders import agreement, closure, day, meeting, note, pause, planned, relationship
from domain.timelines import FIRST, agreements, working, working_days
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.runs import Run, run_on


def run_of(*timeline: Entry, today: str) -> Run:
    run = run_on(relationship(*timeline), day(today))
    assert run
    return run


def start(*timeline: Entry, today: str) -> str | None:
    """The first day of the run of a day."""
    run = run_on(relationship(*timeline), day(today))
    return dt.date.fromordinal(run.start).isoformat() if run else None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-04", None),
        ("2026-01-05", "2026-01-05"),
        ("2026-02-28", "2026-01-05"),
        ("2026-03-01", None),
        ("2026-03-31", None),
        ("2026-04-01", "2026-04-01"),
        ("2026-06-30", "2026-04-01"),
        ("2026-08-31", "2026-04-01"),
        ("2026-09-01", "2026-09-01"),
    ],
)
def test_a_run_ends_with_a_closure_and_gives_way_after_its_until(
    today: str, expected: str | None
) -> None:
    timeline = (
        agreement("2026-01-05"),
        closure("2026-03-01"),
        agreement("2026-04-01", until="2026-05-31"),
        agreement("2026-05-31", until="2026-06-30"),
        agreement("2026-09-01"),
    )

    assert start(*timeline, today=today) == expected


def test_an_agreement_on_the_day_of_a_closure_comes_before_it() -> None:
    timeline = agreement("2026-01-05"), closure("2026-03-01"), agreement("2026-03-01")

    assert start(*timeline, today="2026-03-01") is None
    assert start(*timeline, today="2026-03-02") is None


def test_of_two_agreements_on_one_day_the_greater_id_is_in_force() -> None:
    greater = agreement("2026-01-05", "weekly", id="b0000000")
    lesser = agreement("2026-01-05", "monthly", id="a0000000")

    assert run_of(greater, lesser, today="2026-01-05").terms == (greater,)


def test_terms_are_those_in_force_on_the_day() -> None:
    first, second = agreement("2026-01-05"), agreement("2026-02-05", meeting_minutes=30)
    run = run_of(first, second, agreement("2026-03-05"), today="2026-02-20")

    found = [run.terms_on(day(date).toordinal()) for date in ("2026-02-04", "2026-02-05")]

    assert found == [first, second]


def test_a_segment_lasts_while_the_rhythm_stays() -> None:
    monthly = agreement("2026-01-05", "monthly", until="2026-12-31")
    more = agreement("2026-02-01", "at least monthly", until="2027-03-31", meeting_minutes=30)
    maximum = agreement("2026-03-01", "up to monthly")
    term = agreement("2026-04-01", "6 per term", until="2026-12-31")
    same_term = agreement("2026-05-01", "6 per term", until="2026-12-31", slack_days=1)
    longer_term = agreement("2026-06-01", "6 per term", until="2027-12-31")

    run = run_of(monthly, more, maximum, term, same_term, longer_term, today="2026-07-01")

    assert [each.terms for each in run.segments] == [monthly, maximum, term, longer_term]


def test_held_are_the_distinct_days_of_the_run_up_to_today() -> None:
    timeline = (
        agreement("2026-01-05"),
        meeting("2026-01-04"),
        meeting("2026-01-05"),
        meeting("2026-01-05"),
        meeting("2026-01-06", status=MeetingStatus.NO_SHOW),
        meeting("2026-02-01"),
        meeting("2026-02-02"),
    )

    run = run_of(*timeline, today="2026-02-01")

    dates = [dt.date.fromordinal(each).isoformat() for each in run.held]
    assert dates == ["2026-01-05", "2026-02-01"]
    assert [each.date.isoformat() for each in run.meetings] == [
        "2026-01-05",
        "2026-01-05",
        "2026-02-01",
    ]


def test_planned_meetings_and_pauses_count_whatever_their_date() -> None:
    before, after = planned("2026-01-04"), planned("2027-01-01")
    timeline = (
        agreement("2026-01-05"),
        before,
        after,
        pause("2026-01-04", "2026-02-01"),
        pause("2027-05-01"),
    )

    run = run_of(*timeline, today="2026-01-20")

    assert run.planned == (after,)
    assert run.pauses.active_from(day("2026-01-20").toordinal()) == day("2026-01-20").toordinal()
    assert len(run.pauses.stretches) == 1


def test_a_pause_from_the_first_day_belongs_to_the_run() -> None:
    run = run_of(agreement("2026-01-05"), pause("2026-01-05"), today="2026-01-05")

    assert len(run.pauses.stretches) == 1


def test_minutes_count_meeting_by_meeting() -> None:
    run = run_of(
        agreement("2026-01-05"),
        meeting("2026-01-31", minutes=10),
        meeting("2026-02-01", minutes=20),
        meeting("2026-02-01"),
        meeting("2026-02-28"),
        meeting("2026-03-01", minutes=50),
        today="2026-03-31",
    )
    february = day("2026-02-01").toordinal(), day("2026-02-28").toordinal()

    assert run.minutes_between(*february, unsaid=45) == 110


@given(working, working_days, st.data())
def test_what_came_before_a_closure_does_not_matter_but_for_having_met(
    timeline: list[Entry], today: dt.date, data: st.DataObject
) -> None:
    closed = closure(data.draw(st.dates(FIRST, today - dt.timedelta(days=1))))
    again = data.draw(agreements(st.dates(closed.date + dt.timedelta(days=1), today)))
    since = [entry for entry in timeline if entry.date > closed.date]

    found = run_on(relationship(*timeline, closed, again), today)
    afresh = run_on(relationship(*since, again), today)

    assert found is not None
    assert afresh is not None
    assert found._replace(first_met=0) == afresh._replace(first_met=0)
    assert found.first_met <= afresh.first_met


@given(working, working_days, st.randoms())
def test_the_order_of_the_entries_does_not_matter(
    timeline: list[Entry], today: dt.date, random: Random
) -> None:
    shuffled = random.sample(timeline, len(timeline))

    assert run_on(relationship(*shuffled), today) == run_on(relationship(*timeline), today)


def test_other_entries_make_no_run() -> None:
    assert (
        run_on(relationship(note("2026-01-05"), meeting("2026-01-05")), day("2026-02-01")) is None
    )
