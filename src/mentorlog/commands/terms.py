"""The terms of an agreement as they are typed: what new-agreement and amend share."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mentorlog.arguments import IN_CONFIDENCE, IN_EDITOR, MINUTES, WHO, Writer, option
from mentorlog.commands.dates import Toward, after, date, length
from mentorlog.commands.desk import Desk
from mentorlog.commands.editing import Sheet, sheet_of_first
from mentorlog.commands.person import ALIAS, DIFFERS, HELPS_WITH, ROLE
from mentorlog.commands.typed import choices, texts, words
from mentorlog.commands.writing import Writing
from mentorlog.domain import cadence as rhythm
from mentorlog.domain.entries import Agreement
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import AgreementWords, Commitments, Goal, Hopes, Medium
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.wording import day as shown

CADENCE = option("--cadence TEXT", "“every 2 weeks”, “6 per year”, “2 hours a month”, …")
FOR = option("--for SPAN", "For how long: “6 months”.")
UNTIL = option("--until DATE", "The last day.", date="coming")
OPEN = option("--open", "Without an end.")

RHYTHMS = '--cadence "every 2 weeks", "6 per year", "2 hours per month" or "as needed"'
_BLANKS = ("meeting_minutes", "focus_areas", "out_of_scope", "goals", "ground_rules")
_GOAL = ("A goal:", "  - title: run the review alone", "    target_date: 2027-05-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Writer):
    """The fields that both commands take; None means not given."""

    who: str | None = WHO
    name: str | None = option("--name NAME", "Their name.", about=True)
    role: str | None = ROLE
    cadence: str | None = CADENCE
    length: str | None = FOR
    until: str | None = UNTIL
    open_: bool = OPEN
    minutes: str | None = MINUTES
    medium: list[str] | None = option(
        "--medium HOW", "in_person, video, phone, chat or email; repeatable."
    )
    focus: list[str] | None = option("--focus TEXT", "What you work on; repeatable.", prose=True)
    goal: list[str] | None = option("--goal TITLE", "A goal; repeatable.", prose=True)
    i_will: list[str] | None = option("--i-will TEXT", "What you promise; repeatable.", prose=True)
    they_will: list[str] | None = option(
        "--they-will TEXT", "What they promise; repeatable.", prose=True
    )
    i_hope: str | None = option("--i-hope TEXT", "What you hope to get.", prose=True)
    they_hope: str | None = option("--they-hope TEXT", "What they hope to get.", prose=True)
    rule: list[str] | None = option("--rule TEXT", "A ground rule; repeatable.", prose=True)
    differs: list[str] | None = DIFFERS
    helps_with: list[str] | None = HELPS_WITH
    first: str | None = option("--first DATE", "The first meeting: “DATE [HH:MM]”.", date="moment")
    in_confidence: bool = IN_CONFIDENCE
    alias: str | None = ALIAS
    edit: bool = IN_EDITOR


def understood_cadence(text: str) -> tuple[rhythm.Cadence, rhythm.Bound | None]:
    """Read a cadence phrase. Raises UsageError, with examples."""
    try:
        return rhythm.read(text)
    except ValueError as error:
        said = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise UsageError(said, "" if '"' in said else RHYTHMS) from None


def agreed(desk: Desk, base: Agreement, typed: Terms, since: dt.date) -> Agreement:
    """Give the terms of `base` from another day, changed by what was typed."""
    cadence, bound = base.cadence, base.bound
    until = _until(desk, base, typed, since)
    if typed.cadence is not None:
        cadence, named = understood_cadence(typed.cadence)
        bound = named or rhythm.Bound.TARGET
    try:
        return replace(
            base,
            date=since,
            cadence=cadence,
            bound=bound,
            until=until,
            meeting_minutes=length(typed.minutes) or base.meeting_minutes,
            words=_said(base.words or AgreementWords(), typed),
        )
    except ValueError as error:
        hint = 'Say when it ends:  --for "6 months" or --until DATE' if until is None else ""
        raise UsageError(f"These terms can't be: {error}.", hint) from None


def _said(base: AgreementWords, typed: Terms) -> AgreementWords:
    titles = texts(typed.goal, "--goal")
    known = {goal.title: goal for goal in base.goals}
    return replace(
        base,
        media=choices(Medium, typed.medium, "--medium") or base.media,
        focus_areas=texts(typed.focus, "--focus") or base.focus_areas,
        goals=tuple(known.get(title, Goal(title=title)) for title in titles) or base.goals,
        commitments=Commitments(
            me=texts(typed.i_will, "--i-will") or base.commitments.me,
            them=texts(typed.they_will, "--they-will") or base.commitments.them,
        ),
        hopes=Hopes(
            me=words(typed.i_hope, "--i-hope") or base.hopes.me,
            them=words(typed.they_hope, "--they-hope") or base.hopes.them,
        ),
        ground_rules=texts(typed.rule, "--rule") or base.ground_rules,
    )


def _until(desk: Desk, base: Agreement, typed: Terms, since: dt.date) -> dt.date | None:
    """Find the last day from --for, --until or --open; at most one of them may be given."""
    if sum((typed.length is not None, typed.until is not None, typed.open_)) > 1:
        raise UsageError("Give one of --for, --until and --open.")
    if typed.open_:
        return None
    if typed.length is not None:
        return after(typed.length, since)
    until = base.until
    if typed.until is not None:
        until = date(typed.until, today=desk.today, toward=Toward.COMING)
    if until is not None and until < since:
        raise UsageError(
            f"It would end on {shown(until, desk.today)}, before it begins on "
            f"{shown(since, desk.today)}.",
            "Say when it ends:  --until DATE, --for SPAN or --open",
        )
    return until


def sheet(desk: Desk, _: Terms, writing: Writing, relationship: Relationship) -> Sheet:
    """Make what --edit opens: the agreement, and keys to fill in."""
    return sheet_of_first(desk, writing, relationship, _BLANKS, below=_GOAL)
