"""The journal as found on the disk: relationships, problems, and the file of each thing.

It decides which file counts if several hold the same entry, and reads only what that takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from mentorlog import files
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Copy, Newer, Problem
from mentorlog.frozen import NamedTuple, dataclass, maker
from mentorlog.journal.codec import Parsed, Person
from mentorlog.journal.names import (
    RELATIONSHIPS,
    file_name,
    handle_in,
    handles,
    id_in,
    person_file,
)

if TYPE_CHECKING:
    from mentorlog.journal.scan import Watched

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything in a journal, as heads; words are loaded when they are shown."""

    relationships: tuple[Relationship, ...] = ()
    problems: tuple[Problem, ...] = ()


class EntryFile(NamedTuple):
    """One file with an entry."""

    folder: str
    name: str
    parsed: Parsed[Entry]

    @property
    def path(self) -> str:
        """The path within the journal."""
        return f"{RELATIONSHIPS}/{self.folder}/{self.name}"


class Folder(NamedTuple):
    """One relationship's folder.

    `parsed`: the contents of its relationship.yaml. `heads`: the entries in its other files, by
    name; None if one can't be used. `faulty`: those of its files that have problems. `is_tidy`: its
    files were listed, and all are the journal's.
    """

    name: str
    parsed: Parsed[Person]
    heads: Mapping[str, Entry | None] = MappingProxyType({})
    faulty: Mapping[str, Parsed[Entry]] = MappingProxyType({})
    is_tidy: bool = False

    @property
    def path(self) -> str:
        """The path of its relationship.yaml within the journal."""
        return person_file(self.name)

    @property
    def home(self) -> str:
        """The folder's path within the journal."""
        return f"{RELATIONSHIPS}/{self.name}"

    @property
    def id(self) -> str | None:
        return self.parsed.value.id if self.parsed.value else None

    @property
    def entries(self) -> list[Entry]:
        """The entries in its files, as far as these can be used."""
        return [head for head in self.heads.values() if head is not None]

    @property
    def entry_files(self) -> tuple[EntryFile, ...]:
        """The files of entries."""
        parsed = {name: Parsed(head) for name, head in self.heads.items()} | {**self.faulty}
        return tuple([EntryFile(self.name, *item) for item in parsed.items()])

    @property
    def damaged(self) -> list[EntryFile]:
        """The files of entries with problems."""
        return [EntryFile(self.name, *item) for item in self.faulty.items() if item[1].problems]


class EntryFiles(Mapping[str, tuple[EntryFile, ...]]):
    """The files of each entry by its id, the one that counts first.

    They are made when one is first asked for, because most commands need few of thousands.
    """

    def __init__(
        self, ids: Collection[str], make: Callable[[], Mapping[str, tuple[EntryFile, ...]]]
    ) -> None:
        self._ids = ids
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, tuple[EntryFile, ...]]:
        return self._make()

    def __getitem__(self, identity: str) -> tuple[EntryFile, ...]:
        if identity not in self._ids:
            raise KeyError(identity)
        return self._made[identity]

    def __contains__(self, identity: object) -> bool:
        return identity in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A journal as found on the disk.

    `folders`: by handle. `watched`: tells whether the journal is unchanged; None if it wasn't
    asked for.
    """

    folders: Mapping[str, Folder]
    entry_files: EntryFiles
    contents: Contents
    watched: Watched | None = None

    @property
    def tidy(self) -> set[str]:
        """The paths of folders without any files but the journal's."""
        return {folder.home for folder in self.folders.values() if folder.is_tidy}


def joined(root: Path, folders: tuple[Folder, ...], problems: Iterable[Problem]) -> Reading:
    """The journal that these folders make; `problems`: those of the journal itself."""
    identified = [(folder.name, folder.id) for folder in folders]
    by_handle = dict(zip(handles(identified), folders, strict=True))
    copied = _copied(folders, identified)
    entries = {folder.name: folder.entries for folder in folders if folder.heads}
    entry_files, doubled = _by_id(root, folders, entries, copied)
    counted = _counted(entries, entry_files, copied)
    all_problems = [*problems, *doubled]
    for folder in folders if copied else ():
        if original := copied.get(folder.name):
            message = f"the same id as {original.path}; its entries count there, and once"
            all_problems.append(Copy(folder.path, None, message))
    for folder in folders:
        if folder.parsed.problems:
            all_problems += problems_of(folder.path, folder.parsed)
        for file in folder.damaged if folder.faulty else ():
            all_problems += problems_of(file.path, file.parsed)
    all_problems.sort(key=lambda problem: (problem.file, problem.line or 0, problem.message))
    people = {handle: folder for handle, folder in by_handle.items() if folder.name not in copied}
    return Reading(
        folders=by_handle,
        entry_files=entry_files,
        contents=Contents(
            relationships=_relationships(people, counted), problems=tuple(all_problems)
        ),
    )


def is_well_named(file: EntryFile) -> bool:
    """Whether the file's name fits its contents."""
    entry = file.parsed.value
    return entry is not None and file.name == file_name(entry.kind, entry.date, entry.id)


def files_like(reading: Reading, word: str) -> tuple[str, ...]:
    """The files that a path or the beginning of an id means; broken files match by name."""
    entries = [file for folder in reading.folders.values() for file in folder.entry_files]
    paths = {*(file.path for file in entries), *(f.path for f in reading.folders.values())}
    if word in paths:
        return (word,)
    identity = word.lower()
    return tuple(f.path for f in entries if identity and _id_of(f).startswith(identity))


def copies_of(reading: Reading, folder: str) -> tuple[str, ...]:
    """The names of folders that are copies of a person's folder, as far as can be read."""
    known = {other.name: other for other in reading.folders.values()}
    own = known[folder]
    ids = {entry.id for entry in own.entries}

    def is_copy(other: Folder) -> bool:
        if other.id is not None:
            return other.id == own.id
        inside = {entry.id for entry in other.entries}
        return bool(inside) and inside <= ids

    return tuple(sorted(n for n, other in known.items() if other is not own and is_copy(other)))


def problems_of(file: str, parsed: Parsed[T] | None) -> list[Problem]:
    if parsed is None:
        return []
    kind = Newer if parsed.newer else Problem
    return [kind(file, line, message) for line, message in parsed.problems]


def _relationships(
    people: Mapping[str, Folder], counted: Mapping[str, Sequence[Entry]]
) -> tuple[Relationship, ...]:
    """The people in these folders, by handle; `counted`: folder name -> the entries that count."""
    alone = maker(Relationship, len(people), "handle", "name", "id", "my_role")()

    def relationship(handle: str, folder: Folder) -> Relationship:
        fields, entries = folder.parsed.value, counted.get(folder.name, ())
        if fields and not (entries or folder.heads or folder.parsed.problems or fields.alias):
            # thousands of them, where a command is about somebody else
            return alone(handle, fields.name, fields.id, fields.my_role)
        known = {"name": folder.name} if fields is None else fields._asdict()
        unreadable = len(folder.damaged) + bool(folder.parsed.problems)
        return Relationship(handle=handle, entries=tuple(entries), unreadable=unreadable, **known)

    return tuple([relationship(handle, folder) for handle, folder in people.items()])


def _copied(
    folders: Iterable[Folder], identified: Iterable[tuple[str, str | None]]
) -> dict[str, Folder]:
    """Folder name -> original, for folders that are copies of one person's.

    The original is the one whose name ends in its own id, else the first. `identified`: the name
    and the id of each folder.
    """
    known = [identity for _, identity in identified if identity is not None]
    if len({*known}) == len(known):
        return {}
    same = defaultdict(list)
    for folder in folders:
        if folder.id is not None:
            same[folder.id].append(folder)
    copied: dict[str, Folder] = {}
    for identity, several in same.items():
        if len(several) > 1:
            original, *others = sorted(
                several, key=lambda copy: (handle_in(copy.name, identity) == copy.name, copy.name)
            )
            copied |= {other.name: original for other in others}
    return copied


def _by_id(
    root: Path,
    folders: tuple[Folder, ...],
    entries: Mapping[str, Sequence[Entry]],
    copied: Container[str],
) -> tuple[EntryFiles, list[Problem]]:
    """The files of each entry; and the problems of those that don't count.

    `entries`: by folder name, in the files of these folders.
    """

    def precedence(file: EntryFile) -> tuple[bool, bool, str, str]:
        """Sort key: well-named files first, then originals, then by name."""
        return not is_well_named(file), file.folder in copied, file.name, file.folder

    def found() -> dict[str, tuple[EntryFile, ...]]:
        alike = defaultdict[str, list[EntryFile]](list)
        for folder in folders:
            for file in folder.entry_files:
                if file.parsed.value is not None:
                    alike[file.parsed.value.id].append(file)
        return {identity: tuple(sorted(same, key=precedence)) for identity, same in alike.items()}

    ids = [entry.id for inside in entries.values() for entry in inside]
    by_id = EntryFiles(dict.fromkeys(ids), found)
    if len(by_id) == len(ids):  # as nearly always
        return by_id, []
    several = [copies for copies in by_id.values() if len(copies) > 1]
    return by_id, [problem for copies in several for problem in _differing(root, copies)]


def _counted(
    entries: Mapping[str, Sequence[Entry]],
    entry_files: Mapping[str, tuple[EntryFile, ...]],
    copied: Mapping[str, Folder],
) -> Mapping[str, Sequence[Entry]]:
    """Folder name -> the entries that count there, each once."""
    if not copied and sum(map(len, entries.values())) == len(entry_files):  # as nearly always
        return entries
    counted = defaultdict(list)
    for first, *_ in entry_files.values():
        original = copied.get(first.folder)
        if first.parsed.value is not None:
            counted[original.name if original else first.folder].append(first.parsed.value)
    return counted


def _differing(root: Path, copies: tuple[EntryFile, ...]) -> Iterable[Problem]:
    """Problems for copies that differ from the file that counts; doctor reports the others."""
    first, *others = copies
    counts = files.read_if_readable(root / first.path)
    differing = [file for file in others if files.read_if_readable(root / file.path) != counts]
    for other in differing[:1]:
        message = f"the same id as {other.path}, but different content; this one counts"
        yield Copy(first.path, None, message)
    for other in differing:
        message = f"the same id as {first.path}, but different content; that one counts"
        yield Copy(other.path, None, message)


def _id_of(file: EntryFile) -> str:
    """The id in the file or, if that can't be read, in its name."""
    if file.parsed.value is not None:
        return file.parsed.value.id
    return id_in(file.name)
