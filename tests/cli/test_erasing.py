"""A person goes for good: from the journal, the trash, undo, drafts and what nudges remember."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from cli.harness import Home
from cli.test_killed_sealed import killed_at
from cli.test_sealing import keys

from mentorlog import files
from mentorlog.errors import StorageFailed
from mentorlog.journal import memo

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
    assert "Not erased: exports, mail" in ran.out
    assert traces(both) == []
    left = [path for path in both.state.rglob("*.json") if identity in path.read_text()]
    assert left == []


def test_what_lies_there_for_long_is_not_remembered_while_it_is_erased(
    both: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "_SETTLED", -60_000_000_000)  # as if every file were an hour old
    assert both.run("review").status == 0
    assert [path for path in traces(both) if path.name == "people.json"]

    assert both.run("erase", f"Dana {WORDS}", "--yes").status == 0

    assert traces(both) == []
    assert not (both.journal / ".trash").exists()


def copied(both: Home, name: str) -> Path:
    [folder] = both.journal.glob("relationships/dana-*-????")
    return Path(shutil.copytree(folder, folder.with_name(name)))


def test_copies_of_the_folder_are_erased_too(both: Home) -> None:
    """Also one whose relationship.yaml can't be read any more."""
    copied(both, "dana (copy)")
    (copied(both, "dana-2") / "relationship.yaml").write_text("name: [", encoding="utf-8")
    told = "Copies of the folder, too: relationships/dana (copy), relationships/dana-2.\n"

    foreseen = both.run("erase", f"Dana {WORDS}", "--dry-run")
    ran = both.run("erase", f"Dana {WORDS}", "--yes")

    assert [told in one.out for one in (foreseen, ran)] == [True, True]
    assert "10 files, for good" in foreseen.out
    assert traces(both) == []
    assert both.run("doctor").status == 0


def test_erasing_copies_that_was_cut_short_is_ended_by_doing_it_again(
    both: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(both, "dana (copy)")
    plain = files.move
    moved: list[Path] = []

    def once(source: Path, target: Path) -> None:
        if moved:
            raise StorageFailed("The disk is full.")
        moved.append(source)
        plain(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(files, "move", once)
        assert both.run("erase", f"Dana {WORDS}", "--yes").status == 6

    assert both.run("erase", f"Dana {WORDS}", "--yes").status == 0
    assert traces(both) == []


def test_somebody_with_a_copy_is_not_removed(both: Home) -> None:
    copied(both, "dana (copy)")

    ran = both.run("remove", f"Dana {WORDS}", "--yes")

    assert (ran.status, "Several folders are" in ran.err) == (4, True)


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
        "1 draft not saved yet will\nbe gone for good.\n"
        "You can't undo earlier commands any more (6 commands).\n"
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
    assert both.run("gave", "dana", f"given: {WORDS}").status == 0

    ran = both.run("close", "dana", "--redact", "--learned", "to say no")

    assert (ran.status, ran.err) == (0, "")
    assert "What you wrote is gone" in ran.out
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
    assert closed.startswith(f"Would close the relationship with Dana {WORDS} on Sun 22 Nov.")
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


def sealed_drafts(home: Home) -> list[Path]:
    return [path for path in home.state.rglob("drafts/*.yaml") if "sealed: " in path.read_text()]


def test_a_sealed_draft_is_erased_without_a_key(both: Home) -> None:
    keys(both)
    assert both.run("note", "dana", "too", "--goal", "none of them").status == 3
    assert both.run("log-meeting", "nobody at all", "lost").status == 3
    (both.folder / "identity.txt").unlink()
    before = sealed_drafts(both)

    ran = both.run("erase", "dana", "--yes")

    left = sealed_drafts(both)
    nobodys = [path for path in left if "about:" not in path.read_text()]
    assert (ran.status, len(before), len(left), len(nobodys)) == (0, 4, 2, 1)
    assert "A sealed draft that names nobody stays:" in ran.out
    assert nobodys[0].name in ran.out.replace("\n", "")  # a long path takes two lines


def test_redacting_takes_what_was_not_saved_along(both: Home) -> None:
    ran = both.run("close", "dana", "--redact", "--dry-run")
    assert len(list(both.state.rglob("drafts/*.yaml"))) == 2

    done = both.run("close", "dana", "--redact")

    assert "Unsaved drafts are gone, too: 1 draft.\n" in ran.out
    assert "Unsaved drafts are gone, too: 1 draft.\n" in done.out
    [left] = both.state.rglob("drafts/*.yaml")
    assert "early sam" in left.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_redacting_that_was_cut_short_is_ended_by_the_next_command(both: Home) -> None:
    step = 1

    while killed_at(both, step, ("close", "dana", "--redact")):
        step += 4
        assert both.run("note", "sam", "next").status == 0
        if any(both.journal.rglob("*-closure-*.yaml")):
            break

    words = [p for p in both.folder.rglob("*") if p.is_file() and b"early dana" in p.read_bytes()]
    assert (words, step > 8) == ([], True)
