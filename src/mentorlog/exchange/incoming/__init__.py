"""Meetings from files of other programs: what is in them, and what can't be taken, with its line.

A reader of one format turns a text into an `Incoming`; it knows no journal. A record is taken whole
or not at all.
"""

from __future__ import annotations

import datetime as dt

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.frozen import dataclass
from mentorlog.journal.names import derived_id

LONGEST = 24 * 60  # minutes of one meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """`place`: where in the file: line 7, event 3. `why`: in our words, none of its own."""

    place: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """`found`: the meetings of a file. `ignored`: what is in it that nothing is made of."""

    found: tuple[Meeting, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored: tuple[str, ...] = ()


def check(meeting: Meeting, today: dt.date) -> None:
    """Raises ValueError for one that can't have been held yet."""
    if meeting.status is MeetingStatus.HELD and meeting.date > today:
        raise ValueError("it was held, yet it is still to come")


def meeting_id(*source: str) -> str:
    """The id that a record of a file always gets, so that it is taken in once."""
    return derived_id("import", *source)
