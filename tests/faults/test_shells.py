"""Completion as it is installed by --install-completion, in a real bash, zsh and fish."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
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
PROGRAM = Path(sys.executable).parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One person with a journal, and a shell that greets plainly."""
    told(tmp_path, "new-agreement", "Dana Öz", "--as", "mentee", "--cadence", "monthly")
    told(tmp_path, "log-meeting", "dana-oz", "--on", "yesterday")
    (tmp_path / ".bashrc").write_text(f"PS1='{READY}'\nbind 'set bell-style none'\n")
    (tmp_path / ".zshrc").write_text(f"autoload -Uz compinit; compinit -u\nPS1='{READY}'\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "mentorlog").symlink_to(PROGRAM / "mentorlog")
    return tmp_path


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, home: Path) -> Iterator[pexpect.spawn[str]]:
    """The shell, at its prompt, after completion was installed for it."""
    install(request.param, home)
    with started(request.param, home) as process:
        yield process


@contextlib.contextmanager
def started(name: str, home: Path) -> Iterator[pexpect.spawn[str]]:
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
        dimensions=(40, 200),
    )
    process.expect_exact(READY)
    yield process
    process.close(force=True)


def test_what_shells_know_themselves_is_completed_without_the_program(
    shell: pexpect.spawn[str], home: Path
) -> None:
    (home / "bin" / "mentorlog").unlink()
    (home / "bin" / "mentorlog").write_text("#!/bin/sh\ntouch ~/was-asked\n")
    (home / "bin" / "mentorlog").chmod(0o700)

    assert completed(shell, "mentorlog log-m", "eeting")
    assert completed(shell, "mentorlog log-meeting dana-oz --med", "ium")
    assert completed(shell, "mentorlog log-meeting dana-oz --medium vid", "eo")
    assert completed(shell, 'mentorlog log-meeting --medium video "Dana Öz" --to', "pic")
    assert completed(shell, "mentorlog nudge ins", "tall")
    assert completed(shell, "mentorlog export agr", "eement")
    assert completed(shell, "mentorlog review --format=ht", "ml")
    assert not (home / "was-asked").exists()


def test_a_handle_is_completed(shell: pexpect.spawn[str]) -> None:
    assert completed(shell, "mentorlog review da", "na-oz")
    assert completed(shell, "mentorlog find x --who da", "na-oz")
    assert completed(shell, "mentorlog find x --who=da", "na-oz")
    assert completed(shell, "mentorlog review 'da", "na-oz")


def test_a_handle_is_completed_behind_all_that_can_be_quoted(
    shell: pexpect.spawn[str], home: Path
) -> None:
    told(home, "new-agreement", """Kit O'Hara: "the 2nd" $(x) \\ 李娜""", "--cadence", "monthly")
    told(home, "review")

    assert completed(shell, "mentorlog review k", "it-o")
    assert completed(shell, """mentorlog move "it's: \\"4\\" \\$x" da""", "na-oz")
    assert completed(shell, "mentorlog log-meeting --action 'me: it' --with da", "na-oz")
    assert completed(shell, "mentorlog log-meeting --at 15:00 da", "na-oz")
    assert completed(shell, "mentorlog log-meeting --topic Ärger\\ 李娜 da", "na-oz")


def test_the_journal_is_the_one_on_the_line(shell: pexpect.spawn[str], home: Path) -> None:
    elsewhere = home / "an other: journal"
    told(home, "--journal", str(elsewhere), "new-agreement", "Sam Lee", "--cadence", "weekly")

    assert completed(shell, f"mentorlog --journal '{elsewhere}' review sa", "m-lee")
    assert completed(shell, f"mentorlog review --journal='{elsewhere}' sa", "m-lee")


def test_a_template_is_completed(shell: pexpect.spawn[str]) -> None:
    assert completed(shell, "mentorlog new-agreement X --template fort", "nightly-6")


def test_an_entry_is_completed(shell: pexpect.spawn[str], home: Path) -> None:
    file = next(home.rglob("*-meeting-*.yaml"))
    identity = file.stem[-8:]

    assert completed(shell, f"mentorlog show {identity[:5]}", identity[5:])


def test_a_name_as_it_is_written_stands_for_the_handle(
    shell: pexpect.spawn[str], home: Path
) -> None:
    for name in ("李娜", "Ольга", 'Bo "Q" Smith', "Zoe: the first", "Ann O'Hara"):
        told(home, "new-agreement", name, "--cadence", "monthly")
    time.sleep(2.1)  # what is younger isn't remembered
    told(home, "review")

    for typed, handle in {
        "李": "li-na",
        "Оль": "ol-ga",
        "Bo\\ ": "bo-q-smith",
        '"Bo \\"Q': "bo-q-smith",
        '"Zoe: t': "zoe-the-first",
        "ann\\ o\\'": "ann-o-hara",
        "\"Ann O'": "ann-o-hara",
    }.items():
        shell.send(f"mentorlog show {typed}\t\x01printf '<%s>' \r")  # \x01: at the line's beginning
        shell.expect_exact(f"<{handle}>")
        shell.expect_exact(READY)


@pytest.mark.parametrize("name", SHELLS)
def test_installing_says_what_it_did(home: Path, name: str) -> None:
    first, second = install(name, home), install(name, home)
    script = Path(first.split(": ")[1].partition("\n")[0])
    script.write_text("# older\n")
    third = install(name, home)

    assert first.startswith(f"Installed completion for {name}: ")
    assert second == f"Completion for {name} is up to date: {script}\n"
    assert third == first.replace("Installed", "Updated")
    settings = [home / file for file in (".bashrc", ".zshrc") if name in file]
    assert all(
        file.read_text().count(".zfunc" if name == "zsh" else "source") == 1 for file in settings
    )


def install(name: str, home: Path) -> str:
    """Completion for a shell, from within it: the program asks which it is in."""
    line = [name, "-c", "mentorlog --install-completion; true"]
    ran = subprocess.run(line, check=True, capture_output=True, text=True, env=variables(home))
    return ran.stdout


def completed(shell: pexpect.spawn[str], typed: str, rest: str) -> bool:
    """Whether Tab adds the rest; escape sequences stand between what is shown."""
    shell.send(f"{typed}\t")
    between = r"(?:\x1b\[[0-9;?]*[A-Za-z])*"
    shell.expect(between.join(map(re.escape, rest)))
    shell.send("\x03")  # no more of this line
    shell.expect_exact(READY)
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
    path = os.pathsep.join((str(home / "bin"), os.environ["PATH"]))
    return {"HOME": str(home), "PATH": path, "LANG": "C.UTF-8", "TERM": "xterm"}
