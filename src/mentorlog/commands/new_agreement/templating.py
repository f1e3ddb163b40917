"""Templates: terms to begin with. What is typed wins over what the template says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import Terms
from mentorlog.commands.typed import after
from mentorlog.domain import cadence as rhythm
from mentorlog.domain.entries import Agreement
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import AgreementWords
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange import templates
from mentorlog.views.templates import Template

T = TypeVar("T", bound=Terms)
LIST = "list"  # `--template list`


def chosen_of(desk: Desk, name: str | None) -> Template | None:
    """The template of this name. Raises NotFound, UsageError."""
    return None if name is None else templates.template(name, own_folder(desk.environment))


def completed(chosen: Template | None, typed: T, role: Role | None) -> T:
    """Fill in from the template what wasn't typed; promises only if the role is known.

    Raises UsageError.
    """
    if chosen is None:
        return typed
    _read(chosen, chosen.cadence)
    ends = bool(typed.length or typed.until or typed.open_)
    filled = replace(
        typed,
        cadence=typed.cadence or chosen.cadence,
        length=typed.length if ends else chosen.length,
        open_=typed.open_ if ends else chosen.length is None,
        minutes=typed.minutes or (str(chosen.minutes) if chosen.minutes else None),
        medium=typed.medium or list(chosen.media),
        focus=typed.focus or list(chosen.focus),
        rule=typed.rule or list(chosen.rules),
    )
    if role is None:
        return filled
    mine, theirs = _promises(chosen, role)
    return replace(
        filled, i_will=typed.i_will or list(mine), they_will=typed.they_will or list(theirs)
    )


def marked(chosen: Template | None, agreement: Agreement) -> Agreement:
    """Add the template's name and what only it can say."""
    if chosen is None:
        return agreement
    said = agreement.words or AgreementWords()
    words = replace(said, template=chosen.name, notice_hours=chosen.notice_hours)
    return replace(agreement, words=words)


def later(chosen: Template | None, agreement: Agreement) -> Iterator[Agreement]:
    """Make the amendments agreed from the beginning; none if another cadence was typed."""
    if chosen is None:
        return
    first = _read(chosen, chosen.cadence)
    if (agreement.cadence, agreement.bound) != first:
        return
    for step in chosen.then:
        cadence, bound = _read(chosen, step.cadence)
        day = after(step.after, agreement.date)
        if agreement.until is None or day <= agreement.until:
            yield _amended(agreement, day, cadence, bound)


def own_folder(environment: Environment) -> Path:
    """Where the user's own templates are."""
    return environment.config_file.parent / templates.FOLDER


def _promises(chosen: Template, role: Role) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what I promise, and what they promise."""
    sides = {
        Role.MENTEE: (chosen.mentee_will, chosen.mentor_will),
        Role.MENTOR: (chosen.mentor_will, chosen.mentee_will),
        Role.PEER: ((), ()),
    }
    mine, theirs = sides[role]
    return (*mine, *chosen.each_will), (*theirs, *chosen.each_will)


def _read(chosen: Template, cadence: str) -> tuple[rhythm.Cadence, rhythm.Bound]:
    try:
        read, bound = rhythm.read(cadence)
    except ValueError as error:
        raise UsageError(f"The template {chosen.name}: {error}.") from None
    return read, bound or rhythm.Bound.TARGET


def _amended(
    agreement: Agreement, day: dt.date, cadence: rhythm.Cadence, bound: rhythm.Bound
) -> Agreement:
    return replace(agreement, date=day, cadence=cadence, bound=bound)
