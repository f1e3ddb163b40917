"""When a meeting is due, by an interval or by the slots of a quota or budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.cadence import MONTHS, AsNeeded, Budget, Interval, Period, Quota
from mentorlog.domain.days import NEVER, Day, half_up, months_after, week_begins
from mentorlog.domain.runs import Run, Segment

_FIRST_MEETING = 14  # active days until the first meeting is due
_SLACK = (2, 14)  # days: the least and the most slack


def due_on(run: Run, day: Day) -> Day:
    """The day the next meeting is due, as known on `day`; `NEVER` if none is.

    An amendment that shortens the cadence counts from its own day, so that nobody is late in
    retrospect; one that lengthens it counts from the last meeting. After a meeting on 1 March,
    going from monthly to weekly on the 20th makes the 27th the due day, not the 8th; going from
    weekly to monthly on the 5th makes it 1 April, not the 5th.
    """
    latest = run.segment_on(day)
    if not run.segments[latest].terms.binds:
        return NEVER
    first = _followed_by_meeting(run, latest, day)
    due = NEVER
    for index in range(first, latest + 1):
        segment = run.segments[index]
        known = day if index == latest else run.segments[index + 1].began - 1
        due_since_began = _due_since(run, segment, segment.began, known)
        if index == first:
            due = due_since_began
        else:
            due = max(_due_since(run, segment, run.start, known), min(due, due_since_began))
    return due


def slack_on(run: Run, day: Day) -> int | None:
    """Days before the due day that are "due soon", and active days after it that are still "due".

    A fifth of the cadence, from 2 (weekly) to 14 days, unless the terms say otherwise. None for
    terms without a rhythm.
    """
    nominal = run.segments[run.segment_on(day)].cycle
    if nominal is None:
        return None
    agreed = run.terms_on(day).slack_days
    if agreed is not None:
        return agreed
    least, most = _SLACK
    days, parts = nominal
    return max(least, min(half_up(days, 5 * parts), most))


def first_overdue(run: Run, due: Day, slack: int) -> Day:
    """The first overdue day, for standings, punctuality and nudges alike.

    It comes when more than `slack` active days have passed since the due day.
    """
    return run.pauses.after(due + 1, slack)


def _followed_by_meeting(run: Run, latest: int, day: Day) -> int:
    """The index of the latest segment with a meeting, else of the run's first segment."""
    last_held = run.last_held(day) or 0
    while latest and run.segments[latest].began > last_held:
        latest -= 1
    return latest


def _due_since(run: Run, segment: Segment, since: Day, day: Day) -> Day:
    """The day due by a segment's terms alone, counted from `since`, as known on `day`."""
    rhythm = segment.terms.cadence
    if isinstance(rhythm, AsNeeded) or not segment.terms.binds:
        return NEVER
    if isinstance(rhythm, Interval):
        return _interval_due(run, rhythm, since, day)
    return slot_due(run, segment, rhythm, since, day)


def _interval_due(run: Run, interval: Interval, since: Day, day: Day) -> Day:
    base = max(since, run.last_held(day) or since)
    length = interval.days or months_after(base, interval.count) - base
    if run.first_met > day:
        length = min(length, _FIRST_MEETING)
    return run.pauses.after(base, length)


USUAL_MINUTES = 60  # minutes of a meeting, unless it or the terms say so
Slot = tuple[Day, Day]  # (first day, last day); periods have the same form


def slot_due(run: Run, segment: Segment, rhythm: Quota | Budget, since: Day, day: Day) -> Day:
    """The day due under a quota or budget since a day, as known on `day`; `NEVER` if none is.

    It is the last day of the first unmet slot that isn't over, or in which and after which nobody
    met. With 2 per month and one meeting on 5 March, it stays 31 March until they meet; with one
    on 20 March instead, it is 15 April once April begins, because nobody makes up for March then.
    """
    last_held = run.last_held(day) or 0
    for first, last in _periods(run, segment, rhythm.period, max(since, last_held)):
        for begin, end in _unmet_slots(run, rhythm, (first, last), since, day):
            if end >= day or begin > last_held:
                return run.pauses.active_from(end)
    return NEVER


def slots(rhythm: Quota | Budget, first: Day, last: Day, *, skip: int = 0) -> Iterator[Slot]:
    """The slots of the period from `first` to `last`, without the first `skip`.

    If a term has fewer days than meetings, each day is a slot.
    """
    days = last - first + 1
    count = min(rhythm.count, days) if isinstance(rhythm, Quota) else 1
    months, uneven = divmod(MONTHS.get(rhythm.period, 0), count)
    whole_months = 0 if uneven else months

    def begin(number: int) -> Day:
        if whole_months and number < count:
            return months_after(first, number * whole_months)
        return first + number * days // count

    for number in range(skip, count):
        yield begin(number), begin(number + 1) - 1


def _periods(run: Run, segment: Segment, period: Period, day: Day) -> Iterator[Slot]:
    """The period of a day, and those after it, except wholly paused ones."""
    if period is Period.TERM:
        yield segment.began, segment.last
        return
    while day < NEVER:
        first, last = _period(period, run.start, day)
        yield first, last
        day = run.pauses.active_from(last + 1)


def _period(period: Period, start: Day, day: Day) -> Slot:
    """The first and last day of the period with a day in it."""
    date = dt.date.fromordinal(day)
    if period is Period.WEEK:
        first = week_begins(date).toordinal()
        return first, min(first + 6, NEVER - 1)
    if period is Period.YEAR:
        years = date.year - dt.date.fromordinal(start).year
        if months_after(start, 12 * years) > day:
            years -= 1
        return months_after(start, 12 * years), months_after(start, 12 * (years + 1)) - 1
    months = MONTHS[period]
    first = date.replace(month=date.month - (date.month - 1) % months, day=1).toordinal()
    return first, months_after(first, months) - 1


def _unmet_slots(
    run: Run, rhythm: Quota | Budget, period: Slot, since: Day, day: Day
) -> Iterator[Slot]:
    """The slots of a period that are neither met nor waived."""
    first, last = period
    met = _slots_filled(run, rhythm, first, min(last, day), day)
    if run.pauses.active_days(max(first, since), last) == last - first + 1:
        yield from slots(rhythm, first, last, skip=met)  # none is waived; the first `met` are met
        return
    for begin, end in slots(rhythm, first, last):
        active = run.pauses.active_days(max(begin, since), end)
        if 2 * active <= end - begin + 1:
            continue
        if met:
            met -= 1
        else:
            yield begin, end


def _slots_filled(run: Run, rhythm: Quota | Budget, first: Day, last: Day, day: Day) -> int:
    """How many slots of a period its meetings fill."""
    if isinstance(rhythm, Quota):
        return len(run.held_between(first, last))
    unsaid = run.terms_on(day).meeting_minutes or USUAL_MINUTES
    return int(run.minutes_between(first, last, unsaid=unsaid) >= rhythm.minutes)
