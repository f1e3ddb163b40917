"""What nudges say, as data: who, what, since when. Never the words of a note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import ClassVar

from mentorlog.domain.cadence import Bound
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.views import Shape

Key = tuple[str, str, str, int]  # (relationship, kind, subject, stage), shown only once


class NudgeKind(StrEnum):
    """Most urgent first, as a digest lists them.

    A new kind also needs a rule in `reminders.kinds`, and in `terminal.digest` a phrase, and a
    label if its own name won't do: under ten cells. JSON has only the kinds that stand here,
    except UPDATE: for a new one, `Nudge.kind_in_json` must return one of those.
    """

    OVERDUE = "overdue"
    TO_LOG = "to_log"
    PREP = "prep"
    DUE = "due"
    WRAP_UP = "wrap_up"
    DUE_SOON = "due_soon"
    ACTION = "action"
    FOLLOW_UP = "follow_up"
    UPDATE = "update"
    QUIET = "quiet"


class Privacy(StrEnum):
    """How much a digest shows to somebody who looks over the user's shoulder."""

    NAMES = "names"
    HANDLES = "handles"
    COUNT = "count"  # no names at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The person of a nudge. `relationship_id`: None if relationship.yaml can't be read.

    `name`: the alias if they are `in_confidence`.
    """

    relationship_id: str | None
    handle: str
    name: str
    in_confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One thing that needs doing.

    `subject` tells nudges of one kind and person apart: none is shown twice.
    `stage`: how often it came up again.
    `date`: the day it is about (due, planned, promised, advised, last met).
    `time`: when a planned meeting begins.
    `cadence`, `bound`: of what is due.
    `met`: False if they never did; then `date` is the agreement's first day.
    `step`: the command that settles it: see `loops.next_step`.
    """

    JSON: ClassVar[Shape] = Shape(
        only=(),
        keys={"handle": "who.handle", "kind": "kind_in_json", "date": "date"},
        worded={"text": "terminal.digest.sentence"},
    )

    who: Who
    kind: NudgeKind
    subject: str
    stage: int = 0
    date: dt.date
    time: dt.time | None = None
    cadence: str | None = None
    bound: Bound | None = None
    met: bool = True
    step: tuple[str, ...] = ()

    @property
    def kind_in_json(self) -> NudgeKind:
        """The kind for programs, whose kinds are fixed: the one that asks for the same thing."""
        return NudgeKind.FOLLOW_UP if self.kind is NudgeKind.UPDATE else self.kind

    @property
    def key(self) -> Key:
        """The key that keeps it from being shown twice; a folder replaces an unreadable id."""
        who = self.who.relationship_id or f"folder {self.who.handle}"
        return (who, self.kind, self.subject, self.stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All nudges to show at once. `damaged`: how many files could not be fully read."""

    JSON: ClassVar[Shape] = Shape(
        schema="nudge", left_out=("nudges", "damaged"), keys={"items": "nudges"}
    )

    as_of: dt.date
    nudges: tuple[Nudge, ...] = ()
    damaged: int = 0

    def __bool__(self) -> bool:
        return bool(self.nudges or self.damaged)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of all that it shows."""
        return (*(nudge.key for nudge in self.nudges), *self._damage)

    def only(self, wanted: Collection[Key]) -> Digest:
        """The part with these keys."""
        nudges = tuple(nudge for nudge in self.nudges if nudge.key in wanted)
        shows_damage = any(key in wanted for key in self._damage)
        return replace(self, nudges=nudges, damaged=self.damaged if shows_damage else 0)

    @property
    def _damage(self) -> tuple[Key, ...]:
        """The key of the remark on damage, which comes again every day."""
        return (("", "damaged", self.as_of.isoformat(), 0),) if self.damaged else ()
