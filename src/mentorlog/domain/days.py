"""Days as numbers, so that arithmetic can't leave the calendar.

A `Day` is a date's proleptic Gregorian ordinal. `NEVER` is the day after the calendar's last: later
than any date, so that `min` and `max` need no special case. Only the calendar and rounding, nothing
about mentoring.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from enum import Enum

from mentorlog.frozen import dataclass

Day = int
NEVER: Day = dt.date.max.toordinal() + 1
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NEAR = 31  # days: with another year's date so close on the other side, a date needs its year
_BEYOND = "That date is out of range."
_LEAP_GAP = 8 * 366  # days within which even 29 February comes again


class Toward(Enum):
    """Which way a weekday, or a day without its year, looks: what was, or what comes."""

    PAST = -1
    COMING = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Calendar months, clamped to the month's end, then days; negative: earlier."""

    months: int = 0
    days: int = 0

    def times(self, count: int) -> Span:
        return Span(months=self.months * count, days=self.days * count)

    def after(self, day: dt.date) -> dt.date:
        """The day so long after `day`. Raises OverflowError beyond the calendar."""
        try:
            return dt.date.fromordinal(months_after(day.toordinal(), self.months) + self.days)
        except (ValueError, OverflowError):
            raise OverflowError(_BEYOND) from None

    def before(self, day: dt.date) -> dt.date:
        """The day so long before `day`; months lead at most to the calendar's first day."""
        return self.times(-1).after(day)


def week_begins(day: dt.date) -> dt.date:
    """The first day of its week, everywhere a Monday.

    `due` counts the weeks of a quota with it, `views.timeline` draws them, and "this friday" is in
    today's. `dates` counts "next friday" from Monday by itself.
    """
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Days that come again: a weekday (Monday is 0), a day of each month, a date of each year.

    `this_week`: only the weekday of today's week.
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    this_week: bool = False

    def fits(self, date: dt.date) -> bool:
        pairs = (self.weekday, date.weekday()), (self.day, date.day), (self.month, date.month)
        return all(wanted in {None, actual} for wanted, actual in pairs)

    def first(self, start: dt.date, toward: Toward) -> dt.date | None:
        """The first from `start` on, or back from it; a date on whatever weekday it falls.

        None beyond the calendar.
        """
        wanted = self if self.day is None else Recurring(day=self.day, month=self.month)
        end = min(max(start.toordinal() + toward.value * _LEAP_GAP, 0), NEVER)
        days = map(dt.date.fromordinal, range(start.toordinal(), end, toward.value))
        return next(filter(wanted.fits, days), None)

    def nearest(self, today: dt.date, toward: Toward) -> dt.date | None:
        """The nearest day; today counts, except for a coming weekday."""
        from_tomorrow = self.day is None and toward is Toward.COMING
        return self.first(Span(days=int(from_tomorrow)).after(today), toward)

    def meant(self, today: dt.date, toward: Toward) -> tuple[dt.date, ...]:
        """The day that people mean; two if it isn't clear which, or if one isn't on the weekday.

        Raises OverflowError beyond the calendar.
        """
        if self.this_week:
            day = self._in_week_of(today)
            is_opposite = (day - today).days * toward.value < 0
            return (day, Span(days=7 * toward.value).after(day)) if is_opposite else (day,)
        near = self.nearest(today, toward)
        if self.month is None:
            return _within_calendar(near)
        back = Toward(-toward.value)
        other = self.first(Span(days=back.value).after(today), back)
        if self.weekday is None:
            certain = [near] if near and _is_clear(near, other, today) else []
        else:
            of_this_year = dates_in(today.year, (self.day or 0, self.month))
            certain = [day for day in (*of_this_year, near) if day and self.fits(day)][:1]
            beyond = self.first(Span(days=toward.value).after(near), toward) if near else None
            other = beyond if beyond and self.fits(beyond) else other
        return _within_calendar(*(certain or (near, other)))

    def among(self, days: Iterable[dt.date], today: dt.date) -> tuple[dt.date, ...]:
        """Those of the days that may be meant: the last past one that fits, and the next.

        Today's weekday may mean the one after today, too. If none fits, it is the next such day,
        or, with a weekday, the date that has it.
        """
        if self.this_week:
            return (self._in_week_of(today),)
        fitting = sorted({day for day in days if self.fits(day)})
        coming, past = [d for d in fitting if d >= today], [d for d in fitting if d < today]
        near = past[-1:] + coming[: 2 if coming[:1] == [today] and self.day is None else 1]
        if not near and self.day is not None and self.weekday is not None:
            return self.meant(today, Toward.COMING)
        return tuple(near) or _within_calendar(self.first(today, Toward.COMING))

    def _in_week_of(self, today: dt.date) -> dt.date:
        return Span(days=self.weekday or 0).after(week_begins(today))


def _within_calendar(*days: dt.date | None) -> tuple[dt.date, ...]:
    """The days in order. Raises OverflowError if there are none."""
    if known := sorted(day for day in days if day):
        return tuple(known)
    raise OverflowError(_BEYOND)


def _is_clear(near: dt.date, other: dt.date | None, today: dt.date) -> bool:
    """Whether a date of each year needs no year: it is near, and the `other` one isn't."""
    a_year = abs(add_months(today, 12 if near > today else -12) - today)
    return abs(near - today) <= a_year and not (other and abs(other - today).days <= _NEAR)


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


def full_date(day: dt.date) -> str:
    """Fri 4 Dec 2026; a datetime with its time: Fri 4 Dec 2026 15:00."""
    at = f" {day:%H:%M}" if isinstance(day, dt.datetime) else ""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}{at}"


def quoted(text: str) -> str:
    """What was typed as a date, shortened and printable, to quote in an error."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return f'"{shown[:30]}…"' if len(shown) > 30 else f'"{shown}"'  # noqa: PLR2004 - a glance


def dates_in(year: int, *days_and_months: tuple[int, int]) -> tuple[dt.date, ...]:
    """The dates of a year in order, each once, without those that the calendar doesn't have."""
    dates = set()
    for day, month in days_and_months:
        with contextlib.suppress(ValueError):
            dates.add(dt.date(year, month, day))
    return tuple(sorted(dates))


def half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to a fraction; halves are rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)
