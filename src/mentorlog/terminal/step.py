"""One next step for whoever needs you most: a sentence, and a command that can be copied.

Only commands that exist; the first fits most, the others are named beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.text import Text

from mentorlog.domain.standing import Standing
from mentorlog.frozen import dataclass
from mentorlog.terminal import wording
from mentorlog.terminal.dates import day, length
from mentorlog.terminal.layout import Cell, filled, line, plain, width_of
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import safe
from mentorlog.views.row import Next, Row


@dataclass(frozen=True, slots=True)
class _Step:
    said: str
    command: str
    others: str


def next_step(
    row: Row, today: dt.date, look: Look, *, after_silence: bool = False
) -> Iterator[Text]:
    """On one line where there is room; nothing where nothing needs doing."""
    step = _step(row, today, look, after_silence=after_silence)
    if step is None:
        return
    command: Cell = ((step.command, Style.COMMAND),)
    others: Cell = ((f"or  {step.others}", Style.FAINT),)
    whole: Cell = (*plain(f"{step.said}  "), *command, *plain("   "), *others)
    if look.plain or width_of(whole) <= look.width:
        yield line(*whole)
    else:
        yield from filled(step.said, look)
        yield line("  ", *command)
        yield line("  ", *others)


def _step(row: Row, today: dt.date, look: Look, *, after_silence: bool) -> _Step | None:
    first = wording.first_name(safe(row.name, ascii_only=look.ascii_only))
    match row.standing:
        case Standing.OVERDUE if after_silence:
            since = f"since {day(row.last_held, today)}" if row.last_held else "in the meantime"
            said = f"Have you met {first} {since}?"
            return _Step(said, _command("log-meeting", row), "schedule, pause, amend, close")
        case Standing.OVERDUE if row.due:
            said = f"{first}: {length((today - row.due).days)} past the rhythm you agreed."
            return _Step(said, _command("schedule", row, "+1w"), "log-meeting, pause, amend, close")
        case Standing.TO_LOG if row.coming.date:
            said = f"{first}: did you meet on {day(row.coming.date, today)}?"
            on = row.coming.date.isoformat()
            return _Step(said, _command("log-meeting", row, "--on", on), "schedule, if it moved")
        case Standing.DUE:
            said = f"{first}: time for the next meeting."
            return _Step(said, _command("schedule", row, "+3d"), "log-meeting")
        case Standing.WRAP_UP if row.end:
            verb = "ended" if row.coming.what is Next.ENDED else "ends"
            said = f"{first}: the term {verb} {day(row.end, today)}. Renew, or bring it to a close?"
            return _Step(said, _command("amend", row, "--for", "6 months"), "close")
    return None


def _command(verb: str, row: Row, *words: str) -> str:
    return wording.command(verb, row.handle, *words)
