"""Reading a journal for the sake of one person: of everyone else, only who they are.

What that person's entries are may depend on the rest, where a file lies in two folders or somebody
can't be read; then it is for the whole to say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from mentorlog.errors import MentorlogError
from mentorlog.journal import loading
from mentorlog.journal.loading import RELATIONSHIPS, Folder, Reading
from mentorlog.journal.memo import Memo
from mentorlog.journal.names import resolved


def reading_about(root: Path, who: str, memo: Memo | None) -> Reading | None:
    """The journal with the entries of the one that is meant; None if it takes all to be sure.

    Raises what `loading.read` raises.
    """
    people = loading.read(root, memo=memo, entries_of=())
    try:
        handle = resolved(who, people.contents.relationships).handle
    except MentorlogError:
        return None
    chosen = people.folders[handle].name
    if people.contents.problems:
        return None
    reading = loading.read(root, memo=memo, entries_of={chosen})
    folder = reading.folders.get(handle)  # it may have gone between two glances
    others = (other.name for other in people.folders.values() if other.name != chosen)
    return None if folder is None or _share_a_name(root, folder, others) else reading


def _share_a_name(root: Path, folder: Folder, others: Iterable[str]) -> bool:
    """Whether one of its files lies in another folder, too, as far as names tell."""
    ours = {file.name for file in folder.entry_files}
    try:
        return any(
            not ours.isdisjoint(os.listdir(root / RELATIONSHIPS / other))  # noqa: PTH208 - names
            for other in others
        )
    except OSError:
        return True
