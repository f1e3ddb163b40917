"""What one relationship's page says, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import replace

from builders import (
    agreement,
    approach,
    ask,
    check_in,
    closure,
    contribution,
    day,
    meeting,
    note,
    pause,
    planned,
    relationship,
)
from views.people import SINCE, TODAY, ari, dana, held, sam

from mentorlog.domain.entries import Direction, Entry
from mentorlog.domain.words import AgreementWords, Goal, GoalStatus, MeetingWords, NoteWords
from mentorlog.views.board import row
from mentorlog.views.confidence import Withheld
from mentorlog.views.page import Area, GoalNow, Page, page


def page_of(*timeline: Entry, reveal: bool = False) -> Page:
    return page(relationship(*timeline), TODAY, since=SINCE, reveal=reveal)


def test_its_row_is_the_row_of_the_board() -> None:
    assert page(dana(), TODAY, since=SINCE).row == row(dana(), TODAY, since=SINCE, reveal=False)


def test_an_area_was_touched_when_a_topic_names_it_or_it_names_a_topic() -> None:
    terms = AgreementWords(focus_areas=("Leading without authority", "saying no", "budgets"))
    timeline = (
        agreement("2026-06-01", words=terms),
        held("2026-06-10", "m1000000", topics=("at the review: authorities WITHOUT leading",)),
        held("2026-06-11", "m1100000", topics=("at the review: LEADING (without authority)",)),
        held("2026-07-10", "m2000000", topics=("No", "saying no")),
        meeting("2026-12-10", words=MeetingWords(topics=("budgets",))),
    )

    found = page_of(*timeline)

    assert found.topics_known
    assert found.areas == (
        Area(title="Leading without authority", touched=day("2026-06-11")),
        Area(title="saying no", touched=day("2026-07-10")),
        Area(title="budgets", touched=None),
    )


def test_without_topics_nothing_is_said_of_areas() -> None:
    terms = AgreementWords(focus_areas=("saying no",))

    assert not page_of(agreement("2026-06-01", words=terms), held("2026-06-10", "m")).topics_known


def test_a_goal_shows_its_last_note() -> None:
    goals = (
        Goal(title="Run the review", target_date=day("2026-12-31")),
        Goal(title="speak up", status=GoalStatus.ACHIEVED),
    )
    timeline = (
        agreement("2026-06-01", words=AgreementWords(goals=goals)),
        note("2026-08-01", "watched", goal="Run the review"),
        note("2026-10-01", "half of it", goal="run the review"),
        note("2026-12-01", "not yet", goal="run the review"),
    )

    assert page_of(*timeline).goals == (
        GoalNow(goal=goals[0], noted=day("2026-10-01"), note="half of it"),
        GoalNow(goal=goals[1]),
    )


def test_the_last_of_each_way_is_shown() -> None:
    given = (
        contribution("2026-06-01", Direction.GIVEN),
        contribution("2026-07-01", Direction.GIVEN),
    )
    received = contribution("2026-05-01", Direction.RECEIVED)
    asked, felt = ask("2026-08-01"), check_in("2026-09-01")

    found = page_of(*given, received, asked, felt, contribution("2026-12-01", Direction.GIVEN))

    shown = (found.gave[-1], *found.received, found.asked, found.check_in)
    assert shown == (given[1], received, asked, felt)


def test_terms_are_those_in_force_else_the_coming_else_the_last() -> None:
    first, second = agreement("2026-01-05"), agreement("2026-06-01", "weekly")
    coming = agreement("2026-12-01", "quarterly")

    assert page_of(first, second, coming).terms == second
    assert page_of(coming).terms == coming
    assert page_of(first, second, closure("2026-10-01")).terms == second
    assert page_of(meeting("2026-10-01")).terms is None


def test_a_closure_a_pause_and_a_search_show_while_they_last() -> None:
    ended, paused, seen = closure("2026-10-01"), pause("2026-11-01"), approach("2026-11-01")

    assert page_of(agreement("2026-01-05"), ended).closure == ended
    assert page_of(agreement("2026-01-05"), ended, agreement("2026-11-01")).closure is None
    assert page_of(agreement("2026-01-05"), paused).pause == paused
    assert page_of(agreement("2026-01-05"), replace(paused, until=TODAY)).pause is None
    assert page_of(seen).approach == seen
    assert page_of(seen, agreement("2026-11-10")).approach is None


def test_the_next_meeting_keeps_its_words_to_itself_in_confidence() -> None:
    booked = replace(planned("2026-11-26"), words=MeetingWords(place="Café"), in_confidence=True)

    assert page_of(booked).next_meeting == replace(booked, words=None)
    assert page_of(booked, reveal=True).next_meeting == booked


def test_no_word_in_confidence_is_left_on_the_page() -> None:
    hush = "what nobody may read"
    timeline = (
        agreement("2026-06-01", words=AgreementWords(focus_areas=(hush,)), in_confidence=True),
        meeting("2026-10-01", words=MeetingWords(topics=(hush,)), in_confidence=True),
        contribution("2026-10-01", Direction.GIVEN, hush, in_confidence=True),
        contribution("2026-10-01", Direction.RECEIVED, hush, in_confidence=True),
        note("2026-10-01", hush, in_confidence=True),
    )

    hidden, shown = page_of(*timeline), page_of(*timeline, reveal=True)

    assert hush not in repr(hidden)
    assert hidden.hidden == (Withheld.CONFIDENCE,) * 5
    assert hush in repr(shown)
    assert shown.hidden == (None,) * 5


def test_sealed_entries_are_counted() -> None:
    assert page_of(note("2026-10-01"), note("2026-10-02", "x")).hidden == (Withheld.SEALED, None)


def test_a_person_in_confidence_goes_by_the_alias() -> None:
    secret = relationship(name="Real Name", alias="Owl", in_confidence=True)

    assert "Real Name" not in repr(page(secret, TODAY, since=SINCE))


def test_notes_without_a_goal_are_loops_not_progress() -> None:
    goal = AgreementWords(goals=(Goal(title="x"),))
    bring = replace(note("2026-10-01"), words=NoteWords(text="bring"))

    found = page_of(agreement("2026-06-01", words=goal), bring)

    assert found.goals == (GoalNow(goal=Goal(title="x")),)
    assert [loop.text for loop in found.loops] == ["bring"]


def test_everybody_has_a_page() -> None:
    assert [page(each, TODAY, since=SINCE).row.name for each in (sam(), dana(), ari())] == [
        "Sam Lee",
        "Dana Öz",
        "Ari Novak",
    ]
