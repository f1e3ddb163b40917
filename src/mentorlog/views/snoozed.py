"""Who is left out of nudges now, or is mentioned again."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.nudges import Who
from mentorlog.views.shape import NO_ENTRIES, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """`until`: the first day they may be mentioned again; None = from now on. `before`: so far."""

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        left_out=("as_of", "who", "before"),
        keys={"action": "action", "handle": "who.handle", **NO_ENTRIES},
    )

    as_of: dt.date
    who: Who
    until: dt.date | None
    before: dt.date | None
    dry_run: bool = False

    @property
    def action(self) -> str:
        return "nudge snooze"
