"""`prep WHO --send`: what the other may see of the page for the next meeting.

It is given the relationship as they may see it, and decides nothing about that; of the whole one it
only counts what stayed at home.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from mentorlog.domain.entries import Party
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment
from mentorlog.frozen import dataclass
from mentorlog.views import points, prep
from mentorlog.views.page import held
from mentorlog.views.points import Point, Topic
from mentorlog.views.prep import Occurrence, due_after, occurrence
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """`first`: nobody has met yet. `after`: what the rhythm, or a plan, says for the time after.

    `left_out`: how many points of which topic are not for them. `sealed`: how many are, opened.
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
    """`seen`: what the other may see of `whole`, words and all."""
    found = assessment(whole, today)
    met = held(whole, today)
    last = next((m for m in held(seen, today) if met and m.id == met[-1].id), None)
    theirs = tuple(_points(seen, today))
    shown = tuple(point for point in theirs if point.withheld is None)
    after = due_after(whole, found, today)
    beyond = found.end is not None and after is not None and after > found.end
    return Agenda(
        as_of=today,
        handle=whole.handle,
        name=whole.name,
        meeting=occurrence(assessment(seen, today)),
        last_met=last.date if last else None,
        topics=last.words.topics if last and last.words else (),
        first=not met,
        points=shown,
        after=None if beyond else after,
        left_out=_left_out(theirs, _points(whole, today)),
        sealed=len(theirs) - len(shown),
    )


def _points(relationship: Relationship, today: dt.date) -> Iterator[Point]:
    found = assessment(relationship, today)
    loops = points.open_loops(relationship, today, reveal=True)
    met = held(relationship, today)
    since = met[-1].date if met else None
    yield from points.agenda(found.next_meeting)
    yield from points.promises(relationship, Party.ME, today, since, reveal=True)
    yield from points.promises(relationship, Party.THEM, today, since, reveal=True)
    yield from points.advice(loop for loop in loops if loop.outcome)
    yield from points.to_bring(loops)
    yield from points.not_lately(relationship, found, today)
    if not met:
        yield from prep.agreed(found, Topic.I_HOPE, Topic.THEY_HOPE, Topic.RULE)


def _left_out(
    shown: tuple[Point, ...], everything: Iterator[Point]
) -> tuple[tuple[Topic, int], ...]:
    """By topic; a reworded or shortened point is none that is missing."""
    missing = Counter(point.topic for point in everything)
    missing.subtract(point.topic for point in shown)
    return tuple((topic, missing[topic]) for topic in Topic if missing[topic] > 0)
