"""The texts of the journal's files: each must read back as exactly what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from mentorlog.domain.entries import Entry, KeyPath
from mentorlog.domain.relationship import Relationship, RelationshipFields
from mentorlog.errors import DamagedJournal, MentorlogError, Refused
from mentorlog.journal import codec, values
from mentorlog.journal.codec import Parsed, clean_value, head_of, worded, words_of
from mentorlog.journal.names import RELATIONSHIP_FILE
from mentorlog.journal.yaml import Value, dump
from mentorlog.journal.yaml.edit import CannotEdit, Edit, edits, with_value, without_key
from mentorlog.journal.yaml.read import BOM, Node, YamlProblem, read

Record = Entry | RelationshipFields  # what one file holds

_LATELY = 4096  # parsed texts kept in memory

_BROKEN = "What you typed has a broken character that can't be saved."


def new_text(path: str, record: Record, unknown: Mapping[KeyPath, Value] | None = None) -> bytes:
    """The text of a new file.

    Raises Refused for text that no file can hold or no reader accepts.
    """
    try:
        data = dump(codec.encoded(record, unknown)).encode()
    except ValueError:
        raise Refused(_BROKEN) from None
    kind: type[Record] = RelationshipFields if isinstance(record, RelationshipFields) else Entry
    parsed = codec.parsed_bytes(kind, data)[0]
    if parsed.problems:
        raise Refused(f"That can't be saved: {parsed.problems[0][1]}")
    if parsed.value is None or not agree(record, parsed.value):
        raise MentorlogError(f"{path} wouldn't read back as written; nothing was saved.")
    return data


def edited(path: str, data: bytes, changes: Iterable[Edit]) -> bytes:
    """The text after changes in place; it must be valid before and after.

    Raises Refused if a change can't be made in place, or would make the file invalid.
    """
    try:
        for change in changes:
            data = change(read(data)).encode()
    except CannotEdit:
        raise Refused(
            f"{path} can't be changed in place, the way it's written.",
            "Open it in your editor:  mentorlog edit",
        ) from None
    except ValueError:
        raise Refused(_BROKEN) from None
    try:
        record_in(path, data)
    except DamagedJournal as problem:
        raise Refused(f"That would make the file invalid. {problem.message}") from None
    return data


def updated(path: str, data: bytes, aim: Record) -> bytes:
    """The text, with what differs from `aim` changed in place.

    If `aim` has no words, the text's words stay. Raises Refused as `edited` does.
    """
    record = record_in(path, data)
    if words_of(aim) is None:
        aim = worded(aim, words_of(record))
    data = edited(path, data, edits(codec.encoded(record), codec.encoded(aim)))
    if record_in(path, data) != aim:
        raise MentorlogError(f"{path} wouldn't read back as meant; nothing was saved.")
    return data


def record_in(path: str, data: bytes) -> Record:
    """The contents of a valid text. Raises DamagedJournal for an invalid one."""
    return clean_value(path, parsed_text(path, data))


@lru_cache(maxsize=_LATELY)  # sealing asks several times about each file
def parsed_text(path: str, data: bytes) -> Parsed[Entry | RelationshipFields]:
    """The contents of a text, valid or not; its path tells their kind."""
    is_person = path.endswith(f"/{RELATIONSHIP_FILE}")
    kind: type[Record] = RelationshipFields if is_person else Entry
    return codec.parsed_bytes(kind, data)[0]


def parsed_version(path: str, data: bytes) -> Parsed[Entry | RelationshipFields]:
    """As `parsed_text`, but a second version of relationship.yaml is a person's, too.

    A sync and the trash keep it under another name, and readers don't use it.
    """
    parsed = parsed_text(path, data)
    if parsed.value is None and not path.endswith(f"/{RELATIONSHIP_FILE}"):
        person = codec.parsed_bytes(RelationshipFields, data)[0]
        return parsed if person.value is None else person
    return parsed


def version_in(path: str, data: bytes) -> Record:
    """The contents of a valid version. Raises DamagedJournal for an invalid one."""
    return clean_value(path, parsed_version(path, data))


def agree(expected: Record, record: Record) -> bool:
    """Whether both are equal, ignoring words that weren't loaded."""
    return expected == (record if words_of(expected) is not None else head_of(record))


def fields_of(relationship: Relationship) -> RelationshipFields:
    """The contents of its relationship.yaml, as it is or will be.

    Raises Refused if they couldn't be read, or would be invalid.
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


def further_keys(path: str, data: bytes) -> tuple[str, ...]:
    """The keys that a file could also have, each with what it takes: “time: HH:MM”."""
    record = parsed_text(path, data).value
    if record is None:
        return ()
    known = {key: takes for cls in _classes(record) for key, takes in values.takes(cls).items()}
    present = {*read(data).value, *_OURS}
    return tuple(f"{key}: {takes}".rstrip() for key, takes in known.items() if key not in present)


def misspelt_keys(
    path: str, data: bytes, before: bytes | None
) -> tuple[tuple[KeyPath, str, bool], ...]:
    """New unknown keys, each with the key that was probably meant, and whether that is unused."""
    known = {} if before is None else _unknown(path, before)
    found = []
    for place in _unknown(path, data):
        mapping, names = _around(path, data, place)
        free = [name for name in names if not values.is_set(mapping.get(name))]
        key = str(place[-1])
        unused = _near(key, free)
        meant = unused or next((name for name in _called(key) if name in names), None)
        if place not in known and meant is not None:
            found.append((place, meant, unused is not None))
    return tuple(found)


def with_key_renamed(data: bytes, place: KeyPath, name: str) -> bytes:
    """The text with one key renamed; an empty key that has this name already is removed."""
    document = read(without_blanks(data, (name,)) if len(place) == 1 else data)
    node: Node | None = document.root
    for step in place:
        node = node and node.child(step)
    if node is None or node.key is None:
        return data
    bom = BOM if document.text.startswith(BOM) else ""
    body = document.text.removeprefix(BOM)
    return f"{bom}{body[: node.key.start]}{name}{body[node.key.end :]}".encode()


_OURS = {"id", "kind", "schema", "sealed", "source", "occasion"}  # never typed by hand
# What others call it -> our keys; the first that fits counts.
_MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("note", "notes", "summary", "description", "words"), ("notes", "text")),
    **dict.fromkeys(("duration", "length", "mins"), ("minutes", "meeting_minutes")),
    **dict.fromkeys(("topic", "subject", "subjects"), ("topics", "focus_areas")),
    **dict.fromkeys(("action", "actions", "todo", "todos", "tasks"), ("action_items",)),
    **dict.fromkeys(("location", "where", "room"), ("place",)),
    **dict.fromkeys(("day", "when", "on"), ("date",)),
    **dict.fromkeys(("channel", "via"), ("medium", "media")),
    **dict.fromkeys(("who", "by"), ("owner", "changed_by")),
}
_ALIKE = 0.75  # difflib's ratio; accepts “minute” for “minutes”, but not “mood” for “medium”


def with_id(data: bytes, identity: str) -> bytes:
    """The text with another id, or unchanged if it can't be read or has no id."""
    try:
        document = read(data)
        return with_value(document, ("id",), identity).encode() if document.value else data
    except (YamlProblem, CannotEdit):
        return data


def _near(key: str, names: Collection[str]) -> str | None:
    import difflib  # imported only for a mistake

    lower, *others = _called(key)
    alike = difflib.get_close_matches(lower, names, 1, _ALIKE)
    return next((name for name in (lower, *others, *alike) if name in names), None)


def _called(key: str) -> tuple[str, ...]:
    """What a key may be called here: the same in our spelling, or our word for it."""
    lower = key.lower().replace("-", "_").replace(" ", "_")
    return lower, *_MEANT.get(lower, ())


def _unknown(path: str, data: bytes) -> Mapping[KeyPath, Value]:
    """The unknown keys, by path."""
    try:
        return codec.unknown_keys(parsed_text(path, data).value, read(data).value)
    except YamlProblem:
        return {}


def _around(path: str, data: bytes, place: KeyPath) -> tuple[Mapping[str, Value], Collection[str]]:
    """The mapping in which a key stands, and the names known there."""
    mapping: Value = read(data).value
    classes = _classes(parsed_text(path, data).value)
    for step in place[:-1]:
        if isinstance(mapping, dict) and isinstance(step, str):
            classes = values.below(classes, step)
            mapping = mapping[step]
        elif isinstance(mapping, list) and isinstance(step, int):
            mapping = mapping[step]
    names = {name for cls in classes for name in values.takes(cls)} - _OURS
    return mapping if isinstance(mapping, dict) else {}, names


def _classes(record: Record | None) -> tuple[type, ...]:
    """The classes whose keys a file has: the head's and the words'."""
    if record is None:
        return ()
    words = values.class_of_words(type(record))
    return (type(record), words) if words else (type(record),)


def with_blanks(text: bytes, keys: Iterable[str]) -> bytes:
    """The text with empty keys to fill in, if they can be added at its end."""
    try:
        value = read(text).value
        missing = [key for key in keys if key not in value]
        longer = text + b"".join(f"{key}:\n".encode() for key in missing)
        same = read(longer).value == {**value, **dict.fromkeys(missing)}
    except YamlProblem:
        return text
    return longer if same else text


def without_blanks(text: bytes, keys: Iterable[str]) -> bytes:
    for key in keys:
        try:
            document = read(text)
            if key in document.value and document.value[key] is None:
                text = without_key(document, (key,)).encode()
        except (CannotEdit, YamlProblem):  # then an empty key stays, which means nothing
            return text
    return text
