"""Small builders: a test states only what it is about, everything else has a plain default.

Dates are given as dates or as text ("2026-03-02"). Ids are unique unless given, and grow: of two
entries on one date the one built later is the later.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypedDict, Unpack

from mentorlog.domain.cadence import AsNeeded, Bound, Budget, Cadence, Interval, Quota, read
from mentorlog.domain.entries import (
    ActionItem,
    Agreement,
    Approach,
    Ask,
    AskStatus,
    CheckIn,
    Closure,
    ClosureReason,
    Contribution,
    ContributionType,
    Direction,
    Entry,
    KeyPath,
    Meeting,
    MeetingStatus,
    Note,
    Party,
    Pause,
    Side,
    Stage,
    Visibility,
)
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import (
    ActionItemWords,
    AgreementWords,
    ApproachWords,
    AskWords,
    CheckInWords,
    ClosureWords,
    ContributionWords,
    MeetingWords,
    NoteWords,
    PauseWords,
    RelationshipWords,
)
from mentorlog.journal.journal import Stored
from mentorlog.journal.yaml import Value

Date = dt.date | str
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_numbers = itertools.count(1)


class Head(TypedDict, total=False):
    """What any entry may say besides what its builder asks for."""

    id: str
    visibility: Visibility | None
    in_confidence: bool


def day(date: Date) -> dt.date:
    """The date that is meant."""
    return dt.date.fromisoformat(date) if isinstance(date, str) else date


def new_id() -> str:
    """Eight characters as the journal has them, each id greater than the one before."""
    number = next(_numbers)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))


def relationship(
    *entries: Entry,
    handle: str = "dana-oz",
    name: str = "Dana Öz",
    id: str | None = "9f2k7m3q",  # noqa: A002 (the field's name)
    my_role: Role | None = Role.MENTEE,
    alias: str | None = None,
    in_confidence: bool = False,
    words: RelationshipWords | None = None,
    unreadable: int = 0,
) -> Relationship:
    """A relationship with Dana Öz, my mentor, and these entries."""
    return Relationship(
        handle=handle,
        name=name,
        id=id,
        my_role=my_role,
        alias=alias,
        in_confidence=in_confidence,
        words=words,
        entries=entries,
        unreadable=unreadable,
    )


def agreement(
    date: Date = "2026-01-05",
    cadence: str | Cadence = "monthly",
    *,
    bound: Bound = Bound.TARGET,
    until: Date | None = None,
    meeting_minutes: int | None = None,
    slack_days: int | None = None,
    words: AgreementWords | None = None,
    **head: Unpack[Head],
) -> Agreement:
    """An open-ended agreement to meet monthly; a bound in the cadence's text wins."""
    said: Bound | None = None
    if not isinstance(cadence, Interval | Quota | Budget | AsNeeded):
        cadence, said = read(cadence)
    return Agreement(
        date=day(date),
        cadence=cadence,
        bound=said or bound,
        until=None if until is None else day(until),
        meeting_minutes=meeting_minutes,
        slack_days=slack_days,
        words=words,
        **_identified(head),
    )


def meeting(
    date: Date,
    *,
    status: MeetingStatus = MeetingStatus.HELD,
    time: dt.time | None = None,
    tz: str | None = None,
    minutes: int | None = None,
    rescheduled_to: Date | None = None,
    action_items: tuple[ActionItem, ...] = (),
    words: MeetingWords | None = None,
    **head: Unpack[Head],
) -> Meeting:
    """A held meeting."""
    return Meeting(
        date=day(date),
        status=status,
        time=time,
        tz=tz,
        minutes=minutes,
        rescheduled_to=None if rescheduled_to is None else day(rescheduled_to),
        action_items=action_items,
        words=words,
        **_identified(head),
    )


def planned(date: Date, time: dt.time | None = None, **head: Unpack[Head]) -> Meeting:
    """A meeting that is planned."""
    return meeting(date, status=MeetingStatus.PLANNED, time=time, **head)


def with_items(base: Meeting, *items: tuple[ActionItem, str]) -> Meeting:
    """The meeting with action items and their texts."""
    heads = tuple(item for item, _ in items)
    texts = tuple(ActionItemWords(text=text) for _, text in items)
    words = replace(base.words or MeetingWords(), action_items=texts)
    return replace(base, action_items=heads, words=words)


def action(
    owner: Party = Party.ME,
    *,
    due: Date | None = None,
    done_on: Date | None = None,
    dropped_on: Date | None = None,
) -> ActionItem:
    """An open promise of mine, without a date."""
    return ActionItem(
        owner=owner,
        due=None if due is None else day(due),
        done_on=None if done_on is None else day(done_on),
        dropped_on=None if dropped_on is None else day(dropped_on),
    )


def pause(
    date: Date,
    until: Date | None = None,
    *,
    reason: str | None = None,
    **head: Unpack[Head],
) -> Pause:
    """A pause from a day; without an `until` (the first active day) it is open."""
    return Pause(
        date=day(date),
        until=None if until is None else day(until),
        words=None if reason is None else PauseWords(reason=reason),
        **_identified(head),
    )


def closure(
    date: Date,
    *,
    reason: ClosureReason | None = ClosureReason.GOALS_MET,
    words: ClosureWords | None = None,
    **head: Unpack[Head],
) -> Closure:
    """A closure, because the goals were met."""
    return Closure(date=day(date), reason=reason, words=words, **_identified(head))


def approach(
    date: Date,
    stage: Stage | str = Stage.APPROACHED,
    *,
    follow_up_on: Date | None = None,
    words: ApproachWords | None = None,
    **head: Unpack[Head],
) -> Approach:
    """A step of the search: the person was approached."""
    return Approach(
        date=day(date),
        stage=Stage(stage),
        follow_up_on=None if follow_up_on is None else day(follow_up_on),
        words=words,
        **_identified(head),
    )


def contribution(
    date: Date,
    direction: Direction,
    text: str | None = None,
    *,
    type: ContributionType | None = None,  # noqa: A002 (the field's name)
    told_them_on: Date | None = None,
    thanked_on: Date | None = None,
    words: ContributionWords | None = None,
    **head: Unpack[Head],
) -> Contribution:
    """Something given or received; with a text its words are loaded."""
    return Contribution(
        date=day(date),
        direction=direction,
        type=type,
        told_them_on=None if told_them_on is None else day(told_them_on),
        thanked_on=None if thanked_on is None else day(thanked_on),
        words=words if text is None else ContributionWords(text=text),
        **_identified(head),
    )


def ask(
    date: Date,
    *,
    asked_by: Side = Side.ME,
    status: AskStatus = AskStatus.OPEN,
    ask_again_on: Date | None = None,
    words: AskWords | None = None,
    **head: Unpack[Head],
) -> Ask:
    """I asked how I can support them, and they haven't answered yet."""
    return Ask(
        date=day(date),
        asked_by=asked_by,
        status=status,
        ask_again_on=None if ask_again_on is None else day(ask_again_on),
        words=words,
        **_identified(head),
    )


def note(
    date: Date,
    text: str | None = None,
    *,
    goal: str | None = None,
    raised_on: Date | None = None,
    **head: Unpack[Head],
) -> Note:
    """Something to bring to the next meeting; with a text its words are loaded."""
    return Note(
        date=day(date),
        raised_on=None if raised_on is None else day(raised_on),
        words=None if text is None else NoteWords(text=text, goal=goal),
        **_identified(head),
    )


def check_in(date: Date, *, words: CheckInWords | None = None, **head: Unpack[Head]) -> CheckIn:
    """A check-in that says nothing yet."""
    return CheckIn(date=day(date), words=words, **_identified(head))


def _identified(head: Head) -> Head:
    return head if "id" in head else {**head, "id": new_id()}


def stored(
    entry: Entry, file: str = "", unknown: Mapping[KeyPath, Value] = MappingProxyType({})
) -> Stored:
    """An entry as a journal has it, with its file and the file's unknown keys."""
    return Stored(entry=entry, file=file, value={}, unknown=unknown, clean=True)
