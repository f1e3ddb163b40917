"""Meetings from a calendar: an event each, also each time that a repeating one took place.

Source: RFC 5545. Needs the icalendar library (extra `calendar`).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.calendars import OURS, library
from mentorlog.exchange.incoming import LONGEST, Incoming, Skipped, meeting_id
from mentorlog.journal.names import is_id

if TYPE_CHECKING:
    from icalendar import Event

_MOST = 2000  # times of one repeating event; weekly for forty years


def read(text: str, whose: str, today: dt.date) -> Incoming:
    """The events up to today, and those to come that stand alone as planned meetings.

    Raises Refused where it is no calendar, or the extra is not installed.
    """
    icalendar = library()
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError):
        raise Refused("This calendar can't be read.", "Export it again as .ics.") from None
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if not events:
        raise Refused("There is no event in this calendar.", "Export it again as .ics.")
    found: dict[str, Meeting] = {}
    skipped: list[Skipped] = []
    for number, event in enumerate(events, 1):
        try:
            found |= {one.id: one for one in _meetings(event, whose, today)}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            why = str(error) if isinstance(error, ValueError) else "its time can't be read"
            skipped.append(Skipped(place=f"event {number}", why=why))
    return Incoming(found=tuple(found.values()), skipped=tuple(skipped))


def _meetings(event: Event, whose: str, today: dt.date) -> Iterator[Meeting]:
    uid = str(event.get("UID", ""))
    if uid.startswith("due-") and uid.endswith(OURS):
        raise ValueError("it says when a meeting is due, and is none")
    if "DTSTART" not in event:
        raise ValueError("it has no date")
    begin = event.decoded("DTSTART")
    for at in _times(event, begin, today):
        yield _meeting(event, at, whose, uid, today)


def _times(event: Event, begin: dt.date, today: dt.date) -> Iterator[dt.date]:
    """When it took place, in its own local time; once, if it does not repeat."""
    if "RRULE" not in event:
        yield begin
        return
    from dateutil.rrule import rrulestr

    local = begin.replace(tzinfo=None) if isinstance(begin, dt.datetime) else _midnight(begin)
    rule: Any = event["RRULE"]
    said = rule.to_ical().decode().split(";")
    parts = [part for part in said if not part.upper().startswith("UNTIL=")]
    until = rule.get("UNTIL", [today])[0]
    last = min(today, until.date() if isinstance(until, dt.datetime) else until)
    left_out = set(_exceptions(event))
    for at in itertools.islice(rrulestr(";".join(parts), dtstart=local, cache=False), _MOST):
        if at.date() > last:
            return
        if at not in left_out:
            zone = begin.tzinfo if isinstance(begin, dt.datetime) else None
            yield at.replace(tzinfo=zone) if isinstance(begin, dt.datetime) else at.date()


def _exceptions(event: Event) -> Iterator[dt.datetime]:
    said: Any = event.get("EXDATE", [])
    for each in said if isinstance(said, list) else [said]:
        for one in each.dts:
            at = one.dt
            yield at.replace(tzinfo=None) if isinstance(at, dt.datetime) else _midnight(at)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _meeting(event: Event, at: dt.date, whose: str, uid: str, today: dt.date) -> Meeting:
    moment = at if isinstance(at, dt.datetime) else None
    date = moment.date() if moment else at
    ours = uid.removesuffix(OURS)
    title, notes = _text(event, "SUMMARY"), _text(event, "DESCRIPTION")
    return Meeting(
        id=ours if is_id(ours) else meeting_id("ics", whose, uid or title, at.isoformat()),
        date=date,
        status=_status(event, date, today),
        time=moment.time().replace(second=0, microsecond=0, tzinfo=None) if moment else None,
        tz=_zone(moment),
        minutes=_minutes(event) if moment else None,
        words=MeetingWords(
            place=_text(event, "LOCATION") or None,
            topics=(title,) if title and not is_id(ours) else (),
            notes=notes or None,
        ),
    )


def _status(event: Event, date: dt.date, today: dt.date) -> MeetingStatus:
    if _text(event, "STATUS").upper() == "CANCELLED":
        return MeetingStatus.CANCELLED
    return MeetingStatus.HELD if date <= today else MeetingStatus.PLANNED


def _minutes(event: Event) -> int | None:
    """How long it took; None where that isn't said, or can't be."""
    begin = event.decoded("DTSTART")
    if "DURATION" in event:
        length = event.decoded("DURATION")
    elif "DTEND" in event:
        length = event.decoded("DTEND") - begin
    else:
        return None
    minutes = int(length.total_seconds()) // 60
    return minutes if 1 <= minutes <= LONGEST else None


def _zone(moment: dt.datetime | None) -> str | None:
    """The zone's name; None where the time is local wherever one is."""
    zone: Any = moment.tzinfo if moment else None
    name = getattr(zone, "key", None) or (zone.tzname(moment) if zone else None)
    return str(name) if name and ("/" in str(name) or name == "UTC") else None


def _text(event: Event, key: str) -> str:
    value: Any = event.get(key, "")
    return str(value[0] if isinstance(value, list) else value).strip()
