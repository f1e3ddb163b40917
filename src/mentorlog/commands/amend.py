"""Change the terms, and see old, new and the next due date first.

Example: mentorlog amend dana-oz --cadence monthly --why "the project is over"
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from mentorlog.arguments import WHY, option
from mentorlog.commands import Command, planning, rules, terms
from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import Terms
from mentorlog.commands.typed import coming, end_date, read_ahead, words
from mentorlog.domain.cadence import written
from mentorlog.domain.entries import Agreement
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import AgreementWords
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, fields, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.prompts import Field, Prompt, completed
from mentorlog.terminal.wording import day as shown
from mentorlog.terminal.written import WITHOUT_AN_END


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Terms):
    since: str | None = option(
        "--from DATE", "The first day of the new terms (default: today).", date="coming"
    )
    why: str | None = WHY


def amend(desk: Desk, typed: Amend, change: Change) -> Relationship:
    """Write all terms again from a day on; on the day they began, correct them instead."""
    relationship = desk.needed(
        typed.who, "Whose agreement?", "mentorlog amend WHO --cadence monthly"
    )
    since = coming(typed.since, desk.today)
    if all(terms.date <= since for terms in relationship.of(Agreement)):
        rules.open_on(relationship, since, desk.today)
    rules.agreed(relationship, max(since, desk.today))
    relationship = desk.read(relationship)
    latest = max(relationship.of(Agreement), key=lambda terms: (terms.date, terms.id))
    relationship, latest = desk.whole(relationship, latest)
    if since < latest.date:
        raise Refused(
            f"The latest terms are from {shown(latest.date, desk.today)}; change those, or later.",
            f"mentorlog amend {shell_word(relationship.handle)} --from {latest.date}",
            wrong=since,
        )
    described = _described(desk, change, relationship, typed)
    change.before = latest
    if since == latest.date:
        change.update(latest, amended := _amended(desk, latest, typed, since))
    else:
        before = _unexplained(latest)
        amended = _amended(desk, before, typed, since)
        if typed.edit or replace(amended, date=before.date) != before:
            change.add(described, amended, like=latest)
    if typed.edit and since == latest.date:
        change.opened(latest)
    if typed.first is not None:
        planning.plan(desk, described, planning.planned(typed.first, desk.today), change)
    if amended.until != latest.until:
        change.lines += _beyond(described, amended.until, desk.today)
    change.lines += read_ahead(typed.since, "--from", desk.today)
    if change.is_empty and not typed.edit:
        raise UsageError("Nothing would change.", "mentorlog amend --help")
    return described


def _beyond(relationship: Relationship, end: dt.date | None, today: dt.date) -> Iterator[str]:
    """Lines about each meeting planned after the last day, with how to cancel or move it."""
    coming = planning.coming(relationship, today)
    later = [plan for plan in coming if end is not None and plan.date > end]
    return planning.still_planned(relationship, later, today, planning.OR_MOVE)


def _unexplained(terms: Agreement) -> Agreement:
    """The terms without the reason of the last amendment, which doesn't explain the next one."""
    return replace(terms, words=replace(terms.words or AgreementWords(), reason=None))


def _amended(desk: Desk, base: Agreement, typed: Amend, since: dt.date) -> Agreement:
    changed = terms.agreed(desk, base, typed, since)
    why = words(typed.why)
    if why is None:
        return changed
    return replace(changed, words=replace(changed.words or AgreementWords(), reason=why))


def _described(desk: Desk, change: Change, known: Relationship, typed: Amend) -> Relationship:
    changed = terms.described(desk, change, known, typed, name=typed.name)
    if changed.handle != known.handle:
        change.lines.append(f"The handle is now {changed.handle}.")
    return changed


_LAST_DAY = "Last day"


def ask_the_rest(
    desk: Desk, typed: Amend, prompt: Prompt, keep: Callable[[Amend], object]
) -> Amend:
    """Ask on a terminal for the terms that change most often, showing their present values."""
    given = any(getattr(typed, field.name) for field in fields(typed) if field.name != "who")
    if typed.who is None or (given and not prompt.is_resumed):
        return typed
    relationship = desk.relationship(typed.who)
    now = rules.agreed(relationship, desk.today).terms
    if now is None:
        return typed
    if typed.open_ and prompt.asks_again(_LAST_DAY):
        typed = replace(typed, until=terms.OPEN_ENDED, open_=False)
    prompt.say("What changes from today? Press Enter to keep a value.\n")
    until = shown(now.until, desk.today) if now.until else WITHOUT_AN_END
    minutes = str(now.meeting_minutes) if now.meeting_minutes else "not set"
    last_day = partial(_last_day, desk.today, coming(typed.since, desk.today))
    questions = (
        terms.how_often(hint=f"(now {written(now.cadence, now.bound)})"),
        Field(name="until", text=_LAST_DAY, hint=f"(now {until}; or open)", read=last_day),
        terms.how_long(hint=f"(now {minutes})"),
        terms.WORK_ON,
        Field(name="why", text="Why (only you see it)", skippable=True),
    )
    return completed(typed, questions, prompt, keep)


def _last_day(today: dt.date, since: dt.date, text: str) -> str | dict[str, bool]:
    if terms.is_open(text) or text.strip().lower() == WITHOUT_AN_END:
        return {"open_": True}
    until = end_date(text, today, may_be_open=True)
    terms.refuse_early(until, since, today)
    return until.isoformat()


COMMAND = Command(
    "amend",
    Amend,
    amend,
    ask=ask_the_rest,
    confirmed=True,
    sheet=terms.sheet,
    needs=("who",),
    fits=lambda desk, person: rules.has_terms(person, desk.today),
    check=lambda desk, typed: terms.check(desk, typed, coming(typed.since, desk.today)),
)
