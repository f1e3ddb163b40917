"""Dates, spans, times and lengths, understood or refused as commands refuse (exit 2 and 3)."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.commands.typed import after, before, date, length, moment, span, time
from mentorlog.domain.days import Span, Toward
from mentorlog.errors import Refused, UsageError

SUNDAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("toward", "expected"),
    [(Toward.PAST, dt.date(2026, 11, 20)), (Toward.COMING, dt.date(2026, 11, 27))],
)
def test_a_date_is_read_in_its_direction(toward: Toward, expected: dt.date) -> None:
    assert date("fri", today=SUNDAY, toward=toward) == expected


def test_nothing_said_is_today() -> None:
    assert date(None, today=SUNDAY, toward=Toward.COMING) == SUNDAY


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("someday", '"someday" isn\'t a date.', "Examples: 2026-11-20, yesterday, last fri."),
        ("", '"" isn\'t a date.', "Examples: 2026-11-20, yesterday, last fri."),
        (
            "12/01/2026",
            '"12/01/2026" can be read in two ways: say "Mon 12 Jan 2026" or "Tue 1 Dec 2026".',
            "",
        ),
        *(
            (text, f'"{text}" has a time; only a day fits here.', f"Leave the time out:  {day}")
            for text, day in (
                ("fri 15:00", "fri"),
                ("last tue at 4", "last tue"),
                ("yesterday 16", "yesterday"),
                ("2026-11-20T15:00", "2026-11-20"),
            )
        ),
        *(
            (
                text,
                f'"{text}" is a time; only a day fits here.',
                "Examples: 2026-12-03, fri, 10 Nov.",
            )
            for text in ("15:00", "3:00", "at 4", "noon")
        ),
        (
            "tue 15",
            '"tue 15" can\'t be read as a day: say "Sun 15 Nov 2026" or "Tue 17 Nov 2026".',
            "",
        ),
        ("15", '"15" can\'t be read as a day: say "Sun 15 Nov 2026".', ""),
    ],
)
def test_what_is_no_day_is_a_slip_on_the_command_line(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        date(text, today=SUNDAY, toward=Toward.PAST)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_weekday_that_another_year_fits_names_that_year() -> None:
    with pytest.raises(UsageError) as caught:
        date("mon 20 nov", today=SUNDAY, toward=Toward.PAST)

    assert caught.value.message.endswith('say "Fri 20 Nov 2026" or "Sat 20 Nov 2027".')
    with pytest.raises(UsageError) as caught:
        date("thu 20 nov", today=SUNDAY, toward=Toward.PAST)
    assert caught.value.message.endswith('say "Thu 20 Nov 2025" or "Fri 20 Nov 2026".')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nov 10, 2025", '"Mon 10 Nov 2025"'),
        ("Dec 4th, 2026", '"Fri 4 Dec 2026"'),
        ("Friday, 4 Dec", '"Fri 4 Dec 2026"'),
        ("10th of december", '"Thu 10 Dec 2026"'),
        ("13.12", '"Sun 13 Dec 2026"'),
        ("3.2.27", '"Wed 3 Feb 2027"'),
        ("13. December", '"Sun 13 Dec 2026"'),
        ("4/12", '"Fri 4 Dec 2026" or "Mon 12 Apr 2027"'),
        ("25/12", '"Fri 25 Dec 2026"'),
        ("to friday", '"Fri 27 Nov 2026"'),
        ("fri 15.00", '"Fri 27 Nov 2026 15:00"'),
    ],
)
def test_what_is_almost_a_date_is_shown_as_one(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        moment(text, today=SUNDAY)

    assert (caught.value.message, caught.value.hint) == (f'"{text}" isn\'t a date.', f"Say {said}.")


@pytest.mark.parametrize("text", ["1899-12-31", "0001-01-01", "-9999y", "-127y", "1 Jan 1899"])
def test_a_date_before_1900_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        date(text, today=SUNDAY, toward=Toward.PAST)

    assert caught.value.message == f'"{text}" is before 1900.'
    assert caught.value.hint == "The earliest date is 1900-01-01."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri", (dt.date(2026, 11, 27), None)),
        ("fri 15:00", (dt.date(2026, 11, 27), dt.time(15))),
        ("next fri at 15", (dt.date(2026, 11, 27), dt.time(15))),
        ("2026-12-03T23:59", (dt.date(2026, 12, 3), dt.time(23, 59))),
    ],
)
def test_a_moment_is_a_coming_day_and_perhaps_an_hour(
    text: str, expected: tuple[dt.date, dt.time | None]
) -> None:
    assert moment(text, today=SUNDAY) == expected


@pytest.mark.parametrize("text", ["fri 25:00", "15:00", "", "tue 15"])
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        moment(text, today=SUNDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("15:00", dt.time(15)), ("9:30", dt.time(9, 30)), ("15", dt.time(15))),
        *((" 9 ", dt.time(9)), ("at 15", dt.time(15)), ("3pm", dt.time(15))),
    ],
)
def test_a_time_may_be_a_bare_hour_where_an_option_asks_for_one(
    text: str, expected: dt.time
) -> None:
    assert time(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3", '"at 3" can be read in two ways: say "03:00" or "15:00".'),
        ("24", '"at 24" isn\'t a time.'),
        ("1500", '"at 1500" isn\'t a time.'),
        ("9:3", '"9:3" isn\'t a time.'),
    ],
)
def test_what_is_no_time_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        time(text)

    assert caught.value.message == message


def test_a_span_is_read_and_counted_from_a_day() -> None:
    assert span("six months") == Span(months=6)
    assert after("6 months", dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
    assert before("6 months", dt.date(2026, 8, 31)) == dt.date(2026, 2, 28)


@pytest.mark.parametrize("text", ["0d", "ever", "9999y"])
def test_what_is_no_span_or_ends_beyond_the_calendar_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        after(text, SUNDAY)


@pytest.mark.parametrize(("text", "expected"), [(None, None), ("1h30", 90), ("45", 45)])
def test_a_length_is_minutes(text: str | None, expected: int | None) -> None:
    assert length(text) == expected


@pytest.mark.parametrize("text", ["0", "-5", "1441", "soon"])
def test_another_length_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        length(text)


@pytest.mark.parametrize("text", ["tonight 8", "tomorrow 06"])
def test_no_hint_names_an_hour_that_is_not_meant(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        moment(text, today=SUNDAY)

    assert "With a time" not in caught.value.hint
