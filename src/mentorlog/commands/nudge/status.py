"""See what runs nudges, when it last ran and will run next, and how they reach you.

Example: mentorlog nudge status
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from mentorlog.arguments import Reader
from mentorlog.commands import Alone, Result, nudging
from mentorlog.commands.nudge.installation import (
    Job,
    caution_of,
    cautions,
    hooks,
    others,
    shown_others,
)
from mentorlog.environment import Environment
from mentorlog.frozen import dataclass
from mentorlog.reminders import ledger, schedulers
from mentorlog.reminders.channels import CHANNELS, DEFAULT, FALLBACK, Caution
from mentorlog.terminal.digest import silence
from mentorlog.terminal.layout import filled
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import clock, command, day
from mentorlog.views import Shape

_COLUMN = 11  # cells: the longest label, and a gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Reader):
    unused = ("as_of", "reveal")


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeStatus:
    """What runs nudges. `scheduler`: None = not installed; then no next run and no program.

    `last_run`, `next_run`: local times.
    `meets_window`: False if it runs only at hours outside the window.
    `silent_since`: the day of the last run, if that is too long ago.
    `banner`: the file that a shell prints.
    `caution`: why the channel may reach nobody.
    `others`: jobs of other configurations.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="nudge-status", lone=True, left_out=("as_of",), keys={"installed": "is_installed"}
    )

    as_of: dt.date
    scheduler: str | None
    window: str
    channel: str
    last_run: dt.datetime | None
    next_run: dt.datetime | None
    meets_window: bool | None
    program: str | None
    program_exists: bool | None
    silent_since: dt.date | None
    banner: str
    caution: Caution | None
    others: tuple[Job, ...]

    @property
    def is_installed(self) -> bool:
        return self.scheduler is not None


def status(environment: Environment, _: Status) -> Result:
    """The scheduler, its last and next run, the channel, the program. Raises Refused."""
    scheduler, plan = next(schedulers.installed(environment), (None, None))
    if scheduler is None:
        schedulers.ours(environment)  # raises if it can't be told, which isn't the same as none
    journal = nudging.journal_of(environment)
    window = nudging.window(environment)
    channel = environment.settings.channel or DEFAULT
    return Result(
        view=NudgeStatus(
            as_of=environment.today,
            scheduler=scheduler.name if scheduler else None,
            window=environment.settings.window,
            channel=channel,
            last_run=ledger.last_run(journal.state_folder),
            next_run=plan.next_run(environment.now) if plan else None,
            meets_window=plan.meets(window) if plan else None,
            program=str(plan.program) if plan else None,
            program_exists=plan.program.exists() if plan else None,
            silent_since=ledger.silent_since(journal.state_folder, environment.today, window),
            banner=str(nudging.banner(environment).path),
            caution=caution_of(environment, scheduler, channel) if scheduler else None,
            others=others(environment),
        )
    )


def text(view: NudgeStatus, look: Look) -> Iterator[Line]:
    """The facts, then what to do if something is wrong."""
    if view.scheduler is None:
        yield line("No nudges are installed.  ", (command("nudge", "install"), Style.COMMAND))
    for label, fact in _facts(view, look):
        yield line((f"{label:{_COLUMN}}", Style.FAINT), fact)  # a path is never folded
    yield from shown_others(view.others, look)
    if view.caution:
        yield from cautions((view.caution,), look)
    if view.channel == FALLBACK:
        yield line()
        yield from hooks(view.banner, look)
    yield from _amiss(view, look)


def _amiss(view: NudgeStatus, look: Look) -> Iterator[Line]:
    if view.program_exists is False:
        yield line()
        yield line("The program is gone:  ", _install())
    elif view.meets_window is False:
        yield line()
        yield line("It only runs outside those hours:  ", _install())
    elif view.silent_since and view.scheduler:
        yield line()
        yield from filled(silence(view.silent_since, view.as_of), look)
    elif view.silent_since:
        yield line()
        yield line("No longer used:  ", (command("nudge", "uninstall"), Style.COMMAND))


def _facts(view: NudgeStatus, look: Look) -> Iterator[tuple[str, str]]:
    if view.scheduler:
        yield "Scheduler", schedulers.title(view.scheduler).split(",")[0]
    yield "Last run", _time(view.last_run, view) or "never"
    if view.next_run:
        yield "Next run", _time(view.next_run, view)
    yield "Speaks", f"{view.window}, {look.safe(_arrival(view))}"
    if view.channel != FALLBACK:
        yield "Otherwise", f"it waits in {look.verbatim(view.banner)}"
    if view.program:
        yield "Program", look.verbatim(view.program)


def _arrival(view: NudgeStatus) -> str:
    """How a digest arrives, if nothing prevents it."""
    known = view.channel in CHANNELS and view.caution is None
    return CHANNELS[view.channel].arrives if known else f"through {view.channel}"


def _time(moment: dt.datetime | None, view: NudgeStatus) -> str:
    return f"{day(moment.date(), view.as_of)} {clock(moment.time())}" if moment else ""


def _install() -> tuple[str, Style]:
    return command("nudge", "install"), Style.COMMAND


COMMAND = Alone(Status, status)
