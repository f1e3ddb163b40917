"""What a relationship itself wants around the next meeting: a word on the term, a date, a check-in.

Each stands for one meeting only and goes by itself; none is ever counted or repeated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from mentorlog.domain.entries import CheckIn
from mentorlog.domain.midpoint import NEAR, midpoint
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Assessment, Standing
from mentorlog.domain.words import AgreedBy
from mentorlog.frozen import dataclass
from mentorlog.views.loops import LoopKind
from mentorlog.views.offers import EARLY, Moment, asking_offered, check_in_offered
from mentorlog.views.points import open_loops


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
    relationship: Relationship, found: Assessment, today: dt.date, *, after: dt.date | None
) -> Iterator[Chore]:
    """In the order in which they matter; `after`: what the rhythm wants after the coming one."""
    over = found.end is not None and found.end < today
    if found.to_log:
        yield Chore(kind=ChoreKind.TO_LOG, date=found.to_log.date)
    elif found.next_meeting is None and found.standing is not Standing.PAUSED:
        yield Chore(kind=ChoreKind.BOOK, date=None if over else _within_term(found))
    if found.terms and found.terms.words and found.terms.words.agreed_by is AgreedBy.DRAFT:
        yield Chore(kind=ChoreKind.UNAGREED, date=found.terms.date)
    if found.end and ((found.ending and found.last_held) or over):
        yield Chore(kind=ChoreKind.TERM_ENDS, date=found.end)
    if found.standing is not Standing.PAUSED:
        yield from _offers(relationship, found, today)
    if found.next_meeting and after and (found.end is None or after <= found.end):
        yield Chore(kind=ChoreKind.NEXT_DATE, date=after)


def _within_term(found: Assessment) -> dt.date | None:
    """The day due, but no later than the term's last."""
    return min(found.due, found.end) if found.due and found.end else found.due


def _offers(relationship: Relationship, found: Assessment, today: dt.date) -> Iterator[Chore]:
    if middle := midpoint_to_tell(relationship, found, today):
        yield Chore(kind=ChoreKind.MIDPOINT, date=middle)
    moment = check_in_offered(relationship, today)
    if moment and not (middle and moment is Moment.MIDPOINT):
        yield Chore(kind=ChoreKind.CHECK_IN, moment=moment)
    asked = (loop.loop for loop in open_loops(relationship, today, reveal=False))
    if asking_offered(relationship, today) and LoopKind.ASK not in asked:
        yield Chore(kind=ChoreKind.ASK)


def midpoint_to_tell(
    relationship: Relationship, found: Assessment, today: dt.date
) -> dt.date | None:
    """The middle of the term, from two weeks before until a meeting or a check-in has marked it."""
    middle = midpoint(relationship, today)
    if middle is None:
        return None
    near, early = (middle - dt.timedelta(days=days) for days in (NEAR, EARLY))
    met = found.last_held is not None and found.last_held >= near
    checked = any(early <= entry.date <= today for entry in relationship.of(CheckIn))
    over = found.ending or (found.end is not None and found.end < today)
    return middle if early <= today and not (met or checked or over) else None
