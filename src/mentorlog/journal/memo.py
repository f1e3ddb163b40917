"""A cache of heads (never words), so that unchanged files needn't be read again.

A file is unchanged if its size, times and inode are; their hash is kept. Files touched less than
two seconds before we began aren't remembered, because their next change might not show. The cache
is private and can be deleted at any time. If it is cut off, altered, or of another journal or
version, the files are read instead; the answers stay the same.

It has one page for the people, one for which entries are in which folder, and one for each person's
entries, so that a command about one person reads only what it needs. Most entries of a person
differ only in what the names of their files say, so a page has each different head once.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

from mentorlog import __version__, files
from mentorlog.errors import StorageFailed
from mentorlog.files import Stamp
from mentorlog.journal.codec import Parsed, recalled, remembered
from mentorlog.journal.names import is_of_an_entry
from mentorlog.journal.values import NOT_VALID

T = TypeVar("T")
Stamped = tuple[str, Stamp | None]  # a file, and its stamp if it is there
Clock = Callable[[], int]  # nanoseconds, like the times of files

PEOPLE = "people"
IDS = "ids"
_PAGE = r"[0-9a-f]{8}\.json"
_FORMAT = 9
_SETTLED = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use
_CHECKSUM = 8  # characters
_MANY = 64  # files: reading them takes about as long as writing a large page
_MANY_FOLDERS = 8  # so does listing them
_SPOILT = (*NOT_VALID, LookupError, OverflowError, RecursionError)


class Memo:
    """The memo of one journal, kept in a `folder` of its own."""

    def __init__(self, folder: Path, root: Path, clock: Clock = time.time_ns) -> None:
        self._folder = folder
        self._about = f"{_FORMAT} {__version__} {root}"
        self._clock = clock
        self._pages: dict[str, MemoPage] = {}

    @property
    def people(self) -> MemoPage:
        """The page for every relationship.yaml, by folder name."""
        return self._page(PEOPLE, "")

    @property
    def ids(self) -> MemoPage:
        """The page for the ids of the entries in each folder, by folder name."""
        return self._page(IDS, "")

    def entries(self, name: str) -> MemoPage:
        """The page for the entries in one folder, by file name."""
        return self._page(f"{zlib.crc32(os.fsencode(name)):08x}", name)

    def keep(self) -> None:
        """Write it to the disk after reading the whole journal; never raises for a failing disk.

        Pages of folders that weren't seen are deleted: those folders are gone. The page of ids
        stays, for commands about one person.
        """
        for page in self._pages.values():
            page.keep()
        self._forget_others({f"{name}.json" for name in (*self._pages, IDS)})
        self._pages = {}

    def keep_what_took_long(self) -> None:
        """After reading a part of the journal, write only pages with much that is newly read."""
        for name, page in self._pages.items():
            if page.newly_read > (_MANY_FOLDERS if name == IDS else _MANY):
                page.keep()

    def _page(self, name: str, of: str) -> MemoPage:
        if name not in self._pages:
            about = f"{self._about}\0{of}".encode(errors="surrogateescape")
            self._pages[name] = MemoPage(self._folder / f"{name}.json", about, self._clock)
        return self._pages[name]

    def _forget_others(self, names: set[str]) -> None:
        """Delete pages of folders that are gone, and leftovers of interrupted runs."""
        if self._folder.is_symlink():
            return
        with contextlib.suppress(OSError):
            for name in {*os.listdir(self._folder)} - names:  # noqa: PTH208 - names are enough
                if re.fullmatch(_PAGE, name) or name.startswith(files.TEMPORARY):
                    (self._folder / name).unlink()


class MemoPage:
    """Remembered files; `about` identifies their folder, journal and version.

    On the disk it is a few long lists: thousands of short ones would take longer to read.
    """

    def __init__(self, file: Path, about: bytes, clock: Clock) -> None:
        self._file = file
        self._about = about
        self._young = clock() - _SETTLED  # files touched since then aren't remembered
        self._heads: list[Any] = []
        self._stamps: dict[str, int] = {}  # their hashes, by file
        self._places: dict[str, int] = {}  # of heads, by file
        self._problems: dict[str, Any] = {}
        self._load()
        self._seen: list[str] = []
        self.newly_read = 0

    def in_order(self, listed: Collection[str]) -> list[str]:
        """The names of entries' files among these, sorted; those remembered here are in order."""
        known, new = [*self._stamps], [name for name in listed if name not in self._stamps]
        if len(known) + len(new) != len(listed):  # some are gone
            left = {*listed}
            known = [name for name in known if name in left]
        return sorted(filter(is_of_an_entry, known + new))

    def recalled(
        self, stamped: Iterable[Stamped], kind: type[T]
    ) -> tuple[dict[str, T | None], dict[str, Parsed[T]], list[Stamped]]:
        """The remembered contents of files with these stamps; those with problems; other files."""
        stamps, same, unknown = self._stamps, list[str](), list[Stamped]()
        for name, stamp in stamped:
            if stamp is not None and stamps.get(name) == hash(stamp):
                same.append(name)
            else:
                unknown.append((name, stamp))
        try:
            found = recalled(kind, self._heads, self._places, same)
            faulty = {
                name: Parsed(found[name], *_problems(*self._problems[name]))
                for name in found.keys() & self._problems.keys()
            }
        except _SPOILT:
            return {}, {}, [*unknown, *((name, None) for name in same)]
        self._seen += same
        return found, faulty, unknown

    def remember(self, name: str, stamp: Stamp, parsed: Parsed[T]) -> None:
        """Remember the contents of the file with this stamp, if that is safe."""
        if not self._may_keep(stamp, parsed):
            return
        self._stamps[name], self._places[name] = hash(stamp), len(self._heads)
        self._heads.append(remembered(parsed.value, name))
        self._problems.pop(name, None)
        if parsed.problems or parsed.newer:
            self._problems[name] = parsed.problems, parsed.newer
        self._seen.append(name)
        self.newly_read += 1

    def keep(self) -> None:
        """Write it to the disk if it has changed; never raises for a failing disk."""
        if not self.newly_read and len(self._stamps) == len({*self._seen}):
            return
        with contextlib.suppress(StorageFailed, OSError, *_SPOILT):
            body = json.dumps(self._page(), separators=(",", ":")).encode()
            files.make_folder(self._file.parent)
            files.overwrite(self._file, self._checksum(body) + body, durable=False)

    def _page(self) -> dict[str, object]:
        """What was seen, with each different head once."""
        seen = sorted({*self._seen})
        texts = {place: repr(self._heads[place]) for place in map(self._places.__getitem__, seen)}
        heads = {text: self._heads[place] for place, text in texts.items()}
        places = {text: place for place, text in enumerate(heads)}
        return {
            "files": seen,
            "stamps": [self._stamps[name] for name in seen],
            "places": [places[texts[self._places[name]]] for name in seen],
            "heads": [*heads.values()],
            "problems": {name: self._problems[name] for name in seen if name in self._problems},
        }

    def _may_keep(self, stamp: Stamp, parsed: Parsed[T]) -> bool:
        """Don't remember read errors or files that changed within two seconds."""
        settled = max(stamp[1:3]) < self._young
        return settled and all(line is not None for line, _ in parsed.problems)

    def _load(self) -> None:
        """Read it, if it is one of ours."""
        with contextlib.suppress(StorageFailed, *_SPOILT):
            data = memoryview(files.read(self._file))
            body = data[_CHECKSUM:]
            if data[:_CHECKSUM] == self._checksum(body):
                page = json.loads(str(body, "ascii"))
                self._places = dict(zip(page["files"], page["places"], strict=True))
                self._stamps = dict(zip(page["files"], page["stamps"], strict=True))
                self._heads, self._problems = [*page["heads"]], {**page["problems"]}

    def _checksum(self, body: bytes | memoryview) -> bytes:
        return b"%08x" % zlib.crc32(body, zlib.crc32(self._about))


def _problems(problems: Any, newer: Any) -> tuple[tuple[tuple[int, str], ...], bool]:
    return tuple([(int(line), str(message)) for line, message in problems]), bool(newer)
