"""pause and resume: the days off as a file, and what can't be."""

from __future__ import annotations

import pytest
from cli.harness import Home, Ran, before_and_after

FOLDER = "relationships/dana-oz-<2>"


@pytest.mark.parametrize(
    ("arguments", "file", "said"),
    [
        (
            (),
            "date: 2026-11-22\n",
            (
                "Paused with Dana Öz from Sun 22 Nov.\n"
                "It has no end. End it:  mentorlog resume dana-oz\n"
            ),
        ),
        (
            ("--for", "2w", "--why", "holidays"),
            "date: 2026-11-22\nuntil: 2026-12-06\nreason: holidays\n",
            "Paused with Dana Öz from Sun 22 Nov, back Sun 6 Dec.\n",
        ),
        (
            ("--from", "fri", "--until", "2026-12-31"),
            "date: 2026-11-27\nuntil: 2026-12-31\n",
            "Paused with Dana Öz from Fri 27 Nov, back Thu 31 Dec.\n",
        ),
        (
            ("--from", "-10d", "--until", "tomorrow"),
            "date: 2026-11-12\nuntil: 2026-11-23\n",
            "Paused with Dana Öz from Thu 12 Nov, back Mon 23 Nov.\n",
        ),
    ],
)
def test_a_pause_is_its_first_day_and_the_first_active_one(
    dana: Home, arguments: tuple[str, ...], file: str, said: str
) -> None:
    ran, changed = before_and_after(dana, "pause", "dana-oz", *arguments)

    assert ran == Ran(0, said, "")
    assert list(changed.values()) == [f"schema: 1\nid: <4>\nkind: pause\n{file}"]


def test_resuming_ends_every_pause_that_holds_the_day(dana: Home) -> None:
    dana.run("pause", "dana-oz", "--from", "2026-11-01", "--until", "2026-12-31")
    dana.run("pause", "dana-oz", "--from", "2026-11-20")

    ran, changed = before_and_after(dana, "resume", "dana-oz", "--on", "yesterday")

    assert ran.out.splitlines()[0] == "Resumed with Dana Öz from Sat 21 Nov."
    assert changed == {
        f"{FOLDER}/2026-11-01-pause-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: pause\ndate: 2026-11-01\nuntil: 2026-11-21\n"
        ),
        f"{FOLDER}/2026-11-20-pause-<5>.yaml": (
            "schema: 1\nid: <5>\nkind: pause\ndate: 2026-11-20\nuntil: 2026-11-21\n"
        ),
    }


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("pause",), 2, "Pause with whom?"),
        (("resume",), 2, "Resume with whom?"),
        (("pause", "nobody"), 3, 'No one here is called "nobody".'),
        (("pause", "dana-oz", "--for", "0d"), 2, '"0d" isn\'t a span of time.'),
        (
            ("pause", "dana-oz", "--from", "fri", "--until", "thu"),
            2,
            "The first active day, Thu 26 Nov, must come after the first paused day.",
        ),
        (
            ("pause", "dana-oz", "--until", "today"),
            2,
            "The first active day, Sun 22 Nov, must come after the first paused day.",
        ),
        (("resume", "dana-oz", "--on", ""), 2, '"" isn\'t a date.'),
    ],
)
def test_a_pause_that_cannot_be_is_refused_and_nothing_is_written(
    dana: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(dana, *arguments)

    assert (ran.status, ran.out, changed) == (status, "", {})
    assert ran.err.splitlines()[0] == f"mentorlog: {said}"


def test_a_pause_without_an_end_is_ended_and_not_taken_again(dana: Home) -> None:
    dana.run("pause", "dana-oz")

    assert dana.run("pause", "dana-oz", "--for", "2w") == Ran(
        3,
        "",
        "mentorlog: dana-oz is already paused, with no end date.\n"
        "  End it:  mentorlog resume dana-oz\n",
    )


def test_there_is_nothing_to_pause_without_an_agreement(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new")

    assert home.run("pause", "dana-oz") == Ran(
        3,
        "",
        "mentorlog: You have no agreement with dana-oz.\n"
        "  Make one:  mentorlog new-agreement dana-oz\n",
    )


def test_alone_on_a_terminal_it_asks_whom_and_until_when(dana: Home) -> None:
    dana.run("new-agreement", "Sam Lee", "--cadence", "weekly", "--open")
    answers = "sam\nyesterday\n2026-12-06\n\n"

    ran = dana.run("pause", stdin=answers, terminal=True)

    assert "must come after the first paused day" in ran.err
    assert ran.out == "Paused with Sam Lee from Sun 22 Nov, back Sun 6 Dec.\n"


@pytest.mark.parametrize("words", ["pause", "close", "amend", "check-in"])
def test_enter_picks_nobody_of_several_for_what_matters(dana: Home, words: str) -> None:
    dana.run("new-agreement", "Sam Lee", "--cadence", "weekly", "--open")
    before = dana.files()

    ran = dana.run(words, stdin="\n" * 20, terminal=True)

    assert (ran.status, dana.files()) == (2, before)


def test_a_pause_names_each_meeting_booked_inside_it(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "2026-11-27", "15:00")
    dana.run("schedule", "dana-oz", "2026-12-06")

    ran = dana.run("pause", "dana-oz", "--until", "2026-12-06")

    assert ran.out == (
        "Paused with Dana Öz from Sun 22 Nov, back Sun 6 Dec.\n"
        "Still planned: Fri 27 Nov 15:00. Cancel it, or move it with reschedule:\n"
        "  mentorlog cancel dana-oz 2026-11-27\n"
    )
    assert dana.run("cancel", "dana-oz", "2026-11-27").status == 0


def test_a_pause_without_an_end_holds_all_that_is_planned_after_it_begins(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "2026-11-27", "15:00")
    dana.run("schedule", "dana-oz", "2026-12-08", "15:00")

    ran = dana.run("pause", "dana-oz", "--from", "2026-12-01")

    assert [row for row in ran.out.splitlines() if "planned" in row] == [
        "Still planned: Tue 8 Dec 15:00. Cancel it, or move it with reschedule:"
    ]


@pytest.mark.parametrize(
    ("option", "word", "what"),
    [
        ("--for", "open", "a span of time"),
        ("--for", "Ever", "a span of time"),
        ("--until", "open", "a date"),
    ],
)
def test_a_word_for_no_end_names_the_way_to_pause_without_one(
    dana: Home, option: str, word: str, what: str
) -> None:
    assert dana.run("pause", "dana-oz", option, word) == Ran(
        2,
        "",
        f'mentorlog: "{word}" isn\'t {what}.\n  For no end, leave {option} out.\n',
    )


@pytest.mark.parametrize("line", ["amend dana-oz --until open", "new-agreement Zoe --for open"])
def test_a_word_for_no_end_names_the_option_for_it(dana: Home, line: str) -> None:
    assert dana.run(*line.split()).err.endswith("  For no end:  --open\n")


def test_who_cannot_be_paused_is_refused_before_the_questions(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new")

    ran = home.run("pause", "dana-oz", terminal=True, stdin="in 3 weeks\n\n")

    assert ran == Ran(
        3,
        "",
        "mentorlog: You have no agreement with dana-oz.\n"
        "  Make one:  mentorlog new-agreement dana-oz\n",
    )
