"""Choices, counts, texts and days as people type them."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.commands.typed import (
    choice,
    choices,
    listed,
    read_ahead,
    texts,
    words,
)
from mentorlog.domain.entries import MeetingStatus, Party
from mentorlog.domain.words import Medium
from mentorlog.errors import UsageError

SUNDAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("text", ["no_show", "no-show", "No Show", " NO-SHOW "])
def test_a_choice_is_known_however_its_words_are_joined(text: str) -> None:
    assert choice(MeetingStatus, text, "--status") is MeetingStatus.NO_SHOW


def test_no_choice_is_none() -> None:
    assert choice(MeetingStatus, None, "--status") is None


@pytest.mark.parametrize("text", ["", "carrier pigeon", "vod"])
def test_what_is_no_choice_is_told_with_those_there_are(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        choice(Medium, text, "--medium")

    assert caught.value.message == "--medium takes in person, video, phone, chat or email."


def test_choices_are_kept_in_order_each_once() -> None:
    found = choices(Medium, ["video", "in-person", "VIDEO"])

    assert found == (Medium.VIDEO, Medium.IN_PERSON)
    assert choices(Medium, None) == ()


def test_choices_are_listed_as_in_a_sentence() -> None:
    assert listed(Party) == "me, them or both"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("a few words", "a few words"),
        ("  a few words \n", "a few words"),
        ("first\n\n  second\n", "first\n\n  second"),
        ("\n  indented\nlist\n\n", "  indented\nlist"),
    ],
)
def test_a_text_loses_only_the_blanks_around_it(text: str | None, expected: str | None) -> None:
    assert words(text, "The note") == expected


@pytest.mark.parametrize("text", ["", " ", "\n", "\t \r\n"])
def test_an_empty_text_is_a_slip(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        words(text, "The note")

    expected = ("The note is empty.", "Write a few words, or leave it out.")
    assert (caught.value.message, caught.value.hint) == expected


def test_texts_are_each_stripped() -> None:
    assert texts([" one", "two "]) == ("one", "two")
    assert texts(None) == ()


def test_one_empty_text_among_others_is_told() -> None:
    with pytest.raises(UsageError, match="The text is empty"):
        texts(["one", ""])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 sept", '--from looks ahead: "1 sept" is Wed 1 Sep 2027; the last one was 2026-09-01.'),
        *((text, None) for text in ("1 sept 2027", "10 jan", "in 8 months", "fri", "today", None)),
        *((text, None) for text in ("2027-09-01", "soon", "26 nov")),
    ],
)
def test_a_day_far_ahead_that_could_be_a_nearer_past_one_is_told(
    text: str | None, said: str | None
) -> None:
    assert list(read_ahead(text, "--from", SUNDAY)) == ([said] if said else [])
