"""A long text goes to the user's pager, a short one or one without a pager doesn't."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentorlog.terminal.console import paged

TEXT = "a line\n" * 30


def test_a_long_text_is_handed_to_the_pager(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "pager"
    program.write_text(f'#!/bin/sh\ncat > "{seen}"\necho "$LESS $1" >> "{seen}"\n')
    program.chmod(0o755)

    assert paged(TEXT, {**os.environ, "PAGER": f"{program} -x"}, rows=24)
    assert seen.read_text() == f"{TEXT}FRX -x\n"


@pytest.mark.parametrize(
    ("said", "told"), [(None, "FRX"), ("", "-R "), ("-i -M", "-R -i -M"), ("iMR", "-R iMR")]
)
def test_the_users_less_is_kept_and_shows_colours(
    tmp_path: Path, said: str | None, told: str
) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "less"
    program.write_text(f'#!/bin/sh\necho "[$LESS]" > "{seen}"\n')
    program.chmod(0o755)
    variables = {key: value for key, value in os.environ.items() if key != "LESS"}
    variables |= {"PAGER": str(program)} | ({} if said is None else {"LESS": said})

    assert paged(TEXT, variables, rows=24)
    assert seen.read_text() == f"[{told}]\n"


@pytest.mark.parametrize(
    ("pager", "rows"), [("cat", 24), ("", 24), ("/no/such/pager", 24), ("less", 31), ('"', 24)]
)
def test_or_it_is_left_to_be_printed(pager: str, rows: int) -> None:
    assert not paged(TEXT, {**os.environ, "PAGER": pager}, rows=rows)
