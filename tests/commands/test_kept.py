"""A draft that is taken up on a later day means the days it was written for."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.arguments import Writer, option
from mentorlog.commands.kept import day_of, meant_then
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Writer):
    """Every kind of date that a command may take."""

    on: str | None = option("--on DATE", "A day behind.", date="past")
    until: str | None = option("--until DATE", "A day ahead.", date="coming")
    coming: str | None = option("--next DATE", "A moment.", date="moment")
    topic: list[str] | None = option("--topic TEXT", "No date.", prose=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated(Writer):
    topic: list[str] | None = option("--topic TEXT", "No date.", prose=True)


FRIDAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("behind", "ahead", "was", "will_be"),
    [
        ("yesterday", "fri", "2026-11-19", "2026-11-27"),
        ("fri", "+2w", "2026-11-20", "2026-12-04"),
        ("today", "today", "2026-11-20", "2026-11-20"),
    ],
)
def test_a_date_is_written_out_as_it_was_meant(
    behind: str, ahead: str, was: str, will_be: str
) -> None:
    typed = {"on": behind, "until": ahead}

    assert meant_then(typed, FRIDAY, Dated) == {"on": was, "until": will_be}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("+1w 15:00", "2026-11-27 15:00"), ("tomorrow", "2026-11-21"), ("2026-12-03", "2026-12-03")],
)
def test_a_moment_keeps_its_hour(typed: str, expected: str) -> None:
    assert meant_then({"on": "today", "coming": typed}, FRIDAY, Dated)["coming"] == expected


def test_no_date_at_all_meant_that_day() -> None:
    typed = {"topic": ("today was good",)}

    assert meant_then(typed, FRIDAY, Dated) == {"on": "2026-11-20", **typed}
    assert meant_then(typed, FRIDAY, Undated) == typed


def test_what_is_no_date_stays_for_the_command_to_complain_about() -> None:
    typed = {"on": "someday", "coming": "soon", "until": ("a", "list"), "topic": ("fri",)}

    assert meant_then(typed, FRIDAY, Dated) == typed


@pytest.mark.parametrize(
    ("kept", "expected"),
    [("2026-11-20", FRIDAY), (None, None), ("fri", None), ("2026-13-01", None)],
)
def test_the_day_of_a_draft_is_a_date_or_unknown(kept: object, expected: dt.date | None) -> None:
    assert day_of(kept) == expected
