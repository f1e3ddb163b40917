"""Every --help, of every command and what is below it, has an example and fits a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from cli.harness import Home
from rich.cells import cell_len

from mentorlog.arguments import parameters
from mentorlog.cli.program import program
from mentorlog.commands import command_of
from mentorlog.commands.typed import enum_of
from mentorlog.terminal.wording import each_spelled


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


@pytest.mark.parametrize("path", [*paths(program())], ids=lambda path: " ".join(path) or "-")
def test_help_has_words_of_people_not_of_programs(
    home: Home, path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMINAL_WIDTH", "80")

    said = " ".join(home.run(*path, "--help").out.replace("│", "").split())

    assert re.findall(r"<\w+>|(?<![.\w])[a-z]+_[a-z_]+", said) == []


@pytest.mark.parametrize("path", [*paths(program())][1:], ids=" ".join)
def test_help_names_every_choice(path: tuple[str, ...]) -> None:
    for said in parameters(command_of(" ".join(path)).arguments).values():
        if isinstance(said.choices, str) and said.choices and "see gave" not in said.help:
            missing = [
                each for each in each_spelled(enum_of(said.choices)) if each not in said.help
            ]

            assert missing in ([], ["planned"]), said.flags  # `schedule` makes plans
