"""thanks: a letter drafted from what they gave; shown, never sent. Once it is, the loops close."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import ClassVar

from mentorlog.commands import rules
from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Closure, Contribution
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ClosureWords
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.terminal.letter import around
from mentorlog.views.letter import letter
from mentorlog.views.loops import LoopKind, loops


@dataclass(frozen=True, slots=True, kw_only=True)
class Thank:
    prose: ClassVar[tuple[str, ...]] = ()
    who: str | None = None
    sent: bool = False
    on: str | None = None


def thanks(desk: Desk, typed: Thank) -> Result:
    """The draft."""
    if typed.who is None:
        raise UsageError("Whom do you thank?", "mentorlog thanks WHO")
    if typed.on is not None:
        raise UsageError("--on goes with --sent.")
    relationship = desk.read(desk.relationship(typed.who))
    sender = desk.environment.settings.my_name
    view = letter(relationship, desk.today, sender=sender, reveal=desk.reveal)
    return Result(view=view, problems=desk.contents.problems, talk=tuple(around(view)))


def sent(desk: Desk, typed: Thank, writing: Writing) -> Relationship:
    """All that the letter thanked for, or reported back, is closed on the day it went out."""
    if typed.who is None:
        raise UsageError("Whom did you thank?", "mentorlog thanks WHO --sent")
    heads = desk.relationship(typed.who)
    relationship = desk.journal.with_words(heads, unseal=True)  # to change them takes the key
    on = date(typed.on, today=desk.today, toward=Toward.PAST)
    rules.not_coming(on, desk.today, "A letter that was sent")
    answered = {gift.id: gift for gift in letter(relationship, on).gifts if gift.is_answered}
    for gift in relationship.of(Contribution):
        if gift.id in answered:
            told = answered[gift.id].is_advice
            done = replace(gift, told_them_on=on) if told else replace(gift, thanked_on=on)
            writing.update(gift, done)
    closed = [closure for closure in relationship.of(Closure) if closure.date <= on]
    if closed and assessment(relationship, on).standing is Standing.ENDED:
        relationship, closure = desk.whole(relationship, closed[-1])
        said = closure.words or ClosureWords()
        if said.thanks_sent_on is None:
            writing.update(closure, replace(closure, words=replace(said, thanks_sent_on=on)))
    if writing.is_empty:
        raise _nothing_to_close(relationship, on)
    return relationship


def _nothing_to_close(relationship: Relationship, on: dt.date) -> Refused:
    """What to say where the letter closes nothing, though something may be waiting."""
    who = relationship.handle
    items = loops((relationship,), on, reveal=False).items
    waiting = [loop for loop in items if loop.loop in {LoopKind.ADVICE, LoopKind.THANKS}]
    if not waiting:
        return Refused(
            f"Nothing was waiting for thanks to {who}.",
            f"Once there is something:  mentorlog received {who} TEXT",
        )
    if hidden := [loop for loop in waiting if loop.withheld]:
        how = "--told" if hidden[0].loop is LoopKind.ADVICE else "--thanked"
        return Refused(
            f"What waits for thanks to {who} is held in confidence, so the letter leaves it out.",
            f"Close it by itself:  mentorlog done {hidden[0].id} {how}",
        )
    return Refused(
        f"What waits to be told to {who} is advice, and what came of it isn't noted yet.",
        f"Note that first:  mentorlog done {waiting[0].id} --outcome TEXT",
    )


SENT = Command("thanks", Thank, sent)
