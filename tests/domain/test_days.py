"""Months and rounding, up to the calendar's ends."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from mentorlog.domain.days import (
    NEVER,
    Recurring,
    Span,
    Toward,
    add_months,
    date_of,
    dates_in,
    full_date,
    half_up,
    months_after,
)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 31), 2, dt.date(2026, 3, 31)),
        (dt.date(2025, 11, 30), 3, dt.date(2026, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 3, 31), -1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), -1, dt.date(2025, 12, 15)),
        (dt.date(2026, 5, 5), 0, dt.date(2026, 5, 5)),
        (dt.date(9998, 12, 31), 2, dt.date(9999, 2, 28)),
        (dt.date(2, 1, 31), -11, dt.date(1, 2, 28)),
        (dt.date(9999, 12, 1), 1, dt.date.max),
        (dt.date(9999, 1, 31), 10**6, dt.date.max),
        (dt.date(1, 1, 31), -1, dt.date.min),
    ],
)
def test_a_month_later(day: dt.date, months: int, later: dt.date) -> None:
    assert add_months(day, months) == later


@given(st.dates(), st.integers(-3000, 3000))
def test_months_are_added_as_dateutil_adds_them(day: dt.date, months: int) -> None:
    year = (day.year * 12 + day.month - 1 + months) // 12
    assume(dt.MINYEAR <= year <= dt.MAXYEAR)

    assert add_months(day, months) == day + relativedelta(months=months)


@given(st.dates(), st.dates(), st.integers(-200, 200))
def test_a_later_day_stays_the_later(one: dt.date, other: dt.date, months: int) -> None:
    earlier, later = sorted([one, other])

    assert add_months(earlier, months) <= add_months(later, months)


def test_beyond_the_calendar_is_never() -> None:
    last = dt.date.max.toordinal()

    assert (months_after(last, 1), date_of(NEVER), date_of(last)) == (NEVER, None, dt.date.max)


@pytest.mark.parametrize(
    ("numerator", "denominator", "days"),
    [(14, 5, 3), (12, 5, 2), (5, 2, 3), (3, 2, 2), (1, 2, 1), (4, 9, 0), (10, 5, 2)],
)
def test_a_half_counts_up(numerator: int, denominator: int, days: int) -> None:
    assert half_up(numerator, denominator) == days


@pytest.mark.parametrize(
    ("span", "day", "later"),
    [
        (Span(months=6), dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (Span(months=1, days=1), dt.date(2026, 1, 31), dt.date(2026, 3, 1)),
        (Span(days=-1), dt.date(2026, 3, 1), dt.date(2026, 2, 28)),
    ],
)
def test_a_span_is_months_and_then_days(span: Span, day: dt.date, later: dt.date) -> None:
    assert span.after(day) == later
    assert span.times(-1).before(day) == later


WEDNESDAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("days", "past", "coming"),
    [
        (Recurring(weekday=2), ("2026-11-25",), ("2026-12-02",)),
        (Recurring(day=25), ("2026-11-25",), ("2026-11-25",)),
        (Recurring(day=26, month=11), ("2025-11-26", "2026-11-26"), ("2026-11-26",)),
        (Recurring(day=29, month=2), ("2024-02-29", "2028-02-29"), ("2024-02-29", "2028-02-29")),
        (Recurring(weekday=4, day=1, month=1), ("2026-01-01", "2027-01-01"), ("2027-01-01",)),
        (Recurring(weekday=1, this_week=True), ("2026-11-24",), ("2026-11-24", "2026-12-01")),
    ],
)
def test_of_days_that_come_again_people_mean_the_nearest_if_that_is_clear(
    days: Recurring, past: tuple[str, ...], coming: tuple[str, ...]
) -> None:
    for toward, expected in ((Toward.PAST, past), (Toward.COMING, coming)):
        assert tuple(map(str, days.meant(WEDNESDAY, toward))) == expected


def test_the_dates_of_a_year_are_in_order_each_once_and_real() -> None:
    assert dates_in(2026, (12, 1), (1, 12), (12, 1)) == (
        dt.date(2026, 1, 12),
        dt.date(2026, 12, 1),
    )
    assert dates_in(2026, (29, 2), (0, 1)) == ()


def test_a_date_is_named_with_its_weekday_and_year_and_a_time_with_it() -> None:
    assert full_date(WEDNESDAY) == "Wed 25 Nov 2026"
    assert full_date(dt.datetime(2026, 11, 5, 9, 30)) == "Thu 5 Nov 2026 09:30"  # noqa: DTZ001 - no zone
