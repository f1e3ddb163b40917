"""`prep WHO`: the page for the next meeting, as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import ClassVar

from mentorlog.commands.prep.chores import Chore, chores, reconnecting_offered, update_offered
from mentorlog.commands.prep.points import Point, Points, Topic
from mentorlog.domain.entries import Agreement, Approach, Meeting, MeetingStatus, Party
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.standing import Assessment, Standing, assessment, has_declined
from mentorlog.domain.words import WHERE, Medium, MeetingWords
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.views import Shape
from mentorlog.views.board import ended_on, what_comes
from mentorlog.views.confidence import Withheld, withheld
from mentorlog.views.letter import Purpose
from mentorlog.views.loops import LoopKind


class Occasion(StrEnum):
    """Which meeting it is; `after`: none is to come, because it has ended."""

    FIRST = "first"
    USUAL = "usual"
    LAST = "last"
    AFTER = "after"


class Subject(StrEnum):
    """What to talk about at a first or a last meeting, unless it was said already."""

    BACKGROUNDS = "backgrounds"
    MY_HOPES = "my hopes"
    THEIR_HOPES = "their hopes"
    CONFIDENTIALITY = "confidentiality"
    RHYTHM = "rhythm"
    ENDING = "ending"
    GOOD_WORK = "good work"
    UNFINISHED = "unfinished"
    NEXT_FORM = "next form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prep:
    """The page, its points in order. `ended`: the day it was closed.

    `agreed`: there ever was an agreement.
    `searched`: there was a search that led to none;
    `declined`: they said no.
    `back`: the first active day after a pause.
    `hidden`: why words aren't shown: of each entry in confidence, and of sealed ones in points.
    `letter`: a letter worth writing now.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="prep",
        left_out=(
            *("name", "my_role", "ended", "agreed", "searched", "declined"),
            *("back", "points", "hidden"),
        ),
        keys={"items": "points"},
    )

    as_of: dt.date
    handle: str
    name: str
    my_role: Role | None
    occasion: Occasion
    standing: Standing
    meeting: Occurrence
    last_met: dt.date | None
    ended: dt.date | None
    agreed: bool
    searched: bool
    declined: bool
    back: dt.date | None
    points: tuple[Point, ...]
    chores: tuple[Chore, ...]
    letter: Purpose | None
    hidden: tuple[Withheld, ...]


def prep(relationship: Relationship, today: dt.date, *, reveal: bool = False) -> Prep:
    """The page of one relationship, as seen on a day."""
    known = Points(relationship, today, reveal=reveal)
    found = known.found
    after = due_after(known.shown, found, today)
    occasion = _occasion(known, after)
    ended, paused = found.standing is Standing.ENDED, found.standing is Standing.PAUSED
    points = tuple(_chosen(known, occasion, relationship.my_role))
    agreed = any(terms.date <= today for terms in relationship.of(Agreement))
    return Prep(
        as_of=today,
        handle=relationship.handle,
        name=known.shown.name,
        my_role=relationship.my_role,
        occasion=occasion,
        standing=found.standing,
        meeting=occurrence(found),
        last_met=known.since,
        ended=ended_on(relationship, today) if ended else None,
        agreed=agreed,
        searched=not agreed and any(relationship.of(Approach)),
        declined=has_declined(relationship, today),
        back=what_comes(relationship, today).date if paused else None,
        points=points,
        chores=() if ended else tuple(chores(relationship, found, today, after=after)),
        letter=_letter(known, occasion, points),
        hidden=tuple(_hidden(known, points)),
    )


def _hidden(known: Points, points: tuple[Point, ...]) -> Iterator[Withheld]:
    reasons = (withheld(entry, reveal=known.reveal) for entry in known.shown.entries)
    sealed = {one.id for one in points if one.withheld is Withheld.SEALED}
    yield from (why for why in reasons if why is Withheld.CONFIDENCE)
    yield from (Withheld.SEALED for _ in sealed)


def _occasion(known: Points, after: dt.date | None) -> Occasion:
    found = known.found
    if found.standing is Standing.ENDED:
        return Occasion.AFTER
    if not known.met:
        return Occasion.FIRST
    if found.end is None:
        return Occasion.USUAL
    binds = found.terms is not None and found.terms.binds
    nothing_later = binds and (after is None or after > found.end)
    over = day_of_next(found, known.today) > found.end
    ending = found.ending and not binds
    return Occasion.LAST if nothing_later or over or ending else Occasion.USUAL


def _letter(known: Points, occasion: Occasion, points: tuple[Point, ...]) -> Purpose | None:
    """Which letter: thanks at the end, an update for outcomes, a few lines after a long time."""
    gifts = {Topic.ADVICE, Topic.CAME_OF_IT, Topic.THANKS}
    ending = occasion in (Occasion.LAST, Occasion.AFTER)
    if ending and any(point.topic in gifts for point in points):
        return Purpose.THANKS
    if update_offered(known.shown, known.found, known.today):
        return Purpose.UPDATE
    lost = reconnecting_offered(known.found) and not has_declined(known.shown, known.today)
    return Purpose.RECONNECT if lost else None


def _chosen(known: Points, occasion: Occasion, role: Role | None) -> Iterator[Point]:
    """The points of a page; a mentor's begins with the other's promises and goals."""
    last = (known.last_time(), known.to_myself(), known.agenda())
    mine = (known.promises(Party.ME), known.agreed(Topic.I_WILL))
    theirs, to_bring = known.promises(Party.THEM), known.to_bring()
    asks = known.oldest(Topic.ASK, LoopKind.ASK)
    thanks = known.oldest(Topic.THANKS, LoopKind.THANKS)
    with_them = (known.news(), known.agreed(Topic.THEY_HOPE), asks, thanks)
    match occasion:
        case Occasion.FIRST:
            yield from chain(known.searched(), known.agenda(), known.agreed(*_TERMS))
            yield from chain(known.goals(), to_bring, asks)
            yield from _to_talk_about(_still_to_say(known.found))
        case Occasion.LAST:
            yield from chain(*last, *mine, theirs, known.goals(), known.came_of_it())
            yield from chain(known.advice(tried=False), known.advised(), to_bring, *with_them)
            yield from _to_talk_about(_AT_LAST)
        case Occasion.AFTER:
            yield from chain(*mine, known.advice(), known.asked(), thanks)
        case Occasion.USUAL if role is Role.MENTOR:
            yield from chain(*last, theirs, *mine, known.goals(), known.advised(), to_bring)
            yield from chain(known.not_lately(), known.advice(), *with_them)
        case Occasion.USUAL:
            yield from chain(*last, *mine, theirs, known.advice(), to_bring)
            yield from chain(known.not_lately(), *with_them)


_TERMS = (
    *(Topic.I_HOPE, Topic.THEY_HOPE, Topic.BOTH_WILL, Topic.I_WILL, Topic.THEY_WILL),
    *(Topic.RULE, Topic.OUT_OF_SCOPE),
)
_AT_LAST = (Subject.GOOD_WORK, Subject.UNFINISHED, Subject.NEXT_FORM)


def _to_talk_about(subjects: Iterable[Subject]) -> Iterator[Point]:
    return (Point(topic=Topic.TALK_ABOUT, text=subject) for subject in subjects)


def _still_to_say(found: Assessment) -> Iterator[Subject]:
    """What to talk about at a first meeting, unless the agreement says it."""
    words = found.terms.words if found.terms else None
    yield Subject.BACKGROUNDS
    if not (words and words.hopes.me):
        yield Subject.MY_HOPES
    if not (words and words.hopes.them):
        yield Subject.THEIR_HOPES
    if not (words and words.ground_rules):
        yield Subject.CONFIDENTIALITY
    if found.terms is None:
        yield Subject.RHYTHM
    yield Subject.ENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The coming meeting.

    `date`: planned, else `due`. `minutes`, `media`: the plan's or the terms'. `said`: in the plan.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("tz", "notice_hours", "said"), keys={name: f"said.{name}" for name in WHERE}
    )

    date: dt.date | None = None
    due: dt.date | None = None
    time: dt.time | None = None
    tz: str | None = None
    minutes: int | None = None
    media: tuple[Medium, ...] = ()
    said: MeetingWords | None = None
    notice_hours: int | None = None


def occurrence(found: Assessment) -> Occurrence:
    """The coming meeting; `found` must come from a discreet relationship."""
    booked = found.next_meeting
    said = booked.words if booked else None
    terms = found.terms.words if found.terms else None
    agreed = found.terms.meeting_minutes if found.terms else None
    beyond = found.due is not None and found.end is not None and found.due > found.end
    return Occurrence(
        date=booked.date if booked else None,
        due=None if beyond else found.due,
        time=booked.time if booked else None,
        tz=booked.tz if booked else None,
        minutes=(booked.minutes if booked else None) or agreed,
        media=(said.medium,) if said and said.medium else (terms.media if terms else ()),
        said=said,
        notice_hours=terms.notice_hours if terms else None,
    )


def due_after(relationship: Relationship, found: Assessment, today: dt.date) -> dt.date | None:
    """The day to meet after the coming meeting; a later plan is preferred."""
    coming = day_of_next(found, today)
    plans = (m for m in relationship.of(Meeting) if m.status is MeetingStatus.PLANNED)
    later = min((plan.date for plan in plans if plan.date > coming), default=None)
    if later is not None:
        return later
    as_held = Meeting(id="", date=coming, status=MeetingStatus.HELD)
    then = replace(relationship, entries=(*relationship.entries, as_held))
    return assessment(then, coming).due


def day_of_next(found: Assessment, today: dt.date) -> dt.date:
    """The day of the coming meeting: planned, else due, else today."""
    return found.next_planned or max(found.due or today, today)
