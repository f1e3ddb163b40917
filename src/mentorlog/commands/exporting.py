"""export: what an audience may see, in a format, which `leaving` brings out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from mentorlog.commands.backing_up import backup
from mentorlog.commands.dates import Toward, date
from mentorlog.commands.desk import Desk
from mentorlog.commands.leaving import Out, delivered
from mentorlog.commands.result import Result
from mentorlog.commands.sharing import agreement
from mentorlog.commands.typed import choice
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import UsageError
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.exports import Export, Unknown, export
from mentorlog.exchange.formats import FORMATS, Choices, told, written
from mentorlog.exchange.json import as_json
from mentorlog.views.story import is_past

_ONLY_FOR = {"wikilinks": "md", "details": "ics", "due": "ics"}


def out(desk: Desk, typed: Out) -> Result:
    """One export. Raises UsageError, Refused for a file that is there or a missing extra."""
    name = typed.what.strip().lower()
    special = _SPECIAL.get(name)
    if special is None and name not in FORMATS:
        raise UsageError(f"export takes {', '.join((*FORMATS, *_SPECIAL))}.")
    for option, of in _ONLY_FOR.items():
        if getattr(typed, option) and name != of:
            raise UsageError(f"--{option} goes with {of}.")
    return special(desk, typed) if special else _document(desk, typed, name)


def _document(desk: Desk, typed: Out, name: str) -> Result:
    found = _found(desk, typed)
    choices = Choices(wikilinks=typed.wikilinks, details=typed.details, due=typed.due)
    problems = desk.contents.problems
    text = as_json(found, problems) if name == "json" else written(found, name, choices)
    return delivered(desk, typed, text, found, _talk(found, typed))


def _found(desk: Desk, typed: Out) -> Export:
    audience = choice(Audience, typed.audience, "--for") or Audience.ME
    chosen = desk.contents.relationships
    if typed.who is not None:
        chosen = (desk.relationship(typed.who),)
    return export(
        [desk.read(_by_then(one, desk.today)) for one in chosen],
        audience,
        desk.today,
        since=_since(typed, desk.environment.today),
        my_name=desk.environment.settings.my_name,
        reveal=desk.reveal,
        unknown=_unknown(desk, chosen) if audience is Audience.ME else None,
        changed=_changed(desk, chosen),
    )


def _by_then(relationship: Relationship, today: dt.date) -> Relationship:
    """As it was on the day, with what was planned then."""
    entries = tuple(entry for entry in relationship.entries if is_past(entry, today))
    return replace(relationship, entries=entries)


def _since(typed: Out, today: dt.date) -> dt.date | None:
    if typed.since is None:
        return None
    return date(typed.since, today=today, toward=Toward.PAST)


def _unknown(desk: Desk, chosen: tuple[Relationship, ...]) -> Mapping[str, Mapping[str, Unknown]]:
    """The keys in the files that aren't ours: for myself they go out, too."""
    return {
        one.handle: {
            **{
                kept.entry.id: kept.unknown for kept in desk.journal.stored(one, unseal=desk.reveal)
            },
            "": desk.journal.unknown_of(one),
        }
        for one in chosen
    }


def _changed(
    desk: Desk, chosen: tuple[Relationship, ...]
) -> Mapping[str, Mapping[str, dt.datetime]]:
    """When the files of what is planned were changed: a calendar tells newer from older by it."""
    planned = (
        (one.handle, entry.id)
        for one in chosen
        for entry in one.of(Meeting)
        if entry.status is MeetingStatus.PLANNED
    )
    found: dict[str, dict[str, dt.datetime]] = {}
    for handle, identity in planned:
        if (at := desk.journal.changed_at(identity)) is not None:
            found.setdefault(handle, {})[identity] = at
    return found


def _talk(found: Export, typed: Out) -> Iterator[str]:
    """What was left out, and what else somebody who passes it on should know."""
    if parts := told(found.left_out):
        yield f"Left out: {'; '.join(parts)}."
    several = len(found.people) > 1 and typed.who is None
    if found.stands_for_a_name:
        yield "An alias stands for a name in confidence; --reveal writes the name."
    if found.audience is Audience.THEM and several:
        one = f"mentorlog export {typed.what} WHO --for them"
        yield f"{len(found.people)} people are in it; for one of them:  {one}"


_SPECIAL: Mapping[str, Callable[[Desk, Out], Result]] = {"agreement": agreement, "backup": backup}
