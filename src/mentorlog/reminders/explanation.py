"""Why somebody is mentioned or not, and when they will be: the same items, seen from later days.

Pure. What was said already it doesn't know: whoever has the ledger tells that beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.frozen import dataclass
from mentorlog.reminders.kinds import items, who_of
from mentorlog.reminders.window import Window
from mentorlog.views.nudges import Nudge, Who

FORESEEN = 366  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`date`: what the standing shows. `nudges`: what needs doing now.

    `coming`: the next new thing, and on which of the window's days, if nothing happens before;
    None = nothing within a year.
    """

    who: Who
    standing: Standing
    date: dt.date | None
    nudges: tuple[Nudge, ...] = ()
    coming: Nudge | None = None
    coming_on: dt.date | None = None


def explanation(
    relationship: Relationship, today: dt.date, window: Window, *, reveal: bool = False
) -> Explanation:
    """Where they stand, what that means today, and what comes next."""
    now = assessment(relationship, today)
    nudges = items([relationship], today, window, reveal=reveal)
    told = {nudge.key for nudge in nudges}
    coming = (
        (nudge, day)
        for day in _coming_days(today, window)
        for nudge in items([relationship], day, window, reveal=reveal)
        if nudge.key not in told
    )
    nudge, day = next(coming, (None, None))
    return Explanation(
        who=who_of(relationship, reveal=reveal),
        standing=now.standing,
        date=now.shown,
        nudges=nudges,
        coming=nudge,
        coming_on=day,
    )


def _coming_days(today: dt.date, window: Window) -> Iterator[dt.date]:
    """The window's days within the year that follows, unless the calendar ends."""
    before, day = today, window.next_day(today)
    while before < day and (day - today).days <= FORESEEN:
        yield day
        before, day = day, window.next_day(day)
