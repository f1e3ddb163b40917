"""A goal from its agreement to what became of it."""

from __future__ import annotations

import pytest
from cli.harness import Home, before_and_after


@pytest.fixture
def aiming(home: Home) -> Home:
    """An agreement with two goals."""
    home.run(
        *("new-agreement", "Dana Öz", "--cadence", "monthly", "--starts", "2026-10-26"),
        *("--goal", "run the review alone", "--goal", "say no"),
    )
    return home


def test_what_became_of_a_goal_changes_that_goal_and_nothing_else(aiming: Home) -> None:
    ran, changed = before_and_after(
        *(aiming, "note", "dana", "did it, she only watched", "--goal", "run"),
        *("--status", "achieved"),
    )

    assert ran.out == "Noted how your goal with Dana Öz goes: achieved.\n"
    assert changed == {
        "relationships/dana-oz-<2>/2026-10-26-agreement-<3>.yaml": (
            "schema: 1\nid: <3>\nkind: agreement\ndate: 2026-10-26\ncadence: monthly\n"
            "goals:\n  - title: run the review alone\n    status: achieved\n  - title: say no\n"
        ),
        "relationships/dana-oz-<2>/2026-11-22-note-<4>.yaml": (
            "schema: 1\nid: <4>\nkind: note\ndate: 2026-11-22\n"
            "text: did it, she only watched\ngoal: run the review alone\n"
        ),
    }
    assert (
        "Goals         run the review alone (achieved): “did it, she only watched” (Sun 22 Nov)\n"
        "              say no\n"
    ) in aiming.run("review", "dana").out


def test_how_a_goal_goes_leaves_its_agreement_alone(aiming: Home) -> None:
    ran, changed = before_and_after(aiming, "note", "dana", "went first", "--goal", "say no")

    assert ran.out == "Noted how your goal with Dana Öz goes.\n"
    assert [path.rpartition("/")[2] for path in changed] == ["2026-11-22-note-<4>.yaml"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--status", "achieved"), 2),
        (("--goal", "say no", "--status", "won"), 2),
        (("--goal", "fly"), 3),
    ],
)
def test_a_status_is_of_a_goal_that_was_agreed(
    aiming: Home, arguments: tuple[str, ...], status: int
) -> None:
    ran, changed = before_and_after(aiming, "note", "dana", "went first", *arguments)

    assert (ran.status, changed) == (status, {})


def test_why_a_goal_matters_and_how_it_shows_come_back(aiming: Home) -> None:
    (file,) = aiming.journal.rglob("*-agreement-*.yaml")
    more = "    why: nobody asks me twice\n    success_measure: a month without a late evening\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")

    assert (
        "say no, because nobody asks me twice; measured by a month without a late evening\n"
    ) in aiming.run("review", "dana").out
    assert "say no (a month without a late evening)\n" in aiming.run("prep", "dana").out
