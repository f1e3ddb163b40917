"""Who helps with what, in words."""

from __future__ import annotations

from builders import agreement, approach, relationship
from views.people import TODAY

from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import Difference, Function, RelationshipWords
from mentorlog.terminal.look import Look
from mentorlog.terminal.people import people
from mentorlog.views.people import people as people_view

TERMS = agreement("2026-06-01")


def told(*everyone: Relationship) -> list[str]:
    return [line.plain for line in people(people_view(everyone, TODAY), Look(width=120))]


def test_an_empty_journal_says_how_to_begin() -> None:
    assert told() == [
        (
            "Nobody helps you yet, as far as your journal says."
            "  mentorlog new-agreement NAME --helps-with feedback"
        )
    ]


def test_where_everything_is_covered_nothing_is_asked_for() -> None:
    words = RelationshipWords(helps_with=tuple(Function), differs_from_me=tuple(Difference))
    two = [relationship(TERMS, name=name, handle=name, words=words) for name in ("Ana", "Bo")]

    shown = told(*two)

    assert shown[1] == "  career advice      ●    ●    Ana, Bo"
    assert shown[-2:] == [
        "Someone differs from you in background, gender, generation, culture, function, industry,",
        "organization, network and experience.",
    ]


def test_someone_undescribed_is_named_once_with_the_way_to_do_it() -> None:
    shown = told(*(relationship(TERMS, name=name, handle=name) for name in ("ana", "bo")))

    assert shown[-1] == (
        "You've noted none of this yet for ana:"
        "  mentorlog amend ana --helps-with feedback --differs industry"
    )


def test_who_might_help_is_named_where_it_is_missing_and_where_one_does() -> None:
    dana = relationship(TERMS, words=RelationshipWords(helps_with=(Function.FEEDBACK,)))
    words = RelationshipWords(helps_with=(Function.FEEDBACK, Function.SKILL))
    moss = relationship(approach("2026-11-01"), name="Ed Moss", handle="ed-moss", words=words)

    shown = told(dana, moss)

    assert "  feedback           ●     ○    only Dana; Ed might" in shown
    assert "  skill              ·     ○    nobody yet; Ed might" in shown
    assert "Being considered: Ed Moss.  mentorlog candidate" in shown


def test_where_all_of_it_hangs_on_one_person_it_is_said() -> None:
    one = RelationshipWords(helps_with=(Function.FEEDBACK, Function.SKILL))
    other = RelationshipWords(helps_with=(Function.SKILL,))
    ana = relationship(TERMS, name="Ana Roth", handle="ana", words=one)
    bo = relationship(TERMS, name="Bo Ek", handle="bo", words=other)

    assert "All of this comes from Ana." in told(ana)
    assert "All of this comes from Ana." not in told(ana, bo)
