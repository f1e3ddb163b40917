"""Lengths and times of day as people type them: 1h30, six months, 3:30 pm.

Understood as a whole, or refused: `Unreadable` says so, here and for dates.
"""

from __future__ import annotations

import datetime as dt
import re

from mentorlog.domain.days import add_months
from mentorlog.frozen import dataclass

DAY_LONG, NOON = 24 * 60, 12 * 60  # minutes; no meeting is longer than a day
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBER = {word: n for n, word in enumerate(_NUMBERS.split(), start=1)} | {"a": 1, "an": 1}
_UNIT = {"day": (0, 1), "week": (0, 7), "fortnight": (0, 14), "month": (1, 0), "year": (12, 0)}
_LETTER = {"d": "day", "w": "week", "m": "month", "mo": "month", "y": "year"}


class Unreadable(ValueError):
    """What was typed isn't understood: `message` says why, `hint` what would be."""

    def __init__(self, message: str, hint: str = "Examples: 2026-12-03, next fri, 10 Nov.") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time: calendar months (clamped), then days. Beyond the calendar: Unreadable."""

    months: int = 0
    days: int = 0

    def after(self, day: dt.date) -> dt.date:
        return shifted(day, months=self.months, days=self.days)

    def before(self, day: dt.date) -> dt.date:
        return shifted(day, months=-self.months, days=-self.days)


def read_length(text: str) -> int:
    """Minutes of a meeting: 45, 1h30, 1:30, half an hour. Raises Unreadable."""
    minutes = _minutes(plainly(text))
    if minutes is None:
        raise Unreadable(f"{quoted(text)} isn't a length.", "Examples: 45, 1h30, half an hour.")
    if not 1 <= minutes <= DAY_LONG:
        raise Unreadable("A meeting takes 1 minute to 24 hours.", "Examples: 45, 1h30.")
    return minutes


def read_span(text: str) -> Span:
    """10d, 2w, six months, 1y. Raises Unreadable for anything else, zero included."""
    found = re.fullmatch(r"(\d{1,4}) ?([a-z]+)", counted(plainly(text)), re.ASCII)
    length = span(int(found[1]), found[2], "d w m mo y") if found else None
    if length is None or length == Span():
        raise Unreadable(f"{quoted(text)} isn't a span of time.", "Examples: 10d, 6 months, 1y.")
    return length


def quoted(text: str) -> str:
    """A person's own word back, shortened and printable; typed as a date, so it is no note."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return f'"{shown[:30]}…"' if len(shown) > 30 else f'"{shown}"'  # noqa: PLR2004 - a glance


def plainly(text: str) -> str:
    return " ".join(text.lower().split())


def counted(plain: str) -> str:
    """With digits for the words of numbers: "two weeks" is "2 weeks"."""
    return re.sub(r"[a-z]+ ", lambda word: f"{_NUMBER.get(word[0][:-1], word[0][:-1])} ", plain)


def span(count: int, unit: str, letters: str) -> Span | None:
    """So many units; None where it is no unit. `letters` may stand for whole words here."""
    name = _LETTER[unit] if unit in letters.split() else unit.removesuffix("s")
    months, days = _UNIT.get(name, (0, 0))
    return Span(months=count * months, days=count * days) if name in _UNIT else None


def shifted(day: dt.date, *, months: int = 0, days: int = 0) -> dt.date:
    try:
        if (day.year * 12 + day.month - 1 + months) // 12 <= dt.MAXYEAR:
            return add_months(day, months) + dt.timedelta(days=days)
    except OverflowError:
        pass
    raise Unreadable("That is beyond the calendar.")


def clocks(plain: str, *, tonight: bool) -> tuple[int, ...]:
    """Each minute of the day that a time may mean; none where it is no time."""
    if plain in {"midnight", "24:00", "noon"}:
        return (NOON,) if plain == "noon" else (0, DAY_LONG)
    found = re.fullmatch(r"([01]?\d|2[0-3])(?::([0-5]\d))?(?: ?([ap]m)|h)?", plain, re.ASCII)
    if found is None:
        return ()
    at, half = int(found[1]) * 60 + int(found[2] or 0), found[3]
    if half and not 60 <= at < NOON + 60:  # noqa: PLR2004 - from one o'clock on
        return ()
    if half == "pm":
        return (at % NOON + NOON,)
    if half == "am":
        return (at,) if at < NOON else (at - NOON, at)
    two = plain[0] != "0" and plain[-1] != "h"
    return (at, at + NOON) if two and at < (13 if tonight else 7) * 60 else (at,)


def _minutes(plain: str) -> int | None:
    """Minutes of a length; None where it is none."""
    if plain in {"half an hour", "half hour"}:
        return 30
    plain, minute, hour = counted(plain), "(?:m|mins?|minutes?)", "(?:h|hrs?|hours?)"
    if found := re.fullmatch(rf"(\d{{1,6}})(?: ?{minute})?", plain, re.ASCII):
        return int(found[1])
    if found := re.fullmatch(rf"(\d{{1,4}})\.(\d{{1,4}}) ?{hour}", plain, re.ASCII):
        exact, rest = divmod(int(found[1] + found[2]) * 60, 10 ** len(found[2]))
        return None if rest else exact
    if found := re.fullmatch(rf"(\d\d?) ?{hour} and 1 half", plain, re.ASCII):
        return int(found[1]) * 60 + 30
    parts = rf"(\d{{1,4}})(?::(?=\d\d)| ?{hour})(?: ?(?:and )?([0-5]?\d) ?{minute}?)?"
    found = re.fullmatch(parts, plain, re.ASCII)
    return int(found[1]) * 60 + int(found[2] or 0) if found else None
