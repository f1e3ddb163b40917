"""The installed program on a real terminal: Ctrl-C, and going on afterwards."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli.harness import Home

from mentorlog.terminal.console import PATIENCE

pty = pytest.importorskip("pty")  # POSIX

SOON = 30  # seconds; far more than any answer takes
# Only a terminal that is its own sends a process a signal for Ctrl-C; who was started in the
# background inherited that it is ignored.
TAKING_THE_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)
os.execv(sys.executable, [sys.executable, "-m", "mentorlog", *sys.argv[1:]])
"""
CTRL_C = "\x03"


@dataclass
class Terminal:
    """One run of the program; what it printed is kept in `screen`, up to `seen` as expected."""

    process: subprocess.Popen[bytes]
    controller: int
    screen: str = ""
    seen: int = 0

    def see(self, text: str) -> None:
        """Wait until the text was printed after what was seen before."""
        while text not in self.screen[self.seen :]:
            ready, _, _ = select.select([self.controller], [], [], SOON)
            assert ready, f"{text!r} never came: {self.screen[self.seen :]!r}"
            self.screen += os.read(self.controller, 4096).decode()
        self.seen = self.screen.index(text, self.seen) + len(text)

    def is_still(self) -> bool:
        """Whether nothing more is printed while somebody thinks, for longer than any patience."""
        return not select.select([self.controller], [], [], 3 * PATIENCE)[0]

    def type(self, text: str) -> None:
        os.write(self.controller, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and once more if nothing comes of it.

        One that comes in the moment between a prompt and its read is only noticed after the read.
        """
        self.type(CTRL_C)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SOON / 3)
        if self.process.poll() is None:
            self.type(CTRL_C)

    def leave(self, key: str) -> None:
        """Press a key until the program ends: while it handles Ctrl-C, keys are dropped."""
        end = time.monotonic() + SOON
        with contextlib.suppress(OSError):  # it ended a moment ago
            while self.process.poll() is None and time.monotonic() < end:
                self.type(key)
                while select.select([self.controller], [], [], PATIENCE)[0]:
                    self.screen += os.read(self.controller, 4096).decode()

    def status(self) -> int:
        """Read what is left, and wait for the end."""
        with contextlib.suppress(OSError):  # how Linux tells the end of a terminal
            while self._said() and (more := os.read(self.controller, 4096)):
                self.screen += more.decode()
        return self.process.wait(SOON)

    def _said(self) -> bool:
        """Whether there is anything to read, be it the end, before long."""
        return bool(select.select([self.controller], [], [], SOON)[0])


@contextlib.contextmanager
def mentorlog(home: Path, *arguments: str, **variables: str) -> Iterator[Terminal]:
    controller, own = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", TAKING_THE_TERMINAL, *arguments],
        stdin=own,
        stdout=own,
        stderr=own,
        env={
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
            **variables,
        },
        start_new_session=True,
    )
    os.close(own)
    try:
        yield Terminal(process, controller)
    finally:
        process.kill()
        process.wait()
        os.close(controller)


def test_ctrl_c_keeps_the_answers_and_resume_goes_on_with_them(tmp_path: Path) -> None:
    with mentorlog(tmp_path, "new-agreement", "Dana Öz") as first:
        first.see("[Mentee/mentor/peer] ")
        first.type("mentor\n")
        first.see("[monthly] ")
        first.type("weekly\n")
        first.see("[6 months] ")
        first.type("\n\nleading\n")
        first.see("What you hope for")
        first.interrupt()
        status = first.status()
    draft = re.search(r"mentorlog new-agreement --resume (\w{8})", first.screen)

    assert (status, draft is not None) == (130, True)
    assert "mentorlog: Stopped." in first.screen
    assert "Traceback" not in first.screen

    with mentorlog(tmp_path, "new-agreement", "--resume") as second:
        second.see("What you hope for")
        second.type("\n" * 5)
        second.see("[Y/n/edit] ")
        second.type("\n")
        status = second.status()

    assert status == 0
    assert "Your role" not in second.screen
    assert "Saved the agreement with Dana Öz" in second.screen


def test_on_a_terminal_a_bad_answer_is_asked_again(tmp_path: Path) -> None:
    with mentorlog(tmp_path, "new-agreement", "Dana Öz") as terminal:
        terminal.see("[Mentee/mentor/peer] ")
        terminal.type("boss\n")
        terminal.see("Choose mentee (they mentor you), mentor (you mentor them) or peer.")
        terminal.see("[Mentee/mentor/peer] ")
        terminal.interrupt()
        status = terminal.status()

    assert status == 130


@pytest.mark.parametrize(
    ("asking", "question"),
    [
        (("seal", "init", "--recovery", "recovery.txt"), "Passphrase: "),
        (("export", "agreement", "dana-oz", "--for", "them"), "Your name              "),
        (("review", "dnaa-oz"), "Did you mean Dana Öz? [Y/n] "),
        (("show", "dnaa-oz"), "Did you mean Dana Öz? [Y/n] "),
    ],
)
def test_nothing_is_drawn_over_a_question(
    tmp_path: Path, asking: tuple[str, ...], question: str
) -> None:
    agreed = ("new-agreement", "Dana Öz", "--cadence", "monthly", "--open", "--no-input")
    with mentorlog(tmp_path, *agreed) as terminal:
        assert terminal.status() == 0
    asked = [str(tmp_path / word) if word.endswith(".txt") else word for word in asking]

    with mentorlog(tmp_path, *asked) as terminal:
        terminal.see(question)
        still = terminal.is_still()
        terminal.interrupt()
        status = terminal.status()

    assert (still, status) == (True, 130)


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_ctrl_c_leaves_the_pager_to_its_user(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.run("log-meeting", "Ada", "--new", "--on", "2020-01-01")
    for n in range(2, 32):
        home.run("log-meeting", "ada", "--on", f"2020-01-{n:02d}")

    lists = ("--journal", str(home.journal), "meetings")
    with mentorlog(tmp_path, *lists, TERM="xterm", PAGER="less") as terminal:
        terminal.see("\n:")
        terminal.type(CTRL_C)
        time.sleep(PATIENCE)
        still = terminal.process.poll() is None
        terminal.leave("q")
        status = terminal.status()

    assert (still, status, "Stopped." in terminal.screen) == (True, 0, False)


def test_ctrl_c_keeps_the_lines_and_half_the_line_that_was_typed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.run("log-meeting", "Dana", "--new")
    journal = ("--journal", str(home.journal))

    with mentorlog(tmp_path, *journal, "log-meeting", "dana") as terminal:
        terminal.see("> ")
        terminal.type("her holiday\n")
        terminal.see("> ")
        terminal.type("half a li")
        terminal.see("half a li")
        terminal.interrupt()
        status = terminal.status()
    draft = re.search(r"mentorlog log-meeting --resume (\w{8})", terminal.screen)

    assert (status, draft is not None) == (130, True)
    with mentorlog(tmp_path, *journal, "drafts", draft[1] if draft else "") as shown:
        shown.status()
    assert "  her holiday\r\n  half a li\r\n" in shown.screen
