"""Hide what you write behind a key; alone, it says what is sealed.

Example: mentorlog seal init --recovery /media/usb/mentorlog-recovery.txt
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mentorlog import files
from mentorlog.arguments import Reader
from mentorlog.commands.desk import Desk
from mentorlog.commands.readers import Reading
from mentorlog.commands.result import Result
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Missing, Refused
from mentorlog.frozen import dataclass
from mentorlog.journal import places
from mentorlog.journal.keys import Keys
from mentorlog.views.confidence import shown_name
from mentorlog.views.sealed import Sealed, SealedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Reader):
    """It takes nothing of its own."""


def keys_and_sealed(desk: Desk, typed: Status) -> Result:  # noqa: ARG001 - it takes nothing
    """Where the keys are, and what is sealed."""
    people = (_person(desk, one) for one in desk.contents.relationships)
    return Result(view=seen(desk, "status", people=tuple(people)), problems=desk.contents.problems)


def keys_of(desk: Desk) -> Keys:
    """Where there are any to be. Raises Refused."""
    keys = desk.journal.keys
    if keys is None:
        raise Refused("There is no place for keys.")
    return keys


def _person(desk: Desk, relationship: Relationship) -> SealedPerson:
    root = desk.journal.root
    sealed = [places.is_sealed(root, path) for path in _paths(desk, relationship)]
    return SealedPerson(
        handle=relationship.handle,
        name=shown_name(relationship, reveal=desk.reveal),
        comes=places.is_sealed(root, desk.journal.file_of(relationship)),
        sealed=sealed.count(True),
        plain=sealed.count(False),
    )


def _paths(desk: Desk, relationship: Relationship) -> Iterator[str]:
    """The files of its entries, but for plans that hold no word."""
    for one in relationship.entries:
        for path in desk.journal.files_of(one.id)[:1]:
            if not places.is_bare_plan(desk.journal.root, path):
                yield path


def seen(
    desk: Desk,
    action: str,
    *,
    people: tuple[SealedPerson, ...] = (),
    opened: int | None = None,
    by_recovery: int | None = None,
) -> Sealed:
    keys = keys_of(desk)
    recovery = keys.recovery_file
    return Sealed(
        action=action,
        as_of=desk.today,
        identity=str(keys.identity),
        protected=keys.is_protected,
        recovery=None if recovery is None else str(recovery),
        recovery_here=recovery is not None and _is_there(recovery),
        can_seal=keys.can_seal,
        people=people,
        opened=opened,
        opened_by_recovery=by_recovery,
    )


def _is_there(path: Path) -> bool:
    """Whether the file is there and can be reached; a drive that was unplugged is not."""
    try:
        files.read(path)
    except (Missing, OSError):
        return False
    return True


def check_made(desk: Desk) -> None:
    """Raises Refused where there are no keys to seal with."""
    if not keys_of(desk).can_seal:
        raise Refused(
            "There are no keys yet to seal with.",
            "Make them, once:  mentorlog seal init --recovery FILE\n"
            "If another machine has them, bring its identity.txt and recipients.txt here instead.",
        )


COMMAND = Reading(Status, keys_and_sealed)
