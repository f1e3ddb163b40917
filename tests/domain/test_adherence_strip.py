"""One mark a period: the rule of the docstring, case by case."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import agreement, closure, day, meeting, pause, relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.adherence import LENGTH, Mark, last_run, missed, strip, visits
from mentorlog.domain.entries import Entry
from mentorlog.domain.runs import run_on

SIGNS = {
    Mark.MET: "*",
    Mark.LATE: "~",
    Mark.MISSED: "o",
    Mark.PAUSED: "=",
    Mark.NOT_YET: ".",
}


def signs(*timeline: Entry, today: str) -> str:
    past = last_run(relationship(*timeline), day(today))
    return "".join(SIGNS[mark] for mark in strip(*past)) if past else "no run"


def held(*dates: str) -> tuple[Entry, ...]:
    return tuple(meeting(date) for date in dates)


def test_a_meeting_in_every_period_is_met() -> None:
    timeline = (agreement("2026-01-05"), *held("2026-01-10", "2026-02-08", "2026-03-07"))

    assert signs(*timeline, today="2026-03-20") == "***"


def test_periods_after_the_last_meeting_are_not_yet_however_long_ago_that_is() -> None:
    timeline = (agreement("2026-01-05"), *held("2026-01-10"))

    assert signs(*timeline, today="2026-06-20") == "*....."


def test_without_any_meeting_nothing_is_missed_yet() -> None:
    assert signs(agreement("2026-01-05"), today="2026-03-20") == "..."


def test_a_period_skipped_before_a_late_meeting_is_missed() -> None:
    timeline = (agreement("2026-01-05"), *held("2026-01-10", "2026-03-20"))

    assert signs(*timeline, today="2026-03-21") == "*o~"


def test_a_period_with_one_meeting_in_time_is_not_late() -> None:
    timeline = (agreement("2026-01-05"), *held("2026-01-10", "2026-03-20", "2026-04-02"))

    assert signs(*timeline, today="2026-04-03") == "*o*"


def test_meetings_that_drift_over_a_period_on_time_leave_no_gap() -> None:
    timeline = (agreement("2026-01-05"), *held("2026-01-10", "2026-02-03", "2026-03-05"))

    assert signs(*timeline, today="2026-03-06") == "***"


def test_months_are_calendar_months_from_the_start() -> None:
    timeline = (agreement("2026-01-31"), *held("2026-02-05", "2026-02-28", "2026-03-31"))

    assert signs(*timeline, today="2026-04-29") == "***"
    assert signs(*timeline, today="2026-04-30") == "***."


def test_half_paused_is_paused_and_a_meeting_outweighs_it() -> None:
    timeline = (
        agreement("2026-01-05", "every 2 weeks", slack_days=14),
        meeting("2026-01-06"),
        pause("2026-01-20", "2026-01-27"),
        meeting("2026-02-02"),
    )

    assert signs(*timeline, today="2026-02-10") == "*=*"
    assert signs(*timeline, meeting("2026-01-25"), today="2026-02-10") == "***"


def test_less_than_half_paused_is_not_paused() -> None:
    timeline = (agreement("2026-01-05", "every 2 weeks"), pause("2026-01-05", "2026-01-11"))

    assert signs(*timeline, today="2026-01-18") == "."


def test_the_present_period_counts_its_days_up_to_today() -> None:
    timeline = (
        agreement("2026-01-05"),
        meeting("2026-01-20"),
        pause("2026-02-05", "2026-02-12"),
    )

    assert signs(*timeline, today="2026-02-08") == "*="


def test_only_the_last_twelve_are_shown() -> None:
    timeline = (agreement("2025-01-05"), *held("2025-01-06", "2026-06-10"))

    assert signs(*timeline, today="2026-06-10") == "ooooooooooo~"


def test_as_needed_has_no_strip() -> None:
    timeline = (agreement("2026-01-05", "as needed"), meeting("2026-01-06"))

    assert signs(*timeline, today="2026-06-10") == ""


def test_up_to_so_often_is_never_late_or_missed() -> None:
    timeline = (agreement("2026-01-05", "up to 6 per year"), *held("2026-01-06", "2026-06-10"))

    assert signs(*timeline, today="2026-07-10") == "***."


def test_a_change_of_cadence_begins_new_periods_and_drops_the_unmet_rest() -> None:
    timeline = (
        agreement("2026-01-05", "weekly"),
        *held("2026-01-06", "2026-01-13"),
        agreement("2026-01-21", "every 2 weeks"),
        *held("2026-01-28"),
    )

    assert signs(*timeline, today="2026-01-28") == "***"


def test_the_rest_before_a_change_stays_if_someone_met_in_it() -> None:
    timeline = (
        agreement("2026-01-05", "weekly"),
        *held("2026-01-06", "2026-01-13", "2026-01-20"),
        agreement("2026-01-21", "every 2 weeks"),
        *held("2026-01-28"),
    )

    assert signs(*timeline, today="2026-01-28") == "****"


def test_a_term_is_cut_into_its_meetings_and_ends() -> None:
    timeline = (
        agreement("2026-01-01", "4 per term", until="2026-04-30"),
        *held("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10"),
    )

    assert signs(*timeline, today="2026-09-01") == "****"


@pytest.mark.parametrize(
    ("cadence", "today", "expected"),
    [
        ("6 per year", "2026-06-30", "..."),
        ("5 per year", "2026-06-30", "..."),
        ("2 per month", "2026-01-30", ".."),
        ("2 hours per month", "2026-03-31", "..."),
        ("every 10 days", "2026-01-31", "...."),
        ("daily", "2026-01-03", "..."),
        ("3 per week", "2026-01-07", "..."),
    ],
)
def test_every_cadence_has_its_period(cadence: str, today: str, expected: str) -> None:
    assert signs(agreement("2026-01-01", cadence), today=today) == expected


def test_more_meetings_than_days_are_one_period_a_day() -> None:
    terms = agreement("2026-01-01", "10 per term", until="2026-01-05")

    assert signs(terms, today="2026-01-05") == "....."


def test_a_closure_leaves_the_run_it_ended() -> None:
    timeline = (agreement("2026-01-05"), *held("2026-01-10"), closure("2026-02-20"))

    assert signs(*timeline, today="2026-11-22") == "*."


def test_without_a_run_there_is_nothing() -> None:
    assert signs(meeting("2026-01-10"), today="2026-11-22") == "no run"


def test_a_missed_period_is_told_by_its_days_if_it_reaches_into_the_window() -> None:
    run = run_on(relationship(agreement("2026-01-05"), meeting("2026-04-20")), day("2026-05-01"))
    assert run

    found = missed(run, day("2026-05-01").toordinal(), day("2026-02-10").toordinal())

    assert [tuple(map(dt.date.fromordinal, period)) for period in found] == [
        (day("2026-02-05"), day("2026-03-04")),
        (day("2026-03-05"), day("2026-04-04")),
    ]


@given(
    cadence=st.sampled_from(["weekly", "monthly", "every 10 days", "6 per year", "2 per month"]),
    gaps=st.lists(st.integers(1, 80), max_size=15),
    after=st.integers(0, 200),
)
def test_nothing_is_called_missed_where_every_meeting_came_on_time(
    cadence: str, gaps: list[int], after: int
) -> None:
    today = day("2026-01-05")
    entries: list[Entry] = [agreement(today, cadence)]
    for gap in gaps:
        today += dt.timedelta(days=gap)
        entries.append(meeting(today))
    run = run_on(relationship(*entries), today + dt.timedelta(days=after))
    assert run

    marks = strip(run, today.toordinal() + after)

    kept = all(visit.on_time is not False for visit in visits(run, run.start, today.toordinal()))
    assert len(marks) <= LENGTH
    assert not (kept and {Mark.MISSED, Mark.LATE} & set(marks))
