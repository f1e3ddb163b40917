"""A digest arrives whole or the channel says that it did not; and which one reaches the user."""

from __future__ import annotations

import io
import os
import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.environment import Settings
from mentorlog.errors import StorageFailed
from mentorlog.reminders.channels import CHANNELS, Banner, Caution, Reach, Stdout, chosen
from mentorlog.reminders.schedulers import schedulers

TEXT = "Mentoring: 1 thing\n\n  due   Öz\n"


def test_stdout_prints_the_text_as_it_is() -> None:
    stream = io.StringIO()

    Stdout(stream).deliver(TEXT)

    assert stream.getvalue() == TEXT


def test_stdout_says_what_an_ascii_pipe_can_take() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")

    Stdout(stream).deliver(TEXT)

    stream.seek(0)
    assert stream.read() == "Mentoring: 1 thing\n\n  due   ?z\n"


def test_stdout_on_a_full_disk_has_not_delivered() -> None:
    """And leaves nothing in the stream that would fail again when it is closed."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        with pytest.raises(StorageFailed) as failure:
            Stdout(full).deliver(TEXT)

        full.write("more")

    assert failure.value.message == "Printing failed (OSError)."


def test_a_closed_stdout_has_not_delivered() -> None:
    stream = io.StringIO()
    stream.close()

    with pytest.raises(StorageFailed) as failure:
        Stdout(stream).deliver(TEXT)

    assert failure.value.message == "Printing failed (ValueError)."


def test_the_banner_is_a_private_file_with_the_latest_text(tmp_path: Path) -> None:
    banner = Banner(tmp_path / "banner")
    banner.deliver("before\n")

    banner.deliver(TEXT)

    assert banner.path.read_bytes() == TEXT.encode()
    assert stat.S_IMODE(banner.path.stat().st_mode) == 0o600
    assert banner.text == TEXT
    assert [path.name for path in tmp_path.iterdir()] == ["banner"]


def test_a_cleared_banner_is_gone(tmp_path: Path) -> None:
    banner = Banner(tmp_path / "banner")
    banner.deliver(TEXT)

    banner.clear()
    banner.clear()

    assert banner.text == ""
    assert list(tmp_path.iterdir()) == []


def test_a_banner_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        Banner(tmp_path / "missing" / "banner").deliver(TEXT)


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


def reached(
    machine: Machine, scheduler: str, wanted: str | None = None, *command: str
) -> tuple[str, Reach]:
    environment = replace(machine.environment(), settings=Settings(command=command))
    by_name = {one.name: one for one in schedulers(machine.host())}
    return chosen(environment, by_name[scheduler], wanted)


def test_a_channel_is_called_as_the_configuration_calls_it(tmp_path: Path) -> None:
    environment = replace(Machine(tmp_path).environment(), settings=Settings(command=("ntfy",)))

    made = {name: kind.make(environment, tmp_path / "banner") for name, kind in CHANNELS.items()}

    assert [channel.name for channel in made.values()] == list(CHANNELS)


def test_a_desktop_comes_first_and_the_job_is_told_the_way_there(
    tmp_path: Path, runtime: Path
) -> None:
    machine = Machine(
        tmp_path / "home",
        ("notify-send", "sendmail"),
        variables={"XDG_RUNTIME_DIR": str(runtime)},
    )

    name, reach = reached(machine, "cron")

    assert name == "desktop"
    assert reach == Reach(
        variables={
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
            "PATH": f"{machine.bin}:/usr/bin:/bin",
        },
    )


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_there_always_is_a_desktop(tmp_path: Path, platform: str) -> None:
    assert reached(Machine(tmp_path, (), platform), "launchd") == ("desktop", Reach())


def test_without_a_desktop_cron_mails_where_there_is_a_sendmail(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("notify-send", "sendmail"))

    assert reached(machine, "cron") == ("stdout", Reach())
    for scheduler in ("systemd", "launchd", "schtasks"):
        assert reached(machine, scheduler) == ("banner", Reach())


def test_a_crontab_that_mails_nobody_is_no_way_to_reach_the_user(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("crontab", "sendmail"))
    machine.tab.write_text('MAILTO=""\n', encoding="utf-8")

    assert reached(machine, "cron") == ("banner", Reach())
    assert reached(machine, "cron", "stdout") == ("stdout", Reach(caution=Caution.MUTED))


def test_without_either_it_is_the_banner(tmp_path: Path) -> None:
    assert reached(Machine(tmp_path), "cron") == ("banner", Reach())


def test_what_is_asked_for_is_taken_with_a_word_of_caution(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    found = [
        reached(machine, "cron", "desktop"),
        reached(machine, "cron", "stdout"),
        reached(machine, "cron", "command", "ntfy", "publish"),
        reached(machine, "cron", "banner"),
    ]

    assert found == [
        ("desktop", Reach(caution=Caution.NO_DESKTOP)),
        ("stdout", Reach(caution=Caution.NO_MAIL)),
        ("command", Reach(caution=Caution.NO_COMMAND)),
        ("banner", Reach()),
    ]


def test_ones_own_command_is_found_from_the_job_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("ntfy",))
    named = str(machine.bin / "ntfy")

    assert reached(machine, "cron", "command", "ntfy") == (
        "command",
        Reach(variables={"PATH": f"{machine.bin}:/usr/bin:/bin"}),
    )
    assert reached(machine, "cron", "command", named) == ("command", Reach())


def test_what_the_system_itself_has_needs_no_path(tmp_path: Path) -> None:
    machine = Machine(tmp_path, variables={"PATH": os.defpath})

    assert reached(machine, "cron", "command", "cat") == ("command", Reach())
