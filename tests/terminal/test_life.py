"""The pages of a relationship's life as they are kept, line for line."""

from __future__ import annotations

import pytest
from terminal.life import LOOKS, SCREENS
from terminal.screens import GOLDEN, text

OURS = {name.partition("-")[0] for name in SCREENS}
FOLDED = [name for name in SCREENS if not name.endswith("plain")]


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_is_as_it_was_kept(name: str) -> None:
    assert text(SCREENS[name]()) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_page() -> None:
    kept = {path.stem for path in GOLDEN.glob("*.txt")}

    assert {name for name in kept if name.partition("-")[0] in OURS} == set(SCREENS)


@pytest.mark.parametrize("name", FOLDED)
def test_a_page_fits_its_terminal(name: str) -> None:
    """But for commands, which are to be copied whole."""
    look = LOOKS.get(name.rpartition("-")[2], LOOKS["80"])

    wide = [line.plain for line in SCREENS[name]() if line.cell_len > look.width]
    assert [line for line in wide if "mentorlog" not in line] == []


@pytest.mark.parametrize("name", [name for name in SCREENS if name.endswith("ascii")])
def test_in_ascii_every_sign_is_ascii(name: str) -> None:
    assert text(SCREENS[name]()).isascii()
