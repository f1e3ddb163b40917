"""Text in our own form, read without PyYAML, says what it says when PyYAML reads it.

Whether it can be read so is a matter of time, so it must for what we write ourselves.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import action, agreement, contribution, meeting, with_items
from hypothesis import given, settings
from hypothesis import strategies as st
from journal.schema_1 import ENTRIES, JOURNAL_ID, RELATIONSHIP
from journal.spoiling import spoilt
from journal.test_codec import parts
from journal.test_yaml_own import paragraphs, simple
from journal.trees import DANA, DANA_FIELDS, JOURNAL, plant

from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import ENTRY_TYPES, Agreement, Direction, Entry, Party
from mentorlog.domain.relationship import RelationshipFields, Role
from mentorlog.domain.words import AgreementWords, ContributionWords, Goal, Hopes, MeetingWords
from mentorlog.journal import codec
from mentorlog.journal.codec import JournalFields, Parsed, head_of, parsed_bytes
from mentorlog.journal.yaml import dump, value_in

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
    *(dump(codec.encoded(entry)).encode() for entry in ENTRIES),
    dump(codec.encoded(RELATIONSHIP)).encode(),
    dump(codec.encoded_journal(JOURNAL_ID)).encode(),
)


KINDS: tuple[type[Any], ...] = (Entry, RelationshipFields, JournalFields)


def answers(data: bytes, *, quickly: bool) -> list[object]:
    """What each of them says of a text, its problems and its keys."""
    return [parsed_bytes(kind, data, quickly=quickly) for kind in KINDS]


def is_quick(data: bytes) -> bool:
    """Whether the text is in our own form, so that no YAML parser is needed."""
    return value_in(data) is not None


@pytest.mark.parametrize("seed", range(10))
def test_a_spoilt_file_has_one_answer(seed: int) -> None:
    hand = random.Random(seed)  # noqa: S311 - it shall be repeatable
    answered = 0
    for _ in range(200):
        data = spoilt(hand.choice(FILES), FILES, hand)
        assert answers(data, quickly=True) == answers(data, quickly=False), data
        answered += is_quick(data)

    assert answered > 5


@settings(max_examples=50)
@given(st.sampled_from([*ENTRY_TYPES]).flatmap(parts) | parts(RelationshipFields))
def test_any_words_have_one_answer(said: Entry | RelationshipFields) -> None:
    data = dump(codec.encoded(said)).encode()

    assert answers(data, quickly=True) == answers(data, quickly=False)


EVERYDAY = [entry for entry in ENTRIES if entry.kind != "check_in"]  # it asks `"yes"`, quoted


@pytest.mark.parametrize("entry", EVERYDAY, ids=lambda entry: entry.kind)
def test_every_field_that_we_write_is_read(entry: Entry) -> None:
    data = dump(codec.encoded(entry)).encode()

    assert is_quick(data)
    assert parsed_bytes(Entry, data)[0] == Parsed(entry)
    assert parsed_bytes(Entry, data, worded=False)[0] == Parsed(head_of(entry))


def test_people_and_the_journal_are_read() -> None:
    dana = RelationshipFields(id="9f2k7m3q", name="Dana Öz", my_role=Role.MENTEE)

    files = [DANA_FIELDS.encode(), JOURNAL["journal.yaml"].encode()]
    assert [is_quick(data) for data in files] == [True, True]
    assert parsed_bytes(RelationshipFields, files[0], worded=False)[0] == Parsed(dana)
    assert parsed_bytes(JournalFields, files[1])[0] == Parsed(JournalFields(id="h7d2k9w4"))


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

    data = [dump(codec.encoded(one)).encode() for one in entries]
    assert [is_quick(one) for one in data] == [True] * 3
    assert [parsed_bytes(Entry, one)[0] for one in data] == [Parsed(one) for one in entries]


def test_a_key_of_somebody_elses_and_a_bound_in_the_cadence_need_no_yaml() -> None:
    text = AGREEMENT_TEXT.replace("every", "at least every") + "mood: good\n"

    found, keys = parsed_bytes(Entry, text.encode())

    assert is_quick(text.encode())
    assert answers(text.encode(), quickly=True) == answers(text.encode(), quickly=False)
    assert isinstance(found.value, Agreement)
    assert found.value.bound is Bound.MINIMUM
    assert codec.unknown_keys(found.value, keys) == {("mood",): "good"}


def test_a_journal_that_we_wrote_needs_neither_yaml_nor_pydantic(tmp_path: Path) -> None:
    entries = {f"{DANA}/{n}.yaml": data for n, data in enumerate(FILES[:3])}
    plant(tmp_path, {**JOURNAL, f"{DANA}/relationship.yaml": DANA_FIELDS, **entries})
    program = (
        "import sys; from pathlib import Path; from mentorlog.journal import scan\n"
        "from mentorlog.domain.entries import Entry\n"
        "from mentorlog.journal.codec import parsed_bytes\n"
        "parse = lambda path: parsed_bytes(Entry, Path(path).read_bytes())[0]\n"
        "found = scan.read(Path(sys.argv[1]), parse).contents\n"
        "print(len(found.relationships[0].entries), *{'yaml', 'pydantic'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, check=True)

    assert ran.stdout.split() == [b"3"]


def test_a_head_is_the_same_whichever_way_it_was_read(tmp_path: Path) -> None:
    path = plant(tmp_path, {"a.yaml": MEETING_TEXT}) / "a.yaml"
    with_words = codec.parsed_bytes(Entry, path.read_bytes())[0]

    assert with_words.value is not None
    assert codec.parsed_entry(path) == Parsed(head_of(with_words.value))
