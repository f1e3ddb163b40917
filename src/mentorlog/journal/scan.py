"""From the folders of a journal to what they say. Reading is total: damage is a value.

It follows no link, opens nothing that isn't a regular `.yaml` file, and changes nothing. It knows
where files stand; what is in one of them, `codec` says, and which of them count, `reading`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
from mentorlog.journal.names import ENTRY_SUFFIX, JOURNAL_FILE, RELATIONSHIP_FILE, RELATIONSHIPS
from mentorlog.journal.reading import EntryFile, Folder, Reading, joined, problems_of

if TYPE_CHECKING:
    from mentorlog.journal.memo import Memo, Page
from collections.abc import Iterable

from mentorlog.errors import MentorlogError
from mentorlog.journal.memo import Memo
from mentorlog.journal.names import (
    ID_LENGTH,
    resolved,
)
from mentorlog.journal.reading import is_well_named

T = TypeVar("T")
Parser = Callable[[str], Parsed[Entry] | None]


def read(
    root: Path,
    parse: Parser = parsed_entry,
    memo: Memo | None = None,
    entries_of: Container[str] | None = None,
    known: Itself | None = None,
    *,
    watch: bool = False,
) -> Reading:
    """Everything in the journal at `root`; a journal that isn't there is an empty one.

    `memo`: what it remembers of unchanged files is not read again; for heads only. `entries_of`:
    the folders whose entries are wanted, if not all; of the others, only who they are about.
    `known`: what `itself` gave, if that was asked before. `watch`: whether it must be told later
    if all of this is still so.

    Raises:
        Refused: `root` is not a folder.
        StorageFailed: it can't be listed.
    """
    watched = watched_now(root, entries_of) if watch else None
    known = known or itself(root)
    top = known.top
    problems = problems_of(JOURNAL_FILE, known.said)
    if known.said is None and RELATIONSHIPS in top:
        problems.append(_NO_JOURNAL_FILE)
    if RELATIONSHIPS in top and not top[RELATIONSHIPS]:
        problems.append(Problem(RELATIONSHIPS, None, "not a folder, and links are not followed"))
    folders = _folders(root, parse, memo, entries_of) if top.get(RELATIONSHIPS) else ()
    return replace(joined(root, folders, problems), watched=watched)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What was about to be read: which files there were, and what tells each from a later one."""

    root: Path
    entries_of: Container[str] | None
    stamps: Mapping[str, Stamp | None]

    @property
    def is_unchanged(self) -> bool:
        """Whether reading it again would give the same."""
        return self.stamps == watched_now(self.root, self.entries_of).stamps


def watched_now(root: Path, entries_of: Container[str] | None = None) -> Watched:
    """Take the stamps of all files that `read` would read; of some people only who they are."""
    stamps: dict[str, Stamp | None] = {}
    with contextlib.suppress(OSError), os.scandir(root / RELATIONSHIPS) as found:
        for folder in found:
            if folder.name.startswith(".") or not folder.is_dir(follow_symlinks=False):
                continue
            stamps[folder.name] = _stamp(Path(folder.path, RELATIONSHIP_FILE))
            if entries_of is None or folder.name in entries_of:
                stamps |= _stamps_in(folder)
    return Watched(root=root, entries_of=entries_of, stamps=stamps)


def _stamps_in(folder: os.DirEntry[str]) -> dict[str, Stamp | None]:
    stamps: dict[str, Stamp | None] = {}
    with contextlib.suppress(OSError), os.scandir(folder) as listed:
        for entry in listed:
            if _is_ours(entry):
                stamps[entry.path] = stamp_of(entry.stat(follow_symlinks=False))
    return stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """What a journal says of itself: whether there is one, and whether it may be written to.

    `top`: what stands in its folder, and whether it is a folder. `said`: by journal.yaml, if there
    is one. `stamps`: tell whether it is still so.
    """

    root: Path
    top: Mapping[str, bool]
    said: Parsed[str] | None
    stamps: Sequence[Stamp | None]

    @property
    def id(self) -> str | None:
        """The id of a journal that may be written to; None where there is none yet.

        Raises DamagedJournal.
        """
        if not self.top.get(RELATIONSHIPS, True):
            raise DamagedJournal(
                f"{RELATIONSHIPS} in {self.root} is not a folder, and links are not followed.",
                "Put the folder itself there.",
            )
        if self.said is not None:
            return clean_value(JOURNAL_FILE, self.said)
        if RELATIONSHIPS in self.top:
            raise DamagedJournal(f"{_NO_JOURNAL_FILE.message}.", "Mend it:  mentorlog doctor --fix")
        return None

    @property
    def is_unchanged(self) -> bool:
        """Whether reading it again would give just this."""
        return self.stamps == _stamps(self.root)


def itself(root: Path) -> Itself:
    """What the journal at `root` says of itself. Raises Refused, StorageFailed, as `read` does."""
    stamps = _stamps(root)
    top = _listed_root(root)
    said = _journal(root) if JOURNAL_FILE in top else None
    return Itself(root=root, top=top, said=said, stamps=stamps)


_NO_JOURNAL_FILE = Problem(
    JOURNAL_FILE,
    None,
    "journal.yaml is missing beside relationships/; nothing is written without it",
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


def _journal(root: Path) -> Parsed[str] | None:
    ours = own_id(root)
    return Parsed(ours) if ours else parsed_journal(str(root / JOURNAL_FILE))


def _stamps(root: Path) -> list[Stamp | None]:
    """Of the journal's folder, which tells what stands in it, and of journal.yaml."""
    return [_stamp(root), _stamp(root / JOURNAL_FILE)]


def _stamp(path: Path) -> Stamp | None:
    try:
        return stamp_of(path.lstat())
    except OSError:  # there is none
        return None


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


def reading_about(
    root: Path, who: str, memo: Memo | None, known: Itself | None = None, *, watch: bool = False
) -> Reading | None:
    """The journal with the entries of the one that is meant; None if it takes all to be sure.

    `known`, `watch`: as of `read`. Raises what `read` raises.
    """
    people = read(root, memo=memo, entries_of=(), known=known)
    try:
        handle = resolved(who, people.contents.relationships).handle
    except MentorlogError:
        return None
    chosen = people.folders[handle].name
    if people.contents.problems:
        return None
    reading = read(root, memo=memo, entries_of={chosen}, known=known, watch=watch)
    folder = reading.folders.get(handle)  # it may have gone between two glances
    others = (other.name for other in people.folders.values() if other.name != chosen)
    return None if folder is None or _may_share(root, folder, others) else reading


def _may_share(root: Path, folder: Folder, others: Iterable[str]) -> bool:
    """Whether an entry may be in another folder, too, and count there: as far as names tell."""
    readable = [file for file in folder.entry_files if file.parsed.value is not None]
    if not all(map(is_well_named, readable)):
        return True
    ours = {file.parsed.value.id for file in readable if file.parsed.value is not None}
    try:
        theirs = [name for other in others for name in _names(root, other)]
    except OSError:
        return True
    if any(name[_BEFORE_ID] != "-" and _is_entry(name) for name in theirs):
        return True
    return not ours.isdisjoint([name[_ID] for name in theirs])


def _names(root: Path, folder: str) -> list[str]:
    return os.listdir(root / RELATIONSHIPS / folder)  # noqa: PTH208 - names are enough


def _is_entry(name: str) -> bool:
    """Whether an entry is in a file of this name, whichever it is."""
    return name.endswith(ENTRY_SUFFIX) and name[0] != "." and name != RELATIONSHIP_FILE


_ID = slice(-len(ENTRY_SUFFIX) - ID_LENGTH, -len(ENTRY_SUFFIX))  # of a file's name
_BEFORE_ID = slice(_ID.start - 1, _ID.start)
