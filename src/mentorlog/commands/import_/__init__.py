"""Import an agreement, what someone shares with you, past meetings or a backup.

Example: mentorlog import calendar.ics dana-oz --match "1:1"
"""

from __future__ import annotations

import codecs
import errno
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from mentorlog import files
from mentorlog.arguments import WHO, Writer, argument, option
from mentorlog.commands import Alone, Choice, Command, Result
from mentorlog.commands.desk import Desk, journal_of, prompt_of
from mentorlog.commands.import_ import meetings
from mentorlog.commands.kept import entry_from_path
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import NotFound, Refused, UsageError, storage_failure
from mentorlog.exchange.backup import LARGEST, contents, is_backup
from mentorlog.exchange.incoming import Incoming
from mentorlog.frozen import dataclass
from mentorlog.journal import arriving
from mentorlog.journal.change import Change
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import echoed
from mentorlog.journal.saving import locked_as_is, settle
from mentorlog.terminal.console import Work
from mentorlog.terminal.prompts import Prompt, Question, a_name
from mentorlog.views.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Writer):
    file: str | None = argument(
        "FILE", "A backup, an agreement, a pair file, .ics, .csv or jrnl's .json; - is stdin."
    )
    who: str | None = WHO
    match: str | None = option("--match TEXT", "Only events with this in their title.")
    partner: str | None = option("--with EMAIL", "Only events with this address among the guests.")
    since: str | None = option("--since DATE", "Only meetings from this day on.", date="past")
    everything: bool = option("--all", "All events in a calendar.")
    dry_run: bool = option("--dry-run", "Show what would be imported, and write nothing.")

    @property
    def chooses(self) -> bool:
        """Whether options choose meetings from the file."""
        return self.everything or bool(self.match or self.partner or self.since)


def chosen(environment: Environment, typed: Import, resumed: bool) -> Command[Any] | Alone[Any]:  # noqa: FBT001
    """The command for the file, chosen by its contents, not its name."""
    name = typed.file
    if name is None and environment.terminal and not resumed:
        asked = Question(text="Which file?", files=True)
        name = prompt_of(environment).ask(asked, a_name) or None
    if name is None and not resumed:
        raise UsageError("Which file?", "mentorlog import FILE")
    file = File(environment)
    if name == STDIN and not typed.dry_run:
        settle(journal_of(environment), "import")  # nothing is read that can't be kept
    if name is not None and is_backup(file.data(name)):  # it's read once, under that name
        _refuse_choosing(typed, "a backup")
        return Alone(Restore, partial(restore, file.data(name)))
    return Command(
        "import",
        Import,
        partial(_taken_in, file),
        ask=partial(_ask_which_events, file),
        work=Work.TAKING_IN,
    )


def _taken_in(file: File, desk: Desk, typed: Import, change: Change) -> Relationship:
    """Import what the file holds and the journal doesn't. Raises Refused, DamagedJournal."""
    data = file.data(typed.file or "")
    if is_agreement(data):
        _refuse_choosing(typed, "an agreement")
        from mentorlog.commands.import_ import shared
        from mentorlog.exchange.pair import offered

        return shared.agreement_taken_in(
            desk, typed.who, offered(data, file.name), file.name, change
        )
    if is_pair(data):
        _refuse_choosing(typed, "what you share")
        from mentorlog.commands.import_ import shared
        from mentorlog.exchange.pair import pair

        return shared.pair_taken_in(desk, typed.who, pair(data, file.name), file.name, change)
    return meetings.taken_in(file, desk, typed, change)


def _ask_which_events(file: File, desk: Desk, typed: Import, prompt: Prompt, _: object) -> Import:
    """On a terminal, ask which events of a calendar are meetings."""
    from mentorlog.commands.questions import supplied

    data = file.data(typed.file or "")
    if is_agreement(data) or is_pair(data):
        return typed
    typed = supplied(desk, typed, ("who",), prompt)
    if not typed.dry_run:
        meetings.ask(file, desk, typed, prompt)
    return typed


def _refuse_choosing(typed: Import, kind: str) -> None:
    if typed.chooses:
        raise UsageError(f"{meetings.CHOOSE} choose meetings; this is {kind}.")


COMMAND = Choice(Import, chosen)


STDIN = "-"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_START = 8  # bytes that identify a format
_NAMED = (  # files that aren't text: how they begin, and what is in them
    (b"PK\x03\x04", b"xl/workbook", "an Excel workbook", "Save it as CSV (UTF-8)"),
    (b"PK\x03\x04", b"opendocument.spreadsheet", "an OpenDocument table", "Save it as CSV"),
    (b"PK\x03\x04", b"Index/Document.iwa", "a Numbers document", "Export it as CSV"),
    (b"PK\x03\x04", b"word/document", "a Word document", "Save its table as CSV"),
    (b"\xd0\xcf\x11\xe0", b"", "an old Excel or Word file", "Save it as CSV"),
    (b"%PDF", b"", "a PDF", "Export the table or calendar itself"),
    (b"\x89PNG", b"", "a picture", "Export the table or calendar itself"),
    (b"\xff\xd8\xff", b"", "a picture", "Export the table or calendar itself"),
    (b"{\\rtf", b"", "a rich text document", "Save its table as CSV"),
    (b"<", b"", "a web page or XML", "Export the table as CSV, the calendar as .ics"),
    (b"BEGIN:VCARD", b"", "an address book", "Export the calendar"),
    (b"\x1f\x8b", b"", "a compressed file", "Unpack it"),
    (b"7z\xbc\xaf", b"", "a compressed file", "Unpack it"),
)


class File:
    """The imported file, read once.

    `incoming`: its meetings, once they are read. `chosen`: the events that the user ticked; None:
    not asked.
    """

    def __init__(self, environment: Environment) -> None:
        self._stdin = environment.stdin
        self._data: bytes | None = None
        self.name = ""
        self.incoming: Incoming | None = None
        self.chosen: frozenset[str] | None = None

    def data(self, file: str) -> bytes:
        """All its bytes. Raises NotFound, Refused for a file of another kind, StorageFailed."""
        if self._data is None:
            self.name = "stdin" if file == STDIN else echoed(file)
            data = self._stdin_bytes() if file == STDIN else self._bytes(file)
            _check(data, self.name)
            self._data = data
        return self._data

    def _stdin_bytes(self) -> bytes:
        stream = getattr(self._stdin, "buffer", None)
        return _stream_bytes(stream, STDIN) if stream else self._stdin.read().encode()

    def _bytes(self, file: str) -> bytes:
        try:
            path = Path(file).expanduser()
            if path.is_dir():
                raise NotFound(f"This is a folder, not a file: {self.name}", _FILE)
            with path.open("rb") as stream:
                return _stream_bytes(stream, file)
        except (FileNotFoundError, RuntimeError, ValueError):
            what = "This link is broken" if os.path.islink(file) else "No such file"  # noqa: PTH114
            raise NotFound(f"{what}: {self.name}", _FILE) from None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise NotFound(f"This link is broken: {self.name}", _FILE) from None
            raise storage_failure(error, self.name) from error


def _stream_bytes(stream: BinaryIO, name: str) -> bytes:
    start = stream.read(_START)
    largest = LARGEST if is_backup(start) else files.LARGEST
    data = start + b"".join(_pieces(stream, largest))
    if len(data) > largest:
        raise Refused(f"This file is too large: {echoed(name)}", "Import it in parts.")
    return data


def _pieces(stream: BinaryIO, largest: int) -> Iterator[bytes]:
    """At most so many bytes; a single read of as many would take memory for all of them."""
    while largest > 0 and (piece := stream.read(min(largest, 1 << 20))):
        largest -= len(piece)
        yield piece


def _check(data: bytes, name: str) -> None:
    if not data.strip():
        raise Refused(f"{name} is empty.", "Export it again, then import that.")
    for start, inside, kind, remedy in _NAMED:
        if data.startswith(start) and inside in data:
            raise Refused(
                f"{name} is {kind}, which mentorlog can't read.", f"{remedy}, then import that."
            )


_FILE = "mentorlog import FILE"


def is_agreement(data: bytes) -> bool:
    """Whether a file looks like an exported agreement."""
    return _is_shared(data, b"agreement")


def is_pair(data: bytes) -> bool:
    """Whether a file looks like an exported pair."""
    return _is_shared(data, b"pair")


def _is_shared(data: bytes, kind: bytes) -> bool:
    """Whether a file of that kind names both people, whatever ends its lines or encodes it."""
    if data.startswith(_UTF16):  # its reader says what to do
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    named = rb"^kind: *[\"']?" + kind + rb"\b"
    return all(re.search(mark, data, re.MULTILINE) for mark in (named, rb"^between:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    file: str | None = None
    who: str | None = None
    dry_run: bool = False


def restore(data: bytes, environment: Environment, typed: Restore) -> Result:
    """Add what is missing of the backup. Raises Refused if the journal holds anything else."""
    backup = contents(data)
    if typed.who is not None:
        raise UsageError("A backup has everyone in it; leave out WHO.")
    journal = Journal(environment.journal_folder, environment.state_folder)
    if typed.dry_run:
        restored = arriving.missing(journal.root, backup)
    else:
        with locked_as_is(journal, "import"):
            restored = arriving.restore(journal.root, backup)
    return Result(
        view=Written(
            action="import",
            as_of=environment.today,
            dry_run=typed.dry_run,
            entries=tuple(map(entry_from_path, restored)),
        )
    )
