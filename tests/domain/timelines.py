"""Random timelines: agreements and amendments of all kinds, pauses, closures, meetings."""

from __future__ import annotations

import datetime as dt

from builders import agreement, approach, closure, meeting, pause, planned
from hypothesis import strategies as st

from mentorlog.domain.cadence import (
    AsNeeded,
    Bound,
    Budget,
    Cadence,
    Interval,
    Period,
    Quota,
    Unit,
)
from mentorlog.domain.entries import Agreement, Entry, Stage

FIRST = dt.date(2023, 11, 20)  # a leap day lies ahead
SPAN = 900  # days

intervals = st.one_of(
    st.builds(Interval, st.integers(1, 60), st.just(Unit.DAY)),
    st.builds(Interval, st.integers(1, 10), st.just(Unit.WEEK)),
    st.builds(Interval, st.integers(1, 13), st.just(Unit.MONTH)),
)
quotas = st.one_of(
    st.builds(Quota, st.integers(1, 7), st.just(Period.WEEK)),
    st.builds(Quota, st.integers(1, 6), st.just(Period.MONTH)),
    st.builds(Quota, st.integers(1, 14), st.just(Period.QUARTER)),
    st.builds(Quota, st.integers(1, 26), st.just(Period.YEAR)),
)
terms = st.builds(Quota, st.integers(1, 14), st.just(Period.TERM))
budgets = st.builds(
    Budget,
    st.sampled_from([30, 60, 90, 120, 150, 300]),
    st.sampled_from([Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR]),
)
cadences: st.SearchStrategy[Cadence] = st.one_of(
    intervals, quotas, budgets, terms, st.builds(AsNeeded)
)
offsets = st.one_of(st.integers(0, SPAN), st.integers(0, 25).map(lambda n: n * 35 + 11))
dates = offsets.map(lambda offset: FIRST + dt.timedelta(days=offset))
lengths = st.one_of(st.integers(0, 60), st.integers(0, 500))


early = st.integers(0, 90).map(lambda offset: FIRST + dt.timedelta(days=offset))


@st.composite
def agreements(draw: st.DrawFn, dates: st.SearchStrategy[dt.date] = dates) -> Agreement:
    date, cadence = draw(dates), draw(cadences)
    per_term = isinstance(cadence, Quota) and cadence.period is Period.TERM
    length = draw(lengths if per_term else st.none() | lengths)
    return agreement(
        date,
        cadence,
        bound=draw(st.sampled_from([Bound.TARGET, Bound.MINIMUM, Bound.TARGET, Bound.MAXIMUM])),
        until=None if length is None else date + dt.timedelta(days=length),
        slack_days=draw(st.none() | st.integers(0, 20)),
        meeting_minutes=draw(st.none() | st.integers(15, 120)),
    )


@st.composite
def pauses(draw: st.DrawFn) -> Entry:
    date = draw(dates)
    length = draw(st.one_of(st.integers(1, 40), st.integers(1, 200), st.none()))
    return pause(date, None if length is None else date + dt.timedelta(days=length))


held = st.builds(meeting, dates, minutes=st.none() | st.integers(1, 150))
closures = st.builds(closure, dates)
approaches = st.builds(approach, dates, st.sampled_from(Stage))


def _timeline(*, agreed: int, closed: int) -> st.SearchStrategy[list[Entry]]:
    """A timeline with an early agreement (at least so many), and closures (at most so many)."""
    return st.tuples(
        st.lists(agreements(early), min_size=agreed, max_size=1),
        st.lists(agreements(), max_size=4),
        st.lists(held, max_size=14),
        st.lists(st.builds(planned, dates), max_size=2),
        st.lists(pauses(), max_size=4),
        st.lists(closures, max_size=closed),
        st.lists(approaches, max_size=2 - agreed),
    ).map(lambda kinds: [entry for kind in kinds for entry in kind])


entries = _timeline(agreed=0, closed=1)
working = _timeline(agreed=1, closed=0)  # has a run on every one of `working_days`
working_days = st.integers(91, SPAN).map(lambda offset: FIRST + dt.timedelta(days=offset))
