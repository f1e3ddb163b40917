"""import FILE [WHO]: an agreement from the other side, or past meetings from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.commands.desk import Desk
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Agreement, Closure
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.exchange.agreements import (
    Offered,
    differences,
    is_agreement,
    offered,
)
from mentorlog.journal.names import resolved, safe
from mentorlog.terminal.dates import day as shown
from mentorlog.terminal.wording import command


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    prose: ClassVar[tuple[str, ...]] = ()
    file: str | None = None
    who: str | None = None


def take_in(desk: Desk, typed: Import, writing: Writing) -> Relationship:
    """What the file holds and is not here yet. Raises Refused, DamagedJournal."""
    if typed.file is None:
        raise UsageError("Which file?", "mentorlog import FILE")
    data = files.read(Path(typed.file).expanduser())
    if is_agreement(data):
        return _agreed(desk, typed, offered(data, safe(typed.file)), writing)
    raise UsageError(f"{safe(typed.file)} is nothing that can be taken in.")


def _agreed(desk: Desk, typed: Import, there: Offered, writing: Writing) -> Relationship:
    """The relationship, mirrored, or the newer terms of one that is here."""
    if there.journal is not None and there.journal == desk.journal.id:
        raise Refused(
            "This file came from your own journal; it is for the other person.",
            "Send it to them. They take it in with:  mentorlog import FILE",
        )
    known = _known(desk, typed, there)
    if known is None:
        met = writing.new_relationship(
            name=there.name, my_role=there.my_role, identity=there.relationship
        )
        writing.take(met, there.agreement)
        writing.lines.append(f"You are the {there.my_role}.")
        return met
    relationship = desk.read(known)
    if not _is_here(relationship, there):
        latest = _check_newer(desk, relationship, there)
        writing.take(relationship, there.agreement, like=latest)
    return relationship


def _known(desk: Desk, typed: Import, there: Offered) -> Relationship | None:
    """The relationship it belongs to: by its id, by WHO, or by terms of it that are here."""
    everyone = desk.contents.relationships
    for one in everyone:
        holds_it = any(entry.id == there.agreement.id for entry in one.entries)
        if one.id == there.relationship or holds_it:
            return one
    if typed.who is not None:
        return desk.relationship(typed.who)
    try:
        namesake = resolved(there.name, everyone, exact=True)
    except NotFound:
        return None
    same = command("import", typed.file or "FILE", namesake.handle)
    raise Refused(
        f"Somebody of that name is here already: {namesake.handle}.",
        f"If it is the same person:  {same}",
    )


def _is_here(relationship: Relationship, there: Offered) -> bool:
    """Whether these very terms are here. Raises Refused for others under the same id."""
    same = [one for one in relationship.of(Agreement) if one.id == there.agreement.id]
    if same and (differing := differences(same[0], there.agreement)):
        raise Refused(
            f"Other terms are here under the same id ({same[0].id}). "
            f"They differ in: {'; '.join(differing)}.",
            "Nothing was changed. Agree on one of them, and amend the other.",
        )
    return bool(same)


def _check_newer(desk: Desk, relationship: Relationship, there: Offered) -> Agreement | None:
    """The latest terms here; refuses what is older than these, or as old and not the same."""
    if relationship.my_role is not None and there.my_role is not relationship.my_role:
        raise Refused(
            f"In this file you are the {there.my_role}, here the {relationship.my_role}.",
            "Was it meant for you? Nothing was changed.",
        )
    since = there.agreement.date
    latest = max(relationship.of(Agreement), key=lambda one: (one.date, one.id), default=None)
    if latest is not None and since <= latest.date:
        differing = "; ".join(differences(latest, there.agreement)) or "nothing else"
        raise Refused(
            f"Terms from {shown(latest.date, desk.today)} are here already ({latest.id}), and "
            f"those in the file are from {shown(since, desk.today)}. They differ in: {differing}.",
            "Nothing was changed. Newer terms are taken in as an amendment.",
        )
    closed = max((closure.date for closure in relationship.of(Closure)), default=None)
    if closed is not None and since <= closed:
        raise Refused(
            f"{relationship.handle} was closed on {shown(closed, desk.today)}, after these terms.",
            f"Begin again:  mentorlog reopen {relationship.handle}",
        )
    return latest


IMPORT = Command("import", Import, take_in)
