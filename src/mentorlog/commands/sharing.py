"""export agreement: the terms in force, as a file that both sides keep."""

from __future__ import annotations

from dataclasses import replace

from mentorlog.commands import config_file, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.leaving import Out, delivered
from mentorlog.commands.result import Result
from mentorlog.commands.typed import choice
from mentorlog.domain.entries import Agreement
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.exchange.agreements import agreement_file
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.exports import export
from mentorlog.terminal.prompts import Prompt, Question


def agreement(desk: Desk, typed: Out) -> Result:
    """The terms in force as a file for both. Raises UsageError, Refused."""
    if typed.who is None:
        raise UsageError("With whom?", "mentorlog export agreement WHO --for them")
    if choice(Audience, typed.audience, "--for") not in (None, Audience.THEM):
        raise UsageError("This file is for the two of you.", "--for them")
    relationship = desk.read(desk.relationship(typed.who))
    terms = _terms(desk, relationship)
    name = _my_name(desk.environment)
    text = agreement_file(relationship, terms, my_name=name, journal=desk.journal.id)
    alone = replace(relationship, entries=(terms,))
    said = export([alone], Audience.THEM, desk.today, reveal=True)
    return delivered(desk, typed, text, said, ())


def _terms(desk: Desk, relationship: Relationship) -> Agreement:
    """The terms in force, with their words. Raises Refused without any."""
    found = rules.agreed(relationship, desk.today).terms
    return next(one for one in relationship.of(Agreement) if found and one.id == found.id)


def _my_name(environment: Environment) -> str:
    """As the configuration has it; on a terminal it is asked for once, and kept there.

    Raises UsageError where nobody can be asked.
    """
    if environment.settings.my_name:
        return environment.settings.my_name
    if not environment.terminal:
        raise UsageError(
            "An agreement names you both, and your name is not known.",
            'Say it once:  mentorlog config me.name "Your Name"',
        )
    prompt = Prompt(environment.stdin, environment.stderr)
    name = prompt.ask(Question(text="Your name, for both"), str)
    if not name:
        raise UsageError("An agreement names you both.", 'mentorlog config me.name "Your Name"')
    config_file.save(environment.config_file, {"me.name": name})
    return name
