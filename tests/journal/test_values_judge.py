"""pydantic reads our classes, too, and judges our reader: both agree on what is valid.

It takes more spellings than we do (the date "0", the number "1_000"), so its answer counts only if
what it made is written as it was read.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal.schema_1 import ENTRIES, RELATIONSHIP
from journal.test_codec import parts
from pydantic import ConfigDict, TypeAdapter

from mentorlog.domain import cadence, words
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import ENTRY_TYPES, Agreement
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.domain.words import CheckInWords
from mentorlog.journal.values import (
    NOT_VALID,
    Fault,
    as_keys,
    check_keys,
    class_of_words,
    exact,
    form_of,
    lenient,
    strict,
)

HEADS: tuple[Any, ...] = (*ENTRY_TYPES, RelationshipFields)
CLASSES: tuple[Any, ...] = (*HEADS, *map(class_of_words, HEADS))
SWITCHES = {"true", "yes", "on", "false", "no", "off"}


JUDGES: dict[Any, TypeAdapter[Any]] = {}


def judge(cls: Any) -> TypeAdapter[Any]:
    if cls not in JUDGES:
        JUDGES[cls] = TypeAdapter(cls | None, config=ConfigDict(defer_build=True))
        JUDGES[cls].rebuild(_types_namespace=vars(words))  # heads only name their words
    return JUDGES[cls]


def verdict(cls: Any, raw: dict[str, Any]) -> object:
    """What pydantic makes of the keys that the class knows; None if that is not valid."""
    known = {key: said for key, said in raw.items() if key in form_of(cls).types}
    try:
        made = judge(cls).validate_python(prepared(cls, known))
    except ValueError:  # pydantic's own are some
        return None
    return made if is_well_spelt(known, made) and has_its_texts(raw, made) else None


def prepared(cls: Any, raw: dict[str, Any]) -> dict[str, Any]:
    """Exceptions: a cadence is a phrase, and a check-in's answers are keys of their own."""
    if cls is Agreement and "cadence" in raw:
        raw = {**raw, "cadence": cadence.read(text(raw["cadence"]))[0]}
    if cls is CheckInWords and "answers" in raw:
        if not isinstance(raw["answers"], dict):
            raise ValueError
        raw = {**raw, "answers": tuple(raw["answers"].items())}
    return raw


def text(said: object) -> str:
    if not isinstance(said, str):
        raise ValueError  # noqa: TRY004 - as for all that is not valid
    return said


def is_well_spelt(raw: Any, made: Any) -> bool:
    """Exception: of all spellings of a number, a date or a time, only ours; midnight is a date."""
    if isinstance(made, Cadence) or (isinstance(raw, str) and isinstance(made, str)):
        return True
    if is_dataclass(made):
        return all(is_well_spelt(*pair) for pair in shared(raw, made))
    if isinstance(made, tuple):
        return isinstance(raw, dict) or all(map(is_well_spelt, raw, made))
    if isinstance(made, bool):
        return raw.lower() in SWITCHES
    if isinstance(made, dt.date):
        return re.fullmatch(rf"{made}([T ]00:00:00(\.0+)?(Z|[+]00:?00)?)?", raw) is not None
    return bool(raw == (f"{made:%H:%M}" if isinstance(made, dt.time) else str(made)))


def has_its_texts(raw: Any, made: Any) -> bool:
    """Exception: a text that is empty by default is wanted all the same."""
    if isinstance(made, tuple) and isinstance(raw, list):
        return all(map(has_its_texts, raw, made))
    if not is_dataclass(made) or not isinstance(raw, dict):
        return True
    wanted = form_of(type(made)).texts
    return wanted <= raw.keys() and all(has_its_texts(*pair) for pair in shared(raw, made))


def shared(raw: dict[str, Any], made: Any) -> list[tuple[Any, Any]]:
    """What a mapping and an instance say under the keys that both have."""
    return [(raw[key], getattr(made, key)) for key in raw if key in form_of(type(made)).types]


SPELLINGS = st.sampled_from(
    [
        *("", "0", "1", "-1", "7", "010", "1_000", "1.0", " 1", "+1", "9" * 5000, "1e2", "٣"),
        *("2026-02-28", "2026-02-29", "0", "1780000000", "2026-W01-1", "20260228", "0000-01-01"),
        *("2026-02-28T00:00:00.000Z", "2026-02-28 00:00:00", "2026-02-28T00:00:01", "1899-12-31"),
        *("18:30", "24:00", "9:05", "09:05:00", "09:05Z"),
        *("true", "Yes", "oN", "t", "y", "off", "me", "Me", "them", "both", "held", "target"),
        *("private", "monthly", "at least weekly", "3 per term", "now and then", "mentee"),
    ]
)
KEYS = st.sampled_from(["text", "owner", "due", "title", "me", "trust"])
ANYTHING = st.recursive(
    SPELLINGS,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "owner", "due", "title", "me", "trust"]), below, max_size=3
        )
    ),
    max_leaves=5,
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Any, dict[str, Any]]:
    """A class and the keys of a valid one, of which up to two say something else or are gone."""
    cls = draw(st.sampled_from(CLASSES))
    raw = as_keys(draw(parts(cls)))
    for key in draw(st.lists(st.sampled_from(sorted(form_of(cls).types)), max_size=2)):
        if draw(st.booleans()):
            raw[key] = draw(ANYTHING)
        else:
            raw.pop(key, None)
    return cls, raw


@settings(max_examples=150, deadline=None)
@given(documents())
def test_both_agree_on_what_is_valid(document: tuple[Any, dict[str, Any]]) -> None:
    cls, raw = document
    try:
        ours = exact(cls, raw)
    except NOT_VALID:
        ours = None

    assert ours == verdict(cls, raw)


@settings(max_examples=80, deadline=None)
@given(documents())
def test_what_is_invalid_has_a_reason_and_what_is_valid_has_none(
    document: tuple[Any, dict[str, Any]],
) -> None:
    cls, raw = document
    faults, missing = list[Fault](), list[Fault]()

    made, told = strict(cls, raw)
    lenient(cls, raw, faults)
    list(check_keys([cls], raw, missing))

    assert (not told) == (made is not None) == (not faults)
    assert (verdict(cls, raw) is None) == bool(told or missing)


@pytest.mark.parametrize("cls", CLASSES)
def test_what_is_spelt_is_read_as_it_was(cls: Any) -> None:
    samples: tuple[Any, ...] = (*ENTRIES, RELATIONSHIP)
    parts = [part for one in samples for part in (replace(one, words=None), one.words)]
    found = [part for part in parts if type(part) is cls]

    assert found
    assert [exact(cls, as_keys(one)) for one in found] == found
