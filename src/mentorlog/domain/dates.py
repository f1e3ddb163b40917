"""Dates, times and lengths as people type them: understood as a whole, or refused.

The grammar is the tables below. A row is a phrase and a function that says what it means; to
understand one more phrase, add a row. CAPITALS in it are pieces, whose values the function gets,
[brackets] may be left out, and | stands between two ways to say it. A row doesn't know whether a
day is past or coming: what comes again is `Recurring`. A text with two readings is refused, with
both named.
No command or option is known here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import TypeVar

from mentorlog.domain.days import (
    MONTHS,
    WEEKDAYS,
    Recurring,
    Span,
    Toward,
    dates_in,
    full_date,
    quoted,
)

NOON, EVENING, DAY_LONG = 12 * 60, 17 * 60, 24 * 60  # minutes; the evening is for "tonight"
Moment = tuple[dt.date, dt.time | None]
Meaning = Span | Recurring | tuple[dt.date, ...]  # a span counts from today; each day is possible
T = TypeVar("T")
Rows = Mapping[str, Callable[..., T]]

DAYS: Rows[Meaning] = {  # functions get today first
    "YEAR-MM-DD": lambda _, year, mm, dd: dates_in(year, (dd, mm)),
    "YEAR/MM/DD": lambda _, year, mm, dd: dates_in(year, (dd, mm)),
    "today|tonight": lambda _: Span(),
    "yesterday": lambda _: Span(days=-1),
    "tomorrow": lambda _: Span(days=1),
    "[the ]day before yesterday": lambda _: Span(days=-2),
    "[the ]day after tomorrow": lambda _: Span(days=2),
    "last week": lambda _: Span(days=-7),
    "next week": lambda _: Span(days=7),
    "WEEKDAY": lambda _, weekday: Recurring(weekday=weekday),
    "last WEEKDAY": lambda today, weekday: Span(days=(weekday - today.weekday()) % 7 - 7),
    "this WEEKDAY": lambda _, weekday: Recurring(weekday=weekday, this_week=True),
    "next WEEKDAY": lambda today, weekday: Span(days=weekday - today.weekday() + 7),
    "-[ ]COUNT[ ]STEP": lambda _, count, step: step.times(-count),
    "+[ ]COUNT[ ]STEP": lambda _, count, step: step.times(count),
    "in COUNT[ ]UNIT": lambda _, count, unit: unit.times(count),
    "COUNT[ ]UNIT ago": lambda _, count, unit: unit.times(-count),
    "[the ]NTH": lambda _, nth: Recurring(day=nth),
    "[WEEKDAY ]DAY MONTH[ YEAR]": lambda _, **parts: _dated(**parts),
    "[WEEKDAY ]MONTH DAY[ YEAR]": lambda _, **parts: _dated(**parts),
    "D.M.[[ ]YEAR]": lambda _, d, m, year=None: _dated(d, m, year),
    "D/M/YEAR": lambda _, d, m, year: dates_in(year, (d, m), (m, d)),
}
TIMES: Rows[tuple[int, ...]] = {  # each minute after midnight that may be meant
    "noon": lambda: (NOON,),
    "midnight|24:00": lambda: (0, DAY_LONG),
    "12[:MINUTE][ ]am": lambda minute=0: (minute, NOON + minute),
    "HALF[:MINUTE][ ]am": lambda half, minute=0: (half * 60 + minute,),
    "HALF[:MINUTE][ ]pm": lambda half, minute=0: (half % 12 * 60 + NOON + minute,),
    "HOUR[:MINUTE][h]": lambda hour, minute=0: (hour * 60 + minute,),
}
LENGTHS: Rows[float] = {  # minutes; a fraction of one is refused
    "half [an ]hour": lambda: 30,
    "N[[ ]m[in[ute][s]]]": lambda n: n,
    "N:MINUTE": lambda n, minute: n * 60 + minute,
    "DECIMAL[ ]h[[ou]r[s]]": lambda decimal: round(decimal * 60, 6),
    "N[ ]h[[ou]r[s]] and a half": lambda n: n * 60 + 30,
    "N[ ]h[[ou]r[s]][[ ][and ]REST[[ ]m[in[ute][s]]]]": lambda n, rest=0: n * 60 + rest,
}
SPANS: Rows[Span] = {
    "half a year": lambda: Span(months=6),  # how people answer, and it has one reading
    "COUNT[ ]m[o]": lambda count: Span(months=count),
    "COUNT[ ]STEP": lambda count, step: step.times(count),
}

UNIT = {"day": Span(days=1), "week": Span(days=7), "fortnight": Span(days=14)}
UNIT |= {"month": Span(months=1), "year": Span(months=12)}
UNIT |= {f"{name}s": unit for name, unit in UNIT.items()}
STEP = UNIT | {"d": UNIT["day"], "w": UNIT["week"], "y": UNIT["year"]}
WEEKDAY = {name[:n].lower(): i for i, name in enumerate(WEEKDAYS) for n in (3, 9)}
WEEKDAY |= {"tues": 1, "thurs": 3}
MONTH = {name[:n].lower(): i for i, name in enumerate(MONTHS, 1) for n in (3, 9)} | {"sept": 9}
TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
NUMBER = {word: n for n, word in enumerate(TO_TWELVE.split(), start=1)} | {"a": 1, "an": 1}
ENDING = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
NUMBER |= {f"{n}{ENDING.get(n, 'th')}": n for n in range(1, 32)}
WORDS: dict[str, Mapping[str, object]] = {"weekday": WEEKDAY, "month": MONTH}  # or NUMBER
WORDS |= {"unit": UNIT, "step": STEP}
BARE = r"[01]?\d|2[0-3]"  # an hour alone, which may be a day as well
PIECES = dict.fromkeys(("WEEKDAY", "MONTH", "UNIT", "STEP"), "[a-z]+")  # regular expressions
PIECES |= {"NTH": r"\d\d?[a-z]{2}", "DAY": r"\d\d?(?:[a-z]{2})?", "YEAR": r"\d{4}"}
PIECES |= {"D": r"\d\d?", "M": r"\d\d?", "MM": r"\d\d", "DD": r"\d\d"}
PIECES |= {"HOUR": BARE, "HALF": r"0?[1-9]|1[0-2]", "MINUTE": r"[0-5]\d"}
PIECES |= {"COUNT": r"\d{1,4}|\b[a-z]+(?= )", "N": r"\d{1,6}|\b[a-z]+(?= )"}
PIECES |= {"REST": r"[0-5]?\d|\b[a-z]+(?= )", "DECIMAL": r"\d{1,4}\.\d{1,4}"}
CLOCK = r"(?:at )?(?:\d\d?:\d\d(?: ?[ap]m)?|\d\d?(?: ?[ap]m|h)|noon|midnight)|at \d\d?"


class Unreadable(ValueError):
    """What was typed isn't understood. `days`: those it may mean, if it has several readings."""

    def __init__(self, message: str, hint: str = "Examples: 2026-12-03, next fri, 10 Nov.") -> None:
        super().__init__(message)
        self.message, self.hint, self.days = message, hint, tuple[dt.date, ...]()


class NoDate(Unreadable):
    """This is no date at all, not even an ambiguous one."""


class NoTime(Unreadable):
    """This is no time of day."""


def read_date(
    text: str, today: dt.date, toward: Toward, plans: Collection[dt.date] | None = None
) -> Moment:
    """The day a person means, and the time if one follows. Raises Unreadable, OverflowError.

    `plans`: a day that comes again means one of these, past or coming, else the next such day.
    """
    spoken, clock = day_and_hour(text)
    if not spoken or clock.isdecimal():
        spoken, clock = _plain(text), ""
    meaning = _read(DAYS, spoken, today)
    if not meaning:
        raise _not_a_date(text, today, toward)
    if isinstance(meaning, Recurring):
        days = meaning.meant(today, toward) if plans is None else meaning.among(plans, today)
        if not all(map(meaning.fits, days)):
            raise _unclear(text, *days, why="doesn't fit the weekday")
    else:
        days = meaning if isinstance(meaning, tuple) else (meaning.after(today),)
    if len(days) > 1:
        raise _unclear(text, *days)
    return days[0], _time_meant(text, clock, days[0]) if clock else None


def day_and_hour(text: str) -> tuple[str, str]:
    """The words of a day, and of the time or lone hour after it; "" for either if it's missing."""
    between = r",? |(?<=[-/]\d\d)t(?=\d\d:)"
    match = re.fullmatch(rf"(?:(.+?)(?:{between}))??({CLOCK}|{BARE})", _plain(text), re.ASCII)
    return (match[1] or "", match[2]) if match else (_plain(text), "")


def read_time(text: str) -> dt.time:
    """A time alone: 15:00, at 15, 3pm, 3:30 pm, 15h, noon. Raises Unreadable."""
    return _time_meant(text, _plain(text), None)


def read_length(text: str) -> int:
    """Minutes of a meeting: 45, 1h30, 1:30, half an hour. Raises Unreadable."""
    minutes = _read(LENGTHS, _plain(text))
    if minutes is None or minutes % 1:
        raise Unreadable(f"{quoted(text)} isn't a length.", "Examples: 45, 1h30, half an hour.")
    if not 1 <= minutes <= DAY_LONG:
        raise Unreadable("A length is 1 minute to 24 hours.", "Examples: 45, 1h30.")
    return int(minutes)


def read_span(text: str) -> Span:
    """10d, 2w, six months, half a year. Raises Unreadable for anything else, zero included."""
    span = _read(SPANS, _plain(text))
    if span is None or span == Span():
        raise Unreadable(f"{quoted(text)} isn't a span of time.", "Examples: 10d, 6 months, 1y.")
    return span


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _read(rows: Rows[T], text: str, *given: object) -> T | None:
    """What the first row that the text fits means; None if it fits none."""
    for phrase, meaning in rows.items():
        if match := _pattern(phrase).fullmatch(text):
            values = {name: _value(name, part) for name, part in match.groupdict().items() if part}
            if None not in values.values():
                return meaning(*given, **values)
    return None


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase as a regular expression, with a group for each piece."""
    text = re.escape(phrase).replace(r"\[", "(?:").replace(r"\]", ")?").replace(r"\|", "|")
    pieces = re.sub("[A-Z]+", lambda piece: f"(?P<{piece[0].lower()}>{PIECES[piece[0]]})", text)
    return re.compile(pieces, re.ASCII)


def _value(piece: str, text: str) -> object:
    """The number, or what WORDS says for this piece; None if the text isn't such a piece."""
    if "." in text:
        return float(text)
    return int(text) if text.isdecimal() else WORDS.get(piece, NUMBER).get(text)


def _not_a_date(text: str, today: dt.date, toward: Toward) -> Unreadable:
    """Why a text is no date: it is a time, or a bare number with two readings, or neither."""
    spoken, hour = day_and_hour(text)
    if hour and not (spoken or hour.isdecimal()):
        return Unreadable(f"{quoted(text)} is a time without a day.", "Example: today 15:00.")
    meaning = _read(DAYS, spoken, today) if hour else None
    if isinstance(meaning, tuple) and len(meaning) > 1:
        return _unclear(spoken, *meaning)
    number, day = int(hour) if hour.isdecimal() else 0, today
    at = dt.time(number + 12 if number in range(1, 7) else number)
    if number and (isinstance(meaning, Recurring) or not spoken):
        other = Recurring(day=number).first(today, toward)
        if isinstance(meaning, Recurring):
            day = meaning.nearest(today, toward) or today
            years = dates_in(2000 + number, (day.day, day.month))
            other = next(iter(years), None) if meaning.month else other
        if other:
            return _unclear(text, dt.datetime.combine(day, at), other)
    clear = meaning and spoken != "tonight" and not hour.startswith("0")
    with_a_time = f"With a time: {spoken} {at:%H:%M}."
    return NoDate(f"{quoted(text)} isn't a date.", *([with_a_time] if clear else []))


def _unclear(text: str, *meant: dt.date | str, why: str = "can be read in two ways") -> Unreadable:
    readings = [full_date(day) if isinstance(day, dt.date) else day for day in meant]
    sentence = f"{quoted(text)} {why}: say " + " or ".join(f'"{reading}"' for reading in readings)
    error = Unreadable(f"{sentence}.", "")
    error.days = tuple(day for day in meant if isinstance(day, dt.date))
    return error


def _time_meant(text: str, clock: str, day: dt.date | None) -> dt.time:
    """The time that is meant. Raises Unreadable, naming the readings on `day`."""
    spelled, tonight = clock.removeprefix("at "), _plain(text).startswith("tonight")
    minutes = _read(TIMES, spelled)
    if minutes is None:
        raise NoTime(f"{quoted(clock)} isn't a time.", "Examples: 15:00, 3pm, noon.")
    bare = not re.search("[mh]$|^0[1-9]", spelled)  # nothing says which half of the day
    if bare and spelled != "noon" and minutes[0] in range(60, (13 if tonight else 7) * 60):
        minutes = (minutes[0], minutes[0] + NOON)
    times = [dt.time(*divmod(at % DAY_LONG if day else min(at, 1439), 60)) for at in minutes]
    if len(minutes) > 1:
        days = [
            f"{full_date(Span(days=at // DAY_LONG).after(day))} " if day else "" for at in minutes
        ]
        raise _unclear(text, *map("{}{:%H:%M}".format, days, times))
    if tonight and bare and minutes[0] < EVENING:
        raise Unreadable("Tonight starts at 17:00.", "Examples: tonight 20:00, today 15:00.")
    return times[0]


def _dated(day: int, month: int, year: int | None = None, weekday: int | None = None) -> Meaning:
    """The day of that year, or of each; none if the calendar hasn't got it."""
    days = dates_in(2000 if year is None else year, (day, month))
    if days and year is None:
        return Recurring(weekday=weekday, day=day, month=month)
    if days and weekday not in {None, days[0].weekday()}:
        raise Unreadable(f"{full_date(days[0])[4:]} is a {WEEKDAYS[days[0].weekday()]}.")
    return days
