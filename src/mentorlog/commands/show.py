"""Read everything about a relationship, or one entry.

Example: mentorlog show dana-oz
"""

from __future__ import annotations

from mentorlog.arguments import Reader, argument
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, UsageError
from mentorlog.frozen import dataclass
from mentorlog.views.confidence import others_at_meetings
from mentorlog.views.story import Kept, story


@dataclass(frozen=True, slots=True, kw_only=True)
class Show(Reader):
    what: str | None = argument(
        "WHO|ID",
        "A person, or one entry by its id.",
        offers="people or entries",
        about=True,
    )


def show(desk: Desk, typed: Show) -> Result:
    """A whole timeline, or one entry; a person is preferred to an id."""
    if typed.what is None:
        raise UsageError("Show what?", "mentorlog show WHO   or: mentorlog show ID")
    relationship, entry = _whom_or_what(desk, typed.what)
    unknown = desk.journal.unknown_of(relationship, unseal=desk.reveal)
    read, stored = desk.with_stored(relationship)
    kept = [
        Kept(entry=one.entry, file=one.file, unknown=one.unknown)
        for one in stored
        if entry is None or one.entry.id == entry.id
    ]
    view = story(
        read,
        kept,
        desk.today,
        unknown=unknown,
        others=others_at_meetings(
            relationship.handle, desk.contents.relationships, reveal=desk.reveal
        ),
        whole=entry is None,
        reveal=desk.reveal,
    )
    return Result(view=view, problems=desk.contents.problems, paged=True)


def _whom_or_what(desk: Desk, word: str) -> tuple[Relationship, Entry | None]:
    """A person, or an entry and its relationship; a person is preferred.

    Raises Refused, as for a person.
    """
    try:
        return desk.relationship(word), None
    except NotFound as nobody:
        try:
            return desk.entry(word)
        except NotFound:
            raise nobody from None


COMMAND = Reading(Show, show, needs=("what",))
