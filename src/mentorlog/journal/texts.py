"""What may stand in a file of the journal: text that reads back as exactly what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship, RelationshipFields
from mentorlog.errors import DamagedJournal, MentorlogError, Refused
from mentorlog.journal import codec
from mentorlog.journal.codec import (
    Parsed,
    clean_value,
    head_of,
    worded,
    words_of,
)
from mentorlog.journal.names import RELATIONSHIP_FILE
from mentorlog.journal.yaml import written
from mentorlog.journal.yaml.edit import CannotEdit, Edit, edits
from mentorlog.journal.yaml.read import Path, Value, read

Said = Entry | RelationshipFields  # what one file says

_LATELY = 4096  # texts of which what they say is still known

_BROKEN = "A character in what you typed is broken, and no file can hold it."


def new_text(path: str, said: Said, unknown: Mapping[Path, Value] | None = None) -> bytes:
    """The text of a new file. Raises Refused for what no file can hold or no reader would take."""
    try:
        data = written(codec.encoded(said, unknown)).encode()
    except ValueError:
        raise Refused(_BROKEN) from None
    parsed = parsed_text(path, data)
    if parsed.problems:
        raise Refused(f"That can't be saved: {parsed.problems[0][1]}")
    if parsed.value is None or not agree(said, parsed.value):
        raise MentorlogError(f"{path} would not read back as it was written; nothing is saved.")
    return data


def edited(path: str, data: bytes, changes: Iterable[Edit]) -> bytes:
    """The text after changes in place, clean as it was before.

    Raises Refused if a change can't be made in place, or would leave the file invalid.
    """
    try:
        for change in changes:
            data = change(read(data)).encode()
    except CannotEdit:
        raise Refused(
            f"{path} is written in a way that can't be changed in place.",
            "Open it in your editor:  mentorlog edit",
        ) from None
    except ValueError:
        raise Refused(_BROKEN) from None
    try:
        said_in(path, data)
    except DamagedJournal as problem:
        raise Refused(f"That would make the file invalid. {problem.message}") from None
    return data


def updated(path: str, data: bytes, aim: Said) -> bytes:
    """The text with what differs from `aim` changed in place; its words, if `aim` has none.

    Raises Refused as `edited` does.
    """
    said = said_in(path, data)
    if words_of(aim) is None:
        aim = worded(aim, words_of(said))
    data = edited(path, data, edits(codec.encoded(said), codec.encoded(aim)))
    if said_in(path, data) != aim:
        raise MentorlogError(f"{path} would not read back as it was meant; nothing is saved.")
    return data


def said_in(path: str, data: bytes) -> Said:
    """What a clean text says. Raises DamagedJournal for any other."""
    return clean_value(path, parsed_text(path, data))


@lru_cache(maxsize=_LATELY)  # sealing asks several times about each file
def parsed_text(path: str, data: bytes) -> Parsed[Entry | RelationshipFields]:
    """What a text says, valid or not; its path tells which kind it should be."""
    is_person = path.endswith(f"/{RELATIONSHIP_FILE}")
    kind: type[Said] = RelationshipFields if is_person else Entry
    return codec.said_in(kind, data)[0]


def agree(seen: Said, found: Said) -> bool:
    """Whether both are equal, as far as words were loaded."""
    return seen == (found if words_of(seen) is not None else head_of(found))


def fields_of(relationship: Relationship) -> RelationshipFields:
    """What its relationship.yaml says, or will say.

    Raises Refused where that could not be read, or would be invalid.
    """
    if relationship.id is None or relationship.my_role is None:
        raise Refused(
            f"{relationship.handle} has no readable {RELATIONSHIP_FILE}.", "mentorlog doctor"
        )
    try:
        return RelationshipFields(
            id=relationship.id,
            name=relationship.name,
            my_role=relationship.my_role,
            alias=relationship.alias,
            in_confidence=relationship.in_confidence,
            words=relationship.words,
        )
    except ValueError as error:
        raise Refused(f"That can't be saved: {error}.") from None
