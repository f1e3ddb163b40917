"""One journal: people and entries, with words or without, their files, and where its drafts are.

It changes nothing on the disk but the memo of what was read; `saving` does, and `drafts`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from mentorlog import files
from mentorlog.domain.entries import Entry, Visibility
from mentorlog.domain.relationship import Relationship, RelationshipFields
from mentorlog.errors import DamagedFile, DamagedJournal, Problem, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.journal import scan
from mentorlog.journal.codec import (
    parsed_relationship,
    parsed_with_words,
    said_in,
    unknown_keys,
    words_of,
)
from mentorlog.journal.homes import Home, Homes, refuse_inside
from mentorlog.journal.reading import Contents, Folder, Reading, files_like

if TYPE_CHECKING:  # importing them costs YAML, which a reader may not need
    from mentorlog.journal.change import Change
    from mentorlog.journal.drafts import Drafts, Naming
    from mentorlog.journal.keys import Keys
    from mentorlog.journal.memo import Memo
    from mentorlog.journal.texts import Said
    from mentorlog.journal.yaml.read import KeyPath, Value

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An entry and its file. `value`: the keys as they stand there; `unknown`: those not ours."""

    entry: Entry
    file: str
    value: Mapping[str, Value]
    unknown: Mapping[KeyPath, Value]
    clean: bool


class Journal:
    """One journal on this machine. Making and reading it leaves nothing in it.

    `root`: the journal's folder, which may be a link; links inside of it are not followed.
    `state`: the folder for our own files about journals. `keys`: for what is sealed. `cache`: where
    what was read is remembered, if it is. `naming`: tells where in a draft somebody is named.
    Raises Refused if the state is inside of the journal.
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
        self._itself: scan.Itself | None = None
        self._last: Reading | None = None
        self._memo = None if cache is None else self._memo_in(cache)

    @property
    def id(self) -> str | None:
        """The journal's own id; None where none is made yet. Raises DamagedJournal."""
        return self._known_itself.id

    @property
    def home(self) -> Home:
        """The home with its lock, logs and new drafts. Raises DamagedJournal."""
        return self.homes.of(self.id)

    @property
    def state_folder(self) -> Path:
        """The folder for this journal's own state, outside of it; it may not exist yet."""
        try:
            return self.home.folder
        except DamagedJournal:  # nothing else can be written into it now
            return self.homes.of(None).folder

    @property
    def drafts(self) -> Drafts:
        """What was typed for it and is not saved yet."""
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
        """What one command will change, to be filled and saved; seen as last loaded.

        `ids`, `visibility`, `draft`: as of `Change`.
        """
        from mentorlog.journal.change import Change

        return Change(
            self.root, self._reading, self.keys, ids=ids, visibility=visibility, draft=draft
        )

    def remember_nothing(self) -> None:
        """From now on, what is read leaves nothing in the cache."""
        self._memo = None

    def forget(self) -> None:
        """Forget what was read, so it is read again when needed."""
        self._last = None

    def load(self, about: str | None = None, *, watch: bool = False) -> Contents:
        """Everything in the journal, heads only; what is wrong with it is a value.

        `about`: it is enough to have the entries of the one that is meant by this word. `watch`:
        a change that is decided by it can tell whether it is still so.

        Raises:
            Refused: there is a file instead of a folder.
            StorageFailed: the folder can't be read.
        """
        self._last = (about and self._read_about(about, watch=watch)) or self._read(watch=watch)
        return self._last.contents

    def with_words(self, relationship: Relationship, *, unseal: bool = False) -> Relationship:
        """A relationship with its words and those of its entries, as its files have them now.

        `unseal`: what is sealed, too; what does not open is among the `unopened`. Raises Refused
        without the identity, or with a wrong passphrase.
        """
        folder = self._folder(relationship)
        fields = parsed_relationship(self.root / folder.path)
        said = fields.value if fields else None
        if unseal and said is not None and said.words is None:
            said = cast("RelationshipFields", self._unsealed(folder.path) or said)
        words = said.words if said else None
        entries = (self._entry_with_words(e, unseal=unseal) for e in relationship.entries)
        return replace(relationship, words=words, entries=tuple(entries))

    def with_words_of(self, relationship: Relationship, ids: Collection[str]) -> Relationship:
        """A relationship with the words of these entries, except sealed ones."""
        entries = (
            self._entry_with_words(entry, unseal=False) if entry.id in ids else entry
            for entry in relationship.entries
        )
        return replace(relationship, entries=tuple(entries))

    def read(self, entry: E) -> E:
        """An entry with its words, even a sealed one, for changing it.

        Raises what `with_words` raises, and DamagedJournal if it does not open.
        """
        found: object = self._entry_with_words(entry, unseal=False)
        if words_of(found) is None and (path := self._file(entry)):
            found = self._opened(path) or found
        return cast("E", found)

    def person(self, relationship: Relationship) -> Relationship:
        """A person with their words, even sealed ones, for changing them; raises as `read`."""
        path = self._folder(relationship).path
        parsed = parsed_relationship(self.root / path)
        said: object = parsed.value if parsed else None
        if words_of(said) is None:
            said = self._opened(path)
        return replace(relationship, words=cast("RelationshipFields", said).words)

    @property
    def unopened(self) -> tuple[Problem, ...]:
        """What was found wrong with sealed files when they were opened."""
        return tuple(sorted(self._unopened, key=lambda one: (one.file, one.line or 0)))

    def stored(
        self,
        relationship: Relationship,
        *,
        unseal: bool = False,
        wanted: Callable[[bytes], bool] = lambda _: True,
    ) -> tuple[Stored, ...]:
        """Its entries as their files have them, in the timeline's order.

        `unseal`: as of `with_words`. `wanted`: by the text of its file.
        """
        found = (self._stored(entry, wanted, unseal=unseal) for entry in relationship.entries)
        return tuple([one for one in found if one is not None])

    def with_stored(
        self, relationship: Relationship, *, unseal: bool = False
    ) -> tuple[Relationship, tuple[Stored, ...]]:
        """A relationship `with_words`, and its entries as `stored`: each file is read once."""
        stored = self.stored(relationship, unseal=unseal)
        said = {one.entry.id: one.entry for one in stored}
        entries = tuple([said.get(entry.id, entry) for entry in relationship.entries])
        person = self.with_words(replace(relationship, entries=()), unseal=unseal)
        return replace(person, entries=entries), stored

    def unknown_of(
        self, relationship: Relationship, *, unseal: bool = False
    ) -> Mapping[KeyPath, Value]:
        """The keys of its relationship.yaml that aren't ours; none where that can't be read."""
        path = self._folder(relationship).path
        try:
            text = self._text(path, unseal=unseal)
        except StorageFailed:
            return {}
        found, keys = said_in(RelationshipFields, text)
        return unknown_keys(found.value, keys)

    def folder_of(self, relationship: Relationship) -> str:
        """The name of its folder."""
        return self._folder(relationship).name

    def file_of(self, relationship: Relationship) -> str:
        """The path, within the journal, of its relationship.yaml."""
        return self._folder(relationship).path

    def files_of(self, entry_id: str) -> tuple[str, ...]:
        """The paths of the files that hold an entry, the one that counts first."""
        return tuple(file.path for file in self._reading.entry_files.get(entry_id, ()))

    def text_of(self, path: str) -> tuple[bytes, bytes]:
        """A file's bytes, and its text, which is what is inside of them if they are sealed.

        Raises DamagedJournal if it does not open, Refused without the identity, StorageFailed.
        """
        from mentorlog.journal.sealed import is_sealed, original

        data = files.read(self.root / path)
        return data, original(path, data, self._key_ring.open) if is_sealed(data) else data

    def changed_at(self, entry_id: str) -> dt.datetime | None:
        """When the file of an entry was changed, in UTC; None without a file."""
        for path in self.files_of(entry_id)[:1]:
            with contextlib.suppress(OSError):
                seconds = (self.root / path).lstat().st_mtime
                return dt.datetime.fromtimestamp(seconds, dt.UTC)
        return None

    def files_like(self, word: str) -> tuple[str, ...]:
        """The files that a path, or the beginning of an id, means; by its name one that is broken.

        Without those of people, unless the path is given.
        """
        return files_like(self._reading, word)

    def handle_in(self, folder: str) -> str:
        """The handle of the relationship that is in a folder."""
        found = self._reading.folders.items()
        return next(handle for handle, each in found if each.name == folder)

    @property
    def contents(self) -> Contents:
        """As last loaded."""
        return self._reading.contents

    @property
    def _known_itself(self) -> scan.Itself:
        if self._itself is None or not self._itself.is_unchanged:
            self._itself = scan.itself(self.root)
        return self._itself

    @property
    def _reading(self) -> Reading:
        if self._last is None:
            self._last = self._read()
        return self._last

    def _read(self, *, watch: bool = False) -> Reading:
        known = self._known_itself
        reading = scan.read(self.root, memo=self._memo, known=known, watch=watch)
        if self._memo is not None:
            self._memo.keep()
        return reading

    def _read_about(self, who: str, *, watch: bool) -> Reading | None:
        known = self._known_itself
        reading = scan.reading_about(self.root, who, self._memo, known, watch=watch)
        if self._memo is not None:
            self._memo.keep_what_took_long()
        return reading

    def _memo_in(self, cache: Path) -> Memo:
        from mentorlog.journal.memo import Memo

        refuse_inside(self.root, cache)
        return Memo(cache / self.homes.mark, self.root)

    def _folder(self, relationship: Relationship) -> Folder:
        folder = self._reading.folders.get(relationship.handle)
        if folder is None:
            raise Refused(f"{relationship.handle} is no longer in the journal.")
        return folder

    def _file(self, entry: Entry) -> str | None:
        """The path, within the journal, of the file that counts for an entry."""
        copies = self._reading.entry_files.get(entry.id)
        return copies[0].path if copies else None

    def _entry_with_words(self, entry: Entry, *, unseal: bool) -> Entry:
        path = self._file(entry)
        parsed = parsed_with_words(self.root / path) if path else None
        found = parsed.value if parsed and parsed.value else entry
        if unseal and path and words_of(found) is None:
            return cast("Entry", self._unsealed(path) or found)
        return found

    @property
    def _key_ring(self) -> Keys:
        if self.keys is None:
            raise Refused("This is sealed, and there's no key here.")
        return self.keys

    def _opened(self, path: str) -> Said | None:
        """What a sealed file says. Raises DamagedJournal if it does not open, Refused."""
        from mentorlog.journal.sealed import original
        from mentorlog.journal.texts import parsed_text

        text = original(path, files.read(self.root / path), self._key_ring.open)
        return parsed_text(path, text).value

    def _unsealed(self, path: str) -> Said | None:
        """What a sealed file says; None if it doesn't open, which adds to `unopened`."""
        try:
            return self._opened(path)
        except DamagedFile as damage:
            self._unopened.add(damage.problem)
            return None

    def _text(self, path: str, *, unseal: bool) -> bytes:
        """A file's text, with `unseal` what is sealed in it; else it is one of the `unopened`."""
        data = files.read(f"{self.root}/{path}")
        if not unseal:
            return data
        from mentorlog.journal.sealed import is_sealed, original  # which costs YAML

        try:
            return original(path, data, self._key_ring.open) if is_sealed(data) else data
        except DamagedFile as damage:
            self._unopened.add(damage.problem)
            return data

    def _stored(
        self, entry: Entry, wanted: Callable[[bytes], bool], *, unseal: bool
    ) -> Stored | None:
        path = self._file(entry)
        if path is None:
            return None
        try:
            text = self._text(path, unseal=unseal)
        except StorageFailed:
            return None
        if not wanted(text):
            return None
        found, keys = said_in(Entry, text)
        if found.value is None:
            return None
        unknown = unknown_keys(found.value, keys)
        return Stored(entry=found.value, file=path, value=keys, unknown=unknown, clean=found.clean)
