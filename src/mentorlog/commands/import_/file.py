"""The file that is handed over: read once, whatever it is: a link, a pipe, or stdin."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

from mentorlog import files
from mentorlog.environment import Environment
from mentorlog.errors import NotFound, Refused, TooLarge, storage_failure
from mentorlog.exchange.backup import LARGEST, is_backup
from mentorlog.exchange.incoming import Incoming
from mentorlog.journal.names import safe

STDIN = "-"
_START = 8  # bytes by which a format is known
_NAMED = (  # what is no text, by how it begins and what is in it
    (b"PK\x03\x04", b"xl/workbook", "an Excel workbook", "Save it as CSV (UTF-8)"),
    (b"PK\x03\x04", b"opendocument.spreadsheet", "an OpenDocument table", "Save it as CSV"),
    (b"PK\x03\x04", b"Index/Document.iwa", "a Numbers document", "Export it as CSV"),
    (b"PK\x03\x04", b"word/document", "a Word document", "Save its table as CSV"),
    (b"\xd0\xcf\x11\xe0", b"", "an old Excel or Word file", "Save it as CSV"),
    (b"%PDF", b"", "a PDF", "Export the table or calendar itself"),
)


class File:
    """Its bytes. `incoming`: the meetings in it, once they were read.

    `chosen`: which groups of them, where that was asked; None: it wasn't.
    """

    def __init__(self, environment: Environment) -> None:
        self._stdin = environment.stdin
        self._data: bytes | None = None
        self.name = ""
        self.incoming: Incoming | None = None
        self.chosen: frozenset[str] | None = None

    def data(self, file: str) -> bytes:
        """All of it. Raises NotFound, Refused for what is of another kind, StorageFailed."""
        if self._data is None:
            self.name = "what stands on stdin" if file == STDIN else safe(file)
            data = self._stdin_bytes() if file == STDIN else self._bytes(file)
            _check(data, self.name)
            self._data = data
        return self._data

    def _stdin_bytes(self) -> bytes:
        stream = getattr(self._stdin, "buffer", None)
        return _read(stream, STDIN) if stream else self._stdin.read().encode()

    def _bytes(self, file: str) -> bytes:
        try:
            path = Path(file).expanduser()
            if path.is_dir():
                raise NotFound(f"This is a folder, and no file: {self.name}", _FILE)
            with path.open("rb") as stream:
                return _read(stream, file)
        except (FileNotFoundError, RuntimeError, ValueError):
            raise NotFound(f"There is no such file: {self.name}", _FILE) from None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise NotFound(f"This link leads nowhere: {self.name}", _FILE) from None
            raise storage_failure(error, self.name) from error


def text_of(data: bytes, name: str) -> tuple[str, str]:
    """The text, and what to say of how it was read. Raises Refused where it is none."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return _no_binary(text, name), ""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _no_text(name) from None
    said = "It is not UTF-8, so it was read as Windows' own letters (cp1252)"
    return _no_binary(text, name), said


def _no_binary(text: str, name: str) -> str:
    if "\0" in text:
        raise _no_text(name)
    return text


def _no_text(name: str) -> Refused:
    return Refused(f"{name} is no UTF-8 text.", "Save it as UTF-8 text, then try again.")


def _read(stream: BinaryIO, name: str) -> bytes:
    start = stream.read(_START)
    largest = LARGEST if is_backup(start) else files.LARGEST
    data = start + stream.read(largest)
    if len(data) > largest:
        raise TooLarge(f"This file is too large: {safe(name)}", "Take it in parts.")
    return data


def _check(data: bytes, name: str) -> None:
    for start, inside, kind, way in _NAMED:
        if data.startswith(start) and inside in data:
            raise Refused(
                f"{name} is {kind}, which can't be read here.", f"{way}, then import that."
            )


_FILE = "mentorlog import FILE"


def is_agreement(data: bytes) -> bool:
    """Whether a file looks like an agreement for both."""
    return b"\nkind: agreement" in data and b"\nbetween:" in data and not is_pair(data)


def is_pair(data: bytes) -> bool:
    """Whether a file looks like what two share."""
    return b"\nkind: pair\n" in data and b"\nbetween:" in data
