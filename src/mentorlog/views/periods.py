"""A stretch of time that is looked back on: a quarter, a year, a term up to its middle."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from mentorlog.domain.days import add_months
from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape

FIRST_YEAR = 1900


class Kind(StrEnum):
    """How it was named: three months back, a year back, the term, or by the calendar."""

    QUARTER = "quarter"
    YEAR = "year"
    MIDPOINT = "midpoint"
    CALENDAR_QUARTER = "calendar quarter"
    CALENDAR_YEAR = "calendar year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`name`: as it was written and is kept. From `since` to `until`, both inclusive.

    `until` is today where the stretch isn't over. `over`: its last day has passed.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("kind", "since", "until", "over"), keys={"from": "since", "to": "until"}
    )

    name: str
    kind: Kind
    since: dt.date
    until: dt.date
    over: bool = False

    @property
    def is_year(self) -> bool:
        return self.kind in (Kind.YEAR, Kind.CALENDAR_YEAR)


def recent(kind: Kind, today: dt.date, start: dt.date) -> Period:
    """The last three months, the last year, or the term from its `start`."""
    months = {Kind.QUARTER: 3, Kind.YEAR: 12}.get(kind)
    since = add_months(today, -months) if months else start
    return Period(name=kind.value, kind=kind, since=since, until=today)


def calendar_year(year: int, today: dt.date) -> Period:
    last = dt.date(year, 12, 31)
    return Period(
        name=str(year),
        kind=Kind.CALENDAR_YEAR,
        since=dt.date(year, 1, 1),
        until=min(last, today),
        over=last < today,
    )


def calendar_quarter(year: int, quarter: int, today: dt.date) -> Period:
    """`quarter`: 1 to 4."""
    first = dt.date(year, 3 * quarter - 2, 1)
    last = add_months(first, 3) - dt.timedelta(days=1)
    return Period(
        name=f"{year}-Q{quarter}",
        kind=Kind.CALENDAR_QUARTER,
        since=first,
        until=min(last, today),
        over=last < today,
    )
