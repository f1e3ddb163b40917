"""A backup into an empty journal: private, resumable, never mixed with anything."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from mentorlog.errors import Conflict, Refused
from mentorlog.journal.arriving import finish, missing, named_in, restore, unfinished

BACKUP = {
    "journal.yaml": b"schema: 1\n",
    "relationships/dana-oz-9f2k/broken.yaml": b"\xff[",
    ".trash/dana-oz-9f2k/gone.yaml": b"gone\n",
}


def tree(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in named_in(root)}


def test_every_file_is_there_afterwards_and_private(tmp_path: Path) -> None:
    root = tmp_path / "journal"
    umask = os.umask(0)
    try:
        assert set(restore(root, BACKUP)) == set(BACKUP)
    finally:
        os.umask(umask)

    assert tree(root) == BACKUP
    modes = {path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (root, *root.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.parametrize("done", BACKUP)
def test_what_was_stopped_half_way_goes_on(tmp_path: Path, done: str) -> None:
    (tmp_path / done).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / done).write_bytes(BACKUP[done])

    assert set(restore(tmp_path, BACKUP)) == set(BACKUP) - {done}
    assert tree(tmp_path) == BACKUP
    assert missing(tmp_path, BACKUP) == ()


def test_what_was_not_laid_down_whole_never_counts(tmp_path: Path) -> None:
    for path in (".importing/journal.yaml", ".importing/.trash/x/gone.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"half")

    assert unfinished(tmp_path)
    finish(tmp_path)

    assert [*tmp_path.iterdir()] == []
    assert not unfinished(tmp_path)


@pytest.mark.parametrize("moved", [(), ("relationships",), ("relationships", ".trash")])
def test_what_was_laid_down_whole_is_moved_out_by_whoever_comes_next(
    tmp_path: Path, moved: tuple[str, ...]
) -> None:
    restore(tmp_path / "whole", BACKUP)
    laid = tmp_path / "journal" / ".imported"
    shutil.copytree(tmp_path / "whole", laid)
    for name in moved:
        (laid / name).rename(laid.parent / name)

    finish(laid.parent)

    assert tree(laid.parent) == BACKUP
    assert not laid.exists()


def test_what_somebody_put_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / ".imported").mkdir()
    (tmp_path / ".imported" / "journal.yaml").write_bytes(b"from the backup")
    (tmp_path / "journal.yaml").write_bytes(b"mine")

    with pytest.raises(Conflict, match=r"put journal\.yaml into the journal in the meantime"):
        finish(tmp_path)

    assert (tmp_path / "journal.yaml").read_bytes() == b"mine"
    assert (tmp_path / ".imported" / "journal.yaml").read_bytes() == b"from the backup"


@pytest.mark.parametrize("name", ["journal.yaml", "relationships/sam/relationship.yaml", "x.txt"])
def test_a_journal_with_anything_else_in_it_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"mine")

    with pytest.raises(Refused, match="isn't empty"):
        restore(tmp_path, BACKUP)

    assert tree(tmp_path) == {name: b"mine"}


def test_a_git_folder_in_it_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")

    restore(tmp_path, BACKUP)

    assert tree(tmp_path) == BACKUP
