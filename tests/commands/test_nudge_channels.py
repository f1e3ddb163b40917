"""A row of the table of channels is all that a new one needs: every command follows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from standins import Machine
from test_readme import README, retold

from mentorlog.reminders.channels import CHANNELS, ChannelKind

PROGRAM = """\
#!{python}
from __future__ import annotations
from pathlib import Path
from mentorlog.errors import StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders.channels import CHANNELS, ChannelKind

@dataclass(frozen=True, slots=True)
class Pigeon:
    name: str = "pigeon"

    def deliver(self, text: str) -> None:
        Path({got!r}).write_text(text)

CHANNELS["pigeon"] = ChannelKind(
    make=lambda environment, banner: Pigeon(),
    arrives="by pigeon",
    arrived="A pigeon took a test message.",
    is_watched=True,
)
from mentorlog.__main__ import main
main()
"""


def with_pigeons(folder: Path) -> tuple[Machine, Path]:
    """A machine whose mentorlog has one channel more, and what the pigeon took."""
    machine, got = Machine(folder), folder / "got"
    program = PROGRAM.format(python=sys.executable, got=str(got))
    machine.program.write_text(program, encoding="utf-8")
    machine.person("Dana Öz", since="2020-01-06", cadence="monthly")
    settings = f'journal = "{folder}/journal"\nstate = "{folder}/state"\n'
    machine.config.write_text(settings, encoding="utf-8")
    return machine, got


def ran(machine: Machine, *words: str) -> str:
    done = subprocess.run(
        [machine.program, "--config", machine.config, *words],
        env={**machine.all_variables(), "COLUMNS": "200"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_new_channel_is_configured_installed_told_of_and_used(tmp_path: Path) -> None:
    machine, got = with_pigeons(tmp_path)

    ran(machine, "config", "nudge.window", "mon-sun 0-24")
    ran(machine, "config", "nudge.channel", "pigeon")
    settings = ran(machine, "config")
    offered = ran(machine, "nudge", "install", "--help")
    installed = ran(machine, "nudge", "install", "--scheduler", "cron", "--yes")
    greeting = got.read_text("utf-8")
    (machine.state / "h").mkdir()
    status = ran(machine, "nudge", "status")

    assert "stdout, desktop, banner, command or pigeon" in settings
    assert "banner, command or pigeon" in " ".join(offered.split())
    assert "only if there's something new: by pigeon." in installed
    assert "A pigeon took a test message." in installed
    assert greeting.startswith("Mentoring: nudges reach you here")
    assert "Speaks     mon-sun 0-24, by pigeon\n" in status
    assert ran(machine, "config", "nudge.privacy") == "count\n"


def test_a_scheduled_run_uses_it(tmp_path: Path) -> None:
    machine, got = with_pigeons(tmp_path)
    ran(machine, "config", "nudge.window", "mon-sun 0-24")
    ran(machine, "config", "nudge.channel", "pigeon")

    said = ran(machine, "nudge", "--scheduled")

    assert said == ""
    assert got.read_text("utf-8").startswith("Mentoring: 1 thing\n")


def test_the_readmes_list_follows_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = ChannelKind(
        make=CHANNELS["stdout"].make, arrives="by pigeon", arrived="It went.", is_watched=True
    )
    monkeypatch.setitem(CHANNELS, "pigeon", kind)
    text = README.read_text(encoding="utf-8").split("| channel |")[1]
    block = f"| channel |{text.split('```')[0]}"

    assert retold(block, tmp_path) == block.rstrip("\n") + "\n| `pigeon` | by pigeon |\n\n"
