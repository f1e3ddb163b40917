"""What the scheduled job remembers: what it said when, who is snoozed, when it last ran.

Files of our own state, never part of the journal: a lost, damaged or foreign one counts as empty,
which costs one repetition. A ledger that can't be written raises before anything is said.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.errors import Missing, StorageFailed
from mentorlog.frozen import dataclass, field, replace
from mentorlog.reminders import Window

if TYPE_CHECKING:
    from mentorlog.views.nudges import Key


FILE = "nudges.json"
VERSION = 1
KEPT = dt.timedelta(days=730)  # older ones are long settled
_AHEAD = dt.timedelta(days=1)  # another time zone's day may be ahead by that


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """`delivered_on`: the day each key was last delivered.

    `unsettled`: the latest attempt to deliver something failed or never ended, so try again.
    """

    delivered_on: Mapping[Key, dt.date] = field(default_factory=dict)
    unsettled: bool = False

    def was_delivered(self, key: Key) -> bool:
        """Whether this stage or a later one was delivered."""
        return any(old[:3] == key[:3] and old[3] >= key[3] for old in self.delivered_on)

    def spoke_on(self, day: dt.date) -> bool:
        """Whether a digest was delivered on a day."""
        return day in self.delivered_on.values()


def delivered(
    ledger: Ledger, keys: Iterable[Key], today: dt.date, *, due: Collection[Key] = ()
) -> Ledger:
    """The ledger after these were delivered; old ones that aren't due any more are dropped."""
    kept = {k: day for k, day in ledger.delivered_on.items() if day >= today - KEPT or k in due}
    return Ledger(delivered_on=kept | dict.fromkeys(keys, today))


def load(folder: Path, today: dt.date) -> Ledger:
    """The ledger; an empty one if the file is missing or invalid.

    What was delivered on a future day (by a wrong clock, or with --as-of) is ignored, so that it
    comes when it is time.
    """
    try:
        saved = _parsed(json.loads(files.read(folder / FILE)))
    except (StorageFailed, ValueError, RecursionError):
        return Ledger()
    last = today + _AHEAD if today < dt.date.max else today
    known = {key: day for key, day in saved.delivered_on.items() if day <= last}
    return replace(saved, delivered_on=known)


def save(folder: Path, ledger: Ledger) -> None:
    """Write it to the disk. Raises StorageFailed: then nothing may be said."""
    rows = [[*key, day.isoformat()] for key, day in ledger.delivered_on.items()]
    text = json.dumps({"version": VERSION, "said": rows, "unsettled": ledger.unsettled})
    files.make_folder(folder)  # raises the reason if it can't be made
    files.overwrite(folder / FILE, f"{text}\n".encode())


def _parsed(document: object) -> Ledger:
    match document:
        case {"version": int(version), "said": [*rows], **more} if version == VERSION:
            unsettled = more.get("unsettled") is True
            return Ledger(delivered_on=dict(map(_key_and_day, rows)), unsettled=unsettled)
    raise ValueError(document)


def _key_and_day(row: object) -> tuple[Key, dt.date]:
    match row:
        case [str(who), str(kind), str(subject), int(stage), str(day)]:
            return (who, kind, subject, stage), dt.date.fromisoformat(day)
    raise ValueError(row)


_SNOOZES = "snoozes.json"


def snoozed(folder: Path, today: dt.date) -> Mapping[str, dt.date]:
    """Relationship id -> the first day they may be mentioned again, for people still snoozed."""
    try:
        days = json.loads(files.read(folder / _SNOOZES))
        until = {str(who): dt.date.fromisoformat(day) for who, day in days.items()}
    except (StorageFailed, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return {who: day for who, day in until.items() if day > today}


def snooze(folder: Path, until: Mapping[str, dt.date]) -> None:
    """Write it to the disk. Raises StorageFailed."""
    files.make_folder(folder)
    text = json.dumps({who: day.isoformat() for who, day in sorted(until.items())})
    files.overwrite(folder / _SNOOZES, f"{text}\n".encode())


HEARTBEAT = "heartbeat"
COMPLAINT = "complaint"  # beside the journals' folders, because it isn't known which is meant
SILENT_DAYS = 3  # working days; fewer may be a long weekend or a machine that was off


def stamp(folder: Path, now: dt.datetime) -> None:
    """Record the time of this run. A failing disk is ignored: it looks like a missed run."""
    with contextlib.suppress(StorageFailed):
        text = now.isoformat(sep=" ", timespec="minutes")
        files.overwrite(folder / HEARTBEAT, f"{text}\n".encode(), durable=False)


def forget(folder: Path) -> None:
    """Expect no more runs. Raises StorageFailed."""
    with contextlib.suppress(Missing):
        files.remove(folder / HEARTBEAT)


def last_run(folder: Path) -> dt.datetime | None:
    """When the job last ran, in local time; None if never or unknown."""
    try:
        return dt.datetime.fromisoformat(files.read(folder / HEARTBEAT).decode("ascii").strip())
    except (StorageFailed, ValueError):
        return None


def silent_since(folder: Path, today: dt.date, window: Window) -> dt.date | None:
    """The day of the last run, if there was none for `SILENT_DAYS` working days.

    None otherwise, and if the job was never installed. Today doesn't count: it isn't over.
    """
    last = last_run(folder)
    if last is None or window.days_between(last.date(), today) < SILENT_DAYS:
        return None
    return last.date()


def is_new(complaint: str, folder: Path, today: dt.date) -> bool:
    """Whether to report now what keeps the job from running; it is then reported once today.

    If that can't be remembered, it is reported each time.
    """
    line = f"{today.isoformat()} {complaint}\n"
    data = line.encode(errors="surrogateescape")  # paths may be any bytes
    with contextlib.suppress(StorageFailed):
        if files.read(folder / COMPLAINT) == data:
            return False
    with contextlib.suppress(StorageFailed):
        files.make_folder(folder)
        files.overwrite(folder / COMPLAINT, data, durable=False)
    return True
