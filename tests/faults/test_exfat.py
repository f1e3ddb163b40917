"""A journal, and everything beside it, on an exFAT disk: no modes, no links, no case in names."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.harness import Home
from faults.running import PATIENCE
from faults.sandbox import files_below

pytestmark = pytest.mark.faults

SIZE = 64 << 20  # bytes
SENTENCE = "this disk has no file permissions"
LIFE: tuple[tuple[str, ...], ...] = (
    ("new-agreement", "Dana Oz", "--cadence", "monthly", "--open"),
    ("log-meeting", "dana", "first words", "--next", "+20d 15:00"),
    ("note", "dana", "to bring: a book"),
    ("rename", "dana", "DANA OZ"),
    ("undo",),
    ("undo", "--redo"),
    ("log-meeting", "Sam Orr", "other words", "--new"),
    ("remove", "sam-orr", "--yes"),
    ("undo",),
    ("seal", "init", "--no-passphrase", "--recovery", "{folder}/recovery.txt"),
    ("seal", "on", "dana"),
    ("export", "backup", "--output", "{folder}/all.zip"),
    ("--journal", "{folder}/other", "import", "{folder}/all.zip"),
    ("sync", "init", "{folder}/remote.git"),
    ("gave", "sam", "a chapter"),
    ("sync",),
    ("erase", "sam", "--yes"),
    ("config", "me.name", "Kim"),
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    programs = ("mkfs.exfat", "mount.exfat-fuse", "losetup")
    if missing := [program for program in programs if shutil.which(program) is None]:
        pytest.fail(f"asked for, but here is no {', no '.join(missing)}", pytrace=False)
    image, place = tmp_path / "disk.img", tmp_path / "disk"
    place.mkdir()
    with image.open("wb") as empty:
        empty.truncate(SIZE)
    _must("mkfs.exfat", str(image))
    device = _must("losetup", "--find", "--show", str(image)).strip()
    try:
        _must("mount.exfat-fuse", device, str(place))
        yield place
        _must("umount", str(place))
    finally:
        _must("losetup", "--detach", device)


def test_everything_works_and_one_line_says_what_the_disk_lacks(disk: Path) -> None:
    home = Home(disk / "home")
    home.folder.mkdir()
    subprocess.run(
        ["git", "init", "--quiet", "--bare", str(home.folder / "remote.git")], check=True
    )

    for line in LIFE:
        ran = home.raw(*(word.format(folder=home.folder) for word in line))

        assert (ran.status, "unexpected" in ran.err) == (0, False), ran
    found = home.raw("doctor")
    assert (found.status, found.out.count(SENTENCE)) == (0, 1), found.out
    assert home.raw("show", "dana", "--reveal").out.count("first words") == 1
    plain = [path for path, data in files_below(home.journal).items() if b"first words" in data]
    assert plain == []


def _must(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, text=True)
    return done.stdout
