"""update and reconnect: letters that are shown, copied, never sent; and what closes then."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.harness import Home, Ran, before_and_after

DRAFT = "\nA draft from your notes; nothing was sent.\n"


@pytest.fixture
def met(dana: Home) -> Home:
    dana.run("log-meeting", "dana", "--on", "2026-10-20", "--action", "me: send deck by 2026-11-01")
    return dana


@pytest.fixture
def rich(met: Home) -> Home:
    """Advice that came to something and some that didn't yet, a promise kept, a goal, a note."""
    met.run("received", "dana", "ask early", "--type", "advice", "--on", "2026-10-20")
    met.run("done", newest(met, "contribution"), "--outcome", "got the money")
    met.run("received", "dana", "sleep on it", "--type", "advice", "--on", "2026-10-21")
    met.run("done", f"{newest(met, 'meeting')}.1", "--on", "2026-11-10")
    met.run("amend", "dana", "--goal", "run the review alone")
    met.run("note", "dana", "did it in October", "--goal", "run the review alone")
    met.run("note", "dana", "the London role")
    return met


def newest(home: Home, kind: str) -> str:
    """The id of the entry of this kind whose file was written last."""
    path = max(home.journal.rglob(f"*-{kind}-*.yaml"), key=lambda one: one.stat().st_mtime_ns)
    return path.stem.rpartition("-")[2]


def test_an_update_tells_what_came_of_it_what_was_done_and_what_is_next(rich: Home) -> None:
    rich.run("log-meeting", "dana", "--on", "2026-10-21", "--action", "me: call Lou")

    ran, changed = before_and_after(rich, "update", "dana")

    assert (ran.status, ran.out) == (
        0,
        """\
Hi Dana,

Here's what came of your advice:
  “ask early”: got the money

Done, as promised: “send deck”.

Where I am with “run the review alone”: “did it in October”.

Next on my list: “call Lou”.

What I'd like to bring up: “the London role”.

Thank you.
""",
    )
    assert re.sub(r"<\d+>", "<id>", ran.err) == (
        "\nOther advice isn't in it until you note what came of it:"
        "  mentorlog done <id> --outcome TEXT"
        f"{DRAFT}Sent it?  mentorlog update dana-oz --sent\n"
    )
    assert changed == {}


def test_sent_it_closes_what_it_quotes_in_one_step_that_can_be_undone(rich: Home) -> None:
    before = rich.files()

    ran, changed = before_and_after(rich, "update", "dana", "--sent", "--on", "2026-11-21")

    assert ran == Ran(
        0,
        "Noted that you wrote to Dana Öz.\ntold: your advice, “ask early”: got the money\n",
        "",
    )
    assert [text.splitlines()[-1] for text in changed.values()] == ["told_them_on: 2026-11-21"]
    today, changed = before_and_after(rich, "update", "dana", "--sent")
    assert today.out.splitlines()[1:] == ["brought up: “the London role”"]
    assert [text.splitlines()[-1] for text in changed.values()] == ["raised_on: 2026-11-22"]
    assert rich.run("undo", "2").status == 0
    assert rich.files() == before


def test_an_update_that_closes_nothing_says_how_it_is_noted(met: Home) -> None:
    met.run("done", f"{newest(met, 'meeting')}.1", "--on", "2026-11-10")

    draft = met.run("update", "dana")
    sent = met.run("update", "dana", "--sent")

    assert draft == Ran(
        0,
        "Hi Dana,\n\nDone, as promised: “send deck”.\n",
        f"{DRAFT}Sent it?  mentorlog gave dana-oz TEXT --type update\n",
    )
    assert sent == Ran(
        3,
        "",
        "mentorlog: This letter mentions nothing that's still open.\n"
        "  Note that you wrote:  mentorlog gave dana-oz TEXT --type update\n",
    )
    met.run("gave", "dana", "wrote of the deck", "--type", "update")
    assert met.run("update", "dana").out.startswith("There's nothing new for Dana.")


def test_with_nothing_behind_it_an_update_says_what_to_note_first(met: Home) -> None:
    nothing = met.run("update", "dana")
    met.run("received", "dana", "ask early", "--type", "advice")
    untried = met.run("update", "dana")

    assert nothing == Ran(
        0,
        "There's nothing new for Dana. When you've tried what they said:\n"
        "  mentorlog received dana-oz TEXT --type advice\n",
        "",
    )
    assert re.sub(r"<\d+>", "<id>", untried.out) == (
        "You haven't noted what came of Dana's advice yet. First:"
        "  mentorlog done <id> --outcome TEXT\n"
    )
    assert met.run("update", "dana", "--sent").status == 3


def test_several_promises_have_a_line_each_and_a_planned_meeting_is_looked_forward_to(
    dana: Home,
) -> None:
    promises = ("--action", "me: send deck", "--action", "me: call Lou")
    dana.run("log-meeting", "dana", "--on", "2026-10-20", *promises)
    meeting = newest(dana, "meeting")
    dana.run("done", f"{meeting}.1", f"{meeting}.2")
    dana.run("schedule", "dana", "2026-12-01")

    assert dana.run("update", "dana").out == (
        "Hi Dana,\n\nDone, as promised:\n  “send deck”\n  “call Lou”\n\n"
        "We meet on Tuesday 1 December; I look forward to it.\n"
    )


def test_a_few_lines_after_a_long_silence(met: Home) -> None:
    met.run("received", "dana", "to Lou", "--type", "introduction", "--on", "2026-10-20")
    met.run("received", "dana", "moved to Berlin", "--type", "update", "--on", "2026-10-20")

    draft = met.run("reconnect", "dana", "--as-of", "2026-11-21")
    sent, changed = before_and_after(met, "reconnect", "dana", "--sent")

    assert draft == Ran(
        0,
        """\
Hi Dana,

We last met in October.

I still think of the introduction, “to Lou”. Thank you for that.

The last I heard from you was “moved to Berlin”. How are you?
""",
        f"{DRAFT}Sent it?  mentorlog reconnect dana-oz --sent\n",
    )
    assert sent.out == ("Noted that you wrote to Dana Öz.\nthanked: the introduction, “to Lou”\n")
    assert [text.splitlines()[-1] for text in changed.values()] == ["thanked_on: 2026-11-22"]
    assert met.run("reconnect", "dana", "--sent").status == 3


def test_with_nothing_behind_them_the_lines_say_what_to_note_first(dana: Home) -> None:
    assert dana.run("reconnect", "dana") == Ran(
        0,
        "You haven't noted anything Dana gave you. When you have something:"
        "  mentorlog received dana-oz TEXT\n",
        "",
    )


@pytest.mark.parametrize("command", ["update", "reconnect"])
def test_in_confidence_stays_out_and_can_be_closed_by_itself(met: Home, command: str) -> None:
    met.run("received", "dana", "sell", "--type", "advice", "--in-confidence")
    met.run("done", newest(met, "contribution"), "--outcome", "sold")

    draft = met.run(command, "dana", "--reveal")
    sent = met.run(command, "dana", "--sent")

    assert ("sell" in draft.out, "sold" in draft.out) == (False, False)
    assert "Left out: 1 held in confidence.\n" in draft.err
    assert sent.status == 3
    assert re.sub(r"<\d+>", "<id>", sent.err).endswith(
        "held in confidence, so the letter leaves it out.\n"
        "  Close it on its own:  mentorlog done <id> --told\n"
    )


def test_for_programs_a_letter_is_what_it_quotes(rich: Home) -> None:
    said = json.loads(re.sub(r'"?<\d+>"?', '"<id>"', rich.run("update", "dana", "--json").out))

    assert set(said) == {
        *("schema", "as_of", "handle", "letter", "items", "in_confidence", "sealed", "problems")
    }
    assert said["schema"] == "mentorlog.update/1"
    assert [(item["matter"], item["text"], item["closes"]) for item in said["items"]] == [
        ("gift", "ask early", "told_them_on"),
        ("kept", "send deck", None),
        ("goal", "did it in October", None),
        ("raise", "the London role", "raised_on"),
    ]
    assert said["letter"].startswith("Hi Dana,\n\nHere's what came of your advice")
    assert '"schema": "mentorlog.reconnect/1"' in rich.run("reconnect", "dana", "--json").out


@pytest.mark.parametrize("command", ["thanks", "update", "reconnect"])
def test_it_refuses_what_goes_with_the_other_half(met: Home, command: str) -> None:
    for wrong in (
        (),
        ("--sent",),
        ("dana", "--on", "today"),
        ("dana", "--sent", "--copy"),
        ("dana", "--sent", "--as-of", "yesterday"),
    ):
        assert met.run(command, *wrong).status == 2, wrong


def test_prep_offers_an_update_until_it_is_sent_unless_a_meeting_is_near(rich: Home) -> None:
    offer = "There's no meeting soon. Tell them what came of it:  mentorlog update dana-oz\n"

    assert offer in rich.run("prep", "dana").out
    rich.run("schedule", "dana", "2026-11-25")
    assert offer not in rich.run("prep", "dana").out
    rich.run("undo")
    assert offer in rich.run("prep", "dana").out
    rich.run("update", "dana", "--sent")
    assert offer not in rich.run("prep", "dana").out


def test_a_nudge_offers_an_update_once_and_tells_no_word_of_it(rich: Home) -> None:
    rich.today = dt.date(2026, 11, 23)

    first, second = rich.run("nudge", "--scheduled"), rich.run("nudge", "--scheduled")
    rich.today = dt.date(2026, 11, 24)
    third = rich.run("nudge", "--scheduled")

    assert "  update     dana-oz   say what came of their advice from Tue 20 Oct\n" in first.out
    assert "Tell:   mentorlog update dana-oz\n" in first.out
    assert "ask early" not in first.out
    assert (second.out, "update" in third.out) == ("", False)
    told = '"kind": "follow_up", "date": "2026-10-20", "text": "update: Dana'
    assert told in rich.run("nudge", "--json").out
    assert (
        '"kind": "follow_up", "date": "2026-10-20"' in rich.run("nudge", "--explain", "--json").out
    )
    rich.run("update", "dana", "--sent")
    assert told not in rich.run("nudge", "--json").out


def test_a_pause_silences_no_promise_but_offers_no_update(rich: Home) -> None:
    rich.run("log-meeting", "dana", "--on", "2026-11-02", "--action", "me: call by 2026-11-10")
    rich.run("pause", "dana", "--from", "2026-11-15")
    for date in ("2026-11-20", "2026-11-22"):
        document = json.loads(rich.run("nudge", "--as-of", date, "--json").out)
        assert [item["kind"] for item in document["items"]] == ["action"]

    rich.run("close", "dana", "--reason", "drifted")

    assert json.loads(rich.run("nudge", "--json").out)["items"] == []


def test_no_nudge_offers_an_update_of_what_is_withheld_or_can_wait(rich: Home) -> None:
    rich.run("received", "dana", "sell", "--type", "advice", "--in-confidence")
    rich.run("done", newest(rich, "contribution"), "--outcome", "sold")
    rich.run("update", "dana", "--sent")
    assert "update" not in rich.run("nudge").out
    rich.run("undo")
    assert "update" in rich.run("nudge").out
    assert "Update (Tue 20 Oct): comes Mon 23 Nov." in rich.run("nudge", "--explain").out
    rich.run("schedule", "dana", "+1w")
    assert "update" not in rich.run("nudge").out


def test_where_two_parted_or_have_not_met_for_long_a_few_lines_are_offered(home: Home) -> None:
    home.run("log-meeting", "Sam Lee", "--new", "--on", "2026-03-10")

    assert "Get back in touch:  mentorlog reconnect sam-lee\n" in (home.run("prep", "sam").out)
    assert "mentorlog reconnect sam-lee" in home.run("review", "sam").out


def with_clipboard(home: Home, name: str) -> Path:
    """A program of that name that keeps what it is given."""
    kept, program = home.folder / "kept", home.folder / "bin" / name
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ncat > "{kept}"\n')
    program.chmod(0o755)
    home.variables["PATH"] = f"{program.parent}:/usr/bin:/bin"
    return kept


@pytest.mark.parametrize(
    ("program", "variable"), [("wl-copy", "WAYLAND_DISPLAY"), ("xsel", "DISPLAY")]
)
def test_a_clipboard_program_is_given_the_letter_in_unbroken_lines(
    rich: Home, program: str, variable: str
) -> None:
    kept = with_clipboard(rich, program)
    rich.variables.update({variable: ":0", "COLUMNS": "30"})

    ran = rich.run("update", "dana", "--copy")

    assert ran.err.endswith("Copied to the clipboard.\n")
    assert kept.read_text(encoding="utf-8").split("\n\n")[1] == (
        "Here's what came of your advice:\n  “ask early”: got the money"
    )


def test_a_letter_in_a_pipe_has_unbroken_lines(rich: Home) -> None:
    advice = " ".join(["a long story of what they said"] * 6)
    rich.run("received", "dana", advice, "--type", "feedback")
    folded, told = rich.run("thanks", "dana"), rich.run("thanks", "dana", "--json")
    said = json.loads(re.sub(r"<\d+>", '"id"', told.out))
    rich.variables["COLUMNS"] = ""

    piped = rich.run("thanks", "dana")

    assert piped == Ran(0, said["letter"] + "\n", folded.err)
    assert max(map(len, folded.out.splitlines())) <= 100
    assert rich.run("thanks", "dana", "--json") == told


def all_of(terminal: int) -> bytes:
    """What was written to the other end, which is closed."""
    said = b""
    with contextlib.suppress(OSError):  # as Linux says that nothing more will come
        while more := os.read(terminal, 4096):
            said += more
    os.close(terminal)
    return said


def test_a_terminal_is_asked_to_copy_where_no_program_is(rich: Home) -> None:
    variables = {**os.environ, "HOME": str(rich.folder), "MENTORLOG_JOURNAL": str(rich.journal)}
    ours, theirs = os.openpty()

    ran = subprocess.run(
        [sys.executable, "-m", "mentorlog", "update", "dana", "--copy"],
        env={**variables, "TERM": "xterm", "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )

    os.close(theirs)
    said = all_of(ours).decode()
    found = re.search(r"\x1b]52;c;([A-Za-z0-9+/=]+)\x07", said)
    assert found is not None
    assert base64.b64decode(found[1]).decode() + "\n" == ran.stdout.decode()
    assert "Copied to the clipboard, if your terminal lets programs do that" in said


def test_without_a_clipboard_it_says_so_and_copies_nothing(rich: Home) -> None:
    rich.variables["PATH"] = ""

    assert rich.run("update", "dana", "--copy") == Ran(
        3,
        "",
        "mentorlog: There's no clipboard here.\n  Leave out --copy, and copy the text yourself.\n",
    )


@pytest.mark.parametrize("command", ["thanks", "update", "reconnect"])
def test_what_was_unsealed_for_a_letter_is_closed_by_the_line_it_ends_with(
    rich: Home, tmp_path_factory: pytest.TempPathFactory, command: str
) -> None:
    recovery = str(tmp_path_factory.mktemp("keys") / "recovery.txt")
    assert rich.run("seal", "init", "--recovery", recovery, "--no-passphrase").status == 0
    assert rich.run("seal", "on", "dana").status == 0

    sealed, revealed = rich.run(command, "dana"), rich.run(command, "dana", "--reveal")

    assert "ask early" not in sealed.out
    assert "ask early" in revealed.out
    (line,) = re.findall(r"Sent it\?  mentorlog (.*)\n", revealed.err)
    assert line == f"{command} dana-oz --reveal --sent"
    assert "ask early" in rich.run(*line.split()).out
