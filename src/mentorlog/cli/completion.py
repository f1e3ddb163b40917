"""Completes WHO by listing one folder: no YAML is read, nothing heavy is imported."""

from __future__ import annotations

import os
import re

from mentorlog.environment import this_process
from mentorlog.errors import MentorlogError

_SHORT_ID = re.compile(r"-[0-9a-hjkmnp-tv-z]{4}$")  # as journal.names makes it


def handles_like(incomplete: str) -> list[str]:
    """The handles that begin so; none where there is no journal, and never an error."""
    try:
        root = this_process().configured(journal=None, config=None).journal_folder
        with os.scandir(root / "relationships") as found:
            names = [entry.name for entry in found if not entry.name.startswith(".")]
    except (OSError, MentorlogError):
        return []
    handles = {_SHORT_ID.sub("", name) or name for name in names}
    return sorted(handle for handle in handles if handle.startswith(incomplete.lower()))
