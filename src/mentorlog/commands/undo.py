"""Undo the last command as a whole; --redo does it again.

Example: mentorlog undo 2
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from mentorlog.arguments import DRY_RUN, Writer, argument, option
from mentorlog.commands import Alone, Result
from mentorlog.commands.desk import journal_of
from mentorlog.commands.kept import entry_from_path
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal import saving
from mentorlog.journal.names import RELATIONSHIPS
from mentorlog.journal.steps import Move, Put, Step
from mentorlog.journal.texts import parsed_text
from mentorlog.journal.transaction import Transaction
from mentorlog.terminal import wording
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import day
from mentorlog.views import Shape
from mentorlog.views.written import Written, WrittenEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Writer):
    unused = ("visibility", "resume")
    count: int = argument("N", "How many commands (default: 1).", default=1)
    redo: bool = option("--redo", "Redo what was undone.")
    dry_run: bool = DRY_RUN


def undo(environment: Environment, typed: Undo) -> Result:
    """Take back (or redo) the last `count` commands: all of them or none.

    Raises Conflict if a file was changed since, Refused if there are fewer commands (worded in
    `journal.transaction.turns`) or no journal yet (in `journal.saving`).
    """
    if typed.count < 1:
        raise UsageError("How many commands? At least 1.", "mentorlog undo 2")
    journal = journal_of(environment)
    if typed.dry_run:
        turns = saving.turns(journal, typed.count, redo=typed.redo)
    else:
        turns = saving.undo(journal, typed.count, redo=typed.redo)
    written = Written(
        action="undo",
        as_of=environment.today,
        dry_run=typed.dry_run,
        entries=tuple(_entries(turns)),
    )
    folders = {journal.folder_of(person) for person in journal.load().relationships}
    alike = _alike(turns, folders)
    return Result(view=Undone(turns=turns, written=written, redo=typed.redo, alike=alike))


def _alike(turns: Iterable[Transaction], folders: Iterable[str]) -> frozenset[str]:
    """The handles that several folders have, now or before."""
    moved = (step for turn in turns for step in turn.steps if isinstance(step, Move))
    paths = (path for step in moved for path in (step.source, step.target))
    named = {path.split("/")[1] for path in paths if path.startswith(f"{RELATIONSHIPS}/")}
    count = Counter(map(_handle, {*folders, *named}))
    return frozenset(handle for handle in count if count[handle] > 1)


def _handle(folder: str) -> str:
    return re.sub(r"-[0-9a-hjkmnp-tv-z]{4}$", "", folder)


def _entries(turns: Iterable[Transaction]) -> Iterator[WrittenEntry]:
    """The entries as they are now; for one that is gone, the file it was in."""
    entries: dict[str, WrittenEntry] = {}
    for turn in turns:
        for step in turn.steps:
            entry = _entry(step)
            entries[entry.id or entry.file] = entry
    yield from entries.values()


def _entry(step: Step) -> WrittenEntry:
    """A file that a step changes; a person's own file with the id in it."""
    path = step.path if isinstance(step, Put) else f"{step.target}/{step.inside}".rstrip("/")
    entry, data = entry_from_path(path), step.after if step.before is None else step.before
    parsed = parsed_text(path, data).value if entry.kind == "relationship" and data else None
    return replace(entry, id=parsed.id) if parsed else entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What undo did, and for programs `written`; `alike`: handles that need their short id."""

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        only=(),
        keys={
            "action": "written.action",
            "dry_run": "written.dry_run",
            "entries": "written.entries",
            "next_due": "written.next_due",
        },
    )

    turns: Sequence[Transaction]
    written: Written
    redo: bool = False
    alike: frozenset[str] = frozenset()


_KINDS = {
    "contribution": "what was given or received on",
    "check_in": "the check-in of",
    "approach": "the step of the search of",
}


def text(view: Undone, look: Look) -> Iterator[Line]:
    """Each command, and what became of what it wrote."""
    for turn in view.turns:
        yield line(_headline(view, turn, look))
        for step in turn.steps:
            fate = _fate(step, view.written.as_of, view.alike)
            fate = wording.sentence(fate) if fate.startswith(("the ", "what ")) else fate
            yield line(f"  {look.safe(fate)}")
    if view.written.dry_run:
        yield line("Nothing was written.")
    elif not view.redo:
        yield line("Redo it:  ", (wording.command("undo", "--redo"), Style.COMMAND))


def _headline(view: Undone, turn: Transaction, look: Look) -> str:
    did, do = ("Redid", "redo") if view.redo else ("Undid", "undo")
    command = look.safe(str(turn.typed.get("command", "")))
    return f"{f'Would {do}' if view.written.dry_run else did} {command}:"


def _fate(step: Step, today: dt.date, alike: frozenset[str]) -> str:
    """What became of a file or folder."""
    if isinstance(step, Put):
        fate = "gone" if step.after is None else "back" if step.before is None else "as it was"
        return f"{_what(step.path, today, alike)} is {fate}."
    what = _what(step.target, today, alike)
    if step.source.startswith(".trash/"):
        return f"{what} is back."
    if step.target.startswith(".trash/"):
        return f"{what} is in the trash again."
    return f"{_what(step.source, today, alike)} is {what} again."


def _what(file: str, today: dt.date, alike: frozenset[str]) -> str:
    """The meeting of Fri 27 Nov with dana-oz; a person by the handle; else the file."""
    entry, parts = entry_from_path(file), file.split("/")
    folder = parts[1] if len(parts) > 1 else ""
    handle = folder if _handle(folder) in alike else _handle(folder)
    if handle and (len(parts) == 2 or parts[-1] == "relationship.yaml"):  # noqa: PLR2004
        return handle
    if not (handle and entry.date):
        return file
    kind = _KINDS.get(entry.kind, f"the {entry.kind} of")
    return f"{kind} {day(entry.date, today)} with {handle}"


COMMAND = Alone(Undo, undo)
