"""Note something to bring to the next meeting.

Example: mentorlog note dana-oz "ask about the London role"
"""

from __future__ import annotations

import datetime as dt

from mentorlog.arguments import IN_CONFIDENCE, ON, TEXT, WHO, Writer, adapted, option
from mentorlog.commands import Command, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, words
from mentorlog.commands.who import refuse_split_name
from mentorlog.domain.entries import Note
from mentorlog.domain.matching import folded
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import GoalStatus, NoteWords
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNote(Writer):
    who: str | None = WHO
    text: str | None = adapted(
        TEXT, "The text; - reads it from stdin.", question="What to bring up?"
    )
    goal: str | None = option("--goal TITLE", "Note how this goal is going instead.")
    status: str | None = option(
        "--status STATUS",
        "With --goal: achieved, changed or dropped.",
        choices=("achieved", "changed", "dropped"),
    )
    on: str | None = ON
    in_confidence: bool = IN_CONFIDENCE


def note(desk: Desk, typed: TakeNote, change: Change) -> Relationship:
    """Keep something to bring next time, or note how a goal is going."""
    if typed.who is None or typed.text is None:
        raise UsageError("Say who, and what.", 'mentorlog note WHO "a few words"')
    refuse_split_name(desk, typed.who, typed.text)
    relationship = desk.relationship(typed.who)
    text = words(typed.text, "The text") or ""
    day, status = check(desk, typed)
    rules.open_on(relationship, day, desk.today)
    relationship = desk.read(relationship)
    terms = assessment(relationship, desk.today).terms
    if typed.goal is not None and terms is not None:  # its goals may be sealed
        relationship, _ = desk.whole(relationship, terms)
    goal = None if typed.goal is None else _goal(desk, relationship, typed.goal)
    change.add(
        relationship,
        Note(
            id="",
            date=day,
            in_confidence=typed.in_confidence,
            words=NoteWords(text=text, goal=goal),
        ),
    )
    if goal and status:
        _settle(relationship, goal, status, desk.today, change)
    return relationship


def check(desk: Desk, typed: TakeNote) -> tuple[dt.date, GoalStatus | None]:
    """The day, and a goal's status. Raises UsageError, Refused."""
    status = choice(GoalStatus, typed.status, "--status")
    if status and typed.goal is None:
        raise UsageError(
            "--status needs --goal.", '--goal "run the review alone" --status achieved'
        )
    day = rules.day_so_far(typed.on, desk.today, "A note")
    return day, status


def _goal(desk: Desk, relationship: Relationship, title: str) -> str:
    """The agreed goal whose title begins with `title`. Errors never quote a title."""
    terms = assessment(relationship, desk.today).terms
    titles = [goal.title for goal in terms.words.goals] if terms and terms.words else []
    matching = [goal for goal in titles if folded(goal).startswith(folded(title))]
    exact = [goal for goal in matching if folded(goal) == folded(title)]
    if exact:
        matching = exact
    if len(matching) != 1:
        raise Refused(
            f"That doesn't fit exactly one goal of your agreement with {relationship.handle}.",
            f"List its goals:  mentorlog review {shell_word(relationship.handle)}",
        )
    return matching[0]


def _settle(
    relationship: Relationship, title: str, status: GoalStatus, today: dt.date, change: Change
) -> None:
    """Set a goal's status in the terms in force; nothing else in them changes."""
    terms = assessment(relationship, today).terms
    if terms is not None and terms.words is not None:
        goals = tuple(
            replace(goal, status=status) if goal.title == title else goal
            for goal in terms.words.goals
        )
        change.update(terms, replace(terms, words=replace(terms.words, goals=goals)))


COMMAND = Command("note", TakeNote, note, reads_others=False, needs=("who", "text"), check=check)
