"""A stretch of time as a ruler with what happened on it. Decides cells, not facts.

Where several meetings would share a cell, the later moves on by one; where there is no room for
that either, one mark stands for all of them, the rarer before the usual, and the key says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len
from rich.text import Text

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.words import ChangedBy
from mentorlog.terminal.dates import day
from mentorlog.terminal.layout import KEY_GAP, MOST, flowed, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.ruler import Ruler, names
from mentorlog.views.strip import Mark
from mentorlog.views.timeline import NotHeld, Timeline

INDENT = 2
_APART = 2  # cells between two words under the ruler


class _Sign(Enum):
    """What stands in a cell; of several the first that is listed."""

    MISSED = auto()
    LATE = auto()
    CALLED_OFF = auto()
    MOVED = auto()
    PLANNED = auto()
    MET = auto()
    PAUSED = auto()
    GONE = auto()
    TO_COME = auto()


_MARKS = {Mark.MET: _Sign.MET, Mark.LATE: _Sign.LATE}
_STYLES = {
    _Sign.LATE: Style.CALLS,
    _Sign.PAUSED: Style.FAINT,
    _Sign.GONE: Style.FAINT,
    _Sign.TO_COME: Style.FAINT,
}
_BY = {
    ChangedBy.ME: "by you",
    ChangedBy.THEM: "by them",
    ChangedBy.BOTH: "by you both",
    ChangedBy.CIRCUMSTANCE: "by circumstance",
}


@dataclass(slots=True)
class _Track:
    """The cells as they fill up; `merged`: some mark stands for more than one meeting."""

    cells: list[_Sign]
    merged: bool = False

    def put(self, cell: int, sign: _Sign) -> None:
        """Set a mark into the cell, or the next one; if both are taken, the rarer one shows."""
        free = [at for at in (cell, cell + 1) if self._is_free(at)]
        if free:
            self.cells[free[0]] = sign
        else:
            self.merged = True
            self.cells[cell] = min(sign, self.cells[cell], key=lambda each: each.value)

    def _is_free(self, cell: int) -> bool:
        return cell < len(self.cells) and self.cells[cell].value >= _Sign.PAUSED.value


def timeline(view: Timeline, look: Look) -> Iterator[Text]:
    """Names of months, what happened under them, what changed when, and what the signs mean.

    A plain look has none.
    """
    if look.plain:
        return
    room = min(look.width, MOST) - INDENT
    ruler = Ruler(view.since, view.until, room - 1)  # the last meeting, too, may move on by one
    track = _filled(view, ruler)
    gap = " " * INDENT
    yield line(gap, (names(ruler), Style.FAINT))
    signs = ((_sign(sign, look), _STYLES.get(sign, Style.PLAIN)) for sign in track.cells)
    yield line(gap, *signs)
    for row in _pointers(view, ruler, look):
        yield line(gap, row)
    for words in flowed(_key(view, track, look), look, room, between=KEY_GAP):
        yield line(gap, (words, Style.FAINT))


def _filled(view: Timeline, ruler: Ruler) -> _Track:
    gone = ruler.cell(view.today) + 1 if view.today < view.until else ruler.cells + 1
    track = _Track([_Sign.GONE] * gone + [_Sign.TO_COME] * (ruler.cells + 1 - gone))
    for first, last in view.paused:
        at, after = ruler.cell(first), ruler.cell(last) + 1
        track.cells[at:after] = [_Sign.PAUSED] * (after - at)
    for date, sign in sorted(_happened(view), key=lambda pair: pair[0]):
        track.put(ruler.cell(date), sign)
    return track


def _happened(view: Timeline) -> Iterator[tuple[dt.date, _Sign]]:
    yield from ((date, _MARKS[mark]) for date, mark in view.held)
    yield from ((date, _Sign.MISSED) for date in view.missed)
    yield from ((date, _Sign.PLANNED) for date in view.planned)
    yield from ((each.date, _off(each)) for each in view.called_off)


def _off(meeting: NotHeld) -> _Sign:
    return _Sign.MOVED if meeting.status is MeetingStatus.RESCHEDULED else _Sign.CALLED_OFF


def _sign(sign: _Sign, look: Look) -> str:
    marks = look.marks
    return {
        _Sign.MET: marks.met,
        _Sign.LATE: marks.late,
        _Sign.MISSED: marks.missed,
        _Sign.MOVED: marks.moved,
        _Sign.CALLED_OFF: marks.called_off,
        _Sign.PLANNED: marks.planned,
        _Sign.PAUSED: marks.paused,
        _Sign.GONE: marks.gone,
        _Sign.TO_COME: marks.to_come,
    }[sign]


def _pointers(view: Timeline, ruler: Ruler, look: Look) -> Iterator[str]:
    """Words under their days, on as few rows as will do; on the side that has room."""
    rows: list[str] = []
    for date, said in sorted(_said(view, look)):
        at = ruler.cell(date)
        right, left = f"{look.marks.change} {said}", f"{said} {look.marks.change}"
        begins, words = (
            (at, right) if at + cell_len(right) <= ruler.cells else (at + 1 - cell_len(left), left)
        )
        fits = (n for n, row in enumerate(rows) if not row or cell_len(row) + _APART <= begins)
        row = next(fits, len(rows))
        if row == len(rows):
            rows.append("")
        rows[row] += " " * (begins - cell_len(rows[row])) + words
    yield from rows


def _said(view: Timeline, look: Look) -> Iterator[tuple[dt.date, str]]:
    for change in view.changes:
        yield change.date, f"amended: {change.old} {look.marks.to} {change.new}"
    if view.midpoint:
        yield view.midpoint, f"half-way, {day(view.midpoint, view.today)}"
    if view.today < view.until:
        yield view.today, f"today, {day(view.today, view.today)}"


def _key(view: Timeline, track: _Track, look: Look) -> Iterator[str]:
    """What the signs in use mean."""
    words = {
        _Sign.MET: "met",
        _Sign.LATE: "late",
        _Sign.MISSED: "missed",
        _Sign.MOVED: _whose("moved", view, _Sign.MOVED),
        _Sign.CALLED_OFF: _whose("called off", view, _Sign.CALLED_OFF),
        _Sign.PAUSED: "paused",
        _Sign.PLANNED: "planned",
    }
    used = set(track.cells)
    yield from (f"{_sign(sign, look)} {said}" for sign, said in words.items() if sign in used)
    if track.merged:
        yield "a sign may stand for several meetings"


def _whose(said: str, view: Timeline, sign: _Sign) -> str:
    """By whom, too, where all were changed by one side: moved by you."""
    sides = {each.by for each in view.called_off if _off(each) is sign}
    side = next(iter(sides)) if len(sides) == 1 else None
    return f"{said} {_BY[side]}" if side else said
