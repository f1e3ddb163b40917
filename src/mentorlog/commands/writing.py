"""What a writing command is, and the `Writing` on which it puts what is to be written.

A command only decides: it is given the desk, what was typed and a `Writing`, and never touches the
disk, asks or tells. That happens in `carrying_out`, once for all commands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet
from mentorlog.commands.keeping import A, Arguments
from mentorlog.domain.entries import Agreement, Entry, Visibility
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import RelationshipWords
from mentorlog.frozen import dataclass
from mentorlog.journal.changes import Change
from mentorlog.journal.logs import Saved
from mentorlog.journal.texts import Said
from mentorlog.terminal.waiting import Work
from mentorlog.views.written import LeftOut, Written, WrittenEntry

if TYPE_CHECKING:
    from mentorlog.terminal.prompts import Prompt

__all__ = ["Arguments", "Command", "Options", "Writing"]

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What every writer takes."""

    dry_run: bool = False
    no_input: bool = False
    resume: str | None = None
    visibility: str | None = None


@dataclass(frozen=True, slots=True)
class Command(Generic[A]):
    """A writer: its name, what it takes, how it decides, and what it may ask on a terminal.

    `ask` completes what was typed and calls its last argument after each answer; `confirmed`: the
    result is shown and agreed to on a terminal before it is saved, even if nothing was asked.
    `then`: the command that follows on a terminal, by what was written.
    `sheet`: what an editor opens, if that is wanted (`edit` among what was typed says no).
    `levels`: whether --visibility means anything, as it writes an entry that may be shown.
    `alone`: it looks at nobody but the `who` among what was typed.
    `work`: what one waits for while it decides, if that may take long; then it asks nothing.
    """

    name: str
    arguments: type[A]
    act: Callable[[Desk, A, Writing], Relationship]
    ask: Callable[[Desk, A, Prompt, Callable[[A], object]], A] | None = None
    confirmed: bool = False
    sheet: Callable[[Desk, A, Writing, Relationship], Sheet] | None = None
    then: Callable[[Written], tuple[Command[Any], object] | None] | None = None
    levels: bool = True
    alone: bool = False
    work: Work | None = None

    def opens_an_editor(self, typed: A) -> bool:
        return self.sheet is not None and bool(getattr(typed, "edit", True))


class Writing:
    """What one command wants written; it collects, and never touches the disk."""

    def __init__(
        self, change: Change, ids: Iterator[str], visibility: Visibility | None, *, draft: str
    ) -> None:
        self._change = change
        self._draft = draft
        self._ids = ids
        self._visibility = visibility
        self._entries: dict[str, Entry] = {}
        self._gone: set[str] = set()
        self.before: Agreement | None = None
        self.people: list[WrittenEntry] = []
        self.lines: list[str] = []
        self.erases = False
        self.left_out: tuple[LeftOut, ...] = ()
        self.here_already = 0
        self.to_raise: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self._change.is_empty

    def new_relationship(
        self,
        *,
        name: str,
        my_role: Role,
        called: str | None = None,
        alias: str | None = None,
        in_confidence: bool = False,
        words: RelationshipWords | None = None,
        identity: str | None = None,
    ) -> Relationship:
        """Someone who is not in the journal yet; `identity`: the id that both sides know."""
        return self._change.new_relationship(
            name=name,
            my_role=my_role,
            called=called,
            alias=alias,
            in_confidence=in_confidence,
            words=words,
            identity=identity,
        )

    def take(self, relationship: Relationship, entry: Entry, *, like: Entry | None = None) -> None:
        """An entry from elsewhere, under the id that it has. `like`: as in `add`."""
        taken = replace(entry, visibility=self._visibility or entry.visibility)
        unknown = self._change.unknown_of(like) if like is not None else None
        self._change.add(relationship, taken, unknown=unknown)
        self._entries[taken.id] = taken

    def add(self, relationship: Relationship, entry: E, *, like: Entry | None = None) -> E:
        """A new entry, with an id of its own and the visibility asked for.

        `like`: an entry whose keys that we don't know are carried over.
        """
        added = replace(entry, id=next(self._ids), visibility=self._visibility or entry.visibility)
        unknown = self._change.unknown_of(like) if like is not None else None
        self._change.add(relationship, added, unknown=unknown)
        self._entries[added.id] = added
        return added

    def update(self, old: E, new: E) -> None:
        """What differs, changed in place, and the visibility asked for; the same is left alone."""
        changed = replace(new, visibility=self._visibility or new.visibility)
        if changed == old:
            return
        self._change.update(old, changed)
        self._entries[changed.id] = changed

    def level(self, entry: Entry) -> None:
        """Whoever may see it by the visibility asked for, if one was."""
        self.update(entry, entry)

    def describe(self, old: Relationship, new: Relationship) -> Relationship:
        """The person's own fields, changed in place; an alias makes the folder's name, too."""
        self._change.update(old, new)
        if (new.alias, new.in_confidence) != (old.alias, old.in_confidence):
            new = self._change.refile_person(new)
        self._tell_of(old)
        return new

    def move(self, entry: Entry, relationship: Relationship) -> None:
        """To another relationship; what refers to it goes on doing so."""
        self._change.move(entry, relationship)
        self._entries[entry.id] = entry

    def remove(self, entry: Entry) -> None:
        """Into the trash."""
        self._change.remove(entry)
        self._gone.add(entry.id)

    def seal(self, relationship: Relationship) -> None:
        """All that is written about a person, in the trash, too, and what will be."""
        self._change.seal(relationship)
        for entry in relationship.entries:
            self._change.seal_if_worded(entry)
            self._entries[entry.id] = entry
        self._change.seal_trash(relationship)

    def seal_entry(self, entry: Entry) -> None:
        self._change.seal(entry)
        self._entries[entry.id] = entry

    def redact(self, relationship: Relationship, drafts: Iterable[str]) -> int:
        """All words about a person go, and other drafts, which are counted; heads stay."""
        self._change.redact(relationship)
        for entry in relationship.entries:
            self._change.redact(entry)
        self._change.redact_trash(relationship)
        self._change.drops = tuple(draft for draft in drafts if draft != self._draft)
        return len(self._change.drops)

    def unseal(self, relationship: Relationship) -> None:
        """The files of a person as they were before they were sealed."""
        self._change.unseal(relationship)
        for entry in relationship.entries:
            self.unseal_entry(entry)

    def unseal_entry(self, entry: Entry) -> None:
        self._change.unseal(entry)
        self._entries[entry.id] = entry

    def rename(self, relationship: Relationship, name: str) -> Relationship:
        """Another name, and with it another handle; the relationship as it is then."""
        renamed = self._change.rename(relationship, name)
        self._tell_of(relationship)
        return renamed

    def opened(self, entry: Entry) -> None:
        """For an editor, even if nothing else changes it."""
        self._entries.setdefault(entry.id, entry)

    def text_of(self, entry: Entry) -> tuple[str, bytes | None, bytes]:
        """As `Change.text_of`."""
        return self._change.text_of(entry)

    def reword(self, entry: Entry, text: bytes) -> Entry:
        """An entry of this change with another text, as its owner edited it."""
        said = self._change.reword(entry, text)
        self._entries[entry.id] = said
        return said

    def rewrite(self, path: str, before: bytes, text: bytes) -> Said:
        """A whole file of the journal with another text, as its owner edited it."""
        said = self._change.rewrite(path, before, text)
        if isinstance(said, Entry):
            self._entries[said.id] = said
        return said

    @property
    def first(self) -> Entry:
        """The entry that the command is about."""
        return next(iter(self._entries.values()))

    def after(self, relationship: Relationship) -> Relationship:
        """The relationship as it will be."""
        changed = {*self._entries, *self._gone}
        kept = [entry for entry in relationship.entries if entry.id not in changed]
        return replace(relationship, entries=(*kept, *self._entries.values()))

    def _tell_of(self, person: Relationship) -> None:
        file, identity = self._change.file_of(person), person.id or ""
        self.people = [WrittenEntry(id=identity, kind="relationship", date=None, file=file)]

    def written(self, one: Saved) -> WrittenEntry:
        """One entry as it is told of."""
        return WrittenEntry(
            id=one.id,
            kind=one.kind,
            date=dt.date.fromisoformat(one.date),
            file=one.file,
            entry=self._entries.get(one.id),
        )
