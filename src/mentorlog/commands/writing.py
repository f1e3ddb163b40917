"""What a writing command is.

It only decides: it is given the desk, what was typed and a change to put things on, and never
touches the disk, asks or tells. That happens in `carrying_out`, once for all commands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic

from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet
from mentorlog.commands.keeping import A, Arguments
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change as Writing
from mentorlog.terminal.waiting import Work
from mentorlog.views.written import Written

if TYPE_CHECKING:
    from mentorlog.terminal.prompts import Prompt

__all__ = ["Arguments", "Command", "Options", "Writing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What every writer takes."""

    dry_run: bool = False
    no_input: bool = False
    resume: str | None = None
    visibility: str | None = None


@dataclass(frozen=True, slots=True)
class Command(Generic[A]):
    """A writer: its name, what it takes, how it decides, and what it may ask on a terminal.

    `ask` completes what was typed and calls its last argument after each answer; `confirmed`: the
    result is shown and agreed to on a terminal before it is saved, even if nothing was asked.
    `then`: the command that follows on a terminal, by what was written.
    `sheet`: what an editor opens, if that is wanted (`edit` among what was typed says no).
    `levels`: whether --visibility means anything, as it writes an entry that may be shown.
    `alone`: it looks at nobody but the `who` among what was typed.
    `work`: what one waits for while it decides, if that may take long; then it asks nothing.
    """

    name: str
    arguments: type[A]
    act: Callable[[Desk, A, Writing], Relationship]
    ask: Callable[[Desk, A, Prompt, Callable[[A], object]], A] | None = None
    confirmed: bool = False
    sheet: Callable[[Desk, A, Writing, Relationship], Sheet] | None = None
    then: Callable[[Written], tuple[Command[Any], object] | None] | None = None
    levels: bool = True
    alone: bool = False
    work: Work | None = None

    def opens_an_editor(self, typed: A) -> bool:
        return self.sheet is not None and bool(getattr(typed, "edit", True))
