"""find TEXT: in everything the reader may see, in context; what was skipped is counted."""

from __future__ import annotations

import json

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
        "Not looked through: 1 entry in confidence; --reveal does.\n",
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
