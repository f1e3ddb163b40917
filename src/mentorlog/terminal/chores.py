"""What a relationship itself wants around the next meeting, each as a sentence and a command."""

from __future__ import annotations

import datetime as dt

from mentorlog.terminal import wording
from mentorlog.terminal.points import Telling
from mentorlog.views.chores import Chore, ChoreKind
from mentorlog.views.offers import Moment

_FEELS = {
    Moment.FIRST_MEETING: "You have met once: how does it feel?",
    Moment.DAY_30: "A month in: how does it feel?",
    Moment.MIDPOINT: "Half-way: how does it feel?",
}
_SAID = {
    ChoreKind.TO_LOG: "Did you meet on {on}?",
    ChoreKind.BOOK: "Book it:",
    ChoreKind.UNAGREED: "The terms of {on} are a draft: has {them} agreed?",
    ChoreKind.TERM_ENDS: "The term {ends} {on}: renew, change or close?",
    ChoreKind.MIDPOINT: "Half-way through the term {is_} {on}: how is it going?",
    ChoreKind.CHECK_IN: "{feels}",
    ChoreKind.ASK: "Worth asking: how can you support {them}?",
    ChoreKind.NEXT_DATE: "Agree on the date after this one: about {on}.",
}
_COMMANDS = {
    ChoreKind.TO_LOG: ("log-meeting", "{who}", "--on", "{iso}"),
    ChoreKind.BOOK: ("schedule", "{who}", "{coming}"),
    ChoreKind.TERM_ENDS: ("review", "{who}", "--reflect"),
    ChoreKind.MIDPOINT: ("review", "{who}", "--period", "midpoint", "--reflect"),
    ChoreKind.CHECK_IN: ("check-in", "{who}"),
    ChoreKind.ASK: ("ask", "{who}"),
}


def chore(wanted: Chore, telling: Telling) -> tuple[str, str]:
    """The sentence, and the command ("" = there is none)."""
    date = wanted.date or telling.today
    past = date < telling.today
    words = {
        "on": telling.day(date),
        "them": telling.them,
        "ends": "ended" if past else "ends",
        "is_": "was" if past else "is",
        "feels": _FEELS[wanted.moment or Moment.DAY_30],
    }
    slots = {"who": telling.handle, "iso": date.isoformat(), "coming": _coming(date, telling.today)}
    command = [word.format(**slots) for word in _COMMANDS.get(wanted.kind, ())]
    said = _SAID[wanted.kind].format(**words)
    return said, wording.command(*command) if command else ""


def _coming(date: dt.date, today: dt.date) -> str:
    return date.isoformat() if date > today else "+1w"
