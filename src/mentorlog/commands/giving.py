"""What gave and received share: the two directions of one contribution.

A new option is a field of `Contribute`, for both commands; `details` reads it, for `edit`, too.
"""

from __future__ import annotations

import datetime as dt

from mentorlog.arguments import IN_CONFIDENCE, ON, TEXT, TYPE, WHO, Writer, adapted, option
from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.details import detailed
from mentorlog.commands.typed import words
from mentorlog.commands.who import refuse_split_name
from mentorlog.domain.entries import Ask, Contribution, Direction
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ContributionWords
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribute(Writer):
    who: str | None = WHO
    text: str | None = adapted(TEXT, "The text; - reads it from stdin.", question="What was it?")
    on: str | None = ON
    type_: str | None = TYPE
    answers: str | None = option(
        "--answers ID", "The id of the question this answers.", offers="entries", about=True
    )
    in_confidence: bool = IN_CONFIDENCE


def contribute(desk: Desk, typed: Contribute, change: Change, direction: Direction) -> Relationship:
    """Write down what one side gave the other."""
    verb = "gave" if direction is Direction.GIVEN else "received"
    if typed.who is None or typed.text is None:
        raise UsageError("Say who, and what.", f'mentorlog {verb} WHO "a few words"')
    refuse_split_name(desk, typed.who, typed.text)
    relationship = desk.relationship(typed.who)
    text = words(typed.text, "The text") or ""
    day = check(desk, typed)
    rules.open_on(relationship, day, desk.today)
    answers = None if typed.answers is None else _ask_id(desk, relationship, typed.answers)
    given = Contribution(
        id="",
        date=day,
        in_confidence=typed.in_confidence,
        direction=direction,
        words=ContributionWords(text=text, answers=answers),
    )
    change.add(relationship, detailed(given, typed))
    return relationship


def check(desk: Desk, typed: Contribute) -> dt.date:
    """The day. Raises UsageError or Refused for an impossible one."""
    if typed.answers is not None:
        desk.entry(typed.answers, "mentorlog todo")
    return rules.day_so_far(typed.on, desk.today, "What was given")


def _ask_id(desk: Desk, relationship: Relationship, word: str) -> str:
    whose, entry = desk.entry(word, "mentorlog todo")
    if not isinstance(entry, Ask) or whose.handle != relationship.handle:
        raise Refused(
            f"That id isn't a question between you and {relationship.handle}.",
            f"See what's open:  mentorlog todo {shell_word(relationship.handle)}",
        )
    return entry.id
