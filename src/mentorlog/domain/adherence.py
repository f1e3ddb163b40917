"""How meetings kept to the terms: pace, on time, and marks for the last periods; never a score.

Each meeting is judged by the terms, the due date and the grace as they were the day before it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import lcm

from mentorlog.domain.cadence import MONTHS, AsNeeded, Budget, Cadence, Interval, Quota, Unit, cycle
from mentorlog.domain.days import NEVER, Day, months_after
from mentorlog.domain.due import due_on, first_overdue, slack_on
from mentorlog.domain.entries import Closure
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run, Segment, run_on
from mentorlog.domain.standing import Standing, assessment_in
from mentorlog.frozen import StrEnum, dataclass

FEWEST_EXPECTED = 2  # with fewer, a pace says nothing


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
    """A field is None if there is too little to say."""

    pace: Pace | None = None
    on_time: OnTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A day with a meeting, and whether it was on time (None: nothing was due)."""

    date: dt.date
    on_time: bool | None


def adherence(
    run: Run | None, relationship: Relationship, today: dt.date, since: dt.date
) -> Adherence:
    """How the meetings of today's run kept to its terms, from `since` to today."""
    if run is None:
        return Adherence()
    first, last = _window(run, today, since)
    overdue = assessment_in(run, relationship, today).standing is Standing.OVERDUE
    return Adherence(
        pace=_pace(run, first, last), on_time=_on_time(run, first, last, missed=overdue)
    )


def visits(run: Run, first: Day, last: Day) -> Iterator[Visit]:
    """Each day with a meeting in the window, both ends inclusive, oldest first."""
    for day in run.held_between(first, last):
        yield Visit(date=dt.date.fromordinal(day), on_time=_was_on_time(run, day))


def _window(run: Run, today: dt.date, since: dt.date) -> tuple[Day, Day]:
    day = today.toordinal()
    end = run.terms_on(day).until
    return max(run.start, since.toordinal()), min(day, end.toordinal() if end else NEVER)


def _pace(run: Run, first: Day, last: Day) -> Pace | None:
    expected = _whole_of(_expected(run, first, last))
    if expected < FEWEST_EXPECTED:
        return None
    return Pace(
        held=len(run.held_between(first, last)),
        expected=expected,
        since=dt.date.fromordinal(first),
        until=dt.date.fromordinal(last),
    )


def _whole_of(fractions: Iterable[tuple[int, int]]) -> int:
    """The sum of some fractions, rounded down. (Importing Fraction takes 3 ms.)"""
    above, below = 0, 1
    for numerator, denominator in fractions:
        common = lcm(below, denominator)
        above = above * (common // below) + numerator * (common // denominator)
        below = common
    return above // below


def _expected(run: Run, first: Day, last: Day) -> Iterator[tuple[int, int]]:
    """For each segment, the cycles in its active days after `first`, as a fraction."""
    ends = [following.began - 1 for _, following in pairwise(run.segments)] + [last]
    for segment, end in zip(run.segments, ends, strict=True):
        if nominal := segment.cycle:
            days, parts = nominal
            active = run.pauses.active_days(max(segment.began, first + 1), min(end, last))
            yield active * parts, days


def _on_time(run: Run, first: Day, last: Day, *, missed: bool) -> OnTime | None:
    judged = [visit.on_time for visit in visits(run, first, last) if visit.on_time is not None]
    of = len(judged) + missed
    return OnTime(on_time=sum(judged), of=of) if of else None


def _was_on_time(run: Run, day: Day) -> bool | None:
    """Whether a day was on time; None on the run's first day, and if nothing was due."""
    if day == run.start:
        return None
    due, slack = due_on(run, day - 1), slack_on(run, day - 1)
    if due == NEVER or slack is None:
        return None
    return day < first_overdue(run, due, slack)


LENGTH = 12  # periods: a year of monthly meetings


class Mark(StrEnum):
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    PAUSED = "paused"
    NOT_YET = "not yet"


def last_run(relationship: Relationship, today: dt.date) -> tuple[Run, Day] | None:
    """Today's run, or the one that a closure ended, with the last day to look at."""
    if run := run_on(relationship, today):
        return run, today.toordinal()
    return ended_run(relationship, today)


def ended_run(relationship: Relationship, today: dt.date) -> tuple[Run, Day] | None:
    """The run that the latest closure ended, and its last day."""
    ends = [closure.date for closure in relationship.of(Closure) if closure.date <= today]
    if not ends:
        return None
    last = ends[-1] - dt.timedelta(days=1)
    run = run_on(relationship, last)
    return (run, last.toordinal()) if run else None


def strip(run: Run, today: Day) -> tuple[Mark, ...]:
    """The marks of the last twelve periods, oldest first.

    A period is one nominal cycle of the cadence, counted from the first day of the run and again
    from every change of cadence. If the cycle is whole calendar months (monthly, quarterly, 6 per
    year), so are the periods; else a period starts k cycles after that day, rounded down to a day.
    The last period holds today, or the term's last day; one that a change of cadence cut short
    counts only if someone met in it. "As needed" has no periods. The mark is the first that fits:

    - late, if all meetings in it came after their due date and its grace;
    - met, if there was a meeting in it;
    - paused, if at least half of its days, up to today, were paused;
    - not yet, if there was no meeting since: one may still come;
    - met, if the next meeting was on time, so that none was missed here (meetings drift a little
        against the calendar; the strip never shows as missed what "on time" counts as kept);
    - missed.
    """
    return tuple(_mark(run, *period, today) for period in _periods(run, today)[-LENGTH:])


def missed(run: Run, today: Day, since: Day) -> Iterator[tuple[Day, Day]]:
    """First and last day of each missed period with a day in the window, oldest first."""
    for period in _periods(run, today):
        if period[1] >= since and _mark(run, *period, today) is Mark.MISSED:
            yield period


def _mark(run: Run, first: Day, last: Day, today: Day) -> Mark:
    if held := run.held_between(first, last):
        return Mark.LATE if _all_late(run, held[0], held[-1]) else Mark.MET
    past = min(last, today)
    if 2 * run.pauses.active_days(first, past) <= past - first + 1:
        return Mark.PAUSED
    following = run.held[bisect_right(run.held, last) :][:1]
    if not following:
        return Mark.NOT_YET
    return Mark.MISSED if _all_late(run, following[0], following[0]) else Mark.MET


def _all_late(run: Run, first: Day, last: Day) -> bool:
    return all(visit.on_time is False for visit in visits(run, first, last))


def _periods(run: Run, today: Day) -> list[tuple[Day, Day]]:
    """(first day, last day) of each period; one cut short by a change only if someone met in it."""
    changes = [segment.began - 1 for segment in run.segments[1:]]
    end = run.terms[-1].until
    until = min(today, end.toordinal() if end else NEVER)
    periods: list[tuple[Day, Day]] = []
    for segment, change in zip(run.segments, [*changes, NEVER], strict=True):
        for first, last in _cycles(segment, min(change, until)):
            if last <= change:
                periods.append((first, last))
            elif run.held_between(first, change):
                periods.append((first, change))
    return periods


def _cycles(segment: Segment, until: Day) -> Iterator[tuple[Day, Day]]:
    """The cycles that begin up to `until`; the last may end after it."""
    rhythm = segment.terms.cadence
    months = _whole_months(rhythm)
    days = cycle(rhythm, segment.last - segment.began + 1)
    if days is None or days[0] <= 0:
        return
    first, count = segment.began, 0
    while first <= until:
        count += 1
        if months:
            after = months_after(segment.began, count * months)
        else:
            after = segment.began + count * days[0] // days[1]
        if after > first:
            yield first, after - 1
        first = after


def _whole_months(rhythm: Cadence) -> int:
    """The calendar months in one cycle; 0 if it isn't whole months."""
    match rhythm:
        case Interval(count=count, unit=Unit.MONTH):
            return count
        case Quota(count=count, period=period) if MONTHS.get(period, 0) % count == 0:
            return MONTHS.get(period, 0) // count
        case Budget(period=period):
            return MONTHS.get(period, 0)
        case Interval() | Quota() | AsNeeded():
            return 0
