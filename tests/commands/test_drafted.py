"""A draft that is taken up on a later day means the days it was written for."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.commands.drafted import day_of, meant_then

FRIDAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("on", "yesterday", "2026-11-19"),
        ("on", "fri", "2026-11-20"),
        ("since", "fri", "2026-11-27"),
        ("starts", "today", "2026-11-20"),
        ("until", "+2w", "2026-12-04"),
        ("again", "mon", "2026-11-23"),
        ("coming", "+1w 15:00", "2026-11-27 15:00"),
        ("first", "tomorrow", "2026-11-21"),
        ("moved_to", "thu 9:30", "2026-11-26 09:30"),
        ("when", "2026-12-03", "2026-12-03"),
    ],
)
def test_a_date_is_written_out_as_it_was_meant(name: str, typed: str, expected: str) -> None:
    assert meant_then({name: typed}, FRIDAY, dated=False) == {name: expected}


def test_no_date_at_all_meant_that_day() -> None:
    typed = {"who": "dana", "text": "today was good"}

    expected = {"on": "2026-11-20", "who": "dana", "text": "today was good"}
    assert meant_then(typed, FRIDAY, dated=True) == expected


def test_what_is_no_date_stays_for_the_command_to_complain_about() -> None:
    typed = {"on": "someday", "first": "soon", "until": ("a", "list"), "topic": ("fri",)}

    assert meant_then(typed, FRIDAY, dated=True) == typed


@pytest.mark.parametrize(
    ("kept", "expected"),
    [("2026-11-20", FRIDAY), (None, None), ("fri", None), ("2026-13-01", None)],
)
def test_the_day_of_a_draft_is_a_date_or_unknown(kept: object, expected: dt.date | None) -> None:
    assert day_of(kept) == expected
