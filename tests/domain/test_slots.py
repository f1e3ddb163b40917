"""Where slots begin and end, and which of them is due: the edges by name."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import agreement, day, meeting, pause, relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.cadence import Budget, Period, Quota
from mentorlog.domain.due import slots
from mentorlog.domain.entries import Entry
from mentorlog.domain.standing import assessment


def due(*timeline: Entry, today: str) -> str | None:
    found = assessment(relationship(*timeline), day(today)).due
    return found.isoformat() if found else None


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "ends"),
    [
        (Quota(2, Period.WEEK), "2026-11-02", "2026-11-08", ["11-04", "11-08"]),
        (Quota(1, Period.MONTH), "2026-11-01", "2026-11-30", ["11-30"]),
        (Quota(2, Period.MONTH), "2026-11-01", "2026-11-30", ["11-15", "11-30"]),
        (Quota(3, Period.MONTH), "2026-10-01", "2026-10-31", ["10-10", "10-20", "10-31"]),
        (Quota(3, Period.QUARTER), "2026-01-01", "2026-03-31", ["01-31", "02-28", "03-31"]),
        (Quota(2, Period.QUARTER), "2026-01-01", "2026-03-31", ["02-14", "03-31"]),
        (Quota(4, Period.YEAR), "2026-01-01", "2026-12-31", ["03-31", "06-30", "09-30", "12-31"]),
        (Quota(2, Period.YEAR), "2027-02-28", "2028-02-28", ["08-27", "02-28"]),
        (Quota(3, Period.TERM), "2026-01-01", "2026-03-31", ["01-30", "03-01", "03-31"]),
        (Quota(5, Period.TERM), "2026-01-01", "2026-01-03", ["01-01", "01-02", "01-03"]),
        (Budget(120, Period.MONTH), "2026-11-01", "2026-11-30", ["11-30"]),
        (Budget(1200, Period.YEAR), "2026-01-15", "2027-01-14", ["01-14"]),
    ],
)
def test_where_the_slots_of_a_period_end(
    rhythm: Quota | Budget, first: str, last: str, ends: list[str]
) -> None:
    found = slots(rhythm, day(first).toordinal(), day(last).toordinal())

    assert [dt.date.fromordinal(end).isoformat()[5:] for _, end in found] == ends


quotas = st.sampled_from(Period).flatmap(
    lambda period: st.builds(Quota, st.integers(1, 7), st.just(period))
)


@given(quotas, st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 400))
def test_slots_share_a_period_out_without_a_gap(rhythm: Quota, first: dt.date, length: int) -> None:
    begin = first.toordinal()
    if rhythm.period in (Period.MONTH, Period.QUARTER, Period.YEAR):
        length = {Period.MONTH: 27, Period.QUARTER: 91, Period.YEAR: 364}[rhythm.period]

    found = list(slots(rhythm, begin, begin + length))

    days = [number for one, other in found for number in range(one, other + 1)]
    assert days == list(range(begin, begin + length + 1))


def test_a_week_begins_on_monday() -> None:
    weekly = agreement("2026-01-05", "1 per week"), meeting("2026-11-09")

    assert due(*weekly, today="2026-11-15") == "2026-11-22"


def test_a_quarter_is_the_calendars() -> None:
    story = agreement("2026-02-20", "1 per quarter"), meeting("2026-02-20")

    assert due(*story, today="2026-02-20") == "2026-06-30"


@pytest.mark.parametrize(
    ("start", "today", "expected"),
    [
        ("2026-01-15", "2026-01-15", "2027-01-14"),
        ("2024-02-29", "2025-02-27", "2025-02-27"),
        ("2024-02-29", "2025-02-28", "2025-02-27"),
        ("2024-02-29", "2024-02-29", "2025-02-27"),
    ],
)
def test_a_year_is_the_runs_own(start: str, today: str, expected: str) -> None:
    assert due(agreement(start, "1 per year"), today=today) == expected


def test_a_year_of_its_own_from_the_leap_day() -> None:
    story = agreement("2024-02-29", "1 per year"), meeting("2027-03-01")

    assert due(*story, today="2027-03-01") == "2029-02-27"


def test_a_slot_half_gone_before_the_beginning_is_waived() -> None:
    half = agreement("2026-11-16", "1 per month")
    more = agreement("2026-11-15", "1 per month")

    assert due(half, today="2026-11-16") == "2026-12-31"
    assert due(more, today="2026-11-16") == "2026-11-30"


def test_a_slot_half_paused_is_waived() -> None:
    terms = agreement("2026-10-01", "1 per month"), meeting("2026-10-05")
    half = pause("2026-11-01", "2026-11-16")
    less = pause("2026-11-01", "2026-11-15")

    assert due(*terms, half, today="2026-11-20") == "2026-12-31"
    assert due(*terms, less, today="2026-11-20") == "2026-11-30"


def test_a_day_paused_before_the_beginning_is_gone_only_once() -> None:
    story = agreement("2026-11-08", "1 per month"), pause("2026-11-08", "2026-11-15")

    assert due(*story, today="2026-11-20") == "2026-11-30"


def test_waiving_a_slot_lets_the_meetings_fill_the_others() -> None:
    story = (
        agreement("2026-10-01", "2 per month"),
        pause("2026-11-05", "2026-11-16"),
        meeting("2026-11-02"),
    )

    assert due(*story, today="2026-11-20") == "2026-12-15"


def test_a_due_day_in_a_pause_moves_to_the_first_active_day() -> None:
    story = agreement("2026-10-01", "1 per month"), pause("2026-11-25", "2026-12-03")

    assert due(*story, meeting("2026-10-02"), today="2026-11-20") == "2026-12-03"


def test_a_long_pause_waives_the_periods_it_covers() -> None:
    story = agreement("2026-01-01", "1 per week"), pause("2026-02-01", "2031-02-01")

    assert due(*story, meeting("2026-01-28"), today="2026-01-29") == "2031-02-09"


def test_an_open_pause_waives_everything() -> None:
    story = agreement("2026-01-01", "1 per week"), pause("2026-02-02"), meeting("2026-01-28")

    assert due(*story, today="2026-01-29") is None


def test_more_meetings_than_agreed_are_fine() -> None:
    terms = agreement("2026-01-01", "2 per term", until="2026-06-30")
    story = [meeting(f"2026-01-{number:02}") for number in (5, 12, 19, 26)]

    assert due(terms, *story, today="2026-01-26") is None


def test_an_owed_slot_stays_owed_until_someone_meets() -> None:
    terms = agreement("2026-01-01", "2 per term", until="2026-06-30")

    assert due(terms, today="2026-09-01") == "2026-03-31"
    assert due(terms, meeting("2026-04-01"), today="2026-04-01") == "2026-06-30"


def test_a_slot_in_which_someone_met_is_never_owed() -> None:
    terms = agreement("2026-01-01", "2 hours per month")

    assert due(terms, meeting("2026-01-31", minutes=5), today="2026-02-01") == "2026-02-28"


def test_minutes_unsaid_are_those_of_the_terms_in_force() -> None:
    first = agreement("2026-01-01", "90 minutes per month", meeting_minutes=30)
    longer = agreement("2026-01-20", "90 minutes per month", meeting_minutes=45)
    met = meeting("2026-01-05"), meeting("2026-01-12")

    assert due(first, *met, today="2026-01-19") == "2026-01-31"
    assert due(first, longer, *met, today="2026-01-20") == "2026-02-28"


def test_an_hour_is_usual_where_nothing_is_said() -> None:
    hour = agreement("2026-01-01", "1 hour per month")
    more = agreement("2026-01-01", "61 minutes per month")

    assert due(hour, meeting("2026-01-05"), today="2026-01-05") == "2026-02-28"
    assert due(more, meeting("2026-01-05"), today="2026-01-05") == "2026-01-31"


def test_the_calendars_last_period_is_its_last() -> None:
    story = agreement("9999-12-01", "1 per week"), pause("9999-12-02", "9999-12-31")

    assert due(*story, meeting("9999-12-01"), today="9999-12-01") is None
