"""A home with nobody in it, and one with Dana."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.harness import Home

from mentorlog.terminal import editor


@pytest.fixture(autouse=True)
def _editors_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script is back at once, which from an editor means that a window is still open."""
    monkeypatch.setattr(editor, "A_BLINK", 0)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def dana(home: Home) -> Home:
    """An agreement with Dana Öz since 26 October, every two weeks."""
    ran = home.run(
        "new-agreement", "Dana Öz", "--cadence", "every 2 weeks", "--starts", "2026-10-26"
    )

    assert (ran.status, ran.err) == (0, "")
    return home
