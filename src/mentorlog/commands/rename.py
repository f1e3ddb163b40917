"""Change a person's name, and the handle with it.

Example: mentorlog rename dana-oz "Dana Öz-Lee"
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Writer, argument
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import words
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Writer):
    unused = ("visibility",)
    who: str | None = WHO
    name: str | None = argument("NAME", "The new name.")


def rename(desk: Desk, typed: Rename, writing: Writing) -> Relationship:
    """The person's name, and with it the handle and the folder."""
    if typed.who is None or typed.name is None:
        raise UsageError("Who, and what is the new name?", 'mentorlog rename WHO "Dana Öz"')
    relationship = desk.relationship(typed.who)
    name = " ".join((words(typed.name, "The name") or "").split())
    if name == relationship.name:
        raise Refused(f"{relationship.handle} has that name already.")
    renamed = writing.rename(relationship, name)
    if renamed.handle != relationship.handle:
        writing.lines.append(f"The handle is {renamed.handle} now.")
    return renamed


COMMAND = Command("rename", Rename, rename, levels=False)
