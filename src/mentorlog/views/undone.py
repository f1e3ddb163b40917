"""What `undo` took back, or did again: command by command and file by file."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape
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

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        only=(),
        keys={
            "action": "written.action",
            "dry_run": "written.dry_run",
            "entries": "written.entries",
            "next_due": "written.next_due",
        },
    )

    turns: tuple[Turn, ...]
    written: Written
    redo: bool = False
