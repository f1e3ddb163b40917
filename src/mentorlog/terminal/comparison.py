"""Candidates side by side, a column each; below each other where there is no room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.text import Text

from mentorlog.terminal.candidates import STAGE, known
from mentorlog.terminal.layout import GAPS, Cell, columns, cut, hanging, line, plain, wrapped
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day
from mentorlog.views.candidates import Candidate
from mentorlog.views.comparison import Comparison

_COLUMN = 17  # cells of the labels
_NARROWEST = 18  # cells of a person's column


def comparison(view: Comparison, look: Look) -> Iterator[Text]:
    """Everything `candidate --compare` shows."""
    gaps = GAPS[1] * len(view.items)
    room = (look.width - _COLUMN - gaps) // len(view.items)
    if room < _NARROWEST or look.plain:
        yield from _below_each_other(view, look)
    else:
        yield from _side_by_side(view, look, room)


def _side_by_side(view: Comparison, look: Look, room: int) -> Iterator[Text]:
    rows: list[list[Cell]] = [
        [(), *(((cut(_name(one, look), room, look), Style.STRONG),) for one in view.items)]
    ]
    for label, *texts in _facts(view, look):
        lines = [wrapped(text or look.marks.nothing, room) for text in texts]
        for at, parts in enumerate(zip_longest(*lines, fillvalue="")):
            rows.append([(("" if at else label, Style.FAINT),), *map(plain, parts)])
    yield from columns(rows, gap=GAPS[1])


def _below_each_other(view: Comparison, look: Look) -> Iterator[Text]:
    for at, one in enumerate(view.items):
        if at:
            yield line()
        yield line((_name(one, look), Style.STRONG))
        for label, *texts in _facts(view, look):
            first = ((label, Style.FAINT),)
            if texts[at]:
                yield from hanging(first, texts[at], look, column=_COLUMN)


def _facts(view: Comparison, look: Look) -> Iterator[list[str]]:
    """A label and what each says to it; where nobody says anything it is left out."""
    stages = [f"{STAGE[one.stage]}, {day(one.since, view.as_of)}" for one in view.items]
    yield ["Where it is", *stages]
    said = [dict(known(one, look)) for one in view.items]
    for label in said[0]:
        texts = [each[label] for each in said]
        if any(texts):
            yield [label, *texts]


def _name(one: Candidate, look: Look) -> str:
    return safe(one.name, ascii_only=look.ascii_only)
