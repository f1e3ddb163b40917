"""The last twelve periods of a run, one mark each.

The rule, exactly. A period is one nominal cycle of the cadence in force, counted from the first
day of the run, and again from the first day of every change of cadence: whole calendar months
where the cycle is some (monthly, quarterly, 6 per year), else k cycles after that day, rounded
down to a day. The first period lasts from that day, the last one shown holds today, or the term's
last day; one cut short by a change counts only if someone met in it. As needed has no periods.

A period is, the first that fits:

- late, if all meetings held in it came after their due date and its grace;
- met, if a meeting was held in it;
- paused, if at least half of its days, up to today, were;
- not yet, if nothing was held since: a meeting may still come, and nobody is told off;
- met, if the next meeting came on time, so that none was missed here (meetings drift a little
  against any calendar; the strip never calls missed what "on time" counts as kept);
- missed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from mentorlog.domain.adherence import visits
from mentorlog.domain.cadence import AsNeeded, Budget, Cadence, Interval, Period, Quota, Unit, cycle
from mentorlog.domain.days import NEVER, Day, months_after
from mentorlog.domain.entries import Closure
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run, Segment, run_on
from mentorlog.frozen import dataclass

LENGTH = 12  # periods: a year of monthly meetings
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


class Mark(StrEnum):
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    PAUSED = "paused"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period and how it went; both days inclusive."""

    first: Day
    last: Day
    mark: Mark


def last_run(relationship: Relationship, today: dt.date) -> tuple[Run, Day] | None:
    """The run of today, or the one that a closure ended, and the last day it is looked at."""
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
    """The marks of the last twelve periods, oldest first."""
    return tuple(_mark(run, *period, today) for period in _periods(run, today)[-LENGTH:])


def stretches(run: Run, today: Day, since: Day) -> tuple[Stretch, ...]:
    """The periods of which some day is in the window, oldest first."""
    periods = (period for period in _periods(run, today) if period[1] >= since)
    return tuple(Stretch(*period, _mark(run, *period, today)) for period in periods)


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
    """The first and last day of each; those cut short by a change only if someone met in them."""
    changes = [segment.began - 1 for segment in run.segments[1:]]
    end = run.terms[-1].until
    until = min(today, end.toordinal() if end else NEVER)
    found: list[tuple[Day, Day]] = []
    for segment, change in zip(run.segments, [*changes, NEVER], strict=True):
        for first, last in _cycles(segment, min(change, until)):
            if last <= change:
                found.append((first, last))
            elif run.held_between(first, change):
                found.append((first, change))
    return found


def _cycles(segment: Segment, until: Day) -> Iterator[tuple[Day, Day]]:
    """Those that begin by a day; the last may end after it."""
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
    """The calendar months of one cycle; 0 where it is none."""
    match rhythm:
        case Interval(count=count, unit=Unit.MONTH):
            return count
        case Quota(count=count, period=period) if _MONTHS.get(period, 0) % count == 0:
            return _MONTHS.get(period, 0) // count
        case Budget(period=period):
            return _MONTHS.get(period, 0)
        case Interval() | Quota() | AsNeeded():
            return 0
