"""The questions of amend, where nothing was said yet: what changes, and why. Enter keeps a term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from mentorlog.commands import rules
from mentorlog.commands.agreements import AMEND as UNASKED
from mentorlog.commands.agreements import understood_cadence
from mentorlog.commands.dates import Toward, date, length
from mentorlog.commands.desk import Desk
from mentorlog.commands.questions import Field, completed, several
from mentorlog.commands.terms import Amend
from mentorlog.domain.cadence import written
from mentorlog.terminal.prompts import Prompt, Question
from mentorlog.terminal.wording import day


def asked(desk: Desk, typed: Amend, prompt: Prompt, keep: Callable[[Amend], object]) -> Amend:
    """On a terminal: the terms that are asked for most, each beside what it is now."""
    said = any(getattr(typed, field.name) for field in fields(typed) if field.name != "who")
    if typed.who is None or said:
        return typed
    relationship = desk.relationship(typed.who)
    terms = rules.agreed(relationship, desk.today).terms
    if terms is None:
        return typed
    prompt.say("What changes from today? Enter keeps what it is now.\n")
    until = day(terms.until, desk.today) if terms.until else "without an end"
    minutes = str(terms.meeting_minutes) if terms.meeting_minutes else "not said"
    rhythm = written(terms.cadence, terms.bound)
    questions = (
        Field(name="cadence", question=_now("How often do you meet", rhythm), read=_cadence),
        Field(
            name="until",
            question=_now("The last day", f"{until}; or: open"),
            read=lambda text: _last_day(desk, text),
        ),
        Field(
            name="minutes",
            question=_now("Minutes per meeting", minutes),
            read=_minutes,
        ),
        Field(name="focus", question=Question(text="What you'll work on"), read=several),
        Field(name="why", question=Question(text="Why, for yourself")),
    )
    answered = completed(typed, questions, prompt, keep)
    if answered.until == _OPEN:
        return replace(answered, until=None, open_=True)
    return answered


_OPEN = "open"


def _now(text: str, now: str) -> Question:
    return Question(text=text, hint=f"(now {now})")


def _cadence(text: str) -> str:
    understood_cadence(text)
    return text


def _minutes(text: str) -> str:
    length(text)
    return text


def _last_day(desk: Desk, text: str) -> str:
    if text.strip().lower() == _OPEN:
        return _OPEN
    date(text, today=desk.today, toward=Toward.COMING)
    return text


AMEND = replace(UNASKED, ask=asked)
