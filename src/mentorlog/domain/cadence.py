"""The rhythm two people agree on: intervals, quotas, time budgets, as needed.

It knows the phrases for a cadence, its sensible limits, and the length of one cycle. `due` computes
when the next meeting is due.
"""

from __future__ import annotations

import re

from mentorlog.frozen import StrEnum, dataclass


class Bound(StrEnum):
    """Whether a cadence is a minimum, a target or a maximum."""

    MINIMUM = "minimum"
    TARGET = "target"
    MAXIMUM = "maximum"


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Period(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TERM = "term"


# Limits: ten years between two meetings isn't a rhythm.
_LONGEST = {Unit.DAY: 3650, Unit.WEEK: 520, Unit.MONTH: 120}
# A slot lasts at least a day in the shortest such period; a term counts as ten years at most.
_MOST_MEETINGS = {
    Period.WEEK: 7,
    Period.MONTH: 28,
    Period.QUARTER: 90,
    Period.YEAR: 365,
    Period.TERM: 3650,
}
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}  # calendar months of a period
_DAYS_IN_48_MONTHS = 1461


@dataclass(frozen=True, slots=True)
class Interval:
    """Every `count` units, counted from one meeting to the next.

    7 and 14 days are stored as weeks, so that equal rhythms are equal values. Raises ValueError for
    zero and for more than ten years.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("the shortest cadence is daily; for none, say as needed")
        if self.count > _LONGEST[self.unit]:
            raise ValueError(f"the longest cadence is every {_LONGEST[self.unit]} {self.unit}s")
        if self.unit is Unit.DAY and self.count in (7, 14):
            object.__setattr__(self, "unit", Unit.WEEK)
            object.__setattr__(self, "count", self.count // 7)

    @property
    def days(self) -> int | None:
        """The length in days; None for months."""
        return {Unit.DAY: self.count, Unit.WEEK: 7 * self.count}.get(self.unit)


@dataclass(frozen=True, slots=True)
class Quota:
    """`count` meetings in each period. Raises ValueError for zero and for more than one a day."""

    count: int
    period: Period

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("a cadence has at least one meeting; for none, say as needed")
        most = _MOST_MEETINGS[self.period]
        if self.count > most:
            raise ValueError(f"a cadence has at most {most} meetings per {self.period}")


@dataclass(frozen=True, slots=True)
class Budget:
    """`minutes` of meetings in each period.

    Raises ValueError for zero, for more than the period has, and for a term.
    """

    minutes: int
    period: Period

    def __post_init__(self) -> None:
        if self.period is Period.TERM:
            raise ValueError("hours can be per week, month, quarter or year, not per term")
        if self.minutes < 1:
            raise ValueError("a cadence has at least one minute; for none, say as needed")
        hours = _MOST_MEETINGS[self.period] * 24
        if self.minutes > hours * 60:
            raise ValueError(f"a cadence has at most {hours} hours per {self.period}")


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """No rhythm: nothing is ever due."""


# A new kind needs a class, a place in this line, phrases below and in `help/cadence.txt`, and what
# mypy then reports in `due` and `adherence`. Mypy doesn't see `adherence._cycles` and
# `due.slack_on`, which use its nominal length.
Cadence = Interval | Quota | Budget | AsNeeded


def read(text: str) -> tuple[Cadence, Bound | None]:
    """The cadence that a phrase means, and its bound ("at least", "up to"), if any.

    Ignores case and spacing. Raises ValueError, with a sentence for people that never repeats the
    phrase.
    """
    phrase = " ".join(text.lower().split())
    for words, bound in _BOUNDS.items():
        if phrase.startswith(f"{words} "):
            return _read(phrase.removeprefix(f"{words} ")), bound
    return _read(phrase), None


def written(cadence: Cadence, bound: Bound | None = None) -> str:
    """The canonical phrase of a cadence; `read` turns it back into the same cadence.

    The `bound` is written only if it is a minimum or a maximum.
    """
    prefix = {Bound.MINIMUM: "at least ", Bound.MAXIMUM: "up to "}.get(bound or Bound.TARGET, "")
    match cadence:
        case Interval(count=count, unit=unit):
            return prefix + _NAMES.get(cadence, f"every {count} {unit}s")
        case Quota(count=count, period=period):
            return f"{prefix}{count} per {period}"
        case Budget(minutes=minutes, period=period) if minutes % 60:
            return f"{prefix}{_counted(minutes, 'minute')} per {period}"
        case Budget(minutes=minutes, period=period):
            return f"{prefix}{_counted(minutes // 60, 'hour')} per {period}"
        case AsNeeded():
            return f"{prefix}as needed"


def cycle(cadence: Cadence, term_days: int = 0) -> tuple[int, int] | None:
    """The nominal days of one cycle as (numerator, denominator); None for as needed.

    A month has 1461/48 days; `term_days`: the length of the term, for a quota per term.
    """
    match cadence:
        case Interval(count=count, days=days):
            return (count * _DAYS_IN_48_MONTHS, 48) if days is None else (days, 1)
        case Quota(count=count, period=Period.TERM):
            return term_days, count
        case Quota(count=count, period=period):
            return _period_days(period, parts=count)
        case Budget(period=period):
            return _period_days(period, parts=1)
        case AsNeeded():
            return None


def _period_days(period: Period, *, parts: int) -> tuple[int, int]:
    if period is Period.WEEK:
        return 7, parts
    return MONTHS[period] * _DAYS_IN_48_MONTHS, 48 * parts


_BOUNDS = {"at least": Bound.MINIMUM, "up to": Bound.MAXIMUM, "at most": Bound.MAXIMUM}
_NAMES = {
    Interval(1, Unit.DAY): "daily",
    Interval(1, Unit.WEEK): "weekly",
    Interval(1, Unit.MONTH): "monthly",
    Interval(3, Unit.MONTH): "quarterly",
    Interval(12, Unit.MONTH): "yearly",
}
_PHRASES: dict[str, Cadence] = {
    **{name: interval for interval, name in _NAMES.items()},
    "fortnightly": Interval(2, Unit.WEEK),
    "annually": Interval(12, Unit.MONTH),
    "as needed": AsNeeded(),
    "as-needed": AsNeeded(),
    "ad hoc": AsNeeded(),
}
_UNITS = {
    "day": (1, Unit.DAY),
    "week": (1, Unit.WEEK),
    "fortnight": (2, Unit.WEEK),
    "month": (1, Unit.MONTH),
    "quarter": (3, Unit.MONTH),
    "year": (12, Unit.MONTH),
}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: number for number, word in enumerate(_COUNTED, start=1)}
_EACH = _NUMBERS | {"other": 2, "second": 2}
_TIMES = _NUMBERS | {"a": 1, "an": 1, "once": 1, "twice": 2}
_PER = (
    rf"([0-9]+|{'|'.join(_TIMES)})(\.5)? ?(times|meetings?|hours?|h|minutes?|min)? ?"
    rf"(?:per|an?|each|every|/) ?({'|'.join(Period)})"
)
_UNCLEAR = (
    'a cadence is, for example, "monthly", "every 2 weeks", "2 per month", "6 per term", '
    '"2 hours per month" or "as needed"'
)
_TWO_MEANINGS = {
    word: f'that can be read in two ways: say "every 2 {unit}s" or "2 per {unit}"'
    for unit in (Unit.WEEK, Unit.MONTH)
    for word in (f"bi{unit}ly", f"bi-{unit}ly")
}


def _read(phrase: str) -> Cadence:
    if phrase in _PHRASES:
        return _PHRASES[phrase]
    if (interval := _every(*phrase.split())) is not None:
        return interval
    if per := re.fullmatch(_PER, phrase):
        return _quota_or_budget(*per.groups())
    raise ValueError(_TWO_MEANINGS.get(phrase, _UNCLEAR))


def _every(every: str = "", *words: str) -> Interval | None:
    """The interval that "every 2 weeks" means, or None; a pattern would take long to compile."""
    *count, name = words or ("",)
    times, unit = _UNITS.get(name.removesuffix("s"), (0, Unit.DAY))
    number = "".join(count) or "1"
    known = number in _EACH or (number.isascii() and number.isdigit())
    if every != "every" or not times or not known or len(count) > 1:
        return None
    return Interval(_number(number, _EACH) * times, unit)


def _quota_or_budget(number: str, half: str | None, what: str | None, per: str) -> Cadence:
    count, period = _number(number, _TIMES), Period(per)
    if what and what.startswith("h"):
        return Budget(count * 60 + (30 if half else 0), period)
    if half:
        raise ValueError("only hours can be halved")
    if what and what.startswith("mi"):
        return Budget(count, period)
    return Quota(count, period)


def _number(text: str, words: dict[str, int]) -> int:
    """The number; one of seven digits or more becomes too large for anything."""
    if text in words:
        return words[text]
    return int(text) if len(text) < len("1000000") else 1_000_000


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
