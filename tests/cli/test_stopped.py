"""Whoever stops at a question keeps the words that were answered, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.harness import Home

CONVERSATIONS = {
    "log-meeting dana": (
        *("w1", "w2", "", "50", "w3", "w4", "w5", "w6", "fri 15:00"),
        "no",  # the meeting planned for Thursday
    ),
    "new-agreement Max": (
        *("mentee", "weekly", "6 months", "45", "w1", "w2", "w3", "w4", "w5", "thu 15:00"),
        "y",
    ),
    "close dana": ("w1", "w2", "w3", "goals", "me", "met", "none", "keep", "y"),
    "check-in dana": ("good", "5", "4", "3", "2", "w1", "y"),
    "ask dana": ("w1", "y"),
    "note dana": ("w1",),
    "candidate Max": ("noticed", "w1", "w2", "w3", "", "w4", "w5", "w6"),
    "review dana --reflect": ("w1", "w2", "w3", "w4", "w5", "continue", "y"),
    "schedule dana": ("fri 15:00", "n"),
    "reschedule dana": ("fri 15:00",),
}


@pytest.mark.parametrize(
    ("line", "count"),
    [(line, n) for line, answers in CONVERSATIONS.items() for n in range(len(answers))],
)
def test_words_are_kept_and_nothing_else_wherever_one_stops(
    dana: Home, line: str, count: int
) -> None:
    dana.run("schedule", "dana", "2026-11-26 15:00")
    dana.run("ask", "dana")
    answers = CONVERSATIONS[line][:count]
    words = {answer for answer in answers if answer.startswith("w") and answer != "weekly"}
    stdin = "".join(f"{answer}\n" for answer in answers)

    before = dana.files()
    ran = dana.run(*line.split(), terminal=True, stdin=stdin)

    kept = [file.read_text(encoding="utf-8") for file in dana.state.rglob("drafts/*.yaml")]
    way_back = (
        f"\n  What you typed is kept:  mentorlog {line.split(maxsplit=1)[0]} --resume <draft>\n"
    )
    assert (ran.status, ran.out, dana.files()) == (130, "", before)
    assert ran.err.endswith("\nmentorlog: Stopped." + (way_back if words else "\n"))
    assert len(kept) == bool(words)
    assert all(word in draft for draft in kept for word in words)


RESUMED_AGREEMENT = ("mentee", "weekly", "1y", "45", "w1", "w2", "w3", "w4", "w5", "thu 15:00")
RESUMED = {
    "log-meeting dana": ("w1", "", "50", "w2", "w3", "", "w4", "w5", "fri 15:00"),
    "amend dana": ("weekly", "", "45", "w1", "w2", "y"),
    "check-in dana": ("good", "5", "", "3", "2", "w1", "y"),
    "pause dana": ("2027-01-04", "w1", "y"),
    "candidate Max": ("noticed", "w1", "", "w3", "", "w4", "w5", "w6", "y"),
}


@pytest.mark.parametrize(
    ("line", "count"),
    [(line, n) for line, answers in RESUMED.items() for n in range(2, len(answers))],
)
def test_a_resumed_command_asks_what_was_not_answered_yet(
    tmp_path: Path, line: str, count: int
) -> None:
    """A skipped question may be asked again."""
    whole, parts = Home(tmp_path / "whole"), Home(tmp_path / "parts")
    for home in (whole, parts):
        home.run("new-agreement", "Dana Öz", "--cadence", "monthly", "--starts", "2026-11-02")
    answers = [f"{answer}\n" for answer in RESUMED[line]]

    whole.run(*line.split(), terminal=True, stdin="".join(answers))
    stopped = parts.run(*line.split(), terminal=True, stdin="".join(answers[:count]))
    if "--resume" in stopped.err:
        again = 1 if answers[count - 1] == "\n" and count > len(("the note", "its end")) else 0
        rest = answers[count - again :]
        parts.run(line.split(maxsplit=1)[0], "--resume", terminal=True, stdin="".join(rest))
        assert parts.files() == whole.files()


def test_what_was_typed_of_a_note_is_shown_before_the_rest_is_asked(dana: Home) -> None:
    """It may end in half a sentence."""
    dana.run("log-meeting", "dana", terminal=True, stdin="w1\nWe talked abou\n")

    ran = dana.run("log-meeting", "--resume", terminal=True, stdin="\n" * 6)

    assert "What did you talk about? (an empty line ends)\n> w1\n> We talked abou\n  How" in ran.err


def test_what_was_asked_about_nothing_isnt_asked_the_rest_when_it_is_mended(dana: Home) -> None:
    dana.run("amend", "dana", "--why", "w1", "--from", "sometime")

    ran = dana.run("amend", "--resume", terminal=True, stdin="today\ny\n")

    assert "Minutes" not in ran.err


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("check-in dana", ("good", "5", "4", "3", "2", "w1", "edit", "")),
        ("close dana", ("w1", "w2", "w3", "goals", "me", "met", "none", "keep", "edit", "")),
        ("new-agreement Max", (*RESUMED_AGREEMENT, "edit", "")),
    ],
)
def test_who_stops_while_changing_answers_keeps_all_of_them(
    dana: Home, line: str, answers: tuple[str, ...]
) -> None:
    words = {answer for answer in answers if answer.startswith("w") and answer != "weekly"}

    ran = dana.run(*line.split(), terminal=True, stdin="".join(f"{each}\n" for each in answers))

    [kept] = [file.read_text(encoding="utf-8") for file in dana.state.rglob("drafts/*.yaml")]
    assert (ran.status, "Once more." in ran.err) == (130, True)
    assert all(word in kept for word in words)


@pytest.mark.parametrize(
    ("line", "before", "changed", "expected"),
    [
        ("check-in dana", "good|5|4|3|2|w1", "|||||w9", "note: w9"),
        ("check-in dana", "good|5|4|3|2|w1", "|-||||", "challenge: 3"),
        ("amend dana", "weekly|open|45|w1|w2", "||30||", "meeting_minutes: 30"),
        ("amend dana", "weekly|open|45|w1|w2", "|1 jun 2027|||", "until: 2027-06-01"),
        ("close dana", "w1|w2|w3|goals|me|met|none|redact", "|||||||keep", "good_work: w1"),
        ("ask dana", "w1", "w9", "reply: w9"),
        (
            "new-agreement Max",
            "peer|weekly|open|45|w1|w2|w3|w4|w5|thu 15:00",
            "||1y|||||||",
            "until",
        ),
        ("candidate Max", "noticed|w1|w2|w3||w4|w5|w6", "|w9||||||", "experience: w9"),
        ("review dana --reflect", "w1|w2|w3|w4|w5|continue", "||||w9|", "w9"),
    ],
)
def test_edit_at_the_summary_of_a_resumed_command_asks_all_of_it_again(
    dana: Home, line: str, before: str, changed: str, expected: str
) -> None:
    first = before.replace("|", "\n") + "\n"
    stopped = dana.run(*line.split(), terminal=True, stdin=first)
    assert "--resume" in stopped.err

    again = f"edit\n{changed.replace('|', chr(10))}\ny\n"
    ran = dana.run(
        line.split(maxsplit=1)[0], *line.split()[2:], "--resume", terminal=True, stdin=again
    )

    assert ran.status == 0, ran.err
    assert "[Y/n/edit]" in ran.err
    written = "".join(dana.files().values())
    assert expected in written
    assert "w1" in written or "w9" in written
