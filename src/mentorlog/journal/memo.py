"""What reading an unchanged file gave, so that it need not be read again. Heads only, never words.

A file is the one that was read if its size, times and inode are; of one that was touched less than
two seconds before, nothing is remembered, as the next change might not show. The memo is private
and can be deleted at any time. Whatever is wrong with it (cut off, altered, of another journal or
version) costs reading the files, and never an answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mentorlog import __version__, files
from mentorlog.errors import StorageFailed
from mentorlog.journal.heads import Plain, head_of, plain
from mentorlog.journal.parsing import Parsed

T = TypeVar("T")
Stamp = tuple[int, int, int, int]  # size, nanoseconds of mtime and ctime, inode

_FORMAT = 1
_SETTLED = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use
_CHECKSUM = 8  # characters
_SPOILT = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def stamp_of(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class Memo:
    """Of one journal, kept in `file`. `clock`: nanoseconds, as files' times count them."""

    def __init__(self, file: Path, root: Path, clock: Callable[[], int] = time.time_ns) -> None:
        self._file = file
        self._about = f"{_FORMAT} {__version__} {root}".encode(errors="surrogateescape")
        self._clock = clock
        self._known = self._loaded()
        self._seen: dict[str, Plain] = {}
        self._is_new = False

    def remembered(
        self,
        path: str,
        status: Callable[[], os.stat_result],
        kinds: tuple[type[T], ...],
        parse: Callable[[], Parsed[T] | None],
    ) -> Parsed[T] | None:
        """What the file at `path`, within the journal, says: a head of one of these kinds."""
        try:
            stamp = stamp_of(status())  # before it is read: a change meanwhile shows next time
        except OSError:  # whoever reads it says what is the matter
            return parse()
        row = self._known.get(path)
        found = _recalled(row, stamp, kinds)
        if found is not None:
            self._seen[path] = row
            return found
        parsed = parse()
        if parsed is not None and self._may_keep(stamp, parsed):
            value = None if parsed.value is None else _plain(parsed.value)
            self._seen[path] = [*stamp, value, parsed.problems, parsed.newer]
            self._is_new = True
        return parsed

    def keep(self) -> None:
        """Bring what was seen since the last time to the disk, if that is new; never an error."""
        if self._is_new or self._known.keys() - self._seen.keys():
            body = json.dumps(self._seen, separators=(",", ":")).encode()
            with contextlib.suppress(StorageFailed, OSError):
                files.make_folder(self._file.parent)
                files.overwrite(self._file, self._checksum(body) + body, durable=False)
                files.sweep(self._file.parent)
        self._known, self._seen, self._is_new = self._seen, {}, False

    def _may_keep(self, stamp: Stamp, parsed: Parsed[T]) -> bool:
        """What a disk failed to say, or has just been told, is asked again."""
        settled = max(stamp[1], stamp[2]) < self._clock() - _SETTLED
        return settled and all(line is not None for line, _ in parsed.problems)

    def _loaded(self) -> dict[str, Plain]:
        try:
            data = files.read(self._file)
            body = data[_CHECKSUM:]
            if data[:_CHECKSUM] != self._checksum(body):
                return {}
            rows: dict[str, Plain] = json.loads(body)
        except (StorageFailed, *_SPOILT):
            return {}
        return rows if isinstance(rows, dict) else {}

    def _checksum(self, body: bytes) -> bytes:
        return b"%08x" % zlib.crc32(body, zlib.crc32(self._about))


def _recalled(row: Plain, stamp: Stamp, kinds: tuple[type[T], ...]) -> Parsed[T] | None:
    """What a row says of the file with this stamp; None if it says nothing of it."""
    try:
        *known, value, problems, newer = row
        if tuple(known) != stamp:
            return None
        said = _head(value)
        told = tuple((int(line), str(message)) for line, message in problems)
    except _SPOILT:
        return None
    if not (said is None or isinstance(said, kinds)):
        return None
    return Parsed(value=said, problems=told, newer=bool(newer))


def _plain(value: object) -> Plain:
    return value if isinstance(value, str) else plain(value)


def _head(value: Plain) -> object:
    return value if value is None or isinstance(value, str) else head_of(value)
