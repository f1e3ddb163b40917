"""A person, my role, a timeline of entries, and simple facts about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mentorlog.domain.entries import (
    Agreement,
    Ask,
    Closure,
    Contribution,
    Entry,
    Invalid,
    Meeting,
    MeetingStatus,
    Note,
    Pause,
)
from mentorlog.frozen import StrEnum, dataclass, replace

if TYPE_CHECKING:
    from mentorlog.domain.words import RelationshipWords


E = TypeVar("E", bound=Entry)


class Role(StrEnum):
    """What I am in the relationship."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipFields:
    """The contents of relationship.yaml.

    Raises Invalid without a name, or in confidence without an alias.
    """

    id: str
    name: str
    my_role: Role
    alias: str | None = None
    in_confidence: bool = False
    words: RelationshipWords | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid("name", "name is empty")
        if self.in_confidence and not (self.alias or "").strip():
            sentence = "in_confidence needs an alias, which is shown instead of the name"
            raise Invalid("in_confidence", sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One person and our timeline.

    `id`, `my_role`: None if relationship.yaml couldn't be read (then `name` is the folder's).
    `entries` are sorted by `timeline_order`. `unreadable`: how many files couldn't be fully read.
    An `alias` replaces the name unless it is revealed.
    """

    handle: str
    name: str
    id: str | None = None
    my_role: Role | None = None
    alias: str | None = None
    in_confidence: bool = False
    words: RelationshipWords | None = None
    entries: tuple[Entry, ...] = ()
    unreadable: int = 0

    def __post_init__(self) -> None:
        if self.entries:
            object.__setattr__(self, "entries", tuple(sorted(self.entries, key=timeline_order)))

    def of(self, kind: type[E]) -> Iterator[E]:
        """The entries of one kind, in the timeline's order."""
        return of_kind(kind, self.entries)

    def tied_to(self, entry: Entry) -> tuple[Contribution, ...]:
        """What was given or received at a meeting, or in answer to an ask; needs the words."""
        return tuple(
            each
            for each in self.of(Contribution)
            if each.words and entry.id in (each.words.meeting, each.words.answers)
        )


def of_kind(kind: type[E], entries: Iterable[Entry]) -> Iterator[E]:
    """The entries of one kind, in their order."""
    return (entry for entry in entries if isinstance(entry, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """`minutes`: of the meetings with a length; `without_length`: how many have none.

    The terms' usual length counts for none of them.
    """

    meetings: int = 0
    minutes: int = 0
    without_length: int = 0


def held(
    relationship: Relationship, today: dt.date, since: dt.date = dt.date.min
) -> tuple[Meeting, ...]:
    """The meetings held from a day on (inclusive) up to today, oldest first."""
    past = (m for m in relationship.of(Meeting) if m.status is MeetingStatus.HELD)
    return tuple(meeting for meeting in past if since <= meeting.date <= today)


def total_between(
    relationship: Relationship, until: dt.date, since: dt.date = dt.date.min
) -> Total:
    """The total of a relationship in some days, both inclusive."""
    return total(held(relationship, until, since))


def total(meetings: Iterable[Meeting]) -> Total:
    """The total of meetings with one person; lists of any meetings end here or in the next one."""
    return _summed([meeting.minutes for meeting in meetings])


def total_of_all(meetings: Iterable[Meeting]) -> Total:
    """The total of meetings with anybody: one with several people counts once, at its longest."""
    lengths: dict[str, int | None] = {}
    for meeting in meetings:
        which = f"occasion {meeting.occasion}" if meeting.occasion else meeting.id
        lengths[which] = max(lengths.get(which) or 0, meeting.minutes or 0) or None
    return _summed(lengths.values())


def _summed(lengths: Iterable[int | None]) -> Total:
    known = list(lengths)
    minutes = sum(length or 0 for length in known)
    return Total(meetings=len(known), minutes=minutes, without_length=known.count(None))


def timeline_order(entry: Entry) -> tuple[dt.date, int, str]:
    """Sort key: by date; on one date agreements first, closures last, else by id."""
    rank = 0 if isinstance(entry, Agreement) else 2 if isinstance(entry, Closure) else 1
    return entry.date, rank, entry.id


def under_meetings(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, with what was given or received at a meeting right after it on the same day.

    They are in the timeline's order, except that meetings on one day are sorted by their time.
    Needs the words.
    """
    ordered = sorted(entries, key=_by_time)
    days = {each.id: each.date for each in ordered if isinstance(each, Meeting)}
    tied: dict[str, list[Entry]] = {}
    for each in ordered:
        words = each.words if isinstance(each, Contribution) else None
        if words and words.meeting and days.get(words.meeting) == each.date:
            tied.setdefault(words.meeting, []).append(each)
    below = {each.id for those in tied.values() for each in those}
    alone = (each for each in ordered if each.id not in below)
    return tuple(one for each in alone for one in (each, *tied.get(each.id, ())))


def _by_time(entry: Entry) -> tuple[dt.date, int, dt.time, str]:
    date, rank, id_ = timeline_order(entry)
    time = entry.time if isinstance(entry, Meeting) else None
    return date, rank, time or dt.time.min, id_


def is_known(entry: Entry, day: dt.date) -> bool:
    """Whether an entry counts on a day: by its date, or as a coming plan or pause."""
    if entry.date <= day or isinstance(entry, Pause):
        return True
    return isinstance(entry, Meeting) and entry.status is MeetingStatus.PLANNED


def is_arranged(entry: Entry) -> bool:
    """Whether an entry may have a future date: terms, or a plan that was cancelled."""
    fell_away = (MeetingStatus.CANCELLED, MeetingStatus.RESCHEDULED)
    return isinstance(entry, Agreement) or (
        isinstance(entry, Meeting) and entry.status in fell_away
    )


def as_known(relationship: Relationship, day: dt.date, *, arranged: bool = False) -> Relationship:
    """The relationship as known on a day; the same object if that is everything.

    `arranged`: include what was arranged for later (`is_arranged`).
    """
    entries = tuple(
        entry_as_known(entry, day)
        for entry in relationship.entries
        if is_known(entry, day) or (arranged and is_arranged(entry))
    )
    if entries == relationship.entries:
        return relationship
    return replace(relationship, entries=entries)


def entry_as_known(entry: E, day: dt.date) -> E:
    """An entry without what was done about it after a day; what has no date stays."""
    known: Any = entry
    if isinstance(entry, Meeting):
        known = _items_as_known(entry, day) if entry.action_items else entry
    elif isinstance(entry, Contribution):
        known = _contribution_as_known(entry, day)
    elif isinstance(entry, Note):
        raised = _later(entry.raised_on, day)
        known = _undropped(replace(entry, raised_on=None) if raised else entry, day)
        known = _saying(known, why=None) if raised and known.dropped_on is None else known
    elif isinstance(entry, Ask):
        known = _undropped(entry, day)
    elif isinstance(entry, Closure):
        sent = _later(entry.words.thanks_sent_on if entry.words else None, day)
        known = _saying(entry, thanks_sent_on=None) if sent else entry
    return cast("E", known)


def _items_as_known(meeting: Any, day: dt.date) -> Any:
    """Action items without `done_on`, `dropped_on` and its reason if they are later."""
    items, words = list(meeting.action_items), meeting.words
    said = list(words.action_items) if words else []
    for at, item in enumerate(items):
        if _later(item.done_on, day):
            items[at] = replace(items[at], done_on=None)
        if _later(item.dropped_on, day):
            items[at] = replace(items[at], dropped_on=None)
        if said and items[at].dropped_on is None and items[at] is not item:
            said[at] = replace(said[at], why=None)
    if tuple(items) == meeting.action_items:
        return meeting
    known = replace(meeting, action_items=tuple(items))
    return _saying(known, action_items=tuple(said)) if words else known


def _contribution_as_known(one: Any, day: dt.date) -> Any:
    later = [key for key in ("told_them_on", "thanked_on") if _later(getattr(one, key), day)]
    if not later:
        return _undropped(one, day)
    known = replace(one, **dict.fromkeys(later))
    if known.told_them_on is None:  # what came of it is told with it
        known = _saying(known, outcome=None)
    return _undropped(known, day)


def _undropped(entry: Any, day: dt.date) -> Any:
    if not _later(entry.dropped_on, day):
        return entry
    return _saying(replace(entry, dropped_on=None), why=None)


def _saying(entry: Any, **words: Any) -> Any:
    """A copy with changed words, if they are loaded."""
    return replace(entry, words=replace(entry.words, **words)) if entry.words else entry


def _later(date: dt.date | None, day: dt.date) -> bool:
    return date is not None and date > day
