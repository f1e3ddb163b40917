"""A document on its way out: text for stdout, or a private file that never replaces another."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.views.shape import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What an export leaves for stdout; programs are told `said` instead."""

    text: str
    said: Told


def save(path: Path, data: bytes, *, force: bool) -> None:
    """Put the bytes there, readable by their owner only; the same again is fine.

    Raises Refused if something else is there and `force` doesn't allow to replace it, or if there
    is no such folder; StorageFailed.
    """
    if not path.parent.exists():
        raise Refused(
            f"There is no folder {path.parent} to put it in.",
            f"Make it, then do it again:  mkdir -p {shlex.quote(str(path.parent))}",
        )
    with contextlib.suppress(StorageFailed):  # of an export that was cut short
        files.sweep(path.parent, age=files.ABANDONED)
    try:
        found = files.read(path)
    except Missing:
        found = None
    if found == data:
        return
    if found is None:
        _create(path, data)
    elif force:
        files.replace(path, data, expected=found)
    else:
        raise _taken(path)


def _create(path: Path, data: bytes) -> None:
    try:
        files.create(path, data)
    except FileExistsError:
        raise _taken(path) from None


def _taken(path: Path) -> Refused:
    return Refused(f"{path} is there already.", "Choose another name, or replace it with --force.")
