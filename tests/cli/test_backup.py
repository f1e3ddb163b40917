"""export backup, and import into an empty journal: everything comes back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cli.harness import Home, Ran
from hypothesis import given, settings
from hypothesis import strategies as st

SIZES = st.integers(0, 400_000)


def _is_a_name(name: str) -> bool:
    return len(name.encode()) < 200 and not name.startswith(".") and name != "journal.yaml"


@pytest.fixture
def saved(dana: Home) -> Path:
    """A backup of Dana with a broken file and one in the trash."""
    dana.run("note", "dana-oz", "ask about London")
    found = sorted(dana.journal.rglob("*-note-*.yaml"))
    dana.run("remove", found[0].stem.rpartition("-")[2])
    broken = found[0].with_name("2026-11-01-meeting-00000000.yaml")
    broken.write_bytes(b"\xff broken: [")
    path = dana.folder / "b.zip"

    ran = dana.run("export", "backup", "--output", str(path))

    assert (ran.status, ran.out) == (4, "")  # the broken file is told, too
    assert ran.err.splitlines()[:2] == [
        f"Saved 5 files in {path}.",
        f"Restore it:  mentorlog --journal DIR import {path}",
    ]
    return path


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_an_empty_journal_gets_every_byte_back(dana: Home, saved: Path, tmp_path: Path) -> None:
    other = replace(dana, folder=tmp_path / "other")

    foreseen = other.run("import", str(saved), "--dry-run")
    nothing = tree(other.folder)
    done, again = other.run("import", str(saved)), other.run("import", str(saved))

    assert foreseen == Ran(0, "Would import 5 files from the backup. Nothing was written.\n", "")
    assert nothing == {}
    assert done == Ran(0, "Imported 5 files from the backup.\n", "")
    assert again == Ran(0, "There's nothing new in it.\n", "")
    assert tree(other.journal) == tree(dana.journal)
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("next_command", [("note", "dana", "next"), ("doctor", "--fix")])
def test_a_backup_that_came_back_half_way_is_brought_to_its_end(
    dana: Home, saved: Path, tmp_path: Path, next_command: tuple[str, ...]
) -> None:
    other = replace(dana, folder=tmp_path / "other")
    other.run("import", str(saved))
    (other.journal / ".imported").mkdir()
    (other.journal / "journal.yaml").rename(other.journal / ".imported" / "journal.yaml")

    ran = other.run(*next_command)

    assert ran.status == (4 if next_command[0] == "doctor" else 0)  # of the broken file
    assert tree(dana.journal).items() <= tree(other.journal).items()
    assert not (other.journal / ".imported").exists()


def test_a_journal_that_is_not_empty_is_left_alone(dana: Home, saved: Path) -> None:
    dana.run("note", "dana-oz", "one more")
    before = tree(dana.journal)

    ran = dana.run("import", str(saved))

    assert ran == Ran(
        3,
        "",
        "mentorlog: This journal isn't empty; a backup can only be restored into an empty one.\n"
        "  Choose an empty folder:  mentorlog --journal DIR import FILE.zip\n",
    )
    assert tree(dana.journal) == before


@pytest.mark.parametrize(
    "arguments", [(), ("--output", "-"), ("dana-oz", "--output", "x.zip"), ("--for", "me")]
)
def test_a_backup_needs_a_file_and_nobody(dana: Home, arguments: tuple[str, ...]) -> None:
    assert dana.run("export", "backup", *arguments).status == 2


def test_without_a_journal_there_is_nothing_to_back_up(home: Home) -> None:
    ran = home.run("export", "backup", "--output", str(home.folder / "b.zip"))

    assert ran == Ran(3, "", "mentorlog: There's no journal yet, so there's nothing to back up.\n")


def test_even_a_journal_that_nobody_can_read_comes_back(dana: Home, tmp_path: Path) -> None:
    (dana.journal / "journal.yaml").write_bytes(b"id: [\xff")
    path = str(tmp_path / "broken.zip")

    saved = dana.run("export", "backup", "--output", path)
    other = Home(tmp_path / "other")
    done, again = other.run("import", path), other.run("import", path)

    assert saved.err.splitlines()[0] == f"Saved 3 files in {path}."
    assert (done.out, again.out) == (
        "Imported 3 files from the backup.\n",
        "There's nothing new in it.\n",
    )
    assert tree(other.journal) == tree(dana.journal)


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\\\0"), min_size=1)
HEAD = b"schema: 1\nid: 0000aaaa\nkind: note\ndate: 2026-11-02\ntext: "
CONTENTS = st.one_of(
    st.binary(max_size=5000),
    st.builds(lambda text: HEAD + text.encode(), st.text()),
    st.builds(lambda piece, times: piece * times, st.binary(min_size=1, max_size=9), SIZES),
    st.builds(bytes, SIZES),  # what a crash leaves
)


@given(st.dictionaries(NAMES.filter(_is_a_name), CONTENTS, max_size=8))
@settings(max_examples=25, deadline=None)
def test_whatever_is_backed_up_comes_back(tree_: dict[str, bytes]) -> None:
    """Repetitive, random, empty or broken; whatever the files are called."""
    with TemporaryDirectory() as folder:
        _comes_back(Path(folder), tree_)


def test_much_of_everything_comes_back(tmp_path: Path) -> None:
    many = {f"{number}.yaml": b"x" for number in range(1500)}
    large = {"zeros": bytes(20_000_000), "words": b"all is well\n" * 1_700_000}

    _comes_back(tmp_path, many | large)


def _comes_back(folder: Path, files: dict[str, bytes]) -> None:
    here, there = Home(folder / "a"), Home(folder / "b")
    here.run("new-agreement", "Dana", "--cadence", "monthly")
    for at, (name, data) in enumerate(files.items()):
        place = here.journal / ("relationships/dana-x" if at % 2 else "")
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)

    out = here.run("export", "backup", "--output", str(folder / "b.zip"))
    back = there.run("import", str(folder / "b.zip"))

    assert out.status in (0, 4), out  # 4: broken files are told
    assert back.status == 0, back
    assert tree(there.journal) == tree(here.journal)


def test_many_ids_of_several_kinds_are_one_plain_list(dana: Home, tmp_path: Path) -> None:
    for number in range(9):
        dana.run("log-meeting", "dana", "--on", f"2026-11-{number + 1:02}")
    dana.run("export", "backup", "--output", str(tmp_path / "more.zip"))
    other = replace(dana, folder=tmp_path / "other")

    said = " ".join(other.raw("import", str(tmp_path / "more.zip")).out.split())

    assert re.fullmatch(
        r"Imported 12 files from the backup \(agreement \w{8}, meeting (\w{8}, ){6}\w{8}"
        r" and 2 more\)\.",
        said,
    )
