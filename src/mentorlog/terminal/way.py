"""A sentence and the command that goes with it: on one line where there is room, else below."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import Cell, filled, line, plain, width_of
from mentorlog.terminal.look import Look, Style


def way(said: str, command: str, look: Look) -> Iterator[Text]:
    """What there is to say, and a command line to copy ("" = none)."""
    if not command:
        yield from filled(said, look)
        return
    whole: Cell = (*plain(f"{said}  "), (command, Style.COMMAND))
    if look.plain or width_of(whole) <= look.width:
        yield line(*whole)
    else:
        yield from filled(said, look)
        yield line("  ", (command, Style.COMMAND))
