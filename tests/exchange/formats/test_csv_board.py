"""The board for spreadsheets, in which nothing is calculated."""

from __future__ import annotations

import csv
import io

import pytest
from builders import relationship
from hypothesis import given
from hypothesis import strategies as st
from views.people import SINCE, TODAY, dana

from mentorlog.exchange.formats.csv import BOARD_COLUMNS as COLUMNS
from mentorlog.exchange.formats.csv import board
from mentorlog.terminal.safe import inert
from mentorlog.views.board import board as board_view


def rows(*names: str) -> list[list[str]]:
    people = [relationship(name=name, handle=str(at)) for at, name in enumerate(names)]
    return list(csv.reader(io.StringIO(board(board_view(people, TODAY, since=SINCE)))))


def test_the_whole_table() -> None:
    assert board(board_view((dana(),), TODAY, since=SINCE)) == (
        "\ufeff"
        "handle,id,name,my_role,standing,cadence,bound,start,end,ending,due,slack_days,last_held,"
        "next_planned,pace_held,pace_expected,pace_from,pace_to,on_time_on_time,on_time_of,"
        "last_given,last_received,open_actions_me,open_actions_them,unreadable,"
        "total_meetings,total_minutes,total_without_length,term_meetings,term_minutes,term_without_length\n"
        "dana-oz,9f2k7m3q,Dana Öz,mentee,due_soon,every 2 weeks,target,2026-06-01,2026-12-01,true,"
        "2026-11-24,3,2026-11-10,,12,12,2026-06-01,2026-11-22,11,12,2026-11-10,2026-10-27,1,1,0,"
        "12,540,0,12,540,0\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),
        ("Dana = Öz", "Dana = Öz"),
        ("", ""),
    ],
)
def test_a_formula_is_made_text(text: str, expected: str) -> None:
    assert inert(text) == expected


def test_quotes_commas_and_lines_stay_in_their_cell() -> None:
    assert [row[2] for row in rows('Öz, "Dana"\nx')] == ["name", 'Öz, "Dana" x']


@given(st.text(alphabet=st.characters(exclude_categories=()), min_size=1))
def test_no_name_can_begin_a_formula_or_break_a_row(name: str) -> None:
    table = rows(name, "K")

    assert [len(row) for row in table] == [len(COLUMNS)] * 3
    assert not table[1][2].lstrip().startswith(("=", "+", "-", "@"))
