"""What anybody would expect of the screens: nothing past is next, nobody is asked who said no."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from cli.harness import Home


def documents(home: Home, *words: str) -> dict[str, Any]:
    """What a program reads; ids are numbers, to be quoted."""
    found: dict[str, Any] = json.loads(
        re.sub("<([0-9]+)>", r'"\1"', home.run(*words, "--json").out)
    )
    return found


@pytest.fixture
def met(dana: Home) -> Home:
    """Dana, met on two Saturdays, the second time twice."""
    dana.run("log-meeting", "dana", "one", "--on", "2026-11-07", "--minutes", "60")
    dana.run("log-meeting", "dana", "two", "--on", "2026-11-21", "--minutes", "30")
    dana.run("log-meeting", "dana", "three", "--on", "2026-11-21", "--another")
    return dana


def test_a_no_show_is_not_called_off(dana: Home) -> None:
    dana.run("log-meeting", "dana", "--on", "2026-11-10", "--status", "no_show", "--by", "them")
    page, story = (dana.run(command, "dana").out for command in ("review", "show"))

    assert "no-show by them" in page
    assert "one no-show by Dana." in page
    assert "cancelled" not in page
    assert "Meeting, no-show" in story
    assert re.search(r"Missing +them", story)


def test_a_day_that_is_over_is_not_next(dana: Home) -> None:
    late = dana.run("log-meeting", "dana", "--on", "2026-11-01", "--status", "cancelled").out

    assert "It was due Mon 9 Nov. Book it:  mentorlog schedule dana-oz 2026-11-27" in late


@pytest.mark.parametrize(
    ("first", "booked"),
    [
        (("2026-11-21",), "schedule dana-oz 2026-12-04"),  # a Saturday, but only once
        (("2026-11-14", "2026-11-21"), "schedule dana-oz 2026-12-05"),
    ],
)
def test_suggested_days_are_no_weekends_unless_one_meets_then(
    home: Home, first: tuple[str, ...], booked: str
) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "every 2 weeks", "--starts", "2026-10-01")
    home.run("log-meeting", "dana", "--on", "2026-10-08")
    home.run("log-meeting", "dana", "--on", "2026-10-22")

    *_, last = (home.run("log-meeting", "dana", "--on", on) for on in first)

    assert booked in last.out


def test_nothing_is_asked_of_somebody_who_declined(home: Home) -> None:
    home.run("candidate", "Ed Moss", "--stage", "first_conversation", "--on", "2026-11-01")
    home.run("log-meeting", "ed", "coffee", "--on", "2026-11-01")
    home.run("candidate", "Ed Moss", "--stage", "declined")

    assert (
        home.run("prep", "ed").out
        == "Ed Moss declined on Sun 22 Nov. Nothing is left for you to do.\n"
    )
    assert "mentorlog" not in home.run("review", "ed").out
    assert home.run("prep", "ed", "--send").err == (
        "mentorlog: There's no meeting to prepare with ed-moss: it has ended.\n"
    )


def test_after_a_no_the_other_questions_are_left_out(home: Home) -> None:
    ran = home.run("candidate", "Ed Moss", terminal=True, stdin="declined\ny\n")

    assert "small first request" not in ran.err
    assert ran.out.startswith("Noted where you are with Ed Moss: declined.")


def test_what_was_given_stands_under_its_meeting(dana: Home) -> None:
    dana.run("log-meeting", "dana", "talk", "--gave", "a map", "--received", "a tip")
    for command in (("show", "dana"), ("export", "md", "dana")):
        told = dana.run(*command).out

        assert told.index("talk") < told.index("a map")
        assert told.index("talk") < told.index("a tip")
        assert "**Meeting**" not in told


def test_loops_of_what_has_ended_count_alike(dana: Home) -> None:
    dana.run("log-meeting", "dana", "--action", "me: a map", "--action", "them: a list")
    dana.run("ask", "dana")
    dana.run("note", "dana", "London?")
    dana.run("close", "dana", "--on", "today", "--reason", "goals_met")

    todo = documents(dana, "todo")["items"]
    (row,) = documents(dana, "review", "--all")["relationships"]

    assert sorted(one["loop"] for one in todo) == ["action", "ask", "note", "waiting"]
    assert row["open_actions"] == {"me": 1, "them": 1}
    assert "nothing needs you now" in dana.run("nudge").out


def test_commas_and_semicolons_part_areas_and_topics(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly", "--starts", "2026-10-01"),
        *("--focus", 'saying no, strategies; "budget, in short"', "--focus", "reorg"),
    )
    home.run("log-meeting", "dana", "--topic", "Strategy, the weather", "--on", "2026-11-20")

    page = home.run("review", "dana").out

    for area in ("saying no (not yet) ·", "· strategies ·", "budget, in short (not yet)", "reorg"):
        assert area in " ".join(page.split())


def test_no_area_is_untouched_where_no_topic_was_ever_noted(home: Home) -> None:
    home.run("new-agreement", "Dana Öz", "--cadence", "monthly", "--focus", "reorg, saying no")
    home.run("log-meeting", "dana", "we talked")

    assert "not yet" not in home.run("review", "dana").out


def test_two_meetings_on_a_day_are_told(met: Home) -> None:
    page = met.run("review", "dana").out

    assert "one more on the same day" in page
    assert "In all: 3 meetings, at least 1 h 30, one without a length." in page


@pytest.mark.parametrize(
    "change",
    [
        ("amend", "dana", "--cadence", "monthly", "--minutes", "90"),
        ("amend", "dana", "--cadence", "weekly", "--until", "2027-06-01"),
    ],
)
def test_an_amendment_changes_no_earlier_number(met: Home, change: tuple[str, ...]) -> None:
    def numbers() -> list[object]:
        (row,) = documents(met, "review")["relationships"]
        meetings = documents(met, "meetings")
        earlier = met.run("review", "dana", "--as-of", "2026-11-21").out
        return [row["total"], row["term"], meetings["totals"], meetings["people"], earlier]

    before = numbers()
    ran = met.run(*change)

    assert (ran.status, numbers()) == (0, before)


def test_closing_and_reopening_changes_no_total(met: Home) -> None:
    (before,) = documents(met, "review")["relationships"]
    met.run("close", "dana", "--on", "yesterday", "--reason", "drifted")
    assert met.run("reopen", "dana").status == 0

    (after,) = documents(met, "review")["relationships"]

    assert after["total"] == before["total"]
    assert after["term"] == {"meetings": 0, "minutes": 0, "without_length": 0}
