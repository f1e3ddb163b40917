"""When the next meeting is due: what always holds, and the edges by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from builders import agreement, closure, day, meeting, pause, relationship
from domain.timelines import agreements, held, pauses, working, working_days
from hypothesis import assume, given
from hypothesis import strategies as st

from mentorlog.domain.cadence import Interval, Unit
from mentorlog.domain.days import NEVER, Day, date_of
from mentorlog.domain.due import due_on, slack_on
from mentorlog.domain.entries import Agreement, Entry, Meeting, Pause
from mentorlog.domain.runs import Run, run_on


def known(timeline: Iterable[Entry], today: dt.date) -> Run:
    """The run of a day, which must have one."""
    run = run_on(relationship(*timeline), today)
    assert run
    return run


def due(timeline: Iterable[Entry], today: dt.date) -> Day:
    return due_on(known(timeline, today), today.toordinal())


def due_date(*timeline: Entry, today: str) -> str | None:
    date = date_of(due(timeline, day(today)))
    return date.isoformat() if date else None


# What always holds


@given(working, working_days, pauses())
def test_a_pause_never_makes_anything_due_earlier(
    timeline: list[Entry], today: dt.date, added: Entry
) -> None:
    assert due([*timeline, added], today) >= due(timeline, today)


@given(working, working_days, held)
def test_a_meeting_never_makes_anything_due_earlier(
    timeline: list[Entry], today: dt.date, added: Meeting
) -> None:
    """Months that are interrupted by a pause aside: see the example below."""
    assume(not (_counts_months(timeline) and _has_pause(timeline)))

    assert due([*timeline, added], today) >= due(timeline, today)


@given(working, working_days)
def test_time_alone_never_makes_anything_due_earlier(timeline: list[Entry], today: dt.date) -> None:
    tomorrow = today + dt.timedelta(days=1)
    assume(all(entry.date != tomorrow for entry in timeline))

    assert due(timeline, tomorrow) >= due(timeline, today)


@given(working, working_days)
def test_what_is_overdue_stays_as_it_is_until_someone_meets(
    timeline: list[Entry], today: dt.date
) -> None:
    tomorrow = today + dt.timedelta(days=1)
    assume(all(entry.date != tomorrow for entry in timeline))
    before = due(timeline, today)
    assume(before < today.toordinal())

    assert due(timeline, tomorrow) == before


@given(working, working_days)
def test_a_due_day_is_never_a_paused_one(timeline: list[Entry], today: dt.date) -> None:
    run = known(timeline, today)
    found = due_on(run, today.toordinal())

    assert run.pauses.active_from(found) == found


@given(working, working_days, st.data())
def test_an_amendment_makes_nobody_late_who_was_not(
    timeline: list[Entry], today: dt.date, data: st.DataObject
) -> None:
    """What was not past due the day before, isn't past due by the new terms either."""
    before = due(timeline, today - dt.timedelta(days=1))
    amendment = data.draw(agreements(st.just(today)))
    assume(before >= today.toordinal())

    assert due([*timeline, amendment], today) >= today.toordinal()


def _counts_months(timeline: list[Entry]) -> bool:
    cadences = [entry.cadence for entry in timeline if isinstance(entry, Agreement)]
    return any(isinstance(each, Interval) and each.unit is Unit.MONTH for each in cadences)


def _has_pause(timeline: list[Entry]) -> bool:
    return any(isinstance(entry, Pause) for entry in timeline)


# Edges


def test_a_meeting_may_shorten_a_month_that_a_pause_interrupts() -> None:
    """January has 31 days, February 28: counted from the later meeting, fewer days are needed."""
    january = agreement("2026-01-01", "monthly"), meeting("2026-01-01")
    paused = pause("2026-01-02", "2026-01-31")

    one = due_date(*january, paused, today="2026-02-01")
    two = due_date(*january, paused, meeting("2026-01-31"), today="2026-02-01")

    assert (one, two) == ("2026-03-02", "2026-02-28")


def test_months_are_counted_from_the_last_meeting_and_never_chained() -> None:
    terms = agreement("2026-01-05", "monthly")
    january, february = meeting("2026-01-31"), meeting("2026-02-28")

    assert due_date(terms, january, today="2026-02-01") == "2026-02-28"
    assert due_date(terms, january, february, today="2026-03-01") == "2026-03-28"


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [("quarterly", "2026-06-15"), ("every 10 days", "2026-06-11"), ("yearly", "2026-06-15")],
)
def test_the_first_meeting_is_due_within_two_weeks(cadence: str, expected: str) -> None:
    assert due_date(agreement("2026-06-01", cadence), today="2026-06-01") == expected


def test_a_meeting_on_the_first_day_is_the_first_meeting() -> None:
    terms = agreement("2026-06-01", "quarterly")

    assert due_date(terms, meeting("2026-06-01"), today="2026-06-01") == "2026-09-01"


def test_a_meeting_before_the_run_does_not_count() -> None:
    terms = agreement("2026-06-01", "weekly")

    assert due_date(terms, meeting("2026-05-31"), today="2026-06-01") == "2026-06-08"


def test_a_meeting_counts_from_its_day_on() -> None:
    story = agreement("2026-06-01", "weekly"), meeting("2026-06-03")

    assert due_date(*story, today="2026-06-02") == "2026-06-08"
    assert due_date(*story, today="2026-06-03") == "2026-06-10"


def test_an_agreement_superseded_on_its_very_day_never_was() -> None:
    story = (
        agreement("2026-01-05", "quarterly"),
        agreement("2026-01-05", "weekly"),
        meeting("2026-01-05"),
    )

    assert due_date(*story, today="2026-01-06") == "2026-01-12"


def test_a_correction_back_to_the_same_terms_changes_nothing() -> None:
    terms = agreement("2026-01-05", "monthly"), meeting("2026-03-01")
    there = agreement("2026-03-20", "weekly", id="a0000000")
    back = agreement("2026-03-20", "monthly", id="b0000000")

    run = known([*terms, there, back], day("2026-03-21"))

    assert [segment.terms for segment in run.segments] == [terms[0]]
    assert date_of(due_on(run, run.start + 75)) == day("2026-04-01")


def test_amendments_without_a_meeting_are_followed_back_however_many() -> None:
    begun = day("2020-01-05")
    story: list[Entry] = [agreement(begun, "quarterly"), meeting(begun)]
    for number in range(1, 1500):
        cadence = "weekly" if number % 2 else "monthly"
        story.append(agreement(begun + dt.timedelta(days=number), cadence))

    found = due(story, begun + dt.timedelta(days=1500))

    assert date_of(found) == day("2020-02-05")


def test_a_meeting_on_the_day_of_an_amendment_follows_it() -> None:
    """So the first half of November, mostly over by then, is waived, and the second one met."""
    story = agreement("2026-11-01", "monthly"), agreement("2026-11-10", "2 per month")

    assert due_date(*story, meeting("2026-11-10"), today="2026-11-10") == "2026-12-15"


def test_what_was_owed_is_taken_as_it_stood_the_day_before_the_amendment() -> None:
    """On 30 November the last quarter of the month was due; a day later it would be 7 December."""
    before = agreement("2026-10-01", "4 per month"), meeting("2026-11-28")

    assert due_date(*before, today="2026-11-30") == "2026-11-30"
    assert due_date(*before, today="2026-12-01") == "2026-12-07"
    assert due_date(*before, agreement("2026-12-01", "weekly"), today="2026-12-01") == "2026-12-05"


def test_as_needed_in_between_puts_nothing_off_for_ever() -> None:
    """Terms that don't bind were owed nothing: the count begins again with those that do."""
    story = (
        agreement("2026-01-05", "weekly"),
        meeting("2026-01-05"),
        agreement("2026-02-01", "as needed"),
        agreement("2026-03-01", "weekly"),
    )

    assert due_date(*story, today="2026-02-10") is None
    assert due_date(*story, today="2026-03-02") == "2026-03-08"


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [("yearly", None), ("every 2 weeks", None), ("1 per week", "9999-12-31")],
)
def test_nothing_is_due_after_the_calendars_last_day(cadence: str, expected: str | None) -> None:
    story = agreement("9999-12-01", cadence), meeting("9999-12-24")

    assert due_date(*story, today="9999-12-25") == expected


def test_an_open_pause_puts_everything_off() -> None:
    story = agreement("2026-01-05", "2 per month"), pause("2026-01-06"), meeting("2026-01-05")

    assert due_date(*story, today="2026-01-05") is None


def test_a_pause_ends_with_its_run() -> None:
    story = (
        agreement("2026-01-05", "weekly"),
        pause("2026-01-20"),
        closure("2026-02-01"),
        agreement("2026-03-01", "weekly"),
    )

    assert due_date(*story, today="2026-03-02") == "2026-03-08"


# Slack


@pytest.mark.parametrize(
    ("cadence", "slack"),
    [
        ("daily", 2),
        ("weekly", 2),
        ("every 12 days", 2),
        ("every 2 weeks", 3),
        ("every 25 days", 5),
        ("monthly", 6),
        ("2 per month", 3),
        ("every 2 months", 12),
        ("quarterly", 14),
        ("6 per year", 12),
        ("2 hours per month", 6),
        ("as needed", None),
        ("up to 6 per year", None),
    ],
)
def test_slack_is_a_fifth_of_the_cycle(cadence: str, slack: int | None) -> None:
    run = known([agreement("2026-01-05", cadence)], day("2026-01-05"))

    assert slack_on(run, run.start) == slack


@pytest.mark.parametrize(("until", "slack"), [("2026-01-24", 2), ("2026-01-25", 3)])
def test_slack_per_term_is_a_fifth_of_the_terms_share(until: str, slack: int) -> None:
    """25 days for 2 meetings: 12.5 days a meeting, 2.5 days of slack, rounded up."""
    run = known([agreement("2026-01-01", "2 per term", until=until)], day("2026-01-01"))

    assert slack_on(run, run.start) == slack


def test_slack_that_is_agreed_is_taken_as_it_is() -> None:
    run = known([agreement("2026-01-05", "weekly", slack_days=0)], day("2026-01-05"))

    assert slack_on(run, run.start) == 0


def test_never_is_later_than_any_day() -> None:
    assert dt.date.max.toordinal() < NEVER
