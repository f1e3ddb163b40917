"""Change a person's name, and the handle with it.

Example: mentorlog rename dana-oz "Dana Öz-Lee"
"""

from __future__ import annotations

from mentorlog.arguments import WHO, Writer, argument
from mentorlog.commands import Command, who
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import words
from mentorlog.commands.who import HANDLE
from mentorlog.domain import matching
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change
from mentorlog.journal.names import echoed, handle_of, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Writer):
    unused = ("visibility",)
    who: str | None = WHO
    name: str | None = argument("NAME", "The new name.", question="New name?")
    handle: str | None = HANDLE


def rename(desk: Desk, typed: Rename, change: Change) -> Relationship:
    """Change the person's name, and with it the handle and the folder."""
    if typed.who is None or typed.name is None:
        raise UsageError("Rename who, and to what?", 'mentorlog rename WHO "Dana Öz"')
    relationship = desk.relationship(typed.who)
    name = " ".join((words(typed.name, "The name") or "").split())
    if name == relationship.name:
        raise Refused(f"{relationship.handle} already has that name.")
    _refuse_taken(desk, typed, relationship, name)
    change.about = (shown(relationship),)
    renamed = change.rename(relationship, name, typed.handle)
    if renamed.handle != relationship.handle:
        change.lines.append(f"The handle is now {renamed.handle}.")
    return renamed


def _refuse_taken(desk: Desk, typed: Rename, person: Relationship, name: str) -> None:
    """Raises Refused if somebody else has that handle or a similar name."""
    if typed.handle is not None and typed.handle != person.handle:
        who.refuse_handle(desk, typed.handle)
        return
    others = [other for other in desk.contents.relationships if other.id != person.id]
    if typed.handle is not None or not (alike := matching.alike(name, others)):
        return
    known, again = (
        shown(alike[0]),
        f"mentorlog rename {shell_word(person.handle)} {who.quoted(echoed(name))} --handle",
    )
    if desk.agrees(f"You also have {known}. Continue?", usually=False):
        return
    raise Refused(
        f"You already have {known} ({alike[0].handle}).",
        f"The same person?  Move the entries:  mentorlog move ID {shell_word(alike[0].handle)}\n"
        f"Someone else:     {again} {who.free_handle(desk, handle_of(name))}",
    )


def _check(_: Desk, typed: Rename) -> None:
    words(typed.name, "The name")
    if typed.handle is not None:
        who.refuse_no_handle(typed.handle)


COMMAND = Command(
    "rename",
    Rename,
    rename,
    levels=False,
    reads_others=False,
    ignores_copies=True,
    needs=("who", "name"),
    check=_check,
)
