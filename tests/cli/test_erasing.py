"""A person goes for good: from the journal, the trash, undo, drafts and what nudges remember."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.harness import Home

WORDS = "CANARY"


@pytest.fixture
def both(dana: Home) -> Home:
    """Dana, of whom something is everywhere, and Sam, of whom nothing may be lost."""
    for arguments in (
        ("log-meeting", "dana", f"{WORDS} notes", "--action", f"me: {WORDS} by fri"),
        ("note", "dana", f"{WORDS} removed"),
        ("log-meeting", "Sam Lee", "about the plan", "--new"),
    ):
        assert dana.run(*arguments).status == 0
    [note] = dana.journal.rglob("*-note-*.yaml")
    assert dana.run("remove", note.stem.rpartition("-")[2]).status == 0
    assert dana.run("rename", "dana", f"Dana {WORDS}").status == 0
    for who in ("dana", "sam"):
        assert dana.run("log-meeting", who, f"early {who}", "--on", "2031-01-01").status == 3
        assert dana.run("nudge", "snooze", who, "--for", "2w").status == 0
    assert dana.run("nudge", "--scheduled", "--as-of", "2027-03-01").status in (0, 2)
    return dana


def traces(home: Home) -> list[Path]:
    """Every file that holds a word of hers, her handle or her name."""
    found = []
    for path in home.folder.rglob("*"):
        told = path.read_bytes() if path.is_file() else b""
        if WORDS.encode() in told or b"dana" in told.lower() or "dana" in path.name:
            found.append(path)
    return found


def test_erasing_leaves_no_trace(both: Home) -> None:
    [folder] = [one for one in both.journal.glob("relationships/*") if "dana" in one.name]
    identity = folder.name[-4:]
    assert traces(both)

    ran = both.run("erase", f"Dana {WORDS}", "--yes")

    assert ran.status == 0
    assert ran.err == ""
    assert ran.out.startswith(f"Erased everything with Dana {WORDS}, 4 files, for good.\n")
    assert "Out of reach: exports, mail" in ran.out
    assert traces(both) == []
    left = [path for path in both.state.rglob("*.json") if identity in path.read_text()]
    assert left == []
    assert not (both.journal / ".trash").exists()


def test_others_keep_everything(both: Home) -> None:
    before = {k: v for k, v in both.files().items() if "sam" in k}
    assert both.run("erase", "dana", "--yes").status == 0

    assert both.files().keys() == before.keys() | {"journal.yaml"}
    assert {k: v for k, v in both.files().items() if "sam" in k} == before
    [draft] = both.state.rglob("drafts/*.yaml")
    assert "early sam" in draft.read_text()
    [snoozes] = both.state.rglob("snoozes.json")
    assert len(json.loads(snoozes.read_text())) == 1


def test_it_shows_what_goes_and_asks(both: Home) -> None:
    before = both.files()

    ran = both.run("erase", "dana", terminal=True, stdin="\n")

    assert ran.status == 130
    assert (
        f"Everything with Dana {WORDS}: 3 files in the journal, 1 file in the trash, "
        "1 draft not saved yet; nothing brings it back.\n"
        "What was done before that can't be undone any more (6 commands).\n"
    ) in ran.err
    assert both.files() == before
    assert both.run("erase", "dana", terminal=True, stdin="yes\n").status == 0
    assert traces(both) == []


def test_without_a_terminal_it_needs_yes(both: Home) -> None:
    ran = both.run("erase", "dana")

    assert (ran.status, ran.out) == (2, "")
    assert "mentorlog erase dana-canary --yes" in ran.err


def test_a_dry_run_erases_nothing(both: Home) -> None:
    before = both.files()

    ran = both.run("erase", "dana", "--dry-run")

    assert ran.out.startswith(
        f"Would erase everything with Dana {WORDS}, 4 files, for good. Nothing was written.\n"
    )
    assert both.files() == before


def test_what_was_cut_short_is_ended_by_the_next_command_that_writes(both: Home) -> None:
    [folder] = [one for one in both.journal.glob("relationships/*") if "dana" in one.name]
    folder.rename(both.journal / ".trash" / f".erasing-{folder.name}")

    assert both.run("note", "sam", "next").status == 0

    assert not [path for path in both.journal.rglob("*") if ".erasing-" in str(path)]


def test_closing_may_redact(both: Home) -> None:
    assert both.run("gave", "dana", f"{WORDS} given").status == 0

    ran = both.run("close", "dana", "--redact", "--learned", "to say no")

    assert (ran.status, ran.err) == (0, "")
    assert "What you wrote before is gone" in ran.out
    entries = list(both.journal.rglob("*-*-*.yaml"))
    assert len(entries) == 6
    assert [path for path in entries if WORDS in path.read_text()] == []
    shown = both.run("show", "dana", "--json")
    assert shown.status == 0
    kinds = re.findall(r'"kind": "(\w+)"', shown.out)
    assert sorted(kinds) == ["agreement", "closure", "contribution", "meeting"]
    assert "to say no" in shown.out
    assert both.run("undo").status == 3


def test_closing_shows_what_it_would_erase_and_asks_nobody(both: Home) -> None:
    before = both.files()

    ran = both.run("close", "dana", "--erase", "--dry-run")
    told = both.run("close", "dana", "--erase", "--dry-run", "--json")

    assert (ran.status, ran.err) == (0, "")
    closed, erased = ran.out.splitlines()[:2]
    assert closed.startswith(f"Would close the agreement with Dana {WORDS} on Sun 22 Nov.")
    assert erased.startswith(f"Would erase everything with Dana {WORDS}, 4 files, for good.")
    [document] = told.out.splitlines()
    assert document.startswith(
        '{"schema": "mentorlog.written/1", "action": "erase", "dry_run": true, "entries": ['
    )
    assert document.count('"file": ') == 4
    assert both.files() == before


def test_closing_may_erase(both: Home) -> None:
    assert both.run("close", "dana", "--erase").status == 2
    assert traces(both)

    ran = both.run("close", "dana", "--erase", terminal=True, stdin="\n" * 7 + "y\nyes\n")

    assert ran.status == 0
    assert traces(both) == []
