"""What a row of the board says, in words; where each word stands is not known here."""

from __future__ import annotations

import datetime as dt

from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.dates import counted, day
from mentorlog.terminal.layout import Cell, Part
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.terminal.strip import signs
from mentorlog.views.row import Coming, Next, Row

_REST = {Standing.PAUSED, Standing.UPCOMING, Standing.ENDED}
_COMING = {
    Next.WAS_DUE: "was due",
    Next.DUE: "due",
    Next.MEETS: "meets",
    Next.UNLOGGED: "planned",
    Next.ENDS: "ends",
    Next.ENDED: "ended",
    Next.BACK: "back",
    Next.STARTS: "starts",
    Next.FOLLOW_UP: "follow up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One row; "" where there is nothing to say."""

    standing: Cell
    name: str
    role: str
    rhythm: str
    last_met: str
    met: str
    coming: str
    strip: tuple[Part, ...]
    open: str
    notes: tuple[Part, ...]

    @property
    def who(self) -> Cell:
        return (self.name, Style.STRONG), (self.role, Style.PLAIN)


def cells(row: Row, today: dt.date, look: Look) -> Cells:
    last_met = day(row.last_held, today) if row.last_held else ""
    return Cells(
        standing=((wording.STANDING[row.standing], standing_style(row)),),
        name=safe(row.name, ascii_only=look.ascii_only),
        role=f", {wording.THEIR_ROLE[row.my_role]}" if row.my_role else "",
        rhythm=wording.rhythm(row.cadence, row.bound) if row.cadence else "",
        last_met=last_met,
        met=f"met {last_met}" if last_met else "not met yet",
        coming=coming(row.coming, today),
        strip=signs(row.strip, look),
        open=_open(row),
        notes=_notes(row, today),
    )


def standing_style(row: Row) -> Style:
    """Amber where someone waits for you; what rests is faint."""
    if row.needs_you:
        return Style.CALLS
    return Style.FAINT if row.standing in _REST else Style.PLAIN


def coming(coming: Coming, today: dt.date) -> str:
    """What comes next: due Tue 24 Nov, back Tue 1 Dec; nothing where nothing does."""
    if coming.date is None:
        return "back when you resume" if coming.what is Next.BACK else ""
    date = "today" if coming.date == today else day(coming.date, today)
    since = "since " if coming.what is Next.FOLLOW_UP and coming.date < today else ""
    return f"{_COMING[coming.what]} {since}{date}"


def _open(row: Row) -> str:
    counts = ((row.open_actions.me, "mine"), (row.open_actions.them, "theirs"))
    return ", ".join(f"{count} {whose}" for count, whose in counts if count)


def _notes(row: Row, today: dt.date) -> tuple[Part, ...]:
    notes: list[Part] = []
    if row.ending and row.end and row.coming.what not in (Next.ENDS, Next.ENDED):
        notes.append((f"the term ends {day(row.end, today)}", Style.FAINT))
    if row.halfway:
        notes.append((f"half-way {day(row.halfway, today)}", Style.FAINT))
    if row.unreadable:
        notes.append((f"{counted(row.unreadable, 'file')} unreadable", Style.WRONG))
    return tuple(notes)
