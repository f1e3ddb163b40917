"""mentorlog.nudge/1, whole."""

from __future__ import annotations

import datetime as dt
import json

from mentorlog.exchange.nudge_json import nudge_json
from mentorlog.journal.problems import Problem
from mentorlog.views.nudges import Digest, Nudge, NudgeKind, Who

TODAY = dt.date(2026, 11, 22)


def said(nudge: Nudge, today: dt.date) -> str:
    return f"{nudge.who.name}: {nudge.kind} as of {today}"


def test_every_nudge_and_problem_is_told() -> None:
    nudge = Nudge(
        who=Who(relationship_id="9f2k7m3q", handle="dana-oz", name="Dana Öz"),
        kind=NudgeKind.OVERDUE,
        subject="2026-10-14",
        date=dt.date(2026, 10, 14),
    )
    problems = [
        Problem("relationships/dana-oz-9f2k/note.yaml", 7, "the date is no date"),
        Problem("journal.yaml", None, "it is missing"),
    ]

    text = nudge_json(Digest(as_of=TODAY, nudges=(nudge,)), problems, said)

    assert text.endswith("}\n")
    assert "Öz" in text
    assert json.loads(text) == {
        "schema": "mentorlog.nudge/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "handle": "dana-oz",
                "kind": "overdue",
                "date": "2026-10-14",
                "text": "Dana Öz: overdue as of 2026-11-22",
            }
        ],
        "problems": [
            {
                "file": "relationships/dana-oz-9f2k/note.yaml",
                "line": 7,
                "message": "the date is no date",
            },
            {"file": "journal.yaml", "line": None, "message": "it is missing"},
        ],
    }


def test_nothing_to_do_is_an_empty_list() -> None:
    assert json.loads(nudge_json(Digest(as_of=TODAY), [], said)) == {
        "schema": "mentorlog.nudge/1",
        "as_of": "2026-11-22",
        "items": [],
        "problems": [],
    }
