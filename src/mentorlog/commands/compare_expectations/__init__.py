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
from mentorlog.errors import Missing, NotAFile, NotFound, Refused, UsageError
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
            f"A blank one:  mentorlog compare-expectations {relationship.handle}",
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


def _in_order(found: list[Sheet], name: str) -> tuple[Sheet, Sheet]:
    """Mine first, as far as the names tell. Raises Refused for two sheets of one person."""
    first, second = found
    if _name_words(first.by) == _name_words(second.by):
        raise Refused(
            f"{second.file}:{second.line('by')}: both sheets are from the same person.",
            "Each of you answers one, under your own name.",
        )
    is_theirs = [bool(_name_words(each.by) & _name_words(name)) for each in found]
    return (second, first) if is_theirs == [True, False] else (first, second)


def _name_words(name: str) -> set[str]:
    return set(name.casefold().split())


def _has_agreed(desk: Desk, relationship: Relationship) -> bool:
    """Whether an agreement is in force or to come, so that new-agreement would refuse."""
    found = assessment(relationship, desk.today)
    over = found.end is not None and found.end < desk.today
    return found.terms is not None and not over


def _compared(mine: Sheet, theirs: Sheet) -> list[Question]:
    return [
        Question(
            question=key,
            answers=(mine.said(key), theirs.said(key)),
            agreed=mine.answers[key] is not None and mine.answers[key] == theirs.answers[key],
            free=key in sheet.FREE,
        )
        for key in sheet.QUESTIONS
    ]


COMMAND = Reading(
    Compare,
    compare_expectations,
    needs=("who",),
    fits=lambda desk, one: not rules.has_terms(one, desk.today),
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
        return tuple(one for one in self.questions if one.agreed)

    @property
    def differing(self) -> tuple[Question, ...]:
        """What to talk about: different answers, and questions that only one answered."""
        return tuple(one for one in self.questions if not (one.agreed or one.free or one.is_open))

    @property
    def free(self) -> tuple[Question, ...]:
        """The answers in own words."""
        return tuple(one for one in self.questions if one.free and not one.is_open)


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
        for each in look.paragraphs(view.sheet):
            comment = wrap(each, look.width, subsequent_indent="# ", break_on_hyphens=False)
            yield from map(line, comment or [""])
        return
    mine, theirs = (look.safe(each) for each in view.people)
    yield line((f"What {mine} and {theirs} expect", Style.STRONG))
    yield line()
    same = [f"{_label(one)} {one.answers[0]}" for one in view.agreed if not one.free]
    said = f"You agree: {'; '.join(same)}." if same else "You agree on nothing yet."
    yield from filled(look.safe(said), look)
    if view.differing:
        yield line()
        yield line("To talk about:")
        yield from _side_by_side(view, look, (mine, theirs))
    for one in view.free:
        yield line()
        yield from _own_words(one, look, (mine, theirs))
    yield line()
    yield from hint(f"{_lead(view)}:", wording.command(*view.command), look)


def _lead(view: Expectations) -> str:
    """What the command agrees on, and what only one wants but the command must say."""
    if not view.differing:
        return "To agree on that"
    said = dict(pairwise(view.command))
    flags = {"rhythm": "--cadence", "term": "--for"}
    begun = [
        f"{_label(one)} {said[flag]}"
        for one in view.differing
        if (flag := flags.get(one.question, "")) in said
    ]
    how = f", beginning with {' and '.join(begun)}" if begun else ""
    return f"The rest is up to you. To agree on what you both said{how}"


def _side_by_side(view: Expectations, look: Look, people: tuple[str, str]) -> Iterator[Line]:
    room = max(_COLUMN, (look.width - _COLUMN) // 2 - GAPS[1])
    heads = [((cut(each, room, look), Style.STRONG),) for each in people]
    rows = (
        [_LABELS[one.question], *(look.safe(each or "") for each in one.answers)]
        for one in view.differing
    )
    yield from side_by_side(heads, rows, room, look, indent=2)


def _own_words(one: Question, look: Look, people: tuple[str, str]) -> Iterator[Line]:
    yield line((_LABELS[one.question], Style.FAINT))
    column = 2 + max(map(len, people)) + GAPS[1]
    for who, answer in zip(people, one.answers, strict=True):
        said = wording.quoted(answer, look) if answer else look.marks.nothing
        yield from hanging(plain(f"  {who}"), said, look, column=column)


def _label(one: Question) -> str:
    return _LABELS[one.question].lower()
