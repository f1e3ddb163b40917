"""A period as a ruler with what happened on it, and a year as a strip of weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mentorlog.domain.entries import MeetingStatus
from mentorlog.frozen import StrEnum, dataclass
from mentorlog.terminal.layout import KEY_GAP, MOST, flowed, stripped, wrapped
from mentorlog.terminal.look import Line, Look, Part, Style, cell_len, line
from mentorlog.terminal.wording import by, day, month, times, weekday
from mentorlog.views.timeline import NotHeld, Tick, Timeline, Unit, Week, Year, divisions

INDENT = 2
_APART = 2  # cells between two words under the ruler


class _Sign(StrEnum):
    """What a cell can show, by its name in `Marks`; if several fit, the first is shown."""

    MISSED = "missed"
    LATE = "late"
    PLANNED = "planned"
    MET = "met"
    CALLED_OFF = "called_off"
    MOVED = "moved"
    PAUSED = "paused"
    GONE = "gone"
    TO_COME = "to_come"


_RANK = {sign: rank for rank, sign in enumerate(_Sign)}
_STYLES = {
    _Sign.LATE: Style.CALLS,
    _Sign.PAUSED: Style.FAINT,
    _Sign.GONE: Style.FAINT,
    _Sign.TO_COME: Style.FAINT,
}


class _Track:
    """The cells as they are filled; `merged`: a sign stands for more than one meeting."""

    def __init__(self, cells: list[_Sign]) -> None:
        self.cells = cells
        self.merged = False

    def put(self, cell: int, sign: _Sign) -> None:
        """Put a sign into the cell, or the next one; else the first of two signs stays."""
        free = [at for at in (cell, cell + 1) if self._is_free(at)]
        if free:
            self.cells[free[0]] = sign
        else:
            self.merged = True
            self.cells[cell] = min(sign, self.cells[cell], key=_RANK.__getitem__)

    def _is_free(self, cell: int) -> bool:
        return cell < len(self.cells) and _RANK[self.cells[cell]] >= _RANK[_Sign.PAUSED]


def timeline(view: Timeline, look: Look) -> Iterator[Line]:
    """Names of months, what happened below them, and what the signs mean; nothing if plain."""
    if look.plain:
        return
    room = min(look.width, MOST) - INDENT
    ruler = Ruler(view.since, view.until, room - 1)  # a spare cell: a meeting may move right
    track = _filled(view, ruler)
    gap = " " * INDENT
    yield line(gap, (names(ruler), Style.FAINT))
    signs = ((look.marks.sign(sign), _STYLES.get(sign, Style.PLAIN)) for sign in track.cells)
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
    yield from ((date, _Sign(mark)) for date, mark in view.held)
    yield from ((date, _Sign.MISSED) for date in view.missed)
    yield from ((date, _Sign.PLANNED) for date in view.planned)
    yield from ((meeting.date, _off(meeting)) for meeting in view.called_off)


def _off(meeting: NotHeld) -> _Sign:
    return _Sign.MOVED if meeting.status is MeetingStatus.RESCHEDULED else _Sign.CALLED_OFF


def _pointers(view: Timeline, ruler: Ruler, look: Look) -> Iterator[str]:
    """Words under their days, on as few rows as possible, on the side with room."""
    rows: list[str] = []
    for date, text in sorted(_words_by_day(view, look)):
        at = ruler.cell(date)
        right, left = f"{look.marks.change} {text}", f"{text} {look.marks.change}"
        begins, words = (
            (at, right) if at + cell_len(right) <= ruler.cells else (at + 1 - cell_len(left), left)
        )
        fits = (n for n, row in enumerate(rows) if not row or cell_len(row) + _APART <= begins)
        row = next(fits, len(rows))
        if row == len(rows):
            rows.append("")
        rows[row] += " " * (begins - cell_len(rows[row])) + words
    yield from rows


def _words_by_day(view: Timeline, look: Look) -> Iterator[tuple[dt.date, str]]:
    for change in view.changes:
        yield change.date, f"amended: {change.old} {look.marks.to} {change.new}"
    if view.midpoint:
        yield view.midpoint, f"halfway, {day(view.midpoint, view.today)}"
    if view.today < view.until:
        yield view.today, f"today, {day(view.today, view.today)}"


def _key(view: Timeline, track: _Track, look: Look) -> Iterator[str]:
    """What the signs in use mean."""
    words = {
        _Sign.MET: "met",
        _Sign.LATE: "late",
        _Sign.MISSED: "no meeting",
        _Sign.MOVED: _whose("moved", view, _Sign.MOVED),
        _Sign.CALLED_OFF: _whose(_not_held(view), view, _Sign.CALLED_OFF),
        _Sign.PAUSED: "paused",
        _Sign.PLANNED: "planned",
    }
    used = set(track.cells)
    yield from (f"{look.marks.sign(sign)} {text}" for sign, text in words.items() if sign in used)
    if track.merged:
        yield "one sign can mean several meetings"


def _not_held(view: Timeline) -> str:
    """What the sign for meetings not held means here: called off, no-show, or both."""
    kinds = {meeting.status for meeting in view.called_off if _off(meeting) is _Sign.CALLED_OFF}
    if kinds == {MeetingStatus.NO_SHOW}:
        return "no-show"
    return "cancelled or no-show" if MeetingStatus.NO_SHOW in kinds else "cancelled"


def _whose(text: str, view: Timeline, sign: _Sign) -> str:
    """The words, with "by you" or the like if one side changed all of them."""
    sides = {meeting.by for meeting in view.called_off if _off(meeting) is sign}
    side = next(iter(sides)) if len(sides) == 1 else None
    return f"{text}{by(side)}"


_BARS_APART = {1: (1,), 2: (1, 3), 3: (0, 1, 3)}  # how many bars -> which, easy to tell apart


def year(view: Year, look: Look) -> Iterator[Line]:
    """Names of months, a cell for every week, and what the bars mean. A plain look has none."""
    if not fits(view, look):
        return
    bars = bars_of(view.weeks, look)
    yield months(view)
    cells = strip(view, bars, look)
    legend = "Week by week: " + meaning(view.weeks, bars, look)
    if cells.cell_len + cell_len(KEY_GAP + legend) <= min(look.width, MOST):
        yield line(*cells.parts, (f"{KEY_GAP}{legend}", Style.FAINT))
    else:
        yield stripped(cells)
        room = look.width - INDENT
        yield from (line(" " * INDENT, (words, Style.FAINT)) for words in wrapped(legend, room))


def fits(view: Year, look: Look) -> bool:
    return not look.plain and len(view.weeks) <= min(look.width, MOST) - INDENT


def months(view: Year) -> Line:
    """Their names, each over its first week."""
    first, last = view.weeks[0].first, view.weeks[-1].first + dt.timedelta(days=6)
    named = names(Ruler(first, last, len(view.weeks)))
    return stripped(line(" " * INDENT, (named, Style.FAINT)))


def strip(view: Year, bars: Mapping[int, str], look: Look) -> Line:
    return line(" " * INDENT, *(_cell(week, bars, look) for week in view.weeks))


def bars_of(weeks: Sequence[Week], look: Look) -> dict[int, str]:
    """Number of meetings in a week -> bar; the largest numbers share the highest bar."""
    counts = sorted({week.met for week in weeks} - {0})
    heights = _BARS_APART.get(len(counts), range(len(look.marks.bars)))
    highest = heights[-1]
    return {
        count: look.marks.bars[heights[n] if n < len(heights) else highest]
        for n, count in enumerate(counts)
    }


def _cell(week: Week, bars: Mapping[int, str], look: Look) -> Part:
    if week.met:
        return bars[week.met], Style.PLAIN
    if week.paused:
        return look.marks.paused, Style.FAINT
    return (look.marks.to_come if week.known else " "), Style.FAINT


def meaning(weeks: Sequence[Week], bars: Mapping[int, str], look: Look) -> str:
    """What the bars mean: ▄ met once   █ twice."""
    most = max(bars)
    shared = sum(bar == bars[most] for bar in bars.values()) > 1
    parts = []
    for number, bar in enumerate(dict.fromkeys(bars.values())):
        count = next(count for count in bars if bars[count] == bar)
        more = " or more" if shared and bar == bars[most] else ""
        parts.append(f"{bar} {'' if number else 'met '}{times(count)}{more}")
    if any(week.paused and not week.met for week in weeks):
        parts.append(f"{look.marks.paused} paused")
    return KEY_GAP.join(parts)


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
    """As many names of days, weeks, months or years as fit, each over its first day."""
    for division in divisions(ruler.since, ruler.until):
        placed = [(ruler.cell(tick.date), name(tick), tick.begun) for tick in division]
        if len(placed) > 1 and placed[0][2] and not _are_apart(placed[0], placed[1]):
            del placed[0]  # a partial month before the first whole one
        if all(_are_apart(earlier, later) for earlier, later in pairwise(placed)):
            return _written(placed, ruler.cells)
    return ""


def name(tick: Tick) -> str:
    """The label of a tick: Mon 23, 23 Nov, Nov or 2026."""
    match tick.unit:
        case Unit.DAY:
            return f"{weekday(tick.date)[:3]} {tick.date.day}"
        case Unit.WEEK:
            return f"{tick.date.day} {month(tick.date)[:3]}"
        case Unit.MONTH:
            return month(tick.date)[:3]
    return str(tick.date.year)


def _are_apart(earlier: tuple[int, str, bool], later: tuple[int, str, bool]) -> bool:
    return later[0] - earlier[0] > len(earlier[1])


def _written(placed: list[tuple[int, str, bool]], cells: int) -> str:
    written = ""
    for cell, word, _ in placed:
        if cell + len(word) <= cells:
            written += " " * (cell - len(written)) + word
    return written
