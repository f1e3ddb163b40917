"""Periods and their slots, for quotas and budgets: where a slot begins and ends, and which is next.

It knows which slots are waived, met and owed. Amendments, slack and standing, it doesn't know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.cadence import MONTHS, Budget, Period, Quota
from mentorlog.domain.days import NEVER, Day, months_after
from mentorlog.domain.runs import Run, Segment

USUAL_MINUTES = 60  # of a meeting, where neither it nor the terms say
Slot = tuple[Day, Day]  # its first and its last day; a period is written the same way


def slot_due(run: Run, segment: Segment, rhythm: Quota | Budget, since: Day, day: Day) -> Day:
    """The day due under a quota or budget since a day, as known on `day`; `NEVER` if none is.

    The last day of the first owed slot, else of the first unmet one that is not over. Both are the
    first unmet slot that is not over or in whose time, or later, nobody met.
    """
    last_held = run.last_held(day) or 0
    for first, last in _periods(run, segment, rhythm.period, max(since, last_held)):
        for begin, end in _unmet_slots(run, rhythm, (first, last), since, day):
            if end >= day or begin > last_held:
                return run.pauses.active_from(end)
    return NEVER


def slots(rhythm: Quota | Budget, first: Day, last: Day, *, skip: int = 0) -> Iterator[Slot]:
    """The slots of a period that begins and ends on these days, but for so many at its head.

    Of a term with fewer days than meetings each day is a slot.
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
    """The period that holds a day, and those after it, but for wholly paused ones."""
    if period is Period.TERM:
        yield segment.began, segment.last
        return
    while day < NEVER:
        first, last = _period(period, run.start, day)
        yield first, last
        day = run.pauses.active_from(last + 1)


def _period(period: Period, start: Day, day: Day) -> Slot:
    """The first and the last day of the period that holds a day."""
    date = dt.date.fromordinal(day)
    if period is Period.WEEK:
        first = day - date.weekday()
        return first, min(first + 6, NEVER - 1)
    if period is Period.YEAR:
        years = date.year - dt.date.fromordinal(start).year
        years -= months_after(start, 12 * years) > day
        return months_after(start, 12 * years), months_after(start, 12 * (years + 1)) - 1
    months = MONTHS[period]
    first = date.replace(month=date.month - (date.month - 1) % months, day=1).toordinal()
    return first, months_after(first, months) - 1


def _unmet_slots(
    run: Run, rhythm: Quota | Budget, period: Slot, since: Day, day: Day
) -> Iterator[Slot]:
    """The slots of a period that are neither waived nor met."""
    first, last = period
    met = _met(run, rhythm, first, min(last, day), day)
    if run.pauses.active_days(max(first, since), last) == last - first + 1:
        yield from slots(rhythm, first, last, skip=met)  # none is waived: the first ones are met
        return
    for begin, end in slots(rhythm, first, last):
        active = run.pauses.active_days(max(begin, since), end)
        if 2 * active <= end - begin + 1:
            continue
        if met:
            met -= 1
        else:
            yield begin, end


def _met(run: Run, rhythm: Quota | Budget, first: Day, last: Day, day: Day) -> int:
    """How many slots of a period the meetings in it fill."""
    if isinstance(rhythm, Quota):
        return len(run.held_between(first, last))
    unsaid = run.terms_on(day).meeting_minutes or USUAL_MINUTES
    return int(run.minutes_between(first, last, unsaid=unsaid) >= rhythm.minutes)
