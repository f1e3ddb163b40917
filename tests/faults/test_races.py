"""Several processes at once: nothing is lost, nothing is doubled, and nobody waits for the dead."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from faults.lab import warm
from faults.running import PATIENCE, PROGRAM, Outcome, Warm, installed, variables
from faults.sandbox import PLAN, Sandbox, settle_people, times

pytestmark = pytest.mark.faults

MANY = 16
REFUSED, LOCKED = 3, 5  # exit statuses
WAIT = 5.0  # seconds, after which a lock's holder is named

many_times = pytest.mark.parametrize("_round", range(8))


@pytest.fixture(scope="module")
def racers(fast: Path) -> Iterator[Warm]:
    """Warm, so that all come to the disk at the same moment; and on all processors."""
    with warm(fast) as made:
        yield made


@many_times
def test_sixteen_at_once_lose_and_double_nothing(
    sandbox: Sandbox, racers: Warm, _round: int
) -> None:
    settle_people(sandbox)
    words = [f"the {number}th of many" for number in range(MANY)]
    lines = [["gave", "dana-oz", each] for each in words]

    outcomes = racers.race(sandbox.home, lines)

    assert _troubles(sandbox, "gave", outcomes) == []
    entries = sandbox.entries()
    assert [times(each, entries.values()) for each in words] == [1] * MANY
    assert sum("-contribution-" in path for path in entries) == MANY + 1
    assert sandbox.leftovers() == []
    assert sandbox.drafts() == {}


@many_times
def test_sixteen_at_once_make_one_journal(sandbox: Sandbox, racers: Warm, _round: int) -> None:
    words = [f"the {number}th of many" for number in range(MANY)]
    lines = [["log-meeting", f"Person {word.split()[1]}", word, "--new"] for word in words]

    outcomes = racers.race(sandbox.home, lines)

    assert _troubles(sandbox, "log-meeting", outcomes) == []
    entries = sandbox.entries()
    assert [times(each, entries.values()) for each in words] == [1] * MANY
    assert len(entries) == 1 + 2 * MANY
    assert sandbox.drafts() == {}


@many_times
def test_one_person_whom_many_begin_with_at_once_is_one_person(
    sandbox: Sandbox, racers: Warm, _round: int
) -> None:
    words = [f"the {number}th of many" for number in range(MANY)]

    racers.race(sandbox.home, [["log-meeting", "Ari Novak", word, "--new"] for word in words])

    entries = sandbox.entries()
    assert sum(path.endswith("/relationship.yaml") for path in entries) == 1
    kept = [*entries.values(), *sandbox.drafts().values()]
    assert [times(each, kept) for each in words] == [1] * MANY


@many_times
def test_sixteen_who_change_one_entry_change_it_once_each(
    sandbox: Sandbox, racers: Warm, _round: int
) -> None:
    """Sixteen items of one meeting, done at once: each is done, or its author is told so."""
    settle_people(sandbox)
    items = "".join(f"  - {{text: item {number}, owner: me}}\n" for number in range(MANY))
    meeting = sandbox.journal / "relationships/sam-lee-sam1/2025-05-01-meeting-mny1aaaa.yaml"
    meeting.write_text(
        "schema: 1\nid: mny1aaaa\nkind: meeting\ndate: 2025-05-01\nstatus: held\n"
        f"action_items:\n{items}",
        encoding="utf-8",
    )

    outcomes = racers.race(
        sandbox.home, [["done", f"mny1aaaa.{number + 1}"] for number in range(MANY)]
    )

    done = [outcome for outcome in outcomes if outcome.status == 0]
    refused = [outcome for outcome in outcomes if outcome.status in (REFUSED, LOCKED)]
    assert len(done) + len(refused) == MANY
    assert done
    assert meeting.read_text(encoding="utf-8").count("done_on:") == len(done)


@many_times
def test_a_plan_that_many_fulfil_at_once_becomes_one_meeting_and_nothing_else_is_lost(
    sandbox: Sandbox, racers: Warm, _round: int
) -> None:
    settle_people(sandbox)
    words = [f"the {number}th of many" for number in range(MANY)]

    outcomes = racers.race(
        sandbox.home, [["log-meeting", "dana-oz", each, "--on", "2025-02-10"] for each in words]
    )

    entries = sandbox.entries()
    kept = [*entries.values(), *sandbox.drafts().values()]
    assert {outcome.status for outcome in outcomes} <= {0, REFUSED, LOCKED}
    assert [times(each, kept) for each in words] == [1] * MANY
    assert sum(PLAN in path for path in entries) == 1


def test_a_held_lock_is_named_after_five_seconds(sandbox: Sandbox, tmp_path: Path) -> None:
    settle_people(sandbox)
    holder = _stopped_in_the_middle(sandbox.home, tmp_path / "strace.log")
    began = time.monotonic()
    outcome = installed(["note", "dana-oz", "in vain"], variables(sandbox.home))
    waited = time.monotonic() - began
    _continue(holder)

    assert outcome.status == LOCKED
    assert re.search(rf"\bgave, process {holder.process}\b", outcome.err)
    assert WAIT <= waited < 2 * WAIT
    assert _troubles(sandbox, "note", [outcome]) == []
    assert times("in vain", sandbox.entries().values()) == 1
    assert times("slowly", sandbox.entries().values()) == 1


def test_readers_do_not_wait_for_a_writer(sandbox: Sandbox, tmp_path: Path, racers: Warm) -> None:
    settle_people(sandbox)
    holder = _stopped_in_the_middle(sandbox.home, tmp_path / "strace.log")
    began = time.monotonic()
    lines = (["review"], ["show", "dana-oz"], ["todo"], ["nudge", "--scheduled"])
    outcomes = [racers.run(sandbox.home, line) for line in lines]
    waited = time.monotonic() - began
    _continue(holder)

    assert [outcome.status for outcome in outcomes] == [0] * len(outcomes)
    assert waited < WAIT


def test_a_killed_holder_blocks_nobody(sandbox: Sandbox, tmp_path: Path) -> None:
    settle_people(sandbox)
    holder = _stopped_in_the_middle(sandbox.home, tmp_path / "strace.log")
    os.kill(holder.process, signal.SIGKILL)
    holder.strace.wait(PATIENCE)
    began = time.monotonic()
    outcome = installed(["note", "dana-oz", "at once"], variables(sandbox.home))

    assert outcome.status == 0
    assert time.monotonic() - began < WAIT
    assert sandbox.logs() == {}
    kept = [*sandbox.entries().values(), *sandbox.drafts().values()]
    assert times("slowly", kept) == 1


class _Holder:
    """A command that was stopped while it holds the lock."""

    def __init__(self, strace: subprocess.Popen[bytes], process: int) -> None:
        self.strace = strace
        self.process = process


def _stopped_in_the_middle(home: Path, log: Path) -> _Holder:
    """`gave … slowly`, which was stopped when its log was written and nothing of the journal."""
    strace = subprocess.Popen(
        [
            *("strace", "-f", "-qq", "-o", str(log), "-e", "trace=?link,?linkat"),
            *("-e", "inject=?link,?linkat:signal=SIGSTOP:when=1"),
            *(str(PROGRAM), "gave", "dana-oz", "slowly"),
        ],
        env=variables(home),
        cwd=home,
    )
    deadline = time.monotonic() + PATIENCE
    while True:
        found = re.search(r"^(\d+) +--- stopped by SIGSTOP", _text(log), re.MULTILINE)
        if found:
            return _Holder(strace, int(found[1]))
        if time.monotonic() > deadline:
            strace.kill()
            strace.wait()
            raise AssertionError(_text(log))


def _text(log: Path) -> str:
    return log.read_text(encoding="utf-8") if log.exists() else ""


def _continue(holder: _Holder) -> None:
    os.kill(holder.process, signal.SIGCONT)
    holder.strace.wait(PATIENCE)


def _troubles(sandbox: Sandbox, command: str, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """What did not end well; who waited too long on a slow machine goes on with the draft first."""
    final = []
    for outcome in outcomes:
        kept = re.search(r"--resume ([0-9a-z]{8})", outcome.err)
        if outcome.status == LOCKED and kept:
            line = [command, "--resume", kept[1]]
            final.append(installed(line, variables(sandbox.home)))
        else:
            final.append(outcome)
    return [outcome for outcome in final if outcome.status]
