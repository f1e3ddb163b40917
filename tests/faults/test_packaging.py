"""What is built installs in a clean environment, with and without extras, and runs there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from faults.running import PATIENCE

from mentorlog import __version__

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
LARGEST = 750_000  # bytes


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution in it, which `twine` found fine."""
    folder = tmp_path_factory.mktemp("dist")
    tools = environment(folder / "tools", "build", "twine")
    run(tools, "-m", "build", "--outdir", str(folder), str(ROOT))
    checked = run(tools, "-m", "twine", "check", "--strict", *map(str, folder.glob("mentorlog*")))
    assert checked.count("PASSED") == 2
    return folder


@pytest.mark.parametrize("extras", ["", "[all]"])
def test_it_installs_and_runs(built: Path, tmp_path: Path, extras: str) -> None:
    [wheel] = built.glob("*.whl")
    python = environment(tmp_path / "clean", f"{wheel}{extras}")

    assert run(python, "-m", "mentorlog", "--version") == f"mentorlog {__version__}\n"
    assert "overdue" in run(python, "-m", "mentorlog", "demo")
    assert (tmp_path / "clean" / "share" / "man" / "man1" / "mentorlog.1").is_file()


def test_the_source_builds_the_same_program(built: Path, tmp_path: Path) -> None:
    [source] = built.glob("*.tar.gz")
    python = environment(tmp_path / "clean", str(source))

    assert run(python, "-m", "mentorlog", "--version") == f"mentorlog {__version__}\n"


def test_nothing_is_packed_that_nobody_needs(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()

    roots = {name.split("/")[0].removeprefix(f"mentorlog-{__version__}") for name in names}
    assert roots == {"mentorlog", ".dist-info", ".data"}
    assert all(built_file.stat().st_size < LARGEST for built_file in built.glob("mentorlog*"))


def environment(folder: Path, *wanted: str) -> str:
    """The Python of a new environment in which these are installed."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=PATIENCE)
    python = str(folder / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted)
    return python


def run(python: str, *words: str) -> str:
    done = subprocess.run(
        [python, *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=5 * PATIENCE,
        cwd=os.environ["HOME"],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
