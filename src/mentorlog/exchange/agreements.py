"""An agreement as one YAML file that both sides keep, and read from the other side.

It is an entry's file as the journal has it, and beside it who the two are, the relationship's
shared id, and the journal it came from. Whoever reads it is the other side, so everything that is
mine in it becomes theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from mentorlog.domain.cadence import Cadence
from mentorlog.domain.cadence import written as rhythm
from mentorlog.domain.entries import Agreement, Entry
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import AgreementWords, Commitments, Hopes
from mentorlog.errors import DamagedJournal, Refused
from mentorlog.exchange.audience import Audience, seen
from mentorlog.frozen import dataclass
from mentorlog.journal.codec import decoded, encoded
from mentorlog.journal.names import is_id
from mentorlog.journal.yaml.read import Path, Value, YamlProblem, read, written
from mentorlog.terminal.safe import safe

MIRRORED = {Role.MENTEE: Role.MENTOR, Role.MENTOR: Role.MENTEE, Role.PEER: Role.PEER}
_SPOKEN = {"meeting_minutes": "minutes", "until": "last day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sent a file, seen from this side.

    `relationship`: the id that both sides know it by. `name`: theirs. `my_role`: mine.
    """

    relationship: str
    journal: str | None
    name: str
    my_role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An agreement that came from the other side, seen from this one."""

    sender: Sender
    agreement: Agreement


def agreement_file(
    relationship: Relationship, agreement: Agreement, *, my_name: str, journal: str | None
) -> str:
    """The file for the other side. Raises Refused for what they may not see, or can't be told."""
    if agreement.words is None:
        again = f"mentorlog export agreement {relationship.handle} --for them --reveal"
        raise Refused("This agreement is sealed, so it goes to nobody unread.", again)
    shared = seen(agreement, Audience.THEM)
    if not isinstance(shared, Agreement):
        raise Refused(
            "This agreement is private or in confidence, so it goes to nobody.",
            f"Let the two of you see it:  mentorlog edit {agreement.id}, visibility: pair",
        )
    more: dict[Path, Value] = {
        (key,): said for key, said in whose(relationship, my_name, journal).items()
    }
    me, them = safe(my_name), safe(relationship.name)
    return (
        f"# The agreement between {me} and {them}, for both to keep.\n"
        f"# In it, “me” is {me} and “them” is {them}.\n"
        "# To have it in a mentorlog of your own:  mentorlog import FILE\n"
        f"{written(encoded(replace(shared, visibility=None), more))}"
    )


def whose(relationship: Relationship, my_name: str, journal: str | None) -> dict[str, Value]:
    """The shared id, who the two are, and the journal. Raises Refused where that isn't known."""
    if relationship.id is None or relationship.my_role is None:
        handle = relationship.handle
        raise Refused(f"{handle} has no readable relationship.yaml.", "mentorlog doctor")
    said: dict[str, Value] = {
        "relationship": relationship.id,
        "between": {
            "me": {"name": my_name, "role": str(relationship.my_role)},
            "them": {"name": relationship.name, "role": str(MIRRORED[relationship.my_role])},
        },
    }
    return said if journal is None else said | {"journal": journal}


def sender(said: Mapping[str, Value], file: str, ask: str) -> Sender:
    """From whom a file is, seen from this side. Raises DamagedJournal; `ask`: what to do then."""
    them, me = _side(said, "me", file, ask), _side(said, "them", file, ask)
    identity, journal = said.get("relationship"), said.get("journal")
    if not isinstance(identity, str) or not is_id(identity):
        raise DamagedJournal(f"{file}: the relationship's id is missing.", ask)
    return Sender(
        relationship=identity,
        journal=journal if isinstance(journal, str) else None,
        name=them[0],
        my_role=me[1],
    )


def offered(data: bytes, file: str) -> Offered:
    """What the other side sent. Raises DamagedJournal, with the line, for anything else."""
    try:
        document = read(data)
    except YamlProblem as problem:
        raise DamagedJournal(f"{file}:{problem.line}: {problem.message}.", _ASK) from None
    found = decoded(Entry, document)
    if found.problems:
        line, message = found.problems[0]
        raise DamagedJournal(f"{file}:{line}: {message}.", _ASK)
    if not isinstance(found.value, Agreement) or found.value.words is None:
        raise DamagedJournal(f"{file}: this is no agreement that can be read.", _ASK)
    return Offered(sender=sender(document.value, file, _ASK), agreement=mirrored(found.value))


def mirrored(agreement: Agreement) -> Agreement:
    """The same seen from the other side: what is mine in it is theirs."""
    words = agreement.words or AgreementWords()
    mine, hopes = words.commitments, words.hopes
    swapped = replace(
        words,
        commitments=Commitments(me=mine.them, them=mine.me),
        hopes=Hopes(me=hopes.them, them=hopes.me),
    )
    return replace(agreement, words=swapped, visibility=None, in_confidence=False)


def differences(here: Agreement, there: Agreement) -> tuple[str, ...]:
    """In what two agreements differ, of what both sides know: no words are repeated.

    Words that are sealed here are not compared.
    """
    mine = seen(replace(here, visibility=None, in_confidence=False), Audience.THEM)
    theirs = seen(replace(there, visibility=None), Audience.THEM)
    if not isinstance(mine, Agreement) or not isinstance(theirs, Agreement):
        return ()
    return tuple(_differences(replace(mine, id=theirs.id), theirs))


def _differences(mine: Agreement, theirs: Agreement) -> Iterator[str]:
    for each in fields(mine):
        here, there = getattr(mine, each.name), getattr(theirs, each.name)
        if each.name != "words" and here != there:
            spoken = _SPOKEN.get(each.name, each.name.replace("_", " "))
            yield f"{spoken} ({_shown(here)} here, {_shown(there)} there)"
    for each in fields(AgreementWords) if mine.words else ():
        if getattr(mine.words, each.name) != getattr(theirs.words, each.name, None):
            yield each.name.replace("_", " ")


def _shown(value: Cadence | str | int | dt.date | None) -> str:
    if isinstance(value, Cadence):
        return rhythm(value)
    return "none" if value is None else str(value)


def _side(said: Mapping[str, Value], which: str, file: str, ask: str) -> tuple[str, Role]:
    between = said.get("between")
    side = between.get(which) if isinstance(between, Mapping) else None
    name = side.get("name") if isinstance(side, Mapping) else None
    role = side.get("role") if isinstance(side, Mapping) else None
    if not isinstance(name, str) or not name.strip() or role not in set(Role):
        raise DamagedJournal(f"{file}: who the two are is missing (between).", ask)
    return name, Role(str(role))


_ASK = "Ask for it again:  mentorlog export agreement WHO --for them"
