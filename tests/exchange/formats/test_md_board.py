"""The board as a Markdown table."""

from __future__ import annotations

import re

from builders import agreement, relationship
from hypothesis import given
from hypothesis import strategies as st
from views.people import SINCE, TODAY, ari, dana

from mentorlog.exchange.formats.md import BOARD_COLUMNS as COLUMNS
from mentorlog.exchange.formats.md import board
from mentorlog.terminal.safe import escaped
from mentorlog.views.board import board as board_view


def test_the_whole_table() -> None:
    capped = relationship(agreement("2026-06-01", "up to 6 per year"), handle="k", name="K")

    assert board(board_view((dana(), ari(), capped), TODAY, since=SINCE)) == (
        "# Mentoring, 2026-11-22\n"
        "\n"
        "| With | I am | Standing | Cadence | Last met | Date | Pace | On time | Open |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| Dana Öz | mentee | due soon | every 2 weeks | 2026-11-10 | 2026-11-24 | 12 of 12 "
        "| 11 of 12 | 1 mine, 1 theirs |\n"
        "| K | mentee | quiet | up to 6 per year |  |  |  |  |  |\n"
        "| Ari Novak | mentor | paused | quarterly | 2026-08-20 |  |  | 2 of 2 |  |\n"
    )


def test_signs_mean_nothing() -> None:
    assert escaped("a|b <b>*x*</b> `c` [d](e)\n# f") == (
        r"a\|b \<b\>\*x\*\</b\> \`c\` \[d\](e) \# f"
    )


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_no_name_ends_its_cell_or_its_row(name: str) -> None:
    text = board(board_view((relationship(name=name),), TODAY, since=SINCE))

    lines = text.splitlines()
    assert len(lines) == 5
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", lines[-1])) == len(COLUMNS) + 1
