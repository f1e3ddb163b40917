"""What `find` found: an entry a paragraph, each field with what stands around the match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.layout import MOST, ends, line, plain
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe, verbatim
from mentorlog.terminal.wording import day
from mentorlog.views.matches import Match, Matches

_INDENT = 2
_COLUMN = 18  # cells before a text
_LEAST = 20  # cells of a text, however narrow the terminal


def matches(view: Matches, look: Look) -> Iterator[Text]:
    """Everything `find` shows, newest last."""
    if not view.items:
        yield line(f"Nothing here mentions {wording.quoted(view.sought, look)}.")
    for at, (_, group) in enumerate(groupby(view.items, key=lambda one: (one.handle, one.id))):
        if at:
            yield line()
        yield from _entry(list(group), view, look)
    if skipped := tuple(_skipped(view)):
        if view.items:
            yield line()
        yield from (line((sentence, Style.FAINT)) for sentence in skipped)


def _entry(found: list[Match], view: Matches, look: Look) -> Iterator[Text]:
    first = found[0]
    name = safe(first.name, ascii_only=look.ascii_only)
    if first.kind is None or first.date is None:
        yield line((name, Style.STRONG))
    else:
        kind = wording.sentence(wording.spelled(first.kind))
        heading = ((day(first.date, view.as_of), Style.STRONG), *plain(f"  {kind}, {name}"))
        yield from ends(heading, ((first.id or "", Style.FAINT),), min(look.width, MOST))
    yield from (_context(match, look) for match in found)


def _context(match: Match, look: Look) -> Text:
    """One line of the field, around its first match."""
    label = " " * _INDENT + safe(match.field.replace("_", " "), ascii_only=look.ascii_only)
    gap = " " * max(1, _COLUMN - cell_len(label))
    more = f" ({len(match.spans)} times)" if len(match.spans) > 1 else ""
    room = max(_LEAST, min(look.width, MOST) - max(_COLUMN, cell_len(label) + 1) - len(more))
    begin, end = match.spans[0]
    before, hit, after = (
        _shown(part, look) for part in (match.text[:begin], match.text[begin:end], match.text[end:])
    )
    if not look.plain:
        left = max(0, room - cell_len(hit))
        before = _last(before, max(left // 3, left - cell_len(after)), look)
        after = _first(after, max(0, left - cell_len(before)), look)
    return line(
        (label, Style.FAINT), gap, before.lstrip(), (hit, Style.STRONG), after, (more, Style.FAINT)
    )


def _shown(text: str, look: Look) -> str:
    return verbatim(text.replace("\r", "").replace("\n", " "), ascii_only=look.ascii_only)


def _last(text: str, width: int, look: Look) -> str:
    """Its end, in at most so many cells."""
    if cell_len(text) <= width:
        return text
    ellipsis = look.marks.ellipsis
    return ellipsis + _cut(reversed(text), width - cell_len(ellipsis))[::-1].lstrip()


def _first(text: str, width: int, look: Look) -> str:
    """Its beginning, in at most so many cells."""
    if cell_len(text) <= width:
        return text
    ellipsis = look.marks.ellipsis
    return _cut(text, width - cell_len(ellipsis)).rstrip() + ellipsis


def _cut(letters: Iterable[str], width: int) -> str:
    kept, used = "", 0
    for letter in letters:
        used += cell_len(letter)
        if used > width:
            break
        kept += letter
    return kept


def _skipped(view: Matches) -> Iterator[str]:
    if view.in_confidence:
        yield f"Not looked through: {_entries(view.in_confidence)} in confidence; --reveal does."
    if view.sealed:
        yield f"Not looked through: {_entries(view.sealed)} under seal; --reveal opens it."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
