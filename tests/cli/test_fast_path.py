"""The scheduler's line does the same whether Typer reads it or not."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from cli.harness import Home, Ran

from mentorlog.cli import fast_path


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
