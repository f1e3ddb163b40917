"""Runs: continuous times under agreements, with their pauses and the middle of a term."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from mentorlog.domain.cadence import Bound, Period, Quota, cycle
from mentorlog.domain.days import NEVER, Day
from mentorlog.domain.entries import Agreement, Closure, Meeting, MeetingStatus, Pause
from mentorlog.domain.relationship import Relationship, held, timeline_order
from mentorlog.frozen import NamedTuple


class Segment(NamedTuple):
    """Successive agreements with one cadence; `terms` is the first of them."""

    began: Day
    terms: Agreement

    @property
    def cycle(self) -> tuple[int, int] | None:
        """Nominal days of a cycle as (numerator, denominator); None for terms without a rhythm."""
        return cycle(self.terms.cadence, self.last - self.began + 1) if self.terms.binds else None

    @property
    def last(self) -> Day:
        """Last day of the term; 0 if it is open."""
        return self.terms.until.toordinal() if self.terms.until else 0

    def has_rhythm_of(self, terms: Agreement) -> bool:
        """Whether a later agreement keeps the rhythm."""
        mine = self.terms
        return (
            mine.cadence == terms.cadence
            and (mine.bound is Bound.MAXIMUM) == (terms.bound is Bound.MAXIMUM)
            and (not _is_per_term(terms) or mine.until == terms.until)
        )


class Run(NamedTuple):
    """A run as known on one day; everything is sorted by date.

    `terms`: the agreements ever in force, one a day. `held`: the distinct days of `meetings`, which
    were held; `planned` meetings count whatever their date. `first_met`: the first meeting ever,
    even before the run. Ask only about days up to the one it was made for; the answer is what was
    known on that day.
    """

    start: Day
    terms: tuple[Agreement, ...]
    segments: tuple[Segment, ...]
    meetings: tuple[Meeting, ...]
    held: tuple[Day, ...]
    planned: tuple[Meeting, ...]
    pauses: Pauses
    first_met: Day

    def terms_on(self, day: Day) -> Agreement:
        """The agreement in force."""
        return self.terms[bisect_right(self.terms, day, key=_day) - 1]

    def segment_on(self, day: Day) -> int:
        """The index of the segment in force."""
        return bisect_right(self.segments, day, key=lambda segment: segment.began) - 1

    def last_held(self, day: Day) -> Day | None:
        """The latest day with a meeting, up to a day; None without one."""
        index = bisect_right(self.held, day)
        return self.held[index - 1] if index else None

    def held_between(self, first: Day, last: Day) -> tuple[Day, ...]:
        """The days with a meeting, both ends inclusive."""
        return self.held[bisect_left(self.held, first) : bisect_right(self.held, last)]

    def minutes_between(self, first: Day, last: Day, *, unsaid: int) -> int:
        """Minutes of all meetings, both ends inclusive; `unsaid` for each without a length."""
        begin = bisect_left(self.meetings, first, key=_day)
        end = bisect_right(self.meetings, last, key=_day)
        return sum(meeting.minutes or unsaid for meeting in self.meetings[begin:end])


def run_on(relationship: Relationship, today: dt.date) -> Run | None:
    """The run that a day belongs to, as known on that day, or None."""
    terms = _terms_on(relationship, today)
    if not terms:
        return None
    start, met = terms[0].date, held(relationship, today)
    since = met[bisect_left(met, start, key=lambda meeting: meeting.date) :]
    plans = relationship.meetings(MeetingStatus.PLANNED)
    return Run(
        start=_day(terms[0]),
        terms=terms,
        segments=_segments(terms),
        meetings=since,
        held=tuple(dict.fromkeys([meeting.date.toordinal() for meeting in since])),
        planned=tuple(plan for plan in plans if plan.date >= start),
        pauses=merged(pause for pause in relationship.of(Pause) if pause.date >= start),
        first_met=_day(met[0]) if met else NEVER,
    )


def _terms_on(relationship: Relationship, today: dt.date) -> tuple[Agreement, ...]:
    """The agreements of a day's run, without those replaced on the same day."""
    terms: list[Agreement] = []
    turns: list[Agreement | Closure] = [*relationship.of(Agreement), *relationship.of(Closure)]
    for turn in sorted(turns, key=timeline_order):
        if turn.date > today:
            break
        if isinstance(turn, Closure):
            terms = []
            continue
        if terms and (until := terms[-1].until) and turn.date > until:
            terms = []
        elif terms and terms[-1].date == turn.date:
            terms.pop()
        terms.append(turn)
    return tuple(terms)


def _segments(terms: tuple[Agreement, ...]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for agreement in terms:
        if not segments or not segments[-1].has_rhythm_of(agreement):
            segments.append(Segment(began=_day(agreement), terms=agreement))
    return tuple(segments)


def _is_per_term(terms: Agreement) -> bool:
    return isinstance(terms.cadence, Quota) and terms.cadence.period is Period.TERM


def _day(entry: Agreement | Meeting) -> Day:
    return entry.date.toordinal()


NEAR = 7  # days before and after it when it is mentioned


def midpoint(relationship: Relationship, today: dt.date) -> dt.date | None:
    """Halfway from the run's first day to the last day of its terms; None if that is open."""
    return midpoint_in(run_on(relationship, today), today)


def midpoint_in(run: Run | None, today: dt.date) -> dt.date | None:
    """As `midpoint`, for a run that the caller has already."""
    until = run.terms_on(today.toordinal()).until if run else None
    if run is None or until is None or until.toordinal() <= run.start:
        return None
    return dt.date.fromordinal((run.start + until.toordinal()) // 2)


class Pauses(NamedTuple):
    """Disjoint stretches in order: (first paused day, first active day); `NEVER` if open."""

    stretches: tuple[tuple[Day, Day], ...] = ()

    def active_from(self, day: Day) -> Day:
        """The day itself or, if it is paused, the first active day after it."""
        for first, until in self._from(day):
            return until if first <= day else day
        return day

    def active_days(self, first: Day, last: Day) -> int:
        """How many days from `first` to `last`, both inclusive, aren't paused."""
        if first > last:
            return 0
        days = last - first + 1
        for begin, until in self._from(first):
            if begin > last:
                break
            days -= min(until, last + 1) - max(begin, first)
        return days

    def after(self, day: Day, active_days: int) -> Day:
        """The first day with `active_days` active days between `day` (inclusive) and it."""
        for begin, until in self._from(day):
            free = max(0, begin - day)
            if active_days < free:
                break
            active_days -= free
            day = until
        return min(day + active_days, NEVER)

    def _from(self, day: Day) -> tuple[tuple[Day, Day], ...]:
        """The stretches that end after a day, in order."""
        first = bisect_right(self.stretches, day, key=lambda stretch: stretch[1])
        return self.stretches[first:]


def merged(pauses: Iterable[Pause]) -> Pauses:
    """The stretches that pauses cover together, in any order, overlapping or not."""
    stretches: list[tuple[Day, Day]] = []
    for first, until in sorted(
        (pause.date.toordinal(), pause.until.toordinal() if pause.until else NEVER)
        for pause in pauses
    ):
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(until, stretches[-1][1]))
        else:
            stretches.append((first, until))
    return Pauses(tuple(stretches))
