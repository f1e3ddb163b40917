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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from mentorlog import __version__, files
from mentorlog.domain.entries import Entry
from mentorlog.errors import StorageFailed
from mentorlog.files import Stamp
from mentorlog.journal.codec import Parsed, recaller, remembered
from mentorlog.journal.values import NOT_VALID

T = TypeVar("T")
Head = list[Any]  # what `remembered` gives; if there are any: problems, and whether it is newer
Known = tuple[int, int]  # of a file: the hash of its stamp, and the place of its head
Clock = Callable[[], int]  # nanoseconds, like the times of files

PEOPLE = "people"
IDS = "ids"
_PAGE = r"[0-9a-f]{8}\.json"
_FORMAT = 7
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
    """Remembered files; `about` identifies their folder, journal and version."""

    def __init__(self, file: Path, about: bytes, clock: Clock) -> None:
        self._file = file
        self._about = about
        self._young = clock() - _SETTLED  # files touched since then aren't remembered
        self._heads, self._known = self._loaded()
        self._seen: dict[str, Known] = {}
        self.newly_read = 0

    def recalled(self, stamps: Mapping[str, Stamp | None], kind: type[T]) -> dict[str, Parsed[T]]:
        """The remembered contents of the files with these stamps."""
        parsed = {}
        made: dict[int, tuple[Callable[[str], T | None], tuple[Any, ...]]] = {}
        for name, stamp in stamps.items():
            known = self._known.get(name)
            if known is None or stamp is None:
                continue
            try:
                kept_hash, place = known
                if kept_hash != hash(stamp):
                    continue
                if place in made:
                    make, problems = made[place]
                else:
                    of, kept, *more = self._heads[place]
                    make, problems = recaller(kind, of, kept), _problems(*more) if more else ()
                    if kind is Entry:  # nothing else has a head in common with another
                        made[place] = make, problems
                parsed[name] = Parsed(make(name), *problems)
            except _SPOILT:
                continue
            self._seen[name] = known
        return parsed

    def remember(self, name: str, stamp: Stamp, parsed: Parsed[T]) -> None:
        """Remember the contents of the file with this stamp, if that is safe."""
        if self._may_keep(stamp, parsed):
            more = (parsed.problems, parsed.newer) if parsed.problems or parsed.newer else ()
            self._seen[name] = hash(stamp), len(self._heads)
            self._heads.append([*remembered(parsed.value, name), *more])
            self.newly_read += 1

    def keep(self) -> None:
        """Write it to the disk if it has changed; never raises for a failing disk."""
        if not self.newly_read and len(self._known) == len(self._seen):
            return
        with contextlib.suppress(StorageFailed, OSError, *_SPOILT):
            body = json.dumps(self._page(), separators=(",", ":")).encode()
            files.make_folder(self._file.parent)
            files.overwrite(self._file, self._checksum(body) + body, durable=False)

    def _page(self) -> dict[str, object]:
        """What was seen, with each different head once."""
        texts = {place: repr(self._heads[place]) for _, place in self._seen.values()}
        heads = {text: self._heads[place] for place, text in texts.items()}
        places = {text: place for place, text in enumerate(heads)}
        seen = self._seen.items()
        known = {name: (stamp, places[texts[place]]) for name, (stamp, place) in seen}
        return {"heads": [*heads.values()], "files": known}

    def _may_keep(self, stamp: Stamp, parsed: Parsed[T]) -> bool:
        """Don't remember read errors or files that changed within two seconds."""
        settled = max(stamp[1:3]) < self._young
        return settled and all(line is not None for line, _ in parsed.problems)

    def _loaded(self) -> tuple[list[Head], dict[str, Known]]:
        """The heads, and what is known of the files; both empty if the page is none of ours."""
        try:
            data = memoryview(files.read(self._file))
            body = data[_CHECKSUM:]
            if data[:_CHECKSUM] != self._checksum(body):
                return [], {}
            page = json.loads(str(body, "ascii"))
            heads, known = page["heads"], page["files"]
        except (StorageFailed, *_SPOILT):
            return [], {}
        is_ours = isinstance(heads, list) and isinstance(known, dict)
        return (heads, known) if is_ours else ([], {})

    def _checksum(self, body: bytes | memoryview) -> bytes:
        return b"%08x" % zlib.crc32(body, zlib.crc32(self._about))


def _problems(problems: Any, newer: Any) -> tuple[tuple[tuple[int, str], ...], bool]:
    return tuple([(int(line), str(message)) for line, message in problems]), bool(newer)
