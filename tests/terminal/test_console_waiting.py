"""Whoever waits sees a sign of life; whoever doesn't, and every program, sees nothing of it."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Iterator

import pytest

from mentorlog.terminal.console import Work, _show, waiting

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is not to be had there", allow_module_level=True)

GONE = b"\r\x1b[1A\x1b[2K"  # up to its line, and that emptied
PATIENCE = 60  # seconds
ENDS = b"all is well"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, io.TextIOWrapper]]:
    """What its screen gets, and the stream that a command writes to."""
    monkeypatch.setenv("TERM", "xterm")
    screen, inside = os.openpty()
    with os.fdopen(inside, "w", encoding="utf-8") as stream:
        yield screen, stream
    os.close(screen)


def seen(screen: int, last: bytes) -> bytes:
    """What comes until this has come, which it must within a minute."""
    found = b""
    while last not in found:
        assert select.select([screen], [], [], PATIENCE)[0], found
        found += os.read(screen, 1000)
    return found


def stopped(screen: int) -> None:
    seen(screen, b"Saving")
    raise KeyboardInterrupt


def test_on_a_terminal_a_line_says_what_is_done_until_it_is(
    terminal: tuple[int, io.TextIOWrapper],
) -> None:
    screen, stream = terminal

    with waiting(stream, Work.EXAMINING, patience=0):
        seen(screen, b"Checking the journal")
    stream.write(ENDS.decode())
    stream.flush()

    assert seen(screen, ENDS).endswith(GONE + ENDS)


def test_what_fails_takes_the_line_away(terminal: tuple[int, io.TextIOWrapper]) -> None:
    screen, stream = terminal

    with pytest.raises(KeyboardInterrupt), waiting(stream, Work.SAVING, patience=0):
        stopped(screen)
    stream.write(ENDS.decode())
    stream.flush()

    assert seen(screen, ENDS).endswith(GONE + ENDS)


def test_a_terminal_that_can_take_nothing_away_shows_nothing(
    terminal: tuple[int, io.TextIOWrapper], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, stream = terminal
    monkeypatch.setenv("TERM", "dumb")

    take_away = _show(stream, Work.SAVING)
    take_away()
    stream.write(ENDS.decode())
    stream.flush()

    assert seen(screen, ENDS) == ENDS


@pytest.mark.parametrize("work", [Work.SAVING, None])
def test_what_is_soon_done_needs_no_word(
    terminal: tuple[int, io.TextIOWrapper], work: Work | None
) -> None:
    screen, stream = terminal

    with waiting(stream, work, patience=60):
        pass
    stream.write(ENDS.decode())
    stream.flush()

    assert seen(screen, ENDS) == ENDS


def test_a_program_that_reads_stderr_gets_none_of_it() -> None:
    stream = io.StringIO()

    with waiting(stream, Work.READING, patience=0):
        pass

    assert stream.getvalue() == ""


def test_without_room_for_a_thread_the_work_is_done_and_nothing_is_shown(
    terminal: tuple[int, io.TextIOWrapper], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Timer.start", full)
    screen, stream = terminal
    with waiting(stream, Work.SAVING, patience=0):
        stream.write(ENDS.decode())
        stream.flush()

    assert seen(screen, ENDS) == ENDS
