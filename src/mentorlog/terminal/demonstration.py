"""The demo on the screen: the board, and where to look next in the throw-away journal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.board import board
from mentorlog.terminal.layout import line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.views.demonstration import Demonstration

_STEPS = (
    ("review dana-oz", "one relationship on one page"),
    ("show dana-oz", "its whole story"),
    ("todo", "what is open between you"),
    ("nudge", "what a reminder would say"),
)


def demonstration(view: Demonstration, look: Look) -> Iterator[Text]:
    """The board, then four commands that work as they stand."""
    yield from board(view.board, look)
    yield line()
    yield line("These people are invented, and their journal may be thrown away. Look around:")
    program = safe(view.program, ascii_only=look.ascii_only)
    journal = safe(view.journal, ascii_only=look.ascii_only)
    for verb, why in _STEPS:
        yield line("  ", (f"{program} --journal {journal} {verb}", Style.COMMAND))
        yield line(f"      {why}")
    yield line("Begin your own:  ", (f'{program} new-agreement "Dana Öz"', Style.COMMAND))
