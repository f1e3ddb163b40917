"""What a command returns: what to show, what was wrong with the journal, and the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorlog.errors import DamagedJournal
from mentorlog.frozen import dataclass
from mentorlog.journal.problems import Problem

if TYPE_CHECKING:
    from mentorlog.exchange.exports import Document
    from mentorlog.views.shape import Told

SOMETHING_DUE = 10  # the exit status that `nudge --exit-code` asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`view`: what to show, or None for silence.

    `format`: table, digest, md, html, csv or document.
    `talk`: what is said beside it, on stderr, so that the view alone can be piped on.
    `status`: beside the damage, which wins: 10 where something is due and that was asked.
    `paged`: on a terminal, a screen at a time.
    `remark`: a sentence beside it, for people only.
    """

    view: Told | Document | None
    problems: tuple[Problem, ...] = ()
    format: str = "table"
    talk: tuple[str, ...] = ()
    status: int = 0
    remark: str = ""
    paged: bool = False

    @property
    def exit_status(self) -> int:
        return DamagedJournal.exit_status if self.problems else self.status
