"""A notification: a title and a text for each system's own program, and the way to the session."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.errors import StorageFailed
from mentorlog.reminders.channels import Desktop, bus

TEXT = "Mentoring: 1 thing\n\n  overdue    sam <b>&co   monthly\n\nLog:    mentorlog\n"
NOBODY = 4242  # without a session


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Path]:
    """A folder with a session bus, as far as its kind of file goes; sockets need short paths."""
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)
        try:
            server.bind("bus")
        finally:
            os.chdir(before)
        yield tmp_path


def noting(machine: Machine, name: str, *, status: int = 0) -> Path:
    """A stand-in that leaves each argument, then what it was told in variables."""
    got = machine.noted / "got"
    machine.stand_in(
        name,
        f'printf "%s\\n--\\n" "$@" "$DBUS_SESSION_BUS_ADDRESS" "$MENTORLOG_TITLE" '
        f'"$MENTORLOG_TEXT" > "{got}"\nexit {status}',
    )
    return got


def arguments(got: Path) -> list[str]:
    return got.read_text(encoding="utf-8").split("\n--\n")[:-1]


def desktop(machine: Machine, **variables: str) -> Desktop:
    return Desktop(
        platform=machine.platform,
        variables={**machine.all_variables(), **variables},
        account=NOBODY,
    )


def test_on_linux_the_first_line_is_the_title_and_nothing_is_markup(
    tmp_path: Path, runtime: Path
) -> None:
    machine = Machine(tmp_path / "home", ("notify-send",))
    got = noting(machine, "notify-send")

    desktop(machine, XDG_RUNTIME_DIR=str(runtime)).deliver(TEXT)

    assert arguments(got) == [
        "--app-name=mentorlog",
        "--",
        "Mentoring: 1 thing",
        "overdue  sam &lt;b&gt;&amp;co  monthly\nLog:  mentorlog",
        f"unix:path={runtime}/bus",
        "",
        "",
    ]


def test_on_macos_the_text_is_an_argument_and_never_a_script(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("osascript",), "darwin")
    got = noting(machine, "osascript")

    desktop(machine).deliver(TEXT)

    assert arguments(got) == [
        *("-e", "on run argv"),
        *("-e", "display notification (item 2 of argv) with title (item 1 of argv)"),
        *("-e", "end run"),
        "Mentoring: 1 thing",
        "overdue  sam <b>&co  monthly\nLog:  mentorlog",
        *("", "", ""),
    ]


def test_on_windows_the_text_comes_in_variables_and_never_in_a_script(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("powershell",), "win32")
    got = noting(machine, "powershell")

    desktop(machine).deliver(TEXT)

    found = arguments(got)
    assert found[:3] == ["-NoProfile", "-NonInteractive", "-Command"]
    assert "sam" not in found[3]
    assert found[4:] == [
        "",
        "Mentoring: 1 thing",
        "overdue  sam <b>&co  monthly\nLog:  mentorlog",
    ]


def test_without_a_session_nothing_is_delivered(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("notify-send",))

    with pytest.raises(StorageFailed) as failure:
        desktop(machine).deliver(TEXT)

    assert failure.value.message == "There's no desktop session to show it in."
    assert machine.calls("notify-send") == []


def test_a_program_that_fails_has_not_delivered(tmp_path: Path, runtime: Path) -> None:
    machine = Machine(tmp_path / "home", ("notify-send",))
    noting(machine, "notify-send", status=1)

    with pytest.raises(StorageFailed) as failure:
        desktop(machine, XDG_RUNTIME_DIR=str(runtime)).deliver(TEXT)

    assert failure.value.message == "notify-send didn't reach the desktop (exit 1)."


def test_the_bus_is_where_the_variable_says(runtime: Path) -> None:
    address = f"unix:path={runtime}/bus,guid=1f"

    assert bus({"DBUS_SESSION_BUS_ADDRESS": address}, NOBODY) == address
    assert bus({"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=/tmp/x"}, NOBODY) == (
        "unix:abstract=/tmp/x"
    )


def test_a_bus_that_is_gone_is_none(tmp_path: Path) -> None:
    (tmp_path / "bus").write_bytes(b"")

    assert bus({"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/gone"}, NOBODY) is None
    assert bus({"XDG_RUNTIME_DIR": str(tmp_path)}, NOBODY) is None
    assert bus({}, NOBODY) is None
