"""Every call of every writing command fails once, in every way in which a disk can fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from faults.conftest import COUNTED
from faults.lab import Lab
from faults.scenarios import SCENARIOS, Scenario
from faults.sweeping import Aftermath, Sweep, swept
from faults.tracing import Call, Fault

pytestmark = pytest.mark.faults

Record = Callable[[str, object], None]
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
every_fault = pytest.mark.parametrize("fault", Fault, ids=lambda one: one.name.lower())


@every_scenario
@every_fault
def test_whatever_fails_nothing_is_lost_torn_or_doubled(
    lab: Lab, scenario: Scenario, fault: Fault, record_property: Record
) -> None:
    def worth(call: Call) -> bool:
        return call.changes or scenario.thorough

    sweep = swept(lab, scenario, fault, worth=worth)

    _check(sweep, scenario, record_property)


@every_scenario
def test_what_is_typed_again_after_a_kill_is_there_once(
    lab: Lab, scenario: Scenario, record_property: Record
) -> None:
    if scenario.turns:
        return  # typed again, it means something else
    sweep = swept(lab, scenario, Fault.KILLED, Aftermath(again=True))

    _check(sweep, scenario, record_property)


@pytest.mark.parametrize("fault", [Fault.KILLED, Fault.IO_ERROR], ids=lambda one: one.name.lower())
@pytest.mark.parametrize("scenario", SCENARIOS[3:5], ids=lambda one: one.name)
def test_the_console_script_itself_does_not_differ(
    installed_lab: Lab, scenario: Scenario, fault: Fault, record_property: Record
) -> None:
    def worth(call: Call) -> bool:
        return call.changes and call.number % 2 == (fault is Fault.KILLED)

    sweep = swept(installed_lab, scenario, fault, worth=worth)

    _check(sweep, scenario, record_property)


def _check(sweep: Sweep, scenario: Scenario, record_property: Record) -> None:
    record_property(COUNTED, repr((scenario.command, dict(sweep.outcomes))))
    least = 10  # a shorter way to the disk than that does not exist
    assert sweep.complaints == []
    assert sweep.outcomes.total() >= least
