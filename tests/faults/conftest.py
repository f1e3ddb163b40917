"""Faults on purpose: who may run these tests, and what they share.

They need root and a few programs, mount file systems of their own and take minutes; anything that
is missing where they are asked for is a failure.
"""

from __future__ import annotations

import ast
import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.disk import Disk
from faults.lab import Lab, two_warm
from faults.running import Warm
from faults.sandbox import Sandbox
from faults.tracing import InstalledBench, WarmBench

PROGRAMS = ("strace", "mkfs.ext4", "mount", "umount", "setpriv", "prlimit")
COUNTED = "faults"  # the property of a test that says how many there were, and how they ended


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("faults") and (missing := [*_missing()]):
        pytest.fail(f"asked for, but here is no {', no '.join(missing)}", pytrace=False)


def _missing() -> Iterator[str]:
    if sys.platform != "linux":
        yield "Linux"
        return
    if os.geteuid() != 0:
        yield "root"
    yield from (program for program in PROGRAMS if shutil.which(program) is None)
    if not Path("/dev/loop-control").exists():
        yield "loop device"


@pytest.fixture(scope="session")
def fast() -> Iterator[Path]:
    """A folder in memory where there is one: a sweep writes thousands of files."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="mentorlog-faults-", dir=memory if os.access(memory, os.W_OK) else None
    ) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def _warm(fast: Path) -> Iterator[tuple[Warm, Warm]]:
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    with two_warm(fast, int(number)) as both:
        yield both


@pytest.fixture(scope="session")
def lab(fast: Path, _warm: tuple[Warm, Warm]) -> Lab:
    traced, plain = _warm
    bench = WarmBench(traced, fast / "strace.log")
    return Lab(fast / "home", fast / "original", bench, plain)


@pytest.fixture(scope="session")
def installed_lab(fast: Path, _warm: tuple[Warm, Warm]) -> Lab:
    """The same for the console script itself."""
    bench = InstalledBench(fast / "strace-installed.log")
    return Lab(fast / "home-installed", fast / "original-installed", bench, _warm[1])


@pytest.fixture(scope="session")
def disk(fast: Path) -> Iterator[Disk]:
    with Disk(fast) as made:
        yield made


@pytest.fixture(scope="session")
def disk_lab(fast: Path, disk: Disk, _warm: tuple[Warm, Warm]) -> Lab:
    """The same on a disk that can lose its power."""
    traced, plain = _warm
    bench = WarmBench(traced, fast / "strace-disk.log")
    return Lab(disk.place / "home", fast / "original-disk", bench, plain)


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    """A home with the journal of invented people."""
    made = Sandbox(tmp_path / "sandbox", tmp_path / "never")
    made.clear()
    return made


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many faults there were, and how the commands ended, for the record."""
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == COUNTED and getattr(report, "when", "") == "call":
                    subject, outcomes = ast.literal_eval(value)
                    total[subject].update(outcomes)
    if total:
        terminalreporter.section("faults and how the commands ended")
        for subject, outcomes in sorted(total.items()):
            ended = ", ".join(f"{outcome}: {n}" for outcome, n in sorted(outcomes.items()))
            terminalreporter.line(f"{subject}: {outcomes.total()} ({ended})")
        terminalreporter.line(f"all: {sum(counter.total() for counter in total.values())}")
