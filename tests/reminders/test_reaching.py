"""The channel that will really reach this user, and what the job must be given for it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.reminders.reaching import Reach, reach
from mentorlog.views.installation import Caution


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Path]:
    """A folder with a session bus, as far as its kind of file goes."""
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)
        try:
            server.bind("bus")
        finally:
            os.chdir(before)
        yield tmp_path


def test_a_desktop_comes_first_and_the_job_is_told_the_way_there(
    tmp_path: Path, runtime: Path
) -> None:
    machine = Machine(
        tmp_path / "home",
        ("notify-send", "sendmail"),
        variables={"XDG_RUNTIME_DIR": str(runtime)},
    )

    assert reach(machine.host(), "cron", None, ()) == Reach(
        channel="desktop",
        variables={
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
            "PATH": f"{machine.bin}:/usr/bin:/bin",
        },
    )


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_there_always_is_a_desktop(tmp_path: Path, platform: str) -> None:
    assert reach(Machine(tmp_path, (), platform).host(), "any", None, ()) == Reach(
        channel="desktop"
    )


def test_without_a_desktop_cron_mails_where_there_is_a_sendmail(tmp_path: Path) -> None:
    host = Machine(tmp_path, ("notify-send", "sendmail")).host()

    assert reach(host, "cron", None, ()) == Reach(channel="stdout")
    assert reach(host, "systemd", None, ()) == Reach(channel="banner")


def test_without_either_it_is_the_banner(tmp_path: Path) -> None:
    assert reach(Machine(tmp_path).host(), "cron", None, ()) == Reach(channel="banner")


def test_what_is_asked_for_is_taken_with_a_word_of_caution(tmp_path: Path) -> None:
    host = Machine(tmp_path).host()

    found = [
        reach(host, "cron", "desktop", ()),
        reach(host, "cron", "stdout", ()),
        reach(host, "cron", "command", ("ntfy", "publish")),
        reach(host, "cron", "banner", ()),
    ]

    assert found == [
        Reach(channel="desktop", caution=Caution.NO_DESKTOP),
        Reach(channel="stdout", caution=Caution.NO_MAIL),
        Reach(channel="command", caution=Caution.NO_COMMAND),
        Reach(channel="banner"),
    ]


def test_ones_own_command_is_found_from_the_job_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("ntfy",))
    named = str(machine.bin / "ntfy")

    assert reach(machine.host(), "cron", "command", ("ntfy",)) == Reach(
        channel="command", variables={"PATH": f"{machine.bin}:/usr/bin:/bin"}
    )
    assert reach(machine.host(), "cron", "command", (named,)) == Reach(channel="command")


def test_what_the_system_itself_has_needs_no_path(tmp_path: Path) -> None:
    host = Machine(tmp_path, variables={"PATH": os.defpath}).host()

    assert reach(host, "cron", "command", ("cat",)) == Reach(channel="command")
