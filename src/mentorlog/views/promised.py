"""What is promised per month, to whom, beside the hours that I can give. No score, no limit.

What agreements in force come to, by their nominal days; not those that are a draft, paused or over.
Without a length, with "as needed" and with "up to" nothing can be added up: these are named.
Needs the words of these agreements, which say whether one is a draft.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from mentorlog.domain.cadence import Budget
from mentorlog.domain.entries import Agreement
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Segment, run_on
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import AgreedBy
from mentorlog.frozen import dataclass
from mentorlog.views.confidence import shown_name
from mentorlog.views.shape import Shape

_MONTH = Fraction(1461, 48)  # days, the mean of a leap cycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """To one person; `minutes` a month, None where that can't be said."""

    handle: str
    name: str
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """`hours`: a month, that I can give. `by`: whom it is promised to, in the order of names."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("hours",), keys={"hours_per_month": "hours", "minutes": "minutes"}
    )

    hours: int
    by: tuple[Promise, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes or 0 for one in self.by)


def promised(
    relationships: Iterable[Relationship], today: dt.date, hours: int, *, reveal: bool = False
) -> Promised:
    """All that is promised on a day."""
    by = (
        Promise(
            handle=one.handle,
            name=shown_name(one, reveal=reveal),
            minutes=_monthly(one, terms, today),
        )
        for one in relationships
        if (terms := terms_promised(one, today)) is not None
    )
    return Promised(hours=hours, by=tuple(sorted(by, key=lambda one: (one.name, one.handle))))


def terms_promised(relationship: Relationship, today: dt.date) -> Agreement | None:
    """The agreement that promises something today; None where it is paused, over or a draft."""
    found = assessment(relationship, today)
    if found.terms is None or found.standing in (Standing.PAUSED, Standing.UPCOMING):
        return None
    over = found.end is not None and found.end < today
    draft = found.terms.words is not None and found.terms.words.agreed_by is AgreedBy.DRAFT
    return None if over or draft else found.terms


def monthly(terms: Agreement, cycle: tuple[int, int] | None = None) -> int | None:
    """The minutes a month of some terms; `cycle`: nominal days, where they began before these."""
    days = cycle or Segment(began=terms.date.toordinal(), terms=terms).cycle
    a_cycle = terms.cadence.minutes if isinstance(terms.cadence, Budget) else terms.meeting_minutes
    if days is None or a_cycle is None or not terms.binds:
        return None
    exact = a_cycle * _MONTH / Fraction(*days)
    return int(exact + Fraction(1, 2))  # half up


def _monthly(relationship: Relationship, terms: Agreement, today: dt.date) -> int | None:
    run = run_on(relationship, today)
    cycle = run.segments[run.segment_on(today.toordinal())].cycle if run else None
    return monthly(terms, cycle)
