"""compare-expectations: a sheet for each side to answer alone, and both side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.harness import Home, Ran, before_and_after

MINE = {
    "by": "Kim",
    "rhythm": "fortnightly",
    "length": "1h",
    "term": "6 months",
    "channel": "video",
    "ends_it": "either",
    "hope": "to lead without authority",
}
THEIRS = {
    "by": "Dana",
    "rhythm": "every 2 weeks",
    "length": "60",
    "term": "open",
    "channel": "Video",
    "notice": "24h",
    "ends_it": "either",
    "wary": "I travel in May",
}


@pytest.fixture
def met(home: Home) -> Home:
    assert home.run("candidate", "Dana Öz", "--stage", "first_conversation").status == 0
    return home


def answered(home: Home, name: str, **answers: str) -> str:
    """The blank sheet, filled in."""
    sheet = home.run("compare-expectations", "dana").out
    for key, answer in answers.items():
        assert f"\n{key}:\n" in sheet
        sheet = sheet.replace(f"\n{key}:\n", f"\n{key}: {answer}\n")
    path = home.folder / name
    path.write_text(sheet, encoding="utf-8")
    return str(path)


def line_of(path: str, key: str) -> int:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next(at for at, line in enumerate(lines, 1) if line.startswith(f"{key}:"))


def test_what_agrees_is_a_line_and_what_differs_stands_side_by_side(met: Home) -> None:
    mine, theirs = answered(met, "mine", **MINE), answered(met, "theirs", **THEIRS)

    ran, changed = before_and_after(met, "compare-expectations", "dana", mine, theirs)

    assert ran == Ran(
        0,
        """\
What Kim and Dana expect

You agree: cadence every 2 weeks; length 1 h; channel video; may end it either.

To talk about:
          Kim       Dana
  Term    6 months  open
  Notice  \N{EN DASH}         24 hours

Hopes
  Kim   “to lead without authority”
  Dana  \N{EN DASH}

To know
  Kim   \N{EN DASH}
  Dana  “I travel in May”

The rest is up to you. To agree on what you both said:
  mentorlog new-agreement dana-oz --cadence "every 2 weeks" --minutes 60 --medium video --rule \
"either of us may end it" --i-hope "to lead without authority"
""",
        "",
    )
    assert changed == {}
    assert met.run("compare-expectations", "dana", theirs, mine).out == ran.out


def test_the_command_that_it_leads_to_makes_the_agreement(met: Home) -> None:
    both = {
        "rhythm": "2 hours per month",
        "length": "1h30",
        "term": "18 months",
        "agenda": "in turn",
        "channel": "in-person",
        "notice": "1 h",
        "confidentiality": "ask_first",
        "ends_it": "together",
    }
    mine = answered(met, "mine", by="Kim", hope="courage", **both)
    theirs = answered(met, "theirs", by="Dana", hope="fresh eyes", **both)

    said = json.loads(met.run("compare-expectations", "dana", mine, theirs, "--json").out)

    assert said["schema"] == "mentorlog.compare-expectations/1"
    assert [one["question"] for one in said["items"] if one["agreed"]] == [*both]
    assert said["items"][2]["answers"] == ["18 months", "18 months"]
    assert met.run(*said["command"]).status == 0
    (agreement,) = met.journal.rglob("*-agreement-*.yaml")
    text = agreement.read_text(encoding="utf-8")
    for part in (
        "cadence: 2 hours per month",
        "until: 2028-05-22",
        "meeting_minutes: 90",
        "in_person",
        "we take turns sending the agenda",
        "a meeting moves up to 1 hour before",
        "we ask before we tell others",
        "we end it together",
        "me: courage",
        "them: fresh eyes",
    ):
        assert part in text
    again = json.loads(met.run("compare-expectations", "dana", mine, theirs, "--json").out)
    assert again["command"][:2] == ["amend", "dana-oz"]
    assert met.run(*again["command"], "--from", "tomorrow").status == 0


def test_where_nothing_is_the_same_that_is_said(met: Home) -> None:
    mine = answered(met, "mine", by="Kim", term="2w")
    theirs = answered(met, "theirs", by="Dana", term="10d")

    out = met.run("compare-expectations", "dana", mine, theirs).out

    assert "\nYou agree on nothing yet.\n" in out
    assert "  Term  2 weeks  10 days\n" in out
    assert out.endswith("  mentorlog new-agreement dana-oz\n")


@pytest.mark.parametrize(
    ("key", "answer", "takes"),
    [
        ("rhythm", "often", "weekly, every 2 weeks, 6 per year, 2 hours per month or as needed"),
        ("length", "long", "minutes or hours: 45, 1h, 1h30"),
        ("term", "forever", "6 months, 1y or open"),
        ("agenda", "canary", "mentee, mentor, in turn, nobody"),
        ("channel", "pigeon", "in person, video, phone, chat, email"),
        ("notice", "-1", "hours: 24, 48"),
        ("notice", "some", "hours: 24, 48"),
        ("confidentiality", "all", "nothing, ask first, anything"),
        ("ends_it", "nobody", "either, mentee, mentor, together"),
    ],
)
def test_an_answer_that_is_none_is_told_with_its_line(
    met: Home, key: str, answer: str, takes: str
) -> None:
    mine = answered(met, "mine", by="Kim")
    theirs = answered(met, "theirs", by="Dana", **{key: answer})

    assert met.run("compare-expectations", "dana", mine, theirs) == Ran(
        3,
        "",
        f"mentorlog: {theirs}:{line_of(theirs, key)}: {key} takes {takes}.\n"
        "  A blank sheet:  mentorlog compare-expectations WHO\n",
    )


def test_two_sheets_of_one_person_are_refused(met: Home) -> None:
    mine, again = answered(met, "mine", by="Kim"), answered(met, "again", by="KIM")

    for pair in ((mine, again), (mine, mine)):
        ran = met.run("compare-expectations", "dana", *pair)

        assert (ran.status, ran.out) == (3, "")
        assert ran.err.startswith(
            f"mentorlog: {pair[1]}:{line_of(mine, 'by')}: both sheets are from the same person.\n"
        )


def test_what_is_no_sheet_is_refused_with_its_line(met: Home) -> None:
    good = answered(met, "good", by="Kim")
    nameless = answered(met, "nameless")
    for text, said in (
        (Path(nameless).read_text(encoding="utf-8"), f":{line_of(nameless, 'by')}: say who"),
        ("by: Dana\nsalary: 3\n", ":2: this isn't one of the sheet's questions."),
        ("by: Dana\nrhythm: [weekly]\n", ":2: rhythm takes one answer, as text."),
        ("by: Dana\nby: Dana\n", ':2: the key "by" appears twice (lines 1 and 2).'),
    ):
        bad = met.folder / "bad"
        bad.write_text(text, encoding="utf-8")

        ran = met.run("compare-expectations", "dana", good, str(bad))

        assert (ran.status, ran.out) == (3, "")
        assert said in ran.err, ran.err


def test_it_takes_somebody_known_and_two_sheets_that_are_there(met: Home) -> None:
    good = answered(met, "good", by="Kim")

    assert met.run("compare-expectations").status == 2
    assert met.run("compare-expectations", "dana", good).status == 2
    assert met.run("compare-expectations", "dana", good, good, good).status == 2
    assert met.run("compare-expectations", "nobody").status == 3
    assert met.run("compare-expectations", "dana", good, "nowhere").status == 3


@pytest.mark.parametrize(
    ("mine", "theirs", "begins"),
    [
        ({"rhythm": "weekly"}, {"rhythm": "monthly"}, "cadence weekly"),
        ({}, {"rhythm": "monthly"}, "cadence monthly"),
        (
            {"rhythm": "6 per term", "term": "6 months"},
            {"rhythm": "6 per term", "term": "1y"},
            "term 6 months",
        ),
        (
            {"rhythm": "6 per term", "term": "open"},
            {"rhythm": "weekly", "term": "1y"},
            "cadence weekly",
        ),
        (
            {"rhythm": "6 per term", "term": "1y"},
            {"rhythm": "weekly"},
            "cadence 6 per term and term 1 year",
        ),
    ],
)
def test_the_command_runs_as_it_is_printed_whatever_differs(
    met: Home, mine: dict[str, str], theirs: dict[str, str], begins: str
) -> None:
    """Where the rhythm differs, mine stands in it: nobody agrees on a meeting without one."""
    sheets = answered(met, "a", by="Kim", **mine), answered(met, "b", by="Dana", **theirs)

    told = met.run("compare-expectations", "dana", *sheets).out
    words = json.loads(met.run("compare-expectations", "dana", *sheets, "--json").out)["command"]

    assert f"To agree on what you both said, beginning with {begins}:" in told.replace("\n", " ")
    assert met.run(*words, "--no-input").status == 0
