"""config: the few settings, one by one, in the user's own file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.harness import Home

from mentorlog.environment import this_process


def test_all_settings_with_what_they_are_for(home: Home) -> None:
    home.run("config", "me.name", "Ada Novak")

    ran = home.run("config")

    assert ran.out.splitlines() == [
        f"Settings, kept in {home.folder}/config.toml",
        "",
        f"  journal              {home.journal}  (default)",
        "                       where your files are",
        f"  state                {home.state}  (default)",
        "                       drafts, undo log and lock; never inside the journal",
        "  me.name              Ada Novak",
        "                       your name, for letters and agreements",
        "  me.hours_per_month   not set",
        "                       the hours a month you can give",
        "  active_limit         not set",
        "                       how many relationships you want at a time",
        "  nudge.channel        stdout  (default)",
        "                       stdout, desktop, banner or command",
        "  nudge.window         mon-fri 9-18  (default)",
        "                       when scheduled nudges may come",
        "  nudge.command        not set",
        "                       your own program, which gets the text on stdin",
        "  nudge.privacy        handles  (default)",
        "                       names, handles or count",
        "",
        "Change one (an empty VALUE removes it):  mentorlog config KEY VALUE",
    ]


@pytest.mark.parametrize(
    ("key", "value", "line", "shown"),
    [
        ("me.name", "Ada Novak", 'name = "Ada Novak"', "Ada Novak"),
        ("active_limit", "3", "active_limit = 3", "3"),
        ("me.hours_per_month", "6", "hours_per_month = 6", "6"),
        ("nudge.channel", "Banner", 'channel = "banner"', "banner"),
        ("nudge.window", "sat-sun 10-12", 'window = "sat-sun 10-12"', "sat-sun 10-12"),
        ("nudge.command", "ntfy 'my topic'", 'command = ["ntfy", "my topic"]', "ntfy 'my topic'"),
        ("nudge.privacy", "count", 'privacy = "count"', "count"),
        ("journal", "/some/where", 'journal = "/some/where"', "/some/where"),
    ],
)
def test_a_setting_is_changed_read_and_taken_away(
    home: Home, key: str, value: str, line: str, shown: str
) -> None:
    config = home.folder / "config.toml"

    assert home.run("config", key, value).out == f"{key} is set to {shown}.\n"
    assert line in config.read_text(encoding="utf-8").splitlines()
    assert home.run("config", key).out == f"{shown}\n"
    assert home.run("config", key, "").out == f"{key} is no longer set.\n"
    assert line not in config.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ("nudge.windw",),
            3,
            'There\'s no setting "nudge.windw". Did you mean nudge.window?\n  mentorlog config',
        ),
        (("nope",), 3, 'There\'s no setting "nope".\n  mentorlog config'),
        (("active_limit", "0"), 2, "active_limit: a whole number above 0."),
        (("active_limit", "many"), 2, "active_limit: a whole number above 0."),
        (("nudge.channel", "fax"), 2, "nudge.channel: stdout, desktop, banner or command."),
        (("nudge.privacy", "all"), 2, "nudge.privacy takes names, handles or count."),
        (("nudge.command", "'"), 2, "nudge.command: No closing quotation."),
        (
            ("nudge.window", "always"),
            2,
            'nudge.window: write days and hours, as in "mon-fri 9-18" or "mon,wed,fri 8:30-17".',
        ),
    ],
)
def test_what_can_not_be_is_refused(
    home: Home, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran = home.run("config", *arguments)

    assert (ran.status, ran.out, ran.err) == (status, "", f"mentorlog: {said}\n")
    assert not (home.folder / "config.toml").exists()


def test_a_journal_around_our_own_files_is_refused(home: Home) -> None:
    ran = home.run("config", "journal", str(home.folder))

    assert ran.status == 3
    assert ran.err.startswith(f"mentorlog: The journal {home.folder} contains {home.state}")


def test_a_dry_run_writes_nothing(home: Home) -> None:
    ran = home.run("config", "me.name", "Ada Novak", "--dry-run")

    assert ran.out == "me.name would be set to Ada Novak. Nothing was written.\n"
    assert not (home.folder / "config.toml").exists()


def test_config_for_programs(home: Home) -> None:
    changed = json.loads(home.run("config", "me.name", "Ada Novak", "--json").out)
    said = json.loads(home.run("config", "me.name", "--json").out)

    assert changed == {
        "schema": "mentorlog.written/1",
        "action": "config",
        "dry_run": False,
        "entries": [],
        "next_due": None,
        "key": "me.name",
        "value": "Ada Novak",
        "set": True,
    }
    assert said == {
        "schema": "mentorlog.config/1",
        "as_of": "2026-11-22",
        "items": [{"key": "me.name", "value": "Ada Novak", "set": True}],
        "problems": [],
    }


def test_a_dry_run_of_taking_a_setting_away_says_so(home: Home) -> None:
    assert home.run("config", "me.name", "Ada Novak").status == 0

    ran = home.run("config", "me.name", "", "--dry-run")

    assert ran.out == "me.name would no longer be set. Nothing was written.\n"


def test_a_journal_that_the_command_line_or_a_variable_names_is_no_default(home: Home) -> None:
    elsewhere = home.folder / "elsewhere"
    said = f"  journal              {elsewhere}  (as --journal or MENTORLOG_JOURNAL says)"

    option = home.run("--journal", str(elsewhere), "config")
    home.variables["MENTORLOG_JOURNAL"] = str(elsewhere)

    assert said in option.out.splitlines()
    assert said in home.run("config").out.splitlines()


def test_a_relative_folder_is_looked_for_beside_the_configuration(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = 'journal = "notes/j"\nstate = "../state"\n'
    config = home.folder / "config.toml"
    config.write_text(said, encoding="utf-8")
    here = this_process().configured(journal=None, config=str(config))
    monkeypatch.chdir(tmp_path.parent)
    elsewhere = this_process().configured(journal=None, config=str(config))

    assert here.journal_folder == elsewhere.journal_folder == home.folder / "notes" / "j"
    assert elsewhere.state_folder == home.folder / ".." / "state"
    named = this_process().configured(journal="x", config=str(config))
    assert named.journal_folder == tmp_path.parent / "x"


def test_a_name_with_a_control_character_is_refused(home: Home) -> None:
    ran = home.run("config", "me.name", "Ada\x07 Novak")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "mentorlog: VALUE has a control character (\\x07) in it.\n  Leave it out.\n"
    assert not (home.folder / "config.toml").exists()


@pytest.mark.parametrize("comment", ["", "# as an editor on Windows saves it\r\n"])
def test_a_configuration_that_begins_with_a_bom_is_read(home: Home, comment: str) -> None:
    config = home.folder / "config.toml"
    config.write_bytes(f'\ufeff{comment}journal = "j"\r\n'.encode())

    read = this_process().configured(journal=None, config=str(config))

    assert read.journal_folder == home.folder / "j"
