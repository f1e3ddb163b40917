"""The machine and the account that nudges run on: other people's programs there, found and run.

A program is run with an argv and a time limit, never in a shell. None is known by name here.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from mentorlog.frozen import dataclass

SECONDS = 10  # more than any of them needs, and well below what a scheduled run may take
NOT_STARTED = 127  # as a shell says it
TOO_SLOW = 124  # as timeout(1) says it
_SHOWN = 120  # characters of what a program complained about


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The machine and the account, as far as a scheduler needs to know them.

    `platform`: as sys.platform. `account`: the user's number. `state`: the folder for backups.
    `config_file`: the configuration that a job belongs to, by its whole path.
    `mailers`: where cron finds sendmail even if the user does not.
    """

    platform: str
    variables: Mapping[str, str]
    home: Path
    account: int
    state: Path
    today: dt.date
    config_file: str
    mailers: tuple[str, ...] = ("/usr/sbin", "/usr/lib")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended, and what it printed."""

    status: int
    out: bytes = b""
    err: bytes = b""

    @property
    def complaint(self) -> str:
        """The last line it had to say, safe to show: exit 1: crontab: not allowed."""
        lines = (self.err.strip() or self.out.strip()).decode(errors="replace").splitlines()
        last = "".join(c if c.isprintable() else "?" for c in lines[-1].strip()) if lines else ""
        return f"exit {self.status}: {last[:_SHOWN]}" if last else f"exit {self.status}"


def found(name: str, variables: Mapping[str, str]) -> str | None:
    """The path of a program; without a PATH, in the system's own folders."""
    import shutil  # a quiet run needs none of these

    return shutil.which(name, path=variables.get("PATH") or os.defpath)


def run(
    argv: Sequence[str],
    variables: Mapping[str, str],
    *,
    text: str = "",
    seconds: float = SECONDS,
    folder: Path | None = None,
    unheard: bool = False,
) -> Ran:
    """Run it to its end, `text` on its stdin; one that can't be started is told by its status.

    `unheard`: what it prints is dropped, so it may leave something running that prints on.
    """
    import subprocess

    heard = subprocess.DEVNULL if unheard else subprocess.PIPE
    program = found(argv[0], variables) or argv[0]
    try:
        ran = subprocess.run(  # noqa: S603 - an argv, and no shell to misread it
            [program, *argv[1:]],
            input=text.encode(errors="replace"),
            stdout=heard,
            stderr=heard,
            env=dict(variables),
            timeout=seconds,
            cwd=folder,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(status=TOO_SLOW, err=b"it took too long")
    except (OSError, ValueError) as error:  # ValueError: a null character in the argv
        return Ran(status=NOT_STARTED, err=type(error).__name__.encode())
    return Ran(status=ran.returncode, out=ran.stdout or b"", err=ran.stderr or b"")
