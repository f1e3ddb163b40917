"""Every kind of loop in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import day
from views.people import TODAY

from mentorlog.domain.entries import AskStatus, Party
from mentorlog.terminal.look import Look
from mentorlog.terminal.loops import in_words, loops, number
from mentorlog.views.confidence import Withheld
from mentorlog.views.loops import Loop, LoopKind, Loops


def loop(
    kind: str,
    owner: str = "me",
    *,
    text: str | None = "x",
    ask: AskStatus | None = None,
    outcome: str | None = None,
    withheld: Withheld | None = None,
) -> Loop:
    return Loop(
        id="4v8m2t9c",
        handle="dana-oz",
        name="Dana Öz",
        loop=LoopKind(kind),
        owner=Party(owner),
        opened=day("2026-11-10"),
        text=text,
        ask=ask,
        outcome=outcome,
        withheld=withheld,
    )


@pytest.mark.parametrize(
    ("open_loop", "expected"),
    [
        (loop("action"), "x"),
        (loop("action", "both"), "x (you both)"),
        (loop("waiting", "them"), "x"),
        (loop("advice"), "tell them what came of “x”"),
        (loop("advice", outcome="it\nworked"), "tell them what came of “x”: it worked"),
        (loop("thanks"), "thank them for “x”"),
        (loop("note"), "bring up: x"),
        (
            loop("ask", "them", ask=AskStatus.OPEN, text=None),
            "an answer to “how can I support you?”",
        ),
        (loop("ask", ask=AskStatus.OPEN), "answer them: “x”"),
        (loop("ask", ask=AskStatus.ANSWERED), "they asked for “x”"),
        (loop("ask", "them", ask=AskStatus.ANSWERED), "you asked for “x”"),
        (loop("ask", ask=AskStatus.NOTHING_NOW), "ask again; they said “x”"),
        (loop("ask", "them", ask=AskStatus.NOTHING_NOW), "they may ask again; you said “x”"),
        (loop("note", withheld=Withheld.CONFIDENCE, text=None), "bring up: (held in confidence)"),
        (
            loop("thanks", withheld=Withheld.SEALED, text=None),
            "thank them for (sealed)",
        ),
        (loop("action", text="\x1b[2J[b]"), "\\x1b[2J[b]"),
    ],
)
def test_a_loop_in_words(open_loop: Loop, expected: str) -> None:
    assert in_words(open_loop, Look()) == expected


def test_in_ascii_quotes_are_straight() -> None:
    shown = in_words(loop("advice", text="früh fragen"), Look(ascii_only=True))

    assert shown == 'tell them what came of "fruh fragen"'


def test_what_is_theirs_alone_has_no_empty_heading_before_it() -> None:
    view = Loops(as_of=TODAY, items=(loop("waiting", "them"),))

    assert [line.plain for line in loops(view, Look())] == [
        "Theirs",
        "  4v8m2t9c   Dana Öz   x",
        "",
        "Close one:  mentorlog done 4v8m2t9c",
    ]


def test_what_is_mine_alone_neither() -> None:
    view = Loops(as_of=TODAY, items=(loop("note"),))

    assert [line.plain for line in loops(view, Look())][:3] == [
        "Yours",
        "  4v8m2t9c   Dana Öz   bring up: x",
        "",
    ]


def test_nothing_open_is_said_in_three_words() -> None:
    assert [line.plain for line in loops(Loops(as_of=TODAY, items=()), Look())] == [
        "Nothing is open."
    ]


def test_an_action_item_is_closed_by_its_number() -> None:
    item = Loop(
        id="4v8m2t9c",
        n=2,
        handle="d",
        name="D",
        loop=LoopKind.ACTION,
        owner=Party.ME,
        opened=TODAY,
    )

    assert number(item) == "4v8m2t9c.2"


def test_namesakes_are_told_by_their_handles() -> None:
    mine = Loop(
        id="4v8m2t9c",
        handle="bo-pmmh",
        name="Bo",
        loop=LoopKind.NOTE,
        owner=Party.ME,
        opened=TODAY,
        text="x",
    )
    view = Loops(as_of=TODAY, items=(mine, replace(mine, id="7q8m2t9c", handle="bo-fsta")))

    assert [line.plain for line in loops(view, Look())][1:3] == [
        "  4v8m2t9c   bo-pmmh   bring up: x",
        "  7q8m2t9c   bo-fsta   bring up: x",
    ]
