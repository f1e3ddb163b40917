"""`candidate`: who is being considered as a mentor and how far it has come, as data.

Experience, desire and time, in that order; nobody is ranked. What is known of someone is the last
word on each question, of all steps of the search. Needs the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import ClassVar

from mentorlog.domain.entries import Approach, Stage
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ApproachWords, Difference, Function, RelationshipWords, known_of
from mentorlog.frozen import dataclass
from mentorlog.views.confidence import discreet
from mentorlog.views.shape import Shape

_OVER = (Stage.DECLINED, Stage.DROPPED)

_KNOWN = tuple(each.name for each in fields(ApproachWords) if each.name != "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`since`: the day of the latest step. `known`: what all steps say together."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("since", "known", "differs"),
        keys={
            "date": "since",
            "differs_from_me": "differs",
            **{name: f"known.{name}" for name in _KNOWN},
        },
    )

    handle: str
    name: str
    stage: Stage
    since: dt.date
    follow_up_on: dt.date | None
    known: ApproachWords
    differs: tuple[Difference, ...] = ()
    helps_with: tuple[Function, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Those one waits for first, by their day. `over`: how many said no, or were let go."""

    JSON: ClassVar[Shape] = Shape(schema="candidate", left_out=("over",))

    as_of: dt.date
    items: tuple[Candidate, ...]
    over: int = 0


def candidates(
    relationships: Iterable[Relationship], today: dt.date, *, reveal: bool = False
) -> Candidates:
    """List everyone with whom the search is still open."""
    people = tuple(relationships)
    searched = [one for one in people if assessment(one, today).standing is Standing.EXPLORING]
    found = [candidate(one, today, reveal=reveal) for one in searched]
    over = [
        one
        for one in people
        if assessment(one, today).standing is Standing.ENDED and _last_stage(one, today) in _OVER
    ]
    known = (one for one in found if one is not None)
    return Candidates(as_of=today, items=tuple(sorted(known, key=_order)), over=len(over))


def candidate(
    relationship: Relationship, today: dt.date, *, reveal: bool = False
) -> Candidate | None:
    """Gather what is known of one person; None if there was no step of a search."""
    shown = discreet(relationship, reveal=reveal)
    steps = [step for step in shown.of(Approach) if step.date <= today]
    if not steps:
        return None
    words = shown.words or RelationshipWords()
    return Candidate(
        handle=shown.handle,
        name=shown.name,
        stage=steps[-1].stage,
        since=steps[-1].date,
        follow_up_on=steps[-1].follow_up_on,
        known=known_of(steps),
        differs=words.differs_from_me,
        helps_with=words.helps_with,
    )


def _last_stage(relationship: Relationship, today: dt.date) -> Stage | None:
    stages = [step.stage for step in relationship.of(Approach) if step.date <= today]
    return stages[-1] if stages else None


def _order(one: Candidate) -> tuple[bool, dt.date, str]:
    return one.stage is Stage.NOT_NOW, one.follow_up_on or dt.date.max, one.handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    JSON: ClassVar[Shape] = Shape(schema="candidate")

    as_of: dt.date
    items: tuple[Candidate, ...]


def comparison(items: Iterable[Candidate], today: dt.date) -> Comparison:
    """Put some side by side, in the order in which they were named."""
    return Comparison(as_of=today, items=tuple(items))
