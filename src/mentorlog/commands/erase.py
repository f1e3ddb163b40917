"""Erase a person or the trash for good; it shows what goes, and asks first.

Example: mentorlog erase dana-oz
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from functools import partial

from mentorlog import files
from mentorlog.arguments import DRY_RUN, NO_INPUT, WHO, Writer, option
from mentorlog.commands import Alone, Result, kept
from mentorlog.commands.desk import Desk, at, journal_of, prompt_of
from mentorlog.commands.kept import entry_from_path
from mentorlog.commands.nudging import banner
from mentorlog.commands.questions import whose
from mentorlog.domain.relationship import Relationship
from mentorlog.environment import Environment
from mentorlog.errors import Interrupted, Missing, NotFound, Unconfirmed, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal import saving, trash
from mentorlog.journal.names import echoed
from mentorlog.journal.steps import take_all
from mentorlog.journal.trash import Traces, in_trash, not_to_be_undone, traces
from mentorlog.reminders import ledger
from mentorlog.reminders.scheduled import LOCK
from mentorlog.terminal.wording import command, counted
from mentorlog.views.confidence import shown_name
from mentorlog.views.written import Written, WrittenEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Writer):
    unused = ("visibility", "resume")
    who: str | None = WHO
    trash: bool = option("--trash", "Empty the trash for good.")
    yes: bool = option("--yes", "Don't ask.")
    dry_run: bool = DRY_RUN
    no_input: bool = NO_INPUT


def erase(environment: Environment, typed: Erase) -> Result:
    """Erase a person or the trash, once the user agrees."""
    if typed.who is None and not typed.trash and environment.terminal and not typed.no_input:
        typed = whose(at(environment), typed)
    if (typed.who is not None) == typed.trash:
        raise UsageError(
            "Erase what? A person, or the trash.",
            "mentorlog erase WHO   or: --trash",
        )
    if typed.who is not None:
        return _erase_person(environment, typed, typed.who)
    journal = journal_of(environment)
    trashed = in_trash(journal.root)
    lost = len(not_to_be_undone(journal.home, trashed))
    if trashed and not typed.dry_run:
        if not typed.yes:
            warning = (
                f"{counted(len(trashed), 'file')} in the trash will be gone for good.",
                *_consequence(lost),
            )
            _confirm(environment, typed, "--trash", warning)
        trashed = saving.empty_trash(journal)
    return Result(
        view=Written(
            action="erase",
            as_of=environment.today,
            dry_run=typed.dry_run,
            entries=tuple(map(entry_from_path, trashed)),
            lines=_consequence(lost) if typed.dry_run else (),
        )
    )


def _erase_person(environment: Environment, typed: Erase, who: str) -> Result:
    cut_short = trash.half_erased(environment.journal_folder)
    desk = at(environment, command=None if typed.dry_run else "erase", ask=False)
    try:
        relationship = desk.relationship(who)
    except NotFound:
        handles = {folder.rpartition("-")[0] or folder for folder in cut_short}
        if typed.dry_run or who not in {*cut_short, *handles}:
            raise
        ended = Written(action="erase", as_of=environment.today, handle=who, name=who)
        return Result(view=ended)  # an interrupted erasing was completed when the desk was made
    name = shown_name(relationship, reveal=False)
    erased = traces(desk.journal, relationship)
    if not typed.dry_run:
        if not typed.yes:
            warning = (
                _extent(erased, echoed(name)),
                *_copies(erased),
                *_out_of_reach(desk, erased),
            )
            _confirm(environment, typed, relationship.handle, warning)
        erased = _forget(desk, relationship, None if typed.yes else erased)
    return Result(
        view=Written(
            action="erase",
            as_of=environment.today,
            dry_run=typed.dry_run,
            handle=relationship.handle,
            name=name,
            entries=tuple(_entries(erased, relationship)),
            lines=(*_copies(erased), *_out_of_reach(desk, erased)),
        )
    )


def _entries(erased: Traces, relationship: Relationship) -> Iterator[WrittenEntry]:
    """What is erased, the person's own file with the person's id."""
    for entry in map(entry_from_path, (*erased.files, *erased.trash, *erased.others)):
        own = entry.kind == "relationship" and relationship.id
        yield replace(entry, id=relationship.id or "") if own else entry


def _forget(desk: Desk, relationship: Relationship, agreed_to: Traces | None) -> Traces:
    """Erase what nudges and the memo remember of a person, then all the rest.

    Returns what was erased. Raises Unconfirmed, StorageFailed, Conflict, NotFound.
    """
    erased: list[Traces] = []

    def erase_all() -> None:
        erased.append(saving.erase(desk.journal, relationship, agreed_to))

    try:
        take_all(
            (
                partial(_forget_nudges, desk, relationship),
                partial(_forget_snooze, desk, relationship),
                banner(desk.environment).clear,
                partial(_forget_cache, desk.environment),
                erase_all,
            )
        )
    except Unconfirmed as error:
        raise Unconfirmed("Erased, but the disk didn't confirm all of it.", error.hint) from error
    return erased[0]


def _forget_nudges(desk: Desk, relationship: Relationship) -> None:
    folder = desk.journal.state_folder
    if relationship.id is None or not folder.is_dir():
        return
    with files.lock(folder / LOCK, command="mentorlog erase"):
        book = ledger.load(folder, desk.today)
        if others := {k: day for k, day in book.delivered_on.items() if k[0] != relationship.id}:
            ledger.save(folder, replace(book, delivered_on=others))
        else:
            with contextlib.suppress(Missing):
                files.remove(folder / ledger.FILE)


def _forget_snooze(desk: Desk, relationship: Relationship) -> None:
    folder = desk.journal.state_folder
    if relationship.id is None or not folder.is_dir():
        return
    with files.lock(folder / LOCK, command="mentorlog erase"):
        snoozed = dict(ledger.snoozed(folder, desk.today))
        if snoozed.pop(relationship.id, None) is not None:
            ledger.snooze(folder, snoozed)


def _forget_cache(environment: Environment) -> None:
    with contextlib.suppress(Missing):
        files.remove_all(environment.cache_folder)


def _extent(erased: Traces, name: str) -> str:
    parts = zip(erased.extent, ("file", "file", "draft"), strict=True)
    places = ("in the journal", "in the trash", "not saved yet")
    listed = [
        f"{counted(count, what)} {place}"
        for (count, what), place in zip(parts, places, strict=True)
        if count
    ]
    return f"Everything with {name}: {', '.join(listed)} will be gone for good."


def _copies(erased: Traces) -> Iterator[str]:
    if erased.copies:
        yield f"Copies of the folder, too: {', '.join(map(echoed, erased.copies))}."


def _out_of_reach(desk: Desk, erased: Traces) -> Iterator[str]:
    """Lines that say what is left after erasing, and where."""
    if erased.logs:
        yield from _consequence(len(erased.logs))
    yield from kept.drafts_left(erased)
    if any((place / ".git").exists() for place in (desk.journal.root, *desk.journal.root.parents)):
        yield "git keeps what was committed in its history, here and where you sync to."
    yield "Not erased: exports, mail, synchronizers' versions, backups, remnants on the disk."
    yield "What you wrote about them elsewhere stays:  mentorlog find NAME"


def _confirm(environment: Environment, typed: Erase, what: str, lines: Iterable[str]) -> None:
    """Raises UsageError without a terminal, Interrupted unless the user agrees."""
    if typed.no_input or not environment.terminal:
        raise UsageError("Erasing is for good, so it needs --yes.", command("erase", what, "--yes"))
    prompt = prompt_of(environment)
    for line in lines:
        prompt.say(line)
    if not prompt.agrees("Erase it for good?", usually=False):
        raise Interrupted("Nothing was erased.")


def _consequence(lost: int) -> tuple[str, ...]:
    if not lost:
        return ()
    return (f"You can't undo earlier commands any more ({counted(lost, 'command')}).",)


COMMAND = Alone(Erase, erase)
