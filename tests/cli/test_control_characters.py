"""Nothing that anybody wrote moves a cursor, rings or turns a line round, wherever it stood.

Control characters of every kind stand in every field of every kind of entry, in keys that nobody
knows, in names of files and folders, in the settings, and in what is typed. JSON holds all of them,
escaped.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.harness import Home, Ran
from cli.test_canaries import MEETING, READERS, plant

from mentorlog.cli import PANELS, completion

EVIL = "\x1b[31m\x9b2J\x07\x7f\u202e\u2066\u2028\x85x"
IN_YAML = r"\x1b[31m\x9b2J\x07\x7f\u202e\u2066\u2028\x85x"
IN_TOML = r"\u001b[31m\u009b2J\u0007\u007f\u202e\u2066\u2028\u0085x"
NAMED = "\x1b[31m\x9b2J\x07\x7f\u202e\u2066"  # what the name of a file may hold
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
UNEXPECTED = 1
COMMANDS = [command for panel in PANELS.values() for command in panel]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal full of them, below a folder that is named so, too."""
    home = Home(tmp_path_factory.mktemp("evil") / f"of {NAMED} folder")
    home.folder.mkdir()
    plant(home, entries_hidden=False, person_hidden=False)
    for path in home.journal.rglob("*.yaml"):
        text = re.sub(r"(?m)(canary\w+)$", lambda one: f'"{one[1]}{IN_YAML}"', path.read_text())
        text = text.replace("name: Quill\n", f'name: "Quill {IN_YAML}"\n')
        path.write_text(f'{text}"x-{IN_YAML}": "{IN_YAML}"\n', encoding="utf-8")
    folder = home.journal / "relationships" / "quill-qqqq"
    (folder / f"2026-01-01-note-{NAMED}.yaml").write_text(f'"{IN_YAML}": [\n', encoding="utf-8")
    (folder / f"stray {NAMED}.txt").touch()
    for check_in in folder.glob("*check_in*"):
        text = check_in.read_text()
        check_in.write_text(f'{text}"{IN_YAML}": "{IN_YAML}"\n')
    nobody = home.journal / "relationships" / f"no {NAMED} body"
    nobody.mkdir()
    (nobody / "2026-01-02-note-nnnnnnn1.yaml").write_text(
        "schema: 1\nid: nnnnnnn1\nkind: note\ndate: 2026-01-02\ntext: of nobody\n"
    )
    (home.folder / "config.toml").write_text(
        f'[me]\nname = "Kim {IN_TOML}"\n["{IN_TOML}"]\nx = 1\n', encoding="utf-8"
    )
    return home.folder


@pytest.fixture
def evil(planted: Path, tmp_path: Path) -> Home:
    home = Home(tmp_path / planted.name)
    shutil.copytree(planted, home.folder)
    return home


def raw(ran: Ran) -> list[str]:
    return RAW.findall(ran.out + ran.err)


@pytest.mark.parametrize("line", READERS, ids=" ".join)
def test_every_view_shows_them_as_text(evil: Home, line: tuple[str, ...]) -> None:
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    for form in _forms(line):
        ran = evil.run(*form)

        assert ran.status != UNEXPECTED, (form, ran.err)
        assert raw(ran) == [], (form, ran.err)


def _forms(line: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield line
    if "export" not in line:
        yield (*line, "--reveal", "--json")


def test_settings_and_where_they_are_come_back_as_text(evil: Home) -> None:
    for form in (("review",), ("review", "--json"), ("config",), ("doctor",), ("note", "x", "y")):
        ran = evil.run(*form)

        assert ran.status != UNEXPECTED, (form, ran.err)
        assert raw(ran) == [], (form, ran.err)


def test_json_holds_all_of_them(evil: Home) -> None:
    (evil.folder / "config.toml").unlink()
    ran = evil.run("show", "quill", "--json", "--reveal")

    assert raw(ran) == []
    said = json.loads(re.sub(r"(?<=[ \[])<\d+>(?=[,\]}])", '"id"', ran.out))
    [noted] = [one for one in said["entries"] if one["kind"] == "note"]
    assert noted["text"] == f"canary_note_text{EVIL}"


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_typed_comes_back_as_text(evil: Home, command: str) -> None:
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    for words in ((EVIL, "--json"), (EVIL, EVIL), ("quill", EVIL), (MEETING, "--on", EVIL)):
        ran = evil.run(command, *words)

        assert ran.status != UNEXPECTED, (words, ran.err)
        assert raw(ran) == [], (words, ran.err)


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"demo", "nudge"}))
def test_questions_show_them_as_text(evil: Home, command: str) -> None:
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    evil.variables["EDITOR"] = "true"
    for words in ((), ("quill",), ("qu",)):
        ran = evil.run(command, *words, terminal=True, stdin="1\n" + "\n" * 12)

        assert ran.status != UNEXPECTED, (words, ran.err)
        assert raw(ran) == [], (words, ran.err)


@pytest.mark.parametrize(
    "kind", ["people", "entries", "loops", "people-or-entries", "templates", "nothing"]
)
def test_what_a_shell_is_offered_holds_none(evil: Home, kind: str) -> None:
    config = evil.folder / "config.toml"
    config.write_text('[me]\nname = "Kim"\n')
    own = evil.folder / "templates"
    own.mkdir()
    (own / f"my {NAMED}.yaml").touch()

    offers = completion.known(kind, "", str(evil.journal), str(config))

    assert bool(offers) == (kind != "nothing")
    assert RAW.findall("".join(word + about for word, about in offers)) == []


@pytest.mark.parametrize(
    "line",
    [
        ("log-meeting", "quill", "--minutes", EVIL),
        ("log-meeting", "quill", "--on", EVIL),
        ("log-meeting", "quill", "--at", EVIL),
        ("log-meeting", "quill", "--status", EVIL),
        ("log-meeting", EVIL, "--new"),
        ("new-agreement", EVIL, "--cadence", "monthly", "--open"),
        ("new-agreement", "quill", "--cadence", EVIL),
        ("new-agreement", "Ann", "--cadence", EVIL, "--template", EVIL),
        ("rename", "quill", EVIL),
        ("config", EVIL),
        ("config", "me.name", EVIL),
        ("config", "nudge.window", EVIL),
        ("config", "nudge.command", EVIL),
        ("import", EVIL),
        ("import", EVIL, "quill"),
        ("export", "md", "--output", f"/nowhere/{EVIL}"),
        ("export", EVIL),
        ("review", "--as-of", EVIL),
        ("review", "--window", EVIL),
        ("review", "--period", EVIL),
        ("sync", "init", EVIL),
        ("drafts", EVIL),
        ("note", "--resume", EVIL),
        ("help", EVIL),
        ("schema", EVIL),
        (f"--{EVIL}",),
        (EVIL,),
        ("review", f"--{EVIL}"),
        ("--config", f"/nowhere/{EVIL}", "review"),
        ("--journal", f"/dev/null/{EVIL}", "review"),
        ("--journal", f"/dev/null/{EVIL}", "note", "ann", EVIL),
    ],
    ids=repr,
)
def test_what_an_option_is_given_comes_back_as_text(evil: Home, line: tuple[str, ...]) -> None:
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    for form in (line, (*line, "--json")):
        ran = evil.run(*form)

        assert ran.status != UNEXPECTED, (form, ran.err)
        assert raw(ran) == [], (form, ran.err)
