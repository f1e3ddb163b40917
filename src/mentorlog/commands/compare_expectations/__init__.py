"""Print a sheet of questions for both of you to answer alone; with both sheets, compare them.

Example: mentorlog compare-expectations dana-oz mine.yaml danas.yaml
"""

from __future__ import annotations

from pathlib import Path

from mentorlog import files
from mentorlog.arguments import WHO, Reader, argument
from mentorlog.commands.compare_expectations import sheet
from mentorlog.commands.compare_expectations.sheet import Sheet
from mentorlog.commands.compare_expectations.view import Expectations, Question
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.commands.rooms import Reading
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.errors import Missing, NotAFile, NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.safe import safe
from mentorlog.views.confidence import shown_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Reader):
    who: str | None = WHO
    sheets: list[str] | None = argument("SHEET", "Both answered sheets; none prints a blank one.")


def compare_expectations(desk: Desk, typed: Compare) -> Result:
    """A blank sheet, or what two answered ones have in common. Nothing is stored."""
    if typed.who is None:
        raise UsageError("Whose expectations?", "mentorlog compare-expectations WHO")
    relationship = desk.relationship(typed.who)
    name = shown_name(relationship, reveal=desk.reveal)
    bare = Expectations(as_of=desk.today, handle=relationship.handle, name=name)
    problems = desk.contents.problems
    if not typed.sheets:
        return Result(view=bare.asking(sheet.blank(relationship.handle)), problems=problems)
    if len(typed.sheets) != 2:  # noqa: PLR2004 - two people
        raise UsageError(
            "It takes two sheets, one from each of you.",
            f"A blank one:  mentorlog compare-expectations {relationship.handle}",
        )
    mine, theirs = _in_order([_sheet(file) for file in typed.sheets], name)
    verb = "amend" if _has_agreed(desk, relationship) else "new-agreement"
    compared = bare.comparing(
        people=(mine.by, theirs.by),
        questions=tuple(_compared(mine, theirs)),
        command=(verb, relationship.handle, *sheet.options(mine, theirs)),
    )
    return Result(view=compared, problems=problems)


def _sheet(file: str) -> Sheet:
    try:
        data = files.read(Path(file).expanduser())
    except (Missing, NotAFile):
        raise NotFound(
            f"There is no such file: {safe(file)}", "mentorlog compare-expectations WHO SHEET SHEET"
        ) from None
    return sheet.read(safe(file), data)


def _in_order(found: list[Sheet], name: str) -> tuple[Sheet, Sheet]:
    """Mine first, as far as the names tell. Raises Refused for two sheets of one person."""
    first, second = found
    if _words(first.by) == _words(second.by):
        raise Refused(
            f"{second.file}:{second.line('by')}: both sheets are by the same person.",
            "Each of you answers one, under your own name.",
        )
    is_theirs = [bool(_words(each.by) & _words(name)) for each in found]
    return (second, first) if is_theirs == [True, False] else (first, second)


def _words(name: str) -> set[str]:
    return set(name.casefold().split())


def _has_agreed(desk: Desk, relationship: Relationship) -> bool:
    """Whether an agreement is in force, or to come, which new-agreement would refuse."""
    found = assessment(relationship, desk.today)
    over = found.end is not None and found.end < desk.today
    coming = found.standing is Standing.UPCOMING
    return coming or (found.terms is not None and not over)


def _compared(mine: Sheet, theirs: Sheet) -> list[Question]:
    return [
        Question(
            question=key,
            answers=(mine.said(key), theirs.said(key)),
            agreed=mine.answers[key] is not None and mine.answers[key] == theirs.answers[key],
            free=key in sheet.FREE,
        )
        for key in sheet.KEYS
    ]


COMMAND = Reading(Compare, compare_expectations)
