"""Decode the journal's files (entries, people, the journal's id) and encode them again.

Reading never raises for a bad file: problems are values, each with its line. An invalid value in
the head makes the file unusable; an invalid one in the words is only left out. `values` knows how
each type is written. PyYAML is imported only for a file that isn't exactly as we write it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from mentorlog import files
from mentorlog.domain import cadence
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import ENTRY_TYPES, Entry, Meeting
from mentorlog.domain.relationship import RelationshipFields, Role
from mentorlog.errors import DamagedFile, DamagedJournal, Missing, Problem, StorageFailed, TooLarge
from mentorlog.frozen import MISSING, NamedTuple, StrEnum, dataclass, fields, maker, replace
from mentorlog.journal import values
from mentorlog.journal.names import DAY_IN_NAME, ID_IN_NAME, RELATIONSHIP_FILE, file_name, is_id
from mentorlog.journal.values import NOT_VALID

if TYPE_CHECKING:  # only for types: importing them loads YAML, or the words' classes
    from _typeshed import DataclassInstance

    from mentorlog.domain.entries import KeyPath
    from mentorlog.journal.values import Fault
    from mentorlog.journal.yaml import Value, Writable
    from mentorlog.journal.yaml.read import Document

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D", bound="DataclassInstance")

SCHEMA = 1
KINDS = {str(head.kind): head for head in ENTRY_TYPES}
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFields:
    """What journal.yaml says."""

    id: str


class Parsed(NamedTuple, Generic[T_co]):
    """What one file says; `value` is None if it can't be used.

    `problems`: (line, message). A tuple, because there are thousands of instances.
    """

    value: T_co | None
    problems: tuple[tuple[int | None, str], ...] = ()
    newer: bool = False

    @property
    def clean(self) -> bool:
        """Whether it may be changed: all keys are understood, the schema isn't newer than ours."""
        return self.value is not None and not self.problems and not self.newer


class Person(NamedTuple):
    """What a relationship.yaml says, without words; a tuple, because there may be thousands."""

    id: str
    name: str
    my_role: Role
    alias: str | None = None
    in_confidence: bool = False


# From files


def parsed_entry(path: str | Path) -> Parsed[Entry] | None:
    """The head of the entry in a file; None if the file is gone."""
    return _parsed(Entry, path, worded=False)


def strictly_parsed(path: str | Path) -> Parsed[Entry] | None:
    """The entry in a file, with its words, by the strict reader, which finds every problem."""
    return _parsed(Entry, path, worded=True, quickly=False)


def parsed_person(path: str | Path) -> Parsed[Person] | None:
    """The fields in a relationship.yaml, without words; None if the file is gone."""
    parsed = _parsed(RelationshipFields, path, worded=False)
    if parsed is None:
        return None
    if (person := parsed.value) is None:
        return Parsed(None, *parsed[1:])
    fields_ = person.id, person.name, person.my_role, person.alias, person.in_confidence
    return Parsed(Person(*fields_), *parsed[1:])


def parsed_journal(path: str | Path) -> Parsed[str] | None:
    """The id in a journal.yaml; None if the file is gone."""
    parsed = _parsed(JournalFields, path, worded=True)
    if parsed is None:
        return None
    return Parsed(None if parsed.value is None else parsed.value.id, *parsed[1:])


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
    return parsed_bytes(kind, data, worded=worded, quickly=quickly)[0]


def unreadable(message: str) -> Parsed[T]:
    """The result for a file that can't be used at all."""
    return Parsed(None, ((None, message),))


def refuse_newer(file: str, parsed: Parsed[Any]) -> None:
    """Raises DamagedJournal for a file that is read, but can't be changed."""
    if parsed.newer:
        raise DamagedJournal(
            f"{file} was written by a newer mentorlog; it's shown, but can't be changed here.",
            "Update mentorlog, then try again.",
        )


def clean_value(file: str, parsed: Parsed[T]) -> T:
    """The value of a file that may be changed. Raises DamagedJournal with its first problem."""
    refuse_newer(file, parsed)
    if parsed.value is None or parsed.problems:
        problem = Problem(file, *parsed.problems[0])
        raise DamagedFile(problem, "It's left as it is until that's fixed.")
    return parsed.value


# From text


def parsed_bytes(
    kind: type[D], data: bytes, *, worded: bool = True, quickly: bool = True
) -> tuple[Parsed[D], Mapping[str, Value]]:
    """The value in a text, and its top-level keys as they were read.

    `kind`: Entry, RelationshipFields or JournalFields. `quickly`: read text that is exactly as we
    write it without PyYAML.
    """
    from mentorlog.journal.yaml import value_in

    if quickly and (keys := value_in(data)) is not None:
        try:
            return Parsed(_exactly(kind, keys, worded=worded)), keys
        except NOT_VALID:
            pass
    from mentorlog.journal.yaml.read import YamlProblem, read

    try:
        document = read(data)
    except YamlProblem as problem:
        return Parsed(None, ((problem.line, problem.message),)), {}
    parsed = decoded(kind, document)
    if parsed.value is not None and not worded:
        parsed = parsed._replace(value=head_of(parsed.value))
    return parsed, document.value


def decoded(kind: type[D], document: Document) -> Parsed[D]:
    """The value in a YAML document; `kind` as for `parsed_bytes`."""
    keys, faults = document.value, list[values.Fault]()
    schema = keys.get("schema")
    number = int(schema) if isinstance(schema, str) and re.fullmatch(_NUMBER, schema) else None
    is_void = number is None and values.is_set(schema)  # without it there's no head
    if number is None:
        faults.append(_key_fault("schema", f"must be {SCHEMA}" if is_void else "", keys))
    made = _made(kind, keys, faults)
    value = None if is_void else cast("D | None", made)
    for _ in () if value is None else _checked_keys(value, keys, faults):
        pass  # it adds the texts that are missing
    if number is None or number <= SCHEMA:
        problems = {(document.line(path), message) for path, message in faults}
        return Parsed(value, tuple(sorted(problems)))
    # What looks wrong in a newer file may be right there: report only that it's newer.
    newer = ((document.line(("schema",)), "written by a newer mentorlog"),)
    return Parsed(value, newer, newer=True)


def unknown_keys(record: object, keys: Mapping[str, Value]) -> dict[KeyPath, Value]:
    """The keys of a file that aren't ours, by path; `record`: what it was made into."""
    if record is None or keys.keys() <= _plain_keys(type(record), type(words_of(record))):
        return {}
    return dict(_checked_keys(record, keys, []))


def head_of(record: D) -> D:
    """The entry, or the relationship's fields, without words."""
    return worded(record, None) if hasattr(record, "words") else record


def worded(record: D, words: object) -> D:
    """The entry, or the relationship's fields, with these words."""
    return replace(record, words=words)


def words_of(record: object) -> Any:
    """The words of an entry or a relationship; None if they aren't loaded."""
    return getattr(record, "words", None)


def _exactly(kind: type[D], keys: Mapping[str, Any], *, worded: bool) -> D:
    """The value that faultless keys make. Raises one of NOT_VALID if anything in them is wrong.

    The words are checked even if they aren't wanted.
    """
    cls: Any = KINDS[keys["kind"]] if kind is Entry else kind
    if keys["schema"] != str(SCHEMA) or not is_id(keys["id"]):
        raise ValueError
    of_words = values.class_of_words(cls)
    words = None if of_words is None or "sealed" in keys else values.exact(of_words, keys)
    more = {"words": words} if worded and of_words else {}
    return cast("D", values.exact(cls, _bounded(keys), **more))


def _made(kind: type, keys: Mapping[str, Value], faults: list[Fault]) -> object:
    """The head with its words, unless they are sealed; None if the head is invalid."""
    cls: Any = kind
    if kind is Entry:
        name = keys.get("kind")
        cls = KINDS.get(name) if isinstance(name, str) else None
        if cls is None:
            rule = "" if name is None else f"must be one of {', '.join(KINDS)}"
            copy = ((), COPY_OF_PERSON)
            faults.append(copy if is_person(keys) else _key_fault("kind", rule, keys))
            return None
    raw = _bounded(values.filled(keys))
    words, more = values.class_of_words(cls), {}
    if words is not None and keys.get("sealed") is None:
        more["words"] = values.lenient(words, raw, faults)
    made, of_head = values.strict(cls, raw, **more)
    if isinstance(raw.get("id"), str) and not is_id(raw["id"]):
        of_head.append((("id",), "id must be 8 of 0-9 and a-z without i, l, o and u"))
    faults += of_head
    return None if of_head else made


COPY_OF_PERSON = f"a copy of {RELATIONSHIP_FILE}; only that one counts"


def is_person(keys: Mapping[str, Value]) -> bool:
    """Whether these are the keys of a relationship.yaml, and of no entry."""
    return "kind" not in keys and "date" not in keys and {"name", "my_role"} <= keys.keys()


def _key_fault(key: str, what: str, keys: Mapping[str, Value]) -> Fault:
    """The fault that a key "must be …", or is missing if `what` is ""."""
    return ((key,), f"{key} {what}") if what else values.absent(key, keys)


def _keys_alone(*parts: type) -> frozenset[str]:
    """The keys of an entry or person, and of its words, that have no keys below them."""
    forms = [values.form_of(part) for part in parts if part is not NoneType]
    known = {key for form in forms for key in form.types}
    nested = {key for form in forms for key, type_ in form.types.items() if type_.below}
    return frozenset({*known, *(key for (key,) in _OF_EVERY_FILE)} - nested)


_plain_keys: Callable[[type, type], frozenset[str]] = cache(_keys_alone)

_NUMBER = r"[1-9][0-9]{0,8}"
_OF_EVERY_FILE = {("schema",), ("kind",), ("sealed",)}  # keys that aren't fields


def _checked_keys(
    record: object, keys: Mapping[str, Value], missing: list[Fault]
) -> Iterator[tuple[KeyPath, Value]]:
    """The unknown keys of a file, with their values; adds to `missing` as `values.check_keys`."""
    parts = [type(part) for part in (record, words_of(record)) if part is not None]
    unknown = values.check_keys(parts, keys, missing)
    return ((path, value) for path, value in unknown if path not in _OF_EVERY_FILE)


def _bounded(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys, with the bound that the cadence's text names ("up to weekly").

    It wins over a separate bound.
    """
    text = raw.get("cadence")
    bound = _bound(text) if isinstance(text, str) else None
    return raw if bound is None else {**raw, "bound": bound}


@cache
def _bound(text: str) -> str | None:
    try:
        bound = cadence.read(text)[1]
    except ValueError:  # reported where the cadence is read
        return None
    return None if bound is None else str(bound)


# For the memo


def remembered(head: object, name: str) -> object:
    """A head as JSON can hold it: of an entry, its kind and the keys of its file.

    `name`: the file's; it leaves out the day and the id that the name says.
    """
    if isinstance(head, Person):
        rest = head[3:] if head.alias or head.in_confidence else ()
        return [head.id, head.name, _ROLES.index(head.my_role), *rest]
    if not isinstance(head, Entry):
        return head
    keys = values.as_keys(cast("DataclassInstance", head))
    if name == file_name(head.kind, head.date, head.id):
        del keys["date"], keys["id"]
    return [str(head.kind), keys]


def recalled(
    kind: type[T], heads: Sequence[Any], places: Mapping[str, int], names: Iterable[str]
) -> dict[str, T | None]:
    """The heads of files with these names again.

    `heads`: as `remembered` gave them. `places`: file name -> the place of its head. For anything
    else it raises one of NOT_VALID, or LookupError.
    """
    if kind is Entry:
        return cast("dict[str, T | None]", _recalled_entries(heads, places, names))
    of: Any = _recalled_person if kind is Person else values.must_be_text
    return {name: None if (head := heads[places[name]]) is None else of(head) for name in names}


def _recalled_entries(
    heads: Sequence[Any], places: Mapping[str, int], names: Iterable[str]
) -> dict[str, Entry | None]:
    kinds = Counter[str]()
    for place, count in Counter(places.values()).items():
        if heads[place] is not None:
            kinds[heads[place][0]] += count
    makers = {kind: maker(KINDS[kind], count, "id", "date") for kind, count in kinds.items()}
    make = [_from_names(head, makers) for head in heads]
    return {name: make[places[name]](name) for name in names}


def _from_names(
    head: Any, makers: Mapping[str, Callable[..., Callable[..., Entry]]]
) -> Callable[[str], Entry | None]:
    """What makes an entry with this head from the name of its file; `makers`: by kind."""
    if head is None:
        return lambda _: None
    kind, keys = head
    cls: Any = KINDS[kind]
    read = values.form_of(cls).recallers
    known = {key: read[key](value) for key, value in keys.items()}
    if "id" in known:
        return lambda _: cls(**known)
    make, day = makers[kind](**known), dt.date.fromisoformat
    return lambda name: make(name[ID_IN_NAME], day(name[DAY_IN_NAME]))


def _recalled_person(head: Any) -> Person:
    identity, name, role, *more = head
    alias, in_confidence = more or (None, False)
    if not (isinstance(identity, str) and isinstance(name, str)):
        raise TypeError
    if not (alias is None or isinstance(alias, str)):
        raise TypeError
    return Person(identity, name, _ROLES[role], alias, in_confidence is True)


# To mappings, for writing


def encoded(
    record: Entry | RelationshipFields, unknown: Mapping[KeyPath, Value] | None = None
) -> dict[str, Writable]:
    """The mapping to write, without unset keys.

    `unknown`: keys to put back at their paths, if these still exist.
    """
    keys = _whole(record)
    if isinstance(record, Entry):
        keys["kind"] = str(record.kind)
        keys = {key: keys[key] for key in _FIRST if key in keys} | keys
    if isinstance(record, Meeting) and record.words is not None and "action_items" in keys:
        both = zip(record.action_items, record.words.action_items, strict=True)
        keys["action_items"] = [
            {"text": words.text} | _set_keys(head) | _set_keys(words) for head, words in both
        ]
    put_back(keys, unknown or {})
    return keys


def encoded_journal(journal_id: str) -> dict[str, Writable]:
    """The mapping to write as journal.yaml."""
    return _whole(JournalFields(id=journal_id))


_FIRST = ("schema", "id", "kind", "date", "visibility", "in_confidence", "tags")


def _whole(made: DataclassInstance) -> dict[str, Writable]:
    """The keys of the head, and of the words if they are loaded."""
    words = words_of(made)
    return {"schema": SCHEMA, **_set_keys(made), **({} if words is None else _set_keys(words))}


def _set_keys(made: DataclassInstance) -> dict[str, Writable]:
    """The set keys of one dataclass, in field order, without its words."""
    keys: dict[str, Writable] = {}
    for name, unset, is_mapping in _fields_to_write(type(made)):
        value = getattr(made, name)
        if value != unset:
            keys[name] = dict(value) if is_mapping else _plain(value)
    return keys


@cache
def _fields_to_write(cls: type[Any]) -> tuple[tuple[str, object, bool], ...]:
    """Each field's name, the default that isn't written, and whether its pairs make a mapping."""
    return tuple(
        (f.name, MISSING if f.default == "" else f.default, "tuple[tuple[" in f.type)
        for f in fields(cls)
        if f.name != "words"
    )


def _plain(value: Any) -> Writable:
    if isinstance(value, (str, int, dt.date, dt.time)):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return cadence.written(value) if isinstance(value, Cadence) else _set_keys(value)


def put_back(mapping: Any, unknown: Mapping[KeyPath, Any]) -> None:
    """Put the values at their paths in a mapping, if these exist there; never over another."""
    for path, value in unknown.items():
        if path:
            _put_at(mapping, path, value)


def _put_at(tree: Any, path: KeyPath, value: object) -> None:
    step, below = path[0], path[1:]
    if isinstance(tree, list) and isinstance(step, int) and step < len(tree):
        _put_at(tree[step], below, value)
    elif isinstance(tree, dict) and not below:
        tree.setdefault(step, value)
    elif isinstance(tree, dict) and (step in tree or isinstance(below[0], str)):
        _put_at(tree.setdefault(step, {}), below, value)
