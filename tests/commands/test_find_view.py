"""What is found, and where in a text: whatever its case, accents or blanks."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import note, relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.commands.find.view import (
    Match,
    Matches,
    Searched,
    Unknown,
    Where,
    folded,
    matches,
    may_mention,
)
from mentorlog.domain.entries import Kind
from mentorlog.domain.words import RelationshipWords
from mentorlog.errors import Refused
from mentorlog.journal.texts import new_text

TODAY = dt.date(2026, 11, 22)


def found(text: str, sought: str) -> list[str]:
    """What of the text is marked."""
    found = note("2026-11-01", text)
    source = Searched(relationship=relationship(name="Sam"), entries=((found, {}),), unknown={})
    items = matches([source], sought, Where(), TODAY, reveal=False).items
    return [one.text[begin:end] for one in items for begin, end in one.spans]


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("The REORG, the reorg", "Reorg", ["REORG", "reorg"]),
        ("Öz and O\u0308z and oz", "öz", ["Öz", "O\u0308z", "oz"]),
        ("Straße", "strasse", ["Straße"]),
        ("the\n  reorg", "the reorg", ["the\n  reorg"]),
        ("aaa", "aa", ["aa"]),
        ("\ufb01nance", "fi", ["\ufb01"]),
        ("nothing", "else", []),
        ("anything", " ", []),
    ],
)
def test_what_is_marked(text: str, sought: str, expected: list[str]) -> None:
    assert found(text, sought) == expected


@given(st.text(min_size=1), st.text(), st.text())
def test_what_stands_in_a_text_is_found(word: str, before: str, after: str) -> None:
    marked = found(f"{before}{word}{after}", word)

    assert bool(marked) == bool(folded(word)[0].strip())


@given(st.text(), st.text("ab Ö'\\n-", min_size=1), st.text())
def test_no_file_that_mentions_it_is_passed_over(before: str, word: str, after: str) -> None:
    entry = note("2026-11-01", f"{before}{word}{after}")
    try:
        data = new_text("a.yaml", entry)
    except Refused:  # it holds what no file can
        return

    assert may_mention(word)(data) or not found(f"{before}{word}{after}", word)


@pytest.mark.parametrize(
    "text",
    [
        "text: 'the o''brien reorg'",
        'text: "the o\\x27brien re\\x6frg"',
        "text: the\n  o'brien\n  reorg",
        "{sealed: x}",
        "in_confidence: true",
    ],
)
def test_what_is_written_in_another_way_is_not_passed_over(text: str) -> None:
    assert may_mention("O'Brien Reorg")(text.encode())


def test_a_file_without_the_words_is_passed_over() -> None:
    assert not may_mention("Reorg")(b"text: nothing of it")


def test_what_is_said_of_a_person_and_unknown_keys_are_looked_through() -> None:
    entry = note("2026-11-01", "x", id="00000001")
    who = relationship(name="Dana", words=RelationshipWords(why="she is calm"))
    unknown: Unknown = {("mood",): "calm"}
    entries = ((entry, unknown),)
    source = Searched(relationship=who, entries=entries, unknown={("more", 0): "calmly"})

    assert matches([source], "calm", Where(), TODAY, reveal=False) == Matches(
        as_of=TODAY,
        sought="calm",
        items=(
            _match("why", "she is calm", (7, 11)),
            _match("more.0", "calmly", (0, 4)),
            Match(
                id="00000001",
                handle="dana-oz",
                name="Dana",
                kind=Kind.NOTE,
                date=dt.date(2026, 11, 1),
                field="mood",
                text="calm",
                spans=((0, 4),),
            ),
        ),
    )


def _match(field: str, text: str, span: tuple[int, int]) -> Match:
    return Match(
        id="9f2k7m3q",
        handle="dana-oz",
        name="Dana",
        kind=None,
        date=None,
        field=field,
        text=text,
        spans=(span,),
    )


def test_what_is_withheld_is_counted_within_what_was_asked() -> None:
    hidden = [
        note("2026-11-01", "secret", in_confidence=True),
        note("2026-10-01", "secret", in_confidence=True),
        note("2026-11-02"),
    ]
    source = Searched(
        relationship=relationship(), entries=tuple((one, {}) for one in hidden), unknown={}
    )

    since = Where(since=dt.date(2026, 10, 15))
    assert matches([source], "secret", since, TODAY, reveal=False) == Matches(
        as_of=TODAY, sought="secret", items=(), in_confidence=1, sealed=1
    )
