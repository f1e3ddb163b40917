"""Meetings from a calendar: every date once, as my own date and time, and everything told."""

from __future__ import annotations

import datetime as dt
import warnings
from zoneinfo import ZoneInfo

import pytest

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.words import Source
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import Found, Incoming, Skipped
from mentorlog.exchange.incoming.events import events_in
from mentorlog.exchange.incoming.ics import Reader
from mentorlog.exchange.incoming.series import TimeLimit, TooLong, occurrences

NOW = dt.datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - local civil time
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def calendar(*events: str, head: str = "") -> str:
    inner = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{head}{inner}END:VCALENDAR\r\n"


def event(*lines: str) -> str:
    return "\r\n".join(lines)


def incoming(
    text: str,
    zone: dt.tzinfo | None = BERLIN,
    *,
    partner: str | None = None,
    seconds: float = 10,
    now: dt.datetime = NOW,
) -> Incoming:
    reader = Reader(whose="9f2k7m3q", now=now, zone=zone, partner=partner, seconds=seconds)
    return reader.read(text)


Told = tuple[str, str | None, str | None, int | None, str]


def told(one: Found) -> Told:
    meeting = one.meeting
    time = meeting.time.isoformat("minutes") if meeting.time else None
    return meeting.date.isoformat(), time, meeting.tz, meeting.minutes, meeting.status.value


def taken(text: str, zone: dt.tzinfo | None = BERLIN) -> list[Told]:
    """What is taken by itself, by date."""
    return sorted(told(one) for one in incoming(text, zone).found if not one.only_known)


def begins(text: str, zone: dt.tzinfo | None = BERLIN) -> list[str]:
    return [f"{date} {time}" for date, time, *_ in taken(text, zone)]


def left_out(text: str) -> list[tuple[str, int]]:
    found = incoming(text)
    unknown = (one.otherwise for one in found.found if one.otherwise)
    return [(one.why, one.count) for one in (*found.skipped, *unknown)]


ONCE = event(
    "UID:one@example",
    "DTSTART;TZID=Europe/Berlin:20261001T150000",
    "DTEND;TZID=Europe/Berlin:20261001T154500",
    "SUMMARY:Talk\\, with Dana",
    "DESCRIPTION:The reorg\\nwaits.",
    "LOCATION:Café",
)
WEEKLY = event(
    "UID:w@example", "DTSTART:20260907T140000", "DURATION:PT45M", "RRULE:FREQ=WEEKLY;COUNT=3"
)
MOVED = event(
    "UID:w@example",
    "RECURRENCE-ID:20260914T140000",
    "DTSTART:20260915T160000",
    "DURATION:PT30M",
)


def test_one_event_with_everything_in_it() -> None:
    (found,) = incoming(calendar(ONCE)).found

    assert told(found) == ("2026-10-01", "15:00", "Europe/Berlin", 45, "held")
    assert found.title == "Talk, with Dana"
    assert found.meeting.words is not None
    words = found.meeting.words
    assert (words.topics, words.notes, words.place, words.source) == (
        ("Talk, with Dana",),
        "The reorg\nwaits.",
        "Café",
        Source(
            uid="one@example",
            date=dt.date(2026, 10, 1),
            time=dt.time(15, 0),
            minutes=45,
            status=MeetingStatus.HELD,
        ),
    )
    assert found.meeting.id == incoming(calendar(ONCE)).found[0].meeting.id


def test_a_repeating_event_is_a_meeting_each_time_up_to_today() -> None:
    """At the same hour of the clock, though summer time ends on 25 October."""
    weekly = event(
        "UID:two@example",
        "DTSTART;TZID=Europe/Berlin:20261013T090000",
        "DURATION:PT30M",
        "RRULE:FREQ=WEEKLY;UNTIL=20261230T080000Z",
        "EXDATE;TZID=Europe/Berlin:20261103T090000",
    )

    assert taken(calendar(weekly)) == [
        (day, "09:00", "Europe/Berlin", 30, "held")
        for day in ("2026-10-13", "2026-10-20", "2026-10-27", "2026-11-10", "2026-11-17")
    ]
    others = [told(one)[0] for one in incoming(calendar(weekly)).found if one.only_known]
    assert sorted(others) == [
        "2026-11-03",  # it was taken out
        *("2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29"),
    ]


def test_a_date_that_was_moved_counts_once_and_is_known_by_the_date_it_had() -> None:
    found = incoming(calendar(WEEKLY, MOVED)).found

    assert [(told(one)[0], told(one)[3]) for one in found] == [
        ("2026-09-07", 45),
        ("2026-09-15", 30),
        ("2026-09-21", 45),
    ]
    assert [
        one.meeting.words.source.recurrence_id
        for one in found
        if one.meeting.words and one.meeting.words.source
    ] == ["20260907T140000", "20260914T140000", "20260921T140000"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            (WEEKLY, f"{MOVED}\r\nRRULE:FREQ=WEEKLY;COUNT=3"),
            ["2026-09-07 14:00", "2026-09-15 16:00", "2026-09-21 14:00"],
        ),
        (
            (
                f"{WEEKLY}\r\nSEQUENCE:0",
                WEEKLY.replace("20260907", "20260908") + "\r\nSEQUENCE:2",
            ),
            ["2026-09-08 14:00", "2026-09-15 14:00", "2026-09-22 14:00"],
        ),
        (
            (WEEKLY, MOVED.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE")),
            ["2026-09-07 14:00", "2026-09-15 16:00", "2026-09-22 16:00"],
        ),
        (
            (f"{WEEKLY}\r\nRDATE:20260930T100000,20261001T100000",),
            [
                *("2026-09-07 14:00", "2026-09-14 14:00", "2026-09-21 14:00"),
                *("2026-09-30 10:00", "2026-10-01 10:00"),
            ],
        ),
        (
            (f"{WEEKLY}\r\nRRULE:FREQ=MONTHLY;COUNT=2",),
            ["2026-09-07 14:00", "2026-09-14 14:00", "2026-09-21 14:00", "2026-10-07 14:00"],
        ),
        ((f"{WEEKLY}\r\nEXDATE;VALUE=DATE:20260914",), ["2026-09-07 14:00", "2026-09-21 14:00"]),
        (
            (WEEKLY.replace("COUNT=3", "COUNT=-1;UNTIL=20260914T140000"),),
            ["2026-09-07 14:00", "2026-09-14 14:00"],
        ),
        ((WEEKLY.replace("COUNT=3", "COUNT=1;RSCALE=GREGORIAN"),), ["2026-09-07 14:00"]),
    ],
)
def test_a_series_is_read_as_calendars_read_it(
    events: tuple[str, ...], expected: list[str]
) -> None:
    assert begins(calendar(*events)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (
                "DTSTART;TZID=Europe/Berlin:20260907T140000",
                "RRULE:FREQ=WEEKLY;COUNT=3",
                "EXDATE:20260914T120000Z",
            ),
            ["2026-09-07", "2026-09-21"],
        ),
        (
            (
                "DTSTART;TZID=America/Los_Angeles:20260901T100000",
                "RRULE:FREQ=WEEKLY;UNTIL=20260922T065959Z",
            ),
            ["2026-09-01", "2026-09-08", "2026-09-15"],
        ),
        (
            ("DTSTART;TZID=Asia/Tokyo:20260901T080000", "RRULE:FREQ=WEEKLY;UNTIL=20260914T230000Z"),
            ["2026-09-01", "2026-09-08", "2026-09-15"],
        ),
        (
            (
                "DTSTART;TZID=Europe/Berlin:20260601T003000",
                "RRULE:FREQ=WEEKLY;UNTIL=20260614T223000Z",
            ),
            ["2026-06-01", "2026-06-08", "2026-06-15"],
        ),
        (
            (
                "DTSTART;TZID=America/New_York:20260901T221500",
                "RRULE:FREQ=WEEKLY;UNTIL=20260915T221500",
            ),
            ["2026-09-01", "2026-09-08", "2026-09-15"],
        ),
    ],
)
def test_moments_are_compared_in_the_zone_of_the_event(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    zone = ZoneInfo(lines[0].partition("=")[2].partition(":")[0])

    text = calendar(event("UID:x", *lines))

    assert [one[0] for one in taken(text, zone)] == expected


CUSTOM = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\n"
    "TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n"
    "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)
NAMED = CUSTOM.replace("TZOFFSETTO:-0500", "TZOFFSETTO:+0900").replace(
    "TZID:Customized Time Zone\r\n", "TZID:/x/1\r\nX-LIC-LOCATION:America/New_York\r\n"
)


@pytest.mark.parametrize(
    ("start", "head", "expected"),
    [
        ("DTSTART:20261103T003000Z", "", "2026-11-02 19:30"),
        ("DTSTART;TZID=Europe/Berlin:20261001T150000", "", "2026-10-01 09:00"),
        ("DTSTART;TZID=EST5EDT:20261001T150000", "", "2026-10-01 15:00"),
        ('DTSTART;TZID="W. Europe Standard Time":20261001T150000', "", "2026-10-01 09:00"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/Europe/Berlin:20261001T150000", "",
         "2026-10-01 09:00"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Tokyo:20261002T000000", "",
         "2026-10-01 11:00"),
        ("DTSTART;TZID=Customized Time Zone:20261001T150000", CUSTOM, "2026-10-01 15:00"),
        ("DTSTART;TZID=Customized Time Zone:20261110T150000", CUSTOM, "2026-11-10 15:00"),
        ("DTSTART;TZID=/x/1:20261001T150000", NAMED, "2026-10-01 15:00"),
        ("DTSTART:20261001T150000", "X-WR-TIMEZONE:Europe/Berlin\r\n", "2026-10-01 09:00"),
        ("DTSTART:20261001T150000Z", "X-WR-TIMEZONE:Europe/Berlin\r\n", "2026-10-01 11:00"),
        ("DTSTART:20261001T150000", "", "2026-10-01 15:00"),
        ("DTSTART;VALUE=DATE:20261001", "", "2026-10-01 None"),
    ],
)  # fmt: skip
def test_a_moment_is_my_own_date_and_time(start: str, head: str, expected: str) -> None:
    assert begins(calendar(event("UID:x", start), head=head), NEW_YORK) == [expected]


def test_a_rule_in_utc_repeats_by_the_clock_of_the_calendar_s_zone() -> None:
    text = calendar(
        event("UID:x", "DTSTART:20261013T070000Z", "RRULE:FREQ=WEEKLY;COUNT=3"),
        head="X-WR-TIMEZONE:Europe/Berlin\r\n",
    )

    assert begins(text) == ["2026-10-13 09:00", "2026-10-20 09:00", "2026-10-27 09:00"]


@pytest.mark.parametrize(
    ("exceptions", "expected"),
    [
        (["EXDATE:20261027T070000Z"], ["2026-10-20 09:00", "2026-11-03 08:00"]),
        (["EXDATE:20261027T080000Z"], ["2026-10-20 09:00", "2026-11-03 09:00"]),
        (["EXDATE;VALUE=DATE:20261027"], ["2026-10-20 09:00", "2026-11-03 09:00"]),
    ],
)
def test_the_exceptions_of_a_rule_in_utc_tell_whose_clock_it_is(
    exceptions: list[str], expected: list[str]
) -> None:
    rule = ("DTSTART:20261020T070000Z", "RRULE:FREQ=WEEKLY;COUNT=3", *exceptions)
    head = "X-WR-TIMEZONE:Europe/Berlin\r\n"

    assert begins(calendar(event("UID:x", *rule), head=head)) == expected


def test_a_moved_date_of_a_rule_in_utc_is_there_once() -> None:
    text = calendar(
        event("UID:x", "DTSTART:20261020T070000Z", "RRULE:FREQ=WEEKLY;COUNT=3"),
        event("UID:x", "RECURRENCE-ID:20261027T070000Z", "DTSTART:20261028T110000Z"),
        head="X-WR-TIMEZONE:Europe/Berlin\r\n",
    )

    assert begins(text) == ["2026-10-20 09:00", "2026-10-28 12:00", "2026-11-03 08:00"]


def test_a_calendar_in_an_unknown_zone_is_told_of() -> None:
    text = calendar(
        "DTSTART:20261001T150000",
        "DTSTART:20261001T150000Z",
        "DTSTART;VALUE=DATE:20261001",
        head="X-WR-TIMEZONE:Nowhere\r\n",
    )

    found = incoming(text)

    assert [told(one)[1] for one in found.found] == ["15:00", "17:00", None]
    assert [one.split(" isn't")[0] for one in found.remarks] == ["The time zone of event 1"]


def test_an_unknown_zone_is_told_and_its_times_are_taken_as_mine() -> None:
    lost = "DTSTART;TZID=Mars:20261001T150000"
    text = calendar(ONCE, event("UID:x", lost), *[lost] * 11)

    found = incoming(text)

    assert told(found.found[1]) == ("2026-10-01", "15:00", None, None, "held")
    (said,) = found.remarks
    assert said.startswith("The time zone of event 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more isn't")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261201T150000",), ("2026-12-01", "15:00", None, None, "planned")),
        (("DTSTART:20261122T120100",), ("2026-11-22", "12:01", None, None, "planned")),
        (("DTSTART:20261122T120000",), ("2026-11-22", "12:00", None, None, "held")),
        (("DTSTART;VALUE=DATE:20261122",), ("2026-11-22", None, None, None, "held")),
        (
            ("DTSTART:20261001T150000", "STATUS:CANCELLED"),
            ("2026-10-01", "15:00", None, None, "cancelled"),
        ),
        (
            ("DTSTART:20261201T150000", "STATUS:TENTATIVE"),
            ("2026-12-01", "15:00", None, None, "planned"),
        ),
        (
            ("DTSTART:20261001T150000", "DTEND:20261001T150000"),
            ("2026-10-01", "15:00", None, None, "held"),
        ),
        (
            ("DTSTART:20261001T150000", "DTEND:20261001T140000"),
            ("2026-10-01", "15:00", None, None, "held"),
        ),
        (
            ("DTSTART:20261001T150000", "DTEND;VALUE=DATE:20261002"),
            ("2026-10-01", "15:00", None, None, "held"),
        ),
        (
            ("DTSTART:20261001T150000", "DURATION:PT1H30M"),
            ("2026-10-01", "15:00", None, 90, "held"),
        ),
        (("DTSTART:20261001T150000", "DURATION:P2D"), ("2026-10-01", "15:00", None, None, "held")),
        (
            ("RECURRENCE-ID:20261201T100000", "DTSTART:20261202T150000"),
            ("2026-12-02", "15:00", None, None, "planned"),
        ),
    ],
)
def test_times_and_states(lines: tuple[str, ...], expected: Told) -> None:
    assert taken(calendar(event("UID:x", *lines))) == [expected]


def test_a_calendar_that_cancels_cancels() -> None:
    assert [one[-1] for one in taken(calendar(ONCE, WEEKLY, head="METHOD:CANCEL\r\n"))] == [
        "cancelled"
    ] * 4


def invited(*answers: str, host: str = "") -> str:
    organizer = (f"ORGANIZER:mailto:{host}",) if host else ()
    guests = (f"ATTENDEE;PARTSTAT={said}" for said in answers)
    return calendar(
        event("UID:x", "DTSTART:20261001T150000", *organizer, *guests),
        head="X-WR-CALNAME:me@example.org\r\n",
    )


@pytest.mark.parametrize(
    ("text", "partner", "is_taken"),
    [
        (invited("DECLINED:mailto:a@example.org"), None, False),
        (invited("ACCEPTED:mailto:a@x", "DECLINED:mailto:b@x"), None, False),
        (invited("ACCEPTED:mailto:a@x", "DECLINED:mailto:b@x", "ACCEPTED:mailto:c@x"), None, True),
        (
            invited("ACCEPTED:mailto:a@x", "DECLINED:mailto:b@x", "ACCEPTED:mailto:c@x"),
            "b@x",
            False,
        ),
        (
            invited("ACCEPTED:mailto:a@x", "DECLINED:mailto:Me@example.org", "ACCEPTED:mailto:c@x"),
            None,
            False,
        ),
        (
            invited(
                *("ACCEPTED:mailto:a@x", "DECLINED:mailto:b@x", "DECLINED:mailto:c@x"), host="a@x"
            ),
            None,
            False,
        ),
        (invited("DECLINED;CUTYPE=ROOM:mailto:r@x", "ACCEPTED:mailto:a@x"), None, True),
        (invited(), None, True),
    ],
)
def test_what_was_declined_is_left_out(text: str, partner: str | None, is_taken: bool) -> None:  # noqa: FBT001
    (found,) = incoming(text, partner=partner).found

    why = found.otherwise.why if found.otherwise else None
    assert (found.only_known, why) == ((False, None) if is_taken else (True, "it was declined"))


def test_who_takes_part() -> None:
    (found,) = incoming(invited("ACCEPTED:mailto:A@X", host="b@x")).found

    assert found.people == {"a@x", "b@x"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (calendar("UID:none"), ("it has no date", 1)),
        (calendar("UID:x\r\nDTSTART:soon"), ("its date can't be read", 1)),
        (calendar("UID:x\r\nDTSTART:PT1H"), ("its date can't be read", 1)),
        (calendar("UID:x\r\nDTSTART:18991231T100000"), ("it's before 1900", 1)),
        (calendar("UID:x\r\nDTSTART:99991231T235900Z"), ("its date can't be read", 1)),
        (
            calendar(f"{WEEKLY}\r\nEXDATE:soon,20260914T140000,"),
            ("a date of its series can't be read", 2),
        ),
        (
            calendar(f"{WEEKLY}\r\nRDATE;VALUE=TIME:083000"),
            ("a date of its series can't be read", 1),
        ),
        (calendar(f"{WEEKLY};BYDAY=XX"), ("its rule can't be read", 1)),
        (calendar(f"{WEEKLY};INTERVAL=0"), ("its rule can't be read", 1)),
        (calendar(f"{WEEKLY};INTERVAL=-1"), ("its rule can't be read", 1)),
        (
            calendar("DTSTART:20261001T100000", "DTSTART:20261001T100000"),
            ("it's in the file twice", 1),
        ),
        (calendar(f"{WEEKLY};RSCALE=HEBREW"), ("its dates can't be read", 1)),
        (calendar(WEEKLY, f"{WEEKLY}\r\nSEQUENCE:2"), ("the file has a later version of it", 1)),
        (
            calendar("UID:x\r\nDTSTART:20261001T100000\r\nSTATUS:TENTATIVE"),
            ("it was tentative and never confirmed", 1),
        ),
        (
            calendar(ONCE, head="METHOD:REPLY\r\n"),
            ("it's a reply to an invitation, not a meeting", 1),
        ),
        (
            calendar("UID:due-9f2k7m3q@mentorlog\r\nDTSTART;VALUE=DATE:20261201"),
            ("it's a due date, not a meeting", 1),
        ),
    ],
)
def test_what_is_left_out_is_told_in_our_words(text: str, why: tuple[str, int]) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = left_out(text)

    assert (found, said) == ([why], [])


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VALARM\r\nTRIGGER:PT-2H\r\nEND:VALARM",
        "ATTACH;X=",
        "no colon",
        "X;;:a",
        'ORGANIZER;CN="a:mailto:b',
        "SEQUENCE:many",
        "DTSTAMP:never",
    ],
)
def test_a_broken_part_spoils_nothing_else(broken: str) -> None:
    assert taken(calendar(f"{ONCE}\r\n{broken}")) == taken(calendar(ONCE))


@pytest.mark.parametrize(
    "head",
    [
        "BEGIN:VFREEBUSY\r\nFREEBUSY:x/y\r\nEND:VFREEBUSY\r\n",
        "BEGIN:VTIMEZONE\r\nTZID:a\r\nTZID:b\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
        "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n",
        "BEGIN:VTODO\r\nDTSTART:x\r\nEND:VTODO\r\n",
        "BEGIN:VEVENT\r\nUID:cut off\r\nDTSTART:x\r\n",
    ],
)
def test_a_broken_component_spoils_nothing_else(head: str) -> None:
    assert taken(calendar(ONCE, head=head)) == taken(calendar(ONCE))


def test_a_zone_that_can_not_be_made_is_an_unknown_one() -> None:
    broken = "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

    assert len(incoming(calendar("DTSTART;TZID=a:20261001T100000", head=broken)).remarks) == 1


def test_a_file_that_is_cut_off_is_read_so_far() -> None:
    text = calendar(ONCE, WEEKLY)

    assert begins(text[: text.index("DURATION")]) == ["2026-09-07 14:00", "2026-10-01 15:00"]


def test_lines_are_folded_and_end_as_they_like() -> None:
    folded = ONCE.replace("Talk\\, with", "Talk\\, wi\r\n th")
    text = calendar(folded)

    assert {incoming(each).found[0].title for each in (text, text.replace("\r\n", "\n"))} == {
        "Talk, with Dana"
    }


def test_the_newest_dates_of_a_series_are_kept_and_the_others_counted() -> None:
    daily = event("UID:d", "DTSTART:20200101T100000", "RRULE:FREQ=DAILY")

    found = [told(one)[0] for one in incoming(calendar(daily)).found if not one.only_known]

    assert (len(found), found[0], found[-1]) == (2000, "2021-06-02", "2026-11-22")
    assert left_out(calendar(daily)) == [
        ("only a series' newest 2000 dates are imported", 518),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=1000000",
    ],
)
def test_a_rule_that_never_comes_true_keeps_nobody_waiting(rule: str) -> None:
    never = event("UID:never", "DTSTART:19500101T100000", f"RRULE:{rule}")

    found = incoming(calendar(never, never.replace("UID:never", "UID:nor"), ONCE), seconds=0.2)

    assert [told(one)[0] for one in found.found if not one.only_known][-1] == "2026-10-01"
    assert {one.why for one in found.skipped} <= {"its series takes too long to follow"}


def test_plain_rules_have_a_time_limit_too() -> None:
    daily = event("UID:d", "DTSTART:19500101T100000", "RRULE:FREQ=DAILY")

    assert incoming(calendar(daily), seconds=-1).skipped == (
        Skipped(place="event 1", why="its series takes too long to follow"),
    )


class Steps(TimeLimit):
    """A limit of so many dates, whatever the machine."""

    def __init__(self, dates: int) -> None:
        super().__init__(60)
        self.left = dates

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooLong


def test_what_was_read_until_then_is_kept_the_newest_dates_first() -> None:
    daily = event("UID:d", "DTSTART:19500101T100000", "RRULE:FREQ=DAILY")

    found = occurrences(events_in(calendar(daily)), NOW.date(), Steps(300))

    assert not found.whole
    dates = {f"{one.begin:%Y-%m-%d}" for one in found.kept}
    assert {"2026-11-21", "2026-07-17"} <= dates
    assert min(dates) > "2024"


def test_what_is_wanted_is_read_before_the_rest() -> None:
    daily = [event(f"UID:{n}", "DTSTART:20100101T100000", "RRULE:FREQ=DAILY") for n in range(300)]
    wanted = event("UID:w", "DTSTART:20260901T100000", "RRULE:FREQ=WEEKLY", "SUMMARY:Dana")
    reader = Reader(
        whose="9f2k7m3q", now=NOW, seconds=0.5, wanted=lambda titles, _: "Dana" in titles
    )

    found = reader.read(calendar(*daily, wanted))

    assert sum(one.title == "Dana" and not one.only_known for one in found.found) == 12
    assert "event 301" not in {one.place for one in found.skipped}
    assert Skipped(place="event 300", why="its series takes too long to follow") in found.skipped


def test_what_we_exported_keeps_its_id_and_is_taken_whole() -> None:
    ours = event("UID:4v8m2t9c@mentorlog", "DTSTART:20261201T150000", "SUMMARY:Mentoring: Dana")

    found = incoming(calendar(ours))

    assert [(one.meeting.id, one.meeting.status) for one in found.found] == [
        ("4v8m2t9c", MeetingStatus.PLANNED)
    ]
    assert found.found[0].meeting.words is not None
    assert found.found[0].meeting.words.topics == ()
    assert found.whole
    assert not incoming(calendar(ours, ONCE)).whole


def test_an_event_without_a_uid_is_known_by_its_title_and_its_time() -> None:
    twice = event("DTSTART:20261001T150000", "SUMMARY:Talk")

    found = incoming(calendar(twice, twice, twice.replace("Talk", "Walk"))).found

    assert [one.title for one in found] == ["Talk", "Walk"]
    assert [one.meeting.words.source for one in found if one.meeting.words] == [None, None]


def test_an_event_alone_is_a_calendar_and_blank_values_say_nothing() -> None:
    blank = "BEGIN:VEVENT\n" + ONCE.replace("\r\n", "\n") + "\nRRULE:\nEXDATE: \nEND:VEVENT\n"
    apart = blank.replace("DTSTART;", "DTSTART\n\n ;")

    assert begins(blank) == begins(apart) == ["2026-10-01 15:00"]


def weekly(*lines: str) -> str:
    zone = ";TZID=Europe/Berlin"
    return event("UID:w", f"DTSTART{zone}:20260907T140000", "RRULE:FREQ=WEEKLY;COUNT=3", *lines)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            (
                weekly(),
                event("UID:w", "RECURRENCE-ID;VALUE=DATE:20260914", "DTSTART:20260915T160000"),
            ),
            ["2026-09-07 14:00", "2026-09-15 16:00", "2026-09-21 14:00"],
        ),
        (
            (weekly("RDATE;VALUE=DATE:20260910"),),
            ["2026-09-07 14:00", "2026-09-10 14:00", "2026-09-14 14:00", "2026-09-21 14:00"],
        ),
    ],
)
def test_a_day_stands_for_that_day_s_date_of_a_series(
    events: tuple[str, ...], expected: list[str]
) -> None:
    assert begins(calendar(*events)) == expected


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "07:00"),
        ("(GMT-08:00) Pacific Time (US & Canada)", "16:00"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "03:30"),
        ("GMT+0200", "07:00"),
        ("UTC-5", "14:00"),
    ],
)
def test_a_zone_may_have_the_name_that_windows_shows(name: str, time: str) -> None:
    text = calendar(event("UID:z", f'DTSTART;TZID="{name}":20260701T130000'))

    assert (begins(text, NEW_YORK), incoming(text).remarks) == ([f"2026-07-01 {time}"], ())


@pytest.mark.parametrize("name", ["(UTC+01:00) Nowhere", "Mars Time", "30", "(UTC+99:00)"])
def test_a_name_that_windows_might_show_is_unknown(name: str) -> None:
    text = calendar(event("UID:z", f'DTSTART;TZID="{name}":20260701T130000'))

    assert "time zone of event 1 isn't known" in incoming(text).remarks[0]


def test_an_end_without_a_zone_is_in_the_zone_of_the_start() -> None:
    start = "DTSTART;TZID=America/New_York:20261001T090000"

    (one,) = taken(calendar(event("UID:e", start, "DTEND:20261001T094500")))

    assert one == ("2026-10-01", "15:00", "Europe/Berlin", 45, "held")


def test_a_length_is_the_time_that_passes() -> None:
    zone = ";TZID=Europe/Berlin"
    night = event("UID:e", f"DTSTART{zone}:20261025T013000", f"DTEND{zone}:20261025T033000")

    assert [minutes for *_, minutes, _ in taken(calendar(night))] == [180]


def test_a_whole_day_of_outlook_has_no_time() -> None:
    start = ("DTSTART:20261001T000000", "DTEND:20261002T000000")
    whole = event("UID:e", *start, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")

    assert taken(calendar(whole)) == [("2026-10-01", None, None, None, "held")]


def test_an_address_may_stand_in_a_parameter() -> None:
    text = ONCE + "\r\nATTENDEE;EMAIL=Dana@x.org:urn:uuid:1\r\nORGANIZER;EMAIL=me@x.org:/p/2/"

    assert incoming(calendar(text)).found[0].people == {"dana@x.org", "me@x.org"}


def test_dates_left_out_by_a_rule_are_told() -> None:
    (said,) = incoming(calendar(weekly("EXRULE:FREQ=WEEKLY;COUNT=1"))).remarks

    assert said == "The dates that event 1 leaves out by a rule (EXRULE) were read as meetings"


@pytest.mark.parametrize("rule", ["\\;COUNT=3\\;BYDAY=MO\\,TU", " ; COUNT=3; BYDAY=MO, TU"])
def test_a_rule_may_be_escaped_and_spaced_out(rule: str) -> None:
    text = calendar(WEEKLY.replace(";COUNT=3", rule))

    assert begins(text) == ["2026-09-07 14:00", "2026-09-08 14:00", "2026-09-14 14:00"]


@pytest.mark.parametrize("text", ["BEGIN:VCALENDAR\r\nnonsense", "", "a few words"])
def test_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        incoming(text)
