"""Why somebody is mentioned in a nudge or not, and when they will be."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass
from mentorlog.views.nudges import Nudge, Who
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that needs doing now. `said_on`: None = not yet; then it comes on `comes_on`."""

    JSON: ClassVar[Shape] = Shape(
        left_out=("nudge",), keys={"kind": "nudge.kind", "date": "nudge.date"}
    )

    nudge: Nudge
    said_on: dt.date | None
    comes_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One relationship. `date`: what the standing shows.

    `coming`: the next new thing if nothing happens before, on `coming_on`; None = nothing within a
    year. `snoozed_until`: the first day they may be mentioned again.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("who", "coming", "coming_on"),
        keys={
            "handle": "who.handle",
            "next": {"kind": "coming.kind", "date": "coming.date", "on": "coming_on"},
        },
    )

    who: Who
    standing: Standing
    date: dt.date | None
    nudges: tuple[Said, ...] = ()
    coming: Nudge | None = None
    coming_on: dt.date | None = None
    snoozed_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """`window`: when scheduled nudges may speak, as it is configured."""

    JSON: ClassVar[Shape] = Shape(
        schema="nudge-explain", left_out=("window", "mentions"), keys={"items": "mentions"}
    )

    as_of: dt.date
    window: str
    mentions: tuple[Mention, ...]
