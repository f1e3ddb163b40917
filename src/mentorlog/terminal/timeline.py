"""A window of days as a ruler of months, what happened under it. Decides columns, not facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from mentorlog.domain.days import add_months
from mentorlog.terminal.dates import month
from mentorlog.terminal.layout import GAPS, MOST, Cell, line, plain
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.strip import key, signs
from mentorlog.views.strip import Mark
from mentorlog.views.timeline import Change, Timeline

INDENT = 2
PER_MONTH = 11  # cells, so that weekly meetings stand apart
_NAME = 4  # cells of a month's name and a blank, or of a year
_NAMED_YEARS = 366  # days; a longer window names its Januaries by their year


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Days spread evenly over cells."""

    since: dt.date
    days: int
    cells: int

    def cell(self, date: dt.date) -> int:
        return (date - self.since).days * self.cells // self.days


def timeline(view: Timeline, look: Look) -> list[Text] | None:
    """Months, marks, and what changed when; None where marks would run into each other."""
    days = (view.until - view.since).days + 1
    room = min(look.width, MOST) - INDENT - 1  # a meeting may move on by one
    ruler = _Ruler(view.since, days, min(room, max(1, days * PER_MONTH // 30)))
    marks = _marks(view, ruler)
    if look.plain or marks is None:
        return None
    gap = " " * INDENT
    shown = [marks.get(cell) for cell in range(ruler.cells + 1)]
    parts = [signs((mark,), look)[0] if mark else (" ", Style.PLAIN) for mark in shown]
    told = key(marks.values(), look)
    beside = INDENT + ruler.cells + 1 + GAPS[0] + cell_len(told) <= look.width
    explained: Cell = (*plain(" " * GAPS[0]), (told, Style.FAINT))
    lines = [
        line(gap, (_months(ruler), Style.FAINT)),
        line(gap, *parts, *(explained if beside else ())),
        *(_changed(change, ruler, look) for change in view.changes),
    ]
    if told and not beside:
        lines.append(line(gap, (told, Style.FAINT)))
    for text in lines:
        text.rstrip()
    return lines


def _marks(view: Timeline, ruler: _Ruler) -> Mapping[int, Mark] | None:
    """What stands in which cell; a meeting whose cell is taken moves on by one, None by two."""
    marks: dict[int, Mark] = {}
    for first, last in view.paused:
        marks |= dict.fromkeys(range(ruler.cell(first), ruler.cell(last) + 1), Mark.PAUSED)
    missed = ((date, Mark.MISSED) for date in view.missed)
    for date, mark in sorted((*view.held, *missed)):
        at = ruler.cell(date)
        free = [cell for cell in (at, at + 1) if marks.get(cell, Mark.PAUSED) is Mark.PAUSED]
        if not free:
            return None
        marks[free[0]] = mark
    return marks


def _months(ruler: _Ruler) -> str:
    """Their names over their first days: every one, or every second, third, … from January."""
    first = ruler.since.replace(day=1)
    last = ruler.since + dt.timedelta(days=ruler.days - 1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    names = ""
    for begins in (add_months(first, at) for at in range(count)):
        cell = ruler.cell(max(begins, ruler.since))
        is_stub = begins < ruler.since and cell + _NAME > ruler.cell(add_months(begins, 1))
        if is_stub or (begins.month - 1) % _every(ruler) or cell + _NAME > ruler.cells + 1:
            continue
        named = begins.month == 1 and ruler.days > _NAMED_YEARS
        names += " " * (cell - len(names)) + (str(begins.year) if named else month(begins)[:3])
    return names


def _every(ruler: _Ruler) -> int:
    """How many months apart names have to be, so that none touches the next."""
    cells = ruler.cells * 59 // ruler.days  # of two months, a short one among them
    steps = (step for step in (1, 2, 3, 4, 6) if step * cells // 2 > _NAME)
    return next(steps, 12)


def _changed(change: Change, ruler: _Ruler, look: Look) -> Text:
    """The mark under its day, the words on the side that has room."""
    at = ruler.cell(change.date)
    said = f"amended: {change.old} {look.marks.to} {change.new}"
    before = " " * (INDENT + at - cell_len(said) - 1)
    if INDENT + at + 2 + cell_len(said) > min(look.width, MOST) and before:
        return line(before, said, " ", look.marks.change)
    return line(" " * (INDENT + at), look.marks.change, " ", said)
