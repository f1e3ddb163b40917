"""When the next meeting is due, by the terms in force and by those before them; and the slack.

Source: CONTRACT section 3. It knows a run and a day; what the date means for a standing, `standing`
knows.
"""

from __future__ import annotations

from mentorlog.domain.cadence import AsNeeded, Interval
from mentorlog.domain.days import NEVER, Day, half_up, months_after
from mentorlog.domain.runs import Run, Segment
from mentorlog.domain.slots import slot_due

_FIRST_MEETING = 14  # active days within which a new run wants its first meeting
_SLACK = (2, 14)  # days: the least and the most that a cadence implies


def due_on(run: Run, day: Day) -> Day:
    """The day the next meeting is due, as it stood on `day`; `NEVER` if none is.

    An amendment not yet followed by a meeting makes nobody late in retrospect, and puts off what
    was owed only as far as the new terms themselves do.
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
    """Days before the due date that are "soon", and after it that are "grace".

    None under terms that don't bind.
    """
    nominal = run.segments[run.segment_on(day)].cycle
    if nominal is None:
        return None
    said = run.terms_on(day).slack_days
    if said is not None:
        return said
    least, most = _SLACK
    days, parts = nominal
    return max(least, min(half_up(days, 5 * parts), most))


def is_within_grace(run: Run, due: Day, slack: int, day: Day) -> bool:
    """Whether a day is no more than `slack` active days after the due one."""
    return run.pauses.active_days(due + 1, day) <= slack


def _followed_by_meeting(run: Run, latest: int, day: Day) -> int:
    """The index of the latest segment in which someone met, else of the run's first."""
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
    last_held = run.last_held(day)
    base = max(since, last_held or since)
    length = interval.days or months_after(base, interval.count) - base
    if last_held is None:
        length = min(length, _FIRST_MEETING)
    return run.pauses.after(base, length)
