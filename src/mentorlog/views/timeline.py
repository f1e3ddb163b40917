"""What happened in a stretch of time, day by day, and what is to come. Knows no width.

Held, late, missed and called off; pauses; changes of the rhythm; the middle and the end of the
term.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.adherence import visits
from mentorlog.domain.cadence import written
from mentorlog.domain.days import Day
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.midpoint import midpoint_in
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run
from mentorlog.domain.words import ChangedBy
from mentorlog.frozen import dataclass
from mentorlog.views.strip import Mark, last_run, stretches
from mentorlog.views.window import CALLED_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An amendment of the rhythm, both written with their bound."""

    date: dt.date
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A planned meeting that was moved, cancelled or came to nothing; `by` None: unsaid."""

    date: dt.date
    status: MeetingStatus
    by: ChangedBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything from `since` to `until`, inclusive, in order; what is after `today` is to come.

    `held`: met or late. `missed`: the middle of a period nobody met in. `paused`: first and last
    paused day, inclusive. `midpoint`: of the term, where it has one in this stretch.
    """

    since: dt.date
    until: dt.date
    today: dt.date
    held: tuple[tuple[dt.date, Mark], ...] = ()
    missed: tuple[dt.date, ...] = ()
    called_off: tuple[NotHeld, ...] = ()
    planned: tuple[dt.date, ...] = ()
    paused: tuple[tuple[dt.date, dt.date], ...] = ()
    changes: tuple[Change, ...] = ()
    midpoint: dt.date | None = None


def timeline(
    relationship: Relationship, today: dt.date, since: dt.date, *, term: bool = False
) -> Timeline | None:
    """The last run's days from `since`, or its start, to today; None without a run.

    `term`: where one is agreed and not over, all of it instead, from its first day to its last.
    """
    past = last_run(relationship, today)
    if past is None:
        return None
    run, last = past
    start, end = _date(run.start), run.terms_on(last).until
    whole = term and end is not None and end >= today == _date(last)
    first, until = (start, end) if whole and end else (max(since, start), today)
    return _drawn(run, relationship, today, last, first, until)


def _drawn(  # noqa: PLR0917 - four days of different meaning
    run: Run, relationship: Relationship, today: dt.date, last: Day, since: dt.date, until: dt.date
) -> Timeline:
    """`last`: the last day the run is looked at, today unless a closure ended it."""
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
    for stretch in stretches(run, last, first):
        middle = (stretch.first + stretch.last) // 2
        if stretch.mark is Mark.MISSED and first <= middle <= last:
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


def _changes(run: Run, first: Day) -> Iterator[Change]:
    for old, new in zip(run.segments, run.segments[1:], strict=False):
        if new.began >= first:
            terms = (segment.terms for segment in (old, new))
            before, after = (written(each.cadence, each.bound) for each in terms)
            yield Change(date=_date(new.began), old=before, new=after)


def _date(day: Day) -> dt.date:
    return dt.date.fromordinal(day)
