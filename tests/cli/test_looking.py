"""review, show, nudge, demo and the bare command: what they print, and with which status."""

from __future__ import annotations

import json
import re

import pytest
from cli.harness import Home, Ran


def test_a_new_home_is_greeted_in_four_lines_and_nothing_is_made(home: Home) -> None:
    home.variables["COLUMNS"] = "200"
    ran = home.run()

    assert ran == Ran(
        0,
        f"No journal yet. It will live in {home.journal}, as YAML files you own.\n"
        '  mentorlog new-agreement "Dana Öz"       '
        "agree on areas, cadence and timeframe\n"
        '  mentorlog log-meeting "Dana Öz" --new   no agreement? just log a meeting\n'
        "  mentorlog demo                          look around in a throw-away journal\n",
        "",
    )
    assert list(home.folder.iterdir()) == []


def test_the_bare_command_is_the_board(dana: Home) -> None:
    assert dana.run() == dana.run("review")
    assert dana.run("--json", "--all") == dana.run("review", "--json", "--all")


def test_review_json_has_every_key_of_its_schema(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--on", "2026-11-06", "--action", "send deck")

    ran = dana.run("review", "dana-oz", "--json", "--as-of", "2026-11-07")

    assert json.loads(ran.out.replace('"id": <2>', '"id": "<2>"')) == {
        "schema": "mentorlog.review/1",
        "as_of": "2026-11-07",
        "relationships": [
            {
                "handle": "dana-oz",
                "id": "<2>",
                "name": "Dana Öz",
                "my_role": "mentee",
                "standing": "on_track",
                "cadence": "every 2 weeks",
                "bound": "target",
                "start": "2026-10-26",
                "end": None,
                "ending": False,
                "due": "2026-11-20",
                "slack_days": 3,
                "last_held": "2026-11-06",
                "next_planned": None,
                "pace": None,
                "on_time": {"on_time": 1, "of": 1},
                "last_given": None,
                "last_received": None,
                "open_actions": {"me": 1, "them": 0},
                "unreadable": 0,
                "total": {"meetings": 1, "minutes": 0, "without_length": 1},
                "term": {"meetings": 1, "minutes": 0, "without_length": 1},
            }
        ],
        "problems": [],
    }


def test_one_bad_file_never_hides_the_others(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "--on", "2026-11-06")
    (file,) = dana.journal.rglob("*-meeting-*.yaml")
    bad = file.with_name("2026-11-10-meeting-aaaaaaa2.yaml")
    bad.write_text("schema: 1\nkind: meeting\nkind: note\n", encoding="utf-8")

    ran = dana.run("review")
    parsed = json.loads(dana.run("review", "--json").out.replace(": <2>", ': "<2>"'))
    wrote = dana.run("gave", "dana-oz", "a push")

    assert (ran.status, wrote.status) == (4, 0)
    assert "Dana Öz, mentor" in ran.out
    assert ran.err.splitlines()[0] == (
        "relationships/dana-oz-<2>/2026-11-10-meeting-aaaaaaa2.yaml:3: "
        'the key "kind" appears twice (lines 2 and 3).'
    )
    assert [row["last_held"] for row in parsed["relationships"]] == ["2026-11-06"]
    assert parsed["problems"] == [
        {
            "file": "relationships/dana-oz-<2>/2026-11-10-meeting-aaaaaaa2.yaml",
            "line": 3,
            "message": 'the key "kind" appears twice (lines 2 and 3)',
        }
    ]


def test_a_newer_file_is_shown_and_never_written(dana: Home) -> None:
    (file,) = dana.journal.rglob("*-agreement-*.yaml")
    newer = file.read_text(encoding="utf-8").replace("schema: 1", "schema: 99") + "dream: big\n"
    file.write_text(newer, encoding="utf-8")

    shown = dana.run("review")
    amended = dana.run("amend", "dana-oz", "--from", "2026-10-26", "--cadence", "weekly")

    assert (shown.status, "every 2 weeks" in shown.out) == (4, True)
    assert amended.status == 4
    assert file.read_text(encoding="utf-8") == newer


def test_show_finds_a_person_or_an_entry(dana: Home) -> None:
    dana.run("log-meeting", "dana-oz", "we talked", "--on", "2026-11-06")
    (file,) = dana.journal.rglob("*-meeting-*.yaml")

    whole, one = dana.run("show", "dana"), dana.run("show", file.stem[-8:-2])

    assert ("Agreement" in whole.out, "we talked" in whole.out) == (True, True)
    assert ("Agreement" in one.out, "we talked" in one.out) == (False, True)


@pytest.mark.parametrize("form", ["md", "csv"])
def test_the_board_goes_elsewhere_as_text(dana: Home, form: str) -> None:
    ran = dana.run("review", "--format", form)

    assert (ran.status, ran.err, "dana-oz" in ran.out or "Dana Öz" in ran.out) == (0, "", True)


def test_a_nudge_says_what_is_due_and_can_say_so_by_its_status(dana: Home) -> None:
    ran = dana.run("nudge", "--exit-code")

    assert ran == Ran(
        10,
        "Mentoring: 1 thing\n\n"
        "  overdue    dana-oz   every 2 weeks, was due Mon 9 Nov\n\n"
        "Book:   mentorlog schedule dana-oz +5d\n",
        "",
    )


def test_the_demo_shows_four_standings_and_touches_no_journal(home: Home) -> None:
    ran = home.run("demo")

    assert (ran.status, ran.err) == (0, "")
    standings = ["overdue", "due soon", "on track", "paused"]
    assert sorted(standings, key=ran.out.index) == standings
    assert not home.journal.exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("todoo",), 2, "There's no command \"todoo\". Did you mean 'todo'?"),
        (("review", "--format", "pdf"), 2, "--format takes table, md, html or csv."),
        (("review", "--window", "soon"), 2, '"soon" isn\'t a span of time.'),
        (("review", "dna"), 3, 'No one here is called "dna".'),
        (("--color", "pink", "review"), 2, "--color takes auto, always or never."),
        (("--json", "review"), 2, "Put a command's options after its name."),
    ],
)
def test_a_slip_is_told_in_a_sentence(
    dana: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran = dana.run(*arguments)

    assert (ran.status, ran.out) == (status, "")
    assert ran.err.splitlines()[0] == f"mentorlog: {said}" or "--json" in arguments


def test_errors_are_json_where_json_was_asked_for(dana: Home) -> None:
    ran = dana.run("review", "dna", "--json")

    assert json.loads(ran.err) == {
        "schema": "mentorlog.error/1",
        "exit": 3,
        "message": 'No one here is called "dna".',
        "hint": "Did you mean Dana Öz (dana-oz)?\nSomeone new?  mentorlog new-agreement NAME",
    }


def test_a_review_becomes_a_page(dana: Home) -> None:
    """Everyone, one person, a stretch of time with one and with everyone: each is a whole page."""
    reviews = (
        ("review",),
        ("review", "dana"),
        ("review", "dana", "--period", "year"),
        ("review", "--period", "year"),
    )

    ran = [dana.run(*words, "--format", "html") for words in reviews]

    assert [(each.status, each.err) for each in ran] == [(0, "")] * 4
    titles = [re.findall("<title>(.*?)</title>", each.out) for each in ran]
    assert titles == [
        ["Mentoring"],
        ["Mentoring: Dana Öz"],
        *[["The last year, since Sat 22 Nov 2025"]] * 2,
    ]
    assert all(each.out.endswith("</html>\n") for each in ran)


def test_the_board_tells_namesakes_apart_by_their_handles(home: Home) -> None:
    for name in ("Bo", "Cy"):
        assert home.run("new-agreement", name, "--cadence", "weekly").status == 0
    assert home.run("rename", "cy", "Bo", "--handle", "bo-2").status == 0
    handles = ["bo", "bo-2"]

    rows = sorted(line.split()[2] for line in home.run().out.splitlines() if "mentor " in line)

    assert rows == [f"{handle}," for handle in handles]
    assert len(rows) == 2


def test_the_story_of_an_earlier_day_ends_there(home: Home) -> None:
    home.run("log-meeting", "Sam Lee", "a first round", "--new", "--on", "2026-11-01")
    home.run("log-meeting", "sam-lee", "a second round", "--on", "2026-11-15")

    earlier = home.run("show", "sam-lee", "--as-of", "2026-11-02").out

    assert "a first round" in earlier
    assert "a second round" not in earlier


@pytest.mark.parametrize("width", ["60", "80", "100"])
def test_the_welcome_has_no_torn_word_at_any_width(home: Home, width: str) -> None:
    home.variables["COLUMNS"] = width
    lines = home.run().out.splitlines()

    assert all(len(line) <= int(width) or line.strip() == str(home.journal) for line in lines)
    assert len(lines) <= {"60": 8, "80": 5, "100": 5}[width]


def test_accessible_is_plain(dana: Home) -> None:
    plain = dana.run("--plain", "review")
    dana.variables["ACCESSIBLE"] = "1"

    assert dana.run("review") == plain
    dana.variables["ACCESSIBLE"] = "0"
    assert dana.run("review") != plain
