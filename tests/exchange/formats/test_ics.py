"""An export as a calendar, read back by another library (vobject) than the one that wrote it."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import replace
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]  # it brings no types
from builders import agreement, meeting, planned, relationship

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import MeetingWords, Source
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, export
from mentorlog.exchange.formats.ics import written

TODAY = dt.date(2026, 11, 22)
CHANGED = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
SECRET = MeetingWords(topics=("leaving, soon",), agenda=("the offer",), place="Café")
DANA = relationship(
    agreement("2026-11-01", "every 2 weeks", meeting_minutes=45),
    meeting("2026-11-10"),
    planned("2026-12-01", dt.time(15, 0), id="00000001"),
    meeting(
        "2026-12-08",
        status=planned("2026-12-08").status,
        time=dt.time(9, 0),
        tz="Europe/Berlin",
        minutes=30,
        words=SECRET,
        id="00000002",
    ),
    planned("2026-12-15", id="00000003"),
)


def events(choices: Choices, audience: Audience = Audience.ME, **more: Any) -> list[Any]:
    changed = {"dana-oz": dict.fromkeys(("00000001", "00000002", "00000003"), CHANGED)}
    found = export([DANA], audience, TODAY, changed=changed, **more)
    return list(vobject.readOne(written(found, choices)).vevent_list)


def test_an_event_for_each_planned_meeting() -> None:
    found = [
        (one.uid.value, one.dtstart.value, one.summary.value, one.sequence.value)
        for one in events(Choices())
    ]

    title, sequence = "Mentoring: Dana Öz", "0"
    berlin = found[1][1].tzinfo
    assert found == [
        ("00000001@mentorlog", dt.datetime(2026, 12, 1, 15), title, sequence),  # noqa: DTZ001
        ("00000002@mentorlog", dt.datetime(2026, 12, 8, 9, tzinfo=berlin), title, sequence),
        ("00000003@mentorlog", dt.date(2026, 12, 15), title, sequence),
    ]
    assert found[1][1].utcoffset() == dt.timedelta(hours=1)


def test_how_long_and_when_to_be_reminded() -> None:
    found = [
        (
            one.duration.value if hasattr(one, "duration") else None,
            one.valarm.action.value,
            one.valarm.trigger.value,
        )
        for one in events(Choices())
    ]

    assert found == [
        (dt.timedelta(minutes=45), "DISPLAY", dt.timedelta(hours=-1)),
        (dt.timedelta(minutes=30), "DISPLAY", dt.timedelta(hours=-1)),
        (None, "DISPLAY", dt.timedelta(hours=-6)),
    ]


def test_topics_stand_there_only_if_asked_for() -> None:
    _, plain, _ = events(Choices())
    _, detailed, _ = events(Choices(details=True))

    assert not hasattr(plain, "description")
    assert not hasattr(plain, "location")
    assert detailed.summary.value == "Mentoring: Dana Öz"
    assert (detailed.description.value, detailed.location.value) == (
        "leaving, soon\nthe offer",
        "Café",
    )


def test_due_dates_on_demand() -> None:
    *_, due = events(Choices(due=True))

    assert (due.uid.value, due.dtstart.value, due.summary.value, due.transp.value) == (
        "due-9f2k7m3q@mentorlog",
        dt.date(2026, 11, 24),
        "Mentoring: meet Dana Öz by today",
        "TRANSPARENT",
    )


def test_the_other_person_reads_my_name() -> None:
    named = events(Choices(), Audience.THEM, my_name="Ari Novak")
    unnamed = events(Choices(), Audience.THEM)

    assert named[0].summary.value == "Mentoring: Ari Novak"
    assert unnamed[0].summary.value == "Mentoring"


def test_others_see_the_day_and_no_hour() -> None:
    assert [one.dtstart.value for one in events(Choices(details=True), Audience.OTHERS)] == [
        dt.date(2026, 12, 1),
        dt.date(2026, 12, 8),
        dt.date(2026, 12, 15),
    ]


def test_the_same_journal_makes_the_same_calendar() -> None:
    texts = {written(export([DANA], Audience.ME, TODAY), Choices(due=True)) for _ in range(2)}

    assert len(texts) == 1


@pytest.mark.parametrize("tz", ["Nowhere/Land", "../../etc/passwd", "x" * 300])
def test_a_zone_that_nobody_knows_leaves_the_time_where_one_is(tz: str) -> None:
    lost = relationship(
        meeting("2026-12-01", status=planned(TODAY).status, time=dt.time(15), tz=tz)
    )

    text = written(export([lost], Audience.ME, TODAY), Choices())

    assert "DTSTART:20261201T150000\r\n" in text


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED])
def test_what_fell_away_is_cancelled_where_it_stood(status: MeetingStatus) -> None:
    plan = planned("2026-12-01", dt.time(15, 0), id="00000001")
    [before] = _read(relationship(plan))
    [after] = _read(relationship(replace(plan, status=status)))

    assert (before.uid.value, before.sequence.value) == ("00000001@mentorlog", "0")
    assert (after.uid.value, after.sequence.value) == ("00000001@mentorlog", "1")
    assert (after.status.value, after.dtstart.value) == ("CANCELLED", before.dtstart.value)
    assert not hasattr(after, "valarm")


def test_what_came_from_a_calendar_is_newer_than_it_once_it_was_moved_here() -> None:
    source = Source(uid="x", sequence=4, date=dt.date(2026, 12, 1), time=None)
    plan = replace(planned("2026-12-01"), words=MeetingWords(source=source))
    moved = replace(plan, date=dt.date(2026, 12, 2))
    gone = replace(moved, status=MeetingStatus.CANCELLED)

    found = [_read(relationship(each))[0].sequence.value for each in (plan, moved, gone)]

    assert found == ["4", "5", "6"]


def test_a_time_without_a_zone_is_in_the_zone_of_whoever_exports() -> None:
    plan = relationship(planned("2026-12-01", dt.time(15, 0)))
    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")

    text = written(export([plan], Audience.ME, TODAY), Choices(zone=tokyo))

    assert "DTSTART;TZID=Asia/Tokyo:20261201T150000" in text


def test_what_was_missed_or_held_is_no_appointment() -> None:
    missed = meeting("2026-11-10", status=MeetingStatus.NO_SHOW)
    text = written(export([relationship(missed)], Audience.ME, TODAY), Choices())

    assert "VEVENT" not in text


def test_a_clock_that_runs_ahead_dates_nothing_beyond_the_day() -> None:
    ahead = {"dana-oz": {"00000001": dt.datetime(2070, 1, 1, tzinfo=dt.UTC)}}
    plan = relationship(planned("2026-12-01", id="00000001"))

    text = written(export([plan], Audience.ME, TODAY, changed=ahead), Choices())

    assert "DTSTAMP:20261123T000000Z" in text
    assert "SEQUENCE:0" in text


def test_a_zone_is_told_for_the_years_of_the_meetings_only() -> None:
    zoned = [
        meeting(day, status=planned(TODAY).status, time=dt.time(9), tz="America/New_York")
        for day in ("2026-12-01", "2027-07-01", "2028-03-12", "2028-03-13")
    ]

    found = _read(relationship(*zoned))
    text = written(export([relationship(*zoned)], Audience.ME, TODAY), Choices())

    hours = [one.dtstart.value.utcoffset() // dt.timedelta(hours=1) for one in found]
    assert hours == [-5, -4, -4, -4]
    assert set(re.findall(r"(?:DTSTART|RDATE):(\d{4})", text.split("BEGIN:VEVENT")[0])) <= {
        *("2025", "2026", "2027", "2028")  # it is 2025 yet where 2026 begins in UTC
    }


def _read(person: Relationship) -> list[Any]:
    return list(
        vobject.readOne(written(export([person], Audience.ME, TODAY), Choices())).vevent_list
    )
