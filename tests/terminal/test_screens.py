"""The screens as they are kept, line for line; and what must hold for any of them."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from builders import agreement, meeting, relationship
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from terminal.screens import GOLDEN, LOOKS, PICTURES, SCREENS, every_standing, svg, text
from views.people import SINCE, TODAY, dana

from mentorlog.domain.relationship import Role
from mentorlog.domain.standing import Standing
from mentorlog.terminal.board import board
from mentorlog.terminal.console import Color, Screen, screen
from mentorlog.terminal.look import Look
from mentorlog.terminal.page import page
from mentorlog.views.board import board as board_view
from mentorlog.views.page import page as page_view

NAMES = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=60)
FOLDED = [name for name in SCREENS if name.rpartition("-")[2] in {"60", "80", "120", "ascii"}]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_as_it_was_kept(name: str) -> None:
    assert text(SCREENS[name]()) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_screen() -> None:
    kept = {path.stem for path in GOLDEN.glob("*.txt")}

    assert {
        name
        for name in kept
        if name.partition("-")[0] in {"board", "everybody", "page", "todo", "show"}
    } == set(SCREENS)


@pytest.mark.parametrize("name", FOLDED)
def test_a_screen_fits_its_terminal(name: str) -> None:
    width = LOOKS[name.rpartition("-")[2]].width

    wide = [line.plain for line in SCREENS[name]() if line.cell_len > width]
    assert [line for line in wide if "mentorlog" not in line] == []


@pytest.mark.parametrize("name", [name for name in SCREENS if name.endswith("ascii")])
def test_in_ascii_every_sign_is_ascii(name: str) -> None:
    assert text(SCREENS[name]()).isascii()


def test_marks_in_ascii_say_the_same_as_the_others() -> None:
    signs = str.maketrans("●◐○‖·", "*~o=.")
    shown = text(SCREENS["everybody-80"]()), text(SCREENS["everybody-ascii"]())

    strips = [re.findall(r"[●◐○‖·*~o=.]{3,}$", each, re.MULTILINE) for each in shown]
    assert [strip.translate(signs) for strip in strips[0]] == strips[1]
    assert len(strips[0]) > 5


@pytest.mark.parametrize("name", SCREENS)
def test_color_is_never_the_only_carrier(name: str) -> None:
    """With and without colour a screen says the same: only escape sequences are added."""
    lines = list(SCREENS[name]())
    plain, colored = (_printed(lines, color) for color in (Color.NEVER, Color.ALWAYS))

    bare = re.sub(r"\x1b\[[\d;]*m", "", colored)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()
    assert "\x1b" not in plain


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_white_black_bright_or_red(name: str) -> None:
    """Fit for dark and light backgrounds; red is for what is damaged."""
    used = set(re.findall(r"\x1b\[([\d;]*)m", _printed(list(SCREENS[name]()), Color.ALWAYS)))

    damaged = {"31"} if name.startswith("everybody") else set()
    assert used <= {"0", "1", "2", "38;5;130", "38;5;30"} | damaged


@given(name=NAMES, width=st.integers(40, 160))
def test_no_name_breaks_the_board(name: str, width: int) -> None:
    people = (
        dana(),
        relationship(
            agreement("2026-10-01", "every 2 weeks"),
            meeting("2026-10-02"),
            name=name,
            my_role=Role.MENTOR,
        ),
    )

    lines = list(board(board_view(people, TODAY, since=SINCE), Look(width=width)))

    assert [line.plain for line in lines if cell_len(line.plain) > width] == []


@given(name=NAMES, width=st.integers(40, 160))
def test_no_name_breaks_the_page(name: str, width: int) -> None:
    who = relationship(agreement("2026-10-01"), meeting("2026-10-02"), name=name)

    lines = list(page(page_view(who, TODAY, since=SINCE), Look(width=width)))

    assert [line.plain for line in lines if re.search(r"[\x00-\x1f\x7f-\x9f]", line.plain)] == []
    assert len({line.plain for line in lines}) > 1


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_the_screen_says(name: str) -> None:
    kept = (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")
    matrix = kept[kept.index(f'class="{name}-matrix"') :]
    rows: dict[float, str] = {}
    for y, said in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>([^<]*)</text>', matrix):
        rows[float(y)] = rows.get(float(y), "") + unescape(said)

    shown = ["".join(row.split()) for _, row in sorted(rows.items())]
    command, _, lines = PICTURES[name]
    expected = ["".join(row.split()) for row in (f"$ {command}", *text(lines()).splitlines())]
    assert [row for row in shown if row] == [row for row in expected if row]


@pytest.mark.parametrize("name", PICTURES)
def test_no_picture_needs_the_network(name: str) -> None:
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", svg(name)) == []


def test_everyone_is_on_the_long_board() -> None:
    rows = board_view(every_standing(), TODAY, since=SINCE, everyone=True).rows

    assert {row.standing for row in rows} == set(Standing)


def _printed(lines: list, color: Color) -> str:  # type: ignore[type-arg]
    stream = io.StringIO()
    _screen(stream, color).show(lines)
    return stream.getvalue()


def _screen(stream: io.StringIO, color: Color) -> Screen:
    return screen(stream, {}, columns=200, terminal=True, color=color)
