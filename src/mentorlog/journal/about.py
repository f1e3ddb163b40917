"""Reading a journal for the sake of one person: of everyone else, only who they are.

What that person's entries are may depend on the rest, where a file lies in two folders or somebody
can't be read; then it is for the whole to say.
"""

from __future__ import annotations

import os
from pathlib import Path

from mentorlog.errors import MentorlogError
from mentorlog.journal import loading
from mentorlog.journal.loading import Reading
from mentorlog.journal.memo import Memo
from mentorlog.journal.names import RELATIONSHIP_FILE, resolved


def reading_about(root: Path, who: str, memo: Memo | None) -> Reading | None:
    """The journal with the entries of the one that is meant; None if it takes all to be sure.

    Raises what `loading.read` raises.
    """
    people = loading.read(root, memo=memo, entries_of=())
    try:
        handle = resolved(who, people.contents.relationships).handle
    except MentorlogError:
        return None
    folders = {folder.name for folder in people.folders.values()}
    chosen = people.folders[handle].name
    if people.contents.problems or _shares_a_name(root, chosen, folders - {chosen}):
        return None
    return loading.read(root, memo=memo, entries_of={chosen})


def _shares_a_name(root: Path, folder: str, others: set[str]) -> bool:
    """Whether a file is in another folder, too, by its name."""
    try:
        ours = {*_names(root, folder)} - {RELATIONSHIP_FILE}
        return any(not ours.isdisjoint(_names(root, other)) for other in others)
    except OSError:
        return True


def _names(root: Path, folder: str) -> list[str]:
    return os.listdir(root / loading.RELATIONSHIPS / folder)  # noqa: PTH208 - names are enough
