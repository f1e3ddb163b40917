"""A period as data: what happened day by day, how its meetings went, its weeks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from mentorlog.domain.adherence import Mark, last_run, missed, visits
from mentorlog.domain.cadence import written
from mentorlog.domain.days import Day, add_months, week_begins
from mentorlog.domain.entries import Agreement, Closure, Meeting, MeetingStatus, Pause
from mentorlog.domain.relationship import Relationship, Total, held, total
from mentorlog.domain.runs import Pauses, Run, merged, midpoint_in
from mentorlog.domain.words import ChangedBy
from mentorlog.frozen import dataclass, replace
from mentorlog.views.board import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsChange:
    """An amendment of the rhythm; `old` and `new` are written with their bounds."""

    date: dt.date
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A planned meeting that was moved, cancelled or not attended; `by` None: not noted."""

    date: dt.date
    status: MeetingStatus
    by: ChangedBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything from `since` to `until`, both inclusive, in order; after `today` it is planned.

    `held`: met or late.
    `missed`: the middle of each period without a meeting.
    `paused`: first and last paused day, inclusive.
    `midpoint`: of the term, if it is in this period.
    """

    since: dt.date
    until: dt.date
    today: dt.date
    held: tuple[tuple[dt.date, Mark], ...] = ()
    missed: tuple[dt.date, ...] = ()
    called_off: tuple[NotHeld, ...] = ()
    planned: tuple[dt.date, ...] = ()
    paused: tuple[tuple[dt.date, dt.date], ...] = ()
    changes: tuple[TermsChange, ...] = ()
    midpoint: dt.date | None = None


def timeline(
    relationship: Relationship, today: dt.date, since: dt.date, *, term: bool = False
) -> Timeline | None:
    """The last run's days from `since`, or its start, to today; None without a run or a day.

    `term`: the whole term instead, if one is agreed and not over.
    """
    past = last_run(relationship, today)
    if past is None:
        return None
    run, last = past
    start, end = _date(run.start), run.terms_on(last).until
    whole = term and end is not None and end >= today == _date(last)
    first, until = (start, end) if whole and end else (max(since, start), today)
    if until < first:
        return None
    return _drawn(run, relationship, today, last, first, until)


def _drawn(  # noqa: PLR0917 - four days of different meaning
    run: Run, relationship: Relationship, today: dt.date, last: Day, since: dt.date, until: dt.date
) -> Timeline:
    """The timeline of a run; `last`: its last day, today unless a closure ended it."""
    first = max(since.toordinal(), run.start)
    ahead = until.toordinal() if last == today.toordinal() else last
    middle = midpoint_in(run, _date(last))
    return Timeline(
        since=since,
        until=until,
        today=today,
        held=tuple(
            (visit.date, Mark.LATE if visit.on_time is False else Mark.MET)
            for visit in visits(run, first, last)
        ),
        missed=tuple(_missed(run, first, last)),
        called_off=tuple(_called_off(relationship, _date(first), _date(ahead))),
        planned=tuple(meeting.date for meeting in run.planned if today <= meeting.date <= until),
        paused=tuple(_paused(run, first, ahead)),
        changes=tuple(_changes(run, first)),
        midpoint=middle if middle and since <= middle <= until else None,
    )


def _missed(run: Run, first: Day, last: Day) -> Iterator[dt.date]:
    for begin, end in missed(run, last, first):
        if first <= (middle := (begin + end) // 2) <= last:
            yield _date(middle)


def _called_off(relationship: Relationship, first: dt.date, last: dt.date) -> Iterator[NotHeld]:
    for meeting in relationship.of(Meeting):
        if first <= meeting.date <= last and meeting.status in CALLED_OFF:
            by = meeting.words.changed_by if meeting.words else None
            yield NotHeld(date=meeting.date, status=meeting.status, by=by)


def _paused(run: Run, first: Day, last: Day) -> Iterator[tuple[dt.date, dt.date]]:
    for begin, until in run.pauses.stretches:
        if begin <= last and until > first:
            yield _date(max(begin, first)), _date(min(until - 1, last))


def _changes(run: Run, first: Day) -> Iterator[TermsChange]:
    for old, new in zip(run.segments, run.segments[1:], strict=False):
        if new.began >= first:
            both = (segment.terms for segment in (old, new))
            before, after = (written(terms.cadence, terms.bound) for terms in both)
            yield TermsChange(date=_date(new.began), old=before, new=after)


def _date(day: Day) -> dt.date:
    return dt.date.fromordinal(day)


CALLED_OFF = (MeetingStatus.RESCHEDULED, MeetingStatus.CANCELLED, MeetingStatus.NO_SHOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOff:
    """How many planned meetings ended in the same way, changed by the same side (None: unknown)."""

    status: MeetingStatus
    by: ChangedBy | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """How meetings went from `since` to today, both inclusive.

    `months`: the window in whole months, None if it isn't whole or cut by the start.
    `expected`, `on_time`, `of`: None if there is too little to say.
    `total`: of the meetings in it.
    `again`: second meetings on one day, which `held` doesn't count.
    `earlier`: the last meeting before, if there was none since.
    """

    since: dt.date
    months: int | None
    held: int
    expected: int | None
    on_time: int | None
    of: int | None
    called_off: tuple[CalledOff, ...]
    total: Total
    again: int = 0
    earlier: dt.date | None = None


def window(relationship: Relationship, row: Row, today: dt.date, since: dt.date) -> LookBack:
    past = last_run(relationship, today)
    ever = held(relationship, today)
    start = _date(past[0].start) if past else ever[0].date if ever else today
    first = max(since, start)
    met = [meeting for meeting in ever if meeting.date >= first]
    days = {meeting.date for meeting in met}
    return LookBack(
        since=first,
        months=_whole_months(since, today) if first == since else None,
        held=row.pace.held if row.pace else len(days),
        expected=row.pace.expected if row.pace else None,
        on_time=row.on_time.on_time if row.on_time else None,
        of=row.on_time.of if row.on_time else None,
        called_off=_off_by(_called_off(relationship, first, today)),
        total=total(met),
        again=len(met) - len(days),
        earlier=ever[-1].date if ever and not met else None,
    )


def _off_by(meetings: Iterable[NotHeld]) -> tuple[CalledOff, ...]:
    counts = Counter((meeting.status, meeting.by) for meeting in meetings)
    return tuple(
        CalledOff(status=status, by=by, count=counts[status, by])
        for status in CALLED_OFF
        for by in (*ChangedBy, None)
        if counts[status, by]
    )


def _whole_months(since: dt.date, today: dt.date) -> int | None:
    months = (today.year - since.year) * 12 + today.month - since.month
    return months if months and add_months(today, -months) == since else None


_MONTHS = (1, 2, 3, 4, 6)  # steps that divide a year, so that each January is labelled
_YEARS = (1, 2, 5, 10, 20, 50)
_IN_A_YEAR = 12
_DATED_DAYS = 396  # 13 months; on a longer ruler Januaries are labelled by year


class Unit(Enum):
    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    YEAR = auto()


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled day, and whether its label is the day, the week, the month or the year.

    `begun`: it is the first day of the period, in the middle of what the label names.
    """

    date: dt.date
    unit: Unit
    begun: bool = False


def divisions(since: dt.date, until: dt.date) -> Iterator[tuple[Tick, ...]]:
    """Every division that labels at least one day, from fine to coarse; both ends inclusive."""
    days = [since + dt.timedelta(days=n) for n in range((until - since).days + 1)]
    for ticks in (
        tuple(Tick(day, Unit.DAY) for day in days),
        tuple(Tick(day, Unit.WEEK) for day in days if day == week_begins(day)),
        *(_months(since, until, step) for step in _MONTHS),
        *(_years(since, until, step) for step in _YEARS),
    ):
        if ticks:
            yield ticks


def _months(since: dt.date, until: dt.date, step: int) -> tuple[Tick, ...]:
    """The first days of months; if every month is labelled, also the partial first one."""
    long = (until - since).days >= _DATED_DAYS
    first = since.replace(day=1)
    count = (until.year - first.year) * _IN_A_YEAR + until.month - first.month + 1
    months = (add_months(first, n) for n in range(count))
    return tuple(
        Tick(max(day, since), Unit.YEAR if long and day.month == 1 else Unit.MONTH, day < since)
        for day in months
        if not (day.month - 1) % step and (day >= since or step == 1)
    )


def _years(since: dt.date, until: dt.date, step: int) -> tuple[Tick, ...]:
    years = range(since.year, until.year + 1)
    firsts = (dt.date(year, 1, 1) for year in years if not year % step)
    return tuple(Tick(first, Unit.YEAR) for first in firsts if first >= since)


FEWEST = 3  # months with a meeting needed for a picture
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """`met`: days with a meeting; `paused`: all are; `known`: it began before the week's end."""

    first: dt.date
    met: int = 0
    paused: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The weeks; the first and last may reach beyond `since` and `until` (both inclusive)."""

    since: dt.date
    until: dt.date
    weeks: tuple[Week, ...]


def year(relationship: Relationship, since: dt.date, until: dt.date) -> Year | None:
    """The weeks of a period; None if most of it is before the beginning, or it is empty."""
    days = {meeting.date for meeting in held(relationship, until, since)}
    if len({(day.year, day.month) for day in days}) < FEWEST:
        return None
    begun = _first_day(relationship)
    return None if begun - since > until - begun else weeks(relationship, since, until)


def weeks(relationship: Relationship, since: dt.date, until: dt.date) -> Year | None:
    """The weeks of one relationship, to show beside others; None if they never met."""
    days = {meeting.date for meeting in held(relationship, until, since)}
    if not days:
        return None
    begun = _first_day(relationship)
    met = Counter(map(week_begins, days))
    pauses = _pauses(relationship)
    return Year(
        since=since,
        until=until,
        weeks=tuple(
            Week(
                first=monday,
                met=met[monday],
                paused=not pauses.active_days(monday.toordinal(), monday.toordinal() + 6),
                known=monday + _WEEK > begun,
            )
            for monday in _mondays(since, until)
        ),
    )


def _first_day(relationship: Relationship) -> dt.date:
    return min(e.date for e in relationship.entries if isinstance(e, Agreement | Meeting))


def _pauses(relationship: Relationship) -> Pauses:
    """The pauses, each ending at the latest with the run that it interrupts."""
    ends = [closure.date for closure in relationship.of(Closure)]
    return merged(
        replace(
            pause, until=min((pause.until or dt.date.max, *(e for e in ends if e > pause.date)))
        )
        for pause in relationship.of(Pause)
    )


def _mondays(since: dt.date, until: dt.date) -> list[dt.date]:
    first = week_begins(since)
    return [first + n * _WEEK for n in range((until - first).days // 7 + 1)]
