"""Mapping <-> entry: what a file of the journal says, and how that is written.

It knows the keys and their order, not how a value is typed (`decoding`, `typed`) nor any file.
Writing needs no pydantic, so that is imported when the first file is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mentorlog.domain import cadence
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import Entry, Meeting
from mentorlog.domain.words import CheckInWords, RelationshipWords
from mentorlog.frozen import dataclass
from mentorlog.journal.decoding import Reading
from mentorlog.journal.fields import RelationshipFields
from mentorlog.journal.kinds import KINDS, NEEDED, SCHEMA, WORDS
from mentorlog.journal.yaml_text import Document, Path, Value, Writable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    """`unknown`: raw values of the keys we don't know, by path. `problems`: (line, message)."""

    unknown: Mapping[Path, Value]
    problems: tuple[tuple[int | None, str], ...]
    newer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded(_Decoded):
    """`entry`: None where the head is invalid; its words are None where they are sealed."""

    entry: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedRelationship(_Decoded):
    fields: RelationshipFields | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedJournal(_Decoded):
    id: str | None


def decoded(document: Document) -> Decoded:
    """The entry that a file holds."""
    reading = Reading(document)
    kind = document.value.get("kind")
    head = KINDS.get(kind) if isinstance(kind, str) else None
    if kind is None:
        reading.tell(("kind",), "is missing")
    elif head is None:
        reading.tell(("kind",), f"must be one of {', '.join(KINDS)}")
    entry = None if head is None else reading.typed(head, WORDS[head])
    return Decoded(entry=entry, **reading.found())


def decoded_relationship(document: Document) -> DecodedRelationship:
    """What relationship.yaml holds."""
    reading = Reading(document)
    said = reading.typed(RelationshipFields, RelationshipWords)
    return DecodedRelationship(fields=said, **reading.found())


def decoded_journal(document: Document) -> DecodedJournal:
    """What journal.yaml holds."""
    reading = Reading(document)
    said = reading.typed(_JournalFields, None)
    return DecodedJournal(id=None if said is None else said.id, **reading.found())


def encoded(entry: Entry, unknown: Mapping[Path, Value] | None = None) -> dict[str, Writable]:
    """The entry as the mapping that is written, without what is unset.

    `unknown` keys are put back at their paths, as far as these still lead somewhere.
    """
    said = {**_whole(entry), "kind": str(entry.kind)}
    if isinstance(entry, Meeting) and entry.words is not None and "action_items" in said:
        both = zip(entry.action_items, entry.words.action_items, strict=True)
        said["action_items"] = [
            {"text": words.text} | _said(head) | _said(words) for head, words in both
        ]
    return _completed({key: said[key] for key in _FIRST if key in said} | said, unknown)


def encoded_relationship(
    said: RelationshipFields, unknown: Mapping[Path, Value] | None = None
) -> dict[str, Writable]:
    """What relationship.yaml says as the mapping that is written."""
    return _completed(_whole(said), unknown)


def encoded_journal(journal_id: str) -> dict[str, Writable]:
    """What journal.yaml says as the mapping that is written."""
    return _whole(_JournalFields(id=journal_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class _JournalFields:
    id: str


_FIRST = ("schema", "id", "kind", "date", "visibility", "in_confidence", "tags")


def _whole(made: DataclassInstance) -> dict[str, Writable]:
    """Head and words, if they are there."""
    words = getattr(made, "words", None)
    return {"schema": SCHEMA, **_said(made), **({} if words is None else _said(words))}


def _said(made: DataclassInstance) -> dict[str, Writable]:
    """The keys of one dataclass that are set, in the order of its fields; its words not."""
    values = {each.name: getattr(made, each.name) for each in fields(made)}
    unset = {each.name for each in fields(made) if values[each.name] == each.default}
    unset.discard(NEEDED.get(type(made), ""))
    said = {key: value for key, value in values.items() if key not in {*unset, "words"}}
    if isinstance(made, CheckInWords) and "answers" in said:
        said["answers"] = dict(made.answers)
    return {key: _plain(value) for key, value in said.items()}


def _plain(value: Any) -> Writable:
    if isinstance(value, Cadence):
        return cadence.written(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _said(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def _completed(
    said: dict[str, Writable], unknown: Mapping[Path, Value] | None
) -> dict[str, Writable]:
    for path, value in (unknown or {}).items():
        _put_back(said, path, value)
    return said


def _put_back(said: Writable, path: Path, value: Value) -> None:
    step, below = path[0], path[1:]
    if isinstance(said, list) and isinstance(step, int) and step < len(said):
        _put_back(said[step], below, value)
    elif isinstance(said, dict) and not below:
        said.setdefault(step, value)
    elif isinstance(said, dict) and (step in said or isinstance(below[0], str)):
        _put_back(said.setdefault(step, {}), below, value)
