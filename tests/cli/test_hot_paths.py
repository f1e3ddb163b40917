"""What is run most loads only what it needs, once the journal is remembered."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest
from cli.harness import Home
from journal.trees import plant

from mentorlog import files
from mentorlog.journal import memo, scan
from mentorlog.journal.homes import Homes
from mentorlog.journal.memo import Memo

NEVER = {
    "pydantic",
    "pydantic_core",
    "yaml",
    "rich",
    "jinja2",
    "icalendar",
    "pyrage",
    *("importlib.metadata", "fractions", "calendar", "platformdirs"),
    *(
        "typer",
        "inspect",
        "dataclasses",
        "mentorlog.cli.program",
    ),  # only for lines with something unusual
    *("tomllib", "urllib.parse", "ipaddress", "string"),
}
OURS = {  # for others to need: what is written, pages, forms, other programs
    *("domain.words", "journal.yaml", "journal.change", "journal.transaction"),
    *("views.page", "views.retrospect", "exchange.formats.html"),
}


@pytest.mark.parametrize(
    ("line", "also_never"),
    [
        (["review"], {"mentorlog.views.page", "subprocess"}),
        (["nudge"], {"subprocess"}),
        (
            ["nudge", "--scheduled"],
            {"subprocess", "mentorlog.arguments"},
        ),
    ],
    ids=["review", "nudge", "nudge --scheduled"],
)
def test_a_reader_loads_what_it_needs(
    tmp_path: Path, line: list[str], also_never: set[str]
) -> None:
    journal = _remembered(tmp_path)

    loaded = _loaded(["--journal", str(journal), *line], tmp_path)

    assert loaded & (NEVER | also_never | {f"mentorlog.{name}" for name in OURS}) == set()


@pytest.mark.parametrize(
    "line",
    [["log-meeting", "dana-oz", "the plan", "--minutes", "45"], ["note", "dana-oz", "ask"]],
    ids=lambda line: line[0],
)
def test_a_writer_loads_no_parser_and_no_screen(tmp_path: Path, line: list[str]) -> None:
    journal = _remembered(tmp_path)

    loaded = _loaded(["--journal", str(journal), *line], tmp_path)

    assert loaded & NEVER == set()


def test_help_loads_nothing_for_markdown_or_tracebacks(tmp_path: Path) -> None:
    loaded = _loaded(["--help"], tmp_path)

    assert "rich.table" in loaded
    assert loaded & {"markdown_it", "pygments", "rich.markdown", "rich.traceback"} == set()


def _remembered(home: Path) -> Path:
    """A journal that lies there for long enough, and was read before."""
    (home / ".config" / "mentorlog").mkdir(parents=True)
    settings = home / ".config" / "mentorlog" / "config.toml"
    settings.write_text('[nudge]\nwindow = "mon-sun 0-24"\n', encoding="utf-8")
    journal = home / "journal"
    folder = journal / "relationships" / "dana-oz-9f2k"
    folder.mkdir(parents=True)
    for path, text in {
        journal / "journal.yaml": "schema: 1\nid: h7d2k9w4\n",
        folder / "relationship.yaml": "schema: 1\nid: 9f2k7m3q\nname: Dana\nmy_role: mentee\n",
        folder / "2026-01-05-agreement-7k3q8w2m.yaml": (
            "schema: 1\nid: 7k3q8w2m\nkind: agreement\ndate: 2026-01-05\ncadence: monthly\n"
        ),
    }.items():
        path.write_text(text, encoding="utf-8")
    folder = home / ".cache" / "mentorlog" / "cache" / Homes(home, journal).mark
    kept = Memo(folder, journal, clock=lambda: time.time_ns() + 3_000_000_000)
    scan.read(journal, memo=kept)
    kept.keep()
    return journal


def _loaded(line: list[str], home: Path) -> set[str]:
    program = (
        "import sys; from mentorlog.__main__ import run; assert run(sys.argv[1:]) == 0\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *line],
        env={**os.environ, "HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    return set(ran.stderr.split())


def test_an_hour_after_the_digest_loads_no_journal(tmp_path: Path) -> None:
    line = ["--journal", str(_remembered(tmp_path)), "nudge", "--scheduled"]
    first = _loaded(line, tmp_path)

    loaded = _loaded(line, tmp_path)

    never = {"domain.entries", "domain.cadence", "journal.scan", "reminders.kinds"}
    ours = {f"mentorlog.{name}" for name in never}
    assert ours <= first
    assert loaded & ours == set()


_COUNTING = """
import os, sys
from mentorlog.__main__ import run
asked = []
def hear(event, found):
    if event == "fcntl.flock":
        asked.append(event)
    elif event in ("open", "os.listdir", "os.scandir") and isinstance(found[0], (str, os.PathLike)):
        asked.append(f"{event} {os.fspath(found[0])}")
sys.addaudithook(hear)
assert run(sys.argv[1:]) == 0
sys.stderr.write("\\n".join(asked))
"""


def _asked(line: list[str], home: Path) -> Counter[str]:
    """How often a command asked the disk for what."""
    ran = subprocess.run(
        [sys.executable, "-c", _COUNTING, *line],
        env={**os.environ, "HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    return Counter(ran.stderr.splitlines())


def test_a_writer_asks_the_disk_once_and_hands_on_what_it_said(tmp_path: Path) -> None:
    journal = _remembered(tmp_path)
    state = tmp_path / ".local" / "state" / "mentorlog" / "state"
    asked = _asked(
        ["--journal", str(journal), "log-meeting", "dana-oz", "--gave", "a book"], tmp_path
    )

    (home,) = state.iterdir()
    assert asked["fcntl.flock"] == 2  # of its draft, and of the journal
    assert asked[f"open {journal}/journal.yaml"] == 1
    (dana,) = (journal / "relationships").iterdir()
    assert asked[f"os.listdir {dana}"] == 1  # and not to sweep: nothing but our files is there
    assert asked[f"os.listdir {state}"] == 3  # to settle, to offer, to save
    assert asked[f"os.listdir {home}/undo"] == 4  # to offer, under the lock, and twice to commit


@pytest.mark.parametrize("terminal", [False, True])
def test_what_a_killed_save_left_goes_with_the_next_save_beside_it(
    tmp_path: Path, *, terminal: bool
) -> None:
    home = Home(tmp_path)
    home.run("log-meeting", "Dana Oz", "--new", "--on", "2026-11-01")
    (dana,) = (home.journal / "relationships").iterdir()
    left = dana / f"{files.TEMPORARY}0123456789abcdef"
    left.write_text("half a note", encoding="utf-8")

    ran = home.run("note", "dana", "a whole note", terminal=terminal)

    assert (ran.status, ran.err) == (0, "")
    assert not left.exists()


@pytest.mark.parametrize(
    "line",
    [["show", "dana-oz"], ["export", "md"], ["find", "weekly"], ["meetings"]],
    ids=lambda line: line[0],
)
def test_a_reader_opens_each_entry_at_most_once(tmp_path: Path, line: list[str]) -> None:
    journal = _remembered(tmp_path)
    (folder,) = (journal / "relationships").iterdir()

    asked = _asked(["--journal", str(journal), *line], tmp_path)

    opened = {what: n for what, n in asked.items() if what.startswith(f"open {folder}/2")}
    assert all(n == 1 for n in opened.values()), opened


@pytest.mark.parametrize(
    "line",
    [
        ["rename", "person-7-a", "Person Seven"],
        ["log-meeting", "Somebody Else", "hello", "--new"],
        ["new-agreement", "Somebody Else", "--cadence", "monthly"],
        ["review"],
    ],
    ids=lambda line: line[0],
)
def test_twice_as_many_people_take_no_more_than_twice_the_work(
    tmp_path: Path, line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        memo, "_SETTLED", 10**18
    )  # nothing is remembered, however long planting took
    _calls(_peopled(tmp_path / "20", 20), line)  # imports
    few, more, many = (_calls(_peopled(tmp_path / str(n), n), line) for n in (50, 100, 200))

    assert many - more < 3 * (more - few)


def _peopled(home: Path, count: int) -> Home:
    journal = home / "journal"
    plant(journal, {"journal.yaml": "schema: 1\nid: h7d2k9w4\n"})
    for number in range(count):
        identity = f"{number:08d}".replace("1", "a")
        text = f"schema: 1\nid: {identity}\nname: Person {number} A\nmy_role: mentee\n"
        folder = f"relationships/person-{number}-a-{identity[:4]}"
        plant(journal, {f"{folder}/relationship.yaml": text})
    return Home(home)


def _calls(home: Home, line: list[str]) -> int:
    """How many functions of ours are called, a measure that no busy machine changes."""
    called = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal called
        called += event == "call" and "mentorlog" in frame.f_code.co_filename

    home.run("review")
    sys.setprofile(count)
    try:
        assert home.run(*line).status == 0
    finally:
        sys.setprofile(None)
    return called


def test_nobody_is_likened_to_a_name_that_is_no_mistake(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among thousands of people that would take longer than all else."""
    home.run("log-meeting", "Dana Öz", "--new")
    monkeypatch.setattr("difflib.get_close_matches", lambda *_, **__: pytest.fail("likened"))

    ran = [
        home.run("log-meeting", "Kim Bell", "a visit", "--new"),
        home.run("rename", "kim-bell", "Kim Hall"),
        home.run("gave", "kim-hall", "an introduction"),
    ]

    assert [one.status for one in ran] == [0, 0, 0]
