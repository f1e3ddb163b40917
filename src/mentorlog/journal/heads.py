"""Heads as plain data and back, without YAML or pydantic, for the memo alone.

A field that isn't listed here can't be remembered, and words are not listed: what a memo holds is
decided field by field. Whatever is not just what was written raises ValueError, TypeError or
KeyError.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from mentorlog.domain import cadence
from mentorlog.domain.cadence import AsNeeded, Bound, Budget, Cadence, Interval, Quota
from mentorlog.domain.entries import (
    ActionItem,
    Agreement,
    Approach,
    Ask,
    AskStatus,
    CheckIn,
    Closure,
    ClosureReason,
    Contribution,
    ContributionType,
    Direction,
    Meeting,
    MeetingStatus,
    Note,
    Party,
    Pause,
    Side,
    Stage,
    Visibility,
)
from mentorlog.domain.relationship import Role
from mentorlog.journal.fields import RelationshipFields

T = TypeVar("T")
Plain = Any  # what JSON can hold
Head = Any  # one of the classes below
_CADENCES = (Interval, Quota, Budget, AsNeeded)


def plain(head: Head) -> Plain:
    """The name of its class, and every field that is not as it is by itself; text as it is."""
    return head if head is None or isinstance(head, str) else [type(head).__name__, _fields(head)]


def head_of(said: Plain) -> Head:
    """What `plain` was made of. Raises ValueError, TypeError, KeyError."""
    if said is None or isinstance(said, str):
        return said
    name, values = said
    return _made(_CLASSES[name], values)


def _fields(head: Head) -> dict[str, Plain]:
    found = {name: getattr(head, name) for name in _READERS[type(head)]}
    defaults = _DEFAULTS[type(head)]
    return {name: _plain(v) for name, v in found.items() if v != defaults.get(name, ...)}


def _plain(value: object) -> Plain:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_fields(item) for item in value]
    if isinstance(value, _CADENCES):
        return cadence.written(value)
    return value


def _made(cls: type[Any], values: Mapping[str, Plain]) -> Head:
    readers = _READERS[cls]
    return cls(**{name: readers[name](value) for name, value in values.items()})


def _text(value: Plain) -> str:
    return _exactly(str, value)


def _number(value: Plain) -> int:
    return _exactly(int, value)


def _flag(value: Plain) -> bool:
    return _exactly(bool, value)


def _exactly(kind: type[T], value: Plain) -> T:
    if type(value) is not kind:
        raise TypeError(kind.__name__)
    return value


@cache
def _cadence(text: str) -> Cadence:
    return cadence.read(text)[0]


def _items(values: Plain) -> tuple[Head, ...]:
    return tuple(_made(ActionItem, value) for value in values)


def _one_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    """As calling it, and several times as fast."""
    return {str(member): member for member in kind}.__getitem__


_date, _time = dt.date.fromisoformat, dt.time.fromisoformat
_EVERY: dict[str, Callable[[Plain], object]] = {
    "id": _text,
    "date": _date,
    "visibility": _one_of(Visibility),
    "in_confidence": _flag,
}
_READERS: dict[type[Any], dict[str, Callable[[Plain], object]]] = {
    Agreement: {
        **_EVERY,
        "cadence": _cadence,
        "bound": _one_of(Bound),
        "until": _date,
        "meeting_minutes": _number,
        "slack_days": _number,
    },
    Meeting: {
        **_EVERY,
        "status": _one_of(MeetingStatus),
        "time": _time,
        "tz": _text,
        "minutes": _number,
        "rescheduled_to": _date,
        "action_items": _items,
    },
    ActionItem: {"owner": _one_of(Party), "due": _date, "done_on": _date, "dropped_on": _date},
    Contribution: {
        **_EVERY,
        "direction": _one_of(Direction),
        "type": _one_of(ContributionType),
        "told_them_on": _date,
        "thanked_on": _date,
        "dropped_on": _date,
    },
    Ask: {
        **_EVERY,
        "asked_by": _one_of(Side),
        "status": _one_of(AskStatus),
        "ask_again_on": _date,
        "dropped_on": _date,
    },
    Note: {**_EVERY, "raised_on": _date, "dropped_on": _date},
    CheckIn: _EVERY,
    Pause: {**_EVERY, "until": _date},
    Approach: {**_EVERY, "stage": _one_of(Stage), "follow_up_on": _date},
    Closure: {**_EVERY, "reason": _one_of(ClosureReason)},
    RelationshipFields: {
        "id": _text,
        "name": _text,
        "my_role": _one_of(Role),
        "alias": _text,
        "in_confidence": _flag,
    },
}
_CLASSES = {cls.__name__: cls for cls in _READERS}
_DEFAULTS = {cls: {field.name: field.default for field in fields(cls)} for cls in _READERS}
