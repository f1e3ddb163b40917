"""Meetings from a calendar: one for each event, and for each past date of a repeating one.

An event is recognised by its UID and, in a series, by its date in the rule, so that one that moved
in the calendar is still the same meeting. Needs the extra `calendar`.

Source: RFC 5545 (events), RFC 5546 (METHOD, SEQUENCE, PARTSTAT).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter

from mentorlog.domain.entries import EARLIEST, Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords, Source
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import LONGEST, MOST, Found, Incoming, Skipped, meeting_id
from mentorlog.exchange.incoming.events import (
    OURS,
    Civil,
    Event,
    UnreadablePart,
    civil,
    events_in,
    library,
    zone_called,
)
from mentorlog.exchange.incoming.series import (
    Occurrence,
    TimeLimit,
    TooLong,
    core,
    is_series,
    latest,
    occurrences,
)
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.names import is_id

TIME_LIMIT = 2.0  # seconds of computing for one file
_ANSWERS = {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"}
_NO_PEOPLE = {"ROOM", "RESOURCE"}
_TWO = 2  # participants: if one of two declines, there is no meeting
_NAMED = 10  # events listed in a remark

WantedEvents = Callable[[str, frozenset[str]], bool]  # called with titles and participants
Left = Counter[tuple[int, str]]  # (event number, reason) -> how many dates are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """`whose`: the person met, for the meetings' ids. `now`: my local time, without a zone.

    `zone`: mine; None: this machine's. `partner`: the person's address. `wanted`: which events to
    read first if there isn't time for all.
    """

    whose: str
    now: dt.datetime
    zone: dt.tzinfo | None = None
    partner: str | None = None
    seconds: float = TIME_LIMIT
    wanted: WantedEvents = lambda titles, people: True  # noqa: ARG005

    def read(self, text: str) -> Incoming:
        """The events up to today; future ones outside of series become planned meetings.

        Raises Refused if it isn't a calendar, or the extra isn't installed.
        """
        library()
        events = events_in(text)
        if not events:
            raise Refused("There are no events in this calendar.", "Export it again as .ics.")
        newest, older = latest(events)
        left = Left((event.number, "the file has a later version of it") for event in older)
        by_id: dict[str, tuple[int, Found]] = {}
        complete: set[str] = set()
        limit = TimeLimit(self.seconds)
        for series in sorted(_by_uid(newest), key=self._in_turn):
            try:
                for record in self._series(series, limit, left, complete):
                    if record.meeting.id in by_id:
                        left[series[0].number, "it's in the file twice"] += not record.only_known
                    else:
                        by_id[record.meeting.id] = series[0].number, record
            except TooLong:
                left[series[0].number, "its series takes too long to follow"] += 1
            except UnreadablePart as error:
                left[series[0].number, str(error)] += 1
        return Incoming(
            found=tuple(record for _, record in sorted(by_id.values(), key=itemgetter(0))),
            skipped=tuple(
                Skipped(place=f"event {number}", why=why, count=count)
                for (number, why), count in sorted(left.items())
                if count
            ),
            remarks=tuple(_remarks(newest)),
            whole=all(event.text("UID").endswith(OURS) for event in events),
            complete=frozenset(complete),
        )

    def _series(
        self, events: list[Event], limit: TimeLimit, left: Left, complete: set[str]
    ) -> Iterator[Found]:
        """The meetings of one UID. Raises UnreadablePart, TooLong."""
        first = core(events)
        uid = first.text("UID")
        if uid.startswith("due-") and uid.endswith(OURS):
            raise UnreadablePart("it's a due date, not a meeting")
        if all(event.method in _ANSWERS for event in events):
            raise UnreadablePart("it's a reply to an invitation, not a meeting")
        dates = occurrences(events, self.now.date(), limit)
        for event in events:
            if lost := event.unreadable("RDATE") + event.unreadable("EXDATE"):
                left[event.number, "a date of its series can't be read"] += lost
        if dates.older:
            left[first.number, f"only a series' newest {MOST} dates are imported"] += dates.older
        if not dates.whole:
            left[first.number, "the rest of its series takes too long to follow"] += 1
        if uid and dates.whole and not dates.older and is_series([first]):
            complete.add(uid)
        for date in dates.kept:
            try:
                record = self._found(date, uid)
            except UnreadablePart as error:
                left[date.event.number, str(error)] += not date.cut
                continue
            yield record

    def _found(self, date: Occurrence, uid: str) -> Found:
        """The meeting of one date. Raises UnreadablePart with the reason to leave it out."""
        try:
            at = civil(_day(date.begin) if _lasts_all_day(date.event) else date.begin, self.zone)
        except (ValueError, OverflowError):
            raise UnreadablePart("its date can't be read") from None
        if at.date < EARLIEST:
            raise UnreadablePart(f"it's before {EARLIEST.year}")
        minutes = _minutes(date.length) if at.time else None
        status, against = self._status(date, at)
        own_id = uid.removesuffix(OURS)
        title = date.event.text("SUMMARY")
        recurrence = None if date.planned is None else _spelled(date.planned)
        identity = meeting_id("ics", self.whose, uid, recurrence or "") if uid else ""
        others = partial(self._other_ids, date, uid, title)
        meeting = Meeting(
            id=own_id if is_id(own_id) else identity or next(others()),
            date=at.date,
            status=status,
            time=at.time,
            tz=at.tz,
            minutes=minutes,
        )
        source = _source(meeting, date, uid) if uid else None
        return Found(
            meeting=replace(meeting, words=_words(date.event, source)),
            title=title,
            also=others,
            people=_everybody(date.event),
            group=uid or str(date.event.number),
            at=date.begin if isinstance(date.begin, dt.datetime) else None,
            only_known=date.cut or bool(against) or (date.recurs and at.date > self.now.date()),
            otherwise=Skipped(place=f"event {date.event.number}", why=against) if against else None,
            recurs=date.recurs and not date.cut,
            calls_off=status is MeetingStatus.CANCELLED and date.planned is None,
        )

    def _status(self, date: Occurrence, at: Civil) -> tuple[MeetingStatus, str]:
        """The meeting's status, and what speaks against importing it ("" for nothing)."""
        if date.cut and not date.recurs:
            return MeetingStatus.CANCELLED, "it's cancelled, has no date and isn't in your journal"
        if date.cut or date.event.is_cancelled():
            return MeetingStatus.CANCELLED, ""
        if _is_declined(date.event, self.partner):
            return MeetingStatus.CANCELLED, "it was declined"
        if dt.datetime.combine(at.date, at.time or dt.time()) > self.now:
            return MeetingStatus.PLANNED, ""
        if date.event.text("STATUS").upper() == "TENTATIVE":
            return MeetingStatus.PLANNED, "it was tentative and never confirmed"
        return MeetingStatus.HELD, ""

    def _in_turn(self, series: list[Event]) -> tuple[bool, bool]:
        """Sort key: wanted events first, possibly slow ones last."""
        people = frozenset(address for event in series for address in _everybody(event))
        titles = " ".join(event.text("SUMMARY") for event in series)
        return not self.wanted(titles, people), is_series(series)

    def _other_ids(self, date: Occurrence, uid: str, title: str) -> Iterator[str]:
        """Ids that earlier imports may have given it."""
        begins = [iso for moment in (date.begin, date.planned) for iso in _isos(moment)]
        if uid and date.planned is None:
            yield meeting_id("ics", self.whose, uid, _spelled(date.begin))
        elif uid and date.recurs and date.begin == date.event.moment("DTSTART"):
            yield meeting_id("ics", self.whose, uid, "")
        yield from (meeting_id("ics", self.whose, uid or title, iso) for iso in begins)


def was_imported_as(here: Meeting, record: Found, whose: str) -> bool:
    """Whether a meeting without `source` is this one, imported when it was at another time.

    Its id was made from the UID and its former time, so that can be tested.
    """
    source = record.meeting.words.source if record.meeting.words else None
    if source is None or source.uid is None or source.recurrence_id is not None:
        return False
    zones = {record.at.tzinfo if record.at else None, zone_called(here.tz) if here.tz else None}
    begin = dt.datetime.combine(here.date, here.time or dt.time())
    moments = [begin.replace(tzinfo=zone) for zone in zones] if here.time else [here.date]
    tried = (iso for moment in moments for iso in _isos(moment))
    return any(here.id == meeting_id("ics", whose, source.uid, iso) for iso in tried)


def _source(meeting: Meeting, date: Occurrence, uid: str) -> Source:
    """What the calendar says of a meeting."""
    return Source(
        uid=uid,
        recurrence_id=None if date.planned is None else _spelled(date.planned),
        sequence=date.event.number_in("SEQUENCE") or None,
        date=meeting.date,
        time=meeting.time,
        minutes=meeting.minutes,
        status=meeting.status,
    )


def _words(event: Event, source: Source | None) -> MeetingWords:
    """What it is about; the title of an event that we exported adds nothing."""
    title = event.text("SUMMARY")
    ours = is_id(event.text("UID").removesuffix(OURS))
    return MeetingWords(
        place=event.text("LOCATION") or None,
        topics=(title,) if title and not ours else (),
        notes=event.text("DESCRIPTION") or None,
        source=source,
    )


def _by_uid(events: list[Event]) -> list[list[Event]]:
    series: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        series[event.text("UID") or event.number].append(event)
    return list(series.values())


def _remarks(events: list[Event]) -> Iterator[str]:
    lost = [str(event.number) for event in events if event.is_in_unknown_zone()]
    if lost:
        more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
        events_shown = f"event {', '.join(lost[:_NAMED])}{more}"
        yield f"The time zone of {events_shown} isn't known, so its times were read as yours"
    if rules := [str(event.number) for event in events if "EXRULE" in event.properties]:
        events_shown = f"event {', '.join(rules[:_NAMED])}"
        yield f"The dates that {events_shown} leaves out by a rule (EXRULE) were read as meetings"


def _isos(moment: dt.date | None) -> Iterator[str]:
    """A moment in every spelling that was ever part of an id."""
    if moment is not None:
        yield moment.isoformat()
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        yield moment.astimezone(dt.UTC).isoformat()
        yield moment.replace(tzinfo=None).isoformat()


def _spelled(moment: dt.date) -> str:
    """A moment as in a RECURRENCE-ID: a day, a local time, or a time in UTC."""
    if not isinstance(moment, dt.datetime):
        return f"{moment:%Y%m%d}"
    if moment.tzinfo is None:
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _minutes(length: dt.timedelta | None) -> int | None:
    minutes = int(length.total_seconds()) // 60 if length else 0
    return minutes if 1 <= minutes <= LONGEST else None


def _lasts_all_day(event: Event) -> bool:
    """Whether it lasts all day although it has times, as Outlook writes it."""
    return event.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _people(event: Event) -> dict[str, str]:
    """The addresses of invited people -> their answers."""
    return {
        _address(parameters.get("EMAIL") or text): parameters.get("PARTSTAT", "").upper()
        for parameters, text in event.properties.get("ATTENDEE", ())
        if parameters.get("CUTYPE", "").upper() not in _NO_PEOPLE
    }


def _everybody(event: Event) -> frozenset[str]:
    """The addresses of all participants, including the host."""
    return frozenset({*_people(event), _host(event)})


def _host(event: Event) -> str:
    for parameters, text in event.properties.get("ORGANIZER", ()):
        return _address(parameters.get("EMAIL") or text)
    return ""


def _address(text: str) -> str:
    return text.strip().lower().removeprefix("mailto:")


def _is_declined(event: Event, partner: str | None) -> bool:
    """Whether I, or the person I meet, declined, if the file tells who that is."""
    answers = _people(event)
    if "DECLINED" in (answers.get(event.owner), answers.get(partner or "")):
        return True
    host = _host(event)
    guests = [answer for address, answer in answers.items() if address != host]
    if len(answers) <= _TWO:
        return "DECLINED" in answers.values()
    return bool(guests) and set(guests) == {"DECLINED"}
