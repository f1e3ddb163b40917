"""Plans: moved, called off, and never taken by a meeting that wasn't the one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from cli.harness import Home, Ran, before_and_after

from mentorlog.journal.yaml.read import read


@pytest.fixture
def booked(home: Home) -> Home:
    """A meeting on Thu 26 Nov 15:00; today is Sun 22 Nov."""
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "thu 15:00", "--minutes", "45", "--agenda", "the budget")
    return home


def meetings(home: Home) -> list[Mapping[str, Any]]:
    files = sorted(home.journal.rglob("*-meeting-*.yaml"))
    return [read(file.read_bytes()).value for file in files]


def statuses(home: Home) -> list[tuple[str, str, str]]:
    return sorted((one["date"], one["status"], one.get("time", "")) for one in meetings(home))


def test_a_plan_moves_with_what_it_holds(booked: Home) -> None:
    ran = booked.run("reschedule", "dana-oz", "fri", "16:00", "--by", "them", "--why", "ill")

    assert ran.status == 0
    assert ran.out.startswith("Moved the meeting with Dana Öz from Thu 26 Nov to Fri 27 Nov 16:00.")
    [old, new] = meetings(booked)
    assert (old["status"], old["rescheduled_to"], old["changed_by"], old["reason"]) == (
        "rescheduled",
        "2026-11-27",
        "them",
        "ill",
    )
    assert (new["date"], new["time"], new["minutes"], new["agenda"]) == (
        "2026-11-27",
        "16:00",
        "45",
        ["the budget"],
    )


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (("16:00",), ("2026-11-26", "16:00")),
        (("3", "pm", "fri"), None),
        (("tue",), ("2026-11-24", "15:00")),
        (("fri", "at", "9:30"), ("2026-11-27", "09:30")),
    ],
)
def test_a_time_alone_keeps_the_day_and_a_day_alone_the_time(
    booked: Home, to: tuple[str, ...], expected: tuple[str, str] | None
) -> None:
    ran = booked.run("reschedule", "dana-oz", *to)

    planned = [one for one in statuses(booked) if one[1] == "planned"]
    if expected is None:
        assert ran.status == 2
        assert planned == [("2026-11-26", "planned", "15:00")]
    else:
        assert planned == [(expected[0], "planned", expected[1])]


def test_a_move_is_taken_back_whole(booked: Home) -> None:
    before = booked.files()
    booked.run("reschedule", "dana-oz", "fri")
    booked.run("undo")

    assert booked.files() == before


def test_the_past_is_no_day_to_move_to(booked: Home) -> None:
    ran, changed = before_and_after(booked, "reschedule", "dana-oz", "2026-11-20")

    assert (ran.status, ran.out, changed) == (3, "", {})
    assert ran.err == (
        "mentorlog: A plan on Fri 20 Nov would be in the past.\n"
        "  Log it:  mentorlog log-meeting dana-oz --on 2026-11-20\n"
    )


def test_a_plan_is_called_off(booked: Home) -> None:
    ran = booked.run("cancel", "dana-oz", "thu", "--by", "me")

    assert ran.out.startswith("Cancelled the meeting with Dana Öz of Thu 26 Nov 15:00.")
    assert statuses(booked) == [("2026-11-26", "cancelled", "15:00")]


@pytest.mark.parametrize("verb", [("cancel", "dana-oz"), ("reschedule", "dana-oz", "fri")])
def test_without_a_plan_there_is_nothing_to_change(booked: Home, verb: tuple[str, ...]) -> None:
    booked.run("cancel", "dana-oz")

    ran = booked.run(*verb)

    assert ran == Ran(
        3,
        "",
        "mentorlog: No meeting with dana-oz is planned.\n  mentorlog schedule dana-oz DATE\n",
    )


def test_of_two_plans_on_a_day_one_is_named(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "thu 18:00")

    unclear = booked.run("cancel", "dana-oz", "thu")
    ran = booked.run("cancel", "dana-oz", "thu", "18:00")

    assert unclear.status == 3
    assert "15:00, 18:00" in unclear.err
    assert ran.status == 0
    assert statuses(booked) == [
        ("2026-11-26", "cancelled", "18:00"),
        ("2026-11-26", "planned", "15:00"),
    ]


def test_a_plan_to_come_is_left_alone(booked: Home) -> None:
    ran = booked.run("log-meeting", "dana-oz", "a quick call")

    assert ran.status == 0
    assert statuses(booked) == [("2026-11-22", "held", ""), ("2026-11-26", "planned", "15:00")]


@pytest.mark.parametrize(("answer", "count"), [("yes", 1), ("", 2)])
def test_on_a_terminal_a_plan_to_come_within_three_days_is_asked_about(
    home: Home, answer: str, count: int
) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "tue 15:00")

    ran = home.run("log-meeting", "dana-oz", "a call", terminal=True, stdin=f"{answer}\n")

    assert "Was this the meeting planned for Tue 24 Nov 15:00? [no] / yes" in ran.err
    assert len(statuses(home)) == count


def test_the_plan_that_was_fulfilled_is_named(home: Home) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "today 15:00")

    ran = home.run("log-meeting", "dana-oz", "the reorg")

    assert "This was the meeting planned for today 15:00.\n" in ran.out
    assert statuses(home) == [("2026-11-22", "held", "15:00")]


@pytest.mark.parametrize(("at", "fulfils"), [("18:00", True), ("18:01", False), ("11:59", False)])
def test_a_time_hours_away_speaks_against_a_plan(home: Home, at: str, *, fulfils: bool) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "today 15:00")

    home.run("log-meeting", "dana-oz", "the reorg", "--at", at)

    assert (len(statuses(home)) == 1) is fulfils


def test_a_status_of_exactly_its_day_takes_a_plan_to_come(booked: Home) -> None:
    booked.run("log-meeting", "dana-oz", "--status", "cancelled", "--on", "2026-11-26")

    assert statuses(booked) == [("2026-11-26", "cancelled", "15:00")]


def test_a_second_meeting_of_a_day_is_said_to_be_one(booked: Home) -> None:
    booked.run("log-meeting", "dana-oz", "first")

    refused, changed = before_and_after(booked, "log-meeting", "dana-oz", "--minutes", "30")
    ran = booked.run("log-meeting", "dana-oz", "--minutes", "30", "--another")

    assert (refused.status, changed) == (3, {})
    assert refused.err.startswith(
        "mentorlog: You logged a meeting with dana-oz on Sun 22 Nov already: "
    )
    assert ran.status == 0
    assert [one[1] for one in statuses(booked)] == ["held", "held", "planned"]


def test_a_plan_near_another_is_kept_and_the_way_to_move_named(booked: Home) -> None:
    ran = booked.run("schedule", "dana-oz", "fri 15:00")

    assert (
        "Thu 26 Nov 15:00 is still planned, too. Moved it? "
        "mentorlog reschedule dana-oz --planned 2026-11-26 DATE"
    ) in " ".join(ran.out.split())
    assert [one[1] for one in statuses(booked)] == ["planned", "planned"]


def test_on_a_terminal_a_plan_may_replace_the_one_beside_it(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "fri 16:00", terminal=True, stdin="y\n")

    assert statuses(booked) == [
        ("2026-11-26", "rescheduled", "15:00"),
        ("2026-11-27", "planned", "16:00"),
    ]
