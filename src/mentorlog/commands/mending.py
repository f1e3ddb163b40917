"""edit, move, rename and remove: second thoughts about what is in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from mentorlog import files
from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet
from mentorlog.commands.typed import level, words
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Contribution, Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ContributionWords
from mentorlog.errors import DamagedJournal, NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.names import RELATIONSHIP_FILE
from mentorlog.journal.texts import parsed_text
from mentorlog.views.written import WrittenEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`level`, `in_confidence`: set at once, without an editor."""

    prose: ClassVar[tuple[str, ...]] = ()
    what: str | None = None
    level: str | None = None
    in_confidence: bool | None = None

    @property
    def edit(self) -> bool:
        """Whether an editor is to be opened."""
        return self.level is None and self.in_confidence is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    prose: ClassVar[tuple[str, ...]] = ()
    entry: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    prose: ClassVar[tuple[str, ...]] = ()
    who: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    prose: ClassVar[tuple[str, ...]] = ()
    entry: str | None = None


def edit(desk: Desk, typed: Edit, writing: Writing) -> Relationship:
    """One file of the journal, damaged or not; `sheet` says what is opened."""
    if not typed.edit:
        return _shown_to(desk, typed, writing)
    relationship, file = _meant(desk, typed)
    said = parsed_text(file, files.read(desk.journal.root / file)).value
    entry = said if isinstance(said, Entry) else None
    writing.people = [_told(file, entry, relationship)]
    return relationship


def _shown_to(desk: Desk, typed: Edit, writing: Writing) -> Relationship:
    """Who may see an entry, decided later."""
    relationship, entry = desk.entry(typed.what or "")
    said = entry.in_confidence if typed.in_confidence is None else typed.in_confidence
    visibility = level(typed.level) or entry.visibility
    writing.update(entry, replace(entry, visibility=visibility, in_confidence=said))
    if writing.is_empty:
        raise Refused(f"{entry.id} says so already.")
    return relationship


def move(desk: Desk, typed: Move, writing: Writing) -> Relationship:
    """One entry, and what belongs to it, from one person to another."""
    if typed.entry is None or typed.who is None:
        raise UsageError("Which entry, and to whom?", "mentorlog move ID WHO")
    old, entry = desk.entry(typed.entry)
    new = desk.relationship(typed.who)
    if new.handle == old.handle:
        raise Refused(f"It belongs to {new.handle} already.")
    for each in (entry, *_tied(desk.read(old), entry)):
        rules.fits(new, each, desk.today)
        writing.move(each, new)
    writing.level(entry)
    return new


def rename(desk: Desk, typed: Rename, writing: Writing) -> Relationship:
    """The person's name, and with it the handle and the folder."""
    if typed.who is None or typed.name is None:
        raise UsageError("Who, and what is the new name?", 'mentorlog rename WHO "Dana Öz"')
    relationship = desk.relationship(typed.who)
    name = " ".join((words(typed.name, "The name") or "").split())
    if name == relationship.name:
        raise Refused(f"{relationship.handle} has that name already.")
    renamed = writing.rename(relationship, name)
    if renamed.handle != relationship.handle:
        writing.lines.append(f"The handle is {renamed.handle} now.")
    return renamed


def remove(desk: Desk, typed: Remove, writing: Writing) -> Relationship:
    """One entry into the trash; what referred to it no longer does."""
    if typed.entry is None:
        raise UsageError("Which entry?", "mentorlog remove ID")
    relationship, entry = desk.entry(typed.entry)
    writing.remove(entry)
    tied = tuple(_tied(desk.read(relationship), entry))
    for each in tied:
        said = each.words or ContributionWords()
        meeting = None if said.meeting == entry.id else said.meeting
        answers = None if said.answers == entry.id else said.answers
        writing.update(each, replace(each, words=replace(said, meeting=meeting, answers=answers)))
    return relationship


def sheet(desk: Desk, typed: Edit, writing: Writing, relationship: Relationship) -> Sheet:
    """The file as it stands; what is wrong with it is told above. Raises DamagedJournal."""
    _, file = _meant(desk, typed)
    before, base = desk.journal.text_of(file)
    parsed = parsed_text(file, base)
    if parsed.newer:
        raise DamagedJournal(
            f"{file} was written by a newer mentorlog; it is shown, but not changed.",
            "Update mentorlog, then try again.",
        )
    writing.people = []
    was = parsed.value if isinstance(parsed.value, Entry) else None

    def accept(text: bytes) -> Relationship | None:
        said = writing.rewrite(file, before, text)
        if isinstance(said, Entry):
            _refuse_taken(desk, file, said)
            if was is None or rules.place_in_time(was) != rules.place_in_time(said):
                rules.fits(relationship, said, desk.today)
            return None
        changed = replace(
            relationship, name=said.name, alias=said.alias, in_confidence=said.in_confidence
        )
        if text != base:
            writing.people = [_told(file, None, changed)]
        return changed

    above = [f"line {line}: {what}" if line else what for line, what in parsed.problems]
    return Sheet(
        file=file,
        base=base,
        text=base,
        accept=accept,
        above=tuple(_placed(above, parsed.problems)),
        way_out=f"Open the file itself:  {desk.journal.root / file}",
    )


def _placed(told: list[str], problems: tuple[tuple[int | None, str], ...]) -> Iterator[str]:
    """What is wrong, with the lines as they are below these."""
    for text, (line, what) in zip(told, problems, strict=True):
        yield f"line {line + len(told)}: {what}" if line else text


def _meant(desk: Desk, typed: Edit) -> tuple[Relationship, str]:
    """Whose file, and which: a person's own, an entry's, or a damaged one by its path or id."""
    if typed.what is None:
        raise UsageError("What do you want to edit?", "mentorlog edit ID|WHO")
    try:
        relationship = desk.relationship(typed.what)
    except NotFound as nobody:
        relationship, file = _file(desk, typed.what, nobody)
        return relationship, file
    return relationship, desk.journal.file_of(relationship)


def _file(desk: Desk, word: str, nobody: NotFound) -> tuple[Relationship, str]:
    found = desk.journal.files_like(word)
    if len(found) > 1:
        raise Refused(
            f"That fits more than one file: {' and '.join(found[:3])}.",
            f"mentorlog edit {found[0]}",
        )
    if not found:
        raise nobody
    folder = found[0].split("/")[1]
    return desk.relationship(desk.journal.handle_in(folder)), found[0]


def _tied(relationship: Relationship, entry: Entry) -> Iterator[Contribution]:
    """What was given or received at a meeting, or for an ask."""
    for each in relationship.of(Contribution):
        if each.words and entry.id in (each.words.meeting, each.words.answers):
            yield each


def _refuse_taken(desk: Desk, file: str, entry: Entry) -> None:
    others = [path for path in desk.journal.files_of(entry.id) if path != file]
    if others:
        raise Refused(f"The id {entry.id} belongs to another file: {others[0]}.")


def _told(file: str, entry: Entry | None, relationship: Relationship) -> WrittenEntry:
    if file.endswith(f"/{RELATIONSHIP_FILE}"):
        kind, identity = "relationship", relationship.id or ""
    else:
        kind, identity = (str(entry.kind), entry.id) if entry else ("entry", "")
    date = entry.date if entry else None
    return WrittenEntry(id=identity, kind=kind, date=date, file=file, entry=entry)


EDIT = Command("edit", Edit, edit, sheet=sheet)
MOVE = Command("move", Move, move)
RENAME = Command("rename", Rename, rename, levels=False)
REMOVE = Command("remove", Remove, remove, levels=False)
