"""How long mentorlog takes beside jrnl and beside an idle Typer program: ratios, not seconds.

    python tests/benchmarks/against_jrnl.py [--runs 11] [--large]

Needs `jrnl` and `mentorlog` in the environment of this Python. Both get the same notes; commands
are run in turns, so that a slow moment of the machine hits all of them; medians are compared.
`--large` adds the journals of 10,000 entries (a few minutes).
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mentorlog.domain.cadence import Interval, Unit
from mentorlog.domain.entries import Agreement, Contribution, Direction, Meeting, MeetingStatus
from mentorlog.domain.words import ContributionWords, MeetingWords
from mentorlog.journal import codec, names
from mentorlog.journal.yaml.read import Writable, written

TODAY = dt.date.today()  # noqa: DTZ011 - as the commands will see it
BIN = Path(sys.executable).parent
IDLE = """
import typer
app = typer.Typer()

@app.command()
def one(name: str) -> None:
    print(name)

@app.command()
def two(count: int = 1) -> None:
    print(count)

app()
"""
JRNL = """\
version: '4.6'
colors: {{body: none, date: black, tags: yellow, title: cyan}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: true
indent_character: '|'
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%F %r'
journals: {{default: {{journal: {}}}}}
"""  # as jrnl sets itself up
WORDS = (
    *("the", "reorg", "budget", "asked", "team", "plan", "deck", "talked", "about", "next"),
    *("what", "who", "she", "would", "wait", "until"),
)


@dataclass(frozen=True, slots=True)
class Journals:
    """One set of notes, as both programs keep it."""

    entries: int
    environment: Mapping[str, str]
    jrnl: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float  # median
    megabytes: float  # the largest peak


def notes(count: int) -> list[tuple[dt.date, str]]:
    """The same notes every time, spread over up to 27 years before today, the oldest first."""
    chance = random.Random(count)  # noqa: S311 - the same notes every time
    days = sorted(chance.randrange(1, min(max(200, count), 10_000)) for _ in range(count))
    return [
        (TODAY - dt.timedelta(days=ago), " ".join(chance.choices(WORDS, k=40)).capitalize())
        for ago in reversed(days)
    ]


def journals(folder: Path, count: int, relationships: int = 5) -> Journals:
    home = folder / f"home-{count}"
    root = home / "journal"
    written = notes(count)
    _write(root / "journal.yaml", codec.encoded_journal(names.new_id()))
    homes = [_relationship(root, n, written[0][0]) for n in range(relationships)]
    for n, (day, text) in enumerate(written):
        _write_entry(homes[n % relationships], n, day, text)
    plain = home / "jrnl.txt"
    plain.write_text("".join(f"[{day} 09:00:00 AM] {text}.\n\n" for day, text in written), "utf-8")
    config = home / "jrnl.yaml"
    config.write_text(JRNL.format(plain), "utf-8")
    environment = {**os.environ, "HOME": str(home), "MENTORLOG_JOURNAL": str(root)}
    folders = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    for name in (*folders, "PYTHONDONTWRITEBYTECODE"):  # what is installed has been compiled
        environment.pop(name, None)
    return Journals(count, environment, (str(BIN / "jrnl"), "--config-file", str(config)))


def _relationship(root: Path, n: int, first: dt.date) -> Path:
    identity = names.new_id()
    folder = root / "relationships" / names.folder_name(f"person-{n}", identity)
    text = f"schema: 1\nid: {identity}\nname: Person {n}\nmy_role: mentee\n"
    folder.mkdir(parents=True)
    (folder / "relationship.yaml").write_text(text, "utf-8")
    agreement = Agreement(id=names.new_id(), date=first, cadence=Interval(2, Unit.WEEK))
    _write(folder / names.file_name(agreement.kind, first, agreement.id), codec.encoded(agreement))
    return folder


def _write_entry(folder: Path, n: int, day: dt.date, text: str) -> None:
    identity = names.new_id()
    entry: Meeting | Contribution
    if n % 4 == 3:
        entry = Contribution(
            id=identity, date=day, direction=Direction.GIVEN, words=ContributionWords(text=text)
        )
    else:
        held = MeetingStatus.HELD
        entry = Meeting(id=identity, date=day, status=held, words=MeetingWords(notes=text))
    _write(folder / names.file_name(entry.kind, day, identity), codec.encoded(entry))


def _write(path: Path, mapping: Mapping[str, Writable]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(mapping), "utf-8")


def measured(
    commands: Mapping[str, Callable[[], tuple[list[str], Mapping[str, str]]]], runs: int
) -> dict[str, Measured]:
    """Each command, in turns, once unmeasured and then `runs` times."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = dict.fromkeys(commands, 0.0)
    for turn in range(runs + 1):
        for name, command in commands.items():
            argv, environment = command()
            took, peak = _run(argv, environment)
            if turn:
                seconds[name].append(took)
                memory[name] = max(memory[name], peak)
    return {name: Measured(statistics.median(seconds[name]), memory[name]) for name in commands}


def _run(argv: list[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one whole process."""
    began = time.perf_counter()
    process = subprocess.Popen(
        argv,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(argv)} exited with {process.returncode}")
    return took, usage.ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=11)
    options.add_argument("--large", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        idle = folder / "idle.py"
        idle.write_text(IDLE, "utf-8")
        small(folder, idle, chosen.runs)
        if chosen.large:
            large(folder, max(3, chosen.runs // 3))


def small(folder: Path, idle: Path, runs: int) -> None:
    """Section by section, what 200 and 500 entries cost."""
    few, more = journals(folder, 200), journals(folder, 500)
    times = measured(
        {
            "idle": lambda: ([sys.executable, str(idle), "two"], few.environment),
            "jrnl -n 1, 200": lambda: ([*few.jrnl, "-n", "1"], few.environment),
            "nudge --scheduled": _ours(few, "nudge", "--scheduled"),
            "review, 200": _ours(few, "review"),
            "complete WHO": _completing(few),
            "jrnl -n 1, 500": lambda: ([*more.jrnl, "-n", "1"], more.environment),
            "review, 500, cold": _ours(more, "review", cold=True),
        },
        runs,
    )
    _table(times, "idle")
    for row in (
        ("nudge --scheduled", "jrnl -n 1, 200", 0.7, "idle", 1.25),
        ("review, 200", "jrnl -n 1, 200", 1.0, "idle", 1.8),
        ("complete WHO", "idle", 1.3, "idle", 1.1),
        ("review, 500, cold", "jrnl -n 1, 500", 1.5, "jrnl -n 1, 500", 1.2),
    ):
        _verdict(times, row)


def large(folder: Path, runs: int) -> None:
    """The same with 10,000 entries."""
    few, many = journals(folder / "large", 200), journals(folder / "large", 10_000)
    growing = journals(folder / "growing", 10_000)
    log = ("log-meeting", "person-1", "the plan")
    times = measured(
        {
            "jrnl -n 1, 10,000": lambda: ([*many.jrnl, "-n", "1"], many.environment),
            "jrnl write, 10,000": lambda: (
                [*growing.jrnl, "yesterday: the plan."],
                growing.environment,
            ),
            "review, 10,000, warm": _ours(many, "review"),
            "review, 10,000, cold": _ours(many, "review", cold=True),
            "log-meeting, 10,000": _ours(growing, *log),
            "log-meeting, 200": _ours(few, *log),
        },
        runs,
    )
    _table(times, "jrnl -n 1, 10,000")
    for row in (
        ("review, 10,000, warm", "jrnl -n 1, 10,000", 0.4, "jrnl -n 1, 10,000", 0.25),
        ("review, 10,000, cold", "jrnl -n 1, 10,000", 4.0, "jrnl -n 1, 10,000", 2.5),
        ("log-meeting, 10,000", "jrnl write, 10,000", 0.08, "jrnl write, 10,000", 0.05),
        ("log-meeting, 10,000", "log-meeting, 200", 1.2, "log-meeting, 200", 1.2),
    ):
        _verdict(times, row)
    print(f"peak memory, review, 10,000: {times['review, 10,000, cold'].megabytes:.0f} MB (<= 120)")


def _ours(
    journal: Journals, *arguments: str, cold: bool = False
) -> Callable[[], tuple[list[str], Mapping[str, str]]]:
    def command() -> tuple[list[str], Mapping[str, str]]:
        cache = Path(journal.environment["HOME"]) / ".cache"
        if cold and cache.exists():
            subprocess.run(["rm", "-r", str(cache)], check=True)
        return [str(BIN / "mentorlog"), *arguments], journal.environment

    return command


def _completing(journal: Journals) -> Callable[[], tuple[list[str], Mapping[str, str]]]:
    environment = {
        **journal.environment,
        "_MENTORLOG_COMPLETE": "complete_bash",
        "COMP_WORDS": "mentorlog review per",
        "COMP_CWORD": "2",
    }
    return lambda: ([str(BIN / "mentorlog")], environment)


def _table(times: Mapping[str, Measured], unit: str) -> None:
    print(f"{'':24}{'ms':>8}{'MB':>7}   x {unit}")
    for name, one in times.items():
        ratio = one.seconds / times[unit].seconds
        print(f"{name:24}{one.seconds * 1000:8.0f}{one.megabytes:7.0f}   {ratio:5.2f}")
    print()


def _verdict(times: Mapping[str, Measured], row: tuple[str, str, float, str, float]) -> None:
    name, peer, must, other, aim = row
    ratio, second = (times[name].seconds / times[p].seconds for p in (peer, other))
    print(f"{name:24}{ratio:6.2f} x {peer} (must {must})  {second:6.2f} x {other} (aim {aim})")


if __name__ == "__main__":
    main()
