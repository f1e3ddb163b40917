"""The process: all that was said is out when it ends, and its status tells how it went."""

from __future__ import annotations

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
