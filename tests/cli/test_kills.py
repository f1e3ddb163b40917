"""Commands beside the log of transactions, killed before any change of a file: all or nothing.

After each kill comes the same command, another one, or doctor: the state is one of the two.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from cli.harness import Home
from cli.kills import killed

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing can be forked here"),
]
WORDS = "CANARY"
MOST = 400  # changes of files, of any of these commands
Files = dict[str, bytes]
Next = Callable[[Home], object]

# An ordinary run tries a few kills, the faults part more: others for each of what comes next.
# MENTORLOG_FAULTS=all tries every one, which takes an hour.
MANY = 1 if os.environ.get("MENTORLOG_FAULTS") == "all" else 6
FEW = 60


def again(home: Home, *line: str) -> None:
    assert home.run(*line).status in {0, 3}


def another(home: Home, *line: str) -> None:
    del line
    assert home.run("log-meeting", "Kim Bell", "a visit", "--new").status == 0


def doctor(home: Home, *line: str) -> None:
    del line
    found = home.run("doctor").status
    assert home.run("doctor", "--fix").status == 0
    assert found in {0, 4}


def _nexts() -> list[ParameterSet]:
    tries = [(FEW, "some", ()), (MANY, "many", (pytest.mark.faults,))]
    return [
        pytest.param(
            then, 1 + number * every // 3, every, id=f"{then.__name__}, {name}", marks=marks
        )
        for every, name, marks in tries
        for number, then in enumerate((again, another, doctor))
    ]


nexts = pytest.mark.parametrize(("then", "first", "every"), _nexts())


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two machines; `there` has sent a renamed person, a move, a held plan, and a removed note."""
    folder = tmp_path_factory.mktemp("machines") / "now"
    folder.mkdir()
    remote = folder / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    here, there = Home(folder / "here"), Home(folder / "there")
    known: tuple[tuple[str, ...], ...] = (
        ("new-agreement", "Eve Lind", "--cadence", "monthly", "--starts", "2026-10-01"),
        ("schedule", "eve", "today", "9:00"),
        ("note", "eve", "to be moved"),
        ("note", "eve", "to be removed"),
        ("log-meeting", "Sam Orr", "a first visit", "--new", "--on", "2026-11-01"),
    )
    for line in known:
        assert here.run(*line).status == 0
    for home in (here, there):
        assert home.run("sync", "init", str(remote)).status == 0
    moved, removed = (_id(there, text) for text in ("to be moved", "to be removed"))
    sent: tuple[tuple[str, ...], ...] = (
        ("log-meeting", "eve", "it was held"),
        ("move", moved, "sam"),
        ("remove", removed),
        ("rename", "eve", "Yves Orban"),
        ("note", "yves", "new there"),
        ("sync",),
    )
    for line in sent:
        assert there.run(*line).status == 0, line
    assert here.run("note", "eve", "new here").status == 0
    shutil.copytree(folder, folder.with_name("before"), symlinks=True)
    return folder


@nexts
def test_a_sync_that_was_killed_while_it_took_files_is_all_there_or_nothing(
    machines: Path, then: Callable[..., None], first: int, every: int
) -> None:
    expected = _synced(_put_back(machines))
    tried = 0
    for at in range(first, MOST, every):
        here, there = _put_back(machines)
        was_killed = killed(here, at, "sync")
        then(here, "sync")
        found = _synced((here, there))
        found = {path: data for path, data in found.items() if "kim-bell" not in path}
        assert found == expected, f"killed at {at}"
        if not was_killed:
            break
        tried += 1
    assert tried


@nexts
def test_somebody_whose_erasing_was_killed_is_all_there_or_gone(
    machines: Path, then: Callable[..., None], first: int, every: int
) -> None:
    for at in range(first, MOST, every):
        here, _ = _put_back(machines)
        shutil.rmtree(here.journal / ".git")
        before = _entries(here)
        was_killed = killed(here, at, "erase", "eve", "--yes")
        then(here, "erase", "eve", "--yes")
        eve = {path for path in before if path.startswith("eve-lind")}
        left = {path for path in _entries(here) if path.startswith("eve-lind")}
        assert left in (set(), eve), f"killed at {at}"
        if not left:
            assert _holding(here.folder, b"Eve Lind") == [], f"killed at {at}"
        if then is again:
            assert not left
        if not was_killed:
            break


@nexts
def test_a_backup_whose_import_was_killed_is_all_there_or_nothing(
    machines: Path, tmp_path: Path, then: Callable[..., None], first: int, every: int
) -> None:
    here, _ = _put_back(machines)
    zipped = tmp_path / "all.zip"
    assert here.run("export", "backup", "--output", str(zipped)).status == 0
    whole = _entries(here)
    for at in range(first, MOST, every):
        home = Home(tmp_path / "now" / "home")
        home.folder.mkdir(parents=True)
        was_killed = killed(home, at, "import", str(zipped))
        then(home, "import", str(zipped))
        found = {path: data for path, data in _entries(home).items() if "kim-bell" not in path}
        assert found in ({}, whole), f"killed at {at}"
        if then is again:
            assert found == whole
        assert not any(path.name.startswith(".import") for path in home.journal.glob("*"))
        shutil.rmtree(tmp_path / "now")
        if not was_killed:
            break


def _put_back(folder: Path) -> tuple[Home, Home]:
    """Here and there as they were; in their own place, as a copy has a home of its own."""
    shutil.rmtree(folder)
    shutil.copytree(folder.with_name("before"), folder, symlinks=True)
    return Home(folder / "here"), Home(folder / "there")


def _synced(machines: tuple[Home, Home]) -> Files:
    """What both have in the end, which is the same; nothing is wrong with it."""
    here, there = machines
    for home in (here, there, here):
        ran = home.run("sync")
        assert (ran.status, ran.err) == (0, ""), ran
    assert _entries(here) == _entries(there)
    found = here.run("doctor")
    assert (found.status, "conflict" in found.out) == (0, False), found.out
    return _entries(here)


def _entries(home: Home) -> Files:
    folder = home.journal / "relationships"
    found: Iterator[Path] = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def _holding(folder: Path, words: bytes) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if words in path.read_bytes()]


def _id(home: Home, text: str) -> str:
    [path] = [p for p in home.journal.rglob("*.yaml") if text in p.read_text(encoding="utf-8")]
    return path.stem.rpartition("-")[2]
