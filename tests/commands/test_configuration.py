"""config.toml is the user's: one key's line changes, and every other character stays."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.commands.configuration import TomlValue, changed, put_back, save
from mentorlog.errors import Conflict, Refused, StorageFailed

_WINDOW = '[nudge]\nwindow = "9-17"\n'


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("", "me.name", None, ""),
        ('journal = "/j" # j\nstate = "/s"\n', "journal", None, 'state = "/s"\n'),
        ('[me] # I\nname = "Ann"\n', "me.name", None, "[me] # I\n"),
        ('me.name = "Ann"\n# mine\n', "me.name", None, "# mine\n"),
        ('[nudge]\ncommand = [\n "a",\n]\nwindow = "9-17"\n', "nudge.command", None, _WINDOW),
        ("", "journal", "/j", 'journal = "/j"\n'),
        ("", "nudge.channel", "banner", '[nudge]\nchannel = "banner"\n'),
        ("# mine\n", "journal", "/j", '# mine\njournal = "/j"\n'),
        ("# mine", "journal", "/j", '# mine\njournal = "/j"\n'),
        ('state = "/s"', "journal", "/j", 'state = "/s"\njournal = "/j"\n'),
        ('state = "/s" # s\n', "state", "/t", 'state = "/t" # s\n'),
        ("active_limit=3# few\n", "active_limit", 5, "active_limit=5# few\n"),
        ("'journal' = '/a # b' # c\n", "journal", "/j", "'journal' = \"/j\" # c\n"),
        (
            '[nudge]\nwindow = "9-17"\n',
            "journal",
            "/j",
            'journal = "/j"\n\n[nudge]\nwindow = "9-17"\n',
        ),
        (
            '# mine\n[nudge]\nwindow = "9-17"\n',
            "journal",
            "/j",
            '# mine\njournal = "/j"\n\n[nudge]\nwindow = "9-17"\n',
        ),
        (
            'state = "/s"\n\n# ours\n[nudge] # n\n',
            "journal",
            "/j",
            'state = "/s"\n\n# ours\njournal = "/j"\n\n[nudge] # n\n',
        ),
        (
            '[nudge]\nwindow = "9-17"  # w\n\n[me]\nname = "Ann"\n',
            "nudge.channel",
            "desktop",
            '[nudge]\nwindow = "9-17"  # w\nchannel = "desktop"\n\n[me]\nname = "Ann"\n',
        ),
        (
            '[me]\nname = "Ann"\n',
            "nudge.channel",
            "desktop",
            '[me]\nname = "Ann"\n\n[nudge]\nchannel = "desktop"\n',
        ),
        (
            'nudge.window = "9-17"\nactive_limit = 3\n',
            "nudge.channel",
            "desktop",
            'nudge.window = "9-17"\nnudge.channel = "desktop"\nactive_limit = 3\n',
        ),
        (
            'nudge = { channel = "stdout", window = "9-17" }\n',
            "active_limit",
            3,
            'nudge = { channel = "stdout", window = "9-17" }\nactive_limit = 3\n',
        ),
        (
            '[me]\nname = "Ann"\n[nudge]\nchannel = "stdout"\n',
            "nudge.channel",
            "desktop",
            '[me]\nname = "Ann"\n[nudge]\nchannel = "desktop"\n',
        ),
        (
            '[nudge]\ncommand = [ # mine\n  "a",  # b\n]\nwindow = "9-17"\n',
            "nudge.command",
            ("mail", "-s", 'x "y"'),
            '[nudge]\ncommand = ["mail", "-s", "x \\"y\\""]\nwindow = "9-17"\n',
        ),
        (
            '[nudge]\ncommand = ["a", "b"] # c\n',
            "nudge.command",
            ("ntfy",),
            '[nudge]\ncommand = ["ntfy"] # c\n',
        ),
        (
            '[nudge]\ncommand = [\n  "a",\n]\n',
            "nudge.channel",
            "command",
            '[nudge]\ncommand = [\n  "a",\n]\nchannel = "command"\n',
        ),
        (
            'journal = """\nstate = 1"""\n',
            "state",
            "/s",
            'journal = """\nstate = 1"""\nstate = "/s"\n',
        ),
        ('state = "/s"\r\n', "journal", "/j", 'state = "/s"\r\njournal = "/j"\r\n'),
        ('a = 1\r\nstate = "/s"\r\n', "state", "/t", 'a = 1\r\nstate = "/t"\r\n'),
        ('journal = "/j"   # same\n', "journal", "/j", 'journal = "/j"   # same\n'),
        (
            'nudge = { window = "9-17" }\n',
            "nudge.channel",
            "desktop",
            'nudge = { window = "9-17", channel = "desktop"}\n',
        ),
        ('\ufeffjournal = "/j"\n', "journal", "/k", '\ufeffjournal = "/k"\n'),
        ("\ufeff", "journal", "/k", '\ufeffjournal = "/k"\n'),
        ("", "journal", 'C:\\a\x7f"ö', 'journal = "C:\\\\a\\u007f\\"ö"\n'),
    ],
)
def test_only_the_keys_own_line_changes(
    before: str, key: str, value: TomlValue, after: str
) -> None:
    assert changed(before, key, value) == after


KEYS = ("journal", "state", "me.name", "active_limit", "nudge.channel", "nudge.window")
values = st.text(st.characters(codec="utf-8"), max_size=9) | st.integers(1, 99)
changes = st.lists(st.tuples(st.sampled_from(KEYS), values), max_size=8)
beginnings = st.sampled_from(
    [
        "",
        "# only a comment",
        '# mine\nstate = "/s"  # s\n\n[nudge] # n\nwindow = """9\n-17"""\n\n[me]\n"name" = \'A\'\n',
        'nudge.window = "9-17"\r\nme.name = "A" # b\r\n# end\r\n',
    ]
)


@given(before=beginnings, made=changes)
def test_any_changes_are_read_back_and_lose_no_comment(
    before: str, made: list[tuple[str, TomlValue]]
) -> None:
    text, wanted = before, tomllib.loads(before)
    for key, value in made:
        text = changed(text, key, value)
        table, _, name = key.rpartition(".")
        (wanted.setdefault(table, {}) if table else wanted)[name] = value

    assert tomllib.loads(text) == wanted
    assert [
        part in text for part in ("# mine", "# s", "# n", "# b", "# end") if part in before
    ] == [True for part in ("# mine", "# s", "# n", "# b", "# end") if part in before]


@pytest.mark.parametrize("before", ["nudge = 3\n", '[nudge.channel]\nx = "y"\n'])
def test_what_cannot_be_changed_alone_is_left_to_the_user(before: str) -> None:
    with pytest.raises(Refused) as refusal:
        changed(before, "nudge.channel", "desktop", "/c.toml")

    assert refusal.value.message == (
        "nudge.channel can't be set in /c.toml without touching the rest of it. Nothing changed."
    )
    assert refusal.value.hint == 'Write it there yourself:  nudge.channel = "desktop"'


def test_a_table_in_place_of_a_key_is_left_alone() -> None:
    with pytest.raises(Refused):
        changed('[journal]\nx = "y"\n', "journal", "/j")


def test_a_new_file_is_private_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "config.toml"

    before = save(path, {"journal": "/j", "nudge.channel": "banner"})

    assert before is None
    assert path.read_text(encoding="utf-8") == 'journal = "/j"\n\n[nudge]\nchannel = "banner"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_was_saved_can_be_put_back(tmp_path: Path) -> None:
    path, new = tmp_path / "config.toml", tmp_path / "new.toml"
    path.write_bytes(b"# mine\r\n")

    for file in (path, new):
        put_back(file, save(file, {"journal": "/j"}))

    assert path.read_bytes() == b"# mine\r\n"
    assert not new.exists()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    target.write_text("# mine\n", encoding="utf-8")
    link.symlink_to(target)

    save(link, {"journal": "/j"})

    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == '# mine\njournal = "/j"\n'


def test_nothing_to_change_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'journal = "/j"')
    before = path.stat().st_ino

    save(path, {"journal": "/j"})
    save(path, {})

    assert path.stat().st_ino == before
    save(tmp_path / "none.toml", {})
    assert not (tmp_path / "none.toml").exists()


def test_a_path_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        save(tmp_path / "config.toml", {"journal": os.fsdecode(b"/\xff")})

    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises((StorageFailed, Conflict)):
        save(tmp_path, {"journal": "/j"})
