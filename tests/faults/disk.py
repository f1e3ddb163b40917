"""A small disk in a file whose power can be cut: what was not confirmed is gone."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_SIZE = 24 << 20  # bytes
_SHUT_DOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_WITHOUT_FLUSHING = 2  # not even the journal of the file system
# The least that ext4 promises: neither does data come before its name, nor is a replaced file
# written out early, as it would be by default.
_OPTIONS = "loop,data=writeback,noauto_da_alloc"


class Disk:
    """An ext4 of its own, mounted at `place`."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "disk"
        self._image = folder / "disk.img"

    def cut_power(self) -> None:
        """From now on nothing reaches the disk; then start again."""
        folder = os.open(self.place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(folder, _SHUT_DOWN, struct.pack("I", _WITHOUT_FLUSHING))
        finally:
            os.close(folder)
        self._unmount()
        self._mount()

    def flush_for_somebody_else(self) -> None:
        """Another program confirms a file of its own, and with it whatever ext4 orders before."""
        with (self.place / "somebody-else").open("ab") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file)

    def settle(self) -> None:
        """Bring everything to the disk."""
        _must(["sync", "-f", str(self.place)])

    def __enter__(self) -> Self:
        self.place.mkdir()
        with self._image.open("wb") as image:
            image.truncate(_SIZE)
        _must(["mkfs.ext4", "-q", "-F", str(self._image)])
        self._mount()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unmount()

    def _mount(self) -> None:
        _must(["mount", "-o", _OPTIONS, str(self._image), str(self.place)])

    def _unmount(self) -> None:
        _must(["umount", str(self.place)])


class Memory:
    """A file system in memory with a limit, such as `size=64k`, mounted at `place`."""

    def __init__(self, place: Path, options: str) -> None:
        self.place = place
        self._options = options

    def __enter__(self) -> Path:
        self.place.mkdir(parents=True)
        _must(["mount", "-t", "tmpfs", "-o", f"mode=0700,{self._options}", "mentorlog", *self._at])
        return self.place

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _must(["umount", *self._at])

    def change(self, options: str) -> None:
        """Other options from now on, such as `ro`."""
        _must(["mount", "-o", f"remount,{options}", *self._at])

    @property
    def _at(self) -> list[str]:
        return [str(self.place)]


def _must(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)
