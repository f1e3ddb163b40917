"""DATE, SPAN and times as people type them. Pure: `today` is given."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum

from mentorlog.domain.cadence import add_months
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass

FIRST_YEAR = 1900
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPAN = re.compile(
    r"(\d{1,4})\s*(d|days?|w|weeks?|m|mo|months?|y|years?)", re.IGNORECASE | re.ASCII
)
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}
_FORMS = "Write 2026-12-03, today, yesterday, tomorrow, fri, -3d or +2w."


class Toward(Enum):
    """Which way a bare weekday looks: what was, or what comes."""

    PAST = "past"
    COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time: calendar months (clamped), then days."""

    months: int = 0
    days: int = 0

    def after(self, day: dt.date) -> dt.date:
        """The day this long after `day`. Raises UsageError beyond the calendar."""
        return _shifted(day, months=self.months, days=self.days)

    def before(self, day: dt.date) -> dt.date:
        """The day this long before `day`. Raises UsageError beyond the calendar."""
        return _shifted(day, months=-self.months, days=-self.days)


def span(text: str) -> Span:
    """10d, 2w, 6 months, 1y. Raises UsageError for anything else, zero included."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or int(found[1]) == 0:
        raise UsageError(
            f"{_quoted(text)} is not a span of time.", "Write 10d, 2w, 6 months or 1y."
        )
    count, unit = int(found[1]), found[2][0].lower()
    return Span(months=count * _MONTHS.get(unit, 0), days=count * _DAYS.get(unit, 0))


def date(text: str | None, *, today: dt.date, toward: Toward) -> dt.date:
    """The day a person means; None, where nothing was said, is today.

    A weekday that is today means today in the past, else in a week.

    Raises:
        UsageError: it is no date.
        Refused: it is before 1900.
    """
    if text is None:
        return today
    day = _date(text.strip().lower(), today, toward)
    if day is None:
        raise UsageError(f"{_quoted(text)} is not a date.", _FORMS)
    if day.year < FIRST_YEAR:
        raise Refused(
            f"{_quoted(text)} is before {FIRST_YEAR}.", f"A journal begins with {FIRST_YEAR}-01-01."
        )
    return day


def moment(text: str, *, today: dt.date) -> tuple[dt.date, dt.time | None]:
    """A coming day and, if it ends in HH:MM, the time. Raises UsageError."""
    words = text.split()
    if len(words) > 1 and ":" in words[-1]:
        return date(" ".join(words[:-1]), today=today, toward=Toward.COMING), time(words[-1])
    return date(text, today=today, toward=Toward.COMING), None


def time(text: str) -> dt.time:
    """15:00 or 9:30. Raises UsageError."""
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", text.strip(), re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - a clock
        raise UsageError(f"{_quoted(text)} is not a time.", "Write 15:00 or 9:30.")
    return dt.time(int(found[1]), int(found[2]))


def _date(text: str, today: dt.date, toward: Toward) -> dt.date | None:
    if text in _NAMED:
        return _shifted(today, days=_NAMED[text])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return None
    if text[:1] in ("+", "-") and (found := _SPAN.fullmatch(text[1:].strip())):
        if int(found[1]) == 0:
            return None
        length = span(text[1:])
        return length.after(today) if text[0] == "+" else length.before(today)
    return _weekday(text, today, toward)


def _weekday(text: str, today: dt.date, toward: Toward) -> dt.date | None:
    matching = [i for i, name in enumerate(_WEEKDAYS) if len(text) > 1 and name.startswith(text)]
    if len(matching) != 1:
        return None
    if toward is Toward.PAST:
        return _shifted(today, days=-((today.weekday() - matching[0]) % 7))
    return _shifted(today, days=(matching[0] - today.weekday() - 1) % 7 + 1)


def _shifted(day: dt.date, *, months: int = 0, days: int = 0) -> dt.date:
    beyond = UsageError("That is beyond the calendar.", _FORMS)
    if (day.year * 12 + day.month - 1 + months) // 12 > dt.MAXYEAR:
        raise beyond
    try:
        return add_months(day, months) + dt.timedelta(days=days)
    except OverflowError:
        raise beyond from None


def _quoted(text: str) -> str:
    """The user's own word back, shortened; it was typed as a date, so it is no note."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return f'"{shown[:30]}…"' if len(shown) > 30 else f'"{shown}"'  # noqa: PLR2004 - a glance
