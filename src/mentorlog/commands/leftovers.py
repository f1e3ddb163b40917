"""How files are told of when commands are taken back, or something goes for good."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIP_FILE
from mentorlog.journal.trash import Traces
from mentorlog.views.written import WrittenEntry

_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)-([a-z_]+)-([0-9a-z]{8})(?:-\d+)?" + re.escape(ENTRY_SUFFIX))


def drafts_left(found: Traces, but: str = "") -> Iterator[str]:
    """List the drafts that stay: those that don't say whom they are about, and those in use.

    `but`: the id of the draft of the command itself.
    """
    for draft in found.live:
        if draft.id != but:
            yield f"What is being typed about them right now stays: {draft.path}"
    for draft in found.closed:
        yield f"A draft that is sealed and names nobody stays: {draft.path}"


def named(path: str) -> WrittenEntry:
    """Describe a file of the journal from its path alone."""
    said = _NAMED.fullmatch(path.rpartition("/")[2])
    if said:
        return WrittenEntry(id=said[3], kind=said[2], date=_date(said[1]), file=path)
    kind = "relationship" if path.endswith(f"/{RELATIONSHIP_FILE}") else "file"
    return WrittenEntry(id="", kind=kind, date=None, file=path)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
