"""`mentorlog`, `review`: where every relationship stands, as data, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from mentorlog.domain.adherence import Mark, OnTime, Pace, adherence, ended_run, strip
from mentorlog.domain.cadence import Bound, written
from mentorlog.domain.days import NEVER, date_of
from mentorlog.domain.entries import (
    Approach,
    Closure,
    Contribution,
    Direction,
    Meeting,
    Party,
)
from mentorlog.domain.relationship import Relationship, Role, Total, held, total_between
from mentorlog.domain.runs import NEAR, Run, midpoint_in, run_on
from mentorlog.domain.standing import Assessment, Standing, assessment_in, has_declined
from mentorlog.frozen import StrEnum, dataclass
from mentorlog.views import Shape
from mentorlog.views.confidence import shown_name
from mentorlog.views.loops import next_step, silent_since, still_open

_ORDER = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The rows, most urgent first.

    `silent_since`: the last entry, if it is so long ago that the board says welcome back. `ended`:
    how many ended relationships are not shown.
    """

    JSON: ClassVar[Shape] = Shape(schema="review", only=("as_of",), keys={"relationships": "rows"})

    as_of: dt.date
    rows: tuple[Row, ...]
    silent_since: dt.date | None = None
    ended: int = 0

    @property
    def needing_you(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.needs_you)


def board(
    relationships: Iterable[Relationship],
    today: dt.date,
    *,
    since: dt.date,
    everyone: bool = False,
    reveal: bool = False,
) -> Board:
    """A row for each that hasn't ended (`everyone`: for all); `since`: the window's first day."""
    known = tuple(relationships)
    silent = silent_since(known, today)
    rows = sorted(
        (row(who, today, since=since, reveal=reveal, silent=silent is not None) for who in known),
        key=_urgency,
    )
    shown = tuple(r for r in rows if everyone or r.standing is not Standing.ENDED)
    return Board(as_of=today, rows=shown, silent_since=silent, ended=len(rows) - len(shown))


def _urgency(row: Row) -> tuple[int, bool, dt.date, str]:
    return _ORDER[row.standing], row.due is None, row.due or dt.date.max, row.handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The board of a journal without entries. `journal`: where it will be."""

    JSON: ClassVar[Shape] = Shape(schema="review", only=("as_of",), keys={"relationships": ()})

    as_of: dt.date
    journal: str


NEEDS_YOU = frozenset({Standing.OVERDUE, Standing.TO_LOG, Standing.DUE, Standing.WRAP_UP})


class Next(StrEnum):
    """What the date beside a standing means."""

    WAS_DUE = "was due"
    DUE = "due"
    MEETS = "meets"
    UNLOGGED = "unlogged"
    ENDS = "ends"
    ENDED = "ended"
    BACK = "back"
    STARTS = "starts"
    FOLLOW_UP = "follow up"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What comes next, and when; `date` None: not known."""

    what: Next = Next.NOTHING
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenActions:
    """Open action items by owner; a shared one counts for both."""

    me: int = 0
    them: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One relationship on one day. `due` is the date its standing shows.

    `name`: the alias if it stands for the name.
    `cadence`, `bound`: None without terms.
    `total`: of all meetings ever held;
    `term`: of those since the start.
    `halfway`: the middle of the term, within a week of it.
    `step`: the command that settles it: see `loops.next_step`.
    `declined`: they said no.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("coming", "strip", "halfway", "step", "declined"),
        keys={
            "pace": {
                "held": "pace.held",
                "expected": "pace.expected",
                "from": "pace.since",
                "to": "pace.until",
            },
        },
    )

    handle: str
    id: str | None
    name: str
    my_role: Role | None
    standing: Standing
    cadence: str | None
    bound: Bound | None
    start: dt.date | None
    end: dt.date | None
    ending: bool
    due: dt.date | None
    slack_days: int | None
    last_held: dt.date | None
    next_planned: dt.date | None
    pace: Pace | None
    on_time: OnTime | None
    last_given: dt.date | None
    last_received: dt.date | None
    open_actions: OpenActions
    unreadable: int
    total: Total
    term: Total | None
    coming: Coming
    strip: tuple[Mark, ...]
    halfway: dt.date | None = None
    step: tuple[str, ...] = ()
    declined: bool = False

    @property
    def needs_you(self) -> bool:
        return self.standing in NEEDS_YOU


def row(
    relationship: Relationship,
    today: dt.date,
    *,
    since: dt.date,
    reveal: bool,
    silent: bool = False,
) -> Row:
    """How one relationship stands; its adherence from `since` to today."""
    run = run_on(relationship, today)
    assessed = assessment_in(run, relationship, today)
    kept = adherence(run, relationship, today, since)
    met = held(relationship, today)
    return Row(
        handle=relationship.handle,
        id=relationship.id,
        name=shown_name(relationship, reveal=reveal),
        my_role=relationship.my_role,
        standing=assessed.standing,
        cadence=written(assessed.terms.cadence) if assessed.terms else None,
        bound=assessed.terms.bound if assessed.terms else None,
        start=assessed.start,
        end=assessed.end,
        ending=assessed.ending,
        due=assessed.shown,
        slack_days=assessed.slack_days,
        last_held=met[-1].date if met else None,
        next_planned=assessed.next_planned,
        pace=kept.pace,
        on_time=kept.on_time,
        last_given=_last_time(relationship, today, Direction.GIVEN),
        last_received=_last_time(relationship, today, Direction.RECEIVED),
        open_actions=_open_actions(relationship, today),
        unreadable=relationship.unreadable,
        total=total_between(relationship, today),
        term=total_between(relationship, today, assessed.start) if assessed.start else None,
        coming=_coming(relationship, run, assessed),
        strip=_strip(run, relationship, today),
        halfway=_halfway(run, assessed, today),
        step=next_step(relationship, assessed, silent=silent),
        declined=assessed.terms is None and has_declined(relationship, today),
    )


def _strip(run: Run | None, relationship: Relationship, today: dt.date) -> tuple[Mark, ...]:
    past = (run, today.toordinal()) if run else ended_run(relationship, today)
    return strip(*past) if past else ()


def _halfway(run: Run | None, assessed: Assessment, today: dt.date) -> dt.date | None:
    """The middle of the term within a week of it, unless it is paused or ending."""
    if assessed.ending or assessed.standing in (Standing.PAUSED, Standing.WRAP_UP):
        return None
    middle = midpoint_in(run, today)
    return middle if middle and abs((today - middle).days) <= NEAR else None


def what_comes(relationship: Relationship, today: dt.date) -> Coming:
    """What comes next, and when, as the board says it."""
    run = run_on(relationship, today)
    return _coming(relationship, run, assessment_in(run, relationship, today))


def _coming(  # noqa: PLR0911 - a standing each
    relationship: Relationship, run: Run | None, assessed: Assessment
) -> Coming:
    today = assessed.as_of
    match assessed.standing:
        case Standing.OVERDUE:
            return Coming(what=Next.WAS_DUE, date=assessed.shown)
        case Standing.TO_LOG if assessed.to_log:
            return Coming(what=Next.UNLOGGED, date=assessed.to_log.date)
        case Standing.WRAP_UP if assessed.end and assessed.end < today:
            return Coming(what=Next.ENDED, date=assessed.end)
        case Standing.PAUSED:
            back = run.pauses.active_from(today.toordinal()) if run else NEVER
            return Coming(what=Next.BACK, date=date_of(back))
        case Standing.UPCOMING:
            return Coming(what=Next.STARTS, date=assessed.start)
        case Standing.ENDED:
            return Coming(what=Next.ENDED, date=ended_on(relationship, today))
        case Standing.EXPLORING:
            return Coming(what=Next.FOLLOW_UP, date=_follow_up(relationship, today))
    return _expected(assessed)


def _expected(assessed: Assessment) -> Coming:
    """What comes next in the usual case."""
    if assessed.shown is None or assessed.standing is Standing.SCHEDULED:
        planned = assessed.next_planned
        return Coming(what=Next.MEETS if planned else Next.NOTHING, date=planned)
    ends = assessed.shown == assessed.end and assessed.due != assessed.end
    return Coming(what=Next.ENDS if ends else Next.DUE, date=assessed.shown)


def ended_on(relationship: Relationship, today: dt.date) -> dt.date | None:
    """The day of the closure, or of the last step of a search."""
    lasts = (e.date for e in relationship.entries if isinstance(e, Closure | Approach))
    return max((date for date in lasts if date <= today), default=None)


def _follow_up(relationship: Relationship, today: dt.date) -> dt.date | None:
    steps = [step for step in relationship.of(Approach) if step.date <= today]
    return steps[-1].follow_up_on if steps else None


def _last_time(relationship: Relationship, today: dt.date, direction: Direction) -> dt.date | None:
    """The last day on which something was given, or received."""
    past = (c.date for c in relationship.of(Contribution) if c.direction is direction)
    return max((date for date in past if date <= today), default=None)


def _open_actions(relationship: Relationship, today: dt.date) -> OpenActions:
    items = [i for m in relationship.of(Meeting) for i in m.action_items if still_open(i, today)]
    return OpenActions(
        me=sum(item.owner is not Party.THEM for item in items),
        them=sum(item.owner is not Party.ME for item in items),
    )
