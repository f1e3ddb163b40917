"""Prompts as they are seen and typed: the installed program on a terminal's screen."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli.harness import Home

from mentorlog.journal.names import is_id
from mentorlog.journal.yaml.read import read

pexpect = pytest.importorskip("pexpect")  # POSIX
pyte = pytest.importorskip("pyte")
pytest.importorskip("readline")

SOON = 30  # seconds; far more than any answer takes
ROWS = 40
PATIENCE = 3  # reads without anything new, of a tenth of a second each
WIDTHS = (60, 80, 120)
LEFT, UP, HOME, END, BACKSPACE = "\x1b[D", "\x1b[A", "\x1b[H", "\x1b[F", "\x7f"
CTRL_A, CTRL_C, CTRL_D, CTRL_K, CTRL_W, TAB = "\x01", "\x03", "\x04", "\x0b", "\x17", "\t"
LONG = "We talked about the reorganisation of the London office, who will lead it and when. "


@dataclass
class Seen:
    """A run of the program, and the screen on which it is seen."""

    child: Any
    screen: Any
    stream: Any

    def see(self, text: str) -> None:
        """Wait until the screen shows it."""
        end = time.monotonic() + SOON
        while text not in self.text:
            assert time.monotonic() < end, f"{text!r} never came:\n{self.text}"
            self.more()

    def type(self, *keys: str) -> None:
        self.child.send("".join(keys))

    def answer(self, question: str, *keys: str) -> None:
        """Type an answer to a question once that stands where the cursor is."""
        end = time.monotonic() + SOON
        while question not in self.line:
            assert time.monotonic() < end, f"{question!r} was not asked:\n{self.text}"
            self.more()
        before = self.text
        self.type(*keys, "\r")
        while self.text == before and self.more() and time.monotonic() < end:
            pass
        self.pause()

    def pause(self) -> None:
        """Read until nothing more is printed for a moment, or the program has ended."""
        quiet, end = 0, time.monotonic() + SOON
        while quiet < PATIENCE and time.monotonic() < end:
            before = self.text
            if not self.more():
                return
            quiet = quiet + 1 if self.text == before else 0

    def status(self) -> int:
        """Read to the end. A Ctrl-C between a prompt and its read may need a second one."""
        self._read_on()
        if self.more():
            self.type(CTRL_C)
            self._read_on()
        if self.more():  # nobody waits for it forever
            self.child.close(force=True)
        else:
            self.child.wait()  # the screen ends a moment before the program
            self.child.close()
        return int(self.child.exitstatus)

    def _read_on(self) -> None:
        end = time.monotonic() + SOON
        while time.monotonic() < end and self.more():
            pass

    @property
    def text(self) -> str:
        return "\n".join(row.rstrip() for row in self.screen.display)

    @property
    def line(self) -> str:
        """What stands where the cursor is, and just above it if that was wrapped."""
        rows = self.screen.display
        at = self.screen.cursor.y
        return str(rows[max(at - 1, 0)].rstrip() if not rows[at].strip() else rows[at])

    def more(self) -> bool:
        """Read what is printed next, if it comes soon; whether there may be more."""
        try:
            self.stream.feed(self.child.read_nonblocking(4096, timeout=0.1))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True


@contextmanager
def mentorlog(home: Path, *arguments: str, width: int = 80) -> Iterator[Seen]:
    screen = pyte.Screen(width, ROWS)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mentorlog", *arguments],
        env={
            "HOME": str(home),
            "MENTORLOG_JOURNAL": str(home / "journal"),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "INPUTRC": "/dev/null",
            "NO_COLOR": "1",
        },
        dimensions=(ROWS, width),
        encoding="utf-8",
        timeout=SOON,
    )
    try:
        yield Seen(child, screen, pyte.Stream(screen))
    finally:
        child.close(force=True)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A home with two people, met long ago."""
    home = Home(tmp_path)
    for name in ("Dana Öz", "Ōta Jun"):
        assert home.run("log-meeting", name, "--new", "--on", "2020-01-06").status == 0
    return tmp_path


def latest(home: Path) -> Any:
    """The meeting of today."""
    files = sorted(home.rglob("*-meeting-*.yaml"), key=lambda file: file.name)
    return read(files[-1].read_bytes()).value


@pytest.mark.parametrize("width", WIDTHS)
def test_a_meeting_is_logged_in_thirty_seconds(people: Path, width: int) -> None:
    with mentorlog(people, "log-meeting", width=width) as seen:
        seen.see("Who did you meet?")
        seen.answer("Number or name", "dana")
        seen.see("What did you talk about?")
        seen.answer(">", "the roorg", LEFT, LEFT, LEFT, BACKSPACE, "e", HOME, "about ", END)
        seen.type("\r")
        seen.answer("How long?", "1h30")
        seen.answer("What did you promise?", "send the deck")
        seen.answer("And Dana?", "introduce me")
        seen.answer("What did you give?")
        seen.answer("What did you get?", "good advice")
        seen.answer("Next meeting?", "someday")
        seen.see('"someday" isn\'t a date.')
        seen.answer("Next meeting?")
        seen.see("Logged ")
        status = seen.status()

    said = latest(people)
    assert status == 0
    assert (said["notes"], said["minutes"]) == ("about the reorg", "90")
    assert [one["text"] for one in said["action_items"]] == ["send the deck", "introduce me"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("helo", LEFT, "l"), "hello"),
        (("world", HOME, "hello "), "hello world"),
        (("world", CTRL_A, "hello ", END, "!"), "hello world!"),
        (("hello old", CTRL_W, "world"), "hello world"),
        (("hello world", CTRL_A, CTRL_K, "nothing"), "nothing"),
        (("Öta und 小龙", LEFT, LEFT, "李"), "Öta und 李小龙"),
        (("a\x1bOPb\x1b[5~c",), "abc"),
        (("tab", TAB, "here"), "tab here"),
    ],
)
def test_a_line_is_edited_as_in_a_shell(people: Path, keys: tuple[str, ...], expected: str) -> None:
    with mentorlog(people, "note", "dana") as seen:
        seen.answer("bring up?", *keys)
        status = seen.status()

    [note] = people.rglob("*-note-*.yaml")
    assert (status, read(note.read_bytes()).value["text"]) == (0, expected)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_answer_is_edited_across_the_lines_of_the_screen(people: Path, width: int) -> None:
    with mentorlog(people, "note", "dana", width=width) as seen:
        seen.see("bring up?")
        seen.type(LONG * 2, HOME, "Yes: ", END, "Good.")
        seen.see("Good.")
        seen.type("\r")
        status = seen.status()

    [note] = people.rglob("*-note-*.yaml")
    assert (status, read(note.read_bytes()).value["text"]) == (0, f"Yes: {LONG * 2}Good.")


def test_an_earlier_answer_comes_back(people: Path) -> None:
    with mentorlog(people, "log-meeting", "dana") as seen:
        seen.answer(">", "first line")
        seen.answer(">", UP, " again")
        seen.type("\r")
        seen.answer("How long?", CTRL_D)

    [draft] = people.rglob("drafts/*.yaml")
    assert "first line\n" in draft.read_text(encoding="utf-8")
    assert "first line again" in draft.read_text(encoding="utf-8")


def test_a_pasted_text_stays_whole(people: Path) -> None:
    with mentorlog(people, "log-meeting", "dana") as seen:
        seen.see("What did you talk about?")
        seen.type("\x1b[200~One thing.\r\rAnother, \tindented.\r\x1b[201~", "\r")
        seen.type("\r")
        for question in ("How long?", "promise?", "And Dana?", "give?", "get?", "Next meeting?"):
            seen.answer(question)
        status = seen.status()

    assert status == 0
    assert latest(people)["notes"] == "One thing.\n\nAnother, \tindented."


def test_a_text_pasted_into_one_line_is_one_line(people: Path) -> None:
    with mentorlog(people, "note", "dana") as seen:
        seen.see("bring up?")
        seen.type("\x1b[200~ask about\r  London\r\x1b[201~", "\r")
        status = seen.status()

    [note] = people.rglob("*-note-*.yaml")
    assert (status, read(note.read_bytes()).value["text"]) == (0, "ask about London")


def test_tab_completes_a_name_and_the_words_of_a_choice(people: Path) -> None:
    with mentorlog(people, "close") as seen:
        seen.answer("Number or name", "dan", TAB)
        seen.answer("What was good")
        seen.answer("What you learned")
        seen.answer("What's unfinished")
        seen.see("Why now")
        seen.type("ter", TAB)
        seen.see("term ended")
        seen.type("\r")
        seen.pause()
        seen.type(CTRL_C)
        status = seen.status()

    assert "Dana Öz" in seen.text
    assert status == 130


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_words_are_kept_where_one_stops(people: Path, key: str) -> None:
    with mentorlog(people, "log-meeting", "dana") as seen:
        seen.answer(">", "what we said")
        seen.type("\r")
        seen.see("How long?")
        seen.pause()
        seen.type(key)
        seen.see("mentorlog log-meeting --resume")
        status = seen.status()

    [draft] = people.rglob("drafts/*.yaml")
    assert status == 130
    assert "what we said" in draft.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_nothing_is_kept_where_nothing_was_said(people: Path, key: str) -> None:
    with mentorlog(people, "log-meeting") as seen:
        seen.see("Number or name")
        seen.pause()
        seen.type(key)
        status = seen.status()

    assert (status, [*people.rglob("drafts/*.yaml")]) == (130, [])


@pytest.mark.parametrize(
    ("command", "width"),
    [("new-agreement", 60), ("new-agreement", 80), ("close", 60)],
)
def test_no_word_is_torn_by_the_edge_of_the_screen(people: Path, command: str, width: int) -> None:
    who = {"new-agreement": "Fiona O'Brien-Castellanos"}.get(command, "dana")
    with mentorlog(people, command, who, "--dry-run", width=200) as whole:
        skip_all(whole)
    with mentorlog(people, command, who, "--dry-run", width=width) as narrow:
        skip_all(narrow)

    assert words(narrow) <= {*words(whole), ">"}


def words(seen: Seen) -> set[str]:
    """What stands on the screen, but for ids; a line may end between two choices, too."""
    return {word for word in re.split(r"[\s/]+", seen.text) if not is_id(word)} - {"^C", ""}


def skip_all(seen: Seen) -> None:
    """Press Enter at each question until all were asked."""
    for _ in range(20):
        seen.pause()
        if "Save?" in seen.text or not seen.child.isalive():
            break
        seen.type("\r")
    seen.type(CTRL_C)
    seen.status()


def test_no_key_code_gets_into_a_passphrase(tmp_path: Path) -> None:
    with mentorlog(tmp_path, "seal", "init", "--recovery", str(tmp_path / "recovery")) as seen:
        seen.answer("Passphrase:", "passwrd", LEFT, LEFT, "o")
        seen.see("Type it again.")
        seen.answer("Passphrase:", "a few words")
        seen.answer("Again:", "a few words")
        status = seen.status()

    assert status == 0
    assert "has a control character" in seen.text


def test_a_refused_sentence_is_there_to_be_changed_and_a_word_is_not(people: Path) -> None:
    with mentorlog(people, "log-meeting", "dana") as seen:
        seen.type("\r")
        seen.answer("How long?", "somday")
        seen.answer("How long?", "50")
        seen.answer("promise?", "the whole deck by 12/01/2026")
        seen.see("can be read in two ways")
        seen.see("What did you promise?  the whole deck by 12/01/2026")
        seen.type(*[BACKSPACE] * 10, "fri", "\r")
        for question in ("And Dana?", "give?", "get?", "Next meeting?"):
            seen.answer(question)
        status = seen.status()

    [item] = latest(people)["action_items"]
    assert (status, item["text"], "due" in item) == (0, "the whole deck", True)


def test_enter_after_a_refused_sentence_is_shown_once_more_leaves_the_line_empty(
    people: Path,
) -> None:
    with mentorlog(people, "log-meeting", "dana") as seen:
        seen.type("\r")
        seen.answer("How long?", "some day in the last week")
        seen.answer("some day in the last week")
        seen.answer("How long?")
        seen.answer("What did you promise?", "q")
        status = seen.status()

    assert status == 130
