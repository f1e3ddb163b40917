"""`new-agreement --template list`: agreements to begin with, as data."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from mentorlog.domain.entries import Invalid
from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A change of rhythm agreed from the beginning: so long after the start."""

    after: str
    cadence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Terms as they would be typed; `programme`: whose they are. `own`: the user's file.

    `mentee_will`, `mentor_will`: by role; `each_will`: both. `length` None: without an end.
    Raises Invalid for a number below 1.
    """

    JSON: ClassVar[Shape] = Shape(
        only=(
            "name",
            "programme",
            "about",
            "cadence",
            "minutes",
            "own",
        ),
        keys={"for": "length"},
    )

    name: str
    programme: str | None = None
    about: str | None = None
    cadence: str
    length: str | None = None
    minutes: int | None = None
    notice_hours: int | None = None
    media: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    mentee_will: tuple[str, ...] = ()
    mentor_will: tuple[str, ...] = ()
    each_will: tuple[str, ...] = ()
    then: tuple[Later, ...] = ()
    own: bool = False

    def __post_init__(self) -> None:
        for key, number in (("minutes", self.minutes), ("notice_hours", self.notice_hours)):
            if number is not None and number < 1:
                raise Invalid(key, f"{key} must be positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """`folder`: where one's own are looked for; `wrong`: what is wrong with some there."""

    JSON: ClassVar[Shape] = Shape(schema="new-agreement", left_out=("folder", "wrong"))

    as_of: dt.date
    items: tuple[Template, ...]
    folder: str
    wrong: tuple[str, ...] = ()
