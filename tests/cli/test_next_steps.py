"""The board and a nudge name the same next step, and it does what it says."""

from __future__ import annotations

import datetime as dt
import re
import shlex

import pytest
from cli.harness import Home

TERMS = ("--as", "mentee", "--cadence", "monthly", "--for", "1 year")


def commands(text: str) -> list[str]:
    """The commands to copy that settle something, in their order."""
    found = re.findall(r"mentorlog ([a-z-]+ sam-lee.*?)(?=   |$)", text, re.MULTILINE)
    return [each for each in found if not each.startswith("nudge")]


def at(home: Home, day: str) -> Home:
    home.today = dt.date.fromisoformat(day)
    return home


@pytest.fixture
def sam(home: Home) -> Home:
    """Agreed in September, met once."""
    at(home, "2026-11-01")
    made = home.run("new-agreement", "Sam Lee", *TERMS, "--starts", "2026-09-01")
    met = home.run("log-meeting", "sam-lee", "--on", "2026-09-22")
    assert (made.status, met.status) == (0, 0)
    return home


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-23", "schedule sam-lee +3d"),  # due
        ("2026-11-10", "schedule sam-lee +1w"),  # overdue
        ("2027-01-12", "log-meeting sam-lee"),  # nothing was entered for two months
    ],
)
def test_whoever_is_due_is_booked(sam: Home, day: str, expected: str) -> None:
    at(sam, day)

    assert commands(sam.run("review").out)[:1] == [expected]
    assert commands(sam.run("nudge").out) == [expected]


def test_a_planned_meeting_is_logged_on_its_day(sam: Home) -> None:
    assert sam.run("schedule", "sam-lee", "2026-11-09").status == 0
    at(sam, "2026-11-11")

    board, nudge = sam.run("review").out, sam.run("nudge").out

    assert commands(board)[:1] == commands(nudge) == ["log-meeting sam-lee --on 2026-11-09"]
    assert "or  reschedule, if it moved" in board
    assert sam.run("reschedule", "sam-lee", "2026-11-16", "--dry-run").status == 0
    assert sam.run(*shlex.split(commands(nudge)[0])).status == 0
    assert [path for path in sam.files() if "2026-11-09-meeting" in path]


def test_whose_term_ends_is_renewed(sam: Home) -> None:
    at(sam, "2027-09-20")
    assert sam.run("log-meeting", "sam-lee", "--on", "2027-08-20").status == 0
    expected = 'amend sam-lee --for "6 months"'

    assert commands(sam.run("review").out)[:1] == [expected]
    assert commands(sam.run("nudge").out) == [expected]


def test_after_the_end_come_thanks_and_later_a_few_lines(sam: Home) -> None:
    assert sam.run("received", "sam-lee", "a long talk", "--on", "2026-09-22").status == 0
    assert sam.run("close", "sam-lee", "--on", "2026-11-01").status == 0

    assert commands(sam.run("review", "sam-lee").out) == ["thanks sam-lee"]
    assert sam.run("thanks", "sam-lee").status == 0
    assert sam.run("thanks", "sam-lee", "--sent").status == 0
    assert commands(sam.run("review", "sam-lee").out) == []
    at(sam, "2026-12-20")
    assert commands(sam.run("review", "sam-lee").out) == ["reconnect sam-lee"]


def test_a_meeting_that_is_still_planned_is_named_at_the_end(sam: Home) -> None:
    assert sam.run("schedule", "sam-lee", "2026-11-09", "15:00").status == 0

    closed = sam.run("close", "sam-lee")
    page = sam.run("review", "sam-lee").out

    expected = "cancel sam-lee 2026-11-09"
    assert "Still planned: Mon 9 Nov 15:00. Cancel it:\n  mentorlog" in closed.out
    assert "Still planned: Mon 9 Nov 15:00.\n" in page
    assert "Next meeting" not in page
    assert commands(closed.out)[0] == commands(page)[0] == expected
    assert sam.run(*expected.split()).status == 0
    assert "planned" not in sam.run("review", "sam-lee").out


def test_an_explanation_gives_the_dates_of_the_board(sam: Home) -> None:
    assert sam.run("schedule", "sam-lee", "2026-11-16", "15:00").status == 0

    explained = sam.run("nudge", "--explain").out

    assert "meets Mon 16 Nov" in sam.run("review").out
    assert "Scheduled (meets Mon 16 Nov): nothing to say now." in " ".join(explained.split())
