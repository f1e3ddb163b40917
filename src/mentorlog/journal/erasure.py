"""A person taken out of the journal and of everything that we keep beside it, for good.

What leads back to their words goes first, their folder last and at once: whenever this is cut
short, doing it again, or any command that writes, ends it. It knows files and drafts, no screen.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.journal.drafts import Draft
from mentorlog.journal.names import RELATIONSHIPS, SHORT_LENGTH
from mentorlog.journal.steps import take_all
from mentorlog.journal.trash import TRASH

if TYPE_CHECKING:
    from mentorlog.journal.journal import Journal

_GOING = ".erasing-"  # what is in the trash under such a name is on its way out


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What there is of a person: paths within the journal, drafts, logs that hold their words.

    `closed`: sealed drafts that name nobody in clear, so that they may be about anyone.
    """

    folder: str
    files: tuple[str, ...]
    trash: tuple[str, ...]
    drafts: tuple[Draft, ...]
    logs: tuple[Path, ...]
    closed: tuple[Draft, ...]


def traces(journal: Journal, who: Relationship) -> Traces:
    """What there is of a person, here and in what we keep beside the journal.

    Raises Refused for links.
    """
    root, folder = journal.root, journal.folder_of(who)
    if any((root / place).is_symlink() for place in (TRASH, RELATIONSHIPS)):
        raise Refused("Links in a journal are not followed.", "Put the folder itself there.")
    people, typed = journal.contents.relationships, journal.drafts.all()
    places = [p for p in (root / TRASH).glob("*") if _is_of(p.name, folder, who)]
    return Traces(
        folder=folder,
        files=_below(root, root / RELATIONSHIPS / folder),
        trash=tuple(path for place in places for path in _below(root, place)),
        drafts=tuple(draft for draft in typed if draft.is_about(who, people)),
        logs=tuple(log for home in journal.homes.all() for log in (*home.undoable, *home.undone)),
        closed=tuple(draft for draft in typed if draft.is_closed and not draft.about),
    )


def erase(root: Path, found: Traces) -> None:
    """Call it under the lock. Raises as `take_all`."""
    take_all(_steps(root, found))


def _steps(root: Path, found: Traces) -> Iterator[Callable[[], None]]:
    yield from (partial(files.remove, log) for log in found.logs)
    yield from (draft.discard for draft in found.drafts)
    for place in {path.split("/")[1] for path in found.trash}:
        yield partial(files.remove_all, root / TRASH / place)
    yield partial(files.make_folder, root / TRASH)
    going = root / TRASH / f"{_GOING}{found.folder}"
    yield partial(files.move, root / RELATIONSHIPS / found.folder, going)
    yield partial(finish, root)


def finish(root: Path) -> None:
    """End what was cut short. Raises StorageFailed."""
    going = [p for p in (root / TRASH).glob(f"{_GOING}*") if not (root / TRASH).is_symlink()]
    for place in going:
        with contextlib.suppress(Missing):
            files.remove_all(place)
    if going:
        with contextlib.suppress(Missing, StorageFailed):  # other things are in it
            files.remove_folder(root / TRASH)


def _is_of(place: str, folder: str, who: Relationship) -> bool:
    """Whether a folder in the trash is theirs, whatever they were called then."""
    return place == folder or bool(who.id and place.endswith(f"-{who.id[:SHORT_LENGTH]}"))


def _below(root: Path, folder: Path) -> tuple[str, ...]:
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))
