"""import FILE [WHO]: an agreement from the other side, or past meetings from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Agreement, Closure, Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Missing, NotAFile, NotFound, Refused, UsageError
from mentorlog.exchange.agreements import (
    Offered,
    differences,
    is_agreement,
    offered,
)
from mentorlog.exchange.incoming import Incoming, Skipped, csv, ics, jrnl
from mentorlog.frozen import dataclass
from mentorlog.journal.names import resolved, safe
from mentorlog.terminal.waiting import Work
from mentorlog.terminal.wording import command
from mentorlog.terminal.wording import day as shown

_LISTED = 20  # rows that were skipped, named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    prose: ClassVar[tuple[str, ...]] = ()
    file: str | None = None
    who: str | None = None


def take_in(desk: Desk, typed: Import, writing: Writing) -> Relationship:
    """What the file holds and is not here yet. Raises Refused, DamagedJournal."""
    if typed.file is None:
        raise UsageError("Which file?", "mentorlog import FILE")
    data = _bytes(typed.file)
    if is_agreement(data):
        return _agreed(desk, typed, offered(data, safe(typed.file)), writing)
    return _met(desk, typed, _text(data, typed.file), writing)


def _bytes(file: str) -> bytes:
    try:
        return files.read(Path(file).expanduser())
    except (Missing, NotAFile):
        raise NotFound(f"There is no such file: {safe(file)}", "mentorlog import FILE") from None


def _met(desk: Desk, typed: Import, text: str, writing: Writing) -> Relationship:
    """The meetings of a file that are not here yet, each whole; the others are told of."""
    if typed.who is None:
        same = command("import", typed.file or "FILE", "WHO")
        raise UsageError("Whom are these meetings with?", same)
    relationship = desk.relationship(typed.who)
    found = _incoming(text, relationship.id or relationship.handle, desk.today)
    here = {entry.id for one in desk.contents.relationships for entry in one.entries}
    again = sum(one.id in here for one in found.found)
    skipped = list(found.skipped)
    others = (entry for entry in relationship.entries if not isinstance(entry, Meeting))
    frame = replace(relationship, entries=tuple(others))  # no meeting keeps another from fitting in
    for meeting in (one for one in found.found if one.id not in here):
        try:
            rules.fits(frame, meeting, desk.today)
        except Refused as refused:
            why = refused.message.removesuffix(".")
            skipped.append(Skipped(place=f"the one of {meeting.date}", why=why))
        else:
            writing.take(relationship, meeting)
    writing.left_out = tuple((one.place, one.why) for one in skipped)
    writing.here_already = again
    writing.lines += _told(again, skipped, found.ignored)
    return relationship


def _incoming(text: str, whose: str, today: dt.date) -> Incoming:
    """By what stands in it, whatever it is called."""
    start = text.lstrip()[:20].upper()
    if start.startswith("BEGIN:VCALENDAR"):
        return ics.read(text, whose, today)
    read = jrnl.read if start[:1] in ("{", "[") else csv.read
    return read(text, whose, today)


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            f"{safe(file)} is no UTF-8 text.", "Save it as UTF-8 text, then try again."
        ) from None


def _told(again: int, skipped: Sequence[Skipped], ignored: Sequence[str]) -> Iterator[str]:
    if again:
        yield f"Here already: {again}."
    if skipped:
        yield f"Skipped: {len(skipped)}."
        yield from (f"  {one.place}: {one.why}." for one in skipped[:_LISTED])
        if len(skipped) > _LISTED:
            yield f"  and {len(skipped) - _LISTED} more."
    if ignored:
        yield f"Columns that nothing is made of: {', '.join(ignored)}."


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
        readable = latest if latest and latest.words else None  # not where it is sealed
        writing.take(relationship, there.agreement, like=readable)
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


IMPORT = Command("import", Import, take_in, work=Work.TAKING_IN)
