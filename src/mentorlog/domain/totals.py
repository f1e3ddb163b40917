"""How many meetings were held, and how long they took: of one person, of everybody.

A meeting without a length adds nothing to the minutes and is counted as such, wherever a total is
said. What was agreed changes no total.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """`minutes`: of the meetings that have a length; `without_length`: how many have none."""

    meetings: int = 0
    minutes: int = 0
    without_length: int = 0


def held(
    relationship: Relationship, today: dt.date, since: dt.date = dt.date.min
) -> tuple[Meeting, ...]:
    """The meetings held from a day on (inclusive) up to today, oldest first."""
    past = (m for m in relationship.of(Meeting) if m.status is MeetingStatus.HELD)
    return tuple(meeting for meeting in past if since <= meeting.date <= today)


def total(meetings: Iterable[Meeting]) -> Total:
    """Of meetings with one person, each counted."""
    return _of([meeting.minutes for meeting in meetings])


def total_of_all(meetings: Iterable[Meeting]) -> Total:
    """Of meetings with anybody: an occasion of several people counts once, at its longest."""
    lengths: dict[str, int | None] = {}
    for meeting in meetings:
        which = f"occasion {meeting.occasion}" if meeting.occasion else meeting.id
        lengths[which] = max(lengths.get(which) or 0, meeting.minutes or 0) or None
    return _of(lengths.values())


def _of(lengths: Iterable[int | None]) -> Total:
    known = list(lengths)
    minutes = sum(length or 0 for length in known)
    return Total(meetings=len(known), minutes=minutes, without_length=known.count(None))
