"""One journal: its people and entries, with or without words, their files, and its drafts.

It changes nothing on the disk but the memo; `saving` and `drafts` do.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from mentorlog import files
from mentorlog.domain.entries import Entry, Visibility
from mentorlog.domain.relationship import Relationship, RelationshipFields
from mentorlog.errors import (
    Conflict,
    DamagedFile,
    DamagedJournal,
    Missing,
    Problem,
    StorageFailed,
)
from mentorlog.frozen import dataclass, replace
from mentorlog.journal import scan
from mentorlog.journal.codec import clean_value, parsed_bytes, unknown_keys
from mentorlog.journal.homes import Home, Homes, refuse_inside
from mentorlog.journal.names import Gone
from mentorlog.journal.reading import Contents, Folder, Reading, copies_of, files_like

if TYPE_CHECKING:  # importing them loads YAML, which readers rarely need
    from mentorlog.domain.entries import KeyPath
    from mentorlog.journal.change import Change
    from mentorlog.journal.drafts import Drafts, Naming
    from mentorlog.journal.keys import Keys
    from mentorlog.journal.memo import Memo
    from mentorlog.journal.saving import HeldJournal
    from mentorlog.journal.yaml import Value

E = TypeVar("E", bound=Entry)
D = TypeVar("D", Entry, RelationshipFields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An entry and its file.

    `value`: the file's keys as read; `unknown`: those that aren't ours.
    """

    entry: Entry
    file: str
    value: Mapping[str, Value]
    unknown: Mapping[KeyPath, Value]
    clean: bool


class Journal:
    """One journal on this machine. Creating and reading it writes nothing into it.

    `root`: the journal's folder, which may be a link; links inside it are not followed.
    `state`: the folder for our own files about journals.
    `keys`: for sealed files.
    `cache`: the folder for the memo; None: no memo.
    `naming`: which fields of a draft name a person.

    Raises Refused if `state` is inside the journal.
    """

    def __init__(
        self,
        root: Path,
        state: Path,
        keys: Keys | None = None,
        cache: Path | None = None,
        naming: Naming = lambda _: (),
    ) -> None:
        refuse_inside(root, state)
        self.keys = keys
        self._naming = naming
        self._unopened: set[Problem] = set()
        self.homes = Homes(state, root)
        self.root = self.homes.root
        self.held: HeldJournal | None = None  # while `saving.held` holds its lock
        self._top: scan.Top | None = None
        self._last: Reading | None = None
        self._memo: Memo | None = None
        if cache is not None:
            from mentorlog.journal.memo import Memo

            refuse_inside(self.root, cache)
            self._memo = Memo(cache / self.homes.mark, self.root)

    @property
    def id(self) -> str | None:
        """The journal's own id; None if it isn't made yet. Raises DamagedJournal."""
        return self._known_top.id

    @property
    def home(self) -> Home:
        """The state folder with its lock, logs and new drafts. Raises DamagedJournal."""
        return self.homes.of(self.id)

    @property
    def state_folder(self) -> Path:
        """This journal's state folder, outside the journal; it may not exist yet."""
        try:
            return self.home.folder
        except DamagedJournal:  # nothing else can be written about it now
            return self.homes.of(None).folder

    @property
    def drafts(self) -> Drafts:
        """The drafts of this journal: typed, not yet saved."""
        from mentorlog.journal.drafts import Drafts

        folder = Home(self.state_folder).drafts
        return Drafts(folder, self.homes, self.keys, self._naming)

    def change(
        self,
        *,
        ids: Iterator[str] | None = None,
        visibility: Visibility | None = None,
        draft: str = "",
    ) -> Change:
        """An empty change for one command to fill and save, based on what was last loaded.

        `ids`, `visibility`, `draft`: as in `Change`.
        """
        from mentorlog.journal.change import Change

        reading = self._reading
        tidy = reading.tidy if self.held else ()  # what is read under the lock stays so
        return Change(
            self.root, reading, self.keys, ids=ids, visibility=visibility, draft=draft, tidy=tidy
        )

    def remember_nothing(self) -> None:
        """From now on, keep no memo of what is read."""
        self._memo = None

    def forget(self) -> None:
        """Drop what was read, so that it is read again when needed."""
        self._last = None

    def load(self, about: scan.About | None = None, *, watch: bool = False) -> Contents:
        """Everything in the journal, heads only; problems are values.

        `about`: only the entries of the people that these words mean are needed. `watch`: make a
        later change able to tell whether the journal is still the same; under the lock it is.

        Raises:
            Refused: there is a file instead of a folder.
            StorageFailed: the folder can't be read.
        """
        watch = watch and self.held is None
        self._last = (about and self._read_about(about, watch=watch)) or self._read(watch=watch)
        return self._last.contents

    def with_words(self, relationship: Relationship, *, unseal: bool = False) -> Relationship:
        """A relationship with its words and those of its entries, read from the files now.

        `unseal`: sealed ones, too; what can't be decrypted is added to `unopened`. Raises Refused
        without the identity, or for a wrong passphrase.
        """
        fields = self._value_at(RelationshipFields, self._folder(relationship).path, unseal=unseal)
        entries = (self._with_words(entry, unseal=unseal) for entry in relationship.entries)
        return replace(relationship, words=fields.words if fields else None, entries=tuple(entries))

    def with_words_of(self, relationship: Relationship, ids: Collection[str]) -> Relationship:
        """A relationship with the words of these entries, except sealed ones."""
        entries = (
            self._with_words(entry, unseal=False) if entry.id in ids else entry
            for entry in relationship.entries
        )
        return replace(relationship, entries=tuple(entries))

    def read(self, entry: E) -> E:
        """An entry with its words, decrypted if sealed, in order to change it.

        Raises what `with_words` raises, DamagedJournal if it can't be decrypted, and Conflict if
        its file is gone by now.
        """
        path = self._file(entry)
        now: Entry | None = parsed_bytes(Entry, self.text_of(path)[1])[0].value if path else None
        return cast("E", now or entry)

    def person(self, relationship: Relationship) -> Relationship:
        """A person with their words, decrypted if sealed, to change them.

        Raises as `read`, and DamagedJournal for a file that may not be changed.
        """
        path = self._folder(relationship).path
        fields = clean_value(path, parsed_bytes(RelationshipFields, self.text_of(path)[1])[0])
        return replace(relationship, words=fields.words)

    @property
    def unopened(self) -> tuple[Problem, ...]:
        """The problems found while decrypting sealed files."""
        return tuple(sorted(self._unopened, key=lambda problem: (problem.file, problem.line or 0)))

    def stored(
        self,
        relationship: Relationship,
        *,
        unseal: bool = False,
        wanted: Callable[[bytes], bool] = lambda _: True,
    ) -> tuple[Stored, ...]:
        """A relationship's entries with their files, in the order of the timeline.

        `unseal`: as in `with_words`. `wanted`: keeps an entry, given the text of its file.
        """
        entries = (self._stored(entry, wanted, unseal=unseal) for entry in relationship.entries)
        return tuple([stored for stored in entries if stored is not None])

    def with_stored(
        self, relationship: Relationship, *, unseal: bool = False
    ) -> tuple[Relationship, tuple[Stored, ...]]:
        """A relationship `with_words`, and its entries as `stored`; each file is read once."""
        stored = self.stored(relationship, unseal=unseal)
        by_id = {kept.entry.id: kept.entry for kept in stored}
        entries = tuple([by_id.get(entry.id, entry) for entry in relationship.entries])
        person = self.with_words(replace(relationship, entries=()), unseal=unseal)
        return replace(person, entries=entries), stored

    def unknown_of(
        self, relationship: Relationship, *, unseal: bool = False
    ) -> Mapping[KeyPath, Value]:
        """The keys of a relationship.yaml that aren't ours; {} if it can't be read."""
        text = self._text_at(self._folder(relationship).path, unseal=unseal)
        if text is None:
            return {}
        parsed, keys = parsed_bytes(RelationshipFields, text)
        return unknown_keys(parsed.value, keys)

    def folder_of(self, relationship: Relationship) -> str:
        """The name of a relationship's folder."""
        return self._folder(relationship).name

    def copies_of(self, relationship: Relationship) -> tuple[str, ...]:
        """The names of the folders that are copies of a relationship's folder."""
        return copies_of(self._reading, self.folder_of(relationship))

    def file_of(self, relationship: Relationship) -> str:
        """The path, within the journal, of a relationship.yaml."""
        return self._folder(relationship).path

    def files_of(self, entry_id: str) -> tuple[str, ...]:
        """The paths of the files that hold an entry, the one that counts first."""
        return tuple(file.path for file in self._reading.entry_files.get(entry_id, ()))

    def text_of(self, path: str) -> tuple[bytes, bytes]:
        """A file's bytes, and its text: decrypted if it is sealed.

        Raises DamagedJournal if it can't be decrypted, Refused without the identity, StorageFailed,
        and Conflict if it is gone by now.
        """
        data = self.bytes_of(path)
        return data, self.text_in(path, data)

    def text_in(self, path: str, data: bytes) -> bytes:
        """The text in a file's bytes, decrypted if they are sealed.

        Raises DamagedJournal if they can't be decrypted, Refused without the identity.
        """
        from mentorlog.journal.keys import needed
        from mentorlog.journal.sealed import is_sealed, original

        return original(path, data, needed(self.keys).open) if is_sealed(data) else data

    def changed_at(self, entry_id: str) -> dt.datetime | None:
        """When the entry's file was last changed, in UTC; None without a file."""
        for path in self.files_of(entry_id)[:1]:
            with contextlib.suppress(OSError):
                seconds = (self.root / path).lstat().st_mtime
                return dt.datetime.fromtimestamp(seconds, dt.UTC)
        return None

    def files_like(self, word: str) -> tuple[str, ...]:
        """The files that a path or the beginning of an id means; broken files match by name.

        A relationship.yaml is found only by its path.
        """
        return files_like(self._reading, word)

    def handle_in(self, folder: str) -> str:
        """The handle of the relationship that is in a folder."""
        folders = self._reading.folders.items()
        return next(handle for handle, known in folders if known.name == folder)

    @property
    def contents(self) -> Contents:
        """The contents as last loaded."""
        return self._reading.contents

    @property
    def _known_top(self) -> scan.Top:
        if self._top is None or not self._top.is_unchanged:
            self._top = scan.top_of(self.root)
        return self._top

    @property
    def _reading(self) -> Reading:
        if self._last is None:
            self._last = self._read()
        return self._last

    def _read(self, *, watch: bool = False) -> Reading:
        top = self._known_top
        reading = scan.read(self.root, memo=self._memo, top=top, watch=watch)
        if self._memo is not None:
            self._memo.keep()
        return reading

    def _read_about(self, about: scan.About, *, watch: bool) -> Reading | None:
        top = self._known_top
        reading = scan.reading_about(self.root, about, self._memo, top, watch=watch)
        if self._memo is not None:
            self._memo.keep_what_took_long()
        return reading

    def _folder(self, relationship: Relationship) -> Folder:
        folder = self._reading.folders.get(relationship.handle)
        if folder is None:
            raise Gone(relationship.handle)
        return folder

    def _file(self, entry: Entry) -> str | None:
        """The path, within the journal, of the entry's file that counts."""
        copies = self._reading.entry_files.get(entry.id)
        return copies[0].path if copies else None

    def _with_words(self, entry: Entry, *, unseal: bool) -> Entry:
        path = self._file(entry)
        current: Entry | None = self._value_at(Entry, path, unseal=unseal) if path else None
        return current or entry

    def _value_at(self, kind: type[D], path: str, *, unseal: bool) -> D | None:
        text = self._text_at(path, unseal=unseal)
        return None if text is None else parsed_bytes(kind, text)[0].value

    def bytes_of(self, path: str) -> bytes:
        """The bytes of a file as loaded. Raises Conflict if it is gone by now, StorageFailed."""
        try:
            return files.read(self.root / path)
        except Missing:
            raise Conflict(f"{path} was moved since the journal was read.", "Try again.") from None

    def _text_at(self, path: str, *, unseal: bool) -> bytes | None:
        """A file's text, with `unseal` decrypted; failing that, a problem goes to `unopened`.

        None if it can't be read.
        """
        try:
            return self.text_of(path)[1] if unseal else files.read(f"{self.root}/{path}")
        except DamagedFile as damage:
            self._unopened.add(damage.problem)
            return self._text_at(path, unseal=False)
        except (Conflict, StorageFailed):
            return None

    def _stored(
        self, entry: Entry, wanted: Callable[[bytes], bool], *, unseal: bool
    ) -> Stored | None:
        path = self._file(entry)
        text = None if path is None else self._text_at(path, unseal=unseal)
        if path is None or text is None or not wanted(text):
            return None
        parsed, keys = parsed_bytes(Entry, text)
        if parsed.value is None:
            return None
        unknown = unknown_keys(parsed.value, keys)
        return Stored(
            entry=parsed.value, file=path, value=keys, unknown=unknown, clean=parsed.clean
        )
