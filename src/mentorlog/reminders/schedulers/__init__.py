"""Schedulers that run the job every hour: cron, systemd, launchd, the Task Scheduler.

A job belongs to the configuration named in its command line. Jobs of other configurations are only
listed, never touched. Imported for setup, never by a scheduled run.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.environment import Environment, found_program
from mentorlog.errors import Missing, Refused, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.reminders import Window
from mentorlog.reminders.channels import Caution

AUTO = "auto"
_OF_A_PLATFORM = {"darwin": ("launchd",), "win32": ("schtasks",)}
_ELSEWHERE = ("systemd", "cron")
_ENV = "/usr/bin/env"
_MINUTES = 58  # not the full hour, when everybody else's jobs run
_NAME = "mentorlog"
_FOR_ONE_RUN = (  # temporary folders of uvx and pipx run
    re.compile(r"/(?:archive|environments|builds)-v\d+/"),
    re.compile(r"/(?:\.cache|Caches)/(?:pipx|uv)/"),
    re.compile(r"/pipx/(?:\.cache|Cache)/", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text to write. `place`: a path, or another name for where it goes."""

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Run `argv` at this `minute` of every hour from `first` to `last`, on every day.

    The run itself decides on which days and hours it may speak. Raises Refused for an argv that a
    scheduler can't run. `by_hand`: someone changed its times to others, which aren't known.
    """

    argv: tuple[str, ...]
    minute: int
    first: int
    last: int
    by_hand: bool = False

    def __post_init__(self) -> None:
        for word in self.argv:
            if not word.isprintable():
                raise Refused(
                    f"A scheduler can't be given this path: {ascii(word)[1:-1]}",
                    "Move it to a path without control characters, then install again.",
                )

    @property
    def program(self) -> Path:
        """The executable itself, after the variables for it."""
        words = self.argv[1:] if self.argv[0] == _ENV else self.argv
        return Path(next(word for word in words if "=" not in word or word.startswith("/")))

    def next_run(self, now: dt.datetime) -> dt.datetime | None:
        """The first run after `now`, in local time; None if that isn't known."""
        if self.by_hand:
            return None
        days = (now.date() + dt.timedelta(days=n) for n in (0, 1))
        times = (
            dt.datetime.combine(day, dt.time(hour, self.minute))
            for day in days
            for hour in range(self.first, self.last + 1)
        )
        return next(time for time in times if time > now)

    def meets(self, window: Window) -> bool:
        """Whether some run of a day is within the window."""
        runs = (hour * 60 + self.minute for hour in range(self.first, self.last + 1))
        return any(window.opens <= run < window.closes for run in runs)


class Scheduler(ABC):
    """A way to run a job every hour. It touches only this configuration's job."""

    name: ClassVar[str]  # the value of `--scheduler`
    title: ClassVar[str]  # its name in a sentence
    program: ClassVar[str]  # what has to be there

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def is_here(self) -> bool:
        """Whether this user can have it run jobs on this machine."""
        return found_program(self.program, self.environment.variables) is not None

    @abstractmethod
    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        """Exactly what `install` writes, and where. Raises Refused if it can't."""

    @abstractmethod
    def is_present(self) -> bool:
        """Whether anything of ours is there, running or not.

        Raises Refused if that can't be told.
        """

    @abstractmethod
    def installed(self) -> Plan | None:
        """The job it runs for us now, or None. Raises as `is_present`."""

    @abstractmethod
    def jobs(self) -> Iterable[tuple[str, ...]]:
        """The command lines of all configurations' jobs of ours. Raises as `is_present`."""

    def others(self) -> tuple[str, ...]:
        """The other configurations with a job of ours. Raises as `is_present`."""
        paths = (_configuration(job) for job in self.jobs() if not self.is_ours(job))
        return tuple(path for path in paths if path is not None)

    @abstractmethod
    def command(self, *more: str) -> tuple[str, ...]:
        """The command line of the installed job, with more arguments; () without a job."""

    @abstractmethod
    def install(self, plan: Plan) -> Path | None:
        """Have it run the job; return a backup of what was changed, if there was anything.

        Raises Refused or StorageFailed: then everything is as before.
        """

    @abstractmethod
    def uninstall(self) -> bool:
        """Remove exactly what `install` wrote; False if there was nothing. Raises as `install`."""

    def why_unread(self) -> Caution | None:
        """Why a job's output may reach nobody; None if it is mailed. Raises as `is_present`."""
        return Caution.NO_MAIL

    def is_ours(self, argv: Iterable[str]) -> bool:
        """Whether it is this configuration's job; one that names none is everybody's."""
        named = _configuration(argv)
        ours = self.environment.config_file
        return named is None or os.path.realpath(named) == os.path.realpath(ours)

    @property
    def suffix(self) -> str:
        """A suffix that tells this configuration's job from others of the same name."""
        path = str(self.environment.config_file).encode(errors="replace")
        return hashlib.sha256(path).hexdigest()[:8]


def _configuration(argv: Iterable[str]) -> str | None:
    """The configuration that a job names, or None."""
    words = iter(argv)
    return next(words, None) if "--config" in words else None


def refuse_foreign(path: Path) -> None:
    """Raises Refused if there is a file, which isn't ours, where ours would be."""
    with contextlib.suppress(Missing):
        files.read(path)
        raise Refused(
            f"{path} wasn't written by mentorlog. Nothing changed.",
            "Move it away, then try again.",
        )


def kinds() -> tuple[type[Scheduler], ...]:
    """All schedulers. A new one needs a module beside these, and a place in this line."""
    from mentorlog.reminders.schedulers.cron import Cron
    from mentorlog.reminders.schedulers.launchd import Launchd
    from mentorlog.reminders.schedulers.schtasks import Schtasks
    from mentorlog.reminders.schedulers.systemd import Systemd

    return (Systemd, Cron, Launchd, Schtasks)


def schedulers(environment: Environment) -> tuple[Scheduler, ...]:
    """All schedulers, available or not."""
    return tuple(kind(environment) for kind in kinds())


def names() -> tuple[str, ...]:
    """The values of `--scheduler`."""
    return (AUTO, *(kind.name for kind in kinds()))


def title(name: str) -> str:
    """A scheduler's name in a sentence."""
    return next(kind.title for kind in kinds() if kind.name == name)


def chosen(environment: Environment, name: str) -> Scheduler:
    """The scheduler with this name, available or not; `auto`: the first available that fits.

    Raises UsageError for an unknown name, Refused if none is available.
    """
    by_name = {scheduler.name: scheduler for scheduler in schedulers(environment)}
    if name != AUTO:
        if name not in by_name:
            raise UsageError(f"--scheduler takes {', '.join(names())}.")
        return by_name[name]
    fitting = _OF_A_PLATFORM.get(environment.platform, _ELSEWHERE)
    here = next((by_name[each] for each in fitting if by_name[each].is_here()), None)
    if here is None:
        raise Refused(
            f"There's no scheduler here ({' or '.join(fitting)} would).",
            "Install cron, or run this hourly yourself:  mentorlog nudge --scheduled",
        )
    return here


def ours(environment: Environment) -> tuple[Scheduler, ...]:
    """Schedulers with something of ours. Raises Refused if none has, but one can't tell."""
    present: list[Scheduler] = []
    refusal: Refused | None = None
    for scheduler in schedulers(environment):
        try:
            if scheduler.is_present():
                present.append(scheduler)
        except Refused as error:
            refusal = error
    if refusal is not None and not present:
        raise refusal
    return tuple(present)


def installed(environment: Environment) -> Iterator[tuple[Scheduler, Plan]]:
    """Schedulers with our job installed. One that can't tell is left out."""
    for scheduler in schedulers(environment):
        with contextlib.suppress(Refused):
            plan = scheduler.installed()
            if plan is not None:
                yield scheduler, plan


def others(environment: Environment) -> Iterator[tuple[Scheduler, str]]:
    """The jobs of other configurations. One that can't tell is left out."""
    for scheduler in schedulers(environment):
        with contextlib.suppress(Refused):
            for configuration in scheduler.others():
                yield scheduler, configuration


def a_minute(seed: str) -> int:
    """A minute that looks random, but is always the same for a seed."""
    return 1 + hashlib.sha256(seed.encode(errors="replace")).digest()[0] % _MINUTES


def hourly(argv: tuple[str, ...], window: Window, *, minute: int) -> Plan:
    """The job in the window's hours at this minute, or another one if the window is that short."""
    plan = Plan(argv=argv, minute=minute, first=window.opens // 60, last=(window.closes - 1) // 60)
    middle = (window.opens + window.closes) // 2
    return plan if plan.meets(window) else replace(plan, minute=middle % 60)


def with_variables(variables: Mapping[str, str], argv: tuple[str, ...]) -> tuple[str, ...]:
    """The argv that runs a program with these variables, without a shell."""
    given = tuple(f"{name}={value}" for name, value in sorted(variables.items()))
    return (_ENV, *given, *argv) if given else argv


def executable(
    program: str, variables: Mapping[str, str], *, python: str = sys.executable
) -> tuple[str, ...]:
    """The argv that starts us again: an absolute path, without resolving links.

    A link outlives an upgrade (pipx, Homebrew), its target doesn't. `program`: how this process was
    started. Raises Refused for a path that will soon be gone.
    """
    path = _script(program, variables, Path(python))
    argv = (str(path),) if path else (python, "-m", _NAME)
    for folder in (argv[0], os.path.realpath(argv[0])):
        slashed = folder.replace(os.sep, "/")
        if any(pattern.search(slashed) for pattern in _FOR_ONE_RUN):
            raise Refused(
                f"mentorlog was started from a temporary folder: {argv[0]}",
                "Install it for good:  pipx install mentorlog   or   uv tool install mentorlog",
            )
    return argv


def is_temporary(path: Path) -> bool:
    """Whether it is in a folder that the system cleans up."""
    folders = {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")}  # noqa: S108 - only named
    return any(path.is_relative_to(folder) for folder in folders)


def _script(program: str, variables: Mapping[str, str], python: Path) -> Path | None:
    """The console script; None without one, as with `python -m mentorlog`."""
    if Path(program).stem == _NAME:
        script = found_program(program, variables) or found_program(f"{program}.exe", variables)
        if script:
            return Path(os.path.abspath(script))  # noqa: PTH100 - absolute, but no link is followed
    beside = (python.with_name(_NAME), python.with_name(f"{_NAME}.exe"))
    return next((path for path in beside if path.is_file()), None)
