"""DATE, SPAN and HH:MM as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.commands.dates import Span, Toward, date, moment, span, time
from mentorlog.errors import Refused, UsageError

SUNDAY = dt.date(2026, 11, 22)
FORMS = "Write 2026-12-03, today, yesterday, tomorrow, fri, -3d or +2w."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", dt.date(2026, 11, 20)),
        (" 2026-11-20 ", dt.date(2026, 11, 20)),
        ("1900-01-01", dt.date(1900, 1, 1)),
        ("9999-12-31", dt.date(9999, 12, 31)),
        ("2028-02-29", dt.date(2028, 2, 29)),
        ("today", SUNDAY),
        ("TODAY", SUNDAY),
        ("yesterday", dt.date(2026, 11, 21)),
        ("tomorrow", dt.date(2026, 11, 23)),
        ("-3d", dt.date(2026, 11, 19)),
        ("+3d", dt.date(2026, 11, 25)),
        ("- 3 days", dt.date(2026, 11, 19)),
        ("-2w", dt.date(2026, 11, 8)),
        ("+2 weeks", dt.date(2026, 12, 6)),
        ("+3m", dt.date(2027, 2, 22)),
        ("-1 month", dt.date(2026, 10, 22)),
        ("-1y", dt.date(2025, 11, 22)),
    ],
)
@pytest.mark.parametrize("toward", list(Toward))
def test_a_date_means_the_same_day_whichever_way_one_looks(
    text: str, expected: dt.date, toward: Toward
) -> None:
    assert date(text, today=SUNDAY, toward=toward) == expected


@pytest.mark.parametrize(
    ("text", "past", "coming"),
    [
        ("mon", dt.date(2026, 11, 16), dt.date(2026, 11, 23)),
        ("tues", dt.date(2026, 11, 17), dt.date(2026, 11, 24)),
        ("Friday", dt.date(2026, 11, 20), dt.date(2026, 11, 27)),
        ("fr", dt.date(2026, 11, 20), dt.date(2026, 11, 27)),
        ("sat", dt.date(2026, 11, 21), dt.date(2026, 11, 28)),
        ("sunday", SUNDAY, dt.date(2026, 11, 29)),
        ("su", SUNDAY, dt.date(2026, 11, 29)),
    ],
)
def test_a_weekday_was_within_the_last_seven_days_or_comes_within_the_next(
    text: str, past: dt.date, coming: dt.date
) -> None:
    found = [date(text, today=SUNDAY, toward=toward) for toward in (Toward.PAST, Toward.COMING)]

    assert found == [past, coming]


@given(st.dates(min_value=dt.date(1900, 1, 8), max_value=dt.date(9999, 12, 24)), st.integers(0, 6))
def test_a_weekday_is_today_in_the_past_and_a_week_ahead_in_the_future(
    today: dt.date, number: int
) -> None:
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[number]
    past = date(name, today=today, toward=Toward.PAST)
    coming = date(name, today=today, toward=Toward.COMING)

    assert (past.weekday(), coming.weekday()) == (number, number)
    assert (coming - past).days == 7
    assert past <= today < coming


def test_nothing_said_is_today() -> None:
    assert date(None, today=SUNDAY, toward=Toward.COMING) == SUNDAY


def test_a_month_back_from_its_last_day_is_the_last_day_of_the_month_before() -> None:
    last_of_march = dt.date(2027, 3, 31)

    assert date("-1m", today=last_of_march, toward=Toward.PAST) == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "s", "t", "x", "0d", "-0d", "+0w", "3d", "2 weeks ago", "last friday", "--3d"),
        *("2026-1-2", "20261120", "2026-02-30", "2027-02-29", "0000-00-00", "10000-01-01"),
        *("2026-11-20 15:00", "2026-11-20T15:00", "11/20/2026", "22 Nov", "-99999y", "+1h"),
        "\u0662\u0660\u0662\u0666-11-20",  # digits, but not these
    ],
)
def test_what_is_no_date_is_told_with_the_ways_to_write_one(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        date(text, today=SUNDAY, toward=Toward.PAST)

    assert (caught.value.message, caught.value.hint) == (f'"{text}" is not a date.', FORMS)


def test_a_long_or_unprintable_word_is_shortened_and_made_visible_in_the_message() -> None:
    with pytest.raises(UsageError) as caught:
        date("\x1b[31m" + "x" * 40, today=SUNDAY, toward=Toward.PAST)

    assert caught.value.message == f'"?[31m{"x" * 25}…" is not a date.'


@pytest.mark.parametrize("text", ["1899-12-31", "0001-01-01", "-9999y", "-127y"])
def test_a_date_before_1900_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        date(text, today=SUNDAY, toward=Toward.PAST)

    assert caught.value.message == f'"{text}" is before 1900.'
    assert caught.value.hint == "A journal begins with 1900-01-01."


@pytest.mark.parametrize("text", ["+9000y", "+9999y", "+9000 years"])
def test_a_date_beyond_the_calendar_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        date(text, today=SUNDAY, toward=Toward.COMING)

    assert caught.value.message == "That is beyond the calendar."


def test_the_day_after_the_last_is_beyond_the_calendar() -> None:
    with pytest.raises(UsageError, match="beyond the calendar"):
        date("tomorrow", today=dt.date.max, toward=Toward.COMING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10d", Span(days=10)),
        ("1 day", Span(days=1)),
        ("2w", Span(days=14)),
        ("2 Weeks", Span(days=14)),
        ("6m", Span(months=6)),
        ("6mo", Span(months=6)),
        ("6 months", Span(months=6)),
        (" 1 month ", Span(months=1)),
        ("1y", Span(months=12)),
        ("2 YEARS", Span(months=24)),
        ("9999d", Span(days=9999)),
    ],
)
def test_a_span_is_days_or_calendar_months(text: str, expected: Span) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    "text", ["", "0d", "00 weeks", "-1d", "10", "w", "1h", "1.5y", "six months", "10000d", "2 w d"]
)
def test_what_is_no_span_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        span(text)

    assert caught.value.message == f'"{text}" is not a span of time.'
    assert caught.value.hint == "Write 10d, 2w, 6 months or 1y."


def test_a_span_of_months_ends_on_the_months_last_day_where_there_is_no_such_day() -> None:
    half_a_year = span("6 months")

    assert half_a_year.after(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
    assert half_a_year.before(dt.date(2026, 8, 31)) == dt.date(2026, 2, 28)


def test_a_window_longer_than_the_calendar_looks_back_to_its_first_day() -> None:
    assert span("9999y").before(SUNDAY) == dt.date.min


def test_a_span_beyond_the_calendar_is_told() -> None:
    with pytest.raises(UsageError, match="beyond the calendar"):
        span("9999y").after(SUNDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri", (dt.date(2026, 11, 27), None)),
        ("fri 15:00", (dt.date(2026, 11, 27), dt.time(15))),
        ("fri   9:30", (dt.date(2026, 11, 27), dt.time(9, 30))),
        ("today 0:00", (SUNDAY, dt.time(0))),
        ("+2 weeks 15:00", (dt.date(2026, 12, 6), dt.time(15))),
        ("2026-12-03 23:59", (dt.date(2026, 12, 3), dt.time(23, 59))),
        ("sun 8:05", (dt.date(2026, 11, 29), dt.time(8, 5))),
    ],
)
def test_a_moment_is_a_coming_day_and_perhaps_an_hour(
    text: str, expected: tuple[dt.date, dt.time | None]
) -> None:
    assert moment(text, today=SUNDAY) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fri 25:00", '"25:00" is not a time.'),
        ("fri 24:00", '"24:00" is not a time.'),
        ("fri 9:5", '"9:5" is not a time.'),
        ("fri 15", '"fri 15" is not a date.'),
        ("fri 3pm", '"fri 3pm" is not a date.'),
        ("15:00", '"15:00" is not a date.'),
        ("", '"" is not a date.'),
    ],
)
def test_what_is_no_moment_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        moment(text, today=SUNDAY)

    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [("15:00", dt.time(15)), ("9:30", dt.time(9, 30)), (" 00:00 ", dt.time(0))],
)
def test_a_time_has_hours_and_minutes(text: str, expected: dt.time) -> None:
    assert time(text) == expected


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "1500", "9", "9:3", "-1:00", "12:00:00"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        time(text)

    expected = (f'"{text}" is not a time.', "Write 15:00 or 9:30.")
    assert (caught.value.message, caught.value.hint) == expected
