"""What a relationship needs around the next meeting: a date, a check-in, an ask, a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.entries import Ask, CheckIn, Meeting, MeetingStatus, Side
from mentorlog.domain.relationship import Relationship, held
from mentorlog.domain.runs import NEAR, midpoint
from mentorlog.domain.standing import Assessment, Standing, assessment, meets_at_weekends, suggested
from mentorlog.domain.words import AgreedBy
from mentorlog.frozen import StrEnum, dataclass
from mentorlog.views.loops import LoopKind, loops, meets_soon, untold_advice


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
    """What is worth doing, most important first. `after`: when to meet after the coming meeting."""
    over = found.end is not None and found.end < today
    weekends = meets_at_weekends(relationship, today)
    if found.to_log:
        yield Chore(kind=ChoreKind.TO_LOG, date=found.to_log.date)
    elif found.next_meeting is None and found.standing is not Standing.PAUSED:
        date = None if over else _within_term(found)
        week = today + min(dt.timedelta(days=7), dt.date.max - today)
        best = suggested(date if date and date > today else week, today, weekends=weekends)
        yield Chore(kind=ChoreKind.BOOK, date=best)
    if found.terms and found.terms.words and found.terms.words.agreed_by is AgreedBy.DRAFT:
        yield Chore(kind=ChoreKind.UNAGREED, date=found.terms.date)
    if found.end and ((found.ending and found.last_held) or over):
        yield Chore(kind=ChoreKind.TERM_ENDS, date=found.end)
    if found.standing is not Standing.PAUSED:
        yield from _offers(relationship, found, today)
    planned = found.next_meeting
    later = planned and any(
        one.date > planned.date
        for one in relationship.of(Meeting)
        if one.status is MeetingStatus.PLANNED
    )
    if planned and not later and after and (found.end is None or after <= found.end):
        yield Chore(kind=ChoreKind.NEXT_DATE, date=suggested(after, today, weekends=weekends))


def _within_term(found: Assessment) -> dt.date | None:
    """The day due, or the term's last day if that is earlier."""
    return min(found.due, found.end) if found.due and found.end else found.due


def _offers(relationship: Relationship, found: Assessment, today: dt.date) -> Iterator[Chore]:
    if middle := midpoint_to_tell(relationship, found, today):
        yield Chore(kind=ChoreKind.MIDPOINT, date=middle)
    moment = check_in_offered(relationship, today)
    if moment and not (middle and moment is Moment.MIDPOINT):
        yield Chore(kind=ChoreKind.CHECK_IN, moment=moment)
    asked = (loop.loop for loop in loops((relationship,), today, reveal=False).items)
    if asking_offered(relationship, today) and LoopKind.ASK not in asked:
        yield Chore(kind=ChoreKind.ASK)


def midpoint_to_tell(
    relationship: Relationship, found: Assessment, today: dt.date
) -> dt.date | None:
    """The middle of the term, from two weeks before it until a meeting or a check-in marks it."""
    middle = midpoint(relationship, today)
    if middle is None:
        return None
    near, early = (middle - dt.timedelta(days=days) for days in (NEAR, EARLY))
    met = found.last_held is not None and found.last_held >= near
    checked = any(early <= entry.date <= today for entry in relationship.of(CheckIn))
    over = found.ending or (found.end is not None and found.end < today)
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


def update_offered(relationship: Relationship, found: Assessment, today: dt.date) -> bool:
    """Whether an outcome of advice is noted, they don't know it, and no meeting is near.

    Needs the words; ignores what is in confidence.
    """
    resting = found.standing in (Standing.ENDED, Standing.PAUSED)
    if resting or meets_soon(found, today):
        return False
    return any(
        one.words is not None and one.words.outcome and not one.in_confidence
        for one in untold_advice(relationship, today)
    )


def reconnecting_offered(found: Assessment) -> bool:
    """Whether two who have met lost touch, or parted."""
    away = found.standing in (Standing.QUIET, Standing.ENDED)
    return away and found.last_held is not None


def _moments(relationship: Relationship, today: dt.date) -> list[tuple[dt.date, Moment]]:
    """The known moments of today's run; without a run, the first meeting."""
    start = assessment(relationship, today).start
    if start is None:  # before an agreement, it is worth knowing how it feels
        return [(one.date, Moment.FIRST_MEETING) for one in held(relationship, today)[:1]]
    if start > today:
        return []
    settling_in = min(dt.timedelta(days=SETTLING_IN), dt.date.max - start)
    moments = [(start + settling_in, Moment.DAY_30)]
    first = held(relationship, today, start)[:1]
    moments += [(meeting.date, Moment.FIRST_MEETING) for meeting in first]
    if (middle := midpoint(relationship, today)) is not None:
        moments.append((middle, Moment.MIDPOINT))
    return moments
