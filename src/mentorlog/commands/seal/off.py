"""Unseal a person's files, or one entry by its id.

Example: mentorlog seal off dana-oz
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Writer
from mentorlog.commands import Command
from mentorlog.commands.desk import Desk
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change
from mentorlog.journal.sealed import is_sealed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseal(Writer):
    unused = ("visibility",)
    who: str | None = WHO


def off(desk: Desk, typed: Unseal, change: Change) -> Relationship:
    """Put the plain files of a person or one entry back in place of the sealed ones."""
    if typed.who is None:
        raise UsageError("Unseal what?", "mentorlog seal off WHO|ID")
    try:
        relationship = desk.relationship(typed.who)
        change.unseal(relationship)
    except NotFound as nobody:
        try:
            relationship, chosen = desk.entry(typed.who)
        except NotFound:
            raise nobody from None
        change.unseal_entry(chosen)
    if change.is_empty:
        raise Refused("Nothing is sealed there.", "mentorlog seal status")
    return relationship


COMMAND = Command(
    "seal off",
    Unseal,
    off,
    levels=False,
    needs=("who",),
    fits=lambda desk, person: is_sealed_at(desk.journal.root, desk.journal.file_of(person)),
)
