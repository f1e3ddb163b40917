"""Whether steps could be carried out one after the other, without carrying out any."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mentorlog.errors import Conflict
from mentorlog.journal.steps import Move, Step, bytes_at


def check(root: Path, steps: Iterable[Step]) -> None:
    """Raises Conflict, naming the first file that isn't as a step needs it."""
    foreseen = _Foreseen(root)
    for step in steps:
        foreseen.take(step)


class _Foreseen:
    """The journal as the steps taken so far would have made it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes: dict[str, bytes | None] = {}
        self._folders: list[tuple[str, str]] = []  # what each will be called, and was before

    def take(self, step: Step) -> None:
        if isinstance(step, Move):
            source, target = (_inside(name, step) for name in (step.source, step.target))
            self._expect(source, step.before)
            self._expect(target, None)
            if step.inside:
                self._rename(step.source, step.target)
            self._bytes |= {source: None, target: step.after}
        else:
            self._expect(step.path, step.before)
            self._bytes[step.path] = step.after

    def _rename(self, folder: str, new: str) -> None:
        """What is known of files in a folder is known of them under its new name."""
        self._folders.append((new, folder))
        for path in [path for path in self._bytes if path.startswith(f"{folder}/")]:
            self._bytes[f"{new}{path.removeprefix(folder)}"] = self._bytes.pop(path)

    def _expect(self, path: str, data: bytes | None) -> None:
        found = self._bytes[path] if path in self._bytes else self._on_disk(path)
        if found != data:
            raise Conflict(
                f"{path} was changed since, so nothing is taken back.",
                "Look at it; with fewer commands, undo may still work.",
            )

    def _on_disk(self, path: str) -> bytes | None:
        for new, old in reversed(self._folders):
            if path.startswith(f"{new}/"):
                path = f"{old}{path.removeprefix(new)}"
        return bytes_at(self._root, path)


def _inside(name: str, step: Move) -> str:
    return f"{name}/{step.inside}" if step.inside else name
