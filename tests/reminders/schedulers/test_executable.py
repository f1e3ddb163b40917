"""Where our program is: as a link, if it is one, and only where it will stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentorlog.errors import Refused
from mentorlog.reminders.schedulers import executable, is_temporary


def script(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def linked(path: Path, target: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    return path


def test_a_link_is_kept_as_it_outlives_an_upgrade(tmp_path: Path) -> None:
    cellar = script(tmp_path / "Cellar" / "mentorlog" / "0.1" / "bin" / "mentorlog")
    link = linked(tmp_path / "bin" / "mentorlog", cellar)

    assert executable(str(link), {}) == (str(link),)


def test_a_bare_name_is_looked_up(tmp_path: Path) -> None:
    program = script(tmp_path / "mentorlog")

    assert executable("mentorlog", {"PATH": str(tmp_path)}) == (str(program),)


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(tmp_path / "bin" / "mentorlog")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert executable("../bin/mentorlog", {}) == (str(program),)


def test_windows_leaves_out_the_ending(tmp_path: Path) -> None:
    program = script(tmp_path / "mentorlog.exe")

    assert executable(str(tmp_path / "mentorlog"), {}) == (str(program),)


def test_started_as_a_module_the_script_beside_python_is_taken(tmp_path: Path) -> None:
    program = script(tmp_path / "bin" / "mentorlog")
    python = str(tmp_path / "bin" / "python")

    assert executable("/lib/mentorlog/__main__.py", {}, python=python) == (str(program),)


def test_where_it_was_started_from_is_gone_the_script_beside_python_is_taken(
    tmp_path: Path,
) -> None:
    program = script(tmp_path / "bin" / "mentorlog")

    found = executable("/nowhere/mentorlog", {}, python=str(tmp_path / "bin" / "python"))

    assert found == (str(program),)


def test_without_a_script_python_runs_the_module(tmp_path: Path) -> None:
    python = str(tmp_path / "bin" / "python")

    assert executable("/lib/mentorlog/__main__.py", {}, python=python) == (
        *(python, "-m"),
        "mentorlog",
    )


@pytest.mark.parametrize(
    "folder",
    [
        ".cache/uv/archive-v0/kX3/bin",
        "elsewhere/archive-v0/kX3/bin",
        "uv/environments-v2/abc/bin",
        ".cache/pipx/1a2b3c/bin",
        ".local/pipx/.cache/1a2b3c/bin",
        "Library/Caches/pipx/1a2b3c/bin",
    ],
)
def test_what_is_made_for_one_run_is_refused_even_behind_a_link(
    tmp_path: Path, folder: str
) -> None:
    program = script(tmp_path / folder / "mentorlog")
    link = linked(tmp_path / "bin" / "mentorlog", program)

    for started in (program, link):
        with pytest.raises(Refused) as refusal:
            executable(str(started), {})

        assert refusal.value.message == (
            f"mentorlog was started from a temporary folder: {started}"
        )


@pytest.mark.parametrize(
    "folder",
    ["share/uv/tools/mentorlog/bin", "share/pipx/venvs/mentorlog/bin", "my-archive/bin"],
)
def test_what_was_installed_to_stay_is_taken(tmp_path: Path, folder: str) -> None:
    program = script(tmp_path / folder / "mentorlog")

    assert executable(str(program), {}) == (str(program),)


def test_a_temporary_folder_is_known(tmp_path: Path) -> None:
    assert is_temporary(Path("/tmp/venv/bin/mentorlog"))
    assert is_temporary(tmp_path / "mentorlog") is (
        os.path.commonpath([tmp_path, "/tmp"]) == "/tmp"
    )
    assert not is_temporary(Path("/home/ann/tmp/mentorlog"))
