"""Carries a writing command out: what was typed is kept, the entries are saved, the result is told.

A command itself only decides: it is given the desk, what was typed and a `Writing`, on which it
puts what is to be written. Everything that touches the disk happens here, once for all commands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar, cast

from mentorlog.commands.desk import Desk, at
from mentorlog.commands.result import Result
from mentorlog.commands.typed import choice
from mentorlog.domain.entries import Agreement, Entry, Visibility
from mentorlog.domain.relationship import Relationship, RelationshipWords, Role
from mentorlog.domain.standing import assessment
from mentorlog.environment import Environment
from mentorlog.errors import (
    Interrupted,
    MentorlogError,
    StorageFailed,
    Unconfirmed,
    UsageError,
)
from mentorlog.journal.changes import Change
from mentorlog.journal.drafts import Draft, Typable
from mentorlog.journal.journal import Journal
from mentorlog.journal.logs import Saved
from mentorlog.views.confidence import shown_name
from mentorlog.views.written import Written, WrittenEntry

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.terminal.prompts import Prompt

E = TypeVar("E", bound=Entry)
LATEST = "latest"  # `--resume` without a draft's id


class Arguments(Protocol):
    """What a command takes; `prose` names the fields that hold a person's own words."""

    prose: ClassVar[tuple[str, ...]]


A = TypeVar("A", bound=Arguments)


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
    """

    name: str
    arguments: type[A]
    act: Callable[[Desk, A, Writing], Relationship]
    ask: Callable[[Desk, A, Prompt, Callable[[A], object]], A] | None = None
    confirmed: bool = False


class Writing:
    """What one command wants written; it collects, and never touches the disk."""

    def __init__(self, change: Change, ids: Iterator[str], visibility: Visibility | None) -> None:
        self._change = change
        self._ids = ids
        self._visibility = visibility
        self._entries: dict[str, Entry] = {}
        self.before: Agreement | None = None

    @property
    def is_empty(self) -> bool:
        return self._change.is_empty

    def new_relationship(
        self,
        *,
        name: str,
        my_role: Role,
        called: str | None = None,
        alias: str | None = None,
        in_confidence: bool = False,
        words: RelationshipWords | None = None,
    ) -> Relationship:
        """Someone who is not in the journal yet."""
        return self._change.new_relationship(
            name=name,
            my_role=my_role,
            called=called,
            alias=alias,
            in_confidence=in_confidence,
            words=words,
        )

    def add(self, relationship: Relationship, entry: E, *, like: Entry | None = None) -> E:
        """A new entry, with an id of its own and the visibility asked for.

        `like`: an entry whose keys that we don't know are carried over.
        """
        added = replace(entry, id=next(self._ids), visibility=self._visibility or entry.visibility)
        unknown = self._change.unknown_of(like) if like is not None else None
        self._change.add(relationship, added, unknown=unknown)
        self._entries[added.id] = added
        return added

    def update(self, old: E, new: E) -> None:
        """What differs, changed in place."""
        self._change.update(old, new)
        self._entries[new.id] = new

    def describe(self, old: Relationship, new: Relationship) -> Relationship:
        """The person's own fields, changed in place."""
        self._change.update(old, new)
        return new

    def after(self, relationship: Relationship) -> Relationship:
        """The relationship as it will be."""
        kept = [entry for entry in relationship.entries if entry.id not in self._entries]
        return replace(relationship, entries=(*kept, *self._entries.values()))

    def entry(self, identity: str) -> Entry | None:
        return self._entries.get(identity)


def carried_out(
    environment: Environment, command: Command[A], typed: A, options: Options
) -> Result:
    """Decide, save, tell. Whatever goes wrong, what was typed is kept, and the way back told."""
    kept = _Kept(Journal(environment.journal_folder, environment.state_folder), command.name)
    if options.resume is not None:
        typed = kept.resumed(typed, None if options.resume == LATEST else options.resume)
    typed = _with_stdin(typed, environment)
    try:
        if not options.dry_run:
            kept.keep_prose(typed)
        return _decided_and_saved(environment, command, typed, options, kept)
    except MentorlogError as error:
        kept.tell(error, typed)
        raise


def _decided_and_saved(
    environment: Environment, command: Command[A], typed: A, options: Options, kept: _Kept
) -> Result:
    desk = at(environment)
    prompt = _prompt(environment) if environment.terminal and not options.no_input else None
    answered = typed
    if prompt is not None and command.ask is not None:
        answered = command.ask(desk, typed, prompt, kept.keep)
    change = desk.journal.change()
    ids = kept.draft.ids() if kept.draft else iter(change.new_id, "")
    writing = Writing(change, ids, choice(Visibility, options.visibility, "--visibility"))
    relationship = command.act(desk, answered, writing)
    foreseen = _told(desk, command.name, writing, relationship, change.saved, dry_run=True)
    if options.dry_run:
        return Result(view=foreseen)
    if prompt is not None and (command.confirmed or answered != typed):
        _confirm(foreseen, prompt)
    draft = kept.draft or kept.keep(answered)
    saved = desk.journal.save(change, draft)
    return Result(view=_told(desk, command.name, writing, relationship, saved, dry_run=False))


def _told(
    desk: Desk,
    action: str,
    writing: Writing,
    relationship: Relationship,
    saved: tuple[Saved, ...],
    *,
    dry_run: bool,
) -> Written:
    after = writing.after(relationship)
    found = assessment(after, desk.today)
    return Written(
        action=action,
        as_of=desk.today,
        dry_run=dry_run,
        handle=relationship.handle,
        name=shown_name(relationship, reveal=False),
        entries=tuple(
            WrittenEntry(
                id=one.id,
                kind=one.kind,
                date=dt.date.fromisoformat(one.date),
                file=one.file,
                entry=writing.entry(one.id),
            )
            for one in saved
        ),
        next_due=found.due,
        booked=found.next_planned is not None,
        before=writing.before,
    )


class _Kept:
    """What was typed, on the disk until it is saved."""

    def __init__(self, journal: Journal, command: str) -> None:
        self._journal = journal
        self._command = command
        self.draft: Draft | None = None

    def resumed(self, typed: A, draft_id: str | None) -> A:
        """A kept draft, with what was typed now in its place. Raises Refused."""
        self.draft = self._journal.resumed(self._command, draft_id)
        earlier = {
            one.name: _value(one.type, self.draft.typed[one.name])
            for one in fields(cast("DataclassInstance", typed))
            if one.name in self.draft.typed and not getattr(typed, one.name)
        }
        return cast("A", replace(cast("DataclassInstance", typed), **earlier))

    def keep(self, typed: A) -> Draft:
        """Raises StorageFailed."""
        self.draft = self._journal.keep(self._command, _as_mapping(typed), self.draft)
        return self.draft

    def keep_prose(self, typed: A) -> None:
        """Keep it if there are words in it that nobody would like to type again."""
        if any(getattr(typed, name) for name in typed.prose):
            self.keep(typed)

    def tell(self, error: MentorlogError, typed: A) -> None:
        """Add to an error where the words are: in a draft, or (as the last resort) here."""
        if isinstance(error, Unconfirmed):
            return
        way_back = ""
        if self.draft is not None:
            way_back = (
                f"What you typed is kept:  mentorlog {self._command} --resume {self.draft.id}"
            )
        elif isinstance(error, StorageFailed) and (text := _prose(typed)):
            way_back = f"It could not be kept as a draft either, so here it is:\n{text}"
        error.hint = "\n".join(line for line in (error.hint, way_back) if line)


def _value(annotation: object, kept: object) -> object:
    """A draft's text as the field takes it."""
    kind = str(annotation)
    if "int" in kind:
        return int(str(kept))
    if "bool" in kind:
        return kept == "true"
    return list(kept) if isinstance(kept, tuple) else kept


def _as_mapping(typed: Arguments) -> dict[str, Typable]:
    names = [one.name for one in fields(cast("DataclassInstance", typed))]
    return {name: getattr(typed, name) for name in names if getattr(typed, name)}


def _prose(typed: Arguments) -> str:
    values = (getattr(typed, name) for name in typed.prose)
    return "\n".join(
        str(line)
        for value in values
        if value
        for line in (value if isinstance(value, list) else [value])
    )


def _with_stdin(typed: A, environment: Environment) -> A:
    """The same, with what stands on stdin in place of a lone "-". Raises UsageError."""
    asking = [name for name in typed.prose if getattr(typed, name) == "-"]
    if not asking:
        return typed
    if len(asking) > 1:
        raise UsageError("Only one text can come from stdin.")
    try:
        text = environment.stdin.read()
    except UnicodeDecodeError:
        raise UsageError("What stands on stdin is not UTF-8 text.") from None
    return cast("A", replace(cast("DataclassInstance", typed), **{asking[0]: text}))


def _prompt(environment: Environment) -> Prompt:
    from mentorlog.terminal.prompts import Prompt

    return Prompt(environment.stdin, environment.stderr)


def _confirm(foreseen: Written, prompt: Prompt) -> None:
    """Show what would be saved. Raises Interrupted unless it is agreed to."""
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.written import summary

    prompt.say("")
    for line in summary(foreseen, Look()):
        prompt.say(line.plain)
    if not prompt.agrees("Save?"):
        raise Interrupted("Nothing was saved.")
