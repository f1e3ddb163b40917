"""The user's own program gets the whole digest on stdin, and no shell reads its arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorlog.errors import StorageFailed
from mentorlog.reminders.channels import OwnProgram

TEXT = "Mentoring: 1 thing\n\n  due   dana-öz\n"


def script(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_text_arrives_as_it_is(tmp_path: Path) -> None:
    got = tmp_path / "got"
    program = script(tmp_path / "ntfy", f'printf "%s\\n" "$@" > "{got}"; cat >> "{got}"')

    OwnProgram(
        argv=(program, "--topic", "a b; $HOME"), variables={"PATH": "/usr/bin:/bin"}
    ).deliver(TEXT)

    assert got.read_text(encoding="utf-8") == f"--topic\na b; $HOME\n{TEXT}"


def test_a_program_in_ones_home_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    script(tmp_path / "ntfy", f'echo > "{tmp_path / "got"}"')

    OwnProgram(argv=("~/ntfy",), variables={}).deliver(TEXT)

    assert (tmp_path / "got").exists()


def test_one_that_fails_has_not_delivered(tmp_path: Path) -> None:
    """What it printed is not told: it may quote what it was given."""
    program = script(tmp_path / "ntfy", "cat >&2; exit 7")

    with pytest.raises(StorageFailed) as failure:
        OwnProgram(argv=(program,), variables={"PATH": "/usr/bin:/bin"}).deliver(TEXT)

    assert failure.value.message == f"{program} refused it (exit 7)."


def test_one_that_is_not_there_has_not_delivered(tmp_path: Path) -> None:
    program = str(tmp_path / "nothing")

    with pytest.raises(StorageFailed) as failure:
        OwnProgram(argv=(program,), variables={}).deliver(TEXT)

    assert failure.value.message == f"{program} can't be started."


def test_one_that_reads_nothing_is_no_failure(tmp_path: Path) -> None:
    OwnProgram(argv=(script(tmp_path / "ntfy", "exit 0"),), variables={}).deliver("x" * 1_000_000)
