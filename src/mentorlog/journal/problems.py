"""A problem is a value: what is wrong in one file of the journal, and where."""

from __future__ import annotations

from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`file`: its path within the journal. `line` counts from 1; None = the file as a whole."""

    file: str
    line: int | None
    message: str
