"""Move an entry to another person.

Example: mentorlog move 4v8m sam-lee
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from mentorlog.arguments import ENTRY, WHO, Writer
from mentorlog.commands import planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.writing import Command
from mentorlog.domain import matching
from mentorlog.domain.entries import Entry, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal import saving
from mentorlog.journal.change import Change
from mentorlog.terminal.wording import command, when
from mentorlog.views.confidence import shown_name


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
        for each in (_without_its_plan(desk, who, meant, change), *desk.read(who).tied_to(meant)):
            rules.fits(new, each, desk.today)
            change.move(each, new)
        change.level(meant)
    return new


def _without_its_plan(desk: Desk, who: Relationship, entry: Entry, change: Change) -> Entry:
    """The entry without what came from the plan that it fulfilled; that plan is made again.

    Whether there was one is known from this machine's undo log.
    """
    if not isinstance(entry, Meeting) or entry.status is not MeetingStatus.HELD:
        return entry
    changes = saving.changes_of(desk.journal, entry.id)
    plan = cast("Meeting | None", next(filter(_is_plan, (was for was, _ in changes)), None))
    if plan is None or not planning.may_come_back(who, plan):
        return entry
    _, whole = desk.whole(who, entry)
    own = planning.without(whole, plan)
    change.update(whole, own)
    then = when(change.add(who, replace(plan, occasion=None)), desk.today)
    change.lines.append(f"With {shown_name(who, reveal=False)}, {then} is planned again.")
    return own


def _is_plan(entry: Entry) -> bool:
    return isinstance(entry, Meeting) and entry.status is MeetingStatus.PLANNED


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
