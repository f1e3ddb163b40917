"""The power goes: what was acknowledged is there when it comes back, and no file is torn."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable

import pytest
from faults.conftest import COUNTED
from faults.disk import Disk
from faults.lab import Lab
from faults.running import PROGRAM, variables
from faults.sandbox import times
from faults.scenarios import ALL, SCENARIOS, Scenario
from faults.sweeping import Aftermath, swept
from faults.tracing import Call, Fault

pytestmark = pytest.mark.faults

Record = Callable[[str, object], None]
THOROUGH = [scenario for scenario in SCENARIOS if scenario.thorough]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_what_was_acknowledged_outlives_a_power_cut(
    disk_lab: Lab, disk: Disk, scenario: Scenario, record_property: Record
) -> None:
    expected = disk_lab.expected(scenario)
    disk_lab.put_back(scenario)
    disk.settle()

    disk_lab.must(scenario.line, stdin=scenario.stdin)
    disk.cut_power()

    record_property(COUNTED, repr(("power cut after the end", {"all there": 1})))
    assert disk_lab.look() == expected.after
    assert disk_lab.sandbox.logs() == {}


def test_the_power_may_go_at_the_first_word_of_the_acknowledgement(
    disk_lab: Lab, disk: Disk, record_property: Record
) -> None:
    scenario = next(one for one in SCENARIOS if one.name == "log-meeting")
    home = disk_lab.sandbox.home
    disk_lab.put_back(scenario)
    disk.settle()

    with subprocess.Popen(
        [PROGRAM, *scenario.line],
        env=variables(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd="/",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(scenario.stdin.encode())
        process.stdin.close()
        first = process.stdout.read(1)
        process.kill()
    disk.cut_power()

    record_property(COUNTED, repr(("power cut at the first word", {"all there": 1})))
    assert first == b"L"
    entries = disk_lab.sandbox.entries().values()
    assert [times(words, entries) for words in scenario.words] == [1] * len(scenario.words)


@pytest.mark.parametrize("flushed", [False, True], ids=["at-once", "after-somebody-elses-fsync"])
@pytest.mark.parametrize("scenario", THOROUGH, ids=lambda one: one.name)
def test_no_file_is_torn_wherever_a_command_was(
    disk_lab: Lab, disk: Disk, scenario: Scenario, record_property: Record, *, flushed: bool
) -> None:
    """It is killed at each call, and then the power goes; what it had confirmed is there."""

    def power_cut() -> None:
        if flushed:
            disk.flush_for_somebody_else()
        disk.cut_power()

    turn = itertools.count(int(flushed))

    def worth(call: Call) -> bool:
        return call.changes and (ALL or next(turn) % 3 == 0)

    aftermath = Aftermath(happen=power_cut, cut=True, before=disk.settle)
    sweep = swept(disk_lab, scenario, Fault.KILLED, aftermath, worth=worth)

    record_property(COUNTED, repr(("power cut on the way", dict(sweep.outcomes))))
    assert sweep.complaints == []
