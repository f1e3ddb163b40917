"""A story's lines in cases its golden files don't have."""

from __future__ import annotations

from builders import agreement, check_in, note, relationship, stored
from views.people import TODAY

from mentorlog.commands.show import story, text
from mentorlog.domain.entries import Entry
from mentorlog.domain.words import AgreementWords, CheckInWords, RelationshipWords
from mentorlog.terminal.look import Look


def told(entry: Entry, *, whole: bool = False, width: int = 80) -> list[str]:
    who = relationship(entry, words=RelationshipWords(why="knows budgets"))
    kept = stored(entry, "relationships/dana-oz-9f2k/a.yaml", {("mood",): "calm"})
    view = story(who, [kept], TODAY, unknown={("nick",): "D"}, whole=whole)
    return [line.plain for line in text(view, Look(width=width))]


def test_one_entry_says_whose_it_is_and_where_its_file_is() -> None:
    assert told(note("2026-11-10", "London", id="4v8m2t9c")) == [
        "Tue 10 Nov  Note, Dana Öz                                               4v8m2t9c",
        "  London",
        "  mood            calm",
        "  File            relationships/dana-oz-9f2k/a.yaml",
    ]


def test_a_whole_story_begins_with_the_person() -> None:
    assert told(note("2026-11-10", "London", id="4v8m2t9c"), whole=True) == [
        "Dana Öz, your mentor                                                     1 entry",
        "  Why             knows budgets",
        "  nick            D",
        "",
        "Tue 10 Nov  Note                                                        4v8m2t9c",
        "  London",
        "  mood            calm",
    ]


def test_withheld_an_entry_shows_its_title_only() -> None:
    secret = note("2026-11-10", "London", id="4v8m2t9c", in_confidence=True)

    assert told(secret)[1:] == [
        "  (held in confidence)",
        "  File            relationships/dana-oz-9f2k/a.yaml",
        "",
        "1 held in confidence; see it with  mentorlog show 4v8m2t9c --reveal",
    ]


def test_a_long_label_has_a_line_of_its_own() -> None:
    question = "What changed for you because of these talks?"
    felt = check_in("2026-11-10", words=CheckInWords(answers=((question, "a lot"),)))

    assert told(felt, width=40)[1:4] == [
        "  What changed for you because of these",
        "  talks?",
        "                  a lot",
    ]


def test_lists_hang_in_their_column() -> None:
    terms = agreement("2026-11-10", words=AgreementWords(focus_areas=("leading", "saying no")))

    assert told(terms)[1:3] == [
        "  Focus areas     leading",
        "                  saying no",
    ]
