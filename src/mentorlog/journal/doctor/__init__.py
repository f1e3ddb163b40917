"""What doctor sees of a journal, and its findings, as values.

It follows no link and opens only regular files.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from mentorlog.domain.entries import Entry
from mentorlog.files import TEMPORARY
from mentorlog.frozen import dataclass
from mentorlog.journal import scan
from mentorlog.journal.codec import strictly_parsed
from mentorlog.journal.homes import Home
from mentorlog.journal.names import TRASH
from mentorlog.journal.reading import EntryFile, Folder, Reading


class FileKind(StrEnum):
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "something that isn't a regular file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """Something in the journal. `path` from its root; `owner`: a user id."""

    path: str
    kind: FileKind
    mode: int
    owner: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def is_hidden(self) -> bool:
        return self.name.startswith(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A journal as doctor sees it.

    `places`: by path, the root ("") first. `homes`: the journal's folders outside of it.
    """

    root: Path
    today: dt.date
    reading: Reading
    places: tuple[FilePlace, ...] = ()
    homes: tuple[Home, ...] = ()

    @property
    def folders(self) -> tuple[Folder, ...]:
        return tuple(self.reading.folders.values())

    @property
    def problem_files(self) -> frozenset[str]:
        """The files that every reader reports as damaged."""
        return frozenset(problem.file for problem in self.reading.contents.problems)

    def entry_files(self) -> Iterator[tuple[EntryFile, Entry]]:
        """Every file with a readable entry, copies included."""
        for folder in self.folders:
            for file in folder.entry_files:
                if file.parsed.value is not None:
                    yield file, file.parsed.value


def survey(root: Path, homes: tuple[Home, ...], today: dt.date) -> Survey:
    """Look at the journal. Raises Refused if `root` isn't a folder, StorageFailed."""
    reading = scan.read(root, strictly_parsed)
    places = tuple(_places(root)) if root.is_dir() else ()
    return Survey(root=root, today=today, reading=reading, places=places, homes=homes)


def _places(root: Path) -> Iterator[FilePlace]:
    yield _place(os.lstat(root), "")
    yield from _below(root, "")


def _below(root: Path, folder: str) -> Iterator[FilePlace]:
    try:
        with os.scandir(root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:  # reading reports it
        return
    for entry in entries:
        path = f"{folder}/{entry.name}".removeprefix("/")
        if entry.name.startswith(".") and not entry.name.startswith((TRASH, TEMPORARY)):
            continue  # someone else's: git, a sync service, an editor
        try:
            place = _place(entry.stat(follow_symlinks=False), path)
        except OSError:  # it went meanwhile
            continue
        yield place
        if place.kind is FileKind.FOLDER:
            yield from _below(root, path)


def _place(status: os.stat_result, path: str) -> FilePlace:
    mode = status.st_mode
    kinds = (
        (stat.S_ISREG, FileKind.FILE),
        (stat.S_ISDIR, FileKind.FOLDER),
        (stat.S_ISLNK, FileKind.LINK),
    )
    kind = next((kind for fits, kind in kinds if fits(mode)), FileKind.OTHER)
    return FilePlace(path=path, kind=kind, mode=stat.S_IMODE(mode), owner=status.st_uid)


class Level(StrEnum):
    """How serious a finding is; `told` needs no mending."""

    WRONG = "wrong"
    TOLD = "told"


class Mend(StrEnum):
    """What `doctor --fix` can mend without losing anything."""

    JOURNAL_FILE = "write a new journal.yaml"
    MODE = "make it readable for you alone"
    NAME = "rename the file to fit its content"
    FOLDER = "rename the folder to the alias"
    LEFTOVER = "remove what an interrupted save left over"
    INTERRUPTED = "complete the interrupted command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that doctor found.

    `file`: its path in the journal, or the full path if it is elsewhere. `line` counts from 1; None
    = the file as a whole. `remedy`: a command, or what to do by hand.
    """

    file: str
    message: str
    remedy: str
    line: int | None = None
    level: Level = Level.WRONG
    mend: Mend | None = None

    @property
    def place(self) -> tuple[bool, str, int, str]:
        """Sort key: problems before mere remarks, then by file and line."""
        return self.level is Level.TOLD, self.file, self.line or 0, self.message


def to_fix(what: str = "") -> str:
    """The remedy for what `doctor --fix` can mend."""
    return f"{what}mentorlog doctor --fix"
