"""A stretch of time week by week: in which somebody met, how often, how long. Knows no width.

Every held meeting counts, with an agreement or without; a week begins on a Monday.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from mentorlog.domain.entries import Agreement, Closure, Meeting, MeetingStatus, Pause
from mentorlog.domain.pauses import Pauses, merged
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import dataclass

FEWEST = 3  # months with a meeting; fewer make no picture
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """`met`: distinct days. `paused`: no day of it counted. `known`: it had begun by its end."""

    first: dt.date
    met: int = 0
    paused: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Its weeks; the first and the last may reach beyond `since` and `until` (both inclusive)."""

    since: dt.date
    until: dt.date
    weeks: tuple[Week, ...]


def year(relationship: Relationship, since: dt.date, until: dt.date) -> Year | None:
    """The weeks of a stretch; None where most of it was before the beginning, or empty."""
    days = _days_held(relationship, since, until)
    if len({(day.year, day.month) for day in days}) < FEWEST:
        return None
    begun = _begun(relationship)
    return None if begun - since > until - begun else weeks(relationship, since, until)


def weeks(relationship: Relationship, since: dt.date, until: dt.date) -> Year | None:
    """The same, beside others; None where they never met."""
    days = _days_held(relationship, since, until)
    if not days:
        return None
    begun = _begun(relationship)
    met = Counter(map(_monday, days))
    pauses = _pauses(relationship)
    return Year(
        since=since,
        until=until,
        weeks=tuple(
            Week(
                first=monday,
                met=met[monday],
                paused=not pauses.active_days(monday.toordinal(), monday.toordinal() + 6),
                known=monday + _WEEK > begun,
            )
            for monday in _mondays(since, until)
        ),
    )


def _begun(relationship: Relationship) -> dt.date:
    return min(e.date for e in relationship.entries if isinstance(e, Agreement | Meeting))


def _days_held(relationship: Relationship, since: dt.date, until: dt.date) -> set[dt.date]:
    held = (m.date for m in relationship.of(Meeting) if m.status is MeetingStatus.HELD)
    return {day for day in held if since <= day <= until}


def _pauses(relationship: Relationship) -> Pauses:
    """A pause ends with what it interrupts."""
    ends = [closure.date for closure in relationship.of(Closure)]
    return merged(
        replace(
            pause, until=min((pause.until or dt.date.max, *(e for e in ends if e > pause.date)))
        )
        for pause in relationship.of(Pause)
    )


def _mondays(since: dt.date, until: dt.date) -> list[dt.date]:
    first = _monday(since)
    return [first + n * _WEEK for n in range((until - first).days // 7 + 1)]


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
