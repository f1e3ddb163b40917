"""What a writing command did, or would do: the entries, and what is due now.

`terminal.written` words it by `action`, the command's name.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.domain.entries import Agreement, Entry
from mentorlog.domain.relationship import Role
from mentorlog.frozen import dataclass
from mentorlog.views import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """One entry as it is now (None: removed), and its file, known before it is saved."""

    JSON: ClassVar[Shape] = Shape(left_out=("entry",), keys={"id": "known_id"})

    id: str
    kind: str
    date: dt.date | None
    file: str
    entry: Entry | None = None

    @property
    def known_id(self) -> str | None:
        return self.id or None


NOT_CHOSEN = "not chosen"  # why an import leaves it out


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What an import leaves out: the place in its file, why (never quoting it), how many."""

    place: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The result of a writing command."""

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        only=("action", "dry_run", "entries", "next_due", "here_already"),
        keys={"skipped": "left_out"},
        when={"skipped": "is_import", "here_already": "is_import"},
    )

    action: str
    as_of: dt.date
    dry_run: bool = False
    handle: str | None = None  # of the person; None: it is about nobody
    name: str | None = None  # as it may be shown
    role: Role | None = None  # mine
    entries: tuple[WrittenEntry, ...] = ()
    next_due: dt.date | None = None  # the date that the standing shows now
    whose_due: str = ""  # the name of the one it is due with, if it is about several
    suggested: dt.date | None = None  # a good day for that meeting
    due_before: dt.date | None = None  # due by the terms `before`
    end: dt.date | None = None  # the term's last day
    booked: bool = False  # a meeting is planned already
    before: Agreement | None = None  # the amended terms
    agreed_to: bool = False  # it was shown before saving
    to_raise: tuple[str, ...] = ()  # open notes for the logged meeting
    about: tuple[str, ...] = ()  # what was closed and how, or the former name
    lines: tuple[str, ...] = ()  # further finished sentences
    erases: bool = False  # the person is to be erased next
    is_final: bool = False  # undo is lost, of this and of all before it
    left_out: tuple[LeftOut, ...] = ()  # of an import, as the next three
    here_already: int = 0
    taken: int | None = None  # None: meetings were not imported, but something else
    changed: int = 0

    @property
    def of_a_person(self) -> bool:
        """Whether a whole person was removed."""
        return self.action == "remove" and self.entries[-1].kind == "relationship"

    @property
    def is_import(self) -> bool:
        return self.action == "import"
