"""Where our own program is, as a scheduler can call it for years to come."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from mentorlog.errors import Refused
from mentorlog.reminders import programs

_NAME = "mentorlog"
_FOR_ONE_RUN = (  # folders that uvx and pipx run make, and throw away when they like
    re.compile(r"/(?:archive|environments|builds)-v\d+/"),
    re.compile(r"/(?:\.cache|Caches)/(?:pipx|uv)/"),
    re.compile(r"/pipx/(?:\.cache|Cache)/", re.IGNORECASE),
)


def executable(
    program: str, variables: Mapping[str, str], *, python: str = sys.executable
) -> tuple[str, ...]:
    """The argv that starts us again: an absolute path, and never what a link points at.

    A link outlives an upgrade (pipx, Homebrew), its target does not. `program`: how this process
    was started. Raises Refused where that will soon be gone.
    """
    path = _script(program, variables, Path(python))
    argv = (str(path),) if path else (python, "-m", _NAME)
    for folder in (argv[0], os.path.realpath(argv[0])):
        slashed = folder.replace(os.sep, "/")
        if any(found.search(slashed) for found in _FOR_ONE_RUN):
            raise Refused(
                f"mentorlog was started from a folder that is made for one run: {argv[0]}",
                "Install it to stay:  pipx install mentorlog   or   uv tool install mentorlog",
            )
    return argv


def is_temporary(path: Path) -> bool:
    """Whether it lies where a system cleans up by itself."""
    folders = {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")}  # noqa: S108 - only named
    return any(path.is_relative_to(folder) for folder in folders)


def _script(program: str, variables: Mapping[str, str], python: Path) -> Path | None:
    """The console script; None where there is none, as with `python -m mentorlog`."""
    if Path(program).stem == _NAME:
        found = programs.found(program, variables) or programs.found(f"{program}.exe", variables)
        if found:
            return Path(os.path.abspath(found))  # noqa: PTH100 - absolute, but no link is followed
    beside = (python.with_name(_NAME), python.with_name(f"{_NAME}.exe"))
    return next((path for path in beside if path.is_file()), None)
