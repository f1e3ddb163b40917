"""The questions of new-agreement: only for what is missing, and every one can be skipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from mentorlog.commands.agreements import (
    NewAgreement,
    known_relationship,
    new_agreement,
    understood_cadence,
)
from mentorlog.commands.dates import Toward, date, moment, span
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, length
from mentorlog.commands.writing import Command
from mentorlog.domain.relationship import Role
from mentorlog.errors import UsageError
from mentorlog.terminal.dates import day
from mentorlog.terminal.prompts import Prompt, Question

Keep = Callable[[NewAgreement], object]


@dataclass(frozen=True, slots=True)
class _Field:
    """A question about one field. `given`: the fields any of which already answers it."""

    name: str
    question: Question
    check: Callable[[str], object] = str
    several: bool = False
    given: tuple[str, ...] = ()


def asked(desk: Desk, typed: NewAgreement, prompt: Prompt, keep: Keep) -> NewAgreement:
    """What was typed, completed by answers; `keep` is called after each, so that none is lost.

    Raises:
        Interrupted: Ctrl-C.
    """
    if typed.who is None and typed.name is None:
        typed = replace(typed, who=prompt.ask(Question(text="With whom"), str) or None)
    known = known_relationship(desk, typed) is not None
    fields = _fields(typed, desk.today, known=known)
    missing = [field for field in fields if _is_missing(typed, field)]
    if missing:
        prompt.say(
            f"An agreement with {typed.name or typed.who}. Enter keeps [what is shown]; "
            "Ctrl-C keeps your answers as a draft.\n"
        )
    for field in missing:
        answer = prompt.ask(field.question, field.check)
        typed = _answered(typed, field, answer)
        keep(typed)
    return typed


def _fields(typed: NewAgreement, today: dt.date, *, known: bool) -> tuple[_Field, ...]:
    starts = date(typed.starts or "today", today=today, toward=Toward.COMING)
    name = (typed.name or typed.who or "they").split()[0]
    until = day(span("6 months").after(starts), today)
    role = _Field(
        "role",
        Question(text="You are the", default="mentee", hint="/ mentor / peer"),
        lambda text: choice(Role, text, "Your role"),
    )
    return (
        *(() if known else (role,)),
        _Field(
            "cadence", Question(text="How often do you meet", default="monthly"), understood_cadence
        ),
        _Field(
            "length",
            Question(text="For how long", default="6 months", hint=f"until {until}, or open"),
            _check_length,
            given=("until", "open_"),
        ),
        _Field(
            "minutes",
            Question(text="Minutes per meeting", default="60"),
            lambda text: length(_number(text)),
        ),
        _Field("focus", Question(text="What you'll work on"), several=True),
        _Field("i_hope", Question(text="What you hope for")),
        _Field("they_hope", Question(text=f"What {name} hopes for"[:22])),
        _Field("i_will", Question(text="I will"), several=True),
        _Field("they_will", Question(text=f"{name} will"[:22]), several=True),
        _Field("first", Question(text="First meeting"), lambda text: moment(text, today=today)),
    )


def _is_missing(typed: NewAgreement, field: _Field) -> bool:
    return not any(getattr(typed, name) for name in (field.name, *field.given))


def _answered(typed: NewAgreement, field: _Field, answer: str) -> NewAgreement:
    if field.name == "length" and answer.lower() == "open":
        return replace(typed, open_=True)
    value: object = answer or None
    if field.several and answer:
        value = [part.strip() for part in answer.split(";") if part.strip()]
    elif field.name == "minutes" and answer:
        value = int(answer)
    return replace(typed, **{field.name: value})  # type: ignore[arg-type]  # named by _fields


def _check_length(text: str) -> None:
    if text.lower() != "open":
        span(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UsageError("That is no number.")
    return int(text)


NEW_AGREEMENT = Command("new-agreement", NewAgreement, new_agreement, ask=asked)
