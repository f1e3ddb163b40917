"""A year as a strip of weeks, a bar where you met. Decides cells and bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from mentorlog.terminal.layout import KEY_GAP, MOST, Part, line, stripped, wrapped
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.ruler import Ruler, names
from mentorlog.views.year import Week, Year

INDENT = 2
_APART = {1: (1,), 2: (1, 3), 3: (0, 1, 3)}  # which bars, so that few can be told from afar
_ONCE_OR_TWICE = {1: "once", 2: "twice"}


def year(view: Year, look: Look) -> Iterator[Text]:
    """Names of months, a cell for every week, and what the bars mean. A plain look has none."""
    if not fits(view, look):
        return
    bars = bars_of(view.weeks, look)
    yield months(view)
    cells = strip(view, bars, look)
    told = "Week by week: " + meaning(view.weeks, bars, look)
    if cells.cell_len + cell_len(KEY_GAP + told) <= min(look.width, MOST):
        yield cells.append(f"{KEY_GAP}{told}", Style.FAINT.value)
    else:
        yield stripped(cells)
        room = look.width - INDENT
        yield from (line(" " * INDENT, (words, Style.FAINT)) for words in wrapped(told, room))


def fits(view: Year, look: Look) -> bool:
    return not look.plain and len(view.weeks) <= min(look.width, MOST) - INDENT


def months(view: Year) -> Text:
    """Their names, each over its first week."""
    first, last = view.weeks[0].first, view.weeks[-1].first + dt.timedelta(days=6)
    named = names(Ruler(first, last, len(view.weeks)))
    return stripped(line(" " * INDENT, (named, Style.FAINT)))


def strip(view: Year, bars: Mapping[int, str], look: Look) -> Text:
    """A cell for every week."""
    return line(" " * INDENT, *(_cell(week, bars, look) for week in view.weeks))


def bars_of(weeks: Sequence[Week], look: Look) -> dict[int, str]:
    """A bar for each number of meetings in a week; the largest numbers share the highest."""
    counts = sorted({week.met for week in weeks} - {0})
    heights = _APART.get(len(counts), range(len(look.marks.bars)))
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
    told = []
    for number, bar in enumerate(dict.fromkeys(bars.values())):
        count = next(count for count in bars if bars[count] == bar)
        said = _ONCE_OR_TWICE.get(count, f"{count} times")
        more = " or more" if shared and bar == bars[most] else ""
        told.append(f"{bar} {'' if number else 'met '}{said}{more}")
    if any(week.paused and not week.met for week in weeks):
        told.append(f"{look.marks.paused} paused")
    return KEY_GAP.join(told)
