"""Journals on the disk, as plain mappings from path to text, and faults on the way to the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

P = ParamSpec("P")
R = TypeVar("R")

JOURNAL = {"journal.yaml": "schema: 1\nid: h7d2k9w4\n"}
DANA = "relationships/dana-oz-9f2k"
DANA_FIELDS = "schema: 1\nid: 9f2k7m3q\nname: Dana Öz\nmy_role: mentee\n"
AGREEMENT = f"{DANA}/2026-01-05-agreement-7k3q8w2m.yaml"
AGREEMENT_TEXT = (
    "schema: 1\nid: 7k3q8w2m\nkind: agreement\ndate: 2026-01-05\n"
    "cadence: monthly\nx-colour: blue # ours\n"
)
MEETING = f"{DANA}/2026-12-03-meeting-4v8m2t9c.yaml"
MEETING_TEXT = (
    "schema: 1\nid: 4v8m2t9c\nkind: meeting\ndate: 2026-12-03\n"
    "status: planned   # the big one\nnotes: bring the deck\n"
)
WITH_DANA = {
    **JOURNAL,
    f"{DANA}/relationship.yaml": DANA_FIELDS,
    AGREEMENT: AGREEMENT_TEXT,
    MEETING: MEETING_TEXT,
}


def plant(root: Path, texts: Mapping[str, str | bytes]) -> Path:
    """The same files below `root`, which is made and returned."""
    root.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def tree(root: Path) -> dict[str, str]:
    """Every file below `root` and its text; an empty folder ends in a slash, a link in an arrow."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[f"{name} ->"] = str(path.readlink())
        elif path.is_dir():
            if not any(path.iterdir()):
                found[f"{name}/"] = ""
        else:
            found[name] = path.read_bytes().decode(errors="replace")
    return found


class Killed(BaseException):
    """The process is gone: nothing it does from here on reaches the disk."""


class Disk:
    """Counts the calls that change the disk, and lets the nth one fail."""

    def __init__(self, fails_at: int, error: int | None, *, lasting: bool) -> None:
        self.calls = 0
        self._fails_at = fails_at
        self._error = error
        self._lasting = lasting

    @property
    def failed(self) -> bool:
        return self.calls >= self._fails_at

    def changing(self, call: Callable[P, R]) -> Callable[P, R]:
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            self.calls += 1
            if self.calls == self._fails_at or (self._lasting and self.failed):
                if self._error is None:
                    raise Killed
                raise OSError(self._error, os.strerror(self._error))
            return call(*args, **kwargs)

        return counted


@contextmanager
def failing_disk(
    monkeypatch: pytest.MonkeyPatch, n: int, error: int | None = None, *, lasting: bool = False
) -> Iterator[Disk]:
    """The nth call that changes the disk raises `error`; without one, the process dies there."""
    disk = Disk(n, error, lasting=lasting or error is None)
    changing = ("write", "fsync", "link", "unlink", "replace", "rename", "mkdir", "rmdir")
    with monkeypatch.context() as patch:
        for name in changing:
            patch.setattr(os, name, disk.changing(getattr(os, name)))
        yield disk


FULL = errno.ENOSPC
READ_ONLY = errno.EROFS
BROKEN = errno.EIO
