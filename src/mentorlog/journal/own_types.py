"""Text made into the types of our dataclasses where it is spelt just as we spell it.

What `decoding` and `typed` do for any file, without pydantic, for one in which nothing is wrong:
every key is known, none that is needed is missing, no value could be meant otherwise, and the
classes object to nothing. For anything else (unknown keys, a newer schema, sealed words) there is
no answer, and those are asked. Which keys there are, and of which types, the classes say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from mentorlog.domain import cadence, entries, relationship, words
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import ActionItem, Entry
from mentorlog.domain.words import ActionItemWords, RelationshipWords
from mentorlog.journal.fields import RelationshipFields
from mentorlog.journal.kinds import KINDS, NEEDED, SCHEMA, WORDS
from mentorlog.journal.names import is_id
from mentorlog.journal.own_yaml import value_in
from mentorlog.journal.yaml_writer import Value

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
Reader = Callable[[Any], Any]  # of a key's value; raises ValueError, TypeError, KeyError


def entry_in(data: bytes, *, worded: bool) -> Entry | None:
    """The entry that a file holds, its head or all; None where the strict reader must say."""
    said = value_in(data) or {}
    kind = said.pop("kind", None)
    head = KINDS.get(kind) if isinstance(kind, str) else None
    return None if head is None else _said(head, said, worded=worded)


def person_in(data: bytes, *, worded: bool) -> RelationshipFields | None:
    """What a relationship.yaml says; as for an entry."""
    return _said(RelationshipFields, value_in(data) or {}, worded=worded)


def journal_id_in(data: bytes) -> str | None:
    """The id that a journal.yaml holds; as for an entry."""
    said = value_in(data) or {}
    identity = said.pop("id", None)
    ours = said == {"schema": str(SCHEMA)} and isinstance(identity, str) and is_id(identity)
    return str(identity) if ours else None


_WORDS: dict[type, type] = {
    **WORDS,
    RelationshipFields: RelationshipWords,
    ActionItem: ActionItemWords,
}
_OTHER_HALF = _WORDS | {words: head for head, words in _WORDS.items()}


def _said(cls: type[T], said: dict[str, Value], *, worded: bool) -> T | None:
    """The words are made even if they aren't wanted: there may be something wrong with them."""
    try:
        if said.pop("schema") != str(SCHEMA) or not is_id(_text(said["id"])):
            return None
        words: object = _made(_WORDS[cls], said)
        return _made(cls, said, **({"words": words} if worded else {}))
    except (ValueError, TypeError, KeyError):
        return None


def _made(cls: type[T], said: Value, **more: object) -> T:
    """One half of what a mapping holds; the other half knows the rest of its keys."""
    given = _exactly(dict, said)
    needed = NEEDED.get(cls)
    if not given.keys() <= _keys(cls) or (needed is not None and needed not in given):
        raise KeyError
    readers = _readers(cls)
    values = {key: readers[key](value) for key, value in given.items() if key in readers}
    return cls(**values, **more)


@cache
def _keys(cls: type) -> frozenset[str]:
    other = _OTHER_HALF.get(cls)
    return frozenset(_readers(cls)) | (frozenset(_readers(other)) if other else frozenset())


@cache
def _readers(cls: type[Any]) -> dict[str, Reader]:
    return {each.name: _reader(str(each.type)) for each in fields(cls) if each.name != "words"}


def _reader(annotation: str) -> Reader:
    """Of a field that is annotated so."""
    name = annotation.removesuffix(" | None")
    if name in _READERS:
        return _READERS[name]
    if name.startswith("tuple["):
        return partial(_list, _reader(name.removeprefix("tuple[").removesuffix(", ...]")))
    named: Any = next(vars(module)[name] for module in _MODULES if name in vars(module))
    if issubclass(named, StrEnum):
        return {str(member): member for member in named}.__getitem__
    return partial(_made, named)


def _list(read: Reader, said: Value) -> tuple[object, ...]:
    return tuple([read(item) for item in _exactly(list, said)])


def _pairs(said: Value) -> tuple[tuple[str, str], ...]:
    return tuple([(question, _text(answer)) for question, answer in _exactly(dict, said).items()])


def _text(said: Value) -> str:
    return str(_exactly(str, said))


def _exactly(kind: type[Any], said: Value) -> Any:
    if not isinstance(said, kind):
        raise TypeError
    return said


def _number(said: str) -> int:
    return int(_spelt(_NUMBER, said))


def _date(said: str) -> dt.date:
    return dt.date.fromisoformat(_spelt(_DATE, said))


def _time(said: str) -> dt.time:
    return dt.time.fromisoformat(_spelt(_TIME, said))


def _spelt(form: re.Pattern[str], said: str) -> str:
    if form.fullmatch(said) is None:
        raise ValueError
    return said


@cache
def _cadence(said: str) -> Cadence:
    found, bound = cadence.read(said)
    if bound is not None:  # we write it under a key of its own
        raise ValueError
    return found


_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")  # 24:00 is one from Python 3.14 on
_MODULES = (entries, words, relationship)
_READERS: dict[str, Reader] = {
    "str": _text,
    "int": _number,
    "bool": {"true": True}.__getitem__,
    "dt.date": _date,
    "dt.time": _time,
    "Cadence": _cadence,
    "tuple[tuple[str, str], ...]": _pairs,
}
