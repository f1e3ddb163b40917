"""An entry as its file has it: keys as they stand there, and those that aren't ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.frozen import dataclass
from mentorlog.journal.codec import said_in, unknown_keys

if TYPE_CHECKING:
    from mentorlog.journal.yaml.read import Path as Place
    from mentorlog.journal.yaml.read import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An entry and its file. `value`: the keys as they stand there; `unknown`: those not ours."""

    entry: Entry
    file: str
    value: Mapping[str, Value]
    unknown: Mapping[Place, Value]
    clean: bool


def stored_in(path: str, text: bytes) -> Stored | None:
    """The entry in a file's text; None where that can't be read."""
    found, keys = said_in(Entry, text)
    if found.value is None:
        return None
    unknown = unknown_keys(found.value, keys)
    return Stored(entry=found.value, file=path, value=keys, unknown=unknown, clean=found.clean)


def unknown_in(text: bytes) -> Mapping[Place, Value]:
    """The keys of a relationship.yaml that aren't ours; none where it can't be read."""
    found, keys = said_in(RelationshipFields, text)
    return unknown_keys(found.value, keys)
