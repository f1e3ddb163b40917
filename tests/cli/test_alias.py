"""An alias makes the handle, and the folder's name with it, in the transaction that brings it."""

from __future__ import annotations

import os

import pytest
from cli.harness import Home, Ran
from cli.test_killed_sealed import killed_at
from cli.test_sealing import keys

HUSHED = ("amend", "dana-oz", "--in-confidence", "--alias", "Owl", "--minutes", "45")


def shown_names(home: Home) -> list[str]:
    """Paths that tell who is meant."""
    return [str(path) for path in home.journal.rglob("*") if "dana" in path.name]


def test_an_alias_moves_the_folder_with_what_is_new_in_it(dana: Home) -> None:
    dana.run("note", "dana", "something to remove")
    note = next(dana.journal.rglob("*-note-*.yaml")).stem.rpartition("-")[2]
    dana.run("remove", note)
    before = dana.files()

    ran = dana.run(*HUSHED)

    assert ran == Ran(
        0,
        "Amended the agreement with Owl from Sun 22 Nov.\n"
        "               Before         From Sun 22 Nov\n"
        "Cadence        every 2 weeks  every 2 weeks\n"
        "Per meeting    any length     45 minutes\n"
        "Was due        Mon 9 Nov      Mon 9 Nov\n"
        "The handle is now owl.\n",
        "",
    )
    assert shown_names(dana) == []
    assert dana.run("show", "owl").status == 0
    assert dana.run("undo").status == 0
    assert dana.files() == before


def test_a_candidate_gets_one_too(home: Home) -> None:
    home.run("candidate", "Dana Öz", "--desire", "offered twice")

    ran = home.run("candidate", "dana-oz", "--time", "an hour", "--in-confidence", "--alias", "Owl")

    assert (ran.status, ran.err, shown_names(home)) == (0, "", [])
    assert "an hour" in home.run("show", "owl").out
    assert home.run("candidate", "owl", "--in-confidence", "--time", "two").status == 0


def test_without_an_alias_nobody_is_in_confidence(home: Home) -> None:
    home.run("candidate", "Dana Öz")

    assert home.run("candidate", "dana-oz", "--time", "an hour", "--in-confidence").status == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_stopped_anywhere_it_is_all_or_nothing(dana: Home, *, sealed: bool) -> None:
    if sealed:
        keys(dana)
        dana.run("seal", "on", "dana")
    before = dana.files()
    step = 1

    while killed_at(dana, step, HUSHED):
        dana.run("doctor", "--fix")
        after = {path: text for path, text in dana.files().items() if "sealed" not in text}
        known = {path: text for path, text in before.items() if "sealed" not in text}
        if shown_names(dana):
            assert after == known, step
        else:
            assert dana.run("undo").status == 0, step
            assert dana.files().keys() == before.keys(), step
        step += 5 if sealed else 1  # where drafts are sealed, each run takes its time

    assert step > 5
    assert shown_names(dana) == []
