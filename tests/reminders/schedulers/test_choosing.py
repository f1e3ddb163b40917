"""The scheduler that fits the machine, and all that run something of ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.errors import Refused, UsageError
from mentorlog.reminders.schedulers import Plan, chosen, installed, others, schedulers

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

    assert refusal.value.message == f"There's no scheduler here ({missing} would)."


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


@pytest.mark.parametrize("name", ["systemd", "cron", "launchd", "schtasks"])
def test_a_job_belongs_to_its_configuration(tmp_path: Path, name: str) -> None:
    """Another's is named, and is neither replaced nor removed."""
    machine = Machine(tmp_path, ALL)
    mine, yours = (chosen(machine.host(tmp_path / file), name) for file in ("a.toml", "b.toml"))
    plans = [replace(PLAN, argv=_line(tmp_path / file)) for file in ("a.toml", "b.toml")]
    for scheduler, plan in zip((mine, yours), plans, strict=True):
        scheduler.install(plan)

    both = [mine.installed(), yours.installed()]
    named = [mine.others(), yours.others()]
    again = mine.install(plans[0]), yours.installed()
    removed = mine.uninstall()
    left = [mine.is_present(), mine.installed(), mine.others(), yours.installed(), yours.others()]

    assert both == plans
    assert named == [(str(tmp_path / "b.toml"),), (str(tmp_path / "a.toml"),)]
    assert again[1] == plans[1]
    assert removed
    assert left == [False, None, (str(tmp_path / "b.toml"),), plans[1], ()]
    assert yours.uninstall()
    assert not yours.is_present()
    assert mine.others() == ()


def test_a_configuration_is_known_by_any_path_to_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ALL)
    (tmp_path / "link").symlink_to(tmp_path)
    for scheduler in schedulers(machine.host(tmp_path / "a.toml")):
        scheduler.install(replace(PLAN, argv=_line(tmp_path / "a.toml")))

    linked = machine.host(tmp_path / "link" / "a.toml")

    assert len(list(installed(linked))) == len(schedulers(linked))
    assert list(others(linked)) == []


def _line(config: Path) -> tuple[str, ...]:
    return ("/bin/mentorlog", "--config", str(config), "nudge", "--scheduled")
