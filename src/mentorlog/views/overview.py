"""`review --period` without WHO: everyone with whom anything happened in a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import dataclass
from mentorlog.views.periods import Period
from mentorlog.views.retrospect import Retrospect, retrospect
from mentorlog.views.shape import Shape
from mentorlog.views.timeline import Year, weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`minutes`: of all meetings that say, or whose terms do; `unsaid` counts the others.

    `years`: week by week, by handle, of those one met; of a year only.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="review",
        only=("period",),
        keys={"as_of": "period.until", "relationships": "items.page.row"},
    )

    period: Period
    items: tuple[Retrospect, ...]
    minutes: int
    unsaid: int
    years: Mapping[str, Year]


def overview(
    relationships: Iterable[Relationship], period: Period, *, reveal: bool = False
) -> Overview:
    """By name; whoever the stretch has no entry of is left out."""
    touched = [
        one
        for one in relationships
        if any(period.since <= entry.date <= period.until for entry in one.entries)
    ]
    found = [retrospect(one, period, reveal=reveal) for one in touched]
    found.sort(key=lambda one: (one.page.row.name, one.page.row.handle))
    return Overview(
        period=period,
        items=tuple(found),
        minutes=sum(one.page.window.minutes for one in found),
        unsaid=sum(one.page.window.unsaid for one in found),
        years=dict(_years(touched, period)) if period.is_year else {},
    )


def _years(relationships: Iterable[Relationship], period: Period) -> Iterator[tuple[str, Year]]:
    for one in relationships:
        if found := weeks(one, period.since, period.until):
            yield one.handle, found
