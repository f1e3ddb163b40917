"""End a pause.

Example: mentorlog resume dana-oz
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Writer, option
from mentorlog.commands import Command, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import past
from mentorlog.domain.entries import Pause
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing
from mentorlog.errors import Refused
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.wording import day as shown


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPause(Writer):
    who: str | None = WHO
    on: str | None = option("--on DATE", "The first active day (default: today).", date="past")


def resume(desk: Desk, typed: EndPause, change: Change) -> Relationship:
    """End every pause that covers the day; that day is active again."""
    relationship = desk.needed(typed.who, "Resume with whom?", "mentorlog resume WHO")
    on = past(typed.on, desk.today)
    holding = [
        pause
        for pause in relationship.of(Pause)
        if pause.date <= on and (pause.until is None or on < pause.until)
    ]
    if not holding:
        raise Refused(f"{relationship.handle} isn't paused on {shown(on, desk.today)}.")
    rules.open_on(relationship, on, desk.today)
    for pause in holding:
        change.update(pause, replace(pause, until=on))
    return relationship


COMMAND = Command(
    "resume",
    EndPause,
    resume,
    reads_others=False,
    needs=("who",),
    fits=lambda desk, person: rules.is_in(Standing.PAUSED, person, desk.today),
)
