"""How the meetings of a window went, in numbers for one sentence. Knows no words and no shares."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run
from mentorlog.domain.words import ChangedBy
from mentorlog.frozen import dataclass
from mentorlog.views.row import Row
from mentorlog.views.strip import last_run

CALLED_OFF = (MeetingStatus.RESCHEDULED, MeetingStatus.CANCELLED, MeetingStatus.NO_SHOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOff:
    """How many planned meetings came to the same, changed by the same side (None: unsaid)."""

    status: MeetingStatus
    by: ChangedBy | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What counts lies from `since` to today, both inclusive.

    `months`: how many months before today that is, where they are whole and nothing is cut off by
    the start. `expected`, `on_time`, `of`: None where there is too little to say. `minutes`: of
    all meetings that say, or whose terms do; `unsaid` counts the others. `earlier`: the last
    meeting before, where there was none since.
    """

    since: dt.date
    months: int | None
    held: int
    expected: int | None
    on_time: int | None
    of: int | None
    called_off: tuple[CalledOff, ...]
    minutes: int
    unsaid: int
    earlier: dt.date | None = None


def window(relationship: Relationship, row: Row, today: dt.date, since: dt.date) -> Window:
    """`row`: what is already known of the same relationship, day and window."""
    past = last_run(relationship, today)
    start = dt.date.fromordinal(past[0].start) if past else _first_meeting(relationship, today)
    first = max(since, start)
    meetings = [m for m in relationship.of(Meeting) if first <= m.date <= today]
    held = [m for m in meetings if m.status is MeetingStatus.HELD]
    minutes = [_minutes(meeting, past[0] if past else None) for meeting in held]
    return Window(
        since=first,
        months=_whole_months(since, today) if first == since else None,
        held=row.pace.held if row.pace else len({meeting.date for meeting in held}),
        expected=row.pace.expected if row.pace else None,
        on_time=row.on_time.on_time if row.on_time else None,
        of=row.on_time.of if row.on_time else None,
        called_off=_called_off(meetings),
        minutes=sum(minutes),
        unsaid=minutes.count(0),
        earlier=None if held else _last_before(relationship, first),
    )


def _first_meeting(relationship: Relationship, today: dt.date) -> dt.date:
    held = (m.date for m in relationship.of(Meeting) if m.status is MeetingStatus.HELD)
    return min((date for date in held if date <= today), default=today)


def _last_before(relationship: Relationship, day: dt.date) -> dt.date | None:
    held = (m.date for m in relationship.of(Meeting) if m.status is MeetingStatus.HELD)
    return max((date for date in held if date < day), default=None)


def _minutes(meeting: Meeting, run: Run | None) -> int:
    if meeting.minutes or run is None:
        return meeting.minutes or 0
    return run.terms_on(meeting.date.toordinal()).meeting_minutes or 0


def _called_off(meetings: list[Meeting]) -> tuple[CalledOff, ...]:
    counts = Counter(
        (m.status, m.words.changed_by if m.words else None)
        for m in meetings
        if m.status in CALLED_OFF
    )
    return tuple(
        CalledOff(status=status, by=by, count=counts[status, by])
        for status in CALLED_OFF
        for by in (*ChangedBy, None)
        if counts[status, by]
    )


def _whole_months(since: dt.date, today: dt.date) -> int | None:
    months = (today.year - since.year) * 12 + today.month - since.month
    return months if months and add_months(today, -months) == since else None
