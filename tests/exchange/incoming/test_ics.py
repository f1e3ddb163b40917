"""Meetings from a calendar, repeating ones and time zones among them."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.domain.entries import MeetingStatus
from mentorlog.errors import Refused
from mentorlog.exchange.incoming import Skipped
from mentorlog.exchange.incoming.ics import read

TODAY = dt.date(2026, 11, 22)


def calendar(*events: str) -> str:
    inner = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{inner}END:VCALENDAR\r\n"


def event(*lines: str) -> str:
    return "\r\n".join(lines)


ONCE = event(
    "UID:one@example",
    "DTSTART;TZID=Europe/Berlin:20261001T150000",
    "DTEND;TZID=Europe/Berlin:20261001T154500",
    "SUMMARY:Talk\\, with Dana",
    "DESCRIPTION:The reorg\\nwaits.",
    "LOCATION:Café",
)


def told(text: str) -> list[tuple[str, str | None, str | None, int | None, str]]:
    return [
        (
            one.date.isoformat(),
            one.time.isoformat("minutes") if one.time else None,
            one.tz,
            one.minutes,
            one.status.value,
        )
        for one in read(text, "9f2k7m3q", TODAY).found
    ]


def test_one_event_with_everything_in_it() -> None:
    (found,) = read(calendar(ONCE), "9f2k7m3q", TODAY).found

    assert told(calendar(ONCE)) == [("2026-10-01", "15:00", "Europe/Berlin", 45, "held")]
    assert found.words is not None
    assert (found.words.topics, found.words.notes, found.words.place) == (
        ("Talk, with Dana",),
        "The reorg\nwaits.",
        "Café",
    )
    assert found.id == read(calendar(ONCE), "9f2k7m3q", TODAY).found[0].id


def test_a_repeating_event_is_a_meeting_each_time_up_to_today() -> None:
    """At the same hour of the clock, though summer time ends on 25 October."""
    weekly = event(
        "UID:two@example",
        "DTSTART;TZID=Europe/Berlin:20261013T090000",
        "DURATION:PT30M",
        "RRULE:FREQ=WEEKLY;UNTIL=20261230T080000Z",
        "EXDATE;TZID=Europe/Berlin:20261103T090000",
    )

    assert told(calendar(weekly)) == [
        (day, "09:00", "Europe/Berlin", 30, "held")
        for day in ("2026-10-13", "2026-10-20", "2026-10-27", "2026-11-10", "2026-11-17")
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART;VALUE=DATE:20261001",), ("2026-10-01", None, None, None, "held")),
        (("DTSTART:20261001T150000",), ("2026-10-01", "15:00", None, None, "held")),
        (("DTSTART:20261001T150000Z",), ("2026-10-01", "15:00", "UTC", None, "held")),
        (("DTSTART:20261201T150000",), ("2026-12-01", "15:00", None, None, "planned")),
        (
            ("DTSTART:20261001T150000", "STATUS:CANCELLED"),
            ("2026-10-01", "15:00", None, None, "cancelled"),
        ),
        (
            ("DTSTART:20261001T150000", "DTEND:20261001T150000"),
            ("2026-10-01", "15:00", None, None, "held"),
        ),
    ],
)
def test_times_and_states(
    lines: tuple[str, ...], expected: tuple[str, str | None, str | None, int | None, str]
) -> None:
    assert told(calendar(event("UID:x", *lines))) == [expected]


def test_what_we_exported_keeps_its_id_and_due_dates_are_no_meetings() -> None:
    ours = event("UID:4v8m2t9c@mentorlog", "DTSTART:20261201T150000")
    due = event("UID:due-9f2k7m3q@mentorlog", "DTSTART;VALUE=DATE:20261201")

    found = read(calendar(ours, due, "UID:none"), "9f2k7m3q", TODAY)

    assert [(one.id, one.status) for one in found.found] == [("4v8m2t9c", MeetingStatus.PLANNED)]
    assert found.skipped == (
        Skipped(place="event 2", why="it says when a meeting is due, and is none"),
        Skipped(place="event 3", why="it has no date"),
    )


def test_no_calendar_is_refused() -> None:
    with pytest.raises(Refused):
        read("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense", "9f2k7m3q", TODAY)
