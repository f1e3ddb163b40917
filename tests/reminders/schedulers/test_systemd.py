"""systemd's two units: their exact text, and that a real systemd would take them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.errors import Refused
from mentorlog.reminders.schedulers import Piece, Plan
from mentorlog.reminders.schedulers.systemd import Systemd

CONFIG = "/home/ann/c.toml"
PLAN = Plan(
    argv=("/home/ann/bin/mentorlog", "--config", CONFIG, "nudge", "--scheduled"),
    minute=7,
    first=9,
    last=17,
)
SERVICE = """\
# Written by mentorlog nudge install; mentorlog nudge uninstall removes it.
[Unit]
Description=mentorlog: say what needs doing

[Service]
Type=oneshot
ExecStart=/home/ann/bin/mentorlog --config /home/ann/c.toml nudge --scheduled
"""
TIMER = """\
# Written by mentorlog nudge install; mentorlog nudge uninstall removes it.
[Unit]
Description=mentorlog: check every hour if something needs doing

[Timer]
OnCalendar=*-*-* 09..17:07:00
Persistent=true

[Install]
WantedBy=timers.target
"""
ODD = ("/opt/it's 100% \\ö\"/mentorlog", "--config", "/a $HOME ${x}/%h.toml", "nudge", "a;b")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, programs=("systemctl",))


def units(machine: Machine) -> Path:
    return machine.folder / ".config" / "systemd" / "user"


def test_the_units_are_shown_exactly_as_they_are_installed(machine: Machine) -> None:
    systemd = Systemd(machine.host(CONFIG))

    systemd.install(PLAN)

    written = {path.name: path.read_text(encoding="utf-8") for path in units(machine).iterdir()}
    assert written == {"mentorlog-nudge.service": SERVICE, "mentorlog-nudge.timer": TIMER}
    assert systemd.pieces(PLAN) == (
        Piece(place=str(units(machine) / "mentorlog-nudge.service"), text=SERVICE),
        Piece(place=str(units(machine) / "mentorlog-nudge.timer"), text=TIMER),
    )
    assert systemd.installed() == PLAN
    assert systemd.command("--greet") == (*PLAN.argv, "--greet")
    assert machine.calls("systemctl")[:3] == [
        "--user daemon-reload",
        "--user enable mentorlog-nudge.timer",
        "--user restart mentorlog-nudge.timer",
    ]


def test_uninstall_takes_both_away_and_nothing_else(machine: Machine) -> None:
    systemd = Systemd(machine.host(CONFIG))
    units(machine).mkdir(parents=True)
    other = units(machine) / "other.timer"
    other.write_text("[Timer]\n", encoding="utf-8")
    systemd.install(PLAN)

    removed = (systemd.uninstall(), systemd.uninstall())

    assert removed == (True, False)
    assert list(units(machine).iterdir()) == [other]
    assert systemd.installed() is None
    assert systemd.command() == ()


def test_the_users_own_configuration_folder_counts(machine: Machine) -> None:
    elsewhere = machine.folder / "elsewhere"
    host = replace(
        machine.host(CONFIG),
        variables={**machine.all_variables(), "XDG_CONFIG_HOME": str(elsewhere)},
    )

    Systemd(host).install(PLAN)

    assert (elsewhere / "systemd" / "user" / "mentorlog-nudge.timer").is_file()


def test_a_timer_that_was_switched_off_is_ours_but_not_installed(machine: Machine) -> None:
    systemd = Systemd(machine.host(CONFIG))
    systemd.install(PLAN)
    (machine.noted / "enabled-mentorlog-nudge.timer").unlink()

    assert systemd.is_present()
    assert systemd.installed() is None


@pytest.mark.parametrize(
    ("status", "here"), [("0", True), ("1", False)], ids=["a session", "no session"]
)
def test_it_is_here_where_there_is_a_user_session(
    machine: Machine, status: str, *, here: bool
) -> None:
    machine.stand_in("systemctl", f"exit {status}")

    assert Systemd(machine.host(CONFIG)).is_here() is here
    assert machine.calls("systemctl") == ["--user list-timers"]


def test_without_systemctl_it_is_not_here(tmp_path: Path) -> None:
    assert not Systemd(Machine(tmp_path, programs=()).host(CONFIG)).is_here()


@pytest.mark.parametrize("verb", ["daemon-reload", "enable", "restart"])
def test_what_systemd_refuses_leaves_everything_as_it_was(machine: Machine, verb: str) -> None:
    machine.stand_in("systemctl", f'[ "$2" != {verb} ] || {{ echo "Failed: no bus" >&2; exit 1; }}')

    with pytest.raises(Refused) as refusal:
        Systemd(machine.host(CONFIG)).install(PLAN)

    assert refusal.value.message == (
        f"systemctl --user {verb} failed (exit 1: Failed: no bus). Nothing changed."
    )
    assert list(units(machine).iterdir()) == []


def test_a_failed_change_brings_the_former_units_back(machine: Machine) -> None:
    systemd = Systemd(machine.host(CONFIG))
    systemd.install(PLAN)
    before = (units(machine) / "mentorlog-nudge.timer").read_bytes()
    machine.stand_in("systemctl", '[ "$2" != enable ]')

    with pytest.raises(Refused):
        systemd.install(replace(PLAN, minute=8))

    assert (units(machine) / "mentorlog-nudge.timer").read_bytes() == before


def test_a_unit_of_that_name_that_somebody_else_wrote_is_left_alone(machine: Machine) -> None:
    units(machine).mkdir(parents=True)
    theirs = units(machine) / "mentorlog-nudge.timer"
    theirs.write_text("[Timer]\n", encoding="utf-8")
    systemd = Systemd(machine.host(CONFIG))

    for touch in (systemd.is_present, systemd.uninstall, lambda: systemd.install(PLAN)):
        with pytest.raises(Refused) as refusal:
            touch()

        assert refusal.value.message == f"{theirs} wasn't written by mentorlog. Nothing changed."
    assert theirs.read_text(encoding="utf-8") == "[Timer]\n"
    assert [path.name for path in units(machine).iterdir()] == ["mentorlog-nudge.timer"]


def test_whatever_a_path_holds_is_read_back_as_it_was(machine: Machine) -> None:
    systemd = Systemd(machine.host(ODD[2]))

    systemd.install(replace(PLAN, argv=ODD))

    found = systemd.installed()
    assert found is not None
    assert found.argv == ODD


def test_a_dollar_in_the_executables_own_path_is_refused(machine: Machine) -> None:
    with pytest.raises(Refused) as refusal:
        Systemd(machine.host(CONFIG)).pieces(replace(PLAN, argv=("/home/$x/mentorlog",)))

    assert refusal.value.message == "systemd can't be given this path: /home/$x/mentorlog"


ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["mentorlog", "with 100% a blank"])
def test_a_real_systemd_finds_nothing_wrong_with_the_units(
    machine: Machine, tmp_path: Path, name: str
) -> None:
    program = tmp_path / name
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    plan = replace(PLAN, argv=(str(program), *PLAN.argv[1:]))
    Systemd(machine.host(CONFIG)).install(plan)

    ran = subprocess.run(
        [ANALYZE or "", "verify", "--user", str(units(machine) / "mentorlog-nudge.timer")],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )

    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_a_real_systemd_reads_the_calendar_as_the_hours_that_were_meant() -> None:
    ran = subprocess.run(
        [
            *(ANALYZE or "", "calendar", "--iterations=10"),
            *("--base-time=2026-11-22 08:00:00", "*-*-* 09..17:07:00"),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
    )

    times = [line.split()[-2] for line in ran.stdout.splitlines() if "2026-11-2" in line]
    assert [time for time in times if time.count(":") == 2] == [
        *(f"{hour:02}:07:00" for hour in range(9, 18)),
        "09:07:00",
    ]
