"""The kinds of entry in a relationship's timeline.

Every entry has two parts. The *head* is the dataclass itself: dates, kinds, cadence and who owes
what, which is all that standing, lists and nudges need. The *words* (in `words`) are what was
written; they are loaded when they are shown, and are None if they were not loaded, are sealed or
are withheld. The fields of each class are the keys of its YAML file, in the same order; a list that
has both parts (action items) is two tuples of one length, joined by position.

A new field of an entry goes into its class here, or, if it's text, into its words (see
`words.MeetingWords`). Files, JSON, `show`, `schema` and the exports follow; `exchange.audience`
decides who else may see it, `terminal.entry` names it unless its own name will do, and an option
sets it: see `commands.details`.

A new kind is a class here, listed in `ENTRY_TYPES`, with its words, and a command that adds it.
Everything else follows. `exchange.audience` says who else may see it, `terminal.entry` how it is
titled and `terminal.sentences` how it was saved, where the plain way won't do.

A loop that is dropped (`dropped_on`, `why`) is closed without being done.

This module knows no file, clock or screen.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from mentorlog.domain.cadence import AsNeeded, Bound, Cadence, Period, Quota
from mentorlog.frozen import StrEnum, dataclass

if TYPE_CHECKING:
    from mentorlog.domain.words import (
        AgreementWords,
        ApproachWords,
        AskWords,
        CheckInWords,
        ClosureWords,
        ContributionWords,
        MeetingWords,
        NoteWords,
        PauseWords,
    )

KeyPath = tuple[str | int, ...]  # keys and list positions (from 0) in a file; () = the whole
EARLIEST = dt.date(1900, 1, 1)  # no entry of a living person is older


class Kind(StrEnum):
    AGREEMENT = "agreement"
    MEETING = "meeting"
    CONTRIBUTION = "contribution"
    ASK = "ask"
    NOTE = "note"
    CHECK_IN = "check_in"
    PAUSE = "pause"
    APPROACH = "approach"
    CLOSURE = "closure"


class Visibility(StrEnum):
    PRIVATE = "private"
    PAIR = "pair"
    OPEN = "open"


class Party(StrEnum):
    """Who, seen from the owner of the journal."""

    ME = "me"
    THEM = "them"
    BOTH = "both"


class Side(StrEnum):
    """One of the two people, where "both" has no meaning."""

    ME = "me"
    THEM = "them"


class MeetingStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"
    NO_SHOW = "no_show"


class Direction(StrEnum):
    GIVEN = "given"
    RECEIVED = "received"


class ContributionType(StrEnum):
    UPDATE = "update"
    THANKS = "thanks"
    FEEDBACK = "feedback"
    INSIGHT = "insight"
    INTRODUCTION = "introduction"
    SKILL_SHARE = "skill_share"
    HELP_ON_WORK = "help_on_work"
    VISIBILITY = "visibility"
    SOUNDING_BOARD = "sounding_board"
    ENCOURAGEMENT = "encouragement"
    ADVICE = "advice"
    ACCESS = "access"
    PAY_IT_FORWARD = "pay_it_forward"
    OTHER = "other"


class AskStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    ACTED_ON = "acted_on"
    NOTHING_NOW = "nothing_now"


class Stage(StrEnum):
    """How far the search for a mentor is with one person.

    A new one also goes into the help of `candidate`, and into its `_WAITING` if it waits for them.
    """

    NOTICED = "noticed"
    APPROACHED = "approached"
    FIRST_CONVERSATION = "first_conversation"
    DECIDING = "deciding"
    AGREED = "agreed"
    NOT_NOW = "not_now"
    DECLINED = "declined"
    DROPPED = "dropped"


class ClosureReason(StrEnum):
    GOALS_MET = "goals_met"
    TERM_ENDED = "term_ended"
    OUTGROWN = "outgrown"
    NOT_A_FIT = "not_a_fit"
    CIRCUMSTANCES = "circumstances"
    DRIFTED = "drifted"
    OTHER = "other"


class Invalid(ValueError):
    """A value that a class doesn't accept, in a sentence for people; `key`: its field."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The head of every entry. Raises Invalid for a date before 1900."""

    kind: ClassVar[Kind]
    rank: ClassVar[int] = 1  # among entries of one day: agreements come first, closures last
    id: str
    date: dt.date
    visibility: Visibility | None = None
    in_confidence: bool = False

    def __post_init__(self) -> None:
        if self.date < EARLIEST:
            raise Invalid("date", f"the date {self.date} is before {EARLIEST.year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Entry):
    """Terms in force from `date`; a later agreement replaces all of them.

    `until`: the last day, inclusive; None = open. `slack_days`: None = derived from the cadence.
    """

    kind: ClassVar[Kind] = Kind.AGREEMENT
    rank: ClassVar[int] = 0
    cadence: Cadence
    bound: Bound = Bound.TARGET
    until: dt.date | None = None
    meeting_minutes: int | None = None
    slack_days: int | None = None
    words: AgreementWords | None = None

    def __post_init__(self) -> None:
        Entry.__post_init__(self)  # super() fails in slotted dataclasses before Python 3.14
        if self.until is not None and self.until < self.date:
            raise Invalid("until", "the agreement ends before it starts: until is its last day")
        per_term = isinstance(self.cadence, Quota) and self.cadence.period is Period.TERM
        if per_term and self.until is None:
            raise Invalid("until", "meetings per term need a last day (until)")
        _refuse_less_than(1, self.meeting_minutes, "meeting_minutes")
        _refuse_less_than(0, self.slack_days, "slack_days")

    @property
    def binds(self) -> bool:
        """Whether these terms ever make anything due."""
        return not isinstance(self.cadence, AsNeeded) and self.bound is not Bound.MAXIMUM


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """Who promised, by when, and whether it was done; its text is in `ActionItemWords`."""

    owner: Party
    due: dt.date | None = None
    done_on: dt.date | None = None
    dropped_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Entry):
    """A meeting, planned, held or not. `time`: local time in zone `tz` (IANA name; None = unknown).

    `occasion`: the same id in each person's entry of one meeting.
    """

    kind: ClassVar[Kind] = Kind.MEETING
    status: MeetingStatus
    time: dt.time | None = None
    tz: str | None = None
    minutes: int | None = None
    rescheduled_to: dt.date | None = None
    occasion: str | None = None
    action_items: tuple[ActionItem, ...] = ()
    words: MeetingWords | None = None

    def __post_init__(self) -> None:
        Entry.__post_init__(self)
        _refuse_less_than(1, self.minutes, "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(Entry):
    """What I gave or received."""

    kind: ClassVar[Kind] = Kind.CONTRIBUTION
    direction: Direction
    type: ContributionType | None = None
    told_them_on: dt.date | None = None
    thanked_on: dt.date | None = None
    dropped_on: dt.date | None = None
    words: ContributionWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Entry):
    """The question "how can I support you?", and what came of it."""

    kind: ClassVar[Kind] = Kind.ASK
    asked_by: Side
    status: AskStatus
    ask_again_on: dt.date | None = None
    dropped_on: dt.date | None = None
    words: AskWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Entry):
    """Something to bring to the next meeting, or (with `goal`) how that goal goes."""

    kind: ClassVar[Kind] = Kind.NOTE
    raised_on: dt.date | None = None
    dropped_on: dt.date | None = None
    words: NoteWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Entry):
    """How it feels, and looks back; always private."""

    kind: ClassVar[Kind] = Kind.CHECK_IN
    words: CheckInWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Entry):
    """From `date`, the first paused day, to `until`, the first active day (None = open).

    If both are the same day, the pause was ended before it began, and has no day.
    """

    kind: ClassVar[Kind] = Kind.PAUSE
    until: dt.date | None = None
    words: PauseWords | None = None

    def __post_init__(self) -> None:
        Entry.__post_init__(self)
        if self.until is not None and self.until < self.date:
            raise Invalid("until", "the pause ends before it starts: until is the first active day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach(Entry):
    """One step of the search for a mentor."""

    kind: ClassVar[Kind] = Kind.APPROACH
    stage: Stage
    follow_up_on: dt.date | None = None
    words: ApproachWords | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Entry):
    kind: ClassVar[Kind] = Kind.CLOSURE
    rank: ClassVar[int] = 2
    reason: ClosureReason | None = None
    words: ClosureWords | None = None


def _refuse_less_than(least: int, value: int | None, field: str) -> None:
    if value is not None and value < least:
        raise Invalid(field, f"{field} is at least {least}")


ENTRY_TYPES: tuple[type[Entry], ...] = (
    Agreement,
    Meeting,
    Contribution,
    Ask,
    Note,
    CheckIn,
    Pause,
    Approach,
    Closure,
)
