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


WRITERS = (
    ("note", "quill", "plain"),
    ("gave", "quill", "plain"),
    ("received", "quill", "plain", "--type", "advice"),
    ("ask", "quill", "plain"),
    ("amend", "quill", "--cadence", "monthly", "--from", "2026-11-22", "--until", "2027-05-01"),
    ("schedule", "quill", "2027-01-12", "10:00"),
    ("reschedule", "quill", "2027-01-14", "--planned", "2027-01-12", "--why", "x"),
    ("cancel", "quill", "2027-01-14"),
    ("pause", "quill", "--for", "2w"),
    ("resume", "quill", "--on", "+3d"),
    ("check-in", "quill", "--fit", "good_fit", "--trust", "3"),
    ("log-meeting", "quill", "--on", "2026-11-21", "--with", "Ann Bo", "--new"),
    ("edit", MEETING, "--topic", "x"),
    ("done", f"{MEETING}.1"),
    ("move", MEETING, "ann"),
    ("close", "quill", "--on", "today", "--reason", "drifted"),
    ("reopen", "quill"),
    ("thanks", "quill", "--sent"),
    ("update", "quill", "--sent"),
    ("reconnect", "quill", "--sent"),
    ("candidate", "quill", "--experience", "y"),
    ("candidate", "--compare", "quill", "ann"),
    ("rename", "quill", "Quince Tree"),
    ("meetings",),
    ("meetings", "quill", "--period", "2026", "--format", "md"),
    ("drafts",),
    ("nudge", "snooze", "quill", "--for", "2w"),
    ("nudge", "status"),
    ("seal", "status"),
    ("undo",),
    ("remove", "quill", "--yes"),
    ("undo",),
    ("doctor", "--fix"),
    ("erase", "quill", "--yes"),
    ("erase", "--trash", "--yes"),
)


def test_what_is_written_is_told_as_text(evil: Home) -> None:
    """One after the other, in the journal that is full of them."""
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    for line in WRITERS:
        for form in ((*line, "--json"), line):
            ran = evil.run(*form)

            assert ran.status != UNEXPECTED, (form, ran.err)
            assert raw(ran) == [], (form, ran.err)


EVERY_COMMAND_IS_TRIED = {
    "demo",
    "help",
    "schema",
    "config",
    "import",
    "export",
    "sync",
}  # elsewhere


def test_every_command_is_among_those_that_are_tried() -> None:
    tried = {line[0] for line in (*READERS, *WRITERS) if line}

    assert set(COMMANDS) - tried - EVERY_COMMAND_IS_TRIED == {"new-agreement"}  # here, with options


@pytest.mark.parametrize(
    "setting",
    [
        *("journal", "state", "me.name", "me.hours_per_month", "active_limit"),
        *("nudge.channel", "nudge.window", "nudge.command", "nudge.privacy"),
    ],
)
def test_a_setting_that_holds_them_is_told_as_text(evil: Home, setting: str) -> None:
    section, _, name = setting.partition(".")
    value = f'["{IN_TOML}"]' if name == "command" else f'"{IN_TOML}"'
    text = f"[{section}]\n{name} = {value}\n" if name else f"{setting} = {value}\n"
    (evil.folder / "config.toml").write_text(text, encoding="utf-8")
    for line in (
        *(("review",), ("config",), ("config", setting), ("doctor",), ("note", "quill", "x")),
        *(("nudge", "--scheduled"), ("nudge", "--explain"), ("nudge", "status"), ("nudge", "test")),
        *(("nudge", "install", "--dry-run"), ("export", "agreement", "quill", "--for", "them")),
    ):
        ran = evil.run(*line)

        assert ran.status != UNEXPECTED, (line, ran.err)
        assert raw(ran) == [], (line, ran.err)


@pytest.mark.parametrize(
    "variable",
    [
        *("EDITOR", "VISUAL", "PAGER", "COLUMNS", "TZ", "LANG", "TERM", "TMPDIR", "SHELL", "PATH"),
        *("MENTORLOG_JOURNAL", "MENTORLOG_IDENTITY", "NO_COLOR", "ACCESSIBLE"),
    ],
)
@pytest.mark.parametrize("value", [EVIL, "\udcff", "9" * 400, "'"], ids=ascii)
def test_a_variable_that_holds_them_is_told_as_text(evil: Home, variable: str, value: str) -> None:
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    evil.variables |= {"EDITOR": "true", "PATH": "/usr/bin:/bin", variable: value}
    for line in (("review",), ("edit", MEETING), ("seal", "status"), ("nudge", "install")):
        ran = evil.run(*line, "--dry-run", terminal=line[0] == "edit", stdin="\n" * 9)
        shown = evil.run(*line, terminal=line[0] == "edit", stdin="\n" * 9)

        for one in (ran, shown):
            assert one.status != UNEXPECTED, (line, one.err)
            assert raw(one) == [], (line, one.err)


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:{0}
BEGIN:VEVENT
UID:{0}
DTSTART;TZID={0}:20260105T150000
SUMMARY:Quill {0}
LOCATION:{0}
ORGANIZER;CN={0}:mailto:{0}@example.org
ATTENDEE;CN={0}:mailto:{0}@example.org
RRULE:{0}
STATUS:{0}
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20260106T150000Z
SUMMARY:Quill {0}
ATTENDEE;CN={0}:mailto:a@example.org
DESCRIPTION:{0}
END:VEVENT
END:VCALENDAR
"""
TABLE = "date,{0},minutes,notes\n{0},{0},{0},{0}\n2026-01-04,{0},30,{0}\n"
JRNL = """\
{{"{0}": 1, "tags": {{}}, "entries": [{{"title": "{0}", "body": "{0}", "date": "2026-01-02", \
"time": "{0}", "tags": ["{0}"]}}]}}
"""
PAIR = """\
schema: 1
kind: pair
relationship: rvr1aaaa
between:
  me: {{name: "Ines {0}", role: mentor}}
  them: {{name: "Robin {0}", role: mentee}}
entries:
- {{schema: 1, id: nte1aaaa, kind: note, date: 2026-01-01, text: "{0}"}}
"""


@pytest.mark.parametrize("text", [CALENDAR, TABLE, JRNL, PAIR], ids=["ics", "csv", "json", "yaml"])
@pytest.mark.parametrize("value", [EVIL, IN_YAML, "\0", "\u202e", "\ud83d"], ids=ascii)
def test_what_is_imported_is_told_as_text(evil: Home, text: str, value: str) -> None:
    (evil.folder / "config.toml").write_text('[me]\nname = "Kim"\n')
    for name in ("file", f"of {NAMED} file"):
        file = evil.folder / name
        file.write_bytes(text.format(value).encode("utf-8", "surrogatepass"))
        for more in (("--dry-run",), ("quill", "--match", value), ("quill", "--all"), ("quill",)):
            ran = evil.run("import", str(file), *more)

            assert ran.status != UNEXPECTED, (more, ran.err)
            assert raw(ran) == [], (more, ran.err)
