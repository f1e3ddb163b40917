"""PERIOD as people type it: quarter, year, midpoint, 2026, 2026-Q3. Pure: `today` is given."""

from __future__ import annotations

import datetime as dt
import re

from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import midpoint, run_on
from mentorlog.errors import Refused, UsageError
from mentorlog.views.retrospect import (
    FIRST_YEAR,
    Kind,
    Period,
    calendar_month,
    calendar_quarter,
    calendar_year,
    recent,
)

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_CALENDAR = re.compile(r"(\d{4})(?:-?q([1-4]))?", re.ASCII)


def period(text: str, relationship: Relationship | None, today: dt.date) -> Period:
    """The stretch that is meant. Raises UsageError, Refused."""
    word = text.strip().lower()
    if word in (Kind.QUARTER, Kind.YEAR):
        return recent(Kind(word), today, today)
    if word == Kind.MIDPOINT:
        return recent(Kind.MIDPOINT, today, _start(relationship, today))
    found = _CALENDAR.fullmatch(word)
    if found is None or int(found[1]) < FIRST_YEAR:
        raise UsageError("--period takes quarter, year, midpoint, 2026 or 2026-Q3.")
    year, quarter = int(found[1]), found[2]
    chosen = calendar_quarter(year, int(quarter), today) if quarter else calendar_year(year, today)
    return _begun(chosen, today)


def check(text: str | None, today: dt.date) -> None:
    """Refuse what is no period, whoever it is about. Raises UsageError."""
    if text is not None and text.strip().lower() != Kind.MIDPOINT:
        period(text, None, today)


def stretch(text: str, today: dt.date) -> Period:
    """As `period`, for a list: a month, too, and no middle of a term. Raises UsageError."""
    word = text.strip().lower()
    if word == Kind.MONTH:
        return recent(Kind.MONTH, today, today)
    found = _MONTH.fullmatch(word)
    if found and int(found[1]) >= FIRST_YEAR:
        return _begun(calendar_month(dt.date(int(found[1]), int(found[2]), 1), today), today)
    if word not in {Kind.QUARTER, Kind.YEAR} and not _CALENDAR.fullmatch(word):
        raise UsageError("--period takes month, quarter, year, 2026, 2026-10 or 2026-Q3.")
    return period(word, None, today)


def _begun(chosen: Period, today: dt.date) -> Period:
    if chosen.since > today:
        raise UsageError("That is still to come.", "--period quarter")
    return chosen


def _start(relationship: Relationship | None, today: dt.date) -> dt.date:
    """The first day of the term. Raises UsageError without WHO, Refused without a term."""
    if relationship is None:
        raise UsageError("Whose midpoint?", "mentorlog review WHO --period midpoint")
    run = run_on(relationship, today)
    if run is None or midpoint(relationship, today) is None:
        raise Refused(
            f"With {relationship.handle} no term is agreed, so it has no middle.",
            f"mentorlog review {relationship.handle} --period quarter",
        )
    return dt.date.fromordinal(run.start)
