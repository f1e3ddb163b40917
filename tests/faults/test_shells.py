"""Completion as it is installed by --install-completion, in a real bash, zsh and fish."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

pytestmark = pytest.mark.faults

SHELLS = {
    "bash": ["--noprofile", "--rcfile", ".bashrc", "-i"],
    "zsh": ["-i"],
    "fish": ["-i"],
}
READY = "READY>"
SOON = 30  # seconds
BELL, KILL_LINE = "\x07", "\x15"
PROGRAM = Path(sys.executable).parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One person with a journal, and a shell that greets plainly."""
    told(tmp_path, "new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "monthly")
    told(tmp_path, "log-meeting", "dana-oz", "--on", "yesterday")
    (tmp_path / ".bashrc").write_text(f"PS1='{READY}'\nbind 'set bell-style none'\n")
    (tmp_path / ".zshrc").write_text(f"autoload -Uz compinit; compinit -u\nPS1='{READY}'\n")
    return tmp_path


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, home: Path) -> Iterator[pexpect.spawn[str]]:
    """The shell, at its prompt, after completion was installed for it."""
    name = request.param
    install = [name, "-c", "mentorlog --install-completion; true"]  # it asks which shell it is in
    subprocess.run(install, check=True, capture_output=True, env=variables(home))
    if name == "fish":
        config = home / ".config" / "fish" / "config.fish"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(f"function fish_prompt; echo -n '{READY}'; end\nset -g fish_greeting\n")
    process = pexpect.spawn(
        name,
        SHELLS[name],
        cwd=str(home),
        env=variables(home),
        encoding="utf-8",
        timeout=SOON,
        dimensions=(40, 100),
    )
    process.expect_exact(READY)
    if name == "zsh":  # what Typer installs is only loaded by a session's first Tab
        process.send("mentorlog rev\t")
        process.expect_exact(BELL)
        process.send(KILL_LINE)
    yield process
    process.close(force=True)


def test_a_command_is_completed(shell: pexpect.spawn[str]) -> None:
    assert completed(shell, "mentorlog log-m", "eeting")


def test_a_handle_is_completed(shell: pexpect.spawn[str]) -> None:
    assert completed(shell, "mentorlog review da", "na-oz")


def test_a_template_is_completed(shell: pexpect.spawn[str]) -> None:
    assert completed(shell, "mentorlog new-agreement X --template fort", "nightly-6")


def test_an_entry_is_completed(shell: pexpect.spawn[str], home: Path) -> None:
    file = next(home.rglob("*-meeting-*.yaml"))
    identity = file.stem[-8:]

    assert completed(shell, f"mentorlog done {identity[:5]}", identity[5:])


def completed(shell: pexpect.spawn[str], typed: str, rest: str) -> bool:
    """Whether Tab adds the rest; escape sequences stand between what is shown."""
    shell.send(f"{typed}\t")
    between = r"(?:\x1b\[[0-9;?]*[A-Za-z])*"
    shell.expect(between.join(map(re.escape, rest)))
    return True


def told(home: Path, *arguments: str) -> None:
    subprocess.run(
        [PROGRAM / "mentorlog", *arguments],
        check=True,
        capture_output=True,
        env=variables(home),
        stdin=subprocess.DEVNULL,
    )


def variables(home: Path) -> dict[str, str]:
    path = f"{PROGRAM}{os.pathsep}{os.environ['PATH']}"
    return {"HOME": str(home), "PATH": path, "LANG": "C.UTF-8", "TERM": "xterm"}
