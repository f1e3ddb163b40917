"""A person, my role and a timeline of entries, and the plain facts that can be read off them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from mentorlog.domain.entries import Agreement, Closure, Contribution, Entry, Invalid
from mentorlog.frozen import dataclass

if TYPE_CHECKING:
    from mentorlog.domain.words import RelationshipWords

E = TypeVar("E", bound=Entry)


class Role(StrEnum):
    """What I am in the relationship."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipFields:
    """What relationship.yaml says.

    Raises Invalid without a name, or in confidence without an alias.
    """

    id: str
    name: str
    my_role: Role
    alias: str | None = None
    in_confidence: bool = False
    words: RelationshipWords | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid("name", "name is empty")
        if self.in_confidence and not (self.alias or "").strip():
            sentence = "in_confidence needs an alias, which stands for the name"
            raise Invalid("in_confidence", sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One person and what happened between us.

    `id`, `my_role`: None where relationship.yaml could not be read (then `name` is the folder's).
    `entries` are put into the timeline's order (`timeline_order`). `unreadable` counts its files
    that could not be read in full. An `alias` stands for the name unless it is revealed.
    """

    handle: str
    name: str
    id: str | None = None
    my_role: Role | None = None
    alias: str | None = None
    in_confidence: bool = False
    words: RelationshipWords | None = None
    entries: tuple[Entry, ...] = ()
    unreadable: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=timeline_order)))

    def of(self, kind: type[E]) -> Iterator[E]:
        """Its entries of one kind, in the timeline's order."""
        return (entry for entry in self.entries if isinstance(entry, kind))

    def tied_to(self, entry: Entry) -> tuple[Contribution, ...]:
        """What was given or received at a meeting, or for an ask; the words must be read."""
        return tuple(
            each
            for each in self.of(Contribution)
            if each.words and entry.id in (each.words.meeting, each.words.answers)
        )


def timeline_order(entry: Entry) -> tuple[dt.date, int, str]:
    """Sort key: by date; on one date agreements first, closures last, else by id."""
    rank = 0 if isinstance(entry, Agreement) else 2 if isinstance(entry, Closure) else 1
    return entry.date, rank, entry.id
