"""What two people share as one YAML file that both keep, and read from the other side.

It holds entries as their files have them, without what is private, and says who the two are, as an
agreement's file does. Whoever reads it is the other side, so what is mine in it becomes theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from mentorlog.domain.entries import (
    Agreement,
    Ask,
    Closure,
    Contribution,
    Direction,
    Entry,
    Meeting,
    Party,
    Side,
    Visibility,
)
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ChangedBy, InitiatedBy
from mentorlog.errors import DamagedJournal
from mentorlog.exchange import agreements
from mentorlog.exchange.agreements import Sender, sender, whose
from mentorlog.exchange.audience import Audience, seen
from mentorlog.frozen import dataclass
from mentorlog.journal.codec import decoded, encoded
from mentorlog.journal.yaml.read import Document, Value, YamlProblem, read
from mentorlog.journal.yaml.write import Writable, written
from mentorlog.terminal.safe import safe

_ASK = "Ask for it again:  mentorlog export pair WHO"
_LINKS = ("meeting", "answers")  # words that hold the id of another entry
_OWN = {"words", "visibility", "told_them_on", "thanked_on"}  # fields that each side has for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What came from the other side, seen from this one. `entries`: each id once."""

    sender: Sender
    entries: tuple[Entry, ...]


def pair_file(
    relationship: Relationship, entries: Iterable[Entry], *, my_name: str, journal: str | None
) -> str:
    """The file for both; `entries` are cut for the other side. Raises Refused."""
    them, me = safe(relationship.name), safe(my_name)
    shared = tuple(entries)
    ids = {entry.id for entry in shared}
    said: dict[str, Writable] = {
        "schema": 1,
        "kind": "pair",
        **whose(relationship, my_name, journal),
        "entries": [encoded(_linked(entry, ids)) for entry in shared],
    }
    return (
        f"# What {me} and {them} share, for both to keep.\n"
        f"# In it, “me” is {me} and “them” is {them}.\n"
        "# To take in what is new of it:  mentorlog import FILE\n"
        f"{written(said)}"
    )


def pair(data: bytes, file: str) -> Pair:
    """What the other side sent. Raises DamagedJournal, with the line, for anything else."""
    try:
        document = read(data)
    except YamlProblem as problem:
        raise DamagedJournal(f"{file}:{problem.line}: {problem.message}.", _ASK) from None
    found = {entry.id: entry for entry in _entries(document, file)}
    return Pair(sender=sender(document.value, file, _ASK), entries=tuple(found.values()))


def mirrored(entry: Entry) -> Entry:
    """The entry seen from the other side, where it is for the two of us."""
    level = None if entry.visibility is None else Visibility.PAIR
    return replace(_sides_changed(entry), visibility=level, in_confidence=False)


def differences(here: Entry, there: Entry) -> tuple[str, ...]:
    """The fields in which two entries of one id differ, of what both sides know.

    What is told or thanked, each side notes for itself; words that are sealed are not compared.
    """
    mine = seen(replace(here, visibility=there.visibility, in_confidence=False), Audience.THEM)
    if mine is None or type(mine) is not type(there):
        return ("kind",)
    heads = (f.name for f in fields(mine) if f.name not in _OWN)
    differing = [name for name in heads if getattr(mine, name) != getattr(there, name)]
    ours, theirs = _words(mine), _words(there)
    if ours is not None and theirs is not None:
        names = (f.name for f in fields(ours) if f.name not in _LINKS)
        differing += [name for name in names if getattr(ours, name) != getattr(theirs, name)]
    return tuple(name.replace("_", " ") for name in dict.fromkeys(differing))


def linked(entry: Entry, ids: dict[str, str]) -> Entry:
    """With the ids of other entries as they are called here."""
    words = _words(entry)
    named = {f.name for f in fields(words)} & {*_LINKS} if words is not None else set()
    changed = {name: ids.get(getattr(words, name) or "") for name in named}
    return _with_words(entry, replace(words, **changed)) if changed else entry


def _linked(entry: Entry, ids: set[str]) -> Entry:
    """Without the ids of entries that the other side does not get."""
    return linked(entry, {one: one for one in ids})


def _entries(document: Document, file: str) -> Iterator[Entry]:
    listed: Value = document.value.get("entries")
    node = document.root.child("entries")
    for at, item in enumerate(listed if isinstance(listed, list) else []):
        root = node.child(at) if node else None
        line = document.line(("entries", at))
        if root is None or not isinstance(item, dict):
            raise DamagedJournal(f"{file}:{line}: an entry must hold keys and their values.", _ASK)
        found = decoded(Entry, Document(document.text, root, item))
        if found.problems:
            wrong, message = found.problems[0]
            raise DamagedJournal(f"{file}:{wrong}: {message}.", _ASK)
        shared = seen(found.value, Audience.THEM) if found.value else None
        if shared is None:
            raise DamagedJournal(f"{file}:{line}: this entry is not for the two of you.", _ASK)
        yield mirrored(shared)


def _sides_changed(entry: Entry) -> Entry:
    match entry:
        case Agreement():
            return agreements.mirrored(entry)
        case Meeting():
            return _meeting(entry)
        case Contribution():
            given = entry.direction is Direction.GIVEN
            direction = Direction.RECEIVED if given else Direction.GIVEN
            return replace(entry, direction=direction, told_them_on=None, thanked_on=None)
        case Ask():
            asked_by = Side.THEM if entry.asked_by is Side.ME else Side.ME
            return replace(entry, asked_by=asked_by)
        case Closure() if entry.words and entry.words.initiated_by in _STARTED:
            by = _STARTED[entry.words.initiated_by]
            return replace(entry, words=replace(entry.words, initiated_by=by))
    return entry


def _meeting(meeting: Meeting) -> Meeting:
    items = tuple(
        replace(item, owner=_OWNER.get(item.owner, item.owner)) for item in meeting.action_items
    )
    words = meeting.words
    if words is not None and words.changed_by is not None:
        words = replace(words, changed_by=_CHANGED.get(words.changed_by, words.changed_by))
    return replace(meeting, action_items=items, words=words)


_OWNER = {Party.ME: Party.THEM, Party.THEM: Party.ME}
_CHANGED = {ChangedBy.ME: ChangedBy.THEM, ChangedBy.THEM: ChangedBy.ME}
_STARTED = {InitiatedBy.ME: InitiatedBy.THEM, InitiatedBy.THEM: InitiatedBy.ME}


def _words(entry: Entry) -> Any:
    """The words of an entry of any kind; None where they could not be read."""
    return getattr(entry, "words", None)


def _with_words(entry: Entry, words: object) -> Entry:
    changed: Any = entry
    made: Entry = replace(changed, words=words)
    return made
