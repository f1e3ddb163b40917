"""`prep WHO --send`: what the other person may see of the page for the next meeting.

It gets the relationship as they may see it, and the whole one only to count what is left out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from mentorlog.commands.prep.points import Point, Points, Topic
from mentorlog.commands.prep.text import how
from mentorlog.commands.prep.view import Occurrence, occurrence, proposed_after
from mentorlog.domain.entries import Party
from mentorlog.domain.relationship import Relationship
from mentorlog.frozen import dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.layout import filled, hanging, joined
from mentorlog.terminal.look import Line, Look, line, plain
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import clock, counted, day
from mentorlog.views import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The page for the other person. `first`: nobody has met yet.

    `after`: the day to meet after that meeting, by rhythm or plan. `left_out`: (topic, how many
    points) that aren't for them. `sealed`: how many points for them were decrypted.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="prep",
        left_out=("name", "first", "points", "sealed"),
        pairs=("left_out",),
        keys={"items": "points"},
    )

    as_of: dt.date
    handle: str
    name: str
    meeting: Occurrence
    last_met: dt.date | None
    topics: tuple[str, ...]
    first: bool
    points: tuple[Point, ...]
    after: dt.date | None
    left_out: tuple[tuple[Topic, int], ...]
    sealed: int = 0


def agenda(seen: Relationship, whole: Relationship, today: dt.date) -> Agenda:
    """The page for the other. `seen`: the part of `whole` that they may see."""
    known, shared = (Points(part, today, reveal=True) for part in (whole, seen))
    assessed, met = known.assessed, known.met
    last = next((m for m in shared.met if met and m.id == met[-1].id), None)
    their_points = tuple(_chosen(shared))
    shown = tuple(point for point in their_points if point.withheld is None)
    return Agenda(
        as_of=today,
        handle=whole.handle,
        name=whole.name,
        meeting=occurrence(shared.assessed),
        last_met=last.date if last else None,
        topics=last.words.topics if last and last.words else (),
        first=not met,
        points=shown,
        after=proposed_after(whole, assessed, today),
        left_out=_left_out(their_points, _chosen(known)),
        sealed=len(their_points) - len(shown),
    )


def _chosen(known: Points) -> Iterator[Point]:
    yield from known.agenda()
    yield from known.promises(Party.ME)
    yield from known.promises(Party.THEM)
    yield from known.advice(tried=True)
    yield from known.to_bring()
    yield from known.not_lately()
    if not known.met:
        yield from known.agreed(Topic.I_HOPE, Topic.THEY_HOPE, Topic.RULE)


def _left_out(
    shown: tuple[Point, ...], everything: Iterator[Point]
) -> tuple[tuple[Topic, int], ...]:
    """(topic, how many points) left out. A shortened or reworded point isn't missing."""
    missing = Counter(point.topic for point in everything)
    missing.subtract(point.topic for point in shown)
    return tuple((topic, missing[topic]) for topic in Topic if missing[topic] > 0)


_HEADS = {
    Topic.AGENDA: "On the agenda",
    Topic.MY_PROMISE: "I promised",
    Topic.THEIR_PROMISE: "You promised",
    Topic.ADVICE: "What came of your advice",
    Topic.BRING: "I would like to talk about",
    Topic.NOT_LATELY: "We haven't talked about lately",
    Topic.I_HOPE: "What I hope for",
    Topic.THEY_HOPE: "What you hope for",
    Topic.RULE: "What we agreed",
}
_LEFT_OUT = {
    Topic.BRING: "note",
    Topic.ADVICE: "piece of advice and what came of it",
    Topic.AGENDA: "agenda item",
}
_BULLET = "- "


def text(view: Agenda, look: Look) -> Iterator[Line]:
    """The page for the other person."""
    yield from filled(_heading(view, look), look)
    if view.last_met:
        yield from filled(_last_time(view, look), look)
    for topic, head in _HEADS.items():
        points = [point for point in view.points if point.topic is topic]
        if points:
            yield line()
            yield line(head)
        for point in points:
            text = _worded(point, view.as_of, look)
            yield from hanging(plain(_BULLET), text, look, column=len(_BULLET))
    if view.after:
        yield line()
        yield from filled(f"And the next one: about {day(view.after, view.as_of)}.", look)


def left_out_lines(view: Agenda) -> Iterator[str]:
    """Lines for the sender on how many points were left out, without their words."""
    parts = [counted(count, _LEFT_OUT.get(topic, "other item")) for topic, count in view.left_out]
    if parts:
        yield f"Left out as private: {joined(parts, ', ')}."
        note = wording.command("note", view.handle, "TEXT", "--visibility", "pair")
        yield f"To include a note:  {note}"
    if view.sealed:
        opened = wording.command("prep", view.handle, "--send", "--reveal")
        yield f"{counted(view.sealed, 'point')} sealed. To include it:  {opened}"


def _heading(view: Agenda, look: Look) -> str:
    meeting = view.meeting
    which = "our first meeting" if view.first else "our meeting"
    if meeting.date is None:
        return f"For {'our first meeting' if view.first else 'our next meeting'}"
    at = f" {clock(meeting.time)}" if meeting.time else ""
    return f"For {which} on {day(meeting.date, view.as_of)}{at}{how(meeting, look)}"


def _last_time(view: Agenda, look: Look) -> str:
    topics = (look.safe(topic) for topic in view.topics)
    about = "; ".join(topics)
    on = day(view.last_met, view.as_of) if view.last_met else ""
    return f"Last time, {on}{f': {about}' if about else ''}"


def _worded(point: Point, today: dt.date, look: Look) -> str:
    text = look.safe(point.text or "")
    match point.topic:
        case Topic.MY_PROMISE | Topic.THEIR_PROMISE if point.done:
            return f"{text}: done"
        case Topic.MY_PROMISE | Topic.THEIR_PROMISE if point.due:
            return f"{text}, by {day(point.due, today)}"
        case Topic.ADVICE:
            return f"{wording.quoted(point.text or '', look)}: {safe(point.outcome or '')}"
    return text
