"""Ask “how can I support you?”, and keep the answer.

Example: mentorlog ask dana-oz "tell me what the floor says"
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mentorlog.arguments import IN_CONFIDENCE, ON, WHO, Writer, argument, option
from mentorlog.commands import Command, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, coming, words
from mentorlog.commands.who import refuse_split_name
from mentorlog.domain.entries import Ask, AskStatus, Side
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import AskWords
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.terminal import wording
from mentorlog.terminal.prompts import Prompt, Question, about, keeping_partial
from mentorlog.terminal.wording import day as shown
from mentorlog.views.confidence import shown_name

_NOTHING = ("nothing", "nothing now", "nothing right now")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSupport(Writer):
    who: str | None = WHO
    reply: str | None = argument("REPLY", "What they said; - reads it from stdin.", prose=True)
    on: str | None = ON
    by: str | None = option("--by WHO", "Who asked: me (default) or them.", choices="Side")
    question: str | None = option("--question TEXT", "A question of your own.", prose=True)
    nothing_now: bool = option("--nothing-now", "They need nothing now.")
    again: str | None = option("--again DATE", "Don't ask again before this day.", date="coming")
    in_confidence: bool = IN_CONFIDENCE


def ask(desk: Desk, typed: AskSupport, change: Change) -> Relationship:
    """Write down a question, or the answer to the one still open."""
    if typed.who is None:
        raise UsageError("Ask who?", "mentorlog ask WHO")
    refuse_split_name(desk, typed.who, typed.reply)
    relationship = desk.relationship(typed.who)
    on, again = check(desk, typed)
    rules.open_on(relationship, on, desk.today)
    side = choice(Side, typed.by) or Side.ME
    reply = words(typed.reply, "The reply")
    status = AskStatus.ANSWERED if reply else AskStatus.OPEN
    status = AskStatus.NOTHING_NOW if typed.nothing_now else status
    question = words(typed.question)
    waiting = _waiting(desk, relationship, side, on)
    if waiting is not None and status is not AskStatus.OPEN and question is None:
        answer = replace(waiting.words or AskWords(), reply=reply)
        confidence = waiting.in_confidence or typed.in_confidence
        answered = replace(
            waiting, status=status, ask_again_on=again, words=answer, in_confidence=confidence
        )
        change.update(waiting, answered)
        return relationship
    change.add(
        relationship,
        Ask(
            id="",
            date=on,
            in_confidence=typed.in_confidence,
            asked_by=side,
            status=status,
            ask_again_on=again,
            words=AskWords(question=question, reply=reply),
        ),
    )
    return relationship


def ask_the_rest(
    desk: Desk, typed: AskSupport, prompt: Prompt, keep: Callable[[AskSupport], object]
) -> AskSupport:
    """Ask on a terminal what they said; Enter leaves the question open."""
    replied = typed.reply or typed.nothing_now
    if typed.who is None or typed.again or typed.question or (replied and prompt.earlier is None):
        return typed
    relationship = desk.relationship(typed.who)
    name = wording.first_name(shown_name(relationship, reveal=False))
    prompt.say(f"“How can I support you?” Press Enter if {name} hasn't answered yet.\n")
    question = Question(text=about(name, "{} said", "They said"), hint="(or: nothing now)")
    if replied:
        prompt = prompt.offering(question.text, typed.reply or "nothing now")
        typed = replace(typed, reply=None, nothing_now=False)
    with keeping_partial(lambda part: keep(replace(typed, reply=part))):
        answer = prompt.ask(question, str)
    if answer.lower().rstrip(".") in _NOTHING:
        typed = replace(typed, nothing_now=True)
    else:
        typed = replace(typed, reply=answer or None)
    keep(typed)
    return typed


def _waiting(desk: Desk, relationship: Relationship, side: Side, on: dt.date) -> Ask | None:
    """That side's latest question, with its words, if it is still unanswered."""
    past = [
        question
        for question in relationship.of(Ask)
        if question.asked_by is side and question.date <= on
    ]
    if not past or past[-1].status is not AskStatus.OPEN or past[-1].dropped_on is not None:
        return None
    return desk.whole(relationship, past[-1])[1]


def check(desk: Desk, typed: AskSupport) -> tuple[dt.date, dt.date | None]:
    """The day, and the day before which not to ask again. Raises UsageError, Refused."""
    on = rules.day_so_far(typed.on, desk.today, "A question")
    if typed.again is None:
        return on, None
    again = coming(typed.again, desk.today)
    if again <= on:
        raise UsageError(f"--again must be later than {shown(on, desk.today)}.")
    return on, again


COMMAND = Command(
    "ask", AskSupport, ask, ask=ask_the_rest, reads_others=False, needs=("who",), check=check
)
