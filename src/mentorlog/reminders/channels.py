"""The ways a digest reaches a person: here the two that need nothing but a stream or a file.

A channel knows a finished text and where it goes; never what is in it, or why.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Protocol, TextIO

from mentorlog import files
from mentorlog.errors import Missing, StorageFailed
from mentorlog.frozen import dataclass


class Channel(Protocol):
    """Whatever can carry a digest to a person.

    The text's first line says only how many things there are: a channel that others may see need
    show no more. Delivering takes ten seconds at most and never asks anybody anything.
    """

    @property
    def name(self) -> str:
        """As in `config nudge.channel`."""

    def deliver(self, text: str) -> None:
        """Returns once the text has arrived. Raises StorageFailed if it has not."""


@dataclass(frozen=True, slots=True)
class Stdout:
    """What is printed, cron mails and systemd puts into its journal."""

    stream: TextIO
    name: str = "stdout"

    def deliver(self, text: str) -> None:
        if getattr(self.stream, "name", "") == os.devnull:  # put there as there was none
            raise StorageFailed("There is nothing to print on.")
        encoding = self.stream.encoding or "utf-8"
        try:
            self.stream.write(text.encode(encoding, "replace").decode(encoding))
            self.stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            _emptied(self.stream)
            raise StorageFailed(f"Printing failed ({type(error).__name__}).") from error


@dataclass(frozen=True, slots=True)
class Banner:
    """A file that the shell prints when it starts: `[ -s FILE ] && cat FILE`."""

    path: Path
    name: str = "banner"

    @property
    def text(self) -> str:
        """What it shows now; nothing where it can't be read."""
        try:
            return files.read(self.path).decode(errors="replace")
        except StorageFailed:
            return ""

    def deliver(self, text: str) -> None:
        files.overwrite(self.path, text.encode(), durable=False)

    def clear(self) -> None:
        """Show nothing. Raises StorageFailed where the file can't be removed."""
        with contextlib.suppress(Missing):
            files.remove(self.path)


def _emptied(stream: TextIO) -> None:
    """What a broken stream still holds would fail once more when the process ends."""
    with contextlib.suppress(OSError, ValueError):  # it has no file, or is closed
        target = stream.fileno()
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, target)
        os.close(void)
