"""`mentorlog`, `review`: where every relationship stands, as data, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass
from mentorlog.views.row import Row, row
from mentorlog.views.shape import Shape

SILENCE = 60  # days without an entry, after which one is welcomed back
_ORDER = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`silent_since`: the last entry, where that is so long ago that a welcome is due.

    `ended`: how many relationships are not shown because they have ended.
    """

    JSON: ClassVar[Shape] = Shape(schema="review", only=("as_of",), keys={"relationships": "rows"})

    as_of: dt.date
    rows: tuple[Row, ...]
    silent_since: dt.date | None = None
    ended: int = 0

    @property
    def needing_you(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.needs_you)


def board(
    relationships: Iterable[Relationship],
    today: dt.date,
    *,
    since: dt.date,
    everyone: bool = False,
    reveal: bool = False,
) -> Board:
    """The rows of all that has not ended (`everyone`: of all). `since`: first day of the window."""
    known = tuple(relationships)
    rows = sorted((row(each, today, since=since, reveal=reveal) for each in known), key=_urgency)
    shown = tuple(r for r in rows if everyone or r.standing is not Standing.ENDED)
    return Board(
        as_of=today,
        rows=shown,
        silent_since=_silent_since(known, today),
        ended=len(rows) - len(shown),
    )


def _urgency(row: Row) -> tuple[int, bool, dt.date, str]:
    return _ORDER[row.standing], row.due is None, row.due or dt.date.max, row.handle


def _silent_since(relationships: tuple[Relationship, ...], today: dt.date) -> dt.date | None:
    dates = (entry.date for each in relationships for entry in each.entries)
    last = max((date for date in dates if date <= today), default=None)
    return last if last and (today - last).days > SILENCE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """`journal`: where it will live."""

    JSON: ClassVar[Shape] = Shape(schema="review", only=("as_of",), keys={"relationships": ()})

    as_of: dt.date
    journal: str
