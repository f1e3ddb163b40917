"""What reading an unchanged file gave, so that it need not be read again. Heads only, never words.

A file is the one that was read if its size, times and inode are; of one that was touched less than
two seconds before we began, nothing is remembered, as the next change might not show. The memo is
private and can be deleted at any time. Whatever is wrong with it (cut off, altered, of another
journal or version) costs reading the files, and never an answer.

It has a page for the people and one for each one's entries, so that what is about one person can
be had without the rest.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from mentorlog import __version__, files
from mentorlog.errors import StorageFailed
from mentorlog.files import Stamp
from mentorlog.journal.codec import Parsed, recalled, remembered
from mentorlog.journal.values import NOT_SO

T = TypeVar("T")
Row = list[Any]  # its stamp, what it says, the problems that it has, and whether it is newer
Clock = Callable[[], int]  # nanoseconds, as files' times count them

PEOPLE = "people"
_PAGE = re.compile(r"[0-9a-f]{8}\.json")
_FORMAT = 4
_SETTLED = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use
_CHECKSUM = 8  # characters
_MANY = 64  # files: to read them takes about as long as to bring a large page to the disk
_SPOILT = (*NOT_SO, OverflowError, RecursionError)


class Memo:
    """The memo of one journal, kept in `folder`, which is its own."""

    def __init__(self, folder: Path, root: Path, clock: Clock = time.time_ns) -> None:
        self._folder = folder
        self._about = f"{_FORMAT} {__version__} {root}"
        self._clock = clock
        self._pages: dict[str, Page] = {}

    @property
    def people(self) -> Page:
        """The page of every relationship.yaml, by folder name."""
        return self._page(PEOPLE, "")

    def entries(self, name: str) -> Page:
        """The page of the entries in one relationship's folder, by file name."""
        return self._page(f"{zlib.crc32(os.fsencode(name)):08x}", name)

    def keep(self) -> None:
        """Bring it to the disk; never an error. For use when the whole journal was read.

        Pages of folders that were not seen are deleted: those folders are gone.
        """
        for page in self._pages.values():
            page.keep()
        self._forget_but({f"{name}.json" for name in self._pages})
        self._pages = {}

    def keep_what_took_long(self) -> None:
        """Keep only pages for which many files had to be read; for use after a partial reading."""
        for page in self._pages.values():
            if page.newly_read > _MANY:
                page.keep()

    def _page(self, name: str, of: str) -> Page:
        if name not in self._pages:
            about = f"{self._about}\0{of}".encode(errors="surrogateescape")
            self._pages[name] = Page(self._folder / f"{name}.json", about, self._clock)
        return self._pages[name]

    def _forget_but(self, names: set[str]) -> None:
        """Pages of folders that are gone, and what interrupted runs left; nothing else."""
        if self._folder.is_symlink():
            return
        with contextlib.suppress(OSError):
            for name in {*os.listdir(self._folder)} - names:  # noqa: PTH208 - names are enough
                if _PAGE.fullmatch(name) or name.startswith(files.TEMPORARY):
                    (self._folder / name).unlink()


class Page:
    """What is remembered of some files; `about` says of which, and by whom."""

    def __init__(self, file: Path, about: bytes, clock: Clock) -> None:
        self._file = file
        self._about = about
        self._young = clock() - _SETTLED  # what was touched since
        self._known = self._loaded()
        self._seen: dict[str, Row] = {}
        self.newly_read = 0

    def remembered(
        self, name: str, stamp: Stamp, kind: type[T], parse: Callable[[], Parsed[T] | None]
    ) -> Parsed[T] | None:
        """What the file with this stamp says: as it is remembered under `name`, else parsed."""
        row = self._known.get(name)
        said = _recalled(row, stamp, kind) if row is not None else None
        if row is not None and said is not None:
            self._seen[name] = row
            return said
        parsed = parse()
        if parsed is not None and self._may_keep(stamp, parsed):
            self._seen[name] = [stamp, remembered(parsed.value), parsed.problems, parsed.newer]
            self.newly_read += 1
        return parsed

    def keep(self) -> None:
        """Bring it to the disk if anything in it is new; never an error."""
        if not self.newly_read and self._known.keys() == self._seen.keys():
            return
        body = json.dumps(self._seen, separators=(",", ":")).encode()
        with contextlib.suppress(StorageFailed, OSError):
            files.make_folder(self._file.parent)
            files.overwrite(self._file, self._checksum(body) + body, durable=False)

    def _may_keep(self, stamp: Stamp, parsed: Parsed[T]) -> bool:
        """Don't remember read errors or files that changed within two seconds."""
        settled = max(stamp[1:3]) < self._young
        return settled and all(line is not None for line, _ in parsed.problems)

    def _loaded(self) -> dict[str, Row]:
        try:
            data = files.read(self._file)
            body = data[_CHECKSUM:]
            if data[:_CHECKSUM] != self._checksum(body):
                return {}
            rows: dict[str, Row] = json.loads(body)
        except (StorageFailed, *_SPOILT):
            return {}
        return rows if isinstance(rows, dict) else {}

    def _checksum(self, body: bytes) -> bytes:
        return b"%08x" % zlib.crc32(body, zlib.crc32(self._about))


def _recalled(row: Row, stamp: Stamp, kind: type[T]) -> Parsed[T] | None:
    """What a row says of the file with this stamp; None for another stamp."""
    try:
        known, value, problems, newer = row
        if known != stamp:
            return None
        said = recalled(kind, value)
        told = tuple([(int(line), str(message)) for line, message in problems]) if problems else ()
    except _SPOILT:
        return None
    return Parsed(said, told, bool(newer))
