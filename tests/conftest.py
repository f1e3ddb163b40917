"""What every test gets, asked for or not: a home of its own, and no network.

Tests marked `faults` need root, programs or minutes that an ordinary user does not have. They run
only where MENTORLOG_CI_FAULTS=1 asks for them, and there a skip is a failure.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Generator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, not whether anything is wrong.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

_PERSONAL = (
    "MENTORLOG_",
    "XDG_",
    "EDITOR",
    "VISUAL",
    "NO_COLOR",
    "CLICOLOR",
    "FORCE_COLOR",
    "COLUMNS",
)


_SWITCH = "MENTORLOG_CI_FAULTS"
ASKED_FOR = os.environ.get(_SWITCH) == "1"  # read before any test gets its own environment
Reporting = Generator[None, pytest.TestReport, pytest.TestReport]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("faults") and not ASKED_FOR:
        pytest.skip(f"needs root, other programs or minutes: set {_SWITCH}=1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Reporting:
    report = yield
    if report.skipped and ASKED_FOR and item.get_closest_marker("faults"):
        report.outcome = "failed"
        report.longrepr = f"asked for, but skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def _stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs that reach outside, as stand-ins that refuse to."""
    folder = tmp_path_factory.mktemp("bin")
    for program in ("crontab", "systemctl", "launchctl", "notify-send", "sendmail"):
        _refusing(folder / program)
    return folder


@pytest.fixture(autouse=True)
def _nobodys_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, _stand_ins: Path
) -> None:
    """No real home, journal, configuration or crontab can be reached from a test."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(_PERSONAL):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("PATH", f"{_stand_ins}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> NoReturn:
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)


def _refusing(path: Path) -> None:
    path.write_text('#!/bin/sh\necho "not in a test: $0" >&2\nexit 97\n', encoding="utf-8")
    path.chmod(0o755)
