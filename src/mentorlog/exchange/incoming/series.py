"""When the events of a calendar take place: each date of each series, once, in its latest version.

recurring-ical-events says which dates there are. What it is given is one event with nothing but
its times, so that nothing else can go wrong in it, and only so long. Its words reach nobody.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import heapq
import re
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from mentorlog.domain.entries import EARLIEST
from mentorlog.exchange.calendars import library, not_installed
from mentorlog.exchange.incoming import MOST
from mentorlog.exchange.incoming.events import Event, Unreadable
from mentorlog.frozen import dataclass

_A_DAY = dt.timedelta(days=1)
_FIRST_STEP = dt.timedelta(days=128)
AHEAD = dt.timedelta(days=366)  # how far the dates to come of a series are counted
NO_DATE = "it has no date"
_SAYS_NOTHING = {"RSCALE=GREGORIAN", "SKIP=OMIT", "COUNT=-1", "COUNT=0"}
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that an event took place, or will. `begin`: a day, or a time with or without zone.

    `planned`: which date of the series it is, by its own rule; None where there is no series.
    `length`: None if unknown. `recurs`: it is a date of a series that is in the file.
    `cut`: this date was taken out of the series.
    """

    event: Event
    begin: dt.date
    planned: dt.date | None = None
    length: dt.timedelta | None = None
    recurs: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """`older`: how many are left out. `whole`: whether there was time for all of them."""

    kept: tuple[Occurrence, ...]
    older: int = 0
    whole: bool = True


class TooLong(Exception):
    """Reading took longer than anyone waits."""


class Patience:
    """How much computing the series of one file may cost, in seconds, from now on.

    A rule that may never come true would be followed for eight thousand years, so it is stopped
    wherever it is, after a quarter of that at most. Plain rules always have a next date.
    """

    def __init__(self, seconds: float) -> None:
        self._for_one = seconds / 4
        self._ends = time.process_time() + seconds

    def check(self) -> None:
        """Raises TooLong where nothing is left."""
        if time.process_time() > self._ends:
            raise TooLong

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Raises TooLong in the block where it takes too long: every call in it looks at the clock.

        That makes it several times as slow.
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
    """Each event (of a series: each exception, too) in its latest version; and all older ones.

    Raises nothing: what says when it was meant to be, but can't be read, is left as it is.
    """
    newest: dict[object, Event] = {}
    for event in events:
        uid = event.text("UID")
        key = (uid, _which(event)) if uid else event.number
        other = newest.get(key)
        if other is None or _version(event) >= _version(other):
            newest[key] = event
    kept = {event.number for event in newest.values()}
    return list(newest.values()), [event for event in events if event.number not in kept]


def occurrences(events: list[Event], today: dt.date, patience: Patience) -> Dates:
    """Every date of what one UID says, read from the newest back. Raises Unreadable, TooLong."""
    if not is_series(events):
        return Dates(kept=tuple(_single(event, today) for event in events))
    patience.check()
    found: dict[object, Occurrence] = {}
    whole = True
    try:
        for one in _watched(events, today, patience):
            found.setdefault((one.event.number, one.begin, one.planned), one)
    except TooLong:
        if all(one.cut for one in found.values()):
            raise
        whole = False
    tonight = dt.datetime.combine(today, dt.time.max)
    dates = found.values()
    past = [one for one in dates if _comparable(one.begin) <= tonight and not one.cut]
    newest = heapq.nlargest(MOST, past, key=lambda one: _comparable(one.begin))
    others = [one for one in dates if _comparable(one.begin) > tonight or one.cut]
    return Dates(kept=(*reversed(newest), *others), older=len(past) - len(newest), whole=whole)


def _watched(events: list[Event], today: dt.date, patience: Patience) -> Iterator[Occurrence]:
    """The dates of a series, as long as there is time. Raises Unreadable, TooLong."""
    _library()  # so that no rule has to wait for it
    rules = [text for event in events for _, text in event.said.get("RRULE", ())]
    rare = any(map(_may_be_rare, rules))
    watched = patience.watched() if rare else contextlib.nullcontext()
    with warnings.catch_warnings(action="ignore"), watched:
        for one in _dates(events, today):
            yield one
            patience.check()


def is_series(events: Iterable[Event]) -> bool:
    """Whether they say a rule, or more dates than one."""
    return any("RRULE" in event.said or "RDATE" in event.said for event in events)


def _which(event: Event) -> str:
    values = event.said.get("RECURRENCE-ID", ())
    return str(values[0]) if values else ""


def _version(event: Event) -> tuple[int, str]:
    return event.number_in("SEQUENCE"), event.text("LAST-MODIFIED") or event.text("DTSTAMP")


def _may_be_rare(rule: str) -> bool:
    """Whether more than the rhythm and the days of the week say when it is."""
    said = {part.partition("=")[0].strip().upper() for part in rule.split(";")}
    frequent = re.search(r"FREQ\s*=\s*(DAILY|WEEKLY|MONTHLY|YEARLY)", rule.upper())
    plain = said <= {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", ""}
    return not (frequent and plain) or re.search(r"BYDAY\s*=[^;]*[0-9]", rule.upper()) is not None


def _single(event: Event, today: dt.date) -> Occurrence:
    begin = event.moment("DTSTART")
    planned = event.moment("RECURRENCE-ID")
    if begin is None and planned is None:
        if not event.is_cancelled():
            raise Unreadable(NO_DATE)
        return Occurrence(event=event, begin=today, cut=True)  # whenever it would have been
    return Occurrence(event=event, begin=begin or planned, planned=planned, length=_length(event))


def _length(event: Event) -> dt.timedelta | None:
    """How long it takes; None where that isn't said, or can't be."""
    try:
        begin, end = event.moment("DTSTART"), event.end()
        if end is not None:
            return _from_to(begin, end)
        said = event.text("DURATION")
        return library().vDuration.from_ical(said) if said else None
    except _BROKEN:
        return None


def _from_to(begin: Any, end: Any) -> dt.timedelta:
    """The time that passes, whatever clocks are put forward or back meanwhile."""
    if isinstance(begin, dt.datetime) and begin.tzinfo and end.tzinfo:
        begin, end = begin.astimezone(dt.UTC), end.astimezone(dt.UTC)
    length: dt.timedelta = end - begin
    return length


@cache
def _library() -> tuple[Any, Any]:
    """The classes of recurring-ical-events in use. Raises Refused without the extra."""
    try:
        from recurring_ical_events import EventAdapter, Occurrence, Series
    except ModuleNotFoundError:
        raise not_installed() from None

    class Dated(Occurrence):  # type: ignore[misc]  # it has no types
        def __init__(self, adapter: Any, *more: Any, **named: Any) -> None:
            super().__init__(adapter, *more, **named)
            self.adapter = adapter

    class Dates(Series):  # type: ignore[misc]  # it has no types
        occurrence = Dated

    return EventAdapter, Dates


def _dates(events: list[Event], today: dt.date) -> Iterator[Occurrence]:
    adapted, series = _library()
    start = _start(events)
    made = [(adapted(_bare(event, start)), event) for event in events]
    of = {
        id(adapter): (event, _on_the_day(event.moment("RECURRENCE-ID"), start), _length(event))
        for adapter, event in made
    }
    for event in events:
        for day in event.moments("EXDATE"):
            cut = _on_the_day(day, start)
            yield Occurrence(event=event, begin=cut, planned=cut, recurs=True, cut=True)
    try:
        made_of = series([adapter for adapter, _ in made])
        for begin, end in _windows(events, today):
            for one in made_of.between(begin, end):
                event, planned, length = of[id(one.adapter)]
                if planned is None:
                    planned = one.start
                elif one.adapter.this_and_future:
                    planned = one.start - one.adapter.move_recurrences_by
                if isinstance(one.start, dt.datetime) and one.end != one.start:
                    length = one.end - one.start  # a period of its own
                yield Occurrence(
                    event=event, begin=one.start, planned=planned, length=length, recurs=True
                )
    except _BROKEN:
        raise Unreadable("its dates can't be read") from None


def _windows(events: list[Event], today: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """From now back to where the events begin, in ever longer steps; then what is to come."""
    moments = [event.moment("DTSTART") for event in events]
    for event in events:
        moments += [one[0] if isinstance(one, tuple) else one for one in event.moments("RDATE")]
    earliest = dt.datetime.combine(EARLIEST, dt.time())
    first = max(min(_comparable(one) - _A_DAY for one in moments if one), earliest)
    now = end = dt.datetime.combine(today, dt.time())
    step = _FIRST_STEP
    while end > first:
        begin = max(end - step, earliest)
        yield begin, end
        end, step = begin, step * 4
    yield now, now + AHEAD


def _start(events: list[Event]) -> Any:
    """When the first date of a series is, or of what is known of it."""
    core = next((event for event in events if "RECURRENCE-ID" not in event.said), events[0])
    return core.moment("DTSTART")


def _on_the_day(moment: Any, start: Any) -> Any:
    """Which date of a series is meant where only its day is said."""
    if moment and isinstance(start, dt.datetime) and not isinstance(moment, dt.datetime | tuple):
        return start.replace(year=moment.year, month=moment.month, day=moment.day)
    return moment


def _bare(event: Event, start: Any) -> Any:
    """The event as the library takes it: its times and nothing else, without a length.

    `start`: of its series. Raises Unreadable.
    """
    icalendar = library()
    begin = event.moment("DTSTART")
    if begin is None:
        raise Unreadable(NO_DATE)
    made = icalendar.Event()
    made["UID"] = event.text("UID") or str(event.number)
    made["DTSTART"] = icalendar.vDDDTypes(begin)
    made["SEQUENCE"] = event.number_in("SEQUENCE")
    if moments := event.moments("EXDATE"):
        made["EXDATE"] = icalendar.vDDDLists(list(moments))
    if moments := event.moments("RDATE"):
        made["RDATE"] = icalendar.vDDDLists([_on_the_day(one, begin) for one in moments])
    if rules := event.said.get("RRULE"):
        made["RRULE"] = [_rule(text) for _, text in rules]
    if values := event.said.get("RECURRENCE-ID"):
        planned = _on_the_day(event.moment("RECURRENCE-ID"), start)
        made["RECURRENCE-ID"] = icalendar.vDDDTypes(planned)
        if values[0][0].get("RANGE", "").upper() == "THISANDFUTURE":
            made["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return made


def _rule(text: str) -> Any:
    """A rule without what says nothing: some write that it has no end as COUNT=-1.

    Raises Unreadable.
    """
    plain = text.replace("\\;", ";").replace("\\,", ",").strip()
    parts = [part.strip() for part in plain.strip(";").split(";")]
    kept = [part for part in parts if part.upper() not in _SAYS_NOTHING]
    try:
        return library().vRecur.from_ical(";".join(kept))
    except _BROKEN:
        raise Unreadable("its rule can't be read") from None


def _comparable(moment: dt.date) -> dt.datetime:
    """Good enough to put days, local times and moments in order."""
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=None)
    return dt.datetime.combine(moment, dt.time())
