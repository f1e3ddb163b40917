"""Any view as JSON, for programs, by one rule: its fields, and what its shape says of exceptions.

It decides nothing: what is withheld was taken out by the views. All but printable ASCII is escaped,
so that no text in it can move a cursor.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import reduce
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mentorlog.views.shape import Shape, Source, Told

if TYPE_CHECKING:
    from mentorlog.journal.problems import Problem

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_PLAIN = Shape()


def as_json(view: Told, problems: Iterable[Problem] = ()) -> str:
    """The view in its schema, on one line."""
    wrong = {} if view.JSON.is_writers else {"problems": problems_told(problems)}
    return dumps(document(view) | wrong)


def dumps(said: Mapping[str, Json]) -> str:
    """One line of printable ASCII."""
    return json.dumps(said).replace("\x7f", "\\u007f") + "\n"


def problems_told(problems: Iterable[Problem]) -> Json:
    return [{"file": one.file, "line": one.line, "message": one.message} for one in problems]


def document(view: Told) -> dict[str, Json]:
    """What a view says, with its schema."""
    shape, as_of = view.JSON, getattr(view, "as_of", None)
    name = getattr(view, shape.schema_in) if shape.schema_in else shape.schema
    schema: dict[str, Json] = {"schema": f"mentorlog.{name}/1"}
    if shape.lone:
        return schema | {"as_of": _told(as_of, None), "items": [fields_told(view, as_of)]}
    return schema | fields_told(view, as_of)


def fields_told(view: Any, as_of: dt.date | None = None) -> dict[str, Json]:
    """A view's fields as its shape has them. `as_of`: the day of the document it is in."""
    shape = _shape(view)
    said: dict[str, Json] = {}
    for key, attribute in shape.records.items():
        said |= {key: _record(view, attribute)} if key else _record(view, attribute)
    for each in fields(view):
        if shape.tells(each.name):
            value = getattr(view, each.name)
            said[each.name] = _told(dict(value) if each.name in shape.pairs else value, as_of)
    for key, source in shape.keys.items():
        said[key] = _from(source, view, as_of)
    for key, function in shape.worded.items():
        said[key] = _worded(function)(view, as_of)
    unsaid = {key for key, attribute in shape.when.items() if not getattr(view, attribute)}
    return {key: value for key, value in said.items() if key not in unsaid}


def _shape(view: object) -> Shape:
    shape: Shape = getattr(view, "JSON", _PLAIN)
    return shape


def _told(value: object, as_of: dt.date | None) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case dt.datetime() | dt.time():
            return value.isoformat(timespec="minutes")
        case dt.date():
            return value.isoformat()
        case tuple():
            return [_told(each, as_of) for each in value]
        case Mapping():
            return {str(key): _told(each, as_of) for key, each in value.items()}
    return fields_told(value, as_of)


def _from(source: Source, view: object, as_of: dt.date | None) -> Json:
    match source:
        case None | bool():
            return source
        case str():
            return _told(reduce(_step, source.split("."), view) if source else view, as_of)
        case tuple():
            return [_from(each, view, as_of) for each in source]
    parts = {key: _from(each, view, as_of) for key, each in source.items()}
    return None if all(part is None for part in parts.values()) else parts


def _step(value: object, name: str) -> object:
    """An attribute; of several, that of each; of nothing, nothing."""
    if isinstance(value, tuple):
        return tuple(_step(each, name) for each in value)
    return None if value is None else getattr(value, name)


def _worded(function: str) -> Any:
    """`terminal.digest.sentence` is `sentence` in `mentorlog.terminal.digest`."""
    module, _, name = function.rpartition(".")
    return getattr(import_module(f"mentorlog.{module}"), name)


def _record(view: Any, attribute: str) -> dict[str, Json]:
    from mentorlog.exchange.records import record

    return record(getattr(view, attribute), view.unknown, withheld=bool(view.withheld))
