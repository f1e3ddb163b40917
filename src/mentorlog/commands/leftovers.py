"""What is told of that stays when something goes for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentorlog.journal.drafts import Draft


def unreadable(closed: Iterable[Draft]) -> Iterator[str]:
    """Sealed drafts that don't say whom they are about; their owner may know."""
    for draft in closed:
        yield f"A draft that is sealed and names nobody stays: {draft.path}"
