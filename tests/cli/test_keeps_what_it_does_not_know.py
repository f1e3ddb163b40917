"""Every command that changes a file changes its own lines, and not a byte beside them.

The journal is written by hand, with comments, unknown keys, odd spacing, quotes and order in every
file. What a command changes is told as the lines that went and the lines that came.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from cli.editors import editor
from cli.harness import Home

DANA = "relationships/dana-oz-9f2k"
FILES = {
    "journal.yaml": "schema: 1 # ours\nid: h7d2k9w4\nx-since: 2026\n",
    f"{DANA}/relationship.yaml": (
        "# Dana, from the course\nschema: 1\nname:   Dana Öz   # with an umlaut\nid: 9f2k7m3q\n"
        "my_role: mentee\nx-phone: '+90 ...'\ndiffers_from_me: [ industry ]  # and more\n"
    ),
    f"{DANA}/2026-10-05-agreement-aaaaaaaa.yaml": (
        "schema: 1\nid: aaaaaaaa\nkind: agreement\ndate: 2026-10-05\n# how often\n"
        'cadence: "monthly" # for now\nx-colour: blue\ngoals:\n- title: say no # hard\n'
        "  x-weight: 3\ncommitments: {me: [prepare], x-room: 12}\n"
    ),
    f"{DANA}/2026-11-21-meeting-bbbbbbbb.yaml": (
        "schema: 1\nid: bbbbbbbb\nkind: meeting\ndate:    2026-11-21\nstatus: planned # maybe\n"
        "x-room: 12\nagenda:\n- the budget   # first\n\n# the end\n"
    ),
    f"{DANA}/2026-11-10-meeting-cccccccc.yaml": (
        "schema: 1\nid: cccccccc\nkind: meeting\ndate: 2026-11-10\nstatus: held\n"
        "action_items:\n  - {text: send it, owner: me, x-list: a}  # soon\n"
        "  - text: read it\n    owner: me\n    # when there is time\n    x-list: b\n"
        "notes: |\n  We talked.\n    # not a comment\n\nx-mood: good\n"
    ),
    f"{DANA}/2026-11-10-contribution-dddddddd.yaml": (
        "kind: contribution # unusual order\nx-tag: t\nid: dddddddd\nschema: 1\n"
        "date: 2026-11-10\ndirection: received\ntype: advice\ntext: ask early\n"
        "meeting: cccccccc # there\nx-last: z\n"
    ),
    f"{DANA}/2026-11-11-ask-eeeeeeee.yaml": (
        "schema: 1\nid: eeeeeeee\nkind: ask\ndate: 2026-11-11\nasked_by: me\n"
        "status: open # still\nx-how: by mail\n"
    ),
    f"{DANA}/2026-11-12-note-ffffffff.yaml": (
        "schema: 1\nid: ffffffff\nkind: note\ndate: 2026-11-12\ntext: ask about London\n"
        "# the office there\nx-city: London"
    ),
    f"{DANA}/2026-11-20-pause-gggggggg.yaml": (
        'schema: 1\r\nid: gggggggg\r\nkind: pause\r\ndate: 2026-11-20\r\n# away\r\nx-why: "sea"\r\n'
    ),
    "relationships/sam-lee-5s7t/relationship.yaml": (
        "schema: 1\nid: 5s7t9v2w\nname: Sam Lee\nmy_role: mentor\nx-known-from: school\n"
    ),
}
Diff = dict[str, list[str]]


@pytest.fixture
def by_hand(home: Home) -> Home:
    for name, text in FILES.items():
        path = home.journal / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return home


def texts(home: Home) -> dict[str, tuple[str, str]]:
    """By what a file holds (its id), wherever it is: its path and its text."""
    found = {}
    for path in sorted(home.journal.rglob("*.yaml")):
        text = path.read_bytes().decode()
        identity = next(line for line in text.splitlines() if line.startswith("id:"))[4:12]
        found[identity] = (str(path.relative_to(home.journal)), text)
    return found


def changed(home: Home, *words: str, terminal: bool = False, stdin: str = "") -> Diff:
    """The lines that went (-) and came (+), of each file that was there before."""
    before = texts(home)
    ran = home.run(*words, terminal=terminal, stdin=stdin)
    assert ran.status == 0, ran.err
    after = texts(home)
    assert before.keys() <= after.keys()
    diffs = {}
    for identity, (_, old) in before.items():
        lines = difflib.ndiff(
            old.splitlines(keepends=True), after[identity][1].splitlines(keepends=True)
        )
        diffs[identity] = [line for line in lines if line.startswith(("-", "+"))]
    return {identity: lines for identity, lines in diffs.items() if lines}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("log-meeting", "dana-oz", "all is well", "--minutes", "45"),
            {
                "bbbbbbbb": [
                    "- date:    2026-11-21\n",
                    "+ date:    2026-11-22\n",
                    "- status: planned # maybe\n",
                    "+ status: held # maybe\n",
                    "+ minutes: 45\n",
                    "+ notes: all is well\n",
                ]
            },
        ),
        (
            ("log-meeting", "dana-oz", "--status", "cancelled", "--by", "me"),
            {
                "bbbbbbbb": [
                    "- status: planned # maybe\n",
                    "+ status: cancelled # maybe\n",
                    "+ changed_by: me\n",
                ]
            },
        ),
        (
            ("done", "cccc.1"),
            {
                "cccccccc": [
                    "-   - {text: send it, owner: me, x-list: a}  # soon\n",
                    "+   - {text: send it, owner: me, x-list: a, done_on: 2026-11-22}  # soon\n",
                ]
            },
        ),
        (("done", "cccc.2"), {"cccccccc": ["+     done_on: 2026-11-22\n"]}),
        (
            ("done", "cccc.2", "--dropped", "no time"),
            {"cccccccc": ["+     dropped_on: 2026-11-22\n", "+     why: no time\n"]},
        ),
        (
            ("done", "dddd", "--told", "--outcome", "it worked"),
            {"dddddddd": ["+ told_them_on: 2026-11-22\n", "+ outcome: it worked\n"]},
        ),
        (
            ("done", "ffff"),  # whose last line has no end
            {"ffffffff": ["- x-city: London", "+ x-city: London\n", "+ raised_on: 2026-11-22"]},
        ),
        (
            ("ask", "dana-oz", "tell me what the floor says"),
            {
                "eeeeeeee": [
                    "- status: open # still\n",
                    "+ status: answered # still\n",
                    "+ reply: tell me what the floor says\n",
                ]
            },
        ),
        (("resume", "dana-oz"), {"gggggggg": ["+ until: 2026-11-22\r\n"]}),
        (
            (
                "amend",
                "dana-oz",
                "--from",
                "2026-10-05",
                "--cadence",
                "weekly",
                "--rule",
                "be kind",
            ),
            {
                "aaaaaaaa": [
                    '- cadence: "monthly" # for now\n',
                    "+ cadence: weekly # for now\n",
                    "+ ground_rules:\n",
                    "+   - be kind\n",
                ]
            },
        ),
        (
            ("amend", "dana-oz", "--differs", "culture", "--as", "peer"),
            {
                "9f2k7m3q": [
                    "- my_role: mentee\n",
                    "+ my_role: peer\n",
                    "- differs_from_me: [ industry ]  # and more\n",
                    "+ differs_from_me: [ culture ]  # and more\n",
                ]
            },
        ),
        (("amend", "dana-oz", "--cadence", "weekly"), {}),
        (
            ("new-agreement", "sam-lee", "--cadence", "monthly", "--helps-with", "skill"),
            {"5s7t9v2w": ["+ helps_with:\n", "+   - skill\n"]},
        ),
        (
            ("rename", "dana-oz", "Dana Ek"),
            {
                "9f2k7m3q": [
                    "- name:   Dana Öz   # with an umlaut\n",
                    "+ name:   Dana Ek   # with an umlaut\n",
                ]
            },
        ),
        (("move", "cccc", "sam-lee"), {}),
        (("remove", "ffff"), {}),
        (("remove", "cccc"), {"dddddddd": ["- meeting: cccccccc # there\n", "+ # there\n"]}),
        (("close", "sam-lee", "--good-work", "much"), {}),
        (("schedule", "dana-oz", "+1d"), {}),
        (("gave", "dana-oz", "an intro"), {}),
        (("note", "dana-oz", "words"), {}),
        (("check-in", "dana-oz", "--trust", "4"), {}),
        (("candidate", "sam-lee", "--stage", "noticed"), {}),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, tuple) else "",
)
def test_a_command_changes_its_own_lines_only(
    by_hand: Home, words: tuple[str, ...], expected: Diff
) -> None:
    before = texts(by_hand)

    assert changed(by_hand, *words) == expected
    assert by_hand.run("undo").status == 0
    assert texts(by_hand) == before


def test_an_edit_saves_the_file_as_it_was_left(by_hand: Home) -> None:
    editor(by_hand, 'sed -i "s/the budget   # first/the budget   # second/" "$1"')

    assert changed(by_hand, "edit", "bbbb", terminal=True) == {
        "bbbbbbbb": ["- - the budget   # first\n", "+ - the budget   # second\n"]
    }


def test_doctor_gives_names_and_changes_no_text(by_hand: Home) -> None:
    folder = by_hand.journal / DANA
    (folder / "2026-11-12-note-ffffffff.yaml").rename(folder / "odd.yaml")
    before = texts(by_hand)

    by_hand.run("doctor", "--fix")

    after = texts(by_hand)
    assert {i: text for i, (_, text) in after.items()} == {
        i: text for i, (_, text) in before.items()
    }
    assert after["ffffffff"][0] == f"{DANA}/2026-11-12-note-ffffffff.yaml"


def test_an_amendment_carries_over_what_it_does_not_know(by_hand: Home) -> None:
    by_hand.run("amend", "dana-oz", "--cadence", "weekly")

    [path] = (by_hand.journal / DANA).glob("2026-11-22-agreement-*.yaml")
    text = Path(path).read_text(encoding="utf-8")
    assert [line.strip() for line in text.splitlines() if "x-" in line] == [
        'x-weight: "3"',
        'x-room: "12"',
        "x-colour: blue",
    ]
