"""What people write in the cells of their tables, and that no word of it is said."""

from __future__ import annotations

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from mentorlog.errors import Refused
from mentorlog.exchange.incoming import cells

DAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2026-11-03",
            "2026\u201111\u201103",
            "2026/11/03",
            "2026.11.3",
            "20261103",
            "3.11.2026",
            "03.11.2026",
        ),
        *("3 Nov 2026", "Nov 3, 2026", "November 3 2026", "3rd November 2026", "3-Nov-26"),
        *("Tue, 3 Nov 2026", "Tuesday, November 3, 2026", "Di. 3. November 2026", "3.11.26"),
        *("3 de noviembre de 2026", "3 novembre 2026", "2026年11月3日"),
    ],
)
def test_a_date_with_one_reading(cell: str) -> None:
    assert cells.dates([cell])(cell) == (DAY, None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-03 15:00", dt.time(15, 0)),
        ("2026-11-03T09:05:00", dt.time(9, 5)),
        ("2026-11-03T15:00:00.000Z", dt.time(16, 0)),
        ("2026-11-03 15:00 UTC", dt.time(16, 0)),
        ("2026-11-03T15:00:00-05:00", dt.time(21, 0)),
        ("2026-11-03T00:00:00.000Z", None),
        ("3.11.2026, 15:30 Uhr", dt.time(15, 30)),
        ("Nov 3, 2026 3:30 PM", dt.time(15, 30)),
        ("Nov 3, 2026 3:30 PM (GMT+2)", dt.time(14, 30)),
    ],
)
def test_a_time_may_follow_a_date(cell: str, expected: dt.time | None) -> None:
    assert cells.dates([cell], ZoneInfo("Europe/Berlin"))(cell) == (DAY, expected)


def test_a_moment_may_be_another_day_here() -> None:
    read = cells.dates([], ZoneInfo("America/New_York"))

    assert read("2026-11-04T00:30:00Z") == (DAY, dt.time(19, 30))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["03/11/2026", "25/11/2026"], ["2026-11-03", "2026-11-25"]),
        (["03/11/2026", "11/25/2026"], ["2026-03-11", "2026-11-25"]),
        (["11/11/2026", "3/3/26"], ["2026-11-11", "2026-03-03"]),
        (["1-2-2026", "13-2-2026"], ["2026-02-01", "2026-02-13"]),
        (["03/11/2026", "2026-11-25", "", "31/1/26"],
         ["2026-11-03", "2026-11-25", None, "2026-01-31"]),
        (["03/11/2026", "25/11/2026", "11/25/2026"], [None, "2026-11-25", "2026-11-25"]),
    ],
)  # fmt: skip
def test_the_column_says_whether_the_day_or_the_month_comes_first(
    column: list[str], expected: list[str | None]
) -> None:
    read = cells.dates(column)

    found: list[str | None] = []
    for cell in column:
        try:
            found.append(read(cell)[0].isoformat())
        except cells.UnreadableCell:
            found.append(None)
    assert found == expected


def test_a_column_that_does_not_say_is_refused() -> None:
    with pytest.raises(Refused, match="in two ways"):
        cells.dates(["03/11/2026", "2026-11-25"])


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("", "there's no date"),
        ("yesterday", "the date must be like 2026-11-03"),
        ("32.1.2026", "the date must be like 2026-11-03"),
        ("2026", "the date must be like 2026-11-03"),
        ("2026-11-03 25:00", "the time must be like 15:00"),
        ("2026-11-03 13:00 pm", "the time must be like 15:00"),
        ("2026-11-03 13:00 +99:00", "the time must be like 15:00"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_told_without_its_words(cell: str, why: str) -> None:
    read = cells.dates([])

    with pytest.raises(cells.UnreadableCell) as raised:
        read(cell)
    assert str(raised.value) == why


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", None),
        ("15:00", "15:00"),
        ("9:05:00", "09:05"),
        ("10:30 PM", "22:30"),
        ("10:30 p.m.", "22:30"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("3pm", "15:00"),
        ("15.30", "15:30"),
        ("15h30", "15:30"),
        ("15h", "15:00"),
        ("15 Uhr", "15:00"),
        ("1530", "15:30"),
        ("noon", "12:00"),
    ],
)
def test_times_as_people_write_them(cell: str, expected: str | None) -> None:
    found = cells.time(cell)

    assert (found.isoformat("minutes") if found else None) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *("15:00-15:45", "3 pm to 3:45 pm", "15:00 \u2013 15:45", "15 Uhr bis 15:45 Uhr"),
        *(
            "3:00-3:45 pm",
            "3 - 3:45pm",
            "3pm - 3:45",
            "from 3 pm to 3:45 pm",
            "3 PM \u2192 3:45 PM",
        ),
    ],
)
def test_a_time_may_say_when_it_ends(cell: str) -> None:
    begin, ends = cells.times(cell)

    assert (begin, cells.between(begin, ends)) == (dt.time(15, 0), 45)


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("11", "12:15 pm", ("11:00", 75)),
        ("10:30 AM", "1", ("10:30", 150)),
        ("1:00", "2:30 PM", ("13:00", 90)),
        ("10:00", "6:00 PM", ("10:00", 480)),
        ("9:00", "10:15 AM", ("09:00", 75)),
        ("11", "12 am", ("23:00", 60)),
        ("13:00", "14:00", ("13:00", 60)),
    ],
)
def test_the_half_of_the_day_may_stand_at_one_end(
    begins: str, ends: str, expected: tuple[str, int]
) -> None:
    for begin, end in (cells.times(begins, ends), cells.times(f"{begins} - {ends}")):
        assert begin is not None
        assert (begin.isoformat("minutes"), cells.between(begin, end)) == expected


@pytest.mark.parametrize(
    ("cell", "day", "span"),
    [
        ("Nov 10, 2026 3:00 PM \u2192 3:45 PM", "Nov 10, 2026", "3:00 PM \u2192 3:45 PM"),
        ("2026-11-10 09:00-10:15", "2026-11-10", "09:00-10:15"),
        ("2026-11-10T09:00:00-05:00", "2026-11-10T09:00:00-05:00", ""),
        ("2026-11-10 09:00:00-05:00", "2026-11-10 09:00:00-05:00", ""),
        ("10 - 11 - 2026", "10 - 11 - 2026", ""),
    ],
)
def test_two_times_may_follow_a_date(cell: str, day: str, span: str) -> None:
    assert cells.date_and_span(cell) == (day, span)


@pytest.mark.parametrize("cell", ["15", "25:00", "13 pm", "0 am", "10:70", "noon-ish"])
def test_what_is_no_time(cell: str) -> None:
    with pytest.raises(cells.UnreadableCell):
        cells.time(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *(("", None), ("45", 45), ("45 min", 45), ("45 Minuten", 45), ("45'", 45), ("45.0", 45)),
        *(("1h", 60), ("1h30", 90), ("1 h 30", 90), ("1 hr 15 min", 75), ("1:30", 90)),
        *(("0:45:00", 45), ("1.5h", 90), ("1,5 h", 90), ("2 Stunden", 120), ("an hour", 60)),
        *(("half an hour", 30), ("1 h und 30 min", 90), ("24h", 1440)),
        *(("PT1H30M", 90), ("PT45M", 45), ("45m 00s", 45)),
        *(("two hours", 120), ("an hour and a half", 90), ("\u00bd h", 30), ("1\u00bd h", 90)),
        *(("~45 min", 45), ("ca. 1 h", 60), ("about an hour", 60)),
    ],
)
def test_lengths_as_people_write_them(cell: str, expected: int | None) -> None:
    assert cells.minutes(cell) == expected


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        (["1.5", "1", ""], 60),
        (["0,75"], 60),
        (["45", "60"], 1),
        (["45.0"], 1),
        (["45.5"], 1),
        (["1", "45 min"], 0),
        (["1", "2"], 0),
        ([], 0),
    ],
)
def test_the_column_says_whether_lengths_are_hours(column: list[str], unit: int) -> None:
    assert cells.unit_of(column) == unit


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [("1", 60, 60), ("45", 1, 45), ("5", 1, 5), ("1", 0, None), ("2", 1, None), ("1,5", 1, None)],
)
def test_a_length_that_may_be_minutes_or_hours_is_told(
    cell: str, unit: int, expected: int | None
) -> None:
    found: int | None = None
    with contextlib.suppress(cells.UnreadableCell):
        found = cells.minutes(cell, unit)

    assert found == expected


def test_a_part_of_a_day_is_no_length() -> None:
    with pytest.raises(cells.UnreadableCell):
        cells.minutes("0.0625", 60)


@pytest.mark.parametrize("cell", ["0", "1441", "-5", "25h", "a while", "h", "1:2:3:4"])
def test_what_is_no_length(cell: str) -> None:
    with pytest.raises(cells.UnreadableCell):
        cells.minutes(cell)


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        *((name, "date") for name in ("Date", "DATUM:", "Día", "day", "日期", "Meeting_Date")),
        *((name, "minutes") for name in ("Duration (min)", "Minutes")),
        *((name, "length") for name in ("Länge", "Durée", "Length", "How long")),
        *((name, "hours") for name in ("Hours", "Dauer (Std.)", "Duration [h]")),
        *((name, "notes") for name in ("Notes", "Comment", "Bemerkungen", "Kommentar")),
        *((name, "topics") for name in ("Topic", "Subject", "Thema", "Betreff")),
        *((name, "time") for name in ("Uhrzeit", "Start time", "Hora")),
        *((name, None) for name in ("mood", "", "name", "date " * 30)),
    ],
)
def test_headings_in_the_languages_we_know(cell: str, field: str | None) -> None:
    assert cells.heading(cell).field == field


def test_a_start_beside_a_date_is_a_time() -> None:
    fields = [[one.field for one in cells.headings(row)] for row in (["Date", "Start"], ["Start"])]

    assert fields == [["date", "time"], ["date"]]
