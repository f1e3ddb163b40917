"""What every budget costs beside jrnl, taskwarrior and an idle Typer program: ratios, not seconds.

    python tests/benchmarks/against_jrnl.py [--runs 9] [--small]

Needs `jrnl` and `mentorlog` in the environment of this Python; `task` is measured if it is there.
All get the same notes. Commands are run in turns, so that a slow moment of the machine hits all of
them alike: a ratio is the median of each turn's. It is processor time, which others on the machine
disturb least.
`--small` leaves the large journals out, which take some minutes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from mentorlog.domain.cadence import Interval, Unit
from mentorlog.domain.entries import Agreement, Contribution, Direction, Meeting, MeetingStatus
from mentorlog.domain.words import ContributionWords, MeetingWords
from mentorlog.journal import codec, names
from mentorlog.journal.yaml import Writable, dump

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
    turns: tuple[float, ...]  # seconds of processor time in each
    megabytes: float  # the largest peak

    @property
    def seconds(self) -> float:
        return statistics.median(self.turns)

    def beside(self, peer: Measured) -> float:
        """How many times as long as the peer in the same turn, in the middle of all turns."""
        both = zip(self.turns, peer.turns, strict=True)
        return statistics.median(own / other for own, other in both)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a command must take at most beside a peer, and what is aimed at beside another."""

    work: str
    peer: str
    must: float
    aimed_beside: str
    aim: float


Asked = Callable[[], tuple[list[str], Mapping[str, str]]]  # a command line, and its variables


def notes(count: int) -> list[tuple[dt.date, str]]:
    """The same notes every time, spread over up to 27 years before today, the oldest first."""
    chance = random.Random(count)  # noqa: S311 - the same notes every time
    days = sorted(chance.randrange(1, min(max(200, count), 10_000)) for _ in range(count))
    return [
        (TODAY - dt.timedelta(days=ago), " ".join(chance.choices(WORDS, k=40)).capitalize())
        for ago in reversed(days)
    ]


def journals(folder: Path, count: int, relationships: int = 5) -> Journals:
    home = folder / f"home-{count}-{relationships}"
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
    path.write_text(dump(mapping), "utf-8")


def measured(commands: Mapping[str, Asked], runs: int) -> dict[str, Measured]:
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
    return {name: Measured(tuple(seconds[name]), memory[name]) for name in commands}


def _run(argv: list[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds of processor time and peak megabytes of one whole process."""
    process = subprocess.Popen(
        argv,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(argv)} exited with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--small", action="store_true")
    chosen = options.parse_args()
    report(chosen.runs, whole=not chosen.small)


def report(runs: int, *, whole: bool = True) -> None:
    """Print the tables; `whole`: those of large journals, too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for people in (5, 40, 200):
            small(folder, people, runs)
        if whole:
            large(folder, max(3, runs // 3))
            crowded(folder, runs)
            familiar(folder, runs)


def small(folder: Path, people: int, runs: int) -> None:
    """What 200 and 500 entries cost, with so many people."""
    few, more = journals(folder, 200, people), journals(folder, 500, people)
    idle = folder / "idle.py"
    idle.write_text(IDLE, "utf-8")
    _settle(few, more)
    times = measured(
        {
            "idle": lambda: ([sys.executable, str(idle), "two"], few.environment),
            "jrnl -n 1, 200": lambda: ([*few.jrnl, "-n", "1"], few.environment),
            "jrnl -n 1, 500": lambda: ([*more.jrnl, "-n", "1"], more.environment),
            "nudge --scheduled": _ours(few, "nudge", "--scheduled", fresh=("state",)),
            "nudge, an hour later": _ours(few, "nudge", "--scheduled"),
            "log-meeting": _ours(few, "log-meeting", "person-1", "the plan", "--another"),
            "review": _ours(few, "review"),
            "review, 500, cold": _ours(more, "review", fresh=("cache",)),
            "--help": _ours(few, "--help"),
            "completing WHO": completing(few),
        },
        runs,
    )
    print(f"{people} people")
    _table(times, "idle")
    _verdicts(
        times,
        Budget("nudge --scheduled", "jrnl -n 1, 200", 0.4, "idle", 0.75),
        Budget("log-meeting", "idle", 2, "idle", 1.5),
        Budget("review", "jrnl -n 1, 200", 0.75, "idle", 1.4),
        Budget("completing WHO", "idle", 0.8, "idle", 0.5),
        Budget("review, 500, cold", "jrnl -n 1, 500", 1.5, "jrnl -n 1, 500", 1.2),
        Budget("--help", "idle", 2.5, "idle", 2),
    )


def large(folder: Path, runs: int) -> None:
    """What 10,000 entries cost."""
    few, many = journals(folder / "large", 200), journals(folder / "large", 10_000)
    growing, foreign = (
        journals(folder / "growing", 10_000, 40),
        journals(folder / "foreign", 10_000),
    )
    _reformat(foreign)
    _settle(few, many, growing, foreign)
    jrnl = "jrnl -n 1, 10,000"
    log = ("log-meeting", "person-1", "the plan", "--another")
    times = measured(
        {
            jrnl: lambda: ([*many.jrnl, "-n", "1"], many.environment),
            **_taskwarrior(folder, 10_000),
            "review, warm": _ours(many, "review"),
            "review, cold": _ours(many, "review", fresh=("cache",)),
            "review, reformatted": _ours(foreign, "review", fresh=("cache",)),
            "find": _ours(many, "find", "reorg"),
            "find, nothing": _ours(many, "find", "zebra"),
            "meetings": _ours(many, "meetings"),
            "export md": _ours(many, "export", "md"),
            "log-meeting, 10,000": _ours(growing, *log),
            "log-meeting, 200": _ours(few, *log),
        },
        runs,
    )
    print("10,000 entries")
    _table(times, jrnl)
    _verdicts(
        times,
        Budget("review, warm", jrnl, 0.4, jrnl, 0.25),
        Budget("review, cold", jrnl, 1.2, jrnl, 0.7),
        Budget("review, reformatted", jrnl, 4, jrnl, 2.5),
        Budget("find", jrnl, 1.5, jrnl, 1),
        Budget("meetings", jrnl, 1.5, jrnl, 1),
        Budget("export md", jrnl, 1.5, jrnl, 1),
        Budget("log-meeting, 10,000", "log-meeting, 200", 1.2, "log-meeting, 200", 1.05),
    )
    for name, must, aim in (("review, cold", 120, 80), ("find", 120, 120), ("export md", 120, 120)):
        print(f"{name:24}{times[name].megabytes:6.0f} MB (must {must}, aim {aim})")
    print()


def crowded(folder: Path, runs: int) -> None:
    """What it costs to write about somebody, old or new, among 50 and 5,000 people."""
    few, many = (journals(folder / "crowd", count, count) for count in (50, 5_000))
    _settle(few, many)
    times = measured(
        {
            f"{name}, {count}": _in_turn(there, lines)
            for there, count in ((few, 50), (many, 5_000))
            for name, lines in CROWDED.items()
        },
        runs,
    )
    print("Many people")
    _table(times, "rename, 50")
    _verdicts(times, *(Budget(f"{n}, 5000", f"{n}, 50", 2, f"{n}, 50", 1.2) for n in CROWDED))


def familiar(folder: Path, runs: int) -> None:
    """What it costs to log a meeting with the only person, of 200 and of 2,000 entries."""
    few, many = (journals(folder / "one", count, 1) for count in (200, 2_000))
    _settle(few, many)
    log = ("log-meeting", "person-0", "the plan", "--another")
    times = measured({"of 200": _ours(few, *log), "of 2,000": _ours(many, *log)}, 3 * runs)
    print("One person")
    _table(times, "of 200")
    _verdicts(times, Budget("of 2,000", "of 200", 1.2, "of 200", 1.2))


Lines = Callable[[Journals], Iterator[Sequence[str]]]  # one after the other


def _in_turn(journal: Journals, lines: Lines) -> Asked:
    """The next of these lines each time."""
    found = lines(journal)
    return lambda: ([str(BIN / "mentorlog"), *next(found)], journal.environment)


def _counted(*line: str) -> Lines:
    """The same line, but for a number in it."""
    return lambda _: ([word.format(number) for word in line] for number in itertools.count(1))


def _of_entries(*line: str) -> Lines:
    """A line about one meeting after the other."""

    def lines(journal: Journals) -> Iterator[Sequence[str]]:
        root = Path(journal.environment["MENTORLOG_JOURNAL"])
        found = sorted(root.glob("*/person-[1-4][0-9]-*/*-meeting-*"))
        return ([word.format(path.stem[-8:]) for word in line] for path in found)

    return lines


_RENAMED = (("rename", "person-2", "Person Two"), ("rename", "person-two", "Person 2"))
CROWDED: Mapping[str, Lines] = {
    "rename": lambda _: itertools.cycle(_RENAMED),
    "log-meeting --new": _counted("log-meeting", "Fresh Q{}zz", "hello", "--new"),
    "log-meeting": _counted("log-meeting", "person-1", "the plan", "--another"),
    "log-meeting --with": _counted(
        "log-meeting", "person-1", "the plan", "--another", "--with", "person-3"
    ),
    "note": _counted("note", "person-1", "ask about plan {}"),
    "schedule": _counted("schedule", "person-4", "+{}w"),
    "edit ID": _of_entries("edit", "{}", "--minutes", "45"),
    "move ID": _of_entries("move", "{}", "person-5"),
    "remove ID": _of_entries("remove", "{}"),
}


def _ours(journal: Journals, *arguments: str, fresh: tuple[str, ...] = ()) -> Asked:
    """`fresh`: what is forgotten before each run, of the cache and the state."""
    folders = {"cache": ".cache", "state": ".local/state"}

    def command() -> tuple[list[str], Mapping[str, str]]:
        for name in fresh:
            shutil.rmtree(Path(journal.environment["HOME"], folders[name]), ignore_errors=True)
        return [str(BIN / "mentorlog"), *arguments], journal.environment

    return command


def completing(journal: Journals) -> Asked:
    """The one call of the shell's own script."""
    environment = {**journal.environment, "_MENTORLOG_COMPLETE": "offer"}
    return lambda: ([str(BIN / "mentorlog"), "people", "per"], environment)


def _settle(*made: Journals) -> None:
    """Let nudges speak at any hour, and wait until what was written can be remembered."""
    for one in made:
        config = Path(one.environment["HOME"], ".config", "mentorlog", "config.toml")
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text('[nudge]\nwindow = "mon-sun 0-24"\n', "utf-8")
    time.sleep(2.5)


def _reformat(journal: Journals) -> None:
    """Every file as another program writes YAML."""
    for path in Path(journal.environment["MENTORLOG_JOURNAL"]).rglob("*.yaml"):
        said = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes text only
        path.write_text(yaml.safe_dump(said, explicit_start=True, width=60), "utf-8")


def _taskwarrior(folder: Path, count: int) -> dict[str, Asked]:
    """`task list` with as many tasks, if it is installed."""
    if (program := shutil.which("task")) is None:
        return {}
    data = folder / "task"
    data.mkdir()
    environment = {**os.environ, "TASKRC": str(data / "rc"), "TASKDATA": str(data)}
    (data / "rc").write_text("confirmation=no\nhooks=off\n", "utf-8")
    tasks = [{"description": text, "entry": f"{day:%Y%m%d}T090000Z"} for day, text in notes(count)]
    subprocess.run(
        [program, "import", "-"],
        input=json.dumps(tasks),
        text=True,
        env=environment,
        check=True,
        capture_output=True,
    )
    return {f"task list, {count:,}": lambda: ([program, "list"], environment)}


def _table(times: Mapping[str, Measured], unit: str) -> None:
    print(f"{'':24}{'ms':>8}{'MB':>7}   x {unit}")
    for name, one in times.items():
        ratio = one.beside(times[unit])
        print(f"{name:24}{one.seconds * 1000:8.0f}{one.megabytes:7.0f}   {ratio:5.2f}")
    print()


def _verdicts(times: Mapping[str, Measured], *budgets: Budget) -> None:
    for one in budgets:
        must, aim = (times[one.work].beside(times[peer]) for peer in (one.peer, one.aimed_beside))
        print(
            f"{one.work:24}{must:6.2f} x {one.peer} (must {one.must:g})"
            f"  {aim:6.2f} x {one.aimed_beside} (aim {one.aim:g})"
        )
    print()


if __name__ == "__main__":
    main()
