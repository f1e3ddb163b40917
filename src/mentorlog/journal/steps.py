"""The steps that change a journal: each knows what was there, what shall be there, and its inverse.

Steps are carried out one after the other and can be asked at any time how far they have come, by
comparing bytes; that is all that finishing or taking back an interrupted transaction needs. They
know bytes and paths within the journal, never YAML or entries, and follow no link.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Conflict, Missing, NotAFile, StorageFailed, Unconfirmed


class Progress(Enum):
    TO_DO = "to do"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Put:
    """One file's bytes become others; None = there is no such file."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    @property
    def inverse(self) -> Put:
        return Put(self.path, self.after, self.before)

    def progress(self, root: Path) -> Progress:
        found = bytes_at(root, self.path)
        if found == self.after:
            return Progress.DONE
        return Progress.TO_DO if found == self.before else Progress.BLOCKED

    def carry_out(self, root: Path) -> None:
        path = root / self.path
        if self.after is None:
            files.remove(path)
        elif self.before is None:
            _make_folder(path.parent)
            files.create(path, self.after)
        else:
            files.replace(path, self.after, expected=self.before)


@dataclass(frozen=True, slots=True)
class Move:
    """A file that holds `data`, or a folder (None), gets another name."""

    source: str
    target: str
    data: bytes | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return self.source, self.target

    @property
    def inverse(self) -> Move:
        return Move(self.target, self.source, self.data)

    def progress(self, root: Path) -> Progress:
        if self.data is None:
            stands = (_is_folder(root, self.source), _is_folder(root, self.target))
            return _OF_A_FOLDER.get(stands, Progress.BLOCKED)
        source, target = bytes_at(root, self.source), bytes_at(root, self.target)
        if (source, target) == (None, self.data):
            return Progress.DONE
        fits = source == self.data and target in (None, self.data)
        return Progress.TO_DO if fits else Progress.BLOCKED

    def carry_out(self, root: Path) -> None:
        _make_folder((root / self.target).parent)
        files.move(root / self.source, root / self.target)


Step = Put | Move
_OF_A_FOLDER = {(True, False): Progress.TO_DO, (False, True): Progress.DONE}


def carry_out(root: Path, steps: Iterable[Step]) -> None:
    """Every step that isn't done yet.

    Raises:
        Conflict: a file is neither as it was nor as it shall be; the steps before it are done.
        Unconfirmed: all are done, but the disk did not confirm one of them.
        StorageFailed: the disk said no; the steps before that are done.
    """
    unconfirmed: Unconfirmed | None = None
    for step in steps:
        try:
            _take(root, step)
        except Unconfirmed as error:
            unconfirmed = error
    if unconfirmed is not None:
        raise unconfirmed


def take_back(root: Path, steps: Sequence[Step]) -> None:
    """Every step that is done, the last first, but for what somebody changed since.

    Raises StorageFailed.
    """
    for step in reversed(steps):
        # A link that stands in the way now, or a disk that only did not confirm, is no reason to
        # leave the other steps done.
        with contextlib.suppress(Conflict, Unconfirmed):
            if step.inverse.progress(root) is Progress.TO_DO:
                step.inverse.carry_out(root)
        _prune(root, step)


def bytes_at(root: Path, path: str) -> bytes | None:
    """The bytes at `path`, None if there are none. Raises Conflict where anything but a file is."""
    _refuse_links(root, path)
    try:
        return files.read(root / path)
    except Missing:
        return None
    except NotAFile:
        raise _conflict(path) from None


def _take(root: Path, step: Step) -> None:
    progress = step.progress(root)
    if progress is Progress.DONE:
        return
    if progress is Progress.BLOCKED:
        raise _conflict(step.paths[-1])
    try:
        step.carry_out(root)
    except FileExistsError:
        raise _conflict(step.paths[-1]) from None
    finally:
        _prune(root, step)


def _make_folder(path: Path) -> None:
    try:
        files.make_folder(path)
    except Unconfirmed as error:  # the file that belongs into it isn't there: nothing is saved yet
        raise StorageFailed(f"The disk did not confirm the folder {path}", error.hint) from error


def _conflict(path: str) -> Conflict:
    return Conflict(
        f"{path} is not as it was when it was read; somebody changed it meanwhile.",
        "It is left as it is.",
    )


def _is_folder(root: Path, path: str) -> bool:
    _refuse_links(root, path)
    return (root / path).is_dir()


def _refuse_links(root: Path, path: str) -> None:
    """Raises Conflict if a link stands anywhere on the way: links are never followed."""
    place = root
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            raise Conflict(
                f"{place.relative_to(root)} is a link, and links in a journal are not followed.",
                "Put the file or folder itself there.",
            )


def _prune(root: Path, step: Step) -> None:
    """Remove the folders that the step left empty."""
    for path in step.paths:
        for folder in (root / path).parents:
            if folder == root:
                break
            try:
                files.remove_folder(folder)
            except Missing:  # it was never made; the one above may have been
                continue
            except StorageFailed:  # something is in it
                break
