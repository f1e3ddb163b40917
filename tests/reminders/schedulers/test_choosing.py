"""The scheduler that fits the machine, and all that run something of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from standins import Machine

from mentorlog.errors import Refused, UsageError
from mentorlog.reminders.schedulers.choosing import chosen, installed, schedulers
from mentorlog.reminders.schedulers.scheduler import Plan

PLAN = Plan(argv=("/bin/mentorlog",), minute=17, first=9, last=17)
ALL = ("crontab", "systemctl", "launchctl", "schtasks")


@pytest.mark.parametrize(
    ("platform", "programs", "expected"),
    [
        ("linux", ALL, "systemd"),
        ("linux", ("crontab",), "cron"),
        ("freebsd14", ("crontab",), "cron"),
        ("darwin", ALL, "launchd"),
        ("win32", ALL, "schtasks"),
    ],
)
def test_auto_takes_what_fits_the_system(
    tmp_path: Path, platform: str, programs: tuple[str, ...], expected: str
) -> None:
    host = Machine(tmp_path, programs, platform).host()

    assert chosen(host, "auto").name == expected


def test_without_a_user_session_it_is_cron(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ALL)
    machine.stand_in("systemctl", "echo 'Failed to connect to bus' >&2; exit 1")

    assert chosen(machine.host(), "auto").name == "cron"


@pytest.mark.parametrize(
    ("platform", "missing"), [("linux", "systemd or cron"), ("darwin", "launchd")]
)
def test_where_there_is_nothing_it_says_what_would_do(
    tmp_path: Path, platform: str, missing: str
) -> None:
    with pytest.raises(Refused) as refusal:
        chosen(Machine(tmp_path, (), platform).host(), "auto")

    assert refusal.value.message == f"Nothing here can run a job every hour ({missing} would)."


@pytest.mark.parametrize("name", ["systemd", "cron", "launchd", "schtasks"])
def test_any_can_be_asked_for_by_name(tmp_path: Path, name: str) -> None:
    assert chosen(Machine(tmp_path, ()).host(), name).name == name


def test_a_name_that_nobody_has_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as mistake:
        chosen(Machine(tmp_path).host(), "anacron")

    assert mistake.value.message == "--scheduler takes auto, systemd, cron, launchd, schtasks."


def test_all_that_run_something_of_ours_are_found(tmp_path: Path) -> None:
    host = Machine(tmp_path, ALL).host()
    before = list(installed(host))
    for scheduler in schedulers(host):
        scheduler.install(PLAN)

    assert before == []
    assert [(one.name, plan) for one, plan in installed(host)] == [
        ("systemd", PLAN),
        ("cron", PLAN),
        ("launchd", PLAN),
        ("schtasks", PLAN),
    ]


def test_one_that_cannot_be_asked_hides_no_other(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ALL)
    for scheduler in schedulers(machine.host()):
        scheduler.install(PLAN)
    machine.stand_in("crontab", "exit 2")

    found = [scheduler.name for scheduler, _ in installed(machine.host())]

    assert found == ["systemd", "launchd", "schtasks"]
