"""The points for pages about a meeting; `view` and `agenda` choose among them.

A point is one thing to talk about: a promise, a piece of advice, a note. How it is worded isn't
known here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import ClassVar

from mentorlog.domain.entries import (
    Contribution,
    ContributionType,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Party,
)
from mentorlog.domain.relationship import Relationship, held
from mentorlog.domain.standing import Assessment
from mentorlog.domain.words import GoalStatus
from mentorlog.frozen import dataclass
from mentorlog.views import Shape
from mentorlog.views.confidence import Withheld, withheld
from mentorlog.views.loops import REPORTED_BACK, Loop, LoopKind, loops, still_open
from mentorlog.views.page import areas, goals

NOT_LATELY = 60  # days without a meeting on a focus area


class Topic(StrEnum):
    """What a point is about."""

    LAST_TIME = "last_time"
    REFLECTION = "reflection"
    AGENDA = "agenda"
    MY_PROMISE = "my_promise"
    THEIR_PROMISE = "their_promise"
    ADVICE = "advice"
    ADVISED = "advised"
    BRING = "bring"
    NOT_LATELY = "not_lately"
    GOAL = "goal"
    NEWS = "news"
    ASK = "ask"
    THANKS = "thanks"
    I_HOPE = "i_hope"
    THEY_HOPE = "they_hope"
    I_WILL = "i_will"
    THEY_WILL = "they_will"
    BOTH_WILL = "both_will"
    RULE = "rule"
    OUT_OF_SCOPE = "out_of_scope"
    FIT = "fit"
    WHO = "who"
    WHY = "why"
    EXPERIENCE = "experience"
    DESIRE = "desire"
    TIME = "time"
    WARM_PATH = "warm_path"
    SMALL_ASK = "small_ask"
    I_CAN_OFFER = "i_can_offer"
    SEARCH_NOTE = "search_note"
    DIFFERS = "differs"
    CAME_OF_IT = "came_of_it"
    TALK_ABOUT = "talk_about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to talk about; None: not known or not applicable.

    `id`, `n`: the entry, and which of its action items.
    `date`: of the entry, or when a focus area was last touched.
    `due`: a promise's or a goal's day.
    `done`: when a promise was kept.
    `outcome`: what came of it.
    `more`: how many others like it are open.
    `loop`: its open loop.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("loop",), keys={"withheld": True}, when={"withheld": "withheld"}
    )

    topic: Topic
    text: str | None = None
    id: str | None = None
    n: int | None = None
    date: dt.date | None = None
    due: dt.date | None = None
    done: dt.date | None = None
    outcome: str | None = None
    more: int = 0
    loop: Loop | None = None
    withheld: Withheld | None = None


def last_time(last: Meeting | None, *, reveal: bool) -> Iterator[Point]:
    """What was talked about and what I thought of it; the topics if nothing was noted."""
    if last is None:
        return
    reason = withheld(last, reveal=reveal)
    point = Point(topic=Topic.LAST_TIME, id=last.id, date=last.date, withheld=reason)
    if reason or last.words is None:
        yield point
        return
    if said := last.words.notes or "; ".join(last.words.topics):
        yield replace(point, text=said)
    if last.words.reflection:
        yield replace(point, topic=Topic.REFLECTION, text=last.words.reflection)


def agenda(meeting: Meeting | None) -> Iterator[Point]:
    """What is on the agenda of the coming meeting."""
    if meeting and meeting.words:
        for text in meeting.words.agenda:
            yield Point(topic=Topic.AGENDA, text=text, id=meeting.id, date=meeting.date)


def promises(
    relationship: Relationship, owner: Party, today: dt.date, since: dt.date | None, *, reveal: bool
) -> Iterator[Point]:
    """What one side promised and hasn't done, or has done since the last meeting, done first.

    A shared promise is mine.
    """
    found = [
        point
        for meeting in relationship.of(Meeting)
        if meeting.date <= today or meeting.status is MeetingStatus.PLANNED
        for point in _promises_in(meeting, owner, today, since, reveal=reveal)
    ]
    yield from sorted(found, key=_kept_first)


def advice(open_loops: Iterable[Loop]) -> Iterator[Point]:
    """The oldest advice not yet reported back, preferably with an outcome."""
    found = [loop for loop in open_loops if loop.loop is LoopKind.ADVICE]
    found.sort(key=lambda loop: (loop.outcome is None, loop.opened, loop.id))
    for loop in found[:1]:
        point = _of_loop(Topic.ADVICE, loop, more=len(found) - 1)
        yield replace(point, outcome=loop.outcome)


def advised(
    relationship: Relationship, today: dt.date, since: dt.date | None, *, reveal: bool
) -> Iterator[Point]:
    """What I advised at the last meeting or since, to ask what came of it."""
    for given in _contributions(relationship, Direction.GIVEN, today):
        if given.type in REPORTED_BACK and (since is None or given.date >= since):
            yield _of_contribution(Topic.ADVISED, given, reveal=reveal)


def news(
    relationship: Relationship, today: dt.date, since: dt.date | None, *, reveal: bool
) -> Iterator[Point]:
    """What I heard about them at the last meeting or since."""
    for told in _contributions(relationship, Direction.RECEIVED, today):
        if told.type is ContributionType.UPDATE and (since is None or told.date >= since):
            yield _of_contribution(Topic.NEWS, told, reveal=reveal)


def to_bring(open_loops: Iterable[Loop]) -> Iterator[Point]:
    """What I noted for the next meeting, oldest first."""
    notes = [loop for loop in open_loops if loop.loop is LoopKind.NOTE]
    for loop in sorted(notes, key=lambda loop: (loop.opened, loop.id)):
        yield _of_loop(Topic.BRING, loop)


def oldest(topic: Topic, kind: LoopKind, open_loops: Iterable[Loop]) -> Iterator[Point]:
    """The oldest open loop of a kind, and how many others there are."""
    found = sorted((one for one in open_loops if one.loop is kind), key=lambda one: one.opened)
    for loop in found[:1]:
        yield _of_loop(topic, loop, more=len(found) - 1)


def open_loops(relationship: Relationship, today: dt.date, *, reveal: bool) -> tuple[Loop, ...]:
    """Every loop of one relationship."""
    return loops((relationship,), today, reveal=reveal).items


def not_lately(shown: Relationship, found: Assessment, today: dt.date) -> Iterator[Point]:
    """Focus areas that no meeting has touched for long; () if no meeting names topics."""
    met = held(shown, today)
    if not any(meeting.words and meeting.words.topics for meeting in met):
        return
    for area in areas(shown, found.terms, today):
        if area.touched is None or (today - area.touched).days > NOT_LATELY:
            yield Point(topic=Topic.NOT_LATELY, text=area.title, date=area.touched)


def goals_now(shown: Relationship, found: Assessment, today: dt.date) -> Iterator[Point]:
    """Each goal with the latest known about it: a note, its status, or its measure."""
    for goal in goals(shown, found.terms, today):
        settled = None if goal.status is GoalStatus.OPEN else goal.status
        yield Point(
            topic=Topic.GOAL,
            text=goal.title,
            date=goal.noted,
            due=goal.target,
            outcome=goal.note or settled or goal.measure,
        )


def came_of_it(relationship: Relationship, today: dt.date, *, reveal: bool) -> Iterator[Point]:
    """What I received and know the outcome of."""
    for received in _contributions(relationship, Direction.RECEIVED, today):
        if received.words and received.words.outcome:
            yield _of_contribution(Topic.CAME_OF_IT, received, reveal=reveal)


def _promises_in(
    meeting: Meeting, owner: Party, today: dt.date, since: dt.date | None, *, reveal: bool
) -> Iterator[Point]:
    topic = Topic.THEIR_PROMISE if owner is Party.THEM else Topic.MY_PROMISE
    reason = withheld(meeting, reveal=reveal)
    for at, item in enumerate(meeting.action_items):
        mine = item.owner is not Party.THEM
        kept = item.done_on is not None and item.done_on <= today
        lately = since is None or (item.done_on is not None and item.done_on >= since)
        if mine is (owner is not Party.THEM) and (still_open(item, today) or (kept and lately)):
            text = meeting.words.action_items[at].text if meeting.words else None
            yield Point(
                topic=topic,
                text=None if reason else text,
                id=meeting.id,
                n=at + 1,
                date=meeting.date,
                due=item.due,
                done=item.done_on if kept else None,
                withheld=reason,
            )


def _kept_first(point: Point) -> tuple[bool, dt.date, dt.date, str, int]:
    due, made = point.due or dt.date.max, point.date or dt.date.max
    return point.done is None, due, made, point.id or "", point.n or 0


def _contributions(
    relationship: Relationship, direction: Direction, today: dt.date
) -> Iterator[Contribution]:
    for one in relationship.of(Contribution):
        if one.direction is direction and one.date <= today and not one.dropped_on:
            yield one


def _of_contribution(topic: Topic, entry: Contribution, *, reveal: bool) -> Point:
    reason = withheld(entry, reveal=reveal)
    words = None if reason else entry.words
    return _of_entry(
        topic, entry, words.text if words else None, words.outcome if words else None, reason
    )


def _of_entry(
    topic: Topic, entry: Entry, text: str | None, outcome: str | None, reason: Withheld | None
) -> Point:
    return Point(
        topic=topic, text=text, id=entry.id, date=entry.date, outcome=outcome, withheld=reason
    )


def _of_loop(topic: Topic, loop: Loop, *, more: int = 0) -> Point:
    return Point(
        topic=topic,
        text=loop.text,
        id=loop.id,
        n=loop.n,
        date=loop.opened,
        due=loop.due,
        more=more,
        loop=loop,
        withheld=loop.withheld,
    )
