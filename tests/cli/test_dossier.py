"""export dossier: contact time, people and what came of it in a period, without a private word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.harness import Home, Ran


def entry(home: Home, who: str, kind: str, identity: str, date: str, *lines: str) -> None:
    """An entry that another program wrote: what was held with several people, say."""
    (folder,) = home.journal.glob(f"relationships/{who}-*")
    said = (f"schema: 1\nid: {identity}\nkind: {kind}\ndate: {date}\n", *(f"{x}\n" for x in lines))
    (folder / f"{date}-{kind}-{identity}.yaml").write_text("".join(said), encoding="utf-8")


@pytest.fixture
def kim(home: Home) -> Home:
    """Kim has two mentees, of whom one is in confidence, and a mentor."""
    home.run("config", "me.name", "Kim Doe")
    as_mentor = ("--as", "mentor", "--cadence", "monthly")
    home.run(
        *("new-agreement", "Dana Öz", *as_mentor, "--starts", "2026-03-01"),
        *("--focus", "saying no", "--focus", "the reorg", "--goal", "a plan"),
    )
    home.run(
        *("new-agreement", "Latens Nemo", *as_mentor, "--starts", "2026-01-10"),
        *("--in-confidence", "--alias", "Owl", "--focus", "Saying no"),
    )
    home.run("log-meeting", "Ari Novak", "--new", "--on", "2026-04-01", "--minutes", "30")
    for date in ("2026-04-10", "2026-05-11"):
        home.run("log-meeting", "dana", "canary", "--on", date, "--minutes", "45", "--medium=video")
    for who, identity in (("dana-oz", "00000001"), ("owl", "00000002")):
        more = ("status: held", "minutes: 90", "occasion: 0000000c", "medium: in_person")
        entry(home, who, "meeting", identity, "2026-06-01", *more)
    entry(home, "owl", "meeting", "00000003", "2026-07-01", "status: held")
    entry(home, "owl", "meeting", "00000004", "2025-12-30", "status: held", "minutes: 600")
    return home


def told(home: Home, *more: str) -> dict[str, object]:
    ran = home.run("export", "dossier", "--period", "2026", *more, "--json")
    assert ran.status == 0, ran
    document: dict[str, object] = json.loads(re.sub(r"<\d+>", '"id"', ran.out))
    return document


def test_it_counts_clock_hours_people_and_how_they_met(kim: Home) -> None:
    ran = kim.run("export", "dossier", "--period", "2026")

    assert ran == Ran(
        0,
        '---\ntitle: Mentoring in the year 2026\ndate: "2026-11-22"\nfor: others\n---\n\n'
        "# Mentoring in the year 2026\n\n"
        "Kim Doe, Thu 1 Jan to Sun 22 Nov 2026.\n\n"
        "- **Contact time**: 5 meetings, at least 3 h 30, one without a length"
        " (a meeting with several people counts once)\n"
        "- **People**: 2 mentees, 1 mentor\n"
        "- **How**: video 2, in person 1, not noted 2\n\n"
        "| With | Meetings | Length | Areas | How |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| mentee A | 2 | at least 1 h 30, one without a length | Saying no |"
        " in person 1, not noted 1 |\n"
        "| mentee B | 3 | 3 h | saying no; the reorg | video 2, in person 1 |\n"
        "| mentor A | 1 | 30 min |  |  |\n\n"
        "*Left out: parts of 6 entries.*\n",
        "Left out: the private part of 4 meetings, 2 agreements.\n",
    )


def test_names_are_told_if_asked_for_and_the_alias_stays(kim: Home) -> None:
    for more in ((), ("--reveal",)):
        document = told(kim, "--names", *more)
        assert isinstance(document["items"], list)
        assert [one["name"] for one in document["items"]] == ["Owl", "Dana Öz", "Ari Novak"]

    assert "Latens" not in json.dumps(document)
    page = kim.run("export", "dossier", "--period", "2026", "--names").out
    assert re.findall(r"(?m)^\| (.*?) \|", page)[2:] == [
        "Owl, mentee",
        "Dana Öz, mentee",
        "Ari Novak, mentor",
    ]


def test_what_came_of_it_is_what_is_open_or_named(kim: Home) -> None:
    kim.run(
        *("gave", "dana", "ask early", "--type", "advice", "--on", "2026-05-12"),
        *("--visibility", "open"),
    )
    kim.run("received", "dana", "a hint", "--on", "2026-05-13")
    (path,) = kim.journal.rglob("2026-05-13-contribution-*.yaml")
    kim.run("note", "dana", "canary", "--goal", "a plan", "--visibility", "open")
    kim.run("gave", "dana", "canary", "--on", "2025-05-12", "--visibility", "open")

    unnamed, named = told(kim), told(kim, "--include", path.stem[-8:-2])

    def texts(document: dict[str, object]) -> list[tuple[str, str]]:
        assert isinstance(document["outcomes"], list)
        return [(one["with"], one["text"]) for one in document["outcomes"]]

    assert texts(unnamed) == [("mentee A", "ask early")]
    assert texts(named) == [("mentee A", "ask early"), ("mentee A", "a hint")]
    assert "canary" not in json.dumps(named)
    assert (
        "### 2026-05-12 mentee A: Kim Doe gave advice\n\nask early\n"
        in kim.run("export", "dossier", "--period", "2026").out
    )


def test_goals_of_terms_that_are_open_go_without_how_they_go(kim: Home) -> None:
    (path,) = kim.journal.rglob("2026-03-01-agreement-*.yaml")
    text = path.read_text(encoding="utf-8").replace("cadence:", "visibility: open\ncadence:")
    path.write_text(
        text.replace("title: a plan", "title: a plan\n    status: achieved"), encoding="utf-8"
    )

    ran = kim.run("export", "dossier", "--period", "2026")

    assert ("- **Goal**: a plan\n" in ran.out, "achieved" in ran.out) == (True, False)


def test_a_name_in_the_words_is_said(kim: Home) -> None:
    kim.run("gave", "dana", "what Dana asked for", "--visibility", "open", "--on", "2026-05-12")
    kim.run("gave", "owl", "to Latens", "--visibility", "open", "--on", "2026-05-12")
    command = ("export", "dossier", "--period", "2026")

    unnamed, named = kim.run(*command), kim.run(*command, "--names")

    dana, owl = re.findall(r"-contribution-(<\d+>)", "\n".join(sorted(kim.files())))
    said = "The text of {} has a name in it: read it before you share it.\n"
    assert unnamed.err.endswith(said.format(f"{owl}, {dana}"))
    assert named.err.endswith(said.format(owl))
    assert "Latens" not in unnamed.err + named.err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 2, "Which period?"),
        (("--period", "soon"), 2, "--period takes month, quarter, year, 2026, 2026-10"),
        (("--period", "2027"), 2, "The year 2027 hasn't started yet."),
        (("--period", "2026", "--since", "2026-02-01"), 2, "A dossier has a --period"),
        (("--period", "2026", "--for", "them"), 2, "A dossier is for others."),
        (("--period", "2026", "--format", "pdf"), 2, "--format takes md, html or json."),
        (("--period", "2026", "--include", "zzzz"), 3, 'No id begins with "zzz'),
        (("nobody", "--period", "2026"), 3, 'No one here is called "nobody".'),
        (("dana", "--period", "2026", "--include", "00000002"), 3, "<"),
    ],
)
def test_a_slip_is_told(kim: Home, arguments: tuple[str, ...], status: int, said: str) -> None:
    ran = kim.run("export", "dossier", *arguments)

    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(f"mentorlog: {said}")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("check-in", "dana", "--trust", "4"), "is always private"),
        (("note", "dana", "x", "--goal", "a plan"), "is always private"),
        (("note", "dana", "x", "--in-confidence"), "is held in confidence"),
    ],
)
def test_what_is_private_for_good_can_not_be_named(
    kim: Home, written: tuple[str, ...], said: str
) -> None:
    before = set(kim.journal.rglob("*.yaml"))
    kim.run(*written)
    (path,) = set(kim.journal.rglob("*.yaml")) - before

    ran = kim.run("export", "dossier", "--period", "2026", "--include", path.stem[-8:])

    assert (ran.status, ran.out) == (3, "")
    assert said in ran.err


def test_what_is_held_in_confidence_is_not_counted(kim: Home) -> None:
    entry(
        kim, "dana-oz", "meeting", "00000005", "2026-06-02", "in_confidence: true", "status: held"
    )

    ran = kim.run("export", "dossier", "--period", "2026")

    assert "**Contact time**: 5 meetings" in ran.out
    assert ran.out.endswith("*Left out: 1 entry and parts of 6 entries.*\n")
    assert ran.err.startswith("Left out: 1 entry in confidence; ")


def test_a_period_with_nothing_says_so(kim: Home) -> None:
    ran = kim.run("export", "dossier", "--period", "2024")

    assert (ran.status, ran.err) == (
        0,
        "There's nothing in the year 2024 that others may see.\n",
    )
    assert "- **Contact time**: no meetings\n" in ran.out


def test_one_person_a_page_and_a_file(kim: Home, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    command = ("export", "dossier", "dana", "--period", "2026-Q2", "--format", "html")

    ran = kim.run(*command, "--output", str(path))

    assert (ran.status, ran.out) == (0, "")
    page = path.read_text(encoding="utf-8")
    assert "<h1>Mentoring in the second quarter of 2026</h1>" in page
    assert "<dt>Mentee A</dt><dd>3 meetings, 3 h</dd><dd>on saying no; the reorg</dd>" in page
    assert "<script" not in page


def test_json_is_the_same_by_its_two_names(kim: Home) -> None:
    command = ("export", "dossier", "--period", "2026")

    assert kim.run(*command, "--json").out == kim.run(*command, "--format", "json").out
    assert told(kim)["totals"] == {"meetings": 5, "minutes": 210, "without_length": 1}


def test_those_who_come_after_z_have_two_letters(home: Home) -> None:
    for number in range(28):
        name = f"P{number:02} {chr(97 + number % 26) * 5}x"
        more = ("--new", "--as", "peer", "--handle", f"p{number}", "--on", "2026-10-01")
        assert home.run("log-meeting", name, *more).status == 0

    document = told(home)

    assert isinstance(document["items"], list)
    assert {one["name"] for one in document["items"]} >= {"peer A", "peer Z", "peer AA", "peer AB"}
