"""From the folders of a journal to relationships and problems. Reading is total: damage is a value.

It follows no link, opens nothing that isn't a regular `.yaml` file, and changes nothing. It knows
where files stand and which of them count; what is in one of them, `parsing` says.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mentorlog import files
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.journal.fields import RelationshipFields
from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIP_FILE, file_name, handles
from mentorlog.journal.parsing import (
    Parsed,
    Parser,
    clean_value,
    parsed_entry,
    parsed_journal,
    parsed_person,
    unreadable,
)
from mentorlog.journal.problems import Problem

if TYPE_CHECKING:
    from mentorlog.journal.memo import Memo, Page

JOURNAL_FILE = "journal.yaml"
RELATIONSHIPS = "relationships"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything a journal says. Entries are heads: their words are loaded when they are shown."""

    relationships: tuple[Relationship, ...] = ()
    problems: tuple[Problem, ...] = ()


class EntryFile(NamedTuple):
    """One file with an entry; a tuple, as there are thousands of them."""

    folder: str
    name: str
    parsed: Parsed[Entry]

    @property
    def path(self) -> str:
        """Within the journal."""
        return f"{RELATIONSHIPS}/{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One relationship's folder; `parsed` is what its relationship.yaml says."""

    name: str
    parsed: Parsed[RelationshipFields]
    entry_files: tuple[EntryFile, ...] = ()

    @property
    def path(self) -> str:
        """Of its relationship.yaml, within the journal."""
        return f"{RELATIONSHIPS}/{self.name}/{RELATIONSHIP_FILE}"

    @property
    def id(self) -> str | None:
        return self.parsed.value.id if self.parsed.value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A journal as it was found: which folder and which file each thing is in.

    `folders` by handle; `entry_files` by entry id, the one that counts first.
    """

    folders: Mapping[str, Folder]
    entry_files: Mapping[str, tuple[EntryFile, ...]]
    contents: Contents


def read(
    root: Path,
    parse: Parser = parsed_entry,
    memo: Memo | None = None,
    entries_of: Container[str] | None = None,
) -> Reading:
    """Everything in the journal at `root`; a journal that isn't there is an empty one.

    `memo`: what it remembers of unchanged files is not read again; for heads only. `entries_of`:
    the folders whose entries are wanted, if not all; of the others, only who they are about.

    Raises:
        Refused: `root` is not a folder.
        StorageFailed: it can't be listed.
    """
    top = _listed_root(root)
    journal = _journal(root, memo) if JOURNAL_FILE in top else None
    problems = _of(JOURNAL_FILE, journal)
    if journal is None and RELATIONSHIPS in top:
        problems.append(_NO_JOURNAL_FILE)
    if RELATIONSHIPS in top and not top[RELATIONSHIPS]:
        problems.append(Problem(RELATIONSHIPS, None, "not a folder, and links are not followed"))
    folders = _folders(root, parse, memo, entries_of) if top.get(RELATIONSHIPS) else ()
    return _joined(root, folders, problems)


def files_like(reading: Reading, word: str) -> tuple[str, ...]:
    """The files that a path, or the beginning of an id, means; by its name one that is broken."""
    entries = [file for folder in reading.folders.values() for file in folder.entry_files]
    paths = {*(file.path for file in entries), *(f.path for f in reading.folders.values())}
    if word in paths:
        return (word,)
    identity = word.lower()
    return tuple(f.path for f in entries if identity and _id_of(f).startswith(identity))


def journal_id(root: Path, memo: Memo | None = None) -> str | None:
    """The id of a journal that may be written to; None where there is no journal yet.

    Raises DamagedJournal, as well as what `read` raises.
    """
    top = _listed_root(root)
    if not top.get(RELATIONSHIPS, True):
        raise DamagedJournal(
            f"{RELATIONSHIPS} in {root} is not a folder, and links are not followed.",
            "Put the folder itself there.",
        )
    journal = _journal(root, memo) if JOURNAL_FILE in top else None
    if journal is None:
        if RELATIONSHIPS in top:
            raise DamagedJournal(_NO_JOURNAL_FILE.message, "Mend it:  mentorlog doctor --fix")
        return None
    return clean_value(JOURNAL_FILE, journal)


_NO_JOURNAL_FILE = Problem(
    JOURNAL_FILE,
    None,
    "journal.yaml is missing beside relationships/; nothing is written without it.",
)


def _listed_root(root: Path) -> dict[str, bool]:
    """What stands at the top of the journal, and whether it is a folder."""
    try:
        with os.scandir(root) as found:
            return {entry.name: entry.is_dir(follow_symlinks=False) for entry in found}
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        raise Refused(f"{root} is a file, not a journal's folder.", "Choose a folder.") from None
    except OSError as error:
        raise StorageFailed(f"The journal {root} can't be read: {error.strerror}.") from None


def _journal(root: Path, memo: Memo | None) -> Parsed[str] | None:
    path = str(root / JOURNAL_FILE)
    return _said(memo.people if memo else None, JOURNAL_FILE, path, str, parsed_journal)


def _folders(
    root: Path, parse: Parser, memo: Memo | None, entries_of: Container[str] | None
) -> tuple[Folder, ...]:
    try:
        with os.scandir(root / RELATIONSHIPS) as found:
            names = sorted(
                entry.name
                for entry in found
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            )
    except OSError as error:
        raise StorageFailed(f"{root / RELATIONSHIPS} can't be read: {error.strerror}.") from None
    wanted = names if entries_of is None else entries_of
    read_folders = (
        _folder(root, name, parse, memo) if name in wanted else _person(root, name, memo)
        for name in names
    )
    return tuple(folder for folder in read_folders if folder is not None)


def _folder(root: Path, name: str, parse: Parser, memo: Memo | None) -> Folder | None:
    """None where nothing of a journal is in it."""
    try:
        with os.scandir(root / RELATIONSHIPS / name) as listed:
            ours = {entry.name: entry.path for entry in listed if _is_ours(entry)}
    except FileNotFoundError:  # it went between two glances
        return None
    except OSError as error:
        return Folder(name=name, parsed=unreadable(f"the folder can't be read: {error.strerror}"))
    if not ours:
        return None
    person = _person(root, name, memo) if ours.pop(RELATIONSHIP_FILE, None) else _nobody(name)
    page = memo.entries(name) if memo else None
    found = ((file, _said(page, file, ours[file], Entry, parse)) for file in sorted(ours))
    entries = [EntryFile(name, file, parsed) for file, parsed in found if parsed is not None]
    return replace(person, entry_files=tuple(entries))


def _person(root: Path, name: str, memo: Memo | None) -> Folder:
    """Who a relationship is with, and nothing else."""
    path = str(root / RELATIONSHIPS / name / RELATIONSHIP_FILE)
    page = memo.people if memo else None
    said = _said(page, name, path, RelationshipFields, parsed_person)
    return Folder(name=name, parsed=said) if said else _nobody(name)


def _nobody(name: str) -> Folder:
    return Folder(name=name, parsed=unreadable("relationship.yaml is missing"))


def _said(
    page: Page | None,
    name: str,
    path: str,
    kind: type[T],
    parse: Callable[[str], Parsed[T] | None],
) -> Parsed[T] | None:
    """What a file says, remembered or read."""
    return parse(path) if page is None else page.remembered(name, path, kind, parse)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return (
        entry.name.endswith(ENTRY_SUFFIX)
        and not entry.name.startswith(".")
        and entry.is_file(follow_symlinks=False)
    )


def _joined(root: Path, folders: tuple[Folder, ...], problems: list[Problem]) -> Reading:
    by_handle = dict(
        zip(handles([(folder.name, folder.id) for folder in folders]), folders, strict=True)
    )
    entry_files, doubled = _by_id(root, folders)
    counted = defaultdict(list)
    for first, *_ in entry_files.values():
        counted[first.folder].append(first.parsed.value)
    relationships = tuple(
        _relationship(handle, folder, counted[folder.name]) for handle, folder in by_handle.items()
    )
    problems += doubled + _doubled_relationships(folders)
    for folder in folders:
        problems += _of(folder.path, folder.parsed)
        for file in folder.entry_files:
            if file.parsed.problems:
                problems += _of(file.path, file.parsed)
    problems.sort(key=lambda one: (one.file, one.line or 0, one.message))
    return Reading(
        folders=by_handle,
        entry_files=entry_files,
        contents=Contents(relationships=relationships, problems=tuple(problems)),
    )


def _relationship(handle: str, folder: Folder, entries: Iterable[Entry | None]) -> Relationship:
    parsed = (folder.parsed, *[file.parsed for file in folder.entry_files])
    unreadable_files = sum([bool(one.problems) for one in parsed])
    counted = tuple([entry for entry in entries if entry is not None])
    fields = folder.parsed.value
    if fields is None:
        return Relationship(
            handle=handle, name=folder.name, entries=counted, unreadable=unreadable_files
        )
    return Relationship(
        handle=handle,
        name=fields.name,
        id=fields.id,
        my_role=fields.my_role,
        alias=fields.alias,
        in_confidence=fields.in_confidence,
        entries=counted,
        unreadable=unreadable_files,
    )


def _by_id(
    root: Path, folders: Iterable[Folder]
) -> tuple[dict[str, tuple[EntryFile, ...]], list[Problem]]:
    """The files of each entry, the one that counts first; and what is wrong with the others."""
    found = defaultdict(list)
    for folder in folders:
        for file in folder.entry_files:
            if file.parsed.value is not None:
                found[file.parsed.value.id].append(file)
    chosen = {
        identity: tuple(sorted(copies, key=_precedence) if len(copies) > 1 else copies)
        for identity, copies in found.items()
    }
    problems = [
        problem
        for copies in chosen.values()
        if len(copies) > 1 and len({_content(root, copy) for copy in copies}) > 1
        for problem in _differing(copies)
    ]
    return chosen, problems


def _precedence(file: EntryFile) -> tuple[bool, str, str]:
    """First the file whose name says what it holds, then by name."""
    return not is_well_named(file), file.name, file.folder


def is_well_named(file: EntryFile) -> bool:
    """Whether the name says what it holds."""
    entry = file.parsed.value
    return entry is not None and file.name == file_name(entry.kind, entry.date, entry.id)


def _content(root: Path, file: EntryFile) -> bytes | None:
    try:
        return files.read(root / file.path)
    except StorageFailed:
        return None


def _differing(copies: tuple[EntryFile, ...]) -> Iterable[Problem]:
    first, *others = copies
    yield Problem(
        first.path, None, f"the same id as {others[0].path}, which differs; this one counts"
    )
    for other in others:
        yield Problem(
            other.path, None, f"the same id as {first.path}, which differs; that one counts"
        )


def _doubled_relationships(folders: Iterable[Folder]) -> list[Problem]:
    first: dict[str, Folder] = {}
    return [
        Problem(folder.path, None, f"the same id as {first[folder.id].path}; one of them is a copy")
        for folder in folders
        if folder.id is not None and first.setdefault(folder.id, folder) is not folder
    ]


def _id_of(file: EntryFile) -> str:
    """The id that it holds or, where that can't be read, that its name ends in."""
    if file.parsed.value is not None:
        return file.parsed.value.id
    return file.name.removesuffix(ENTRY_SUFFIX).rpartition("-")[2]


def _of(file: str, parsed: Parsed[T] | None) -> list[Problem]:
    return [Problem(file, line, message) for line, message in parsed.problems] if parsed else []
