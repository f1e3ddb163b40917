"""A timeline and a year as shapes for pages, in percent of the width; no markup, no colours.

Positions are percentages, so that a drawing is as wide as its page while letters keep their size.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from mentorlog.domain.adherence import Mark
from mentorlog.domain.entries import MeetingStatus
from mentorlog.frozen import dataclass
from mentorlog.terminal.timeline import name
from mentorlog.terminal.wording import counted, day, times
from mentorlog.views.timeline import Timeline, Week, Year, divisions

WIDE, NARROW = 600, 300  # pixels: the least width of a laptop's or printed page, and of a phone's
_ALL = 100.0  # percent
_SHADES = {1: (3,), 2: (2, 4), 3: (1, 2, 4)}  # number of levels -> shades, easy to tell apart
_EVERY_SHADE = (1, 2, 3, 4)
_LETTER = 9  # pixels, with some room


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape at a position, with a width if it has one; both in percent."""

    kind: str
    at: float
    width: float = 0


@dataclass(frozen=True, slots=True)
class Name:
    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`in_words`: the same, for screen readers. `key`: what the signs in use mean."""

    in_words: str
    wide: tuple[Name, ...]
    narrow: tuple[Name, ...]
    shapes: tuple[Shape, ...]
    key: tuple[tuple[str, str], ...]


def term(view: Timeline) -> Picture:
    """What happened in a period, along a line."""
    scale = _Scale(view.since, view.until)
    meetings = tuple(_meetings(view))
    gone = scale.at(view.today, middle=True) if view.today < view.until else _ALL
    return Picture(
        in_words=_in_words(view),
        wide=tuple(_names(scale, WIDE)),
        narrow=tuple(_names(scale, NARROW)),
        shapes=(
            Shape("gone", 0, gone),
            *((Shape("to-come", gone, round(100 - gone, 2)),) if gone < _ALL else ()),
            *(
                Shape("paused", scale.at(first), scale.wide(first, last))
                for first, last in view.paused
            ),
            *(Shape(kind, scale.at(date, middle=True)) for date, kind in meetings),
            *(Shape("pointer", scale.at(date, middle=True)) for date, _ in _pointers(view)),
        ),
        key=(
            *((kind, label) for kind, label in _KEY.items() if kind in {k for _, k in meetings}),
            *((("paused", "paused"),) if view.paused else ()),
            *(("pointer", label) for _, label in _pointers(view)),
        ),
    )


def year(view: Year) -> Picture:
    """A cell for every week, darker for more meetings."""
    last = view.weeks[-1].first + dt.timedelta(days=6)
    scale = _Scale(view.weeks[0].first, last)
    levels = _levels(view)
    cells = [(week.first, _cell(week, levels)) for week in view.weeks if week.known]
    return Picture(
        in_words=_year_in_words(view),
        wide=tuple(_names(scale, WIDE)),
        narrow=tuple(_names(scale, NARROW)),
        shapes=tuple(Shape(kind, scale.at(date), 100 / len(view.weeks)) for date, kind in cells),
        key=tuple(_year_key(levels, {kind for _, kind in cells})),
    )


def _levels(view: Year) -> dict[int, int]:
    """Number of meetings in a week -> level; the largest numbers share the last level."""
    counts = sorted({week.met for week in view.weeks} - {0})
    shades = _SHADES.get(len(counts), _EVERY_SHADE)
    return {count: shades[min(n, len(shades) - 1)] for n, count in enumerate(counts)}


def _cell(week: Week, levels: dict[int, int]) -> str:
    if week.met:
        return f"level{levels[week.met]}"
    return "rest" if week.paused else "none"


def _year_key(levels: dict[int, int], used: set[str]) -> Iterator[tuple[str, str]]:
    named: set[int] = set()
    for count, level in levels.items():
        if level not in named:
            more = " or more often" if list(levels.values()).count(level) > 1 else ""
            yield f"level{level}", f"met {times(count)} in a week{more}"
        named.add(level)
    if "rest" in used:
        yield "rest", "paused"


def _year_in_words(view: Year) -> str:
    often = times(sum(week.met for week in view.weeks))
    weeks = counted(sum(bool(week.met) for week in view.weeks), "week")
    span = f"From {day(view.since, view.until)} to {day(view.until, view.until)}"
    return f"{span}: met {often}, in {weeks}."


@dataclass(frozen=True, slots=True)
class _Scale:
    """The days, both inclusive, as a hundred percent."""

    since: dt.date
    until: dt.date

    def at(self, date: dt.date, *, middle: bool = False) -> float:
        days = (self.until - self.since).days + 1
        return round(100 * ((date - self.since).days + (0.5 if middle else 0)) / days, 2)

    def wide(self, first: dt.date, last: dt.date) -> float:
        return round(self.at(last + dt.timedelta(days=1)) - self.at(first), 2)


def _names(scale: _Scale, pixels: int) -> Iterator[Name]:
    """The finest labels that fit on a page of this width."""
    for division in divisions(scale.since, scale.until):
        ticks = [(scale.at(tick.date), name(tick), tick.begun) for tick in division]
        if len(ticks) > 1 and ticks[0][2] and not _are_apart(ticks[0], ticks[1], pixels):
            del ticks[0]
        if all(_are_apart(tick, following, pixels) for tick, following in pairwise(ticks)):
            shown = ((at, text) for at, text, _ in ticks if _fits(at, text, pixels))
            yield from (Name(at, text) for at, text in shown)
            return


def _are_apart(
    tick: tuple[float, str, bool], following: tuple[float, str, bool], pixels: int
) -> bool:
    return (following[0] - tick[0]) * pixels / 100 >= len(tick[1]) * _LETTER


def _fits(at: float, text: str, pixels: int) -> bool:
    return (100 - at) * pixels / 100 >= len(text) * _LETTER


_KEY = {
    "met": "met",
    "late": "met late",
    "missed": "missed",
    "moved": "moved",
    "off": "cancelled",
    "planned": "planned",
}


_ON = {"missed": "about", "planned": "for"}  # else "on"


def _meetings(view: Timeline) -> Iterator[tuple[dt.date, str]]:
    yield from ((date, "missed") for date in view.missed)
    for meeting in view.called_off:
        yield meeting.date, "moved" if meeting.status is MeetingStatus.RESCHEDULED else "off"
    yield from ((date, "planned") for date in view.planned)
    yield from ((date, "late" if mark is Mark.LATE else "met") for date, mark in view.held)


def _pointers(view: Timeline) -> Iterator[tuple[dt.date, str]]:
    for change in view.changes:
        yield change.date, f"{day(change.date, view.today)}: {change.old} → {change.new}"
    if view.midpoint:
        yield view.midpoint, f"halfway, {day(view.midpoint, view.today)}"
    if view.today < view.until:
        yield view.today, f"today, {day(view.today, view.today)}"


def _in_words(view: Timeline) -> str:
    """A timeline in words: From Sat 6 Jun to Sun 6 Dec: met on …; missed about …."""
    by_kind: dict[str, list[str]] = {}
    for date, kind in sorted(_meetings(view)):
        by_kind.setdefault(_KEY[kind], []).append(day(date, view.today))
    paused = [f"{day(first, view.today)} to {day(last, view.today)}" for first, last in view.paused]
    facts = (
        *(f"{label} {_ON.get(label, 'on')} {', '.join(dates)}" for label, dates in by_kind.items()),
        *([f"paused {', '.join(paused)}"] if paused else []),
        *(label for _, label in _pointers(view)),
    )
    span = f"From {day(view.since, view.today)} to {day(view.until, view.today)}"
    return f"{span}: {'; '.join(facts) or 'no meetings'}."
