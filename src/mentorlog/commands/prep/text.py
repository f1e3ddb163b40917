"""The page for the next meeting as lines: blocks of points, what the term wants, what to send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.text import Text

from mentorlog.commands.prep.chores import Chore, ChoreKind, Moment
from mentorlog.commands.prep.point_text import COLUMN, Telling, label, told
from mentorlog.commands.prep.points import Point, Topic
from mentorlog.commands.prep.view import Occasion, Occurrence, Prep
from mentorlog.domain.standing import Standing
from mentorlog.terminal import wording
from mentorlog.terminal.layout import filled, hanging, joined, line, way
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import away, clock, duration
from mentorlog.views.letter import Purpose

_LONG_AGO = 120  # days without a meeting
_LETTERS = {
    Purpose.THANKS: "Draft a letter:",
    Purpose.UPDATE: "No meeting is near. Write what came of it:",
    Purpose.RECONNECT: "A few lines to begin with:",
}
_AGAIN = "It is all still here; a short hello is enough to begin again."
_BLOCKS = (
    {Topic.WHO, Topic.WHY, Topic.EXPERIENCE, Topic.DESIRE, Topic.TIME, Topic.WARM_PATH}
    | {Topic.SMALL_ASK, Topic.I_CAN_OFFER, Topic.SEARCH_NOTE, Topic.DIFFERS},
    {Topic.LAST_TIME, Topic.REFLECTION, Topic.FIT, Topic.AGENDA},
    {Topic.MY_PROMISE, Topic.THEIR_PROMISE, Topic.I_WILL, Topic.THEY_WILL, Topic.BOTH_WILL}
    | {Topic.RULE, Topic.I_HOPE, Topic.OUT_OF_SCOPE},
    {Topic.GOAL, Topic.ADVICE, Topic.ADVISED, Topic.CAME_OF_IT, Topic.BRING, Topic.NOT_LATELY},
    {Topic.NEWS, Topic.THEY_HOPE, Topic.ASK, Topic.THANKS},
    {Topic.TALK_ABOUT},
)


_FIRST_BLOCKS = (  # where nothing happened yet, both sides' hopes and promises belong together
    _BLOCKS[0],
    _BLOCKS[1],
    _BLOCKS[2] | {Topic.THEY_HOPE},
    _BLOCKS[3] | {Topic.ASK},
    _BLOCKS[5],
)


def text(view: Prep, look: Look) -> Iterator[Text]:
    """Word the page."""
    name = safe(view.name, ascii_only=look.ascii_only)
    telling = Telling(
        look=look, today=view.as_of, handle=view.handle, them=wording.first_name(name)
    )
    yield from filled(_heading(view, name, telling), look)
    for topics in _FIRST_BLOCKS if view.occasion is Occasion.FIRST else _BLOCKS:
        chosen = [point for point in view.points if point.topic in topics]
        if chosen:
            yield line()
            yield from _block(chosen, telling)
    for at, wanted in enumerate(view.chores):
        if not at:
            yield line()
        yield from way(*chore(wanted, telling), look)
    for at, said in enumerate(_closing(view, telling)):
        if not at:
            yield line()
        yield said


def how(meeting: Occurrence) -> str:
    """Word length and medium: 45 min, video."""
    minutes = duration(meeting.minutes) if meeting.minutes else ""
    return joined((minutes, " or ".join(wording.MEDIUM[each] for each in meeting.media)), ", ")


def when(meeting: Occurrence, telling: Telling) -> str:
    """Word day and time: Tue 24 Nov 15:00; "" if no day is known."""
    if meeting.date is None:
        return ""
    at = clock(meeting.time, meeting.tz) if meeting.time else ""
    return joined((telling.day(meeting.date), at), " ")


def _block(chosen: Sequence[Point], telling: Telling) -> Iterator[Text]:
    """Word some points; a label is shown only where it changes."""
    before = ""
    for point in chosen:
        said = label(point, telling)
        first = (("" if said == before else said, Style.FAINT),)
        yield from hanging(first, told(point, telling), telling.look, column=COLUMN)
        before = said


def _heading(view: Prep, name: str, telling: Telling) -> str:
    """Say which meeting it is, when and how, and when the last one was."""
    if view.occasion is Occasion.AFTER:
        ended = f" on {telling.day(view.ended)}" if view.ended else ""
        left = "Still open:" if view.points else "Nothing is left open."
        if view.declined:
            return f"{name} declined{ended}. {left}"
        how = f"You and {name} parted" if view.agreed else f"You let the search with {name} go"
        return f"{how}{ended}. {left}"
    last = ""
    if view.last_met:
        last = f"Last met {away(view.last_met, view.as_of)}, {telling.day(view.last_met)}."
    paused = _paused(view, telling)
    again = _AGAIN if _is_long_ago(view) else ""
    return joined((_which(view, name, telling), _notice(view, telling), last, paused, again), " ")


def _is_long_ago(view: Prep) -> bool:
    """Whether the last meeting is long ago and nothing is planned."""
    resting = view.standing is Standing.PAUSED or view.meeting.date is not None
    long_ago = view.last_met is not None and (view.as_of - view.last_met).days > _LONG_AGO
    return long_ago and not resting


def _paused(view: Prep, telling: Telling) -> str:
    if view.standing is not Standing.PAUSED:
        return ""
    return f"Paused until {telling.day(view.back)}." if view.back else "Paused until you resume."


def _which(view: Prep, name: str, telling: Telling) -> str:
    meeting = view.meeting
    kind = {
        Occasion.FIRST: "Your first meeting with",
        Occasion.LAST: "The last meeting of this term with",
    }.get(view.occasion)
    if meeting.date is None:
        verb = "was" if meeting.due and meeting.due < view.as_of else "is"
        due = f"; by your rhythm it {verb} {telling.day(meeting.due)}" if meeting.due else ""
        return f"{kind or 'Your next meeting with'} {name}: no date yet{due}."
    place = safe(meeting.place or "", ascii_only=telling.look.ascii_only)
    where = joined((how(meeting), place), ", ")
    details = f" ({where})" if where else ""
    if kind:
        return f"{kind} {name}: {when(meeting, telling)}{details}."
    return f"For {when(meeting, telling)} with {name}{details}."


def _notice(view: Prep, telling: Telling) -> str:
    """Say until when it can still be moved as agreed."""
    meeting = view.meeting
    if meeting.date is None or not meeting.notice_hours:
        return ""
    begins = dt.datetime.combine(meeting.date, meeting.time or dt.time())
    latest = begins - dt.timedelta(hours=meeting.notice_hours)
    if latest.date() < view.as_of:
        return ""
    at = f" {clock(latest.time())}" if meeting.time else ""
    return f"To move it, say so by {telling.day(latest.date())}{at}."


def _closing(view: Prep, telling: Telling) -> Iterator[Text]:
    """Say what isn't shown, and how to get the page for the other."""
    if held_back := wording.held_back(view.in_confidence, view.sealed):
        command = wording.command("prep", view.handle, "--reveal")
        yield from way(f"{held_back}; shown by", command, telling.look)
    if view.letter:
        yield from way(
            _LETTERS[view.letter], wording.command(view.letter, view.handle), telling.look
        )
    if view.occasion is Occasion.AFTER:
        if view.agreed:
            command = wording.command("reopen", view.handle)
            yield from way("Start again:", command, telling.look)
    else:
        command = wording.command("prep", view.handle, "--send")
        yield from way(f"Send the part {telling.them} may see:", command, telling.look)


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
    """Word a chore: a sentence and a command, "" if there is none."""
    date = wanted.date or telling.today
    past = date < telling.today
    words = {
        "on": telling.day(date),
        "them": telling.them,
        "ends": "ended" if past else "ends",
        "is_": "was" if past else "is",
        "feels": _FEELS[wanted.moment or Moment.DAY_30],
    }
    slots = {"who": telling.handle, "iso": date.isoformat(), "coming": _in_weeks(date, telling)}
    command = [word.format(**slots) for word in _COMMANDS.get(wanted.kind, ())]
    said = _SAID[wanted.kind].format(**words)
    return said, wording.command(*command) if command else ""


def _in_weeks(date: dt.date, telling: Telling) -> str:
    """A day as `schedule` takes it."""
    weeks, days = divmod((date - telling.today).days, 7)
    return f"+{weeks}w" if weeks == 1 and not days else date.isoformat()
