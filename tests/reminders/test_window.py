"""When nudges may speak, and which days are working days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.reminders import Window, window_of

FRIDAY = dt.date(2026, 3, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon-fri 9-18", Window()),
        ("  Mon-Fri   9 - 18 ", Window()),
        ("9-18", Window()),
        ("09:00-18:00", Window()),
        ("8:30-17", Window(opens=510, closes=1020)),
        ("mon,wed,fri 9-18", Window(days=frozenset({0, 2, 4}))),
        ("tue 9-18", Window(days=frozenset({1}))),
        ("mon-tue,sat 9-18", Window(days=frozenset({0, 1, 5}))),
        ("sat-tue 9-18", Window(days=frozenset({5, 6, 0, 1}))),
        ("mon-sun 0-24", Window(days=frozenset(range(7)), opens=0, closes=1440)),
    ],
)
def test_a_window_is_read_as_it_is_meant(text: str, expected: Window) -> None:
    assert window_of(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        *(
            (text, 'write days and hours, as in "mon-fri 9-18" or "mon,wed,fri 8:30-17"')
            for text in (
                *("", "mon-fri", "always", "mon-fri 9", "9-18 mon-fri", "mon tue 9-18"),
                *("montag 9-18", "mon- 9-18", "-fri 9-18", "mon,,fri 9-18", ", 9-18"),
                *("9:60-18", "9-18:5", "109-18", ":-18", "9-1²"),
            )
        ),
        *(
            (text, "the first hour must be before the last, and the last at most 24")
            for text in ("18-9", "9-9", "22-25", "0-24:01")
        ),
    ],
)
def test_what_is_no_window_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        window_of(text)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({7})])
def test_a_window_without_real_days_cannot_be(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="write days and hours"):
        Window(days=days)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-13 08:59", False),
        ("2026-03-13 09:00", True),
        ("2026-03-13 17:59", True),
        ("2026-03-13 18:00", False),
        ("2026-03-14 12:00", False),
        ("2026-03-15 12:00", False),
        ("2026-03-16 12:00", True),
    ],
)
def test_it_is_open_from_its_first_minute_to_before_its_last(
    moment: str, *, expected: bool
) -> None:
    assert Window().is_open_at(dt.datetime.fromisoformat(moment)) is expected


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        (Window(), FRIDAY, "2026-03-16"),
        (Window(), dt.date(2026, 3, 14), "2026-03-16"),
        (Window(), dt.date(2026, 3, 16), "2026-03-17"),
        (Window(days=frozenset({4})), FRIDAY, "2026-03-20"),
        (Window(), dt.date.max, "9999-12-31"),
    ],
)
def test_the_next_day_is_the_next_working_day(window: Window, day: dt.date, expected: str) -> None:
    assert window.next_day(day).isoformat() == expected


@given(
    first=st.dates(max_value=dt.date(2100, 1, 1)),
    length=st.integers(-3, 60),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_the_days_between_are_counted_as_on_the_fingers(
    first: dt.date, length: int, days: frozenset[int]
) -> None:
    between = [first + dt.timedelta(days=n) for n in range(1, length)]

    counted = Window(days=days).days_between(first, first + dt.timedelta(days=max(length, 0)))

    assert counted == sum(day.weekday() in days for day in between)


def test_no_days_lie_between_a_day_and_an_earlier_one() -> None:
    assert Window().days_between(FRIDAY, dt.date(2026, 1, 1)) == 0
