"""What a synchronisation did, in numbers and names of files; no words."""

from __future__ import annotations

from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import NO_ENTRIES, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A file that two machines changed: `path` holds the other's version, `mine` this one's."""

    JSON: ClassVar[Shape] = Shape(left_out=("path",), keys={"file": "path"})

    path: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """`sent`, `taken`: files. `revived`: removed on one machine, changed on the other, and kept.

    `ignored`: how many files stay here because a .gitignore in the journal says so.
    """

    JSON: ClassVar[Shape] = Shape(schema="written", keys={"action": "action", **NO_ENTRIES})

    sent: int
    taken: int
    both: tuple[Pair, ...] = ()
    revived: tuple[str, ...] = ()
    ignored: int = 0
    dry_run: bool = False

    @property
    def action(self) -> str:
        return "sync"
