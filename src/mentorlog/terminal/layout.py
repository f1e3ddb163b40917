"""Arrange text on a terminal: in columns, wrapped, folded, in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from mentorlog.frozen import NamedTuple
from mentorlog.terminal.look import (
    Cell,
    Line,
    Look,
    Part,
    Style,
    cell_len,
    chopped,
    line,
    padded,
    plain,
    width_of,
)

MOST = 100  # cells; longer lines of prose are hard to read, however wide the terminal
KEY_GAP = "   "  # between two signs with their meanings
_WHOLE = (  # dates and durations, which aren't broken; compiled when needed
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2}( \d{4}\b)?( \d\d:\d\d)?|\b\d+ h( \d\d)?\b"
)
# What a fold leaves whole: a date in its quotes, a short quote, a command, a cell of a row.
_KEPT = (
    rf"[\"“]?(?:{_WHOLE}|\b\d+ [A-Z][a-z]{{2}} \d{{4}}\b|\b\d+ [a-z]+\b)[\"”]?"
    r"|(?<!\w)[\"“][^\"“”]{1,30}[\"”]|`[^`]+`|(?:(?<=  )|(?<=: )|^)mentorlog [a-z-].*?(?=  |$)"
    r"|(?<=  )\S(?:[^ ]| (?! )){1,30}(?=  )"
)
_BESIDE = 24  # cells, for a text to be folded beside its label, and not below
_APART = 2  # cells; with less, two texts read as one
GAPS = (3, 2)  # cells between columns: usual, and if room is short
_LEAST_ROOM = 12  # cells for a text beside its label, however narrow the terminal


def ends(left: Cell, right: Cell, width: int) -> Iterator[Line]:
    """One cell at the left edge, one at the right; on two lines if there is no room."""
    gap = width - width_of(left) - width_of(right)
    if not right:
        yield line(*left)
    elif gap >= _APART:
        yield line(*left, " " * gap, *right)
    else:
        yield line(*left)
        yield line(*right)


def columns(
    rows: Sequence[Sequence[Cell]], *, indent: int = 0, gap: int = GAPS[0]
) -> Iterator[Line]:
    """The rows, with every column as wide as its widest cell; a missing cell is empty."""
    widths = [max(map(width_of, cells)) for cells in zip_longest(*rows, fillvalue=())]
    for row in rows:
        parts: list[Part | str] = [" " * indent]
        for cell, width in zip(row, widths, strict=False):
            parts += [*cell, " " * (width - width_of(cell)), " " * gap]
        yield stripped(line(*parts))


def side_by_side(
    heads: Sequence[Cell],
    rows: Iterable[Sequence[str]],
    room: int,
    look: Look,
    *,
    indent: int = 0,
) -> Iterator[Line]:
    """Texts in columns of `room` cells below their heads; each row begins with its label."""
    cells: list[list[Cell]] = [[(), *heads]]
    for label, *texts in rows:
        columns_ = [wrapped(text or look.marks.nothing, room) for text in texts]
        for at, parts in enumerate(zip_longest(*columns_, fillvalue="")):
            cells.append([(("" if at else label, Style.FAINT),), *map(plain, parts)])
    yield from columns(cells, indent=indent, gap=GAPS[1])


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Lines of at most `width` cells, broken between words; longer words are broken, too."""
    lines: list[str] = []
    current = ""
    for word in _pieces(text, width):
        longer = f"{current} {word}" if current else word
        if cell_len(longer) <= width:
            current = longer
        else:
            lines.append(current)
            current = word
    return (*lines, current)


def hanging(
    first: Cell, text: str, look: Look, *, column: int, style: Style = Style.PLAIN
) -> Iterator[Line]:
    """A text wrapped in its own column, with the other cell before its first line."""
    room = max(_LEAST_ROOM, min(look.width, MOST) - column)
    lines = (text,) if look.plain else wrapped(text, room)
    yield stripped(line(*padded(first, column), (lines[0], style)))
    for rest in lines[1:]:
        yield line(" " * column, (rest, style))


def flowed(
    facts: Iterable[str], look: Look, width: int, *, between: str | None = None
) -> Iterator[str]:
    """Facts side by side, broken between facts; one too long for a line is wrapped."""
    apart = look.marks.between if between is None else between
    current = ""
    for fact in facts:
        longer = f"{current}{apart}{fact}" if current else fact
        if look.plain or cell_len(longer) <= width:
            current = longer
            continue
        if current:
            yield current
        *whole, current = wrapped(fact, width)
        yield from whole
    if current:
        yield current


def filled(text: str, look: Look) -> Iterator[Line]:
    """A text wrapped to the whole width."""
    yield from hanging((), text, look, column=0)


def apart(blocks: Iterable[Iterable[Line]]) -> Iterator[Line]:
    """The blocks with blank lines between them; an empty block leaves none."""
    filled_ones = filter(None, map(list, blocks))
    yield from next(filled_ones, ())
    for block in filled_ones:
        yield line()
        yield from block


def stripped(whole: Line) -> Line:
    """A line without spaces at its end."""
    parts = list(whole.parts)
    while parts:
        words, style = parts.pop()
        if bare := words.rstrip():
            return Line([*parts, (bare, style)])
    return Line(())


def folded(whole: Line, width: int, *, hang: int | None = None) -> Iterator[Line]:
    """The line folded between words, where a terminal would break it anywhere.

    A date, a short quotation or a command stays whole; if it is longer than the line, it gets its
    own. `hang`: cells of indentation for further lines of prose; None: as in the first line. A text
    beside a label stays in its column if there is room, else it begins below.
    """
    text = whole.plain.rstrip()
    if cell_len(text) <= width:
        yield whole
        return
    indent = len(text) - len(text.lstrip())
    label, margin = _label(text, width), indent if hang is None else hang
    if label and label.beside:
        margin = label.end
    elif label:
        margin = indent + 2 + 2 * text.startswith("mentorlog ", indent)
    elif "  " in text[indent:]:  # a row of several cells
        margin = indent + 2
    at = 0
    for start, end in _broken(whole, width, margin, label):
        yield _piece(whole, start, end, margin=margin if at else 0)
        at = end


def folded_text(text: str, width: int | None, *, hang: int | None = None) -> str:
    """A text of several lines, each folded; None: unfolded."""
    if width is None:
        return text
    lines = (folded(line(each), width, hang=hang) for each in text.split("\n"))
    return "\n".join(piece.plain for pieces in lines for piece in pieces)


class _Label(NamedTuple):
    """The label of a line: where its text begins, and whether it is folded in that column."""

    end: int
    beside: bool


def _label(text: str, width: int) -> _Label | None:
    """The label of a line with one text beside it, else None."""
    match = re.match(r" *\S.*?  +(?=\S)", text)
    if match is None or "  " in text[match.end() :]:
        return None
    longest = max(map(cell_len, text[match.end() :].split()))
    beside = width - match.end() >= max(_BESIDE, longest)
    command = text.startswith("mentorlog ", match.end())
    return _Label(match.end(), beside=beside and not command)


def _broken(
    whole: Line, width: int, margin: int, label: _Label | None
) -> Iterator[tuple[int, int]]:
    """The start and end of each folded line in the text."""
    text = whole.plain.rstrip()
    kept = [match.span() for match in re.finditer(_KEPT, text)] + [*_commands(whole)]
    first = label.end if label and label.beside else len(text) - len(text.lstrip())
    gaps = [
        gap.span()
        for gap in re.finditer(" +", text)
        if gap.end() > first and not any(a < gap.start() < b for a, b in kept)
    ]
    start, end, after, room = 0, 0, 0, width
    for gap, following in [*gaps, (len(text), len(text))]:
        forced = label and not label.beside and end and after == label.end
        if end and (forced or cell_len(text[start:gap]) > room):
            yield start, end
            start, room = after, width - margin
        end, after = gap, following
    yield start, len(text)


def _commands(whole: Line) -> Iterator[tuple[int, int]]:
    """The start and end of each command in the text, including its spaces."""
    at = 0
    for words, style in whole.parts:
        if style is Style.COMMAND:
            yield at, at + len(words)
        at += len(words)


def _piece(whole: Line, start: int, end: int, *, margin: int) -> Line:
    """The characters from `start` to `end`, with their styles."""
    parts, at = [(" " * margin, Style.PLAIN)] if margin else [], 0
    for words, style in whole.parts:
        if taken := words[max(0, start - at) : max(0, end - at)]:
            parts.append((taken, style))
        at += len(words)
    return Line(parts)


def joined(parts: Iterable[str], between: str) -> str:
    """The texts that aren't empty, joined with `between`."""
    return between.join(part for part in parts if part)


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words; a date or a duration counts as one."""
    for piece in re.sub(_WHOLE, lambda whole: whole[0].replace(" ", "\0"), text).split(" "):
        word = piece.replace("\0", " ")
        if cell_len(word) <= width:
            yield word
        else:
            yield from chopped(word, width)


def hint(text: str, command: str, look: Look) -> Iterator[Line]:
    """A sentence and a command line to copy ("" = none)."""
    if not command:
        yield from filled(text, look)
        return
    whole: Cell = (*plain(f"{text}  "), (command, Style.COMMAND))
    if look.plain or width_of(whole) <= look.width:
        yield line(*whole)
    else:
        yield from filled(text, look)
        yield line("  ", (command, Style.COMMAND))
