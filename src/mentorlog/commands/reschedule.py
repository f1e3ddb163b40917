"""Move a planned meeting to another day or time.

Example: mentorlog reschedule dana-oz next tue 15:00 --by them
"""

from __future__ import annotations

import datetime as dt

from mentorlog.arguments import WHO, WHY, Writer, argument, option
from mentorlog.commands import Command, occasions, planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, moment, time_alone, words
from mentorlog.domain.entries import Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ChangedBy
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule(Writer):
    who: str | None = WHO
    to: str | None = argument(
        "TO…",
        "The new day, or a time alone: fri 15:00, 16:00.",
        date="moment",
        unquoted=True,
        question="New day or time?",
    )
    planned: str | None = option("--planned DATE", "Which plan (default: the next).")
    by: str | None = option(
        "--by WHO", "Who moved it: me, them, both, circumstance.", choices="ChangedBy"
    )
    why: str | None = WHY


def reschedule(desk: Desk, typed: Reschedule, change: Change) -> Relationship:
    """Move one plan; it stays in the timeline as moved, and a new one replaces it."""
    if typed.who is None or typed.to is None:
        raise UsageError("Who are you meeting, and when?", 'mentorlog reschedule WHO "fri 15:00"')
    relationship = desk.relationship(typed.who)
    by, why = choice(ChangedBy, typed.by), words(typed.why)
    to = typed.to.split()
    again = ("reschedule", relationship.handle, "--planned", "{plan}", *to)
    planned = planning.meant(desk, relationship, typed.planned, *again)
    on, hour = _moved_to(typed.to, planned, desk.today)

    def for_(who: Relationship, plan: Meeting) -> tuple[str, ...]:
        return ("reschedule", who.handle, "--planned", planning.date_and_time(plan), *to)

    planning.check(desk, relationship, planning.new_plan(on, hour or planned.time), moved=planned)
    others = occasions.others_to_change(desk, planned, "Move it", change, for_, usually=True)
    new = planning.new_plan(on, hour, occasion=change.fresh_id() if others else None)
    for who, meeting in ((relationship, planned), *others):
        planning.check(desk, who, replace(new, time=hour or meeting.time), moved=meeting)
        planning.move(desk, who, meeting, new, change, by=by, why=why)
    change.others = tuple(who for who, _ in others)
    if typed.planned is None:
        change.lines += planning.besides(relationship, planned, desk.today)
    return relationship


def _moved_to(text: str, planned: Meeting, today: dt.date) -> tuple[dt.date, dt.time | None]:
    """The new day and time; a time alone keeps the day."""
    alone = time_alone(text)
    return (planned.date, alone) if alone else moment(text, today=today)


def _check(desk: Desk, typed: Reschedule) -> None:
    planning.check_which(desk, typed.planned)
    if typed.to is not None and time_alone(typed.to) is None:
        planning.check_coming(desk, typed.who, typed.to)


COMMAND = Command(
    "reschedule",
    Reschedule,
    reschedule,
    fits=lambda _, person: rules.is_planned(person),
    needs=("who", "to"),
    check=_check,
)
