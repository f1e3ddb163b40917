"""Files that come from elsewhere: a backup into an empty journal, or another machine's changes.

A backup is taken in as a whole, or not at all, whenever that is stopped. Its files are laid down in
a folder of the journal that no reader looks into. When all are on the disk, that folder is renamed,
which is the moment of restoring: before, nothing in it counts; from then on everything does, and
the next command that writes moves out what is not moved yet.

Of another machine's changes nothing is thrown away: a file removed there goes into the trash,
unless its contents go on under another name.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Conflict, Missing, Refused, StorageFailed, Unconfirmed
from mentorlog.journal.names import (
    ENTRY_SUFFIX,
    JOURNAL_FILE,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
    TRASH,
)
from mentorlog.journal.steps import Move, Put, Step, bytes_at, carry_out, take_all
from mentorlog.journal.trash import free_place

_LYING = ".importing"  # in the journal itself, so that no move leads from one disk to another
_LAID = ".imported"


def missing(root: Path, backup: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths of what a backup would add; what is there already must be a part of it.

    Raises Refused for a journal in which anything else is.
    """
    there = set(named_in(root))
    if any(path not in backup or bytes_at(root, path) != backup[path] for path in there):
        raise Refused(
            "This journal isn't empty; a backup can only be restored into an empty one.",
            "Choose an empty folder:  mentorlog --journal DIR import FILE.zip",
        )
    return tuple(path for path in backup if path not in there)


def restore(root: Path, backup: Mapping[str, bytes]) -> tuple[str, ...]:
    """Put in place what is missing; call it under the lock. Raises also StorageFailed."""
    finish(root)
    paths = missing(root, backup)
    if not paths:
        return ()
    if _is_bare(root):
        _lay(root, {path: backup[path] for path in paths})
        finish(root)
    else:
        ordered = sorted(paths, key=lambda path: (path == JOURNAL_FILE, path))
        _take(root, {path: backup[path] for path in ordered})
    return paths


def unfinished(root: Path) -> tuple[str, ...]:
    """Where what was to be restored lies, if that was stopped: `finish` has something to do."""
    return tuple(name for name in (_LYING, _LAID) if (root / name).is_dir())


def finish(root: Path) -> None:
    """End what was stopped: as a whole, or as if it had never begun; call it under the lock.

    Raises Unconfirmed, StorageFailed.
    """
    lying, laid = root / _LYING, root / _LAID
    if lying.is_dir():
        files.remove_all(lying)
    if laid.is_dir() and not laid.is_symlink():
        left = (path.name for path in laid.iterdir())
        # The file that makes it a journal comes last: until then no command writes into it.
        ordered = sorted(left, key=lambda name: (name == JOURNAL_FILE, name))
        steps = [partial(_move_out, root, name) for name in ordered]
        take_all((*steps, partial(files.remove_folder, laid)))


def _is_bare(root: Path) -> bool:
    """Whether nothing of a journal stands there, not even an empty folder."""
    with contextlib.suppress(Missing, StorageFailed):  # something is in it
        files.remove_folder(root / RELATIONSHIPS)
    return not any(os.path.lexists(root / name) for name in (RELATIONSHIPS, TRASH, JOURNAL_FILE))


def _lay(root: Path, laid: Mapping[str, bytes]) -> None:
    try:
        _take(root / _LYING, laid)
        files.move(root / _LYING, root / _LAID)
    except Unconfirmed as error:
        raise StorageFailed("The disk didn't confirm what was imported.", error.hint) from error


def _take(folder: Path, laid: Mapping[str, bytes]) -> None:
    carry_out(folder, arrival(folder, {}, laid))
    for place in {(folder / path).parent for path in laid}:
        files.sweep(place)  # what a disk that refused one step left behind


def _move_out(root: Path, name: str) -> None:
    try:
        files.move(root / _LAID / name, root / name)
    except FileExistsError:
        raise Conflict(
            f"Another program put {name} into the journal in the meantime.",
            f"What was to be imported is in {root / _LAID}.",
        ) from None


def named_in(root: Path) -> tuple[str, ...]:
    """The paths of all files in a journal, the trash included, except dot files."""
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


Files = Mapping[str, bytes]


def arrival(root: Path, before: Files, after: Files) -> Iterator[Step]:
    """The steps that turn the files `before` into the files `after`.

    What is new comes first, so that a renamed file is there twice rather than not at all.
    """
    for path in after:
        if before.get(path) != after[path]:
            yield Put(path, before.get(path), after[path])
    lives_on = {_identity(path) for path in after}
    for path in before.keys() - after.keys():
        if path.startswith(f"{RELATIONSHIPS}/") and _identity(path) not in lives_on:
            yield Move(path, free_place(root, path), before[path], before[path])
        else:
            yield Put(path, before[path], None)


def _identity(path: str) -> str:
    """The part of a path that a renaming doesn't change."""
    folder, _, name = path.rpartition("/")
    if name == RELATIONSHIP_FILE:
        return f"{folder.rpartition('-')[2]}/{name}"
    return name.removesuffix(ENTRY_SUFFIX).rpartition("-")[2]
