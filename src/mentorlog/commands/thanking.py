"""thanks: a letter drafted from what they gave; shown, never sent. Once it is, the loops close."""

from __future__ import annotations

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
    thanked = {gift.id: gift for gift in letter(relationship, on).gifts if gift.open}
    for gift in relationship.of(Contribution):
        if gift.id in thanked:
            advice = thanked[gift.id].is_advice
            if not advice:
                writing.update(gift, replace(gift, thanked_on=on))
            elif thanked[gift.id].outcome:
                writing.update(gift, replace(gift, told_them_on=on))
    closed = [closure for closure in relationship.of(Closure) if closure.date <= on]
    if closed and assessment(relationship, on).standing is Standing.ENDED:
        relationship, closure = desk.whole(relationship, closed[-1])
        said = closure.words or ClosureWords()
        if said.thanks_sent_on is None:
            writing.update(closure, replace(closure, words=replace(said, thanks_sent_on=on)))
    if writing.is_empty:
        raise Refused(
            f"Nothing was waiting for thanks to {relationship.handle}.",
            "Close what the letter leaves out by its id:  "
            f"mentorlog todo {relationship.handle}, then mentorlog done ID --thanked",
        )
    return relationship


SENT = Command("thanks", Thank, sent)
