"""thanks: a letter that is shown, never sent; and what closes once it went out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from cli.harness import Home, Ran, before_and_after


@pytest.fixture
def given(dana: Home) -> Home:
    """Three gifts: one that came to something, one deed, and one that nobody may read."""
    dana.run("log-meeting", "dana", "--on", "2026-11-06")
    dana.run("log-meeting", "dana", "--on", "2026-11-20")
    dana.run(
        "received", "dana", "ask for the budget early", "--type", "advice", "--on", "2026-11-06"
    )
    (advice,) = dana.journal.rglob("*-contribution-*.yaml")
    dana.run("done", advice.stem.rpartition("-")[2], "--outcome", "got the money")
    dana.run("received", "dana", "She read my promotion case.")
    dana.run("received", "dana", "told me about the merger", "--in-confidence")
    return dana


def test_the_letter_is_data_and_all_else_is_talk(given: Home) -> None:
    (given.folder / "config.toml").write_text('[me]\nname = "Robin"\n', encoding="utf-8")

    ran, changed = before_and_after(given, "thanks", "dana")

    assert ran == Ran(
        0,
        """\
Dear Dana,

We've met twice since October.

Two things stayed with me, as I noted them at the time:
  your advice, “ask for the budget early”: got the money
  “She read my promotion case”

Thank you.

Robin
""",
        """
Left out: 1 held in confidence.
A draft from your notes; nothing was sent.
Sent it?  mentorlog thanks dana-oz --sent
""",
    )
    assert changed == {}


def test_sending_it_closes_what_it_thanked_for_and_nothing_else(given: Home) -> None:
    ran, changed = before_and_after(given, "thanks", "dana", "--sent", "--on", "2026-11-22")

    assert ran == Ran(
        0,
        """\
Noted that you thanked Dana Öz.
told: your advice, “ask for the budget early”: got the money
thanked: “She read my promotion case”
""",
        "",
    )
    assert sorted(text.splitlines()[-3:] for text in changed.values()) == [
        ["direction: received", "text: She read my promotion case.", "thanked_on: 2026-11-22"],
        ["text: ask for the budget early", "outcome: got the money", "told_them_on: 2026-11-22"],
    ]
    loops = json.loads(re.sub(r'"?<\d+>"?', '"<id>"', given.run("todo", "--json").out))["items"]
    assert [(item["loop"], item.get("withheld")) for item in loops] == [("thanks", True)]


def test_advice_that_came_to_nothing_yet_is_thanked_for_and_stays_open(dana: Home) -> None:
    dana.run("received", "dana", "ask early", "--type", "advice")

    ran, changed = before_and_after(dana, "thanks", "dana", "--sent")

    assert ran == Ran(
        0,
        "Noted that you thanked Dana Öz.\nthanked: your advice, “ask early”\n"
        "When you've told them what came of it:  mentorlog done <4>\n",
        "",
    )
    assert [text.splitlines()[-1] for text in changed.values()] == ["thanked_on: 2026-11-22"]
    assert "ask early" in dana.run("todo").out
    assert dana.run("thanks", "dana", "--sent") == Ran(
        3,
        "",
        "mentorlog: You haven't noted what came of dana-oz's advice"
        " yet.\n  Note it first:  mentorlog done <4> --outcome TEXT\n",
    )
    dana.run("done", newest(dana), "--outcome", "it worked")
    assert dana.run("thanks", "dana", "--sent").out.endswith(
        "told: your advice, “ask early”: it worked\n"
    )


def newest(home: Home) -> str:
    (path,) = home.journal.rglob("*-contribution-*.yaml")
    return path.stem[-8:]


def test_what_is_held_in_confidence_waits_though_no_letter_says_so(dana: Home) -> None:
    dana.run("received", "dana", "told me about the merger", "--in-confidence")

    assert dana.run("thanks", "dana", "--sent") == Ran(
        3,
        "",
        "mentorlog: What's open with dana-oz is held in confidence, so the letter leaves"
        " it out.\n  Close it on its own:  mentorlog done <4> --thanked\n",
    )


def test_where_nothing_waits_that_is_said(dana: Home) -> None:
    assert dana.run("thanks", "dana", "--sent") == Ran(
        3,
        "",
        "mentorlog: There's nothing to close with thanks to dana-oz.\n"
        "  When there's something:  mentorlog received dana-oz TEXT\n",
    )


def test_after_the_end_the_closure_remembers_the_letter(given: Home) -> None:
    given.run("close", "dana", "--good-work", "I speak up now")

    ran, changed = before_and_after(given, "thanks", "dana", "--sent")

    assert ran.status == 0
    closures = [text for path, text in changed.items() if "closure" in path]
    assert [text.splitlines()[-1] for text in closures] == ["thanks_sent_on: 2026-11-22"]
    assert "What was good: “I speak up now”." in given.run("thanks", "dana").out


def test_where_nothing_is_noted_nothing_is_written(dana: Home) -> None:
    assert dana.run("thanks", "dana") == Ran(
        0,
        "You haven't noted anything Dana gave you. When you have something:"
        "  mentorlog received dana-oz TEXT\n",
        "",
    )


def test_it_refuses_what_can_not_be(dana: Home) -> None:
    assert dana.run("thanks").status == 2
    assert dana.run("thanks", "--sent").status == 2
    assert dana.run("thanks", "dana", "--on", "today").status == 2
    assert dana.run("thanks", "nobody").status == 3
    assert dana.run("thanks", "dana", "--sent", "--on", "tomorrow").status == 3


def test_for_programs_it_is_a_list_of_gifts(given: Home) -> None:
    said = json.loads(re.sub(r'"?<\d+>"?', '"<id>"', given.run("thanks", "dana", "--json").out))

    assert said["schema"] == "mentorlog.thanks/1"
    assert sorted((item["text"], item["outcome"], item["open"]) for item in said["items"]) == [
        ("She read my promotion case.", None, True),
        ("ask for the budget early", "got the money", True),
    ]
    assert said["letter"].split("\n\n") == [
        "Dear Dana,",
        "We've met twice since October.",
        (
            "Two things stayed with me, as I noted them at the time:\n"
            "  your advice, “ask for the budget early”: got the money\n"
            "  “She read my promotion case”"
        ),
        "Thank you.",
    ]


def test_in_one_stream_the_talk_comes_after_the_letter(given: Home) -> None:
    environment = {**os.environ, "HOME": str(given.folder), "MENTORLOG_JOURNAL": str(given.journal)}

    ran = subprocess.run(
        [sys.executable, "-m", "mentorlog", "thanks", "dana"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )

    assert ran.stdout.startswith("Dear Dana,\n")
    assert ran.stdout.splitlines()[-1].startswith("Sent it?")


def test_advice_they_know_the_outcome_of_is_thanked_for_with_the_rest(dana: Home) -> None:
    dana.run("received", "dana-oz", "a book", "--type", "other")
    advice = dana.raw("received", "dana-oz", "ask early", "--type", "advice", "--json").out
    told = json.loads(advice)["entries"][0]["id"]
    dana.run("done", told, "--outcome", "it worked", "--told")

    first, sent, second = (dana.run("thanks", "dana-oz", *more) for more in ((), ("--sent",), ()))

    assert "Two things stayed with me" in first.out
    assert "your advice, “ask early”" in first.out
    assert (sent.status, sent.out.count("thanked: ")) == (0, 2)
    assert second.out == first.out
    assert "You've thanked them for all of it; there's nothing new since." in second.err
    assert dana.run("thanks", "dana-oz", "--sent").status == 3
