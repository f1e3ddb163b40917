"""nudge snooze: someone is left out of scheduled nudges for a while. Nothing else changes."""

from __future__ import annotations

import datetime as dt

from mentorlog import files
from mentorlog.commands.dates import Toward, after, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.reminders import snoozes
from mentorlog.reminders.kinds import who_of
from mentorlog.reminders.scheduled import LOCK
from mentorlog.terminal.wording import day as shown
from mentorlog.views.snoozed import Snoozed


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    who: str
    until: str | None = None
    length: str | None = None
    off: bool = False
    dry_run: bool = False


def snooze(desk: Desk, typed: Snooze) -> Result:
    """Until the first day they may be mentioned again. Raises UsageError, Refused."""
    until = _until(desk, typed)
    relationship = desk.relationship(typed.who)
    if relationship.id is None:
        raise Refused(
            f"{relationship.handle} can't be snoozed: its relationship.yaml can't be read.",
            "See what is wrong with it:  mentorlog doctor",
        )
    folder = desk.journal.state_folder
    before = snoozes.load(folder, desk.today).get(relationship.id)
    if not typed.dry_run and before != until:
        _save(desk, relationship.id, until)
    return Result(
        view=Snoozed(
            as_of=desk.today,
            who=who_of(relationship, reveal=desk.reveal),
            until=until,
            before=before,
            dry_run=typed.dry_run,
        )
    )


def _save(desk: Desk, relationship_id: str, until: dt.date | None) -> None:
    folder = desk.journal.state_folder
    files.make_folder(folder)
    with files.lock(folder / LOCK, command="mentorlog nudge snooze"):
        others = dict(snoozes.load(folder, desk.today))
        others.pop(relationship_id, None)
        snoozes.save(folder, others if until is None else {**others, relationship_id: until})


def _until(desk: Desk, typed: Snooze) -> dt.date | None:
    ways = (typed.until is not None, typed.length is not None, typed.off)
    if sum(ways) != 1:
        raise UsageError(
            "Until when? Give --until DATE, --for SPAN or --off.",
            f"mentorlog nudge snooze {typed.who} --for 2w",
        )
    if typed.off:
        return None
    if typed.length is not None:
        return after(typed.length, desk.today)
    until = date(typed.until or "", today=desk.today, toward=Toward.COMING)
    if until <= desk.today:
        raise UsageError(f"{shown(until, desk.today)} is not in the future.")
    return until
