"""Notes as parts of a letter: turned only where it is safe, else quoted as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.terminal import phrases
from mentorlog.terminal.phrases import Form, Phrase

NAME = "Dana Öz"
DEED, THING, DOING, LESSON, ADVICE, CLAUSE, ASIDE, SAYING, NOTE = Form


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
        ("was patient when I came late", DEED, "were patient when I came late"),
        ("showed me her own first plan", DEED, "showed me your own first plan"),
        ("She read her notes to me", DEED, "read your notes to me"),
        ("told my boss she could wait", DEED, "told my boss she could wait"),
        ("Her old slides", THING, "your old slides"),
        ("a book that Dana liked", THING, "a book that you liked"),
        ("Introduction to Lou", THING, "an introduction to Lou"),
        ("listening for an hour", DOING, "listening for an hour"),
        ("The talk was good", CLAUSE, "The talk was good"),
        ("Lou brought his sheet", CLAUSE, "Lou brought his sheet"),
        ("a book that Dana likes", NOTE, "a book that Dana likes"),
        ("she thinks I am ready", NOTE, "she thinks I am ready"),
        ("read my slides and their weak spots", NOTE, "read my slides and their weak spots"),
        ("need to rest", NOTE, "need to rest"),
        ("Lou", NOTE, "Lou"),
        ("ein gutes Wort", NOTE, "ein gutes Wort"),
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
        ("“Sleep on it.”", SAYING, "Sleep on it."),
        ("Her advice: sleep on it", SAYING, "sleep on it"),
        ("the question whom it serves", THING, "the question whom it serves"),
        ("what would you do?", SAYING, "what would you do?"),
        ("she thinks I should wait", NOTE, "she thinks I should wait"),
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
        ("her view of things", "for your view of things"),
        ("I'd like to say no", "to say no"),
        ("I want to say no", "to say no"),
        ("Getting better at it", "to get better at it"),
        ("wrestling with it", None),
        ("we both grow", None),
        ("a book she likes", None),
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
        ("got the money in November", CLAUSE, "I got the money in November"),
        ("worked at once", CLAUSE, "it worked at once"),
        ("works every time", CLAUSE, "it works every time"),
        ("went well", CLAUSE, "it went well"),
        ("went to Berlin", CLAUSE, "I went to Berlin"),
        ("accepted at once", CLAUSE, "it was accepted at once"),
        ("Promoted in May", CLAUSE, "I was promoted in May"),
        ("use it every day", CLAUSE, "I use it every day"),
        ("It worked", CLAUSE, "it worked"),
        ("the money came in November", CLAUSE, "the money came in November"),
        ("Lou hired me", CLAUSE, "Lou hired me"),
        ("people listen now", CLAUSE, "people listen now"),
        ("did it, Dana only watched", CLAUSE, "I did it, you only watched"),
        ("a new job", ASIDE, "a new job"),
        ("she knows", NOTE, "she knows"),
    ],
)
def test_what_came_of_it(note: str, form: Form, text: str) -> None:
    assert phrases.outcome(note, NAME) == Phrase(form, text)


def test_what_came_of_it_is_of_whoever_was_mentioned() -> None:
    assert phrases.outcome("she agreed", NAME, beside="ask your boss").text == "she agreed"
    assert phrases.outcome("she agreed", NAME, beside="ask early").text == "you agreed"


def test_what_i_did_begins_with_me() -> None:
    assert phrases.mine("walked a newcomer through it", NAME).text == (
        "I walked a newcomer through it"
    )
    assert phrases.mine("I speak up now.", NAME) == Phrase(CLAUSE, "I speak up now")
    assert phrases.mine("To ask early", NAME) == Phrase(ASIDE, "to ask early")
    assert phrases.mine("she was right", NAME) == Phrase(CLAUSE, "you were right")
    assert phrases.mine("she knows it", NAME) == Phrase(NOTE, "she knows it")


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("to ask early", "to ask early"),
        ("That nobody reads it.", "that nobody reads it"),
        ("how to listen", "how to listen"),
        ("I talk too much", "that I talk too much"),
        ("ask early", None),
        ("she knows", None),
    ],
)
def test_what_was_learned(note: str, said: str | None) -> None:
    assert phrases.learned(note, NAME) == said


@given(note=st.text(min_size=1).filter(str.strip), name=st.text(min_size=1), spoken=st.booleans())
def test_any_note_makes_a_phrase_of_its_own_words(note: str, name: str, *, spoken: bool) -> None:
    """Nothing is invented: what a note doesn't say is a word for the reader, or an article."""
    said = phrases.given(note, name, spoken=spoken)

    own = set(note.casefold().split()) | {"you", "your", "a", "an", "were", "are", "have"}
    strange = [word for word in said.text.casefold().split() if word not in own]
    assert not [word for word in strange if not any(word in each for each in own)]
