"""note, gave, received, todo, done: loops open, come back, and are closed in place."""

from __future__ import annotations

import json

import pytest
from cli.harness import Home, Ran, before_and_after


def loops(home: Home) -> list[tuple[str, str | None]]:
    """What is open: its kind and its words."""
    found = json.loads(home.run("todo", "--json").out.replace(": <", ': "<').replace(">,", '>",'))
    return [(item["loop"], item["text"]) for item in found["items"]]


def an_id(home: Home, pattern: str) -> str:
    (file,) = home.journal.rglob(pattern)
    return file.stem.rpartition("-")[2]


def test_what_was_given_and_received_is_an_entry_of_its_own(dana: Home) -> None:
    given, made = before_and_after(
        dana, "gave", "dana-oz", "introduced her", "--type", "introduction", "--on", "fri"
    )
    received, more = before_and_after(
        dana, "received", "dana-oz", "ask before the date", "--type", "advice"
    )

    assert given == Ran(0, "Noted what you gave Dana Öz.\n", "")
    assert made == {
        "relationships/dana-oz-<2>/2026-11-20-contribution-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: contribution\ndate: 2026-11-20\ndirection: given\n"
            "type: introduction\ntext: introduced her\n"
        )
    }
    assert received.out.splitlines()[0] == "Noted what you received from Dana Öz."
    assert list(more.values()) == [
        (
            "schema: 1\nid: <5>\nkind: contribution\ndate: 2026-11-22\ndirection: received\n"
            "type: advice\ntext: ask before the date\n"
        )
    ]


def test_every_kind_of_loop_is_listed_until_it_is_closed(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--action", "send deck", "--action", "them: intro")
    dana.run("received", "dana-oz", "ask before the date", "--type", "advice")
    dana.run("received", "dana-oz", "read my case", "--type", "feedback")
    dana.run("note", "dana-oz", "the London role")
    listed = loops(dana)

    meeting = an_id(dana, "*-meeting-*.yaml")
    dana.run("done", f"{meeting}.1")
    dana.run("done", f"{meeting}.2", "--dropped", "she left the company")
    dana.run("done", an_id(dana, "*-note-*.yaml"))

    assert sorted(listed) == [
        ("action", "send deck"),
        ("advice", "ask before the date"),
        ("note", "the London role"),
        ("thanks", "read my case"),
        ("waiting", "intro"),
    ]
    assert sorted(loops(dana)) == [("advice", "ask before the date"), ("thanks", "read my case")]


def test_done_changes_one_value_and_not_a_byte_beside_it(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--action", "send deck", "--action", "read the plan")
    (file,) = dana.journal.rglob("*-meeting-*.yaml")
    text = file.read_text(encoding="utf-8").replace("owner: me\n", "owner:   me  # mine\n", 1)
    file.write_text(f"# by hand\n{text}x-mine:   kept\n", encoding="utf-8")

    ran = dana.run("done", an_id(dana, "*-meeting-*.yaml"))
    first = dana.run("done", f"{an_id(dana, '*-meeting-*.yaml')}.1", "--on", "yesterday")

    assert ran.err == ("mentorlog: <4> has 2 open action items.\n  Say which:  <4>.1, <4>.2\n")
    assert first == Ran(0, "Done: send deck (Dana Öz, <4>).\n", "")
    assert file.read_text(encoding="utf-8").splitlines()[6:] == [
        "action_items:",
        "  - text: send deck",
        "    owner:   me  # mine",
        "    done_on: 2026-11-21",
        "  - text: read the plan",
        "    owner: me",
        "x-mine:   kept",
    ]


def test_advice_is_tried_first_and_told_later(dana: Home) -> None:
    dana.run("received", "dana-oz", "ask before the date", "--type", "advice")
    advice = an_id(dana, "*-contribution-*.yaml")

    dana.run("done", advice, "--outcome", "it worked")
    tried = loops(dana)
    _, changed = before_and_after(dana, "done", advice, "--told")

    assert tried == [("advice", "ask before the date")]
    assert list(changed.values()) == [
        (
            "schema: 1\nid: <4>\nkind: contribution\ndate: 2026-11-22\ndirection: received\n"
            "type: advice\ntext: ask before the date\noutcome: it worked\n"
            "told_them_on: 2026-11-22\n"
        )
    ]


def test_a_note_can_say_how_a_goal_goes(dana: Home) -> None:
    dana.run("amend", "dana-oz", "--goal", "Run the review alone")

    ran, changed = before_and_after(
        dana, "note", "dana-oz", "did it in October", "--goal", "run the"
    )

    assert (ran.status, list(changed.values())) == (
        0,
        [
            (
                "schema: 1\nid: <5>\nkind: note\ndate: 2026-11-22\n"
                "text: did it in October\ngoal: Run the review alone\n"
            )
        ],
    )


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("done",), 2, "Which one? `mentorlog todo` lists the ids."),
        (("done", "zzzz"), 3, 'No id begins with "zzzz".'),
        (("gave", "dana-oz"), 2, "Say who, and what."),
        (("gave", "dana-oz", " "), 2, "The text is empty."),
        (
            ("received", "dana-oz", "x", "--answers", "zzzz"),
            3,
            'No id begins with "zzzz".',
        ),
        (
            ("note", "dana-oz", "x", "--goal", "none"),
            3,
            "That doesn't fit exactly one goal of your agreement with dana-oz.",
        ),
        (
            ("note", "dana-oz", "x", "--visibility", "all"),
            2,
            "--visibility takes private, pair or open.",
        ),
    ],
)
def test_what_is_no_loop_is_refused(
    dana: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(dana, *arguments)

    assert (ran.status, ran.out, changed) == (status, "", {})
    assert ran.err.splitlines()[0] == f"mentorlog: {said}"
