"""How many relationships one wants to keep at a time: mentioned once, when one more is begun."""

from __future__ import annotations

import datetime as dt

from mentorlog.commands.desk import Desk
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.terminal.wording import number

_NOT_ACTIVE = {Standing.ENDED, Standing.EXPLORING}


def mentioned(desk: Desk, relationship: Relationship, starts: dt.date) -> tuple[str, ...]:
    """One sentence where this one goes beyond the limit that was set; else nothing."""
    limit = desk.environment.settings.active_limit
    others = sum(
        assessment(one, starts).standing not in _NOT_ACTIVE
        for one in desk.contents.relationships
        if one.id != relationship.id
    )
    if limit is None or others < limit:
        return ()
    return (f"That makes {number(others + 1)}; you meant to keep it to {number(limit)}.",)
