"""Move an entry to another person.

Example: mentorlog move 4v8m sam-lee
"""

from __future__ import annotations

from mentorlog.arguments import ENTRY, WHO, Writer
from mentorlog.commands import Command, planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.domain import matching
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change
from mentorlog.terminal.wording import command


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Writer):
    entry: str | None = ENTRY
    who: str | None = WHO


def move(desk: Desk, typed: Move, change: Change) -> Relationship:
    """Move one entry, and what belongs to it, to another person."""
    if typed.entry is None or typed.who is None:
        raise UsageError("Move which entry, and to whom?", "mentorlog move ID WHO")
    old, entry = _entry(desk, typed.entry)
    new = desk.relationship(typed.who)
    if new.handle == old.handle:
        raise Refused(f"It already belongs to {new.handle}.")

    def again(_: Relationship, one: Entry) -> tuple[str, ...]:
        return ("move", one.id, new.handle)

    also = planning.also(desk, entry, "Move it", change, again, usually=False)
    for who, meant in ((old, entry), *(pair for pair in also if pair[0].id != new.id)):
        for each in (meant, *desk.read(who).tied_to(meant)):
            rules.fits(new, each, desk.today)
            change.move(each, new)
        change.level(meant)
    return new


def _entry(desk: Desk, named: str) -> tuple[Relationship, Entry]:
    """The entry to move. Raises Refused; for a person, with how to move a plan or find an id."""
    try:
        return desk.entry(named)
    except NotFound as nothing:
        for one in matching.meant(named, desk.contents.relationships)[:1]:
            to_a_day = command("reschedule", one.handle, "DATE")
            ids = command("show", one.handle)
            nothing.hint = f"Move a meeting to another day:  {to_a_day}\nList the ids:  {ids}"
        raise


COMMAND = Command("move", Move, move, alone=True, needs=("entry", "who"))
