"""The steps that change a journal: each knows the bytes before and after, and its inverse.

Steps are carried out one after the other. Comparing bytes shows at any time how far a step has
come, which is all that completing or taking back an interrupted transaction needs. Steps know bytes
and paths within the journal, not YAML or entries. They follow no link.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import partial
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Conflict, Missing, NotAFile, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass, replace


class Progress(Enum):
    TO_DO = "to do"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Put:
    """Replace the bytes of one file; None = there is no such file."""

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
        current = bytes_at(root, self.path)
        if current == self.after:
            return Progress.DONE
        return Progress.TO_DO if current == self.before else Progress.BLOCKED

    def carry_out(self, root: Path) -> None:
        path = root / self.path
        if self.after is None:
            files.remove(path)
        elif self.before is None:
            make_folder(path.parent)
            files.create(path, self.after)
        else:
            files.replace(path, self.after, expected=self.before)


@dataclass(frozen=True, slots=True)
class Move:
    """Rename a file and replace its bytes; `before == after` for a plain rename.

    With `inside`, `source` and `target` are folders, and the bytes are those of the file `inside`
    them. Name and bytes are one step, so that its progress can be seen wherever it was stopped.
    """

    source: str
    target: str
    before: bytes
    after: bytes
    inside: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        return self.source, self.target

    @property
    def inverse(self) -> Move:
        return Move(self.target, self.source, self.after, self.before, self.inside)

    def progress(self, root: Path) -> Progress:
        source, target = self._bytes_at(root, self.source), self._bytes_at(root, self.target)
        if (source, target) == (None, self.after):
            return Progress.DONE
        data = target if source is None else source
        # Both names exist: it was stopped after making the new, before removing the old.
        fits = data in (self.before, self.after) and (None in (source, target) or source == target)
        return Progress.TO_DO if fits else Progress.BLOCKED

    def carry_out(self, root: Path) -> None:
        if self._bytes_at(root, self.source) is not None:
            make_folder((root / self.target).parent)
            files.move(root / self.source, root / self.target)
        if self._bytes_at(root, self.target) != self.after:
            files.replace(root / self.target / self.inside, self.after, expected=self.before)

    def _bytes_at(self, root: Path, name: str) -> bytes | None:
        return bytes_at(root, f"{name}/{self.inside}".removesuffix("/"))


Step = Put | Move


def renamed(step: Step, new_names: Mapping[str, str]) -> Step:
    """The step with its paths below renamed folders; `new_names`: old folder -> new folder."""
    if isinstance(step, Put):
        return replace(step, path=under(new_names, step.path))
    if step.inside:
        return step
    source, target = (under(new_names, name) for name in (step.source, step.target))
    return replace(step, source=source, target=target)


def paths_after(step: Step, paths: set[str]) -> set[str]:
    """Those of these paths that exist after the step."""
    if isinstance(step, Put):
        return paths - {step.path} if step.after is None else paths | {step.path}
    if not step.inside:
        return paths - {step.source} | {step.target}
    return {under({step.source: step.target}, path) for path in paths}


def under(new_names: Mapping[str, str], path: str) -> str:
    """A file's path after its folder was renamed."""
    folder, _, file = path.rpartition("/")
    return f"{new_names[folder]}/{file}" if folder in new_names else path


def carry_out(root: Path, steps: Iterable[Step]) -> None:
    """Carry out every step that isn't done yet.

    Raises:
        Conflict: a file is neither as before nor as after the step; earlier steps are done.
        Unconfirmed: all are done, but the disk did not confirm one of them.
        StorageFailed: the disk failed; earlier steps are done.
    """
    take_all(partial(_take, root, step) for step in steps)


def take_back(root: Path, steps: Sequence[Step]) -> None:
    """Undo every step that is done, last first; files changed since are left alone.

    Raises StorageFailed.
    """
    for step in reversed(steps):
        with contextlib.suppress(Conflict, Unconfirmed):
            _take(root, step.inverse)


def take_all(steps: Iterable[Callable[[], None]]) -> None:
    """Call every step, even if the disk doesn't confirm one of them.

    Raises Unconfirmed once all are taken; StorageFailed at once: then the rest is still to do.
    """
    unconfirmed: Unconfirmed | None = None
    for step in steps:
        try:
            step()
        except Unconfirmed as error:
            unconfirmed = error
    if unconfirmed is not None:
        raise unconfirmed


def make_folder(path: Path) -> None:
    """Make a folder as `files.make_folder` does, but accept an unconfirmed one.

    Nothing is in it yet, so nothing can be lost. Raises StorageFailed, never Unconfirmed.
    """
    try:
        files.make_folder(path)
    except Unconfirmed as error:
        raise StorageFailed(f"The disk didn't confirm the folder {path}", error.hint) from error


def bytes_at(root: Path, path: str) -> bytes | None:
    """The bytes of the file at `path`; None if there is none.

    Raises Conflict for anything but a file.
    """
    _refuse_links(root, path)
    try:
        return files.read(root / path)
    except Missing:
        return None
    except NotAFile:
        raise conflict(path) from None


def _take(root: Path, step: Step) -> None:
    """Take the rest of a step, and remove folders that it left empty. Raises as `carry_out`."""
    try:
        unconfirmed = None
        while (progress := step.progress(root)) is Progress.TO_DO:
            try:
                step.carry_out(root)
            except Unconfirmed as error:
                unconfirmed = error
        if progress is Progress.BLOCKED:
            raise conflict(step.paths[-1])
        if unconfirmed is not None:
            raise unconfirmed
    except FileExistsError:
        raise conflict(step.paths[-1]) from None
    finally:
        _prune(root, step)


def conflict(path: str) -> Conflict:
    """The error for a file that changed meanwhile."""
    return Conflict(f"{path} changed since it was read.", "It's left as it is.")


def _refuse_links(root: Path, path: str) -> None:
    """Raises Conflict if any part of the path is a link: links are never followed."""
    place = root
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            raise Conflict(
                f"{place.relative_to(root)} is a link; mentorlog doesn't follow those.",
                "Put the real file or folder there.",
            )


def _prune(root: Path, step: Step) -> None:
    for path in step.paths:
        for folder in itertools.takewhile(lambda folder: folder != root, (root / path).parents):
            try:
                files.remove_folder(folder)
            except (Missing, Unconfirmed):  # never made, or gone; the one above may be empty, too
                continue
            except StorageFailed:  # something is in it
                break


def check(root: Path, steps: Iterable[Step]) -> None:
    """Raises Conflict, naming the first file that isn't as its step needs it."""
    foreseen = _Foreseen(root)
    for step in steps:
        foreseen.take(step)


class _Foreseen:
    """The journal as it would be after the steps taken so far."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes: dict[str, bytes | None] = {}
        self._folders: list[tuple[str, str]] = []  # (new name, old name)

    def take(self, step: Step) -> None:
        if isinstance(step, Move):
            source, target = (_inside(name, step) for name in (step.source, step.target))
            self._expect(source, step.before)
            self._expect(target, None)
            if step.inside:  # what is known of its files is known under the new name
                self._folders.append((step.target, step.source))
                for path in [path for path in self._bytes if path.startswith(f"{step.source}/")]:
                    moved = f"{step.target}{path.removeprefix(step.source)}"
                    self._bytes[moved] = self._bytes.pop(path)
            self._bytes |= {source: None, target: step.after}
        else:
            self._expect(step.path, step.before)
            self._bytes[step.path] = step.after

    def _expect(self, path: str, data: bytes | None) -> None:
        current = self._bytes[path] if path in self._bytes else self._on_disk(path)
        if current != data:
            raise Conflict(
                f"{path} changed since then, so nothing was undone.",
                "Check it; with fewer commands, undo may still work.",
            )

    def _on_disk(self, path: str) -> bytes | None:
        for new, old in reversed(self._folders):
            if path.startswith(f"{new}/"):
                path = f"{old}{path.removeprefix(new)}"
        return bytes_at(self._root, path)


def _inside(name: str, step: Move) -> str:
    return f"{name}/{step.inside}" if step.inside else name
