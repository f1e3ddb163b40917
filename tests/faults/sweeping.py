"""One fault at each call of one command, and what must hold after each.

Whatever happened: every file is old or new; what was acknowledged is there; what was typed is in
the journal, in a draft or on the screen; the next command works; and in the end each word stands
in the journal exactly once.
"""

from __future__ import annotations

import itertools
import os
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from faults.lab import NEXT, Expected, Lab
from faults.running import Outcome
from faults.sandbox import Look, times
from faults.scenarios import Scenario
from faults.tracing import Call, Fault

USAGE, REFUSED, DAMAGED, FAILED = 2, 3, 4, 6  # exit statuses
KILLED = -signal.SIGKILL
_SAVED = re.compile(r"\b(Saved|Moved|Removed|Erased), but|It is saved")
BEWILDERED = re.compile(r"Traceback|unexpected happened|Exception ignored")


@dataclass(slots=True)
class Sweep:
    """`outcomes`: how often a run ended how. `complaints`: what did not hold, and where."""

    outcomes: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What happens between a fault and the look at what it left, and what is done then.

    `cut`: the power goes, so that what the disk did not confirm may be lost; `before` brings all to
    it that was there before the command. `again`: the same line is typed once more; else something
    else, and then the draft is gone on with.
    """

    happen: Callable[[], object] = lambda: None
    before: Callable[[], object] = lambda: None
    cut: bool = False
    again: bool = False


def swept(
    lab: Lab,
    scenario: Scenario,
    fault: Fault,
    aftermath: Aftermath | None = None,
    *,
    worth: Callable[[Call], bool] = lambda _: True,
) -> Sweep:
    """`worth`: which of the calls that the fault can hit shall be hit."""
    expected = lab.expected(scenario)
    after = aftermath or Aftermath()
    sweep = Sweep()
    with lab.hits(fault, expected.calls) as hits:
        for place, call in enumerate(expected.calls):
            if not fault.can_hit(call) or not worth(call):
                continue
            lab.put_back(scenario)
            after.before()
            earlier = expected.calls[:place]
            outcome, hit = hits.run(scenario.line, earlier, call, stdin=scenario.stdin)
            run = _Run(lab, scenario, expected, fault, place, outcome, after)
            after.happen()
            sweep.outcomes[run.ending] += 1
            complaints = [*run.complaints()] if hit else ["the fault did not hit"]
            sweep.complaints += [f"{run}: {complaint}" for complaint in complaints]
    return sweep


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a command in which one call failed."""

    lab: Lab
    scenario: Scenario
    expected: Expected
    fault: Fault
    place: int
    outcome: Outcome
    aftermath: Aftermath

    def __str__(self) -> str:
        home = str(self.lab.sandbox.home)
        given, err = (text.replace(home, "~") for text in (self.call.given, self.outcome.err))
        hit = f"{self.fault.name} at call {self.place}, {self.call.name}({given[:150]}"
        return f"{self.scenario.name}: {hit} -> {self.outcome.status} {err!r}"

    @property
    def call(self) -> Call:
        return self.expected.calls[self.place]

    @property
    def ending(self) -> str:
        if self.outcome.status == KILLED:
            return "killed"
        saved = ", saved" if self.outcome.status and self._is_done else ""
        return f"exit {self.outcome.status}{saved}"

    @property
    def _is_done(self) -> bool:
        return self.lab.look() == self.expected.after

    @property
    def _hides_something(self) -> bool:
        """What could not be read is not known to the command: it may decide otherwise."""
        return self.fault is Fault.IO_ERROR and not self.call.changes

    def complaints(self) -> Iterator[str]:
        """What does not hold right after the fault, and then after what somebody does next."""
        found = [*self._of_the_run(), *self._of_the_files(), *self._of_the_words()]
        if found:
            yield from found
        elif self.aftermath.again:
            yield from self._of_typing_it_again()
        else:
            yield from self._of_what_comes_next()

    def _of_the_run(self) -> Iterator[str]:
        if bewildered := BEWILDERED.search(self.outcome.err):
            yield f"says {bewildered[0]}"
        if self.outcome.status not in self._fitting:
            yield f"exit status {self.outcome.status}"
        acknowledged = self.outcome.status == 0 or _SAVED.search(self.outcome.err)
        if acknowledged and not self._is_done and not self._hides_something:
            yield "acknowledged, but not all of it is there"
        kept = re.search(r"--resume ([0-9a-z]{8})", self.outcome.err)
        if kept and not any(kept[1] in path for path in self.lab.sandbox.drafts()):
            yield "names a draft that is not there"

    @property
    def _fitting(self) -> set[int]:
        if self.fault is Fault.KILLED:
            return {KILLED}
        if "config.toml" in self.call.given:
            return {USAGE}  # it is read before anybody knows what is asked for
        return {0, REFUSED, DAMAGED, FAILED} if self._hides_something else {0, FAILED}

    def _of_the_files(self) -> Iterator[str]:
        """Names and contents are old or new; of a renamed file one may come before the other."""
        known = [
            *self.expected.before,
            *self.expected.after,
            *itertools.chain(*self.expected.halfway),
        ]
        paths, contents = {path for path, _ in known}, {data for _, data in known}
        found = self.lab.look()
        for path, data in found:
            if (path not in paths or data not in contents) and not self._hides_something:
                yield f"neither old nor new: {path} {data!r}"
        if _people(found) > max(_people(self.expected.before), _people(self.expected.after)):
            yield f"somebody is there twice: {_paths(found)}"
        for path in self.lab.sandbox.too_open():
            yield f"open to others: {path}"

    def _of_the_words(self) -> Iterator[str]:
        if not self.scenario.words or self.scenario.beside:
            return  # nothing was typed that does not stand elsewhere
        if self.fault is Fault.KILLED and self.place <= self._drafted:
            return  # nothing was on the disk yet, and nobody is there to print it
        if self.outcome.status == USAGE:
            return  # nothing was read
        texts = [*self._journal, *self.lab.sandbox.drafts().values(), self.outcome.err.encode()]
        yield from (f"lost: {words}" for words in self.scenario.words if not times(words, texts))

    @property
    def _drafted(self) -> int:
        """The call that gives the draft its name; or, if the power is cut, confirms it."""
        names = ("fsync",) if self.aftermath.cut else ("rename", "renameat", "renameat2", "link")
        ends = "/drafts>" if self.aftermath.cut else "/drafts/"
        calls = enumerate(self.expected.calls)
        return next(place for place, call in calls if call.name in names and ends in call.given)

    @property
    def _journal(self) -> list[bytes]:
        return [*self.lab.sandbox.entries().values()]

    def _of_what_comes_next(self) -> Iterator[str]:
        outcome = self.lab.run(NEXT)
        if outcome.status:
            yield f"the next command: {outcome}"
            return
        if self.lab.sandbox.logs():
            yield "the next command left something interrupted"
        if self._hides_something:
            yield from self._of_the_end(once=False)
            return
        expected = self.expected
        if self.lab.look() not in (expected.then, expected.then_without, *expected.halfway):
            yield f"all or nothing: {_paths(self.lab.look())}"
            return
        if not self.scenario.turns:
            yield from self._of_going_on()
        yield from self._of_leftovers()
        if self.scenario.back:
            yield from self._of_going_back()

    def _of_going_on(self) -> Iterator[str]:
        """In the end it is done once: by itself, from the draft, or typed again."""
        found = self.lab.sandbox.drafts()
        drafts = [path for path in found if path.rpartition("/")[0].endswith("/drafts")]
        done = self.lab.look() == self.expected.then
        if drafts[int(not done) :]:
            yield f"drafts without need: {drafts}"
        if not done:
            way = [*self.scenario.verb, "--resume"] if drafts else [*self.scenario.line]
            stays = not drafts or self.scenario.at_a_terminal
            outcome = self.lab.run(way, stdin=self.scenario.stdin if stays else "")
            if outcome.status:
                yield f"going on with {way}: {outcome}"
        if self.lab.look() != self.expected.then:
            yield f"in the end: {_paths(self.lab.look())}"
        yield from self._of_the_end()

    def _of_going_back(self) -> Iterator[str]:
        self.lab.must(self.scenario.back)
        swept = [one for one in self.lab.look() if b"swept" not in one[1]]
        if swept != [*self.expected.then_without]:
            yield f"{self.scenario.back} does not bring back: {_paths(self.lab.look())}"

    def _of_typing_it_again(self) -> Iterator[str]:
        """Nobody said that it was done, so it is typed again; what was begun counts as done."""
        if self.lab.sandbox.commands() != self._commands_before:
            return  # it was saved, all but the sentence that says so
        outcome = self.lab.run(self.scenario.line, stdin=self.scenario.stdin)
        if outcome.status not in (0, REFUSED):
            yield f"typed again: {outcome}"
        if outcome.status == REFUSED:
            self.lab.must(NEXT)
        if self.lab.look() != (self.expected.then if outcome.status else self.expected.after):
            yield f"typed again, then {outcome}: {_paths(self.lab.look())}"
        yield from self._of_the_end()

    @property
    def _commands_before(self) -> int:
        return len(self.scenario.before) + self.scenario.peopled

    def _of_the_end(self, *, once: bool = True) -> Iterator[str]:
        if once and (drafts := self.lab.sandbox.drafts()):
            yield f"in the end there are drafts: {[*drafts]}"
        for words in self.scenario.words:
            count = times(words, self._journal)
            if count > 1 or (once and not count):
                yield f"in the end {words!r} stands there {count} times"
        beside = [path for path, _ in self.scenario.beside]
        for words in self.scenario.gone if once else ():
            if found := self.lab.sandbox.holding(words, but=beside):
                yield f"in the end {words!r} stands in {found}"

    @property
    def _someone(self) -> PurePosixPath:
        paths = self.lab.sandbox.entries()
        return next(PurePosixPath(path).parent for path in paths if path.endswith("ship.yaml"))

    def _of_leftovers(self) -> Iterator[str]:
        """What an interrupted save left behind goes with the next one in the same folder.

        Beside drafts it goes when it is old: those are written without the lock.
        """
        for left in self.lab.sandbox.leftovers():
            folder = PurePosixPath(left).parent
            os.utime(self.lab.sandbox.home / left, (0, 0))
            someone = folder if folder.parent.name == "relationships" else self._someone
            self.lab.must(("note", someone.name.rpartition("-")[0], "swept"))
        if leftovers := self.lab.sandbox.leftovers():
            yield f"left behind: {leftovers}"


def _paths(look: Look) -> list[str]:
    return [path for path, _ in look]


def _people(look: Look) -> int:
    return sum(path.endswith("/relationship.yaml") for path in _paths(look))
