"""What one command changes in the journal, collected before anything is written.

A new entry is written as a whole; an existing one is edited in place, key by key. This module knows
the rules for entries and people; `changed_files` works out their files, and `transaction` writes to
the disk.
"""

from __future__ import annotations

import contextlib
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from mentorlog.domain.entries import Agreement, Entry, KeyPath, Visibility
from mentorlog.domain.relationship import Relationship, Role, Timeline, timeline_order
from mentorlog.domain.words import RelationshipWords
from mentorlog.errors import DamagedJournal, Refused
from mentorlog.frozen import replace
from mentorlog.journal import names, sealed
from mentorlog.journal.changed_files import (
    ChangedFile,
    ChangedFiles,
    Subject,
    as_it_is,
    file_name_of,
    saved_as,
)
from mentorlog.journal.codec import words_of
from mentorlog.journal.keys import Keys
from mentorlog.journal.names import RELATIONSHIPS
from mentorlog.journal.reading import EntryFile, Reading, copies_of
from mentorlog.journal.steps import Step, bytes_at
from mentorlog.journal.texts import Record, fields_of, new_text, record_in, updated, version_in
from mentorlog.journal.transaction import Saved
from mentorlog.journal.trash import entries_in_trash, free_folder, free_place, redacted
from mentorlog.journal.yaml import Value

E = TypeVar("E", bound=Entry)


class Change:
    """What one command does to a journal; `saving.save` carries it out, all of it or nothing.

    `ids`: ids for new entries. `visibility`: the requested visibility of all that is written.
    `draft`: the id of the command's draft. `tidy`: the paths of folders in which no earlier save
    can have left anything.

    Every method that takes an entry or a relationship raises Conflict if its file changed since it
    was read, DamagedJournal if the file isn't valid, and Refused if it can't be changed in place.
    """

    def __init__(
        self,
        root: Path,
        reading: Reading,
        keys: Keys | None = None,
        *,
        ids: Iterator[str] | None = None,
        visibility: Visibility | None = None,
        draft: str = "",
        tidy: Collection[str] = (),
    ) -> None:
        self._root = root
        self._reading = reading
        self._files = ChangedFiles(root, keys, reading)
        self._present: dict[str, Saved] = {}  # to be added, but already in the journal
        self._gone: set[str] = set()  # ids of removed entries
        self._taken: list[Saved] = []  # entries removed with their person
        self._owners: dict[str, str | None] = {}  # entry id -> its relationship's, if new or moved
        self._ids = ids or iter(self.new_id, None)
        self._visibility = visibility
        self.draft = draft
        self.tidy = tidy
        self.drops: tuple[str, ...] = ()  # ids of drafts to remove after saving
        self.entries: dict[str, Entry] = {}  # by id, as they will be after the change
        # What the report says besides the entries:
        self.people: list[Saved] = []
        self.others: tuple[Relationship, ...] = ()  # further people it is about
        self.before: Agreement | None = None  # the agreement being amended
        self.to_raise: tuple[str, ...] = ()  # notes to raise at the logged meeting
        self.about: tuple[str, ...] = ()  # what was closed and how, or the changed name
        self.lines: list[str] = []  # finished sentences
        self.erases = False  # the person is to be erased next
        # What is left out of an imported file: the place there, why, and how many.
        self.left_out: tuple[tuple[str, str, int], ...] = ()
        self.here_already = 0  # entries of the imported file that the journal has
        self.taken: int | None = None  # imported meetings; None: no file of meetings
        self.followed = 0  # meetings here that the imported file changed

    @property
    def saved(self) -> tuple[Saved, ...]:
        """The entries to write, in the order in which the command gave them."""
        return (*self._present.values(), *self._files.saved, *self._taken)

    @property
    def is_empty(self) -> bool:
        return not self._present and not self._files.changed

    @property
    def is_outdated(self) -> bool:
        """Whether the journal has changed since it was read. Ask under the lock."""
        watched = self._reading.watched
        return watched is not None and not watched.is_unchanged

    @property
    def is_final(self) -> bool:
        """Whether a log would keep sealed text in the clear, so that no log may stay."""
        return self._files.is_final

    def steps(self, began: Collection[str] = ()) -> tuple[Step, ...]:
        """The steps to carry out on the disk; entries in `began` (see `Draft`) aren't added twice.

        Raises Refused if an id to be added is in the journal for another reason.
        """
        for identity, saved in self._present.items():
            if identity not in began:
                raise Refused(f"There's already an entry with the id {identity}: {saved.file}")
        return self._files.steps

    def new_id(self) -> str:
        """An id used neither in the journal nor in this change."""
        people = [person.id or "" for person in self._reading.contents.relationships]
        entries = self._reading.entry_files
        return names.new_id(people, entries, self._files.new_folders, self._files)

    def new_relationship(
        self,
        *,
        name: str,
        my_role: Role = Role.MENTEE,
        alias: str | None = None,
        in_confidence: bool = False,
        words: RelationshipWords | None = None,
        called: str | None = None,
        identity: str | None = None,
    ) -> Relationship:
        """Add a person; their handle comes from `called`, else the alias, else the name.

        `identity`: the id that both sides use for the relationship. Raises Refused without a name,
        or in confidence without an alias.
        """
        identity = identity or self.new_id()
        handle = names.handle_of(called or alias or name)
        someone = Relationship(
            handle=handle,
            name=name,
            id=identity,
            my_role=my_role,
            alias=alias,
            in_confidence=in_confidence,
            words=words or RelationshipWords(),
        )
        folder = self._files.new_folder(handle, identity)
        path = names.person_file(folder)
        data = new_text(path, fields_of(someone))
        self._files[folder] = ChangedFile(source=None, before=None, path=path, after=data)
        self._files.new_folders[identity] = folder
        return replace(someone, handle=self._files.handle_for(handle, folder, identity))

    def fresh_id(self) -> str:
        """The next id for a new entry; a retry of the command gets the same ids."""
        return next(self._ids)

    def add(self, relationship: Relationship, entry: E, *, like: Entry | None = None) -> E:
        """Add a new entry under a fresh id; unknown keys of `like` are carried over."""
        added = replace(entry, id=self.fresh_id())
        return self.take(relationship, added, like=like)

    def put_back(self, relationship: Relationship, entry: E, text: bytes) -> E:
        """Add an entry again under a fresh id, in the `text` of its file then, changed in place."""
        return self.take(relationship, replace(entry, id=self.fresh_id()), text=text)

    def take(
        self,
        relationship: Relationship,
        entry: E,
        *,
        like: Entry | None = None,
        text: bytes | None = None,
    ) -> E:
        """Add a new entry under the id that it has; `like` as in `add`, `text` as in `put_back`."""
        entry = replace(entry, visibility=self._visibility or entry.visibility)
        self.entries[entry.id] = entry
        self._owners[entry.id] = relationship.id
        if (copies := self._reading.entry_files.get(entry.id)) is not None:
            self._present[entry.id] = saved_as(entry, copies[0].path)
            return entry
        if entry.id in self._files:
            raise Refused(f"Two entries can't have one id: {entry.id}")
        path = self._path(relationship, entry)
        if text is None:
            text = new_text(path, entry, None if like is None else self._unknown_of(like))
        else:
            text = updated(path, text, entry)
        self._files[entry.id] = ChangedFile(
            source=None, before=None, path=path, after=text, saved=saved_as(entry, path)
        )
        return entry

    def update(self, old: E, new: E) -> None:
        """Change an entry's file in place wherever `new` differs from `old`.

        Words that aren't loaded stay as they are.
        """
        changed = replace(new, visibility=self._visibility or new.visibility)
        if changed != old:
            self._update(old, changed)
            self.entries[changed.id] = changed

    def level(self, entry: Entry) -> None:
        """Apply the requested visibility, if any, to an entry."""
        self.update(entry, entry)

    def describe(self, old: Relationship, new: Relationship) -> Relationship:
        """Change a person's own fields in place; a new alias renames the folder."""
        self._update(old, new)
        if (new.alias, new.in_confidence) != (old.alias, old.in_confidence):
            new = self._files.refile_person(new)
        self._report(old)
        return new

    def rewrite(self, path: str, before: bytes, after: bytes) -> Record:
        """Replace a whole file by its owner's edit.

        It may have been damaged; it must be valid now.
        """
        self._files[path] = as_it_is(path, before)
        self._files.decrypted(path)
        record = self._files.keep(path, after)
        if isinstance(record, Entry):
            self.entries[record.id] = record
        return record

    def opened(self, entry: Entry) -> None:
        """Take up an entry's file for the editor, even if nothing else changes it."""
        self.entries.setdefault(entry.id, entry)

    def text_of(self, entry: Entry) -> tuple[str, bytes | None, bytes]:
        """An entry's file: path, bytes now (None: a new file), and bytes after the change."""
        _, file = self._files.opened(entry)
        return file.path, file.was, file.after

    def reword(self, entry: Entry, after: bytes) -> Entry:
        """Replace an entry's text by its owner's edit."""
        key, _ = self._files.opened(entry)
        record = self._files.keep(key, after)
        if not isinstance(record, Entry):
            raise TypeError(type(record).__name__)  # never: a file among entries holds an entry
        self.entries[entry.id] = record
        return record

    def refile(self, entry: Entry) -> None:
        """Rename an entry's file after its date and kind."""
        key, file = self._files.look_up(entry)
        self._files.rename(key, f"{file.path.rpartition('/')[0]}/{file_name_of(entry)}")

    def move(self, entry: Entry, relationship: Relationship) -> None:
        """Move an entry to another relationship; what refers to it still does."""
        key, file = self._files.look_up(entry)
        folder, name = self._files.folder_of(relationship), file.path.rpartition("/")[2]
        self._files.rename(key, f"{RELATIONSHIPS}/{folder}/{name}")
        if self._files.is_sealed_place(folder):
            self._files.seal_found(self._files.removed(entry))
        self.entries[entry.id] = entry
        self._owners[entry.id] = relationship.id

    def remove(self, entry: Entry) -> None:
        """Move the entry into the trash."""
        key, file = self._files.look_up(entry)
        self._files.rename(key, free_place(self._root, file.path))
        self._gone.add(entry.id)

    def remove_person(self, relationship: Relationship) -> None:
        """Move a person's folder into the trash, with everything in it, even if damaged.

        Raises Refused if no file in it can identify the folder for undo, DamagedJournal if there
        are copies of it, which would take its place.
        """
        folder = self._files.folder_of(relationship)
        if copies := copies_of(self._reading, folder):
            listed = " and ".join(f"{RELATIONSHIPS}/{name}" for name in (folder, *copies))
            raise DamagedJournal(
                f"Several folders are {relationship.handle}'s: {listed}",
                "Keep one of them, then try again.",
            )
        source, target = f"{RELATIONSHIPS}/{folder}", free_folder(self._root, folder)
        inside = self._known_by(source)
        file = as_it_is(source, bytes_at(self._root, f"{source}/{inside}") or b"")
        self._files[folder] = replace(file, path=target, inside=inside)
        identity, place = relationship.id or "", f"{target}/{names.RELATIONSHIP_FILE}"
        self.people = [Saved(id=identity, kind="relationship", date="", file=place)]
        for entry in relationship.entries:
            path = self._reading.entry_files[entry.id][0].path
            self._taken.append(saved_as(entry, f"{target}/{path.rpartition('/')[2]}"))
            self._gone.add(entry.id)

    def _known_by(self, folder: str) -> str:
        files = sorted(path.name for path in (self._root / folder).glob("*.yaml"))
        if not files:
            raise Refused(f"There's no file in {folder}.", "mentorlog doctor")
        return names.RELATIONSHIP_FILE if names.RELATIONSHIP_FILE in files else files[0]

    def rename(
        self, relationship: Relationship, name: str, called: str | None = None
    ) -> Relationship:
        """Change a person's name, and the handle with it unless an alias makes the handle.

        `called`: a handle that the user chose.
        """
        renamed = replace(relationship, name=name)
        self._update(relationship, renamed)
        renamed = self._files.refile_person(renamed, called)
        self._report(relationship)
        return renamed

    def redact(self, relationship: Relationship, drafts: Iterable[str] = ()) -> int:
        """Remove everything written about a person, and the `drafts`; return how many drafts.

        The heads of entries stay. Needs no key.
        """
        subjects: tuple[Subject, ...] = (relationship, *relationship.entries)
        for subject in subjects:
            key, file = self._files.look_up(subject)
            if not file.inside and file.source is not None:
                record = redacted(record_in(file.path, file.after))
                self._files[key] = replace(file, after=new_text(file.path, record), redacted=True)
        for path in self._beside(relationship):
            file = self._files.as_found(path)
            after = new_text(path, redacted(version_in(path, file.after)))
            self._files[path] = replace(file, after=after, redacted=True)
        self.drops = tuple(draft for draft in drafts if draft != self.draft)
        return len(self.drops)

    def seal(self, relationship: Relationship) -> None:
        """Seal all that is written about a person, including their removed entries.

        Plans without words stay plain: they have nothing to hide yet. Raises DamagedJournal for
        damaged files in the trash, and for a damaged second version of relationship.yaml.
        """
        self._seal(relationship)
        for entry in relationship.entries:
            _, file = self._files.look_up(entry)
            if not sealed.is_bare_plan(file.path, file.after):
                self._seal(entry)
            self.entries[entry.id] = entry
        self._files.seal_found(self._beside(relationship))

    def seal_entry(self, entry: Entry) -> None:
        """Seal one entry, also what the trash has of it."""
        self._seal(entry)
        self._files.seal_found(self._files.removed(entry))
        self.entries[entry.id] = entry

    def seal_what_is_plain(self, people: Iterable[Relationship]) -> tuple[str, ...]:
        """Seal each plain file about these people, also removed ones and second versions.

        And second and removed versions of anybody's sealed entry. Damaged files are left alone.
        Returns the paths.
        """
        copies = (files for files in self._reading.entry_files.values() if len(files) > 1)
        paths = [file.path for files in copies if self._is_one_sealed(files) for file in files]
        for person in people:
            folder = self._reading.folders.get(person.handle)
            paths += [folder.path, *(file.path for file in folder.entry_files)] if folder else []
            paths += self._files.trash_of(person)
        paths += [path for id_, path in entries_in_trash(self._root) if self._is_to_be_sealed(id_)]
        plain = []
        for path in dict.fromkeys(paths):
            with contextlib.suppress(DamagedJournal):
                file = self._files.as_found(path)
                if not (file.sealed or sealed.is_bare_plan(path, file.after)):
                    self._files[path] = replace(file, seal=True)
                    plain.append(path)
        return tuple(plain)

    def hidden(self, people: Iterable[Relationship]) -> list[Relationship]:
        """Those who are sealed, or were until another machine changed the same file."""
        return [
            who
            for who in people
            if any(
                sealed.is_sealed_at(self._root, path)
                for path in (self._files.file_of(who), *self._files.versions_of(who))
            )
        ]

    def _is_one_sealed(self, copies: Iterable[EntryFile]) -> bool:
        return any(sealed.is_sealed_at(self._root, copy.path) for copy in copies)

    def _is_to_be_sealed(self, identity: str) -> bool:
        copies = self._reading.entry_files.get(identity, ())
        return any(sealed.is_to_be_sealed(self._root, copy.path) for copy in copies)

    def _beside(self, relationship: Relationship) -> tuple[str, ...]:
        """Second versions of a relationship.yaml, and what the trash has of a person.

        Some of that may have been somebody else's.
        """
        files = self._files
        versions, trash = files.versions_of(relationship), files.trash_of(relationship)
        return (*versions, *trash, *files.removed(*relationship.entries))

    def unseal(self, relationship: Relationship) -> None:
        """Turn a person's sealed files back into the plain text they hold."""
        self._unseal(relationship)
        for path in self._files.versions_of(relationship):
            with contextlib.suppress(DamagedJournal):  # left alone, as a damaged entry is
                self._files[path] = self._files.as_found(path)
                self._open(path)
        for entry in relationship.entries:
            self.unseal_entry(entry)

    def unseal_entry(self, entry: Entry) -> None:
        self._unseal(entry)
        self.entries[entry.id] = entry

    @property
    def first(self) -> Entry:
        """The entry that the command is about."""
        return next(iter(self.entries.values()))

    def after(self, relationship: Relationship) -> Relationship:
        """The relationship as it will be."""
        kept, changed = [*relationship.entries], {*self.entries, *self._gone}
        own = {entry.id for entry in kept if entry.id in changed}
        if own:
            kept = [entry for entry in kept if entry.id not in own]
        for entry in self.entries.values():
            if self._is_of(relationship, entry, own):
                insort(kept, entry, key=timeline_order)
        return replace(relationship, entries=Timeline(kept))

    def _is_of(self, relationship: Relationship, entry: Entry, own: Collection[str]) -> bool:
        """Whether a changed entry belongs to the relationship; `own`: the changed ids it had."""
        if (owner := self._owners.get(entry.id)) is not None:
            return owner == relationship.id
        copies = self._reading.entry_files.get(entry.id)
        folder = self._reading.folders.get(relationship.handle)
        if entry.id in own or not copies or folder is None:
            return True
        return copies[0].path.startswith(f"{RELATIONSHIPS}/{folder.name}/")

    def _update(self, old: Subject, new: Subject) -> None:
        key, file = self._files.opened(old)
        if file.sealed and words_of(old) is None and words_of(new) is not None:
            raise Refused(f"{file.path} is sealed; its text wasn't read.")  # so that it isn't lost
        aim = fields_of(new) if isinstance(new, Relationship) else new
        self._files.keep(key, updated(file.path, file.after, aim))

    def _unknown_of(self, entry: Entry) -> Mapping[KeyPath, Value]:
        """The unknown keys of an agreement's file, to carry over to its amendment."""
        from mentorlog.journal import codec

        _, file = self._files.opened(entry)
        parsed, keys = codec.parsed_bytes(Entry, file.after)
        return codec.unknown_keys(parsed.value, keys)

    def _seal(self, subject: Subject) -> None:
        key, file = self._files.look_up(subject)
        self._files[key] = replace(file, seal=True)

    def _unseal(self, subject: Subject) -> None:
        """Put back the bytes that were sealed."""
        key, _ = self._files.look_up(subject)
        self._open(key)

    def _open(self, key: str) -> None:
        if self._files[key].sealed:
            file = self._files.decrypted(key)
            sealed.unsealed(file.path, file.before or b"", file.after)
            self._files[key] = replace(file, seal=False)

    def _report(self, person: Relationship) -> None:
        file = self._files.file_of(person)
        self.people = [Saved(id=person.id or "", kind="relationship", date="", file=file)]

    def _path(self, relationship: Relationship, entry: Entry) -> str:
        return f"{RELATIONSHIPS}/{self._files.folder_of(relationship)}/{file_name_of(entry)}"
