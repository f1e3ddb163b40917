"""Remove what is held in confidence, before any other view sees it.

For a person in confidence the alias replaces the name, and only fields that identify nobody stay;
a new one stays hidden until it's listed here. For an entry in confidence only the head stays, as
for a sealed entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mentorlog.domain.entries import Entry, Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import StrEnum, replace

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.domain.words import RelationshipWords

P = TypeVar("P", Relationship, "RelationshipWords")


class Withheld(StrEnum):
    """Why only the head of an entry is shown."""

    CONFIDENCE = "in confidence"
    SEALED = "sealed"


def discreet(relationship: Relationship, *, reveal: bool) -> Relationship:
    """The relationship as it may be shown; the same object if everything is revealed."""
    if reveal:
        return relationship
    entries = tuple(discreet_entry(entry, reveal=False) for entry in relationship.entries)
    if not relationship.in_confidence:
        return replace(relationship, entries=entries)
    words = relationship.words
    return replace(
        _only(relationship, IDENTIFYING_NOBODY, name=shown_name(relationship, reveal=False)),
        words=words and _only(words, WORDS_IDENTIFYING_NOBODY),
        entries=entries,
    )


def discreet_entry(entry: Entry, *, reveal: bool) -> Entry:
    """The entry as it may be shown: only its head if it is in confidence."""
    if reveal or not entry.in_confidence:
        return entry
    return cast("Entry", replace(cast("DataclassInstance", entry), words=None))


def shown_name(relationship: Relationship, *, reveal: bool) -> str:
    """The name or, in confidence, the alias (the handle if a hand edit removed it)."""
    if reveal or not relationship.in_confidence:
        return relationship.name
    return relationship.alias or relationship.handle


def others_at_meetings(
    handle: str, relationships: Iterable[Relationship], *, reveal: bool
) -> Mapping[str, tuple[str, ...]]:
    """Occasion -> the names of everyone at that meeting but this person."""
    others: dict[str, tuple[str, ...]] = {}
    for person in relationships:
        for meeting in person.of(Meeting) if person.handle != handle else ():
            if meeting.occasion:
                name = shown_name(person, reveal=reveal)
                others[meeting.occasion] = (*others.get(meeting.occasion, ()), name)
    return others


def withheld(entry: Entry, *, reveal: bool) -> Withheld | None:
    """Why the loaded words of an entry may not be shown; None if they may."""
    if entry.in_confidence and not reveal:
        return Withheld.CONFIDENCE
    return Withheld.SEALED if getattr(entry, "words", None) is None else None


# The fields that stay of a person in confidence; all others are unset.
IDENTIFYING_NOBODY = ("handle", "id", "my_role", "alias", "in_confidence", "unreadable")
WORDS_IDENTIFYING_NOBODY = ("form", "why", "differs_from_me", "helps_with")


def _only(whole: P, kept: Iterable[str], **replaced: Any) -> P:
    """A new one with only the kept fields, and the replaced ones."""
    return type(whole)(**{name: getattr(whole, name) for name in kept}, **replaced)
