"""Days spread evenly over cells, and the names above them. Knows nothing of what happened."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from mentorlog.frozen import dataclass
from mentorlog.terminal.dates import month, weekday
from mentorlog.views.ruler import Tick, Unit, divisions


@dataclass(frozen=True, slots=True)
class Ruler:
    """`cells` for the days from `since` to `until`, both inclusive."""

    since: dt.date
    until: dt.date
    cells: int

    def cell(self, date: dt.date) -> int:
        days = (self.until - self.since).days + 1
        return (date - self.since).days * self.cells // days


def names(ruler: Ruler) -> str:
    """As many names of days, weeks, months or years as stand apart, each over its first day."""
    for division in divisions(ruler.since, ruler.until):
        placed = [(ruler.cell(tick.date), name(tick), tick.begun) for tick in division]
        if len(placed) > 1 and placed[0][2] and not _apart(placed[0], placed[1]):
            del placed[0]  # a stub of a month before the first whole one
        if all(_apart(one, other) for one, other in pairwise(placed)):
            return _written(placed, ruler.cells)
    return ""


def name(tick: Tick) -> str:
    """Mon 23, 23 Nov, Nov or 2026."""
    match tick.unit:
        case Unit.DAY:
            return f"{weekday(tick.date)[:3]} {tick.date.day}"
        case Unit.WEEK:
            return f"{tick.date.day} {month(tick.date)[:3]}"
        case Unit.MONTH:
            return month(tick.date)[:3]
    return str(tick.date.year)


def _apart(one: tuple[int, str, bool], other: tuple[int, str, bool]) -> bool:
    return other[0] - one[0] > len(one[1])


def _written(placed: list[tuple[int, str, bool]], cells: int) -> str:
    written = ""
    for cell, word, _ in placed:
        if cell + len(word) <= cells:
            written += " " * (cell - len(written)) + word
    return written
