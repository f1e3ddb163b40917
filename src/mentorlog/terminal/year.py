"""A year as a strip of weeks, a bar where you met. Decides cells and bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from mentorlog.terminal.layout import KEY_GAP, MOST, Part, line, stripped, width_of, wrapped
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.ruler import Ruler, names
from mentorlog.views.year import Week, Year

INDENT = 2
_APART = {1: (1,), 2: (1, 3), 3: (0, 1, 3)}  # which bars, so that few can be told from afar
_ONCE_OR_TWICE = {1: "once", 2: "twice"}


def year(view: Year, look: Look) -> Iterator[Text]:
    """Names of months, a cell for every week, and what the bars mean. A plain look has none."""
    weeks = len(view.weeks)
    if look.plain or weeks > min(look.width, MOST) - INDENT:
        return
    gap = " " * INDENT
    first, last = view.weeks[0].first, view.weeks[-1].first + dt.timedelta(days=6)
    bars = _bars(view.weeks, look)
    yield stripped(line(gap, (names(Ruler(first, last, weeks)), Style.FAINT)))
    cells = tuple(_cell(week, bars, look) for week in view.weeks)
    told = KEY_GAP.join(_key(view.weeks, bars, look))
    beside = width_of(cells) + cell_len(KEY_GAP + told) <= min(look.width, MOST) - INDENT
    explained = (f"{KEY_GAP}{told}", Style.FAINT) if beside else ""
    yield stripped(line(gap, *cells, explained))
    if not beside:
        yield from (line(gap, (words, Style.FAINT)) for words in wrapped(told, look.width - INDENT))


def _bars(weeks: Sequence[Week], look: Look) -> dict[int, str]:
    """A bar for each number of meetings in a week; the largest numbers share the highest."""
    counts = sorted({week.met for week in weeks} - {0})
    heights = _APART.get(len(counts), range(len(look.marks.bars)))
    highest = heights[-1]
    return {
        count: look.marks.bars[heights[n] if n < len(heights) else highest]
        for n, count in enumerate(counts)
    }


def _cell(week: Week, bars: dict[int, str], look: Look) -> Part:
    if week.met:
        return bars[week.met], Style.PLAIN
    if week.paused:
        return look.marks.paused, Style.FAINT
    return (look.marks.to_come if week.known else " "), Style.FAINT


def _key(weeks: Sequence[Week], bars: dict[int, str], look: Look) -> Iterator[str]:
    """Week by week: ▄ met once   █ twice."""
    most = max(bars)
    shared = sum(bar == bars[most] for bar in bars.values()) > 1
    for number, bar in enumerate(dict.fromkeys(bars.values())):
        count = next(count for count in bars if bars[count] == bar)
        said = _ONCE_OR_TWICE.get(count, f"{count} times")
        more = " or more" if shared and bar == bars[most] else ""
        yield f"{'' if number else 'Week by week: '}{bar} {'' if number else 'met '}{said}{more}"
    if any(week.paused and not week.met for week in weeks):
        yield f"{look.marks.paused} paused"
