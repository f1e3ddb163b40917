"""Pace and on time over a window: fractions and words, never a score.

Each meeting is judged by the terms, the due date and the grace as they stood the day before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from mentorlog.domain.days import NEVER, Day
from mentorlog.domain.due import due_on, is_within_grace, slack_on
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run
from mentorlog.domain.standing import Standing, assessment_in
from mentorlog.frozen import dataclass

FEWEST_EXPECTED = 2  # below that a pace says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Meetings held of those expected between two days, both inclusive."""

    held: int
    expected: int
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTime:
    on_time: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """None where there is too little to say."""

    pace: Pace | None = None
    on_time: OnTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A day held, and whether it came by its due date and grace (None: nothing was due)."""

    date: dt.date
    on_time: bool | None


def adherence(
    run: Run | None, relationship: Relationship, today: dt.date, since: dt.date
) -> Adherence:
    """How the meetings of today's run went against its terms, from `since` to today."""
    if run is None:
        return Adherence()
    first, last = _window(run, today, since)
    overdue = assessment_in(run, relationship, today).standing is Standing.OVERDUE
    return Adherence(
        pace=_pace(run, first, last), on_time=_on_time(run, first, last, missed=overdue)
    )


def visits(run: Run, first: Day, last: Day) -> Iterator[Visit]:
    """Each day held in the window, both ends inclusive, oldest first."""
    for day in run.held_between(first, last):
        yield Visit(date=dt.date.fromordinal(day), on_time=_was_on_time(run, day))


def _window(run: Run, today: dt.date, since: dt.date) -> tuple[Day, Day]:
    day = today.toordinal()
    end = run.terms_on(day).until
    return max(run.start, since.toordinal()), min(day, end.toordinal() if end else NEVER)


def _pace(run: Run, first: Day, last: Day) -> Pace | None:
    expected = int(sum(_expected(run, first, last), Fraction()))
    if expected < FEWEST_EXPECTED:
        return None
    return Pace(
        held=len(run.held_between(first, last)),
        expected=expected,
        since=dt.date.fromordinal(first),
        until=dt.date.fromordinal(last),
    )


def _expected(run: Run, first: Day, last: Day) -> Iterator[Fraction]:
    """For each segment, how many cycles its active days after `first` make."""
    ends = [after.began - 1 for _, after in pairwise(run.segments)] + [last]
    for segment, end in zip(run.segments, ends, strict=True):
        if nominal := segment.cycle:
            days, parts = nominal
            active = run.pauses.active_days(max(segment.began, first + 1), min(end, last))
            yield Fraction(active * parts, days)


def _on_time(run: Run, first: Day, last: Day, *, missed: bool) -> OnTime | None:
    judged = [visit.on_time for visit in visits(run, first, last) if visit.on_time is not None]
    of = len(judged) + missed
    return OnTime(on_time=sum(judged), of=of) if of else None


def _was_on_time(run: Run, day: Day) -> bool | None:
    """None on the run's first day, and where nothing was due the day before."""
    if day == run.start:
        return None
    due, slack = due_on(run, day - 1), slack_on(run, day - 1)
    if due == NEVER or slack is None:
        return None
    return is_within_grace(run, due, slack, day)
