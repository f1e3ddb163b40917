"""`review WHO`: one relationship on one page, as data.

Terms, areas, meetings in the window, goals, what both gave, what is open. Needs the words; those in
confidence are removed first. Only counts and dates: no ratio, no balance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar

from mentorlog.domain.adherence import last_run
from mentorlog.domain.days import add_months
from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Ask,
    CheckIn,
    Closure,
    Contribution,
    Direction,
    Entry,
    Meeting,
    Note,
    Pause,
)
from mentorlog.domain.matching import topic_words
from mentorlog.domain.relationship import E, Relationship, held, of_kind, timeline_order
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import Goal, RelationshipWords, known_of
from mentorlog.frozen import dataclass, replace
from mentorlog.views import Shape
from mentorlog.views.board import Row, row
from mentorlog.views.confidence import Withheld, discreet, withheld
from mentorlog.views.loops import Loop, loops
from mentorlog.views.timeline import LookBack, Timeline, Year, timeline, window, year

_YEAR = 12  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A focus area, and the last meeting with it as a topic; None: there was none."""

    title: str
    touched: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalNow:
    """A goal, and the last note on it."""

    goal: Goal
    note: str | None = None
    noted: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page.

    `row`: the same as in `review --json`. Entries are discreet, and the last of their kind; of what
    was given and received all, oldest first.

    `terms`: in force, coming, or the last ones of an ended run.
    `topics_known`: some meeting has topics, so that an untouched area means something.
    `others`: the names of other people at a meeting, by its occasion.
    `met`: the meetings held in the window.
    `hidden`: for each entry why its words aren't shown, or None.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="review",
        only=("as_of",),
        keys={"relationships": ("row",)},
    )

    as_of: dt.date
    row: Row
    person: RelationshipWords | None
    terms: Agreement | None
    areas: tuple[Area, ...]
    topics_known: bool
    next_meeting: Meeting | None
    timeline: Timeline | None
    year: Year | None
    met: tuple[Meeting, ...]
    window: LookBack
    goals: tuple[GoalNow, ...]
    gave: tuple[Contribution, ...]
    received: tuple[Contribution, ...]
    asked: Ask | None
    check_in: CheckIn | None
    pause: Pause | None
    approach: Approach | None
    closure: Closure | None
    loops: tuple[Loop, ...]
    hidden: tuple[Withheld | None, ...]
    others: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def also_at(self, meeting: Meeting | None) -> tuple[str, ...]:
        """The names of the others who were at a meeting, or will be."""
        return self.others.get(meeting.occasion or "", ()) if meeting else ()


def page(
    relationship: Relationship,
    today: dt.date,
    *,
    since: dt.date,
    whole_term: bool = False,  # the timeline covers it, and the weeks a year, whatever the window
    others: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    reveal: bool = False,
) -> Page:
    """The page of one relationship; `since`: the first day of the window; `others`: as in Page."""
    shown = discreet(relationship, reveal=reveal)
    assessed = assessment(shown, today)
    the_row = row(relationship, today, since=since, reveal=reveal)
    terms = assessed.terms or _last_terms(shown, today)
    past = [entry for entry in shown.entries if entry.date <= today]
    return Page(
        as_of=today,
        row=the_row,
        person=shown.words,
        terms=terms,
        areas=areas(shown, terms, today),
        topics_known=any(_topics(meeting) for meeting in held(shown, today)),
        next_meeting=assessed.next_meeting,
        timeline=timeline(shown, today, since, term=whole_term),
        year=year(shown, add_months(today, -_YEAR) if whole_term else since, today),
        met=held(shown, today, since),
        window=window(shown, the_row, today, since),
        goals=goals(shown, terms, today),
        gave=contributions(past, Direction.GIVEN),
        received=contributions(past, Direction.RECEIVED),
        asked=_latest(of_kind(Ask, past)),
        check_in=_latest(of_kind(CheckIn, past)),
        pause=_latest(p for p in of_kind(Pause, past) if p.until is None or p.until > today),
        approach=_searched(past) if assessed.terms is None else None,
        closure=_latest(of_kind(Closure, past)) if assessed.start is None else None,
        loops=loops((relationship,), today, reveal=reveal).items,
        hidden=tuple(withheld(entry, reveal=reveal) for entry in relationship.entries),
        others=others,
    )


def contributions(past: list[Entry], direction: Direction) -> tuple[Contribution, ...]:
    return tuple(gift for gift in of_kind(Contribution, past) if gift.direction is direction)


def _last_terms(relationship: Relationship, today: dt.date) -> Agreement | None:
    """The last terms of a run that is over."""
    past = last_run(relationship, today)
    return past[0].terms[-1] if past else None


def _searched(past: list[Entry]) -> Approach | None:
    """The latest step of a search, with the words of all steps; None once something is agreed."""
    steps = list(of_kind(Approach, past))
    if not steps or any(isinstance(entry, Agreement) for entry in past):
        return None
    return replace(steps[-1], words=known_of(steps) if steps[-1].words else None)


def areas(relationship: Relationship, terms: Agreement | None, today: dt.date) -> tuple[Area, ...]:
    titles = terms.words.focus_areas if terms and terms.words else ()
    return tuple(Area(title=area, touched=_touched(relationship, area, today)) for area in titles)


def _touched(relationship: Relationship, area: str, today: dt.date) -> dt.date | None:
    """The last meeting with a topic that names the area, or that the area names."""
    wanted = topic_words(area)
    for meeting in reversed(held(relationship, today)):
        topics = filter(None, map(topic_words, _topics(meeting)))
        if any(topic <= wanted or wanted <= topic for topic in topics):
            return meeting.date
    return None


def _topics(meeting: Meeting) -> tuple[str, ...]:
    return meeting.words.topics if meeting.words else ()


def goals(
    relationship: Relationship, terms: Agreement | None, today: dt.date
) -> tuple[GoalNow, ...]:
    last: dict[str, Note] = {}
    for note in relationship.of(Note):
        if note.words and note.words.goal and note.date <= today:
            last[note.words.goal.casefold()] = note
    agreed = terms.words.goals if terms and terms.words else ()
    noted = ((goal, last.get(goal.title.casefold())) for goal in agreed)
    return tuple(
        GoalNow(
            goal=goal,
            note=note.words.text if note and note.words else None,
            noted=note.date if note else None,
        )
        for goal, note in noted
    )


def _latest(entries: Iterable[E]) -> E | None:
    return max(entries, key=timeline_order, default=None)
