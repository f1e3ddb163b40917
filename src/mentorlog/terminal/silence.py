"""The sentence that tells that nudges have stopped coming. Needs no Rich."""

from __future__ import annotations

import datetime as dt

from mentorlog.terminal.wording import command, day


def silence(since: dt.date, today: dt.date) -> str:
    """Since when nothing has run, and where to look."""
    return (
        f"Nudges last ran on {day(since, today)}; something keeps them. "
        f"See:  {command('nudge', 'status')}"
    )
