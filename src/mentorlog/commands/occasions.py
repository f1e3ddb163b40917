"""One meeting with several people: each has an entry of it, and these share an occasion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from mentorlog.commands.desk import Desk
from mentorlog.commands.planning import AFTERWARDS
from mentorlog.domain.entries import Entry, Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import MeetingWords
from mentorlog.frozen import fields, replace
from mentorlog.journal.change import Change
from mentorlog.terminal.wording import command, every
from mentorlog.views.confidence import shown_name

M = TypeVar("M", Meeting, MeetingWords)

# Fields that belong to one entry alone; a new field of a meeting goes along unless it's added here.
_OWN = {"id", "visibility", "rescheduled_to", "occasion", "action_items", "words"}


def others_to_change(
    desk: Desk,
    entry: Entry,
    do: str,
    change: Change,
    again: Callable[[Relationship, Meeting], Sequence[str]],
    *,
    usually: bool,
) -> tuple[tuple[Relationship, Meeting], ...]:
    """The other people's entries of the same meeting, with words, if they are meant, too.

    The user is asked on a terminal. Without one, only the named entry is meant, and a line for each
    other person shows the command line from `again`.
    """
    other_entries = list(_others(desk, entry))
    names = [shown_name(who, reveal=False) for who, _ in other_entries]
    if not other_entries:
        return ()
    if desk.agrees(f"It's one meeting with {every(names)}. {do} there, too?", usually=usually):
        return tuple(desk.whole(who, meeting) for who, meeting in other_entries)
    if not desk.asks:
        for name, (who, meeting) in zip(names, other_entries, strict=True):
            change.lines += (
                f"{name} is part of that meeting, too:",
                f"  {command(*again(who, meeting))}",
            )
    return ()


def _others(desk: Desk, entry: Entry) -> Iterator[tuple[Relationship, Meeting]]:
    """The other entries of a meeting with several people; of a plan, only those still planned."""
    if not isinstance(entry, Meeting) or entry.occasion is None:
        return
    planned = MeetingStatus.PLANNED
    for who in desk.contents.relationships:
        for meeting in who.of(Meeting):
            same = meeting.occasion == entry.occasion and meeting.id != entry.id
            if same and (entry.status is not planned or meeting.status is planned):
                yield who, meeting


def statuses_with_others(desk: Desk, plan_: Meeting) -> frozenset[MeetingStatus]:
    """What became of a plan with the other people."""
    return frozenset(
        meeting.status
        for who in desk.contents.relationships
        for meeting in who.of(Meeting)
        if plan_.occasion and meeting.occasion == plan_.occasion and meeting.id != plan_.id
    )


def edited_alike(other: Meeting, first: Entry, edited: Entry) -> Meeting:
    """Another person's entry of the meeting, with the same changes as the first one's."""
    if not (isinstance(first, Meeting) and isinstance(edited, Meeting)):
        return other
    before, after = first.words or MeetingWords(), edited.words or MeetingWords()
    personal = AFTERWARDS - {"notes"} | {"agenda"}
    words = replace(other.words or MeetingWords(), **_changed(before, after, personal))
    return replace(other, **_changed(first, edited, _OWN), words=words)


def _changed(old: M, new: M, excluded: AbstractSet[str]) -> dict[str, Any]:
    """The fields of `new` that differ, except those in `excluded`."""
    names = (field.name for field in fields(new) if field.name not in excluded)
    return {name: getattr(new, name) for name in names if getattr(old, name) != getattr(new, name)}


def entries_in(change: Change, occasion: str | None) -> dict[str, tuple[Relationship, Meeting]]:
    """The other people's entries of the meeting, by id, with their relationships."""
    return {
        meeting.id: (person, meeting)
        for person in change.others
        for meeting in change.after(person).of(Meeting)
        if meeting.occasion == occasion and meeting.id in change.entries
    }
