"""A file and its entry say the same, in both directions, and go on saying it for ever."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from domain.timelines import cadences
from hypothesis import assume, given
from hypothesis import strategies as st
from journal.schema_1 import ENTRIES, JOURNAL_ID, RELATIONSHIP
from journal.test_yaml_write import texts, values

from mentorlog.domain import words
from mentorlog.domain.cadence import Cadence
from mentorlog.domain.entries import (
    ENTRY_TYPES,
    ActionItem,
    Entry,
    Meeting,
    MeetingStatus,
    Note,
    Party,
)
from mentorlog.domain.relationship import RelationshipFields
from mentorlog.domain.words import ActionItemWords, CheckInWords, MeetingWords
from mentorlog.journal.codec import (
    JournalFields,
    Parsed,
    decoded,
    encoded,
    encoded_journal,
    unknown_keys,
)
from mentorlog.journal.yaml import as_read, dump
from mentorlog.journal.yaml.read import Document, read

GOLDEN = Path(__file__).parent.parent / "golden" / "schema-1"


def golden(name: str) -> Document:
    return read((GOLDEN / f"{name}.yaml").read_bytes())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.kind))
def test_every_field_of_schema_1_is_read_and_written_as_ever(entry: Entry) -> None:
    document = golden(entry.kind)

    assert decoded(Entry, document) == Parsed(entry)
    assert unknown_keys(entry, document.value) == {}
    assert dump(encoded(entry)) == document.text


def test_schema_1_has_a_file_of_every_kind_with_every_field() -> None:
    unset = {
        f"{type(part).__name__}.{field.name}"
        for entry in (*ENTRIES, RELATIONSHIP)
        for part in (entry, getattr(entry, "words", None))
        for field in dataclasses.fields(part)  # type: ignore[arg-type]  # each has words
        if getattr(part, field.name) == field.default
    }

    assert {type(entry) for entry in ENTRIES} == set(ENTRY_TYPES)
    assert unset == set()


def test_a_relationship_of_schema_1_is_read_and_written_as_ever() -> None:
    document = golden("relationship")

    assert decoded(RelationshipFields, document) == Parsed(RELATIONSHIP)
    assert dump(encoded(RELATIONSHIP)) == document.text


def test_a_journal_of_schema_1_is_read_and_written_as_ever() -> None:
    document = golden("journal")

    assert decoded(JournalFields, document) == Parsed(JournalFields(id=JOURNAL_ID))
    assert dump(encoded_journal(JOURNAL_ID)) == document.text


def test_a_file_written_by_hand_is_read_as_it_was_meant() -> None:
    document = golden("meeting-by-hand")

    found = decoded(Entry, document)

    assert found == Parsed(
        Meeting(
            id="h4nd0001",
            date=dt.date(2026, 12, 17),
            status=MeetingStatus.PLANNED,
            time=dt.time(18, 30),
            action_items=(
                ActionItem(owner=Party.THEM, due=dt.date(2026, 12, 20)),
                ActionItem(owner=Party.ME, done_on=dt.date(2026, 12, 18)),
            ),
            words=MeetingWords(
                topics=("career", "the talk: how?", "no"),
                notes="12:30 no lunch",
                action_items=(
                    ActionItemWords(text="Send the slides\n"),
                    ActionItemWords(text="Book a room"),
                ),
            ),
        ),
    )
    assert unknown_keys(found.value, document.value) == {
        ("x-mood",): {"weather": "rain", "coffee": ["1_000", None]},
        ("action_items", 0, "x-priority"): "high",
    }


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Any value a field may hold, however hostile."""
    plain: dict[object, st.SearchStrategy[Any]] = {
        Cadence: cadences,
        types.NoneType: st.none(),
        str: texts,
        bool: st.booleans(),
        int: st.integers(1, 5),
        dt.date: st.dates(dt.date(1900, 1, 1)),
        dt.time: st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    }
    if hint in plain:
        return plain[hint]
    if get_origin(hint) is tuple or isinstance(hint, types.UnionType):
        return of_several(hint, [of_type(each) for each in get_args(hint) if each is not ...])
    return st.sampled_from(hint) if issubclass(hint, StrEnum) else parts(hint)


def of_several(hint: Any, below: list[st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    if isinstance(hint, types.UnionType):
        return st.one_of(below)
    if get_args(hint)[-1] is ...:
        return st.lists(below[0], max_size=3).map(tuple)
    return st.tuples(*below)


ids = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=8, max_size=8)


@st.composite
def parts(draw: st.DrawFn, cls: type[Any]) -> Any:
    """Any instance of a dataclass, with its words; what it refuses itself is not asked for."""
    hints = {
        name: hint
        for name, hint in get_type_hints(cls, localns=vars(words)).items()
        if name not in {"kind", "rank"}
    }
    hints |= {name: get_args(hint)[0] for name, hint in hints.items() if name == "words"}
    kinds = {name: ids if name == "id" else of_type(hint) for name, hint in hints.items()}
    drawn = {name: draw(kind.filter(lambda said: said != "")) for name, kind in kinds.items()}
    if cls is CheckInWords:
        drawn["answers"] = tuple(pair for pair in dict(drawn["answers"]).items() if pair[1])
    if cls is Meeting:
        items = drawn["words"].action_items[: len(drawn["action_items"])]
        drawn["action_items"] = drawn["action_items"][: len(items)]
        drawn["words"] = dataclasses.replace(drawn["words"], action_items=items)
    if "until" in drawn and drawn["until"] is not None:
        drawn["until"] = max(drawn["until"], drawn["date"] + dt.timedelta(days=1))
    try:
        return cls(**drawn)
    except ValueError:
        assume(condition=False)


@given(st.sampled_from(ENTRY_TYPES).flatmap(parts))
def test_an_entry_survives_its_file(entry: Entry) -> None:
    document = read(dump(encoded(entry)).encode())

    assert document.value == as_read(encoded(entry))
    assert decoded(Entry, document) == Parsed(entry)
    assert unknown_keys(entry, document.value) == {}


@given(parts(RelationshipFields))
def test_a_relationship_survives_its_file(said: RelationshipFields) -> None:
    document = read(dump(encoded(said)).encode())

    assert decoded(RelationshipFields, document) == Parsed(said)


foreign = texts.filter(lambda key: not key.isidentifier())


@given(
    st.dictionaries(
        st.sampled_from([(), ("goals", 0), ("goals", 1), ("commitments",), ("pulse",)]).flatmap(
            lambda path: foreign.map(lambda key: (*path, key))
        ),
        values,
        max_size=5,
    )
)
def test_keys_that_we_do_not_know_survive(unknown: dict[tuple[str | int, ...], Any]) -> None:
    entry = ENTRIES[0]  # an agreement; it has no pulse
    document = read(dump(encoded(entry, unknown)).encode())

    found = decoded(Entry, document)

    assert found.value == entry
    known = {path: value for path, value in unknown.items() if path[0] != "pulse"}
    others = {path[1]: value for path, value in unknown.items() if path[0] == "pulse"}
    assert unknown_keys(entry, document.value) == known | ({("pulse",): others} if others else {})


def test_an_unknown_key_of_an_item_that_is_gone_is_gone() -> None:
    note = Note(id="n0te0002", date=dt.date(2026, 12, 1))
    unknown = {("action_items", 3, "x"): "1", ("x", "y"): "2", ("id",): "3", ("kind", "x"): "4"}

    assert encoded(note, unknown) == {
        "schema": 1,
        "id": "n0te0002",
        "kind": "note",
        "date": dt.date(2026, 12, 1),
        "x": {"y": "2"},
    }
