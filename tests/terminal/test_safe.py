"""User text that reaches a terminal can't do anything there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.terminal.safe import as_typed, paragraphs, safe, verbatim

ANY = st.text(alphabet=st.characters(exclude_categories=()))  # lone surrogates, too
CONTROL = {"Cc", "Cs", "Zl", "Zp"}
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("bell\x07 del\x7f csi\x9b31m", "bell\\x07 del\\x7f csi\\x9b31m"),
        ("gnp\u202exe.", "gnp\\u202exe."),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("  two\r\n\tlines \n", "two lines"),
        ("bytes \udcff", "bytes \\udcff"),
        ("[bold]not markup[/bold] :smile:", "[bold]not markup[/bold] :smile:"),
        ("Öz 李娜 👩\u200d🏫", "Öz 李娜 👩\u200d🏫"),
        ("", ""),
    ],
)
def test_one_line_of_text(text: str, expected: str) -> None:
    assert safe(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dana Öz", "Dana Oz"),
        ("Łukasz Strauß Æsir", "Lukasz Strauss AEsir"),
        ("\u201cask early\u201d \u2013 he\u2019d say", '"ask early" - he\'d say'),
        ("李娜", "??"),
        ("ﬁne", "fine"),
    ],
)
def test_ascii_keeps_the_nearest_letters(text: str, expected: str) -> None:
    assert safe(text, ascii_only=True) == expected


def test_paragraphs_keep_their_lines_and_indents() -> None:
    text = "\nThe reorg waits.\r\n\r\n- budget\n\t- Dana\x1b\n\n"

    assert paragraphs(text) == ("The reorg waits.", "", "- budget", "    - Dana\\x1b")


@given(ANY)
def test_nothing_that_moves_or_turns_the_line_is_left(text: str) -> None:
    shown = safe(text)

    assert not [c for c in shown if unicodedata.category(c) in CONTROL or c in BIDI]
    assert shown.encode().decode() == shown
    assert safe(shown) == shown


@given(ANY)
def test_ascii_is_ascii(text: str) -> None:
    shown = safe(text, ascii_only=True)

    assert shown.isascii()
    assert shown.isprintable()


@given(ANY)
def test_every_line_of_paragraphs_is_safe(text: str) -> None:
    assert all(safe(line) == line.lstrip(" ") for line in paragraphs(text))


def test_verbatim_keeps_every_blank() -> None:
    assert verbatim("  a  b\t\x1b[2J ") == "  a  b\\x09\\x1b[2J "
    assert verbatim("  Öz", ascii_only=True) == "  Oz"


def test_an_indent_is_kept_and_a_tab_of_it_is_four_blanks() -> None:
    assert paragraphs("one\n    two  x\n\tthree\n  \tfour\n") == (
        "one",
        "    two x",
        "    three",
        "    four",
    )


@given(ANY)
def test_what_programs_read_is_as_it_was_typed_but_for_what_moves_a_cursor(text: str) -> None:
    shown = as_typed(text)

    assert not [c for c in shown if c not in "\n\t" and safe(f"x{c}x") not in (f"x{c}x", "x x")]
    if safe(text.replace("\n", "").replace("\t", "")) == text:
        assert shown == text
