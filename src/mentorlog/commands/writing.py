"""What a writing command is, and how it is carried out.

A command only decides: it gets the desk, its typed arguments and an empty change, and puts entries
on the change. It never touches the disk, asks or prints. This module does that once for all
commands: it keeps the draft, asks, saves the change and builds the result.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Generic

from mentorlog.arguments import Arguments, about, parameters
from mentorlog.commands import Command, Result, stdin
from mentorlog.commands.desk import Desk, at, journal_of, prompt_of
from mentorlog.commands.kept import A, Kept, offered, words_in
from mentorlog.commands.typed import checked, level, refuse_controls, refuse_endless
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import assessment, meets_at_weekends, suggested
from mentorlog.environment import Environment
from mentorlog.errors import (
    NOT_KEPT,
    Conflict,
    DamagedJournal,
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
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.drafts import Draft
from mentorlog.journal.names import resolved
from mentorlog.journal.saving import changed_meanwhile, held, save
from mentorlog.journal.scan import About
from mentorlog.journal.steps import conflict
from mentorlog.journal.transaction import Saved
from mentorlog.terminal.console import Work, waiting
from mentorlog.terminal.wording import every
from mentorlog.views.confidence import shown_name
from mentorlog.views.written import LeftOut, Written, WrittenEntry

if TYPE_CHECKING:
    from mentorlog.commands.editing import Sheet
    from mentorlog.terminal.prompts import Prompt

_SAVED_BEFORE = "An earlier command was interrupted while saving; it's complete now."
SOON = 1.0  # seconds in which another command is done saving
LATEST = "latest"  # `--resume` without a draft's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    dry_run: bool = False
    no_input: bool = False
    resume: str | None = None
    visibility: str | None = None
    as_json: bool = False


def carried_out(
    environment: Environment, command: Command[A], typed: A, options: Options
) -> Result:
    """Decide, save, and return the result. If anything fails, the arguments are kept as a draft."""
    journal = journal_of(environment, ask=not options.no_input)
    try:
        kept = Kept(journal, command.name, environment.today)
    except StorageFailed as error:  # the journal's folder can't be read
        error.words = words_in(typed, stdin.texts_of(environment.stdin, []))
        raise
    run = _Run(environment, command, options, kept)
    try:
        return run.result(typed)
    except MentorlogError:
        raise
    except Exception as error:
        if (failure := run.with_words(error, typed)) is not error:
            raise failure from None
        raise
    finally:
        kept.release()


def set_aside(environment: Environment, command: Command[A], typed: A) -> str:
    """Keep the words of a command that can't be run, as a draft.

    Returns how to go on with them; "" if there are none, or they can't be kept.
    """
    with contextlib.suppress(MentorlogError):
        kept = Kept(journal_of(environment, ask=False), command.name, environment.today)
        if stdin.field_of(typed) is None:
            kept.keep_prose(typed)
        kept.release()
        return kept.how_to_resume()
    return ""


@dataclass(frozen=True, slots=True)
class _Run(Generic[A]):
    """A command at work: where it runs, and the draft that keeps its arguments."""

    environment: Environment
    command: Command[A]
    options: Options
    kept: Kept

    def result(self, typed: A) -> Result:
        """Carry it out; every error says where the words are."""
        if (draft := self.options.resume) is not None:
            typed = self.kept.resumed(typed, None if draft == LATEST else draft)
        from_stdin = stdin.field_of(typed)
        try:
            if not (self.options.dry_run or from_stdin):
                self.kept.keep_prose(typed)
            return self._decided_and_saved(typed)
        except NoKeys as error:  # a draft would be plain text
            self.kept.drop()
            lost = ", and what you typed isn't kept" if self.kept.has_words(typed) else ""
            error.hint = f"{error.hint}\nNothing was saved{lost}."
            raise
        except MentorlogError as error:
            if isinstance(error, (Refused, UsageError)) and self.kept.was_saved():
                raise Refused(_SAVED_BEFORE, "Nothing was saved twice.") from None
            self.kept.tell(error, self._rescued(error, typed))
            raise
        except KeyboardInterrupt:
            stopped = Interrupted("Stopped.")
            self.kept.tell(stopped, typed)
            raise stopped from None
        except OSError as error:  # for example, a module that can't be read any more
            failure = storage_failure(error, str(error.filename or "the program"))
            self.kept.tell(failure, self._rescued(failure, typed))
            raise failure from error

    def _decided_and_saved(self, typed: A) -> Result:
        if not self.options.dry_run:
            self.kept.settle()
        with self._lock(typed):
            return self._asked_and_saved(typed)

    @property
    def _asks(self) -> bool:
        return self.environment.terminal and not self.options.no_input

    def _lock(self, typed: A) -> AbstractContextManager[object]:
        """The journal's lock if it's free soon and nobody is waited for between reading and saving.

        Then no other command changes the journal, and it needn't be looked at again before saving.
        """
        lock = contextlib.ExitStack()
        waits = self._asks or self.command.opens_an_editor(typed) or stdin.field_of(typed)
        reads_others = self.command.reads_others
        with contextlib.suppress(MentorlogError):  # told when it saves, where words are kept
            if not (waits or reads_others or self.options.dry_run) and self.kept.journal.id:
                lock.enter_context(held(self.kept.journal, self.command.name, timeout=SOON))
        return lock

    def _asked_and_saved(self, typed: A) -> Result:
        resumed = self.options.resume is not None
        reads_all = self.command.reads_others or resumed  # its person may be renamed meanwhile
        about = _about(typed)._replace(asks=self._asks, ignores_copies=self.command.ignores_copies)
        desk = at(
            self.environment,
            ask=not self.options.no_input,
            about=None if reads_all else about,
            journal=self.kept.journal,
        )
        self.kept.tell_whom(desk.contents.relationships)
        if resumed:
            typed = self.kept.meant_now(typed)
        level(self.options.visibility)  # refuse a wrong one before asking anything
        prompt = None
        if self._asks:
            prompt = replace(prompt_of(self.environment), collected=self.kept.collected)
        typed, answered = self._completed(desk, typed, prompt)
        first = self._first_decided(desk, answered)
        if self.options.dry_run:
            return Result(view=self._foreseen(first))
        if self.command.opens_an_editor(typed):
            first = self._edited(first, answered, prompt)
        confirmed = prompt is not None and self._needs_a_yes(typed, answered)
        if prompt is not None and confirmed:
            first, answered = self._confirmed(first, (typed, answered), prompt)
        draft = self.kept.draft or self.kept.keep(answered)
        if first.sheet is not None and first.change.is_empty:
            self.kept.drop()
            return Result(view=first.result("edit"))
        return self._saved(first, answered, draft, agreed_to=confirmed)

    def _completed(self, desk: Desk, typed: A, prompt: Prompt | None) -> tuple[A, A]:
        """The arguments as typed (with stdin), and as completed by the command's questions.

        Asks nothing and doesn't read stdin if the answers couldn't be kept.
        """
        self.kept.check = check = partial(_check, desk, self.command)
        refuse_controls(typed)
        if self.options.resume is None:
            refuse_endless(typed)
        if prompt is None:
            typed = self._with_stdin(desk, typed)  # first, so that an error keeps what stands there
            check(typed)
            typed = self._with_draft(desk, typed, None)
            return typed, typed
        from mentorlog.commands.questions import mended, supplied  # imported only on a terminal

        if self.options.resume is not None:
            typed = mended(typed, check, prompt, self._keep)
        check(typed)
        typed = self._with_draft(desk, self._with_stdin(desk, typed), prompt)
        if needs := self.command.needs:
            fits = self.command.fits
            typed = supplied(desk, typed, needs, prompt, self._keep, fits=fits, check=check)
        if self.command.ask is None:
            return typed, typed
        return typed, self.command.ask(desk, typed, prompt.resumed(), self._keep)

    def _keep(self, typed: A) -> None:
        if not self.options.dry_run:
            self.kept.keep(typed)

    def _with_stdin(self, desk: Desk, typed: A) -> A:
        """The arguments with the text on stdin, if one comes from there. Raises NoKeys."""
        name = stdin.field_of(typed)
        if name or (self._asks and self.command.ask is not None):
            _check_keys(desk, typed)
        if name:
            typed = self._read_from_stdin(typed, name)
            refuse_controls(typed)
        return typed

    def _with_draft(self, desk: Desk, typed: A, prompt: Prompt | None) -> A:
        """The arguments, or those of a waiting draft if the user chooses it."""
        to_a_program = prompt is None and self.options.as_json  # an error is all of stderr then
        if self.options.resume is not None or self.options.dry_run or to_a_program:
            return typed
        meant = offered(desk, self.kept, typed, self.command.name, prompt)
        if prompt is not None and meant != typed:
            from mentorlog.commands.questions import mended

            check = partial(_check, desk, self.command)
            check(meant := mended(meant, check, prompt, self._keep))
        return meant

    def _first_decided(self, desk: Desk, answered: A) -> _Decided:
        """The decision; made again if it's refused because of what another command was changing."""
        change = self._no_change(desk)
        try:
            return self._decided(desk, answered, change)
        except (Refused, DamagedJournal) as refused:
            if not (isinstance(refused, Conflict) or self._is_outdated(change)):
                raise
            now = desk.again()
            try:
                decided = self._decided(now, answered)
            except Conflict:  # an answer is missing, or it changed once more
                raise refused from None
            return replace(decided, desk=replace(now, is_again=False))

    def _no_change(self, desk: Desk) -> Change:
        visibility = level(self.options.visibility) if self.command.levels else None
        kept = self.kept
        return desk.journal.change(ids=kept.ids(), visibility=visibility, draft=kept.id)

    def _is_outdated(self, change: Change) -> bool:
        """Whether the journal has changed since it was read, once no other command changes it."""
        journal = self.kept.journal
        with contextlib.suppress(MentorlogError):
            if not self.options.dry_run and journal.id and journal.home.lock.exists():
                with held(journal, self.command.name, timeout=SOON):
                    return change.is_outdated
        return change.is_outdated

    def _decided(self, desk: Desk, answered: A, change: Change | None = None) -> _Decided:
        change = change or self._no_change(desk)
        with waiting(self.environment.stderr, self.command.work):
            relationship = self.command.act(desk, answered, change)
        return _Decided(desk=desk, change=change, relationship=relationship)

    def _edited(self, first: _Decided, answered: A, prompt: Prompt | None) -> _Decided:
        """The decision, with what the user saved in the editor."""
        from mentorlog.commands.editing import edited  # most commands open none

        sheet = self._sheet(first, answered)
        changed = edited(first.desk, sheet, prompt, self.kept, answered)
        return replace(first, relationship=changed or first.relationship, sheet=sheet)

    def _sheet(self, decided: _Decided, answered: A) -> Sheet:
        if self.command.sheet is None:
            raise TypeError(self.command.name)
        return self.command.sheet(decided.desk, answered, decided.change, decided.relationship)

    def _needs_a_yes(self, typed: A, answered: A) -> bool:
        """Whether the summary must be agreed to, on a terminal."""
        resumed = self.options.resume is not None and self.command.ask is not None
        asked = answered != typed or resumed
        return self.command.confirmed or (asked and not self.command.at_once)

    def _confirmed(
        self, first: _Decided, arguments: tuple[A, A], prompt: Prompt
    ) -> tuple[_Decided, A]:
        """The decision and the answers that the user agrees to, perhaps after changing answers.

        `arguments`: as typed, and as answered. Until all are given again, the draft has
        the earlier answers. Raises Interrupted if the user doesn't agree.
        """
        from mentorlog.commands.questions import confirms

        typed, answered = arguments
        ask = self.command.ask if prompt.collected and first.sheet is None else None
        may_change = ask is not None and not self.command.at_once
        while not confirms(self._foreseen(first), prompt, may_change=may_change):
            if ask is not None:
                prompt.say("\nOnce more. Type - to clear an answer.")
                again = replace(prompt, earlier=dict(prompt.collected or {}))
                answered = ask(first.desk, typed, again, lambda _: None)
            self.kept.keep(answered)
            first = self._first_decided(first.desk, answered)
        return first, answered

    def _foreseen(self, first: _Decided) -> Written:
        return first.result(self.command.name, dry_run=True)

    def _saved(self, first: _Decided, answered: A, draft: Draft, *, agreed_to: bool) -> Result:
        """Save what was first decided, or what is decided again under the lock."""
        last = first

        def again() -> Change:
            nonlocal last
            last = self._decided_again(first, answered, agreed_to=agreed_to)
            return last.change

        with waiting(self.environment.stderr, Work.SAVING):
            saved = save(
                first.desk.journal,
                first.change,
                draft,
                self.kept.completed,
                corrected=partial(self.kept.is_corrected, typed=answered),
                again=again,
            )
        entries = _entries(last.change, saved)  # an earlier attempt may have saved them
        view = last.result(self.command.name)
        return Result(view=replace(view, entries=entries, agreed_to=agreed_to))

    def _decided_again(self, first: _Decided, answered: A, *, agreed_to: bool) -> _Decided:
        """Decide again under the lock, from the journal as it is now.

        Raises Conflict if that would be about somebody else, needs an answer or an editor, or
        differs from what the user agreed to.
        """
        now = self._decided(first.desk.again(), answered)
        before, after = first.relationship.id, now.relationship.id
        if before != after and any(
            person.id == before for person in first.desk.contents.relationships
        ):
            raise changed_meanwhile()
        if first.sheet is not None:
            sheet = self._sheet(now, answered)
            if (sheet.base, sheet.text) != (first.sheet.base, first.sheet.text):
                raise conflict(first.sheet.file)
            from mentorlog.commands.editing import accepted

            changed = accepted(sheet, self.kept)
            now = replace(now, relationship=changed or now.relationship, sheet=sheet)
        if agreed_to and _essence(first.result("")) != _essence(now.result("")):
            raise changed_meanwhile()
        return now

    def with_words(self, error: Exception, typed: A) -> Exception:
        """An error that nobody foresaw, with where the words are; without a draft it has them."""
        failure = OutOfMemory() if lacks_memory(error) else None
        kept, resuming = self.kept, ""
        with contextlib.suppress(Exception):  # the first error is told
            name = stdin.field_of(typed)
            if kept.draft is None and kept.was_typed is None and name:
                self._read_from_stdin(typed, name)
            elif kept.draft is None and not self.options.dry_run:
                kept.keep_prose(kept.was_typed or typed)
        with contextlib.suppress(Exception):
            resuming = kept.how_to_resume(named=failure is not None)
        texts = stdin.texts_of(self.environment.stdin, kept.read)
        words = words_in(kept.was_typed or typed, texts)
        if failure is None:
            text = "" if kept.draft is not None else "".join(words)
            error.add_note(resuming or (f"{NOT_KEPT}\n{text}" if text else ""))
            return error
        failure.hint = f"{failure.hint}\n{resuming}".strip()
        failure.words = () if resuming else words
        return failure

    def _rescued(self, error: MentorlogError, typed: A) -> A:
        """The arguments with the text on stdin, read even though the disk failed."""
        name = stdin.field_of(typed) if isinstance(error, StorageFailed) else None
        if name is None or self.kept.was_typed:
            return typed
        with contextlib.suppress(StorageFailed, UsageError):  # the error will print the text
            return self._read_from_stdin(typed, name)
        return typed

    def _read_from_stdin(self, typed: A, name: str) -> A:
        """The arguments with the text on stdin, kept in the draft.

        Raises UsageError if it isn't text; it is kept as far as it can be read.
        """
        data = stdin.data_of(self.environment.stdin, self.kept.read)
        typed = stdin.saying(typed, name, data)
        if not self.options.dry_run:
            self.kept.keep_prose(typed)
        try:
            data.decode()
        except UnicodeDecodeError:
            raise UsageError("The text on stdin isn't UTF-8.") from None
        return typed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What a command would change in the journal as loaded; `sheet`: what the editor opened."""

    desk: Desk
    change: Change
    relationship: Relationship
    sheet: Sheet | None = None

    def result(self, action: str, *, dry_run: bool = False) -> Written:
        change, relationship, today = self.change, self.relationship, self.desk.today
        names = [shown_name(person, reveal=False) for person in (relationship, *change.others)]
        after = change.after(relationship)
        assessed = assessment(after, today)
        due, coming = assessed.due, None
        if due and due > today:
            coming = suggested(due, today, weekends=meets_at_weekends(after, today))
        return Written(
            action=action,
            as_of=today,
            dry_run=dry_run,
            handle=relationship.handle,
            name=every(names),
            role=relationship.my_role,
            entries=_entries(change, change.saved),
            next_due=due,
            whose_due=names[0] if change.others else "",
            suggested=coming,
            due_before=assessment(relationship, today).due if change.before else None,
            end=assessed.end,
            booked=assessed.next_planned is not None,
            before=change.before,
            to_raise=change.to_raise,
            about=change.about,
            lines=tuple(change.lines),
            erases=change.erases,
            is_final=change.is_final,
            left_out=tuple(
                LeftOut(place=place, why=why, count=count) for place, why, count in change.left_out
            ),
            here_already=change.here_already,
            taken=change.taken,
            changed=change.followed,
        )


def _essence(view: Written) -> Written:
    """The result without ids, which are new if a file was made meanwhile, to compare two."""
    entries = tuple(replace(entry, id="", file="") for entry in view.entries)
    return replace(view, entries=entries)


def _check(desk: Desk, command: Command[A], typed: A) -> None:
    """Check all arguments before anything is asked or decided. Raises UsageError, Refused."""
    checked(typed, desk.today)
    if command.check is not None:
        command.check(desk, typed)


def _about(typed: Arguments) -> About:
    """The arguments that name people or entries; none if WHO is missing."""
    if getattr(typed, "who", "") is None:
        return About()
    people, entries = list[str](), list[str]()
    for name in about(type(typed)):
        value = getattr(typed, name) or ()
        named = people if parameters(type(typed))[name].offers == "people" else entries
        named += (value,) if isinstance(value, str) else value
    return About(tuple(people), tuple(entries))


def _entries(change: Change, saved: tuple[Saved, ...]) -> tuple[WrittenEntry, ...]:
    """The saved files to report, each with its entry as it is now."""
    return tuple(
        WrittenEntry(
            id=item.id,
            kind=item.kind,
            date=dt.date.fromisoformat(item.date) if item.date else None,
            file=item.file,
            entry=change.entries.get(item.id),
        )
        for item in (*saved, *change.people)
    )


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
