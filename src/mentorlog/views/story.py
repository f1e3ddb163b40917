"""`show WHO` and `show ID`: a relationship's timeline, or one entry, with everything in it.

Oldest first, like a story; so on a terminal the newest is next to the prompt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Closure,
    Entry,
    KeyPath,
    Meeting,
)
from mentorlog.domain.relationship import Relationship, held, under_meetings
from mentorlog.domain.standing import Standing, assessment
from mentorlog.frozen import dataclass
from mentorlog.views import Shape
from mentorlog.views.confidence import Withheld, discreet, discreet_entry, withheld

Raw = str | None | Sequence["Raw"] | Mapping[str, "Raw"]  # the value of an unknown key


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry with its file, and the file's unknown keys."""

    entry: Entry
    file: str
    unknown: Mapping[KeyPath, Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One entry, discreet; its unknown keys are withheld with its words.

    `others`: the names of those who were at the same meeting.
    """

    JSON: ClassVar[Shape] = Shape(only=("file",), records={"": "entry"})

    entry: Entry
    file: str
    unknown: Mapping[KeyPath, Raw]
    withheld: Withheld | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An ended relationship in short: when it began, how often they met, when they parted."""

    noticed: dt.date | None
    agreed: dt.date | None
    met: int
    last_met: dt.date | None
    parted: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The timeline. `relationship` is discreet; `withheld`: its name is. `whole`: all entries.

    `course`: for a whole one that has ended.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="timeline",
        only=(),
        keys={"entries": "chapters"},
        records={"relationship": "relationship"},
    )

    as_of: dt.date
    relationship: Relationship
    chapters: tuple[Chapter, ...]
    unknown: Mapping[KeyPath, Raw]
    whole: bool = True
    withheld: bool = False
    course: Course | None = None


def story(
    relationship: Relationship,
    kept: Iterable[Kept],
    today: dt.date,
    *,
    unknown: Mapping[KeyPath, Raw] | None = None,
    others: Mapping[str, tuple[str, ...]] | None = None,
    whole: bool = True,
    reveal: bool = False,
) -> Story:
    """The timeline of `kept` entries, or one.

    `unknown`: other keys of relationship.yaml. `others`: who else was there, by the occasion.
    """
    by_id = {each.entry.id: each for each in kept}
    ordered = under_meetings(each.entry for each in by_id.values())
    return Story(
        as_of=today,
        relationship=discreet(relationship, reveal=reveal),
        chapters=tuple(_chapter(by_id[entry.id], others or {}, reveal=reveal) for entry in ordered),
        unknown=unknown or {},
        whole=whole,
        withheld=relationship.in_confidence and not reveal,
        course=_course(relationship, today) if whole else None,
    )


def _course(relationship: Relationship, today: dt.date) -> Course | None:
    """The whole course up to the last parting; None while it goes on."""
    parted = [closure.date for closure in relationship.of(Closure) if closure.date <= today]
    if not parted or assessment(relationship, today).standing is not Standing.ENDED:
        return None
    met = [meeting.date for meeting in held(relationship, today)]
    return Course(
        noticed=next((step.date for step in relationship.of(Approach)), None),
        agreed=next((terms.date for terms in relationship.of(Agreement)), None),
        met=len(met),
        last_met=max(met, default=None),
        parted=parted[-1],
    )


def _chapter(kept: Kept, others: Mapping[str, tuple[str, ...]], *, reveal: bool) -> Chapter:
    occasion = kept.entry.occasion if isinstance(kept.entry, Meeting) else None
    reason = withheld(kept.entry, reveal=reveal)
    return Chapter(
        entry=discreet_entry(kept.entry, reveal=reveal),
        file=kept.file,
        unknown={} if reason else kept.unknown,
        withheld=reason,
        others=others.get(occasion or "", ()),
    )
