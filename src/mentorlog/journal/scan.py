"""Read the folders of a journal. Reading never fails for a bad file: damage is a value.

It follows no link, opens only regular `.yaml` files, and changes nothing. It knows where files are;
`codec` reads one of them, and `reading` decides which of them count.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mentorlog.domain import matching
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.errors import DamagedJournal, Problem, Refused, StorageFailed
from mentorlog.files import Stamp, stamp_of
from mentorlog.frozen import dataclass
from mentorlog.journal.codec import (
    Parsed,
    clean_value,
    parsed_entry,
    parsed_journal,
    parsed_person,
    unreadable,
)
from mentorlog.journal.homes import own_id
from mentorlog.journal.memo import Memo, Page
from mentorlog.journal.names import (
    ENTRY_SUFFIX,
    ID_LENGTH,
    JOURNAL_FILE,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
)
from mentorlog.journal.reading import (
    Contents,
    EntryFile,
    Folder,
    Reading,
    is_well_named,
    joined,
    problems_of,
)

T = TypeVar("T")
Parser = Callable[[str], Parsed[Entry] | None]
Stamps = dict[str, Stamp | None]  # by file path


def read(
    root: Path,
    parse: Parser = parsed_entry,
    memo: Memo | None = None,
    entries_of: Container[str] | None = None,
    known: Itself | None = None,
    *,
    watch: bool = False,
) -> Reading:
    """Everything in the journal at `root`; if there is no journal, an empty one.

    `memo`: unchanged files come from it instead of being read; for heads only. `entries_of`:
    folders whose entries are wanted (None: all); of the others, only the people are read. `known`:
    the result of `itself`, if the caller has it. `watch`: make the result able to tell later
    whether the journal is unchanged.

    Raises:
        Refused: `root` is not a folder.
        StorageFailed: it can't be listed.
    """
    stamps: Stamps | None = {} if watch else None
    known = known or itself(root)
    top = known.top
    problems = problems_of(JOURNAL_FILE, known.said)
    if known.said is None and RELATIONSHIPS in top:
        problems.append(_NO_JOURNAL_FILE)
    if RELATIONSHIPS in top and not top[RELATIONSHIPS]:
        problems.append(
            Problem(RELATIONSHIPS, None, "not a folder, and mentorlog doesn't follow links")
        )
    look = _Look(root=root, parse=parse, memo=memo, stamps=stamps)
    folders = look.folders(entries_of) if top.get(RELATIONSHIPS) else ()
    return replace(joined(root, folders, problems), watched=look.watched(entries_of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The stamps of all files as they were read, to notice later changes."""

    root: Path
    entries_of: Container[str] | None
    stamps: Stamps

    @property
    def is_unchanged(self) -> bool:
        """Whether reading again would give the same result."""
        return self.stamps == _stamps_now(self.root, self.entries_of)


def _stamps_now(root: Path, entries_of: Container[str] | None) -> Stamps:
    """The present stamps of all files that `read` would read."""
    stamps: Stamps = {}
    with contextlib.suppress(OSError), os.scandir(f"{root}/{RELATIONSHIPS}") as found:
        for folder in found:
            if folder.name.startswith(".") or not folder.is_dir(follow_symlinks=False):
                continue
            if entries_of is None or folder.name in entries_of:
                stamps |= _stamps_in(folder)
            else:
                path = f"{folder.path}/{RELATIONSHIP_FILE}"
                stamps[path] = _stamp(path)
    return stamps


def _stamps_in(folder: os.DirEntry[str]) -> Stamps:
    with contextlib.suppress(OSError), os.scandir(folder.path) as listed:
        return {entry.path: _stamp(entry.path) for entry in listed if _is_ours(entry)}
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """The top of a journal: whether there is a journal, and whether it may be written to.

    `top`: name -> whether it is a folder. `said`: the contents of journal.yaml, if there is one.
    `stamps`: of the folder and journal.yaml, to notice changes.
    """

    root: Path
    top: Mapping[str, bool]
    said: Parsed[str] | None
    stamps: Sequence[Stamp | None]

    @property
    def id(self) -> str | None:
        """The id of a journal that may be written to; None if it isn't made yet.

        Raises DamagedJournal.
        """
        if not self.top.get(RELATIONSHIPS, True):
            raise DamagedJournal(
                f"{RELATIONSHIPS} in {self.root} must be a real folder.",
                "Put the real folder there.",
            )
        if self.said is not None:
            return clean_value(JOURNAL_FILE, self.said)
        if RELATIONSHIPS in self.top:
            raise DamagedJournal(f"{_NO_JOURNAL_FILE.message}.", "Fix it:  mentorlog doctor --fix")
        return None

    @property
    def is_unchanged(self) -> bool:
        """Whether reading again would give the same result."""
        return self.stamps == _stamps(self.root)


def itself(root: Path) -> Itself:
    """The top of the journal at `root`. Raises Refused and StorageFailed as `read` does."""
    stamps = _stamps(root)
    top = _listed_root(root)
    said = _journal(root) if JOURNAL_FILE in top else None
    return Itself(root=root, top=top, said=said, stamps=stamps)


_NO_JOURNAL_FILE = Problem(
    JOURNAL_FILE,
    None,
    "journal.yaml is missing; without it, mentorlog writes nothing",
)


def _listed_root(root: Path) -> dict[str, bool]:
    """What is at the top of the journal: name -> whether it is a folder."""
    try:
        with os.scandir(root) as found:
            return {entry.name: entry.is_dir(follow_symlinks=False) for entry in found}
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        raise Refused(f"{root} is a file, not a folder.", "Choose a folder.") from None
    except OSError as error:
        raise StorageFailed(f"The journal {root} can't be read: {error.strerror}.") from None


def _journal(root: Path) -> Parsed[str] | None:
    ours = own_id(root)
    return Parsed(ours) if ours else parsed_journal(str(root / JOURNAL_FILE))


def _stamps(root: Path) -> list[Stamp | None]:
    """The stamps of the journal's folder (they change with its contents) and of journal.yaml."""
    return [_stamp(root), _stamp(root / JOURNAL_FILE)]


def _stamp(path: str | Path) -> Stamp | None:
    try:
        return stamp_of(os.lstat(path))
    except OSError:  # no such file
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One pass over the folders of a journal; collects `stamps` of what it reads unless None."""

    root: Path
    parse: Parser
    memo: Memo | None
    stamps: Stamps | None

    def folders(self, entries_of: Container[str] | None) -> tuple[Folder, ...]:
        top = f"{self.root}/{RELATIONSHIPS}"
        try:
            with os.scandir(top) as found:
                names = sorted(
                    entry.name
                    for entry in found
                    if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
                )
        except OSError as error:
            raise StorageFailed(f"{Path(top)} can't be read: {error.strerror}.") from None
        read_folders = (
            self.folder(name) if entries_of is None or name in entries_of else self._person(name)
            for name in names
        )
        return tuple([folder for folder in read_folders if folder is not None])

    def folder(self, name: str) -> Folder | None:
        """The folder of this name; None if it isn't a person's."""
        try:
            with os.scandir(f"{self.root}/{RELATIONSHIPS}/{name}") as listed:
                ours = {entry.name: entry.path for entry in listed if _is_ours(entry)}
        except FileNotFoundError:  # it went meanwhile
            return None
        except OSError as error:
            told = f"the folder can't be read: {error.strerror}"
            return Folder(name=name, parsed=unreadable(told))
        if not ours:
            return None
        person = self._person(name) if ours.pop(RELATIONSHIP_FILE, None) else _nobody(name)
        if not ours:
            return person
        page = self.memo.entries(name) if self.memo else None
        found = (
            (file, self._contents(page, file, ours[file], Entry, self.parse))
            for file in sorted(ours)
        )
        entries = [EntryFile(name, file, parsed) for file, parsed in found if parsed is not None]
        return person._replace(entry_files=tuple(entries))

    def _person(self, name: str) -> Folder:
        """The folder with its person, without entries."""
        path = f"{self.root}/{RELATIONSHIPS}/{name}/{RELATIONSHIP_FILE}"
        page = self.memo.people if self.memo else None
        said = self._contents(page, name, path, RelationshipFields, parsed_person)
        return Folder(name=name, parsed=said) if said else _nobody(name)

    def _contents(
        self,
        page: Page | None,
        name: str,
        path: str,
        kind: type[T],
        parse: Callable[[str], Parsed[T] | None],
    ) -> Parsed[T] | None:
        """A file's contents, from the memo or read."""
        stamp = _stamp(path)  # taken before reading, so that a change meanwhile shows next time
        if self.stamps is not None:
            self.stamps[path] = stamp
        if page is None or stamp is None:  # reading reports what is wrong
            return parse(path)
        return page.remembered(name, stamp, kind, lambda: parse(path))

    def watched(self, entries_of: Container[str] | None) -> Watched | None:
        if self.stamps is None:
            return None
        return Watched(root=self.root, entries_of=entries_of, stamps=self.stamps)


def _nobody(name: str) -> Folder:
    return Folder(name=name, parsed=unreadable("relationship.yaml is missing"))


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return (
        entry.name.endswith(ENTRY_SUFFIX)
        and not entry.name.startswith(".")
        and entry.is_file(follow_symlinks=False)
    )


def reading_about(
    root: Path, who: str, memo: Memo | None, known: Itself | None = None, *, watch: bool = False
) -> Reading | None:
    """The journal with only one person's entries; None if that needs reading all of it.

    `who`: a word that means the person; if it means nobody, no entries are read. `known`, `watch`:
    as in `read`. Raises what `read` raises.
    """
    people = read(root, memo=memo, entries_of=(), known=known, watch=watch)
    found = matching.meant(who, people.contents.relationships)
    if people.contents.problems or not who or len(found) > 1:
        return None
    if not found:
        return people
    stamps = people.watched.stamps if people.watched else None
    look = _Look(root=root, parse=parsed_entry, memo=memo, stamps=stamps)
    return _with_entries(look, people, found[0].handle)


def _with_entries(look: _Look, people: Reading, handle: str) -> Reading | None:
    """Everybody, and the entries of one person; None as in `reading_about`."""
    name = people.folders[handle].name
    folder = look.folder(name)
    others = (other.name for other in people.folders.values() if other.name != name)
    if folder is None or _may_share(look.root, folder, others):  # None: it went meanwhile
        return None
    alone = joined(look.root, (folder,), ())
    (one,) = alone.contents.relationships
    everyone = [
        replace(one, handle=handle) if each.handle == handle else each
        for each in people.contents.relationships
    ]
    return Reading(
        folders={**people.folders, handle: folder},
        entry_files=alone.entry_files,
        contents=Contents(relationships=tuple(everyone), problems=alone.contents.problems),
        watched=look.watched({name}),
    )


def _may_share(root: Path, folder: Folder, others: Iterable[str]) -> bool:
    """Whether, judging by file names, another folder may hold the same entry and count for it."""
    readable = [file for file in folder.entry_files if file.parsed.value is not None]
    if not all(map(is_well_named, readable)):
        return True
    ours = {file.parsed.value.id for file in readable if file.parsed.value is not None}
    if not ours:
        return False
    try:
        theirs = [name for other in others for name in _names(root, other)]
    except OSError:
        return True
    if any(name[_BEFORE_ID] != "-" and _is_entry(name) for name in theirs):
        return True
    return not ours.isdisjoint([name[_ID] for name in theirs])


def _names(root: Path, folder: str) -> list[str]:
    return os.listdir(f"{root}/{RELATIONSHIPS}/{folder}")  # noqa: PTH208 - names are enough


def _is_entry(name: str) -> bool:
    """Whether a file of this name holds an entry."""
    return name.endswith(ENTRY_SUFFIX) and name[0] != "." and name != RELATIONSHIP_FILE


_ID = slice(-len(ENTRY_SUFFIX) - ID_LENGTH, -len(ENTRY_SUFFIX))  # in a file's name
_BEFORE_ID = slice(_ID.start - 1, _ID.start)
