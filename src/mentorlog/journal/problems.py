"""A problem is a value: what is wrong in one file of the journal, and where."""

from __future__ import annotations

from mentorlog.errors import DamagedJournal
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`file`: its path within the journal. `line` counts from 1; None = the file as a whole.

    `message` has no full stop, so that it fits into longer sentences.
    """

    file: str
    line: int | None
    message: str

    @property
    def place(self) -> str:
        """File and line as editors and compilers write them."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Newer(Problem):
    """The file was written by a newer mentorlog."""

    __slots__ = ()


class Copy(Problem):
    """Another file holds the same id."""

    __slots__ = ()


class DamagedFile(DamagedJournal):
    """A file can't be used for what is wanted; `problem` says what is wrong with it."""

    def __init__(self, problem: Problem, hint: str) -> None:
        super().__init__(f"{problem.place}: {problem.message}.", hint)
        self.problem = problem
