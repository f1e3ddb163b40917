"""`prep WHO`: the page for the next meeting, as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import ClassVar

from mentorlog.commands.prep import points
from mentorlog.commands.prep.chores import Chore, chores, reconnecting_offered, update_offered
from mentorlog.commands.prep.points import Point, Topic
from mentorlog.domain.days import date_of
from mentorlog.domain.entries import (
    Agreement,
    Approach,
    CheckIn,
    Meeting,
    MeetingStatus,
    Party,
)
from mentorlog.domain.relationship import Relationship, Role, held
from mentorlog.domain.runs import run_on
from mentorlog.domain.standing import Assessment, Standing, assessment, has_declined
from mentorlog.domain.words import (
    WHERE,
    Fit,
    Medium,
    MeetingWords,
    RelationshipWords,
    known_of,
)
from mentorlog.frozen import dataclass
from mentorlog.views import Shape
from mentorlog.views.board import ended_on
from mentorlog.views.confidence import Withheld, discreet, withheld
from mentorlog.views.letter import Purpose
from mentorlog.views.loops import Loop, LoopKind


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
    shown = discreet(relationship, reveal=reveal)
    found = assessment(shown, today)
    met = held(shown, today)
    after = due_after(shown, found, today)
    occasion = _occasion(shown, found, after, today)
    gathering = _Gathering(
        relationship=relationship, shown=shown, found=found, met=met, today=today, reveal=reveal
    )
    ended = found.standing is Standing.ENDED
    points = tuple(gathering.chosen(occasion))
    agreed = any(terms.date <= today for terms in relationship.of(Agreement))
    return Prep(
        as_of=today,
        handle=relationship.handle,
        name=shown.name,
        my_role=relationship.my_role,
        occasion=occasion,
        standing=found.standing,
        meeting=occurrence(found),
        last_met=met[-1].date if met else None,
        ended=ended_on(relationship, today) if ended else None,
        agreed=agreed,
        searched=not agreed and any(relationship.of(Approach)),
        declined=has_declined(relationship, today),
        back=_back(relationship, found, today),
        points=points,
        chores=() if ended else tuple(chores(relationship, found, today, after=after)),
        letter=_letter(relationship, found, occasion, points, today),
        hidden=tuple(_hidden(relationship, points, reveal=reveal)),
    )


def _hidden(
    relationship: Relationship, points: tuple[Point, ...], *, reveal: bool
) -> Iterator[Withheld]:
    reasons = (withheld(entry, reveal=reveal) for entry in relationship.entries)
    yield from (why for why in reasons if why is Withheld.CONFIDENCE)
    yield from (
        Withheld.SEALED for _ in {one.id for one in points if one.withheld is Withheld.SEALED}
    )


def _occasion(
    relationship: Relationship, found: Assessment, after: dt.date | None, today: dt.date
) -> Occasion:
    if found.standing is Standing.ENDED:
        return Occasion.AFTER
    if not held(relationship, today):
        return Occasion.FIRST
    if found.end is None:
        return Occasion.USUAL
    binds = found.terms is not None and found.terms.binds
    nothing_later = binds and (after is None or after > found.end)
    over = day_of_next(found, today) > found.end
    ending = found.ending and not binds
    return Occasion.LAST if nothing_later or over or ending else Occasion.USUAL


def _letter(
    relationship: Relationship,
    found: Assessment,
    occasion: Occasion,
    points: tuple[Point, ...],
    today: dt.date,
) -> Purpose | None:
    """Which letter: thanks at the end, an update for outcomes, a few lines after a long time."""
    gifts = {Topic.ADVICE, Topic.CAME_OF_IT, Topic.THANKS}
    ending = occasion in (Occasion.LAST, Occasion.AFTER)
    if ending and any(point.topic in gifts for point in points):
        return Purpose.THANKS
    if update_offered(relationship, found, today):
        return Purpose.UPDATE
    lost = reconnecting_offered(found) and not has_declined(relationship, today)
    return Purpose.RECONNECT if lost else None


def _back(relationship: Relationship, found: Assessment, today: dt.date) -> dt.date | None:
    run = run_on(relationship, today) if found.standing is Standing.PAUSED else None
    return date_of(run.pauses.active_from(today.toordinal())) if run else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathering:
    """All that the page's points are chosen from; `shown` and `found` are discreet."""

    relationship: Relationship
    shown: Relationship
    found: Assessment
    met: tuple[Meeting, ...]
    today: dt.date
    reveal: bool

    @property
    def _since(self) -> dt.date | None:
        return self.met[-1].date if self.met else None

    @property
    def _loops(self) -> tuple[Loop, ...]:
        return points.open_loops(self.relationship, self.today, reveal=self.reveal)

    def chosen(self, occasion: Occasion) -> Iterator[Point]:
        match occasion:
            case Occasion.FIRST:
                yield from self._first()
            case Occasion.LAST:
                yield from self._last_one()
            case Occasion.AFTER:
                yield from self._mine()
                yield from points.advice(self._loops)
                yield from self._thanks()
            case Occasion.USUAL if self.relationship.my_role is Role.MENTOR:
                yield from self._mentors()
            case Occasion.USUAL:
                yield from self._mentees()

    def _mentees(self) -> Iterator[Point]:
        yield from self._last_time()
        yield from self._mine()
        yield from self._theirs()
        yield from points.advice(self._loops)
        yield from points.to_bring(self._loops)
        yield from points.not_lately(self.shown, self.found, self.today)
        yield from self._with_them()

    def _mentors(self) -> Iterator[Point]:
        """A mentor's page begins with the other's promises, goals and what was advised."""
        yield from self._last_time()
        yield from self._theirs()
        yield from self._mine()
        yield from points.goals_now(self.shown, self.found, self.today)
        yield from self._advised()
        yield from points.to_bring(self._loops)
        yield from points.not_lately(self.shown, self.found, self.today)
        yield from points.advice(self._loops)
        yield from self._with_them()

    def _first(self) -> Iterator[Point]:
        yield from searched(self.shown, self.today)
        yield from points.agenda(self.found.next_meeting)
        yield from self._agreed(Topic.I_HOPE, Topic.THEY_HOPE)
        yield from self._agreed(Topic.BOTH_WILL, Topic.I_WILL, Topic.THEY_WILL)
        yield from self._agreed(Topic.RULE, Topic.OUT_OF_SCOPE)
        yield from points.goals_now(self.shown, self.found, self.today)
        yield from points.to_bring(self._loops)
        yield from self._asks()
        for subject in _still_to_say(self.found):
            yield Point(topic=Topic.TALK_ABOUT, text=subject)

    def _last_one(self) -> Iterator[Point]:
        yield from self._last_time()
        yield from self._mine()
        yield from self._theirs()
        yield from points.goals_now(self.shown, self.found, self.today)
        yield from points.came_of_it(self.relationship, self.today, reveal=self.reveal)
        yield from points.advice(loop for loop in self._loops if loop.outcome is None)
        yield from self._advised()
        yield from points.to_bring(self._loops)
        yield from self._with_them()
        for subject in (Subject.GOOD_WORK, Subject.UNFINISHED, Subject.NEXT_FORM):
            yield Point(topic=Topic.TALK_ABOUT, text=subject)

    def _last_time(self) -> Iterator[Point]:
        yield from points.last_time(self.met[-1] if self.met else None, reveal=self.reveal)
        yield from self._to_myself()
        yield from points.agenda(self.found.next_meeting)

    def _to_myself(self) -> Iterator[Point]:
        """My own notes since the last meeting: a doubt, a topic we avoid."""
        for check in self.shown.of(CheckIn):
            since = self._since is None or check.date >= self._since
            if check.words is None or not since or check.date > self.today:
                continue
            undecided = check.words.fit not in {None, Fit.GOOD_FIT}
            fit = check.words.fit if undecided else None
            avoided = dict(check.words.answers).get("avoided")
            point = Point(topic=Topic.FIT, id=check.id, date=check.date)
            if fit or check.words.note:
                yield replace(point, text=check.words.note, outcome=fit)
            if avoided:
                yield replace(point, topic=Topic.REFLECTION, text=avoided)

    def _mine(self) -> Iterator[Point]:
        yield from self._promises(Party.ME)
        yield from self._agreed(Topic.I_WILL)

    def _theirs(self) -> Iterator[Point]:
        yield from self._promises(Party.THEM)

    def _promises(self, owner: Party) -> Iterator[Point]:
        yield from points.promises(
            self.relationship, owner, self.today, self._since, reveal=self.reveal
        )

    def _advised(self) -> Iterator[Point]:
        yield from points.advised(self.relationship, self.today, self._since, reveal=self.reveal)

    def _with_them(self) -> Iterator[Point]:
        """What is new with them, what they hope for, what they asked, and thanks."""
        yield from points.news(self.relationship, self.today, self._since, reveal=self.reveal)
        yield from self._agreed(Topic.THEY_HOPE)
        yield from self._asks()
        yield from self._thanks()

    def _asks(self) -> Iterator[Point]:
        yield from points.oldest(Topic.ASK, LoopKind.ASK, self._loops)

    def _thanks(self) -> Iterator[Point]:
        yield from points.oldest(Topic.THANKS, LoopKind.THANKS, self._loops)

    def _agreed(self, *topics: Topic) -> Iterator[Point]:
        yield from agreed(self.found, *topics)


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


def agreed(found: Assessment, *topics: Topic) -> Iterator[Point]:
    """What both hope for and promised, and their ground rules."""
    words = found.terms.words if found.terms else None
    if words is None:
        return
    said: dict[Topic, tuple[str | None, ...]] = {
        Topic.I_HOPE: (words.hopes.me,),
        Topic.THEY_HOPE: (words.hopes.them,),
        Topic.I_WILL: words.commitments.me,
        Topic.THEY_WILL: words.commitments.them,
        Topic.RULE: words.ground_rules,
        Topic.OUT_OF_SCOPE: words.out_of_scope,
    }
    if Topic.BOTH_WILL in topics:
        said = _both_apart(said)
    for topic in topics:
        yield from (Point(topic=topic, text=text) for text in said[topic] if text)


def searched(shown: Relationship, today: dt.date) -> Iterator[Point]:
    """Who they are and why I thought of them, from all steps of the search."""
    known = known_of(step for step in shown.of(Approach) if step.date <= today)
    person = shown.words or RelationshipWords()
    where = (person.function, person.organization, person.origin)
    said = {
        Topic.WHO: ", ".join(each for each in where if each),
        Topic.WHY: person.why,
        Topic.EXPERIENCE: known.experience,
        Topic.DESIRE: known.desire,
        Topic.TIME: known.time,
        Topic.WARM_PATH: known.warm_path,
        Topic.SMALL_ASK: known.small_ask,
        Topic.I_CAN_OFFER: known.i_can_offer,
        Topic.SEARCH_NOTE: known.note,
    }
    yield from (Point(topic=topic, text=text) for topic, text in said.items() if text)
    if person.differs_from_me:
        yield Point(topic=Topic.DIFFERS, text=", ".join(person.differs_from_me))


def _both_apart(said: dict[Topic, tuple[str | None, ...]]) -> dict[Topic, tuple[str | None, ...]]:
    """The promises by topic; what both promise is listed once, not under each."""
    mine, theirs = said[Topic.I_WILL], said[Topic.THEY_WILL]
    both = tuple(text for text in mine if text in theirs)
    return said | {
        Topic.BOTH_WILL: both,
        Topic.I_WILL: tuple(text for text in mine if text not in both),
        Topic.THEY_WILL: tuple(text for text in theirs if text not in both),
    }
