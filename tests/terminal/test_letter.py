"""The letter's sentences: each with an entry behind it, none without; notes are quoted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from builders import agreement, closure, contribution, day, meeting, relationship

from mentorlog.domain.entries import ContributionType, Direction, Entry
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import (
    AgreementWords,
    ClosureWords,
    ContributionWords,
    Goal,
    GoalStatus,
    Hopes,
    NextForm,
)
from mentorlog.terminal.letter import around, letter, paragraphs
from mentorlog.terminal.look import Look
from mentorlog.views import letter as views
from mentorlog.views.letter import Letter, Purpose

RECEIVED, ADVICE = Direction.RECEIVED, ContributionType.ADVICE
HOPE = AgreementWords(hopes=Hopes(me="her view of things", them="my first talk."))
AREAS = AgreementWords(focus_areas=("saying no", "hablar en público"))


def letter_view(who: Relationship, date: dt.date, purpose: Purpose = Purpose.THANKS) -> Letter:
    return views.letter(who, date, purpose=purpose)


def written(*entries: Entry, my_role: Role = Role.MENTEE, date: str = "2026-11-22") -> list[str]:
    """The paragraphs between the greeting and the thanks."""
    return list(paragraphs(letter_view(relationship(*entries, my_role=my_role), day(date))))[1:-1]


def gift(text: str, outcome: str | None = None, *, type: ContributionType | None = None) -> Entry:  # noqa: A002 - the field's name
    words = ContributionWords(text=text, outcome=outcome)
    return contribution("2026-09-01", RECEIVED, type=type, words=words)


def test_it_begins_with_the_hope_else_the_areas_else_the_meetings() -> None:
    plain, hope = agreement("2026-06-01"), agreement("2026-06-01", words=HOPE)
    areas, met = agreement("2026-06-01", words=AREAS), meeting("2026-06-10")

    assert written(hope, met) == [
        "When we began in June, my hope was “her view of things”. We've met once since."
    ]
    assert written(hope, met, my_role=Role.MENTOR, date="2027-01-02") == [
        "When we began in June 2026, your hope was “my first talk”. We've met once since."
    ]
    assert written(areas, met) == [
        ("We set out in June to work on saying no and hablar en público. We've met once since.")
    ]
    assert written(plain, met, meeting("2026-07-01")) == ["We've met twice since June."]
    assert written(plain, met) == ["We met in June."]


def test_meetings_before_the_term_are_counted_beside_those_since() -> None:
    before, met = meeting("2026-03-10"), meeting("2026-06-10")

    assert written(before, agreement("2026-06-01"), met) == [
        "We've met once since June, twice in all."
    ]
    assert written(before, agreement("2026-06-01", words=AREAS), met) == [
        (
            "We set out in June to work on saying no and hablar en público."
            " We've met once since then, twice in all."
        )
    ]


def test_once_it_ended_it_says_when_one_last_met() -> None:
    ended = (agreement("2026-06-01", words=AREAS), closure("2026-11-01"))

    one_month = written(*ended, *map(meeting, ("2026-06-10", "2026-06-20")))
    many = written(*ended, *map(meeting, ("2026-06-10", "2026-10-20")))
    assert one_month[0].endswith(" We met twice.")
    assert many[0].endswith(" We met twice, the last time in October.")


def test_each_thing_is_named_by_its_type_and_quoted_with_what_came_of_it() -> None:
    gifts = (
        gift("ask early", "it worked", type=ADVICE),
        gift("to Lou", "Lou became my second mentor", type=ContributionType.INTRODUCTION),
        gift("She read my promotion case."),
        gift("ein gutes Wort\nim Gang", "Hat gewirkt. Sehr.", type=ContributionType.ENCOURAGEMENT),
    )

    assert written(meeting("2026-06-10"), *gifts)[1:] == [
        (
            "Four things stayed with me, as I noted them at the time:\n"
            "  your advice, “ask early”: it worked\n"
            "  the introduction, “to Lou”: Lou became my second mentor\n"
            "  “She read my promotion case”\n"
            "  your encouragement, “ein gutes Wort im Gang”: Hat gewirkt. Sehr."
        )
    ]


def test_one_gift_stands_in_the_singular() -> None:
    assert written(gift("ask early", type=ADVICE)) == [
        "One thing stayed with me, as I noted it at the time:\n  your advice, “ask early”"
    ]


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("„erst fragen“", "“erst fragen”"),
        ('"done" is better', '“"done" is better”'),
        ('"one" and "two"', '“"one" and "two"”'),
        ("wait ...", "“wait ...”"),
        ("why?", "“why?”"),
    ],
)
def test_quotation_marks_stand_once(note: str, shown: str) -> None:
    assert written(gift(note))[0].partition("\n  ")[2] == shown


def test_every_type_of_gift_has_a_name_but_for_none_and_other() -> None:
    bare = []
    for type_ in ContributionType:
        told = written(contribution("2026-09-01", RECEIVED, "x", type=type_))
        if told and told[0].endswith("\n  “x”"):
            bare.append(type_)

    assert bare == [ContributionType.OTHER]


def test_what_is_left_is_told_at_the_end() -> None:
    goals = (Goal(title="speak up", status=GoalStatus.ACHIEVED),)
    closing = ClosureWords(good_work="she let me finish", learned="To ask early.")
    entries = (
        agreement("2026-06-01", words=AgreementWords(goals=goals)),
        meeting("2026-06-10"),
        contribution("2026-09-01", Direction.GIVEN, "a talk", type=ContributionType.PAY_IT_FORWARD),
        closure("2026-11-01", words=closing),
    )

    assert written(*entries)[-1].splitlines() == [
        "We reached the goal we set, “speak up”.",
        "What was good: “she let me finish”.",
        "What I take with me: “To ask early”.",
        "I've begun to pass it on: “a talk”.",
    ]


def test_it_ends_with_thanks_and_what_one_becomes() -> None:
    def last(form: NextForm) -> str:
        closing = closure("2026-11-01", words=ClosureWords(next_form=form))
        who = relationship(agreement("2026-06-01"), meeting("2026-06-10"), closing)
        return list(paragraphs(letter_view(who, day("2026-11-22"))))[-1]

    assert [last(form) for form in NextForm] == [
        "Thank you for your time. From now on we're peers.",
        "Thank you for your time. Let's stay friends.",
        "Thank you for your time. May I write to you now and then?",
        "Thank you for your time. And thank you for speaking up for me from now on.",
        "Thank you for your time.",
    ]


def test_what_found_no_room_and_what_is_not_noted_is_told_beside_it() -> None:
    many = [contribution(f"2026-07-{n:02}", RECEIVED, f"gift {n}") for n in range(1, 10)]
    sent = [
        "A draft from your notes; nothing was sent.",
        "Sent it?  mentorlog thanks dana-oz --sent",
    ]

    full = letter_view(relationship(*many), day("2026-11-22"))
    bare = letter_view(relationship(meeting("2026-06-10")), day("2026-11-22"))
    assert list(around(full)) == ["", "Two more didn't fit:  mentorlog show dana-oz", *sent]
    assert list(around(bare)) == [
        "",
        "It gets better when you note what they gave:  mentorlog received dana-oz TEXT",
        sent[0],
    ]


def test_an_empty_one_says_what_to_do_and_nothing_beside() -> None:
    view = letter_view(relationship(), day("2026-11-22"))

    assert [line.plain for line in letter(view, Look(width=120))] == [
        (
            "You haven't noted anything Dana gave you. When you have something:"
            "  mentorlog received dana-oz TEXT"
        )
    ]
    assert list(around(view)) == []


def test_on_a_narrow_terminal_a_long_thing_goes_on_further_in() -> None:
    view = letter_view(relationship(gift("read my promotion case twice")), day("2026-11-22"))

    assert [line.plain for line in letter(view, Look(width=28))][2:6] == [
        "One thing stayed with me, as",
        "I noted it at the time:",
        "  “read my promotion case",
        "    twice”",
    ]


def test_a_note_can_not_move_the_cursor() -> None:
    view = letter_view(relationship(gift("read \x1b[31mmy case")), day("2026-11-22"))

    assert "\x1b" not in "".join(line.plain for line in letter(view, Look()))


def test_what_is_kept_out_is_counted_and_not_asked_for_again() -> None:
    hidden = replace(gift("read my case"), in_confidence=True)
    view = letter_view(relationship(agreement("2026-06-01"), hidden), day("2026-11-22"))

    assert list(around(view)) == [
        "",
        "Left out: 1 held in confidence.",
        "A draft from your notes; nothing was sent.",
    ]


def test_what_came_of_advice_is_needed_before_an_update_closes_it() -> None:
    """Thanks for it are another matter."""
    advice = gift("ask early", type=ADVICE)
    with_outcome = gift("ask early", "got it", type=ADVICE)

    def closes(one: Entry, purpose: Purpose) -> list[str | None]:
        return [q.closes for q in letter_view(relationship(one), day("2026-11-22"), purpose).quotes]

    assert closes(advice, Purpose.UPDATE) == []
    assert closes(advice, Purpose.THANKS) == closes(advice, Purpose.RECONNECT) == ["thanked_on"]
    assert [closes(with_outcome, purpose) for purpose in Purpose] == [["told_them_on"]] * 3
