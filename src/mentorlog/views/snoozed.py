"""Who is left out of nudges now, or is mentioned again."""

from __future__ import annotations

import datetime as dt

from mentorlog.frozen import dataclass
from mentorlog.views.nudges import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """`until`: the first day they may be mentioned again; None = from now on. `before`: so far."""

    as_of: dt.date
    who: Who
    until: dt.date | None
    before: dt.date | None
    dry_run: bool = False
