"""Calls of every writing command fail, in every way in which a disk can fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from faults.conftest import COUNTED
from faults.lab import Lab
from faults.scenarios import ALL, SCENARIOS, Scenario
from faults.sweeping import Aftermath, Sweep, swept
from faults.tracing import Call, Fault

pytestmark = pytest.mark.faults

Record = Callable[[str, object], None]
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)

# Each kill hits one call in so many, and each error one in more; others for each command, but the
# same every time.
KILLED_EVERY, FAILED_EVERY = (1, 1) if ALL else (4, 12)


@every_scenario
def test_whatever_fails_nothing_is_lost_torn_or_doubled(
    lab: Lab, scenario: Scenario, record_property: Record
) -> None:
    for number, fault in enumerate(Fault):
        sweep = swept(lab, scenario, fault, worth=_sampled(lab, scenario, fault, number))
        _check(sweep, scenario, record_property)


@every_scenario
def test_what_is_typed_again_after_a_kill_is_there_once(
    lab: Lab, scenario: Scenario, record_property: Record
) -> None:
    if scenario.turns or scenario.at_a_terminal:
        return  # typed again, it means something else, or somebody is asked what to do
    worth = _sampled(lab, scenario, Fault.KILLED, 2)
    sweep = swept(lab, scenario, Fault.KILLED, Aftermath(again=True), worth=worth)

    _check(sweep, scenario, record_property)


@pytest.mark.parametrize("fault", [Fault.KILLED, Fault.IO_ERROR], ids=lambda one: one.name.lower())
@pytest.mark.parametrize("scenario", SCENARIOS[3:5], ids=lambda one: one.name)
def test_the_console_script_itself_does_not_differ(
    installed_lab: Lab, scenario: Scenario, fault: Fault, record_property: Record
) -> None:
    sampled = _sampled(installed_lab, scenario, fault, 0, every=1 if ALL else 8)

    def worth(call: Call) -> bool:
        return call.changes and sampled(call)

    sweep = swept(installed_lab, scenario, fault, worth=worth)

    _check(sweep, scenario, record_property)


def _sampled(
    lab: Lab, scenario: Scenario, fault: Fault, number: int, *, every: int = 0
) -> Callable[[Call], bool]:
    """Whether a call shall be hit: `number` more calls later than by another fault."""
    every = every or (KILLED_EVERY if fault is Fault.KILLED else FAILED_EVERY)
    calls = [
        call
        for call in lab.expected(scenario).calls
        if fault.can_hit(call) and (call.changes or scenario.thorough)
    ]
    every = min(every, len(calls))  # at least one
    first = -(SCENARIOS.index(scenario) + number) % every
    return {*calls[first::every]}.__contains__


def _check(sweep: Sweep, scenario: Scenario, record_property: Record) -> None:
    record_property(COUNTED, repr((scenario.command, dict(sweep.outcomes))))
    assert not sweep.complaints, "\n".join(sweep.complaints)
    assert sweep.outcomes.total() > 0
