"""seal: what is written is hidden with the keys, and opened again."""

from __future__ import annotations

from typing import ClassVar

from mentorlog.commands.desk import Desk
from mentorlog.commands.sealing_keys import keys_of
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, NotFound, Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal import places
from mentorlog.terminal.waiting import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPerson:
    prose: ClassVar[tuple[str, ...]] = ()
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealEntry:
    prose: ClassVar[tuple[str, ...]] = ()
    entry: str | None = None


def on(desk: Desk, typed: SealPerson, writing: Writing) -> Relationship:
    """Everything that was written about a person, and whatever will be."""
    if typed.who is None:
        raise UsageError("What was written with whom?", "mentorlog seal on WHO")
    relationship = desk.relationship(typed.who)
    _check_made(desk)
    _check_clean(desk, relationship)
    writing.seal(relationship)
    writing.lines += (
        "What was done before can't be undone any more: that would need the plain text.",
        "Out of reach: earlier copies in git, synchronisers, backups, mail, and on the disk.",
    )
    folder = desk.journal.file_of(relationship).rpartition("/")[0]
    others = places.others_in(desk.journal.root, folder)
    if others:
        writing.lines.append(f"Not ours, so not sealed: {', '.join(others)}")
    return relationship


def entry(desk: Desk, typed: SealEntry, writing: Writing) -> Relationship:
    """One entry."""
    if typed.entry is None:
        raise UsageError("Which entry?", "mentorlog seal entry ID")
    relationship, found = desk.entry(typed.entry)
    _check_made(desk)
    writing.seal_entry(found)
    if writing.is_empty:
        raise Refused(f"{found.id} is sealed already.")
    return relationship


def off(desk: Desk, typed: SealPerson, writing: Writing) -> Relationship:
    """The very files that were sealed go back into their places, of one person or one entry."""
    if typed.who is None:
        raise UsageError("What shall be opened?", "mentorlog seal off WHO|ID")
    try:
        relationship = desk.relationship(typed.who)
        writing.unseal(relationship)
    except NotFound as nobody:
        try:
            relationship, found = desk.entry(typed.who)
        except NotFound:
            raise nobody from None
        writing.unseal_entry(found)
    if writing.is_empty:
        raise Refused("Nothing is sealed there.", "mentorlog seal status")
    return relationship


def _check_made(desk: Desk) -> None:
    """Raises Refused where there are no keys to seal with."""
    if not keys_of(desk).can_seal:
        raise Refused(
            "There are no keys yet to seal with.",
            "Make them, once:  mentorlog seal init --recovery FILE\n"
            "If another machine has them, bring its identity.txt and recipients.txt here instead.",
        )


def _check_clean(desk: Desk, relationship: Relationship) -> None:
    """Raises DamagedJournal for a file that can't be sealed, as half a seal is none."""
    folder = desk.journal.file_of(relationship).rpartition("/")[0]
    for problem in desk.contents.problems:
        if problem.file.startswith(f"{folder}/"):
            raise DamagedJournal(
                f"{problem.place}: {problem.message}. Nothing was sealed.",
                "Mend that first:  mentorlog doctor",
            )


ON = Command("seal on", SealPerson, on, levels=False, work=Work.SEALING)
OFF = Command("seal off", SealPerson, off, levels=False)
ENTRY = Command("seal entry", SealEntry, entry, levels=False)
