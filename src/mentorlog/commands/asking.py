"""The questions of new-agreement: only for what is missing, and every one can be skipped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from mentorlog.commands import sheets, templating
from mentorlog.commands.agreements import free_to_agree, new_agreement, understood_cadence
from mentorlog.commands.dates import Toward, after, date, length, moment, span
from mentorlog.commands.desk import Desk
from mentorlog.commands.terms import NewAgreement
from mentorlog.commands.typed import choice, words
from mentorlog.commands.writing import Command
from mentorlog.domain.cadence import Period, Quota
from mentorlog.domain.lengths import quoted
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.prompts import Prompt, Question
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import day
from mentorlog.views.confidence import shown_name

Keep = Callable[[NewAgreement], object]


@dataclass(frozen=True, slots=True)
class _Field:
    """A question about one field. `given`: the fields any of which already answers it.

    `check` raises UsageError for an answer that doesn't fit what was said before.
    """

    name: str
    question: Question
    check: Callable[[NewAgreement, str], object] = lambda _, answer: answer
    several: bool = False
    given: tuple[str, ...] = ()


def asked(desk: Desk, typed: NewAgreement, prompt: Prompt, keep: Keep) -> NewAgreement:
    """What was typed, completed by answers; `keep` is called after each, so that none is lost.

    Raises:
        Interrupted: Ctrl-C.
    """
    if typed.who is None and typed.name is None:
        typed = replace(typed, who=prompt.ask(Question(text="With whom"), str) or None)
    name = words(typed.who if typed.name is None else typed.name, "The name")
    starts = date(typed.starts, today=desk.today, toward=Toward.COMING)
    known = free_to_agree(desk, typed, starts)
    if name is None:
        return typed
    if known is not None:
        name = shown_name(known, reveal=False)
    typed = templating.completed(desk, typed, None)
    fields = _fields(safe(name), starts, desk.today, known=known is not None)
    missing = [field for field in fields if _is_missing(typed, field)]
    if missing:
        prompt.say(
            f"An agreement with {safe(name)}. Enter keeps [what is shown]; "
            "Ctrl-C keeps your answers as a draft.\n"
        )
    for field in missing:
        promised = _promised(desk, typed, field, known)
        question = replace(field.question, default=promised) if promised else field.question
        answer = prompt.ask(question, partial(field.check, typed))
        if not promised or answer != promised:
            typed = _answered(typed, field, answer, desk.today)
        keep(typed)
    return typed


def _promised(desk: Desk, typed: NewAgreement, field: _Field, known: Relationship | None) -> str:
    """What the template has one side promise, to be seen before it is agreed to; else nothing."""
    if field.name not in {"i_will", "they_will"}:
        return ""
    said = choice(Role, typed.role, "Your role") or (known.my_role if known else None)
    filled = templating.completed(desk, typed, said or Role.MENTEE)
    return "; ".join(getattr(filled, field.name) or ())


def _fields(name: str, starts: dt.date, today: dt.date, *, known: bool) -> tuple[_Field, ...]:
    short = name.split(maxsplit=1)[0]
    until = day(after("6 months", starts), today)
    role = _Field(
        "role",
        Question(text="You are the", default="mentee", hint="/ mentor / peer"),
        lambda _, text: choice(Role, text, "Your role"),
    )
    return (
        *(() if known else (role,)),
        _Field(
            "cadence",
            Question(text="How often do you meet", default="monthly"),
            lambda _, text: understood_cadence(text),
        ),
        _Field(
            "length",
            Question(text="For how long", default="6 months", hint=f"until {until}, or open"),
            partial(_check_length, today),
            given=("until", "open_"),
        ),
        _Field(
            "minutes",
            Question(text="Minutes per meeting", default="60"),
            lambda _, text: length(text),
        ),
        _Field("focus", Question(text="What you'll work on"), several=True),
        _Field("i_hope", Question(text="What you hope for")),
        _Field("they_hope", Question(text=f"What {short} hopes for"[:22])),
        _Field("i_will", Question(text="I will"), several=True),
        _Field("they_will", Question(text=f"{short} will"[:22]), several=True),
        _Field("first", Question(text="First meeting"), lambda _, text: _check_coming(text, today)),
    )


def _is_missing(typed: NewAgreement, field: _Field) -> bool:
    return not any(getattr(typed, name) for name in (field.name, *field.given))


def _answered(typed: NewAgreement, field: _Field, answer: str, today: dt.date) -> NewAgreement:
    if field.name == "length" and answer:
        if answer.lower() == "open":
            return replace(typed, open_=True)
        if (until := _until(answer, today)) is not None:
            return replace(typed, until=until.isoformat())
    value: object = answer or None
    if field.several and answer:
        value = [part.strip() for part in answer.split(";") if part.strip()]
    return replace(typed, **{field.name: value})  # type: ignore[arg-type]  # named by _fields


def _until(text: str, today: dt.date) -> dt.date | None:
    """The last day, if it is a date that was said; None for a span. Raises UsageError."""
    try:
        span(text)
    except UsageError:
        said = re.sub(r"^until ", "", text.strip(), flags=re.IGNORECASE)
        try:
            return date(said, today=today, toward=Toward.COMING)
        except UsageError as error:
            if not error.message.endswith("isn't a date."):
                raise
        raise UsageError(
            f"{quoted(text)} is neither a length of time nor a date.",
            "Examples: 6 months, 1y, 2027-05-31, open.",
        ) from None
    return None


def _check_length(today: dt.date, typed: NewAgreement, text: str) -> None:
    if text.lower() != "open":
        _until(text, today)
        return
    cadence, _ = understood_cadence(typed.cadence or "as needed")
    if isinstance(cadence, Quota) and cadence.period is Period.TERM:
        raise UsageError("Meetings per term need an end.")


def _check_coming(text: str, today: dt.date) -> None:
    try:
        first, _ = moment(text, today=today)
    except Refused as error:
        raise UsageError(error.message, error.hint) from None
    if first < today:
        raise UsageError("That is over; it is a meeting to come.")


NEW_AGREEMENT = Command(
    "new-agreement", NewAgreement, new_agreement, ask=asked, sheet=sheets.of_agreement
)
