"""Dates and times as people type them: understood as a whole, or refused.

The grammar is closed, and nothing is guessed: what has two readings is refused with both. `today`
is given; no option of any command is known here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from enum import Enum

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
    """10d, 2w, six months, half a year. Raises Unreadable for anything else, zero included."""
    plain = re.sub("^half a year$", "6 months", plainly(text))
    found = re.fullmatch(r"(\d{1,4}) ?([a-z]+)", counted(plain), re.ASCII)
    length = span(int(found[1]), found[2], "d w m mo y") if found else None
    if length is None or length == Span():
        raise Unreadable(f"{quoted(text)} isn't a span of time.", "Examples: 10d, 6 months, 1y.")
    return length


def quoted(text: str) -> str:
    """What was typed as a date, shortened and printable, to quote in an error."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return f'"{shown[:30]}…"' if len(shown) > 30 else f'"{shown}"'  # noqa: PLR2004 - a glance


def plainly(text: str) -> str:
    return " ".join(text.lower().split())


def counted(plain: str) -> str:
    """A text with digits for number words: "two weeks" becomes "2 weeks"."""
    return re.sub(r"[a-z]+ ", lambda word: f"{_NUMBER.get(word[0][:-1], word[0][:-1])} ", plain)


def span(count: int, unit: str, letters: str) -> Span | None:
    """`count` units; None for an unknown unit. `letters` may stand for whole words here."""
    name = _LETTER[unit] if unit in letters.split() else unit.removesuffix("s")
    months, days = _UNIT.get(name, (0, 0))
    return Span(months=count * months, days=count * days) if name in _UNIT else None


def shifted(day: dt.date, *, months: int = 0, days: int = 0) -> dt.date:
    try:
        if (day.year * 12 + day.month - 1 + months) // 12 <= dt.MAXYEAR:
            return add_months(day, months) + dt.timedelta(days=days)
    except OverflowError:
        pass
    raise Unreadable("That's beyond the calendar.")


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
    """Minutes of a length; None if it isn't one."""
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


_EVENING = 17 * 60  # minutes: when "tonight" begins
_NEAR = 31  # days: with a reading so close on the other side, a date needs its year
_LEAP_GAP = 8 * 366  # days within which even 29 February comes again
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAY = {name[:n].lower(): i for i, name in enumerate(_WEEKDAYS) for n in (3, 9)}
_WEEKDAY |= {"tues": 1, "thurs": 3}
_MONTH = {name[:n].lower(): i for i, name in enumerate(_MONTHS, start=1) for n in (3, 9)}
_MONTH |= {"sept": 9}
_NAMED = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "next week": 7, "last week": -7}
_NAMED |= dict.fromkeys(("day after tomorrow", "the day after tomorrow"), 2)
_NAMED |= dict.fromkeys(("day before yesterday", "the day before yesterday"), -2)
_ENDING = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_NTH = {f"{n}{_ENDING.get(n, 'th')}": n for n in range(1, 32)}
_CLOCK = r"(?:at )?(?:\d\d?:\d\d(?: ?[ap]m)?|\d\d?(?: ?[ap]m|h)|noon|midnight)|at \d\d?"


class NoDate(Unreadable):
    """This is no date at all, not even an ambiguous one."""


class NoTime(Unreadable):
    """This is no time of day."""


class Toward(Enum):
    """Which way a weekday, or a day without its year, looks: what was, or what comes."""

    PAST = -1
    COMING = 1


@dataclass(frozen=True, slots=True)
class _Recurring:
    """A day that comes again: a weekday, a day of the month, a date without its year."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None

    def fits(self, date: dt.date) -> bool:
        pairs = (self.weekday, date.weekday()), (self.day, date.day), (self.month, date.month)
        return all(wanted in {None, found} for wanted, found in pairs)

    def nearest(self, start: dt.date, step: int) -> dt.date | None:
        """The first from `start` on (step -1: back); a date on whatever weekday it falls."""
        wanted = self if self.day is None else _Recurring(None, self.day, self.month)
        end = min(max(start.toordinal() + step * _LEAP_GAP, 0), dt.date.max.toordinal() + 1)
        days = map(dt.date.fromordinal, range(start.toordinal(), end, step))
        return next(filter(wanted.fits, days), None)


Moment = tuple[dt.date, dt.time | None]
Meaning = dt.date | _Recurring | None


def read_date(text: str, today: dt.date, toward: Toward) -> Moment:
    """The day a person means, and the time if one follows. Raises Unreadable."""
    spoken, clock = _parted(text)
    meaning = _meaning(spoken, today)
    if meaning is None:
        raise _refusal(text, today, toward)
    if isinstance(meaning, _Recurring):
        meaning = _chosen(text, meaning, today, toward)
    elif spoken.startswith("this ") and (meaning - today).days * toward.value < 0:
        raise _unclear(text, meaning, shifted(meaning, days=7 * toward.value))
    return meaning, _time(text, clock, meaning) if clock else None


def read_plan(text: str, today: dt.date, plans: Collection[dt.date]) -> Moment:
    """The day of the plan that is meant, whichever way it lies, and the time if one follows.

    Where no plan is on such a day, it is the next such day. Raises Unreadable.
    """
    spoken, clock = _parted(text)
    meaning = _meaning(spoken, today)
    if isinstance(meaning, _Recurring):
        fitting = sorted({day for day in plans if meaning.fits(day)})
        coming, past = [d for d in fitting if d >= today], [d for d in fitting if d < today]
        near = past[-1:] + coming[: 2 if coming[:1] == [today] and meaning.day is None else 1]
        if len(near) > 1:
            raise _unclear(text, *near)
        meaning = near[0] if near else meaning.nearest(today, 1)
    if meaning is None:
        raise _refusal(text, today, Toward.COMING)
    return meaning, _time(text, clock, meaning) if clock else None


def read_time(text: str) -> dt.time:
    """A time alone: 15:00, at 15, 3pm, 3:30 pm, 15h, noon. Raises Unreadable."""
    return _time(text, plainly(text), None)


def _parted(text: str) -> tuple[str, str]:
    """The parts that may be the day and the time ("" without a time)."""
    plain = re.sub(r"^(\d{4}([-/])\d\d\2\d\d)t(?=\d\d:)", r"\1 ", plainly(text), flags=re.ASCII)
    found = re.fullmatch(rf"(.+?),? ({_CLOCK})", plain, re.ASCII)
    return (found[1], found[2]) if found else (plain, "")


def _meaning(plain: str, today: dt.date) -> Meaning:
    """The day, or what recurs; None where it isn't understood."""
    if plain in _NAMED:
        return shifted(today, days=_NAMED[plain])
    if plain in _WEEKDAY:
        return _Recurring(_WEEKDAY[plain])
    if (nth := plain.removeprefix("the ")) in _NTH:
        return _Recurring(day=_NTH[nth])
    which, _, name = plain.partition(" ")
    if which in {"this", "next", "last"} and name in _WEEKDAY:
        ahead = _WEEKDAY[name] - today.weekday()
        days = {"this": ahead, "next": ahead + 7, "last": (ahead % 7) - 7}
        return shifted(today, days=days[which])
    return _numeric(plain) or _dated(plain) or _away(plain, today)


def _numeric(plain: str) -> Meaning:
    if found := re.fullmatch(r"(\d{4})([-/])(\d\d)\2(\d\d)", plain, re.ASCII):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := re.fullmatch(r"(\d\d?)\.(\d\d?)\.(?: ?(\d{4}))?", plain, re.ASCII):
        return _calendar(found[3], int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", plain, re.ASCII):
        one, other, year = map(int, found.groups())
        read = {day for day in (_date(year, one, other), _date(year, other, one)) if day}
        if len(read) > 1:
            raise _unclear(plain, *sorted(read))
        return next(iter(read), None)
    return None


def _dated(plain: str) -> Meaning:
    """10 Nov, Nov 10th, Tue 9 Jun, Wed 13 Jan 2027."""
    words = plain.split()
    weekday = _WEEKDAY.get(words.pop(0)) if words and words[0] in _WEEKDAY else None
    year = words.pop() if len(words) > 2 and re.fullmatch(r"[0-9]{4}", words[-1]) else None  # noqa: PLR2004
    day, month = sorted(words, key=_MONTH.__contains__) if len(words) == 2 else ("", "")  # noqa: PLR2004
    number = _NTH.get(day, int(day) if re.fullmatch(r"[0-9]{1,2}", day) else 0)
    return _calendar(year, _MONTH.get(month, 0), number, weekday)


def _away(plain: str, today: dt.date) -> dt.date | None:
    """-3d, +2w, in two weeks, 3 days ago."""
    away = r"(in |[+-] ?)?(\d{1,4}) ?([a-z]+)( ago)?"
    found = re.fullmatch(away, counted(plain), re.ASCII)
    if found is None or bool(found[1]) == bool(found[4]):
        return None
    sign = (found[1] or "-")[0]
    length = span(int(found[2]), found[3], "" if sign == "i" or found[4] else "d w y")
    if length is None:
        return None
    return length.before(today) if sign == "-" else length.after(today)


def _chosen(text: str, meaning: _Recurring, today: dt.date, toward: Toward) -> dt.date:
    """The one day of those that recur which lies in the direction. Raises Unreadable."""
    step, near = toward.value, _nearest(meaning, today, toward)
    other = meaning.nearest(shifted(today, days=-step), -step)
    if meaning.month is None:
        if near is None:
            raise Unreadable("That's beyond the calendar.")
        return near
    both = sorted(day for day in (near, other) if day)
    if meaning.weekday is None:
        a_year = abs(add_months(today, 12 * step) - today)
        if not near or abs(near - today) > a_year or (other and abs(other - today).days <= _NEAR):
            raise _unclear(text, *both)
        return near
    for day in (_date(today.year, meaning.month, meaning.day or 0), near):
        if day and meaning.fits(day):
            return day
    raise _unclear(text, *both, why="doesn't fit the weekday")


def _nearest(meaning: _Recurring, today: dt.date, toward: Toward) -> dt.date | None:
    """The nearest in the direction; today's weekday is a week ahead for what is to come."""
    tomorrow = meaning.day is None and toward is Toward.COMING
    return meaning.nearest(shifted(today, days=int(tomorrow)), toward.value)


def _refusal(text: str, today: dt.date, toward: Toward) -> Unreadable:
    """Why a text is no date: the two readings of a bare number, or examples."""
    plain = plainly(text)
    if re.fullmatch(_CLOCK, plain, re.ASCII):
        return Unreadable(f"{quoted(text)} is a time without a day.", "Example: today 15:00.")
    found = re.fullmatch(r"(?:(.+) )?([01]?\d|2[0-3])", plain, re.ASCII)
    meaning = _meaning(found[1] or "", today) if found else None
    if found and (isinstance(meaning, _Recurring) or not found[1]):
        number, day = int(found[2]), today
        other = _Recurring(day=number).nearest(today, toward.value)
        if isinstance(meaning, _Recurring):
            day = _nearest(meaning, today, toward) or today
            other = _date(2000 + number, day.month, day.day) if meaning.month else other
        if other:
            hour = number + 12 if 1 <= number <= 6 else number  # noqa: PLR2004 - in the afternoon
            return _unclear(text, f"{_said(day)} {hour:02}:00", other)
    return NoDate(f"{quoted(text)} isn't a date.")


def _unclear(text: str, *ways: dt.date | str, why: str = "can be read in two ways") -> Unreadable:
    named = (f'"{_said(each) if isinstance(each, dt.date) else each}"' for each in ways)
    return Unreadable(f"{quoted(text)} {why}: say {' or '.join(named)}.", "")


def _time(text: str, clock: str, day: dt.date | None) -> dt.time:
    """The time that is meant. Raises Unreadable, naming the readings on `day`."""
    tonight = plainly(text).startswith("tonight")
    found = clocks(clock.removeprefix("at "), tonight=tonight)
    if not found:
        raise NoTime(f"{quoted(clock)} isn't a time.", "Examples: 15:00, 3pm, noon.")
    if len(found) > 1:
        on = [f"{_said(shifted(day, days=at // 1440))} " if day else "" for at in found]
        minutes = [at % 1440 if day else min(at, 1439) for at in found]
        at = [f"{minute // 60:02}:{minute % 60:02}" for minute in minutes]
        raise _unclear(text, *map(str.__add__, on, at))
    if tonight and found[0] < _EVENING and re.fullmatch(r"(at )?(noon|0?0:.*|[1-9][\d:]*)", clock):
        raise Unreadable("Tonight begins at 17:00.", "Examples: tonight 20:00, today 15:00.")
    return dt.time(*divmod(found[0], 60))


def _calendar(year: str | None, month: int, day: int, weekday: int | None = None) -> Meaning:
    """The day of that year, or of each; None where the calendar has none."""
    date = _date(int(year or 2000), month, day)
    if date and year and weekday not in {None, date.weekday()}:
        raise Unreadable(f"{_said(date)[4:]} is a {_WEEKDAYS[date.weekday()]}.")
    return _Recurring(weekday, day, month) if date and not year else date


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _said(day: dt.date) -> str:
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]} {day.year}"
