"""Dates, spans, times and lengths that were typed: understood, or refused as a command refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar

from mentorlog.domain.dates import NoDate, Toward, read_date, read_plan, read_time
from mentorlog.domain.lengths import Span, Unreadable, quoted, read_length, read_span
from mentorlog.errors import Refused, UsageError

__all__ = [
    "FIRST_YEAR",
    "Toward",
    "after",
    "before",
    "date",
    "length",
    "moment",
    "perhaps",
    "plan_on",
    "span",
    "time",
    "time_alone",
]

FIRST_YEAR = 1900
P = ParamSpec("P")
R = TypeVar("R")


def date(text: str | None, *, today: dt.date, toward: Toward) -> dt.date:
    """The day a person means; None, where nothing was said, is today.

    Raises:
        UsageError: it is no date, has two readings, or has a time, too.
        Refused: it is before 1900.
    """
    if text is None:
        return today
    day, time_ = _moment(text, today, toward)
    if time_ is not None:
        raise UsageError(f"{quoted(text)} has a time; only a day fits here.", "Leave the time out.")
    return day


def perhaps(text: str, *, today: dt.date, toward: Toward) -> dt.date | None:
    """As `date`, but None for what is no date at all."""
    try:
        read_date(text, today, toward)
    except NoDate:
        return None
    except Unreadable:
        pass  # `date` says why
    return date(text, today=today, toward=toward)


def moment(text: str, *, today: dt.date) -> tuple[dt.date, dt.time | None]:
    """A coming day, and the time if there is one. Raises as `date` does."""
    return _moment(text, today, Toward.COMING)


def plan_on(
    text: str, *, today: dt.date, plans: Collection[dt.date]
) -> tuple[dt.date, dt.time | None]:
    """The day of one of some plans, and the time if one was said. Raises UsageError."""
    return _understood(read_plan, text, today, plans)


def time_alone(text: str) -> dt.time | None:
    """A time that stands for itself: 15:00, 3pm, noon; None for anything else."""
    if text.strip().isdecimal():
        return None
    try:
        return read_time(text)
    except Unreadable:
        return None


def time(text: str) -> dt.time:
    """A time of day, as an option takes it: 15:00, 15, 3pm, noon. Raises UsageError."""
    bare = text.strip().isdecimal()
    return _understood(read_time, f"at {text.strip()}" if bare else text)


def span(text: str) -> Span:
    """10d, 2w, six months, 1y. Raises UsageError for anything else, zero included."""
    return _understood(read_span, text)


def after(text: str, day: dt.date) -> dt.date:
    """The day a span after another. Raises UsageError: it is no span, or beyond the calendar."""
    return _understood(span(text).after, day)


def before(text: str, day: dt.date) -> dt.date:
    """The day a span before another; at the earliest the calendar's first. Raises UsageError."""
    return _understood(span(text).before, day)


def length(text: str | None) -> int | None:
    """Minutes of a meeting, from 45, 1h30 or half an hour. Raises UsageError."""
    return None if text is None else _understood(read_length, text)


def _moment(text: str, today: dt.date, toward: Toward) -> tuple[dt.date, dt.time | None]:
    day, time_ = _understood(read_date, text, today, toward)
    if day.year < FIRST_YEAR:
        raise Refused(
            f"{quoted(text)} is before {FIRST_YEAR}.", f"A journal begins with {FIRST_YEAR}-01-01."
        )
    return day, time_


def _understood(reader: Callable[P, R], *typed: P.args, **named: P.kwargs) -> R:
    try:
        return reader(*typed, **named)
    except Unreadable as error:
        raise UsageError(error.message, error.hint) from None
