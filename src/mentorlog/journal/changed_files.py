"""The files of one change: where each is, its text before and after, and the steps in between.

A file is taken up only if it is valid and unchanged since the command read it. A sealed file is
opened, changed and sealed again; a new file in a sealed folder is sealed, too. This module doesn't
know what a command may do to an entry or a person (`change` does) and writes nothing to the disk
(`transaction` does).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship, RelationshipFields
from mentorlog.errors import DamagedJournal, Refused
from mentorlog.frozen import dataclass, replace
from mentorlog.journal import names, sealed
from mentorlog.journal.codec import head_of
from mentorlog.journal.keys import Keys, needed
from mentorlog.journal.names import RELATIONSHIPS, TRASH
from mentorlog.journal.reading import Reading
from mentorlog.journal.steps import Move, Put, Step, bytes_at, conflict, renamed, under
from mentorlog.journal.texts import (
    Record,
    agree,
    fields_of,
    parsed_text,
    parsed_version,
    record_in,
    version_in,
)
from mentorlog.journal.transaction import Saved
from mentorlog.journal.trash import entries_in_trash, files_in_trash

Subject = Entry | Relationship


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """A file as it is and as it will be; `source` and `before` are None for a new one.

    `was`, `after`: its text before and after; for a sealed file, the decrypted text once it is
        opened.
    `inside`: as in `Move`; then `source` and `path` are folders.
    `sealed`: whether it is sealed now.
    `seal`: whether it will be; None = as its folder demands.
    `redacted`: its words must not survive anywhere.
    """

    source: str | None
    before: bytes | None
    path: str
    after: bytes
    was: bytes | None = None
    saved: Saved | None = None
    inside: str = ""
    sealed: bool = False
    seal: bool | None = None
    redacted: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether it is sealed and not decrypted yet."""
        return self.sealed and self.was == self.before

    @property
    def is_changed(self) -> bool:
        if self.source != self.path or self.after != self.was:
            return True
        return self.seal is not None and self.seal != self.sealed

    def step(self, after: bytes) -> Step:
        """The step that writes `after` to the disk."""
        if self.source is None or self.before is None:
            return Put(self.path, None, after)
        if self.source != self.path:
            return Move(self.source, self.path, self.before, after, self.inside)
        return Put(self.path, self.before, after)


class ChangedFiles(dict[str, ChangedFile]):
    """The changed files by entry id, folder or path, in the order of their changes."""

    def __init__(self, root: Path, keys: Keys | None, reading: Reading) -> None:
        super().__init__()
        self._root = root
        self._keys = keys
        self._reading = reading
        self.new_folders: dict[str, str] = {}  # of new relationships, by id
        self._old_folders: dict[str, str] = {}  # present folders of renamed people, by id

    @property
    def changed(self) -> tuple[ChangedFile, ...]:
        return tuple(file for file in self.values() if file.is_changed)

    @property
    def saved(self) -> tuple[Saved, ...]:
        """The changed entries, each with its file's new path."""
        entries, names = (file.saved for file in self.changed), self._new_names
        return tuple(replace(entry, file=under(names, entry.file)) for entry in entries if entry)

    @property
    def is_final(self) -> bool:
        """Whether a log would keep sealed text in the clear, so that no log may stay."""
        return any(map(self._shows_sealed_words, self.values()))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Steps for all changed files, folder renames first.

        Raises Refused without a key to seal.
        """
        ordered = sorted(self.changed, key=lambda file: not file.inside)
        steps, names = (file.step(self._on_disk(file)) for file in ordered), self._new_names
        return tuple(renamed(step, names) for step in steps)

    def taken_up(self, key: str, path: str, subject: Subject) -> ChangedFile:
        """The changed file under `key`; read from `path` if it isn't there yet. Raises Conflict."""
        if key not in self:
            before = bytes_at(self._root, path)
            if before is None:
                raise conflict(path)
            record = record_in(path, before)
            expected = fields_of(subject) if isinstance(subject, Relationship) else subject
            if not agree(head_of(expected) if sealed.is_sealed(before) else expected, record):
                raise conflict(path)
            saved = saved_as(record, path) if isinstance(record, Entry) else None
            self[key] = replace(as_it_is(path, before), saved=saved)
        return self[key]

    def decrypted(self, key: str) -> ChangedFile:
        """The changed file under `key`, decrypted if it is sealed."""
        file = self[key]
        if file.is_closed:
            text = sealed.original(file.path, file.before or b"", needed(self._keys).open)
            file = self[key] = replace(file, was=text, after=text)
        return file

    def as_found(self, path: str) -> ChangedFile:
        """A file, wherever it is, even in the trash. Raises DamagedJournal if it isn't valid."""
        data = bytes_at(self._root, path) or b""
        version_in(path, data)
        return as_it_is(path, data)

    def seal_found(self, paths: Iterable[str]) -> None:
        """Seal files, wherever they are. Raises DamagedJournal for one that isn't valid."""
        for path in paths:
            self[path] = replace(self.as_found(path), seal=True)

    def keep(self, key: str, after: bytes) -> Record:
        """Give the file a new text, and the name that its date and kind make."""
        file = self[key]
        was, record = parsed_text(file.path, file.after).value, record_in(file.path, after)
        if was is not None and was.id != record.id:
            raise Refused(f"{file.path}: an id can't be changed.", f"It was {was.id}.")
        path = file.path
        if (
            isinstance(was, Entry)
            and isinstance(record, Entry)
            and file_name_of(was) != file_name_of(record)
        ):
            path = f"{path.rpartition('/')[0]}/{file_name_of(record)}"
        saved = saved_as(record, path) if isinstance(record, Entry) else None
        self[key] = replace(file, path=path, after=after, saved=saved)
        return record

    def rename(self, key: str, path: str) -> None:
        file = self[key]
        saved = replace(file.saved, file=path) if file.saved else None
        self[key] = replace(file, path=path, saved=saved)

    def refile_person(self, relationship: Relationship, called: str | None = None) -> Relationship:
        """Rename a person's folder, and its folder in the trash.

        It is named after `called`, else the alias, else the name.
        """
        key, _ = self.look_up(relationship)
        folder, identity = self.folder_of(relationship), fields_of(relationship).id
        handle = names.handle_of(called or relationship.alias or relationship.name)
        new_folder = folder
        if handle != names.handle_in(folder, identity):
            new_folder = self.new_folder(handle, identity)
            for path in self.trash_of(relationship):
                file = as_it_is(path, bytes_at(self._root, path) or b"")
                new_path = f"{TRASH}/{new_folder}/{path.rpartition('/')[2]}"
                self[path] = replace(file, path=new_path)
            self._old_folders[identity] = folder
            self[key] = replace(
                self[key],
                source=f"{RELATIONSHIPS}/{folder}",
                path=f"{RELATIONSHIPS}/{new_folder}",
                inside=names.RELATIONSHIP_FILE,
            )
        handle = self.handle_for(handle, new_folder, identity, instead_of=folder)
        return replace(relationship, handle=handle)

    def handle_for(self, handle: str, folder: str, identity: str, *, instead_of: str = "") -> str:
        """The handle, or a longer one if another has it, for a new folder."""
        known = [old for old in self._reading.folders.values() if old.name.startswith(handle)]
        others = [(old.name, old.id) for old in known if old.name != instead_of]
        new = [(name, its_id) for its_id, name in self.new_folders.items() if its_id != identity]
        return names.handles([*others, *new, (folder, identity)])[-1]

    def versions_of(self, relationship: Relationship) -> Iterator[str]:
        """The paths of second versions of relationship.yaml, as a sync keeps them."""
        folder = self._reading.folders.get(relationship.handle)
        unread = [file for file in folder.entry_files if not file.parsed.value] if folder else ()
        for file in unread:
            data = bytes_at(self._root, file.path) or b""
            if isinstance(parsed_version(file.path, data).value, RelationshipFields):
                yield file.path

    def trash_of(self, relationship: Relationship) -> Iterator[str]:
        return files_in_trash(self._root, self.folder_of(relationship), relationship)

    def removed(self, *entries: Entry) -> Iterator[str]:
        """The paths of what the trash has of these entries, whoever's they were."""
        ids = {entry.id for entry in entries}
        yield from (path for identity, path in entries_in_trash(self._root) if identity in ids)

    def file_of(self, relationship: Relationship) -> str:
        """The path that relationship.yaml will have after the change."""
        folder = self.folder_of(relationship)
        file = self.get(folder)
        if file is None:
            return names.person_file(folder)
        return f"{file.path}/{file.inside}" if file.inside else file.path

    def opened(self, subject: Subject) -> tuple[str, ChangedFile]:
        """The key and changed file of an entry or person, decrypted if it was sealed."""
        key, _ = self.look_up(subject)
        return key, self.decrypted(key)

    def look_up(self, subject: Subject) -> tuple[str, ChangedFile]:
        """The key and changed file of an entry or person."""
        if isinstance(subject, Relationship):
            key = self.folder_of(subject)
            path = names.person_file(key)
        else:
            key = subject.id
            path = "" if key in self else self._only_file(subject)
        return key, self.taken_up(key, path, subject)

    def _only_file(self, entry: Entry) -> str:
        copies = self._reading.entry_files.get(entry.id, ())
        if not copies:
            raise names.Gone(f"The entry {entry.id}")
        if len(copies) > 1:
            listed = " and ".join(copy.path for copy in copies)
            raise DamagedJournal(
                f"Several files have the entry {entry.id}: {listed}",
                "Keep one of them, then try again.",
            )
        return copies[0].path

    def folder_of(self, relationship: Relationship) -> str:
        if relationship.id in self.new_folders:
            return self.new_folders[relationship.id]
        if relationship.id in self._old_folders:
            return self._old_folders[relationship.id]
        folder = self._reading.folders.get(relationship.handle)
        if folder is None or folder.id != relationship.id:
            raise names.Gone(relationship.handle)
        return folder.name

    def new_folder(self, handle: str, identity: str) -> str:
        folder = names.folder_name(handle, identity)
        taken = os.path.lexists(self._root / RELATIONSHIPS / folder)
        return f"{handle}-{identity}" if taken or folder in self.new_folders.values() else folder

    @property
    def _new_names(self) -> dict[str, str]:
        """Old folder -> new folder, for renamed people."""
        return {file.source: file.path for file in self.values() if file.inside and file.source}

    def _on_disk(self, file: ChangedFile) -> bytes:
        path = f"{file.path}/{file.inside}" if file.inside else file.path
        if not self._is_to_be_sealed(file) or (
            not file.sealed and sealed.is_bare_plan(path, file.after)
        ):
            return file.after
        if not file.sealed:
            return sealed.sealed(path, file.after, needed(self._keys).seal)
        if file.before is None or file.was is None or file.after == file.was:
            return file.before or b""
        return sealed.resealed(path, file.before, file.was, file.after, needed(self._keys).seal)

    def _is_to_be_sealed(self, file: ChangedFile) -> bool:
        """Whether to seal it: as requested, else if it is sealed now or its folder is."""
        if file.seal is not None or file.sealed:
            return file.seal is not False
        place = file.path.split("/")
        return place[0] == RELATIONSHIPS and not file.inside and self.is_sealed_place(place[1])

    def is_sealed_place(self, folder: str) -> bool:
        """Whether a folder's relationship.yaml says that the relationship is sealed."""
        file = self.get(folder)
        if file is not None:
            return file.sealed if file.seal is None else file.seal
        data = bytes_at(self._root, names.person_file(folder))
        return data is not None and sealed.hides_its_words(data)

    def _shows_sealed_words(self, file: ChangedFile) -> bool:
        if file.redacted:
            return True
        if file.before is None or file.sealed == self._is_to_be_sealed(file):
            return False
        return file.is_changed and (file.sealed or sealed.has_body(file.path, file.before))


def as_it_is(path: str, data: bytes) -> ChangedFile:
    """A file of the journal without changes."""
    closed = sealed.is_sealed(data)
    return ChangedFile(source=path, before=data, path=path, after=data, was=data, sealed=closed)


def file_name_of(entry: Entry) -> str:
    return names.file_name(entry.kind, entry.date, entry.id)


def saved_as(entry: Entry, path: str) -> Saved:
    return Saved(id=entry.id, kind=str(entry.kind), date=entry.date.isoformat(), file=path)
