"""Which meetings of a file are here already, and how the calendar changed them since.

A meeting from a calendar keeps what the calendar last said in its `source`. If the calendar says
something else now, the meeting follows, unless it was edited here. Pure.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords, Source
from mentorlog.exchange.incoming import Found
from mentorlog.exchange.incoming.events import OURS, civil, zone_called
from mentorlog.exchange.incoming.ics import was_imported_as
from mentorlog.frozen import dataclass, replace

_ON = {MeetingStatus.PLANNED, MeetingStatus.HELD}  # the same for a calendar
_A_FEW_DAYS = dt.timedelta(days=3)
_OFF = {MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED}  # the same for a calendar


class Verdict(Enum):
    """What to do with a meeting from a file."""

    NEW = "new"
    HERE = "here"
    CHANGED = "changed"  # only the calendar changed it
    KEPT = "kept"  # both sides changed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`here`: the meeting in the journal. `becomes`: what it will be after the import.

    A kept meeting only notes what the calendar says now, which is `theirs`.
    """

    verdict: Verdict
    here: Meeting | None = None
    becomes: Meeting
    theirs: Source | None = None


def known(
    found: Iterable[Found],
    meetings: Iterable[Meeting],
    elsewhere: Iterable[str],
    whose: str,
    complete: Iterable[str] = (),
) -> Iterator[tuple[Found, Known]]:
    """What to do with each meeting; updates of meetings that were never here are left out.

    `meetings`: of the same person, with words. `elsewhere`: ids of all other entries. `complete`:
    groups whose other dates, if they are here, are cancelled.
    """
    own = _OwnMeetings(tuple(meetings), frozenset(elsewhere), whose)
    records = list(found)
    taken = [None if own.is_called_off(record) else own.taken(record) for record in records]
    for record, exactly in zip(records, taken, strict=True):
        if own.is_called_off(record):
            yield from ((date, _compared(date, here)) for date, here in own.called_off(record))
        elif (here := exactly or own.shifted(record)) is not None:
            yield record, _compared(record, here)
        elif record.meeting.id in own.elsewhere:
            yield record, Known(verdict=Verdict.HERE, becomes=record.meeting)
        elif (here := own.written_by_hand(record)) is not None:
            yield record, _noted(record, here)
        elif not record.only_known:
            yield record, Known(verdict=Verdict.NEW, becomes=record.meeting)
    latest = {record.group: record for record in records if record.recurs}
    for record in (latest[group] for group in complete if group in latest):
        yield from ((date, _compared(date, here)) for date, here in own.called_off(record))


class _OwnMeetings:
    """The meetings here, each to be recognised once."""

    def __init__(
        self, meetings: tuple[Meeting, ...], elsewhere: frozenset[str], whose: str
    ) -> None:
        self._by_id = {meeting.id: meeting for meeting in meetings}
        self._by_source = {
            (source.uid, source.recurrence_id): meeting
            for meeting in meetings
            if (source := _source_of(meeting))
        }
        self._series = {uid for uid, recurrence in self._by_source if recurrence}
        self.elsewhere = elsewhere
        self._whose = whose

    def taken(self, record: Found) -> Meeting | None:
        """The meeting here that a record is about, or None; it can't be recognised again."""
        here = self._recognised(record)
        if here is not None:
            self._by_id.pop(here.id, None)
        return here

    def shifted(self, record: Found) -> Meeting | None:
        """The date this was before its whole series moved by a few days, or None."""
        source = _source_of(record.meeting)
        planned = _day(source) if source else None
        if source is None or planned is None or not record.recurs or record.only_known:
            return None
        near = [
            (abs(planned - day), here.date, here.id)
            for here in self._dates_of(source.uid)
            if (day := _day(here.words.source if here.words else None)) is not None
            and abs(planned - day) <= _A_FEW_DAYS
        ]
        return self._by_id.pop(min(near)[2]) if near else None

    def written_by_hand(self, record: Found) -> Meeting | None:
        """The meeting here of that day and time that was planned or logged by hand, or None."""
        if (
            record.only_known
            or _source_of(record.meeting) is None
            or record.meeting.status not in _ON
        ):
            return None
        for here in self._by_id.values():
            same_time = here.time == record.meeting.time or None in (here.time, record.meeting.time)
            plain = here.words is not None and here.words.source is None and here.status in _ON
            if plain and same_time and here.date == record.meeting.date:
                return self._by_id.pop(here.id)
        return None

    def is_called_off(self, record: Found) -> bool:
        """Whether it cancels a series with dates here."""
        source = _source_of(record.meeting)
        return record.calls_off and source is not None and source.uid in self._series

    def called_off(self, record: Found) -> Iterator[tuple[Found, Meeting]]:
        """The other dates of its series, each as cancelled in the calendar."""
        source = _source_of(record.meeting)
        for here in list(self._dates_of(source.uid if source else None)):
            before = _source_of(here)
            if source is not None and before is not None:
                del self._by_id[here.id]
                theirs = replace(before, status=MeetingStatus.CANCELLED, sequence=source.sequence)
                words = replace(record.meeting.words or MeetingWords(), source=theirs)
                yield replace(record, meeting=replace(here, words=words), at=None), here

    def _dates_of(self, uid: str | None) -> Iterator[Meeting]:
        for here in self._by_id.values():
            source = _source_of(here)
            if uid and source and source.uid == uid and source.recurrence_id:
                yield here

    def _recognised(self, record: Found) -> Meeting | None:
        source = _source_of(record.meeting)
        if source and (here := self._by_source.get((source.uid, source.recurrence_id))):
            return self._by_id.get(here.id)
        if record.meeting.id in self._by_id:
            return self._by_id[record.meeting.id]
        for identity in record.also() if self._by_id else ():
            if identity in self._by_id:
                return self._by_id[identity]
        earlier = (here for here in self._by_id.values() if _source_of(here) is None)
        return next((here for here in earlier if was_imported_as(here, record, self._whose)), None)


def _compared(record: Found, here: Meeting) -> Known:
    """What to do with a record of the meeting here.

    `theirs` is what the calendar says of it now, `before` what it said at the last import.
    """
    theirs = _source_of(record.meeting)
    same = Known(verdict=Verdict.HERE, here=here, becomes=here)
    if theirs is None:  # from a table
        return same
    theirs = _in_zone_of(record, here, theirs)
    if here.words is None:  # sealed, and no key here
        return same if _agrees(here, theirs) else replace(same, verdict=Verdict.KEPT, theirs=theirs)
    before = here.words.source or _assumed_before(here, theirs)
    if theirs.status is MeetingStatus.CANCELLED:  # at whatever time it would have been
        theirs = replace(theirs, date=before.date, time=before.time, minutes=before.minutes)
    if (theirs.sequence or 0) < (before.sequence or 0) or _same(theirs, before):
        return same
    words = here.words if _is_ours(here, theirs) else replace(here.words, source=theirs)
    if _is_edited(here, before):
        kept = replace(here, words=words)
        moved_there_too = here.rescheduled_to is not None and here.rescheduled_to == theirs.date
        agreed = moved_there_too or _same(theirs, _as_source(here, theirs))
        verdict = Verdict.HERE if agreed else Verdict.KEPT
        return Known(verdict=verdict, here=here, becomes=kept, theirs=theirs)
    moved = _moved(theirs, before)
    same_status = _same_status(theirs, before) and not moved
    becomes = replace(
        here,
        date=theirs.date if moved and theirs.date else here.date,
        time=theirs.time if moved else here.time,
        minutes=here.minutes if theirs.minutes == before.minutes else theirs.minutes,
        status=theirs.status if theirs.status and not same_status else here.status,
        words=words,
    )
    return Known(verdict=Verdict.CHANGED, here=here, becomes=becomes, theirs=theirs)


def _agrees(here: Meeting, theirs: Source) -> bool:
    """Whether a meeting whose words nobody can read is as the calendar has it now."""
    now = _as_source(here, theirs)
    if MeetingStatus.CANCELLED in (theirs.status, here.status):
        return _same_status(theirs, now)
    return _same(theirs, now)


def _noted(record: Found, here: Meeting) -> Known:
    """A meeting written by hand, with the calendar's `source`; a plan is completed by it."""
    theirs = _source_of(record.meeting)
    noted = replace(here, words=replace(here.words or MeetingWords(), source=theirs))
    if here.status is not MeetingStatus.PLANNED or (here.time and here.minutes):
        return Known(verdict=Verdict.HERE, here=here, becomes=noted)
    meeting = record.meeting
    whole = replace(noted, time=here.time or meeting.time, minutes=here.minutes or meeting.minutes)
    same = whole == noted
    return Known(verdict=Verdict.HERE if same else Verdict.CHANGED, here=here, becomes=whole)


def _is_edited(here: Meeting, before: Source) -> bool:
    """Whether it was, or may have been, edited here: it may have been logged, or be ours."""
    if here.words is None or here.words.source is None:
        return here.status is not MeetingStatus.PLANNED or _is_ours(here, before)
    return _as_source(here, before) != before


def _is_ours(here: Meeting, source: Source) -> bool:
    """Whether we exported it, so that it doesn't come from a calendar."""
    exported = here.id == (source.uid or "").removesuffix(OURS)
    return exported and (here.words is None or here.words.source is None)


def _source_of(meeting: Meeting) -> Source | None:
    return meeting.words.source if meeting.words else None


def _in_zone_of(record: Found, here: Meeting, theirs: Source) -> Source:
    """The calendar's time in the zone of the meeting here; I may be in another zone today."""
    zone = zone_called(here.tz) if here.tz else None
    if zone is None or record.at is None or record.at.tzinfo is None:
        return theirs
    at = civil(record.at, zone)
    return replace(theirs, date=at.date, time=at.time)


def _assumed_before(here: Meeting, theirs: Source) -> Source:
    """What a calendar said of a meeting that was imported before `source` was kept.

    Its date and time are part of its id; its planned length is lost.
    """
    return replace(_as_source(here, theirs), minutes=theirs.minutes, sequence=None)


def _as_source(here: Meeting, source: Source) -> Source:
    """The meeting here, as a calendar would describe it."""
    return replace(source, date=here.date, time=here.time, minutes=here.minutes, status=here.status)


def _day(source: Source | None) -> dt.date | None:
    """The day on which a date of a series was planned."""
    with contextlib.suppress(ValueError):
        recurrence = source.recurrence_id if source else None
        return dt.datetime.strptime((recurrence or "")[:8], "%Y%m%d").date()  # noqa: DTZ007
    return None


def _same(now: Source, before: Source) -> bool:
    return not _moved(now, before) and now.minutes == before.minutes and _same_status(now, before)


def _moved(now: Source, before: Source) -> bool:
    return (now.date, now.time) != (before.date, before.time)


def _same_status(now: Source, before: Source) -> bool:
    both = {now.status, before.status}
    return len(both) == 1 or both <= _ON or both <= _OFF
