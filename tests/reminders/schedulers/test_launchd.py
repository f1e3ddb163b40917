"""launchd's property list, as plistlib reads it. Nothing of it was ever run by a real launchd."""

from __future__ import annotations

import plistlib
from dataclasses import replace
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.errors import Refused
from mentorlog.reminders.schedulers import Plan
from mentorlog.reminders.schedulers.launchd import Launchd

CONFIG = "/Users/ann/a & b <c>.toml"
PLAN = Plan(
    argv=("/opt/homebrew/bin/mentorlog", "--config", CONFIG, "nudge"),
    minute=7,
    first=9,
    last=11,
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, programs=("launchctl",), platform="darwin")


def plist(machine: Machine) -> Path:
    return machine.folder / "Library" / "LaunchAgents" / "mentorlog.nudge.plist"


def test_the_list_is_shown_exactly_as_it_is_installed(machine: Machine) -> None:
    launchd = Launchd(machine.host(CONFIG))

    launchd.install(PLAN)

    (piece,) = launchd.pieces(PLAN)
    assert (piece.place, piece.text) == (str(plist(machine)), plist(machine).read_text("utf-8"))
    assert "\t" not in piece.text  # it would be shown as a control character
    assert plistlib.loads(plist(machine).read_bytes()) == {
        "Label": "mentorlog.nudge",
        "ProgramArguments": list(PLAN.argv),
        "StartCalendarInterval": [
            {"Hour": 9, "Minute": 7},
            {"Hour": 10, "Minute": 7},
            {"Hour": 11, "Minute": 7},
        ],
        "RunAtLoad": True,
        "ProcessType": "Background",
    }
    assert launchd.installed() == PLAN
    assert launchd.command("--greet") == (*PLAN.argv, "--greet")


def test_launchctl_is_told_in_the_users_own_domain(machine: Machine) -> None:
    launchd = Launchd(machine.host(CONFIG))

    launchd.install(PLAN)
    launchd.uninstall()

    assert machine.calls("launchctl") == [
        "bootout gui/4242/mentorlog.nudge",
        f"bootstrap gui/4242 {plist(machine)}",
        "bootout gui/4242/mentorlog.nudge",
    ]
    assert list(plist(machine).parent.iterdir()) == []
    assert not launchd.uninstall()
    assert launchd.command() == ()


def test_a_list_that_was_unloaded_is_ours_but_not_installed(machine: Machine) -> None:
    launchd = Launchd(machine.host(CONFIG))
    launchd.install(PLAN)
    (machine.noted / "loaded-mentorlog.nudge").unlink()

    assert launchd.is_present()
    assert launchd.installed() is None


def test_what_launchd_refuses_leaves_everything_as_it_was(machine: Machine) -> None:
    machine.stand_in("launchctl", '[ "$1" != bootstrap ] || { echo "5: I/O" >&2; exit 5; }')

    with pytest.raises(Refused) as refusal:
        Launchd(machine.host(CONFIG)).install(PLAN)

    assert refusal.value.message == (
        "launchctl bootstrap failed (exit 5: 5: I/O). Nothing changed."
    )
    assert not plist(machine).exists()


def test_a_failed_change_brings_the_former_list_back(machine: Machine) -> None:
    launchd = Launchd(machine.host(CONFIG))
    launchd.install(PLAN)
    before = plist(machine).read_bytes()
    machine.stand_in("launchctl", '[ "$1" = bootout ]')

    with pytest.raises(Refused):
        launchd.install(replace(PLAN, minute=8))

    assert plist(machine).read_bytes() == before


@pytest.mark.parametrize(
    "theirs",
    [b"no property list", plistlib.dumps({"Label": "another"}), plistlib.dumps(["mentorlog"])],
)
def test_a_file_of_that_name_that_somebody_else_wrote_is_left_alone(
    machine: Machine, theirs: bytes
) -> None:
    plist(machine).parent.mkdir(parents=True)
    plist(machine).write_bytes(theirs)
    launchd = Launchd(machine.host(CONFIG))

    for touch in (launchd.is_present, launchd.uninstall, lambda: launchd.install(PLAN)):
        with pytest.raises(Refused) as refusal:
            touch()

        assert refusal.value.message == (
            f"{plist(machine)} wasn't written by mentorlog. Nothing changed."
        )
    assert plist(machine).read_bytes() == theirs


def test_a_list_of_ours_that_was_edited_beyond_recognition_runs_nothing(machine: Machine) -> None:
    plist(machine).parent.mkdir(parents=True)
    plist(machine).write_bytes(plistlib.dumps({"Label": "mentorlog.nudge"}))
    (machine.noted / "loaded-mentorlog.nudge").touch()
    launchd = Launchd(machine.host(CONFIG))

    assert launchd.is_present()
    assert launchd.installed() is None


def test_it_is_here_where_launchctl_is(machine: Machine, tmp_path: Path) -> None:
    assert Launchd(machine.host(CONFIG)).is_here()
    assert not Launchd(Machine(tmp_path / "linux").host(CONFIG)).is_here()
