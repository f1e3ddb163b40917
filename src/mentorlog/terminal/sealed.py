"""What seal tells: where the keys are, what they hide and what they don't, and what they open."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe, verbatim
from mentorlog.terminal.wording import command, counted
from mentorlog.views.sealed import Sealed, SealedPerson

HIDDEN = (
    "Hidden: what you write. Notes, topics, goals, promises, reasons; every word beside the head.",
    "Not hidden: with whom and when you meet, for how long, who owes something by when, sizes.",
    "Out of reach: earlier copies in git, synchronisers, backups, mail, and on the disk itself.",
    "Whoever has a key and its passphrase reads all of it; if both keys are lost, nobody does.",
)
_COLUMN = 12  # cells: the longest label, and a gap


def sealed(view: Sealed, look: Look) -> Iterator[Text]:
    """The keys; then what the command is about."""
    if view.dry_run:
        yield from _foreseen(view, look)
        return
    if not view.can_seal:
        yield line("No keys here, so nothing can be sealed yet.")
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


def _foreseen(view: Sealed, look: Look) -> Iterator[Text]:
    yield line("Would make the keys. Nothing was written.")
    files = [("Identity", view.identity)]
    files += [("Recovery", view.recovery)] if view.recovery else []
    for label, path in files:
        shown = verbatim(path, ascii_only=look.ascii_only)
        yield line((f"{label:{_COLUMN}}", Style.FAINT), shown)


def _keys(view: Sealed, look: Look) -> Iterator[Text]:
    for label, text in (("Identity", _identity(view, look)), ("Recovery", _recovery(view, look))):
        yield line((f"{label:{_COLUMN}}", Style.FAINT), text)  # a path is never folded
    if view.recovery_here:
        yield from filled("Move the recovery key off this computer, then delete it here.", look)


def _identity(view: Sealed, look: Look) -> str:
    path = verbatim(view.identity, ascii_only=look.ascii_only)
    if view.protected is None:
        return f"not here: {path}"
    return f"{path}, {'behind a passphrase' if view.protected else 'without a passphrase'}"


def _recovery(view: Sealed, look: Look) -> str:
    if view.recovery is None:
        return "a key of yours, of which only the public half is known here"
    path = verbatim(view.recovery, ascii_only=look.ascii_only)
    return path if view.recovery_here else f"no longer in {path}"


def _explained(look: Look) -> Iterator[Text]:
    yield line()
    for said in HIDDEN:
        yield from filled(said, look)
    yield line()
    yield line("Begin:     ", (command("seal", "on", "WHO"), Style.COMMAND))
    yield line("Prove it:  ", (command("seal", "test"), Style.COMMAND))


def _people(view: Sealed, look: Look) -> Iterator[Text]:
    shown = [one for one in view.people if one.comes or one.sealed]
    if view.can_seal and not shown:
        yield line("Nothing is sealed.  ", (command("seal", "on", "WHO"), Style.COMMAND))
    for one in shown:
        name = safe(one.name, ascii_only=look.ascii_only)
        yield from filled(f"{name} ({one.handle}): {_extent(one)}", look)
        if one.comes and one.plain:
            yield line("  ", (command("seal", "on", one.handle), Style.COMMAND))


def _extent(one: SealedPerson) -> str:
    count = counted(one.sealed, "entry").replace("entrys", "entries")
    if not one.comes:
        return f"{count} sealed"
    return f"{count} sealed, {one.plain} still plain" if one.plain else f"sealed, {count}"


def _tested(view: Sealed, look: Look) -> Iterator[Text]:
    yield from filled(f"The identity opens a new block and {_blocks(view.opened or 0)}.", look)
    if view.opened_by_recovery is not None:
        said = f"So does the recovery key: {_blocks(view.opened_by_recovery)}."
        yield from filled(said, look)
    else:
        yield from filled("The recovery key was not tried; plug it in, then:", look)
        yield line("  ", (command("seal", "test", "--recovery", "FILE"), Style.COMMAND))


def _blocks(count: int) -> str:
    return f"{counted(count, 'block')} of the journal"
