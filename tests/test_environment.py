"""Where this process keeps its files: where the library for that says."""

from __future__ import annotations

import platformdirs
import pytest

from mentorlog.environment import this_process


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"},
        {"XDG_CACHE_HOME": "/a b/ö"},
        {"XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "relative"},
        {"HOME": "/other/"},
        {"HOME": "relative"},
    ],
)
def test_folders_are_those_of_the_library(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    for name, value in {"HOME": "/home/kim", **variables}.items():
        monkeypatch.setenv(name, value)
    theirs = platformdirs.PlatformDirs("mentorlog", appauthor=False)

    ours = this_process()

    assert ours.config_file.parent == theirs.user_config_path
    assert ours.journal_folder.parent == theirs.user_data_path
    assert ours.state_folder.parent == theirs.user_state_path
    assert ours.cache_folder.parent == theirs.user_cache_path
