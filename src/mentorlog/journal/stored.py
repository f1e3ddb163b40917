"""An entry as its file has it: keys as they stand there, and those that aren't ours.

A file in our own form has none of those, and needs no YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mentorlog.domain.entries import Entry
from mentorlog.frozen import dataclass

if TYPE_CHECKING:
    from mentorlog.journal.yaml_text import Path as Place
    from mentorlog.journal.yaml_text import Value


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
    from mentorlog.journal import own_types, own_yaml

    own = own_types.entry_in(text, worded=True)
    if own is not None:
        value = own_yaml.value_in(text) or {}
        return Stored(entry=own, file=path, value=value, unknown={}, clean=True)
    from mentorlog.journal.codec import decoded
    from mentorlog.journal.yaml_text import YamlProblem, read

    try:
        document = read(text)
    except YamlProblem:
        return None
    found = decoded(document)
    if found.entry is None:
        return None
    clean = not found.problems and not found.newer
    return Stored(
        entry=found.entry, file=path, value=document.value, unknown=found.unknown, clean=clean
    )


def unknown_in(text: bytes) -> Mapping[Place, Value]:
    """The keys of a relationship.yaml that aren't ours; none where it can't be read."""
    from mentorlog.journal.codec import decoded_relationship
    from mentorlog.journal.own_types import person_in
    from mentorlog.journal.yaml_text import YamlProblem, read

    if person_in(text, worded=True) is not None:
        return {}
    try:
        return decoded_relationship(read(text)).unknown
    except YamlProblem:
        return {}
