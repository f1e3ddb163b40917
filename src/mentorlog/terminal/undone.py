"""What `undo` did, as lines: each command, and each file with what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.layout import line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.views.undone import Fate, Restored, Turn, Undone

_FATES = {
    Fate.BACK: "is there again",
    Fate.GONE: "is gone again",
    Fate.AS_IT_WAS: "is as it was",
}


def undone(view: Undone, look: Look) -> Iterator[Text]:
    """Paths are never wrapped, so that they can be copied."""
    for turn in view.turns:
        yield line(_headline(view, turn, look))
        for restored in turn.files:
            yield line(f"  {_fate(restored, look)}")
    if view.written.dry_run:
        yield line("Nothing was written.")
    elif not view.redo:
        yield line("Do it again:  ", (wording.command("undo", "--redo"), Style.COMMAND))


def _headline(view: Undone, turn: Turn, look: Look) -> str:
    command = safe(turn.command, ascii_only=look.ascii_only)
    if view.redo:
        return f"{'Would do' if view.written.dry_run else 'Did'} {command} again:"
    return f"{'Would take' if view.written.dry_run else 'Took'} back {command}:"


def _fate(restored: Restored, look: Look) -> str:
    file = safe(restored.file, ascii_only=look.ascii_only)
    if restored.fate is not Fate.RENAMED:
        return f"{file} {_FATES[restored.fate]}"
    before = safe(restored.before or "", ascii_only=look.ascii_only)
    return f"{before} is {file} again"
