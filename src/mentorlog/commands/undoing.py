"""undo: the last commands taken back, each as a whole, or done again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from mentorlog.commands.desk import journal_of
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal import saving
from mentorlog.journal.logs import Transaction
from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIP_FILE
from mentorlog.journal.steps import Move, Put, Step
from mentorlog.views.undone import Fate, Restored, Turn, Undone
from mentorlog.views.written import Written, WrittenEntry

_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)-([a-z_]+)-([0-9a-z]{8})(?:-\d+)?" + re.escape(ENTRY_SUFFIX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    count: int = 1
    redo: bool = False
    dry_run: bool = False
    no_input: bool = False


def undo(environment: Environment, typed: Undo) -> Result:
    """Take back (or do again) as many commands as asked for: all of them or, if one can't be, none.

    Raises Conflict if a file was changed since, Refused if there are not so many.
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
    told = tuple(
        Turn(command=str(turn.typed.get("command", "")), files=tuple(map(_restored, turn.steps)))
        for turn in turns
    )
    return Result(view=Undone(turns=told, written=written, redo=typed.redo))


def _restored(step: Step) -> Restored:
    if isinstance(step, Move):
        return Restored(file=step.target, fate=Fate.RENAMED, before=step.source)
    if step.after is None:
        return Restored(file=step.path, fate=Fate.GONE)
    return Restored(file=step.path, fate=Fate.BACK if step.before is None else Fate.AS_IT_WAS)


def named(path: str) -> WrittenEntry:
    """A file of the journal as it is told of, from its path alone."""
    said = _NAMED.fullmatch(path.rpartition("/")[2])
    if said:
        return WrittenEntry(id=said[3], kind=said[2], date=_date(said[1]), file=path)
    kind = "relationship" if path.endswith(f"/{RELATIONSHIP_FILE}") else "file"
    return WrittenEntry(id="", kind=kind, date=None, file=path)


def _entries(turns: Iterable[Transaction]) -> Iterator[WrittenEntry]:
    """The entries as they are now; of one that is gone, the file that it was in."""
    found: dict[str, WrittenEntry] = {}
    for turn in turns:
        for step in turn.steps:
            entry = named(step.path if isinstance(step, Put) else _file(step))
            found[entry.id or entry.file] = entry
    yield from found.values()


def _file(step: Move) -> str:
    return f"{step.target}/{step.inside}" if step.inside else step.target


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
