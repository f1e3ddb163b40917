"""On a terminal nothing is broken inside a word, a date or a command, whatever is printed."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from threading import Thread

import pytest
from cli.harness import NOON, TODAY

from mentorlog.__main__ import run
from mentorlog.commands.demo import prepared
from mentorlog.commands.help import TOPICS
from mentorlog.environment import Environment
from mentorlog.terminal.look import cell_len

termios = pytest.importorskip("termios")  # POSIX

ROWS = 24
WIDTHS = (60, 80)
READ = (
    "review",
    "review --all",
    "review dana-oz",
    "review sam-lee",
    "review ari-novak --period year",
    "todo",
    "meetings",
    "show dana-oz",
    "show sam-lee",
    "people",
    "prep dana-oz",
    "prep dana-oz --send",
    "prep noor-haddad",
    "find budget",
    "candidate",
    "nudge",
    "nudge --explain",
    "nudge status",
    "config",
    "undo --dry-run",
    "doctor",
    "drafts",
)
SAID = (
    *(f"help {topic}" for topic in TOPICS),
    "help nonsense",
    "compare-expectations dana-oz",
    "export md dana-oz --for others --output /dev/null --force",
    "erase dana-oz --dry-run",
    "erase --trash --dry-run",
    "update dana-oz",
    "thanks dana-oz",
    "reconnect sam-lee",
    "nudge install --dry-run --scheduler cron",
    "nudge test",
    "new-agreement --template list",
    "new-agreement Dana --cadence weekly",
    "new-agreement Lou --cadence sometimes",
    "amend dana-oz --cadence weekly --dry-run",
    "log-meeting dana-oz words --on 12/01/2026",
    "log-meeting dana-oz words --on whenever",
    "log-meeting dana-oz words --on tomorrow",
    "log-meeting dana-oz words --action me:think_about_it_all_by_fri --next +2w --dry-run",
    "log-meeting nobody words",
    "schedule dana-oz 12/01/2026",
    "reschedule dana-oz +9d",
    "close dana-oz --dry-run",
    "remove dana-oz",
    "rename dana-oz Sam",
    "edit nonsense --note words",
    "done nonsense",
    "drafts nonsense",
    "schema nonsense",
    "config nonsense 3",
    "import /no/such/file",
    "seal status",
    "sync",
    "nonsense",
)
SCREENS = (*READ, *(f"--plain {words}" for words in READ), *SAID)
WHOLE = re.compile(  # what can't be broken: a command, a line of a file, a path or another word
    r" *(mentorlog .*|\d+ \S+ \* .*|\S+ = .*|\S+( +\(default\))?)"
)
BROKEN_DATE = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)( \d+)?$")


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The world of the demo, whose four people have done most things."""
    folder = tmp_path_factory.mktemp("demo")
    bare = Environment(
        now=dt.datetime.combine(TODAY, NOON),
        variables={"PAGER": "cat", "NO_COLOR": "1"},
        config_file=folder / "config.toml",
        journal_folder=folder / "journal",
        state_folder=folder / "state",
        cache_folder=folder / "cache",
        stdin=io.StringIO(),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        terminal=False,
        shared_memory=Path("/dev/shm"),
    )
    usual, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield prepared(bare)
    finally:
        tempfile.tempdir = usual


@contextmanager
def a_terminal(width: int) -> Iterator[tuple[io.TextIOWrapper, Callable[[], str]]]:
    """A stream of so many columns, and what was written there once it is closed."""
    reader, writer = os.openpty()
    termios.tcsetwinsize(writer, (ROWS, width))
    seen: list[bytes] = []

    def follow() -> None:
        try:
            while piece := os.read(reader, 4096):
                seen.append(piece)
        except OSError:  # the other end is closed
            return

    thread = Thread(target=follow)
    thread.start()
    stream = os.fdopen(writer, "w", encoding="utf-8")

    def text() -> str:
        stream.close()
        thread.join()
        return b"".join(seen).decode().replace("\r\n", "\n")

    try:
        yield stream, text
    finally:
        text()
        os.close(reader)


@pytest.mark.parametrize(("words", "width"), [*product(SCREENS, WIDTHS)])
def test_nothing_is_torn(
    journal: Environment, words: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    with a_terminal(width) as (stream, text):
        run(words.split(), replace(journal, stdout=stream, stderr=stream))
        lines = text().splitlines()

    assert lines
    assert [each for each in lines if cell_len(each) > width and not WHOLE.fullmatch(each)] == []
    assert [each for each in lines if BROKEN_DATE.search(each)] == []


@pytest.mark.parametrize("words", ["help", "help story", "meetings", "show dana-oz"])
def test_what_is_longer_than_the_screen_goes_to_the_pager(
    journal: Environment, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f'#!/bin/sh\ncat > "{tmp_path}/paged"\n', encoding="utf-8")
    pager.chmod(0o755)
    monkeypatch.setenv("PAGER", str(pager))
    world = replace(journal, variables={**journal.variables, "PAGER": str(pager)})

    with a_terminal(80) as (stream, text), contextlib.redirect_stdout(stream):
        run(words.split(), replace(world, stdout=stream, stderr=stream))
        shown = text()

    assert shown == ""
    paged = (tmp_path / "paged").read_text(encoding="utf-8")
    assert paged.count("\n") >= ROWS
    if words == "help":  # the first screen has commands, not options
        boxes = re.findall(r"╭─ ([A-Z][a-z ]+) ─", re.sub(r"\x1b\[[\d;]*m", "", paged))
        assert (boxes[0], boxes[-1]) == ("Meet", "Options")


def test_months_have_one_form_of_heading(journal: Environment) -> None:
    with a_terminal(60) as (stream, text):
        run(["meetings"], replace(journal, stdout=stream, stderr=stream))
        lines = text().splitlines()

    heads = [each for each in lines if re.match(r"[A-Z][a-z]+ 20\d\d", each)]
    assert len(heads) > 3
    assert [each for each in heads if "meeting" in each] in ([], heads)
