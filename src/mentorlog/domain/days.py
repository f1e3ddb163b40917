"""Days as numbers, so that arithmetic can't leave the calendar.

A `Day` is a date's proleptic Gregorian ordinal. `NEVER` is the day after the calendar's last: later
than any date, so that `min` and `max` need no special case. Only months and rounding, nothing about
mentoring.
"""

from __future__ import annotations

import datetime as dt

Day = int
NEVER: Day = dt.date.max.toordinal() + 1


def add_months(day: dt.date, months: int) -> dt.date:
    """The day some calendar months later (negative: earlier), clamped to the month's end.

    Beyond the calendar it is the calendar's first or last day.
    """
    return dt.date.fromordinal(min(months_after(day.toordinal(), months), NEVER - 1))


def months_after(day: Day, months: int) -> Day:
    """The day some months later, as `add_months`; `NEVER` after the calendar's end."""
    date = dt.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return NEVER
    if year < dt.MINYEAR:
        return dt.date.min.toordinal()
    first = dt.date(year, month + 1, 1).toordinal()
    return first + min(date.day, days_in(year, month + 1)) - 1


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:  # noqa: PLR2004 - February
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def date_of(day: Day) -> dt.date | None:
    """The date of a day; None for `NEVER`."""
    return None if day >= NEVER else dt.date.fromordinal(day)


def half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to a fraction; halves are rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)
