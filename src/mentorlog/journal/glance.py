"""A journal at a glance, for completing: names of folders and files, and what the memo says.

No YAML is read, and nothing heavy is imported; what the memo doesn't hold isn't known here. What
stands in confidence goes by its alias, as everywhere.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mentorlog import files
from mentorlog.errors import StorageFailed
from mentorlog.files import stamp_of
from mentorlog.journal.homes import Homes

_SHORT_ID = re.compile(r"-[0-9a-hjkmnp-tv-z]{4}$")  # as `names` makes it, which costs more
_ENTRY = re.compile(r"(\d{4}-\d\d-\d\d)-([a-z-]+)-([0-9a-hjkmnp-tv-z]{8})\.yaml")
_LARGEST_MEMO = 1_000_000  # bytes; a larger one takes too long to read between two keys


def people(root: Path, cache: Path) -> dict[str, str | None]:
    """Handles, each with a name where one is remembered."""
    known = _remembered(cache / Homes(cache, root).mark / "people.json")
    found = {}
    for folder in sorted(_folders(root)):
        handle = _SHORT_ID.sub("", folder) or folder
        file = root / "relationships" / folder / "relationship.yaml"
        found[handle] = _name(known.get(folder), file)
    return found


def entries(root: Path) -> list[tuple[str, str]]:
    """Ids, each with its day, kind and handle; the newest first."""
    found = []
    for folder in _folders(root):
        handle = _SHORT_ID.sub("", folder)
        for name in os.listdir(root / "relationships" / folder):  # noqa: PTH208 - names are enough
            if entry := _ENTRY.fullmatch(name):
                day, kind, identity = entry.groups()
                found.append((day, identity, f"{day} {kind} {handle}"))
    return [(identity, about) for _, identity, about in sorted(found, reverse=True)]


def _folders(root: Path) -> Iterator[str]:
    with os.scandir(root / "relationships") as found:
        yield from (one.name for one in found if one.is_dir() and not one.name.startswith("."))


def _remembered(memo: Path) -> Mapping[str, object]:
    try:
        data = files.read(memo, largest=_LARGEST_MEMO)
        rows = json.loads(b"{" + data.partition(b"{")[2])  # behind the checksum
    except (StorageFailed, ValueError, RecursionError):
        return {}
    return rows if isinstance(rows, dict) else {}


def _name(row: object, file: Path) -> str | None:
    """What a row of the memo calls somebody, if their file is still the one that was read."""
    match row:
        case [list(stamp), dict(fields), *_]:
            try:
                if stamp != stamp_of(file.lstat()):
                    return None
            except OSError:
                return None
            name = fields.get("alias" if fields.get("in_confidence") else "name")
            return name if isinstance(name, str) else None
    return None
