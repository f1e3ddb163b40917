"""The user's own program as a channel: ntfy, Apprise, mail. It gets the whole digest on stdin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mentorlog.errors import StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import programs


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`argv`: as `nudge.command` in the configuration says it; no shell reads it."""

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    name: str = "command"

    def deliver(self, text: str) -> None:
        program = str(Path(self.argv[0]).expanduser())
        ran = programs.run((program, *self.argv[1:]), self.variables, text=text, unheard=True)
        if ran.status == programs.NOT_STARTED:
            raise StorageFailed(f"{program} can't be started.")
        if ran.status:
            raise StorageFailed(f"{program} did not take it (exit {ran.status}).")
