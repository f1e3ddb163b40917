"""Standing: the one place that decides it, from the due date and the slack that `due` computes.

`_standing` is a table: the first row that matches wins. `review`, `nudge`, `prep` and JSON all use
it. It doesn't know how a standing is worded or sorted on a screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mentorlog.domain.days import NEVER, Day, date_of, half_up
from mentorlog.domain.due import due_on, first_overdue, slack_on
from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Closure,
    Meeting,
    MeetingStatus,
    Stage,
)
from mentorlog.domain.relationship import Relationship, held
from mentorlog.domain.runs import Run, run_on
from mentorlog.frozen import StrEnum, dataclass, replace

QUIET_AFTER = 90  # days without a meeting, if nothing is due
ENDING_WITHIN = 30  # days before the last one
_LATELY = 6  # meetings that tell whether people usually meet at weekends
_FRIDAY = 4  # in `date.weekday`


class Standing(StrEnum):
    """Most urgent first: the order of `review`."""

    OVERDUE = "overdue"
    TO_LOG = "to_log"
    DUE = "due"
    WRAP_UP = "wrap_up"
    DUE_SOON = "due_soon"
    SCHEDULED = "scheduled"
    ON_TRACK = "on_track"
    QUIET = "quiet"
    AS_NEEDED = "as_needed"
    EXPLORING = "exploring"
    PAUSED = "paused"
    UPCOMING = "upcoming"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Where one relationship stands on one day.

    `terms`: the agreement in force (None without a run; the coming one when upcoming).
    `start`: the run's first day.
    `end`: last day of the terms in force, inclusive. When upcoming, both are the coming
        agreement's.
    `shown`: the date the standing shows (JSON `due`).
    `due`: the computed due date.
    `slack_days`: None for terms without a rhythm.
    `last_held`: the latest meeting, of the run if there is one.
    `next_meeting`: the earliest plan for today or later.
    `to_log`: the latest plan that has passed without a word, if the standing is to_log or there is
        no agreement.
    """

    standing: Standing
    as_of: dt.date
    terms: Agreement | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    ending: bool = False
    shown: dt.date | None = None
    due: dt.date | None = None
    slack_days: int | None = None
    last_held: dt.date | None = None
    next_meeting: Meeting | None = None
    to_log: Meeting | None = None

    @property
    def next_planned(self) -> dt.date | None:
        """The earliest day planned for, today or later."""
        return self.next_meeting.date if self.next_meeting else None


def assessment(relationship: Relationship, today: dt.date) -> Assessment:
    """Where the relationship stands on `today`, by the terms then in force."""
    return assessment_in(run_on(relationship, today), relationship, today)


def assessment_in(run: Run | None, relationship: Relationship, today: dt.date) -> Assessment:
    """As `assessment`, for a run that the caller has already."""
    return _within(run, today) if run else _without_run(relationship, today)


def meets_at_weekends(relationship: Relationship, today: dt.date) -> bool:
    """Whether at least half of the last few meetings were on a Saturday or a Sunday."""
    lately = [meeting.date for meeting in held(relationship, today)[-_LATELY:]]
    return bool(lately) and 2 * sum(map(_is_weekend, lately)) >= len(lately)


def suggested(day: dt.date, today: dt.date, *, weekends: bool) -> dt.date:
    """A good day to meet: the day, but not on a weekend.

    Then it is the Friday before, if that is still to come, else Monday. `weekends`: they usually
    meet at weekends, so any day is good.
    """
    if weekends or not _is_weekend(day):
        return day
    friday = day - dt.timedelta(days=day.weekday() - _FRIDAY)
    return friday if friday > today else friday + dt.timedelta(days=3)


def has_declined(relationship: Relationship, today: dt.date) -> bool:
    """Whether a search that led to no agreement ended with their no."""
    steps = [entry for entry in relationship.entries if entry.date <= today]
    if any(isinstance(entry, Agreement) for entry in steps):
        return False
    stages = [entry.stage for entry in steps if isinstance(entry, Approach)]
    return bool(stages) and stages[-1] is Stage.DECLINED


def _is_weekend(day: dt.date) -> bool:
    return day.weekday() > _FRIDAY


def _within(run: Run, today: dt.date) -> Assessment:
    day = today.toordinal()
    terms, due = run.terms_on(day), due_on(run, day)
    end = terms.until.toordinal() if terms.until else NEVER
    last_held = date_of(run.last_held(day) or NEVER)
    undecided = Assessment(
        standing=Standing.ON_TRACK,
        as_of=today,
        terms=terms,
        start=date_of(run.start),
        end=terms.until,
        ending=end != NEVER and 0 <= end - day <= ENDING_WITHIN,
        due=date_of(due),
        slack_days=slack_on(run, day),
        last_held=last_held,
        next_meeting=_next_meeting(run.planned, today),
        to_log=_without_word(run.planned, last_held, today),
    )
    standing, shown = _standing(run, undecided, day, end, due)
    to_log = undecided.to_log if standing is Standing.TO_LOG else None
    return replace(undecided, standing=standing, shown=date_of(shown), to_log=to_log)


def _standing(  # noqa: PLR0911 (one for each row)
    run: Run, known: Assessment, day: Day, end: Day, due: Day
) -> tuple[Standing, Day]:
    """The first row of the table that matches, from "paused" on, and the day it shows.

    `known`: what else is known of the day; a missing `end` or `due` is `NEVER`.
    """
    if run.pauses.active_from(day) != day:
        return Standing.PAUSED, NEVER
    if day > end:
        return Standing.WRAP_UP, end
    if known.to_log:
        return Standing.TO_LOG, due
    if known.next_meeting and _is_soon_enough(run, known.next_meeting.date, day, due):
        return Standing.SCHEDULED, due
    if known.slack_days is None:
        return _quiet_or_as_needed(known.last_held or known.start, day), NEVER
    if due > end:
        near = end - day <= ENDING_WITHIN
        return Standing.WRAP_UP if near else Standing.ON_TRACK, end
    return _standing_by_due(run, day, due, known.slack_days), due


def _standing_by_due(run: Run, day: Day, due: Day, slack: int) -> Standing:
    if due == NEVER or day < due - slack:
        return Standing.ON_TRACK
    if day < due:
        return Standing.DUE_SOON
    return Standing.DUE if day < first_overdue(run, due, slack) else Standing.OVERDUE


def _is_soon_enough(run: Run, planned: dt.date, day: Day, due: Day) -> bool:
    """Whether a meeting is planned by today or one nominal cycle after it is due."""
    nominal = run.segments[run.segment_on(day)].cycle
    return nominal is None or planned.toordinal() <= max(day, due) + half_up(*nominal)


def _without_run(relationship: Relationship, today: dt.date) -> Assessment:
    known = [entry for entry in relationship.entries if entry.date <= today]
    coming = _coming(relationship, today)
    closed = any(isinstance(entry, Closure) for entry in known)
    last_held = max((meeting.date for meeting in held(relationship, today)), default=None)
    planned = relationship.meetings(MeetingStatus.PLANNED)
    stages = [entry.stage for entry in known if isinstance(entry, Approach)]
    if coming:
        standing = Standing.UPCOMING
    elif closed or (stages and stages[-1] in (Stage.DECLINED, Stage.DROPPED)):
        standing = Standing.ENDED
    elif stages:
        standing = Standing.EXPLORING
    else:
        standing = _quiet_or_as_needed(last_held, today.toordinal())
    return Assessment(
        standing=standing,
        as_of=today,
        terms=coming,
        start=coming.date if coming else None,
        end=coming.until if coming else None,
        last_held=last_held,
        next_meeting=_next_meeting(planned, today),
        to_log=None if coming or closed else _without_word(planned, last_held, today),
    )


def _coming(relationship: Relationship, today: dt.date) -> Agreement | None:
    """The terms in force on the first future day with any; None without."""
    later = [agreement for agreement in relationship.of(Agreement) if agreement.date > today]
    first = [agreement for agreement in later if agreement.date == later[0].date]
    return first[-1] if first else None


def _quiet_or_as_needed(last_met: dt.date | None, day: Day) -> Standing:
    if last_met and day - last_met.toordinal() > QUIET_AFTER:
        return Standing.QUIET
    return Standing.AS_NEEDED


def _next_meeting(planned: Iterable[Meeting], today: dt.date) -> Meeting | None:
    coming = (meeting for meeting in planned if meeting.date >= today)
    return min(coming, key=_planned_moment, default=None)


def _without_word(
    planned: Iterable[Meeting], last_held: dt.date | None, today: dt.date
) -> Meeting | None:
    """The latest plan before today, unless there was a meeting on its day or since."""
    passed = [m for m in planned if m.date < today and (not last_held or m.date > last_held)]
    return max(passed, key=_planned_moment, default=None)


def _planned_moment(meeting: Meeting) -> tuple[dt.date, dt.time, str]:
    return meeting.date, meeting.time or dt.time.max, meeting.id
