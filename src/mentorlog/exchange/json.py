"""Any view as JSON for programs: its fields, and the exceptions declared in its Shape.

It decides nothing: the views have removed what is withheld. Everything but printable ASCII is
escaped, so that no text can move a cursor.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from importlib import import_module
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from mentorlog.domain.cadence import Cadence, written
from mentorlog.domain.entries import Entry, KeyPath, Meeting
from mentorlog.domain.relationship import Relationship, RelationshipFields
from mentorlog.domain.words import ActionItemWords, CheckInWords, RelationshipWords
from mentorlog.frozen import fields
from mentorlog.journal.codec import SCHEMA, put_back, words_of
from mentorlog.journal.values import class_of_words
from mentorlog.journal.yaml import Value
from mentorlog.views import JsonSource, Shape, View

if TYPE_CHECKING:
    from mentorlog.errors import Problem


Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_PLAIN = Shape()


def as_json(view: View, problems: Iterable[Problem] = ()) -> str:
    """The view's document, on one line."""
    wrong = {} if view.JSON.is_writers else {"problems": problems_as_json(problems)}
    return dumps(document(view) | wrong)


def dumps(document: Mapping[str, Json]) -> str:
    """One line of printable ASCII."""
    return json.dumps(document).replace("\x7f", "\\u007f") + "\n"


def problems_as_json(problems: Iterable[Problem]) -> Json:
    return [
        {"file": problem.file, "line": problem.line, "message": problem.message}
        for problem in problems
    ]


def document(view: View) -> dict[str, Json]:
    """A view as a mapping, with its schema."""
    shape, as_of = view.JSON, getattr(view, "as_of", None)
    name = getattr(view, shape.schema_in) if shape.schema_in else shape.schema
    schema: dict[str, Json] = {"schema": f"mentorlog.{name}/1"}
    if shape.lone:
        return schema | {"as_of": _json(as_of), "items": [fields_as_json(view, as_of)]}
    return schema | fields_as_json(view, as_of)


def fields_as_json(view: Any, as_of: dt.date | None = None) -> dict[str, Json]:
    """A view's fields by its shape. `as_of`: the day of the document."""
    shape: Shape = getattr(view, "JSON", _PLAIN)
    document: dict[str, Json] = {}
    for key, attribute in shape.records.items():
        document |= {key: _record(view, attribute)} if key else _record(view, attribute)
    for field in fields(view):
        if shape.includes(field.name):
            value = getattr(view, field.name)
            document[field.name] = _json(dict(value) if field.name in shape.pairs else value, as_of)
    for key, source in shape.keys.items():
        document[key] = _from(source, view, as_of)
    for key, function in shape.worded.items():
        document[key] = _worded(function)(view, as_of)
    absent = {key for key, attribute in shape.when.items() if not getattr(view, attribute)}
    return {key: value for key, value in document.items() if key not in absent}


def _json(value: object, as_of: dt.date | None = None) -> Json:  # noqa: PLR0911 - a type each
    match value:
        case None | bool() | int() | str():
            return value
        case dt.datetime() | dt.time():
            return value.isoformat(timespec="minutes")
        case dt.date():
            return value.isoformat()
        case _ if isinstance(value, Cadence):
            return written(value)
        case tuple() | list():
            return [_json(item, as_of) for item in value]
        case Mapping():
            return {str(key): _json(item, as_of) for key, item in value.items()}
    return fields_as_json(value, as_of)


def _from(source: JsonSource, view: object, as_of: dt.date | None) -> Json:
    match source:
        case None | bool():
            return source
        case str():
            return _json(reduce(_step, source.split("."), view) if source else view, as_of)
        case tuple():
            return [_from(part, view, as_of) for part in source]
    parts = {key: _from(part, view, as_of) for key, part in source.items()}
    return None if all(part is None for part in parts.values()) else parts


def _step(value: object, name: str) -> object:
    """An attribute; for a tuple, that of each item; for None, None."""
    if isinstance(value, tuple):
        return tuple(_step(item, name) for item in value)
    return None if value is None else getattr(value, name)


def _worded(function: str) -> Any:
    """The function with this name: `terminal.digest.sentence` is in `mentorlog.terminal.digest`."""
    module, _, name = function.rpartition(".")
    return getattr(import_module(f"mentorlog.{module}"), name)


def _record(view: Any, attribute: str) -> dict[str, Json]:
    """An entry or a relationship, whichever it is."""
    record = getattr(view, attribute)
    if isinstance(record, Relationship):
        keys = _relationship_fields(record, {} if view.withheld else view.unknown)
    else:
        keys = entry_fields(record, view.unknown)
    return keys | ({"withheld": True} if view.withheld else {})


def entry_fields(entry: Entry, unknown: Mapping[KeyPath, Value]) -> dict[str, Json]:
    """An entry's head and words in one mapping, as in its file."""
    words = words_of(entry)
    head = {f.name: _json(getattr(entry, f.name)) for f in fields(entry) if f.name != "words"}
    body = {f.name: _json(_known(words, f.name)) for f in fields(class_of_words(type(entry)))}
    document: dict[str, Json] = {"schema": SCHEMA, "id": entry.id, "kind": entry.kind}
    document |= head | body
    if isinstance(entry, Meeting):
        document["action_items"] = _items(entry)
    if isinstance(words, CheckInWords):
        document["answers"] = dict(words.answers)
    put_back(document, unknown)
    return document


def _relationship_fields(
    relationship: Relationship, unknown: Mapping[KeyPath, Value]
) -> dict[str, Json]:
    """The keys of relationship.yaml, and the handle."""
    words = relationship.words or RelationshipWords()
    document: dict[str, Json] = {"schema": SCHEMA, "handle": relationship.handle}
    heads = (f.name for f in fields(RelationshipFields) if f.name != "words")
    document |= {name: _json(getattr(relationship, name)) for name in heads}
    document |= {f.name: _json(getattr(words, f.name)) for f in fields(words)}
    put_back(document, unknown)
    return document


def _known(words: object, name: str) -> Any:
    """One of the words; null if it isn't known, or if the file lacks a text that it needs."""
    value = getattr(words, name, None)
    return None if value == "" else value


def _items(meeting: Meeting) -> Json:
    """Its action items, each with its text first; null where words aren't known."""
    texts = meeting.words.action_items if meeting.words else ()
    return [
        {"text": None}
        | {f.name: _json(getattr(item, f.name)) for f in fields(item)}
        | {f.name: _known(text, f.name) for f in fields(ActionItemWords)}
        for item, text in zip_longest(meeting.action_items, texts[: len(meeting.action_items)])
    ]
