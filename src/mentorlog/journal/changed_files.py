"""The files of one change, each before and after, and the steps from one to the other.

A file is taken up only if it is valid and unchanged since the command read it. A sealed file is
opened, changed and sealed again; a new file in a sealed folder is sealed, too. This module doesn't
know what a command may do to an entry or a person (`change` does) and writes nothing to the disk
(`transaction` does).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Conflict, Refused
from mentorlog.frozen import dataclass
from mentorlog.journal import names, sealed
from mentorlog.journal.codec import head_of
from mentorlog.journal.keys import Keys
from mentorlog.journal.names import RELATIONSHIPS
from mentorlog.journal.steps import Move, Put, Step, bytes_at, renamed, under
from mentorlog.journal.texts import Said, agree, fields_of, parsed_text, said_in
from mentorlog.journal.transaction import Saved

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

    def __init__(self, root: Path, keys: Keys | None) -> None:
        super().__init__()
        self._root = root
        self._keys = keys

    @property
    def changed(self) -> tuple[ChangedFile, ...]:
        return tuple(file for file in self.values() if file.is_changed)

    @property
    def saved(self) -> tuple[Saved, ...]:
        """The changed entries, each with its file's new path."""
        found, names = (file.saved for file in self.changed), self._new_names
        return tuple(replace(one, file=under(names, one.file)) for one in found if one)

    @property
    def is_final(self) -> bool:
        """Whether a log would keep sealed text in the clear, so that no log may stay."""
        return any(map(self._tells_what_is_sealed, self.values()))

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
                raise _conflict(path)
            found = said_in(path, before)
            seen = fields_of(subject) if isinstance(subject, Relationship) else subject
            if not agree(head_of(seen) if sealed.is_sealed(before) else seen, found):
                raise _conflict(path)
            saved = saved_as(found, path) if isinstance(found, Entry) else None
            self[key] = replace(as_it_is(path, before), saved=saved)
        return self[key]

    def opened(self, key: str) -> ChangedFile:
        """The changed file under `key`, decrypted if it is sealed."""
        file = self[key]
        if file.is_closed:
            text = sealed.original(file.path, file.before or b"", self._key_ring.open)
            file = self[key] = replace(file, was=text, after=text)
        return file

    def as_found(self, path: str) -> ChangedFile:
        """A file, wherever it is, even in the trash. Raises DamagedJournal if it isn't valid."""
        data = bytes_at(self._root, path) or b""
        said_in(path, data)
        return as_it_is(path, data)

    def keep(self, key: str, after: bytes) -> Said:
        """Give the file a new text, and the name that its date and kind make."""
        file = self[key]
        was, said = parsed_text(file.path, file.after).value, said_in(file.path, after)
        if was is not None and was.id != said.id:
            raise Refused(f"{file.path}: an id can't be changed.", f"It was {was.id}.")
        path = file.path
        if isinstance(was, Entry) and isinstance(said, Entry) and named(was) != named(said):
            path = f"{path.rpartition('/')[0]}/{named(said)}"
        saved = saved_as(said, path) if isinstance(said, Entry) else None
        self[key] = replace(file, path=path, after=after, saved=saved)
        return said

    def rename(self, key: str, path: str) -> None:
        file = self[key]
        saved = replace(file.saved, file=path) if file.saved else None
        self[key] = replace(file, path=path, saved=saved)

    @property
    def _new_names(self) -> dict[str, str]:
        """Old folder -> new folder, for renamed people."""
        return {file.source: file.path for file in self.values() if file.inside and file.source}

    @property
    def _key_ring(self) -> Keys:
        if self._keys is None:
            raise Refused("This is sealed, and there's no key here.")
        return self._keys

    def _on_disk(self, file: ChangedFile) -> bytes:
        path = f"{file.path}/{file.inside}" if file.inside else file.path
        if not self._is_to_be_sealed(file) or (
            not file.sealed and sealed.is_bare_plan(path, file.after)
        ):
            return file.after
        if not file.sealed:
            return sealed.sealed(path, file.after, self._key_ring.seal)
        if file.before is None or file.was is None or file.after == file.was:
            return file.before or b""
        return sealed.resealed(path, file.before, file.was, file.after, self._key_ring.seal)

    def _is_to_be_sealed(self, file: ChangedFile) -> bool:
        """Whether to seal it: as requested, else if it is sealed now or its folder is."""
        if file.seal is not None or file.sealed:
            return file.seal is not False
        place = file.path.split("/")
        return place[0] == RELATIONSHIPS and not file.inside and self._is_sealed_place(place[1])

    def _is_sealed_place(self, folder: str) -> bool:
        """Whether a folder's relationship.yaml says that the relationship is sealed."""
        file = self.get(folder)
        if file is not None:
            return file.sealed if file.seal is None else file.seal
        data = bytes_at(self._root, f"{RELATIONSHIPS}/{folder}/{names.RELATIONSHIP_FILE}")
        return data is not None and sealed.hides_its_words(data)

    def _tells_what_is_sealed(self, file: ChangedFile) -> bool:
        if file.redacted:
            return True
        if file.before is None or file.sealed == self._is_to_be_sealed(file):
            return False
        return file.is_changed and (file.sealed or sealed.has_body(file.path, file.before))


def as_it_is(path: str, data: bytes) -> ChangedFile:
    """A file of the journal without changes."""
    closed = sealed.is_sealed(data)
    return ChangedFile(source=path, before=data, path=path, after=data, was=data, sealed=closed)


def named(entry: Entry) -> str:
    return names.file_name(entry.kind, entry.date, entry.id)


def saved_as(entry: Entry, path: str) -> Saved:
    return Saved(id=entry.id, kind=str(entry.kind), date=entry.date.isoformat(), file=path)


def _conflict(path: str) -> Conflict:
    return Conflict(f"{path} was changed since it was read.", "It's left as it is; try again.")
