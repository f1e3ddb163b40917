"""Stop the clock for a while; nobody falls behind.

Example: mentorlog pause dana-oz --for 3w
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mentorlog.arguments import WHO, WHY, Writer, option
from mentorlog.commands import Command, planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.kept import as_mapping
from mentorlog.commands.typed import after, coming, end_date, read_ahead, words
from mentorlog.domain.entries import Pause
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import PauseWords
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.prompts import Field, Prompt, completed
from mentorlog.terminal.wording import day as shown


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePause(Writer):
    who: str | None = WHO
    since: str | None = option(
        "--from DATE", "The first paused day (default: today).", date="coming"
    )
    until: str | None = option("--until DATE", "The first active day.", date="coming")
    length: str | None = option("--for SPAN", "For how long: “3 weeks”.")
    why: str | None = WHY


def pause(desk: Desk, typed: TakePause, change: Change) -> Relationship:
    """Pause from `--from` up to, but not including, the first active day."""
    if typed.who is None:
        raise UsageError("Pause with whom?", "mentorlog pause WHO --for 3w")
    since = coming(typed.since, desk.today)
    relationship = _can_pause(desk, typed.who, since)
    until = _first_active_day(desk, typed, since)
    reason = PauseWords(reason=words(typed.why))
    change.add(relationship, Pause(id="", date=since, until=until, words=reason))
    change.lines += read_ahead(typed.since, "--from", desk.today)
    inside = [
        plan
        for plan in planning.coming(relationship, max(since, desk.today))
        if until is None or plan.date < until
    ]
    change.lines += planning.still_planned(relationship, inside, desk.today, planning.OR_MOVE)
    return relationship


def _can_pause(desk: Desk, who: str, since: dt.date) -> Relationship:
    """The person. Raises Refused without an agreement, or if an endless pause holds that day."""
    relationship = desk.relationship(who)
    rules.open_on(relationship, since, desk.today)
    rules.agreed(relationship, max(since, desk.today))
    if any(taken.until is None and taken.date <= since for taken in relationship.of(Pause)):
        raise Refused(
            f"{relationship.handle} is already paused, with no end date.",
            f"End it:  mentorlog resume {shell_word(relationship.handle)}",
        )
    return relationship


def _first_active_day(desk: Desk, typed: TakePause, since: dt.date) -> dt.date | None:
    if typed.until is not None and typed.length is not None:
        raise UsageError("Give --until or --for, not both.")
    if typed.length is not None:
        return after(typed.length, since)
    if typed.until is None:
        return None
    until = coming(typed.until, desk.today)
    if until <= since:
        active = shown(until, desk.today)
        message = f"The first active day, {active}, must come after the first paused day."
        raise UsageError(message, wrong=until)
    return until


def ask_the_rest(
    desk: Desk, typed: TakePause, prompt: Prompt, keep: Callable[[TakePause], object]
) -> TakePause:
    """Ask until when, and why, if only a name was given; Enter skips."""
    given = as_mapping(typed).keys() != {"who"}
    if typed.who is None or (given and not prompt.is_resumed):
        return typed
    _can_pause(desk, typed.who, desk.today)
    begins = shown(coming(typed.since, desk.today), desk.today)
    prompt.say(f"Paused from {begins} (from another day: --from).")

    def day(text: str) -> str:
        until = end_date(text, desk.today).isoformat()
        _first_active_day(desk, replace(typed, until=until), desk.today)
        return until

    back = "(Enter: once you resume)"
    fields = (
        Field(name="until", text="Back on", hint=back, skippable=True, read=day),
        Field(name="why", text="Why (only you see it)", skippable=True),
    )
    return completed(typed, fields, prompt, keep)


COMMAND = Command(
    "pause",
    TakePause,
    pause,
    ask=ask_the_rest,
    at_once=True,
    reads_others=False,
    needs=("who",),
    fits=lambda desk, person: rules.has_terms(person, desk.today),
    check=lambda desk, typed: _first_active_day(desk, typed, coming(typed.since, desk.today)),
)
