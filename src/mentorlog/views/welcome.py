"""What someone without a journal sees first."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """`journal`: where it will live."""

    JSON: ClassVar[Shape] = Shape(schema="review", only=("as_of",), keys={"relationships": ()})

    as_of: dt.date
    journal: str
