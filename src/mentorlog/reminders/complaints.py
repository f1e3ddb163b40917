"""What keeps the scheduled job from running at all is told once a day, as long as it is the same.

It knows a sentence and a day, and no more of what is wrong.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

from mentorlog import files
from mentorlog.errors import StorageFailed

FILE = "complaint"  # beside the folders of journals: which of them is meant can't be known


def is_new(folder: Path, said: str, today: dt.date) -> bool:
    """Whether this is to be said now; then it counts as said. Where that can't be kept, it is."""
    line = f"{today.isoformat()} {said}\n"
    telling = line.encode(errors="surrogateescape")  # paths may be any bytes
    with contextlib.suppress(StorageFailed):
        if files.read(folder / FILE) == telling:
            return False
    with contextlib.suppress(StorageFailed):
        files.make_folder(folder)
        files.overwrite(folder / FILE, telling, durable=False)
    return True
