"""Expectations as lines: the blank sheet as it stands; or what agrees, and what differs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.commands.compare_expectations.view import Expectations, Question
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, Cell, columns, cut, filled, hanging, line, plain, way
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import paragraphs, safe

_LABELS = {
    "rhythm": "Rhythm",
    "length": "Length",
    "term": "Term",
    "agenda": "Agenda",
    "channel": "Channel",
    "notice": "Notice",
    "confidentiality": "May be told",
    "ends_it": "May end it",
    "hope": "Hopes",
    "wary": "To know",
}
_COLUMN = 14  # cells of the labels


def text(view: Expectations, look: Look) -> Iterator[Text]:
    """Everything `compare-expectations` shows."""
    if view.sheet is not None:
        yield from map(line, paragraphs(view.sheet, ascii_only=look.ascii_only))
        return
    mine, theirs = (safe(each, ascii_only=look.ascii_only) for each in view.people)
    yield line((f"What {mine} and {theirs} expect", Style.STRONG))
    yield line()
    same = [f"{_label(one)} {one.answers[0]}" for one in view.agreed if not one.free]
    said = f"You agree: {'; '.join(same)}." if same else "No answer is the same yet."
    yield from filled(safe(said, ascii_only=look.ascii_only), look)
    if view.differing:
        yield line()
        yield line("To talk about:")
        yield from _side_by_side(view, look, (mine, theirs))
    for one in view.free:
        yield line()
        yield from _own_words(one, look, (mine, theirs))
    yield line()
    open_ = "The rest is left to you. " if view.differing else ""
    yield from way(f"{open_}To agree on what is the same:", wording.command(*view.command), look)


def _side_by_side(view: Expectations, look: Look, people: tuple[str, str]) -> Iterator[Text]:
    room = max(_COLUMN, (look.width - _COLUMN) // 2 - GAPS[1])
    rows: list[list[Cell]] = [[(), *(((cut(each, room, look), Style.STRONG),) for each in people)]]
    for one in view.differing:
        said = (
            safe(each or look.marks.nothing, ascii_only=look.ascii_only) for each in one.answers
        )
        rows.append([((_LABELS[one.question], Style.FAINT),), *map(plain, said)])
    yield from columns(rows, indent=2, gap=GAPS[1])


def _own_words(one: Question, look: Look, people: tuple[str, str]) -> Iterator[Text]:
    yield line((_LABELS[one.question], Style.FAINT))
    column = 2 + max(map(len, people)) + GAPS[1]
    for who, answer in zip(people, one.answers, strict=True):
        said = wording.quoted(answer, look) if answer else look.marks.nothing
        yield from hanging(plain(f"  {who}"), said, look, column=column)


def _label(one: Question) -> str:
    return _LABELS[one.question].lower()
