"""What is held in confidence leaves only its head."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, cast

import pytest
from builders import agreement, meeting, note, relationship

from mentorlog.domain.entries import ENTRY_TYPES, Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import Form, MeetingWords, RelationshipWords
from mentorlog.views.confidence import (
    IDENTIFYING_NOBODY,
    WORDS_IDENTIFYING_NOBODY,
    Withheld,
    discreet,
    shown_name,
    withheld,
)

WORDS = RelationshipWords(
    form=Form.PEER, origin="a fair", organization="Acme", function="CFO", why="knows budgets"
)


def secret() -> Relationship:
    return relationship(
        agreement("2026-01-05"), name="Real Name", alias="Owl", in_confidence=True, words=WORDS
    )


def test_the_alias_stands_for_the_name_and_nothing_points_at_the_person() -> None:
    expected = replace(
        secret(),
        name="Owl",
        words=replace(WORDS, origin=None, organization=None, function=None),
        entries=secret().entries,
    )
    shown = discreet(secret(), reveal=False)

    assert (shown.name, shown.words) == (expected.name, expected.words)


def test_a_new_field_of_a_person_is_hidden_until_somebody_decides_that_it_may_be_shown() -> None:
    """List it here if it could identify them; else in `views.confidence`."""
    replaced = {"name", "words", "entries"}
    hidden = {"origin", "organization", "function"}

    assert {one.name for one in fields(Relationship)} == {*IDENTIFYING_NOBODY} | replaced
    assert {one.name for one in fields(RelationshipWords)} == {*WORDS_IDENTIFYING_NOBODY} | hidden


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_the_head_of_an_entry_holds_no_text(kind: type[Entry]) -> None:
    """It's shown even in confidence; a new text belongs into the entry's words."""
    texts = {one.name for one in fields(cast("Any", kind)) if one.type in ("str", "str | None")}

    assert texts <= {"id", "tz", "occasion"}


def test_revealed_it_is_the_same() -> None:
    person = secret()

    assert discreet(person, reveal=True) is person


def test_an_entry_in_confidence_keeps_its_head() -> None:
    told = meeting("2026-01-05", minutes=45, words=MeetingWords(notes="x"), in_confidence=True)
    plain = note("2026-01-06", "y")

    shown = discreet(relationship(told, plain), reveal=False)

    assert shown.entries == (replace(told, words=None), plain)


def test_why_words_are_missing() -> None:
    assert withheld(note("2026-01-06", "y"), reveal=False) is None
    assert withheld(note("2026-01-06"), reveal=True) is Withheld.SEALED
    assert withheld(note("2026-01-06", "y", in_confidence=True), reveal=True) is None
    hidden = note("2026-01-06", "y", in_confidence=True)
    assert withheld(hidden, reveal=False) is Withheld.CONFIDENCE


def test_who_is_not_in_confidence_goes_by_the_name() -> None:
    assert shown_name(relationship(name="Dana Öz", alias="Owl"), reveal=False) == "Dana Öz"
