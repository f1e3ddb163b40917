"""Reading a journal for the sake of one person: of everyone else, only who they are.

What that person's entries are may depend on the rest, where a file lies in two folders or somebody
can't be read; then it is for the whole to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from mentorlog.errors import MentorlogError
from mentorlog.journal import scan
from mentorlog.journal.memo import Memo
from mentorlog.journal.names import (
    ENTRY_SUFFIX,
    ID_LENGTH,
    RELATIONSHIP_FILE,
    RELATIONSHIPS,
    resolved,
)
from mentorlog.journal.reading import Folder, Reading, is_well_named


def reading_about(
    root: Path, who: str, memo: Memo | None, known: scan.Itself | None = None
) -> Reading | None:
    """The journal with the entries of the one that is meant; None if it takes all to be sure.

    `known`: as of `scan.read`. Raises what `scan.read` raises.
    """
    people = scan.read(root, memo=memo, entries_of=(), known=known)
    try:
        handle = resolved(who, people.contents.relationships).handle
    except MentorlogError:
        return None
    chosen = people.folders[handle].name
    if people.contents.problems:
        return None
    reading = scan.read(root, memo=memo, entries_of={chosen}, known=known)
    folder = reading.folders.get(handle)  # it may have gone between two glances
    others = (other.name for other in people.folders.values() if other.name != chosen)
    return None if folder is None or _may_share(root, folder, others) else reading


def _may_share(root: Path, folder: Folder, others: Iterable[str]) -> bool:
    """Whether an entry may be in another folder, too, and count there: as far as names tell."""
    readable = [file for file in folder.entry_files if file.parsed.value is not None]
    if not all(map(is_well_named, readable)):
        return True
    ours = {file.parsed.value.id for file in readable if file.parsed.value is not None}
    try:
        theirs = [name for other in others for name in _names(root, other)]
    except OSError:
        return True
    if any(name[_BEFORE_ID] != "-" and _is_entry(name) for name in theirs):
        return True
    return not ours.isdisjoint([name[_ID] for name in theirs])


def _names(root: Path, folder: str) -> list[str]:
    return os.listdir(root / RELATIONSHIPS / folder)  # noqa: PTH208 - names are enough


def _is_entry(name: str) -> bool:
    """Whether an entry is in a file of this name, whichever it is."""
    return name.endswith(ENTRY_SUFFIX) and name[0] != "." and name != RELATIONSHIP_FILE


_ID = slice(-len(ENTRY_SUFFIX) - ID_LENGTH, -len(ENTRY_SUFFIX))  # of a file's name
_BEFORE_ID = slice(_ID.start - 1, _ID.start)
