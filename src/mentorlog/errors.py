"""The error tree: each class has its exit status. A sentence says what happened, a hint what next.

A message never contains words of a note: it names the field, the file, the line, never the value.
"""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Iterable
from typing import ClassVar

from mentorlog.frozen import dataclass

KEPT = "What you typed is kept"
NOT_KEPT = "It couldn't be kept as a draft either, so here it is:"


class MentorlogError(Exception):
    """An error that the user can understand.

    `message`: what happened and where. `hint`: what to do next ("" = nothing to add).
    `wrong`: what was typed and can't be, as it was typed or as the day it means; None = unknown.
    `words`: what was typed and couldn't be kept, in pieces that may be made late.
    """

    exit_status: ClassVar[int] = 1
    words: Iterable[str] = ()

    def __init__(self, message: str, hint: str = "", *, wrong: str | dt.date | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.wrong = wrong


class UsageError(MentorlogError):
    """The command line is wrong, or input is needed and there is no terminal."""

    exit_status = 2


class Refused(MentorlogError):
    """Not found, ambiguous, or against what mentoring or the journal allows."""

    exit_status = 3


class NotFound(Refused):
    """No person or thing has this name."""


class NothingToChange(Refused):
    """The journal has all that was typed already, so nothing is lost."""


class NoKeys(Refused):
    """It must be sealed before it is written, and this machine has no keys."""


class NotInstalled(Refused):
    """An optional part, an extra, is missing. `what`: what needs it. `python`: ours, for pip."""

    def __init__(self, what: str, extra: str, python: str) -> None:
        super().__init__(
            f"{what} need the extra {extra}, which isn't installed.",
            f'{python} -m pip install "mentorlog[{extra}]"',
        )


class Conflict(Refused):
    """A file has changed since it was read."""


class DamagedJournal(MentorlogError):
    """The journal's data is invalid, or of a newer schema."""

    exit_status = 4


class Locked(MentorlogError):
    """Another process holds the lock."""

    exit_status = 5


class StorageFailed(MentorlogError):
    """The disk, or every channel of a nudge, failed. `what`: the message without the path."""

    exit_status = 6

    def __init__(self, what: str, hint: str = "", path: str = "") -> None:
        super().__init__(f"{what}: {path}" if path else what, hint)
        self.what = what


class Missing(StorageFailed):
    """There is no such file."""


class NotAFile(StorageFailed):
    """There is a link, a folder, a FIFO or a device instead of a file."""


class TooLarge(StorageFailed):
    """A file is larger than any journal needs."""


class Unconfirmed(StorageFailed):
    """Saved, but the disk didn't confirm that it would survive a power cut."""


class OutOfMemory(StorageFailed):
    """No memory is left."""

    def __init__(self, hint: str = "") -> None:
        give_memory_back()
        super().__init__(_NO_MEMORY, hint or _CLOSE)


class Interrupted(MentorlogError):
    """Ctrl-C. `partial`: the part of the answer that was typed before it."""

    exit_status = 130

    def __init__(self, message: str, partial: str = "") -> None:
        super().__init__(message)
        self.partial = partial


def reserve_memory() -> None:
    """Set some aside for when none is left. Only address space: nobody writes to it."""
    _reserve[:] = bytes(4 << 20), bytes(4 << 20)


def give_memory_back() -> None:
    """Give back a half of what was set aside: one for keeping what was typed, one for saying so."""
    del _reserve[-1:]


def lacks_memory(error: BaseException) -> bool:
    """Whether there was no memory left, also for a library that had to be loaded."""
    if isinstance(error, ImportError):
        return "map segment" in str(error) or "allocate memory" in str(error)
    return isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM


def storage_failure(error: OSError, path: str) -> StorageFailed:
    """The operating system's error about `path`, in our words and with a hint."""
    unknown = (error.strerror or "The system refused it", "")
    sentence, hint = _SENTENCES.get(error.errno or 0, unknown)
    return _CLASSES.get(error.errno or 0, StorageFailed)(sentence, hint, path)


_reserve: list[bytes] = []
_NO_MEMORY, _CLOSE = "There isn't enough memory.", "Close other programs, then try again."
_SENTENCES = {
    errno.ENOMEM: (_NO_MEMORY.rstrip("."), _CLOSE),
    errno.ENOENT: ("No such file or folder", ""),
    errno.EBADF: ("Closed, so nothing can be written there", "Leave it open, or use >/dev/null."),
    errno.ENOSPC: ("The disk is full", "Free some space, then try again."),
    errno.EDQUOT: ("Your share of the disk is full", "Free some space, then try again."),
    errno.EROFS: ("The disk is read-only", "Make it writable, or choose another journal folder."),
    errno.EACCES: ("Not permitted", "Check who owns it and who may write there."),
    errno.EPERM: ("Not permitted", "Check who owns it and who may write there."),
    errno.EIO: ("The disk reported an error", "Save a copy of the journal elsewhere first."),
    errno.ENOTDIR: (
        "There's a file where a folder should be",
        "Move the file away, then try again.",
    ),
    errno.EISDIR: ("There's a folder where a file should be", "Move it away, then try again."),
    errno.ENOTEMPTY: ("The folder isn't empty", "See what's in it."),
    errno.ELOOP: ("There's a link where a file should be", "Put the real file there."),
    errno.ENXIO: ("There's something there that isn't a regular file", "Move it away."),
    errno.ENAMETOOLONG: ("The name is too long for this disk", "Choose a shorter one."),
}
_CLASSES = {
    errno.ENOENT: Missing,
    errno.EISDIR: NotAFile,
    errno.ELOOP: NotAFile,
    errno.ENXIO: NotAFile,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file of the journal.

    `file`: its path within the journal. `line` counts from 1; None = the file as a whole.
    `message`: without a full stop, to fit into longer sentences.
    """

    file: str
    line: int | None
    message: str

    @property
    def place(self) -> str:
        """File and line in the form that editors and compilers use."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Newer(Problem):
    """The file was written by a newer mentorlog."""

    __slots__ = ()


class Copy(Problem):
    """Another file holds the same id."""

    __slots__ = ()


class DamagedFile(DamagedJournal):
    """A file can't be used for what is wanted; `problem` says why."""

    def __init__(self, problem: Problem, hint: str) -> None:
        super().__init__(f"{problem.place}: {problem.message}.", hint)
        self.problem = problem


def shell_word(word: str) -> str:
    """A word quoted for a shell: in double quotes if possible, which Windows also understands."""
    import shlex

    quoted = shlex.quote(word)
    return quoted if quoted == word or set(word) & set('"$`\\!%') else f'"{word}"'
