"""What `undo` took back, or did again: command by command and file by file."""

from __future__ import annotations

from enum import StrEnum

from mentorlog.frozen import dataclass
from mentorlog.views.written import Written


class Fate(StrEnum):
    """What became of one file."""

    BACK = "back"
    GONE = "gone"
    AS_IT_WAS = "as it was"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`file`: its path in the journal now; `before`: the path it had until now, if another."""

    file: str
    fate: Fate
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One command that was taken back or done again."""

    command: str
    files: tuple[Restored, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`written`: the same for programs. `redo`: done again rather than taken back."""

    turns: tuple[Turn, ...]
    written: Written
    redo: bool = False
