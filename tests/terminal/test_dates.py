"""Days and distances as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import day as on
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.terminal.wording import (
    away,
    clock,
    counted,
    day,
    duration,
    length,
    long_day,
    month_of,
    number,
)

TODAY = on("2026-11-22")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-11-24", "Tue 24 Nov"),
        ("2026-01-01", "Thu 1 Jan"),
        ("2027-01-01", "Fri 1 Jan 2027"),
        ("2025-12-31", "Wed 31 Dec 2025"),
    ],
)
def test_a_day_has_its_weekday_and_its_year_unless_it_is_this_one(date: str, expected: str) -> None:
    assert day(on(date), TODAY) == expected


def test_the_day_everything_is_seen_from() -> None:
    assert long_day(TODAY) == "Sunday 22 November"


def test_a_month_has_its_year_unless_it_is_this_one() -> None:
    assert (month_of(on("2026-08-01"), TODAY), month_of(on("2025-08-01"), TODAY)) == (
        "August",
        "Aug 2025",
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "in 2 days"),
        (-13, "13 days ago"),
        (14, "in two weeks"),
        (-39, "five weeks ago"),
        (62, "in eight weeks"),
        (-63, "two months ago"),
        (-365, "11 months ago"),
        (-366, "12 months ago"),
        (730, "in 23 months"),
        (731, "in two years"),
        (-3653, "ten years ago"),
    ],
)
def test_how_far_away_a_day_is(days: int, expected: str) -> None:
    spelled = {"11 months ago": "eleven months ago", "12 months ago": "twelve months ago"}

    assert away(TODAY + dt.timedelta(days=days), TODAY) == spelled.get(expected, expected)


def test_one_week_or_year_stands_alone() -> None:
    assert (length(1), length(31), length(800)) == ("1 day", "four weeks", "two years")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (495, "8 h 15"), (605, "10 h 05")],
)
def test_how_long_meetings_took(minutes: int, expected: str) -> None:
    assert duration(minutes) == expected


def test_numbers_are_words_up_to_twelve() -> None:
    assert [number(n) for n in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]


def test_counted_things() -> None:
    assert [counted(n, "word") for n in (0, 1, 2)] == ["0 words", "1 word", "2 words"]


def test_the_hour() -> None:
    assert clock(dt.time(9, 5)) == "09:05"


@given(st.integers(0, 40_000), st.integers(0, 40_000))
def test_longer_never_sounds_shorter(a: int, b: int) -> None:
    """Lengths are rounded down, so their order is kept from one unit to the next."""
    order = {"day": 1, "week": 7, "month": 30.4, "year": 365}
    names = [number(n) for n in range(13)]

    def rough(days: int) -> float:
        count, unit = length(days).split()
        value = int(count) if count.isdigit() else names.index(count)
        return value * order[unit.removesuffix("s")]

    shorter, longer = sorted((a, b))
    assert rough(shorter) <= rough(longer)
