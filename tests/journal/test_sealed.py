"""The form of a sealed file, with a seal that anybody can open: keys are another matter."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal.trees import MEETING, MEETING_TEXT

from mentorlog.errors import DamagedJournal, Refused
from mentorlog.journal import sealed
from mentorlog.journal.codec import head_of
from mentorlog.journal.drafts import Draft, SealedWords
from mentorlog.journal.texts import record_in

TEXT = MEETING_TEXT.encode()


def seal(data: bytes) -> str:
    return base64.encodebytes(data).decode()


def open_(block: str) -> bytes:
    return base64.decodebytes(block.encode())


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=40))
def test_every_byte_comes_back(comment: str) -> None:
    text = f"# {comment}\r\n".encode() + TEXT

    found = sealed.sealed(MEETING, text, seal)

    assert sealed.is_sealed(found)
    assert sealed.original(MEETING, found, open_) == text
    assert sealed.unsealed(MEETING, found, text) == text


def test_the_head_says_the_same_and_the_words_are_gone() -> None:
    said = record_in(MEETING, sealed.sealed(MEETING, TEXT, seal))

    assert said == head_of(record_in(MEETING, TEXT))


def test_what_was_added_beside_the_block_survives_a_change_and_keeps_it_closed() -> None:
    found = sealed.sealed(MEETING, TEXT, seal) + b"mine: too\n"
    changed = TEXT + b"minutes: 50\n"

    after = sealed.resealed(MEETING, found, TEXT, changed, seal)

    assert sealed.original(MEETING, after, open_) == changed
    assert b"mine: too\n" in after
    assert b"minutes: 50\n" in after
    with pytest.raises(Refused, match="mine"):
        sealed.unsealed(MEETING, after, changed)


def test_another_head_beside_it_is_told_with_its_line() -> None:
    found = sealed.sealed(MEETING, TEXT, seal).replace(b"2026-1", b"2025-1", 1)

    with pytest.raises(DamagedJournal, match=r":\d+: the plain part doesn't match"):
        sealed.original(MEETING, found, open_)


def test_a_sealed_draft_knows_its_words_again_and_shows_none() -> None:
    typed = {"text": "hello", "who": "dana"}
    draft = Draft(
        id="d" * 8,
        path=Path("x"),
        command="note",
        typed=typed,
        sealed=SealedWords.of(typed, seal),
    )

    assert isinstance(draft.sealed, SealedWords)
    assert draft.sealed.matches(typed)
    assert not draft.sealed.matches({**typed, "text": "hullo"})
    closed = Draft(id="d" * 8, path=Path("x"), command="note", typed={}, sealed=draft.sealed)
    assert closed.is_closed
    assert draft.sealed is not None
    assert draft.sealed.opened(open_) == typed
