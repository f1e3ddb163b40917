"""An agreement from the other side: a new relationship, mirrored, or newer terms of one here."""

from __future__ import annotations

from collections.abc import Collection

from mentorlog.commands.desk import Desk
from mentorlog.commands.writing import Writing
from mentorlog.domain.entries import Agreement, Closure
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused
from mentorlog.exchange.agreements import Offered, Sender, differences
from mentorlog.journal.names import resolved
from mentorlog.terminal.wording import command
from mentorlog.terminal.wording import day as shown


def taken_in(
    desk: Desk, who: str | None, there: Offered, file: str, writing: Writing
) -> Relationship:
    """The relationship, mirrored, or the newer terms of one that is here. Raises Refused."""
    known = known_as(desk, who, there.sender, {there.agreement.id}, file)
    if known is None:
        met = mirrored(there.sender, writing)
        writing.take(met, there.agreement)
        return met
    relationship = desk.read(known)
    if not _is_here(relationship, there) and not _is_agreed_twice(relationship, there):
        latest = _check_newer(desk, relationship, there)
        readable = latest if latest and latest.words else None  # not where it is sealed
        writing.take(relationship, there.agreement, like=readable)
    return relationship


def known_as(
    desk: Desk, who: str | None, there: Sender, ids: Collection[str], file: str
) -> Relationship | None:
    """The relationship a file belongs to: by its id, by entries of it that are here, or by WHO.

    None: somebody new. Raises Refused for a namesake, and for a file of one's own.
    """
    if there.journal is not None and there.journal == desk.journal.id:
        raise Refused(
            "This file came from your own journal; it is for the other person.",
            "Send it to them. They take it in with:  mentorlog import FILE",
        )
    everyone = desk.contents.relationships
    for one in everyone:
        if one.id == there.relationship or any(entry.id in ids for entry in one.entries):
            return one
    if who is not None:
        return desk.relationship(who)
    try:
        namesake = resolved(there.name, everyone, exact=True)
    except NotFound:
        return None
    same = command("import", file, namesake.handle)
    raise Refused(
        f"Somebody of that name is here already: {namesake.handle}.",
        f"If it is the same person:  {same}",
    )


def mirrored(there: Sender, writing: Writing) -> Relationship:
    """Somebody new, seen from this side."""
    writing.lines.append(f"You are the {there.my_role}.")
    return writing.new_relationship(
        name=there.name, my_role=there.my_role, identity=there.relationship
    )


def check_role(relationship: Relationship, there: Sender) -> None:
    """Raise Refused where I am somebody else in the file than here."""
    if relationship.my_role is not None and there.my_role is not relationship.my_role:
        raise Refused(
            f"In this file you are the {there.my_role}, here the {relationship.my_role}.",
            "Was it meant for you? Nothing was changed.",
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


def _is_agreed_twice(relationship: Relationship, there: Offered) -> bool:
    """Whether both sides wrote down the same terms from the same day, each under an id."""
    latest = _latest(relationship)
    return (
        latest is not None
        and latest.words is not None
        and latest.date == there.agreement.date
        and not differences(latest, there.agreement)
    )


def _latest(relationship: Relationship) -> Agreement | None:
    agreements = relationship.of(Agreement)
    return max(agreements, key=lambda one: (one.date, one.id), default=None)


def _check_newer(desk: Desk, relationship: Relationship, there: Offered) -> Agreement | None:
    """The latest terms here; refuses what is older than these, or as old and not the same."""
    check_role(relationship, there.sender)
    since = there.agreement.date
    latest = _latest(relationship)
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
