"""What a letter of thanks rests on."""

from __future__ import annotations

from dataclasses import replace

from builders import (
    agreement,
    closure,
    contribution,
    day,
    meeting,
    relationship,
)

from mentorlog.domain.entries import ContributionType, Direction, Entry
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import (
    AgreementWords,
    ClosureWords,
    ContributionWords,
    Goal,
    GoalStatus,
    Hopes,
    NextForm,
)
from mentorlog.views.letter import MOST, Letter, Matter, Purpose, letter

TERMS = agreement("2026-06-01", words=AgreementWords(hopes=Hopes(me="a mirror", them="to grow")))
RECEIVED = Direction.RECEIVED
CASE = contribution("2026-07-01", RECEIVED, "read my case", id="case0000")
LOU = contribution("2026-08-01", RECEIVED, "introduced me to Lou", id="l0000000")
THANKED = replace(LOU, thanked_on=day("2026-08-02"))


def of(*entries: Entry, date: str = "2026-11-22", my_role: Role = Role.MENTEE) -> Letter:
    return letter(relationship(*entries, my_role=my_role), day(date), purpose=Purpose.THANKS)


def texts(view: Letter) -> list[str]:
    return [gift.text for gift in view.about(Matter.GIFT)]


def test_nothing_noted_is_nothing_to_write() -> None:
    assert of(TERMS).is_empty
    assert not of(TERMS, meeting("2026-06-10")).is_empty
    assert not of(CASE).is_empty


def test_it_counts_the_meetings_since_the_run_began() -> None:
    found = of(
        meeting("2026-05-01"), TERMS, *map(meeting, ("2026-06-10", "2026-06-10", "2026-07-10"))
    )

    assert (found.began, found.met, found.last_met) == (day("2026-06-01"), 3, day("2026-07-10"))


def test_without_an_agreement_it_began_with_the_first_meeting() -> None:
    assert of(meeting("2026-05-01"), meeting("2026-07-10")).began == day("2026-05-01")


def test_it_tells_the_mentees_hope_whoever_writes() -> None:
    assert of(TERMS).hope == "a mirror"
    assert of(TERMS, my_role=Role.MENTOR).hope == "to grow"


def test_while_something_waits_for_thanks_it_is_about_that() -> None:
    assert texts(of(TERMS, CASE, THANKED)) == ["read my case"]


def test_at_the_end_and_where_nothing_waits_it_is_about_everything() -> None:
    both = ["read my case", "introduced me to Lou"]

    assert texts(of(TERMS, CASE, THANKED, closure("2026-11-01"))) == both
    assert texts(of(TERMS, replace(CASE, thanked_on=day("2026-07-02")), THANKED)) == both


def test_updates_thanks_gifts_given_and_dropped_ones_are_none() -> None:
    none = (
        contribution("2026-07-01", RECEIVED, "moved", type=ContributionType.UPDATE),
        contribution("2026-07-01", RECEIVED, "thank you", type=ContributionType.THANKS),
        contribution("2026-07-01", Direction.GIVEN, "a book"),
        replace(CASE, dropped_on=day("2026-07-02")),
        contribution("2026-12-01", RECEIVED, "later"),
    )

    assert texts(of(TERMS, *none)) == []


def test_what_is_in_confidence_stays_out_even_if_revealed() -> None:
    who = relationship(TERMS, replace(CASE, in_confidence=True))

    assert letter(who, day("2026-11-22"), purpose=Purpose.THANKS, reveal=True).quotes == ()


def test_of_many_those_that_came_to_something_find_room() -> None:
    many = [contribution(f"2026-07-{n:02}", RECEIVED, f"gift {n}") for n in range(1, 10)]
    helped = contribution(
        "2026-06-02", RECEIVED, words=ContributionWords(text="ask early", outcome="it worked")
    )

    found = of(TERMS, helped, *many)

    assert texts(found) == ["ask early", *(f"gift {n}" for n in range(4, 10))]
    assert (len(found.quotes), found.more) == (MOST, 3)


def test_advice_waits_until_they_were_told() -> None:
    advice = replace(CASE, type=ContributionType.ADVICE, thanked_on=day("2026-07-02"))

    assert of(TERMS, advice).quotes[0].open
    assert not of(TERMS, replace(advice, told_them_on=day("2026-07-02"))).quotes[0].open


def test_a_closure_and_the_terms_lend_their_words() -> None:
    goals = (Goal(title="speak up", status=GoalStatus.ACHIEVED), Goal(title="rest"))
    words = ClosureWords(good_work="I speak up", learned="ask", next_form=NextForm.PEER)
    terms = replace(TERMS, words=AgreementWords(goals=goals))

    found = of(terms, closure("2026-11-01", words=words))

    assert (found.closing, found.terms.goals) == (words, goals)


def test_what_was_passed_on_is_told() -> None:
    forward = contribution(
        "2026-07-01",
        Direction.GIVEN,
        "taught a newcomer",
        type=ContributionType.PAY_IT_FORWARD,
    )

    assert of(TERMS, forward).passed_on == ("taught a newcomer",)
