"""The JSON shapes that programs rely on, whole."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace
from typing import get_args

import pytest
from builders import (
    action,
    agreement,
    check_in,
    contribution,
    day,
    pause,
    relationship,
    stored,
    with_items,
)
from hypothesis import given
from hypothesis import strategies as st
from views.people import SINCE, TODAY

from mentorlog.commands.show import story
from mentorlog.domain import cadence as cadences
from mentorlog.domain.cadence import AsNeeded, Budget, Cadence, Interval, Quota
from mentorlog.domain.entries import (
    Agreement,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Note,
)
from mentorlog.domain.words import (
    AgreementWords,
    CheckInWords,
    Commitments,
    Goal,
    Medium,
    MeetingWords,
    NoteWords,
    Pulse,
    RelationshipWords,
)
from mentorlog.exchange.json import as_json
from mentorlog.journal.journal import Stored
from mentorlog.views.board import board


def test_a_person_whose_file_cannot_be_read_is_a_row_without_an_id() -> None:
    damaged = relationship(handle="x", name="x-9f2k", id=None, my_role=None, unreadable=1)

    [row] = json.loads(as_json(board((damaged,), TODAY, since=SINCE)))["relationships"]

    assert [row[key] for key in ("id", "my_role", "standing", "unreadable")] == [
        *(None, None, "as_needed", 1),
    ]


def entries_of(*kept: Stored, reveal: bool = False) -> list[dict[str, object]]:
    who = relationship(*(each.entry for each in kept))
    document = json.loads(as_json(story(who, kept, TODAY, reveal=reveal)))
    entries: list[dict[str, object]] = document["entries"]
    return entries


def kept(entry: Entry, unknown: dict[tuple[str | int, ...], str] | None = None) -> Stored:
    return stored(entry, f"relationships/{entry.id}.yaml", unknown or {})


MEETING = with_items(
    Meeting(
        id="m0000000",
        date=day("2026-11-10"),
        status=MeetingStatus.HELD,
        time=dt.time(15),
        minutes=45,
        words=MeetingWords(tags=("work",), topics=("reorg",), notes="It waits.\n\x1b"),
    ),
    (action(due="2026-11-27"), "send deck"),
)
ITEM = {
    "text": "send deck",
    "owner": "me",
    "due": "2026-11-27",
    "done_on": None,
    "dropped_on": None,
    "why": None,
}
MEETING_FIELDS = {
    "schema": 1,
    "id": "m0000000",
    "kind": "meeting",
    "date": "2026-11-10",
    "visibility": None,
    "in_confidence": False,
    "status": "held",
    "time": "15:00",
    "tz": None,
    "minutes": 45,
    "rescheduled_to": None,
    "occasion": None,
    "action_items": [ITEM],
    "tags": ["work"],
    "medium": None,
    "place": None,
    "topics": ["reorg"],
    "agenda": [],
    "notes": "It waits.\n\x1b",
    "reflection": None,
    "reason": None,
    "changed_by": None,
    "source": None,
    "file": "relationships/m0000000.yaml",
}


def test_an_entry_has_the_fields_of_its_file() -> None:
    assert entries_of(kept(MEETING)) == [MEETING_FIELDS]


@pytest.mark.parametrize("kind", get_args(Cadence), ids=lambda kind: str(kind.__name__))
def test_every_kind_of_cadence_is_told_as_it_is_written(kind: type) -> None:
    example = {
        Interval: "monthly",
        Quota: "2 per month",
        Budget: "2 hours per month",
        AsNeeded: "as needed",
    }[kind]
    cadence, _ = cadences.read(example)

    [told] = entries_of(kept(agreement("2026-06-01", example)))

    assert type(cadence) is kind
    assert cadences.written(cadence) == example
    assert told["cadence"] == example


def test_withheld_an_entry_keeps_its_head_and_is_null_elsewhere() -> None:
    body = (
        "tags",
        "medium",
        "place",
        "topics",
        "agenda",
        "notes",
        "reflection",
        "reason",
        "changed_by",
    )
    secret = replace(MEETING, in_confidence=True)

    expected = {
        **MEETING_FIELDS,
        **dict.fromkeys((*body, "source")),
        "in_confidence": True,
        "action_items": [ITEM | {"text": None}],
        "withheld": True,
    }
    assert entries_of(kept(secret, {("mood",): "calm"})) == [expected]
    assert entries_of(kept(replace(MEETING, words=None))) == [expected | {"in_confidence": False}]
    assert entries_of(kept(secret), reveal=True) == [MEETING_FIELDS | {"in_confidence": True}]


def test_unknown_keys_stand_where_the_file_has_them_and_never_over_known_ones() -> None:
    unknown = {
        ("mood",): "calm",
        ("action_items", 0, "effort"): "2h",
        ("action_items", 7, "effort"): "lost",
        ("notes",): "not this",
        (): "nor this",
    }

    [entry] = entries_of(kept(MEETING, unknown))

    assert entry == MEETING_FIELDS | {"mood": "calm", "action_items": [ITEM | {"effort": "2h"}]}


def test_nested_fields_are_nested() -> None:
    terms = Agreement(
        id="a0000000",
        date=day("2026-06-01"),
        cadence=agreement("2026-06-01", "every 2 weeks").cadence,
        until=day("2026-12-01"),
        words=AgreementWords(
            media=(Medium.VIDEO,),
            goals=(Goal(title="review", target_date=day("2026-12-31")),),
            commitments=Commitments(me=("be on time",)),
        ),
    )
    felt = check_in(
        "2026-06-02",
        words=CheckInWords(pulse=Pulse(trust=4), answers=(("What changed?", "much"),)),
        id="c0000000",
    )

    agreed, checked = entries_of(kept(terms), kept(felt))

    assert {
        key: agreed[key]
        for key in ("cadence", "bound", "until", "media", "goals", "commitments", "hopes")
    } == {
        "cadence": "every 2 weeks",
        "bound": "target",
        "until": "2026-12-01",
        "media": ["video"],
        "goals": [
            {
                "title": "review",
                "why": None,
                "success_measure": None,
                "target_date": "2026-12-31",
                "status": "open",
            }
        ],
        "commitments": {"me": ["be on time"], "them": []},
        "hopes": {"me": None, "them": None},
    }
    assert (checked["pulse"], checked["answers"]) == (
        {"trust": 4, "useful": None, "challenge": None, "good_for_both": None},
        {"What changed?": "much"},
    )


def test_a_relationship_has_the_fields_of_its_file_and_its_handle() -> None:
    who = relationship(words=RelationshipWords(why="knows budgets"))
    document = json.loads(as_json(story(who, (), TODAY, unknown={("nick",): "D"})))

    assert document == {
        "schema": "mentorlog.timeline/1",
        "relationship": {
            "schema": 1,
            "handle": "dana-oz",
            "id": "9f2k7m3q",
            "name": "Dana Öz",
            "my_role": "mentee",
            "alias": None,
            "in_confidence": False,
            "form": None,
            "origin": None,
            "organization": None,
            "function": None,
            "why": "knows budgets",
            "differs_from_me": [],
            "helps_with": [],
            "nick": "D",
        },
        "entries": [],
        "problems": [],
    }


def test_a_person_in_confidence_is_withheld() -> None:
    secret = relationship(
        name="Real Name",
        alias="Owl",
        in_confidence=True,
        words=RelationshipWords(organization="Acme"),
    )

    text = as_json(story(secret, (), TODAY, unknown={("nick",): "Rea"}))

    person = json.loads(text)["relationship"]
    assert (person["name"], person["organization"], person["withheld"]) == ("Owl", None, True)
    assert not {"Real", "Acme", "Rea"} & set(text.replace('"', " ").split())


def test_every_kind_of_entry_has_its_keys() -> None:
    blank = {
        "agreement": agreement("2026-01-05", words=AgreementWords()),
        "pause": pause("2026-01-05", reason="x"),
        "note": Note(id="n", date=TODAY, words=NoteWords()),
        "contribution": contribution("2026-01-05", Direction.GIVEN, "x"),
    }

    for entry in blank.values():
        [found] = entries_of(kept(entry))
        words = getattr(entry, "words")  # noqa: B009 - every kind has them, the base class not
        names = {f.name for f in fields(entry)} | {f.name for f in fields(words)}
        assert set(found) == (names - {"words"}) | {"schema", "kind", "file"}


@given(st.text())
def test_any_text_comes_back_exactly_and_moves_no_cursor(text: str) -> None:
    written = as_json(story(relationship(name=text), (), TODAY))

    assert json.loads(written)["relationship"]["name"] == text
    assert written.rstrip("\n").isascii()
    assert written.rstrip("\n").isprintable()
