"""What was typed, on the disk until it is saved: kept, resumed, told of when something goes wrong.

It knows a command by its name and what it takes; nothing of entries or of what becomes of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from mentorlog.commands.drafted import KEPT_ON, day_of, meant_then
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import MentorlogError, StorageFailed, Unconfirmed
from mentorlog.journal.drafts import Draft, Typable
from mentorlog.journal.journal import Journal
from mentorlog.journal.saving import Transactions, forget_saved, settle

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from mentorlog.journal.copies import Copy

LEFT = "left"  # beside what was typed: what an editor left where no disk keeps it
_COPY = "copy"  # beside what was typed: the text that an editor made of it


class Arguments(Protocol):
    """What a command takes; `prose` names the fields that hold a person's own words."""

    @property
    def prose(self) -> tuple[str, ...]: ...


A = TypeVar("A", bound=Arguments)


class Kept:
    """What was typed for one command, and its draft once there is one.

    `copy`: where an editor works on it. `completed`: what earlier commands were stopped in.
    """

    def __init__(self, journal: Journal, command: str, today: dt.date) -> None:
        self.journal = journal
        self.drafts = journal.drafts
        self.completed: Transactions = ()
        self._command = command
        self._today = today
        self._coming: Draft | None = None
        self._everyone: tuple[Relationship, ...] = ()
        self.draft: Draft | None = None
        self.copy: Copy | None = None

    @property
    def id(self) -> str:
        return (self.draft or self._draft_to_come()).id

    def ids(self) -> Iterator[str]:
        """Ids for what it becomes, the same on every attempt."""
        return (self.draft or self._draft_to_come()).ids()

    def resumed(self, typed: A, draft_id: str | None) -> A:
        """A kept draft, with what was typed now in its place. Raises Refused.

        Its dates mean what they meant on the day on which it was kept.
        """
        self.draft = self.drafts.opened(self.drafts.resumed(self._command, draft_id))
        types = {one.name: one.type for one in fields(cast("DataclassInstance", typed))}
        said = {
            name: _value(types[name], text)
            for name, text in self.draft.typed.items()
            if name in types
        }
        then = day_of(self.draft.typed.get(KEPT_ON))
        if then is not None and then != self._today:
            said = meant_then(said, then, dated="on" in types)
        earlier = {name: value for name, value in said.items() if not getattr(typed, name)}
        return cast("A", replace(cast("DataclassInstance", typed), **earlier))

    def keep(
        self, typed: A, *, edited: str | None = None, left: tuple[str, str] | None = None
    ) -> Draft:
        """`edited`: tells apart what an editor made of the same words. Raises StorageFailed.

        `left`: the text in an editor's copy that lies on no disk, and a digest of what it was.
        """
        mapping = {**as_mapping(typed), KEPT_ON: self._today, _COPY: edited, LEFT: left}
        earlier = self.draft or self._draft_to_come()
        self.draft = self.drafts.keep(self._command, mapping, earlier, self._everyone)
        return self.draft

    def tell_whom(self, everyone: tuple[Relationship, ...]) -> None:
        """Say in a sealed draft, too, whom it is about, now that all are known. As `keep`."""
        self._everyone = everyone
        if self.draft is not None:
            self.draft = self.drafts.named(self.draft, everyone)

    def settle(self) -> None:
        """Complete what an earlier command was stopped in. Raises what saving raises."""
        self.completed = settle(self.journal, self._command)

    def keep_prose(self, typed: A) -> None:
        """Keep it if there are words in it that nobody would like to type again."""
        if has_prose(typed):
            self.keep(typed)

    def drop(self) -> None:
        """Forget the draft: there is nothing in it that anybody typed. Raises StorageFailed."""
        if self.draft is not None:
            self.draft.discard()
        self.draft = self.copy = None

    def was_saved(self) -> bool:
        """Whether the same words were saved by an attempt that was interrupted; then they go here.

        Raises what saving raises.
        """
        if self.draft is None or not forget_saved(self.journal, self.draft, self.completed):
            return False
        self.draft = self.copy = None
        return True

    def tell(self, error: MentorlogError, typed: A) -> None:
        """Add to an error where the words are: in a draft, or (as the last resort) here."""
        if isinstance(error, Unconfirmed):
            return
        way_back = self.way_back(named=isinstance(error, StorageFailed))
        if not way_back and isinstance(error, StorageFailed) and (text := _prose(typed)):
            way_back = f"It could not be kept as a draft either, so here it is:\n{text}"
        error.hint = "\n".join(line for line in (error.hint, way_back) if line)

    def way_back(self, *, named: bool = False) -> str:
        """How to go on with the draft, if there still is one; `named`: and which file it is."""
        draft = self.draft or self._coming  # Ctrl-C may come while it is kept, or when it is saved
        if draft is None or not draft.path.exists():
            return ""
        path = self.copy.path if self.copy else draft.path
        where = f" in {path}" if named or self.copy else ""
        way = f"mentorlog {self._command} --resume {draft.id}"
        return f"What you typed is kept{where}:  {way}"

    def _draft_to_come(self) -> Draft:
        self._coming = self._coming or self.drafts.new(self._command)
        return self._coming


def as_mapping(typed: Arguments) -> dict[str, Typable]:
    """What was typed, by field, without what was not."""
    names = [one.name for one in fields(cast("DataclassInstance", typed))]
    return {name: getattr(typed, name) for name in names if getattr(typed, name)}


def has_prose(typed: Arguments) -> bool:
    return bool(_prose(typed).strip())


def _value(annotation: object, kept: object) -> object:
    """A draft's text as the field takes it."""
    kind = str(annotation)
    if "int" in kind:
        return int(str(kept)) if str(kept).isdecimal() else None  # somebody wrote into it
    if "bool" in kind:
        return kept == "true"
    return list(kept) if isinstance(kept, tuple) else kept


def _prose(typed: Arguments) -> str:
    values = (getattr(typed, name) for name in typed.prose)
    return "\n".join(
        str(line)
        for value in values
        if value
        for line in ([value] if isinstance(value, str) else value)
    )
