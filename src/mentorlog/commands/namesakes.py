"""Whoever is written down for the first time, but is called like the beginning of someone known."""

from __future__ import annotations

from mentorlog.commands.desk import Desk
from mentorlog.errors import NotFound, Refused
from mentorlog.journal.names import resolved


def remarked(desk: Desk, name: str) -> tuple[str, ...]:
    """One sentence where somebody else may have been meant; handles only, as in an error."""
    try:
        known = resolved(name, desk.contents.relationships)
    except (NotFound, Refused):
        return ()
    return (f"That is somebody new, beside {known.handle}. If not:  mentorlog undo",)
