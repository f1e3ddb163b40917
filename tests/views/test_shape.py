"""Every view that a command can return has JSON, and what its shape names is there."""

from __future__ import annotations

import datetime as dt
import enum
import pkgutil
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from importlib import import_module
from inspect import isfunction, signature
from typing import Any

import pytest

import mentorlog
from mentorlog.domain import words
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.views import JsonSource, Shape

PARTS = {"Timeline", "Year"}  # of screens: no command returns them
PLAIN = (bool, int, str, enum.Enum, dt.date, dt.time, type(None))


def _modules() -> Iterator[tuple[str, types.ModuleType]]:
    for module in pkgutil.walk_packages(mentorlog.__path__, "mentorlog."):
        if not module.name.endswith("__main__"):
            yield module.name, import_module(module.name)


def _classes() -> Iterator[type]:
    for name, module in _modules():
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == name:
                yield value


def _shape(view: type) -> Shape:
    return getattr(view, "JSON", Shape())


SHAPED = sorted({one for one in _classes() if is_dataclass(one) and hasattr(one, "JSON")}, key=str)


def _shown() -> Iterator[type]:
    """What `cli.showing` finds a renderer for: `terminal.board.board`, or `text` in a room."""
    for name, module in _modules():
        for function in (name.rpartition(".")[2], "text"):
            renderer = getattr(module, function, None)
            if isfunction(renderer) and list(signature(renderer).parameters) == ["view", "look"]:
                said = typing.get_type_hints(renderer, vars(module))["view"]
                kinds = typing.get_args(said) or (said,)
                yield from (one for one in kinds if one.__name__ not in PARTS)


@pytest.mark.parametrize("view", sorted(set(_shown()), key=str), ids=lambda view: view.__name__)
def test_what_is_shown_on_a_screen_has_a_schema_for_programs(view: type) -> None:
    assert _shape(view).schema is not None


@pytest.mark.parametrize("view", SHAPED, ids=lambda view: view.__name__)
def test_what_a_shape_names_is_there_and_can_be_told(view: type) -> None:
    shape = _shape(view)
    names = {each.name for each in fields(view)}

    assert {*shape.left_out, *(shape.only or ()), *shape.pairs} - names == set()
    assert not (shape.left_out and shape.only)
    _check(view, frozenset())
    for attribute in (*shape.when.values(), *shape.records.values()):
        assert list(_kinds(view, attribute))
    for key, attribute in shape.records.items():
        assert list(_kinds(view, "unknown")), key
        assert list(_kinds(view, "withheld")), attribute
    for function in shape.worded.values():
        module, _, name = function.rpartition(".")
        taken = signature(getattr(import_module(f"mentorlog.{module}"), name))
        assert len(taken.parameters) == 2


def _check(view: type, above: frozenset[type]) -> None:
    """Raise AssertionError, naming it, for what the rule can't tell."""
    shape = _shape(view)
    for each in fields(view):
        if shape.includes(each.name) and each.name not in {
            *shape.keys,
            *shape.records,
            *shape.pairs,
        }:
            for kind in _kinds(view, each.name):
                _check_kind(kind, f"{view.__name__}.{each.name}", above | {view})
    for key, source in shape.keys.items():
        for path in _paths(source):
            for kind in _kinds(view, path) if path else (view,):
                _check_kind(kind, f"{view.__name__}: {key}", above | {view})


def _check_kind(kind: type, place: str, above: frozenset[type]) -> None:
    if issubclass(kind, PLAIN) or kind is object:  # told as it is, like a JSON Schema
        return
    assert is_dataclass(kind), f"{place} is a {kind}"
    assert not issubclass(kind, Entry | Relationship), f"{place}: told by `records` only"
    if kind not in above:
        _check(kind, above)


def _paths(source: JsonSource) -> Iterator[str]:
    match source:
        case str():
            yield source
        case tuple():
            for each in source:
                yield from _paths(each)
        case Mapping():
            for each in source.values():
                yield from _paths(each)


def _kinds(view: type, path: str) -> Iterator[type]:
    """What may stand at the end of a path; raises AttributeError where it leads nowhere."""
    name, _, rest = path.partition(".")
    for kind in _leaves(_hint(view, name)):
        if not rest:
            yield kind
        elif kind is not type(None):
            yield from _kinds(kind, rest)


def _hint(view: type, name: str) -> Any:
    attribute = getattr(view, name)
    space = vars(import_module(view.__module__))
    if isinstance(attribute, property):
        assert attribute.fget is not None
        return typing.get_type_hints(attribute.fget, space)["return"]
    for owner in view.__mro__:
        said = {**vars(words), **vars(import_module(owner.__module__))}  # heads don't import words
        if name in getattr(owner, "__annotations__", {}):
            return eval(owner.__annotations__[name], said)  # noqa: S307 - our own source
    raise AttributeError(name)


def _leaves(hint: Any) -> Iterator[type]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint is None:
        yield type(None)
    elif origin is None:
        yield hint
    elif origin is tuple:
        for each in inner:
            if each is not Ellipsis:
                yield from _leaves(each)
    elif origin in (typing.Union, types.UnionType, typing.ClassVar):
        for each in inner:
            yield from _leaves(each)
    elif issubclass(origin, Mapping | Sequence):
        yield from _leaves(inner[-1])


CONTRACT = {  # section 5: keys that are never removed
    "Board": {"as_of", "relationships"},
    "Row": {
        *("handle", "id", "name", "my_role", "standing", "cadence", "bound", "start", "end"),
        *("ending", "due", "slack_days", "last_held", "next_planned", "pace", "on_time"),
        *("last_given", "last_received", "open_actions", "unreadable", "total", "term"),
    },
    "Total": {"meetings", "minutes", "without_length"},
    "Digest": {"as_of", "items"},
    "Nudge": {"handle", "kind", "date", "text"},
    "Loops": {"as_of", "items"},
    "Loop": {"id", "n", "handle", "loop", "owner", "due", "text"},
    "Written": {"action", "dry_run", "entries", "next_due"},
    "WrittenEntry": {"id", "kind", "date", "file"},
    "Story": {"relationship", "entries"},
}


@pytest.mark.parametrize("view", SHAPED, ids=lambda view: view.__name__)
def test_the_promised_keys_are_there(view: type) -> None:
    shape, keys = _shape(view), _keys(view)
    reads = shape.schema not in (None, "written", "timeline") and not shape.lone
    lists = {"as_of", "relationships" if shape.schema == "review" else "items"} if reads else set()
    writes = CONTRACT["Written"] if shape.schema == "written" else set()

    assert (CONTRACT.get(view.__name__, set()) | lists | writes) - keys == set()


def _keys(view: type) -> set[str]:
    shape = _shape(view)
    told = {each.name for each in fields(view) if shape.includes(each.name)}
    return (told | {*shape.keys, *shape.worded, *shape.records}) - shape.when.keys()
