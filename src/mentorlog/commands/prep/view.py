"""`prep WHO`: the page for the next meeting, as data.

Below it are the chores around that meeting: a date, a check-in, an ask, a letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import ClassVar

from mentorlog.commands.prep.points import Point, Points, Topic
from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Ask,
    CheckIn,
    Meeting,
    MeetingStatus,
    Party,
    Side,
)
from mentorlog.domain.relationship import Relationship, Role, held
from mentorlog.domain.runs import NEAR, midpoint
from mentorlog.domain.standing import (
    Assessment,
    Standing,
    assessment,
    has_declined,
    meets_at_weekends,
    suggested,
)
from mentorlog.domain.words import WHERE, AgreedBy, Medium, MeetingWords
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.views import Shape
from mentorlog.views.board import ended_on, what_comes
from mentorlog.views.confidence import Withheld, withheld
from mentorlog.views.letter import Purpose
from mentorlog.views.loops import LoopKind, loops, meets_soon, untold_advice


class Occasion(StrEnum):
    """Which meeting it is; `after`: none will follow, because the relationship has ended.

    `Meeting.occasion` is something else: the id that several people's entries share.
    """

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
    assessed = known.assessed
    after = due_after(known.shown, assessed, today)
    occasion = _occasion(known, after)
    ended, paused = assessed.standing is Standing.ENDED, assessed.standing is Standing.PAUSED
    points = tuple(_chosen(known, occasion, relationship.my_role))
    agreed = any(terms.date <= today for terms in relationship.of(Agreement))
    return Prep(
        as_of=today,
        handle=relationship.handle,
        name=known.shown.name,
        my_role=relationship.my_role,
        occasion=occasion,
        standing=assessed.standing,
        meeting=occurrence(assessed),
        last_met=known.since,
        ended=ended_on(relationship, today) if ended else None,
        agreed=agreed,
        searched=not agreed and any(relationship.of(Approach)),
        declined=has_declined(relationship, today),
        back=what_comes(relationship, today).date if paused else None,
        points=points,
        chores=() if ended else tuple(chores(relationship, assessed, today, after=after)),
        letter=_letter(known, occasion, points),
        hidden=tuple(_hidden(known, points)),
    )


def _hidden(known: Points, points: tuple[Point, ...]) -> Iterator[Withheld]:
    reasons = (withheld(entry, reveal=known.reveal) for entry in known.shown.entries)
    sealed = {point.id for point in points if point.withheld is Withheld.SEALED}
    yield from (why for why in reasons if why is Withheld.CONFIDENCE)
    yield from (Withheld.SEALED for _ in sealed)


def _occasion(known: Points, after: dt.date | None) -> Occasion:
    assessed = known.assessed
    if assessed.standing is Standing.ENDED:
        return Occasion.AFTER
    if not known.met:
        return Occasion.FIRST
    if assessed.end is None:
        return Occasion.USUAL
    binds = assessed.terms is not None and assessed.terms.binds
    nothing_later = binds and (after is None or after > assessed.end)
    over = day_of_next(assessed, known.today) > assessed.end
    ending = assessed.ending and not binds
    return Occasion.LAST if nothing_later or over or ending else Occasion.USUAL


def _letter(known: Points, occasion: Occasion, points: tuple[Point, ...]) -> Purpose | None:
    """Which letter: thanks at the end, an update for outcomes, a few lines after a long time."""
    gifts = {Topic.ADVICE, Topic.CAME_OF_IT, Topic.THANKS}
    ending = occasion in (Occasion.LAST, Occasion.AFTER)
    if ending and any(point.topic in gifts for point in points):
        return Purpose.THANKS
    if update_offered(known.shown, known.assessed, known.today):
        return Purpose.UPDATE
    lost = reconnecting_offered(known.assessed) and not has_declined(known.shown, known.today)
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
            yield from _to_talk_about(_still_to_say(known.assessed))
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


def _still_to_say(assessed: Assessment) -> Iterator[Subject]:
    """What to talk about at a first meeting, unless the agreement says it."""
    words = assessed.terms.words if assessed.terms else None
    yield Subject.BACKGROUNDS
    if not (words and words.hopes.me):
        yield Subject.MY_HOPES
    if not (words and words.hopes.them):
        yield Subject.THEIR_HOPES
    if not (words and words.ground_rules):
        yield Subject.CONFIDENTIALITY
    if assessed.terms is None:
        yield Subject.RHYTHM
    yield Subject.ENDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The coming meeting.

    `date`: planned, else `due`. `minutes`, `media`: the plan's or the terms'. `words`: the plan's.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("tz", "notice_hours", "words"), keys={name: f"words.{name}" for name in WHERE}
    )

    date: dt.date | None = None
    due: dt.date | None = None
    time: dt.time | None = None
    tz: str | None = None
    minutes: int | None = None
    media: tuple[Medium, ...] = ()
    words: MeetingWords | None = None
    notice_hours: int | None = None


def occurrence(assessed: Assessment) -> Occurrence:
    """The coming meeting; `assessed` must come from a discreet relationship."""
    booked = assessed.next_meeting
    words = booked.words if booked else None
    terms = assessed.terms.words if assessed.terms else None
    agreed = assessed.terms.meeting_minutes if assessed.terms else None
    beyond = assessed.due is not None and assessed.end is not None and assessed.due > assessed.end
    return Occurrence(
        date=booked.date if booked else None,
        due=None if beyond else assessed.due,
        time=booked.time if booked else None,
        tz=booked.tz if booked else None,
        minutes=(booked.minutes if booked else None) or agreed,
        media=(words.medium,) if words and words.medium else (terms.media if terms else ()),
        words=words,
        notice_hours=terms.notice_hours if terms else None,
    )


def due_after(relationship: Relationship, assessed: Assessment, today: dt.date) -> dt.date | None:
    """The day to meet after the coming meeting; a later plan is preferred."""
    coming = day_of_next(assessed, today)
    plans = relationship.meetings(MeetingStatus.PLANNED)
    later = min((plan.date for plan in plans if plan.date > coming), default=None)
    if later is not None:
        return later
    as_held = Meeting(id="", date=coming, status=MeetingStatus.HELD)
    then = replace(relationship, entries=(*relationship.entries, as_held))
    return assessment(then, coming).due


def proposed_after(
    relationship: Relationship, assessed: Assessment, today: dt.date
) -> dt.date | None:
    """The day to name for the meeting after the coming one: a plan, else a good day near due.

    None beyond the term.
    """
    after = due_after(relationship, assessed, today)
    if after is None or (assessed.end is not None and after > assessed.end):
        return None
    plans = relationship.meetings(MeetingStatus.PLANNED)
    if any(plan.date == after for plan in plans):
        return after
    return suggested(after, today, weekends=meets_at_weekends(relationship, today))


def day_of_next(assessed: Assessment, today: dt.date) -> dt.date:
    """The day of the coming meeting: planned, else due, else today."""
    return assessed.next_planned or max(assessed.due or today, today)


class ChoreKind(StrEnum):
    TO_LOG = "to_log"
    UNAGREED = "unagreed"
    MIDPOINT = "midpoint"
    TERM_ENDS = "term_ends"
    CHECK_IN = "check_in"
    ASK = "ask"
    BOOK = "book"
    NEXT_DATE = "next_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """`date`: the day it is about. `moment`: why a check-in is offered now."""

    kind: ChoreKind
    date: dt.date | None = None
    moment: Moment | None = None


def chores(
    relationship: Relationship, assessed: Assessment, today: dt.date, *, after: dt.date | None
) -> Iterator[Chore]:
    """What is worth doing, most important first. `after`: when to meet after the coming meeting."""
    over = assessed.end is not None and assessed.end < today
    weekends = meets_at_weekends(relationship, today)
    if assessed.to_log:
        yield Chore(kind=ChoreKind.TO_LOG, date=assessed.to_log.date)
    elif assessed.next_meeting is None and assessed.standing is not Standing.PAUSED:
        date = None if over else _within_term(assessed)
        week = today + min(dt.timedelta(days=7), dt.date.max - today)
        best = suggested(date if date and date > today else week, today, weekends=weekends)
        yield Chore(kind=ChoreKind.BOOK, date=best)
    if assessed.terms and assessed.terms.words and assessed.terms.words.agreed_by is AgreedBy.DRAFT:
        yield Chore(kind=ChoreKind.UNAGREED, date=assessed.terms.date)
    if assessed.end and ((assessed.ending and assessed.last_held) or over):
        yield Chore(kind=ChoreKind.TERM_ENDS, date=assessed.end)
    if assessed.standing is not Standing.PAUSED:
        yield from _offers(relationship, assessed, today)
    planned = assessed.next_meeting
    later = planned and any(
        plan.date > planned.date for plan in relationship.meetings(MeetingStatus.PLANNED)
    )
    if planned and not later and after and (assessed.end is None or after <= assessed.end):
        yield Chore(kind=ChoreKind.NEXT_DATE, date=suggested(after, today, weekends=weekends))


def _within_term(assessed: Assessment) -> dt.date | None:
    """The day due, or the term's last day if that is earlier."""
    return min(assessed.due, assessed.end) if assessed.due and assessed.end else assessed.due


def _offers(relationship: Relationship, assessed: Assessment, today: dt.date) -> Iterator[Chore]:
    if middle := midpoint_to_tell(relationship, assessed, today):
        yield Chore(kind=ChoreKind.MIDPOINT, date=middle)
    moment = check_in_offered(relationship, today)
    if moment and not (middle and moment is Moment.MIDPOINT):
        yield Chore(kind=ChoreKind.CHECK_IN, moment=moment)
    asked = (loop.loop for loop in loops((relationship,), today, reveal=False).items)
    if asking_offered(relationship, today) and LoopKind.ASK not in asked:
        yield Chore(kind=ChoreKind.ASK)


def midpoint_to_tell(
    relationship: Relationship, assessed: Assessment, today: dt.date
) -> dt.date | None:
    """The middle of the term, from two weeks before it until a meeting or a check-in marks it."""
    middle = midpoint(relationship, today)
    if middle is None:
        return None
    near, early = (middle - dt.timedelta(days=days) for days in (NEAR, EARLY))
    met = assessed.last_held is not None and assessed.last_held >= near
    checked = any(early <= entry.date <= today for entry in relationship.of(CheckIn))
    over = assessed.ending or (assessed.end is not None and assessed.end < today)
    return middle if early <= today and not (met or checked or over) else None


SETTLING_IN = 30  # days after the start: time for a second impression
EARLY = 14  # days before a moment that count as the moment
ASKED_LATELY = 90  # days: about once a quarter


class Moment(StrEnum):
    """When a check-in says something new."""

    FIRST_MEETING = "first meeting"
    DAY_30 = "day 30"
    MIDPOINT = "midpoint"


def check_in_offered(relationship: Relationship, today: dt.date) -> Moment | None:
    """The latest such moment, unless a check-in or a meeting marks it."""
    reached = [(day, moment) for day, moment in _moments(relationship, today) if day <= today]
    if not reached:
        return None
    day, moment = max(reached)
    early = day - dt.timedelta(days=EARLY)
    checked = any(early <= entry.date <= today for entry in relationship.of(CheckIn))
    met_again = any(day < meeting.date for meeting in held(relationship, today))
    return None if checked or met_again else moment


def asking_offered(relationship: Relationship, today: dt.date) -> bool:
    """Whether I haven't asked for a long time how I can support them.

    An open ask is one of the `loops`. After "nothing now" it isn't offered before its day.
    """
    asked = [ask for ask in relationship.of(Ask) if ask.asked_by is Side.ME and ask.date <= today]
    if not asked:
        return bool(held(relationship, today))
    last = asked[-1]
    if last.ask_again_on is not None:
        return last.ask_again_on <= today
    return (today - last.date).days > ASKED_LATELY


def update_offered(relationship: Relationship, assessed: Assessment, today: dt.date) -> bool:
    """Whether an outcome of advice is noted, they don't know it, and no meeting is near.

    Needs the words; ignores what is in confidence.
    """
    resting = assessed.standing in (Standing.ENDED, Standing.PAUSED)
    if resting or meets_soon(assessed, today):
        return False
    return any(
        advice.words is not None and advice.words.outcome and not advice.in_confidence
        for advice in untold_advice(relationship, today)
    )


def reconnecting_offered(assessed: Assessment) -> bool:
    """Whether two who have met lost touch, or parted."""
    away = assessed.standing in (Standing.QUIET, Standing.ENDED)
    return away and assessed.last_held is not None


def _moments(relationship: Relationship, today: dt.date) -> list[tuple[dt.date, Moment]]:
    """The known moments of today's run; without a run, the first meeting."""
    start = assessment(relationship, today).start
    if start is None:  # before an agreement, it is worth knowing how it feels
        return [(first.date, Moment.FIRST_MEETING) for first in held(relationship, today)[:1]]
    if start > today:
        return []
    settling_in = min(dt.timedelta(days=SETTLING_IN), dt.date.max - start)
    moments = [(start + settling_in, Moment.DAY_30)]
    first = held(relationship, today, start)[:1]
    moments += [(meeting.date, Moment.FIRST_MEETING) for meeting in first]
    if (middle := midpoint(relationship, today)) is not None:
        moments.append((middle, Moment.MIDPOINT))
    return moments
