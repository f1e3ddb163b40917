"""The trash, and erasing for good: removed entries, a person, or everything written about a person.

Removed files stay in the trash until it is emptied. Erasing a person first removes what leads back
to their words, then their folder, in one step. If it is interrupted, doing it again or any writing
command completes it. This module knows files and drafts, not screens.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.entries import Entry, Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ActionItemWords
from mentorlog.errors import Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass, fields
from mentorlog.journal.codec import head_of, worded
from mentorlog.journal.drafts import Draft
from mentorlog.journal.homes import Home
from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIPS, SHORT_LENGTH, TRASH
from mentorlog.journal.steps import take_all
from mentorlog.journal.texts import Record, parsed_text
from mentorlog.journal.transaction import recorded
from mentorlog.journal.values import class_of_words

if TYPE_CHECKING:
    from mentorlog.journal.journal import Journal


def in_trash(root: Path) -> tuple[str, ...]:
    """The paths, within the journal, of all files in the trash.

    Raises Refused if the trash is a link, StorageFailed.
    """
    if (root / TRASH).is_symlink():
        raise Refused(f"{TRASH} is a link, and mentorlog doesn't follow links in a journal.")
    return _below(root, root / TRASH)


def entries_in_trash(root: Path) -> Iterator[tuple[str, str]]:
    """The id and the path, within the journal, of every readable entry in the trash."""
    for file in sorted((root / TRASH).glob(f"*/[!.]*{ENTRY_SUFFIX}")):
        path, data = file.relative_to(root).as_posix(), files.read_if_readable(file)
        if data is not None and isinstance(entry := parsed_text(path, data).value, Entry):
            yield entry.id, path


def files_in_trash(root: Path, folder: str, who: Relationship) -> Iterator[str]:
    """The paths, within the journal, of what the trash has of a person and their entries."""
    for file in sorted((root / TRASH).glob(f"*/*{ENTRY_SUFFIX}")):
        if _is_of(file.parent.name, folder, who):
            yield file.relative_to(root).as_posix()


def free_place(root: Path, path: str) -> str:
    """A free path in the trash for a removed file, within the journal."""
    place = f"{TRASH}/{path.partition('/')[2]}"
    copies = (f"{place.removesuffix('.yaml')}-{n}.yaml" for n in itertools.count(2))
    return next(p for p in itertools.chain([place], copies) if not os.path.lexists(root / p))


def free_folder(root: Path, folder: str) -> str:
    """A free path in the trash for a removed person's folder; it includes the old name."""
    places = itertools.chain([folder], (f"{n}-{folder}" for n in itertools.count(2)))
    return next(p for p in (f"{TRASH}/{name}" for name in places) if not os.path.lexists(root / p))


def not_to_be_undone(home: Home, trashed: Iterable[str]) -> tuple[Path, ...]:
    """The undo logs that need trashed files, and all older ones.

    They also hold the words of these files.
    """
    files_ = [Path(path) for path in trashed]
    gone = {place.as_posix() for path in files_ for place in (path, *path.parents[:-2])}
    logs = home.undoable
    for count in range(len(logs), 0, -1):
        log = recorded(logs[count - 1])
        if log is None or gone.intersection(path for step in log.steps for path in step.paths):
            return logs[:count]
    return ()


def empty(root: Path, home: Home) -> tuple[str, ...]:
    """Erase the trash and the undo logs that need it; return the erased paths.

    Call it under the lock. Raises Refused, StorageFailed (then some is left; try again).
    """
    trashed = in_trash(root)
    for log in not_to_be_undone(home, trashed):  # first: without the files they would mislead
        files.remove(log)
    try:
        files.remove_all(root / TRASH)
    except Missing:
        return ()
    return trashed


_ERASING = ".erasing-"  # a folder with this name in the trash is being erased


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """All that exists of a person: paths within the journal, drafts, logs with their words.

    `folders`: the person's, after copies of it. `closed`: sealed drafts that name nobody in the
    clear, so they may be about anyone. `live`: drafts about the person that a running command uses.
    `others`: what else the trash has of their entries, from when these were somebody else's.
    """

    folders: tuple[str, ...]
    files: tuple[str, ...]
    trash: tuple[str, ...]
    drafts: tuple[Draft, ...]
    logs: tuple[Path, ...]
    closed: tuple[Draft, ...]
    live: tuple[Draft, ...]
    others: tuple[str, ...]

    @property
    def copies(self) -> tuple[str, ...]:
        """The paths, within the journal, of copies of the person's folder."""
        return tuple(f"{RELATIONSHIPS}/{folder}" for folder in self.folders[:-1])

    @property
    def extent(self) -> tuple[int, ...]:
        """How many files are in the journal, how many in the trash, and how many drafts."""
        return len(self.files), len(self.trash) + len(self.others), len(self.drafts)


def traces(journal: Journal, who: Relationship) -> Traces:
    """All that exists of a person, in the journal and beside it.

    Raises Refused for links.
    """
    root, folder = journal.root, journal.folder_of(who)
    folders = (*journal.copies_of(who), folder)
    if any((root / place).is_symlink() for place in (TRASH, RELATIONSHIPS)):
        raise Refused("mentorlog doesn't follow links in a journal.", "Put the real folder there.")
    drafts, everyone = journal.drafts, journal.contents.relationships
    people = tuple([p for p in everyone if journal.folder_of(p) not in folders[:-1]])
    kept = drafts.all()
    about = [draft for draft in kept if drafts.is_about(draft, who, people)]
    places = [p for p in (root / TRASH).glob("*") if _is_of(p.name, folder, who)]
    trash = [path for place in places for path in _below(root, place)]
    own = {entry.id for entry in who.entries}
    return Traces(
        folders=folders,
        files=tuple(path for name in folders for path in _below(root, root / RELATIONSHIPS / name)),
        trash=tuple(trash),
        others=tuple(p for id_, p in entries_in_trash(root) if id_ in own and p not in trash),
        drafts=tuple(draft for draft in about if not draft.is_live),
        live=tuple(draft for draft in about if draft.is_live),
        logs=tuple(log for home in journal.homes.all() for log in (*home.undoable, *home.undone)),
        closed=tuple(draft for draft in kept if draft.is_closed and not draft.about),
    )


def erase(root: Path, doomed: Traces) -> None:
    """Erase all these traces. Call it under the lock. Raises as `take_all`."""
    take_all(_steps(root, doomed))


def _steps(root: Path, doomed: Traces) -> Iterator[Callable[[], None]]:
    yield from (partial(files.remove, log) for log in doomed.logs)
    yield from (draft.discard for draft in doomed.drafts)
    yield from (partial(files.remove, root / path) for path in doomed.others)
    for place in {path.split("/")[1] for path in doomed.trash}:
        yield partial(files.remove_all, root / TRASH / place)
    yield partial(files.make_folder, root / TRASH)
    for name in doomed.folders:  # the person's own last: until then it can be done again
        yield partial(files.move, root / RELATIONSHIPS / name, root / TRASH / f"{_ERASING}{name}")
    yield partial(finish_erasing, root)


def half_erased(root: Path) -> tuple[str, ...]:
    """The former names of folders whose erasing was interrupted."""
    if (root / TRASH).is_symlink():
        return ()
    return tuple(place.name.removeprefix(_ERASING) for place in (root / TRASH).glob(f"{_ERASING}*"))


def being_erased(root: Path) -> tuple[str, ...]:
    """The paths, within the journal, of folders whose erasing was interrupted."""
    return tuple(f"{TRASH}/{_ERASING}{folder}" for folder in half_erased(root))


def finish_erasing(root: Path) -> None:
    """Complete an interrupted erasing. Raises StorageFailed."""
    left = half_erased(root)
    for folder in left:
        with contextlib.suppress(Missing):
            files.remove_all(root / TRASH / f"{_ERASING}{folder}")
    if left:
        with contextlib.suppress(Missing, StorageFailed):  # something else is in it
            files.remove_folder(root / TRASH)


def _is_of(place: str, folder: str, who: Relationship) -> bool:
    """Whether a folder in the trash belongs to the person, even under an earlier name."""
    return place == folder or bool(who.id and place.endswith(f"-{who.id[:SHORT_LENGTH]}"))


def _below(root: Path, folder: Path) -> tuple[str, ...]:
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return tuple(sorted(path.relative_to(root).as_posix() for path in paths))


GONE = "redacted"  # replaces a text that an entry must have


def redacted(record: Record) -> Record:
    """The contents of a file without words, except in texts that it must have (default: "")."""
    if not isinstance(record, Entry):
        return head_of(record)
    of_words = class_of_words(type(record))
    needed: dict[str, object] = {f.name: GONE for f in fields(of_words) if f.default == ""}
    if isinstance(record, Meeting):
        needed["action_items"] = tuple(ActionItemWords(text=GONE) for _ in record.action_items)
    return worded(record, of_words(**needed) if needed else None)
