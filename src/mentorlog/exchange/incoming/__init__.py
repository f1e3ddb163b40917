"""Meetings from files of other programs: what is in them, and what can't be taken, with its line.

A reader of one format turns a text into an `Incoming`; it knows no journal. A record is taken whole
or not at all, and everything that was seen is told: found, or left out with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.frozen import dataclass
from mentorlog.journal.names import derived_id

LONGEST = 24 * 60  # minutes of one meeting
MOST = 2000  # dates of series, the newest; weekly for forty years


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """`place`: where in the file: line 7, event 3. `why`: in our words, none of its own.

    `count`: how many records it stands for.
    """

    place: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A meeting of a file. `title`: what it is called in a calendar, to choose it by.

    `also` gives other ids under which it may be here already. `people`: the addresses of who takes
    part.
    `group`: what it is chosen with, such as the other dates of a series.
    `at`: the moment it begins, where it is one. `only_known`: it says what became of a meeting that
    was taken in before, and is nothing new by itself: a date of a series to come, or taken out.
    `recurs`: it is a date of a series whose rule is in the file. `calls_off`: it cancels an event
    with all of its dates.
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
    """`said`: what else there is to say of the file: sentences without the full stop.

    `whole`: it holds meetings only, so all of it is taken unless somebody chooses.
    """

    found: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    said: tuple[str, ...] = ()
    whole: bool = True


def check(meeting: Meeting, today: dt.date) -> None:
    """Raises ValueError for one that can't have been held yet."""
    if meeting.status is MeetingStatus.HELD and meeting.date > today:
        raise ValueError("it says held, but is in the future")


def meeting_id(*source: str) -> str:
    """The id that a record of a file always gets, so that it is taken in once."""
    return derived_id("import", *source)
