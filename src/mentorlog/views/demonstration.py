"""The demo: the board of a throw-away journal, and where that is."""

from __future__ import annotations

from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.board import Board
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """`program`: how it was started, which need not be on the PATH."""

    JSON: ClassVar[Shape] = Shape(
        schema="review",
        only=(),
        keys={"as_of": "board.as_of", "relationships": "board.rows"},
    )

    board: Board
    journal: str
    program: str
