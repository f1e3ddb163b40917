"""An agreement, or all that two people share, as one YAML file; and read by the other person.

It holds entries as in their files, without what is private, and says who the two people are. The
reader is the other person, so "me" in it becomes "them".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from mentorlog.domain.cadence import Cadence
from mentorlog.domain.cadence import written as rhythm
from mentorlog.domain.entries import (
    Agreement,
    Ask,
    Closure,
    Contribution,
    Direction,
    Entry,
    KeyPath,
    Meeting,
    Visibility,
)
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import AgreementWords, Commitments, Hopes
from mentorlog.errors import DamagedJournal, Refused, shell_word
from mentorlog.exchange.audience import Audience, seen
from mentorlog.frozen import StrEnum, dataclass, fields, replace
from mentorlog.journal.codec import decoded, encoded, worded, words_of
from mentorlog.journal.names import is_id
from mentorlog.journal.yaml import Value, Writable, dump
from mentorlog.journal.yaml.read import Document, YamlProblem, read
from mentorlog.terminal.safe import safe

S = TypeVar("S", bound=StrEnum)

_ASK = "Ask for it again:  mentorlog export pair WHO"
_LINKS = ("meeting", "answers")  # fields with the id of another entry
_OWN = {"words", "visibility", "told_them_on", "thanked_on"}  # kept by each side for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the other person sent, seen from this side. `entries`: each id once."""

    sender: Sender
    entries: tuple[Entry, ...]


def pair_file(
    relationship: Relationship, entries: Iterable[Entry], *, my_name: str, journal: str | None
) -> str:
    """The file for both; `entries` are cut for the other side. Raises Refused."""
    shared = tuple(entries)
    ids = {entry.id: entry.id for entry in shared}  # others the other side doesn't get
    body: dict[str, Writable] = {
        "schema": 1,
        "kind": "pair",
        **whose(relationship, my_name, journal),
        "entries": [encoded(linked(entry, ids)) for entry in shared],
    }
    return _headed("What {me} and {them} share", "what's new in it", relationship, my_name, body)


def _headed(
    what: str, to_import: str, whose: Relationship, my_name: str, body: Mapping[str, Writable]
) -> str:
    """The file, headed by comments on what it is and what to do with it."""
    me, them = safe(my_name), safe(whose.name)
    return (
        f"# {what.format(me=me, them=them)}, for both to keep.\n"
        f"# Here, “me” is {me} and “them” is {them}.\n"
        f"# To import {to_import}:  mentorlog import FILE\n"
        f"{dump(body)}"
    )


def pair(data: bytes, file: str) -> Pair:
    """What the other person sent. Raises DamagedJournal, with the line, for anything else."""
    document = _document(data, file, _ASK)
    by_id = {entry.id: entry for entry in _entries(document, file)}
    return Pair(sender=sender(document.value, file, _ASK), entries=tuple(by_id.values()))


def _document(data: bytes, file: str, ask: str) -> Document:
    try:
        return read(data)
    except YamlProblem as problem:
        raise DamagedJournal(f"{file}:{problem.line}: {problem.message}.", ask) from None


def _entry(document: Document, file: str, ask: str) -> Entry | None:
    result = decoded(Entry, document)
    for line, message in result.problems[:1]:
        raise DamagedJournal(f"{file}:{line}: {message}.", ask)
    return result.value


def mirrored(entry: Entry) -> Entry:
    """The entry seen from the other side, visible to both."""
    level = None if entry.visibility is None else Visibility.PAIR
    return replace(_sides_swapped(entry), visibility=level, in_confidence=False)


def differences(here: Entry, there: Entry) -> tuple[str, ...]:
    """The fields that both sides know and that differ in two entries of one id.

    When something was told or thanked is each side's own; sealed words aren't compared.
    """
    mine = seen(replace(here, visibility=there.visibility, in_confidence=False), Audience.THEM)
    if mine is None or type(mine) is not type(there):
        return ("kind",)
    heads = (f.name for f in fields(mine) if f.name not in _OWN)
    differing = [name for name in heads if getattr(mine, name) != getattr(there, name)]
    ours, theirs = words_of(mine), words_of(there)
    if ours is not None and theirs is not None:
        names = (f.name for f in fields(ours) if f.name not in _LINKS)
        differing += [name for name in names if getattr(ours, name) != getattr(theirs, name)]
    return tuple(name.replace("_", " ") for name in dict.fromkeys(differing))


def linked(entry: Entry, ids: dict[str, str]) -> Entry:
    """A copy that refers to other entries by their ids here."""
    words = words_of(entry)
    named = {f.name for f in fields(words)} & {*_LINKS} if words is not None else set()
    changed = {name: ids.get(getattr(words, name) or "") for name in named}
    return worded(entry, replace(words, **changed)) if changed else entry


def _entries(document: Document, file: str) -> Iterator[Entry]:
    listed: Value = document.value.get("entries")
    node = document.root.child("entries")
    for at, item in enumerate(listed if isinstance(listed, list) else []):
        root = node.child(at) if node else None
        line = document.line(("entries", at))
        if root is None or not isinstance(item, dict):
            raise DamagedJournal(f"{file}:{line}: an entry must have keys and values.", _ASK)
        entry = _entry(Document(document.text, root, item), file, _ASK)
        shared = seen(entry, Audience.THEM) if entry else None
        if shared is None:
            raise DamagedJournal(f"{file}:{line}: this entry isn't shared between you.", _ASK)
        yield mirrored(shared)


def _sides_swapped(entry: Entry) -> Entry:
    match entry:
        case Agreement():
            return mirrored_terms(entry)
        case Meeting():
            return _meeting(entry)
        case Contribution():
            given = entry.direction is Direction.GIVEN
            direction = Direction.RECEIVED if given else Direction.GIVEN
            return replace(entry, direction=direction, told_them_on=None, thanked_on=None)
        case Ask():
            return replace(entry, asked_by=_swapped(entry.asked_by))
        case Closure() if entry.words and entry.words.initiated_by:
            by = _swapped(entry.words.initiated_by)
            return replace(entry, words=replace(entry.words, initiated_by=by))
    return entry


def _meeting(meeting: Meeting) -> Meeting:
    items = tuple(replace(item, owner=_swapped(item.owner)) for item in meeting.action_items)
    words = meeting.words
    if words is not None and words.changed_by is not None:
        words = replace(words, changed_by=_swapped(words.changed_by))
    return replace(meeting, action_items=items, words=words)


def _swapped(side: S) -> S:
    """Them for me, and me for them; anybody else stays."""
    return type(side)({"me": "them", "them": "me"}.get(side, side))


MIRRORED = {Role.MENTEE: Role.MENTOR, Role.MENTOR: Role.MENTEE, Role.PEER: Role.PEER}
_SPOKEN = {"meeting_minutes": "minutes", "until": "last day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sent a file, seen from this side.

    `relationship`: the id that both sides use. `name`: theirs. `my_role`: mine.
    """

    relationship: str
    journal: str | None
    name: str
    my_role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An agreement from the other person, seen from this side."""

    sender: Sender
    agreement: Agreement


def agreement_file(
    relationship: Relationship, agreement: Agreement, *, my_name: str, journal: str | None
) -> str:
    """The file for the other person. Raises Refused for what they may not see or can't be told."""
    if agreement.words is None:
        again = f"mentorlog export agreement {shell_word(relationship.handle)} --for them --reveal"
        raise Refused("This agreement is sealed.", again)
    shared = seen(agreement, Audience.THEM)
    if not isinstance(shared, Agreement):
        raise Refused(
            "This agreement is private or held in confidence, so it can't be exported.",
            f"To share it:  mentorlog edit {agreement.id}, visibility: pair",
        )
    more: dict[KeyPath, Value] = {
        (key,): value for key, value in whose(relationship, my_name, journal).items()
    }
    body = encoded(replace(shared, visibility=None), more)
    what = "The agreement between {me} and {them}"
    return _headed(what, "it into your own journal", relationship, my_name, body)


def whose(relationship: Relationship, my_name: str, journal: str | None) -> dict[str, Value]:
    """The shared id, the two people, and the journal. Raises Refused if they aren't known."""
    if relationship.id is None or relationship.my_role is None:
        handle = relationship.handle
        raise Refused(f"{handle} has no readable relationship.yaml.", "mentorlog doctor")
    parties: dict[str, Value] = {
        "relationship": relationship.id,
        "between": {
            "me": {"name": my_name, "role": str(relationship.my_role)},
            "them": {"name": relationship.name, "role": str(MIRRORED[relationship.my_role])},
        },
    }
    return parties if journal is None else parties | {"journal": journal}


def sender(contents: Mapping[str, Value], file: str, ask: str) -> Sender:
    """Who sent a file, seen from this side. Raises DamagedJournal; `ask`: what to do then."""
    them, me = _side(contents, "me", file, ask), _side(contents, "them", file, ask)
    identity, journal = contents.get("relationship"), contents.get("journal")
    if not isinstance(identity, str) or not is_id(identity):
        raise DamagedJournal(f"{file}: the relationship's id is missing.", ask)
    return Sender(
        relationship=identity,
        journal=journal if isinstance(journal, str) else None,
        name=them[0],
        my_role=me[1],
    )


def offered(data: bytes, file: str) -> Offered:
    """The agreement sent. Raises DamagedJournal, with the line, for anything else."""
    document = _document(data, file, _ASK_AGREEMENT)
    agreement = _entry(document, file, _ASK_AGREEMENT)
    if not isinstance(agreement, Agreement) or agreement.words is None:
        raise DamagedJournal(f"{file}: this isn't a readable agreement.", _ASK_AGREEMENT)
    sent_by = sender(document.value, file, _ASK_AGREEMENT)
    return Offered(sender=sent_by, agreement=mirrored_terms(agreement))


def mirrored_terms(agreement: Agreement) -> Agreement:
    """The agreement seen from the other side: mine and theirs are swapped."""
    words = agreement.words or AgreementWords()
    mine, hopes = words.commitments, words.hopes
    swapped = replace(
        words,
        commitments=Commitments(me=mine.them, them=mine.me),
        hopes=Hopes(me=hopes.them, them=hopes.me),
    )
    return replace(agreement, words=swapped, visibility=None, in_confidence=False)


def differing_terms(here: Agreement, there: Agreement) -> tuple[str, ...]:
    """The terms that both sides know and that differ, without quoting words.

    Words that are sealed here aren't compared.
    """
    mine = seen(replace(here, visibility=None, in_confidence=False), Audience.THEM)
    theirs = seen(replace(there, visibility=None), Audience.THEM)
    if not isinstance(mine, Agreement) or not isinstance(theirs, Agreement):
        return ()
    return tuple(_differences(replace(mine, id=theirs.id), theirs))


def _differences(mine: Agreement, theirs: Agreement) -> Iterator[str]:
    for field in fields(mine):
        here, there = getattr(mine, field.name), getattr(theirs, field.name)
        if field.name != "words" and here != there:
            spoken = _SPOKEN.get(field.name, field.name.replace("_", " "))
            yield f"{spoken} ({_shown(here)} here, {_shown(there)} there)"
    if mine.words is None:
        return
    for field in fields(AgreementWords):
        if getattr(mine.words, field.name) != getattr(theirs.words, field.name, None):
            yield field.name.replace("_", " ")


def _shown(value: Cadence | str | int | dt.date | None) -> str:
    if isinstance(value, Cadence):
        return rhythm(value)
    return "none" if value is None else str(value)


def _side(contents: Mapping[str, Value], key: str, file: str, ask: str) -> tuple[str, Role]:
    between = contents.get("between")
    side = between.get(key) if isinstance(between, Mapping) else None
    name = side.get("name") if isinstance(side, Mapping) else None
    role = side.get("role") if isinstance(side, Mapping) else None
    if not isinstance(name, str) or not name.strip() or role not in set(Role):
        raise DamagedJournal(f"{file}: it doesn't say who the two people are (between).", ask)
    return name, Role(str(role))


_ASK_AGREEMENT = "Ask for it again:  mentorlog export agreement WHO --for them"
