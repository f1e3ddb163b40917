"""Find where you wrote something, in everything you may see.

Example: mentorlog find reorg --since 2026-01-01
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mentorlog.arguments import Reader, argument, option
from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.readers import Reading
from mentorlog.commands.result import Result
from mentorlog.commands.typed import choice
from mentorlog.domain.entries import Kind
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass
from mentorlog.views.matches import Source, Where, matches
from mentorlog.views.story import Kept, is_past


@dataclass(frozen=True, slots=True, kw_only=True)
class Find(Reader):
    text: str = argument("TEXT", "A word or a few; case and accents don't matter.", required=True)
    kind: str | None = option("--kind KIND", "meeting, note, agreement, …")
    who: str | None = option("--who WHO", "Only with this person.", offers="people", about=True)
    since: str | None = option("--since DATE", "From this day on.", date="past")
    until: str | None = option("--until DATE", "Up to this day.", date="past")


def find(desk: Desk, typed: Find) -> Result:
    """Where it stands, oldest first. Nothing found is no failure."""
    if not typed.text.strip():
        raise UsageError("What shall be found?", "mentorlog find reorg")
    chosen = desk.contents.relationships
    if typed.who is not None:
        chosen = (desk.relationship(typed.who),)
    where = Where(
        kind=choice(Kind, typed.kind, "--kind"),
        since=_day(desk, typed.since),
        until=_day(desk, typed.until),
    )
    view = matches(
        [_source(desk, one) for one in chosen], typed.text, where, desk.today, reveal=desk.reveal
    )
    return Result(view=view, problems=desk.contents.problems, paged=True)


def _source(desk: Desk, one: Relationship) -> Source:
    kept = (
        Kept(entry=stored.entry, file=stored.file, unknown=stored.unknown)
        for stored in desk.journal.stored(one, unseal=desk.reveal)
        if is_past(stored.entry, desk.today)
    )
    return Source(
        relationship=desk.read(replace(one, entries=())),
        kept=tuple(kept),
        unknown=desk.journal.unknown_of(one),
    )


def _day(desk: Desk, text: str | None) -> dt.date | None:
    """Counted from today, whatever day one looks from."""
    today = desk.environment.today
    return None if text is None else date(text, today=today, toward=Toward.PAST)


COMMAND = Reading(Find, find)
