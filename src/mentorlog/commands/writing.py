"""What a writing command is, and how it is carried out.

A command only decides: it gets the desk, its typed arguments and an empty change, and puts entries
on the change. It never touches the disk, asks or prints. This module does that once for all
commands: it keeps the draft, asks, saves the change and builds the result.
"""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TextIO, cast

from mentorlog.arguments import Arguments, about, parameters
from mentorlog.commands import Result
from mentorlog.commands.desk import Desk, at, journal_of, prompt_of
from mentorlog.commands.editing import Sheet, accepted, edited
from mentorlog.commands.kept import A, Kept, mended, offered, words_in
from mentorlog.commands.typed import checked, level, refuse_controls, refuse_endless
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment, meets_at_weekends, suggested
from mentorlog.environment import Environment
from mentorlog.errors import (
    NOT_KEPT,
    Conflict,
    Interrupted,
    MentorlogError,
    NoKeys,
    OutOfMemory,
    Refused,
    StorageFailed,
    UsageError,
    lacks_memory,
    storage_failure,
)
from mentorlog.frozen import dataclass
from mentorlog.journal.change import Change
from mentorlog.journal.drafts import Draft
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import resolved
from mentorlog.journal.saving import changed_meanwhile, held, save
from mentorlog.journal.scan import About
from mentorlog.journal.transaction import Saved
from mentorlog.terminal.console import Work, waiting
from mentorlog.terminal.wording import every
from mentorlog.views.confidence import shown_name
from mentorlog.views.written import LeftOut, Written, WrittenEntry

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.terminal.prompts import Prompt

_SAVED_BEFORE = "An earlier command was interrupted while saving; it's complete now."
_PIECE = 1 << 16  # bytes or characters
LATEST = "latest"  # `--resume` without a draft's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of every writing command."""

    dry_run: bool = False
    no_input: bool = False
    resume: str | None = None
    visibility: str | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Command(Generic[A]):
    """A writing command: its name, its arguments, how it decides, and what it may ask.

    `ask` completes the arguments on a terminal and calls its last parameter after each answer.
    `confirmed`: the result must be agreed to on a terminal before it is saved, even if nothing was
        asked.
    `then`: the command that follows on a terminal, chosen by the result.
    `sheet`: what `--edit` opens in an editor.
    `levels`: whether --visibility applies, because it writes an entry that can be shown.
    `alone`: it reads only the people it is about, or whose entries it is about.
    `work`: shown while it decides, if that may take long.
    `at_once`: answers are saved without a summary to agree to.
    `check`: refuses impossible options before the first question.
    `needs`: fields asked for on a terminal if they are missing, in this order.
    `fits`: the people listed first when one is asked for.
    """

    name: str
    arguments: type[A]
    act: Callable[[Desk, A, Change], Relationship]
    ask: Callable[[Desk, A, Prompt, Callable[[A], object]], A] | None = None
    confirmed: bool = False
    sheet: Callable[[Desk, A, Change, Relationship], Sheet] | None = None
    then: Callable[[Written], tuple[Command[Any], object] | None] | None = None
    levels: bool = True
    alone: bool = False
    work: Work | None = None
    check: Callable[[Desk, A], object] | None = None
    needs: tuple[str, ...] = ()
    fits: Callable[[Desk, Relationship], bool] = lambda _, __: True
    at_once: bool = False

    def opens_an_editor(self, typed: A) -> bool:
        return self.sheet is not None and bool(getattr(typed, "edit", True))


def following(command: Command[Any], result: Result) -> tuple[Command[Any], Any] | None:
    """The command to run next on a terminal, with its arguments; None if there is none."""
    if command.then is None or not isinstance(result.view, Written):
        return None
    return command.then(result.view)


def carried_out(
    environment: Environment, command: Command[A], typed: A, options: Options
) -> Result:
    """Decide, save, and return the result. If anything fails, the arguments are kept as a draft."""
    journal = journal_of(environment, ask=not options.no_input)
    try:
        kept = Kept(journal, command.name, environment.today)
    except StorageFailed as error:  # the journal's folder can't be read
        error.words = words_in(typed, _from_stdin_in(environment.stdin, []))
        raise
    try:
        return _carried_out(environment, command, typed, options, kept)
    except MentorlogError:
        raise
    except Exception as error:
        if (failure := _with_words(error, typed, environment, kept, options)) is not error:
            raise failure from None
        raise
    finally:
        kept.let_go()


def set_aside(environment: Environment, command: Command[A], typed: A) -> str:
    """Keep the words of a command that can't be run, as a draft.

    Returns how to go on with them; "" if there are none, or they can't be kept.
    """
    with contextlib.suppress(MentorlogError):
        kept = Kept(journal_of(environment, ask=False), command.name, environment.today)
        if _from_stdin(typed) is None:
            kept.keep_prose(typed)
        kept.let_go()
        return kept.way_back()
    return ""


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
    except NoKeys as error:  # a draft would be plain text
        kept.drop()
        lost = ", and what you typed isn't kept" * kept.has_words(typed)
        error.hint = f"{error.hint}\nNothing was saved{lost}."
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
    except OSError as error:  # for example, a module that can't be read any more
        failure = storage_failure(error, str(error.filename or "the program"))
        kept.tell(failure, _rescued(failure, typed, environment, kept))
        raise failure from error


def _decided_and_saved(
    environment: Environment, command: Command[A], typed: A, options: Options, kept: Kept
) -> Result:
    if not options.dry_run:
        kept.settle()
    with _lock(environment, command, typed, options, kept.journal):
        return _asked_and_saved(environment, command, typed, options, kept)


def _lock(
    environment: Environment, command: Command[A], typed: A, options: Options, journal: Journal
) -> AbstractContextManager[object]:
    """The journal's lock if it's free and nobody is waited for between reading and saving.

    Then no other command changes the journal, and it needn't be looked at again before saving.
    """
    lock = contextlib.ExitStack()
    waits = (
        (environment.terminal and not options.no_input)
        or command.opens_an_editor(typed)
        or _from_stdin(typed)
    )
    with contextlib.suppress(MentorlogError):  # told when it saves, where words are kept
        if command.alone and not (waits or options.dry_run) and journal.id:
            lock.enter_context(held(journal, command.name, timeout=0))
    return lock


def _asked_and_saved(
    environment: Environment, command: Command[A], typed: A, options: Options, kept: Kept
) -> Result:
    may_ask = environment.terminal and not options.no_input
    desk = at(
        environment,
        ask=not options.no_input,
        about=_about(typed)._replace(asks=may_ask) if command.alone else None,
        journal=kept.journal,
    )
    kept.tell_whom(desk.contents.relationships)
    level(options.visibility)  # refuse a wrong one before asking anything
    prompt = prompt_of(environment) if may_ask else None
    prompt = prompt and replace(prompt, said=kept.said)
    typed, answered = _completed(desk, command, typed, options=options, kept=kept, prompt=prompt)
    first = _first_decided(desk, command, answered, options, kept)
    if command.opens_an_editor(typed) and not options.dry_run and command.sheet is not None:
        first = _edited(first, command, answered, prompt, kept)
    if options.dry_run:
        return Result(view=first.told(command.name, dry_run=True))
    asked = answered != typed and not command.at_once
    resumed = options.resume is not None and command.ask is not None and not command.at_once
    confirmed = prompt is not None and (command.confirmed or asked or resumed)
    if prompt is not None and confirmed:
        may_change = asked and first.sheet is None
        while not _confirmed(first.told(command.name, dry_run=True), prompt, may_change=may_change):
            answered = _asked_again(desk, command, typed, prompt, kept)
            first = _first_decided(desk, command, answered, options, kept)
    draft = kept.draft or kept.keep(answered)
    if first.sheet is not None and first.change.is_empty:
        kept.drop()
        return Result(view=first.told("edit"))

    def again() -> _Decided:
        return _decided_again(first, command, answered, options, kept, agreed_to=confirmed)

    with waiting(environment.stderr, Work.SAVING):
        corrected = partial(kept.is_corrected, typed=answered)
        last, saved = _saved(first, draft, kept, corrected, again)
    entries = _entries(last.change, saved)  # an earlier attempt may have saved them
    view = replace(last.told(command.name), entries=entries, agreed_to=confirmed)
    return Result(view=view)


def _saved(
    first: _Decided,
    draft: Draft,
    kept: Kept,
    corrected: Callable[[Draft], bool],
    decided_again: Callable[[], _Decided],
) -> tuple[_Decided, tuple[Saved, ...]]:
    """What was saved, and the decision that was carried out: the first, or one made again."""
    last = first

    def again() -> Change:
        nonlocal last
        last = decided_again()
        return last.change

    saved = save(
        first.desk.journal, first.change, draft, kept.completed, corrected=corrected, again=again
    )
    return last, saved


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What a command would change in the journal as loaded; `sheet`: what the editor opened."""

    desk: Desk
    change: Change
    relationship: Relationship
    sheet: Sheet | None = None

    def told(self, action: str, *, dry_run: bool = False) -> Written:
        return _result(self.desk, action, self.change, self.relationship, dry_run=dry_run)


def _first_decided(
    desk: Desk, command: Command[A], answered: A, options: Options, kept: Kept
) -> _Decided:
    """The decision, made again if a file changed while it was being made."""
    try:
        return _decided(desk, command, answered, options, kept)
    except Conflict:
        return _decided(desk.again(), command, answered, options, kept)


def _decided(
    desk: Desk, command: Command[A], answered: A, options: Options, kept: Kept
) -> _Decided:
    visibility = level(options.visibility) if command.levels else None
    change = desk.journal.change(ids=kept.ids(), visibility=visibility, draft=kept.id)
    with waiting(desk.environment.stderr, command.work):
        relationship = command.act(desk, answered, change)
    return _Decided(desk=desk, change=change, relationship=relationship)


def _edited(
    first: _Decided, command: Command[A], answered: A, prompt: Prompt | None, kept: Kept
) -> _Decided:
    """The decision, with what the user saved in the editor."""
    sheet = _sheet(first, command, answered)
    changed = edited(first.desk, sheet, prompt, kept, answered)
    return replace(first, relationship=changed or first.relationship, sheet=sheet)


def _sheet(decided: _Decided, command: Command[A], answered: A) -> Sheet:
    if command.sheet is None:
        raise TypeError(command.name)
    return command.sheet(decided.desk, answered, decided.change, decided.relationship)


def _decided_again(
    first: _Decided,
    command: Command[A],
    answered: A,
    options: Options,
    kept: Kept,
    *,
    agreed_to: bool,
) -> _Decided:
    """Decide again under the lock, from the journal as it is now.

    Raises Conflict if that would be about somebody else, needs an answer or an editor, or differs
    from what the user agreed to.
    """
    now = _decided(first.desk.again(), command, answered, options, kept)
    was, is_ = first.relationship.id, now.relationship.id
    if was != is_ and any(one.id == was for one in first.desk.contents.relationships):
        raise changed_meanwhile()
    if first.sheet is not None:
        sheet = _sheet(now, command, answered)
        if (sheet.base, sheet.text) != (first.sheet.base, first.sheet.text):
            raise changed_meanwhile(first.sheet.file)
        now = replace(now, relationship=accepted(sheet, kept) or now.relationship, sheet=sheet)
    if agreed_to and _essence(first.told("")) != _essence(now.told("")):
        raise changed_meanwhile()
    return now


def _essence(view: Written) -> Written:
    """The result without random ids, to compare two."""
    entries = tuple(replace(one, id="", file="") for one in view.entries)
    return replace(view, entries=entries)


def _check(desk: Desk, command: Command[A], typed: A) -> None:
    """Check all arguments before the first question. Raises UsageError, Refused."""
    checked(typed, desk.today)
    if command.check is not None:
        command.check(desk, typed)


def _about(typed: Arguments) -> About:
    """The arguments that name people or entries; none if WHO is missing."""
    if getattr(typed, "who", "") is None:
        return About()
    found: dict[bool, list[str]] = {True: [], False: []}
    for name in about(type(typed)):
        said = getattr(typed, name) or ()
        offers = parameters(type(typed))[name].offers
        found[offers == "people"] += (said,) if isinstance(said, str) else said
    return About(tuple(found[True]), tuple(found[False]))


def _completed(
    desk: Desk,
    command: Command[A],
    typed: A,
    *,
    options: Options,
    kept: Kept,
    prompt: Prompt | None,
) -> tuple[A, A]:
    """The arguments as typed (with stdin), and as completed by the command's questions.

    Asks nothing and doesn't read stdin if the answers couldn't be kept.
    """
    kept.check = check = partial(_check, desk, command)
    refuse_controls(typed)
    if options.resume is None:
        refuse_endless(typed)
    keep = _forget if options.dry_run else kept.keep
    if prompt is not None:
        if options.resume is not None:
            typed = mended(typed, check, prompt, keep)
        check(typed)
    name = _from_stdin(typed)
    if name or (prompt is not None and command.ask is not None):
        _check_keys(desk, typed)
    if name:
        typed = _with_stdin(typed, name, desk.environment, kept, dry_run=options.dry_run)
        refuse_controls(typed)
    is_told = prompt is not None or not options.as_json  # to a program, an error is all of stderr
    if options.resume is None and not options.dry_run and is_told:
        meant = offered(desk, kept, typed, command.name, prompt)
        if prompt is not None and meant != typed:
            meant = mended(meant, check, prompt, keep)
            check(meant)
        typed = meant
    if prompt is not None and command.needs:
        from mentorlog.commands.who import supplied  # imported only on a terminal

        typed = supplied(desk, typed, command.needs, prompt, keep, fits=command.fits, check=check)
    if prompt is not None and command.ask is not None:
        return typed, command.ask(desk, typed, prompt.going_on(), keep)
    return typed, typed


def _result(
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
        role=relationship.my_role,
        entries=_entries(change, change.saved),
        next_due=found.due,
        whose_due=shown_name(relationship, reveal=False) if change.others else "",
        suggested=suggested(found.due, desk.today, weekends=meets_at_weekends(after, desk.today))
        if found.due and found.due > desk.today
        else None,
        due_before=assessment(relationship, desk.today).due if change.before else None,
        end=found.end,
        booked=found.next_planned is not None,
        before=change.before,
        to_raise=change.to_raise,
        about=change.about,
        lines=tuple(change.lines),
        erases=change.erases,
        left_out=tuple(
            LeftOut(place=place, why=why, count=count) for place, why, count in change.left_out
        ),
        here_already=change.here_already,
        taken=change.taken,
        changed=change.followed,
    )


def _entries(change: Change, saved: tuple[Saved, ...]) -> tuple[WrittenEntry, ...]:
    """The saved files to report, each with its entry as it is now."""
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
    """The field given as "-", to be read from stdin; None if there is none. Raises UsageError."""
    asking = [name for name in typed.prose if getattr(typed, name) == "-"]
    if len(asking) > 1:
        raise UsageError("Only one text can come from stdin.")
    return asking[0] if asking else None


def _rescued(error: MentorlogError, typed: A, environment: Environment, kept: Kept) -> A:
    """The arguments with the text on stdin, read even though the disk failed."""
    name = _from_stdin(typed) if isinstance(error, StorageFailed) else None
    if name is None or kept.was_typed:
        return typed
    with contextlib.suppress(StorageFailed, UsageError):  # if the disk fails, the error prints it
        return _with_stdin(typed, name, environment, kept, dry_run=False)
    return typed


def _with_stdin(typed: A, name: str, environment: Environment, kept: Kept, *, dry_run: bool) -> A:
    """The arguments with the text on stdin, kept in the draft.

    Raises UsageError if it isn't text; it is kept as far as it can be read.
    """
    data = _bytes_of(environment.stdin, kept.read)
    typed = _saying(typed, name, data)
    if not dry_run:
        kept.keep_prose(typed)
    try:
        data.decode()
    except UnicodeDecodeError:
        raise UsageError("The text on stdin isn't UTF-8.") from None
    return typed


def _saying(typed: A, name: str, data: bytes) -> A:
    """The arguments with the text from stdin in the field that asked for it."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return cast("A", replace(cast("DataclassInstance", typed), **{name: text}))


def _bytes_of(stream: TextIO, read: list[bytes]) -> bytes:
    """All of stdin as bytes, whatever the locale's encoding. `read`: the pieces read so far."""
    read.extend(_pieces_of(stream))
    return b"".join(read)


def _pieces_of(stream: TextIO) -> Iterator[bytes]:
    """What is left on stdin, in pieces."""
    if hasattr(stream, "buffer"):
        return iter(lambda: stream.buffer.read(_PIECE), b"")
    return iter([stream.read().encode(errors="replace")])


def _with_words(
    error: Exception, typed: A, environment: Environment, kept: Kept, options: Options
) -> Exception:
    """An error that nobody foresaw, with where the words are; without a draft it has them."""
    failure = OutOfMemory() if lacks_memory(error) else None
    way_back = ""
    with contextlib.suppress(Exception):  # the first error is told
        name = _from_stdin(typed)
        if kept.draft is None and kept.was_typed is None and name:
            _with_stdin(typed, name, environment, kept, dry_run=options.dry_run)
        elif kept.draft is None and not options.dry_run:
            kept.keep_prose(kept.was_typed or typed)
    with contextlib.suppress(Exception):
        way_back = kept.way_back(named=failure is not None)
    words = words_in(kept.was_typed or typed, _from_stdin_in(environment.stdin, kept.read))
    if failure is None:
        text = "" if kept.draft is not None else "".join(words)
        error.add_note(way_back or (f"{NOT_KEPT}\n{text}" if text else ""))
        return error
    failure.hint = f"{failure.hint}\n{way_back}".strip()
    failure.words = () if way_back else words
    return failure


def _from_stdin_in(stdin: TextIO, read: list[bytes]) -> Iterator[str]:
    """The text on stdin, in pieces: what was read so far, and what is left."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    yield from (decoder.decode(data) for data in chain(read, _pieces_of(stdin)))


def _check_keys(desk: Desk, typed: Arguments) -> None:
    """Raises NoKeys if the words to be typed must be sealed and can't be."""
    from mentorlog.journal.sealed import is_sealed_at

    named = _about(typed)
    for word in (*named.people, *named.entries):
        try:
            who = resolved(word, desk.contents.relationships)
        except Refused:  # somebody new, or a wrong name, which the command reports better
            continue
        keys = desk.journal.keys
        if keys is not None and is_sealed_at(desk.journal.root, desk.journal.file_of(who)):
            keys.check()


def _forget(_: object) -> None:
    """Keep nothing, for a dry run."""


def _confirmed(foreseen: Written, prompt: Prompt, *, may_change: bool) -> bool:
    """Show what would be saved; False if answers are to be changed.

    Raises Interrupted if the user doesn't agree.
    """
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.written import summary

    prompt.say("")
    look = Look() if prompt.width is None else Look(width=prompt.width)
    for line in summary(foreseen, look):
        prompt.say(line.plain)
    agreed = prompt.agrees_or("Save?", "edit") if may_change else prompt.agrees("Save?")
    if agreed is None:
        return False
    if not agreed:
        raise Interrupted("Nothing was saved.")
    return True


def _asked_again(desk: Desk, command: Command[A], typed: A, prompt: Prompt, kept: Kept) -> A:
    """The arguments, completed again; each question offers its earlier answer.

    The draft has the earlier answers until all are given again.
    """
    if command.ask is None:
        return typed
    prompt.say("\nOnce more. Type - to clear an answer.")
    prompt = replace(prompt, earlier=dict(prompt.said or {}))
    answered = command.ask(desk, typed, prompt, lambda _: None)
    kept.keep(answered)
    return answered
