"""What `doctor` found, and what it mended."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding. `file`: its path in the journal, or a whole path. `line` counts from 1.

    `wrong`: else it is only told. `mendable`: `--fix` can mend it; `mended`: it just did.
    """

    JSON: ClassVar[Shape] = Shape(left_out=("wrong",), keys={"level": "level"})

    file: str
    line: int | None
    message: str
    remedy: str
    wrong: bool
    mendable: bool = False
    mended: bool = False

    @property
    def level(self) -> str:
        return "wrong" if self.wrong else "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """`people`, `entries`: how many could be read, so that "all is well" says of what."""

    JSON: ClassVar[Shape] = Shape(schema="doctor", only=("as_of",), keys={"items": "found"})

    as_of: dt.date
    journal: str
    found: tuple[Found, ...] = ()
    people: int = 0
    entries: int = 0

    @property
    def wrong(self) -> int:
        """How many findings are left that are wrong."""
        return sum(one.wrong and not one.mended for one in self.found)

    @property
    def mendable(self) -> int:
        return sum(one.mendable and not one.mended for one in self.found)
