from __future__ import annotations

from dataclasses import replace

import pytest
from builders import agreement, meeting, note, relationship
from journal.trees import AGREEMENT, AGREEMENT_TEXT, DANA, DANA_FIELDS, MEETING, MEETING_TEXT

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.relationship import RelationshipFields, Role
from mentorlog.domain.words import AgreementWords, MeetingWords, RelationshipWords
from mentorlog.errors import DamagedJournal, MentorlogError, Refused
from mentorlog.journal import texts
from mentorlog.journal.codec import worded
from mentorlog.journal.yaml.edit import setting

PLAN = meeting(
    "2026-12-03",
    id="4v8m2t9c",
    status=MeetingStatus.PLANNED,
    words=MeetingWords(notes="bring the deck"),
)
FIELDS = RelationshipFields(id="9f2k7m3q", name="Dana Öz", my_role=Role.MENTEE)
DANA_FILE = f"{DANA}/relationship.yaml"


def test_a_new_entry_and_a_new_relationship() -> None:
    assert texts.new_text(MEETING, PLAN) == (
        b'schema: 1\nid: "4v8m2t9c"\nkind: meeting\ndate: 2026-12-03\n'
        b"status: planned\nnotes: bring the deck\n"
    )
    assert texts.new_text(DANA_FILE, FIELDS).decode() == DANA_FIELDS.replace(
        "9f2k7m3q", '"9f2k7m3q"'
    )


def test_unknown_keys_go_with_an_amendment() -> None:
    terms = agreement("2026-01-05", id="7k3q8w2m", words=AgreementWords())

    data = texts.new_text(AGREEMENT, terms, {("x-colour",): "blue"})

    assert data.decode() == AGREEMENT_TEXT.replace(" # ours", "").replace("7k3q8w2m", '"7k3q8w2m"')


def test_half_a_character_fits_into_no_file() -> None:
    with pytest.raises(Refused, match="What you typed has a broken character"):
        texts.new_text(MEETING, note("2026-12-03", "a \ud800 b"))


def test_half_a_character_is_not_edited_in_either() -> None:
    with pytest.raises(Refused, match="What you typed has a broken character"):
        texts.edited(MEETING, MEETING_TEXT.encode(), [setting(("notes",), "a \ud800 b")])


def test_what_would_be_damaged_is_never_written() -> None:
    with pytest.raises(Refused, match=r"^That can't be saved: .*id must be"):
        texts.new_text(MEETING, replace(PLAN, id="not an id"))


def test_what_would_read_back_as_something_else_is_never_written() -> None:
    """Here, the words of another kind."""
    with pytest.raises(MentorlogError, match="wouldn't read back as written"):
        texts.new_text(MEETING, worded(PLAN, AgreementWords()))


def test_what_a_text_says_depends_on_its_place() -> None:
    assert texts.record_in(MEETING, MEETING_TEXT.encode()) == PLAN
    assert texts.record_in(DANA_FILE, DANA_FIELDS.encode()) == replace(
        FIELDS, words=RelationshipWords()
    )


def test_a_text_that_is_not_clean_says_nothing() -> None:
    with pytest.raises(DamagedJournal) as damaged:
        texts.record_in(MEETING, b"a: 1\na: 2\n")

    assert damaged.value.message.startswith(f"{MEETING}:2: ")


def test_two_agree_as_far_as_words_are_loaded() -> None:
    head = replace(PLAN, words=None)

    assert texts.agree(PLAN, PLAN)
    assert texts.agree(head, PLAN)
    assert not texts.agree(PLAN, replace(PLAN, words=MeetingWords()))
    assert not texts.agree(head, replace(PLAN, status=MeetingStatus.HELD))


def test_an_edit_touches_nothing_else() -> None:
    data = texts.edited(MEETING, MEETING_TEXT.encode(), [setting(("status",), "held")])

    assert data.decode() == MEETING_TEXT.replace("planned", "held")


def test_what_would_be_invalid_is_refused() -> None:
    with pytest.raises(Refused, match=rf"^That would make the file invalid. {MEETING}:5: "):
        texts.edited(MEETING, MEETING_TEXT.encode(), [setting(("status",), "maybe")])


def test_what_cannot_be_changed_in_place_is_for_the_editor() -> None:
    with pytest.raises(Refused) as refused:
        texts.edited(MEETING, MEETING_TEXT.encode(), [setting(("status", 3), "held")])

    assert (refused.value.message, refused.value.hint) == (
        f"{MEETING} can't be changed in place, the way it's written.",
        "Open it in your editor:  mentorlog edit",
    )


@pytest.mark.parametrize(
    ("aim", "expected"),
    [
        (PLAN, MEETING_TEXT),
        (replace(PLAN, words=None), MEETING_TEXT),
        (
            replace(PLAN, status=MeetingStatus.HELD, minutes=45, words=None),
            MEETING_TEXT.replace("planned", "held") + "minutes: 45\n",
        ),
        (replace(PLAN, words=MeetingWords()), MEETING_TEXT.replace("notes: bring the deck\n", "")),
    ],
)
def test_only_differences_are_written(aim: texts.Record, expected: str) -> None:
    assert texts.updated(MEETING, MEETING_TEXT.encode(), aim).decode() == expected


def test_an_aim_that_no_text_can_say_is_an_error() -> None:
    """Here, the words of another kind."""
    with pytest.raises(MentorlogError, match="wouldn't read back as meant"):
        texts.updated(MEETING, MEETING_TEXT.encode(), worded(PLAN, AgreementWords()))


def test_the_fields_of_a_relationship() -> None:
    assert texts.fields_of(relationship()) == FIELDS
    with pytest.raises(Refused, match=r"^dana-oz has no readable relationship.yaml.$"):
        texts.fields_of(relationship(id=None, my_role=None))
    with pytest.raises(Refused, match=r"^That can't be saved: in_confidence needs an alias"):
        texts.fields_of(relationship(in_confidence=True))
