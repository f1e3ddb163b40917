"""What is promised per month as one line: so much of what I can give, and to whom."""

from __future__ import annotations

from mentorlog.terminal.wording import duration
from mentorlog.views.promised import Promised


def promised(view: Promised) -> str:
    """Of the 6 h a month that you can give, 3 h 15 is promised: Dana Öz 2 h 10, Sam Lee 1 h 05."""
    can = f"{duration(view.hours * 60)} a month"
    told = [f"{one.name} {duration(one.minutes)}" for one in view.by if one.minutes]
    uncounted = [one.name for one in view.by if one.minutes is None]
    beside = f" Not counted: {', '.join(uncounted)}." if uncounted else ""
    if not told:
        return f"You can give {can}; nothing is promised yet.{beside}"
    done = f"{duration(view.minutes)} is promised: {', '.join(told)}"
    return f"Of the {can} that you can give, {done}.{beside}"


def adding(view: Promised, minutes: int | None) -> str:
    """The same line, and what a new agreement adds (None: that can't be said)."""
    if minutes is None:
        return f"{promised(view)} What this adds can't be counted."
    whole = duration(view.minutes + minutes)
    return f"{promised(view)} This adds {duration(minutes)} and makes it {whole}."
