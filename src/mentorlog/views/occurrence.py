"""The meeting to come: when it is planned or due, how one meets, and when the one after is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Assessment, assessment
from mentorlog.domain.words import Medium
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The meeting to come. `date`: planned, else `due`; `minutes`, `media`: else of the terms."""

    date: dt.date | None = None
    due: dt.date | None = None
    time: dt.time | None = None
    tz: str | None = None
    minutes: int | None = None
    media: tuple[Medium, ...] = ()
    place: str | None = None
    notice_hours: int | None = None


def occurrence(found: Assessment) -> Occurrence:
    """When and how one meets next; `found` is of a discreet relationship."""
    booked = found.next_meeting
    said = booked.words if booked else None
    terms = found.terms.words if found.terms else None
    agreed = found.terms.meeting_minutes if found.terms else None
    beyond = found.due is not None and found.end is not None and found.due > found.end
    return Occurrence(
        date=booked.date if booked else None,
        due=None if beyond else found.due,
        time=booked.time if booked else None,
        tz=booked.tz if booked else None,
        minutes=(booked.minutes if booked else None) or agreed,
        media=(said.medium,) if said and said.medium else (terms.media if terms else ()),
        place=said.place if said else None,
        notice_hours=terms.notice_hours if terms else None,
    )


def due_after(relationship: Relationship, found: Assessment, today: dt.date) -> dt.date | None:
    """When the rhythm wants the meeting after the coming one; a later plan wins."""
    coming = day_of_next(found, today)
    plans = (m for m in relationship.of(Meeting) if m.status is MeetingStatus.PLANNED)
    later = min((plan.date for plan in plans if plan.date > coming), default=None)
    if later is not None:
        return later
    as_held = Meeting(id="", date=coming, status=MeetingStatus.HELD)
    then = replace(relationship, entries=(*relationship.entries, as_held))
    return assessment(then, coming).due


def day_of_next(found: Assessment, today: dt.date) -> dt.date:
    """The day of the coming meeting: planned, else due, else today."""
    return found.next_planned or max(found.due or today, today)
