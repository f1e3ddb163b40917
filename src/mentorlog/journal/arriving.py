"""What comes in from elsewhere: a backup, or changes from another machine.

A backup goes into an empty journal, all or none. Its files are first written to a folder of the
journal that no reader looks into. When all are on the disk, the folder is renamed, which is the
moment of restoring: before it, none of the files count, and after it, all do. The next writing
command moves out what an interruption left there.

No change from another machine loses anything: a file removed there goes into the trash, unless its
contents continue under another name.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Conflict, DamagedJournal, Missing, Refused, StorageFailed, Unconfirmed
from mentorlog.journal import sealed, transaction
from mentorlog.journal.homes import Home
from mentorlog.journal.names import (
    JOURNAL_FILE,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
    SHORT_LENGTH,
    TRASH,
    id_in,
    new_id,
)
from mentorlog.journal.steps import Move, Put, Step, bytes_at, carry_out, take_all
from mentorlog.journal.transaction import Transaction
from mentorlog.journal.trash import free_place

if TYPE_CHECKING:
    from mentorlog.journal.journal import Journal
    from mentorlog.journal.saving import HeldJournal

TAKEN = ".taken"  # in the journal: the commit whose files are all there, until git knows of it
_PART = 16 * 1024 * 1024  # bytes that come from another machine in one transaction
_IMPORTING = ".importing"  # in the journal itself, so that every move stays on one disk
_IMPORTED = ".imported"


def missing(root: Path, backup: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths that a backup would add; the journal may hold nothing but a part of it.

    Raises Refused for a journal with anything else in it.
    """
    present = set(named_in(root))
    if any(path not in backup or bytes_at(root, path) != backup[path] for path in present):
        raise Refused(
            "This journal isn't empty; a backup can only be restored into an empty one.",
            "Choose an empty folder:  mentorlog --journal DIR import FILE.zip",
        )
    return tuple(path for path in backup if path not in present)


def restore(root: Path, backup: Mapping[str, bytes]) -> tuple[str, ...]:
    """Add the missing files of a backup. Call it under the lock. Raises also StorageFailed."""
    finish(root)
    paths = missing(root, backup)
    if not paths:
        return ()
    if _is_bare(root):
        _add_all(root, {path: backup[path] for path in paths})
        finish(root)
    else:
        ordered = sorted(paths, key=lambda path: (path == JOURNAL_FILE, path))
        _write(root, {path: backup[path] for path in ordered})
    return paths


def unfinished(root: Path) -> tuple[str, ...]:
    """Where the files of an interrupted restoring are, for `finish`; () if there are none."""
    return tuple(name for name in (_IMPORTING, _IMPORTED) if (root / name).is_dir())


def finish(root: Path) -> None:
    """Complete an interrupted restoring, or undo all of it. Call it under the lock.

    Raises Unconfirmed, StorageFailed.
    """
    importing, imported = root / _IMPORTING, root / _IMPORTED
    if importing.is_dir():
        files.remove_all(importing)
    if imported.is_dir() and not imported.is_symlink():
        left = (path.name for path in imported.iterdir())
        # journal.yaml comes last: until it is there, no command writes.
        ordered = sorted(left, key=lambda name: (name == JOURNAL_FILE, name))
        steps = [partial(_move_out, root, name) for name in ordered]
        take_all((*steps, partial(files.remove_folder, imported)))


def _is_bare(root: Path) -> bool:
    """Whether nothing of a journal is there; removes empty folders first."""
    with contextlib.suppress(Missing, StorageFailed):  # something is in it
        files.remove_folder(root / RELATIONSHIPS)
    return not any(os.path.lexists(root / name) for name in (RELATIONSHIPS, TRASH, JOURNAL_FILE))


def _add_all(root: Path, new_files: Mapping[str, bytes]) -> None:
    try:
        _write(root / _IMPORTING, new_files)
        files.move(root / _IMPORTING, root / _IMPORTED)
    except Unconfirmed as error:
        raise StorageFailed("The disk didn't confirm what was imported.", error.hint) from error


def _write(folder: Path, new_files: Mapping[str, bytes]) -> None:
    carry_out(folder, arrival(folder, {}, new_files))
    for place in {(folder / path).parent for path in new_files}:
        files.sweep(place)  # leftovers of a failed step


def _move_out(root: Path, name: str) -> None:
    try:
        files.move(root / _IMPORTED / name, root / name)
    except FileExistsError:
        raise Conflict(
            f"Another program put {name} into the journal in the meantime.",
            f"What would have been imported is in {root / _IMPORTED}.",
        ) from None


def named_in(root: Path) -> tuple[str, ...]:
    """The paths of all files in a journal, the trash included, without dot files."""
    paths: list[str] = []
    for folder, folders, names in os.walk(root):
        trash = {TRASH} if folder == os.fspath(root) else set[str]()
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = [
            name
            for name in folders
            if name not in links and (name in trash or not name.startswith("."))
        ]
        visible = (name for name in (*names, *links) if not name.startswith("."))
        paths += (Path(folder, name).relative_to(root).as_posix() for name in visible)
    return tuple(sorted(paths))


Files = Mapping[str, bytes]


def arrival(root: Path, before: Files, after: Files) -> Iterator[Step]:
    """The steps that turn the files `before` into the files `after`.

    New files come first, so that a renamed file is there twice rather than not at all.
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
    """The part of a path that a rename keeps."""
    folder, _, name = path.rpartition("/")
    if name == RELATIONSHIP_FILE:
        return f"{folder.rpartition('-')[2]}/{name}"
    return id_in(name)


def take(
    journal: Journal, now: HeldJournal, arriving: Iterable[Step], last: Put | None = None
) -> None:
    """Apply changes from another machine, all or none. Call it under the lock; undo skips them.

    `last` is applied when all the others are done. Changes too large for one log are split into
    several transactions. Raises Conflict for a file that changed here meanwhile, Unconfirmed,
    StorageFailed.
    """
    parts: list[list[Step]] = [[]]
    size = 0
    for step in arriving:
        size += len(step.before or b"") + len(step.after or b"")
        if size > _PART and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(step)
    if last is not None:
        parts[-1].append(last)
    for part in parts:
        taken = Transaction(id=new_id(), command="sync", typed={}, steps=tuple(part), arrives=True)
        transaction.save(journal.root, now.home, taken)


def seal_what_came(journal: Journal, home: Home) -> bool:
    """Seal what is still plain about sealed people; return whether anything was.

    Such files come from a machine that didn't know of the seal; or the seal came from another
    machine, after files were written here, or before the keys came. Without a key here, only the
    undo logs are removed. Call it under the lock.
    """
    journal.load()
    people, hidden = journal.contents.relationships, _hidden_people(journal)
    steps: tuple[Step, ...] = ()
    if journal.keys is not None and journal.keys.can_seal:
        change = journal.change()
        change.seal_what_is_plain(hidden)
        steps = change.steps()
        if hidden:
            journal.drafts.seal(people)
    if steps:
        closing = Transaction(id=new_id(), command="sync", typed={}, steps=steps, final=True)
        transaction.save(journal.root, home, closing, journal.drafts.discard)
    elif any(_shows_sealed_words(journal, log, hidden) for log in (*home.undoable, *home.undone)):
        for log in (*home.undoable, *home.undone):
            files.remove(log)
    return bool(steps)


def left_plain(journal: Journal) -> tuple[int, int]:
    """How many files, and how many drafts, are plain though their person is sealed.

    There are some only without keys. Call it after `seal_what_came`.
    """
    if journal.keys is not None and journal.keys.can_seal:
        return 0, 0
    people, hidden = journal.contents.relationships, _hidden_people(journal)
    drafts = [
        draft
        for draft in journal.drafts.waiting()
        if any(journal.drafts.is_about(draft, person, people) for person in hidden)
    ]
    return len(journal.change().seal_what_is_plain(hidden)), len(drafts)


def _hidden_people(journal: Journal) -> list[Relationship]:
    return journal.change().hidden(journal.contents.relationships)


def _shows_sealed_words(journal: Journal, log: Path, hidden: Iterable[Relationship]) -> bool:
    """Whether an undo log holds sealed words in plain text."""
    endings = tuple(f"-{person.id[:SHORT_LENGTH]}" for person in hidden if person.id)
    done = transaction.recorded(log)
    contents = (
        (f"{path}/{step.inside}" if isinstance(step, Move) and step.inside else path, data)
        for step in (() if done is None else done.steps)
        for path in step.paths
        for data in (step.before, step.after)
    )
    return any(
        _is_hidden(journal, path, endings) and _is_plain(path, data) for path, data in contents
    )


def _is_hidden(journal: Journal, path: str, endings: tuple[str, ...]) -> bool:
    """Whether the contents of a file are sealed now, wherever it is.

    `endings`: of the names of sealed people's folders.
    """
    folder, _, name = path.rpartition("/")
    now = journal.files_of(id_in(name))
    return folder.endswith(endings) or any(sealed.is_sealed_at(journal.root, file) for file in now)


def _is_plain(path: str, data: bytes | None) -> bool:
    """Whether a file holds words in plain text."""
    try:
        return data is not None and not sealed.is_sealed(data) and sealed.has_body(path, data)
    except DamagedJournal:  # nobody can tell
        return True
