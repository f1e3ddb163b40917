"""me.hours_per_month: what is promised, said by new-agreement and people; nothing is blocked."""

from __future__ import annotations

import json

import pytest
from cli.harness import Home


@pytest.fixture
def giving(home: Home) -> Home:
    """Six hours a month, one of them promised."""
    home.run("config", "me.hours_per_month", "6")
    home.run("new-agreement", "Sam Lee", "--cadence", "monthly", "--minutes", "60")
    return home


def test_a_new_agreement_says_what_is_promised_and_what_it_adds(giving: Home) -> None:
    weekly = giving.run("new-agreement", "Dana Öz", "--cadence", "weekly", "--minutes", "90")
    open_ = giving.run("new-agreement", "Noor", "--cadence", "as needed")
    last = giving.run("new-agreement", "Uma", "--cadence", "6 per year", "--minutes", "30")

    assert weekly.status == 0
    assert (
        "Of your 6 h a month, 1 h is already promised: Sam Lee 1 h."
        " This adds 6 h 31, 7 h 31 in all." in " ".join(weekly.out.split())
    )
    assert "What this adds can't be counted." in " ".join(open_.out.split())
    assert (
        "7 h 31 is already promised: Dana Öz 6 h 31, Sam Lee 1 h. Not counted: Noor."
        " This adds 15 min, 7 h 46 in all." in " ".join(last.out.split())
    )


def test_people_say_what_is_promised(giving: Home) -> None:
    said = " ".join(giving.run("people").out.split())
    data = json.loads(giving.run("people", "--json").out)

    assert said.endswith("Of your 6 h a month, 1 h is already promised: Sam Lee 1 h.")
    assert data["promised"] == {
        "hours_per_month": 6,
        "minutes": 60,
        "by": [{"handle": "sam-lee", "name": "Sam Lee", "minutes": 60}],
    }
    giving.run("pause", "sam")
    assert giving.run("people").out.endswith(
        "You can give 6 h a month, and have promised nothing yet.\n"
    )


def test_a_draft_is_not_promised(giving: Home) -> None:
    (agreement,) = giving.journal.rglob("*-agreement-*.yaml")
    agreement.write_text(agreement.read_text(encoding="utf-8") + "agreed_by: draft\n")

    ran = giving.run("new-agreement", "Dana Öz", "--cadence", "monthly", "--minutes", "60")

    assert (
        "You can give 6 h a month, and have promised nothing yet. This adds 1 h, 1 h in all."
        in (" ".join(ran.out.split()))
    )


def test_where_nobody_helps_it_is_said_too(home: Home) -> None:
    home.run("config", "me.hours_per_month", "2")

    assert home.run("people").out.endswith(
        "You can give 2 h a month, and have promised nothing yet.\n"
    )


def test_unless_it_was_said_what_can_be_given_nothing_is(home: Home) -> None:
    ran = home.run("new-agreement", "Sam Lee", "--cadence", "monthly", "--minutes", "60")

    assert "promised" not in ran.out + home.run("people").out
    assert json.loads(home.run("people", "--json").out)["promised"] is None
    for wrong in ("0", "many", "1.5"):
        assert home.run("config", "me.hours_per_month", wrong).status == 2
