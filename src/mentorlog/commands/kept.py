"""Drafts of commands: kept on the disk until saved, offered again, resumed.

It knows commands only by their names and arguments, not the entries they make.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mentorlog.arguments import Arguments, ArgumentsClass, Date, about, dates, parameters
from mentorlog.commands.desk import Desk, remark
from mentorlog.commands.typed import HasTime, attempt, coming, day_as, past, refused, time
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import (
    KEPT,
    Interrupted,
    MentorlogError,
    NothingToChange,
    Refused,
    StorageFailed,
    Unconfirmed,
    UsageError,
)
from mentorlog.files import Hold
from mentorlog.frozen import fields, replace
from mentorlog.journal.drafts import Draft, Typable, mark_mentioned, plain
from mentorlog.journal.journal import Journal
from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIP_FILE, echoed
from mentorlog.journal.saving import Transactions, forget_saved, settle
from mentorlog.journal.trash import Traces
from mentorlog.journal.values import NOT_VALID, Type, form_of
from mentorlog.terminal.safe import CONTROL
from mentorlog.terminal.wording import command, counted, day, every
from mentorlog.views.written import WrittenEntry

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.commands.editing import Copy
    from mentorlog.terminal.prompts import Prompt


KEPT_ON = "kept_on"  # a further key of a draft: the day
LEFT = "left"  # a further key: an editor's text that was only in memory
_ASKED = "asked"  # a further key: the questions that were answered
_COPY = "copy"  # a further key: a digest of the editor's text

_PIECE = 1 << 16  # characters

A = TypeVar("A", bound=Arguments)


class Kept:
    """The arguments of one command, and their draft once there is one.

    `was_typed`: the last arguments to keep, even if that failed. `copy`: the editor's copy, if it
    is open. `completed`: transactions of earlier commands that were completed first. `check`: what
    refuses impossible arguments; None until it is known. `read`: what came from stdin so far.
    `collected`: the answers so far, by question.
    """

    def __init__(self, journal: Journal, command: str, today: dt.date) -> None:
        self.journal = journal
        self.drafts = journal.drafts
        self.completed: Transactions = ()
        self.command = command
        self._today = today
        self._coming: Draft | None = None
        self._everyone: tuple[Relationship, ...] = ()
        self._hold = Hold()
        self.check: Callable[[Any], object] | None = None
        self.was_typed: Arguments | None = None
        self.draft: Draft | None = None
        self.copy: Copy | None = None
        self.read: list[bytes] = []
        self.collected: dict[str, str] = {}

    def release(self) -> None:
        """The command is over: from now on its draft, if there still is one, waits."""
        self._hold.release()

    @property
    def id(self) -> str:
        return (self.draft or self._draft_to_come()).id

    def ids(self) -> Iterator[str]:
        """Ids for the entries it becomes, the same on every attempt."""
        return (self.draft or self._draft_to_come()).ids()

    def resumed(self, typed: A, draft_id: str | None) -> A:
        """The arguments of a draft, overridden by those typed now. Raises Refused.

        Its dates mean what they meant on the day it was kept.
        """
        waiting = self.drafts.resumed(self.command, draft_id)
        if not self._hold.take(waiting.path):
            raise Refused(
                f"The draft {waiting.id} is in use by another command.",
                "Finish that, then try again.",
            )
        self.draft = self.drafts.opened(waiting)
        self.collected.update(dict.fromkeys(_asked(self.draft), ""))
        types = form_of(type(typed)).types
        values = {
            name: _value(types[name], text)
            for name, text in self.draft.typed.items()
            if name in types
        }
        then = day_of(self.draft.typed.get(KEPT_ON))
        if then is not None and then != self._today:
            values = meant_then(values, then, type(typed))
        earlier = {
            name: value for name, value in values.items() if not _given(getattr(typed, name))
        }
        return cast("A", replace(cast("DataclassInstance", typed), **earlier))

    def keep(
        self, typed: A, *, edited: str | None = None, left: tuple[str, str] | None = None
    ) -> Draft:
        """Keep the arguments as a draft. Raises StorageFailed.

        `edited`: a digest of the editor's text, to tell apart two edits of the same arguments.
        `left`: the text of an editor's copy that is only in memory, and a digest of its base.
        """
        self.was_typed = typed
        asked = tuple(self.collected) or None
        further = {KEPT_ON: self._today, _ASKED: asked, _COPY: edited, LEFT: left}
        mapping = {**as_mapping(typed), **further}
        earlier = self.draft or self._draft_to_come()
        self.draft = self.drafts.keep(self.command, mapping, earlier, self._everyone, self._hold)
        return self.draft

    def tell_whom(self, everyone: tuple[Relationship, ...]) -> None:
        """Note in a sealed draft whom it is about, now that all are known. Raises as `keep`."""
        self._everyone = everyone
        if self.draft is not None:
            self.draft = self.drafts.with_people(self.draft, everyone, self._hold)

    def meant_now(self, typed: A) -> A:
        """A resumed draft's arguments, with its one person's present handle; after `tell_whom`."""
        draft, who = self.draft, getattr(typed, "who", None)
        if draft is None or who is None or len(draft.about) != 1 or who != draft.typed.get("who"):
            return typed
        now = next((person.handle for person in self._everyone if person.id == draft.about[0]), who)
        return cast("A", replace(cast("DataclassInstance", typed), who=now))

    def settle(self) -> None:
        """Complete what an earlier command left unfinished. Raises what saving raises."""
        self.completed = settle(self.journal, self.command)

    def keep_prose(self, typed: A) -> None:
        """Keep a draft if the arguments hold words that would have to be typed again."""
        if has_prose(typed):
            self.keep(typed)

    def drop(self) -> None:
        """Remove the draft: nobody typed anything in it. Raises StorageFailed."""
        if self.draft is not None:
            self.draft.discard()
        self.draft = self.copy = None

    def is_corrected(self, draft: Draft, typed: A) -> bool:
        """Whether the arguments correct a draft of this command: all its words are in them.

        It can go once they are saved. One that is about other people, or another day, stays.
        """
        if draft.command != self.command or not _says_the_same(draft, typed):
            return False
        if self.is_of_others(draft, typed):
            return False
        return not _is_of_another_day(draft, typed, self._today)

    def is_of_others(self, draft: Draft, typed: A) -> bool:
        """Whether a draft names people or entries that the arguments don't name, while some are."""
        names = about(type(typed))
        if not any(getattr(typed, name) for name in names):
            return False
        values = plain(as_mapping(typed))
        now = replace(draft, typed=values, sealed=None, about=())
        named_in_draft, named_now = (
            set(self.drafts.named_in(version, self._everyone)) for version in (draft, now)
        )
        of_entries = "entry" in names and draft.typed.get("entry") != values.get("entry")
        return of_entries or not named_in_draft <= named_now

    def was_saved(self) -> bool:
        """Whether an attempt saved these words; then the draft goes. Raises what saving raises."""
        if self.draft is None or not forget_saved(self.journal, self.draft, self.completed):
            return False
        self.draft = self.copy = None
        return True

    def tell(self, error: MentorlogError, typed: A) -> None:
        """Add to an error where the words are: in a draft or, as the last resort, printed here."""
        if isinstance(error, Unconfirmed):
            return
        if isinstance(error, HasTime):
            error.hint = _with_at(error, typed) or error.hint
        if isinstance(error, NothingToChange) or not self.has_words(typed):
            with contextlib.suppress(StorageFailed, OSError):
                self.drop()
            return
        self._tell_whom_it_stays_about()
        resuming = self.how_to_resume(named=isinstance(error, StorageFailed))
        if resuming and (again := self._to_say_again(error, self.was_typed or typed)):
            resuming = f"{resuming} {again}"
        if not resuming and isinstance(error, StorageFailed):
            error.words = words_in(self.was_typed or typed)
        else:
            error.hint = "\n".join(line for line in (error.hint, resuming) if line)

    def _tell_whom_it_stays_about(self) -> None:
        """Note in the draft whom it is about, because they may be renamed while it waits."""
        if self.draft is not None and self.draft.path.exists():
            with contextlib.suppress(StorageFailed):
                self.draft = self.drafts.with_people(
                    self.draft, self._everyone, self._hold, stays=True
                )

    def _to_say_again(self, error: MentorlogError, typed: Arguments) -> str:
        """What must be typed again with --resume because it was refused; "" if nothing is known."""
        if not isinstance(error, UsageError | Refused | Interrupted):
            return ""
        if option := refused(typed, error, self._today):
            return option
        from mentorlog.commands.questions import impossible

        with contextlib.suppress(MentorlogError):
            if self.check and (wrong := impossible(typed, self.check)):
                return wrong.option
        return ""

    def has_words(self, typed: A) -> bool:
        """Whether there is anything that can't be retyped in a moment."""
        draft = self.draft
        edited = draft is not None and (draft.is_in_editor or LEFT in draft.typed)
        return edited or self.copy is not None or has_prose(self.was_typed or typed)

    def how_to_resume(self, *, named: bool = False) -> str:
        """How to resume the draft, "" without one; `named`: with its file."""
        draft = self.draft or self._coming  # Ctrl-C may come while it is being kept or saved
        if draft is None or not draft.path.exists():
            return ""
        path = self.copy.path if self.copy else draft.path
        where = f" in {path}" if named or self.copy else ""
        resuming = f"mentorlog {self.command} --resume {draft.id}"
        return f"{KEPT}{where}:  {resuming}"

    def _draft_to_come(self) -> Draft:
        self._coming = self._coming or self.drafts.new(self.command)
        return self._coming


def words_in(typed: Arguments, stdin: Iterable[str] = ("-",)) -> Iterator[str]:
    """The texts among the arguments, in pieces; `stdin`: those of the text from it."""
    for number, text in enumerate(texts_of(partial(getattr, typed), typed.prose)):
        if number:
            yield "\n"
        at_once = range(0, len(text), _PIECE)
        yield from stdin if text == "-" else (text[at : at + _PIECE] for at in at_once)


def texts_of(value_of: Callable[[str], object], names: Iterable[str]) -> Iterator[str]:
    """The texts in some fields of a draft or of arguments; a field may have several."""
    for name in names:
        value = value_of(name) or ()
        yield from map(str, value if isinstance(value, list | tuple) else (value,))


def as_mapping(typed: Arguments) -> dict[str, Typable]:
    """The arguments by field, without unset ones; an empty text counts as set."""
    values = {
        field.name: getattr(typed, field.name) for field in fields(cast("DataclassInstance", typed))
    }
    return {name: value for name, value in values.items() if _given(value)}


def _asked(draft: Draft) -> tuple[str, ...]:
    """The questions that were answered before it was left."""
    asked = draft.typed.get(_ASKED)
    return tuple(map(str, asked)) if isinstance(asked, tuple) else ()


def _given(value: object) -> bool:
    return value is not None and value is not False and value not in ([], ())


def has_prose(typed: Arguments) -> bool:
    return any(text.strip() for text in texts_of(partial(getattr, typed), typed.prose))


def _with_at(error: HasTime, typed: Arguments) -> str:
    """How to give the time as an option of its own, if there is one; else ""."""
    known = parameters(type(typed))
    on = [name for name, parameter in known.items() if parameter.flags == ("--on",)]
    if "at" not in known or not any(getattr(typed, name) == error.text for name in on):
        return ""
    try:
        at = f"{time(error.hour):%H:%M}"
    except UsageError:  # in the morning, or in the afternoon?
        at = "TIME"
    options = command("--on", error.day, "--at", at).removeprefix("mentorlog ")
    return f"The time has its own option:  {options}"


def _value(kind: Type, kept: object) -> object:
    """A draft's value for a field; None if it was edited by hand into something else."""
    try:
        return kind.read(list(kept) if isinstance(kept, tuple) else kept)
    except NOT_VALID:
        return None


def meant_then(
    typed: Mapping[str, object], then: dt.date, kind: ArgumentsClass
) -> dict[str, object]:
    """Arguments typed on an earlier day, with relative dates replaced by the dates they meant.

    A left-out `--on` meant that day. What isn't a date stays, for the command to refuse.
    """
    meanings = dates(kind)
    values = {**({"on": "today"} if "on" in meanings else {}), **typed}
    return {name: _written_out(meanings.get(name), value, then) for name, value in values.items()}


def day_of(kept: object) -> dt.date | None:
    """The day a draft was kept on; None if that was edited by hand into something else."""
    try:
        return dt.date.fromisoformat(str(kept))
    except ValueError:
        return None


def _written_out(meaning: Date | None, value: object, then: dt.date) -> object:
    if meaning is None or not isinstance(value, str):
        return value
    found = attempt(day_as, meaning, value, then)
    if found is None or (
        meaning == "either" and attempt(past, value, then) != attempt(coming, value, then)
    ):
        return value
    day, hour = found
    return f"{day} {hour:%H:%M}" if hour else day.isoformat()


def offered(desk: Desk, kept: Kept, typed: A, command: str, prompt: Prompt | None) -> A:
    """The arguments to go on with: those typed now or, if the user chooses so, a draft's.

    The draft is only mentioned without a terminal, if words were typed now, and if it's about
    somebody else. Raises StorageFailed, Interrupted.
    """
    waiting = [candidate for candidate in kept.drafts.unsaved() if _waits(candidate, kept, typed)]
    if not waiting:
        return typed
    draft = next(
        (candidate for candidate in waiting if not kept.is_of_others(candidate, typed)), waiting[0]
    )
    asks = prompt is not None and not (has_prose(typed) or kept.is_of_others(draft, typed))
    if not mark_mentioned(draft, asks=asks):
        return typed
    if prompt is None or not asks:
        remark(desk.environment, f"You have an unfinished {command}:  mentorlog drafts")
        return typed
    match _choice(desk, draft, typed, command, prompt):
        case "resume":
            return kept.resumed(typed, draft.id)
        case "discard" if not draft.is_live:
            draft.discard()
    return typed


def _waits(draft: Draft, kept: Kept, typed: A) -> bool:
    """Whether a draft of this command has words that aren't being typed again right now."""
    if draft.command != kept.command or (kept.draft and draft.is_retry_of(kept.draft)):
        return False
    has_words = draft.is_closed or draft.is_in_editor or any(map(draft.typed.get, typed.prose))
    return has_words and not (kept.is_corrected(draft, typed) or draft.is_live)


def _is_of_another_day(draft: Draft, typed: Arguments, today: dt.date) -> bool:
    """Whether a draft of something new is certainly about another day than the arguments."""
    takes_text = any(
        parameter.prose and not parameter.flags for parameter in parameters(type(typed)).values()
    )
    draft_day = day_meant(draft, type(typed)) if takes_text else None
    if draft_day is None or draft_day > today:  # a future day was refused, so it wasn't meant
        return False
    if (
        draft_day == today and "on" not in draft.typed
    ):  # it was kept today, perhaps for a wrong --on
        return False
    try:
        return draft_day != past(getattr(typed, "on", None), today)
    except MentorlogError:
        return False


def day_meant(draft: Draft, kind: ArgumentsClass) -> dt.date | None:
    """The day that a draft is about, if the command takes one; None if it can't be read."""
    meaning, then = dates(kind).get("on"), day_of(draft.typed.get(KEPT_ON))
    if meaning is None or then is None:
        return None
    text = draft.typed.get("on")
    return day_of(_written_out(meaning, text, then)) if text else then


def _says_the_same(draft: Draft, typed: Arguments) -> bool:
    """Whether the arguments contain all words of a draft; then the draft isn't needed."""
    if draft.is_closed or draft.is_in_editor or not has_prose(typed):
        return False
    words, draft_words = (
        {CONTROL.sub("", text).strip() for text in texts_of(values.get, typed.prose)}
        for values in (plain(as_mapping(typed)), draft.typed)
    )
    return bool(draft_words) and draft_words <= words


def _choice(desk: Desk, draft: Draft, typed: A, command: str, prompt: Prompt) -> str:
    from mentorlog.terminal.prompts import Question, one_of

    since = day(draft.kept_on, desk.today)
    whose = _whose(draft, typed)
    text = f"You have an unfinished {command}{whose}, from {since}{_size(draft, typed)}:"
    choices = ("keep", "resume", "discard")
    read = one_of(choices)
    return read(prompt.ask(Question(text=text, default="keep", choices=choices), read))


def _whose(draft: Draft, typed: Arguments) -> str:
    """The person that a draft names, as typed; "" if that isn't known."""
    words = list(texts_of(draft.typed.get, about(type(typed))))
    return f" for {every(map(echoed, words))}" if words else ""


def _size(draft: Draft, typed: Arguments) -> str:
    """How much a draft holds, to judge whether it is worth resuming."""
    count = sum(len(text.split()) for text in texts_of(draft.typed.get, typed.prose))
    return f" ({counted(count, 'word')})" if count else ""


_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)-([a-z_]+)-([0-9a-z]{8})(?:-\d+)?" + re.escape(ENTRY_SUFFIX))


def drafts_left(traces: Traces, but: str = "") -> Iterator[str]:
    """Lines on remaining drafts, closed or in use; `but`: the id of the command's own draft."""
    for draft in traces.live:
        if draft.id != but:
            yield f"A command is still writing about them; its draft stays: {draft.path}"
    for draft in traces.closed:
        yield f"A sealed draft that names nobody stays: {draft.path}"


def entry_from_path(path: str) -> WrittenEntry:
    """A file of the journal, described by its path alone."""
    match = _NAMED.fullmatch(path.rpartition("/")[2])
    if match:
        return WrittenEntry(id=match[3], kind=match[2], date=_date(match[1]), file=path)
    kind = "relationship" if path.endswith(f"/{RELATIONSHIP_FILE}") else "file"
    return WrittenEntry(id="", kind=kind, date=None, file=path)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
