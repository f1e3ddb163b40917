"""An export as an iCalendar file: an event for each planned meeting and, if wanted, due date.

Source: RFC 5545. Each event has an alarm. It keeps its UID: a meeting that was moved or cancelled
stays in the file, as cancelled. SEQUENCE comes from the entry, which is the same on every machine;
of two versions with one SEQUENCE the later DTSTAMP counts, which is when the file was changed.
Titles only name the person, unless details are wanted. Needs the icalendar library (extra
`calendar`).
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship, of_kind
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import MeetingWords
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, Export, Person
from mentorlog.exchange.incoming.events import OURS, library, zone_called
from mentorlog.terminal.safe import safe

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

_MINUTES = 60  # of a meeting without a length
_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_NONE = dt.timedelta()
_GONE = (MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED)
_ALARM = {True: dt.timedelta(hours=-1), False: dt.timedelta(hours=-6)}  # has it a time?


def written(export: Export, choices: Choices) -> str:
    """The calendar. Raises Refused if the extra is not installed."""
    icalendar = library()
    calendar: Calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//mentorlog//mentorlog//EN")
    calendar.add("VERSION", "2.0")
    for person in export.people:
        for meeting in of_kind(Meeting, person.entries):
            if meeting.status in (MeetingStatus.PLANNED, *_GONE):
                calendar.add_component(_meeting(meeting, person, export, choices))
        if choices.due and (due := assessment(person.relationship, export.as_of).due):
            calendar.add_component(_due(due, person, export))
    _add_zones(calendar)
    text: str = calendar.to_ical().decode()
    return text


def _add_zones(calendar: Calendar) -> None:
    """Add each zone's changes in the years of the events; some readers fail on more."""
    years = [event.start.year for event in calendar.events]
    named = [event.start for event in calendar.events if "TZID" in event["DTSTART"].params]
    zones = {begin.tzinfo for begin in named if isinstance(begin, dt.datetime)}
    for zone in sorted(zones, key=str):
        if isinstance(zone, zoneinfo.ZoneInfo):
            calendar.subcomponents.insert(0, _zone_component(zone, min(years), max(years)))


def _zone_component(zone: zoneinfo.ZoneInfo, first: int, last: int) -> Timezone:
    """A VTIMEZONE for these years that lists each change by itself, which all readers know."""
    component: Timezone = library().Timezone()
    component.add("TZID", zone.key)
    begin, end = dt.datetime(first, 1, 1, tzinfo=dt.UTC), dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC)
    before = begin.astimezone(zone).utcoffset()
    for moment in (begin, *_changes(zone, begin, end)):
        local_moment = moment.astimezone(zone)
        kind = library().TimezoneDaylight if local_moment.dst() else library().TimezoneStandard
        change = kind()
        local = (moment + (before or _NONE)).replace(tzinfo=None)  # local time before the change
        change.add("DTSTART", local)
        change.add("RDATE", local)  # some readers ignore a change without a rule or a date
        change.add("TZOFFSETFROM", before)
        change.add("TZOFFSETTO", local_moment.utcoffset())
        change.add("TZNAME", local_moment.tzname())
        component.add_component(change)
        before = local_moment.utcoffset()
    return component


def _changes(
    zone: zoneinfo.ZoneInfo, begin: dt.datetime, end: dt.datetime
) -> Iterator[dt.datetime]:
    """The moments in this span when the zone's offset or name changes."""
    day, minute = dt.timedelta(days=1), dt.timedelta(minutes=1)
    while begin < end:
        early, late = begin, begin + day
        if _clock(zone, early) != _clock(zone, late):
            while late - early > minute:
                middle = early + (late - early) // minute // 2 * minute
                same = _clock(zone, middle) == _clock(zone, begin)
                early, late = (middle, late) if same else (early, middle)
            yield late
        begin += day


def _clock(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> tuple[dt.timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _meeting(meeting: Meeting, person: Person, export: Export, choices: Choices) -> Event:
    begin = _begin(meeting, choices.zone)
    changed = min(max(person.changed.get(meeting.id, _EPOCH), _EPOCH), _end_of(export.as_of))
    event = _event(f"{meeting.id}{OURS}", begin, _title(person, export), changed)
    gone = meeting.status in _GONE
    event.add("SEQUENCE", _sequence(meeting) + gone)
    if isinstance(begin, dt.datetime):
        minutes = meeting.minutes or _usual_minutes(person.relationship, meeting) or _MINUTES
        event.add("DURATION", dt.timedelta(minutes=minutes))
    words = meeting.words or MeetingWords()
    if choices.details:
        points = [safe(point) for point in (*words.topics, *words.agenda)]
        if points:
            event.add("DESCRIPTION", "\n".join(points))
        if words.where:
            event.add("LOCATION", safe(", ".join(words.where)))
    if gone:
        event.add("STATUS", "CANCELLED")
        event.add("TRANSP", "TRANSPARENT")
    else:
        _add_alarm(event, timed=isinstance(begin, dt.datetime))
    return event


def _sequence(meeting: Meeting) -> int:
    """The number that its calendar gave it; one more if it was moved here."""
    source = meeting.words.source if meeting.words else None
    if source is None or source.sequence is None:
        return 0
    return source.sequence + ((source.date, source.time) != (meeting.date, meeting.time))


def _end_of(day: dt.date) -> dt.datetime:
    """The end of the export's day in UTC: a version's latest date, even if the clock is fast."""
    next_day = day + min(dt.timedelta(days=1), dt.date.max - day)
    return dt.datetime.combine(next_day, dt.time(), dt.UTC)


def _due(due: dt.date, person: Person, export: Export) -> Event:
    uid = f"due-{person.relationship.id or person.relationship.handle}{OURS}"
    name = _name(person, export)
    title = f"Mentoring: meet {name} by today" if name else "Mentoring: meet by today"
    seen = max(dt.datetime.combine(export.as_of, dt.time(), dt.UTC), _EPOCH)
    event = _event(uid, due, title, seen)
    event.add("SEQUENCE", (seen - _EPOCH).days)  # grows with the days, and with new entries
    event.add("TRANSP", "TRANSPARENT")  # doesn't block the time
    _add_alarm(event, timed=False)
    return event


def _event(uid: str, begin: dt.date, title: str, changed: dt.datetime) -> Event:
    event: Event = library().Event()
    event.add("UID", uid)
    event.add("DTSTAMP", changed.replace(microsecond=0))
    event.add("SUMMARY", title)
    event.add("DTSTART", begin)
    return event


def _begin(meeting: Meeting, own: dt.tzinfo | None) -> dt.date:
    """The start in the meeting's zone, else in `own`; a date if it has no time."""
    if meeting.time is None:
        return meeting.date
    zone = zone_called(meeting.tz) if meeting.tz else own
    return dt.datetime.combine(meeting.date, meeting.time, zone)


def _usual_minutes(relationship: Relationship, meeting: Meeting) -> int | None:
    terms = assessment(relationship, meeting.date).terms
    return terms.meeting_minutes if terms else None


def _title(person: Person, export: Export) -> str:
    """The person met; for the other side that is me."""
    name = _name(person, export)
    return f"Mentoring: {name}" if name else "Mentoring"


def _name(person: Person, export: Export) -> str:
    name = export.my_name if export.audience is Audience.THEM else person.relationship.name
    return safe(name) if name else ""


def _add_alarm(event: Event, *, timed: bool) -> None:
    alarm = library().Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", str(event["SUMMARY"]))
    alarm.add("TRIGGER", _ALARM[timed])
    event.add_component(alarm)
