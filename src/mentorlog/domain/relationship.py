"""A person, my role, a timeline of entries, and simple facts about them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
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


class Timeline(tuple[Entry, ...]):  # noqa: SLOT001 - groups are kept in it
    """Entries sorted by `timeline_order`."""

    @cached_property
    def by_kind(self) -> Mapping[type[Entry], Sequence[Entry]]:
        """The entries of each kind, in their order."""
        kinds = defaultdict[type[Entry], list[Entry]](list)
        for entry in self:
            kinds[type(entry)].append(entry)
        return kinds

    @cached_property
    def by_status(self) -> Mapping[MeetingStatus, Sequence[Meeting]]:
        """The meetings with each status, in their order."""
        statuses = defaultdict[MeetingStatus, list[Meeting]](list)
        for meeting in cast("Sequence[Meeting]", self.by_kind.get(Meeting, ())):
            statuses[meeting.status].append(meeting)
        return statuses


_NO_ENTRIES = Timeline()


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
    entries: tuple[Entry, ...] = _NO_ENTRIES
    unreadable: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.entries, Timeline):  # a timeline is sorted once
            entries = Timeline(sorted(self.entries, key=timeline_order))
            object.__setattr__(self, "entries", entries)

    def of(self, kind: type[E]) -> Iterator[E]:
        """The entries of one kind, in the timeline's order."""
        return iter(cast("Sequence[E]", self._timeline.by_kind.get(kind, ())))

    def meetings(self, status: MeetingStatus) -> Sequence[Meeting]:
        """The meetings with one status, in the timeline's order."""
        return self._timeline.by_status.get(status, ())

    @property
    def _timeline(self) -> Timeline:
        return cast("Timeline", self.entries)  # `__post_init__` makes it one

    def tied_to(self, entry: Entry) -> tuple[Contribution, ...]:
        """What was given or received at a meeting, or in answer to an ask; needs the words."""
        return tuple(
            contribution
            for contribution in self.of(Contribution)
            if (words := contribution.words) and entry.id in (words.meeting, words.answers)
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
    ever = relationship.meetings(MeetingStatus.HELD)
    first = bisect_left(ever, since, key=_date)
    return tuple(ever[first : bisect_right(ever, today, first, key=_date)])


def total_between(
    relationship: Relationship, until: dt.date, since: dt.date = dt.date.min
) -> Total:
    """The total of a relationship in some days, both inclusive."""
    return total(held(relationship, until, since))


def total(meetings: Iterable[Meeting]) -> Total:
    """The total of meetings with one person; with several people, it is `total_of_all`."""
    return _summed([meeting.minutes for meeting in meetings])


def total_of_all(meetings: Iterable[Meeting]) -> Total:
    """The total of meetings with anybody: one with several people counts once, at its longest."""
    lengths: dict[str, int | None] = {}
    for meeting in meetings:
        key = f"occasion {meeting.occasion}" if meeting.occasion else meeting.id
        lengths[key] = max(lengths.get(key) or 0, meeting.minutes or 0) or None
    return _summed(lengths.values())


def _summed(lengths: Iterable[int | None]) -> Total:
    known = list(lengths)
    minutes = sum(length or 0 for length in known)
    return Total(meetings=len(known), minutes=minutes, without_length=known.count(None))


_date = attrgetter("date")
# By date; on one date agreements first, closures last, else by id.
timeline_order: Callable[[Entry], tuple[dt.date, int, str]] = attrgetter("date", "rank", "id")


def under_meetings(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, with what was given or received at a meeting right after it on the same day.

    They are in the timeline's order, except that meetings on one day are sorted by their time.
    Needs the words.
    """
    ordered = sorted(entries, key=_by_time)
    days = {entry.id: entry.date for entry in ordered if isinstance(entry, Meeting)}
    tied: dict[str, list[Entry]] = {}
    for entry in ordered:
        words = entry.words if isinstance(entry, Contribution) else None
        if words and words.meeting and days.get(words.meeting) == entry.date:
            tied.setdefault(words.meeting, []).append(entry)
    below = {entry.id for contributions in tied.values() for entry in contributions}
    above = (entry for entry in ordered if entry.id not in below)
    return tuple(entry for first in above for entry in (first, *tied.get(first.id, ())))


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
    known: Entry = entry
    if isinstance(entry, Meeting):
        known = _items_as_known(entry, day) if entry.action_items else entry
    elif isinstance(entry, Contribution | Note | Ask):
        head, words = _undone(entry, entry.words, day)
        known = entry if head is entry else replace(head, words=words)
    elif isinstance(entry, Closure) and entry.words:
        sent = entry.words.thanks_sent_on
        if sent and sent > day:
            known = replace(entry, words=replace(entry.words, thanks_sent_on=None))
    return cast("E", known)


def _items_as_known(meeting: Meeting, day: dt.date) -> Meeting:
    heads = meeting.action_items
    texts = meeting.words.action_items if meeting.words else (None,) * len(heads)
    pairs = [_undone(head, text, day) for head, text in zip(heads, texts, strict=True)]
    known, item_words = zip(*pairs, strict=True)
    if known == heads:
        return meeting
    words = meeting.words and replace(meeting.words, action_items=item_words)
    return replace(meeting, action_items=known, words=words)


_CLOSED = ("done_on", "dropped_on", "raised_on")  # then `why` says why it was dropped
_TOLD = ("told_them_on", "thanked_on")  # then `outcome` says what came of it


def _undone(head: Any, words: Any, day: dt.date) -> tuple[Any, Any]:
    """A head and its words without what was done after a day, and what was said about that."""
    dates = {key: getattr(head, key, None) for key in (*_CLOSED, *_TOLD)}
    later = {key for key, date in dates.items() if date and date > day}
    if not later:
        return head, words
    known = replace(head, **dict.fromkeys(later))
    unsaid = set()
    if known.dropped_on is None and not later.isdisjoint(_CLOSED):
        unsaid.add("why")
    if not later.isdisjoint(_TOLD) and known.told_them_on is None:
        unsaid.add("outcome")
    return known, words and replace(words, **dict.fromkeys(unsaid))
