"""note, gave, received: small things worth keeping between and after meetings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import ClassVar

from mentorlog.commands import rules
from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, words
from mentorlog.commands.writing import Command, Writing
from mentorlog.domain.entries import Ask, Contribution, ContributionType, Direction, Note
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import ContributionWords, GoalStatus, NoteWords
from mentorlog.errors import Refused, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNote:
    prose: ClassVar[tuple[str, ...]] = ("text",)
    who: str | None = None
    text: str | None = None
    goal: str | None = None
    status: str | None = None
    on: str | None = None
    in_confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribute:
    prose: ClassVar[tuple[str, ...]] = ("text",)
    who: str | None = None
    text: str | None = None
    on: str | None = None
    type_: str | None = None
    answers: str | None = None
    in_confidence: bool = False


def note(desk: Desk, typed: TakeNote, writing: Writing) -> Relationship:
    """Something to bring next time, or how a goal goes."""
    relationship, text = _whom_and_what(desk, typed.who, typed.text, "note")
    day = date(typed.on, today=desk.today, toward=Toward.PAST)
    rules.not_coming(day, desk.today, "A note")
    rules.open_on(relationship, day, desk.today)
    status = choice(GoalStatus, typed.status, "--status")
    if status and typed.goal is None:
        raise UsageError("--status is a goal's.", '--goal "run the review alone" --status achieved')
    relationship = desk.read(relationship)
    terms = assessment(relationship, desk.today).terms
    if typed.goal is not None and terms is not None:  # its goals may be sealed
        relationship, _ = desk.whole(relationship, terms)
    goal = None if typed.goal is None else _goal(desk, relationship, typed.goal)
    writing.add(
        relationship,
        Note(
            id="",
            date=day,
            in_confidence=typed.in_confidence,
            words=NoteWords(text=text, goal=goal),
        ),
    )
    if goal and status:
        _settle(relationship, goal, status, desk.today, writing)
    return relationship


def gave(desk: Desk, typed: Contribute, writing: Writing) -> Relationship:
    """What I gave."""
    return _contribute(desk, typed, writing, Direction.GIVEN)


def received(desk: Desk, typed: Contribute, writing: Writing) -> Relationship:
    """What I received."""
    return _contribute(desk, typed, writing, Direction.RECEIVED)


def _contribute(
    desk: Desk, typed: Contribute, writing: Writing, direction: Direction
) -> Relationship:
    verb = "gave" if direction is Direction.GIVEN else "received"
    relationship, text = _whom_and_what(desk, typed.who, typed.text, verb)
    day = date(typed.on, today=desk.today, toward=Toward.PAST)
    rules.not_coming(day, desk.today, "What was given")
    rules.open_on(relationship, day, desk.today)
    answers = None if typed.answers is None else _ask(desk, relationship, typed.answers)
    writing.add(
        relationship,
        Contribution(
            id="",
            date=day,
            in_confidence=typed.in_confidence,
            direction=direction,
            type=choice(ContributionType, typed.type_, "--type"),
            words=ContributionWords(text=text, answers=answers),
        ),
    )
    return relationship


def _whom_and_what(
    desk: Desk, who: str | None, text: str | None, verb: str
) -> tuple[Relationship, str]:
    if who is None or text is None:
        raise UsageError("WHO and TEXT are needed.", f'mentorlog {verb} WHO "a few words"')
    return desk.relationship(who), words(text, "The text") or ""


def _goal(desk: Desk, relationship: Relationship, title: str) -> str:
    """The agreed goal's title as it was agreed. Titles are words: none is repeated in an error."""
    terms = assessment(relationship, desk.today).terms
    titles = [goal.title for goal in terms.words.goals] if terms and terms.words else []
    fitting = [agreed for agreed in titles if folded(agreed).startswith(folded(title))]
    exact = [agreed for agreed in fitting if folded(agreed) == folded(title)]
    if len(exact or fitting) != 1:
        raise Refused(
            f"The agreement with {relationship.handle} has no such goal, or more than one.",
            f"See its goals:  mentorlog review {relationship.handle}",
        )
    return (exact or fitting)[0]


def _settle(
    relationship: Relationship, title: str, status: GoalStatus, today: dt.date, writing: Writing
) -> None:
    """What became of a goal, in the terms that are in force: that changes no term."""
    terms = assessment(relationship, today).terms
    if terms is not None and terms.words is not None:
        goals = tuple(
            replace(goal, status=status) if goal.title == title else goal
            for goal in terms.words.goals
        )
        writing.update(terms, replace(terms, words=replace(terms.words, goals=goals)))


def _ask(desk: Desk, relationship: Relationship, word: str) -> str:
    whose, entry = desk.entry(word)
    if not isinstance(entry, Ask) or whose.handle != relationship.handle:
        raise Refused(
            f"That id is not an ask between you and {relationship.handle}.",
            f"See what is open:  mentorlog todo {relationship.handle}",
        )
    return entry.id


NOTE = Command("note", TakeNote, note, alone=True)
GAVE = Command("gave", Contribute, gave)
RECEIVED = Command("received", Contribute, received)
