"""What someone without a journal sees first."""

from __future__ import annotations

import datetime as dt

from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """`journal`: where it will live."""

    as_of: dt.date
    journal: str
