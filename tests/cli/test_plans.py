"""Plans: moved, called off, and never taken by a meeting that wasn't the one."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from typing import Any

import pytest
from cli.editors import editor
from cli.harness import Home, Ran, before_and_after

from mentorlog.journal.yaml.read import read

MOVED = "Moved the meeting with Dana Öz from Thu 26 Nov 15:00 to Fri 27 Nov 16:00."


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
    assert ran.out.startswith(MOVED)
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


def test_a_day_without_a_plan_names_the_plans_there_are(booked: Home) -> None:
    ran = booked.run("cancel", "dana-oz", "thu", "9:00")

    assert ran.err.startswith(
        "mentorlog: No meeting with dana-oz is planned then. Planned: Thu 26 Nov 15:00."
    )


@pytest.mark.parametrize(
    ("typed", "said"), [("+3d 10", "+3d 10:00"), ("next tue 4", "next tue 16:00")]
)
def test_an_hour_alone_after_a_day_is_shown_as_a_time(booked: Home, typed: str, said: str) -> None:
    ran = booked.run("schedule", "dana-oz", *typed.split())

    assert ran.status == 2
    assert ran.err == f'mentorlog: "{typed}" isn\'t a date.\n  With a time: {said}.\n'
    assert booked.run("schedule", "dana-oz", *said.split()).status == 0


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

    assert "Was this the meeting planned for Tue 24 Nov 15:00? [y/N]" in ran.err
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
        "mentorlog: You already logged a meeting with dana-oz on Sun 22 Nov ("
    )
    assert ran.status == 0
    assert [one[1] for one in statuses(booked)] == ["held", "held", "planned"]


def test_a_plan_near_another_is_kept_and_the_way_to_move_named(booked: Home) -> None:
    ran = booked.run("schedule", "dana-oz", "fri 15:00")

    assert (
        "Thu 26 Nov 15:00 is still planned, too. Moved it?\n"
        "  mentorlog reschedule dana-oz --planned 2026-11-26 2026-11-27 15:00\n"
    ) in ran.out
    assert [one[1] for one in statuses(booked)] == ["planned", "planned"]


def test_the_way_to_move_it_does_what_it_says(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "fri 16:00")

    ran = booked.run(
        "reschedule", "dana-oz", "--planned", "2026-11-26", "2026-11-27", "16:00", "--by", "them"
    )

    assert ran.out.startswith(MOVED)
    [old, new] = meetings(booked)
    assert (old["status"], old["rescheduled_to"], old["changed_by"]) == (
        "rescheduled",
        "2026-11-27",
        "them",
    )
    assert (new["status"], new["minutes"], new["agenda"]) == ("planned", "45", ["the budget"])


def test_a_plan_is_not_moved_to_where_it_is(booked: Home) -> None:
    ran, changed = before_and_after(booked, "reschedule", "dana-oz", "thu", "15:00")

    assert (ran.status, changed) == (3, {})


def test_what_was_in_confidence_stays_so_where_it_is_moved(booked: Home) -> None:
    [path] = booked.journal.rglob("*-meeting-*.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "in_confidence: true\nvisibility: open\n")

    booked.run("reschedule", "dana-oz", "fri")

    [_, new] = meetings(booked)
    assert (new["in_confidence"], new["visibility"]) == ("true", "open")


def test_a_plan_near_one_that_waits_to_be_logged_is_asked_about(booked: Home) -> None:
    booked.today = booked.today.replace(day=28)

    kept = booked.run("schedule", "dana-oz", "tomorrow 9:00", terminal=True, stdin="\n")
    told = booked.run("schedule", "dana-oz", "tomorrow 10:00")

    assert "Does it replace the meeting planned for Thu 26 Nov 15:00? [y/N]" in kept.err
    assert "Sun 29 Nov 09:00 is still planned, too." in told.out
    assert [one[1] for one in statuses(booked)] == ["planned"] * 3


def test_a_time_with_two_readings_is_no_place_to_move_to(booked: Home) -> None:
    ran = booked.run("reschedule", "dana-oz", "5:00")

    assert (ran.status, ran.err) == (
        2,
        'mentorlog: "5:00" can be read in two ways: say "05:00" or "17:00".\n',
    )


@pytest.mark.parametrize(
    ("command", "again"),
    [
        (("cancel", "dana-oz", "thu"), 'cancel dana-oz "2026-11-26 15:00"'),
        (
            ("reschedule", "dana-oz", "fri", "--planned", "thu"),
            'reschedule dana-oz --planned "2026-11-26 15:00" fri',
        ),
    ],
)
def test_how_to_say_which_plan_is_meant_works(
    booked: Home, command: tuple[str, ...], again: str
) -> None:
    booked.run("schedule", "dana-oz", "thu 18:00")

    refused = booked.run(*command)
    ran = booked.run(*shlex.split(again))

    assert (refused.status, refused.err.splitlines()[1]) == (3, f"  Say which:  mentorlog {again}")
    assert ran.status == 0
    assert ("2026-11-26", "planned", "18:00") in statuses(booked)


@pytest.mark.parametrize(
    ("at", "held"), [("12:00", "12:00"), ("10:30", "10:00"), ("11:00", "10:00"), (None, "10:00")]
)
def test_of_two_plans_of_a_day_the_nearest_is_fulfilled_or_the_earlier(
    home: Home, at: str | None, held: str
) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-11-02")
    for hour in ("12:00", "10:00"):
        home.run("schedule", "dana-oz", f"today {hour}")

    ran = home.run("log-meeting", "dana-oz", *(("--at", at) if at else ()))

    assert f"This was the meeting planned for today {held}.\n" in ran.out


def test_a_meeting_that_was_moved_takes_along_what_was_planned_for_it(booked: Home) -> None:
    booked.run("log-meeting", "dana-oz", "--on", "2026-11-26", "--moved-to", "fri")

    [old, new] = meetings(booked)
    assert (old["status"], old["rescheduled_to"]) == ("rescheduled", "2026-11-27")
    assert (new["date"], new["time"], new["minutes"], new["agenda"]) == (
        "2026-11-27",
        "15:00",
        "45",
        ["the budget"],
    )


def test_enter_logs_no_second_meeting_of_a_day(booked: Home) -> None:
    booked.run("log-meeting", "dana-oz", "first")

    enter = booked.run("log-meeting", "dana-oz", "--minutes", "30", terminal=True, stdin="\n")
    yes = booked.run("log-meeting", "dana-oz", "--minutes", "30", terminal=True, stdin="ok\n")

    assert (enter.status, yes.status) == (3, 0)
    assert "Was this another meeting? [y/N]" in enter.err


@pytest.mark.parametrize("who", ["dana", "dnaa"])
def test_whoever_was_found_by_a_question_is_asked_the_rest(home: Home, who: str) -> None:
    home.run("log-meeting", "Dana Öz", "first", "--new")
    home.run("log-meeting", "Sam Lee", "first", "--new")
    home.run("schedule", "dana-oz", "tue 15:00")
    found = "" if who == "dana" else "\n"

    twice = home.run("log-meeting", who, "again", terminal=True, stdin=f"{found}\n")
    planned = home.run(
        *("log-meeting", who, "early", "--on", "yesterday"), terminal=True, stdin=f"{found}y\n"
    )

    assert (twice.status, planned.status) == (3, 0)
    assert (
        "You already logged Sun 22 Nov with Dana Öz (<3>). Was this another meeting? [y/N]"
        in twice.err
    )
    assert "Was this the meeting planned for Tue 24 Nov 15:00? [y/N]" in planned.err


def test_a_similar_name_that_is_the_same_person_is_asked_the_rest(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "first", "--new")

    ran = home.run("log-meeting", "Dnaa Öz", "again", "--new", terminal=True, stdin="y\n\n")

    assert ran.status == 3
    assert "Was this another meeting? [y/N]" in ran.err


def test_on_a_terminal_a_plan_may_replace_the_one_beside_it(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "fri 16:00", terminal=True, stdin="y\n")

    assert statuses(booked) == [
        ("2026-11-26", "rescheduled", "15:00"),
        ("2026-11-27", "planned", "16:00"),
    ]


def test_another_plan_of_that_day_is_named_by_a_command_that_works(booked: Home) -> None:
    ran = booked.run("schedule", "dana-oz", "thu", "16:00")

    command = ran.out.splitlines()[2].strip()
    assert command == ('mentorlog reschedule dana-oz --planned "2026-11-26 15:00" 2026-11-26 16:00')
    assert booked.run(*shlex.split(command)[1:]).status == 0
    planned = [one for one in statuses(booked) if one[1] == "planned"]
    assert planned == [("2026-11-26", "planned", "16:00")]


def test_whoever_books_hears_of_every_other_plan_to_come(booked: Home) -> None:
    far = booked.run("schedule", "dana-oz", "2026-12-17")
    near = booked.run("schedule", "dana-oz", "2026-12-18")

    assert "Also planned: Thu 26 Nov 15:00.\n" in far.out
    assert near.out.splitlines()[1:4] == [
        "Thu 17 Dec is still planned, too. Moved it?",
        "  mentorlog reschedule dana-oz --planned 2026-12-17 2026-12-18",
        "Also planned: Thu 26 Nov 15:00.",
    ]


@pytest.mark.parametrize("verb", [("cancel", "dana-oz"), ("reschedule", "dana-oz", "fri")])
def test_the_other_plans_are_named_if_no_day_was(booked: Home, verb: tuple[str, ...]) -> None:
    booked.run("schedule", "dana-oz", "2026-12-17")

    ran = booked.run(*verb)

    assert "Still planned: Thu 17 Dec.\n" in ran.out


def test_a_cancelled_meeting_names_the_way_back(booked: Home) -> None:
    before = booked.files()
    preview = booked.run("cancel", "dana-oz", "--dry-run")
    ran = booked.run("cancel", "dana-oz")

    assert "undo" not in preview.out
    assert ran.out.endswith("Undo it:  mentorlog undo\n")
    booked.run("undo")
    assert booked.files() == before


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("", "2026-11-26"),
        ("thu 26 nov", "2026-11-26"),
        ("today", "2026-11-28"),
        ("mon 30 nov\nyesterday", "2026-11-27"),
    ],
)
def test_the_day_is_asked_for_if_its_plan_was_for_another(
    booked: Home, day: str, expected: str
) -> None:
    booked.today += dt.timedelta(days=6)  # Sat 28 Nov

    ran = booked.run("log-meeting", "dana-oz", terminal=True, stdin=f"{day}\n" + "\n" * 7)

    assert ran.status == 0
    assert "Which day was it?      [Thu 26 Nov] " in ran.err
    assert statuses(booked) == [(expected, "held", "15:00")]


@pytest.mark.parametrize(("later", "note"), [(4, ()), (6, ("a call",))])
def test_the_day_is_not_asked_for_on_that_day_or_with_a_note(
    booked: Home, later: int, note: tuple[str, ...]
) -> None:
    booked.today += dt.timedelta(days=later)

    ran = booked.run("log-meeting", "dana-oz", *note, terminal=True, stdin="\n" * 8)

    assert "Which day" not in ran.err
    assert statuses(booked) == [(booked.today.isoformat(), "held", "15:00")]


def test_an_earlier_end_names_the_meetings_booked_after_it(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "2026-12-10")

    ran = booked.run("amend", "dana-oz", "--until", "2026-11-30")
    again = booked.run("amend", "dana-oz", "--minutes", "30")

    assert (
        "Still planned: Thu 10 Dec. Cancel it, or move it with reschedule:\n"
        "  mentorlog cancel dana-oz 2026-12-10\n"
    ) in ran.out
    assert ("26 Nov" in ran.out, "planned" in again.out) == (False, False)


@pytest.mark.parametrize("line", [("schedule", "dana-oz"), ("reschedule", "dana-oz")])
def test_a_plan_within_a_pause_is_pointed_out(booked: Home, line: tuple[str, ...]) -> None:
    booked.run("pause", "dana-oz", "--from", "2026-12-01", "--until", "2026-12-21")

    inside = booked.run(*line, "2026-12-20")
    after = booked.run(*line, "2026-12-21")

    assert "It's in the pause with Dana Öz, back Mon 21 Dec.\n" in inside.out
    assert "pause" not in after.out


@pytest.mark.parametrize(("on", "day"), [("thu", "2026-11-26"), ("wed", "2026-11-18")])
def test_the_day_of_a_cancelled_meeting_is_a_plans_if_there_is_one(
    booked: Home, on: str, day: str
) -> None:
    ran = booked.run("log-meeting", "dana-oz", "--status", "can", "--on", on)

    assert (day, "cancelled") in [each[:2] for each in statuses(booked)]
    assert ("Still planned: Thu 26 Nov 15:00.\n" in ran.out) is (on == "wed")
    assert len(statuses(booked)) == (1 if on == "thu" else 2)


@pytest.mark.parametrize("day", [("-3d",), ("-3", "days"), ("-3d", "--why", "ill")])
def test_a_day_that_begins_with_a_minus_needs_no_other_form(
    home: Home, day: tuple[str, ...]
) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--starts", "2026-11-02")
    home.run("schedule", "dana-oz", "2026-11-25")
    later = Home(home.folder, today=dt.date(2026, 11, 28))

    ran = later.run("cancel", "dana-oz", *day)

    assert (ran.status, ran.err) == (0, "")
    assert statuses(home) == [("2026-11-25", "cancelled", "")]


def test_a_plan_some_days_ago_is_refused_as_past(booked: Home) -> None:
    ran = booked.run("schedule", "dana-oz", "-3d")

    assert ran.status == 3
    assert ran.err.startswith("mentorlog: A plan on Thu 19 Nov would be in the past.")


@pytest.fixture
def taken(booked: Home) -> Home:
    """Sam's meeting was logged with Dana, whose plan it took."""
    booked.run("log-meeting", "Sam Lee", "--new", "--on", "2026-11-02")
    booked.run("schedule", "dana-oz", "today 17:00", "--agenda", "pay", "--place", "Bo's")
    [plan] = booked.journal.rglob("2026-11-22-meeting-*.yaml")
    plan.write_text(f"# hers\n{plan.read_text()}mood: fine\n")
    return booked


def id_of(home: Home, day: str = "2026-11-22") -> str:
    [path] = home.journal.rglob(f"{day}-meeting-*.yaml")
    return path.stem[-8:]


def on(home: Home, who: str, day: str = "2026-11-22") -> Mapping[str, Any]:
    [path] = home.journal.rglob(f"{who}-*/{day}-meeting-*.yaml")
    return {k: v for k, v in read(path.read_bytes()).value.items() if k not in ("schema", "kind")}


def test_a_moved_meeting_gives_the_plan_back(taken: Home) -> None:
    [plan] = taken.journal.rglob("2026-11-22-meeting-*.yaml")
    was, old = plan.read_text(), id_of(taken)
    taken.run("log-meeting", "dana-oz", "this was Sam's", "--topic", "raise", "--minutes", "20")
    before = taken.files()

    ran = taken.raw("move", old, "sam")

    [again] = taken.journal.rglob("dana-oz-*/2026-11-22-meeting-*.yaml")
    assert ran.out == (
        f"Moved the meeting of Sun 22 Nov to Sam Lee (meeting {old}, planned {again.stem[-8:]}).\n"
        "The plan goes back to Dana Öz: Sun 22 Nov 17:00.\n"
        "Undo it:  mentorlog undo\n"
    )
    assert again.read_text().replace('"', "") == was.replace('"', "").replace(old, again.stem[-8:])
    assert on(taken, "sam-lee") == {
        "id": old,
        "date": "2026-11-22",
        "status": "held",
        "minutes": "20",
        "topics": ["raise"],
        "notes": "this was Sam's",
        "mood": "fine",
    }
    assert taken.run("undo").status == 0
    assert taken.files() == before


def test_what_was_typed_when_logging_goes_along(taken: Home) -> None:
    taken.run("log-meeting", "dana-oz", "x", "--at", "17:00", "--place", "Bo's")

    ran = taken.run("move", id_of(taken), "sam")

    moved = on(taken, "sam-lee")
    assert (moved["time"], moved["place"], "agenda" in moved) == ("17:00", "Bo's", False)
    assert "The plan's time and place stay in the moved meeting, too.\n" in ran.out


def test_what_an_editor_showed_of_the_plan_goes_back_with_it(taken: Home) -> None:
    editor(taken, """sed -i 's/^notes:.*//' "$1"; echo "notes: this was Sam's" >> "$1\"""")
    taken.run("log-meeting", "dana-oz", "--edit", terminal=True)

    taken.run("move", id_of(taken), "sam")

    moved = on(taken, "sam-lee")
    assert moved["notes"] == "this was Sam's"
    assert {"time", "place", "agenda"} & {*moved} == set()
    assert on(taken, "dana-oz")["agenda"] == ["pay"]


def test_topics_and_a_note_of_the_plan_go_back_with_it(taken: Home) -> None:
    taken.run("edit", id_of(taken), "--topic", "pay", "--topic", "visa", "--note", "ask her first")
    taken.run("log-meeting", "dana-oz", "this was Sam's", "--topic", "visa, tests")

    taken.run("move", id_of(taken), "sam")

    plan, moved = on(taken, "dana-oz"), on(taken, "sam-lee")
    assert (plan["topics"], plan["notes"]) == (["pay", "visa"], "ask her first")
    assert (moved["topics"], moved["notes"]) == (["visa", "tests"], "this was Sam's")


@pytest.mark.parametrize("how", [("--in-confidence",), ("--visibility", "private")])
def test_a_plan_that_is_given_back_uncovers_nothing(taken: Home, how: tuple[str, ...]) -> None:
    taken.run("log-meeting", "dana-oz", "x")
    taken.run("edit", id_of(taken), *how)

    taken.run("move", id_of(taken), "sam")

    hidden = ("in_confidence", "visibility")
    plan, moved = on(taken, "dana-oz"), on(taken, "sam-lee")
    assert [plan.get(name) for name in hidden] == [moved.get(name) for name in hidden]
    assert (plan["agenda"], "agenda" in moved) == (["pay"], how == ("--in-confidence",))


def test_a_plan_that_is_given_back_opens_nothing_again(taken: Home) -> None:
    [plan] = taken.journal.rglob("2026-11-22-meeting-*.yaml")
    plan.write_text(f"{plan.read_text()}action_items:\n  - text: send it\n    owner: me\n")
    meeting = id_of(taken)
    taken.run("log-meeting", "dana-oz", "x")
    taken.run("done", meeting)

    ran = taken.run("move", meeting, "sam")

    assert "The plan's action items stay in the moved meeting.\n" in ran.out
    assert "action_items" not in on(taken, "dana-oz")
    assert on(taken, "sam-lee")["action_items"][0]["done_on"] == "2026-11-22"
    assert "send it" not in taken.run("todo").out


def test_a_plan_edited_into_a_held_meeting_comes_back_and_all_of_it_stays(taken: Home) -> None:
    taken.run("edit", id_of(taken), "--status", "held")

    ran = taken.run("move", id_of(taken), "sam")

    assert on(taken, "dana-oz")["status"] == "planned"
    assert "The plan's time, place and agenda stay in the moved meeting, too.\n" in ran.out
    assert on(taken, "sam-lee")["agenda"] == ["pay"]


def test_a_plan_that_the_undo_log_has_no_more_is_named(taken: Home) -> None:
    taken.run("log-meeting", "dana-oz", "x")
    for log in taken.state.rglob("undo/*.json"):
        log.unlink()

    ran = taken.run("move", id_of(taken), "sam")

    assert (
        "If it was planned with Dana Öz, plan it again:\n"
        "  mentorlog schedule dana-oz 2026-11-22 17:00\n"
    ) in ran.out
    assert not [*taken.journal.rglob("dana-oz-*/2026-11-22-meeting-*.yaml")]


@pytest.mark.parametrize(
    "since",
    [
        ("schedule", "dana-oz", "today 17:00"),
        ("close", "dana-oz", "--reason", "drifted", "--keep"),
        ("log-meeting", "dana-oz", "y", "--another"),
    ],
)
def test_a_plan_comes_back_only_where_it_may(taken: Home, since: tuple[str, ...]) -> None:
    meeting = id_of(taken)
    taken.run("log-meeting", "dana-oz", "x")
    assert taken.run(*since, "--no-input").status == 0

    ran = taken.run("move", meeting, "sam")

    assert (ran.status, "The plan goes back" in ran.out) == (0, since[0] == "log-meeting")


def test_a_meeting_that_moves_on_brings_no_plan_along(taken: Home) -> None:
    taken.run("log-meeting", "Uma Ray", "--new", "--on", "2026-11-02")
    meeting = id_of(taken)
    taken.run("log-meeting", "dana-oz", "x")
    taken.run("move", meeting, "sam")

    ran = taken.run("move", meeting, "uma")

    assert "The plan goes back" not in ran.out
    assert on(taken, "uma-ray")["status"] == "held"
    assert not [*taken.journal.rglob("sam-lee-*/2026-11-22-meeting-*.yaml")]


@pytest.mark.parametrize("has_key", [True, False])
def test_a_sealed_plan_is_given_back_sealed(taken: Home, *, has_key: bool) -> None:
    recovery = taken.folder / "recovery.txt"
    taken.run("seal", "init", "--recovery", str(recovery), "--no-passphrase")
    for who in ("dana-oz", "sam-lee"):
        assert taken.run("seal", "on", who).status == 0
    meeting = id_of(taken)
    assert taken.run("log-meeting", "dana-oz", "mine alone").status == 0
    if not has_key:
        (taken.folder / "identity.txt").unlink()

    ran = taken.run("move", meeting, "sam")

    assert ran.status == 0
    everything = [p.read_bytes() for p in taken.folder.rglob("*") if p.is_file()]
    assert not [data for data in everything if b"Bo's" in data or b"mine alone" in data]
    if has_key:
        again = on(taken, "dana-oz")
        assert (again["status"], again["time"], "sealed" in again) == ("planned", "17:00", True)
        assert "The plan goes back to Dana Öz: Sun 22 Nov 17:00.\n" in ran.out
        assert "  Agenda          pay\n" in taken.run("show", again["id"], "--reveal").out
    else:
        assert (
            "It was planned with Dana Öz for Sun 22 Nov 17:00.\n"
            "  mentorlog schedule dana-oz 2026-11-22 17:00\n"
        ) in ran.out


def test_a_plan_given_back_is_linked_to_the_others_plan(booked: Home) -> None:
    for name in ("Sam Lee", "Uma Ray"):
        booked.run("log-meeting", name, "--new", "--on", "2026-11-02")
    booked.run("schedule", "dana-oz", "today 17:00", "--with", "uma")
    occasion = on(booked, "uma-ray")["occasion"]
    booked.run("log-meeting", "dana-oz", "x")

    booked.run("move", on(booked, "dana-oz")["id"], "sam")

    assert on(booked, "dana-oz")["occasion"] == occasion
    assert "occasion" not in on(booked, "sam-lee")


@pytest.mark.parametrize("verb", ["schedule", "reschedule", "cancel"])
def test_a_blank_day_is_refused(booked: Home, verb: str) -> None:
    ran = booked.run(verb, "dana-oz", " ")

    assert (ran.status, ran.err) == (
        2,
        'mentorlog: " " isn\'t a date.\n  Examples: 2026-12-03, next fri, 10 Nov.\n',
    )


def test_a_new_date_beside_another_plan_is_said_once(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "2026-12-20")
    moved = booked.run("log-meeting", "dana-oz", "--status", "cancelled", "--next", "2026-12-10")

    assert moved.out.count("Thu 26 Nov 15:00") == 1
    assert moved.out.count("Sun 20 Dec") == 1


@pytest.mark.parametrize(
    "line",
    [("--on", "+3d"), ("--next", "2026-11-20"), ("--status", "rescheduled", "--moved-to", "-2d")],
)
def test_the_way_out_for_somebody_new_makes_them(home: Home, line: tuple[str, ...]) -> None:
    refused = home.run("log-meeting", "Zoe Ek", "--new", *line)

    assert refused.status == 3
    words = shlex.split(refused.err.partition(":  mentorlog ")[2])
    cadence = ("--cadence", "monthly") if words[0] == "new-agreement" else ()
    assert home.run(*words, *cadence).status == 0
    assert home.run("show", "zoe-ek").status == 0


def test_the_way_out_for_somebody_known_plans_with_them(booked: Home) -> None:
    refused = booked.run("log-meeting", "Dana Öz", "--new", "--on", "2026-12-20")

    assert booked.run(*shlex.split(refused.err.partition(":  mentorlog ")[2])).status == 0


def _way_out(ran: Ran) -> list[str]:
    """The words of the first command to copy."""
    [line, *_] = [line for line in ran.out.splitlines() if line.startswith("  mentorlog ")]
    return shlex.split(line)[1:]


def test_a_plan_without_a_time_is_the_same_as_one_with_a_time(booked: Home) -> None:
    both = booked.run("schedule", "dana-oz", "thu")
    said = "Thu 26 Nov 15:00 is planned for that day, too. The same meeting?\n"

    assert said in both.out
    assert booked.run(*_way_out(both)).status == 0
    assert [one for one in statuses(booked) if one[1] == "planned"] == [
        ("2026-11-26", "planned", "15:00")
    ]


@pytest.mark.parametrize("command", ["schedule", "pause"])
def test_a_plan_without_a_time_beside_others_can_be_copied(booked: Home, command: str) -> None:
    booked.run("schedule", "dana-oz", "thu")
    booked.run("cancel", "dana-oz", "thu 15:00")
    booked.run("schedule", "dana-oz", "thu 17:00")
    line = ("fri 10:00",) if command == "schedule" else ()
    named = _way_out(booked.run(command, "dana-oz", *line))

    assert "no time" in " ".join(named)
    assert booked.run(*named).status == 0
    assert ("2026-11-26", "planned", "17:00") in statuses(booked)
    assert ("2026-11-26", "planned", "") not in statuses(booked)


def test_the_plan_without_a_time_is_named_among_several(booked: Home) -> None:
    booked.run("schedule", "dana-oz", "thu")

    assert "no time, 15:00" in booked.run("cancel", "dana-oz", "thu").err
    assert booked.run("cancel", "dana-oz", "thu", "no", "time").status == 0
    assert booked.run("cancel", "dana-oz", "thu no time").status == 3
    assert ("2026-11-26", "planned", "15:00") in statuses(booked)
