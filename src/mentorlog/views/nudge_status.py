"""Whether nudges are on their way: what runs them, when, and how they arrive."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeStatus:
    """`scheduler`: None = not installed; then there is no next run and no program.

    `last_run`, `next_run`: local civil times. `meets_window`: False if it only runs at hours in
    which it may not speak. `silent_since`: the day of the last run, if that is too long ago.
    `banner`: the file that a shell prints, whatever the channel.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="nudge-status", lone=True, left_out=("as_of",), keys={"installed": "is_installed"}
    )

    as_of: dt.date
    scheduler: str | None
    window: str
    channel: str
    last_run: dt.datetime | None
    next_run: dt.datetime | None
    meets_window: bool | None
    program: str | None
    program_exists: bool | None
    silent_since: dt.date | None
    banner: str

    @property
    def is_installed(self) -> bool:
        return self.scheduler is not None
