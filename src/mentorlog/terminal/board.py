"""The board as lines: a heading, a row for everyone, and one next step if one is needed.

Three shapes of the same facts: a table, where it fits; a grid of two lines a row; and, where it is
narrow, the dates hanging under the name. A plain look always gets the table, uncut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.dates import away, day, long_day, number
from mentorlog.terminal.layout import (
    GAPS,
    Cell,
    columns,
    cut,
    ends,
    filled,
    flowed,
    line,
    padded,
    plain,
    width_of,
)
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.row import Cells, cells
from mentorlog.terminal.step import next_step
from mentorlog.views.board import Board

HEADS = ("STANDING", "WITH", "RHYTHM", "LAST MET", "NEXT", "LAST 12", "OPEN")
NAME_AT_LEAST = 20  # cells of name and role that a cut leaves; then another shape is taken
HEADING = 60  # cells at least, so that the verdict does not cling to the date
_INDENT = 2
_Shape = Callable[[Sequence[Cells], int, Look], Iterator[Text]]


def board(view: Board, look: Look) -> Iterator[Text]:
    """Everything `mentorlog` and `review` show."""
    alike = wording.namesakes((row.name, row.handle) for row in view.rows)
    told = [replace(row, name=row.handle) if row.name in alike else row for row in view.rows]
    rows = [cells(row, view.as_of, look) for row in told]
    body = _body(rows, look) if rows else list(_nobody(view))
    width = min(max(_widest(body), HEADING), look.width)
    yield from ends(((long_day(view.as_of), Style.STRONG),), _verdict(view), width)
    yield from _welcome_back(view, look)
    yield line()
    yield from body
    if view.needing_you:
        silent = view.silent_since is not None
        yield line()
        yield from next_step(view.needing_you[0], view.as_of, look, after_silence=silent)


def _verdict(view: Board) -> Cell:
    needing = len(view.needing_you)
    if needing:
        return ((f"{number(needing)} {'needs' if needing == 1 else 'need'} you", Style.CALLS),)
    if any(row.unreadable for row in view.rows):
        return (("on track, as far as it can be read", Style.FAINT),)
    return (("all on track", Style.FAINT),) if view.rows else ()


def _welcome_back(view: Board, look: Look) -> Iterator[Text]:
    if view.silent_since:
        last = f"{day(view.silent_since, view.as_of)}, {away(view.silent_since, view.as_of)}"
        said = f"Welcome back. The last entry is from {last}; it is all still here."
        yield line()
        yield from filled(said, look)


def _nobody(view: Board) -> Iterator[Text]:
    said = "Everyone here has ended." if view.ended else "Nobody here yet."
    way_on = "mentorlog review --all" if view.ended else "mentorlog new-agreement NAME"
    yield line(f"  {said}  ", (way_on, Style.COMMAND))


def _body(rows: Sequence[Cells], look: Look) -> list[Text]:
    """The rows in the first shape that fits."""
    for shape in (_table, _grid):
        for gap in GAPS:
            lines = _fitted(shape, rows, gap, look)
            if look.plain or _widest(lines) <= look.width:
                return lines
    column = max(width_of(row.standing) for row in rows) + GAPS[-1]
    return [text for row in rows for text in _stacked(row, column, look)]


def _fitted(shape: _Shape, rows: Sequence[Cells], gap: int, look: Look) -> list[Text]:
    """The shape, its longest names cut by what is too much, but not beyond recognition."""
    lines = list(shape(rows, gap, look))
    over = _widest(lines) - look.width
    if over <= 0 or look.plain:
        return lines
    room = max(NAME_AT_LEAST, max(width_of(row.who) for row in rows) - over)
    return list(shape([_shortened(row, room, look) for row in rows], gap, look))


def _widest(lines: Sequence[Text]) -> int:
    return max(text.cell_len for text in lines)


def _shortened(row: Cells, room: int, look: Look) -> Cells:
    return replace(row, name=cut(row.name, room - len(row.role), look))


def _table(rows: Sequence[Cells], gap: int, look: Look) -> Iterator[Text]:
    heads: list[Cell] = [((head, Style.FAINT),) for head in HEADS]
    head, *lines = columns(
        [heads, *(_table_row(row, look) for row in rows)], indent=_INDENT, gap=gap
    )
    yield head
    before = _INDENT + max(width_of(cell) for cell in (heads[0], *(r.standing for r in rows))) + gap
    for text, row in zip(lines, rows, strict=True):
        yield text
        if not look.plain:
            yield from _notes(row, before)


def _table_row(row: Cells, look: Look) -> list[Cell]:
    facts = (row.rhythm, row.last_met, row.coming)
    shown = [plain(fact or look.marks.nothing) for fact in facts]
    notes = [(note,) for note in row.notes] if look.plain else []
    return [row.standing, row.who, *shown, row.strip, plain(row.open or look.marks.nothing), *notes]


def _grid(rows: Sequence[Cells], gap: int, look: Look) -> Iterator[Text]:  # noqa: ARG001 - a shape
    pairs: list[list[Cell]] = []
    for row in rows:
        pairs.append([row.standing, row.who, plain(row.coming), row.strip])
        pairs.append([(), plain(row.rhythm), plain(row.met), plain(row.open)])
    lines = list(columns(pairs, indent=_INDENT, gap=gap))
    before = _INDENT + max(width_of(row.standing) for row in rows) + gap
    for at, row in enumerate(rows):
        if at:
            yield line()
        yield from lines[2 * at : 2 * at + 2]
        yield from _notes(row, before)


def _stacked(row: Cells, column: int, look: Look) -> Iterator[Text]:
    """The strip ends at the right edge; what else there is hangs under the name, from `column`."""
    room = look.width - column - width_of(row.strip) - 2
    rhythm = f", {row.rhythm}" if row.rhythm else ""
    beside = rhythm if width_of(row.who) + len(rhythm) <= room else ""
    who = _shortened(row, room - len(beside), look).who
    first: Cell = (*padded(row.standing, column), *who, (beside, Style.PLAIN))
    yield from ends(first, row.strip, look.width)
    facts = ("" if beside else row.rhythm, row.coming, row.met, row.open)
    for text in flowed(filter(None, facts), look, look.width - column):
        yield line(" " * column, text)
    yield from _notes(row, column)


def _notes(row: Cells, before: int) -> Iterator[Text]:
    for note in row.notes:
        yield line(" " * before, note)
