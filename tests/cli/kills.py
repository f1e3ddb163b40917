"""Kills: a command line in a child of ours that ends, as by SIGKILL, just before it changes a file.

A child is forked and not started, so that it costs milliseconds, and thousands can be tried.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from cli.harness import Home

_CHANGES = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate"}
_WRITING = os.O_WRONLY | os.O_RDWR


def killed(home: Home, at: int, *line: str, terminal: bool = False, stdin: str = "") -> bool:
    """Whether a command line was killed before its at-th change (from 1); else it came to its end.

    Changes of files anywhere below the folder around the home count; what a program does that it
    starts does not.
    """
    child = os.fork()
    if child == 0:
        _count(home.folder.parent, at)
        status = 1
        try:
            home.run(*line, terminal=terminal, stdin=stdin)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _count(folder: Path, at: int) -> None:
    left = at
    below = f"{folder}{os.sep}"

    def hear(event: str, given: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(given[2], int) and given[2] & _WRITING
        if not (writes or event in _CHANGES):
            return
        place = given[0]
        if isinstance(place, (str, os.PathLike)) and os.fspath(place).startswith(below):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
