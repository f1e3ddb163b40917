"""The points for pages about a meeting; `view` and `agenda` choose among those of `Points`.

A point is one thing to talk about: a promise, a piece of advice, a note. How it is worded isn't
known here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mentorlog.domain.entries import (
    Approach,
    CheckIn,
    Contribution,
    ContributionType,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Party,
)
from mentorlog.domain.relationship import Relationship, held
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import Fit, GoalStatus, RelationshipWords, known_of
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.views import Shape
from mentorlog.views.confidence import Withheld, discreet, withheld
from mentorlog.views.loops import REPORTED_BACK, Loop, LoopKind, has_passed, loops, still_open
from mentorlog.views.page import areas, goals

NOT_LATELY = 60  # days without a meeting on a focus area


class Topic(StrEnum):
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


class Points:
    """All that pages are chosen from, in parts.

    `shown`: the relationship as it may be shown. `found`: its standing. `met`: the meetings held.
    `since`: the day of the last one.
    """

    def __init__(self, relationship: Relationship, today: dt.date, *, reveal: bool) -> None:
        self.today, self.reveal = today, reveal
        self.shown = discreet(relationship, reveal=reveal)
        self.assessed = assessment(self.shown, today)
        self.met = held(self.shown, today)
        self.since = self.met[-1].date if self.met else None
        self._loops = loops((relationship,), today, reveal=reveal).items

    def last_time(self) -> Iterator[Point]:
        """What was talked about and what I thought of it; the topics if nothing was noted."""
        for last in self.met[-1:]:
            reason = withheld(last, reveal=self.reveal)
            point = Point(topic=Topic.LAST_TIME, id=last.id, date=last.date, withheld=reason)
            if last.words is None:
                yield point
            elif text := last.words.notes or "; ".join(last.words.topics):
                yield replace(point, text=text)
            if last.words and last.words.reflection:
                yield replace(point, topic=Topic.REFLECTION, text=last.words.reflection)

    def to_myself(self) -> Iterator[Point]:
        """My own notes since the last meeting: a doubt, a topic we avoid."""
        for check in self.shown.of(CheckIn):
            if check.words is None or not self._is_new(check) or check.date > self.today:
                continue
            undecided = check.words.fit not in {None, Fit.GOOD_FIT}
            fit = check.words.fit if undecided else None
            avoided = dict(check.words.answers).get("avoided")
            point = Point(topic=Topic.FIT, id=check.id, date=check.date)
            if fit or check.words.note:
                yield replace(point, text=check.words.note, outcome=fit)
            if avoided:
                yield replace(point, topic=Topic.REFLECTION, text=avoided)

    def agenda(self) -> Iterator[Point]:
        """What is on the agenda of the coming meeting."""
        meeting = self.assessed.next_meeting
        if meeting and meeting.words:
            for text in meeting.words.agenda:
                yield Point(topic=Topic.AGENDA, text=text, id=meeting.id, date=meeting.date)

    def promises(self, owner: Party) -> Iterator[Point]:
        """What one side promised and hasn't done, or has lately, that first; shared is mine."""
        points = [
            point
            for meeting in self.shown.of(Meeting)
            if meeting.date <= self.today or meeting.status is MeetingStatus.PLANNED
            for point in self._promises_in(meeting, owner)
        ]
        yield from sorted(points, key=_kept_first)

    def _promises_in(self, meeting: Meeting, owner: Party) -> Iterator[Point]:
        is_theirs = owner is Party.THEM
        for at, item in enumerate(meeting.action_items):
            done = item.done_on if has_passed(item.done_on, self.today) else None
            lately = done is not None and (self.since is None or done >= self.since)
            if (item.owner is Party.THEM) is is_theirs and (still_open(item, self.today) or lately):
                yield Point(
                    topic=Topic.THEIR_PROMISE if is_theirs else Topic.MY_PROMISE,
                    text=meeting.words.action_items[at].text if meeting.words else None,
                    id=meeting.id,
                    n=at + 1,
                    date=meeting.date,
                    due=item.due,
                    done=done,
                    withheld=withheld(meeting, reveal=self.reveal),
                )

    def advice(self, *, tried: bool | None = None) -> Iterator[Point]:
        """The oldest advice not yet reported back, preferably with an outcome.

        `tried`: only advice with an outcome, or only without; None: any.
        """
        waiting = self._open(LoopKind.ADVICE)
        chosen = [loop for loop in waiting if tried in {None, loop.outcome is not None}]
        chosen.sort(key=lambda loop: loop.outcome is None)
        for loop in chosen[:1]:
            yield replace(_of_loop(Topic.ADVICE, loop, len(chosen) - 1), outcome=loop.outcome)

    def advised(self) -> Iterator[Point]:
        """What I advised at the last meeting or since, to ask what came of it."""
        for gift, point in self._contributions(Direction.GIVEN, Topic.ADVISED):
            if gift.type in REPORTED_BACK and self._is_new(gift):
                yield point

    def news(self) -> Iterator[Point]:
        """What I heard about them at the last meeting or since."""
        for gift, point in self._contributions(Direction.RECEIVED, Topic.NEWS):
            if gift.type is ContributionType.UPDATE and self._is_new(gift):
                yield point

    def came_of_it(self) -> Iterator[Point]:
        """What I received and know the outcome of."""
        for _, point in self._contributions(Direction.RECEIVED, Topic.CAME_OF_IT):
            if point.outcome:
                yield point

    def to_bring(self) -> Iterator[Point]:
        """What I noted for the next meeting, oldest first."""
        for loop in self._open(LoopKind.NOTE):
            yield _of_loop(Topic.BRING, loop)

    def oldest(self, topic: Topic, kind: LoopKind) -> Iterator[Point]:
        """The oldest open loop of a kind, and how many others there are."""
        found = self._open(kind)
        for loop in found[:1]:
            yield _of_loop(topic, loop, len(found) - 1)

    def asked(self) -> Iterator[Point]:
        """The oldest question that waits for me."""
        mine = [loop for loop in self._open(LoopKind.ASK) if loop.owner is Party.ME]
        for loop in mine[:1]:
            yield _of_loop(Topic.ASK, loop, len(mine) - 1)

    def not_lately(self) -> Iterator[Point]:
        """Focus areas that no meeting has touched for long; () if no meeting names topics."""
        if not any(meeting.words and meeting.words.topics for meeting in self.met):
            return
        for area in areas(self.shown, self.assessed.terms, self.today):
            if area.touched is None or (self.today - area.touched).days > NOT_LATELY:
                yield Point(topic=Topic.NOT_LATELY, text=area.title, date=area.touched)

    def goals(self) -> Iterator[Point]:
        """Each goal with the latest known about it: a note, its status, or its measure."""
        for now in goals(self.shown, self.assessed.terms, self.today):
            settled = None if now.goal.status is GoalStatus.OPEN else now.goal.status
            yield Point(
                topic=Topic.GOAL,
                text=now.goal.title,
                date=now.noted,
                due=now.goal.target_date,
                outcome=now.note or settled or now.goal.success_measure,
            )

    def agreed(self, *topics: Topic) -> Iterator[Point]:
        """What both hope for and promised, and rules; BOTH_WILL lists what both promise once."""
        words = self.assessed.terms.words if self.assessed.terms else None
        if words is None:
            return
        mine, theirs = words.commitments.me, words.commitments.them
        both = [text for text in mine if text in theirs] if Topic.BOTH_WILL in topics else []
        texts: dict[Topic, Iterable[str | None]] = {
            Topic.I_HOPE: (words.hopes.me,),
            Topic.THEY_HOPE: (words.hopes.them,),
            Topic.BOTH_WILL: both,
            Topic.I_WILL: (text for text in mine if text not in both),
            Topic.THEY_WILL: (text for text in theirs if text not in both),
            Topic.RULE: words.ground_rules,
            Topic.OUT_OF_SCOPE: words.out_of_scope,
        }
        for topic in topics:
            yield from (Point(topic=topic, text=text) for text in texts[topic] if text)

    def searched(self) -> Iterator[Point]:
        """Who they are and why I thought of them, from all steps of the search."""
        known = known_of(step for step in self.shown.of(Approach) if step.date <= self.today)
        person = self.shown.words or RelationshipWords()
        who = (person.function, person.organization, person.origin)
        texts = {
            Topic.WHO: ", ".join(filter(None, who)),
            Topic.WHY: person.why,
            Topic.EXPERIENCE: known.experience,
            Topic.DESIRE: known.desire,
            Topic.TIME: known.time,
            Topic.WARM_PATH: known.warm_path,
            Topic.SMALL_ASK: known.small_ask,
            Topic.I_CAN_OFFER: known.i_can_offer,
            Topic.SEARCH_NOTE: known.note,
            Topic.DIFFERS: ", ".join(person.differs_from_me),
        }
        yield from (Point(topic=topic, text=text) for topic, text in texts.items() if text)

    def _open(self, kind: LoopKind) -> list[Loop]:
        """The open loops of a kind, oldest first."""
        found = (loop for loop in self._loops if loop.loop is kind)
        return sorted(found, key=lambda loop: (loop.opened, loop.id))

    def _is_new(self, entry: Entry) -> bool:
        """Whether it is from the last meeting, or later."""
        return self.since is None or entry.date >= self.since

    def _contributions(
        self, direction: Direction, topic: Topic
    ) -> Iterator[tuple[Contribution, Point]]:
        for gift in self.shown.of(Contribution):
            if gift.direction is direction and gift.date <= self.today and not gift.dropped_on:
                point = Point(
                    topic=topic,
                    text=gift.words.text if gift.words else None,
                    id=gift.id,
                    date=gift.date,
                    outcome=gift.words.outcome if gift.words else None,
                    withheld=withheld(gift, reveal=self.reveal),
                )
                yield gift, point


def _kept_first(point: Point) -> tuple[bool, dt.date, dt.date, str, int]:
    due, made = point.due or dt.date.max, point.date or dt.date.max
    return point.done is None, due, made, point.id or "", point.n or 0


def _of_loop(topic: Topic, loop: Loop, more: int = 0) -> Point:
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
