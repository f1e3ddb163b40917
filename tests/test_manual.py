"""The manual page says what `--help` says, in roff that its reader takes without a complaint."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from manual import PAGE, TABLE, page, table


def test_the_manual_page_is_up_to_date() -> None:
    """Otherwise: python tests/manual.py."""
    assert PAGE.read_text(encoding="ascii") == page()


def test_the_table_for_completion_is_up_to_date() -> None:
    """Otherwise: python tests/manual.py."""
    assert TABLE.read_text(encoding="utf-8") == table()


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_manual_page_is_good_roff() -> None:
    read = ["groff", "-man", "-ww", "-Tutf8", str(PAGE)]

    done = subprocess.run(read, check=True, capture_output=True, text=True)

    assert done.stderr == ""
    assert "mentorlog - a mentoring journal for the command line" in done.stdout


def test_help_names_nothing_of_the_source() -> None:
    assert "`" not in page()
