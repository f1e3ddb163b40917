"""A backup put into an empty journal, each file whole. Stopped half-way, it is simply done again.

It knows bytes and paths, and a journal that can't be read any more as well.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mentorlog.errors import Refused
from mentorlog.journal import arriving
from mentorlog.journal.loading import JOURNAL_FILE
from mentorlog.journal.steps import bytes_at
from mentorlog.journal.trash import TRASH


def missing(root: Path, backup: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths of what a backup would add; what is there already must be a part of it.

    Raises Refused for a journal in which anything else is.
    """
    there = set(named_in(root))
    if any(path not in backup or bytes_at(root, path) != backup[path] for path in there):
        raise Refused(
            "This journal is not empty, and a backup is not mixed with what is there.",
            "Choose an empty folder:  mentorlog --journal DIR import FILE.zip",
        )
    return tuple(path for path in backup if path not in there)


def restore(root: Path, backup: Mapping[str, bytes]) -> tuple[str, ...]:
    """Put in place what is missing; call it under the lock. Raises also StorageFailed."""
    paths = missing(root, backup)
    # The file that makes it a journal comes last: until then nobody writes into it.
    ordered = sorted(paths, key=lambda path: (path == JOURNAL_FILE, path))
    arriving.take(root, {}, {path: backup[path] for path in ordered})
    return paths


def named_in(root: Path) -> tuple[str, ...]:
    """The path of everything in a journal, the trash too, that is neither folder nor dot file."""
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        trash = {TRASH} if folder == os.fspath(root) else set[str]()
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = [
            name
            for name in folders
            if name not in links and (name in trash or not name.startswith("."))
        ]
        visible = (name for name in (*names, *links) if not name.startswith("."))
        found += (Path(folder, name).relative_to(root).as_posix() for name in visible)
    return tuple(sorted(found))
