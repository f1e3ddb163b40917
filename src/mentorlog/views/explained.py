"""Why somebody is mentioned in a nudge or not, and when they will be."""

from __future__ import annotations

import datetime as dt

from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass
from mentorlog.views.nudges import Nudge, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that needs doing now. `said_on`: None = not yet; then it comes on `comes_on`."""

    nudge: Nudge
    said_on: dt.date | None
    comes_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One relationship. `date`: what the standing shows.

    `coming`: the next new thing if nothing happens before, on `coming_on`; None = nothing within a
    year. `snoozed_until`: the first day they may be mentioned again.
    """

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

    as_of: dt.date
    window: str
    mentions: tuple[Mention, ...]
