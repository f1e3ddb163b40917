"""Encrypt what you write; without a command, show what's sealed.

Example: mentorlog seal init --recovery /media/usb/mentorlog-recovery.txt
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.arguments import Reader
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Missing, Refused
from mentorlog.frozen import dataclass
from mentorlog.journal import sealed
from mentorlog.journal.keys import Keys
from mentorlog.terminal.layout import filled
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import command, counted
from mentorlog.views import Shape
from mentorlog.views.confidence import shown_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Reader):
    """Takes no arguments of its own."""


def keys_and_sealed(desk: Desk, typed: Status) -> Result:  # noqa: ARG001 - it takes nothing
    people = (_person(desk, person) for person in desk.contents.relationships)
    return Result(view=seen(desk, "status", people=tuple(people)))


def keys_of(desk: Desk) -> Keys:
    """The keys of this machine. Raises Refused if there are none."""
    keys = desk.journal.keys
    if keys is None:
        raise Refused("There's no folder for keys.")
    return keys


def _person(desk: Desk, relationship: Relationship) -> SealedPerson:
    root = desk.journal.root
    hidden = [sealed.is_sealed_at(root, path) for path in _paths(desk, relationship)]
    return SealedPerson(
        handle=relationship.handle,
        name=shown_name(relationship, reveal=desk.reveal),
        comes=sealed.is_sealed_at(root, desk.journal.file_of(relationship)),
        sealed=hidden.count(True),
        plain=hidden.count(False),
    )


def _paths(desk: Desk, relationship: Relationship) -> Iterator[str]:
    """The files of its entries, except plans without words."""
    for entry in relationship.entries:
        for path in desk.journal.files_of(entry.id)[:1]:
            if not sealed.is_bare_plan_at(desk.journal.root, path):
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
    """Whether the file can be reached; not on an unplugged drive."""
    try:
        files.read(path)
    except (Missing, OSError):
        return False
    return True


def check_made(desk: Desk) -> None:
    """Raises Refused if there are no keys to seal with."""
    keys = keys_of(desk)
    if any(sealed.sealed_files(desk.journal.root)):
        keys.check()
    if not keys.can_seal:
        raise Refused(
            "There are no keys yet.",
            "Create them once:  mentorlog seal init --recovery FILE\n"
            "If another machine has them, copy its identity.txt and recipients.txt to "
            f"{keys.identity.parent}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPerson:
    """`sealed`, `plain`: how many entries. `comes`: whether new entries will be sealed."""

    JSON: ClassVar[Shape] = Shape(left_out=("comes",), keys={"on": "comes"})

    handle: str
    name: str
    comes: bool
    sealed: int
    plain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The keys, and what is sealed. `identity`, `recovery`: files.

    `recovery`: None if only its public key is known.
    `protected`: whether the identity has a passphrase; None = it isn't here.
    `recovery_here`: whether the recovery key is still on this computer.
    `opened`, `opened_by_recovery`: how many blocks each key opened; None = not tried.
    """

    JSON: ClassVar[Shape] = Shape(schema="seal", left_out=("people",), keys={"items": "people"})

    action: str
    as_of: dt.date
    identity: str
    protected: bool | None
    recovery: str | None
    recovery_here: bool
    can_seal: bool = True
    people: tuple[SealedPerson, ...] = ()
    opened: int | None = None
    opened_by_recovery: int | None = None
    dry_run: bool = False


HIDDEN = (
    "Hidden: everything you write, such as notes, topics, goals, action items and reasons.",
    "Not hidden: who you meet, when and for how long, due dates, and sizes.",
    "Not covered: earlier copies in git, synchronizers, backups, mail, and on the disk itself.",
    "Anyone with a key and its passphrase can read it all; without both keys, nobody can.",
)
_COLUMN = 12  # cells: the longest label, and a gap


def text(view: Sealed, look: Look) -> Iterator[Line]:
    """The keys, then what the command did."""
    if view.dry_run:
        yield from _foreseen(view, look)
        return
    if not view.can_seal and any(person.sealed for person in view.people):
        yield line("There are no keys here, so nothing can be sealed or opened.")
        yield line("Copy identity.txt and recipients.txt from the machine that has them to")
        yield line("  ", look.verbatim(str(Path(view.identity).parent)))
    elif not view.can_seal:
        yield line("There are no keys here, so nothing can be sealed yet.")
        yield line("  ", (command("seal", "init", "--recovery", "FILE"), Style.COMMAND))
    else:
        yield from _keys(view, look)
    match view.action:
        case "init":
            yield from _explained(look)
        case "test":
            yield from _tested(view, look)
        case _:
            yield from _people(view, look)


def _foreseen(view: Sealed, look: Look) -> Iterator[Line]:
    yield line("Would make the keys. Nothing was written.")
    files = [("Identity", view.identity)]
    files += [("Recovery", view.recovery)] if view.recovery else []
    for label, path in files:
        shown = look.verbatim(path)
        yield line((f"{label:{_COLUMN}}", Style.FAINT), shown)


def _keys(view: Sealed, look: Look) -> Iterator[Line]:
    for label, text in (("Identity", _identity(view, look)), ("Recovery", _recovery(view, look))):
        yield line((f"{label:{_COLUMN}}", Style.FAINT), text)  # a path is never wrapped
    if view.recovery_here:
        yield from filled("Move the recovery key off this computer, then delete it here.", look)


def _identity(view: Sealed, look: Look) -> str:
    path = look.verbatim(view.identity)
    if view.protected is None:
        return f"not here: {path}"
    return f"{path}, {'behind a passphrase' if view.protected else 'without a passphrase'}"


def _recovery(view: Sealed, look: Look) -> str:
    if view.recovery is None:
        return "your own key; only its public half is here"
    path = look.verbatim(view.recovery)
    return path if view.recovery_here else f"no longer in {path}"


def _explained(look: Look) -> Iterator[Line]:
    yield line()
    for sentence in HIDDEN:
        yield from filled(sentence, look)
    yield line()
    yield line("Begin:     ", (command("seal", "on", "WHO"), Style.COMMAND))
    yield line("Test it:  ", (command("seal", "test"), Style.COMMAND))


def _people(view: Sealed, look: Look) -> Iterator[Line]:
    shown = [person for person in view.people if person.comes or person.sealed]
    if view.can_seal and not shown:
        yield line("Nothing is sealed.  ", (command("seal", "on", "WHO"), Style.COMMAND))
    for person in shown:
        name = look.safe(person.name)
        yield from filled(f"{name} ({person.handle}): {_extent(person)}", look)
        if person.comes and person.plain and view.can_seal:
            yield line("  ", (command("seal", "on", person.handle), Style.COMMAND))


def _extent(person: SealedPerson) -> str:
    count = counted(person.sealed, "entry")
    if not person.comes:
        return f"{count} sealed"
    return f"{count} sealed, {person.plain} still plain" if person.plain else f"sealed, {count}"


def _tested(view: Sealed, look: Look) -> Iterator[Line]:
    yield from filled(f"Your key opens a test and {_blocks(view.opened or 0)}.", look)
    if view.opened_by_recovery is not None:
        sentence = f"The recovery key does, too: {_blocks(view.opened_by_recovery)}."
        yield from filled(sentence, look)
    else:
        yield from filled("The recovery key wasn't tried. Plug it in, then:", look)
        yield line("  ", (command("seal", "test", "--recovery", "FILE"), Style.COMMAND))


def _blocks(count: int) -> str:
    return f"{counted(count, 'block')} of the journal"


COMMAND = Reading(Status, keys_and_sealed)
