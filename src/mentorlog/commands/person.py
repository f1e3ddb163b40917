"""The person whom a command is about: somebody new, or somebody known of whom more is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Protocol

from mentorlog.arguments import option
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, choices, words
from mentorlog.commands.writing import Writing
from mentorlog.domain.entries import Agreement
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import Difference, Function, RelationshipWords
from mentorlog.errors import UsageError
from mentorlog.terminal.promised import adding
from mentorlog.terminal.wording import number
from mentorlog.views.promised import monthly, promised, terms_promised

ROLE = option("--as ROLE", "What you are: mentee, mentor or peer.")
DIFFERS = option("--differs IN", "How they differ from you: function, industry, …")
HELPS_WITH = option("--helps-with WITH", "career_advice, skill, feedback, …")
ALIAS = option("--alias NAME", "Stands for the name, with --in-confidence.")

_NO_ALIAS = "In confidence needs an --alias, which stands for the name everywhere."
_NOT_ACTIVE = {Standing.ENDED, Standing.EXPLORING}


class Said(Protocol):
    """What may be said of a person on the command line."""

    @property
    def role(self) -> str | None: ...
    @property
    def differs(self) -> list[str] | None: ...
    @property
    def helps_with(self) -> list[str] | None: ...
    @property
    def in_confidence(self) -> bool: ...
    @property
    def alias(self) -> str | None: ...


def met(typed: Said, writing: Writing, name: str, *, called: str | None = None) -> Relationship:
    """Begin a relationship with somebody new. `called`: the handle that was asked for."""
    if typed.in_confidence and typed.alias is None:
        raise UsageError(_NO_ALIAS)
    return writing.new_relationship(
        name=name,
        called=called,
        my_role=choice(Role, typed.role, "--as") or Role.MENTEE,
        alias=words(typed.alias, "--alias"),
        in_confidence=typed.in_confidence,
        words=RelationshipWords(
            differs_from_me=choices(Difference, typed.differs, "--differs"),
            helps_with=choices(Function, typed.helps_with, "--helps-with"),
        ),
    )


def described(
    desk: Desk, writing: Writing, known: Relationship, typed: Said, *, name: str | None = None
) -> Relationship:
    """Add what was said about somebody known; returns the same object if nothing was."""
    said = known.words or RelationshipWords()
    changed = replace(
        known,
        name=words(name, "--name") or known.name,
        my_role=choice(Role, typed.role, "--as") or known.my_role,
        alias=words(typed.alias, "--alias") or known.alias,
        in_confidence=known.in_confidence or typed.in_confidence,
        words=replace(
            said,
            differs_from_me=choices(Difference, typed.differs, "--differs") or said.differs_from_me,
            helps_with=choices(Function, typed.helps_with, "--helps-with") or said.helps_with,
        ),
    )
    if changed.in_confidence and changed.alias is None:
        raise UsageError(_NO_ALIAS)
    if changed == replace(known, words=said):
        return known
    if known.words is None:  # sealed
        return described(desk, writing, desk.journal.person(known), typed, name=name)
    return writing.describe(known, changed)


def promised_hours(desk: Desk, relationship: Relationship, agreed: Agreement) -> tuple[str, ...]:
    """Say what is promised per month already and what this adds, if `me.hours_per_month` is set."""
    hours = desk.environment.settings.hours_per_month
    if hours is None:
        return ()
    others = (one for one in desk.contents.relationships if one.id != relationship.id)
    known = [
        desk.journal.with_words_of(one, {terms.id})
        for one in others
        if (terms := terms_promised(one, desk.today))
    ]
    return (adding(promised(known, desk.today, hours), monthly(agreed)),)


def beyond_limit(desk: Desk, relationship: Relationship, starts: dt.date) -> tuple[str, ...]:
    """Say if this makes more relationships than `active_limit` allows."""
    limit = desk.environment.settings.active_limit
    others = sum(
        assessment(one, starts).standing not in _NOT_ACTIVE
        for one in desk.contents.relationships
        if one.id != relationship.id
    )
    if limit is None or others < limit:
        return ()
    return (f"That makes {number(others + 1)}; you meant to keep it to {number(limit)}.",)
