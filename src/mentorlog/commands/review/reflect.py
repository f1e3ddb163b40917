"""`review --reflect`: a look back with at most six questions; the answers are a check-in.

The last question is what to do next (amend, pause or close), and leads straight there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from mentorlog.arguments import WHO, Writer
from mentorlog.commands import Command, command_of
from mentorlog.commands.desk import Desk
from mentorlog.commands.periods import check_period, period
from mentorlog.commands.review import ANSWER, DECISION, LOOK_BACK, PERIOD
from mentorlog.commands.typed import choice, words
from mentorlog.domain.entries import CheckIn
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import CheckInWords, Decision
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal import wording
from mentorlog.terminal.entry import questions
from mentorlog.terminal.look import Look
from mentorlog.terminal.prompts import Prompt, Question, keeping_partial, one_of
from mentorlog.terminal.retrospect import retrospect
from mentorlog.views.confidence import shown_name
from mentorlog.views.retrospect import retrospect as retrospect_view
from mentorlog.views.written import Written

A = TypeVar("A")
USUAL = "quarter"  # the default period


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflect(Writer):
    who: str | None = WHO
    period: str | None = PERIOD
    reflect: bool = LOOK_BACK
    answer: list[str] | None = ANSWER
    decision: str | None = DECISION


def reflect(desk: Desk, typed: Reflect, change: Change) -> Relationship:
    """One check-in with the answers and the decision. Raises UsageError if there is neither."""
    relationship = desk.needed(
        typed.who, "Look back on which relationship?", "mentorlog review WHO --reflect"
    )
    decision = choice(Decision, typed.decision)
    answers = tuple(_answers(typed, relationship))
    if not answers and decision is None:
        known = ", ".join(questions(relationship.my_role, "they"))
        raise UsageError(
            "You answered nothing.",
            f'--answer "changed: I speak up now" (known: {known}), or --decision continue',
        )
    change.add(
        relationship,
        CheckIn(
            id="",
            date=desk.today,
            words=CheckInWords(
                period=period(typed.period or USUAL, relationship, desk.today).name,
                answers=answers,
                decision=decision,
            ),
        ),
    )
    return relationship


def ask_the_rest(
    desk: Desk, typed: Reflect, prompt: Prompt, keep: Callable[[Reflect], object]
) -> Reflect:
    """On a terminal, show the page, then ask the questions; Enter skips."""
    if typed.who is None or (typed.decision and prompt.earlier is None):
        return typed
    relationship = desk.relationship(typed.who)
    chosen = period(typed.period or USUAL, relationship, desk.today)
    view = retrospect_view(desk.read(relationship), chosen)
    look = Look() if prompt.width is None else Look(width=prompt.width)
    for text in retrospect(view, look, asks=False):
        prompt.say(text.plain)
    prompt.say("\nOnly you will read the answers. Enter skips a question.\n")
    name = wording.first_name(shown_name(relationship, reveal=False))
    given = {
        key: earlier.strip()
        for key, _, earlier in (text.partition(":") for text in typed.answer or ())
    }

    def with_answer(key: str, answer: str) -> Reflect:
        changed = replace(typed, answer=[*(typed.answer or ()), f"{key}: {answer}"])
        keep(changed)
        return changed

    for key, question in questions(relationship.my_role, name).items():
        if (earlier := given.get(key)) is not None and prompt.asks_again(question):
            prompt = prompt.offering(question, earlier)
            others = [text for text in typed.answer or () if not text.startswith(f"{key}:")]
            typed = replace(typed, answer=others)
            del given[key]
        if key not in given:
            with keeping_partial(partial(with_answer, key)):
                answer = prompt.ask_at_length(question)
            typed = with_answer(key, answer) if answer else typed
    decide = Question(text="What now", choices=tuple(Decision))
    if typed.decision:
        prompt = prompt.offering(decide.text, typed.decision)
    decision = prompt.ask(decide, one_of(Decision))
    if decision:
        typed = replace(typed, decision=one_of(Decision)(decision))
        keep(typed)
    return typed


def leads_to(view: Written) -> tuple[Command[Any], object] | None:
    """The command that the decision means, for the same person; None if it means none."""
    checked = [item.entry for item in view.entries if isinstance(item.entry, CheckIn)]
    decision = checked[0].words.decision if checked and checked[0].words else None
    if decision is None or decision is Decision.CONTINUE:
        return None
    following = command_of(str(decision))
    return following, following.arguments(who=view.handle)


def _answers(typed: Reflect, relationship: Relationship) -> Iterator[tuple[str, str]]:
    """(short name, answer). Raises UsageError without a name, Refused for one given twice."""
    known = questions(relationship.my_role, "they")
    seen: set[str] = set()
    for text in typed.answer or ():
        key, colon, answer = text.partition(":")
        fitting = [name for name in known if colon and name.startswith(key.strip().lower() or "?")]
        if len(fitting) != 1:
            raise UsageError(
                "--answer starts with the name of its question.",
                f'--answer "changed: …"; known: {", ".join(known)}',
            )
        if fitting[0] in seen:
            raise Refused(f"{fitting[0]} is answered twice.")
        seen.add(fitting[0])
        yield fitting[0], words(answer, "An answer") or ""


def _check(desk: Desk, typed: Reflect) -> None:
    check_period(typed.period, desk.today)


REFLECT = Command("review", Reflect, reflect, ask=ask_the_rest, then=leads_to, check=_check)
