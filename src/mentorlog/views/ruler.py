"""How a stretch of days is divided for the eye: in days, weeks, months or years. Knows no width.

Whoever draws takes the first division, from fine to coarse, whose names have room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum, auto

from mentorlog.domain.days import add_months
from mentorlog.frozen import dataclass

_MONTHS = (1, 2, 3, 4, 6)  # steps that divide a year, so that every January is on one
_YEARS = (1, 2, 5, 10, 20, 50)
_IN_A_YEAR = 12
_DATED_DAYS = 396  # 13 months; a longer stretch names its Januaries by their year


class Unit(Enum):
    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    YEAR = auto()


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that gets a name, and whether that is of the day, its week, its month or its year.

    `begun`: it is the first day of the stretch, in the middle of what it names.
    """

    date: dt.date
    unit: Unit
    begun: bool = False


def divisions(since: dt.date, until: dt.date) -> Iterator[tuple[Tick, ...]]:
    """Every division that names at least one day, from fine to coarse; both ends inclusive."""
    every = [since + dt.timedelta(days=n) for n in range((until - since).days + 1)]
    for ticks in (
        tuple(Tick(each, Unit.DAY) for each in every),
        tuple(Tick(each, Unit.WEEK) for each in every if not each.weekday()),
        *(_months(since, until, step) for step in _MONTHS),
        *(_years(since, until, step) for step in _YEARS),
    ):
        if ticks:
            yield ticks


def _months(since: dt.date, until: dt.date, step: int) -> tuple[Tick, ...]:
    """The first days of months; where every month has a name, also the one it begins in."""
    long = (until - since).days >= _DATED_DAYS
    first = since.replace(day=1)
    count = (until.year - first.year) * _IN_A_YEAR + until.month - first.month + 1
    months = (add_months(first, n) for n in range(count))
    return tuple(
        Tick(max(each, since), Unit.YEAR if long and each.month == 1 else Unit.MONTH, each < since)
        for each in months
        if not (each.month - 1) % step and (each >= since or step == 1)
    )


def _years(since: dt.date, until: dt.date, step: int) -> tuple[Tick, ...]:
    years = range(since.year, until.year + 1)
    firsts = (dt.date(year, 1, 1) for year in years if not year % step)
    return tuple(Tick(first, Unit.YEAR) for first in firsts if first >= since)
