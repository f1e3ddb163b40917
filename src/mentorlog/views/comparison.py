"""`candidate --compare`: two or more side by side, in the words that were noted. Nobody wins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.candidates import Candidate
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    JSON: ClassVar[Shape] = Shape(schema="candidate")

    as_of: dt.date
    items: tuple[Candidate, ...]


def comparison(items: Iterable[Candidate], today: dt.date) -> Comparison:
    """In the order in which they were named."""
    return Comparison(as_of=today, items=tuple(items))
