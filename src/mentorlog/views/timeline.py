"""What happened in a window, day by day: held, missed, paused, amended. Knows no width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mentorlog.domain.adherence import visits
from mentorlog.domain.cadence import written
from mentorlog.domain.days import Day
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run
from mentorlog.views.strip import Mark, last_run, stretches


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An amendment of the rhythm, both written with their bound."""

    date: dt.date
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything from `since` to `until`, inclusive, in order.

    `held`: met or late. `missed`: the middle of a period nobody met in. `paused`: first and last
    paused day, inclusive.
    """

    since: dt.date
    until: dt.date
    held: tuple[tuple[dt.date, Mark], ...] = ()
    missed: tuple[dt.date, ...] = ()
    paused: tuple[tuple[dt.date, dt.date], ...] = ()
    changes: tuple[Change, ...] = ()


def timeline(relationship: Relationship, today: dt.date, since: dt.date) -> Timeline | None:
    """The last run's days in the window, from the month it began in; None if there is none."""
    past = last_run(relationship, today)
    if past is None:
        return None
    run, last = past
    first = max(since.toordinal(), run.start)
    return Timeline(
        since=max(since, _date(run.start).replace(day=1)),
        until=today,
        held=tuple(
            (visit.date, Mark.LATE if visit.on_time is False else Mark.MET)
            for visit in visits(run, first, last)
        ),
        missed=tuple(
            _date(middle)
            for stretch in stretches(run, last, first)
            if stretch.mark is Mark.MISSED
            and (middle := (stretch.first + stretch.last) // 2) in range(first, last + 1)
        ),
        paused=tuple(_paused(run, first, last)),
        changes=tuple(_changes(run, first)),
    )


def _paused(run: Run, first: Day, last: Day) -> Iterator[tuple[dt.date, dt.date]]:
    for begin, until in run.pauses.stretches:
        if begin <= last and until > first:
            yield _date(max(begin, first)), _date(min(until - 1, last))


def _changes(run: Run, first: Day) -> Iterator[Change]:
    for old, new in zip(run.segments, run.segments[1:], strict=False):
        if new.began >= first:
            terms = (segment.terms for segment in (old, new))
            before, after = (written(each.cadence, each.bound) for each in terms)
            yield Change(date=_date(new.began), old=before, new=after)


def _date(day: Day) -> dt.date:
    return dt.date.fromordinal(day)
