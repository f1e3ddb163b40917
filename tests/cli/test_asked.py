"""What is missing is asked for on a terminal, and only there."""

from __future__ import annotations

import pytest
from cli.harness import Home, Ran


def answered(home: Home, *arguments: str, stdin: str) -> tuple[Ran, dict[str, str]]:
    """What was said, and the files that are new or changed."""
    before = home.files()
    ran = home.run(*arguments, terminal=True, stdin=stdin)
    return ran, {path: text for path, text in home.files().items() if before.get(path) != text}


WORDS = "She'd wait with the reorg.\n\n"


@pytest.fixture
def known(home: Home) -> Home:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--minutes", "45")
    home.run("new-agreement", "Sam Lee", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "today 15:00")
    return home


def test_a_meeting_is_logged_by_answering(known: Home) -> None:
    answers = (
        "1\n" + WORDS + "50\nsend the deck by next friday\nintroduce me\nthe plan\n\ntue 15:00\n"
    )

    ran, changed = answered(known, "log-meeting", stdin=answers)

    [meeting] = [text for path, text in changed.items() if "2026-11-22-meeting" in path]
    assert ran.status == 0
    assert "  1  Dana Öz  planned for today 15:00\n" in ran.err
    assert "minutes: 50\n" in meeting
    assert "notes: She'd wait with the reorg.\n" in meeting
    assert "text: send the deck\n    owner: me\n    due: 2026-11-27\n" in meeting
    assert "text: introduce me\n    owner: them\n" in meeting
    assert any("2026-11-24-meeting" in path for path in changed)
    assert any("-contribution-" in path for path in changed)
    assert ran.out.startswith("Logged Sun 22 Nov with Dana Öz: 5 words, 2 action items, ")


def test_enter_skips_every_question(known: Home) -> None:
    ran, changed = answered(known, "log-meeting", "sam", stdin="\n" * 7)

    assert ran.status == 0
    [meeting] = [text for path, text in changed.items() if "meeting" in path]
    assert meeting.endswith("date: 2026-11-22\nstatus: held\n")


def test_with_a_note_only_the_person_is_asked_for(known: Home) -> None:
    ran = known.run("log-meeting", "--note", "short", terminal=True, stdin="sam\n")

    assert (ran.status, ran.err.count("?")) == (0, 1)
    assert ran.out.startswith("Logged Sun 22 Nov with Sam Lee: 1 word.")


@pytest.mark.parametrize(
    ("command", "answers", "said"),
    [
        (("note",), "1\nask about London\n", "Noted"),
        (("gave", "sam"), "a book\n", "Noted what you gave Sam Lee."),
        (("schedule", "sam"), "someday\nfri 15:00\n", "Booked Fri 27 Nov 15:00 with Sam Lee."),
        (("cancel",), "dana\n", "Cancelled the meeting with Dana Öz"),
    ],
)
def test_what_a_command_needs_is_asked_for(
    known: Home, command: tuple[str, ...], answers: str, said: str
) -> None:
    ran = known.run(*command, terminal=True, stdin=answers)

    assert ran.status == 0
    assert ran.out.startswith(said)


@pytest.mark.parametrize("command", ["log-meeting", "note", "gave", "schedule", "cancel", "pause"])
def test_without_a_terminal_nobody_is_asked(home: Home, command: str) -> None:
    ran = home.run(command)

    assert (ran.status, ran.out) == (2, "")


def test_ctrl_d_keeps_the_words_as_a_draft(known: Home) -> None:
    ran = known.run("log-meeting", "sam", terminal=True, stdin=WORDS + "50\n")

    assert ran.status == 130
    assert "mentorlog log-meeting --resume" in ran.err


def test_a_name_that_makes_somebody_is_not_asked_about_as_one_that_is_there(known: Home) -> None:
    ran = known.run("candidate", "Bo Lind", "--stage", "noticed", terminal=True)
    near = known.run("candidate", "Dona", "--stage", "noticed", terminal=True)

    assert (ran.status, ran.err, near.status, near.err) == (0, "", 0, "")


@pytest.mark.parametrize(
    ("command", "answers", "said"),
    [
        (("prep",), "dana\n", "Dana Öz"),
        (("show",), "1\n", "Dana Öz"),
        (("thanks",), "dana\n", "Dana"),
        (("find",), "London\n", "Nothing"),
        (("export", "pair"), "dana\nAri Novak\n", "kind: pair"),
        (("nudge", "snooze", "--for", "2w"), "dana\n", "Dana Öz"),
    ],
)
def test_readers_ask_for_what_they_need(
    known: Home, command: tuple[str, ...], answers: str, said: str
) -> None:
    ran = known.run(*command, terminal=True, stdin=answers)

    assert ran.status == 0, ran.err
    assert said in ran.out


def test_a_loop_is_closed_by_its_number(known: Home) -> None:
    known.run("log-meeting", "dana", "--action", "me: send deck")

    ran = known.run("done", terminal=True, stdin="1\n")

    assert ran.err.startswith("Which one?\n  1  Dana Öz: send deck\n")
    assert (ran.status, "send deck" in known.run("todo").out) == (0, False)


def test_an_entry_is_chosen_from_the_latest(known: Home) -> None:
    known.run("log-meeting", "dana", "--on", "2026-11-20")

    ran = known.run("move", terminal=True, stdin="2\nsam\n")

    assert "  2  Fri 20 Nov  meeting with Dana Öz (" in ran.err
    assert (ran.status, "Sam Lee" in ran.out) == (0, True)


def test_who_has_ended_comes_last_and_can_be_named(known: Home) -> None:
    known.run("close", "sam", "--on", "2026-11-20", "--no-input")

    ran = known.run("reopen", terminal=True, stdin="sam\n")

    assert ran.err.startswith(
        "Who is it about?\n  1  Dana Öz  planned for today 15:00\n  2  Sam Lee  ended\n"
    )
    assert ran.status == 0


def test_of_many_people_the_list_says_how_many_more_there_are(known: Home) -> None:
    for number in range(9):
        known.run("log-meeting", f"Team {number}", "--new", "--on", "2026-11-01")

    ran = known.run("note", terminal=True, stdin="team 8\nthe budget\n")

    assert "  9  " in ran.err
    assert "  10  " not in ran.err
    assert "  and 2 more: type the beginning of a name\n" in ran.err
    assert ran.status == 0
