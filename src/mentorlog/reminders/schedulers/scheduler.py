"""What is to be run, when, and what every scheduler can do with it. Knows none of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from mentorlog.errors import Refused
from mentorlog.frozen import dataclass
from mentorlog.reminders.window import Window
from mentorlog.views.installation import Piece

_ENV = "/usr/bin/env"
_MINUTES = 58  # any but the full hour, when everybody else's jobs run


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Run `argv` at this `minute` of every hour from `first` to `last`, on every day.

    Which days and hours it may speak in, it decides itself. Raises Refused for an argv that no
    scheduler could be given.
    """

    argv: tuple[str, ...]
    minute: int
    first: int
    last: int

    def __post_init__(self) -> None:
        for word in self.argv:
            if not word.isprintable():
                raise Refused(
                    f"A scheduler can't be given this path: {ascii(word)[1:-1]}",
                    "Put it where no path holds a control character, then install again.",
                )

    @property
    def program(self) -> Path:
        """The executable itself, behind what it is given to reach the user."""
        words = self.argv[1:] if self.argv[0] == _ENV else self.argv
        return Path(next(word for word in words if "=" not in word or word.startswith("/")))

    def next_run(self, now: dt.datetime) -> dt.datetime:
        """The first time after `now`, local and civil."""
        days = (now.date() + dt.timedelta(days=n) for n in (0, 1))
        times = (
            dt.datetime.combine(day, dt.time(hour, self.minute))
            for day in days
            for hour in range(self.first, self.last + 1)
        )
        return next(time for time in times if time > now)

    def meets(self, window: Window) -> bool:
        """Whether some run of a day falls into the hours in which it may speak."""
        runs = (hour * 60 + self.minute for hour in range(self.first, self.last + 1))
        return any(window.opens <= run < window.closes for run in runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The machine and the account, as far as a scheduler needs to know them.

    `platform`: as sys.platform. `account`: the user's number. `state`: the folder for backups.
    `mailers`: where cron finds sendmail even if the user does not.
    """

    platform: str
    variables: Mapping[str, str]
    home: Path
    account: int
    state: Path
    today: dt.date
    mailers: tuple[str, ...] = ("/usr/sbin", "/usr/lib")


class Scheduler(Protocol):
    """One way to have a job run every hour. It touches nothing but what it wrote itself."""

    @property
    def name(self) -> str:
        """As `--scheduler` takes it."""

    def is_here(self) -> bool:
        """Whether this user can have jobs run by it on this machine."""

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        """Exactly what `install` writes, and where. Raises Refused if it can't or mustn't."""

    def stands(self) -> bool:
        """Whether anything of ours is there, running or not. Raises Refused if it can't be told."""

    def installed(self) -> Plan | None:
        """What it runs for us now. Raises as above."""

    def command(self, *more: str) -> tuple[str, ...]:
        """The installed job as it is run, with more arguments; empty where there is none."""

    def install(self, plan: Plan) -> Path | None:
        """Have it run from now on; returns a backup of what was changed, if there was something.

        Raises Refused or StorageFailed: then everything is as it was.
        """

    def uninstall(self) -> bool:
        """Take away what `install` wrote, exactly; False if nothing is there. Raises as above."""


def a_minute(seed: str) -> int:
    """A minute that is as good as random, but the same whenever it is asked for."""
    return 1 + hashlib.sha256(seed.encode(errors="replace")).digest()[0] % _MINUTES


def hourly(argv: tuple[str, ...], window: Window, *, minute: int) -> Plan:
    """The job in the window's hours, at this minute, unless it would miss a window that short."""
    plan = Plan(argv=argv, minute=minute, first=window.opens // 60, last=(window.closes - 1) // 60)
    middle = (window.opens + window.closes) // 2
    return plan if plan.meets(window) else replace(plan, minute=middle % 60)


def with_variables(variables: Mapping[str, str], argv: tuple[str, ...]) -> tuple[str, ...]:
    """The argv that gives a program these variables, without a shell."""
    given = tuple(f"{name}={value}" for name, value in sorted(variables.items()))
    return (_ENV, *given, *argv) if given else argv
