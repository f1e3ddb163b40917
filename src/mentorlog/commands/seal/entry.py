"""Seal one entry.

Example: mentorlog seal entry 4v8m
"""

from __future__ import annotations

from mentorlog.arguments import ENTRY, Writer
from mentorlog.commands import Command
from mentorlog.commands.desk import Desk
from mentorlog.commands.seal import check_made
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class SealEntry(Writer):
    unused = ("visibility",)
    entry: str | None = ENTRY


def entry(desk: Desk, typed: SealEntry, change: Change) -> Relationship:
    if typed.entry is None:
        raise UsageError("Which entry?", "mentorlog seal entry ID")
    relationship, chosen = desk.entry(typed.entry)
    check_made(desk)
    change.seal_entry(chosen)
    if change.is_empty:
        raise Refused(f"{chosen.id} is already sealed.")
    return relationship


COMMAND = Command(
    "seal entry", SealEntry, entry, levels=False, reads_others=False, needs=("entry",)
)
