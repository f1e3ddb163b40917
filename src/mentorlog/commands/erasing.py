"""erase: what was removed goes for good."""

from __future__ import annotations

from dataclasses import dataclass

from mentorlog.commands.desk import journal_of
from mentorlog.commands.result import Result
from mentorlog.commands.undoing import named
from mentorlog.environment import Environment
from mentorlog.errors import Interrupted, Refused, UsageError
from mentorlog.journal.names import safe
from mentorlog.terminal.dates import counted
from mentorlog.views.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase:
    who: str | None = None
    trash: bool = False
    yes: bool = False
    dry_run: bool = False
    no_input: bool = False


def erase(environment: Environment, typed: Erase) -> Result:
    """Empty the trash, once it is agreed to. Raises Refused for a person."""
    if typed.who is not None:
        raise Refused(
            "A whole person can't be erased by this command yet.",
            "Entries can:  mentorlog remove ID, then mentorlog erase --trash; "
            f"an ending:  mentorlog close {safe(typed.who)}",
        )
    if not typed.trash:
        raise UsageError("What shall be erased?", "mentorlog erase --trash")
    journal = journal_of(environment)
    trashed, lost = journal.trash()
    if trashed and not typed.dry_run:
        if not typed.yes:
            _confirm(environment, typed, len(trashed), lost)
        trashed = journal.empty_trash()
    return Result(
        view=Written(
            action="erase",
            as_of=environment.today,
            dry_run=typed.dry_run,
            entries=tuple(map(named, trashed)),
            lines=_consequence(lost) if typed.dry_run else (),
        )
    )


def _confirm(environment: Environment, typed: Erase, count: int, lost: int) -> None:
    """Raises UsageError where nobody can be asked, Interrupted unless it is agreed to."""
    if typed.no_input or not environment.terminal:
        raise UsageError("Erasing is for good, so it asks.", "mentorlog erase --trash --yes")
    from mentorlog.terminal.prompts import Prompt, Question

    prompt = Prompt(environment.stdin, environment.stderr)
    prompt.say(f"{counted(count, 'file')} in the trash; nothing brings them back.")
    for line in _consequence(lost):
        prompt.say(line)
    question = Question(text="Erase for good?", default="no", hint="/ yes")
    if prompt.ask(question, str).strip().lower() not in ("y", "yes"):
        raise Interrupted("Nothing was erased.")


def _consequence(lost: int) -> tuple[str, ...]:
    if not lost:
        return ()
    return (f"What was done before that can't be undone any more ({counted(lost, 'command')}).",)
