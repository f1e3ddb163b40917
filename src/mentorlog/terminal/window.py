"""How the meetings of a window went, in one sentence: fractions and words, never a score."""

from __future__ import annotations

import datetime as dt

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.words import ChangedBy
from mentorlog.terminal.dates import counted, day, duration
from mentorlog.terminal.dates import number as spelled
from mentorlog.views.window import CalledOff, Window

_STATUS = {
    MeetingStatus.RESCHEDULED: "moved",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.NO_SHOW: "did not happen",
}


def went(window: Window, them: str, today: dt.date) -> str:
    """In the last six months: 11 of 12 meetings, 10 of 11 within the rhythm; 8 h 15 in all."""
    facts = (
        _within_rhythm(window),
        *(_called_off(each, them) for each in window.called_off),
        _in_all(window),
        f"; before that, you met on {day(window.earlier, today)}" if window.earlier else "",
    )
    return f"{_when(window, today)}: {_meetings(window)}{''.join(facts)}."


def _when(window: Window, today: dt.date) -> str:
    if window.months is None:
        return f"Since {day(window.since, today)}"
    months = "month" if window.months == 1 else f"{spelled(window.months)} months"
    return f"In the last {months}"


def _meetings(window: Window) -> str:
    if window.expected is None:
        return counted(window.held, "meeting") if window.held else "no meeting"
    if window.held > window.expected:
        more = spelled(window.held - window.expected)
        return f"{counted(window.held, 'meeting')}, {more} more than agreed"
    return f"{window.held} of {counted(window.expected, 'meeting')}"


def _within_rhythm(window: Window) -> str:
    if not window.of:
        return ""
    if window.on_time == window.of:
        return ", all within the rhythm" if window.of > 1 else ", within the rhythm"
    return f", {window.on_time or 'none'} of {window.of} within the rhythm"


def _called_off(called_off: CalledOff, them: str) -> str:
    by = {
        ChangedBy.ME: " by you",
        ChangedBy.THEM: f" by {them}",
        ChangedBy.BOTH: " by you both",
        ChangedBy.CIRCUMSTANCE: " by circumstance",
        None: "",
    }
    cause = "" if called_off.status is MeetingStatus.NO_SHOW else by[called_off.by]
    return f"; {spelled(called_off.count)} {_STATUS[called_off.status]}{cause}"


def _in_all(window: Window) -> str:
    if not window.minutes:
        return ""
    return f"; {'at least ' if window.unsaid else ''}{duration(window.minutes)} in all"
