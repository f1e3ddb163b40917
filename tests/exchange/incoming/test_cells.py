"""What people write in the cells of their tables, and that no word of it is said."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.errors import Refused
from mentorlog.exchange.incoming import cells

DAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-11-03", "2026/11/03", "2026.11.3", "20261103", "3.11.2026", "03.11.2026"),
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
        ("2026-11-03T15:00:00.000Z", dt.time(15, 0)),
        ("3.11.2026, 15:30 Uhr", dt.time(15, 30)),
        ("Nov 3, 2026 3:30 PM", dt.time(15, 30)),
    ],
)
def test_a_time_may_follow_a_date(cell: str, expected: dt.time) -> None:
    assert cells.dates([cell])(cell) == (DAY, expected)


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
        except cells.Unreadable:
            found.append(None)
    assert found == expected


def test_a_column_that_does_not_say_is_refused() -> None:
    with pytest.raises(Refused, match="in two ways"):
        cells.dates(["03/11/2026", "2026-11-25"])


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("", "there is no date"),
        ("yesterday", "the date must be like 2026-11-03"),
        ("32.1.2026", "the date must be like 2026-11-03"),
        ("2026", "the date must be like 2026-11-03"),
        ("2026-11-03 25:00", "the time must be like 15:00"),
        ("2026-11-03 13:00 pm", "the time must be like 15:00"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_told_without_its_words(cell: str, why: str) -> None:
    read = cells.dates([])

    with pytest.raises(cells.Unreadable) as raised:
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
    ],
)
def test_times_as_people_write_them(cell: str, expected: str | None) -> None:
    found = cells.time(cell)

    assert (found.isoformat("minutes") if found else None) == expected


@pytest.mark.parametrize("cell", ["15", "25:00", "13 pm", "0 am", "10:70", "noon-ish"])
def test_what_is_no_time(cell: str) -> None:
    with pytest.raises(cells.Unreadable):
        cells.time(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *(("", None), ("45", 45), ("45 min", 45), ("45 Minuten", 45), ("45'", 45), ("45.0", 45)),
        *(("1h", 60), ("1h30", 90), ("1 h 30", 90), ("1 hr 15 min", 75), ("1:30", 90)),
        *(("0:45:00", 45), ("1.5h", 90), ("1,5 h", 90), ("2 Stunden", 120), ("an hour", 60)),
        *(("half an hour", 30), ("1 h und 30 min", 90), ("24h", 1440)),
    ],
)
def test_lengths_as_people_write_them(cell: str, expected: int | None) -> None:
    assert cells.minutes(cell) == expected


@pytest.mark.parametrize("cell", ["0", "1441", "-5", "25h", "a while", "h", "1:2:3:4"])
def test_what_is_no_length(cell: str) -> None:
    with pytest.raises(cells.Unreadable):
        cells.minutes(cell)


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        *((name, "date") for name in ("Date", "DATUM:", "Día", "day", "日期", "Meeting_Date")),
        *((name, "minutes") for name in ("Duration (min)", "Länge", "Durée", "Length")),
        *((name, "hours") for name in ("Hours", "Dauer (Std.)", "Duration [h]")),
        *((name, "notes") for name in ("Notes", "Comment", "Bemerkungen", "Kommentar")),
        *((name, "topics") for name in ("Topic", "Subject", "Thema", "Betreff")),
        *((name, "time") for name in ("Uhrzeit", "Start time", "Hora")),
        *((name, None) for name in ("mood", "", "name")),
    ],
)
def test_headings_in_the_languages_we_know(cell: str, field: str | None) -> None:
    assert cells.heading(cell).field == field
