"""Open an entry, or what you know of a person, in your editor; or set who may see it.

Example: mentorlog edit 4v8m
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mentorlog import files
from mentorlog.arguments import Writer, argument, option
from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet
from mentorlog.commands.typed import level
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.changed_files import saved_as
from mentorlog.journal.names import RELATIONSHIP_FILE
from mentorlog.journal.texts import parsed_text
from mentorlog.journal.transaction import Saved


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Writer):
    what: str | None = argument(
        "ID|WHO",
        "An entry by its id, or a person; or a file by its path.",
        offers="people or entries",
        about=True,
    )
    level: str | None = option("--visibility LEVEL", "Only set it: private, pair or open.")
    in_confidence: bool | None = option(
        "--in-confidence/--not-in-confidence", "Only set that, without an editor."
    )

    @property
    def edit(self) -> bool:
        """Whether an editor is to be opened."""
        return self.level is None and self.in_confidence is None


def edit(desk: Desk, typed: Edit, writing: Writing) -> Relationship:
    """One file of the journal, damaged or not; `sheet` says what is opened."""
    if not typed.edit:
        return _shown_to(desk, typed, writing)
    relationship, file = _meant(desk, typed)
    said = parsed_text(file, files.read(desk.journal.root / file)).value
    entry = said if isinstance(said, Entry) else None
    writing.people = [_told(file, entry, relationship)]
    if entry is not None:
        writing.opened(entry)
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


def _refuse_taken(desk: Desk, file: str, entry: Entry) -> None:
    others = [path for path in desk.journal.files_of(entry.id) if path != file]
    if others:
        raise Refused(f"The id {entry.id} belongs to another file: {others[0]}.")


def _told(file: str, entry: Entry | None, relationship: Relationship) -> Saved:
    if entry is not None:
        return saved_as(entry, file)
    if file.endswith(f"/{RELATIONSHIP_FILE}"):
        return Saved(id=relationship.id or "", kind="relationship", date="", file=file)
    return Saved(id="", kind="entry", date="", file=file)


COMMAND = Command("edit", Edit, edit, sheet=sheet)
