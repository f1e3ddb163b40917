"""What programs read: every key, its type and its place, as the contract has them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from cli.harness import Home

JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]


def said(text: str) -> JsonValue:
    """One line of JSON, its ids as "<1>", "<2>", …"""
    assert text.count("\n") == 1
    found: JsonValue = json.loads(re.sub(r'"?(<\d+>)"?(?=[,}])', r'"\1"', text))
    return found


def answer(home: Home, *arguments: str) -> JsonValue:
    ran = home.run(*arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    return said(ran.out)


def refusal(home: Home, *arguments: str) -> JsonValue:
    ran = home.run(*arguments, "--json")
    assert ran.out == ""
    return said(ran.err)


def test_review_tells_a_relationship_without_any_agreement_with_nulls(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new")

    assert answer(home, "review") == {
        "schema": "mentorlog.review/1",
        "as_of": "2026-11-22",
        "relationships": [
            {
                "handle": "dana-oz",
                "id": "<2>",
                "name": "Dana Öz",
                "my_role": "mentee",
                "standing": "as_needed",
                "cadence": None,
                "bound": None,
                "start": None,
                "end": None,
                "ending": False,
                "due": None,
                "slack_days": None,
                "last_held": "2026-11-22",
                "next_planned": None,
                "pace": None,
                "on_time": None,
                "last_given": None,
                "last_received": None,
                "open_actions": {"me": 0, "them": 0},
                "unreadable": 0,
                "total": {"meetings": 1, "minutes": 0, "without_length": 1},
                "term": None,
            }
        ],
        "problems": [],
    }


def test_review_tells_everything_about_one(dana: Home) -> None:
    dana.run(
        *("log-meeting", "dana-oz", "--on", "2026-11-02", "--gave", "news", "--received", "advice"),
        *("--action", "me: a", "--action", "them: b", "--action", "both: c", "--next", "+1w"),
    )
    dana.run("log-meeting", "Sam Lee", "--new")

    assert answer(dana, "review", "dana-oz") == {
        "schema": "mentorlog.review/1",
        "as_of": "2026-11-22",
        "relationships": [
            {
                "handle": "dana-oz",
                "id": "<2>",
                "name": "Dana Öz",
                "my_role": "mentee",
                "standing": "scheduled",
                "cadence": "every 2 weeks",
                "bound": "target",
                "start": "2026-10-26",
                "end": None,
                "ending": False,
                "due": "2026-11-16",
                "slack_days": 3,
                "last_held": "2026-11-02",
                "next_planned": "2026-11-29",
                "pace": None,
                "on_time": {"on_time": 1, "of": 1},
                "last_given": "2026-11-02",
                "last_received": "2026-11-02",
                "open_actions": {"me": 2, "them": 2},  # what both promised is either's
                "unreadable": 0,
                "total": {"meetings": 1, "minutes": 0, "without_length": 1},
                "term": {"meetings": 1, "minutes": 0, "without_length": 1},
            }
        ],
        "problems": [],
    }


def test_review_lists_the_most_urgent_first_and_the_ended_only_on_request(home: Home) -> None:
    for name, *terms in (
        ("Zoe", "--cadence", "weekly", "--starts", "2026-09-01"),  # overdue
        ("Yan", "--cadence", "as needed"),
        ("Xia", "--cadence", "weekly", "--starts", "2026-12-24"),  # upcoming
        ("Wim", "--cadence", "monthly"),  # on track
        ("Vic", "--cadence", "monthly"),  # as Wim
        ("Uma", "--cadence", "weekly"),
    ):
        home.run("new-agreement", name, *terms)
    home.run("close", "uma")

    listed = [
        [row["standing"] + " " + row["handle"] for row in rows]
        for rows in (
            json.loads(home.run("review", "--json", *more).out.replace("<", '"').replace(">", '"'))[
                "relationships"
            ]
            for more in ((), ("--all",))
        )
    ]

    alive = ["overdue zoe", "on_track vic", "on_track wim", "as_needed yan", "upcoming xia"]
    assert listed == [alive, [*alive, "ended uma"]]


def test_the_bare_command_answers_as_review_does_even_where_nobody_is(home: Home) -> None:
    empty: JsonValue = {
        "schema": "mentorlog.review/1",
        "as_of": "2026-12-31",
        "relationships": [],
        "problems": [],
    }

    assert answer(home, "--as-of", "2026-12-31") == empty
    assert answer(home, "review", "--as-of", "2026-12-31") == empty


def test_a_writer_tells_every_entry_it_wrote_and_what_is_due(dana: Home) -> None:
    found = answer(dana, "log-meeting", "dana-oz", "--gave", "news", "--next", "+2w 15:00")

    folder = "relationships/dana-oz-<2>"
    assert found == {
        "schema": "mentorlog.written/1",
        "action": "log-meeting",
        "dry_run": False,
        "entries": [
            {
                "id": "<4>",
                "kind": "meeting",
                "date": "2026-11-22",
                "file": f"{folder}/2026-11-22-meeting-<4>.yaml",
            },
            {
                "id": "<5>",
                "kind": "contribution",
                "date": "2026-11-22",
                "file": f"{folder}/2026-11-22-contribution-<5>.yaml",
            },
            {
                "id": "<6>",
                "kind": "meeting",
                "date": "2026-12-06",
                "file": f"{folder}/2026-12-06-meeting-<6>.yaml",
            },
        ],
        "next_due": "2026-12-06",
    }


def test_a_new_name_changes_nothing_that_is_due(dana: Home) -> None:
    found: Any = answer(dana, "review", "dana-oz")

    written: Any = answer(dana, "rename", "dana-oz", "Dana Ozzy")

    assert written["next_due"] is not None
    assert written["next_due"] == found["relationships"][0]["due"]


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        (("new-agreement", "Sam Lee", "--cadence", "monthly"), ["agreement"]),
        (
            ("new-agreement", "Sam Lee", "--cadence", "weekly", "--first", "fri"),
            ["agreement", "meeting"],
        ),
        (("amend", "dana-oz", "--cadence", "monthly"), ["agreement"]),
        (("amend", "dana-oz", "--minutes", "30", "--from", "+3d"), ["agreement"]),
        (("amend", "dana-oz", "--name", "Dana Ozturk"), ["relationship"]),
        (("schedule", "dana-oz", "fri 15:00"), ["meeting"]),
        (("pause", "dana-oz", "--for", "2w"), ["pause"]),
        (("close", "dana-oz"), ["closure"]),
        (("note", "dana-oz", "words"), ["note"]),
        (("gave", "dana-oz", "words"), ["contribution"]),
        (("received", "dana-oz", "words"), ["contribution"]),
        (("log-meeting", "Sam Lee", "--new"), ["meeting"]),
    ],
)
@pytest.mark.parametrize("dry", [False, True])
def test_entries_are_just_those_that_the_command_writes(
    dana: Home, arguments: tuple[str, ...], kinds: list[str], *, dry: bool
) -> None:
    ran = dana.run(*arguments, "--json", *(("--dry-run",) if dry else ()))
    found = json.loads(re.sub(r'"?<\d+>"?(?=[,}])', "null", ran.out))

    assert (found["action"], found["dry_run"]) == (arguments[0], dry)
    assert [one["kind"] for one in found["entries"]] == kinds


def test_todo_tells_each_loop_whose_it_is_and_by_when(dana: Home) -> None:
    dana.run(
        *("log-meeting", "dana-oz", "--on", "2026-11-02"),
        *("--action", "me: send it by fri", "--action", "them: introduce me"),
    )
    dana.run("received", "dana-oz", "begin earlier", "--type", "advice", "--on", "2026-11-03")
    dana.run("note", "dana-oz", "about London", "--on", "2026-11-04", "--in-confidence")

    assert answer(dana, "todo") == {
        "schema": "mentorlog.todo/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "id": "<4>",
                "n": 1,
                "handle": "dana-oz",
                "loop": "action",
                "owner": "me",
                "due": "2026-11-27",
                "text": "send it",
            },
            {
                "id": "<5>",
                "n": None,
                "handle": "dana-oz",
                "loop": "advice",
                "owner": "me",
                "due": None,
                "text": "begin earlier",
            },
            {
                "id": "<6>",
                "n": None,
                "handle": "dana-oz",
                "loop": "note",
                "owner": "me",
                "due": None,
                "text": None,
                "withheld": True,
            },
            {
                "id": "<4>",
                "n": 2,
                "handle": "dana-oz",
                "loop": "waiting",
                "owner": "them",
                "due": None,
                "text": "introduce me",
            },
        ],
        "problems": [],
    }


def test_nudge_tells_who_what_and_since_when(dana: Home) -> None:
    assert answer(dana, "nudge") == {
        "schema": "mentorlog.nudge/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "handle": "dana-oz",
                "kind": "overdue",
                "date": "2026-11-09",
                "text": "overdue: Dana Öz, every 2 weeks, was due Mon 9 Nov",
            }
        ],
        "problems": [],
    }


def test_a_timeline_has_the_files_own_keys_and_where_they_stand(dana: Home) -> None:
    (file,) = dana.journal.rglob("*-agreement-*.yaml")
    file.write_text(f"{file.read_text(encoding='utf-8')}mine: [1, no]\n", encoding="utf-8")
    dana.run("note", "dana-oz", "about\nLondon", "--in-confidence")

    found = answer(dana, "show", "dana-oz", "--reveal")

    assert isinstance(found, dict)
    assert found["schema"] == "mentorlog.timeline/1"
    assert found["relationship"] == {
        "schema": 1,
        "handle": "dana-oz",
        "id": "<2>",
        "name": "Dana Öz",
        "my_role": "mentee",
        "alias": None,
        "in_confidence": False,
        "form": None,
        "origin": None,
        "organization": None,
        "function": None,
        "why": None,
        "differs_from_me": [],
        "helps_with": [],
    }
    assert found["problems"] == []
    entries = found["entries"]
    assert isinstance(entries, list)
    assert entries[1] == {
        "schema": 1,
        "id": "<4>",
        "kind": "note",
        "date": "2026-11-22",
        "visibility": None,
        "in_confidence": True,
        "raised_on": None,
        "dropped_on": None,
        "tags": [],
        "text": "about\nLondon",
        "goal": None,
        "why": None,
        "file": "relationships/dana-oz-<2>/2026-11-22-note-<4>.yaml",
    }
    assert isinstance(entries[0], dict)
    assert entries[0]["mine"] == ["1", "no"]


def test_what_is_held_in_confidence_keeps_its_head_and_loses_its_words(dana: Home) -> None:
    dana.run("note", "dana-oz", "about London", "--in-confidence")

    found = answer(dana, "show", "dana-oz")

    assert isinstance(found, dict)
    assert isinstance(found["entries"], list)
    assert found["entries"][1] == {
        "schema": 1,
        "id": "<4>",
        "kind": "note",
        "date": "2026-11-22",
        "visibility": None,
        "in_confidence": True,
        "raised_on": None,
        "dropped_on": None,
        "tags": None,
        "text": None,
        "goal": None,
        "why": None,
        "withheld": True,
        "file": "relationships/dana-oz-<2>/2026-11-22-note-<4>.yaml",
    }


def test_problems_are_values_beside_what_could_be_read(dana: Home) -> None:
    (folder,) = (dana.journal / "relationships").iterdir()
    (folder / "broken.yaml").write_text("schema: 1\nnotes: [\n", encoding="utf-8")

    for command, *rest in (("review",), ("todo",), ("nudge",), ("show", "dana-oz")):
        ran = dana.run(command, *rest, "--json")
        found = said(ran.out)

        assert (ran.status, ran.err) == (4, "")
        assert isinstance(found, dict)
        assert found["problems"] == [
            {
                "file": "relationships/dana-oz-<2>/broken.yaml",
                "line": 2,
                "message": "this bracket isn't closed, or a comma is missing",
            }
        ]


@pytest.mark.parametrize(
    ("arguments", "status", "hint"),
    [
        (("review", "--window", "ages"), 2, "Examples: 10d, 6 months, 1y."),
        (
            ("note", "nobody", "words", "--dry-run"),
            3,
            "Someone new?  mentorlog new-agreement NAME",
        ),
        (("note", "dana-oz", ""), 2, "Write a few words, or leave it out."),
        (("log-meeting", "dana-oz", "--on", "tomorrow", "--dry-run"), 3, None),
        (("todo", "--bogus"), 2, "See them all:  mentorlog todo --help"),
    ],
)
def test_an_error_is_json_too(
    dana: Home, arguments: tuple[str, ...], status: int, hint: str | None
) -> None:
    found = refusal(dana, *arguments)

    assert isinstance(found, dict)
    assert list(found) == ["schema", "exit", "message", "hint"]
    assert (found["schema"], found["exit"]) == ("mentorlog.error/1", status)
    assert hint is None or found["hint"] == hint


def test_an_error_without_a_way_out_has_null_for_a_hint(dana: Home) -> None:
    assert refusal(dana, "resume", "dana-oz") == {
        "schema": "mentorlog.error/1",
        "exit": 3,
        "message": "dana-oz isn't paused on Sun 22 Nov.",
        "hint": None,
    }


def test_the_demo_answers_as_review_does(home: Home) -> None:
    ran = home.run("demo", "--json")

    found = json.loads(ran.out)
    assert (ran.status, found["schema"], found["problems"]) == (0, "mentorlog.review/1", [])
    assert [row["standing"] for row in found["relationships"]] == [
        *("overdue", "due_soon", "on_track", "paused"),
    ]
