"""Whether the scheduled job still runs: each run leaves its time, so that silence is noticed.

What keeps the job from running at all is told once a day, as long as it is the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, StorageFailed
from mentorlog.reminders.window import Window

FILE = "heartbeat"
COMPLAINT = "complaint"  # beside the folders of journals: which of them is meant can't be known
SILENT_DAYS = 3  # working days; fewer are a long weekend or a machine that was off


def stamp(folder: Path, now: dt.datetime) -> None:
    """Leave the time of this run. A disk that says no makes a missed beat, not a failure."""
    with contextlib.suppress(StorageFailed):
        text = now.isoformat(sep=" ", timespec="minutes")
        files.overwrite(folder / FILE, f"{text}\n".encode(), durable=False)


def forget(folder: Path) -> None:
    """No run is expected any more. Raises StorageFailed."""
    with contextlib.suppress(Missing):
        files.remove(folder / FILE)


def last_run(folder: Path) -> dt.datetime | None:
    """When the job last ran, in local civil time; None if it never did, or nobody knows."""
    try:
        return dt.datetime.fromisoformat(files.read(folder / FILE).decode("ascii").strip())
    except (StorageFailed, ValueError):
        return None


def silent_since(folder: Path, today: dt.date, window: Window) -> dt.date | None:
    """The day of the last run, if nudges seem to have stopped: `SILENT_DAYS` working days without.

    None while all is well, and where none was ever installed. Today is not over, so not counted.
    """
    last = last_run(folder)
    if last is None or window.days_between(last.date(), today) < SILENT_DAYS:
        return None
    return last.date()


def is_new(complaint: str, folder: Path, today: dt.date) -> bool:
    """Whether the job is to say now what keeps it from running; then it counts as said today.

    Where that can't be kept, it is said each time.
    """
    line = f"{today.isoformat()} {complaint}\n"
    telling = line.encode(errors="surrogateescape")  # paths may be any bytes
    with contextlib.suppress(StorageFailed):
        if files.read(folder / COMPLAINT) == telling:
            return False
    with contextlib.suppress(StorageFailed):
        files.make_folder(folder)
        files.overwrite(folder / COMPLAINT, telling, durable=False)
    return True
