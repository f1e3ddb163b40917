"""Every --help, of every command and what is below it, has an example and fits a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cli.harness import Home
from rich.cells import cell_len

from mentorlog.cli.program import program


def paths(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The command, and all that are below it."""
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from paths(below, (*path, name))


@pytest.mark.parametrize("path", [*paths(program())], ids=lambda path: " ".join(path) or "-")
def test_help_has_an_example_and_fits(
    home: Home, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERMINAL_WIDTH", "80")

    ran = home.run(*path, "--help")

    example = f"Example: mentorlog {' '.join(path)}".rstrip()
    assert (ran.status, ran.err) == (0, "")
    assert example in " ".join(ran.out.split())
    assert [line for line in ran.out.splitlines() if cell_len(line) > 80] == []
