"""close: what can't be closed, and the way out."""

from __future__ import annotations

import json

import pytest
from cli.harness import Home, Ran, before_and_after

REASONS = (
    "--reason takes goals met, term ended, outgrown, not a fit, circumstances, drifted or other."
)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("close",), 2, "Close with whom?"),
        (("close", "nobody"), 3, 'No one here is called "nobody".'),
        (("close", "dana-oz", "--on", ""), 2, '"" isn\'t a date.'),
        (
            ("close", "dana-oz", "--reason", "boredom"),
            2,
            REASONS,
        ),
        (("close", "dana-oz", "--said", "shouted"), 2, "--said takes met, call, written or none."),
        (("close", "dana-oz", "--learned", " "), 2, "--learned is empty."),
    ],
)
def test_what_cannot_be_closed_is_told_and_nothing_is_written(
    dana: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran, changed = before_and_after(dana, *arguments)

    assert (ran.status, ran.out, changed) == (status, "", {})
    assert ran.err.splitlines()[0] == f"mentorlog: {said}"


def test_nothing_is_closed_twice(dana: Home) -> None:
    dana.run("close", "dana-oz")

    assert dana.run("close", "dana-oz") == Ran(3, "", "mentorlog: dana-oz is already closed.\n")


def test_a_closure_comes_after_what_has_happened(dana: Home) -> None:
    dana.run("note", "dana-oz", "words", "--on", "fri")

    assert dana.run("close", "dana-oz", "--on", "mon") == Ran(
        3,
        "",
        "mentorlog: There's an entry for Fri 20 Nov, after that day.\n"
        "  Close it then:  mentorlog close dana-oz --on 2026-11-20\n",
    )


def test_terms_to_come_are_taken_back_before_one_parts(dana: Home) -> None:
    dana.run("amend", "dana-oz", "--cadence", "monthly", "--from", "2026-12-01")

    assert dana.run("close", "dana-oz") == Ran(
        3,
        "",
        "mentorlog: There's an entry for Tue 1 Dec, after that day.\n"
        "  Remove it first:  mentorlog remove <4>\n",
    )


def test_a_plan_keeps_nobody_from_parting(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "fri")

    assert dana.run("close", "dana-oz").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("log-meeting", "dana-oz"),
        ("note", "dana-oz", "words"),
        ("gave", "dana-oz", "words"),
        ("received", "dana-oz", "words"),
        ("schedule", "dana-oz", "fri"),
        ("pause", "dana-oz"),
        ("amend", "dana-oz", "--cadence", "monthly"),
    ],
)
def test_nothing_is_entered_after_a_closure(dana: Home, arguments: tuple[str, ...]) -> None:
    dana.run("close", "dana-oz", "--on", "yesterday")

    ran, changed = before_and_after(dana, *arguments)

    assert (ran.status, changed) == (3, {})
    assert ran.err.splitlines()[:2] == [
        "mentorlog: dana-oz was closed on Sat 21 Nov.",
        "  Start again:  mentorlog reopen dana-oz",
    ]


@pytest.mark.parametrize("command", ["log-meeting", "gave", "pause", "amend"])
def test_between_the_end_and_the_new_start_no_hint_leads_nowhere(dana: Home, command: str) -> None:
    dana.run("close", "dana-oz", "--on", "2026-11-09")
    again = json.loads(dana.raw("reopen", "dana-oz", "--on", "2026-11-18", "--json").out)

    day = "--from" if command in {"pause", "amend"} else "--on"
    ran = dana.raw(command, "dana-oz", *["a book"][: command == "gave"], day, "2026-11-12")

    edit = f"Set that day earlier:  mentorlog edit {again['entries'][0]['id']}\n"
    assert ran.status == 3
    assert ("amend dana-oz --from 2026-11-18\n" if command == "amend" else edit) in ran.err


def test_a_meeting_on_the_day_of_the_closing_is_told_to_be_the_last(dana: Home) -> None:
    dana.run("close", "dana-oz", "--no-input")

    ran = dana.run("log-meeting", "dana-oz", "one more")

    assert ran.status == 0
    said = "Dana Öz was closed on the same day; this counts as before it.\n"
    assert said in ran.out


def test_what_ended_on_its_first_day_had_an_agreement(home: Home) -> None:
    home.run("new-agreement", "Sam Lee", "--cadence", "weekly")
    home.run("close", "sam-lee")

    page = home.run("review", "sam-lee").out

    assert "No agreement" not in page
    assert "\nEnded Sun 22 Nov.\n" in page


def test_after_the_end_nobody_is_asked_what_was_brought_up(dana: Home) -> None:
    dana.run("note", "dana-oz", "ask about London")
    before = dana.run("log-meeting", "dana-oz", "--on", "yesterday", "--dry-run").out
    dana.run("close", "dana-oz")

    last = dana.run("log-meeting", "dana-oz", "the last one")
    earlier = dana.run("log-meeting", "dana-oz", "--on", "yesterday")

    assert (last.status, earlier.status, before.startswith("Would log")) == (0, 0, True)
    assert "bring up" not in f"{last.out}{earlier.out}"


def test_closing_names_each_of_two_plans_of_a_day(dana: Home) -> None:
    dana.run("schedule", "dana-oz", "2026-11-27", "15:00")
    dana.run("schedule", "dana-oz", "2026-11-27", "18:00")

    ran = dana.run("close", "dana-oz")

    assert "  mentorlog cancel dana-oz 2026-11-27 15:00\n" in ran.out
    assert "  mentorlog cancel dana-oz 2026-11-27 18:00\n" in ran.out
