"""Days, distances and lengths of time in words: Tue 24 Nov, in 2 days, five weeks ago, 8 h 15.

English whatever the locale, so that the same day always looks the same. Needs no Rich.
"""

from __future__ import annotations

import datetime as dt

from mentorlog.terminal.safe import safe

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_DAYS_UP_TO = 13  # then weeks say it better
_WEEKS_UP_TO = 62  # days: eight weeks; then months
_MONTHS_UP_TO = 23  # then years
_MONTH = 1461 / 48  # days, the mean of a leap cycle


def day(date: dt.date, today: dt.date) -> str:
    """Tue 24 Nov, with the year unless it is this one."""
    year = "" if date.year == today.year else f" {date.year}"
    return f"{weekday(date)[:3]} {date.day} {month(date)[:3]}{year}"


def long_day(date: dt.date) -> str:
    """Sunday 22 November: the day everything is seen from, so without its year."""
    return f"{weekday(date)} {date.day} {month(date)}"


def weekday(date: dt.date) -> str:
    """Sunday."""
    return _WEEKDAYS[date.weekday()]


def month(date: dt.date) -> str:
    """August."""
    return _MONTHS[date.month - 1]


def month_of(date: dt.date, today: dt.date) -> str:
    """August, or Aug 2025 if it is not this year's."""
    return month(date) if date.year == today.year else f"{month(date)[:3]} {date.year}"


def away(date: dt.date, today: dt.date) -> str:
    """today, tomorrow, in 2 days, yesterday, five weeks ago."""
    days = (date - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {length(days)}" if days > 0 else f"{length(-days)} ago"


def length(days: int) -> str:
    """Roughly how long: 9 days, five weeks, three months, two years; rounded down."""
    if days <= _DAYS_UP_TO:
        return counted(days, "day")
    if days <= _WEEKS_UP_TO:
        return _spelled(days // 7, "week")
    months = int(days / _MONTH)
    return _spelled(months, "month") if months <= _MONTHS_UP_TO else _spelled(months // 12, "year")


def duration(minutes: int) -> str:
    """45 min, 2 h, 8 h 15."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def clock(time: dt.time, zone: str | None = None) -> str:
    """15:00, and where that is if it is said: 15:00 Europe/Lisbon."""
    return f"{time:%H:%M} {safe(zone)}" if zone else f"{time:%H:%M}"


def number(count: int) -> str:
    """In words up to twelve; 0 is "no"."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """1 day, 2 days."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _spelled(count: int, noun: str) -> str:
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"
