"""Print a sheet of questions that each of you answers alone; with both sheets, compare them.

Example: mentorlog compare-expectations dana-oz mine.yaml danas.yaml
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import ClassVar

from mentorlog import files
from mentorlog.arguments import WHO, Reader, argument
from mentorlog.commands import Reading, Result, rules
from mentorlog.commands.compare_expectations import sheet
from mentorlog.commands.compare_expectations.sheet import Sheet
from mentorlog.commands.desk import Desk
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment
from mentorlog.errors import Missing, NotAFile, NotFound, Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, filled, hanging, hint, side_by_side
from mentorlog.terminal.look import Line, Look, Style, cut, line, plain
from mentorlog.terminal.safe import safe
from mentorlog.views import Shape
from mentorlog.views.confidence import shown_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Reader):
    who: str | None = WHO
    sheets: list[str] | None = argument(
        "SHEET", "Both answered sheets; leave them out to print a blank one."
    )


def compare_expectations(desk: Desk, typed: Compare) -> Result:
    """A blank sheet, or what two answered sheets have in common. Nothing is stored."""
    relationship = desk.needed(
        typed.who, "Whose expectations?", "mentorlog compare-expectations WHO"
    )
    name = shown_name(relationship, reveal=desk.reveal)
    view = Expectations(as_of=desk.today, handle=relationship.handle, name=name)
    if not typed.sheets:
        blank = sheet.blank(relationship.handle)
        return Result(view=replace(view, sheet=blank))
    if len(typed.sheets) != 2:  # noqa: PLR2004 - two people
        raise UsageError(
            "You need two sheets, one from each of you.",
            f"A blank one:  mentorlog compare-expectations {shell_word(relationship.handle)}",
        )
    mine, theirs = _in_order([_sheet(file) for file in typed.sheets], name)
    verb = "amend" if _has_agreed(desk, relationship) else "new-agreement"
    options = sheet.options(mine, theirs, complete=verb == "new-agreement")
    compared = replace(
        view,
        people=(mine.by, theirs.by),
        questions=tuple(_compared(mine, theirs)),
        command=(verb, relationship.handle, *options),
    )
    return Result(view=compared)


def _sheet(file: str) -> Sheet:
    try:
        data = files.read(Path(file).expanduser())
    except (Missing, NotAFile):
        raise NotFound(
            f"No such file: {safe(file)}", "mentorlog compare-expectations WHO SHEET SHEET"
        ) from None
    return sheet.read(safe(file), data)


def _in_order(sheets: list[Sheet], name: str) -> tuple[Sheet, Sheet]:
    """Mine first, as far as the names tell. Raises Refused for two sheets of one person."""
    first, second = sheets
    if _name_words(first.by) == _name_words(second.by):
        raise Refused(
            f"{second.file}:{second.line('by')}: both sheets are from the same person.",
            "Each of you answers one, under your own name.",
        )
    is_theirs = [bool(_name_words(item.by) & _name_words(name)) for item in sheets]
    return (second, first) if is_theirs == [True, False] else (first, second)


def _name_words(name: str) -> set[str]:
    return set(name.casefold().split())


def _has_agreed(desk: Desk, relationship: Relationship) -> bool:
    """Whether an agreement is in force now or later, so that new-agreement would refuse."""
    assessed = assessment(relationship, desk.today)
    over = assessed.end is not None and assessed.end < desk.today
    return assessed.terms is not None and not over


def _compared(mine: Sheet, theirs: Sheet) -> list[Question]:
    return [
        Question(
            question=key,
            answers=(mine.answer_to(key), theirs.answer_to(key)),
            agreed=mine.answers[key] is not None and mine.answers[key] == theirs.answers[key],
            free=key in sheet.FREE,
        )
        for key in sheet.QUESTIONS
    ]


COMMAND = Reading(
    Compare,
    compare_expectations,
    needs=("who",),
    fits=lambda desk, person: not rules.has_terms(person, desk.today),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question and both answers (mine, theirs; None: not answered). `free`: in own words."""

    question: str
    answers: tuple[str | None, str | None]
    agreed: bool
    free: bool

    @property
    def is_open(self) -> bool:
        """Whether neither answered."""
        return self.answers == (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """A blank sheet, or two compared ones.

    `sheet`: the blank sheet, if nothing is compared yet. `people`: who answered, me first.
    `command`: the command that agrees on what both want.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="compare-expectations",
        left_out=("name", "questions"),
        keys={"items": "questions"},
    )

    as_of: dt.date
    handle: str
    name: str
    sheet: str | None = None
    people: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    command: tuple[str, ...] = ()

    @property
    def agreed(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.agreed)

    @property
    def differing(self) -> tuple[Question, ...]:
        """What to talk about: different answers, and questions that only one answered."""
        return tuple(
            question
            for question in self.questions
            if not (question.agreed or question.free or question.is_open)
        )

    @property
    def free(self) -> tuple[Question, ...]:
        """The answers in own words."""
        return tuple(
            question for question in self.questions if question.free and not question.is_open
        )


_LABELS = {
    "rhythm": "Cadence",
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


def text(view: Expectations, look: Look) -> Iterator[Line]:
    """Everything `compare-expectations` shows."""
    if view.sheet is not None:
        for part in look.paragraphs(view.sheet):
            comment = wrap(part, look.width, subsequent_indent="# ", break_on_hyphens=False)
            yield from map(line, comment or [""])
        return
    mine, theirs = (look.safe(part) for part in view.people)
    yield line((f"What {mine} and {theirs} expect", Style.STRONG))
    yield line()
    same = [
        f"{_label(question)} {question.answers[0]}" for question in view.agreed if not question.free
    ]
    agreement = f"You agree: {'; '.join(same)}." if same else "You agree on nothing yet."
    yield from filled(look.safe(agreement), look)
    if view.differing:
        yield line()
        yield line("To talk about:")
        yield from _side_by_side(view, look, (mine, theirs))
    for question in view.free:
        yield line()
        yield from _own_words(question, look, (mine, theirs))
    yield line()
    yield from hint(f"{_lead(view)}:", wording.command(*view.command), look)


def _lead(view: Expectations) -> str:
    """What the command agrees on, and what only one wants but the command must say."""
    if not view.differing:
        return "To agree on that"
    wanted = dict(pairwise(view.command))
    flags = {"rhythm": "--cadence", "term": "--for"}
    begun = [
        f"{_label(question)} {wanted[flag]}"
        for question in view.differing
        if (flag := flags.get(question.question, "")) in wanted
    ]
    how = f", beginning with {' and '.join(begun)}" if begun else ""
    return f"The rest is up to you. To agree on what you both said{how}"


def _side_by_side(view: Expectations, look: Look, people: tuple[str, str]) -> Iterator[Line]:
    room = max(_COLUMN, (look.width - _COLUMN) // 2 - GAPS[1])
    heads = [((cut(text, room, look), Style.STRONG),) for text in people]
    rows = (
        [_LABELS[question.question], *(look.safe(text or "") for text in question.answers)]
        for question in view.differing
    )
    yield from side_by_side(heads, rows, room, look, indent=2)


def _own_words(question: Question, look: Look, people: tuple[str, str]) -> Iterator[Line]:
    yield line((_LABELS[question.question], Style.FAINT))
    column = 2 + max(map(len, people)) + GAPS[1]
    for who, answer in zip(people, question.answers, strict=True):
        shown = wording.quoted(answer, look) if answer else look.marks.nothing
        yield from hanging(plain(f"  {who}"), shown, look, column=column)


def _label(question: Question) -> str:
    return _LABELS[question.question].lower()
