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
    meeting,
    note,
    pause,
    relationship,
    with_items,
)
from hypothesis import given
from hypothesis import strategies as st
from views.people import SINCE, TODAY, dana

from mentorlog.commands.demo import Demonstration
from mentorlog.domain import cadence as cadences
from mentorlog.domain.cadence import AsNeeded, Budget, Cadence, Interval, Quota
from mentorlog.domain.entries import (
    ENTRY_TYPES,
    Agreement,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Note,
    Party,
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
from mentorlog.errors import Problem
from mentorlog.exchange.json import as_json
from mentorlog.views import Told
from mentorlog.views.board import Welcome, board
from mentorlog.views.loops import loops
from mentorlog.views.nudges import Digest, Nudge, NudgeKind, Who
from mentorlog.views.page import page
from mentorlog.views.story import Kept, story
from mentorlog.views.written import Written, WrittenEntry

DANA = {
    "handle": "dana-oz",
    "id": "9f2k7m3q",
    "name": "Dana Öz",
    "my_role": "mentee",
    "standing": "due_soon",
    "cadence": "every 2 weeks",
    "bound": "target",
    "start": "2026-06-01",
    "end": "2026-12-01",
    "ending": True,
    "due": "2026-11-24",
    "slack_days": 3,
    "last_held": "2026-11-10",
    "next_planned": None,
    "pace": {"held": 12, "expected": 12, "from": "2026-06-01", "to": "2026-11-22"},
    "on_time": {"on_time": 11, "of": 12},
    "last_given": "2026-11-10",
    "last_received": "2026-10-27",
    "open_actions": {"me": 1, "them": 1},
    "unreadable": 0,
    "total": {"meetings": 12, "minutes": 540, "without_length": 0},
    "term": {"meetings": 12, "minutes": 540, "without_length": 0},
}
NOBODY = {
    **dict.fromkeys(DANA),
    "handle": "x",
    "name": "x-9f2k",
    "standing": "as_needed",
    "ending": False,
    "open_actions": {"me": 0, "them": 0},
    "unreadable": 1,
    "total": {"meetings": 0, "minutes": 0, "without_length": 0},
}


def read(view: Told, *problems: Problem) -> object:
    return json.loads(as_json(view, problems))


def test_review_has_every_key_of_every_row() -> None:
    damaged = relationship(handle="x", name="x-9f2k", id=None, my_role=None, unreadable=1)
    view = board((damaged, dana()), TODAY, since=SINCE)

    assert read(view, Problem("relationships/x-9f2k/relationship.yaml", 3, "odd.")) == {
        "schema": "mentorlog.review/1",
        "as_of": "2026-11-22",
        "relationships": [DANA, NOBODY],
        "problems": [
            {"file": "relationships/x-9f2k/relationship.yaml", "line": 3, "message": "odd."}
        ],
    }


def test_review_of_one_is_the_same_with_one_row() -> None:
    assert read(page(dana(), TODAY, since=SINCE)) == {
        "schema": "mentorlog.review/1",
        "as_of": "2026-11-22",
        "relationships": [DANA],
        "problems": [],
    }


def test_an_empty_journal_has_an_empty_review() -> None:
    assert read(Welcome(as_of=TODAY, journal="/j")) == {
        "schema": "mentorlog.review/1",
        "as_of": "2026-11-22",
        "relationships": [],
        "problems": [],
    }


def test_the_demo_is_a_review_of_its_board() -> None:
    view = board((dana(),), TODAY, since=SINCE)

    assert as_json(Demonstration(board=view, journal="/j", program="mentorlog")) == as_json(view)


def test_todo() -> None:
    promised = with_items(
        meeting("2026-11-10", id="m0000000"), (action(Party.BOTH, due="2026-11-27"), "read")
    )
    secret = note("2026-11-11", "x", in_confidence=True, id="n0000000")

    assert read(loops((relationship(promised, secret),), TODAY, reveal=False)) == {
        "schema": "mentorlog.todo/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "id": "m0000000",
                "n": 1,
                "handle": "dana-oz",
                "loop": "action",
                "owner": "both",
                "due": "2026-11-27",
                "text": "read",
            },
            {
                "id": "n0000000",
                "n": None,
                "handle": "dana-oz",
                "loop": "note",
                "owner": "me",
                "due": None,
                "text": None,
                "withheld": True,
            },
        ],
        "problems": [],
    }


def test_written() -> None:
    entry = WrittenEntry(id="m0000000", kind="meeting", date=TODAY, file="relationships/m.yaml")
    view = Written(action="log-meeting", as_of=TODAY, entries=(entry,), next_due=day("2026-12-06"))

    assert read(view) == {
        "schema": "mentorlog.written/1",
        "action": "log-meeting",
        "dry_run": False,
        "entries": [
            {
                "id": "m0000000",
                "kind": "meeting",
                "date": "2026-11-22",
                "file": "relationships/m.yaml",
            }
        ],
        "next_due": "2026-12-06",
    }


def entries_of(*kept: Kept, reveal: bool = False) -> list[dict[str, object]]:
    who = relationship(*(each.entry for each in kept))
    document = json.loads(as_json(story(who, kept, TODAY, reveal=reveal)))
    entries: list[dict[str, object]] = document["entries"]
    return entries


def kept(entry: Entry, unknown: dict[tuple[str | int, ...], str] | None = None) -> Kept:
    return Kept(entry=entry, file=f"relationships/{entry.id}.yaml", unknown=unknown or {})


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
    assert len(ENTRY_TYPES) == 9


def test_every_nudge_is_told_and_said() -> None:
    nudge = Nudge(
        who=Who(relationship_id="9f2k7m3q", handle="dana-oz", name="Dana Öz"),
        kind=NudgeKind.OVERDUE,
        subject="2026-10-14",
        date=day("2026-10-14"),
        cadence="monthly",
    )

    assert read(Digest(as_of=TODAY, nudges=(nudge,)), Problem("journal.yaml", None, "gone")) == {
        "schema": "mentorlog.nudge/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "handle": "dana-oz",
                "kind": "overdue",
                "date": "2026-10-14",
                "text": "overdue: Dana Öz, monthly, was due Wed 14 Oct",
            }
        ],
        "problems": [{"file": "journal.yaml", "line": None, "message": "gone"}],
    }


def test_nothing_to_do_is_an_empty_list() -> None:
    assert read(Digest(as_of=TODAY)) == {
        "schema": "mentorlog.nudge/1",
        "as_of": "2026-11-22",
        "items": [],
        "problems": [],
    }


@given(st.text())
def test_any_text_comes_back_exactly_and_moves_no_cursor(text: str) -> None:
    written = as_json(story(relationship(name=text), (), TODAY))

    assert json.loads(written)["relationship"]["name"] == text
    assert written.rstrip("\n").isascii()
    assert written.rstrip("\n").isprintable()
