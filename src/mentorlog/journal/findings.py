"""A finding is a value: what doctor saw, where, and what helps."""

from __future__ import annotations

from enum import StrEnum

from mentorlog.frozen import dataclass


class Level(StrEnum):
    """`told` is worth knowing, and nothing that must be mended."""

    WRONG = "wrong"
    TOLD = "told"


class Mend(StrEnum):
    """What `doctor --fix` can do about it without losing anything."""

    JOURNAL_FILE = "make journal.yaml anew"
    MODE = "let nobody else in"
    NAME = "give the file the name that its content makes"
    FOLDER = "give the folder the name that the alias makes"
    LEFTOVER = "remove what an interrupted save left"
    INTERRUPTED = "complete the interrupted command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`file`: its path in the journal, or the whole path of what lies elsewhere.

    `line` counts from 1; None = the file as a whole. `remedy`: a command, or what to do by hand.
    """

    file: str
    message: str
    remedy: str
    line: int | None = None
    level: Level = Level.WRONG
    mend: Mend | None = None

    @property
    def place(self) -> tuple[bool, str, int, str]:
        """Sort key: what is wrong before what is only told, then by file and line."""
        return self.level is Level.TOLD, self.file, self.line or 0, self.message


def to_fix(what: str = "") -> str:
    """The remedy for what can be mended without loss."""
    return f"{what}mentorlog doctor --fix"
