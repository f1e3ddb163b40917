"""When the events of a calendar take place: each date of each series once, in its latest version.

recurring-ical-events computes the dates. It gets an event with only its times, so that nothing else
in it can go wrong, and only limited time. It never gets the event's words.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from mentorlog.domain.entries import EARLIEST
from mentorlog.errors import NotInstalled
from mentorlog.exchange.incoming import MOST
from mentorlog.exchange.incoming.events import BROKEN, Event, UnreadablePart, library
from mentorlog.frozen import dataclass, replace

_A_DAY = dt.timedelta(days=1)
_FIRST_STEP = dt.timedelta(days=128)
AHEAD = dt.timedelta(days=366)  # how far ahead dates of a series are counted
NO_DATE = "it has no date"
_SAYS_NOTHING = {"RSCALE=GREGORIAN", "SKIP=OMIT", "COUNT=-1", "COUNT=0"}
_NEVER_GOES_ON = re.compile(r"INTERVAL=(?:[+-]?0*|-\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One date of an event, past or future. `begin`: a day, or a time with or without zone.

    `planned`: its date in the series by the rule; None outside of a series.
    `length`: None if unknown.
    `recurs`: it is a date of a series in the file.
    `cut`: this date was removed from the series.
    """

    event: Event
    begin: dt.date
    planned: dt.date | None = None
    length: dt.timedelta | None = None
    recurs: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """`older`: how many older dates are left out. `whole`: whether there was time for all."""

    kept: tuple[Occurrence, ...]
    older: int = 0
    whole: bool = True


class TooLong(Exception):
    """Reading took longer than anyone would wait."""


class TimeLimit:
    """How many seconds of computing the series of one file may take, from now on.

    A rule that never comes true would be followed for eight thousand years, so each one is stopped
    after a quarter of the time. Plain rules always have a next date.
    """

    def __init__(self, seconds: float) -> None:
        self._for_one = seconds / 4
        self._ends = time.process_time() + seconds

    def check(self) -> None:
        """Raises TooLong if no time is left."""
        if time.process_time() > self._ends:
            raise TooLong

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Raises TooLong inside the block when it takes too long: every call checks the clock.

        This makes it several times slower.
        """
        ends = min(self._ends, time.process_time() + self._for_one)

        def look(*_: object) -> None:
            if time.process_time() > ends:
                sys.setprofile(before)
                raise TooLong

        before = sys.getprofile()
        sys.setprofile(look)
        try:
            yield
        finally:
            sys.setprofile(before)


def latest(events: Iterable[Event]) -> tuple[list[Event], list[Event]]:
    """Each event, and each exception of a series, in its latest version; and the older ones.

    Never raises: an event with an unreadable date is kept as it is.
    """
    newest: dict[object, Event] = {}
    for event in events:
        uid = event.text("UID")
        key = (uid, _recurrence_id(event)) if uid else event.number
        other = newest.get(key)
        if other is None or _version(event) >= _version(other):
            newest[key] = event
    kept = {event.number for event in newest.values()}
    return list(newest.values()), [event for event in events if event.number not in kept]


def occurrences(events: list[Event], today: dt.date, limit: TimeLimit) -> Dates:
    """Every date of one UID's events; the newest are read first, in case the time runs out.

    Raises UnreadablePart, TooLong.
    """
    if not is_series(events):
        return Dates(kept=tuple(_single(event, today) for event in events))
    limit.check()
    if _repeats_in_utc(events):
        events = [replace(event, zones=event.zones.in_utc()) for event in events]
    distinct: dict[object, Occurrence] = {}
    whole = True
    try:
        for date in _watched(events, today, limit):
            distinct.setdefault((date.event.number, date.begin, date.planned), date)
    except TooLong:
        if all(date.cut for date in distinct.values()):
            raise
        whole = False
    tonight = dt.datetime.combine(today, dt.time.max)
    dates = distinct.values()
    past = [date for date in dates if _comparable(date.begin) <= tonight and not date.cut]
    newest = sorted(past, key=lambda date: _comparable(date.begin))[-MOST:]
    others = [date for date in dates if _comparable(date.begin) > tonight or date.cut]
    return Dates(kept=(*newest, *others), older=len(past) - len(newest), whole=whole)


def _watched(events: list[Event], today: dt.date, limit: TimeLimit) -> Iterator[Occurrence]:
    """The dates of a series, while there is time. Raises UnreadablePart, TooLong."""
    _library()  # import it before the time runs
    rules = [text for event in events for _, text in event.properties.get("RRULE", ())]
    rare = any(map(_may_be_rare, rules))
    watched = limit.watched() if rare else contextlib.nullcontext()
    with warnings.catch_warnings(action="ignore"), watched:
        for date in _dates(events, today):
            yield date
            limit.check()


def is_series(events: Iterable[Event]) -> bool:
    """Whether the events have a rule, or more than one date."""
    return any("RRULE" in event.properties or "RDATE" in event.properties for event in events)


def _repeats_in_utc(events: list[Event]) -> bool:
    """Whether a rule in UTC means UTC although the calendar has a zone: its exceptions tell.

    Otherwise they would cut and move dates that it doesn't have.
    """
    first = core(events)
    start = first.moment("DTSTART")
    if not isinstance(start, dt.datetime) or not first.text("DTSTART").upper().endswith("Z"):
        return False
    exceptions = [
        moment
        for event in events
        for moment in (event.moment("RECURRENCE-ID"), *event.moments("EXDATE"))
    ]
    zoned = [moment for moment in exceptions if isinstance(moment, dt.datetime) and moment.tzinfo]
    by_clock = {moment.astimezone(start.tzinfo).time() == start.time() for moment in zoned}
    by_utc = {
        moment.astimezone(dt.UTC).time() == start.astimezone(dt.UTC).time() for moment in zoned
    }
    return by_utc == {True} and False in by_clock


def _recurrence_id(event: Event) -> str:
    values = event.properties.get("RECURRENCE-ID", ())
    return str(values[0]) if values else ""


def _version(event: Event) -> tuple[int, str]:
    return event.number_in("SEQUENCE"), event.text("LAST-MODIFIED") or event.text("DTSTAMP")


def _may_be_rare(rule: str) -> bool:
    """Whether a rule has more than a frequency and weekdays, and so may never come true."""
    parts = {part.partition("=")[0].strip().upper() for part in rule.split(";")}
    frequent = re.search(r"FREQ\s*=\s*(DAILY|WEEKLY|MONTHLY|YEARLY)", rule.upper())
    plain = parts <= {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", ""}
    return not (frequent and plain) or re.search(r"BYDAY\s*=[^;]*[0-9]", rule.upper()) is not None


def _single(event: Event, today: dt.date) -> Occurrence:
    begin = event.moment("DTSTART")
    planned = event.moment("RECURRENCE-ID")
    if begin is None and planned is None:
        if not event.is_cancelled():
            raise UnreadablePart(NO_DATE)
        return Occurrence(event=event, begin=today, cut=True)  # at whatever time it would have been
    return Occurrence(event=event, begin=begin or planned, planned=planned, length=_length(event))


def _length(event: Event) -> dt.timedelta | None:
    """How long it takes; None if that is unknown or invalid."""
    try:
        begin, end = event.moment("DTSTART"), event.end()
        if end is not None:
            return _from_to(begin, end)
        text = event.text("DURATION")
        return library().vDuration.from_ical(text) if text else None
    except BROKEN:
        return None


def _from_to(begin: Any, end: Any) -> dt.timedelta:
    """The time that passes, even if the clocks change in between."""
    if isinstance(begin, dt.datetime) and begin.tzinfo and end.tzinfo:
        begin, end = begin.astimezone(dt.UTC), end.astimezone(dt.UTC)
    length: dt.timedelta = end - begin
    return length


@cache
def _library() -> tuple[Any, Any]:
    """The classes of recurring-ical-events. Raises Refused without the extra."""
    try:
        from recurring_ical_events import EventAdapter, Occurrence, Series
    except ModuleNotFoundError:
        raise NotInstalled("Calendars", "calendar", sys.executable) from None

    class Dated(Occurrence):  # type: ignore[misc]  # it has no types
        def __init__(self, adapter: Any, *more: Any, **named: Any) -> None:
            super().__init__(adapter, *more, **named)
            self.adapter = adapter

    class DatedSeries(Series):  # type: ignore[misc]  # it has no types
        occurrence = Dated

    return EventAdapter, DatedSeries


def _dates(events: list[Event], today: dt.date) -> Iterator[Occurrence]:
    adapted, series = _library()
    start = core(events).moment("DTSTART")
    adapters = [(adapted(_bare(event, start)), event) for event in events]
    by_adapter = {
        id(adapter): (event, _on_the_day(event.moment("RECURRENCE-ID"), start), _length(event))
        for adapter, event in adapters
    }
    for event in events:
        for day in event.moments("EXDATE"):
            cut = _on_the_day(day, start)
            yield Occurrence(event=event, begin=cut, planned=cut, recurs=True, cut=True)
    try:
        library_series = series([adapter for adapter, _ in adapters])
        for begin, end in _windows(events, today):
            for date in library_series.between(begin, end):
                event, planned, length = by_adapter[id(date.adapter)]
                if planned is None:
                    planned = date.start
                elif date.adapter.this_and_future:
                    planned = date.start - date.adapter.move_recurrences_by
                if isinstance(date.start, dt.datetime) and date.end != date.start:
                    length = date.end - date.start  # a date with its own length
                yield Occurrence(
                    event=event, begin=date.start, planned=planned, length=length, recurs=True
                )
    except BROKEN:
        raise UnreadablePart("its dates can't be read") from None


def _windows(events: list[Event], today: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Ever longer steps from now back to the beginning of the events; then the future."""
    moments = [event.moment("DTSTART") for event in events]
    for event in events:
        moments += [
            moment[0] if isinstance(moment, tuple) else moment for moment in event.moments("RDATE")
        ]
    earliest = dt.datetime.combine(EARLIEST, dt.time())
    first = max(min(_comparable(moment) - _A_DAY for moment in moments if moment), earliest)
    now = end = dt.datetime.combine(today, dt.time())
    step = _FIRST_STEP
    while end > first:
        begin = max(end - step, earliest)
        yield begin, end
        end, step = begin, step * 4
    yield now, now + AHEAD


def core(events: list[Event]) -> Event:
    """The event that the others are exceptions of."""
    return next((event for event in events if "RECURRENCE-ID" not in event.properties), events[0])


def _on_the_day(moment: Any, start: Any) -> Any:
    """The date of the series on this day, if only the day is given."""
    if moment and isinstance(start, dt.datetime) and not isinstance(moment, dt.datetime | tuple):
        return start.replace(year=moment.year, month=moment.month, day=moment.day)
    return moment


def _bare(event: Event, start: Any) -> Any:
    """The event for the library: only its times, without a length.

    `start`: of its series. Raises UnreadablePart.
    """
    icalendar = library()
    begin = event.moment("DTSTART")
    if begin is None:
        raise UnreadablePart(NO_DATE)
    component = icalendar.Event()
    component["UID"] = event.text("UID") or str(event.number)
    component["DTSTART"] = icalendar.vDDDTypes(begin)
    component["SEQUENCE"] = event.number_in("SEQUENCE")
    if moments := event.moments("EXDATE"):
        component["EXDATE"] = icalendar.vDDDLists(list(moments))
    if moments := event.moments("RDATE"):
        component["RDATE"] = icalendar.vDDDLists([_on_the_day(moment, begin) for moment in moments])
    if rules := event.properties.get("RRULE"):
        component["RRULE"] = [_rule(text, begin) for _, text in rules]
    if values := event.properties.get("RECURRENCE-ID"):
        planned = _on_the_day(event.moment("RECURRENCE-ID"), start)
        component["RECURRENCE-ID"] = icalendar.vDDDTypes(planned)
        if values[0][0].get("RANGE", "").upper() == "THISANDFUTURE":
            component["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return component


def _rule(text: str, begin: dt.date) -> Any:
    """A rule without meaningless parts: some programs write "no end" as COUNT=-1.

    `begin`: of its first date. Raises UnreadablePart.
    """
    parts = re.sub(r"[\\\s]", "", text).strip(";").split(";")  # some escape it, or space it out
    kept = [part for part in parts if part.upper() not in _SAYS_NOTHING]
    if any(_NEVER_GOES_ON.fullmatch(part) for part in kept):
        raise UnreadablePart("its rule can't be read")
    try:
        rule = library().vRecur.from_ical(";".join(kept))
        if ends := rule.get("UNTIL"):
            rule["UNTIL"] = [_until(end, begin) for end in ends]
    except BROKEN:
        raise UnreadablePart("its rule can't be read") from None
    return rule


def _until(end: Any, begin: dt.date) -> Any:
    """The end of a rule, in the form of its first date: by the same clock, or in UTC beside a zone.

    RFC 5545 wants this; some programs write their own time beside a zone, or UTC beside none.
    """
    if not (isinstance(begin, dt.datetime) and isinstance(end, dt.datetime)):
        return end
    if begin.tzinfo:
        end = end if end.tzinfo else end.replace(tzinfo=begin.tzinfo)
        return end.astimezone(dt.UTC)
    return end.astimezone().replace(tzinfo=None) if end.tzinfo else end


def _comparable(moment: dt.date) -> dt.datetime:
    """A moment in a form that sorts days, local times and zoned times together."""
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=None)
    return dt.datetime.combine(moment, dt.time())
