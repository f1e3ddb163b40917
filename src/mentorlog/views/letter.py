"""`thanks WHO`: what a letter of thanks can rest on, as data. What isn't noted isn't in it.

While something is not thanked for yet, the letter is about that; at the end, and where nothing is
left to thank for, about everything. What is held in confidence stays out, revealed or not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mentorlog.domain.entries import Agreement, Closure, Contribution, ContributionType, Direction
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ClosureWords, GoalStatus, NextForm
from mentorlog.frozen import dataclass
from mentorlog.views.confidence import Withheld, discreet, shown_name, withheld
from mentorlog.views.loops import REPORTED_BACK
from mentorlog.views.page import held
from mentorlog.views.shape import Shape
from mentorlog.views.strip import last_run

MOST = 7  # gifts in one letter: more would be a list
NO_GIFTS = frozenset({ContributionType.UPDATE, ContributionType.THANKS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Something received. `open`: not thanked for, or (advice) not yet reported back."""

    id: str
    date: dt.date
    type: ContributionType | None
    text: str
    outcome: str | None
    open: bool

    @property
    def is_advice(self) -> bool:
        return self.type in REPORTED_BACK

    @property
    def is_answered(self) -> bool:
        """Whether the letter, once it is sent, closes it: advice only with what came of it."""
        return self.open and not (self.is_advice and self.outcome is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`began`: the run's first day, or the first meeting. `met`: on how many days since.

    `hope`: what the mentee hoped for, mine unless I am the mentor. `passed_on`: what I gave on.
    `more`: gifts that found no room. `in_confidence`, `sealed`: gifts whose words stay out.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="thanks",
        only=(
            "as_of",
            "handle",
        ),
        keys={"items": "gifts"},
        worded={"letter": "terminal.letter.text"},
    )

    as_of: dt.date
    handle: str
    name: str
    my_role: Role | None
    sender: str | None
    began: dt.date | None
    met: int
    last_met: dt.date | None
    ended: bool
    hope: str | None
    areas: tuple[str, ...]
    gifts: tuple[Gift, ...]
    more: int
    goals: tuple[str, ...]
    passed_on: tuple[str, ...]
    good_work: str | None
    learned: str | None
    next_form: NextForm | None
    in_confidence: int = 0
    sealed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write about."""
        return not (self.met or self.gifts or self.in_confidence or self.sealed)


def letter(
    relationship: Relationship, today: dt.date, *, sender: str | None = None, reveal: bool = False
) -> Letter:
    """What is noted up to a day; `reveal` shows the name only."""
    noted = discreet(relationship, reveal=False)
    terms, began = _terms_and_start(noted, today)
    met = [m.date for m in held(noted, today) if began is None or m.date >= began]
    gifts, more = _chosen(noted, today)
    closing = _closing(noted, today)
    hopes = terms.words.hopes if terms and terms.words else None
    mentor = relationship.my_role is Role.MENTOR
    hidden = [withheld(each, reveal=False) for each in _received(relationship, today)]
    return Letter(
        as_of=today,
        handle=relationship.handle,
        name=shown_name(relationship, reveal=reveal),
        my_role=relationship.my_role,
        sender=sender,
        began=began or (met[0] if met else None),
        met=len(set(met)),
        last_met=met[-1] if met else None,
        ended=closing is not None,
        hope=(hopes.them if mentor else hopes.me) if hopes else None,
        areas=terms.words.focus_areas if terms and terms.words else (),
        gifts=gifts,
        more=more,
        goals=_achieved(terms),
        passed_on=tuple(_passed_on(noted, today)),
        good_work=closing.good_work if closing else None,
        learned=closing.learned if closing else None,
        next_form=closing.next_form if closing else None,
        in_confidence=hidden.count(Withheld.CONFIDENCE),
        sealed=hidden.count(Withheld.SEALED),
    )


def _terms_and_start(
    relationship: Relationship, today: dt.date
) -> tuple[Agreement | None, dt.date | None]:
    """Of the run of today, or of the one that was closed last."""
    past = last_run(relationship, today)
    if past is None:
        return None, None
    run, day = past
    return run.terms_on(day), dt.date.fromordinal(run.start)


def _closing(relationship: Relationship, today: dt.date) -> ClosureWords | None:
    """The words of the closure, if it is closed."""
    if assessment(relationship, today).standing is not Standing.ENDED:
        return None
    closures = [each for each in relationship.of(Closure) if each.date <= today]
    return (closures[-1].words or ClosureWords()) if closures else None


def _chosen(relationship: Relationship, today: dt.date) -> tuple[tuple[Gift, ...], int]:
    received = _received(relationship, today)
    gifts = [gift for one in received if (gift := _gift(one, today)) is not None]
    ending = assessment(relationship, today).standing in (Standing.ENDED, Standing.WRAP_UP)
    waiting = [gift for gift in gifts if gift.open]
    wanted = gifts if ending or not waiting else waiting
    best = sorted(wanted, key=_worth, reverse=True)[:MOST]
    return tuple(gift for gift in wanted if gift in best), len(wanted) - len(best)


def _received(relationship: Relationship, today: dt.date) -> Iterator[Contribution]:
    for one in relationship.of(Contribution):
        received = one.direction is Direction.RECEIVED and one.type not in NO_GIFTS
        if received and one.date <= today and not one.dropped_on:
            yield one


def _gift(one: Contribution, today: dt.date) -> Gift | None:
    if one.words is None or not one.words.text:
        return None
    closed = one.told_them_on if one.type in REPORTED_BACK else one.thanked_on
    return Gift(
        id=one.id,
        date=one.date,
        type=one.type,
        text=one.words.text,
        outcome=one.words.outcome,
        open=closed is None or closed > today,
    )


def _worth(gift: Gift) -> tuple[bool, bool, dt.date]:
    """What came to something first, then what nobody thanked for, then the newest."""
    return gift.outcome is not None, gift.open, gift.date


def _achieved(terms: Agreement | None) -> tuple[str, ...]:
    goals = terms.words.goals if terms and terms.words else ()
    return tuple(goal.title for goal in goals if goal.status is GoalStatus.ACHIEVED)


def _passed_on(relationship: Relationship, today: dt.date) -> Iterable[str]:
    for one in relationship.of(Contribution):
        forward = one.type is ContributionType.PAY_IT_FORWARD and one.direction is Direction.GIVEN
        if forward and one.date <= today and one.words and one.words.text:
            yield one.words.text
