"""Where in a journal something is sealed, and what lies there that can't be. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mentorlog import files
from mentorlog.errors import StorageFailed
from mentorlog.journal import sealing
from mentorlog.journal.names import ENTRY_SUFFIX, RELATIONSHIP_FILE, RELATIONSHIPS
from mentorlog.journal.trash import TRASH


def is_sealed(root: Path, path: str) -> bool:
    """Whether a file is; one that can't be read is not."""
    data = _bytes(root / path)
    return data is not None and sealing.is_sealed(data)


def is_to_be_sealed(root: Path, path: str) -> bool:
    """Whether what is written at a path must not be seen in plain text."""
    return is_sealed(root, path) or is_sealed(
        root, f"{path.rpartition('/')[0]}/{RELATIONSHIP_FILE}"
    )


def is_bare_plan(root: Path, path: str) -> bool:
    """Whether it is a plan without a word, which stays open in a sealed relationship."""
    data = _bytes(root / path)
    return data is not None and sealing.is_bare_plan(path, data)


def sealed_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every sealed file and its bytes, the trash included."""
    for top in (RELATIONSHIPS, TRASH):
        for file in sorted((root / top).glob(f"*/[!.]*{ENTRY_SUFFIX}")):
            data = _bytes(file)
            if data is not None and sealing.is_sealed(data):
                yield file.relative_to(root).as_posix(), data


def others_in(root: Path, folder: str) -> tuple[str, ...]:
    """What lies in a folder that is no file of ours, by its name."""
    found = sorted((root / folder).iterdir())
    return tuple(
        path.name for path in found if path.suffix != ENTRY_SUFFIX or path.name.startswith(".")
    )


def _bytes(path: Path) -> bytes | None:
    try:
        return files.read(path)
    except StorageFailed:
        return None
