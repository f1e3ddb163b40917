"""What a file of the journal says, and how that is written: an entry, a person, a journal's id.

Reading is total: whatever is wrong with a file is a value. An invalid value in the head voids what
the file says, an invalid one in the words is left out; both are told with their line. How a value
is spelt, `values` knows; PyYAML is imported for the first file that isn't just as we write it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from mentorlog import files
from mentorlog.domain import cadence
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import ENTRY_TYPES, Entry, Meeting
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.errors import DamagedFile, DamagedJournal, Missing, Problem, StorageFailed, TooLarge
from mentorlog.frozen import dataclass
from mentorlog.journal import values
from mentorlog.journal.names import is_id
from mentorlog.journal.values import NOT_SO

if TYPE_CHECKING:  # importing them costs YAML, or words
    from _typeshed import DataclassInstance

    from mentorlog.journal.values import Fault
    from mentorlog.journal.yaml.read import Document, KeyPath, Value, Writable

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D", bound="DataclassInstance")

SCHEMA = 1
KINDS = {str(head.kind): head for head in ENTRY_TYPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFields:
    """What journal.yaml says."""

    id: str


class Parsed(NamedTuple, Generic[T_co]):
    """What one file says; `value` is None if it can't be used.

    `problems`: line and message. A tuple, as there are thousands of them.
    """

    value: T_co | None
    problems: tuple[tuple[int | None, str], ...] = ()
    newer: bool = False

    @property
    def clean(self) -> bool:
        """May it be changed: was it understood to the last key, and is its schema ours?"""
        return self.value is not None and not self.problems and not self.newer


# Of files


def parsed_entry(path: str | Path) -> Parsed[Entry] | None:
    """The head that an entry's file holds; None if the file is gone."""
    return _parsed(Entry, path, worded=False)


def parsed_with_words(path: str | Path) -> Parsed[Entry] | None:
    """The entry that a file holds, its words too; None if the file is gone."""
    return _parsed(Entry, path, worded=True)


def strictly_parsed(path: str | Path) -> Parsed[Entry] | None:
    """As `parsed_with_words`, but always by the strict reader, to find every problem."""
    return _parsed(Entry, path, worded=True, quickly=False)


def parsed_relationship(path: str | Path) -> Parsed[RelationshipFields] | None:
    """What a relationship.yaml says; None if the file is gone."""
    return _parsed(RelationshipFields, path, worded=True)


def parsed_person(path: str | Path) -> Parsed[RelationshipFields] | None:
    """What a relationship.yaml says, without words; None if the file is gone."""
    return _parsed(RelationshipFields, path, worded=False)


def parsed_journal(path: str | Path) -> Parsed[str] | None:
    """The id that a journal.yaml holds; None if the file is gone."""
    found = _parsed(JournalFields, path, worded=True)
    if found is None:
        return None
    return Parsed(None if found.value is None else found.value.id, *found[1:])


def _parsed(
    kind: type[D], path: str | Path, *, worded: bool, quickly: bool = True
) -> Parsed[D] | None:
    try:
        data = files.read(path)
    except Missing:
        return None
    except TooLarge as error:
        return Parsed(None, ((1, error.what),))
    except StorageFailed as error:
        return unreadable(error.what)
    return said_in(kind, data, worded=worded, quickly=quickly)[0]


def unreadable(message: str) -> Parsed[T]:
    """A file of which nothing can be made."""
    return Parsed(None, ((None, message),))


def clean_value(file: str, parsed: Parsed[T]) -> T:
    """What a file says that may be changed. Raises DamagedJournal, with its first problem."""
    if parsed.newer:
        raise DamagedJournal(
            f"{file} was written by a newer mentorlog; it's shown, but can't be changed here.",
            "Update mentorlog, then try again.",
        )
    if parsed.value is None or parsed.problems:
        problem = Problem(file, *parsed.problems[0])
        raise DamagedFile(problem, "It's left as it is until that's fixed.")
    return parsed.value


# Of their text


def said_in(
    kind: type[D], data: bytes, *, worded: bool = True, quickly: bool = True
) -> tuple[Parsed[D], Mapping[str, Value]]:
    """What a text says, and its own keys; `kind`: Entry, RelationshipFields or JournalFields.

    Text just as we write it is read without PyYAML, if `quickly`.
    """
    from mentorlog.journal.yaml import value_in
    from mentorlog.journal.yaml.read import YamlProblem, read

    if quickly and (keys := value_in(data)) is not None:
        try:
            return Parsed(_exactly(kind, keys, worded=worded)), keys
        except NOT_SO:
            pass
    try:
        document = read(data)
    except YamlProblem as problem:
        return Parsed(None, ((problem.line, problem.message),)), {}
    found = decoded(kind, document)
    if found.value is not None and not worded:
        found = found._replace(value=head_of(found.value))
    return found, document.value


def decoded(kind: type[D], document: Document) -> Parsed[D]:
    """What a document says; `kind` as for `said_in`."""
    return _Decoding(document).decoded(kind)


def unknown_keys(said: object, keys: Mapping[str, Value]) -> dict[KeyPath, Value]:
    """The keys of a file that aren't ours, by their paths; `said`: what was made of it."""
    return {} if said is None else dict(_strays(said, keys, []))


def head_of(said: D) -> D:
    """The entry, or the relationship's fields, without words."""
    return worded(said, None) if hasattr(said, "words") else said


def worded(said: D, words: object) -> D:
    """The entry, or the relationship's fields, with these words."""
    return replace(said, words=words)


def words_of(said: object) -> object:
    """The words of an entry of any kind, or of a relationship; None where they aren't loaded."""
    return getattr(said, "words", None)


def _exactly(kind: type[D], keys: Mapping[str, Any], *, worded: bool) -> D:
    """What keys say in which nothing is wrong; raises one of NOT_SO for any other.

    The words are made even if they aren't wanted: there may be something wrong with them.
    """
    cls: Any = KINDS[keys["kind"]] if kind is Entry else kind
    if keys["schema"] != str(SCHEMA) or not is_id(keys["id"]):
        raise ValueError
    words = values.class_of_words(cls)
    said = None if words is None or "sealed" in keys else values.exact(words, keys)
    more = {"words": said} if worded and words else {}
    return cast("D", values.exact(cls, _bounded(keys), **more))


class _Decoding:
    """One document being decoded, and what is found to be wrong with it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._problems: set[tuple[int, str]] = set()

    def decoded(self, kind: type[D]) -> Parsed[D]:
        schema = self._document.value.get("schema")
        number = int(schema) if isinstance(schema, str) and _NUMBER.fullmatch(schema) else None
        is_void = number is None and values.is_set(schema)  # no head to speak of
        if number is None:
            self._must("schema", f"must be {SCHEMA}" if is_void else "")
        cls = self._class_of_entry() if kind is Entry else kind
        made = None if cls is None else self._made(cls, is_void=is_void)
        if number is None or number <= SCHEMA:
            return Parsed(cast("D | None", made), tuple(sorted(self._problems)))
        # What we object to in a newer file may be right there, so only its age is told.
        line = self._document.line(("schema",))
        newer = ((line, "written by a newer mentorlog"),)
        return Parsed(cast("D | None", made), newer, newer=True)

    def _class_of_entry(self) -> type[Entry] | None:
        kind = self._document.value.get("kind")
        head = KINDS.get(kind) if isinstance(kind, str) else None
        if head is None:
            self._must("kind", "" if kind is None else f"must be one of {', '.join(KINDS)}")
        return head

    def _made(self, cls: Any, *, is_void: bool) -> object:
        """The head and, unless they are sealed, its words; None if the head is invalid."""
        keys = self._document.value
        raw = _bounded(values.filled(keys))
        words, more, of_words = values.class_of_words(cls), {}, list[values.Fault]()
        if words is not None and keys.get("sealed") is None:
            more["words"] = values.lenient(words, raw, of_words)
        made, faults = values.strict(cls, raw, **more)
        if isinstance(raw.get("id"), str) and not is_id(raw["id"]):
            faults.append((("id",), "id must be 8 of 0-9 and a-z without i, l, o and u"))
        self._tell([*of_words, *faults])
        if faults or is_void:
            return None
        missing = list[values.Fault]()
        for _ in _strays(made, keys, missing):
            pass
        self._tell(missing)
        return made

    def _must(self, key: str, what: str) -> None:
        """A problem: the key "must be …"; without a word, that it isn't there."""
        fault = ((key,), f"{key} {what}") if what else values.absent(key, self._document.value)
        self._tell([fault])

    def _tell(self, faults: Iterable[Fault]) -> None:
        self._problems.update((self._document.line(path), message) for path, message in faults)


_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_OF_EVERY_FILE = {("schema",), ("kind",), ("sealed",)}  # keys that are no field


def _strays(
    said: object, keys: Mapping[str, Value], missing: list[Fault]
) -> Iterator[tuple[KeyPath, Value]]:
    parts = [type(part) for part in (said, words_of(said)) if part is not None]
    found = values.strays(parts, keys, missing)
    return (stray for stray in found if stray[0] not in _OF_EVERY_FILE)


def _bounded(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The bound that a cadence names ("up to weekly") wins over one beside it."""
    said = raw.get("cadence")
    bound = _bound(said) if isinstance(said, str) else None
    return raw if bound is None else {**raw, "bound": bound}


@cache
def _bound(text: str) -> str | None:
    try:
        found = cadence.read(text)[1]
    except ValueError:  # it is told where the cadence is read
        return None
    return None if found is None else str(found)


# In the memo


def remembered(said: object) -> object:
    """A head as JSON can hold it: the keys of its file; a journal's id as it is."""
    if said is None or isinstance(said, str):
        return said
    keys = values.spelt(cast("DataclassInstance", said))
    return {"kind": said.kind, **keys} if isinstance(said, Entry) else keys


def recalled(kind: type[T], kept: Any) -> T | None:
    """Reads what `remembered` gave. Raises one of NOT_SO for anything else."""
    if kept is None:
        return None
    if issubclass(kind, str):
        if not isinstance(kept, str):
            raise TypeError
        return cast("T", kept)
    cls: Any = KINDS[kept["kind"]] if kind is Entry else kind
    return cast("T", values.exact(cls, kept))


# As it is written


def encoded(
    said: Entry | RelationshipFields, unknown: Mapping[KeyPath, Value] | None = None
) -> dict[str, Writable]:
    """What is said as the mapping that is written, without what is unset.

    `unknown` keys are put back at their paths, as far as these still lead somewhere.
    """
    keys = _whole(said)
    if isinstance(said, Entry):
        keys["kind"] = str(said.kind)
        keys = {key: keys[key] for key in _FIRST if key in keys} | keys
    if isinstance(said, Meeting) and said.words is not None and "action_items" in keys:
        both = zip(said.action_items, said.words.action_items, strict=True)
        keys["action_items"] = [
            {"text": words.text} | _said(head) | _said(words) for head, words in both
        ]
    for path, value in (unknown or {}).items():
        _put_back(keys, path, value)
    return keys


def encoded_journal(journal_id: str) -> dict[str, Writable]:
    """What journal.yaml says as the mapping that is written."""
    return _whole(JournalFields(id=journal_id))


_FIRST = ("schema", "id", "kind", "date", "visibility", "in_confidence", "tags")


def _whole(made: DataclassInstance) -> dict[str, Writable]:
    """Head and words, if they are there."""
    words: Any = words_of(made)
    return {"schema": SCHEMA, **_said(made), **({} if words is None else _said(words))}


def _said(made: DataclassInstance) -> dict[str, Writable]:
    """The keys of one dataclass that are set, in the order of its fields; its words not."""
    said: dict[str, Writable] = {}
    for name, unset, is_mapping in _written(type(made)):
        value = getattr(made, name)
        if value != unset:
            said[name] = dict(value) if is_mapping else _plain(value)
    return said


@cache
def _written(cls: type[Any]) -> tuple[tuple[str, object, bool], ...]:
    """For each field: its name, the value that isn't written, and whether pairs are a mapping."""
    return tuple(
        (each.name, MISSING if each.default == "" else each.default, "tuple[tuple[" in each.type)
        for each in fields(cls)
        if each.name != "words"
    )


def _plain(value: Any) -> Writable:
    if isinstance(value, (str, int, dt.date, dt.time)):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return cadence.written(value) if isinstance(value, Cadence) else _said(value)


def _put_back(said: Writable, path: KeyPath, value: Value) -> None:
    step, below = path[0], path[1:]
    if isinstance(said, list) and isinstance(step, int) and step < len(said):
        _put_back(said[step], below, value)
    elif isinstance(said, dict) and not below:
        said.setdefault(step, value)
    elif isinstance(said, dict) and (step in said or isinstance(below[0], str)):
        _put_back(said.setdefault(step, {}), below, value)
