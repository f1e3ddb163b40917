"""Two people's expectations, question by question, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import ClassVar

from mentorlog.frozen import dataclass
from mentorlog.views.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`answers`: mine and theirs; None: not answered. `free`: in one's own words."""

    question: str
    answers: tuple[str | None, str | None]
    agreed: bool
    free: bool

    @property
    def is_open(self) -> bool:
        """Whether neither said anything."""
        return self.answers == (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """`sheet`: the blank one, where nothing is compared yet. `people`: who answered, I first.

    `command`: the words of the command that agrees on what both want.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="compare-expectations",
        left_out=("name", "questions"),
        keys={"items": "questions"},
    )

    as_of: dt.date
    handle: str
    name: str
    sheet: str | None = None
    people: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    command: tuple[str, ...] = ()

    def asking(self, sheet: str) -> Expectations:
        return replace(self, sheet=sheet)

    def comparing(
        self, *, people: tuple[str, str], questions: tuple[Question, ...], command: tuple[str, ...]
    ) -> Expectations:
        return replace(self, people=people, questions=questions, command=command)

    @property
    def agreed(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.agreed)

    @property
    def differing(self) -> tuple[Question, ...]:
        """What there is to talk about: different answers, and those that only one gave."""
        return tuple(one for one in self.questions if not (one.agreed or one.free or one.is_open))

    @property
    def free(self) -> tuple[Question, ...]:
        """What was said in one's own words."""
        return tuple(one for one in self.questions if one.free and not one.is_open)
