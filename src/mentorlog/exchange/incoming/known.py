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
from mentorlog.exchange.incoming.ics import was_taken_in_as
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

    A kept meeting only notes what the calendar says now, which is `said`.
    """

    verdict: Verdict
    here: Meeting | None = None
    becomes: Meeting
    said: Source | None = None


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
    shelf = _Shelf(tuple(meetings), frozenset(elsewhere), whose)
    everything = list(found)
    taken = [None if shelf.is_called_off(one) else shelf.taken(one) for one in everything]
    for one, exactly in zip(everything, taken, strict=True):
        if shelf.is_called_off(one):
            yield from ((date, _compared(date, here)) for date, here in shelf.called_off(one))
        elif (here := exactly or shelf.shifted(one)) is not None:
            yield one, _compared(one, here)
        elif one.meeting.id in shelf.elsewhere:
            yield one, Known(verdict=Verdict.HERE, becomes=one.meeting)
        elif (here := shelf.written_by_hand(one)) is not None:
            yield one, _noted(one, here)
        elif not one.only_known:
            yield one, Known(verdict=Verdict.NEW, becomes=one.meeting)
    latest = {one.group: one for one in everything if one.recurs}
    for one in (latest[group] for group in complete if group in latest):
        yield from ((date, _compared(date, here)) for date, here in shelf.called_off(one))


class _Shelf:
    """The meetings here, each to be recognised once."""

    def __init__(
        self, meetings: tuple[Meeting, ...], elsewhere: frozenset[str], whose: str
    ) -> None:
        self._by_id = {one.id: one for one in meetings}
        self._by_source = {
            (source.uid, source.recurrence_id): one
            for one in meetings
            if (source := _source_of(one))
        }
        self._series = {uid for uid, which in self._by_source if which}
        self.elsewhere = elsewhere
        self._whose = whose

    def taken(self, one: Found) -> Meeting | None:
        """The meeting here that this one is, or None; it can't be recognised again."""
        here = self._recognised(one)
        if here is not None:
            self._by_id.pop(here.id, None)
        return here

    def shifted(self, one: Found) -> Meeting | None:
        """The date this was before its whole series moved by a few days, or None."""
        said = _source_of(one.meeting)
        planned = _day(said) if said else None
        if said is None or planned is None or not one.recurs or one.only_known:
            return None
        near = [
            (abs(planned - day), here.date, here.id)
            for here in self._dates_of(said.uid)
            if (day := _day(here.words.source if here.words else None)) is not None
            and abs(planned - day) <= _A_FEW_DAYS
        ]
        return self._by_id.pop(min(near)[2]) if near else None

    def written_by_hand(self, one: Found) -> Meeting | None:
        """The meeting here of that day and time that was planned or logged by hand, or None."""
        if one.only_known or _source_of(one.meeting) is None or one.meeting.status not in _ON:
            return None
        for here in self._by_id.values():
            same_time = here.time == one.meeting.time or None in (here.time, one.meeting.time)
            plain = here.words is not None and here.words.source is None and here.status in _ON
            if plain and same_time and here.date == one.meeting.date:
                return self._by_id.pop(here.id)
        return None

    def is_called_off(self, one: Found) -> bool:
        """Whether it cancels a series with dates here."""
        said = _source_of(one.meeting)
        return one.calls_off and said is not None and said.uid in self._series

    def called_off(self, one: Found) -> Iterator[tuple[Found, Meeting]]:
        """The other dates of its series, each as cancelled in the calendar."""
        said = _source_of(one.meeting)
        for here in list(self._dates_of(said.uid if said else None)):
            before = _source_of(here)
            if said is not None and before is not None:
                del self._by_id[here.id]
                now = replace(before, status=MeetingStatus.CANCELLED, sequence=said.sequence)
                words = replace(one.meeting.words or MeetingWords(), source=now)
                yield replace(one, meeting=replace(here, words=words), at=None), here

    def _dates_of(self, uid: str | None) -> Iterator[Meeting]:
        for here in self._by_id.values():
            source = _source_of(here)
            if uid and source and source.uid == uid and source.recurrence_id:
                yield here

    def _recognised(self, one: Found) -> Meeting | None:
        said = _source_of(one.meeting)
        if said and (here := self._by_source.get((said.uid, said.recurrence_id))):
            return self._by_id.get(here.id)
        if one.meeting.id in self._by_id:
            return self._by_id[one.meeting.id]
        for identity in one.also() if self._by_id else ():
            if identity in self._by_id:
                return self._by_id[identity]
        earlier = (each for each in self._by_id.values() if _source_of(each) is None)
        return next((each for each in earlier if was_taken_in_as(each, one, self._whose)), None)


def _compared(one: Found, here: Meeting) -> Known:
    now = _source_of(one.meeting)
    same = Known(verdict=Verdict.HERE, here=here, becomes=here)
    if now is None or here.words is None:  # from a table; or sealed, so it can't be compared
        return same
    now = _where_it_was_taken_in(one, here, now)
    before = here.words.source or _unsaid(here, now)
    if now.status is MeetingStatus.CANCELLED:  # at whatever time it would have been
        now = replace(now, date=before.date, time=before.time, minutes=before.minutes)
    if (now.sequence or 0) < (before.sequence or 0) or _same(now, before):
        return same
    words = here.words if _is_ours(here, now) else replace(here.words, source=now)
    if _is_edited(here, before):
        kept = replace(here, words=words)
        moved_there_too = here.rescheduled_to is not None and here.rescheduled_to == now.date
        agreed = moved_there_too or _same(now, _as_source(here, now))
        verdict = Verdict.HERE if agreed else Verdict.KEPT
        return Known(verdict=verdict, here=here, becomes=kept, said=now)
    moved = _moved(now, before)
    becomes = replace(
        here,
        date=(now.date if moved else None) or here.date,
        time=now.time if moved else here.time,
        minutes=here.minutes if now.minutes == before.minutes else now.minutes,
        status=(None if _same_status(now, before) and not moved else now.status) or here.status,
        words=words,
    )
    return Known(verdict=Verdict.CHANGED, here=here, becomes=becomes, said=now)


def _noted(one: Found, here: Meeting) -> Known:
    """A meeting written by hand, with the calendar's `source`; a plan is completed by it."""
    now = _source_of(one.meeting)
    noted = replace(here, words=replace(here.words or MeetingWords(), source=now))
    if here.status is not MeetingStatus.PLANNED or (here.time and here.minutes):
        return Known(verdict=Verdict.HERE, here=here, becomes=noted)
    there = one.meeting
    whole = replace(noted, time=here.time or there.time, minutes=here.minutes or there.minutes)
    same = whole == noted
    return Known(verdict=Verdict.HERE if same else Verdict.CHANGED, here=here, becomes=whole)


def _is_edited(here: Meeting, before: Source) -> bool:
    """Whether it was, or may have been, edited here: it may have been logged, or be ours."""
    if here.words is None or here.words.source is None:
        return here.status is not MeetingStatus.PLANNED or _is_ours(here, before)
    return _as_source(here, before) != before


def _is_ours(here: Meeting, said: Source) -> bool:
    """Whether we exported it, so that it doesn't come from a calendar."""
    exported = here.id == (said.uid or "").removesuffix(OURS)
    return exported and (here.words is None or here.words.source is None)


def _source_of(meeting: Meeting) -> Source | None:
    return meeting.words.source if meeting.words else None


def _where_it_was_taken_in(one: Found, here: Meeting, now: Source) -> Source:
    """The calendar's time in the zone of the meeting here; I may be in another zone today."""
    zone = zone_called(here.tz) if here.tz else None
    if zone is None or one.at is None or one.at.tzinfo is None:
        return now
    at = civil(one.at, zone)
    return replace(now, date=at.date, time=at.time)


def _unsaid(here: Meeting, now: Source) -> Source:
    """What a calendar said of a meeting that was imported before `source` was kept.

    Its date and time are part of its id; its planned length is lost.
    """
    return replace(_as_source(here, now), minutes=now.minutes, sequence=None)


def _as_source(here: Meeting, said: Source) -> Source:
    """The meeting here, as a calendar would describe it."""
    return replace(said, date=here.date, time=here.time, minutes=here.minutes, status=here.status)


def _day(said: Source | None) -> dt.date | None:
    """The day on which a date of a series was planned."""
    with contextlib.suppress(ValueError):
        which = said.recurrence_id if said else None
        return dt.datetime.strptime((which or "")[:8], "%Y%m%d").date()  # noqa: DTZ007
    return None


def _same(now: Source, before: Source) -> bool:
    return not _moved(now, before) and now.minutes == before.minutes and _same_status(now, before)


def _moved(now: Source, before: Source) -> bool:
    return (now.date, now.time) != (before.date, before.time)


def _same_status(now: Source, before: Source) -> bool:
    both = {now.status, before.status}
    return len(both) == 1 or both <= _ON or both <= _OFF
