"""`people`: who helps me with what, where all are alike, and what is promised per month.

A kind of help is covered by whoever is noted for it, and by whoever gave it within a year. Nobody
is counted, compared or ranked. It says what kind of person to look for next, never whom. Needs the
words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar

from mentorlog.domain.cadence import Budget
from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Agreement, Contribution, ContributionType, Direction
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.runs import Segment, run_on
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import AgreedBy, Difference, Function, RelationshipWords
from mentorlog.frozen import dataclass
from mentorlog.views import Shape
from mentorlog.views.confidence import discreet, shown_name

LATELY = 12  # months in which a gift counts as this kind of help
FEW = 2  # helpers needed before "all alike" means something


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who helps me, or is only `considered`."""

    handle: str
    name: str
    helps_with: tuple[Function, ...]
    differs: tuple[Difference, ...]
    considered: bool = False

    @property
    def is_described(self) -> bool:
        return bool(self.helps_with or self.differs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One kind of help, and who gives it (`could`: considered people who might)."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("could",), keys={"by": "by.handle", "considered": "could.handle"}
    )

    function: Function
    by: tuple[Person, ...] = ()
    could: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedHelp:
    """What kind of person to look for next; None: nothing is missing."""

    function: Function | None = None
    difference: Difference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everyone who helps me.

    `differ`: how somebody differs from me;
    `alike`: how nobody does.
    `undescribed`: people without either note.
    `promised`: None if I never said how many hours I can give.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="people",
        only=("as_of", "differ", "alike", "wanted", "promised"),
        keys={"items": "helps"},
    )

    as_of: dt.date
    helpers: tuple[Person, ...]
    helps: tuple[Help, ...]
    differ: tuple[Difference, ...]
    alike: tuple[Difference, ...]
    undescribed: tuple[Person, ...]
    considered: tuple[Person, ...]
    wanted: WantedHelp
    promised: Promised | None


def people(
    relationships: Sequence[Relationship],
    today: dt.date,
    *,
    reveal: bool = False,
    hours: int | None = None,
) -> People:
    """Everyone who helps me now, and who might. `hours`: a month, that I can give."""
    everyone = [_person(relationship, today, reveal=reveal) for relationship in relationships]
    known = sorted((who for who in everyone if who is not None), key=lambda who: who.name)
    helpers = tuple(who for who in known if not who.considered)
    considered = tuple(who for who in known if who.considered)
    helps = tuple(
        Help(
            function=function,
            by=tuple(who for who in helpers if function in who.helps_with),
            could=tuple(who for who in considered if function in who.helps_with),
        )
        for function in Function
    )
    noted = {difference for who in helpers for difference in who.differs}
    differ = tuple(difference for difference in Difference if difference in noted)
    described = [who for who in helpers if who.differs]
    alike = tuple(difference for difference in Difference if difference not in differ)
    alike = alike if len(described) >= FEW else ()
    return People(
        as_of=today,
        helpers=helpers,
        helps=helps,
        differ=differ,
        alike=alike,
        undescribed=tuple(who for who in helpers if not who.is_described),
        considered=considered,
        wanted=_wanted(helps, alike),
        promised=promised(relationships, today, hours, reveal=reveal) if hours else None,
    )


def _person(relationship: Relationship, today: dt.date, *, reveal: bool) -> Person | None:
    """A person who may help me: a mentor, a peer, or a mentee noted as a helper; else None."""
    standing = assessment(relationship, today).standing
    shown = discreet(relationship, reveal=reveal)
    words = shown.words or RelationshipWords()
    if standing is Standing.ENDED or (relationship.my_role is Role.MENTOR and not words.helps_with):
        return None
    gave = _gave(shown, today)
    return Person(
        handle=shown.handle,
        name=shown.name,
        helps_with=tuple(kind for kind in Function if kind in words.helps_with or kind in gave),
        differs=words.differs_from_me,
        considered=standing is Standing.EXPLORING,
    )


def _gave(relationship: Relationship, today: dt.date) -> set[Function]:
    since = add_months(today, -LATELY)
    return {
        _SHOWN_BY[gift.type]
        for gift in relationship.of(Contribution)
        if gift.direction is Direction.RECEIVED
        and since <= gift.date <= today
        and gift.type in _SHOWN_BY
    }


def _wanted(helps: tuple[Help, ...], alike: tuple[Difference, ...]) -> WantedHelp:
    """What to look for: help that nobody gives, else that only one gives; and a difference.

    The difference is one in which everyone is like me.
    """
    by_need = sorted(helps, key=lambda help_: (len(help_.by), _RANK[help_.function]))
    rare = by_need[0].function if len(by_need[0].by) < FEW else None
    return WantedHelp(
        function=rare, difference=next((kind for kind in _SURPRISING if kind in alike), None)
    )


_SHOWN_BY = {
    ContributionType.ADVICE: Function.CAREER_ADVICE,
    ContributionType.SKILL_SHARE: Function.SKILL,
    ContributionType.FEEDBACK: Function.FEEDBACK,
    ContributionType.VISIBILITY: Function.SPONSORSHIP,
    ContributionType.SOUNDING_BOARD: Function.SOUNDING_BOARD,
    ContributionType.ENCOURAGEMENT: Function.EMOTIONAL_SUPPORT,
    ContributionType.INTRODUCTION: Function.NETWORK_ACCESS,
    ContributionType.ACCESS: Function.NETWORK_ACCESS,
}
# What to look for first: what people say they miss most.
_RANK = {
    function: rank
    for rank, function in enumerate(
        (
            *(Function.FEEDBACK, Function.SPONSORSHIP, Function.CAREER_ADVICE),
            *(Function.SOUNDING_BOARD, Function.SKILL, Function.NETWORK_ACCESS),
            *(Function.ACCOUNTABILITY, Function.EMOTIONAL_SUPPORT, Function.ROLE_MODEL),
        )
    )
}
_SURPRISING = (  # what can be seen without asking people about themselves
    *(Difference.INDUSTRY, Difference.FUNCTION, Difference.ORGANIZATION, Difference.GENERATION),
    *(Difference.BACKGROUND, Difference.NETWORK, Difference.EXPERIENCE),
    *(Difference.CULTURE, Difference.GENDER),
)


_MONTH = Fraction(1461, 48)  # days, the mean of a leap cycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is promised to one person; `minutes` a month, None if it can't be computed."""

    handle: str
    name: str
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """`hours`: a month, that I can give. `by`: to whom it is promised, by name."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("hours",), keys={"hours_per_month": "hours", "minutes": "minutes"}
    )

    hours: int
    by: tuple[Promise, ...]

    @property
    def minutes(self) -> int:
        return sum(promise.minutes or 0 for promise in self.by)


def promised(
    relationships: Iterable[Relationship], today: dt.date, hours: int, *, reveal: bool = False
) -> Promised:
    """What agreements in force promise per month, by the nominal days of their cadence.

    Drafts, pauses and ended terms promise nothing. Nothing can be added up without a length, for
    "as needed", and for "up to". Needs the words, which say whether an agreement is a draft.
    """
    by = (
        Promise(
            handle=person.handle,
            name=shown_name(person, reveal=reveal),
            minutes=_monthly(person, terms, today),
        )
        for person in relationships
        if (terms := terms_promised(person, today)) is not None
    )
    return Promised(hours=hours, by=tuple(sorted(by, key=lambda to: (to.name, to.handle))))


def terms_promised(relationship: Relationship, today: dt.date) -> Agreement | None:
    """The agreement that promises something today; None if it is paused, over or a draft."""
    assessed = assessment(relationship, today)
    if assessed.terms is None or assessed.standing in (Standing.PAUSED, Standing.UPCOMING):
        return None
    over = assessed.end is not None and assessed.end < today
    draft = assessed.terms.words is not None and assessed.terms.words.agreed_by is AgreedBy.DRAFT
    return None if over or draft else assessed.terms


def monthly(terms: Agreement, cycle: tuple[int, int] | None = None) -> int | None:
    """The minutes a month of some terms; `cycle`: its nominal days, if it began before them."""
    days = cycle or Segment(began=terms.date.toordinal(), terms=terms).cycle
    a_cycle = terms.cadence.minutes if isinstance(terms.cadence, Budget) else terms.meeting_minutes
    if days is None or a_cycle is None or not terms.binds:
        return None
    exact = a_cycle * _MONTH / Fraction(*days)
    return int(exact + Fraction(1, 2))  # rounds half up


def _monthly(relationship: Relationship, terms: Agreement, today: dt.date) -> int | None:
    run = run_on(relationship, today)
    cycle = run.segments[run.segment_on(today.toordinal())].cycle if run else None
    return monthly(terms, cycle)
