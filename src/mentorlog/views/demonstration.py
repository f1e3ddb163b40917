"""The demo: the board of a throw-away journal, and where that is."""

from __future__ import annotations

from mentorlog.frozen import dataclass
from mentorlog.views.board import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """`program`: how it was started, which need not be on the PATH."""

    board: Board
    journal: str
    program: str
