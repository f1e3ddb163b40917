"""How the installed job did when it was run in an empty environment."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`command`: what was run. `channel`: which was tried with a test message.

    `status`: the exit status of the job. `printed`, `complaint`: what it said on stdout and stderr.
    `delivered`: whether the test message got through; None where the job itself failed before.
    `channel_complaint`: what the second run said on stderr.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="nudge-test", lone=True, left_out=("as_of",), keys={"works": "works"}
    )

    as_of: dt.date
    command: str
    channel: str
    status: int
    printed: str = ""
    complaint: str = ""
    delivered: bool | None = None
    channel_complaint: str = ""

    @property
    def works(self) -> bool:
        return self.status == 0 and bool(self.delivered)
