"""new-agreement --template: terms to begin with, ours and one's own; what is typed wins."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cli.harness import Home, Ran, before_and_after

OURS = (
    *("circle", "cohort-16w", "flash", "fortnightly-6", "informal", "monthly-12", "monthly-6"),
    *("six-meetings", "sprint-12w", "taper", "two-hours-a-month", "weekly-light"),
)


def own(home: Home, name: str, text: str) -> None:
    folder = home.folder / "templates"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def listed(home: Home) -> list[dict[str, object]]:
    items: list[dict[str, object]] = json.loads(
        home.run("new-agreement", "--template", "list", "--json").out
    )["items"]
    return items


def test_a_dozen_come_along_each_after_a_real_programme(home: Home) -> None:
    found = listed(home)

    assert tuple(one["name"] for one in found) == OURS
    assert all(one["programme"] and one["about"] for one in found)


@pytest.mark.parametrize("name", OURS)
def test_each_of_them_makes_an_agreement_that_says_so(home: Home, name: str) -> None:
    ran = home.run("new-agreement", "Dana Öz", "--template", name)

    texts = [text for path, text in home.files().items() if "-agreement-" in path]
    assert (ran.status, ran.err) == (0, "")
    assert all(f"\ntemplate: {name}\n" in text for text in texts)


def test_its_terms_are_those_of_the_programme(home: Home) -> None:
    _, made = before_and_after(home, "new-agreement", "Dana Öz", "--template", "fortnightly-6")

    (text,) = (text for path, text in made.items() if "agreement" in path)
    assert text == (
        "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-11-22\ncadence: every 2 weeks\n"
        "until: 2027-05-22\nmeeting_minutes: 45\ncommitments:\n  me:\n"
        "    - send an agenda a day or two before\n  them:\n    - read it before we meet\n"
        "template: fortnightly-6\n"
    )


def test_what_is_typed_wins(home: Home) -> None:
    ran = home.run(
        *("new-agreement", "Dana Öz", "--template", "fortnightly-6", "--cadence", "weekly"),
        *("--open", "--minutes", "20", "--i-will", "be on time"),
    )

    (text,) = (text for path, text in home.files().items() if "agreement" in path)
    assert ran.out.splitlines()[1] == "Weekly, 20 minutes, since Sun 22 Nov."
    assert "    - be on time\n" in text
    assert "agenda" not in text


def test_a_mentor_promises_what_mentors_do(home: Home) -> None:
    home.run("new-agreement", "Noor", "--template", "fortnightly-6", "--as", "mentor")

    (text,) = (text for path, text in home.files().items() if "agreement" in path)
    assert "  me:\n    - read it before we meet\n  them:\n    - send an agenda" in text


def test_one_that_tapers_is_amended_from_the_beginning(home: Home) -> None:
    home.run("new-agreement", "Dana Öz", "--template", "taper")

    changes = [path.rpartition("/")[2][:10] for path in home.files() if "agreement" in path]
    assert changes == ["2026-11-22", "2027-03-22", "2027-07-22"]
    home.today = dt.date(2027, 8, 1)
    assert '"cadence": "as needed"' in home.run("review", "--json").out


def test_another_rhythm_or_an_early_end_leaves_the_taper_out(home: Home) -> None:
    home.run("new-agreement", "Dana Öz", "--template", "taper", "--for", "5 months")
    home.run("new-agreement", "Sam Lee", "--template", "taper", "--cadence", "weekly")

    paths = [path for path in home.files() if "agreement" in path]
    assert [path.split("/")[1].partition("-<")[0] for path in paths] == [
        *("dana-oz", "dana-oz", "sam-lee"),
    ]


def test_ones_own_comes_first_and_wins_over_ours(home: Home) -> None:
    own(home, "monthly-6.yaml", "cadence: monthly\nfor: 3 months\nnotice_hours: 24\n")
    own(home, ".hidden.yaml", "nothing")
    own(home, "notes.txt", "nothing")

    first = listed(home)[0]
    ran = home.run("new-agreement", "Dana Öz", "--template", "monthly-6", "--first", "+3d 15:00")

    assert (first["name"], first["for"], first["own"]) == ("monthly-6", "3 months", True)
    assert ran.out.splitlines()[1].startswith("Monthly, since Sun 22 Nov until Mon 22 Feb 2027.")
    assert "Move it by Tue 24 Nov 15:00." in home.run("prep", "dana").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("for: 3 months\n", "The template mine.yaml has no cadence."),
        ("cadence: monthly\nfoo: 1\n", 'The template mine.yaml, line 2: "foo" isn\'t a key of'),
        ("cadence: [a]\n", "The template mine.yaml, line 1: cadence must be text."),
        ("cadence: monthly\nminutes: few\n", "line 2: minutes must be a whole number."),
        ("cadence: monthly\nminutes: 0\n", "line 2: minutes must be positive."),
        ("for: [a]\ncadence: monthly\n", "line 1: for must be text."),
        ("cadence: monthly\nrules: one\n", "line 2: rules must be a list."),
        ("cadence: monthly\nthen: later\n", "line 2: then must be a list."),
        ("cadence: monthly\nthen:\n  - after: 1w\n", "line 3: then.1.cadence is missing."),
        ("cadence: *a\n", "The template mine.yaml"),
    ],
)
def test_a_broken_one_is_told_with_its_line(home: Home, text: str, said: str) -> None:
    own(home, "mine.yaml", text)

    ran = home.run("new-agreement", "Dana Öz", "--template", "mine")

    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert not home.journal.exists()


def test_a_rhythm_that_nobody_understands_is_told(home: Home) -> None:
    own(home, "mine.yaml", "cadence: monthly\nthen:\n  - after: 2 months\n    cadence: often\n")

    assert home.run("new-agreement", "Dana Öz", "--template", "mine").status == 2


def test_one_that_is_not_there_is_not_found(home: Home) -> None:
    hints = {
        "x": "See all:  mentorlog new-agreement --template list",
        "montly-6": "Did you mean monthly-6? See all:  mentorlog new-agreement --template list",
    }

    for name, hint in hints.items():
        assert home.run("new-agreement", "Dana Öz", "--template", name) == Ran(
            3, "", f"mentorlog: There's no such template.\n  {hint}\n"
        )


def test_a_broken_one_hides_none_of_the_others(home: Home) -> None:
    own(home, "broken.yaml", "for: 3 months\n")
    own(home, "mine.yaml", "cadence: every 3 weeks\n")

    ran = home.run("new-agreement", "--template", "list")

    assert ran.out.splitlines()[0] == "  mine                Every 3 weeks, without an end"
    assert ran.out.splitlines()[-1] == "The template broken.yaml has no cadence."
    assert home.run("new-agreement", "Dana Öz", "--template", "mine").status == 0


def test_changes_agreed_from_the_beginning_are_told(home: Home) -> None:
    ran = home.run("new-agreement", "Dana Öz", "--template", "taper", "--starts", "2026-11-22")

    assert ran.out.splitlines()[1:3] == [
        (
            "Every 2 weeks, 45 minutes, since Sun 22 Nov. Then monthly from Mon 22 Mar 2027, "
            "then as needed from"
        ),
        "Thu 22 Jul 2027.",
    ]


def test_on_a_terminal_only_what_it_leaves_open_is_asked(home: Home) -> None:
    answers = "\nsaying no\n\n\n\n\n\ny\n"

    ran = home.run(
        "new-agreement", "Dana Öz", "--template", "monthly-6", terminal=True, stdin=answers
    )

    assert ran.out.splitlines()[0] == "Saved the agreement with Dana Öz from Sun 22 Nov."
    assert "How often" not in ran.err
    assert "What you'll work on" in ran.err


def test_a_limit_is_mentioned_once_when_it_is_passed(home: Home) -> None:
    (home.folder / "config.toml").write_text("active_limit = 1\n", encoding="utf-8")

    first = home.run("new-agreement", "Dana Öz", "--template", "informal")
    second = home.run("new-agreement", "Sam Lee", "--template", "informal")

    said = "That makes two; your limit is one."
    assert said not in first.out
    assert said in second.out.splitlines()
    assert said not in home.run().out
