"""Pauses merged: what they cover, and how far active days reach across them."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import day, pause
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.days import NEVER, Day
from mentorlog.domain.entries import Pause
from mentorlog.domain.runs import Pauses, merged

FIRST = dt.date(2026, 1, 1)
BEGIN = FIRST.toordinal()
days = st.integers(BEGIN - 5, BEGIN + 60)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    spans = draw(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 15)), max_size=6))
    return [
        pause(FIRST + dt.timedelta(days=begin), FIRST + dt.timedelta(days=begin + length))
        for begin, length in spans
    ]


def paused_days(of: list[Pause]) -> set[Day]:
    return {
        number
        for each in of
        if each.until
        for number in range(each.date.toordinal(), each.until.toordinal())
    }


def ordinal(date: str) -> Day:
    return day(date).toordinal()


def test_pauses_that_touch_or_overlap_are_one() -> None:
    found = merged(
        [
            pause("2026-03-10", "2026-03-20"),
            pause("2026-03-01", "2026-03-10"),
            pause("2026-03-15", "2026-03-18"),
            pause("2026-05-01"),
            pause("2026-06-01", "2026-06-10"),
        ]
    )

    assert found == Pauses(
        ((ordinal("2026-03-01"), ordinal("2026-03-20")), (ordinal("2026-05-01"), NEVER))
    )


@given(pauses(), days)
def test_a_paused_day_leads_to_the_first_active_one(of: list[Pause], first: Day) -> None:
    expected = first
    while expected in paused_days(of):
        expected += 1

    assert merged(of).active_from(first) == expected


@given(pauses(), days, days)
def test_active_days_are_the_unpaused_ones(of: list[Pause], first: Day, last: Day) -> None:
    expected = len(set(range(first, last + 1)) - paused_days(of))

    assert merged(of).active_days(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-01", "2026-03-09", 9),
        ("2026-03-01", "2026-03-10", 9),
        ("2026-03-15", "2026-03-19", 0),
        ("2026-03-19", "2026-03-20", 1),
        ("2026-03-20", "2026-03-21", 2),
        ("2026-03-21", "2026-03-20", 0),
        ("2026-03-12", "2026-03-11", 0),
    ],
)
def test_active_days_beside_a_pause(first: str, last: str, expected: int) -> None:
    of = merged([pause("2026-03-10", "2026-03-20")])

    assert of.active_days(ordinal(first), ordinal(last)) == expected


@given(pauses(), days, st.integers(0, 70))
def test_so_many_active_days_later_is_an_active_day(
    of: list[Pause], first: Day, count: int
) -> None:
    found = merged(of).after(first, count)

    assert found not in paused_days(of)
    assert merged(of).active_days(first, found - 1) == count


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        ("2026-03-01", 8, "2026-03-09"),
        ("2026-03-01", 9, None),
        ("2026-03-10", 0, None),
        ("2026-04-01", 3, None),
    ],
)
def test_nothing_lies_beyond_an_open_pause(first: str, count: int, expected: str | None) -> None:
    open_pause = merged([pause("2026-03-10")])

    found = open_pause.after(ordinal(first), count)

    assert found == (ordinal(expected) if expected else NEVER)


def test_the_calendar_ends_like_an_open_pause() -> None:
    assert Pauses().after(dt.date.max.toordinal(), 400) == NEVER
