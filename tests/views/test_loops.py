"""Every open loop: what opens one, what closes it, whose move it is, and what comes first."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from builders import (
    action,
    agreement,
    ask,
    closure,
    contribution,
    day,
    meeting,
    note,
    planned,
    relationship,
    with_items,
)
from views.people import TODAY, everyone

from mentorlog.domain.entries import (
    Ask,
    AskStatus,
    Contribution,
    ContributionType,
    Direction,
    Entry,
    Note,
    Party,
    Side,
)
from mentorlog.domain.words import AskWords, ContributionWords
from mentorlog.journal.codec import head_of
from mentorlog.views.confidence import Withheld
from mentorlog.views.loops import OF_THE_HEAD, Loop, LoopKind, loops, worded

GIVEN, RECEIVED = Direction.GIVEN, Direction.RECEIVED


def found(*timeline: Entry, today: str = "2026-11-22", reveal: bool = False) -> list[Loop]:
    """The open loops, for which the words that `worded` names are enough."""
    someone = relationship(*timeline)
    wanted = worded(replace(someone, entries=tuple(map(head_of, timeline))), day(today))
    read = [one if one.id in wanted else head_of(one) for one in timeline]
    items = loops((someone,), day(today), reveal=reveal).items
    assert loops((relationship(*read),), day(today), reveal=reveal).items == items
    return list(items)


def kinds(*timeline: Entry, today: str = "2026-11-22") -> list[tuple[str, str]]:
    return [(loop.loop, loop.owner) for loop in found(*timeline, today=today)]


def test_a_promise_is_a_loop_of_whoever_made_it() -> None:
    promised = with_items(
        meeting("2026-11-10", id="m0000000"),
        (action(due="2026-11-27"), "send deck"),
        (action(Party.THEM), "intro to finance"),
        (action(Party.BOTH), "read the book"),
    )

    items = [(x.loop, x.owner, x.id, x.n, x.due, x.text) for x in found(promised)]

    assert items == [
        (LoopKind.ACTION, Party.ME, "m0000000", 1, day("2026-11-27"), "send deck"),
        (LoopKind.ACTION, Party.BOTH, "m0000000", 3, None, "read the book"),
        (LoopKind.WAITING, Party.THEM, "m0000000", 2, None, "intro to finance"),
    ]


def test_promises_of_a_planned_meeting_count_already() -> None:
    assert kinds(with_items(planned("2026-12-10"), (action(), "agenda"))) == [("action", "me")]


def test_a_promise_is_open_until_the_day_it_was_closed() -> None:
    promised = with_items(
        meeting("2026-11-10"),
        (action(done_on="2026-11-15"), "done"),
        (action(dropped_on="2026-11-16"), "dropped"),
    )

    assert len(found(promised, today="2026-11-14")) == 2
    assert len(found(promised, today="2026-11-15")) == 1
    assert len(found(promised, today="2026-11-16")) == 0


@pytest.mark.parametrize("type_", [ContributionType.ADVICE, ContributionType.INSIGHT])
def test_advice_is_open_until_it_was_reported_back_and_needs_no_other_thanks(
    type_: ContributionType,
) -> None:
    advice = contribution("2026-11-01", RECEIVED, "ask early", type=type_)

    assert kinds(advice) == [("advice", "me")]
    assert kinds(replace(advice, thanked_on=day("2026-11-02"))) == [("advice", "me")]
    assert kinds(replace(advice, told_them_on=day("2026-11-02"))) == []


@pytest.mark.parametrize(
    "type_",
    [
        ContributionType.FEEDBACK,
        ContributionType.INTRODUCTION,
        ContributionType.SKILL_SHARE,
        ContributionType.HELP_ON_WORK,
        ContributionType.VISIBILITY,
        ContributionType.SOUNDING_BOARD,
        ContributionType.ENCOURAGEMENT,
        ContributionType.ACCESS,
        ContributionType.PAY_IT_FORWARD,
        ContributionType.OTHER,
        None,
    ],
)
def test_anything_else_received_wants_thanks(type_: ContributionType | None) -> None:
    received = contribution("2026-11-01", RECEIVED, "an intro", type=type_)

    assert kinds(received) == [("thanks", "me")]
    assert kinds(replace(received, thanked_on=day("2026-11-02"))) == []


@pytest.mark.parametrize(
    "entry",
    [
        contribution("2026-11-01", RECEIVED, type=ContributionType.UPDATE),
        contribution("2026-11-01", RECEIVED, type=ContributionType.THANKS),
        contribution("2026-11-01", GIVEN, type=ContributionType.ADVICE),
        contribution("2026-11-23", RECEIVED, type=ContributionType.ADVICE),
        note("2026-11-01", "it goes", goal="the review"),
        ask("2026-11-01", status=AskStatus.ACTED_ON),
        ask("2026-11-01", status=AskStatus.NOTHING_NOW),
        ask("2026-11-01", status=AskStatus.NOTHING_NOW, ask_again_on="2026-11-23"),
    ],
)
def test_what_opens_no_loop(entry: Entry) -> None:
    assert found(entry) == []


@pytest.mark.parametrize(
    ("asked", "owner"),
    [
        (ask("2026-11-01"), "them"),
        (ask("2026-11-01", asked_by=Side.THEM), "me"),
        (ask("2026-11-01", status=AskStatus.ANSWERED), "me"),
        (ask("2026-11-01", status=AskStatus.ANSWERED, asked_by=Side.THEM), "them"),
        (ask("2026-08-01", status=AskStatus.NOTHING_NOW, ask_again_on="2026-11-22"), "me"),
    ],
)
def test_a_question_waits_for_the_other_and_an_answer_for_the_asker(asked: Ask, owner: str) -> None:
    assert kinds(asked) == [("ask", owner)]


def test_an_ask_goes_on_in_the_next_one_and_ends_with_what_answers_it() -> None:
    earlier = ask("2026-08-01", status=AskStatus.ANSWERED, id="a0000000")
    answer = contribution(
        "2026-11-01", GIVEN, words=ContributionWords(text="news", answers="a0000000")
    )

    assert len(found(earlier, ask("2026-10-01", asked_by=Side.THEM))) == 2
    assert [loop.id for loop in found(earlier, ask("2026-10-01", id="b0000000"))] == ["b0000000"]
    assert found(earlier, answer) == []


def test_a_note_is_open_until_it_was_raised() -> None:
    bring = note("2026-11-01", "London")

    assert kinds(bring) == [("note", "me")]
    assert kinds(replace(bring, raised_on=day("2026-11-22"))) == []


@pytest.mark.parametrize(
    "entry",
    [note("2026-11-01", "x"), ask("2026-11-01"), contribution("2026-11-01", RECEIVED, "x")],
)
def test_dropping_closes_it(entry: Note | Ask | Contribution) -> None:
    assert len(found(replace(entry, dropped_on=day("2026-11-23")))) == 1
    assert len(found(replace(entry, dropped_on=day("2026-11-22")))) == 0


def test_what_has_ended_keeps_its_loops() -> None:
    timeline = (
        agreement("2026-01-05"),
        with_items(meeting("2026-09-01"), (action(), "deck"), (action(Party.THEM), "intro")),
        contribution("2026-09-01", RECEIVED, type=ContributionType.ADVICE),
        contribution("2026-09-01", RECEIVED),
        note("2026-09-01", "London"),
        ask("2026-09-01"),
        closure("2026-10-01"),
    )

    kept = [("action", "me"), ("advice", "me"), ("ask", "them"), ("note", "me")]
    assert sorted(kinds(*timeline)) == [*kept, ("thanks", "me"), ("waiting", "them")]


def test_what_is_mine_and_dated_comes_first() -> None:
    items = loops(everyone(), TODAY, reveal=False).items

    assert [(x.handle, x.loop, x.owner) for x in items] == [
        ("sam-lee", "action", "me"),
        ("dana-oz", "action", "me"),
        ("dana-oz", "ask", "me"),
        ("dana-oz", "advice", "me"),
        ("dana-oz", "note", "me"),
        ("dana-oz", "note", "me"),
        ("dana-oz", "waiting", "them"),
    ]


def test_in_confidence_a_loop_keeps_its_head_only_until_revealed() -> None:
    secret = contribution(
        "2026-11-01", RECEIVED, words=ContributionWords(text="x", outcome="y"), in_confidence=True
    )

    [hidden], [shown] = found(secret), found(secret, reveal=True)

    assert (hidden.text, hidden.outcome, hidden.withheld) == (None, None, Withheld.CONFIDENCE)
    assert (shown.text, shown.outcome, shown.withheld) == ("x", "y", None)


def test_a_new_field_of_a_loop_is_withheld_until_somebody_decides_that_it_holds_no_words() -> None:
    assert {one.name for one in fields(Loop)} == {*OF_THE_HEAD, "text", "outcome"}


def test_a_sealed_loop_says_so() -> None:
    [sealed] = found(note("2026-11-01"))

    assert (sealed.text, sealed.withheld) == (None, Withheld.SEALED)


def test_an_ask_shows_its_reply_and_until_then_its_question() -> None:
    words = AskWords(question="How can I help?")
    asked = ask("2026-11-01", words=words)
    replied = replace(asked, status=AskStatus.ANSWERED, words=replace(words, reply="with the deck"))

    assert [loop.text for loop in found(asked)] == ["How can I help?"]
    assert [loop.text for loop in found(replied)] == ["with the deck"]
