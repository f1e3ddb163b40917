"""The questions of close: what was good, what was learned, what stays. Every one can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mentorlog.commands.closing import CLOSE as UNASKED
from mentorlog.commands.closing import Close
from mentorlog.commands.desk import Desk
from mentorlog.commands.questions import Field, completed, one_of, several
from mentorlog.commands.result import Result
from mentorlog.domain.entries import ClosureReason
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import Conversation, InitiatedBy, NextForm
from mentorlog.terminal import wording
from mentorlog.terminal.look import Look
from mentorlog.terminal.loops import said
from mentorlog.terminal.prompts import Prompt, Question
from mentorlog.views.confidence import shown_name
from mentorlog.views.loops import loops
from mentorlog.views.written import Written


def asked(desk: Desk, typed: Close, prompt: Prompt, keep: Callable[[Close], object]) -> Close:
    """On a terminal: what is missing; what is still open stands above it."""
    if typed.who is None or typed.edit:
        return typed
    relationship = desk.relationship(typed.who)
    if assessment(relationship, desk.today).standing is Standing.ENDED:
        return typed
    name = wording.first_name(shown_name(relationship, reveal=False))
    prompt.say(f"Parting well with {name}. Enter skips a question; nobody is at fault.\n")
    left = loops((desk.read(relationship),), desk.today, reveal=False).items
    for loop in left:
        prompt.say(f"  Still open: {said(loop, Look())}")
    if left:
        prompt.say("")
    answered = completed(typed, _fields(name), prompt, keep)
    if answered.keep or answered.redact or answered.erase:
        return answered
    stays = Question(text="What you wrote", default="keep", hint="/ redact / erase")
    chosen = one_of(_STAYS)(prompt.ask(stays, one_of(_STAYS)))
    return replace(
        answered,
        keep=chosen == "keep",
        redact=chosen == "redact",
        erase=chosen == "erase",
    )


def to_be_erased(result: Result) -> str | None:
    """The handle of whoever is to be erased now that it is closed (or would be)."""
    view = result.view
    return view.handle if isinstance(view, Written) and view.erases else None


_STAYS = ("keep", "redact", "erase")


def _fields(name: str) -> tuple[Field, ...]:
    return (
        Field(name="good_work", question=Question(text="What was good")),
        Field(name="learned", question=Question(text="What you learned")),
        Field(
            name="unfinished",
            question=Question(text="What stays unfinished", hint="(a; b)"),
            read=several,
        ),
        Field(
            name="reason",
            question=Question(text="Why now", hint=_choices(ClosureReason)),
            read=one_of(ClosureReason),
        ),
        Field(
            name="by",
            question=Question(text="Whose idea it was", hint=_choices(InitiatedBy)),
            read=one_of(InitiatedBy),
        ),
        Field(
            name="said",
            question=Question(text=f"How you told {name}"[:22], hint=_choices(Conversation)),
            read=one_of(Conversation),
        ),
        Field(
            name="next_form",
            question=Question(text="What you become", hint=_choices(NextForm)),
            read=one_of(NextForm),
        ),
    )


def _choices(
    kind: type[ClosureReason | InitiatedBy | Conversation | NextForm],
) -> str:
    return " / ".join(wording.spelled(each) for each in kind)


CLOSE = replace(UNASKED, ask=asked)
