"""What every reader and every writer takes: a script may give it to any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cli.harness import Home, Ran, before_and_after
from standins import Machine

from mentorlog.arguments import Reader, Writer
from mentorlog.cli.program import program
from mentorlog.commands import Command, command_of

WRITER = frozenset({"--dry-run", "--no-input", "--resume", "--visibility", "--json"})
READER = frozenset({"--as-of", "--reveal", "--no-input", "--json"})  # revealing may ask for a key


def _commands(name: str, command: Any) -> Iterator[tuple[str, set[str]]]:
    options = {option for parameter in command.params for option in parameter.opts}
    yield name, options
    for inner in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from _commands(f"{name} {inner}".strip(), command.get_command(None, inner))


def _wanted(name: str) -> frozenset[str]:
    """What a command takes, by its declaration; one that reads or writes, as asked, takes both."""
    if not name:
        return READER
    command = command_of(name)
    reads, writes = (issubclass(command.arguments, kind) for kind in (Reader, Writer))
    assert writes or not isinstance(command, Command)
    assert reads or writes
    return (READER if reads else frozenset()) | (WRITER if writes else frozenset())


def test_every_command_takes_what_all_of_its_kind_take() -> None:
    missing = {name: _wanted(name) - options for name, options in _commands("", program())}

    assert len(missing) > 40
    assert {name: options for name, options in missing.items() if options} == {}


def test_moving_and_importing_set_who_may_see_it(dana: Home) -> None:
    assert dana.run("log-meeting", "Sam Lee", "--new").status == 0
    assert dana.run("note", "dana", "ask about London").status == 0
    note = next(dana.journal.rglob("*-note-*.yaml")).stem.rpartition("-")[2]
    (dana.folder / "m.csv").write_text("date,notes\n2026-11-02,by the river\n", encoding="utf-8")

    assert dana.run("move", note, "sam", "--visibility", "open").status == 0
    imported = ("import", str(dana.folder / "m.csv"), "dana", "--visibility", "pair")
    assert dana.run(*imported).status == 0

    [moved] = dana.journal.rglob("sam-lee-*/*-note-*.yaml")
    assert moved.read_text(encoding="utf-8").endswith("text: ask about London\nvisibility: open\n")
    [meeting] = dana.journal.rglob("dana-oz-*/*-meeting-*.yaml")
    assert "visibility: pair\n" in meeting.read_text(encoding="utf-8")


def test_where_no_entry_is_shown_to_anybody_a_visibility_changes_nothing(dana: Home) -> None:
    """Above all not of what was given at a meeting that is removed."""
    assert dana.run("log-meeting", "dana", "--gave", "an introduction").status == 0
    meeting = next(dana.journal.rglob("*-meeting-*.yaml")).stem.rpartition("-")[2]

    removed, changed = before_and_after(dana, "remove", meeting, "--visibility", "open")
    renamed = dana.run("rename", "dana", "Dana Özgür", "--visibility", "open")
    undone = dana.run("undo", "--visibility", "open")
    wrong = dana.run("undo", "--visibility", "all")

    assert [ran.status for ran in (removed, renamed, undone)] == [0, 0, 0]
    assert "visibility" not in "".join(changed.values())
    assert wrong == Ran(2, "", "mentorlog: --visibility takes private, pair or open.\n")


def test_who_keeps_no_drafts_says_so_and_does_nothing_else(dana: Home) -> None:
    ran, changed = before_and_after(dana, "undo", "--resume")

    assert ran == Ran(3, "", "mentorlog: There's no draft of undo.\n  Leave --resume out.\n")
    assert changed == {}


@pytest.mark.parametrize(
    "arguments",
    [
        ("erase", "dana", "--no-input"),
        ("nudge", "install", "--no-input", "--scheduler", "cron"),
        ("export", "agreement", "dana", "--no-input"),
    ],
)
def test_without_input_nobody_is_asked_on_a_terminal_either(
    dana: Home, arguments: tuple[str, ...]
) -> None:
    dana.variables["PATH"] = str(Machine(dana.folder / "machine").bin)
    before = dana.files()

    ran = dana.run(*arguments, terminal=True)

    assert (ran.status, ran.out) == (2, "")
    assert dana.files() == before


def test_a_dry_run_mends_makes_and_sends_nothing(dana: Home) -> None:
    [entry] = dana.journal.rglob("*-agreement-*.yaml")
    entry.rename(entry.with_name("2026-01-01-agreement-00000000.yaml"))
    before = {path: path.stat().st_mtime_ns for path in dana.folder.rglob("*")}

    told = dana.run("doctor", "--fix", "--dry-run")
    keys = dana.run("seal", "init", "--recovery", str(dana.folder / "r.txt"), "--dry-run")
    sent = dana.run("sync", "init", str(dana.folder / "far.git"), "--dry-run")

    assert (told.status, told.out) == (4, dana.run("doctor").out)
    assert keys == Ran(
        0,
        "Would make the keys. Nothing was written.\n"
        f"Identity    {dana.folder}/identity.txt\n"
        f"Recovery    {dana.folder}/r.txt\n",
        "",
    )
    assert sent == Ran(0, "3 files to send. Nothing was sent.\n", "")
    assert {path: path.stat().st_mtime_ns for path in dana.folder.rglob("*")} == before


def test_the_demo_is_looked_at_from_another_day(dana: Home) -> None:
    ran = dana.run("demo", "--as-of", "2026-11-01", "--json")

    assert ran.status == 0
    assert json.loads(ran.out)["as_of"] == "2026-11-01"
