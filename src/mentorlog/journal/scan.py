"""Read the folders of a journal. Reading never fails for a bad file: damage is a value.

It follows no link, opens only regular `.yaml` files, and changes nothing. It knows where files are;
`codec` reads one of them, and `reading` decides which of them count.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from mentorlog.domain import matching
from mentorlog.domain.entries import Entry, Meeting
from mentorlog.errors import DamagedJournal, Problem, Refused, StorageFailed
from mentorlog.files import Stamp, stamp_of
from mentorlog.frozen import NamedTuple, dataclass, replace
from mentorlog.journal.codec import (
    Parsed,
    Person,
    clean_value,
    parsed_entry,
    parsed_journal,
    parsed_person,
    unreadable,
)
from mentorlog.journal.homes import own_id
from mentorlog.journal.memo import Memo, MemoPage, Stamped
from mentorlog.journal.names import (
    ID_IN_NAME,
    JOURNAL_FILE,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
    is_of_an_entry,
)
from mentorlog.journal.reading import (
    Contents,
    Folder,
    Reading,
    joined,
    problems_of,
)

T = TypeVar("T")
Parser = Callable[[str], Parsed[Entry] | None]
Stamps = dict[str, Stamp | None]  # by path below `relationships`


def read(
    root: Path,
    parse: Parser = parsed_entry,
    memo: Memo | None = None,
    entries_of: Container[str] | None = None,
    top: Top | None = None,
    *,
    watch: bool = False,
) -> Reading:
    """Everything in the journal at `root`; if there is no journal, an empty one.

    `memo`: unchanged files come from it instead of being read; for heads only.
    `entries_of`: folders whose entries are wanted (None: all); of the others, only the people are
        read.
    `top`: the result of `top_of`, if the caller has it.
    `watch`: make the result able to tell later whether the journal is unchanged.

    Raises:
        Refused: `root` is not a folder.
        StorageFailed: it can't be listed.
    """
    stamps: Stamps | None = {} if watch else None
    top = top or top_of(root)
    problems = problems_of(JOURNAL_FILE, top.parsed)
    if top.parsed is None and RELATIONSHIPS in top.listed:
        problems.append(_NO_JOURNAL_FILE)
    if RELATIONSHIPS in top.listed and not top.listed[RELATIONSHIPS]:
        problems.append(
            Problem(RELATIONSHIPS, None, "not a folder, and mentorlog doesn't follow links")
        )
    look = _Look(root=root, parse=parse, memo=memo, stamps=stamps)
    folders = look.folders(entries_of) if top.listed.get(RELATIONSHIPS) else ()
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
    """The stamps of all files that `read` would read."""
    top = f"{root}/{RELATIONSHIPS}"
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = _folders(top)
    alone = [name for name in names if entries_of is not None and name not in entries_of]
    stamps = _within("", _stamped(top, alone, _PERSON_INSIDE), _PERSON_INSIDE)
    for name in names if entries_of is None else [n for n in names if n in entries_of]:
        with contextlib.suppress(OSError):
            stamps |= _within(f"{name}/", _stamped(f"{top}/{name}", _ours_in(f"{top}/{name}")))
    return stamps


def _folders(top: str) -> list[str]:
    """The names of people's folders, sorted. Raises OSError."""
    with os.scandir(top) as found:
        names = [entry.name for entry in found if entry.is_dir(follow_symlinks=False)]
    return sorted([name for name in names if name[0] != "."])


def _ours_in(folder: str) -> list[str]:
    """The names of the journal's files in a folder. Raises OSError."""
    return [name for name in _listed(folder) if name == RELATIONSHIP_FILE or is_of_an_entry(name)]


def _listed(folder: str) -> list[str]:
    """The names in a folder. Raises OSError."""
    return os.listdir(folder)  # noqa: PTH208 - names are enough


_PERSON_INSIDE = f"/{RELATIONSHIP_FILE}"  # in a folder, whose name comes before it


def _stamped(
    folder: str,
    names: Iterable[str],
    inside: str = "",
    is_wanted: Callable[[int], bool] = stat.S_ISREG,
) -> Iterable[Stamped]:
    """The names with their files' stamps, one at a time: there are thousands.

    `inside`: what follows each name in the file's path. `is_wanted`: by mode, so that links and
    pipes are left out.
    """
    place, prefix = None, f"{folder}/"
    with contextlib.suppress(OSError):  # Windows can't open folders
        place, prefix = os.open(folder, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), ""
    try:  # relative to an open folder, the paths are short
        for name in names:
            try:
                status = os.stat(prefix + name + inside, dir_fd=place, follow_symlinks=False)
            except OSError:
                yield name, None
                continue
            if is_wanted(status.st_mode):  # like `stamp_of`, but without a call for each
                size, inode = status.st_size, status.st_ino
                yield name, (size, status.st_mtime_ns, status.st_ctime_ns, inode)
    finally:
        if place is not None:
            os.close(place)


def _within(before: str, stamped: Iterable[Stamped], after: str = "") -> Stamps:
    return {f"{before}{name}{after}": stamp for name, stamp in stamped}


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """The top of a journal: whether there is a journal, and whether it may be written to.

    `listed`: name -> whether it is a folder. `parsed`: journal.yaml, if there is one. `stamps`: of
    the folder and journal.yaml, to notice changes.
    """

    root: Path
    listed: Mapping[str, bool]
    parsed: Parsed[str] | None
    stamps: Sequence[Stamp | None]

    @property
    def id(self) -> str | None:
        """The id of a journal that may be written to; None if it isn't made yet.

        Raises DamagedJournal.
        """
        if not self.listed.get(RELATIONSHIPS, True):
            raise DamagedJournal(
                f"{RELATIONSHIPS} in {self.root} must be a real folder.",
                "Put the real folder there.",
            )
        if self.parsed is not None:
            return clean_value(JOURNAL_FILE, self.parsed)
        if RELATIONSHIPS in self.listed:
            raise DamagedJournal(f"{_NO_JOURNAL_FILE.message}.", "Fix it:  mentorlog doctor --fix")
        return None

    @property
    def is_unchanged(self) -> bool:
        """Whether reading again would give the same result."""
        return self.stamps == _stamps(self.root)


def top_of(root: Path) -> Top:
    """The top of the journal at `root`. Raises Refused and StorageFailed as `read` does."""
    stamps = _stamps(root)
    listed = _listed_root(root)
    parsed = _journal(root) if JOURNAL_FILE in listed else None
    return Top(root=root, listed=listed, parsed=parsed, stamps=stamps)


_NO_JOURNAL_FILE = Problem(
    JOURNAL_FILE,
    None,
    "journal.yaml is missing; without it, mentorlog writes nothing",
)


def _listed_root(root: Path) -> dict[str, bool]:
    """What is at the top of the journal: name -> whether it is a folder."""
    try:
        with os.scandir(root) as listing:
            return {entry.name: entry.is_dir(follow_symlinks=False) for entry in listing}
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        raise Refused(f"{root} is a file, not a folder.", "Choose a folder.") from None
    except OSError as error:
        raise StorageFailed(f"The journal {root} can't be read: {error.strerror}.") from None


def _journal(root: Path) -> Parsed[str] | None:
    identity = own_id(root)
    return Parsed(identity) if identity else parsed_journal(str(root / JOURNAL_FILE))


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
            names = _folders(top)
        except OSError as error:
            raise StorageFailed(f"{Path(top)} can't be read: {error.strerror}.") from None
        alone = [name for name in names if entries_of is not None and name not in entries_of]
        people = self._people(alone)
        folders = [people.get(name) or self.with_entries(name) for name in names]
        return tuple([folder for folder in folders if folder is not None])

    def with_entries(self, name: str) -> Folder | None:
        """The folder of this name with its entries; None if it isn't a person's."""
        place = f"{self.root}/{RELATIONSHIPS}/{name}"
        try:
            listed = _listed(place)
        except FileNotFoundError:  # it went meanwhile
            return None
        except OSError as error:
            message = f"the folder can't be read: {error.strerror}"
            return Folder(name=name, parsed=unreadable(message))
        person = nobody = _nobody(name)
        if has_person := RELATIONSHIP_FILE in listed:
            person = self._people([name])[name]
        page = self.memo.entries(name) if self.memo and len(listed) > has_person else None
        names = page.in_order(listed) if page else sorted(filter(is_of_an_entry, listed))
        stamped = self._noted(f"{name}/", _stamped(place, names))
        heads, faulty = _contents_of(page, stamped, Entry, lambda n: self.parse(f"{place}/{n}"))
        if person == nobody and not heads:
            return None
        is_tidy = len(names) + has_person == len(listed)
        return person._replace(heads=heads, faulty=faulty, is_tidy=is_tidy)

    def _people(self, names: Iterable[str]) -> dict[str, Folder]:
        """The people in these folders, without entries."""
        top = f"{self.root}/{RELATIONSHIPS}"
        page = self.memo.people if self.memo else None
        stamped = self._noted("", _stamped(top, names, _PERSON_INSIDE), _PERSON_INSIDE)
        heads, faulty = _contents_of(
            page, stamped, Person, lambda name: parsed_person(f"{top}/{name}{_PERSON_INSIDE}")
        )
        people = {name: Folder(name, Parsed(head)) for name, head in heads.items()}
        people |= {name: Folder(name, parsed) for name, parsed in faulty.items()}
        return {name: people.get(name) or _nobody(name) for name in names}

    def ids(self, names: Iterable[str]) -> dict[str, str] | None:
        """Folder name -> the ids in its files' names, each after a space.

        None if an entry's name has no id, or a folder can't be listed.
        """
        top = f"{self.root}/{RELATIONSHIPS}"
        page = self.memo.ids if self.memo else None
        try:
            stamped = _stamped(top, names, is_wanted=stat.S_ISDIR)
            found, _ = _contents_of(page, stamped, str, lambda name: _ids_in(f"{top}/{name}"))
        except OSError:
            return None
        ids = {name: listed for name, listed in found.items() if listed is not None}
        return ids if len(ids) == len(found) else None

    def _noted(self, before: str, stamped: Iterable[Stamped], after: str = "") -> Iterable[Stamped]:
        """The stamps; if the look is watched, keep them by path: `before`, a name and `after`."""
        if self.stamps is None:
            return stamped
        noted = [*stamped]
        self.stamps.update(_within(before, noted, after))
        return noted

    def watched(self, entries_of: Container[str] | None) -> Watched | None:
        if self.stamps is None:
            return None
        return Watched(root=self.root, entries_of=entries_of, stamps=self.stamps)


def _nobody(name: str) -> Folder:
    return Folder(name=name, parsed=unreadable("relationship.yaml is missing"))


def _contents_of(
    page: MemoPage | None,
    stamped: Iterable[Stamped],
    kind: type[T],
    parse: Callable[[str], Parsed[T] | None],
) -> tuple[dict[str, T | None], dict[str, Parsed[T]]]:
    """The contents of files, remembered or read, by name; and those of files with problems.

    None for a file that can't be used; without files that are gone.
    """
    values, faulty, unknown = page.recalled(stamped, kind) if page else ({}, {}, stamped)
    known = len(values)
    for name, stamp in unknown:
        if (parsed := parse(name)) is not None:
            values[name] = parsed.value
            if not parsed.clean:
                faulty[name] = parsed
            if page and stamp:
                page.remember(name, stamp, parsed)
    if len(values) > known and (names := sorted(values)) != [*values]:
        values = {name: values[name] for name in names}
    return values, faulty


class About(NamedTuple):
    """What a command is about: words that mean people, and beginnings of entry ids.

    `asks`: for a word that means nobody, somebody may be chosen at the terminal.
    `ignores_copies`: copies of their entries in other people's folders don't matter.
    """

    people: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    asks: bool = False
    ignores_copies: bool = False


def reading_about(
    root: Path, about: About, memo: Memo | None, top: Top | None = None, *, watch: bool = False
) -> Reading | None:
    """The journal with only the entries that are needed; None if all must be read.

    If the words mean nobody and nobody is asked, no entries are read. `top`, `watch`: as in
    `read`. Raises what `read` raises.
    """
    people = read(root, memo=memo, entries_of=(), top=top, watch=watch)
    everyone = people.contents.relationships
    words = (*about.people, *about.entries)
    meant = [matching.meant(word, everyone) for word in words]
    clear = all(words) and all(len(matches) <= 1 for matches in meant)
    if about.asks and not all(meant[: len(about.people)]):
        return None
    if people.contents.problems or not words or not clear:
        return None
    if not about.entries and not any(meant):
        return people
    stamps = people.watched.stamps if people.watched else None
    look = _Look(root=root, parse=parsed_entry, memo=memo, stamps=stamps)
    chosen = {people.folders[person.handle].name for matches in meant for person in matches}
    names = [folder.name for folder in people.folders.values() if folder.name not in chosen]
    ids = look.ids([] if about.ignores_copies else names)
    if ids is None:
        return None
    for word in about.entries:
        begins = f" {word.partition('.')[0].lower()}"
        chosen |= {name for name, listed in ids.items() if begins in listed}
    reading = _with_entries(look, people, chosen, ids) if chosen else None
    return None if reading and _are_shared(reading, about.entries) else reading


def _are_shared(reading: Reading, words: Iterable[str]) -> bool:
    """Whether one of the entries belongs to a meeting with several people."""
    begun = tuple([word.partition(".")[0].lower() for word in words])
    if not begun:
        return False
    entries = [entry for person in reading.contents.relationships for entry in person.entries]
    return any(
        isinstance(entry, Meeting) and entry.occasion and entry.id.startswith(begun)
        for entry in entries
    )


def _with_entries(
    look: _Look, people: Reading, chosen: Collection[str], ids: Mapping[str, str]
) -> Reading | None:
    """All people, with the entries of the chosen folders; None as in `reading_about`."""
    handles = {folder.name: handle for handle, folder in people.folders.items()}
    folders = [folder for name in sorted(chosen) if (folder := look.with_entries(name))]
    alone = joined(look.root, tuple(folders), ())
    others = " ".join([listed for name, listed in ids.items() if name not in chosen]).split()
    if len(folders) < len(chosen) or not alone.entry_files.keys().isdisjoint(others):
        return None  # a folder has gone, or an entry also lies in another, and may count there
    for folder in folders:
        for name, head in folder.heads.items():
            if head is not None and name[ID_IN_NAME] != head.id:
                return None
    with_entries = {
        handles[folder.name]: replace(person, handle=handles[folder.name])
        for folder, person in zip(folders, alone.contents.relationships, strict=True)
    }
    everyone = [with_entries.get(who.handle, who) for who in people.contents.relationships]
    return Reading(
        folders={**people.folders, **{handles[folder.name]: folder for folder in folders}},
        entry_files=alone.entry_files,
        contents=Contents(relationships=tuple(everyone), problems=alone.contents.problems),
        watched=look.watched(chosen),
    )


def _ids_in(folder: str) -> Parsed[str]:
    """The ids in the names of a folder's files; None if the name of an entry has none."""
    entries = [name for name in _listed(folder) if is_of_an_entry(name)]
    if any(name[_BEFORE_ID] != "-" for name in entries):
        return Parsed(None)
    return Parsed("".join([f" {name[ID_IN_NAME]}" for name in entries]))


_BEFORE_ID = slice(ID_IN_NAME.start - 1, ID_IN_NAME.start)
