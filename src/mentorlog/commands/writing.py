"""What a writing command is, and how it is carried out.

A command only decides: it is given the desk, what was typed and a change to put things on, and
never touches the disk, asks or tells. That happens here, once for all commands: what was typed is
kept, the change is saved, the result is told.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TextIO, cast

from mentorlog.arguments import Arguments, about
from mentorlog.commands.desk import Desk, at, journal_of, prompt_of
from mentorlog.commands.editing import Sheet, edited
from mentorlog.commands.kept import A, Kept, offered
from mentorlog.commands.rooms import Result
from mentorlog.commands.typed import level
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment, meets_at_weekends, suggested
from mentorlog.environment import Environment
from mentorlog.errors import (
    Interrupted,
    MentorlogError,
    NoKeys,
    Refused,
    StorageFailed,
    UsageError,
    storage_failure,
)
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change
from mentorlog.journal.change import Change as Writing
from mentorlog.journal.names import resolved
from mentorlog.journal.saving import save
from mentorlog.journal.transaction import Saved
from mentorlog.terminal.waiting import Work, waiting
from mentorlog.terminal.wording import every
from mentorlog.views.confidence import shown_name
from mentorlog.views.written import LeftOut, Written, WrittenEntry

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.terminal.prompts import Prompt

__all__ = ["Command", "Options", "Writing", "carried_out", "following"]

_SAVED_BEFORE = "That was interrupted while it was saved, and has been completed: it is all there."
LATEST = "latest"  # `--resume` without a draft's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What every writer takes."""

    dry_run: bool = False
    no_input: bool = False
    resume: str | None = None
    visibility: str | None = None


@dataclass(frozen=True, slots=True)
class Command(Generic[A]):
    """A writer: its name, what it takes, how it decides, and what it may ask on a terminal.

    `ask` completes what was typed and calls its last argument after each answer; `confirmed`: the
    result is shown and agreed to on a terminal before it is saved, even if nothing was asked.
    `then`: the command that follows on a terminal, by what was written.
    `sheet`: what an editor opens, if that is wanted (`edit` among what was typed says no).
    `levels`: whether --visibility means anything, as it writes an entry that may be shown.
    `alone`: it looks at nobody but the `who` among what was typed.
    `work`: what one waits for while it decides, if that may take long; then it asks nothing.
    `at_once`: what was answered is saved without a summary to agree to.
    `needs`: fields that are asked for on a terminal where they are missing, in this order.
    """

    name: str
    arguments: type[A]
    act: Callable[[Desk, A, Writing], Relationship]
    ask: Callable[[Desk, A, Prompt, Callable[[A], object]], A] | None = None
    confirmed: bool = False
    sheet: Callable[[Desk, A, Writing, Relationship], Sheet] | None = None
    then: Callable[[Written], tuple[Command[Any], object] | None] | None = None
    levels: bool = True
    alone: bool = False
    work: Work | None = None
    needs: tuple[str, ...] = ()
    at_once: bool = False

    def opens_an_editor(self, typed: A) -> bool:
        return self.sheet is not None and bool(getattr(typed, "edit", True))


def following(command: Command[Any], result: Result) -> tuple[Command[Any], Any] | None:
    """What was written leads to this command, with these arguments; None: to nothing."""
    if command.then is None or not isinstance(result.view, Written):
        return None
    return command.then(result.view)


def carried_out(
    environment: Environment, command: Command[A], typed: A, options: Options
) -> Result:
    """Decide, save, tell. Whatever goes wrong, what was typed is kept, and the way back told."""
    journal = journal_of(environment, ask=not options.no_input)
    kept = Kept(journal, command.name, environment.today)
    try:
        return _carried_out(environment, command, typed, options, kept)
    finally:
        kept.let_go()


def _carried_out(
    environment: Environment, command: Command[A], typed: A, options: Options, kept: Kept
) -> Result:
    if options.resume is not None:
        typed = kept.resumed(typed, None if options.resume == LATEST else options.resume)
    from_stdin = _from_stdin(typed)
    try:
        if not (options.dry_run or from_stdin):
            kept.keep_prose(typed)
        return _decided_and_saved(environment, command, typed, options, kept)
    except NoKeys as error:  # a draft would be in plain text
        kept.drop()
        error.hint = f"{error.hint}\nNothing was saved, and what you typed is not kept."
        raise
    except MentorlogError as error:
        if isinstance(error, (Refused, UsageError)) and kept.was_saved():
            raise Refused(_SAVED_BEFORE, "Nothing was saved twice.") from None
        kept.tell(error, _rescued(error, typed, environment, kept))
        raise
    except KeyboardInterrupt:
        stopped = Interrupted("Stopped.")
        kept.tell(stopped, typed)
        raise stopped from None
    except OSError as error:  # of a module, say, that the disk no longer gives
        failure = storage_failure(error, str(error.filename or "the program"))
        kept.tell(failure, _rescued(failure, typed, environment, kept))
        raise failure from error
    except MemoryError as error:
        failure = StorageFailed(
            "There is not enough memory.", "Close other programs, then try again."
        )
        kept.tell(failure, typed)
        raise failure from error
    except Exception as error:
        error.add_note(kept.way_back())
        raise


def _decided_and_saved(
    environment: Environment, command: Command[A], typed: A, options: Options, kept: Kept
) -> Result:
    if not options.dry_run:
        kept.settle()
    desk = at(
        environment,
        ask=not options.no_input,
        about=_about(typed) if command.alone else None,
        journal=kept.journal,
    )
    kept.tell_whom(desk.contents.relationships)
    visibility = level(options.visibility)
    prompt = prompt_of(environment) if environment.terminal and not options.no_input else None
    typed, answered = _completed(desk, command, typed, options=options, kept=kept, prompt=prompt)
    edits = command.opens_an_editor(typed) and not options.dry_run
    change = desk.journal.change(
        ids=kept.ids(), visibility=visibility if command.levels else None, draft=kept.id
    )
    with waiting(environment.stderr, command.work):
        relationship = command.act(desk, answered, change)
    if edits and command.sheet is not None:
        sheet = command.sheet(desk, answered, change, relationship)
        relationship = edited(desk, sheet, prompt, kept, answered) or relationship
    foreseen = _told(desk, command.name, change, relationship, dry_run=True)
    if options.dry_run:
        return Result(view=foreseen)
    asked = answered != typed and not command.at_once
    confirmed = prompt is not None and (command.confirmed or asked)
    if prompt is not None and confirmed:
        _confirm(foreseen, prompt)
    draft = kept.draft or kept.keep(answered)
    if edits and change.is_empty:
        kept.drop()
        return Result(view=_told(desk, "edit", change, relationship, dry_run=False))
    with waiting(environment.stderr, Work.SAVING):
        corrected = partial(kept.is_corrected, typed=answered)
        saved = save(desk.journal, change, draft, kept.completed, corrected)
    entries = _entries(change, saved)  # perhaps an earlier attempt's
    return Result(view=replace(foreseen, dry_run=False, entries=entries, agreed_to=confirmed))


def _about(typed: Arguments) -> str | None:
    """WHO, if a command names nobody else."""
    who = getattr(typed, "who", None)
    return who if _named(typed) == [who] else None


def _named(typed: Arguments) -> list[str]:
    """The words for people, or for entries, that a command is about."""
    said = (getattr(typed, name) or () for name in about(type(typed)))
    return [word for one in said for word in ((one,) if isinstance(one, str) else one)]


def _completed(
    desk: Desk,
    command: Command[A],
    typed: A,
    *,
    options: Options,
    kept: Kept,
    prompt: Prompt | None,
) -> tuple[A, A]:
    """What was typed, from stdin too, and what it is once the command has asked for the rest.

    Nobody is asked, and stdin isn't read, for what could not be kept then.
    """
    name = _from_stdin(typed)
    if name or (prompt is not None and command.ask is not None):
        _check_keys(desk, typed)
    if name:
        typed = _with_stdin(typed, name, desk.environment, kept, dry_run=options.dry_run)
    if options.resume is None and not options.dry_run:
        typed = offered(desk, kept, typed, command.name, prompt)
    keep = _forget if options.dry_run else kept.keep
    if prompt is not None and command.needs:
        from mentorlog.commands.who import supplied  # only where somebody can be asked

        typed = supplied(desk, typed, command.needs, prompt, keep)
    if prompt is not None and command.ask is not None:
        return typed, command.ask(desk, typed, prompt, keep)
    return typed, typed


def _told(
    desk: Desk, action: str, change: Change, relationship: Relationship, *, dry_run: bool
) -> Written:
    after = change.after(relationship)
    found = assessment(after, desk.today)
    return Written(
        action=action,
        as_of=desk.today,
        dry_run=dry_run,
        handle=relationship.handle,
        name=every(shown_name(one, reveal=False) for one in (relationship, *change.others)),
        entries=_entries(change, change.saved),
        next_due=found.due,
        suggested=suggested(found.due, desk.today, weekends=meets_at_weekends(after, desk.today))
        if found.due and found.due > desk.today
        else None,
        due_before=assessment(relationship, desk.today).due if change.before else None,
        end=found.end,
        booked=found.next_planned is not None,
        before=change.before,
        to_raise=change.to_raise,
        lines=tuple(change.lines),
        erases=change.erases,
        left_out=tuple(LeftOut(place=place, why=why) for place, why in change.left_out),
        here_already=change.here_already,
        taken=change.taken,
        changed=change.followed,
    )


def _entries(change: Change, saved: tuple[Saved, ...]) -> tuple[WrittenEntry, ...]:
    """The files as they are told of, each with its entry as it is now."""
    return tuple(
        WrittenEntry(
            id=one.id,
            kind=one.kind,
            date=dt.date.fromisoformat(one.date) if one.date else None,
            file=one.file,
            entry=change.entries.get(one.id),
        )
        for one in (*saved, *change.people)
    )


def _from_stdin(typed: A) -> str | None:
    """The field that is to be read from stdin, where a lone "-" stands. Raises UsageError."""
    asking = [name for name in typed.prose if getattr(typed, name) == "-"]
    if len(asking) > 1:
        raise UsageError("Only one text can come from stdin.")
    return asking[0] if asking else None


def _rescued(error: MentorlogError, typed: A, environment: Environment, kept: Kept) -> A:
    """What was typed, with what still stands on stdin where the disk failed before it was read."""
    name = _from_stdin(typed) if isinstance(error, StorageFailed) else None
    if name is None or kept.was_typed:
        return typed
    with contextlib.suppress(StorageFailed, UsageError):  # then it is printed
        return _with_stdin(typed, name, environment, kept, dry_run=False)
    return typed


def _with_stdin(typed: A, name: str, environment: Environment, kept: Kept, *, dry_run: bool) -> A:
    """What was typed, with what stands on stdin, all of which is kept.

    Raises UsageError if it is no text; it is kept as far as it can be read.
    """
    data = _bytes_of(environment.stdin)
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    typed = cast("A", replace(cast("DataclassInstance", typed), **{name: text}))
    if not dry_run:
        kept.keep_prose(typed)
    try:
        data.decode()
    except UnicodeDecodeError:
        raise UsageError("What stands on stdin is not UTF-8 text.") from None
    return typed


def _bytes_of(stream: TextIO) -> bytes:
    """All that stands there, whatever encoding the locale prefers."""
    return (
        stream.buffer.read()
        if hasattr(stream, "buffer")
        else stream.read().encode(errors="replace")
    )


def _check_keys(desk: Desk, typed: Arguments) -> None:
    """Raises NoKeys if what is about to be said could not be sealed, as it has to be."""
    from mentorlog.journal.seal.sealed import is_sealed_at

    for word in _named(typed):
        try:
            who = resolved(word, desk.contents.relationships)
        except Refused:  # somebody new, or the command says better what is wrong with the name
            continue
        keys = desk.journal.keys
        if keys is not None and is_sealed_at(desk.journal.root, desk.journal.file_of(who)):
            keys.check()


def _forget(_: object) -> None:
    """A dry run keeps nothing."""


def _confirm(foreseen: Written, prompt: Prompt) -> None:
    """Show what would be saved. Raises Interrupted unless it is agreed to."""
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.written import summary

    prompt.say("")
    look = Look() if prompt.width is None else Look(width=prompt.width)
    for line in summary(foreseen, look):
        prompt.say(line.plain)
    if not prompt.agrees("Save?"):
        raise Interrupted("Nothing was saved.")
