"""Calls fail while a file is written that is not the journal's: settings, exports, a backup back.

Whatever fails, that file is as it was or as it shall be, never torn; nothing else changes; and the
same line once more does it, and sweeps what was left behind.
"""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from faults.conftest import COUNTED
from faults.lab import NEXT, Lab
from faults.running import Outcome
from faults.sandbox import TEMPORARY, Files, files_below
from faults.scenarios import ALL, Scenario
from faults.sweeping import BEWILDERED, FAILED, KILLED, USAGE
from faults.tracing import Call, Fault

pytestmark = pytest.mark.faults

Record = Callable[[str, object], None]
CONFIG = ".config/mentorlog/config.toml"
SETTINGS = """\
# mine
active_limit = 5  # few is plenty

[nudge]
window = "mon-thu 9-17"   # never on Fridays
"""
IMPORTING = (".importing", ".imported")  # what no reader reads
OURS = (".local/state/", ".cache/")  # what may change beside the file itself
MOST_KILLED, MOST_FAILED = (9999, 9999) if ALL else (25, 8)  # of a line's calls


@dataclass(frozen=True, slots=True)
class Written:
    """`target`: the one file that the line writes, or the folder in which it writes all."""

    scenario: Scenario
    target: str

    def is_target(self, path: str) -> bool:
        return path == self.target or path.startswith(f"{self.target}/")


def _written(name: str, target: str, *line: str, **more: tuple[tuple[str, ...], ...]) -> Written:
    return Written(Scenario(name=name, line=line, **more), target)  # type: ignore[arg-type]


CASES = (
    _written("the-first-setting", CONFIG, "config", "me.name", "Ada Novak"),
    _written(
        *("another-setting", CONFIG, "config", "nudge.window", "mon-fri 8-12"),
        beside=((CONFIG, SETTINGS),),
    ),
    _written("export-md", "all.md", "export", "md", "--output", "all.md"),
    _written("export-csv", "all.csv", "export", "csv", "--output", "all.csv"),
    _written(
        *("export-over-another", "all.json"),
        *("export", "json", "--output", "all.json", "--force"),
        beside=(("all.json", "an earlier export\n"),),
    ),
    _written("backup", "b.zip", "export", "backup", "--output", "b.zip"),
    _written(
        *("a-backup-back", "other", "--journal", "other", "import", "b.zip"),
        before=(("remove", "pen1aaaa"), ("export", "backup", "--output", "b.zip")),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.scenario.name)
def test_whatever_fails_a_file_of_the_users_is_old_or_new(
    lab: Lab, case: Written, record_property: Record
) -> None:
    outcomes: Counter[str] = Counter()
    complaints: list[str] = []
    for number, fault in enumerate(Fault):
        for call, outcome, found in _faults(lab, case, fault, number):
            outcomes["killed" if outcome.status == KILLED else f"exit {outcome.status}"] += 1
            at = f"{fault.name} at {call.name}({call.given[:150]} -> {outcome.status} {outcome.err}"
            complaints += [f"{at}: {complaint}" for complaint in found]

    record_property(COUNTED, repr((case.scenario.name, dict(outcomes))))
    assert not complaints, "\n".join(complaints)
    assert outcomes.total() > 0


def _faults(
    lab: Lab, case: Written, fault: Fault, number: int
) -> Iterator[tuple[Call, Outcome, list[str]]]:
    scenario = case.scenario
    calls = lab.expected(scenario).calls
    lab.put_back(scenario)
    old = files_below(lab.sandbox.home)
    lab.must(scenario.line)
    new = files_below(lab.sandbox.home)
    places = [n for n, call in enumerate(calls) if call.changes and fault.can_hit(call)]
    every = 1 + len(places) // (MOST_KILLED if fault is Fault.KILLED else MOST_FAILED)
    with lab.hits(fault, calls) as hits:
        for place in places[number % every :: every]:
            lab.put_back(scenario)
            outcome, hit = hits.run(scenario.line, calls[:place], calls[place])
            found = (
                [*_complaints(lab, case, fault, outcome, old=old, new=new)] if hit else ["no hit"]
            )
            yield calls[place], outcome, found


def _complaints(
    lab: Lab, case: Written, fault: Fault, outcome: Outcome, *, old: Files, new: Files
) -> Iterator[str]:
    if BEWILDERED.search(outcome.err):
        yield "a traceback"
    if outcome.status not in ({KILLED} if fault is Fault.KILLED else {0, USAGE, FAILED}):
        yield "exit status"
    found = files_below(lab.sandbox.home)
    if _of(case, found) not in (_of(case, old), _of(case, new)) and not _partly(case, found, new):
        yield f"neither old nor new: {_of(case, found)}"
    if outcome.status == 0 and _of(case, found) != _of(case, new):
        yield "acknowledged, but not done"
    yield from _others(case, old, found)
    for left in lab.sandbox.leftovers():
        os.utime(lab.sandbox.home / left, (0, 0))
    lab.must(case.scenario.line)
    found = files_below(lab.sandbox.home)
    if _of(case, found) != _of(case, new):
        yield "once more does not do it"
    yield from _others(case, old, found)
    if left_behind := lab.sandbox.leftovers():
        yield f"left behind: {left_behind}"


def _of(case: Written, files: Files) -> Files:
    return {path: data for path, data in files.items() if case.is_target(path) and _counts(path)}


def _partly(case: Written, found: Files, new: Files) -> bool:
    """Of a folder, a part may be there, each file whole; the next command does the rest."""
    return case.target not in new and _of(case, found).items() <= _of(case, new).items()


def _others(case: Written, old: Files, found: Files) -> Iterator[str]:
    for path in old.keys() | found.keys():
        ours = path.startswith(OURS) or case.is_target(path) or not _counts(path)
        if not ours and old.get(path) != found.get(path):
            yield f"changed: {path}"


def _counts(path: str) -> bool:
    return not any(part.startswith((TEMPORARY, *IMPORTING)) for part in path.split("/"))


@pytest.mark.parametrize("every", [1 if ALL else 2])
def test_a_backup_that_came_back_half_way_is_all_there_or_nothing_for_the_next_command(
    lab: Lab, every: int, record_property: Record
) -> None:
    scenario = CASES[-1].scenario
    calls = lab.expected(scenario).calls
    places = [n for n, call in enumerate(calls) if call.changes and Fault.KILLED.can_hit(call)]
    lab.put_back(scenario)
    backed_up = {*_in_backup(lab)}
    complaints = []
    with lab.hits(Fault.KILLED, calls) as hits:
        for place in places[::every]:
            lab.put_back(scenario)
            hits.run(scenario.line, calls[:place], calls[place])
            outcome = lab.run(("--journal", "other", *NEXT))
            there = {*files_below(lab.sandbox.home / "other")}
            restored = there & backed_up
            whole = not restored - {"journal.yaml"} or restored == backed_up
            if outcome.status or not whole or any(not _counts(path) for path in there):
                complaints.append(f"{calls[place]}: {outcome}, {sorted(there)}")

    record_property(COUNTED, repr(("a-backup-back", {"killed": len(places[::every])})))
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("fault", [Fault.KILLED, Fault.FULL], ids=lambda one: one.name.lower())
def test_keys_are_made_as_a_whole_or_can_be_made_again(
    lab: Lab, fault: Fault, record_property: Record
) -> None:
    scenario = Scenario(
        name="seal-init", line=("seal", "init", "--no-passphrase", "--recovery", "first.txt")
    )
    calls = lab.expected(scenario).calls
    places = [n for n, call in enumerate(calls) if call.changes and fault.can_hit(call)]
    outcomes: Counter[str] = Counter()
    complaints = []
    with lab.hits(fault, calls) as hits:
        for place in places[:: 1 if ALL else 2]:
            lab.put_back(scenario)
            outcome, _ = hits.run(scenario.line, calls[:place], calls[place])
            outcomes["killed" if outcome.status == KILLED else f"exit {outcome.status}"] += 1
            first = lab.run(("seal", "test", "--recovery", "first.txt"))
            again = lab.run(("seal", "init", "--no-passphrase", "--recovery", "second.txt"))
            second = lab.run(("seal", "test", "--recovery", "second.txt"))
            made = 0 in (first.status, second.status)
            if not made or (outcome.status == 0 and first.status):
                complaints.append(f"{calls[place]}: {outcome}, {first}, {again}, {second}")

    record_property(COUNTED, repr((scenario.name, dict(outcomes))))
    assert not complaints, "\n".join(complaints)
    assert outcomes.total() > 0


def _in_backup(lab: Lab) -> Iterator[str]:
    with zipfile.ZipFile(lab.sandbox.home / "b.zip") as archive:
        yield from archive.namelist()
