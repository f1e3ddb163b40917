"""Each kind of point in words."""

from __future__ import annotations

from builders import day

from mentorlog.commands.prep.points import Point, Topic
from mentorlog.commands.prep.text import Phrasing, label
from mentorlog.commands.prep.text import worded as text
from mentorlog.commands.prep.view import Subject
from mentorlog.domain.entries import AskStatus, Party
from mentorlog.terminal.look import Look
from mentorlog.views.confidence import Withheld
from mentorlog.views.loops import Loop, LoopKind

PHRASING = Phrasing(look=Look(), today=day("2026-11-22"), handle="boris", them="Boris")
ON = day("2026-11-10")


def told(point: Point) -> tuple[str, str]:
    return label(point, PHRASING), text(point, PHRASING)


def asked(status: AskStatus, owner: Party, said: str | None = None) -> tuple[str, str]:
    loop = Loop(
        id="x",
        handle="boris",
        name="Boris",
        loop=LoopKind.ASK,
        owner=owner,
        opened=ON,
        ask=status,
    )
    return told(Point(topic=Topic.ASK, text=said, date=ON, loop=loop))


def test_an_ask_says_whose_move_it_is() -> None:
    me, them = Party.ME, Party.THEM
    assert asked(AskStatus.OPEN, them) == (
        "You asked",
        "how can I support you? (Tue 10 Nov): no answer yet",
    )
    assert asked(AskStatus.ANSWERED, me, "a mirror") == (
        "Boris asked",
        "for “a mirror” (Tue 10 Nov)",
    )
    assert asked(AskStatus.ANSWERED, them, "an hour") == (
        "You asked",
        "for “an hour” (Tue 10 Nov)",
    )
    assert asked(AskStatus.OPEN, me, "what next?") == (
        "Boris asked",
        "“what next?” (Tue 10 Nov): what do you say?",
    )
    assert asked(AskStatus.OPEN, me) == (
        "Boris asked",
        "how they can support you (Tue 10 Nov): what do you say?",
    )
    assert asked(AskStatus.NOTHING_NOW, me) == (
        "Ask again",
        "how can I support you? (Tue 10 Nov)",
    )
    assert asked(AskStatus.NOTHING_NOW, me, "later") == (
        "Ask again",
        "how can I support you?; then it was “later” (Tue 10 Nov)",
    )


def test_a_goal_shows_its_last_word_else_that_it_was_reached() -> None:
    noted = Point(topic=Topic.GOAL, text="speak up", date=ON, outcome="half", due=ON)
    reached = Point(topic=Topic.GOAL, text="speak up", outcome="achieved")

    assert told(noted) == ("Goal", "speak up, by Tue 10 Nov: “half” (Tue 10 Nov)")
    assert told(reached) == ("Goal", "speak up (achieved)")


def test_a_promise_of_theirs_is_waited_for_not_chased() -> None:
    waiting = Point(topic=Topic.THEIR_PROMISE, text="introduce me", due=ON)
    kept = Point(topic=Topic.THEIR_PROMISE, text="introduce me", done=ON)

    assert told(waiting) == ("Waiting for", "introduce me, by Tue 10 Nov")
    assert told(kept) == ("Boris' part", "introduce me: done Tue 10 Nov")


def test_what_one_felt_is_said_in_words() -> None:
    felt = Point(topic=Topic.FIT, text="busy", outcome="still_deciding", date=ON)

    assert told(felt) == ("How it feels", "still deciding; busy (Tue 10 Nov)")


def test_what_one_advised_and_what_is_new_carry_their_day() -> None:
    assert told(Point(topic=Topic.ADVISED, text="ask first", date=ON)) == (
        "You advised",
        "“ask first” (Tue 10 Nov): ask how it went",
    )
    assert told(Point(topic=Topic.NEWS, text="moved", date=ON)) == (
        "New with Boris",
        "moved (Tue 10 Nov)",
    )


def test_every_subject_has_its_words() -> None:
    said = [text(Point(topic=Topic.TALK_ABOUT, text=each), PHRASING) for each in Subject]

    assert all(said)
    assert "what Boris hopes for: hardly anyone asks" in said


def test_what_is_withheld_says_so_and_long_texts_are_cut() -> None:
    hidden = Point(topic=Topic.BRING, withheld=Withheld.CONFIDENCE)
    long = Point(topic=Topic.LAST_TIME, text="word " * 100)

    assert told(hidden) == ("You noted", "(held in confidence)")
    assert len(text(long, PHRASING)) <= 3 * 64
    assert text(long, PHRASING).endswith("word…")


def test_a_long_name_leaves_room_for_the_text() -> None:
    far = Phrasing(look=Look(), today=ON, handle="m", them="Maximiliane-Theophila")

    assert label(Point(topic=Topic.THEY_HOPE), far) == "Maximiliane-Th…"
