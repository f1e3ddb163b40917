"""Meetings from a table: taken whole or not at all, and told with their line."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from builders import meeting, relationship

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.formats import Choices, export
from mentorlog.exchange.formats.csv import BOARD_COLUMNS, written
from mentorlog.exchange.incoming import Incoming, Skipped
from mentorlog.exchange.incoming.csv import read

TODAY = dt.date(2026, 11, 22)
TABLE = (
    "date,minutes,status,topics,notes\n"
    '2026-10-01,45,held,"budget; saying no","She said ""wait"".\nThen no."\n'
    "2026-10-15,,no_show,,\n"
    "\n"
    "2026-10-15,30,,,again that day\n"
    "yesterday,30,held,,\n"
    "2026-10-20,a while,held,,\n"
    "2026-10-21,30,perhaps,,\n"
    ",30,held,,\n"
    "2026-10-22,30,held,a,b,c\n"
    "2026-11-23,30,held,,\n"
)


def meetings(found: Incoming) -> list[Meeting]:
    return [one.meeting for one in found.found]


def test_the_whole_table() -> None:
    found = read(TABLE, "9f2k7m3q", TODAY)

    assert [
        (one.date.isoformat(), one.minutes, one.status, one.words) for one in meetings(found)
    ] == [
        (
            "2026-10-01",
            45,
            MeetingStatus.HELD,
            MeetingWords(topics=("budget", "saying no"), notes='She said "wait".\nThen no.'),
        ),
        ("2026-10-15", None, MeetingStatus.NO_SHOW, MeetingWords()),
        ("2026-10-15", 30, MeetingStatus.HELD, MeetingWords(notes="again that day")),
    ]
    assert found.skipped == (
        Skipped(place="line 7", why="the date must be like 2026-11-03"),
        Skipped(place="line 8", why="the minutes must be a number from 1 to 1440"),
        Skipped(
            place="line 9",
            why="the status must be one of planned, held, cancelled, rescheduled, no_show",
        ),
        Skipped(place="line 10", why="there's no date"),
        Skipped(place="line 11", why="more cells than columns"),
        Skipped(place="line 12", why="it says held, but is in the future"),
    )


def test_the_ids_come_from_the_rows_and_from_whose_they_are() -> None:
    first, again = read(TABLE, "9f2k7m3q", TODAY), read(TABLE, "9f2k7m3q", TODAY)
    other = read(TABLE, "00000001", TODAY)

    ids = [one.id for one in meetings(first)]
    assert ids == [one.id for one in meetings(again)]
    assert len({*ids, *(one.id for one in meetings(other))}) == 6


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_spreadsheets_put_different_signs_between(delimiter: str) -> None:
    text = "Date,Minutes,Mood\r\n2026-10-01,45,good\r\n".replace(",", delimiter)

    found = read(text, "9f2k7m3q", TODAY)

    assert [(one.date, one.minutes) for one in meetings(found)] == [(dt.date(2026, 10, 1), 45)]
    assert found.remarks == ("Columns not used: mood",)


@pytest.mark.parametrize(
    "notes", ["- a\n- b", "'=1+1 is odd", "''@", "'quoted'", "' -1", "it's =1"]
)
def test_what_was_exported_is_read_back(notes: str) -> None:
    held = meeting(
        "2026-10-01",
        minutes=45,
        time=dt.time(15, 0),
        words=MeetingWords(topics=("'=budget", "=b", "'@c"), notes=notes),
    )
    text = written(export([relationship(held)], Audience.ME, dt.date(2026, 11, 22)), Choices())

    found = read(text.removeprefix("\ufeff"), "9f2k7m3q", TODAY)

    assert (meetings(found), found.skipped, found.remarks) == ([held], (), ())


def row(text: str) -> Meeting:
    (one,) = meetings(read(text, "9f2k7m3q", TODAY))
    return one


@pytest.mark.parametrize(
    "text",
    [
        "Date;Duration;Notes\r\n01.10.2026;45 min;a, b\r\n",
        "sep=;\nDatum;Dauer;Notizen\n1.10.2026;0:45;a, b\n",
        '"sep=|"\nFecha|Duración|Notas\n1 oct 2026|45|a, b\n',
        'My mentoring, 2026\n\n,,\nDate,Length,Comment\n2026-10-01,45,"a, b"\n',
        'date,minutes,notes,\n2026-10-01,45,"a, b",\n',
        "date\tminutes\tnotes\t\t\r2026-10-01\t45\ta, b\t\t\r",
        'Mood,Date,Hours,Notes\ngood,Oct 1 2026,0.75,"a, b"\n',
        'Date,Duration,Notes\nOct 1 2026,0.75,"a, b"\n',
        'Date,Duration (min),Length,Comment\n2026-10-01,45,2,"a, b"\n',
    ],
)
def test_tables_as_spreadsheets_write_them(text: str) -> None:
    found = row(text)

    assert (found.date, found.minutes) == (dt.date(2026, 10, 1), 45)
    assert found.words == MeetingWords(notes="a, b")


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\v", "\f", "\x1c", "\r"])
def test_only_csv_s_own_line_ends_end_a_row(sign: str) -> None:
    assert row(f"date,notes\n2026-10-01,one{sign}two\n").words == MeetingWords(
        notes=f"one{sign}two"
    )


def test_a_text_in_the_place_of_a_heading_is_not_named() -> None:
    found = read(f"date,{'what nobody else may read ' * 5}\n2026-10-01,x\n", "9f2k7m3q", TODAY)

    assert found.remarks == ("Columns without a heading, not read: 1",)


def test_empty_columns_at_the_end_of_a_table_are_not_told() -> None:
    found = read("Date,Notes,,\n2026-10-01,a,,\n2026-10-02,b, ,\n", "9f2k7m3q", TODAY)

    assert [one.date.day for one in meetings(found)] == [1, 2]
    assert found.remarks == ()


def test_a_start_and_an_end_beside_a_date_are_times() -> None:
    found = row("Date,Start,End\n1.10.2026,15:00,15:45\n")

    assert (found.time, found.minutes) == (dt.time(15), 45)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("00:30Z", "2026-09-30 20:30"),
        ("00:30+02:00", "2026-09-30 18:30"),
        ("14:00 UTC", "2026-10-01 10:00"),
        ("14:00-15:00", "2026-10-01 14:00"),
    ],
)
def test_a_time_of_another_zone_is_one_s_own(time: str, expected: str) -> None:
    text = f"date,time,notes\n2026-10-01,{time},x\n"

    (one,) = meetings(read(text, "9f2k7m3q", TODAY, ZoneInfo("America/New_York")))

    assert f"{one.date} {one.time:%H:%M}" == expected


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Attended", MeetingStatus.HELD),
        ("abgesagt", MeetingStatus.CANCELLED),
        ("No show", MeetingStatus.NO_SHOW),
        ("postponed", MeetingStatus.RESCHEDULED),
    ],
)
def test_a_status_as_people_write_it(word: str, status: MeetingStatus) -> None:
    assert row(f"date,status\n2026-10-01,{word}\n").status is status


def test_a_note_may_be_of_any_length_and_keeps_its_indents() -> None:
    long = "- a\n  - b\n" + "word " * 40_000 + "end"

    assert row(f'date,notes\n2026-10-01,"{long}"\n').words == MeetingWords(notes=long)


def test_several_columns_of_words_are_all_taken_and_of_dates_the_first() -> None:
    found = read(
        "Date,Day,date,Notes,Comment,,mood\n2026-10-01,Thursday,2026-10-02,a,b,c,d\n",
        "9f2k7m3q",
        TODAY,
    )

    assert [(one.date.day, one.words) for one in meetings(found)] == [
        (1, MeetingWords(notes="a\nb"))
    ]
    assert found.remarks == (
        "Columns not used: mood",
        "Columns without a heading, not read: 1",
        "3 columns are for the date; only the first is read",
    )


def test_a_date_with_a_time_and_what_is_still_to_come() -> None:
    found = meetings(
        read("start,status\n2026-10-01 3:30 PM,done\n2026-12-01 15:00,\n", "9f2k7m3q", TODAY)
    )

    assert [(one.time, one.status) for one in found] == [
        (dt.time(15, 30), MeetingStatus.HELD),
        (dt.time(15, 0), MeetingStatus.PLANNED),
    ]


def test_entries_of_other_kinds_are_counted() -> None:
    text = "date,kind\n2026-10-01,meeting\n2026-10-01,note\n2026-10-02,agreement\n"

    assert read(text, "9f2k7m3q", TODAY).skipped == (
        Skipped(place="the table", why="rows that aren't meetings", count=2),
    )


def test_a_mark_in_the_heading_and_a_quotation_in_a_cell_are_no_matter() -> None:
    assert row('date,notes\n2026-10-01,she said "wait"\n').words == MeetingWords(
        notes='she said "wait"'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a few words",
        "minutes,notes\n45,a\n",
        'date\n"2026-10-01\n',
        "date,notes\n03/11/2026,a\n",
        "date,notes\n\n",
    ],
)
def test_no_table_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text, "9f2k7m3q", TODAY)


def test_the_table_of_review_has_no_meetings() -> None:
    text = "\n".join((",".join(BOARD_COLUMNS), ",".join(["2026-10-01"] * len(BOARD_COLUMNS))))

    with pytest.raises(Refused, match="it has no meetings"):
        read(text, "9f2k7m3q", TODAY)


@pytest.mark.parametrize(
    ("ends", "minutes"),
    [
        ("10:45:00 AM", 45),
        ("9:30 am", None),
        ("9:30 pm", 690),
        ("10:00", None),
        ("", None),
        ("soon", None),
    ],
)
def test_calendars_tables_say_when_a_meeting_ends(ends: str, minutes: int | None) -> None:
    """As Google Calendar and Outlook have it."""
    heading = "Subject,Start Date,Start Time,End Date,End Time,All day event"
    table = f"{heading}\nTalk,11/23/2025,10:00:00 AM,11/23/2025,{ends},False\n"

    (found,) = read(table, "9f2k7m3q", TODAY).found

    assert (found.meeting.time, found.meeting.minutes) == (dt.time(10, 0), minutes)


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [
        ("2026-03-14 15:30", "2026-03-14 16:15", 45),
        ("3/4/2026 3:30 PM", "3/4/2026 4:15 PM", 45),
        ("14.03.2026 15:30", "14.03.2026 16:15", 45),
        ("2026-03-14 15:30", "2026-03-15 16:15", None),
    ],
)
def test_an_end_may_be_a_date_with_a_time(starts: str, ends: str, minutes: int | None) -> None:
    table = f"Start,End,Other\n{starts},{ends},\n3/14/2026 9:00 AM,,\n"

    found, _ = read(table, "9f2k7m3q", dt.date(2026, 11, 22)).found

    assert (found.meeting.time, found.meeting.minutes) == (dt.time(15, 30), minutes)


def test_a_copied_row_with_the_id_of_another_is_skipped() -> None:
    found = read(
        "date,id,notes\n2026-10-01,4v8m2t9c,a\n2026-10-02,4V8M2T9C,b\n2026-10-03,,c\n",
        "9f2k7m3q",
        TODAY,
    )

    assert [one.date.day for one in meetings(found)] == [1, 3]
    assert found.skipped == (Skipped(place="line 3", why="an earlier row has the same id"),)
