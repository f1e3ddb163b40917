"""How a stretch of days is divided, from fine to coarse."""

from __future__ import annotations

import datetime as dt

from builders import day
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.views.timeline import Tick, Unit, divisions


def test_a_few_days_are_named_by_day_week_and_month() -> None:
    found = divisions(day("2026-11-29"), day("2026-12-01"))

    assert list(found) == [
        tuple(Tick(day(f"2026-{each}"), Unit.DAY) for each in ("11-29", "11-30", "12-01")),
        (Tick(day("2026-11-30"), Unit.WEEK),),
        (Tick(day("2026-11-29"), Unit.MONTH, begun=True), Tick(day("2026-12-01"), Unit.MONTH)),
    ]


def test_over_more_than_a_year_a_january_is_named_by_its_year() -> None:
    found = list(divisions(day("2025-05-01"), day("2027-02-01")))

    assert (
        Tick(day("2025-07-01"), Unit.MONTH),
        Tick(day("2026-01-01"), Unit.YEAR),
        Tick(day("2026-07-01"), Unit.MONTH),
        Tick(day("2027-01-01"), Unit.YEAR),
    ) in found
    assert found[-1] == (Tick(day("2026-01-01"), Unit.YEAR),)


@given(since=st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), days=st.integers(0, 4000))
def test_every_division_is_in_order_within_the_stretch(since: dt.date, days: int) -> None:
    until = since + dt.timedelta(days=days)

    for ticks in divisions(since, until):
        dates = [tick.date for tick in ticks]
        assert dates == sorted(set(dates))
        assert since <= dates[0] <= dates[-1] <= until
