"""A line does the same whether Typer reads it or not."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import MISSING
from typing import Any

import pytest
from cli.harness import Home, Ran

from mentorlog import arguments
from mentorlog.cli import BELOW, PANELS, fast_path, running
from mentorlog.cli.program import program
from mentorlog.cli.running import Line, Root, Run
from mentorlog.commands import command_of
from mentorlog.environment import Environment, this_process

COMMANDS = [
    each
    for panel in PANELS.values()
    for name in panel
    for each in (name, *(f"{name} {below}" for below in BELOW.get(name, ())))
]
VALUES = (
    *(
        "dana",
        "a few words",
        "2026-11-02",
        "45",
        "+2w",
        "",
        " ",
        "-",
        "-1",
        "--",
        "--json",
        "=",
        "a=b",
    ),
    *("--on", "-h", "é", "\udce9", "none", "7k3q8w2m", "review", "install"),
)
UNUSUAL = ("--jso", "--json=1", "--nonsense", "-x", "-xy", "--", "-h", "--help", "-", "---", "=")
ROOT: tuple[list[str], ...] = (
    *([], [], [], ["--plain"], ["--journal", "j"], ["--journal=j", "--color", "never"]),
    *(["--config", ""], ["--color=al", "--debug"], ["--version"], ["--all"], ["--json"]),
)


def lines(words: str, chance: random.Random) -> Iterator[list[str]]:
    """Command lines of one command, of all kinds: most are good, some wrong."""
    taken = arguments.taken(command_of(words or "review").arguments if words else Root)
    options = [one for one in taken if arguments.parameter_of(one).flags]
    places = len(taken) - len(options)
    while True:
        count = chance.randrange(places + 1) if chance.random() < 0.9 else places + 1
        line: list[str] = [chance.choice(VALUES) for _ in range(count)]
        for one in chance.sample(options, chance.randrange(min(4, len(options)))):
            (flag,) = arguments.parameter_of(one).flags
            value = [chance.choice(VALUES)] if arguments.parameter_of(one).metavar else []
            glued = [f"{flag}={value[0]}"] if value and chance.random() < 0.3 else [flag, *value]
            at = chance.randrange(len(line) + 1)
            line[at:at] = glued
        if chance.random() < 0.1:
            line.insert(chance.randrange(len(line) + 1), chance.choice(UNUSUAL))
        yield [*chance.choice(ROOT), *words.split(), *line]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is understood of each line, instead of running it."""
    found: list[Any] = []

    def run_of(root: dict[str, Any], _: Environment | None) -> Run:
        found.append(_whole(Root, root))
        return Run(this_process(), "auto", plain=False)

    def run(line: Line, command: Any) -> int:
        kind = command.arguments if line.words else Root
        found.append((line.words, command, _whole(kind, line.given)))
        return 0

    monkeypatch.setattr(running, "run_of", run_of)
    monkeypatch.setattr(running, "run", run)
    return found


def _whole(kind: arguments.ArgumentsClass, given: Mapping[str, Any]) -> dict[str, Any]:
    every = {one.name: one.default for one in arguments.taken(kind)}
    assert MISSING not in every.values()
    assert given.keys() <= every.keys()
    return {**every, **given}


@pytest.mark.parametrize("words", ["", *COMMANDS], ids=lambda words: words or "the board")
def test_typer_reads_the_same_in_every_line_that_is_read_without_it(
    words: str, read: list[Any]
) -> None:
    chance, count = random.Random(words), 0  # noqa: S311 - the same lines every time
    for _, line in zip(range(150), lines(words, chance), strict=False):
        if fast_path.places(line) is None and fast_path.answered(line, None, {}) is not None:
            without = [*read]
            read.clear()
            program()(line, prog_name="mentorlog", standalone_mode=False)

            assert (line, read) == (line, without)
            count += 1
        read.clear()

    assert count > 20 or words.startswith("help")


@pytest.mark.parametrize(
    "line",
    [
        *("rev", "dana", "help review", "review -h", "review --help", "review --al", "-x"),
        *("review -- dana", "undo 2", "review a b", "--all review", "nudge --all status"),
        *("check-in dana --trust 4", "edit x --not-in-confidence", "review --json=1"),
        *("review --window", "--version", "--install-completion", "--nonsense"),
    ],
)
def test_typer_reads_what_is_unusual(line: str) -> None:
    assert fast_path.understood(line.split()) is None


def test_typer_answers_shells_that_only_it_knows() -> None:
    assert fast_path.answered(["review"], None, {"_MENTORLOG_COMPLETE": "complete_else"}) is None


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("nudge --scheduled", {}),
        ("--config c nudge --scheduled", {"--config": "c"}),
        ("--journal j --config c nudge --scheduled", {"--config": "c", "--journal": "j"}),
        ("nudge", None),
        ("--scheduled", None),
        ("", None),
        ("nudge --scheduled --json", None),
        ("nudge --as-of today --scheduled", None),
        ("--plain nudge --scheduled", None),
        ("--color never nudge --scheduled", None),
        ("--config nudge --scheduled", None),
        ("--config -c nudge --scheduled", None),
        ("--config=c nudge --scheduled", None),
        ("--config c --config d nudge --scheduled", None),
    ],
)
def test_it_is_known_by_its_form(line: str, places: dict[str, str] | None) -> None:
    assert fast_path.places(line.split()) == places


def test_a_place_that_is_empty_is_for_typer_to_refuse() -> None:
    assert fast_path.places(["--config", "", "nudge", "--scheduled"]) is None


@pytest.fixture
def overdue(dana: Home) -> Home:
    dana.variables["TZ"] = "UTC"
    (dana.folder / "config.toml").write_text('[nudge]\nwindow = "mon-sun 0-24"\n', encoding="utf-8")
    return dana


ROOTS: dict[str, list[str]] = {
    "as it is": [],
    "another configuration": ["--config", "{home}/other.toml"],
    "another journal": ["--journal", "{home}/elsewhere"],
    "a file for a journal": ["--journal", "{home}/config.toml"],
}


@pytest.mark.parametrize("roots", ROOTS.values(), ids=ROOTS)
def test_it_does_what_it_does_by_typer(overdue: Home, roots: list[str]) -> None:
    other = overdue.folder / "other.toml"
    other.write_text('[nudge]\nchannel = "banner"\nwindow = "mon-sun 0-24"\n', encoding="utf-8")
    line = [root.format(home=overdue.folder) for root in roots] + ["nudge", "--scheduled"]

    assert _twice(overdue, ["--color", "auto", *line]) == _twice(overdue, line)


def _twice(home: Home, line: list[str]) -> tuple[Ran, Ran, dict[str, bytes]]:
    """What two runs in a row say and leave behind; then their traces are removed."""
    ran = home.run(*line), home.run(*line)
    left = {
        str(path.relative_to(home.state)): path.read_bytes()
        for path in sorted(home.state.rglob("*"))
        if path.is_file() and path.name != "nudge.lock"
    }
    for path in home.state.rglob("*"):
        if path.name in {"nudges.json", "heartbeat", "banner.txt"}:
            path.unlink()
    return *ran, left


@pytest.mark.parametrize("broken", ["[nudge\n", '[nudge]\nwindow = "always"\n'])
def test_broken_settings_are_told_once_a_day_and_never_pass_for_success(
    overdue: Home, broken: str
) -> None:
    config = overdue.folder / "config.toml"
    config.write_text(broken, encoding="utf-8")

    first, second = (overdue.run("nudge", "--scheduled") for _ in range(2))
    overdue.today += dt.timedelta(days=1)
    next_day = overdue.run("nudge", "--scheduled")
    config.write_text("otherwise = [\n", encoding="utf-8")
    another = overdue.run("nudge", "--scheduled")
    none = overdue.run("--config", str(overdue.folder / "none.toml"), "nudge", "--scheduled")

    assert first.err.startswith("mentorlog: ")
    assert str(config) in first.err
    assert second == Ran(2, "", "")
    assert next_day == first
    assert another.err.startswith("mentorlog: ")
    assert none.err.startswith("mentorlog: There's no configuration at ")


def test_broken_settings_are_told_every_time_where_that_can_not_be_remembered(
    overdue: Home,
) -> None:
    (overdue.folder / "config.toml").write_text("[nudge\n", encoding="utf-8")
    shutil.rmtree(overdue.state)
    overdue.state.write_text("in the way", encoding="utf-8")

    first, second = (overdue.run("nudge", "--scheduled") for _ in range(2))

    assert first == second
    assert first.status == 2
    assert first.err != ""
