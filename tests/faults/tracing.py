"""Faults at system calls: what a command calls, and a tracer that makes one of these calls fail.

strace counts, for each process and each kind of call by itself, and hits the call with a number
that is the same for all. So that one tracer serves a whole sweep, a child makes some futile calls
first: as many as are missing between the number and the call that shall be hit.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from faults.running import PATIENCE, Outcome, Warm, installed, variables
from faults.zygote import FUTILE

CHANGING = frozenset(
    [
        "chmod",
        "fchmod",
        "fchmodat",
        "fdatasync",
        "flock",
        "fsync",
        "ftruncate",
        "link",
        "linkat",
        "mkdir",
        "mkdirat",
        "rename",
        "renameat",
        "renameat2",
        "rmdir",
        "unlink",
        "unlinkat",
        "utimensat",
        "write",
    ]
)
CONSUMING = frozenset(("fdatasync", "fsync", "link", "linkat", "mkdir", "mkdirat", "write"))
ASKING = frozenset(("close", "getdents64", "newfstatat", "read", "readlink", "readlinkat"))
OPENING = frozenset(("openat",))

_SLACK = 60  # calls more than a run makes: what a failure leads to is never hit by a second one
_BEGIN = "chdir"  # what the child calls just before the command
_LINE = re.compile(r"(?P<process>\d+) +(?P<name>\w+)\((?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call of a command: its kind, the how manieth of its kind, what it is given."""

    name: str
    number: int
    given: str

    @property
    def creates(self) -> bool:
        return self.name in OPENING and "O_CREAT" in self.given

    @property
    def changes(self) -> bool:
        return self.name in CHANGING or self.creates


class Fault(Enum):
    """What can happen to a call: strace's word for it, whether it stays so, and to which calls."""

    KILLED = ("signal=KILL", False, CHANGING | OPENING)
    IO_ERROR = ("error=EIO", False, CHANGING | ASKING | OPENING)
    FULL = ("error=ENOSPC", False, CONSUMING | OPENING)
    OVER_QUOTA = ("error=EDQUOT", False, CONSUMING | OPENING)
    READ_ONLY = ("error=EROFS", False, (CHANGING | OPENING) - {"flock"})
    # The disk goes, and stays away. What is opened and written in memory still seems to work.
    DEAD = ("error=EIO", True, CHANGING - {"flock", "write"})
    FULL_FOR_GOOD = ("error=ENOSPC", True, CONSUMING - {"write"})

    def __init__(self, effect: str, lasting: bool, calls: frozenset[str]) -> None:  # noqa: FBT001
        self.effect = effect
        self.lasting = lasting
        self.calls = calls

    def can_hit(self, call: Call) -> bool:
        """Opening a file takes space, or changes anything, only if it makes the file."""
        if self is not Fault.IO_ERROR and call.name in OPENING & self.calls:
            return call.creates
        return call.name in self.calls


class Hits(Protocol):
    """Runs in which one call fails."""

    def run(
        self, line: Sequence[str], before: Collection[Call], call: Call, *, stdin: str = ""
    ) -> tuple[Outcome, bool]:
        """One run, in which `call` fails, and whether it really did; `before`: the calls before it.

        What fails for good fails at every call from this one on.
        """


class Bench(Protocol):
    """A way to run the program under a tracer, in a home."""

    def calls(self, home: Path, line: Sequence[str], *, stdin: str = "") -> tuple[Call, ...]:
        """What a command calls, without any fault, that has to do with its home or its output."""

    def hits(
        self, home: Path, fault: Fault, calls: Collection[Call]
    ) -> AbstractContextManager[Hits]:
        """`calls`: of a run without a fault."""


class WarmBench:
    """The program as a child of an interpreter that is warm, and that a tracer watches."""

    def __init__(self, warm: Warm, log: Path) -> None:
        self._warm = warm
        self._log = log

    def calls(self, home: Path, line: Sequence[str], *, stdin: str = "") -> tuple[Call, ...]:
        with self._watched(["-y"], FUTILE):
            outcome = self._warm.run(home, line, stdin=stdin)
        return _calls_about(home, self._log, outcome, begin=_BEGIN)

    @contextmanager
    def hits(self, home: Path, fault: Fault, calls: Collection[Call]) -> Iterator[Hits]:
        kinds = sorted(fault.calls & {call.name for call in calls})
        number = max(call.number for call in calls if call.name in kinds) + _SLACK
        when = f"when={number}{'+' if fault.lasting else ''}"
        inject = f"inject={','.join(kinds)}:{fault.effect}:{when}"
        with self._watched(["-e", inject], kinds):
            yield _WarmHits(self._warm, self._log, home, fault, number)

    @contextmanager
    def _watched(self, options: Sequence[str], calls: Collection[str]) -> Iterator[None]:
        self._log.unlink(missing_ok=True)
        command = [*_strace(self._log, calls), *options, "-p", str(self._warm.process_id)]
        with subprocess.Popen(command) as strace:
            try:
                _await_tracer(self._warm.process_id, strace)
                yield
            finally:
                strace.terminate()


class _WarmHits:
    def __init__(self, warm: Warm, log: Path, home: Path, fault: Fault, number: int) -> None:
        self._warm = warm
        self._log = log
        self._home = home
        self._fault = fault
        self._number = number
        self._read = 0

    def run(
        self, line: Sequence[str], before: Collection[Call], call: Call, *, stdin: str = ""
    ) -> tuple[Outcome, bool]:
        made = Counter({call.name: call.number - 1})
        if self._fault.lasting:
            latest = {earlier.name: earlier.number for earlier in before}
            made = Counter({name: latest.get(name, 0) for name in self._fault.calls & {*FUTILE}})
        missing = {name: self._number - count - 1 for name, count in made.items()}
        outcome = self._warm.run(self._home, line, stdin=stdin, counted=missing)
        with self._log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self._read)
            hit = _was_hit(log.read(), call)
            self._read = log.tell()
        return outcome, hit


class InstalledBench:
    """The console script itself, each time from the start; slow, and nothing is pretended."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def calls(self, home: Path, line: Sequence[str], *, stdin: str = "") -> tuple[Call, ...]:
        tracer = [*_strace(self._log, FUTILE), "-y"]
        outcome = installed(line, variables(home), stdin=stdin, under=tracer)
        return _calls_about(home, self._log, outcome)

    @contextmanager
    def hits(self, home: Path, fault: Fault, calls: Collection[Call]) -> Iterator[Hits]:  # noqa: ARG002 - each run has its tracer
        yield _InstalledHits(home, self._log, fault)


class _InstalledHits:
    def __init__(self, home: Path, log: Path, fault: Fault) -> None:
        self._home = home
        self._log = log
        self._fault = fault

    def run(
        self, line: Sequence[str], before: Collection[Call], call: Call, *, stdin: str = ""
    ) -> tuple[Outcome, bool]:
        del before  # it is counted from the start of the program
        inject = f"inject={call.name}:{self._fault.effect}:when={call.number}"
        tracer = [*_strace(self._log, (call.name,)), "-e", inject]
        outcome = installed(line, variables(self._home), stdin=stdin, under=tracer)
        return outcome, _was_hit(self._log.read_text(encoding="utf-8", errors="replace"), call)


def _strace(log: Path, calls: Collection[str]) -> list[str]:
    names = ",".join(f"?{name}" for name in sorted({*calls, _BEGIN}))
    return ["strace", "-f", "-qq", "-s", "0", "-o", str(log), "-e", f"trace={names}"]


def _was_hit(log: str, call: Call) -> bool:
    lines = log.splitlines()
    killed = any("killed by SIGKILL" in line for line in lines)
    return killed or any(f" {call.name}(" in line and "(INJECTED)" in line for line in lines)


def _await_tracer(process: int, strace: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    wanted = f"TracerPid:\t{strace.pid}\n"
    while wanted not in Path(f"/proc/{process}/status").read_text(encoding="ascii"):
        if strace.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("strace can't watch another process here")


def _calls_about(home: Path, log: Path, outcome: Outcome, *, begin: str = "") -> tuple[Call, ...]:
    if outcome.status:
        raise AssertionError(outcome)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(call for call in _calls(lines, begin) if _is_about(call, home))


def _is_about(call: Call, home: Path) -> bool:
    said = call.given.replace(f"AT_FDCWD<{home}>", "")  # where it stands, not what it is about
    return str(home) in said or said.startswith(("1<", "2<"))


def _calls(lines: Sequence[str], begin: str) -> Iterator[Call]:
    """The calls of the process that made the call `begin`, from there on; "" = of the first."""
    found = [match for line in lines if (match := _LINE.match(line))]
    child = next(match["process"] for match in found if match["name"] == begin or not begin)
    numbers: Counter[str] = Counter()
    begun = not begin
    for match in found:
        if match["process"] == child:
            begun = begun or match["name"] == begin
            numbers[match["name"]] += 1
            if begun:
                yield Call(match["name"], numbers[match["name"]], match["rest"])
