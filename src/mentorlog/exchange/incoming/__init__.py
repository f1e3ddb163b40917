"""Meetings from files of other programs: what was found, and what can't be used, with its line.

A reader turns the text of one format into an `Incoming`; it knows no journal. A record is taken as
a whole or not at all, and every record is reported: found, or skipped with a reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.frozen import dataclass
from mentorlog.journal.names import derived_id

LONGEST = 24 * 60  # minutes of one meeting
MOST = 2000  # dates of series, the newest; forty years of weekly ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """`place`: where in the file: line 7, event 3. `why`: never quotes the file.

    `count`: how many records it stands for.
    """

    place: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A meeting in a file. `title`: in the calendar, to choose it by.

    `also`: gives other ids that it may have here.
    `people`: addresses of the participants.
    `group`: what it is chosen together with, such as the other dates of a series.
    `at`: the moment it begins, if known exactly.
    `only_known`: only an update of a meeting imported earlier: a future or removed date of a
        series.
    `recurs`: a date of a series whose rule is in the file.
    `calls_off`: it cancels an event with all its dates.
    """

    meeting: Meeting
    title: str = ""
    also: Callable[[], Iterable[str]] = tuple
    people: frozenset[str] = frozenset()
    group: str = ""
    at: dt.datetime | None = None
    only_known: bool = False
    recurs: bool = False
    calls_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """`said`: remarks on the file: sentences without the full stop.

    `whole`: the file holds only meetings, so all are imported unless the user chooses.
    """

    found: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    said: tuple[str, ...] = ()
    whole: bool = True


def check(meeting: Meeting, today: dt.date) -> None:
    """Raises ValueError for a meeting that can't have been held yet."""
    if meeting.status is MeetingStatus.HELD and meeting.date > today:
        raise ValueError("it says held, but is in the future")


def meeting_id(*source: str) -> str:
    """The id that a record always gets, so that it is imported only once."""
    return derived_id("import", *source)
