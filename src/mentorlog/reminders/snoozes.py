"""Who is left out of scheduled nudges, and until when: the user's word, kept in our own state.

Nothing but nudges is changed by it: the standing stays what it is, and `review` and `nudge` show
it. A lost or damaged file reads as empty: nobody is left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

from mentorlog import files
from mentorlog.errors import StorageFailed

FILE = "snoozes.json"


def load(folder: Path, today: dt.date) -> Mapping[str, dt.date]:
    """By relationship id the first day they may be mentioned again, of those still left out."""
    try:
        found = json.loads(files.read(folder / FILE))
        until = {str(who): dt.date.fromisoformat(day) for who, day in found.items()}
    except (StorageFailed, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return {who: day for who, day in until.items() if day > today}


def save(folder: Path, until: Mapping[str, dt.date]) -> None:
    """Put it on the disk. Raises StorageFailed."""
    files.make_folder(folder)
    text = json.dumps({who: day.isoformat() for who, day in sorted(until.items())})
    files.overwrite(folder / FILE, f"{text}\n".encode())
