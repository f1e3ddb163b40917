"""What is worth offering now, and once: a check-in, the question how one can support the other.

An offer is no reminder. It stands for one meeting, is taken up by doing it, and goes by itself.
Heads are enough.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from mentorlog.domain.entries import (
    Ask,
    CheckIn,
    Meeting,
    MeetingStatus,
    Side,
)
from mentorlog.domain.midpoint import midpoint
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment

SETTLING_IN = 30  # days after the start, when a first impression has become a second one
EARLY = 14  # days before such a moment that are as good as the moment itself
ASKED_LATELY = 90  # days: about once a quarter


class Moment(StrEnum):
    """When a check-in tells something new."""

    FIRST_MEETING = "first meeting"
    DAY_30 = "day 30"
    MIDPOINT = "midpoint"


def check_in_offered(relationship: Relationship, today: dt.date) -> Moment | None:
    """The latest such moment, unless there was a check-in about then, or a meeting since."""
    reached = [(day, moment) for day, moment in _moments(relationship, today) if day <= today]
    if not reached:
        return None
    day, moment = max(reached)
    early = day - dt.timedelta(days=EARLY)
    checked = any(early <= entry.date <= today for entry in relationship.of(CheckIn))
    met_again = any(day < date <= today for date in _held(relationship, today))
    return None if checked or met_again else moment


def asking_offered(relationship: Relationship, today: dt.date) -> bool:
    """Whether it is long since I asked how I can support them; an open ask is for `loops` to tell.

    After "nothing now" it is not asked again before its day, if one was named.
    """
    asked = [ask for ask in relationship.of(Ask) if ask.asked_by is Side.ME and ask.date <= today]
    if not asked:
        return bool(_held(relationship, today))
    last = asked[-1]
    if last.ask_again_on is not None:
        return last.ask_again_on <= today
    return (today - last.date).days > ASKED_LATELY


def _moments(relationship: Relationship, today: dt.date) -> list[tuple[dt.date, Moment]]:
    """Of the run of today, those that are known; without one the first meeting."""
    start = assessment(relationship, today).start
    if start is None:  # nothing is agreed yet: how it feels is worth knowing before it is
        return [(day, Moment.FIRST_MEETING) for day in _held(relationship, today)[:1]]
    if start > today:
        return []
    settling_in = min(dt.timedelta(days=SETTLING_IN), dt.date.max - start)
    moments = [(start + settling_in, Moment.DAY_30)]
    moments += [(day, Moment.FIRST_MEETING) for day in _held(relationship, today, start)[:1]]
    if (middle := midpoint(relationship, today)) is not None:
        moments.append((middle, Moment.MIDPOINT))
    return moments


def _held(
    relationship: Relationship, today: dt.date, since: dt.date = dt.date.min
) -> list[dt.date]:
    return [
        meeting.date
        for meeting in relationship.of(Meeting)
        if meeting.status is MeetingStatus.HELD and since <= meeting.date <= today
    ]
