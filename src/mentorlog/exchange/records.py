"""Entries and people as the mappings that their files hold: every key, null where unset.

The keys are the fields of the classes, so that a new field appears by itself. Unknown keys are put
back where the file has them; what is withheld keeps its head and is null elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, cast

from mentorlog.domain.cadence import Cadence, written
from mentorlog.domain.entries import Entry, Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import CheckInWords, RelationshipWords, Words
from mentorlog.exchange.json import Json
from mentorlog.journal.values import class_of_words
from mentorlog.views.story import Path, Raw

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCHEMA = 1


def record(
    what: Entry | Relationship, unknown: Mapping[Path, Raw], *, withheld: bool
) -> dict[str, Json]:
    """An entry or a relationship, whichever it is."""
    if isinstance(what, Relationship):
        return relationship_fields(what, unknown, withheld=withheld)
    return entry_fields(what, unknown, withheld=withheld)


def entry_fields(entry: Entry, unknown: Mapping[Path, Raw], *, withheld: bool) -> dict[str, Json]:
    """An entry's head and body in one mapping, as its file has them."""
    words: Words | None = getattr(entry, "words", None)
    head = {f.name: _json(getattr(entry, f.name)) for f in fields(entry) if f.name != "words"}
    body = {
        f.name: _json(getattr(words, f.name, None)) for f in fields(class_of_words(type(entry)))
    }
    document: dict[str, Json] = {"schema": SCHEMA, "id": entry.id, "kind": entry.kind}
    document |= head | body
    if isinstance(entry, Meeting):
        document["action_items"] = _items(entry)
    if isinstance(words, CheckInWords):
        document["answers"] = dict(words.answers)
    _put_back(document, unknown)
    return document | ({"withheld": True} if withheld else {})


def relationship_fields(
    relationship: Relationship, unknown: Mapping[Path, Raw], *, withheld: bool
) -> dict[str, Json]:
    """What relationship.yaml says, and the handle."""
    words = relationship.words or RelationshipWords()
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "handle": relationship.handle,
        "id": relationship.id,
        "name": relationship.name,
        "my_role": relationship.my_role,
        "alias": relationship.alias,
        "in_confidence": relationship.in_confidence,
    }
    document |= {f.name: _json(getattr(words, f.name)) for f in fields(words)}
    if not withheld:
        _put_back(document, unknown)
    return document | ({"withheld": True} if withheld else {})


def _items(meeting: Meeting) -> Json:
    texts = meeting.words.action_items if meeting.words else ()
    return [
        {
            "text": texts[at].text if at < len(texts) else None,
            "owner": item.owner,
            "due": _json(item.due),
            "done_on": _json(item.done_on),
            "dropped_on": _json(item.dropped_on),
            "why": texts[at].why if at < len(texts) else None,
        }
        for at, item in enumerate(meeting.action_items)
    ]


def _json(value: object) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case dt.date():
            return value.isoformat()
        case dt.time():
            return f"{value:%H:%M}"
        case _ if isinstance(value, Cadence):
            return written(value)
        case tuple():
            return [_json(each) for each in value]
    nested = cast("DataclassInstance", value)  # a field holds nothing else
    return {f.name: _json(getattr(nested, f.name)) for f in fields(nested)}


def _put_back(document: dict[str, Json], unknown: Mapping[Path, Raw]) -> None:
    """Unknown keys at their paths; never over a known one."""
    for path, value in unknown.items():
        at: object = document
        for step in path[:-1]:
            at = _child(at, step)
        if isinstance(at, dict) and path:
            at.setdefault(str(path[-1]), value)


def _child(at: object, step: str | int) -> object:
    if isinstance(at, dict):
        return at.get(str(step))
    if isinstance(at, list) and isinstance(step, int) and step < len(at):
        return at[step]
    return None
