"""The process: all that was said is out when it ends, and its status tells how it went."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

FULL = Path("/dev/full")


def ended(*line: str, stdout: int | IO[str] = subprocess.PIPE) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "mentorlog", *line]
    ran = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    return ran.returncode, ran.stdout or "", ran.stderr


def test_what_is_printed_to_a_pipe_is_whole() -> None:
    status, out, err = ended("--help")

    assert (status, err) == (0, "")
    assert out.rstrip().endswith("╯")


@pytest.mark.parametrize(
    ("line", "status"), [("--version", 0), ("no-such-command", 2), ("review nobody", 3)]
)
def test_the_status_is_the_commands(line: str, status: int, tmp_path: Path) -> None:
    found, out, err = ended("--journal", str(tmp_path / "journal"), *line.split())

    assert found == status
    assert bool(out) is (status == 0)
    assert err.startswith("mentorlog: ") is (status != 0)


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_what_can_not_be_printed_is_told() -> None:
    with FULL.open("w") as full:
        status, _, err = ended("--help", stdout=full)

    assert (status, err.splitlines()[0]) == (6, "mentorlog: The disk is full: the output")


def test_a_reader_that_went_away_is_nobodys_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    found = ended("--help", stdout=writer)
    os.close(writer)

    assert found == (0, "", "")


def test_an_interruption_waits_for_no_full_pipe() -> None:
    """Nobody reads the pipe, and Ctrl-C comes each time that it is waited for."""
    program = (
        "import io, sys\nfrom mentorlog.__main__ import main\n"
        "class Full(io.StringIO):\n    def flush(self): raise KeyboardInterrupt\n"
        "sys.stdout, sys.argv = Full(), ['mentorlog', '--version']\nmain()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "mentorlog: Stopped.\n")
