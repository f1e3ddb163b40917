"""Notes as parts of a letter: turned only where it is safe, else quoted as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.terminal import phrases
from mentorlog.terminal.phrases import Form, Phrase

NAME = "Dana Öz"
DEED, THING, LESSON, ADVICE, SAYING = Form


@pytest.mark.parametrize(
    ("note", "form", "text"),
    [
        ("read my promotion case", DEED, "read my promotion case"),
        ("Introduced me to Lou.", DEED, "introduced me to Lou"),
        ("she read my promotion case", DEED, "read my promotion case"),
        ("Dana introduced me to Lou", DEED, "introduced me to Lou"),
        ("she has sent me a book", DEED, "have sent me a book"),
        ("he was there on the day", DEED, "were there on the day"),
        ("a way to say no", THING, "a way to say no"),
        ("The courage to ask", THING, "the courage to ask"),
        ("feedback on my first talk", THING, "feedback on my first talk"),
        ("how newcomers really see us", LESSON, "how newcomers really see us"),
        ("showed me her own first plan", SAYING, "showed me her own first plan"),
        ("a book that Dana likes", SAYING, "a book that Dana likes"),
        ("she thinks I am ready", SAYING, "she thinks I am ready"),
        ("she read her notes to me", SAYING, "she read her notes to me"),
        ("need to rest", SAYING, "need to rest"),
        ("Lou", SAYING, "Lou"),
        ("ein gutes Wort", SAYING, "ein gutes Wort"),
    ],
)
def test_what_was_given(note: str, form: Form, text: str) -> None:
    assert phrases.given(note, NAME, spoken=False) == Phrase(form, text)


@pytest.mark.parametrize(
    ("note", "form", "text"),
    [
        ("ask for the budget before the date", SAYING, "ask for the budget before the date"),
        ("read it again the next day", SAYING, "read it again the next day"),
        ("to ask early", ADVICE, "to ask early"),
        ("That nobody reads it", ADVICE, "that nobody reads it"),
        ("why nobody reads it", LESSON, "why nobody reads it"),
        ("she said wait", DEED, "said wait"),
        ("tell them first", SAYING, "tell them first"),
    ],
)
def test_what_was_said(note: str, form: Form, text: str) -> None:
    assert phrases.given(note, NAME, spoken=True) == Phrase(form, text)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("a second opinion before I decide", "for a second opinion before I decide"),
        ("to say no", "to say no"),
        ("learn to say no", "to learn to say no"),
        ("A mirror.", "for a mirror"),
        ("her view of things", None),
    ],
)
def test_what_was_hoped(note: str, said: str | None) -> None:
    assert phrases.hoped(note, NAME) == said


def test_the_hope_of_another_is_quoted_where_it_speaks_of_them() -> None:
    assert phrases.hoped("my first talk", NAME, to_me=True) is None
    assert phrases.hoped("to speak up", NAME, to_me=True) == "to speak up"


@pytest.mark.parametrize(
    ("note", "form", "text"),
    [
        ("got the money in November", DEED, "I got the money in November"),
        ("worked at once", DEED, "it worked at once"),
        ("It worked", DEED, "it worked"),
        ("the money came in November", DEED, "the money came in November"),
        ("Lou hired me", DEED, "Lou hired me"),
        ("did it, Dana only watched", SAYING, "did it, Dana only watched"),
    ],
)
def test_what_came_of_it(note: str, form: Form, text: str) -> None:
    assert phrases.outcome(note, NAME) == Phrase(form, text)


def test_what_i_did_begins_with_me() -> None:
    assert phrases.mine("walked a newcomer through it", NAME).text == (
        "I walked a newcomer through it"
    )
    assert phrases.mine("I speak up now.", NAME).text == "I speak up now"
    assert phrases.mine("To ask early", NAME).text == "to ask early"
    assert phrases.mine("she is right", NAME) == Phrase(SAYING, "she is right")


@given(note=st.text(min_size=1).filter(str.strip), name=st.text(min_size=1), spoken=st.booleans())
def test_any_note_makes_a_phrase_of_its_own_words(note: str, name: str, *, spoken: bool) -> None:
    """Nothing is invented: of a note's words at most the first is changed or left out."""
    said = phrases.given(note, name, spoken=spoken)

    words, told = " ".join(note.split()).rstrip(".").split(), said.text.rstrip(".").split()
    assert told[1:] in (words[1:], words[2:])
