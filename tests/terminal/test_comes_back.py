"""Everything a user enters comes back on some page of `prep` or `review`, or isn't asked.

Every field of every kind is given a value and then another: a page that doesn't change doesn't tell
it. The fields are found by walking the dataclasses, so that a new one is in here by itself.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import chain
from typing import Any

import pytest
from builders import (
    action,
    agreement,
    approach,
    ask,
    check_in,
    closure,
    contribution,
    day,
    meeting,
    note,
    pause,
    planned,
    relationship,
)

from mentorlog.commands.prep.text import text as prep_text
from mentorlog.commands.prep.view import prep as prep_view
from mentorlog.domain import entries, words
from mentorlog.domain.cadence import Cadence, read
from mentorlog.domain.entries import (
    ContributionType,
    Direction,
    Entry,
    Kind,
    MeetingStatus,
    Party,
)
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    ApproachWords,
    AskWords,
    CheckInWords,
    ClosureWords,
    Goal,
    MeetingWords,
    RelationshipWords,
)
from mentorlog.terminal.look import Line, Look
from mentorlog.terminal.page import page
from mentorlog.terminal.retrospect import retrospect
from mentorlog.views.page import page as page_view
from mentorlog.views.retrospect import PeriodKind, recent
from mentorlog.views.retrospect import retrospect as retrospect_view

TODAY = day("2026-11-22")
SINCE = day("2026-05-22")
WIDE = Look(width=120)
DROPPED = day("2026-11-20")
TERMS = AgreementWords(goals=(Goal(title="lead"),))


def a_search() -> tuple[Entry, ...]:
    return approach("2026-10-01", "noticed", words=ApproachWords()), approach("2026-10-20")


def a_beginning() -> tuple[Entry, ...]:
    return (
        approach("2026-10-01", words=ApproachWords()),
        agreement("2026-11-01", until="2027-05-01", words=TERMS),
        replace(planned("2026-11-24", dt.time(15)), words=MeetingWords()),
    )


def a_middle() -> tuple[Entry, ...]:
    """Every kind of entry; what can be let go is open once, and let go once."""
    last = meeting(
        "2026-11-10",
        action_items=(action(), action(Party.THEM), action(dropped_on=DROPPED)),
        words=MeetingWords(
            action_items=(
                ActionItemWords(text="a plan"),
                ActionItemWords(text="an introduction"),
                ActionItemWords(text="a talk"),
            )
        ),
    )
    advice = contribution(
        "2026-11-10", Direction.RECEIVED, "ask early", type=ContributionType.ADVICE
    )
    open_note, its_goal = note("2026-11-12", "London"), note("2026-11-13", "it went", goal="lead")
    question = ask("2026-11-12", words=AskWords())
    return (
        agreement("2026-06-01", until="2027-06-01", words=AgreementWords()),
        agreement("2026-09-01", until="2027-06-01", words=TERMS),
        meeting("2026-10-13", words=MeetingWords(topics=("saying no",))),
        last,
        meeting("2026-11-03", status=MeetingStatus.CANCELLED, words=MeetingWords()),
        replace(planned("2026-11-24", dt.time(15)), words=MeetingWords()),
        contribution("2026-11-10", Direction.GIVEN, "the floor"),
        contribution("2026-11-11", Direction.RECEIVED, "a book"),
        advice,
        replace(advice, id="0000drop", dropped_on=DROPPED),
        open_note,
        replace(open_note, id="1111drop", dropped_on=DROPPED),
        its_goal,
        question,
        replace(question, id="2222drop", dropped_on=DROPPED),
        check_in("2026-11-14", words=CheckInWords(answers=(("avoided", "money"),))),
        pause("2026-09-10", "2026-09-20", reason="a holiday"),
    )


def an_end() -> tuple[Entry, ...]:
    return *a_middle(), closure("2026-11-21", words=ClosureWords(unfinished=("London",)))


SCENES = (a_search, a_beginning, a_middle, an_end)


def pages(who: Relationship) -> str:
    """Everything that `prep` and `review` say of someone."""
    quarter = recent(PeriodKind.QUARTER, TODAY, SINCE)
    said: Iterable[Iterable[Line]] = (
        prep_text(prep_view(who, TODAY), WIDE),
        page(page_view(who, TODAY, since=SINCE), WIDE),
        retrospect(retrospect_view(who, quarter), WIDE),
    )
    return " ".join(" ".join(line.plain for line in chain.from_iterable(said)).split())


def others(value: Any, hint: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The value with one of its fields changed, for every one of them, and that one's path."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint == Cadence:
        yield path, read("every 5 weeks")[0]
    elif origin in {types.UnionType, typing.Union}:
        plain = next(each for each in arguments if each is not type(None))
        yield from others(value, plain, path)
    elif origin is tuple and not is_pair(arguments):
        yield from others_in(value, arguments[0], path)
    elif is_dataclass(hint):
        yield from others_of(value, path) if value is not None else ()
    else:
        yield path, changed(value, hint, path)


def others_in(items: tuple[Any, ...], hint: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not items and not is_dataclass(hint):
        yield from ((at, (one,)) for at, one in others(None, hint, path))
    for n, item in enumerate(items):
        for at, one in others(item, hint, path):
            yield at, (*items[:n], one, *items[n + 1 :])


def others_of(instance: Any, path: str) -> Iterator[tuple[str, Any]]:
    hints = typing.get_type_hints(type(instance), {**vars(entries), **vars(words)})
    for one in fields(instance):
        at_field = f"{path}.{one.name}".removeprefix(".")
        for at, value in others(getattr(instance, one.name), hints[one.name], at_field):
            yield at, replace(instance, **{one.name: value})


def is_pair(arguments: tuple[Any, ...]) -> bool:
    return len(arguments) == 2 and arguments[1] is not Ellipsis


def changed(value: Any, hint: Any, path: str) -> Any:  # noqa: PLR0911 - a type each
    if typing.get_origin(hint) is tuple:
        return (value[0] if value else "avoided"), f"marker {path}"
    if hint is str:
        return f"marker {path}"
    if hint is bool:
        return not value
    if hint is int:
        return (value or 2) + 1
    if hint is dt.date:
        return value + dt.timedelta(days=1) if value else day("2026-11-19")
    if hint is dt.time:
        return dt.time(16)
    if issubclass(hint, Enum):
        every = [each for each in hint if each.value != "none"]
        return every[every.index(value) - 1] if value else every[-1]
    return read("every 5 weeks")[0]


ELSEWHERE = {
    "id": "the commands that take it name it: `todo`, `show`",
    "visibility": "says who may see an entry, which `prep --send` and every export obey",
    "tags": "are for `find`",
    "contribution.words.answers": "an id: what it answers is no longer open, and that is told",
    "contribution.words.meeting": "an id",
    "meeting.occasion": "ties the entries of one meeting with several people together",
    "meeting.rescheduled_to": "where it was moved to, a meeting of its own stands",
    "meeting.words.reason": "why a plan changed, which `show` tells beside it",
    "note.words.goal": "a goal's title, told with the goal",
}


def is_told(at: str, who: Relationship, before: str) -> bool:
    """A text by itself, anything else by what it changes."""
    marker, after = f"marker {at}", pages(who)
    return marker in after if marker in repr(who) else before != after


@pytest.fixture(scope="module")
def by_field() -> dict[str, bool]:
    """Every field by its path, and whether some page tells what it holds."""
    found: dict[str, bool] = {}
    for scene in SCENES:
        who = relationship(*scene(), words=RelationshipWords())
        before = pages(who)
        for at, other in changes(who):
            found[at] = found.get(at, False) or is_told(at, other, before)
    return found


def changes(who: Relationship) -> Iterator[tuple[str, Relationship]]:
    """The relationship with one field of an entry changed, or one of the person's."""
    for n, entry in enumerate(who.entries):
        for at, other in others_of(entry, str(entry.kind)):
            yield at, replace(who, entries=(*who.entries[:n], other, *who.entries[n + 1 :]))
    for at, said in others_of(who.words, "person"):
        yield at, replace(who, words=said)


def test_everything_entered_comes_back(by_field: dict[str, bool]) -> None:
    untold = {at for at, came_back in by_field.items() if not came_back}

    assert {at for at in untold if not {at, at.rpartition(".")[2]} & set(ELSEWHERE)} == set()


def test_what_comes_back_is_not_excused(by_field: dict[str, bool]) -> None:
    """Else the list of the others would grow old."""
    excused = {at for at in ELSEWHERE if "." in at}

    assert {at for at in excused if by_field[at]} == set()


def test_every_kind_was_looked_at(by_field: dict[str, bool]) -> None:
    assert {at.partition(".")[0] for at in by_field} == {*Kind, "person"}
