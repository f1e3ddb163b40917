"""What a command that writes has done, or would have: the entries, and what is due now.

How it is said depends on `action`, the command's name; `terminal.written` knows.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.domain.entries import Agreement, Entry
from mentorlog.frozen import dataclass
from mentorlog.views import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """One entry as it is now, and its file in the journal; `entry` None: it was taken away."""

    JSON: ClassVar[Shape] = Shape(left_out=("entry",), keys={"id": "known_id"})

    id: str
    kind: str
    date: dt.date | None
    file: str
    entry: Entry | None = None

    @property
    def known_id(self) -> str | None:
        return self.id or None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What an import does not take. `place`: where in its file. `why`: no word of the file's."""

    place: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`handle`, `name` (or what stands for it): whom it is about; None: nobody in particular.

    `next_due`: the date the standing shows afterwards. `suggested`: a good day for it. `booked`:
    whether a meeting is planned already. `due_before`: as `next_due`, but of the terms `before`.
    `end`: the term's last day. `before`: the terms that were amended. `agreed_to`: all of it was
    shown before it was saved. `to_raise`: notes for the meeting that was logged, still open.
    `about`: how something was closed, and what, as it may be shown; or the name that changed.
    `lines`: what else there is to say, finished. `erases`: the person is to be erased next.
    `taken`, `changed`, `left_out`, `here_already`: of meetings that are imported; `taken` None:
    something else is.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        only=(
            "action",
            "dry_run",
            "entries",
            "next_due",
            "here_already",
        ),
        keys={"skipped": "left_out"},
        when={"skipped": "is_import", "here_already": "is_import"},
    )

    action: str
    as_of: dt.date
    dry_run: bool = False
    handle: str | None = None
    name: str | None = None
    entries: tuple[WrittenEntry, ...] = ()
    next_due: dt.date | None = None
    suggested: dt.date | None = None
    due_before: dt.date | None = None
    end: dt.date | None = None
    booked: bool = False
    before: Agreement | None = None
    agreed_to: bool = False
    to_raise: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    erases: bool = False
    left_out: tuple[LeftOut, ...] = ()
    here_already: int = 0
    taken: int | None = None
    changed: int = 0

    @property
    def of_a_person(self) -> bool:
        """Whether it is a whole person that was removed."""
        return self.action == "remove" and self.entries[-1].kind == "relationship"

    @property
    def is_import(self) -> bool:
        return self.action == "import"
