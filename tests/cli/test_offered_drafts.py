"""A draft that waits is offered once to the next run of its command."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cli.editors import drafts, editor
from cli.harness import Home, Ran

from mentorlog.terminal.wording import day

NOTED = "Noted it for the next meeting with Dana Öz.\n"
OFFER = "  You have an unfinished note for nobody, from {day} ({count}): [Keep/resume/discard] "


@pytest.fixture
def waiting(dana: Home) -> Home:
    """A note for somebody who isn't there."""
    dana.variables["COLUMNS"] = "120"  # so that the question and its answer fit in a line
    assert dana.run("note", "nobody", "the old words").status == 3
    return dana


def day_of_the_draft(home: Home) -> str:
    [draft] = drafts(home)
    made = dt.datetime.fromtimestamp(draft.stat().st_mtime)  # noqa: DTZ006 - local, as kept
    return day(made.date(), home.today)


def notes(home: Home) -> list[str]:
    return sorted(
        text.rpartition("text: ")[2].strip()
        for path, text in home.files().items()
        if "-note-" in path
    )


def test_where_words_are_typed_it_is_told_on_one_line_and_once(waiting: Home) -> None:
    [draft] = drafts(waiting)

    first, second = (waiting.run("note", "dana-oz", text, terminal=True) for text in ("a", "b"))

    assert first == Ran(0, NOTED, "mentorlog: You have an unfinished note:  mentorlog drafts\n")
    assert second == Ran(0, NOTED, "")
    assert notes(waiting) == ["a", "b"]
    assert drafts(waiting) == [draft]


@pytest.mark.parametrize("who", ["sam-lee", "sam"])
def test_nobody_is_asked_about_what_is_for_somebody_else(dana: Home, who: str) -> None:
    dana.run("log-meeting", "Sam Lee", "--new", "--on", "yesterday")
    dana.run("note", who, "the old words", "--on", "someday")

    ran = dana.run("note", "dana-oz", stdin="one\n", terminal=True)

    assert ran.err.startswith("mentorlog: You have an unfinished note:  mentorlog drafts\n")
    assert (ran.out, "sam" in ran.err.lower(), notes(dana)) == (NOTED, False, ["one"])


def test_what_was_mentioned_is_asked_about_where_it_belongs(dana: Home) -> None:
    """Neither the line for somebody else nor a newer draft of theirs takes the question's place."""
    dana.run("log-meeting", "Sam Lee", "--new", "--on", "yesterday")
    dana.run("note", "sam-lee", "the old words", "--on", "someday")
    dana.run("note", "dana-oz", "the new words", "--on", "someday")
    dana.run("note", "dana-oz", "one", terminal=True)

    ran = dana.run("note", "sam-lee", stdin="resume\n\n\n", terminal=True)

    assert ran.err.startswith("  You have an unfinished note for sam-lee, from ")
    assert '"someday" isn\'t a date.' in ran.err


@pytest.mark.parametrize("answer", ["\n", "keep\n", "k\n"])
def test_kept_it_is_not_offered_again(waiting: Home, answer: str) -> None:
    offer = OFFER.format(day=day_of_the_draft(waiting), count="3 words")

    first = waiting.run("note", "dana-oz", stdin=f"{answer}one\n", terminal=True)
    second = waiting.run("note", "dana-oz", "two", terminal=True)

    assert (first.status, first.err.startswith(offer), second) == (0, True, Ran(0, NOTED, ""))
    assert notes(waiting) == ["one", "two"]
    assert len(drafts(waiting)) == 1


def test_an_answer_that_is_none_of_these_is_asked_again(waiting: Home) -> None:
    ran = waiting.run("note", "dana-oz", stdin="1\nk\none\n", terminal=True)

    assert ran.err.count("You have an unfinished note") == 2
    assert (ran.status, len(drafts(waiting))) == (0, 1)


def test_discarded_it_is_gone(waiting: Home) -> None:
    waiting.run("note", "dana-oz", stdin="d\none\n", terminal=True)

    assert notes(waiting) == ["one"]
    assert list(waiting.state.rglob("drafts/*")) == []


def test_resumed_it_goes_on_with_what_was_typed_now(waiting: Home) -> None:
    """The name was wrong; now it is right."""
    ran = waiting.run("note", "dana-oz", stdin="r\n", terminal=True)

    assert (ran.status, notes(waiting), drafts(waiting)) == (0, ["the old words"], [])


def test_resumed_with_what_fits_it_is_one_thing(dana: Home) -> None:
    """The name was missing; now it is there."""
    dana.run("log-meeting", "--action", "me: send the deck")
    ran = dana.run("log-meeting", "dana-oz", stdin="r\n", terminal=True)

    assert ran.status == 0
    assert [text for path, text in dana.files().items() if "meeting" in path] == [
        (
            "schema: 1\nid: <4>\nkind: meeting\ndate: 2026-11-22\nstatus: held\n"
            "action_items:\n  - text: send the deck\n    owner: me\n"
        )
    ]
    assert drafts(dana) == []


def test_the_same_words_typed_again_are_offered_by_nobody(waiting: Home) -> None:
    first = waiting.run("note", "nobody", "the old words", terminal=True)

    assert "unfinished" not in first.err


def test_another_command_says_nothing(waiting: Home) -> None:
    assert "unfinished" not in waiting.run("gave", "dana-oz", "an intro").err


def test_a_dry_run_and_a_resume_say_nothing(waiting: Home) -> None:
    assert "unfinished" not in waiting.run("note", "dana-oz", "one", "--dry-run").err
    assert "unfinished" not in waiting.run("note", "dana-oz", "--resume").err


def test_what_waits_in_an_editor_is_offered_too(dana: Home) -> None:
    editor(dana, 'echo "why: words" >> "$1"; exit 1')
    dana.run("edit", "dana-oz", terminal=True)
    editor(dana, "exit 0")

    ran = dana.run("edit", "dana-oz", stdin="r\n", terminal=True)

    assert "You have an unfinished edit for dana-oz, from " in ran.err
    assert ran.out == "Saved relationship.yaml of Dana Öz.\n"


def test_a_program_isnt_told_of_it(waiting: Home) -> None:
    saved, refused = (waiting.run("note", who, "one", "--json") for who in ("dana-oz", "nobody"))

    assert saved.out.startswith('{"schema": "mentorlog.written/1"')
    assert saved.err == ""
    assert json.loads(refused.err)["exit"] == 3
