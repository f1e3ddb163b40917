"""Where this process keeps its files: where the library for that says."""

from __future__ import annotations

import contextlib
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.environment import plain_settings, this_process, toml_settings
from mentorlog.errors import UsageError


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


LINES = st.sampled_from(
    [
        *("", "[nudge]", "[me]", "[other]", "[]", "[nudge", "# said", " ", "\t"),
        *('channel = "stdout"', 'window = "mon-fri 9-18"', 'journal = "~/j"', 'name = "Ana Öz"'),
        *(
            'channel="mail"',
            "channel = 'mail'",
            'channel = "a\\tb"',
            'channel = "a"b"',
            'channel = "',
        ),
        *('me.name = "Ana"', "hours_per_month = 4", 'hours_per_month = "4"', 'nothing = "here"'),
        *(
            'command = ["x"]',
            'channel = "a" # why',
            ' = "x"',
            'channel = "x"\r',
            'channel = "\u2028"',
        ),
        *('channel = ""', 'privacy = "\x00"', 'journal = "\u00a0"', '"journal" = "x"', "x"),
    ]
)


@given(st.lists(LINES, max_size=6))
def test_plain_settings_are_read_as_by_tomllib(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = None
    with contextlib.suppress(UsageError):
        expected = toml_settings(text, Path("config.toml"))

    assert plain_settings(text) in (None, expected)


def test_settings_as_we_write_them_are_plain() -> None:
    text = 'journal = "~/j"\n\n[me]\nname = "Ana Öz"\n\n[nudge]\nchannel = "mail"\n'
    found = [("journal", "~/j"), ("me.name", "Ana Öz"), ("nudge.channel", "mail")]

    assert plain_settings(text) == found
    assert plain_settings("") == []
