"""Pace and on time: the edges that the worked cases leave open."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import agreement, closure, day, meeting, pause, relationship
from domain.timelines import pauses, working, working_days
from hypothesis import given

from mentorlog.domain.adherence import (
    Adherence,
    OnTime,
    Pace,
    Visit,
    adherence,
    visits,
)
from mentorlog.domain.entries import Entry
from mentorlog.domain.runs import run_on


def kept(*timeline: Entry, since: str, today: str) -> Adherence:
    of, on = relationship(*timeline), day(today)
    return adherence(run_on(of, on), of, on, day(since))


def test_pace_counts_the_days_after_the_first_one_of_the_window() -> None:
    story = agreement("2026-01-05", "weekly"), meeting("2026-01-05"), meeting("2026-01-12")

    found = kept(*story, since="2026-01-01", today="2026-01-19").pace

    assert found == Pace(held=2, expected=2, since=day("2026-01-05"), until=day("2026-01-19"))


def test_a_day_less_is_too_little_to_say() -> None:
    story = agreement("2026-01-05", "weekly"), meeting("2026-01-12")

    assert kept(*story, since="2026-01-01", today="2026-01-18").pace is None


def test_pace_adds_up_exactly_over_changing_terms() -> None:
    """Days 6 to 12 January: 7/7 weekly; 13 to 26: 14/28 every 4 weeks; 27 to 2 February: 7/14."""
    story = (
        agreement("2026-01-05", "weekly"),
        agreement("2026-01-13", "every 4 weeks"),
        agreement("2026-01-27", "every 2 weeks"),
        agreement("2026-02-03", "as needed"),
    )

    before = kept(*story, since="2026-01-05", today="2026-02-01").pace
    after = kept(*story, since="2026-01-05", today="2026-02-20").pace

    assert before is None
    assert after == Pace(held=0, expected=2, since=day("2026-01-05"), until=day("2026-02-20"))


def test_a_window_ends_with_the_term() -> None:
    story = (
        agreement("2026-01-05", "weekly", until="2026-01-26"),
        meeting("2026-01-26"),
        meeting("2026-01-27"),
    )

    found = kept(*story, since="2026-01-05", today="2026-03-01")

    assert found.pace == Pace(held=1, expected=3, since=day("2026-01-05"), until=day("2026-01-26"))
    assert found.on_time == OnTime(on_time=0, of=1)


def test_a_window_after_the_term_is_empty() -> None:
    story = agreement("2026-01-05", "weekly", until="2026-01-26"), meeting("2026-01-12")

    assert kept(*story, since="2026-02-01", today="2026-03-01") == Adherence()


def test_outside_of_a_run_there_is_nothing_to_say() -> None:
    story = agreement("2026-01-05", "weekly"), meeting("2026-01-12"), closure("2026-02-01")

    assert kept(*story, since="2026-01-05", today="2026-02-01") == Adherence()


@pytest.mark.parametrize(
    ("met", "on_time"),
    [
        ("2026-01-12", True),
        ("2026-01-14", True),
        ("2026-01-15", False),
    ],
)
def test_the_grace_is_on_time(met: str, *, on_time: bool) -> None:
    story = agreement("2026-01-05", "weekly"), meeting("2026-01-05"), meeting(met)

    found = kept(*story, since="2026-01-05", today="2026-01-16").on_time

    assert found == OnTime(on_time=int(on_time), of=1)


def test_a_meeting_is_judged_by_the_terms_of_the_day_before() -> None:
    """On the day itself the weekly terms, and no slack, would have made it late."""
    story = (
        agreement("2026-01-05", "every 2 weeks"),
        meeting("2026-01-05"),
        agreement("2026-01-22", "weekly", slack_days=0),
        meeting("2026-01-22"),
    )

    found = kept(*story, since="2026-01-05", today="2026-01-22").on_time

    assert found == OnTime(on_time=1, of=1)


def test_the_due_day_is_the_one_of_the_day_before() -> None:
    """On 30 November the month's last quarter was due, on 1 December the next one."""
    story = (
        agreement("2026-11-01", "4 per month", slack_days=0),
        meeting("2026-11-28"),
        meeting("2026-12-02"),
    )

    found = kept(*story, since="2026-12-01", today="2026-12-02").on_time

    assert found == OnTime(on_time=1, of=1)


def test_the_grace_is_the_one_of_the_day_before() -> None:
    story = (
        agreement("2026-01-05", "every 2 weeks"),
        meeting("2026-01-05"),
        agreement("2026-01-20", "every 2 weeks", slack_days=0),
        meeting("2026-01-21"),
    )

    found = kept(*story, since="2026-01-06", today="2026-01-21").on_time

    assert found == OnTime(on_time=0, of=1)


def test_what_was_not_due_is_not_judged() -> None:
    story = (
        agreement("2026-01-05", "as needed"),
        meeting("2026-01-20"),
        agreement("2026-02-01", "weekly"),
        meeting("2026-02-01"),
        meeting("2026-02-05"),
    )

    run = run_on(relationship(*story), day("2026-02-05"))

    assert run
    assert list(visits(run, run.start, day("2026-02-05").toordinal())) == [
        Visit(date=day("2026-01-20"), on_time=None),
        Visit(date=day("2026-02-01"), on_time=None),
        Visit(date=day("2026-02-05"), on_time=True),
    ]


def test_an_overdue_meeting_is_one_missed() -> None:
    story = agreement("2026-01-05", "weekly"), meeting("2026-01-07")

    assert kept(*story, since="2026-01-05", today="2026-01-16").on_time == OnTime(on_time=1, of=1)
    assert kept(*story, since="2026-01-05", today="2026-06-16").on_time == OnTime(on_time=1, of=2)


@given(working, working_days, pauses())
def test_a_pause_never_raises_what_is_expected(
    timeline: list[Entry], today: dt.date, added: Entry
) -> None:
    on, since = today.isoformat(), (today - dt.timedelta(days=400)).isoformat()
    before = kept(*timeline, since=since, today=on).pace
    after = kept(*timeline, added, since=since, today=on).pace

    assert (after.expected if after else 0) <= (before.expected if before else 1)


def test_a_paused_day_is_not_expected_of_anyone() -> None:
    story = agreement("2026-01-05", "weekly"), pause("2026-01-12", "2026-01-19")

    found = kept(*story, since="2026-01-05", today="2026-01-26").pace

    assert found == Pace(held=0, expected=2, since=day("2026-01-05"), until=day("2026-01-26"))
