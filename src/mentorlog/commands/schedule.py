"""Plan a meeting.

Example: mentorlog schedule dana-oz next fri 15:00 --agenda "the London role"
"""

from __future__ import annotations

from dataclasses import replace

from mentorlog.arguments import MEDIUM, MINUTES, WHO, Writer, argument, option
from mentorlog.commands import planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, length, texts, words
from mentorlog.commands.writing import Command
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing
from mentorlog.domain.words import Medium, MeetingWords
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Writer):
    who: str | None = WHO
    when: str | None = argument(
        "DATE…",
        "When: fri 15:00, next week, 10 Nov at 3pm.",
        date="moment",
        unquoted=True,
        question="When?",
    )
    minutes: str | None = MINUTES
    medium: str | None = MEDIUM
    place: str | None = option("--place TEXT", "Where.")
    agenda: list[str] | None = option("--agenda TEXT", "An agenda item; repeatable.", prose=True)


def schedule(desk: Desk, typed: Schedule, change: Change) -> Relationship:
    """Plan one meeting, today or later."""
    if typed.who is None or typed.when is None:
        raise UsageError("Who do you meet, and when?", 'mentorlog schedule WHO "fri 15:00"')
    relationship = desk.relationship(typed.who)
    said = MeetingWords(
        medium=choice(Medium, typed.medium, "--medium"),
        place=words(typed.place, "--place"),
        agenda=texts(typed.agenda, "--agenda"),
    )
    minutes = length(typed.minutes)
    new = planning.planned(typed.when, desk.today)
    planning.plan(desk, relationship, replace(new, minutes=minutes, words=said), change)
    return relationship


def _check(desk: Desk, typed: Schedule) -> None:
    if typed.when is not None:
        planning.check_coming(desk, typed.who, typed.when)


def _fits(desk: Desk, one: Relationship) -> bool:
    """Whether nothing is planned yet, and they still meet."""
    ended = rules.is_in(Standing.ENDED, one, desk.today)
    return not (ended or rules.is_planned(one, desk.today))


COMMAND = Command(
    "schedule",
    Schedule,
    schedule,
    alone=True,
    needs=("who", "when"),
    fits=_fits,
    check=_check,
)
