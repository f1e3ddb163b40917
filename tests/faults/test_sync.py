"""sync, stopped before, during or after any call of git: done again, it does what it should."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.harness import Home
from faults.conftest import COUNTED
from faults.running import PATIENCE, PROGRAM

pytestmark = pytest.mark.faults

_STAND_IN = """\
#!/bin/sh
count=$(($(cat "$COUNT") + 1))
echo "$count" > "$COUNT"
if [ "$count" = "$AT" ]; then kill -KILL "$PPID"; [ "$THEN" = stop ] && exit 1; fi
exec {git} "$@"
"""


@pytest.mark.parametrize("then", ["stop", "go on"])
def test_a_sync_that_was_killed_is_simply_done_again(
    tmp_path: Path, then: str, record_property: Callable[[str, object], None]
) -> None:
    here, there, agreement = _two_that_differ(tmp_path / "before")
    expected = _entries(here) | _entries(there)
    mine, theirs = (home.journal / "relationships" / agreement for home in (there, here))
    both = {mine.read_bytes(), theirs.read_bytes()}
    at, endings = -int(then == "stop"), Counter[str]()
    while not endings["done"]:
        at += 2
        folder = tmp_path / "now"
        shutil.copytree(tmp_path / "before", folder, symlinks=True)
        here, there = Home(folder / "here"), Home(folder / "there")
        for home in (here, there):
            _git(home, "remote", "set-url", "origin", str(folder / "remote.git"))
        status = _killed(there, at=at, then=then)
        endings["done" if status == 0 else "killed"] += 1
        assert status in (0, -signal.SIGKILL)

        assert [home.run("sync").status for home in (there, here, there)] == [0, 0, 0]

        found = _entries(here)
        assert found == _entries(there)
        beside = [name for name in found if name.startswith(agreement.removesuffix(".yaml"))]
        assert {found[name] for name in beside} == both
        assert len(beside) == len(both)
        assert found.keys() - beside == expected.keys() - {agreement}
        shutil.rmtree(folder)
    record_property(COUNTED, repr(("sync", dict(endings))))
    assert endings["killed"] > 10  # every second call of git


def _two_that_differ(folder: Path) -> tuple[Home, Home, str]:
    """Two synced machines that both added an entry and changed the same one; `here` has sent it."""
    remote = folder / "remote.git"
    remote.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    here, there = Home(folder / "here"), Home(folder / "there")
    here.run("new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "monthly", "--open")
    for home in (here, there):
        assert home.run("sync", "init", str(remote)).status == 0
    [agreement] = [name for name in _entries(here) if "agreement" in name]
    for home in (here, there):
        home.run("note", "dana", f"from {home.folder.name}")
        path = home.journal / "relationships" / agreement
        path.write_bytes(path.read_bytes() + f"# {home.folder.name}\n".encode())
    assert here.run("sync").status == 0
    return here, there, agreement


def _entries(home: Home) -> dict[str, bytes]:
    folder = home.journal / "relationships"
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def _git(home: Home, *words: str) -> None:
    subprocess.run(["git", "-C", str(home.journal), *words], check=True)


def _killed(home: Home, *, at: int, then: str) -> int:
    """The status of a sync that is killed at one of its calls of git."""
    stand_in = home.folder / "bin" / "git"
    stand_in.parent.mkdir()
    stand_in.write_text(_STAND_IN.format(git=shutil.which("git")), encoding="utf-8")
    stand_in.chmod(0o755)
    count = home.folder / "count"
    count.write_text("0", encoding="utf-8")
    config = home.folder / "config.toml"
    config.write_text(f'state = "{home.state}"\n', encoding="utf-8")
    done = subprocess.run(
        [PROGRAM, "--journal", home.journal, "--config", config, "sync"],
        env={
            **os.environ,
            "COUNT": str(count),
            "AT": str(at),
            "THEN": then,
            "PATH": f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}",
        },
        check=False,
        capture_output=True,
        timeout=PATIENCE,
    )
    return done.returncode
