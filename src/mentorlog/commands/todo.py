"""List what's still open: action items, advice, questions, thanks.

Example: mentorlog todo dana-oz
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Reader
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.frozen import dataclass
from mentorlog.views.loops import loops


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo(Reader):
    who: str | None = WHO


def todo(desk: Desk, typed: Todo) -> Result:
    """Show the open loops with everybody, or with one person."""
    chosen = desk.people(typed.who)
    view = loops([desk.read_open(person) for person in chosen], desk.today, reveal=desk.reveal)
    return Result(view=view)


COMMAND = Reading(Todo, todo)
