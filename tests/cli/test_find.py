"""find TEXT: in everything the reader may see, in context; what was skipped is counted."""

from __future__ import annotations

import json
import re

import pytest
from cli.harness import Home, Ran


@pytest.fixture
def full(dana: Home) -> Home:
    dana.run("log-meeting", "dana", "The reorg waits.\nCafé.", "--on", "2026-11-20")
    dana.run("note", "dana", "ask about the Reorg")
    dana.run("log-meeting", "dana", "reorg, secret", "--on", "2026-11-21", "--in-confidence")
    return dana


def test_matches_in_context_oldest_first(full: Home) -> None:
    assert full.run("find", "REORG") == Ran(
        0,
        f"{'Fri 20 Nov  Meeting, Dana Öz':92}<4>\n"
        "  notes           The reorg waits. Café.\n"
        "\n"
        f"{'Sun 22 Nov  Note, Dana Öz':92}<5>\n"
        "  text            ask about the Reorg\n"
        "\n"
        "Not searched: 1 entry held in confidence; --reveal includes them.\n",
        "",
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("reorg",), ["meeting", "note"]),
        (("reorg", "--reveal"), ["meeting", "meeting", "note"]),
        (("waits. cafe",), ["meeting"]),
        (("reorg", "--kind", "note"), ["note"]),
        (("reorg", "--since", "2026-11-21"), ["note"]),
        (("reorg", "--until", "2026-11-20"), ["meeting"]),
        (("reorg", "--who", "dana"), ["meeting", "note"]),
        (("reorg", "--as-of", "2026-11-20"), ["meeting"]),
        (("dana oz",), ["relationship"]),
        (("secret",), []),
    ],
)
def test_what_is_found_where(full: Home, arguments: tuple[str, ...], expected: list[str]) -> None:
    ran = full.run("find", *arguments, "--json")
    out = ran.out

    assert ran.status == 0
    assert [part.partition('"')[0] for part in out.split('"kind": "')[1:]] == expected


def test_json_has_the_exact_text(full: Home) -> None:
    ran = full.run("find", "cafe", "--json")

    document = json.loads(ran.out.replace("<4>", '"<4>"'))
    assert document == {
        "schema": "mentorlog.find/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "id": "<4>",
                "handle": "dana-oz",
                "kind": "meeting",
                "date": "2026-11-20",
                "field": "notes",
                "text": "The reorg waits.\nCafé.",
            }
        ],
        "in_confidence": 1,
        "sealed": 0,
        "problems": [],
    }


def test_an_end_before_the_start_is_refused_as_by_meetings(dana: Home) -> None:
    days = ("--since", "yesterday", "--until", "2026-11-01")

    assert dana.run("find", "x", *days) == dana.run("meetings", *days)
    assert dana.run("find", "x", *days).status == 2


def test_nothing_found_is_no_failure(dana: Home) -> None:
    assert dana.run("find", "zebra") == Ran(0, "Nothing here mentions “zebra”.\n", "")


def test_a_name_in_confidence_is_not_found_but_its_alias_is(home: Home) -> None:
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly", "--in-confidence"),
        *("--alias", "falcon"),
    )

    found = {word: '"kind"' in home.run("find", word, "--json").out for word in ("Dana", "falcon")}
    revealed = '"kind"' in home.run("find", "Dana", "--json", "--reveal").out

    assert (found, revealed) == ({"Dana": False, "falcon": True}, True)


@pytest.mark.parametrize("arguments", [("",), (" ",), ("x", "--kind", "memo")])
def test_a_slip_is_a_usage_error(dana: Home, arguments: tuple[str, ...]) -> None:
    assert dana.run("find", *arguments).status == 2


@pytest.fixture
def advised(dana: Home) -> Home:
    """Advice on the budget by two, one of it at a meeting on it; and some that is in confidence."""
    dana.run("new-agreement", "Sam Lee", "--cadence", "monthly", "--starts", "2026-10-01")
    at_meeting = ("--received", "ask before the date", "--topic", "the budget")
    dana.run("log-meeting", "dana", "--on", "2026-11-10", *at_meeting)
    (path,) = dana.journal.rglob("*-contribution-*.yaml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("direction:", "type: advice\ndirection:")
    )
    dana.run("done", path.stem.rpartition("-")[2], "--outcome", "got the money")
    dana.run("received", "sam", "never cut a budget", "--type", "advice", "--on", "2026-11-11")
    dana.run("received", "sam", "Budgets are politics", "--type", "insight", "--on", "2026-11-12")
    dana.run("gave", "sam", "sleep on it", "--type", "advice", "--on", "2026-11-13")
    dana.run("received", "dana", "leave, budget or no", "--type", "advice", "--in-confidence")
    return dana


def test_advice_on_one_thing_stands_together_with_what_came_of_it(advised: Home) -> None:
    assert advised.run("find", "--type", "advice", "--topic", "Budget") == Ran(
        0,
        "Budget\n"
        "  Tue 10 Nov      Dana Öz: “ask before the date”\n"
        "                  got the money; not reported back yet\n"
        "  Wed 11 Nov      Sam Lee: “never cut a budget”\n"
        "                  outcome not noted\n"
        "\n"
        "Not searched: 1 entry held in confidence; --reveal includes them.\n",
        "",
    )


def test_advice_is_grouped_by_the_topics_of_its_meetings_and_by_tags(advised: Home) -> None:
    ran = advised.run("find", "--type", "advice", "--reveal")

    assert ran.out == (
        "The budget\n"
        "  Tue 10 Nov      Dana Öz: “ask before the date”\n"
        "                  got the money; not reported back yet\n"
        "\n"
        "Without a topic\n"
        "  Wed 11 Nov      Sam Lee: “never cut a budget”\n"
        "                  outcome not noted\n"
        "  Fri 13 Nov      you, to Sam Lee: “sleep on it”\n"
        "  Sun 22 Nov      Dana Öz: “leave, budget or no”\n"
        "                  outcome not noted\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--topic", "budget"), ["ask before the date", "never cut a budget"]),
        (("--topic", "BUDGETS"), ["Budgets are politics"]),
        (("--topic", "cut a budget"), ["never cut a budget"]),
        (("--type", "insight"), ["Budgets are politics"]),
        (("--type", "advice", "--who", "sam"), ["never cut a budget", "sleep on it"]),
        (("--type", "advice", "--until", "2026-11-10"), ["ask before the date"]),
        (("money", "--type", "advice"), ["ask before the date"]),
        (("never", "--topic", "budget", "--kind", "contribution"), ["never cut a budget"]),
        (("--type", "access"), []),
    ],
)
def test_what_is_gathered(advised: Home, arguments: tuple[str, ...], expected: list[str]) -> None:
    out = re.sub(r"<\d+>", '"<id>"', advised.run("find", *arguments, "--json").out)

    said = json.loads(out)
    assert said["schema"] == "mentorlog.find/1"
    assert [item["text"] for item in said["items"]] == expected
    assert {(item["kind"], item["field"]) for item in said["items"]} <= {("contribution", "text")}


def test_seen_from_an_earlier_day_nothing_was_told_yet(advised: Home) -> None:
    advised.run("update", "dana", "--sent")

    now = advised.run("find", "--type", "advice", "--topic", "budget").out
    then = advised.run("find", "--type", "advice", "--topic", "budget", "--as-of", "2026-11-20").out

    assert "got the money; told Sun 22 Nov" in now
    assert "got the money" not in then


def test_a_tag_is_a_topic(advised: Home) -> None:
    path = next(advised.journal.rglob("2026-11-11-contribution-*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "tags: [Money]\n")

    assert advised.run("find", "--topic", "money").out.startswith(
        "Money\n  Wed 11 Nov      Sam Lee: “never cut a budget”\n"
    )


def test_nothing_gathered_is_no_failure_and_what_can_not_be_is_refused(advised: Home) -> None:
    for asked, nothing in (
        (("--type", "access"), "Nothing given or received, of the type access.\n"),
        (("--topic", "skiing"), "Nothing given or received about “skiing”.\n"),
        (
            ("a fog", "--topic", "skiing", "--type", "advice"),
            "Nothing given or received about “skiing” that mentions “a fog”, of the type advice.\n",
        ),
    ):
        ran = advised.run("find", *asked)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(nothing)
    for wrong in (
        (),
        (" ",),
        ("--topic", " "),
        ("--type", "advise"),
        ("--type", "advice", "--kind", "note"),
    ):
        assert advised.run("find", *wrong).status == 2, wrong
