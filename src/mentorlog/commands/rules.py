"""Rules of dates and states for new entries: refuse what is impossible, and say how to go on.

Pure.
"""

from __future__ import annotations

import datetime as dt

from mentorlog.commands.typed import past
from mentorlog.domain.entries import Agreement, Closure, Entry, Meeting, MeetingStatus, Pause
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Assessment, Standing, assessment
from mentorlog.errors import Refused, shell_word
from mentorlog.frozen import replace
from mentorlog.terminal.wording import day as shown


def open_on(relationship: Relationship, day: dt.date, today: dt.date) -> None:
    """Refuse an entry after a closure, unless the relationship was reopened by then."""
    closed = [closure.date for closure in relationship.of(Closure) if closure.date < day]
    if closed and assessment(relationship, day).standing in {Standing.ENDED, Standing.UPCOMING}:
        raise Refused(
            f"{relationship.handle} was closed on {shown(max(closed), today)}.",
            _way_to_open(relationship, day, today),
        )


def _way_to_open(relationship: Relationship, day: dt.date, today: dt.date) -> str:
    """How a day after a closure can be within an agreement: a new one, or the next one earlier."""
    agreements = sorted(relationship.of(Agreement), key=lambda terms: terms.date)
    if later := next((terms for terms in agreements if terms.date > day), None):
        since = shown(later.date, today)
        return f"It starts again on {since}. Set that day earlier:  mentorlog edit {later.id}"
    again = "reopen" if agreements else "new-agreement"
    return f"Start again:  mentorlog {again} {shell_word(relationship.handle)}"


def not_coming(day: dt.date, today: dt.date, what: str, hint: str = "") -> None:
    """Refuse a future day for something that has happened."""
    if day > today:
        raise Refused(f"{what} on {shown(day, today)} is in the future.", hint, wrong=day)


def day_so_far(text: str | None, today: dt.date, what: str) -> dt.date:
    """The day of something that has happened; None: today. Raises UsageError, Refused."""
    day = past(text, today)
    not_coming(day, today, what)
    return day


def not_over(day: dt.date, today: dt.date, what: str, hint: str = "") -> None:
    """Refuse to plan for the past."""
    if day < today:
        raise Refused(f"{what} on {shown(day, today)} would be in the past.", hint, wrong=day)


def fits(relationship: Relationship, entry: Entry, today: dt.date) -> None:
    """Refuse an entry that was edited or moved into an impossible time."""
    others = [other for other in relationship.entries if other.id != entry.id]
    without = replace(relationship, entries=tuple(others))
    if isinstance(entry, Meeting) and entry.status is MeetingStatus.HELD:
        way_out = "A meeting in the future has the status planned."
        not_coming(entry.date, today, "A held meeting", way_out)
    if not isinstance(entry, Agreement):
        open_on(without, entry.date, today)
    if isinstance(entry, Closure):
        not_coming(entry.date, today, "A closure")
        if (later := latest_after(without, entry.date)) is not None:
            raise Refused(
                f"There's an entry for {shown(later.date, today)}, after that closure.",
                f"Remove it first:  mentorlog remove {later.id}",
            )


def objection(relationship: Relationship, entry: Entry, today: dt.date) -> str | None:
    """Why the entry doesn't fit, for a list; None if it does."""
    try:
        fits(relationship, entry, today)
    except Refused as refused:
        return refused.message.removesuffix(".")
    return None


def place_in_time(entry: Entry) -> tuple[object, ...]:
    """The fields that `fits` depends on; while they are equal, it needn't be called again."""
    return entry.kind, entry.date, getattr(entry, "status", None)


def agreed(relationship: Relationship, day: dt.date) -> Assessment:
    """The assessment of a relationship that has an agreement, now or later; else raises Refused."""
    assessed = assessment(relationship, day)
    if assessed.terms is None:
        raise Refused(
            f"You have no agreement with {relationship.handle}.",
            f"Make one:  mentorlog new-agreement {shell_word(relationship.handle)}",
        )
    return assessed


def has_terms(relationship: Relationship, today: dt.date) -> bool:
    """Whether an agreement is in force now or later."""
    return assessment(relationship, today).terms is not None


def is_in(standing: Standing, relationship: Relationship, today: dt.date) -> bool:
    return assessment(relationship, today).standing is standing


def is_planned(relationship: Relationship, since: dt.date = dt.date.min) -> bool:
    """Whether a meeting is planned, on or after a day."""
    return any(plan.date >= since for plan in relationship.meetings(MeetingStatus.PLANNED))


def latest_after(relationship: Relationship, day: dt.date) -> Entry | None:
    """The last entry after a day, plans and pauses aside."""
    later = [entry for entry in relationship.entries if entry.date > day and not _is_plan(entry)]
    return max(later, key=lambda entry: entry.date, default=None)


def _is_plan(entry: Entry) -> bool:
    if isinstance(entry, Meeting):
        return entry.status is not MeetingStatus.HELD
    return isinstance(entry, Pause)
