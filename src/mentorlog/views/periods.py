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
    """How it was named: a month, three or twelve back, the term, or by the calendar."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    MIDPOINT = "midpoint"
    CALENDAR_MONTH = "calendar month"
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
    """The last month, three months or year, or the term from its `start`."""
    months = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}.get(kind)
    since = add_months(today, -months) if months else start
    return Period(name=kind.value, kind=kind, since=since, until=today)


def calendar_year(year: int, today: dt.date) -> Period:
    return _calendar(str(year), Kind.CALENDAR_YEAR, dt.date(year, 1, 1), 12, today)


def calendar_quarter(year: int, quarter: int, today: dt.date) -> Period:
    """`quarter`: 1 to 4."""
    first = dt.date(year, 3 * quarter - 2, 1)
    return _calendar(f"{year}-Q{quarter}", Kind.CALENDAR_QUARTER, first, 3, today)


def calendar_month(first: dt.date, today: dt.date) -> Period:
    """`first`: its first day."""
    return _calendar(f"{first:%Y-%m}", Kind.CALENDAR_MONTH, first, 1, today)


def _calendar(name: str, kind: Kind, first: dt.date, months: int, today: dt.date) -> Period:
    last = add_months(first, months) - dt.timedelta(days=1)
    over = last < today
    return Period(name=name, kind=kind, since=first, until=min(last, today), over=over)
