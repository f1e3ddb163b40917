"""The command line itself: root options, streams that fail, errors that nobody foresaw."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.harness import Home, Ran
from standins import Machine

from mentorlog.environment import this_process
from mentorlog.errors import UsageError

HELP_OF = ("-h", "--help")
LINUX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def installed(*arguments: str, **streams: int | None) -> subprocess.CompletedProcess[str]:
    """The program as it is installed, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mentorlog", *arguments],
        stdin=streams.get("stdin", subprocess.DEVNULL),
        stdout=streams.get("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={"HOME": os.environ["HOME"], "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
    )


def test_the_version_is_the_packages(home: Home) -> None:
    ran = home.run("--version")

    assert (ran.status, ran.err) == (0, "")
    assert re.fullmatch(r"mentorlog \d+\.\d+\.\d+\S*\n", ran.out)


@pytest.mark.parametrize("option", HELP_OF)
def test_help_shows_the_panels_in_the_order_of_a_relationship(home: Home, option: str) -> None:
    ran = home.run(option)
    panels = re.findall(r"─ (\w[\w ]*) ─", ran.out)

    assert ran.status == 0
    assert [name for name in panels if name != "Options"][:3] == ["Meet", "Agree", "Look"]


@pytest.mark.parametrize(
    "command",
    [
        *("log-meeting", "note", "gave", "received", "todo", "done", "new-agreement", "amend"),
        *("schedule", "pause", "resume", "close", "review", "show", "nudge", "demo"),
    ],
)
def test_every_commands_help_has_an_example(home: Home, command: str) -> None:
    ran = home.run(command, "-h")

    assert ran.status == 0
    assert "Example: mentorlog" in ran.out
    assert "--json" in ran.out


@pytest.mark.parametrize(
    "command",
    [
        *("log-meeting", "note", "gave", "received", "done"),
        *("new-agreement", "amend", "schedule", "pause", "resume", "close"),
    ],
)
def test_every_writer_takes_what_all_writers_take(home: Home, command: str) -> None:
    said = home.run(command, "-h").out

    assert [
        option
        for option in ("--dry-run", "--no-input", "--resume", "--visibility", "--json")
        if option not in said
    ] == []


def test_a_journal_named_on_the_command_line_wins_over_the_variable(home: Home) -> None:
    home.variables["MENTORLOG_JOURNAL"] = str(home.folder / "variable")
    named, by_variable = home.folder / "named", home.folder / "variable"

    home.run("--journal", str(named), "log-meeting", "Dana Öz", "--new")
    home.run("log-meeting", "Sam Lee", "--new")

    assert [path.name[:4] for path in named.glob("relationships/*")] == ["dana"]
    assert [path.name[:4] for path in by_variable.glob("relationships/*")] == ["sam-"]
    assert not home.journal.exists()


def test_a_configured_journal_is_the_last_resort_before_the_default(home: Home) -> None:
    config = home.folder / "other.toml"
    config.write_text(f"journal = '{home.folder / 'configured'}'\n", encoding="utf-8")

    home.run("--config", str(config), "log-meeting", "Dana Öz", "--new")

    assert (home.folder / "configured" / "journal.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--journal", ""), "--journal and --config need a path."),
        (("--config", ""), "--journal and --config need a path."),
        (("--color", "loud"), "--color takes auto, always or never."),
        (("--window", "1y", "review"), "Put a command's options after its name."),
        (("--as-of", "someday"), '"someday" isn\'t a date.'),
        (("show",), "Show what?"),
        (("log-meeting", "dana-oz", "--minutes", "many"), '"many" isn\'t a length.'),
        (("log-meeting", "dana-oz", "a", "b"), "Too many words."),
        (("review", "--journal"), "There's no option --journal."),
        (("review", "--color", "loud"), "--color takes auto, always or never."),
    ],
)
def test_a_slip_of_usage_is_one_sentence_and_a_way_on(
    dana: Home, arguments: tuple[str, ...], said: str
) -> None:
    ran = dana.run(*arguments)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"mentorlog: {said}")
    assert len(ran.err.splitlines()) <= 3


@pytest.mark.parametrize(
    ("line", "way", "saved"),
    [
        (
            "dana talked about x yesterday 45min",
            'dana "like this" --on yesterday --minutes 45min',
            "date: 2026-11-21\nstatus: held\nminutes: 45\nnotes: talked about x\n",
        ),
        (
            "dana we met last tue at 3pm 1 h 30",
            'dana "like this" --on "last tue" --at "at 3pm" --minutes "1 h 30"',
            'date: 2026-11-17\nstatus: held\ntime: "15:00"\nminutes: 90\nnotes: we met\n',
        ),
        (
            "dana a plan an hour and a half --on yesterday fri",
            'dana "like this" --on yesterday',
            "date: 2026-11-21\nstatus: held\nnotes: a plan an hour and a half fri\n",
        ),
        *(
            (f"dana {text}", 'dana "like this"', f"date: 2026-11-22\nstatus: held\nnotes: {text}\n")
            for text in ("then we sat", "plan 45", "we met at 3", "her holiday tomorrow")
        ),
    ],
)
def test_a_note_without_quotes_names_the_line_that_works(
    dana: Home, line: str, way: str, saved: str
) -> None:
    ran = dana.run("log-meeting", *line.split())
    dana.run("log-meeting", "--resume")

    assert (ran.status, ran.err.splitlines()[:2]) == (
        2,
        [
            "mentorlog: Too many words.",
            f"  Several words need quotes:  mentorlog log-meeting {way}",
        ],
    )
    assert any(text.endswith(saved) for text in dana.files().values())


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("note dana ask about london friday", 'note dana "like this"'),
        ("note ask about london", 'note WHO "like this"'),
        ("rename dana Dana Berg", 'rename dana "like this"'),
    ],
)
def test_where_quotes_belong_is_shown_with_the_person(dana: Home, line: str, way: str) -> None:
    ran = dana.run(*line.split())

    assert ran.err.splitlines()[1] == f"  Several words need quotes:  mentorlog {way}"


def test_a_missing_configuration_is_told(home: Home) -> None:
    missing = home.folder / "missing.toml"

    assert home.run("--config", str(missing)) == Ran(
        2, "", f"mentorlog: There's no configuration at {missing}.\n"
    )


def test_color_is_for_whoever_asks_for_it(dana: Home) -> None:
    assert "\x1b[" not in dana.run("review").out
    assert "\x1b[" in dana.run("--color", "always", "review").out
    assert "\x1b[" not in dana.run("--color", "always", "--plain", "review").out


def test_root_options_may_stand_behind_the_command(dana: Home) -> None:
    other = str(dana.folder / "other")

    assert dana.run("review", "--plain") == dana.run("--plain", "review")
    assert "\x1b[" in dana.run("review", "dana-oz", "--color=always").out
    assert dana.run("log-meeting", "Sam Lee", "--journal", other, "--new").status == 0
    assert dana.run("review", "sam", f"--journal={other}").status == 0
    assert dana.run("note", "sam", "--journal", other, "--", "--plain").status == 0
    assert dana.run("todo", "--journal", other).out.endswith(
        "bring up: --plain\n\nClose one:  mentorlog done <7>\n"
    )


@pytest.mark.parametrize("said", ["", "0", "wide", "-3"])
def test_columns_that_are_no_number_are_ignored(dana: Home, said: str) -> None:
    dana.variables["COLUMNS"] = said
    ran = dana.run("review")
    dana.variables["COLUMNS"] = "80"  # as where there is no terminal

    assert ran == dana.run("review")


@pytest.fixture
def broken() -> io.StringIO:
    """A keyboard that fails in a way that nobody foresaw."""
    keyboard = io.StringIO("the words of a note")
    keyboard.close()
    return keyboard


def test_an_unforeseen_error_is_told_by_its_type_and_place_only(
    home: Home, broken: io.StringIO
) -> None:
    ran = home.run("new-agreement", "Dana Öz", stdin=broken, terminal=True)

    assert ran.status == 1
    assert re.fullmatch(
        r"mentorlog: Unexpected error: ValueError at prompts\.py:\d+\.\n"
        r"  Please report it, with what --debug prints\.\n",
        ran.err[ran.err.index("mentorlog: ") :],
    )


def test_debug_adds_the_places_and_no_words(home: Home, broken: io.StringIO) -> None:
    ran = home.run("--debug", "new-agreement", "Dana Öz", stdin=broken, terminal=True)

    places = re.findall(r"(?m)^  \S+?(\w+\.py):\d+ (\w+)$", ran.err)
    assert (places[0], places[-1][0]) == (("__main__.py", "_outcome"), "prompts.py")
    assert "words" not in ran.err


@LINUX
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("review",), "Free some space, then try again."),
        (("--help",), "Free some space, then try again."),
        (("log-meeting", "Dana Öz", "--new", "--dry-run"), "Free some space, then try again."),
        (("log-meeting", "Dana Öz", "--new"), "It's saved; only this couldn't be shown."),
    ],
)
def test_an_output_that_takes_nothing_is_told_and_nothing_saved_is_doubted(
    arguments: tuple[str, ...], hint: str
) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = installed(*arguments, stdout=full.fileno())

    assert (ran.returncode, ran.stderr) == (
        6,
        f"mentorlog: The disk is full: the output\n  {hint}\n",
    )


@LINUX
def test_where_even_errors_cannot_be_told_the_status_still_tells() -> None:
    command = f"'{sys.executable}' -m mentorlog review nobody 2>/dev/full"
    ran = subprocess.run(command, shell=True, check=False)  # noqa: S602 - our own words

    assert ran.returncode == 3


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("arguments", "closed", "status"),
    [
        ("review", ">&-", 6),
        ("review --json", ">&-", 6),
        ("--help", ">&-", 6),
        ("nudge --scheduled", ">&-", 0),
        ("review nobody", "2>&-", 3),
        ("log-meeting Dana --new", "<&-", 0),
        ("log-meeting Dana --new --note -", "<&-", 2),
        ("log-meeting Dana --new", "<&- >&- 2>&-", 6),
    ],
)
def test_only_what_cannot_be_written_fails_where_streams_are_closed(
    arguments: str, closed: str, status: int
) -> None:
    command = f"'{sys.executable}' -m mentorlog {arguments} {closed}"
    ran = subprocess.run(  # noqa: S602 - our own words
        command, shell=True, check=False, capture_output=True, text=True
    )

    assert (ran.returncode, "Traceback" in ran.stderr) == (status, False)


@pytest.mark.skipif(os.name != "posix", reason="pipes end differently elsewhere")
@pytest.mark.parametrize("arguments", [("demo",), ("--help",), ("review", "--json")])
def test_a_reader_that_goes_away_is_no_error(arguments: tuple[str, ...]) -> None:
    end, gone = os.pipe()
    os.close(end)
    ran = installed(*arguments, stdout=gone)
    os.close(gone)

    assert (ran.returncode, ran.stderr) == (0, "")


def test_output_in_plain_ascii_loses_no_line(dana: Home) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "mentorlog", "--journal", str(dana.journal), "review", "dana-oz"],
        capture_output=True,
        check=False,
        env={"HOME": os.environ["HOME"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode("ascii").startswith("Dana Oz, your mentor")


def test_a_note_on_stdin_is_utf_8_whatever_the_locale_says(dana: Home) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "mentorlog", "--journal", str(dana.journal), "note", "dana", "-"],
        input="\ufeffüber \U0001f642\r\nzwei\n".encode(),
        capture_output=True,
        check=False,
        env={"HOME": os.environ["HOME"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    shown = dana.run("show", "dana-oz", "--json", "--as-of", "2999-01-01")

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert shown.out.count(json.dumps("über \U0001f642\nzwei")) == 1


def test_what_is_no_text_on_stdin_is_told_and_kept_as_far_as_it_can_be_read(dana: Home) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "mentorlog", "--journal", str(dana.journal), "note", "dana", "-"],
        input=b"caf\xe9 at noon",
        capture_output=True,
        check=False,
        env={"HOME": str(dana.folder)},
    )

    [draft] = (dana.folder / ".local").rglob("drafts/*.yaml")
    assert (ran.returncode, ran.stderr.decode()) == (
        2,
        (
            "mentorlog: The text on stdin isn't UTF-8.\n"
            f"  What you typed is kept:  mentorlog note --resume {draft.stem}\n"
        ),
    )
    assert "caf\N{REPLACEMENT CHARACTER} at noon" in draft.read_text(encoding="utf-8")


def test_only_one_text_comes_from_stdin(dana: Home) -> None:
    ran = dana.run("log-meeting", "dana-oz", "-", "--note", "-", stdin="words")

    assert ran == Ran(2, "", "mentorlog: Only one text can come from stdin.\n")


def test_where_nobody_is_at_home_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose account is a bare number."""

    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(UsageError) as refusal:
        this_process()

    assert refusal.value.message == "Couldn't find this account's home folder."
    assert refusal.value.hint == "Say where it is:  HOME=/path"


@pytest.mark.parametrize("option", ["--journal", "--config"])
def test_a_home_of_somebody_unknown_is_told(home: Home, option: str) -> None:
    ran = home.run(option, "~nobody-of-that-name/x", "review")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == (
        "mentorlog: This path names an unknown user: ~nobody-of-that-name/x"
    )


@pytest.mark.parametrize(
    ("short", "full"),
    [
        (("review", "--format", "m"), ("review", "--format", "md")),
        (("meetings", "--format", "C"), ("meetings", "--format", "csv")),
        (("--format", "c"), ("--format", "csv")),
        (("--color", "nev", "review"), ("--color", "never", "review")),
        (
            ("nudge", "install", "--scheduler", "cro", "--channel", "b", "--dry-run"),
            ("nudge", "install", "--scheduler", "cron", "--channel", "banner", "--dry-run"),
        ),
    ],
)
def test_every_choice_may_be_shortened(
    dana: Home, short: tuple[str, ...], full: tuple[str, ...]
) -> None:
    dana.variables["PATH"] = str(Machine(dana.folder / "machine").bin)
    said = [
        re.sub(r"[0-9]+:[0-9]+|[0-9]+ [0-9*-]+", "", dana.run(*one).out) for one in (short, full)
    ]

    assert said[0] == said[1] != ""


def test_a_beginning_of_two_choices_is_none(dana: Home) -> None:
    assert dana.run("nudge", "install", "--scheduler", "s", "--dry-run").status == 2


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--journal", "--journal needs a value."),
        ("--as-of", "--as-of needs a value."),
        ("--plain=3", "--plain takes no value."),
    ],
)
def test_an_option_before_the_command_is_refused_as_one_after_it(
    home: Home, option: str, said: str
) -> None:
    assert home.run(option) == Ran(2, "", f"mentorlog: {said}\n  mentorlog --help\n")
