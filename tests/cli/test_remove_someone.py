"""remove WHO: a whole person goes to the trash at once, and comes back to the byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli.editors import drafts, real
from cli.harness import Home, Ran, before_and_after

ASKED = "Remove Dana Öz with 3 entries?"


@pytest.fixture
def two(dana: Home) -> Home:
    """Dana with a meeting, a gift and files of her own; and Sam."""
    dana.run("log-meeting", "dana", "the reorg", "--on", "yesterday", "--gave", "a book")
    dana.run("log-meeting", "Sam Lee", "--new")
    folder = real(dana, "relationships/dana-oz-*")
    (folder / "hers.txt").write_text("kept by hand", encoding="utf-8")
    (folder / "broken.yaml").write_text("schema: [", encoding="utf-8")
    for path in (folder / "hers.txt", folder / "broken.yaml"):
        path.chmod(0o600)
    dana.files()
    return dana


def every_byte(home: Home) -> Mapping[str, bytes]:
    found = filter(Path.is_file, home.journal.rglob("*"))
    return {str(path.relative_to(home.journal)): path.read_bytes() for path in found}


@pytest.mark.parametrize("who", ["dana-oz", "Dana Öz", "dana oz"])
def test_a_person_goes_as_a_whole_and_comes_back_to_the_byte(two: Home, who: str) -> None:
    before = every_byte(two)
    ran = two.run("remove", who, "--yes")
    gone = every_byte(two)

    assert ran == Ran(
        0, "Moved Dana Öz with 3 entries to the trash.\nUndo it:  mentorlog undo\n", ""
    )
    assert {path.replace("relationships/dana", ".trash/dana") for path in before} == set(gone)
    assert two.run("show", "dana").status == 3
    assert two.run("doctor").status == 0
    assert two.run("undo").status == 0
    assert every_byte(two) == before
    assert two.run("undo", "--redo").status == 0
    assert every_byte(two) == gone


def test_programs_are_told_of_each_entry(two: Home) -> None:
    dry, changed = before_and_after(two, "remove", "dana-oz", "--dry-run", "--json")
    told = json.loads(two.raw("remove", "dana-oz", "--yes", "--json").out)

    assert (dry.status, changed) == (0, {})
    assert (told["action"], told["dry_run"]) == ("remove", False)
    kinds = sorted(one["kind"] for one in told["entries"])
    assert kinds == ["agreement", "contribution", "meeting", "relationship"]
    assert all((two.journal / one["file"]).is_file() for one in told["entries"])


@pytest.mark.parametrize("answer", ["\n", "no\n", "x\n", ""])
def test_on_a_terminal_it_asks_with_the_number_of_entries(two: Home, answer: str) -> None:
    before = every_byte(two)
    ran = two.run("remove", "dana-oz", terminal=True, stdin=answer)

    again = answer.count("x")
    assert (ran.status, every_byte(two), ran.err.count(ASKED)) == (130, before, 1 + again)
    assert two.run("remove", "dana-oz", terminal=True, stdin="y\n").status == 0
    assert drafts(two) == []


@pytest.mark.parametrize("more", [(), ("--no-input",), ("--json",)])
def test_without_a_terminal_yes_must_be_said(two: Home, more: tuple[str, ...]) -> None:
    ran, changed = before_and_after(two, "remove", "dana-oz", *more)

    assert (ran.status, changed) == (2, {})
    assert "mentorlog remove dana-oz --yes" in ran.err


OF_DANA = (
    "  List the ids of entries:  mentorlog show dana-oz\n"
    "  Remove everything about them:  mentorlog remove dana-oz\n"
)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("dana", OF_DANA),
        ("oz", OF_DANA),
        ("zzzz", "  List the ids of entries:  mentorlog show WHO\n"),
    ],
)
def test_only_a_whole_handle_or_name_is_enough(two: Home, who: str, said: str) -> None:
    ran, changed = before_and_after(two, "remove", who, "--yes")

    first = f"mentorlog: \"{who}\" isn't an entry's id, or anyone's full handle or name.\n"
    assert (ran, changed) == (Ran(3, "", first + said), {})


def test_an_id_goes_before_a_name(two: Home) -> None:
    identity = real(two, "relationships/sam-lee-*/*-meeting-*.yaml").stem.rpartition("-")[2]
    two.run("log-meeting", identity, "--new")

    ran = two.run("remove", identity)

    assert ran.out.startswith("Moved the meeting of Sun 22 Nov with Sam Lee to the trash.")


def test_what_was_removed_before_stays_beside_it(two: Home) -> None:
    before = every_byte(two)
    meeting = real(two, "relationships/dana-oz-*/*-meeting-*.yaml").stem.rpartition("-")[2]
    assert two.run("remove", meeting).status == 0
    assert two.run("remove", "dana-oz", "--yes").status == 0

    assert len(list(two.journal.glob(".trash/*"))) == 2
    assert two.run("undo", "2").status == 0
    assert every_byte(two) == before


def test_a_handle_that_is_taken_by_then_brings_nobody_back(two: Home) -> None:
    two.run("remove", "dana-oz", "--yes")
    folder = two.journal / "relationships" / "dana-oz-zzzz"
    folder.mkdir(mode=0o700)
    text = "schema: 1\nid: zzzz1234\nname: Dana Oz\nmy_role: mentee\n"
    (folder / "relationship.yaml").write_text(text, encoding="utf-8")

    for line in (("undo",), ("undo", "--dry-run"), ("undo", "2")):
        ran, changed = before_and_after(two, *line)
        assert (ran.status, changed) == (3, {})
        assert ran.err.splitlines() == [
            "mentorlog: Someone else now has the handle dana-oz.",
            "  Rename that person first:  mentorlog rename dana-oz NAME",
        ]
    two.run("rename", "dana-oz", "Diana Oz", "--handle", "diana-oz")
    assert two.run("undo", "2").status == 0
    assert two.run("show", "dana").status == 3  # two begin so


def test_whoever_took_the_handle_meanwhile_goes_with_the_same_undo(two: Home) -> None:
    before = every_byte(two)
    two.run("remove", "dana-oz", "--yes")
    two.run("new-agreement", "Dana Öz", "--cadence", "monthly")

    assert two.run("undo", "2").status == 0
    assert every_byte(two) == before


def test_erasing_the_trash_really_removes_them(two: Home) -> None:
    two.run("remove", "dana-oz", "--yes")
    assert two.run("erase", "--trash", "--yes").status == 0

    left = b"".join(path.read_bytes() for path in two.folder.rglob("*") if path.is_file())
    for word in ("the reorg", "a book", "Dana", "kept by hand"):
        assert word.encode() not in left
    assert two.run("undo").status in {0, 3}
    assert two.run("doctor").status == 0


def test_a_backup_holds_and_gives_back_the_trash(two: Home, tmp_path: Path) -> None:
    two.run("remove", "dana-oz", "--yes")
    file = tmp_path / "backup.zip"
    assert two.run("export", "backup", "--output", str(file)).status == 0
    other = Home(tmp_path / "other")
    assert other.run("import", str(file)).status == 0

    assert every_byte(other) == every_byte(two)
