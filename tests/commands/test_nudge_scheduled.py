"""nudge --scheduled as a scheduler meets it: which channel, how much is told, and in what world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from standins import MONDAY, SUNDAY, Machine, Ran

SAID = """\
Mentoring: 1 thing

  overdue    dana-oz   monthly, was due Mon 20 Jan 2020

Log:    mentorlog log-meeting dana-oz
Quiet:  mentorlog nudge snooze dana-oz --for 2w
Stop:   mentorlog nudge uninstall
"""
COUNTED = """\
Mentoring: 1 thing

See:    mentorlog nudge
Quiet:  mentorlog nudge snooze WHO --for 2w
Stop:   mentorlog nudge uninstall
"""
SILENT = Ran(status=0, out="", err="")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path, ("ntfy", "osascript"))
    made.person("Dana Öz", since="2020-01-06", cadence="monthly")
    return made


def configure(machine: Machine, *lines: str) -> None:
    machine.config.write_text("\n".join(("[nudge]", *lines)), "utf-8")


def scheduled(machine: Machine) -> Ran:
    return machine.run("nudge", "--scheduled", now=MONDAY)


def test_by_default_it_prints_once(machine: Machine) -> None:
    assert machine.run("nudge", "--scheduled", now=SUNDAY) == SILENT
    assert scheduled(machine) == Ran(status=0, out=SAID, err="")
    assert scheduled(machine) == SILENT


def test_from_another_day_it_is_that_days_run(machine: Machine) -> None:
    """What is said ahead is not said yet once the real clock runs it, and the pulse is true."""
    ahead = [
        machine.run("nudge", "--scheduled", "--as-of", day, now=MONDAY)
        for day in ("2026-12-06", "2026-12-07", "2026-12-08")
    ]

    (pulse,) = machine.state.rglob("heartbeat")
    assert ahead == [SILENT, Ran(status=0, out=SAID, err=""), SILENT]
    assert pulse.read_text("ascii") == "2026-11-23 09:30\n"
    assert scheduled(machine) == Ran(status=0, out=SAID, err="")


def test_as_json_it_prints_what_is_new_or_nothing(machine: Machine) -> None:
    (agreement,) = machine.folder.glob("journal/relationships/*/*-agreement-*.yaml")
    agreement.with_name("2026-01-01-note-aaaaaaaa.yaml").write_text("{", "utf-8")

    ran = machine.run("nudge", "--scheduled", "--json", now=MONDAY)

    said = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert said == json.loads(machine.run("nudge", "--json", now=MONDAY).out)
    assert [item["kind"] for item in said["items"]] == ["overdue"]
    assert [problem["line"] for problem in said["problems"]] == [1]
    assert machine.run("nudge", "--scheduled", "--json", now=MONDAY) == SILENT


def test_a_run_that_takes_too_long_says_so_and_ends_at_once() -> None:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from mentorlog.commands import nudge_scheduled; nudge_scheduled._out_of_time()",
        ],
        capture_output=True,
        check=False,
    )

    told = b"mentorlog: stopped after 18 seconds. The next run tries again.\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (6, b"", told)


def test_the_banner_is_a_file_for_the_shell(machine: Machine) -> None:
    configure(machine, 'channel = "banner"')

    assert scheduled(machine) == SILENT

    (banner,) = machine.state.glob("*.banner")
    assert banner.read_text("utf-8") == SAID


def test_ones_own_command_gets_it_on_stdin(machine: Machine) -> None:
    machine.stand_in("ntfy", 'cat > "$STATE/told"')
    configure(machine, 'channel = "command"', 'command = ["ntfy", "--title", "a b"]')

    assert scheduled(machine) == SILENT

    assert (machine.noted / "told").read_text("utf-8") == SAID
    assert machine.calls("ntfy") == ["--title a b"]


def test_the_desktop_shows_only_a_count(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("osascript",), "darwin")
    machine.person("Dana Öz", since="2020-01-06", cadence="monthly")
    configure(machine, 'channel = "desktop"')

    assert scheduled(machine) == SILENT

    assert machine.calls("osascript")[0].endswith(" Mentoring: 1 thing See:  mentorlog nudge")
    assert "dana" not in "".join(machine.calls("osascript"))


@pytest.mark.parametrize(
    ("privacy", "told"),
    [
        ("count", COUNTED),
        ("handles", SAID),
        ("names", SAID.replace("overdue    dana-oz", "overdue    Dana Öz")),
    ],
)
def test_how_much_is_told_can_be_chosen(machine: Machine, privacy: str, told: str) -> None:
    configure(machine, f'privacy = "{privacy}"')

    assert scheduled(machine) == Ran(status=0, out=told, err="")


def test_damage_is_a_number_even_where_only_a_count_is_told(machine: Machine) -> None:
    configure(machine, 'privacy = "count"')
    (agreement,) = machine.folder.glob("journal/relationships/*/*-agreement-*.yaml")
    agreement.write_text("{", "utf-8")

    assert scheduled(machine).out == (
        "Mentoring: 1 file couldn't be read\n\n"
        "See which, and why:  mentorlog doctor\n\n"
        "Stop:   mentorlog nudge uninstall\n"
    )


def test_a_channel_that_fails_is_told_and_the_banner_takes_over(machine: Machine) -> None:
    machine.stand_in("ntfy", "exit 7")
    configure(machine, 'channel = "command"', 'command = ["ntfy"]')

    assert scheduled(machine) == Ran(
        status=0,
        out="",
        err="mentorlog: ntfy refused it (exit 7). It's in the banner instead.\n",
    )

    (banner,) = machine.state.glob("*.banner")
    assert banner.read_text("utf-8") == SAID


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('channel = "pigeon"', "nudge.channel takes stdout, desktop, banner or command."),
        ('privacy = "none"', "nudge.privacy takes names, handles or count."),
        ('window = "never"', "nudge.window: write days and hours, as in"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_told(
    machine: Machine, line: str, message: str
) -> None:
    configure(machine, line)

    ran = scheduled(machine)

    assert ran.status == 2
    assert ran.err.startswith(f"mentorlog: {machine.config}: {message}")


def test_the_channel_command_needs_a_command(machine: Machine) -> None:
    configure(machine, 'channel = "command"')

    assert scheduled(machine) == Ran(
        status=2,
        out="",
        err='mentorlog: The channel "command" needs a program to give the text to.\n'
        f'  Set it in {machine.config}:  nudge.command = ["program", "argument"]\n',
    )


def test_a_greeting_says_nothing_about_anybody_and_is_not_remembered(machine: Machine) -> None:
    greeted = machine.run("nudge", "--scheduled", "--greet", now=SUNDAY)

    assert greeted == Ran(
        status=0,
        out="Mentoring: nudges reach you here\n\n"
        "This is only a test. See what needs you:\n  mentorlog nudge\n",
        err="",
    )
    assert scheduled(machine).out == SAID


def test_options_before_a_command_of_the_group_are_a_mistake(machine: Machine) -> None:
    assert machine.run("nudge", "--scheduled", "status") == Ran(
        status=2,
        out="",
        err="mentorlog: Put a command's options after its name.\n  mentorlog nudge status -h\n",
    )


# In the real world of a scheduler: another process, and nothing in its environment.


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"HOME": "/nonexistent", "LANG": "de_DE.UTF-8", "COLUMNS": "0", "TERM": "dumb"},
    ],
    ids=["nothing", "as cron", "ascii", "no home"],
)
def test_it_speaks_in_an_empty_environment_and_is_silent_the_second_time(
    machine: Machine, variables: dict[str, str]
) -> None:
    configure(machine, 'window = "mon-sun 0-24"', 'privacy = "names"')
    settings = f'journal = "{machine.folder}/journal"\nstate = "{machine.state}"\n'
    machine.config.write_text(settings + machine.config.read_text("utf-8"), "utf-8")

    ran = [
        subprocess.run(
            [sys.executable, "-m", "mentorlog", "--config", machine.config, "nudge", "--scheduled"],
            env=variables,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        for _ in range(2)
    ]

    name = "?z" if "PYTHONIOENCODING" in variables else "Öz"
    lines = ran[0].stdout.decode().splitlines()
    assert [(one.returncode, one.stderr) for one in ran] == [(0, b""), (0, b"")]
    assert lines[0] == "Mentoring: 1 thing"
    assert lines[2].startswith(f"  overdue    Dana {name}")
    assert ran[1].stdout == b""


@pytest.mark.parametrize("channel", ["banner", "stdout"])
def test_with_its_streams_closed_it_waits_in_the_banner(machine: Machine, channel: str) -> None:
    """Which needs no stream; what can't be printed has not been said."""
    configure(machine, 'window = "mon-sun 0-24"', f'channel = "{channel}"')
    settings = f'journal = "{machine.folder}/journal"\nstate = "{machine.state}"\n'
    machine.config.write_text(settings + machine.config.read_text("utf-8"), "utf-8")
    line = f'"{sys.executable}" -m mentorlog --config "{machine.config}" nudge --scheduled'

    ran = subprocess.run(["/bin/sh", "-c", f"{line} <&- >&- 2>&-"], env={}, cwd=os.sep, check=False)

    (banner,) = machine.state.glob("*.banner")
    assert ran.returncode == 0
    assert banner.read_text("utf-8") == SAID


def test_a_quiet_run_starts_no_program_and_imports_no_scheduler(machine: Machine) -> None:
    program = (
        "import sys\n"
        "from mentorlog.__main__ import run\n"
        f"run(['--config', {str(machine.config)!r}, 'nudge', '--scheduled'])\n"
        "print(*sys.modules, sep='\\n')"
    )
    settings = f'journal = "{machine.folder}/none"\nstate = "{machine.state}"\n'
    machine.config.write_text(settings, "utf-8")

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    ours = {
        "subprocess",
        "mentorlog.reminders.schedulers",
        "mentorlog.commands.nudge.install",
        "rich",
    }
    assert [name for name in loaded if name in ours or "schedulers" in name] == []
