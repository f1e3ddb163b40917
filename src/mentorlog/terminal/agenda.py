"""The part of the page that the other may see, as plain text to paste into a message to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal import wording
from mentorlog.terminal.layout import hanging, joined, line, plain
from mentorlog.terminal.look import Look
from mentorlog.terminal.prep import how
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import clock, counted, day
from mentorlog.views.agenda import Agenda
from mentorlog.views.points import Point, Topic

_HEADS = {
    Topic.AGENDA: "On the agenda",
    Topic.MY_PROMISE: "I promised",
    Topic.THEIR_PROMISE: "You promised",
    Topic.ADVICE: "What came of your advice",
    Topic.BRING: "I would like to talk about",
    Topic.NOT_LATELY: "We have not talked about lately",
    Topic.I_HOPE: "What I hope for",
    Topic.THEY_HOPE: "What you hope for",
    Topic.RULE: "What we agreed",
}
_LEFT_OUT = {
    Topic.BRING: "note",
    Topic.ADVICE: "piece of advice and what came of it",
    Topic.AGENDA: "point of the agenda",
}
_BULLET = "- "


def agenda(view: Agenda, look: Look) -> Iterator[Text]:
    """Everything `prep WHO --send` puts on stdout."""
    yield from hanging((), _heading(view, look), look, column=0)
    if view.last_met:
        yield from hanging((), _last_time(view, look), look, column=0)
    for topic, head in _HEADS.items():
        points = [point for point in view.points if point.topic is topic]
        if points:
            yield line()
            yield line(head)
        for point in points:
            text = _text(point, view.as_of, look)
            yield from hanging(plain(_BULLET), text, look, column=len(_BULLET))
    if view.after:
        yield line()
        yield from hanging(
            (), f"And after that: about {day(view.after, view.as_of)}.", look, column=0
        )


def stayed_home(view: Agenda) -> Iterator[str]:
    """What was left out, for the one who sends it: counts, and no word of it."""
    parts = [counted(count, _LEFT_OUT.get(topic, "other point")) for topic, count in view.left_out]
    if parts:
        yield f"Left out, because private: {joined(parts, ', ')}."
        note = wording.command("note", view.handle, "TEXT", "--visibility", "pair")
        yield f"What they may see says so:  {note}"
    if view.sealed:
        opened = wording.command("prep", view.handle, "--send", "--reveal")
        yield f"{counted(view.sealed, 'point')} under seal; with the words:  {opened}"


def _heading(view: Agenda, look: Look) -> str:
    meeting = view.meeting
    which = "our first meeting" if view.first else "our meeting"
    if meeting.date is None:
        return f"For {'our first meeting' if view.first else 'our next meeting'}"
    at = f" {clock(meeting.time)}" if meeting.time else ""
    where = joined((how(meeting), safe(meeting.place or "", ascii_only=look.ascii_only)), ", ")
    details = f" ({where})" if where else ""
    return f"For {which} on {day(meeting.date, view.as_of)}{at}{details}"


def _last_time(view: Agenda, look: Look) -> str:
    topics = (safe(topic, ascii_only=look.ascii_only) for topic in view.topics)
    about = "; ".join(topics)
    on = day(view.last_met, view.as_of) if view.last_met else ""
    return f"Last time, {on}{f': {about}' if about else ''}"


def _text(point: Point, today: dt.date, look: Look) -> str:
    text = safe(point.text or "", ascii_only=look.ascii_only)
    match point.topic:
        case Topic.MY_PROMISE | Topic.THEIR_PROMISE if point.done:
            return f"{text}: done"
        case Topic.MY_PROMISE | Topic.THEIR_PROMISE if point.due:
            return f"{text}, by {day(point.due, today)}"
        case Topic.ADVICE:
            return f"{wording.quoted(point.text or '', look)}: {safe(point.outcome or '')}"
    return text
