"""What is held in confidence, taken out before any other view looks.

Of a person in confidence the alias stands for the name and nothing is left that points at them;
of an entry in confidence the head stays, and no words, as with an entry that is sealed.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.domain.words import RelationshipWords


class Withheld(StrEnum):
    """Why an entry shows its head only."""

    CONFIDENCE = "in confidence"
    SEALED = "sealed"


def discreet(relationship: Relationship, *, reveal: bool) -> Relationship:
    """The relationship as it may be shown; the same one if everything is revealed."""
    if reveal:
        return relationship
    return replace(
        relationship,
        name=shown_name(relationship, reveal=False),
        words=_unpointed(relationship),
        entries=tuple(discreet_entry(e, reveal=False) for e in relationship.entries),
    )


def discreet_entry(entry: Entry, *, reveal: bool) -> Entry:
    """The entry as it may be shown: in confidence, only its head."""
    if reveal or not entry.in_confidence:
        return entry
    return cast("Entry", replace(cast("DataclassInstance", entry), words=None))


def shown_name(relationship: Relationship, *, reveal: bool) -> str:
    """The name, or what stands for it: the alias, else (a hand edit forgot it) the handle."""
    if reveal or not relationship.in_confidence:
        return relationship.name
    return relationship.alias or relationship.handle


def withheld(entry: Entry, *, reveal: bool) -> Withheld | None:
    """Why the words of an entry, loaded, are not to be shown; None if they are."""
    if entry.in_confidence and not reveal:
        return Withheld.CONFIDENCE
    return Withheld.SEALED if getattr(entry, "words", None) is None else None


def _unpointed(relationship: Relationship) -> RelationshipWords | None:
    words = relationship.words
    if words is None or not relationship.in_confidence:
        return words
    return replace(words, origin=None, organization=None, function=None)
