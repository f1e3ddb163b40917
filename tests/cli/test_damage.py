"""A journal that is hurt, locked away or none at all: the rest goes on, nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.harness import Home, Ran, before_and_after

BROKEN = "schema: 1\nid: aaaaaaaa\nkind: note\ndate: 2026-11-01\ntext: [\n"
NOT_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do everything"
)


@pytest.fixture
def folder(dana: Home) -> Path:
    """Dana's."""
    (found,) = (dana.journal / "relationships").iterdir()
    return found


def test_a_broken_file_stops_only_who_touches_it(dana: Home, folder: Path) -> None:
    (folder / "2026-11-01-note-aaaaaaaa.yaml").write_text(BROKEN, encoding="utf-8")

    reading, writing = dana.run("review"), dana.run("note", "dana-oz", "words")
    done, shown = dana.run("done", "aaaa"), dana.run("show", "AAAAAAAA")

    assert (reading.status, writing.status) == (4, 0)
    expected = Ran(
        4,
        "",
        "mentorlog: relationships/dana-oz-<2>/2026-11-01-note-<4>.yaml:5: "
        "this bracket isn't closed, or a comma is missing.\n"
        "  Fix it, then try again.\n",
    )
    assert (done, shown) == (expected, expected)
    assert (folder / "2026-11-01-note-aaaaaaaa.yaml").read_text(encoding="utf-8") == BROKEN


def test_a_text_that_a_file_lacks_is_null_for_programs(dana: Home, folder: Path) -> None:
    head = "schema: 1\nid: {}\nkind: {}\ndate: 2026-11-01\n"
    lacking = {
        "note": head.format("aaaaaaaa", "note"),
        "meeting": head.format("bbbbbbbb", "meeting")
        + "status: held\naction_items:\n- owner: me\n",
    }
    for kind, text in lacking.items():
        (folder / f"2026-11-01-{kind}-{text[15:23]}.yaml").write_text(text, encoding="utf-8")

    told = {
        one["kind"]: one for one in json.loads(dana.raw("show", "dana", "--json").out)["entries"]
    }

    assert told["note"]["text"] is None
    assert told["meeting"]["action_items"][0]["text"] is None


def test_a_newer_file_is_shown_and_never_changed(dana: Home, folder: Path) -> None:
    newer = "schema: 99\nid: aaaaaaaa\nkind: note\ndate: 2026-11-01\ntext: hello\nnew: x\n"
    (folder / "2026-11-01-note-aaaaaaaa.yaml").write_text(newer, encoding="utf-8")

    ran, changed = before_and_after(dana, "done", "aaaaaaaa")

    assert (ran.status, changed) == (4, {})
    assert "was written by a newer mentorlog" in ran.err
    assert "hello" in dana.run("show", "dana-oz").out


def test_a_person_whose_file_is_broken_keeps_a_row_and_takes_entries(
    dana: Home, folder: Path
) -> None:
    (folder / "relationship.yaml").write_text("name: [\n", encoding="utf-8")

    ran = dana.run("note", folder.name, "words")

    assert ran.status == 0
    assert dana.run("review").status == 4
    assert dana.run("amend", folder.name, "--as", "peer").status == 4


def test_nothing_is_written_where_the_journals_own_file_is_missing(dana: Home) -> None:
    (dana.journal / "journal.yaml").unlink()

    ran, changed = before_and_after(dana, "note", "dana-oz", "words")

    assert (ran.status, changed, dana.run("review").status) == (4, {}, 4)
    assert ran.err == (
        "mentorlog: journal.yaml is missing; without it, mentorlog writes nothing."
        "\n  Fix it:  mentorlog doctor --fix\n"
        "  What you typed is kept:  mentorlog note --resume <draft>\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [("review",), ("todo",), ("nudge",), ("show", "dana-oz"), ("schedule", "dana-oz", "fri")],
)
def test_a_file_in_place_of_the_journal_is_told_and_left(
    home: Home, arguments: tuple[str, ...]
) -> None:
    home.journal.write_text("something else", encoding="utf-8")

    assert home.run(*arguments) == Ran(
        3,
        "",
        f"mentorlog: {home.journal} is a file, not a folder.\n  Choose a folder.\n",
    )
    assert home.journal.read_text(encoding="utf-8") == "something else"


def test_a_journal_that_is_a_link_is_followed_and_links_inside_are_not(dana: Home) -> None:
    elsewhere = dana.folder / "elsewhere"
    dana.journal.rename(elsewhere)
    dana.journal.symlink_to(elsewhere)
    (elsewhere / "relationships" / "sam-lee-aaaa").symlink_to(elsewhere)

    assert dana.run("note", "dana-oz", "words").status == 0
    assert dana.run("note", "sam-lee", "words", "--dry-run").status == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_what_is_no_file_is_neither_opened_nor_a_problem(dana: Home, folder: Path) -> None:
    os.mkfifo(folder / "2026-01-01-meeting-aaaaaaaa.yaml")
    (folder / "2026-01-02-meeting-bbbbbbbb.yaml").mkdir()
    (folder / "readme.txt").write_text("x", encoding="utf-8")

    assert dana.run("review").status == 0


@pytest.fixture
def locked_away(dana: Home) -> Iterator[Home]:
    """Nobody may write into the journal."""
    folders = [dana.journal, *(path for path in dana.journal.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o500)
    yield dana
    for path in folders:
        path.chmod(0o700)


@NOT_ROOT
def test_a_journal_that_may_only_be_read_is_read_and_keeps_what_was_typed(
    locked_away: Home,
) -> None:
    ran, changed = before_and_after(locked_away, "note", "dana-oz", "words")

    assert (ran.status, changed, locked_away.run("review").status) == (6, {}, 0)
    assert ran.err.startswith("mentorlog: Not permitted:")
    assert "--resume <draft>" in ran.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("done", ""), 2),
        (("done", "."), 2),
        (("done", "aaaa.0"), 2),
        (("done", "aaaa.x"), 2),
    ],
)
def test_what_is_no_id_is_told(dana: Home, arguments: tuple[str, ...], status: int) -> None:
    assert dana.run(*arguments).status == status
