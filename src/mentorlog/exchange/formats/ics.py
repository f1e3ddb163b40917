"""An export as an iCalendar file: an event for each planned meeting and, if asked for, due date.

Source: RFC 5545. An event keeps its UID; SEQUENCE and DTSTAMP come from when its file was changed,
so that the same journal makes the same calendar and a moved meeting moves. Titles name the person
only, unless details are asked for. Needs the icalendar library (extra `calendar`).
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import MeetingWords
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.calendars import OURS, library
from mentorlog.exchange.exports import Export, Person
from mentorlog.exchange.formats import Choices
from mentorlog.exchange.texts import visible

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_MINUTES = 60  # of a meeting whose length nobody said
_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_STEP = 2  # of SEQUENCE a second: its 31 bits last until 2060
_BEFORE = {True: dt.timedelta(hours=-1), False: dt.timedelta(hours=-6)}  # with a time; a whole day


def written(export: Export, choices: Choices) -> str:
    """The calendar. Raises Refused if the extra is not installed."""
    icalendar = library()
    calendar: Calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//mentorlog//mentorlog//EN")
    calendar.add("VERSION", "2.0")
    for person in export.people:
        for meeting in _planned(person):
            calendar.add_component(_meeting(meeting, person, export, choices))
        if choices.due and (due := assessment(person.relationship, export.as_of).due):
            calendar.add_component(_due(due, person, export))
    calendar.add_missing_timezones()
    text: str = calendar.to_ical().decode()
    return text


def _planned(person: Person) -> Iterator[Meeting]:
    for entry in person.entries:
        if isinstance(entry, Meeting) and entry.status is MeetingStatus.PLANNED:
            yield entry


def _meeting(meeting: Meeting, person: Person, export: Export, choices: Choices) -> Event:
    begin = _begin(meeting)
    changed = max(person.changed.get(meeting.id, _EPOCH), _EPOCH)
    event = _event(f"{meeting.id}{OURS}", begin, _title(person, export), changed)
    if isinstance(begin, dt.datetime):
        minutes = meeting.minutes or _usual_minutes(person.relationship, meeting) or _MINUTES
        event.add("DURATION", dt.timedelta(minutes=minutes))
    words = meeting.words or MeetingWords()
    if choices.details:
        points = [visible(point) for point in (*words.topics, *words.agenda)]
        if points:
            event.add("DESCRIPTION", "\n".join(points))
        if words.place:
            event.add("LOCATION", visible(words.place))
    _remind(event, timed=isinstance(begin, dt.datetime))
    return event


def _due(due: dt.date, person: Person, export: Export) -> Event:
    uid = f"due-{person.relationship.id or person.relationship.handle}{OURS}"
    title = f"Meet by today: {_title(person, export)}"
    seen = dt.datetime.combine(export.as_of, dt.time(), dt.UTC)  # it moves with the days, too
    event = _event(uid, due, title, max(seen, *person.changed.values(), _EPOCH))
    event.add("TRANSP", "TRANSPARENT")  # it takes nobody's time
    _remind(event, timed=False)
    return event


def _event(uid: str, begin: dt.date, title: str, changed: dt.datetime) -> Event:
    event: Event = library().Event()
    event.add("UID", uid)
    event.add("DTSTAMP", changed.replace(microsecond=0))
    event.add("SEQUENCE", int((changed - _EPOCH).total_seconds() * _STEP))
    event.add("SUMMARY", title)
    event.add("DTSTART", begin)
    return event


def _begin(meeting: Meeting) -> dt.date:
    """In its zone; local wherever one is where it names none that is known; else the whole day."""
    if meeting.time is None:
        return meeting.date
    begin = dt.datetime.combine(meeting.date, meeting.time)
    try:
        return begin.replace(tzinfo=zoneinfo.ZoneInfo(meeting.tz)) if meeting.tz else begin
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return begin


def _usual_minutes(relationship: Relationship, meeting: Meeting) -> int | None:
    terms = assessment(relationship, meeting.date).terms
    return terms.meeting_minutes if terms else None


def _title(person: Person, export: Export) -> str:
    """Whom one meets: for the other person that is me."""
    name = export.my_name if export.audience is Audience.THEM else person.relationship.name
    return f"Mentoring: {visible(name)}" if name else "Mentoring"


def _remind(event: Event, *, timed: bool) -> None:
    alarm = library().Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", str(event["SUMMARY"]))
    alarm.add("TRIGGER", _BEFORE[timed])
    event.add_component(alarm)
