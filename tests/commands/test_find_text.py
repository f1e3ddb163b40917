"""What `find` shows: one line a field, with what stands around the match, at any width."""

from __future__ import annotations

import datetime as dt

import pytest
from rich.cells import cell_len

from mentorlog.commands.find.text import text as matches
from mentorlog.commands.find.view import Match, Matches
from mentorlog.domain.entries import Kind
from mentorlog.terminal.look import Look

LONG = "before " * 30 + "here" + " after" * 30


def shown(text: str, at: int, look: Look, *, times: int = 1, field: str = "notes") -> list[str]:
    match = Match(
        id="4v8m2t9c",
        handle="dana-oz",
        name="Dana Öz",
        kind=Kind.MEETING,
        date=dt.date(2026, 11, 10),
        field=field,
        text=text,
        spans=((at, at + 4),) * times,
    )
    view = Matches(as_of=dt.date(2026, 11, 22), sought="here", items=(match,))
    return [line.plain for line in matches(view, look)]


def test_around_the_match_at_eighty_columns() -> None:
    assert shown(LONG, 210, Look(width=80), times=2) == [
        "Tue 10 Nov  Meeting, Dana Öz                                            4v8m2t9c",
        "  notes           …before before here after after after after after a… (2 times)",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("text", [LONG, "王" * 80 + "here" + "王" * 80, "here", "x here"])
def test_no_line_is_wider_than_the_terminal(width: int, text: str) -> None:
    lines = shown(text, text.index("here"), Look(width=width))

    assert all(cell_len(line) <= width for line in lines)
    assert "here" in lines[-1]


def test_plain_cuts_nothing() -> None:
    assert shown(LONG, 210, Look(width=40, plain=True))[-1].endswith(LONG)


def test_nothing_in_a_text_can_move_the_cursor() -> None:
    assert shown("\x1b[2Jhere\x07", 4, Look(width=80))[-1] == "  notes           \\x1b[2Jhere\\x07"


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("small_ask", "small request"),
        ("hopes me", "I hope for"),
        ("goals why", "goal, because"),
        ("text", "text"),
        ("Zoom_link", "Zoom link"),
    ],
)
def test_a_field_is_called_as_where_it_is_shown(field: str, label: str) -> None:
    assert shown("here", 0, Look(width=80), field=field)[-1] == f"  {label:16}here"
