"""The Task Scheduler's XML, held to the order of its schema. No Windows ever ran it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from standins import Machine

from mentorlog.errors import Refused
from mentorlog.reminders.schedulers import Plan
from mentorlog.reminders.schedulers.schtasks import Schtasks

CONFIG = r"C:\Users\Ann Öz\a & b.toml"
PLAN = Plan(
    argv=(
        *(r"C:\Users\Ann Öz\Scripts\mentorlog.exe", "--config"),
        *(CONFIG, "nudge", "--scheduled"),
    ),
    minute=7,
    first=9,
    last=17,
)
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
SEQUENCE = [  # MS-TSCH 2.5.3.1 and 2.5.3.9: triggerBaseType's sequence, then calendarTriggerType's
    *("Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit"),
    *("RandomDelay", "ScheduleByDay"),
]
TASK = ["RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"]  # 2.5


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, programs=("schtasks",), platform="win32")


def names(element: ET.Element) -> list[str]:
    return [child.tag.removeprefix(SPACE) for child in element]


def given_to_windows(machine: Machine) -> ET.Element:
    """The file as the stand-in got it; its encoding is read from its mark."""
    return ET.fromstring((machine.noted / "mentorlog-nudge.xml").read_bytes())  # noqa: S314 - our own


def test_the_elements_stand_in_the_order_of_the_schema(machine: Machine) -> None:
    Schtasks(machine.host(CONFIG)).install(PLAN)

    task = given_to_windows(machine)
    trigger = task.find(f".//{SPACE}CalendarTrigger")
    assert trigger is not None
    assert names(task) == [name for name in TASK if name in names(task)]
    assert names(trigger) == [name for name in SEQUENCE if name in names(trigger)]
    assert len(names(trigger)) == 4


def test_the_task_runs_every_hour_of_the_window_and_wakes_up_late_rather_than_never(
    machine: Machine,
) -> None:
    Schtasks(machine.host(CONFIG)).install(PLAN)

    found = {e.tag.removeprefix(SPACE): e.text for e in given_to_windows(machine).iter() if e.text}
    assert found["StartBoundary"] == "2026-01-01T09:07:00"
    assert (found["Interval"], found["Duration"]) == ("PT1H", "PT8H1M")
    assert found["StartWhenAvailable"] == "true"
    assert found["DisallowStartIfOnBatteries"] == "false"
    assert found["Command"] == r"C:\Users\Ann Öz\Scripts\mentorlog.exe"
    assert found["Arguments"] == (r'--config "C:\Users\Ann Öz\a & b.toml" nudge --scheduled')


def test_a_single_hour_repeats_nothing(machine: Machine) -> None:
    schtasks = Schtasks(machine.host(CONFIG))
    plan = replace(PLAN, last=9)

    schtasks.install(plan)

    assert given_to_windows(machine).find(f".//{SPACE}Repetition") is None
    assert schtasks.installed() == plan


def test_what_is_shown_is_what_is_installed(machine: Machine) -> None:
    schtasks = Schtasks(machine.host(CONFIG))

    schtasks.install(PLAN)

    (piece,) = schtasks.pieces(PLAN)
    assert piece.text.encode("utf-16") == (machine.noted / "mentorlog-nudge.xml").read_bytes()
    assert piece.place == "Task Scheduler, mentorlog-nudge"
    assert schtasks.installed() == PLAN
    assert schtasks.command("--greet") == (*PLAN.argv, "--greet")


def test_schtasks_is_told_to_replace_and_to_delete_without_asking(machine: Machine) -> None:
    schtasks = Schtasks(machine.host(CONFIG))

    schtasks.install(PLAN)
    removed = (schtasks.uninstall(), schtasks.uninstall())

    temporary = machine.state / ".tmp-schtasks.xml"
    assert removed == (True, False)
    calls = [call for call in machine.calls("schtasks") if not call.endswith("/XML")]
    assert calls == [
        f"/Create /TN mentorlog-nudge /XML {temporary} /F",
        "/Query /TN mentorlog-nudge",
        "/Delete /TN mentorlog-nudge /F",
        "/Query /TN mentorlog-nudge",
    ]
    assert list(machine.state.iterdir()) == []


@pytest.mark.parametrize("verb", ["Create", "Delete"])
def test_what_windows_refuses_is_told(machine: Machine, verb: str) -> None:
    machine.stand_in("schtasks", f'[ "$1" != /{verb} ] || {{ echo "ERROR: Access" >&2; exit 1; }}')
    schtasks = Schtasks(machine.host(CONFIG))

    with pytest.raises(Refused) as refusal:
        schtasks.install(PLAN) if verb == "Create" else schtasks.uninstall()

    assert refusal.value.message == (
        f"schtasks /{verb} failed (exit 1: ERROR: Access). Nothing changed."
    )


def test_a_percent_sign_is_refused(machine: Machine) -> None:
    with pytest.raises(Refused) as refusal:
        Schtasks(machine.host(CONFIG)).pieces(replace(PLAN, argv=(r"C:\100%\mentorlog.exe",)))

    assert refusal.value.message == (
        r"The Task Scheduler would read a variable in C:\100%\mentorlog.exe. Nothing changed."
    )


@pytest.mark.parametrize("kept", [None, b"\xff\xfe<", "<?xml?>\n<Task/>".encode("utf-16")])
def test_a_task_whose_text_was_lost_is_ours_but_not_understood(
    machine: Machine, kept: bytes | None
) -> None:
    schtasks = Schtasks(machine.host(CONFIG))
    schtasks.install(PLAN)
    (machine.state / "schtasks.xml").unlink()
    if kept is not None:
        (machine.state / "schtasks.xml").write_bytes(kept)

    assert schtasks.is_present()
    assert schtasks.installed() is None
    assert schtasks.command() == ()
    assert schtasks.uninstall()


def test_it_is_here_where_schtasks_is(machine: Machine, tmp_path: Path) -> None:
    assert Schtasks(machine.host(CONFIG)).is_here()
    assert not Schtasks(Machine(tmp_path / "linux").host(CONFIG)).is_here()
