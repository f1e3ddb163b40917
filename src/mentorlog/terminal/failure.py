"""Errors and problems on stderr: what happened, where, what to do next; or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from mentorlog.errors import MentorlogError
from mentorlog.terminal import wording
from mentorlog.terminal.layout import Line, folded_text, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import as_typed, in_json, safe


def as_text(error: MentorlogError, width: int | None = None) -> str:
    """One to three lines, beginning with the program's name.

    `width`: of the terminal, to fold them to.
    """
    hint = (f"  {line}" for line in as_typed(error.hint).splitlines())
    lines = (f"mentorlog: {as_typed(error.message)}", *hint)
    return "".join(f"{folded_text(line, width, hang=2)}\n" for line in lines)


def as_json(error: MentorlogError) -> str:
    """The mentorlog.error/1 document, on one line."""
    import json

    said = {
        "schema": "mentorlog.error/1",
        "exit": error.exit_status,
        "message": error.message,
        "hint": error.hint or None,
    }
    return f"{in_json(json.dumps(said, ensure_ascii=False))}\n"


TOLD = 5  # problems listed; more are only counted


class Problem(Protocol):
    """`file`: its path in the journal. `line`: from 1; None = the file as a whole."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int | None: ...
    @property
    def message(self) -> str: ...


def problems(found: Sequence[Problem], look: Look) -> Iterator[Line]:
    """One line each, never wrapped, so that editors can parse them; then one remedy for all."""
    for problem in found[:TOLD]:
        yield line((_where(problem, look), Style.WRONG), _what(problem, look))
    more = len(found) - TOLD
    if more > 0:
        yield line(f"and {more} more." if more > 1 else "and one more.")
    if found:
        left = "It's left as it is" if len(found) == 1 else "They're left as they are"
        command = wording.command("doctor")
        yield line(f"  {left}; everything else is shown.  ", (command, Style.COMMAND))


def _where(problem: Problem, look: Look) -> str:
    at = "" if problem.line is None else f":{problem.line}"
    return f"{safe(problem.file, ascii_only=look.ascii_only)}{at}: "


def _what(problem: Problem, look: Look) -> str:
    message = safe(problem.message, ascii_only=look.ascii_only)
    return message if message.endswith((".", "!", "?")) else f"{message}."
