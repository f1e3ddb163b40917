"""What `nudge install` and `uninstall` change: the exact texts, and where they stand."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import NO_ENTRIES, Shape
from mentorlog.views.trial import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text that is written. `place`: a path, or what else it is called."""

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`action`: install or uninstall. `changed`: False if everything is so already.

    `hours`: the first and the last run of a day. `settings`: what config.toml will say, by key.
    `cautions`: what may keep nudges from reaching anybody, a word each.
    `removed`: other schedulers whose job is taken away. `banner`: the file that a shell prints.
    `backup`: the crontab as it was. `shown`: the texts were shown before, when it was asked.
    `trial`: how its first run went; None where it wasn't tried.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        left_out=("as_of", "window", "hours", "shown"),
        pairs=("settings",),
        keys={"action": "command", **NO_ENTRIES},
    )

    action: str
    as_of: dt.date
    dry_run: bool = False
    changed: bool = True
    scheduler: str | None = None
    channel: str | None = None
    window: str | None = None
    hours: tuple[str, str] | None = None
    pieces: tuple[Piece, ...] = ()
    config_file: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    banner: str | None = None
    backup: str | None = None
    shown: bool = False
    trial: Trial | None = None

    @property
    def command(self) -> str:
        return f"nudge {self.action}"
