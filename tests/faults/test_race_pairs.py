"""Two commands at the same moment, by chance, and one of them often a sync of what others did.

Whatever came first: nobody is there without a name, nothing is plain in what is sealed, what was
typed is in the journal once or in a draft that is told of, and both machines agree in the end.
MENTORLOG_RACES says how often each pair is tried; fifty times each takes hours.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest
from cli.harness import Home
from faults.conftest import COUNTED
from faults.test_sequences import check_folders, live

import mentorlog
from mentorlog.terminal import editor

pytestmark = pytest.mark.faults

TIMES = int(os.environ.get("MENTORLOG_RACES", "1"))
DONE, REFUSED, LOCKED = 0, 3, 5  # exit statuses
TYPED, NOTED, OTHER, AGENDA = "word1x", "word2x", "word3x", "word4x"
PLAN, NOTE, NOTE_OF_SAM = "{plan}", "{note}", "{other}"  # ids, known when the journal is made

Line = tuple[str, ...]

WRITERS: dict[str, Line] = {
    "log": ("log-meeting", "eve", TYPED),
    "log a plan": ("log-meeting", "eve", TYPED, "--gave", "a book", "--on", "2026-11-21"),
    "note": ("note", "eve", TYPED),
    "schedule": ("schedule", "eve", "+20d", "--agenda", TYPED),
    "close": ("close", "eve", "--learned", TYPED),
    "move": ("move", NOTE, "sam"),
    "move to": ("move", NOTE_OF_SAM, "eve"),
    "edit": ("edit", NOTE, "--visibility", "open"),
}
IN_EDITOR: dict[str, tuple[Line, str]] = {  # and the key that somebody types
    "log in an editor": (("log-meeting", "eve", "--edit"), "notes"),
    "close in an editor": (("close", "eve", "--edit"), "learned"),
    "edit in an editor": (("edit", NOTE), "x-outcome"),
    "edit her in an editor": (("edit", "eve"), "function"),
}
OTHERS: dict[str, Line] = {
    "rename": ("rename", "eve", "Yves Orban"),
    "seal": ("seal", "on", "eve"),
    "erase": ("erase", "eve", "--yes"),
    "move": ("move", NOTE, "sam"),
    "move a plan": ("move", PLAN, "sam"),
    "remove": ("remove", NOTE),
    "remove her": ("remove", "eve-lind", "--yes"),
}
NOTHING, KEYS = "nothing", "keys"  # what is there before any of the others is done
GO_AWAY = {"erase", "remove her"}  # with whatever was in her folder at that moment


@dataclass(frozen=True, slots=True)
class Ended:
    """`moment`: when it did, by the clock of the machine. `typed`: whether there were words."""

    status: int
    err: str
    moment: float
    typed: bool


@dataclass(frozen=True, slots=True)
class Racer:
    """`typing`: the key and for how long an editor is open, in seconds."""

    line: Line
    typing: tuple[str, float] | None = None

    def run(self, home: Home) -> Ended:
        if self.typing is None:
            ran, typed = home.raw(*self.line), TYPED in self.line
        else:
            opened: list[Path] = []
            editor.edit = _editor(*self.typing, opened)  # type: ignore[assignment]  # in a child
            ran = home.raw(*self.line, terminal=True, stdin="no\n" * 9)
            typed = bool(opened)
        return Ended(ran.status, ran.err, time.monotonic(), typed)


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """For each of the others a folder with two machines; `there` it was done, and sent."""
    for module in pkgutil.walk_packages(mentorlog.__path__, "mentorlog."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)  # so that no child has to
    folder = tmp_path_factory.mktemp("pairs") / "now"
    here, there = Home(folder / "here"), Home(folder / "there")
    here.folder.mkdir(parents=True)
    remote = folder / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    known: tuple[Line, ...] = (
        ("seal", "init", "--recovery", str(folder / "recovery.txt"), "--no-passphrase"),
        ("new-agreement", "Eve Lind", "--cadence", "monthly", "--starts", "2026-10-01"),
        ("schedule", "eve", "today", "9:00", "--agenda", AGENDA),
        ("note", "eve", NOTED),
        ("log-meeting", "Sam Orr", "--new", "--on", "2026-11-01"),
        ("note", "sam", OTHER),
        ("sync", "init", str(remote)),
    )
    for line in known:
        _must(here, line)
    there.folder.mkdir()
    for name in ("identity.txt", "recipients.txt"):
        shutil.copy2(here.folder / name, there.folder / name)
    _must(there, ("sync", "init", str(remote)))
    words = {"plan": AGENDA, "note": NOTED, "other": OTHER}
    ids = {name: _id(here, word) for name, word in words.items()}
    shutil.copytree(folder, _before(folder, KEYS), symlinks=True)
    for key in folder.rglob("recipients.txt"):
        key.unlink()  # with keys every draft is sealed, which takes longer than all else
    shutil.copytree(folder, _before(folder, NOTHING), symlinks=True)
    for name, line in OTHERS.items():
        _put_back(folder, _known_before(name))
        _must(there, _named(line, ids))
        _must(there, ("sync",))
        shutil.copytree(folder, _before(folder, name), symlinks=True)
    return folder, ids


@pytest.mark.parametrize("other", [*OTHERS, *(f"sync of {one}" for one in OTHERS)])
@pytest.mark.parametrize("writer", [*WRITERS, *IN_EDITOR])
def test_two_at_once_lose_double_and_lay_open_nothing(
    settled: tuple[Path, dict[str, str]],
    writer: str,
    other: str,
    record_property: Callable[[str, object], None],
) -> None:
    folder, ids = settled
    done = other.removeprefix("sync of ")
    before = _known_before(done) if done == other else done
    second = Racer(_named(OTHERS[other], ids) if done == other else ("sync",))
    long_second = _alone(_put_back(folder, before), second)
    first = _first(writer, ids, long_second)
    long_first = _alone(_put_back(folder, before), first)
    outcomes: Counter[str] = Counter()
    complaints: list[str] = []
    for _ in range(TIMES):
        late = random.uniform(-long_second, long_first)  # noqa: S311 - so that some overlaps
        home = _put_back(folder, before)
        ended = _race(home, (first, max(0, -late)), (second, max(0, late)))
        outcome = _outcome(*ended)
        together = not outcomes[outcome]  # which takes longest
        outcomes[outcome] += 1
        try:
            _check(home, ended, _going(writer, done), together=together)
        except AssertionError as error:
            complaints.append(f"{late:.3f} s, {outcome}, {ended}: {error}")
    record_property(COUNTED, repr((f"{writer} & {other}", dict(outcomes))))
    assert not complaints, "\n".join(complaints)


def _first(writer: str, ids: dict[str, str], seconds: float) -> Racer:
    if writer in WRITERS:
        return Racer(_named(WRITERS[writer], ids))
    line, key = IN_EDITOR[writer]
    return Racer(_named(line, ids), (key, seconds))


def _editor(key: str, seconds: float, opened: list[Path]) -> Callable[[object, Path], None]:
    def edit(_: object, path: Path) -> None:
        opened.append(path)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        time.sleep(seconds)
        kept = "".join(line for line in lines if f"{key}:" not in line)
        path.write_text(f"{kept}{key}: {TYPED}\n", encoding="utf-8")

    return edit


def _race(home: Home, *racers: tuple[Racer, float]) -> tuple[Ended, ...]:
    """Each in a child of ours, so many seconds after the same moment."""
    closed, gate = os.pipe()
    children = []
    for racer, late in racers:
        told, tells = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(gate)
            os.read(closed, 1)
            time.sleep(late)
            ended = racer.run(home)
            os.write(tells, json.dumps(astuple(ended)).encode())
            os._exit(0)
        os.close(tells)
        children.append((child, told))
    os.close(closed)
    os.close(gate)
    found = []
    for child, told in children:
        with open(told, "rb") as said:  # noqa: PTH123 - it has no path
            found.append(Ended(*json.loads(said.read())))
        os.waitpid(child, 0)
    return tuple(found)


def _alone(home: Home, racer: Racer) -> float:
    began = time.monotonic()
    [ended] = _race(home, (racer, 0))
    assert ended.status in {DONE, REFUSED}, ended
    return ended.moment - began


def _outcome(*ended: Ended) -> str:
    statuses = tuple(one.status for one in ended)
    if statuses == (DONE, DONE):
        return "both"
    kept = ", draft" * ("--resume" in ended[0].err)
    return f"{statuses[0]}{kept} & {statuses[1]}"


def _going(writer: str, done: str) -> set[str]:
    """The words that somebody takes away, if that is what comes last."""
    if done in GO_AWAY:
        return {TYPED, NOTED, OTHER, AGENDA}
    if done != "remove":
        return set()
    return {NOTED, TYPED} if IN_EDITOR.get(writer, ((), ""))[0] == ("edit", NOTE) else {NOTED}


def _check(home: Home, ended: tuple[Ended, ...], going: set[str], *, together: bool) -> None:
    one, other = ended
    assert {one.status, other.status} <= {DONE, REFUSED, LOCKED}
    assert "unexpected" not in one.err + other.err
    if one.typed and one.status != DONE:
        kept = re.search(r"--resume ([0-9a-z]{8})", one.err)
        assert kept, "what was typed isn't kept"
        assert TYPED in home.raw("drafts", kept[1]).out
    if not one.typed:
        assert not list(home.state.rglob("drafts/*.yaml")), "a draft of nothing"
    saved = {TYPED} if one.typed and one.status == DONE else set()
    there_still = ({NOTED, OTHER, AGENDA} | saved) - going
    _check_words(home, there_still)
    if together:
        _check_together(home, there_still)


def _check_together(home: Home, there_still: set[str]) -> None:
    """Both machines end with the same, and nothing is wrong with it."""
    there = Home(home.folder.with_name("there"))
    for machine in (home, there, home):
        ran = machine.raw("sync")
        assert ran.status == DONE, ran
    assert live(home) == live(there), "two machines, two journals"
    for machine in (home, there):
        _check_words(machine, there_still)
        found = machine.raw("doctor")
        assert found.status == DONE or "conflict" in found.out, found.out


def _check_words(home: Home, there_still: set[str]) -> None:
    check_folders(home)
    doubled = [word for word, count in live(home).items() if count > 1]
    assert not doubled, f"doubled: {doubled}"
    words = live(home, versions=True)
    lost = [word for word in there_still if not words[word.encode()]]
    assert not lost, f"lost: {lost}"


def _known_before(name: str) -> str:
    return KEYS if name == "seal" else NOTHING


def _before(folder: Path, name: str) -> Path:
    return folder.with_name(f"before {name}")


def _put_back(folder: Path, name: str) -> Home:
    shutil.rmtree(folder)
    shutil.copytree(_before(folder, name), folder, symlinks=True)
    return Home(folder / "here")


def _named(line: Line, ids: dict[str, str]) -> Line:
    return tuple(word.format(**ids) for word in line)


def _must(home: Home, line: Line) -> None:
    ran = home.raw(*line)
    assert ran.status == DONE, ran


def _id(home: Home, word: str) -> str:
    [path] = [p for p in home.journal.rglob("*.yaml") if word.encode() in p.read_bytes()]
    return path.stem.rpartition("-")[2]
