from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import meeting
from journal.trees import DANA_FIELDS, MEETING_TEXT, plant

from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.relationship import RelationshipFields, Role
from mentorlog.domain.words import MeetingWords, RelationshipWords
from mentorlog.errors import DamagedJournal
from mentorlog.journal import codec
from mentorlog.journal.codec import Parsed
from mentorlog.journal.yaml.read import YamlProblem, read

MEETING = meeting(
    "2026-12-03",
    id="4v8m2t9c",
    status=MeetingStatus.PLANNED,
    words=MeetingWords(notes="bring the deck"),
)


def file(folder: Path, text: str) -> Path:
    return plant(folder, {"a.yaml": text}) / "a.yaml"


def test_an_entry_is_a_head_unless_its_words_are_asked_for(tmp_path: Path) -> None:
    path = file(tmp_path, MEETING_TEXT)

    assert codec.parsed_bytes(Entry, path.read_bytes())[0] == Parsed(value=MEETING)
    assert codec.parsed_entry(path) == Parsed(value=codec.head_of(MEETING))


def test_a_relationship_and_a_journal(tmp_path: Path) -> None:
    dana = RelationshipFields(
        id="9f2k7m3q", name="Dana Öz", my_role=Role.MENTEE, words=RelationshipWords()
    )

    assert codec.parsed_bytes(RelationshipFields, DANA_FIELDS.encode())[0] == Parsed(value=dana)
    assert codec.parsed_journal(file(tmp_path, "schema: 1\nid: h7d2k9w4\n")) == Parsed(
        value="h7d2k9w4"
    )


def test_a_file_that_went_is_nothing(tmp_path: Path) -> None:
    assert codec.parsed_entry(tmp_path / "gone.yaml") is None


def test_a_file_that_is_too_large_is_told_with_a_line_like_any_other(tmp_path: Path) -> None:
    path = file(tmp_path, MEETING_TEXT)
    os.truncate(path, (32 << 20) + 1)

    assert codec.parsed_entry(path) == Parsed(
        value=None, problems=((1, "This file is larger than 32 MB"),)
    )


@pytest.mark.parametrize("text", ["{", "", "a: 1\nb: 2\na: 3\n", "\x00"])
def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(YamlProblem) as told:
        read(text.encode())

    parsed = codec.parsed_entry(file(tmp_path, text))

    assert parsed == Parsed(value=None, problems=((told.value.line, told.value.message),))
    assert not parsed.clean


def test_a_wrong_head_voids_the_entry(tmp_path: Path) -> None:
    parsed = codec.parsed_entry(file(tmp_path, MEETING_TEXT.replace("planned", "maybe")))

    assert parsed is not None
    assert (parsed.value, [line for line, _ in parsed.problems]) == (None, [5])


def test_what_cannot_be_opened_is_damage_too(tmp_path: Path) -> None:
    fifo, folder, link = tmp_path / "fifo.yaml", tmp_path / "f.yaml", tmp_path / "l.yaml"
    os.mkfifo(fifo)
    folder.mkdir()
    link.symlink_to(file(tmp_path, MEETING_TEXT))

    told = [codec.parsed_entry(path) for path in (fifo, folder, link)]

    messages = [parsed.problems[0][1] for parsed in told if parsed is not None]
    assert told == [codec.unreadable(message) for message in messages]
    assert not any(str(tmp_path) in message for message in messages)


def test_words_that_are_wrong_are_left_out() -> None:
    parsed = codec.parsed_bytes(Entry, f"{MEETING_TEXT}medium: pigeon\n".encode())[0]

    assert (parsed.value, [line for line, _ in parsed.problems]) == (MEETING, [7])
    assert not parsed.clean


def test_what_may_be_changed() -> None:
    assert codec.clean_value("a.yaml", Parsed(value=MEETING)) is MEETING


@pytest.mark.parametrize(
    ("parsed", "message"),
    [
        (Parsed(value=MEETING, problems=((7, "is odd"), (8, "too"))), "a.yaml:7: is odd."),
        (codec.unreadable("can't be read"), "a.yaml: can't be read."),
        (
            Parsed(value=MEETING, problems=((1, "newer"),), newer=True),
            "a.yaml was written by a newer mentorlog; it's shown, but can't be changed here.",
        ),
    ],
)
def test_what_may_not_be_changed(parsed: Parsed[object], message: str) -> None:
    with pytest.raises(DamagedJournal) as damaged:
        codec.clean_value("a.yaml", parsed)

    assert damaged.value.message == message


def test_words_come_and_go() -> None:
    head = codec.head_of(MEETING)

    assert codec.words_of(head) is None
    assert codec.worded(head, codec.words_of(MEETING)) == MEETING
