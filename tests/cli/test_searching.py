"""candidate and people: looking for a mentor, and for what one lacks."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cli.harness import Home, Ran, before_and_after

KNOWN = (
    *("--experience", "ran three reorgs", "--desire", "offered twice", "--time", "an hour"),
    *("--differs", "function", "--helps-with", "feedback", "--small-ask", "half an hour"),
)


def test_a_step_makes_the_person_and_one_entry(home: Home) -> None:
    ran, made = before_and_after(home, "candidate", "Ed Moss", *KNOWN, "--stage", "approached")

    assert ran == Ran(0, "Noted where you are with Ed Moss: approached; follow up Wed 2 Dec.\n", "")
    assert made["relationships/ed-moss-<2>/relationship.yaml"].splitlines()[2:] == [
        "name: Ed Moss",
        "my_role: mentee",
        "differs_from_me:",
        "  - function",
        "helps_with:",
        "  - feedback",
    ]
    assert made["relationships/ed-moss-<2>/2026-11-22-approach-<3>.yaml"] == (
        "schema: 1\nid: <3>\nkind: approach\ndate: 2026-11-22\nstage: approached\n"
        "follow_up_on: 2026-12-02\nexperience: ran three reorgs\ndesire: offered twice\n"
        "time: an hour\nsmall_ask: half an hour\n"
    )


def test_a_later_step_adds_and_keeps_the_stage_and_what_is_known(home: Home) -> None:
    home.run("candidate", "Ed Moss", *KNOWN, "--stage", "deciding", "--follow-up", "2026-12-24")
    home.today = dt.date(2026, 11, 25)

    ran, made = before_and_after(home, "candidate", "ed moss", "--time", "two hours")
    listed = json.loads(home.run("candidate", "--json").out)["items"]

    assert ran.out == "Noted where you are with Ed Moss: deciding; follow up Sat 5 Dec.\n"
    assert len(made) == 1
    assert [(one["experience"], one["time"], one["stage"]) for one in listed] == [
        ("ran three reorgs", "two hours", "deciding")
    ]


def test_not_now_is_kept_kindly_with_a_day_to_ask_again(home: Home) -> None:
    ran = home.run("candidate", "Bo Ek", "--stage", "not now")

    assert ran.out == (
        "Noted where you are with Bo Ek: not now; ask again Mon 22 Feb 2027.\n"
        "Thank them for saying so. It's about their time, and may change.\n"
    )
    assert "Bo said not now. Ask again?" in home.run("candidate", "--as-of", "2027-02-22").out


def test_two_stand_side_by_side_in_words(home: Home) -> None:
    home.run("candidate", "Ed Moss", "--experience", "pricing")
    home.run("candidate", "Ana Roth", "--experience", "three reorgs", "--desire", "offered twice")

    assert home.run("candidate", "ana", "ed", "--compare").out == (
        "            Ana Roth             Ed Moss\n"
        "Stage       noticed, Sun 22 Nov  noticed, Sun 22 Nov\n"
        "Experience  three reorgs         pricing\n"
        "Desire      offered twice        \N{EN DASH}\n"
    )
    assert home.run("candidate", "--compare", "ana").status == 2
    assert home.run("candidate", "--compare", "ana", "nobody").status == 3


def test_who_is_no_candidate_is_not_compared(dana: Home) -> None:
    dana.run("candidate", "Ed Moss")

    assert dana.run("candidate", "ed", "dana", "--compare") == Ran(
        3, "", "mentorlog: dana-oz isn't a candidate.\n  See who is:  mentorlog candidate\n"
    )


def test_a_candidate_becomes_a_relationship_without_retyping(home: Home) -> None:
    home.run("candidate", "Ed Moss", *KNOWN, "--stage", "agreed")

    ran, made = before_and_after(home, "new-agreement", "ed-moss", "--cadence", "monthly")

    assert ran.status == 0
    assert [path.rpartition("-")[0] for path in made] == [
        "relationships/ed-moss-<2>/2026-11-22-agreement"
    ]
    assert home.run("candidate").out.startswith("You aren't considering anyone yet.")
    assert "Experience      ran three reorgs" in home.run("prep", "ed-moss").out
    assert "feedback            only Ed Moss" in home.run("people").out


def test_on_a_terminal_only_what_is_not_known_is_asked(home: Home) -> None:
    first = "approached\nthree reorgs\n\nan hour\nage\nfunction, industry\n\n\n\ny\n"
    asked = home.run("candidate", "Ed Moss", terminal=True, stdin=first)
    again = home.run("candidate", "Ed Moss", terminal=True, stdin="deciding\noffered\n\n\n\ny\n")

    assert asked.out == "Noted where you are with Ed Moss: approached; follow up Wed 2 Dec.\n"
    assert "One of: background, gender, generation" in asked.err
    assert again.out.splitlines() == [
        "Noted where you are with Ed Moss: deciding; follow up Wed 2 Dec.",
        "Stage: deciding (before: approached)",
    ]
    (one,) = json.loads(home.run("candidate", "--json").out)["items"]
    assert (one["desire"], one["differs_from_me"]) == ("offered", ["function", "industry"])


def test_candidate_refuses_what_can_not_be(dana: Home) -> None:
    assert dana.run("candidate", "dana-oz", "--stage", "approached") == Ran(
        3,
        "",
        "mentorlog: You already have an agreement with dana-oz.\n"
        "  Prepare the next meeting:  mentorlog prep dana-oz\n",
    )
    assert dana.run("candidate", "Ed", "Moss").status == 2
    assert dana.run("candidate", "Ed", "--stage", "famous").status == 2
    assert dana.run("candidate", "Ed", "--follow-up", "2026-11-22").status == 2
    assert dana.run("candidate", "Ed", "--in-confidence").status == 2


def test_a_declined_candidate_is_no_longer_listed_but_told(home: Home) -> None:
    home.run("candidate", "Ed Moss")
    home.run("candidate", "Ed Moss", "--stage", "declined")

    assert home.run("candidate").out.startswith("You aren't considering anyone yet.")


def test_two_steps_of_a_day_are_one(home: Home) -> None:
    """Of two entries of one day chance would decide which is the later."""
    home.run("candidate", "Ed Moss", "--time", "an hour", "--stage", "approached")

    ran, changed = before_and_after(home, "candidate", "Ed Moss", "--note", "met Lou")
    moved = home.run("candidate", "Ed Moss", "--stage", "agreed")

    assert ran.out == "Noted where you are with Ed Moss: approached; follow up Wed 2 Dec.\n"
    assert [text.splitlines()[4:] for text in changed.values()] == [
        ["stage: approached", "follow_up_on: 2026-12-02", "time: an hour", "note: met Lou"]
    ]
    assert moved.out.splitlines()[0] == "Noted where you are with Ed Moss: agreed."
    assert len([*home.journal.rglob("*-approach-*.yaml")]) == 1


def test_people_tells_what_is_covered_and_what_to_look_for(dana: Home) -> None:
    dana.run("amend", "dana", "--helps-with", "feedback", "--differs", "function")
    dana.run("candidate", "Ed Moss", "--helps-with", "sponsorship")

    assert dana.run("people").out == (
        "                     Dana  Ed\n"
        "  career advice      ·     ·    nobody yet\n"
        "  skill              ·     ·    nobody yet\n"
        "  feedback           ●     ·    only Dana\n"
        "  sponsorship        ·     ○    nobody yet; Ed might\n"
        "  role model         ·     ·    nobody yet\n"
        "  sounding board     ·     ·    nobody yet\n"
        "  emotional support  ·     ·    nobody yet\n"
        "  accountability     ·     ·    nobody yet\n"
        "  network access     ·     ·    nobody yet\n"
        "  ● helps   ○ might   · not noted\n"
        "\n"
        "Being considered: Ed Moss.  mentorlog candidate\n"
        "Someone differs from you in function.\n"
        "Next, look for someone who speaks up for you when you're not in the room:"
        "  mentorlog candidate NAME\n"
    )


def test_people_for_programs_is_a_list_of_kinds_of_help(dana: Home) -> None:
    dana.run("amend", "dana", "--helps-with", "feedback")

    said = json.loads(dana.run("people", "--json").out)

    assert said["schema"] == "mentorlog.people/1"
    assert [(one["function"], one["by"]) for one in said["items"] if one["by"]] == [
        ("feedback", ["dana-oz"])
    ]


def test_someone_called_like_the_beginning_of_another_is_not_made_unasked(home: Home) -> None:
    home.run("candidate", "Bo Ek")

    ran = home.run("candidate", "bo", "--stage", "declined")
    other = home.run("candidate", "bo", "--stage", "declined", "--handle", "bo-2")

    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        "mentorlog: You already have Bo Ek (bo-ek).\n"
        "  The same person:  mentorlog candidate bo-ek …\n"
        '  Someone else:     mentorlog candidate "bo" --handle bo …\n'
    )
    assert other.out == (
        "Noted where you are with bo: declined.\n"
        "Thank them for a clear answer. It says nothing about you.\n"
    )


@pytest.mark.parametrize(
    ("answer", "people"), [("yes", ["bo-ek"]), ("n", ["bo", "bo-ek"]), ("\nyes", ["bo-ek"])]
)
def test_on_a_terminal_it_is_asked_who_is_meant(home: Home, answer: str, people: list[str]) -> None:
    home.run("candidate", "Bo Ek")

    ran = home.run("candidate", "bo", "--stage", "deciding", terminal=True, stdin=f"{answer}\n")

    said = json.loads(home.run("candidate", "--json").out)
    assert ran.status == 0
    assert 'Is "bo" Bo Ek?' in ran.err
    assert sorted(one["handle"] for one in said["items"]) == people


def test_a_name_alone_notes_no_empty_step(home: Home) -> None:
    home.run("candidate", "Bo Ek", "--stage", "approached")

    ran, changed = before_and_after(home, "candidate", "bo-ek")

    assert (ran.status, ran.err, changed) == (
        2,
        "mentorlog: Nothing new about bo-ek.\n  See everyone:  mentorlog candidate\n",
        {},
    )


def test_a_second_step_of_a_day_says_what_it_replaces(home: Home) -> None:
    home.run("candidate", "Ed Moss", "--stage", "noticed", "--experience", "ran two mergers")
    ran = home.run("candidate", "Ed Moss", "--experience", "led a bank", "--stage", "deciding")
    more = home.run("candidate", "Ed Moss", "--desire", "offered twice")

    assert ran.out.splitlines()[-2:] == [
        "Stage: deciding (before: noticed)",
        "Experience: led a bank (before: ran two mergers)",
    ]
    assert "(before: " not in more.out


def test_words_in_confidence_are_not_repeated(home: Home) -> None:
    line = ("candidate", "Ed Moss", "--in-confidence", "--alias", "Owl", "--experience")
    home.run(*line, "ran two mergers")

    assert "mergers" not in home.run("candidate", "owl", "--experience", "led a bank").out


def test_a_step_without_a_name_is_no_list(dana: Home) -> None:
    asked = dana.run("candidate", "--stage", "noticed", terminal=True, stdin="Bo Ek\ny\n")
    refused = dana.run("candidate", "--stage", "noticed", "--note", "kind and patient")
    listed = dana.run("candidate", "--json")

    assert (refused.status, refused.err.splitlines()[0]) == (2, "mentorlog: Who is it about?")
    assert "What you typed is kept:  mentorlog candidate --resume" in refused.err
    assert asked.out.startswith("Noted where you are with Bo Ek: noticed")
    assert "Bo Ek" in listed.out
