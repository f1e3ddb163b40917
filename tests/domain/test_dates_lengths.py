"""Lengths of meetings and spans of time as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.dates import Unreadable, read_length, read_span
from mentorlog.domain.days import Span
from mentorlog.terminal.wording import counted, duration, length

SUNDAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("45", 45), ("45m", 45), ("90 min", 90), ("90 minutes", 90), ("1 minute", 1)),
        *(
            ("ten minutes", 10),
            ("1h", 60),
            ("1h30", 90),
            ("1 h 30", 90),
            ("1h30m", 90),
            ("1:30", 90),
        ),
        *(("0:45", 45), ("1.5h", 90), ("0.25 h", 15), ("1.25 hours", 75), ("1 h 05", 65)),
        *(("two hours", 120), ("an hour", 60), ("AN HOUR", 60), ("half an hour", 30)),
        *(("half hour", 30), ("an hour and a half", 90), ("two hours and a half", 150)),
        *(("1 hour 30 minutes", 90), ("an hour and 15 minutes", 75), ("2 hrs", 120)),
        *((" 45 ", 45), ("24h", 1440), ("24:00", 1440), ("1440", 1440), ("1", 1)),
    ],
)
def test_a_length_is_read(text: str, minutes: int) -> None:
    assert read_length(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "two",
            "1.5",
            "1h75",
            "1:75",
            "1:5",
            "1:30 min",
            "1.33h",
            "1.5h30",
            "-5",
            "+5",
            "am",
            "1:",
        ),
        *(":30", "h", "1h 30 45", "1d", "45 45", "½ h", "٤٥", "9" * 5000, f"1.{'5' * 5000}h"),
    ],
)
def test_what_is_no_length_is_refused_with_three_examples(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_length(text)

    assert caught.value.message.endswith("isn't a length.")
    assert caught.value.hint == "Examples: 45, 1h30, half an hour."


@pytest.mark.parametrize("text", ["0", "0:00", "0h", "1441", "24:01", "25h", "24h 1", "999999"])
def test_a_meeting_takes_a_minute_to_a_day(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_length(text)

    assert caught.value.message == "A length is 1 minute to 24 hours."


@given(st.integers(1, 1440))
def test_whatever_is_printed_as_a_length_is_read(minutes: int) -> None:
    assert read_length(duration(minutes)) == minutes
    assert read_length(counted(minutes, "minute")) == minutes
    assert read_length(str(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("10d", Span(days=10)), ("1 day", Span(days=1)), ("9999d", Span(days=9999))),
        *(("2w", Span(days=14)), ("2 Weeks", Span(days=14)), ("a fortnight", Span(days=14))),
        *(("6m", Span(months=6)), ("6mo", Span(months=6)), ("6 months", Span(months=6))),
        *(
            ("six months", Span(months=6)),
            (" 1 month ", Span(months=1)),
            ("a year", Span(months=12)),
            ("Half a  year", Span(months=6)),
        ),
        *(("1y", Span(months=12)), ("2 YEARS", Span(months=24)), ("twelve weeks", Span(days=84))),
    ],
)
def test_a_span_is_days_or_calendar_months(text: str, expected: Span) -> None:
    assert read_span(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "0d",
            "00 weeks",
            "-1d",
            "10",
            "w",
            "1h",
            "1.5y",
            "10000d",
            "2 w d",
            "3ds",
            "sixmonths",
        ),
        "thirteen weeks",
    ],
)
def test_what_is_no_span_is_refused_with_three_examples(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_span(text)

    expected = (f'"{text}" isn\'t a span of time.', "Examples: 10d, 6 months, 1y.")
    assert (caught.value.message, caught.value.hint) == expected


@given(st.integers(1, 4000))
def test_whatever_is_printed_as_a_span_is_read(days: int) -> None:
    assert read_span(length(days)) != Span()


def test_a_span_of_months_ends_on_the_months_last_day_where_there_is_no_such_day() -> None:
    half_a_year = read_span("6 months")

    assert half_a_year.after(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
    assert half_a_year.before(dt.date(2026, 8, 31)) == dt.date(2026, 2, 28)


def test_a_span_longer_than_the_calendar_looks_back_to_its_first_day() -> None:
    assert read_span("9999y").before(SUNDAY) == dt.date.min


def test_a_span_beyond_the_calendar_is_told() -> None:
    with pytest.raises(OverflowError, match="out of range"):
        read_span("9999y").after(SUNDAY)
