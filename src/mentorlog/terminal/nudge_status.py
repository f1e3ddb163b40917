"""Whether nudges are on their way, as a short table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.installation import CHANNEL, SCHEDULER, hooks
from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import verbatim
from mentorlog.terminal.silence import silence
from mentorlog.terminal.wording import clock, command, day
from mentorlog.views.nudge_status import NudgeStatus

_COLUMN = 11  # cells: the longest label, and a gap


def nudge_status(view: NudgeStatus, look: Look) -> Iterator[Text]:
    """The facts, then what to do if something is amiss."""
    if view.scheduler is None:
        yield line("No nudges are installed.  ", (command("nudge", "install"), Style.COMMAND))
    for label, text in _facts(view, look):
        yield line((f"{label:{_COLUMN}}", Style.FAINT), text)  # a path is never folded
    if view.channel == "banner":
        yield line()
        yield from hooks(view.banner, look)
    if view.program_exists is False:
        yield line()
        yield line("The program is no longer there:  ", _install())
    elif view.meets_window is False:
        yield line()
        yield line("It runs only at hours in which it may not speak:  ", _install())
    elif view.silent_since and view.scheduler:
        yield line()
        yield from filled(silence(view.silent_since, view.as_of), look)
    elif view.silent_since:
        yield line()
        yield line("Not wanted any more:  ", (command("nudge", "uninstall"), Style.COMMAND))


def _facts(view: NudgeStatus, look: Look) -> Iterator[tuple[str, str]]:
    if view.scheduler:
        yield "Scheduler", SCHEDULER[view.scheduler].split(",")[0]
    yield "Last run", _time(view.last_run, view) or "never"
    if view.next_run:
        yield "Next run", _time(view.next_run, view)
    yield "Speaks", f"{view.window}, {CHANNEL.get(view.channel, view.channel)}"
    if view.channel != "banner":
        yield "Or else", f"it waits in {verbatim(view.banner, ascii_only=look.ascii_only)}"
    if view.program:
        yield "Program", verbatim(view.program, ascii_only=look.ascii_only)


def _time(moment: dt.datetime | None, view: NudgeStatus) -> str:
    return f"{day(moment.date(), view.as_of)} {clock(moment.time())}" if moment else ""


def _install() -> tuple[str, Style]:
    return command("nudge", "install"), Style.COMMAND
