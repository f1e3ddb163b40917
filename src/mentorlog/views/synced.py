"""What a synchronisation did, in numbers and names of files; no words."""

from __future__ import annotations

from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A file that two machines changed: `path` holds the other's version, `mine` this one's."""

    path: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """`sent`, `taken`: files. `revived`: removed on one machine, changed on the other, and kept."""

    sent: int
    taken: int
    both: tuple[Pair, ...] = ()
    revived: tuple[str, ...] = ()
    dry_run: bool = False
