"""Leave someone out of nudges for a while.

Example: mentorlog nudge snooze sam-lee --for 2w
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from mentorlog import files
from mentorlog.arguments import DRY_RUN, WHO, Writer, option
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.questions import whose
from mentorlog.commands.typed import after, coming, end
from mentorlog.domain.days import Span
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.reminders import ledger
from mentorlog.reminders.kinds import who_of
from mentorlog.reminders.scheduled import LOCK
from mentorlog.terminal.digest import called
from mentorlog.terminal.layout import filled
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import command, day
from mentorlog.views import NO_ENTRIES, Shape
from mentorlog.views.nudges import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Writer):
    shared = ("reveal",)
    unused = ("visibility", "resume")

    who: str | None = WHO
    until: str | None = option(
        "--until DATE", "The first day they're mentioned again.", date="coming"
    )
    length: str | None = option("--for SPAN", "For how long: 10d, 2w, 6 months.")
    off: bool = option("--off", "Mention them again from now on.")
    dry_run: bool = DRY_RUN


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """`until`: the first day they may be mentioned again; None = now. `before`: the former day."""

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        left_out=("as_of", "who", "before"),
        keys={"action": "action", "handle": "who.handle", **NO_ENTRIES},
    )

    action: ClassVar[str] = "nudge snooze"

    as_of: dt.date
    who: Who
    until: dt.date | None
    before: dt.date | None
    dry_run: bool = False


def snooze(desk: Desk, typed: Snooze) -> Result:
    """Leave someone out until a day. Raises UsageError, Refused."""
    if desk.asks and not (typed.until or typed.length or typed.off):
        typed = _ask_until(desk, whose(desk, typed))
    until = _until(desk, typed)
    typed = whose(desk, typed)
    relationship = desk.needed(typed.who, "Snooze who?", "mentorlog nudge snooze WHO --for 2w")
    if relationship.id is None:
        raise Refused(
            f"{relationship.handle} can't be snoozed: its relationship.yaml can't be read.",
            "See what's wrong with it:  mentorlog doctor",
        )
    folder = desk.journal.state_folder
    before = ledger.snoozed(folder, desk.today).get(relationship.id)
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


def _ask_until(desk: Desk, typed: Snooze) -> Snooze:
    """The arguments with the answer to "For how long?": a length or a date."""
    from mentorlog.terminal.prompts import Question

    def read(text: str) -> Snooze:
        chosen = end(text, desk.today)
        is_span = isinstance(chosen, Span)
        answered = replace(typed, length=text) if is_span else replace(typed, until=f"{chosen}")
        _until(desk, answered)
        return answered

    asked = Question(text="How long, or until?", default="2 weeks")
    return read(prompt_of(desk.environment).ask(asked, read))


def _save(desk: Desk, relationship_id: str, until: dt.date | None) -> None:
    folder = desk.journal.state_folder
    files.make_folder(folder)
    with files.lock(folder / LOCK, command="mentorlog nudge snooze"):
        others = dict(ledger.snoozed(folder, desk.today))
        others.pop(relationship_id, None)
        ledger.snooze(folder, others if until is None else {**others, relationship_id: until})


def _until(desk: Desk, typed: Snooze) -> dt.date | None:
    given = (typed.until is not None, typed.length is not None, typed.off)
    if sum(given) != 1:
        raise UsageError(
            "Until when? Give --until DATE, --for SPAN or --off.",
            command("nudge", "snooze", typed.who or "WHO", "--for", "2w"),
        )
    if typed.off:
        return None
    if typed.length is not None:
        return after(typed.length, desk.today)
    until = coming(typed.until or "", desk.today)
    if until <= desk.today:
        raise UsageError(f"{day(until, desk.today)} isn't in the future.")
    return until


def text(view: Snoozed, look: Look) -> Iterator[Line]:
    """One sentence, and after snoozing how to take it back."""
    yield from filled(_sentence(view, look.safe(view.who.name)), look)
    if view.until and not view.dry_run:
        words = command("nudge", "snooze", called(view.who), "--off")
        yield line("Undo it:  ", (words, Style.COMMAND))


def _sentence(view: Snoozed, name: str) -> str:
    would = view.dry_run
    if view.until is None:
        if view.before is None:
            return f"{name} wasn't snoozed; nothing changed."
        return f"{name} {'would be' if would else 'is'} mentioned in nudges again."
    until = day(view.until, view.as_of)
    verb = "would be" if would else "is"
    return f"{name} {verb} left out of scheduled nudges until {until}; the board still shows them."


COMMAND = Reading(Snooze, snooze, tells_damage=False)
