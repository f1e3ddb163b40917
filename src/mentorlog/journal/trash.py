"""The trash: what was removed lies there until it is emptied, which nothing takes back."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, Refused
from mentorlog.journal.homes import Home
from mentorlog.journal.transaction import recorded

TRASH = ".trash"


def in_trash(root: Path) -> tuple[str, ...]:
    """The paths, within the journal, of everything in the trash that is no folder.

    Raises Refused if the trash is a link, StorageFailed.
    """
    if (root / TRASH).is_symlink():
        raise Refused(f"{TRASH} is a link, and links in a journal are not followed.")
    found = (
        Path(folder, name)
        for folder, folders, names in os.walk(root / TRASH)
        for name in (*folders, *names)
    )
    files_only = (path for path in found if path.is_symlink() or not path.is_dir())
    return tuple(sorted(path.relative_to(root).as_posix() for path in files_only))


def free_place(root: Path, path: str) -> str:
    """A path in the trash, within the journal, that a removed file can have."""
    place = f"{TRASH}/{path.partition('/')[2]}"
    copies = (f"{place.removesuffix('.yaml')}-{n}.yaml" for n in itertools.count(2))
    return next(p for p in itertools.chain([place], copies) if not os.path.lexists(root / p))


def not_to_be_undone(home: Home, trashed: Iterable[str]) -> tuple[Path, ...]:
    """The logs in the undo log that lead back only through files in the trash: they and all older.

    They hold the words of these files, too.
    """
    gone, found = set(trashed), home.undoable
    for place in range(len(found), 0, -1):
        log = recorded(found[place - 1])
        if log is None or gone.intersection(path for step in log.steps for path in step.paths):
            return found[:place]
    return ()


def empty(root: Path, home: Home) -> tuple[str, ...]:
    """Erase what is in the trash, and from the undo log what told of it; what there was.

    Call it under the lock. Raises Refused, StorageFailed (then a part is left; try again).
    """
    trashed = in_trash(root)
    for log in not_to_be_undone(home, trashed):  # first, for without the files they only mislead
        files.remove(log)
    try:
        files.remove_all(root / TRASH)
    except Missing:
        return ()
    return trashed
