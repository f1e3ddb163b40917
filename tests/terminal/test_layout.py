"""Text in its place, counted in cells."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import cells

from mentorlog.terminal.layout import columns, ends, flowed, hanging, stripped, wrapped
from mentorlog.terminal.look import Look, Marks, Style, cell_len, cut, line, padded, plain, width_of
from mentorlog.terminal.safe import safe

NARROW = Look(width=40)
WORDS = st.text(alphabet="ab é李👩[]", max_size=80).map(safe)


def test_a_line_reads_no_markup() -> None:
    assert line("[bold]x[/] :smile:", ("y", Style.CALLS)).plain == "[bold]x[/] :smile:y"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Dana Öz", 7, "Dana Öz"),
        ("Dana Öz", 6, "Dana…"),
        ("李娜王小明", 7, "李娜王…"),
        ("李娜王小明", 6, "李娜…"),
        ("abc", 1, "…"),
    ],
)
def test_what_is_too_long_is_cut_by_cells(text: str, width: int, expected: str) -> None:
    assert cut(text, width, NARROW) == expected


def test_ascii_cuts_with_dots_and_a_plain_look_not_at_all() -> None:
    assert cut("abcdef", 4, Look(ascii_only=True)) == "ab.."
    assert cut("abcdef", 4, Look(plain=True)) == "abcdef"


def test_two_ends_share_a_line_while_there_is_room() -> None:
    left, right = plain("left"), plain("right")

    assert [text.plain for text in ends(left, right, 11)] == ["left  right"]
    assert [text.plain for text in ends(left, right, 10)] == ["left", "right"]
    assert [text.plain for text in ends(left, (), 10)] == ["left"]


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    rows = [[plain("a"), plain("李娜"), plain("x")], [plain("long"), (), plain("y")], [plain("z")]]

    assert [text.plain for text in columns(rows, indent=2)] == [
        "  a      李娜   x",
        "  long          y",
        "  z",
    ]


def test_lines_break_between_words_and_never_inside_a_date() -> None:
    text = "until Sat 22 May 2027. First: Thu 26 Nov 15:00, with Dana"

    assert wrapped(text, 24) == ("until Sat 22 May 2027.", "First: Thu 26 Nov 15:00,", "with Dana")


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrapped("a abcdefghijklm", 6) == ("a", "abcdef", "ghijkl", "m")


def test_facts_flow_and_break_only_between_each_other() -> None:
    facts = ("due Tue 24 Nov", "met Tue 10 Nov", "1 mine, 2 theirs")

    assert list(flowed(facts, NARROW, 40)) == [
        "due Tue 24 Nov · met Tue 10 Nov",
        "1 mine, 2 theirs",
    ]
    assert list(flowed(("a long fact",), NARROW, 6)) == ["a long", "fact"]
    assert list(flowed((), NARROW, 6)) == []


def test_a_text_hangs_beside_its_label() -> None:
    found = hanging(
        ((" Goal", Style.FAINT),), "run the quarterly review all alone", NARROW, column=12
    )

    assert [text.plain for text in found] == [
        " Goal       run the quarterly review all",
        "            alone",
    ]


def test_a_plain_look_wraps_nothing() -> None:
    look = Look(width=40, plain=True)

    assert [text.plain for text in hanging((), "word " * 20, look, column=0)] == [
        ("word " * 20).rstrip()
    ]


def test_padding_counts_cells() -> None:
    assert width_of(padded(plain("李"), 5)) == 5


@given(WORDS, st.integers(4, 60))
def test_wrapped_lines_fit_and_lose_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert all(cell_len(each) <= width for each in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(WORDS, st.integers(1, 60))
def test_a_cut_fits(text: str, width: int) -> None:
    assert cell_len(cut(text, width, NARROW)) <= width


@given(st.text())
def test_as_many_cells_as_rich_counts(text: str) -> None:
    assert cell_len(text) == cells.cell_len(text)


@given(st.text(st.sampled_from("ab é娜…"), min_size=1), st.integers(2, 5))
def test_what_is_cut_fits(text: str, width: int) -> None:
    shown = cut(text, width, Look())

    assert cell_len(shown) <= width
    assert shown == text or shown.endswith("…")


def test_what_we_draw_with_takes_one_cell() -> None:
    drawn = "".join(astuple(Marks()))

    assert cell_len(drawn) == cells.cell_len(drawn) == len(drawn)


def test_a_line_is_styled_part_by_part() -> None:
    one = line("a ", ("b", Style.CALLS), ("", Style.FAINT), "  ")

    assert (one.plain, stripped(one).plain, one.cell_len) == ("a b  ", "a b", 5)
    assert one.styled() == "a \x1b[38;5;130mb\x1b[0m  "
