"""What another machine wrote, brought into the journal: each file whole, and nothing thrown away.

It knows bytes and paths; where they come from is not known here. A file that was removed elsewhere
goes into the trash, unless what it holds goes on under another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIP_FILE, RELATIONSHIPS
from mentorlog.journal.steps import Move, Put, Step, carry_out
from mentorlog.journal.trash import free_place

Files = Mapping[str, bytes]


def take(root: Path, before: Files, after: Files) -> None:
    """Bring files from what they are to what they shall be; call it under the lock.

    What was stopped half-way is simply done again. Raises Conflict for a file that is not as it
    was `before` (those that were done stay done), Unconfirmed, StorageFailed.
    """
    carry_out(root, _steps(root, before, after))


def _steps(root: Path, before: Files, after: Files) -> Iterator[Step]:
    """What is new comes first, so that a renamed file is there twice rather than not at all."""
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
    """What stays the same of a name when an entry, or a person, is renamed."""
    folder, _, name = path.rpartition("/")
    if name == RELATIONSHIP_FILE:
        return f"{folder.rpartition('-')[2]}/{name}"
    return name.removesuffix(ENTRY_SUFFIX).rpartition("-")[2]
