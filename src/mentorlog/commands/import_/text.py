"""How it is said what a file holds, and what became of each meeting that was seen in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import Source
from mentorlog.exchange.incoming import Found, Skipped
from mentorlog.exchange.incoming.known import Known
from mentorlog.journal.names import safe
from mentorlog.terminal.layout import joined
from mentorlog.terminal.wording import clock, day, duration, spelled

_LISTED = 20  # of what was skipped, named one by one


def preview(meetings: Iterable[Meeting], found: Iterable[Found], today: dt.date) -> Iterator[str]:
    """A line for each: date, length, title. None for what is nothing new by itself."""
    pairs = zip(meetings, found, strict=True)
    for meeting, one in sorted(pairs, key=lambda pair: (pair[0].date, pair[0].time or dt.time())):
        if not one.only_known:
            yield f"  {joined((when(meeting, today), _rest(meeting), _title(one)), ', ')}"


def groups(found: Sequence[Sequence[Found]], today: dt.date) -> Iterator[str]:
    """A numbered line for each event or series: when, how often, length, title."""
    for number, group in enumerate(found, 1):
        dates = sorted(one.meeting.date for one in group if not one.only_known)
        often = f"{len(dates)} times to {day(dates[-1], today)}" if len(dates) > 1 else ""
        parts = (day(dates[0], today), often, _rest(group[0].meeting), _title(group[0]))
        yield f"  {number:>3}  {joined(parts, ', ')}"


def counts(
    *, seen: int, taken: int, here: int, not_chosen: int, skipped: Sequence[Skipped]
) -> Iterator[str]:
    """What was seen, if not all of it was taken, and where the rest is."""
    if here:
        yield f"Here already: {here}."
    if not_chosen:
        yield f"Not chosen: {not_chosen}."
    if skipped:
        yield f"Skipped: {sum(one.count for one in skipped)}."
        yield from (f"  {_skipped(one)}." for one in skipped[:_LISTED])
        if more := sum(one.count for one in skipped[_LISTED:]):
            yield f"  and {more} more."
    if seen != taken:
        yield f"Seen in the file: {seen}."


def changes(changed: Iterable[Known], kept: Iterable[Known], today: dt.date) -> Iterator[str]:
    """What the calendar changed, and what it changed that was changed here, too."""
    for one in changed:
        if one.here is not None:
            yield f"{_change(one.here, one.becomes, today)} ({one.becomes.id})."
    for one in kept:
        if one.here is not None and one.said is not None:
            yield (
                f"Kept as it is here: {_as_it_is(one.here, today)} ({one.here.id}). "
                f"The calendar says: {_as_it_is(_as_said(one.here, one.said), today)}."
            )


def when(meeting: Meeting, today: dt.date) -> str:
    """Thu 26 Nov 15:00."""
    return joined((day(meeting.date, today), clock(meeting.time) if meeting.time else ""), " ")


def _as_it_is(meeting: Meeting, today: dt.date) -> str:
    return joined((when(meeting, today), _rest(meeting)), ", ")


def _as_said(here: Meeting, said: Source) -> Meeting:
    """The meeting as the calendar has it."""
    return replace(
        here,
        date=said.date or here.date,
        time=said.time,
        minutes=said.minutes,
        status=said.status or here.status,
    )


def _change(here: Meeting, becomes: Meeting, today: dt.date) -> str:
    if becomes.status is MeetingStatus.CANCELLED:
        return f"Cancelled: {when(here, today)}"
    if when(here, today) != when(becomes, today):
        return f"Moved: {when(here, today)} to {when(becomes, today)}"
    return f"Changed: {_as_it_is(becomes, today)}"


def _rest(meeting: Meeting) -> str:
    usual = meeting.status in (MeetingStatus.HELD, MeetingStatus.PLANNED)
    length = duration(meeting.minutes) if meeting.minutes else ""
    return joined((length, "" if usual else spelled(meeting.status)), ", ")


def _title(one: Found) -> str:
    return safe(one.title.replace("\n", " "))


def _skipped(one: Skipped) -> str:
    often = f" ({one.count})" if one.count > 1 else ""
    return f"{one.place}{often}: {one.why}"
