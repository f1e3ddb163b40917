"""The middle of a term: derived, never stored. Pauses don't move it."""

from __future__ import annotations

import datetime as dt

from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run, run_on

NEAR = 7  # days before and after it in which it is worth a word


def midpoint(relationship: Relationship, today: dt.date) -> dt.date | None:
    """Half-way from the run's first day to the last of the terms in force; None if that is open."""
    return midpoint_in(run_on(relationship, today), today)


def midpoint_in(run: Run | None, today: dt.date) -> dt.date | None:
    """As `midpoint`, for whoever has read today's run already."""
    until = run.terms_on(today.toordinal()).until if run else None
    if run is None or until is None or until.toordinal() <= run.start:
        return None
    return dt.date.fromordinal((run.start + until.toordinal()) // 2)
