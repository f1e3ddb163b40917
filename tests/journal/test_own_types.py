"""The short way to a head never gives another answer than the strict way, which has none to object.

Whether it answers at all is a matter of time, so it must for what we write ourselves.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from builders import action, agreement, contribution, meeting, with_items
from hypothesis import given, settings
from hypothesis import strategies as st
from journal.schema_1 import ENTRIES, JOURNAL_ID, RELATIONSHIP
from journal.spoiling import spoilt
from journal.test_codec import parts
from journal.test_own_yaml import paragraphs, simple
from journal.trees import DANA, DANA_FIELDS, JOURNAL, plant

from mentorlog.domain.entries import ENTRY_TYPES, Direction, Entry, Party
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import AgreementWords, ContributionWords, Goal, Hopes, MeetingWords
from mentorlog.journal import codec, parsing
from mentorlog.journal.fields import RelationshipFields
from mentorlog.journal.own_types import entry_in, journal_id_in, person_in
from mentorlog.journal.parsing import Parsed, head_of
from mentorlog.journal.yaml_text import YamlProblem, read, written

MEETING_TEXT = (
    "schema: 1\nid: k7d2k9w4\nkind: meeting\ndate: 2026-11-22\n"
    'status: planned\ntime: "18:30"\nminutes: 60\nnotes: Talked about the plan.\n'
)
AGREEMENT_TEXT = (
    "schema: 1\nid: a7d2k9w4\nkind: agreement\ndate: 2026-11-22\ncadence: every 2 weeks\n"
    "until: 2027-01-01\ngoals:\n  - title: Give a talk\n    why: |-\n      It is\n\n      time.\n"
    "commitments:\n  me:\n    - Come prepared\nhopes:\n  me: Grow\n"
)
CHECK_IN_TEXT = (
    "schema: 1\nid: c7d2k9w4\nkind: check_in\ndate: 2026-11-22\nfit: good_fit\n"
    "pulse:\n  trust: 5\nanswers:\n  What changed?: Much.\nnote: |\n  Well.\n\n    Indeed.\n"
)
FILES = (
    *(text.encode() for text in (MEETING_TEXT, AGREEMENT_TEXT, CHECK_IN_TEXT, DANA_FIELDS)),
    *(written(codec.encoded(entry)).encode() for entry in ENTRIES),
    written(codec.encoded_relationship(RELATIONSHIP)).encode(),
    written(codec.encoded_journal(JOURNAL_ID)).encode(),
)


def strictly(data: bytes) -> list[object]:
    """What the strict reader says, if it has nothing to object."""
    try:
        document = read(data)
    except YamlProblem:
        return [None] * 3
    entry, person = parsing.entry_in(document), parsing.fields_in(document)
    journal = codec.decoded_journal(document)
    return [
        entry.value if entry.clean else None,
        person.value if person.clean else None,
        None if journal.problems or journal.newer else journal.id,
    ]


def shortly(data: bytes) -> list[object]:
    return [entry_in(data, worded=True), person_in(data, worded=True), journal_id_in(data)]


def differences(data: bytes) -> list[tuple[object, object]]:
    answers = zip(shortly(data), strictly(data), strict=True)
    return [(ours, theirs) for ours, theirs in answers if ours not in (None, theirs)]


@pytest.mark.parametrize("seed", range(10))
def test_a_spoilt_file_has_the_same_answer_or_none(seed: int) -> None:
    hand = random.Random(seed)  # noqa: S311 - it shall be repeatable
    answered = 0
    for _ in range(200):
        data = spoilt(hand.choice(FILES), FILES, hand)
        assert differences(data) == [], data
        answered += any(shortly(data))

    assert answered > 5


@settings(max_examples=50)
@given(st.sampled_from([*ENTRY_TYPES]).flatmap(parts))
def test_an_entry_with_any_words_has_the_same_answer_or_none(entry: Entry) -> None:
    assert entry_in(written(codec.encoded(entry)).encode(), worded=True) in (None, entry)


@settings(max_examples=50)
@given(parts(RelationshipFields))
def test_a_person_with_any_words_has_the_same_answer_or_none(said: RelationshipFields) -> None:
    data = written(codec.encoded_relationship(said)).encode()

    assert person_in(data, worded=True) in (None, said)


EVERYDAY = [entry for entry in ENTRIES if entry.kind != "check_in"]  # it asks `"yes"`, quoted


@pytest.mark.parametrize("entry", EVERYDAY, ids=lambda entry: entry.kind)
def test_every_field_that_we_write_is_read(entry: Entry) -> None:
    data = written(codec.encoded(entry)).encode()

    assert entry_in(data, worded=True) == entry
    assert entry_in(data, worded=False) == head_of(entry)


def test_people_and_the_journal_are_read() -> None:
    dana = RelationshipFields(id="9f2k7m3q", name="Dana Öz", my_role=Role.MENTEE)

    assert person_in(DANA_FIELDS.encode(), worded=False) == dana
    assert journal_id_in(JOURNAL["journal.yaml"].encode()) == "h7d2k9w4"


@settings(max_examples=50)
@given(simple, paragraphs)
def test_what_we_write_with_everyday_words_is_always_answered(line: str, text: str) -> None:
    words = MeetingWords(notes=text, topics=(line, line), reflection=line)
    given = ContributionWords(text=line, outcome=text)
    goals = (Goal(title=line, why=text), Goal(title=line))
    entries = (
        with_items(meeting("2026-11-22", words=words), (action(Party.ME, due="2026-12-01"), line)),
        contribution("2026-11-22", Direction.GIVEN, words=given),
        agreement("2026-11-22", words=AgreementWords(goals=goals, hopes=Hopes(me=line))),
    )

    answers = [entry_in(written(codec.encoded(one)).encode(), worded=True) for one in entries]

    assert answers == [*entries]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *[("schema: 1", "schema: 2"), ("schema: 1\n", ""), ("id: k7", "id: l7"), ("id: k", "id: ")],
        *[("meeting", "meetings"), ("kind: meeting\n", ""), ("2026-11-22", "2026-02-30")],
        *[("2026-11-22", "1899-12-31"), ("2026-11-22", "20261122"), ("planned", "maybe")],
        *[("status: planned\n", ""), ("18:30", "24:00"), ("18:30", "18:30:00"), ("60", "0")],
        *[("60", "060"), ("60", "1_000"), ("notes", "note"), ("notes", "sealed")],
        *[("notes: T", "in_confidence: false\nnotes: T"), ("notes: ", "topics: ")],
        *[("notes: ", "medium: "), ("notes: ", "action_items:\n  - owner: me\nnotes: ")],
    ],
)
def test_anything_else_is_left_to_the_strict_reader(old: str, new: str) -> None:
    assert entry_in(MEETING_TEXT.replace(old, new).encode(), worded=False) is None


def test_a_bound_within_the_cadence_is_left_too() -> None:
    text = AGREEMENT_TEXT.replace("every", "at least every")

    assert entry_in(text.encode(), worded=False) is None


def test_a_journal_that_we_wrote_needs_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    entries = {f"{DANA}/{n}.yaml": data for n, data in enumerate(FILES[:3])}
    plant(tmp_path, {**JOURNAL, f"{DANA}/relationship.yaml": DANA_FIELDS, **entries})
    program = (
        "import sys; from pathlib import Path; from mentorlog.journal import loading\n"
        "from mentorlog.journal.parsing import parsed_with_words\n"
        "found = loading.read(Path(sys.argv[1]), parsed_with_words).contents\n"
        "print(len(found.relationships[0].entries), *{'yaml', 'pydantic'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, check=True)

    assert ran.stdout.split() == [b"3"]


def test_a_head_is_the_same_whichever_way_it_was_read(tmp_path: Path) -> None:
    path = plant(tmp_path, {"a.yaml": MEETING_TEXT}) / "a.yaml"
    with_words = parsing.parsed_with_words(path)

    assert with_words is not None
    assert with_words.value is not None
    assert parsing.parsed_entry(path) == Parsed(head_of(with_words.value))
