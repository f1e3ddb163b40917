"""The board as lines: a heading, a row for everyone, and a next step if one is needed.

The rows are a table or, if that is too wide, have the dates below the name. With --plain it is
always the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from mentorlog.domain.adherence import Mark
from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass, replace
from mentorlog.terminal import wording
from mentorlog.terminal.layout import GAPS, columns, ends, filled, flowed
from mentorlog.terminal.look import (
    Cell,
    Line,
    Look,
    Part,
    Style,
    cut,
    line,
    padded,
    plain,
    width_of,
)
from mentorlog.terminal.wording import away, counted, day, length, long_day, number
from mentorlog.views.board import Board, Coming, Next, Row, Welcome

HEADS = ("STANDING", "WITH", "CADENCE", "LAST MET", "NEXT", "LAST 12", "OPEN")
NAME_AT_LEAST = 20  # cells of name and role at least; else there is no table
HEADING = 60  # cells at least, to set the verdict apart from the date
_INDENT = 2


def board(view: Board, look: Look) -> Iterator[Line]:
    """Everything `mentorlog` and `review` show."""
    alike = wording.namesakes((row.name, row.handle) for row in view.rows)
    named = [replace(row, name=row.handle) if row.name in alike else row for row in view.rows]
    rows = [cells(row, view.as_of, look) for row in named]
    body = _body(rows, look) if rows else list(_nobody(view))
    width = min(max(_widest(body), HEADING), look.width)
    yield from ends(((long_day(view.as_of), Style.STRONG),), _verdict(view), width)
    yield from _welcome_back(view, look)
    yield line()
    yield from body
    yield from _legend(view, look, headed=HEADS[0] in body[0].plain)
    if view.needing_you:
        yield line()
        yield from next_step(view.needing_you[0], view.as_of, look)


def _legend(view: Board, look: Look, *, headed: bool) -> Iterator[Line]:
    """What the signs mean; under a heading, "met" alone needs no words."""
    shown = {mark for row in view.rows for mark in row.strip}
    meanings = key(shown, look)
    if meanings or (shown and not headed):
        met = f"{sign(Mark.MET, look)} met"
        yield line()
        yield line(
            " " * _INDENT, (f"Last 12: {met}{', ' if meanings else ''}{meanings}", Style.FAINT)
        )


def _verdict(view: Board) -> Cell:
    needing = len(view.needing_you)
    if needing:
        return ((f"{number(needing)} {'needs' if needing == 1 else 'need'} you", Style.CALLS),)
    if any(row.unreadable for row in view.rows):
        return (("on track, as far as mentorlog can read", Style.FAINT),)
    return (("all on track", Style.FAINT),) if view.rows else ()


def _welcome_back(view: Board, look: Look) -> Iterator[Line]:
    if view.silent_since:
        last = f"{day(view.silent_since, view.as_of)}, {away(view.silent_since, view.as_of)}"
        text = f"Welcome back. Your last entry is from {last}; everything is still here."
        yield line()
        yield from filled(text, look)


def _nobody(view: Board) -> Iterator[Line]:
    """What a board without a row says: an empty journal, or everyone has ended."""
    text = "Everyone here has ended." if view.ended else "Nobody yet."
    command = "mentorlog review --all" if view.ended else "mentorlog new-agreement NAME"
    yield line(f"  {text}  ", (command, Style.COMMAND))


def _body(rows: Sequence[Cells], look: Look) -> list[Line]:
    """The rows in the first shape that fits."""
    for gap in GAPS:
        lines = _fitted(rows, gap, look)
        if look.plain or _widest(lines) <= look.width:
            return lines
    return list(_stacked(rows, look))


def _fitted(rows: Sequence[Cells], gap: int, look: Look) -> list[Line]:
    """The table, with long names cut, but to no less than NAME_AT_LEAST."""
    lines = list(_table(rows, gap, look))
    over = _widest(lines) - look.width
    if over <= 0 or look.plain:
        return lines
    room = max(NAME_AT_LEAST, max(width_of(row.who) for row in rows) - over)
    return list(_table([_shortened(row, room, look) for row in rows], gap, look))


def _widest(lines: Sequence[Line]) -> int:
    return max(text.cell_len for text in lines)


def _shortened(row: Cells, room: int, look: Look) -> Cells:
    return replace(row, name=cut(row.name, room - len(row.role), look))


def _table(rows: Sequence[Cells], gap: int, look: Look) -> Iterator[Line]:
    heads: list[Cell] = [((head, Style.FAINT),) for head in HEADS]
    head, *lines = columns(
        [heads, *(_table_row(row, look) for row in rows)], indent=_INDENT, gap=gap
    )
    yield head
    before = _INDENT + max(width_of(cell) for cell in (heads[0], *(r.standing for r in rows))) + gap
    for text, row in zip(lines, rows, strict=True):
        yield text
        if not look.plain:
            yield from _notes(row, before)


def _table_row(row: Cells, look: Look) -> list[Cell]:
    facts = (row.rhythm, row.last_met, row.coming)
    shown = [plain(fact or look.marks.nothing) for fact in facts]
    notes = [(note,) for note in row.notes] if look.plain else []
    return [row.standing, row.who, *shown, row.strip, plain(row.open or look.marks.nothing), *notes]


def _stacked(rows: Sequence[Cells], look: Look) -> Iterator[Line]:
    """Name and strip on the first line of a row, the rest below the name."""
    column = max(width_of(row.standing) for row in rows) + GAPS[-1]
    first = max(width_of((*row.who, *_beside(row), *row.strip)) for row in rows)
    width = min(look.width, column + first + GAPS[0])
    for row in rows:
        room = width - column - width_of(row.strip) - GAPS[-1]
        beside = _beside(row) if width_of((*row.who, *_beside(row))) <= room else ()
        who = _shortened(row, room - width_of(beside), look).who
        yield from ends((*padded(row.standing, column), *who, *beside), row.strip, width)
        facts = ("" if beside else row.rhythm, row.coming, row.met, row.open)
        for text in flowed(filter(None, facts), look, look.width - column):
            yield line(" " * column, text)
        yield from _notes(row, column)


def _beside(row: Cells) -> Cell:
    return plain(f", {row.rhythm}" if row.rhythm else "")


def _notes(row: Cells, before: int) -> Iterator[Line]:
    for note in row.notes:
        yield line(" " * before, note)


_REST = {Standing.PAUSED, Standing.UPCOMING, Standing.ENDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One row; "" for an empty cell."""

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
        standing=((wording.spelled(row.standing), standing_style(row)),),
        name=look.safe(row.name),
        role=f", {wording.THEIR_ROLE[row.my_role]}" if row.my_role else "",
        rhythm=wording.rhythm(row.cadence, row.bound) if row.cadence else "",
        last_met=last_met,
        met=f"met {last_met}" if last_met else "not met yet",
        coming=coming(row.coming, today),
        strip=signs(row.strip, look),
        open=_open(row),
        notes=_row_notes(row, today),
    )


def standing_style(row: Row) -> Style:
    """Amber if they wait for you, faint if there is nothing to do."""
    if row.needs_you:
        return Style.CALLS
    return Style.FAINT if row.standing in _REST else Style.PLAIN


def coming(coming: Coming, today: dt.date) -> str:
    """What comes next: due Tue 24 Nov, back Tue 1 Dec; "" if nothing does."""
    if coming.date is None:
        return "back when you resume" if coming.what is Next.BACK else ""
    date = "today" if coming.date == today else day(coming.date, today)
    since = "since " if coming.what is Next.FOLLOW_UP and coming.date < today else ""
    what = "planned" if coming.what is Next.UNLOGGED else wording.spelled(coming.what)
    return f"{what} {since}{date}"


def _open(row: Row) -> str:
    counts = ((row.open_actions.me, "mine"), (row.open_actions.them, "theirs"))
    return ", ".join(f"{count} {whose}" for count, whose in counts if count)


def _row_notes(row: Row, today: dt.date) -> tuple[Part, ...]:
    notes: list[Part] = []
    if row.ending and row.end and row.coming.what not in (Next.ENDS, Next.ENDED):
        notes.append((f"the term ends {day(row.end, today)}", Style.FAINT))
    if row.halfway:
        notes.append((f"halfway {day(row.halfway, today)}", Style.FAINT))
    if row.unreadable:
        notes.append((f"{counted(row.unreadable, 'file')} unreadable", Style.WRONG))
    return tuple(notes)


def next_step(row: Row, today: dt.date, look: Look) -> Iterator[Line]:
    """A sentence and a command, on one line if there is room; nothing if nothing needs doing."""
    text, others = _step(row, today, wording.first_name(look.safe(row.name)))
    if not (text and row.step):
        return
    verb, *words = row.step
    command: Cell = ((wording.command(verb, row.handle, *words), Style.COMMAND),)
    other: Cell = ((f"or  {others}", Style.FAINT),)
    whole: Cell = (*plain(f"{text}  "), *command, *plain("   "), *other)
    if look.plain or width_of(whole) <= look.width:
        yield line(*whole)
    else:
        yield from filled(text, look)
        yield line("  ", *command)
        yield line("  ", *other)


def _step(row: Row, today: dt.date, first: str) -> tuple[str, str]:  # noqa: PLR0911 - a standing each
    """What to say before a row's step, and what else can be done; "" if there is nothing."""
    match row.standing, row.step[:1]:
        case Standing.OVERDUE, ("log-meeting",):
            since = f"since {day(row.last_held, today)}" if row.last_held else "lately"
            return f"Did you meet {first} {since}?", "schedule, pause, amend, close"
        case Standing.OVERDUE, _ if row.due:
            text = f"{first}: {length((today - row.due).days)} past what you agreed."
            return text, "log-meeting, pause, amend, close"
        case Standing.TO_LOG, _ if row.coming.date:
            text = f"{first}: did you meet on {day(row.coming.date, today)}?"
            return text, "reschedule, if it moved"
        case Standing.DUE, _:
            return f"{first}: time to meet again.", "log-meeting"
        case Standing.WRAP_UP, _ if row.end:
            verb = "ended" if row.coming.what is Next.ENDED else "ends"
            return f"{first}: the term {verb} {day(row.end, today)}. Renew or close?", "close"
        case Standing.QUIET, _ if row.last_held:
            text = f"{first}: not met since {day(row.last_held, today)}. A few lines?"
            return text, "schedule, log-meeting, close"
        case Standing.ENDED, ("cancel",):
            return f"{first}: a meeting is still planned. Cancel it?", "thanks, reopen"
        case Standing.ENDED, ("thanks",):
            return f"{first}: a letter of thanks?", "reopen"
        case Standing.ENDED, _:
            return f"{first}: get back in touch with a few lines?", "reopen"
    return "", ""


_STEPS = (
    ('mentorlog new-agreement "Dana Öz"', "agree on areas, cadence and timeframe"),
    ('mentorlog log-meeting "Dana Öz" --new', "no agreement? just log a meeting"),
    ("mentorlog demo", "look around in a throw-away journal"),
)


def welcome(view: Welcome, look: Look) -> Iterator[Line]:
    """Before there is a journal: where it will be, and three ways to begin."""
    where = look.safe(view.journal)
    text = "No journal yet. It will live in"
    for first in (f"{text} {where}, as YAML files you own.", f"{text} {where}."):
        if look.plain or width_of(plain(first)) <= look.width:
            yield line(first)
            break
    else:
        yield line(text)
        yield line(f"  {where}")
    steps: list[tuple[Cell, Cell]] = [
        (((command, Style.COMMAND),), plain(why)) for command, why in _STEPS
    ]
    rows = [*columns(steps, indent=2)]
    if look.plain or all(row.cell_len <= look.width for row in rows):
        yield from rows
    else:
        for command, why in steps:
            yield line("  ", *command)
            yield line("    ", *why)


_STYLES = {Mark.LATE: Style.CALLS, Mark.PAUSED: Style.FAINT, Mark.NOT_YET: Style.FAINT}


def sign(mark: Mark, look: Look) -> str:
    return look.marks.sign(mark)


def signs(strip: Iterable[Mark], look: Look) -> tuple[Part, ...]:
    """One sign each, styled."""
    return tuple((sign(mark, look), _STYLES.get(mark, Style.PLAIN)) for mark in strip)


def key(shown: Iterable[Mark], look: Look) -> str:
    """What the signs in use mean, apart from "met": ◐ late, ○ no meeting."""
    known = set(shown)
    marks = [mark for mark in Mark if mark in known and mark is not Mark.MET]
    words = {Mark.MISSED: "no meeting"}  # others may have made up for it
    return ", ".join(f"{sign(mark, look)} {words.get(mark, mark)}" for mark in marks)
