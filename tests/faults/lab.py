"""Where the faults happen: a home, a warm program that a tracer watches, and one that none does."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from faults.running import Outcome, Warm, variables
from faults.sandbox import Look, Sandbox, settle_people, without_ids
from faults.scenarios import SCENARIOS, Scenario
from faults.tracing import Bench, Call, Fault, Hits

# What somebody does next, who doesn't think of what went wrong.
NEXT = ("log-meeting", "Kim Bell", "a second visit", "--new")


@dataclass(frozen=True, slots=True)
class Expected:
    """A scenario without a fault: the journal before, after it, after NEXT, too; and its calls.

    `then_without`: after NEXT alone. `halfway`: if there is such a thing, without NEXT and with it.
    """

    before: Look
    after: Look
    then: Look
    then_without: Look
    halfway: tuple[Look, ...]
    calls: tuple[Call, ...]


class Lab:
    """`home` may lie on a disk of its own, `original` is the copy that it is put back from.

    `bench` is where faults happen; `plain` runs the program without any.
    """

    def __init__(self, home: Path, original: Path, bench: Bench, plain: Warm) -> None:
        self.sandbox = Sandbox(home, original)
        self._bench = bench
        self._plain = plain
        self._ready_for: str | None = None
        self.expected = functools.cache(self._expected)

    def run(self, line: Sequence[str], *, stdin: str = "") -> Outcome:
        """Without any fault."""
        return self._plain.run(self.sandbox.home, line, stdin=stdin)

    def hits(self, fault: Fault, calls: Sequence[Call]) -> AbstractContextManager[Hits]:
        """Runs in which one of these calls fails."""
        return self._bench.hits(self.sandbox.home, fault, calls)

    def put_back(self, scenario: Scenario) -> None:
        """The home as it is before this scenario's line."""
        if self._ready_for == scenario.name:
            self.sandbox.put_back()
            return
        self.sandbox.clear()
        if scenario.peopled:
            settle_people(self.sandbox)
            self.must(("note", "sam-lee", "an earlier day"))
        self.sandbox.lay_beside(scenario.beside)
        for line in scenario.before:
            self.must(line)
        self.sandbox.spoil(scenario.spoilt)
        self.sandbox.remember()
        self._ready_for = scenario.name

    def must(self, line: Sequence[str], *, stdin: str = "") -> Outcome:
        """Without any fault, and so without any trouble."""
        outcome = self.run(line, stdin=stdin)
        if outcome.status:
            raise AssertionError(line, outcome)
        return outcome

    def look(self) -> Look:
        return without_ids(self.sandbox.entries())

    def _expected(self, scenario: Scenario) -> Expected:
        self.put_back(scenario)
        before = self.look()
        self.must(NEXT)
        without = self.look()
        halfway: list[Look] = []
        if scenario.halfway:
            self.put_back(scenario)
            for line in (scenario.halfway, NEXT):
                self.must(line)
                halfway.append(self.look())
        self.put_back(scenario)
        calls = self._bench.calls(self.sandbox.home, scenario.line, stdin=scenario.stdin)
        after = self.look()
        self.must(NEXT)
        return Expected(
            before=before,
            after=after,
            then=self.look(),
            then_without=without,
            halfway=tuple(halfway),
            calls=calls,
        )


@contextmanager
def two_warm(folder: Path, number: int) -> Iterator[tuple[Warm, Warm]]:
    """One that a tracer may watch, and one that none does.

    `number`: of these two among those that work at the same time.
    """
    with _one_processor(number), warm(folder) as traced, warm(folder) as plain:
        yield traced, plain


@contextmanager
def _one_processor(number: int) -> Iterator[None]:
    """Keep us and whom we start on one processor: a tracer elsewhere is woken four times later."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(allowed)[number % len(allowed)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def warm(folder: Path) -> Warm:
    """A program that has written and read every kind of file, and met a disk that fails."""
    people = Sandbox(folder / "warm", folder / "never")
    people.clear()
    settle_people(people)
    lines = [list(scenario.line) for scenario in SCENARIOS if not scenario.stdin]
    lines += [[*NEXT], ["gave", "--resume"], ["review"], ["--journal", "/dev/null/journal", *NEXT]]
    return Warm(variables(people.home, noon()), lines)


def noon() -> str:
    """A time zone in which it is about noon: no run of the tests sees another day begin."""
    hour = dt.datetime.now(dt.UTC).hour
    return f"NOON{hour - 12:+d}"
