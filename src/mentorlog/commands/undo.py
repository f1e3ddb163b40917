"""Take back the last command, all of it; --redo does it again.

Example: mentorlog undo 2
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentorlog.arguments import DRY_RUN, Writer, argument, option
from mentorlog.commands.desk import journal_of
from mentorlog.commands.leftovers import named
from mentorlog.commands.readers import Alone
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal import saving
from mentorlog.journal.logs import Transaction
from mentorlog.journal.steps import Move, Put, Step
from mentorlog.views.undone import Fate, Restored, Turn, Undone
from mentorlog.views.written import Written, WrittenEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Writer):
    unused = ("visibility", "resume")
    count: int = argument("N", "How many commands (1).", default=1)
    redo: bool = option("--redo", "Do again what was taken back.")
    dry_run: bool = DRY_RUN


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


COMMAND = Alone(Undo, undo)
