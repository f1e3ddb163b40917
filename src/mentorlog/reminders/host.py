"""The machine and account that nudges run on; finds and runs other programs there.

A program runs with an argv and a time limit, never in a shell. This module knows none by name.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from mentorlog.frozen import dataclass

SECONDS = 10  # more than any program needs, and far below a scheduled run's limit
NOT_STARTED = 127  # the same as in a shell
TOO_SLOW = 124  # the same as from timeout(1)
_SHOWN = 120  # characters of a program's complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The machine and the account, as schedulers need to know them.

    `platform`: as sys.platform.
    `account`: the user id.
    `state`: the folder for backups.
    `config_file`: the full path of the configuration that a job belongs to.
    `mailers`: where cron finds sendmail even if the user doesn't.
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
        """The last line it printed, safe to show: exit 1: crontab: not allowed."""
        lines = (self.err.strip() or self.out.strip()).decode(errors="replace").splitlines()
        last = "".join(c if c.isprintable() else "?" for c in lines[-1].strip()) if lines else ""
        return f"exit {self.status}: {last[:_SHOWN]}" if last else f"exit {self.status}"


def found(name: str, variables: Mapping[str, str]) -> str | None:
    """The path of a program; without a PATH, searched in the system's own folders."""
    import shutil  # a silent run doesn't need it

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
    """Run a program to its end, `text` on its stdin; one that can't start has a status, too.

    `unheard`: drop its output, so that it may leave a background process that prints.
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
