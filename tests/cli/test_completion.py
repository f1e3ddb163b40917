"""What a shell is offered: people, entries, templates; nothing that it would run, and lightly."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from cli.harness import Home
from typer._completion_classes import ZshComplete

from mentorlog.cli.completion import answered, inert, offered, split
from mentorlog.cli.program import program
from mentorlog.commands import completing
from mentorlog.environment import Environment, this_process
from mentorlog.journal import scan
from mentorlog.journal.homes import Homes
from mentorlog.journal.memo import Memo


@pytest.fixture
def there(dana: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A journal that the shell's environment names."""
    monkeypatch.setenv("MENTORLOG_JOURNAL", str(dana.journal))
    return dana


def remembered(home: Home) -> None:
    """As after a look at the journal, some time after it was written."""
    for file in home.journal.rglob("*.yaml"):
        os.utime(file, ns=(1, 1))
    folder = home.folder / "cache" / Homes(home.folder, home.journal).mark
    memo = Memo(folder, home.journal, clock=lambda: 1 << 62)
    scan.read(home.journal, memo=memo)
    memo.keep()


def world(home: Home) -> Environment:
    return Environment(
        now=this_process().now,
        variables={},
        config_file=home.folder / "config.toml",
        journal_folder=home.journal,
        state_folder=home.state,
        cache_folder=home.folder / "cache",
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
    )


def test_handles_are_completed_from_the_names_of_folders(there: Home) -> None:
    there.run("log-meeting", "Sam Lee", "--new")
    (there.journal / "relationships" / "dan").mkdir()

    words = [word for word, _ in offered(["review"], "")]

    assert words == ["dan", "dana-oz", "sam-lee"]
    assert [word for word, _ in offered(["review"], "DAN")] == ["dan", "dana-oz"]
    assert [*offered(["review"], "x")] == []


def test_names_come_from_what_is_remembered_and_nothing_else(dana: Home) -> None:
    before = completing.handles(world(dana), "")
    remembered(dana)
    after = completing.handles(world(dana), "")
    person = next(dana.journal.glob("relationships/*/relationship.yaml"))
    person.write_text(person.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    changed = completing.handles(world(dana), "")

    assert (before, after, changed) == ([("dana-oz", "")], [("dana-oz", "Dana Öz")], before)


def test_a_name_that_was_changed_is_not_offered_even_if_size_and_time_are_the_same(
    dana: Home,
) -> None:
    remembered(dana)
    person = next(dana.journal.glob("relationships/*/relationship.yaml"))
    person.write_text(person.read_text(encoding="utf-8").replace("Öz", "Ö."), encoding="utf-8")
    os.utime(person, ns=(1, 1))

    assert completing.handles(world(dana), "") == [("dana-oz", "")]


def test_somebody_in_confidence_goes_by_the_alias(home: Home) -> None:
    words = ("--as", "peer", "--cadence", "monthly", "--alias", "Owl", "--in-confidence")
    ran = home.run("new-agreement", "Ari Novak", *words)
    assert ran.status == 0, ran.err
    remembered(home)

    assert completing.handles(world(home), "") == [("owl", "Owl")]


@pytest.mark.parametrize("memo", [b"", b"x" * 32 + b"[1]", b"x" * 32 + b"[" * 100_000])
def test_a_spoilt_memo_costs_only_the_names(dana: Home, memo: bytes) -> None:
    remembered(dana)
    next((dana.folder / "cache").glob("*/people.json")).write_bytes(memo)

    assert completing.handles(world(dana), "d") == [("dana-oz", "")]


def test_only_a_memo_that_is_a_file_is_read(dana: Home) -> None:
    """Behind a link there could be anything, which a shell would wait for."""
    remembered(dana)
    memo = next((dana.folder / "cache").glob("*/people.json"))
    memo.symlink_to(memo.rename(memo.with_suffix(".elsewhere")))

    assert completing.handles(world(dana), "d") == [("dana-oz", "")]


def test_open_loops_are_completed_with_their_words(there: Home) -> None:
    there.run(
        "log-meeting", "dana", "x", "--action", "me: send `it`; now", "--action", "her: intro"
    )
    there.run("received", "dana", "a good book")
    there.run("note", "dana", "hush", "--in-confidence")
    there.run("log-meeting", "Bo", "--new", "--gave", "nothing to close")

    about = [said for _, said in offered(["done"], "")]
    [intro] = [word for word, said in offered(["done"], "") if said == "dana-oz intro"]

    assert sorted(about) == [
        "dana-oz bring up held in confidence",
        "dana-oz intro",
        "dana-oz send it now",
        "dana-oz thank them for a good book",
    ]
    assert there.run("done", intro).status == 0
    assert [*offered(["done"], intro)] == []


@pytest.mark.parametrize(
    ("line", "begun", "expected"),
    [
        ("gave dana --type", "f", ["feedback"]),
        ("log-meeting --status", "", ["held", "cancelled", "no_show", "rescheduled"]),
        ("edit x --status", "p", ["planned"]),
        ("new-agreement --as", "m", ["mentee", "mentor"]),
        ("note dana x --visibility", "p", ["private", "pair"]),
        ("export", "a", ["agreement"]),
        ("help", "da", ["dates"]),
        ("config", "me.", ["me.name", "me.hours_per_month"]),
        ("schema", "re", ["relationship"]),
        ("nudge install --channel", "b", ["banner"]),
    ],
)
def test_the_words_of_a_choice_are_completed(line: str, begun: str, expected: list[str]) -> None:
    assert [word for word, _ in offered(line.split(), begun)] == expected


def test_entries_are_completed_by_id_the_newest_first(there: Home) -> None:
    there.run("log-meeting", "dana-oz", "--on", "2026-11-20")
    found = [*offered(["gave", "--answers"], "")]

    days = [about for _, about in found]

    assert "2026-11-20 meeting dana-oz" in days
    assert days == sorted(days, reverse=True)
    assert [*offered(["gave", "--answers"], found[0][0][:3])] == found[:1]
    assert [*offered(["gave", "dana"], f"--answers={found[0][0][:3]}")] == found[:1]


def test_templates_are_completed_ours_and_ones_own(dana: Home) -> None:
    (dana.folder / "templates").mkdir()
    (dana.folder / "templates" / "monday.yaml").touch()

    words = [word for word, _ in completing.templates(world(dana), "mon")]

    assert words == ["monday", "monthly-12", "monthly-6"]


@pytest.mark.parametrize("line", [["review"], ["gave", "--answers"]])
def test_completing_is_silent_where_there_is_no_journal(line: list[str]) -> None:
    assert [*offered(line, "d")] == []


@pytest.mark.parametrize(
    ("line", "begun", "first"),
    [
        ("", "comp", "compare-expectations"),
        ("--plain --journal note", "log", "log-meeting"),
        ("nudge", "in", "install"),
        ("done 4v8m.1", "--dr", "--dropped"),
        ("note --on", "-", None),
        ("note dana text", "", None),
        ("note -- dana", "--", None),
        ("review --window", "d", None),
        ("nobody-knows", "--pl", "--plain"),
    ],
)
def test_each_place_of_a_line_has_its_offers(line: str, begun: str, first: str | None) -> None:
    assert next((word for word, _ in offered(line.split(), begun)), None) == first


def test_what_may_be_repeated_is_offered_again_and_nothing_else_is() -> None:
    given = ["log-meeting", "dana", "--topic", "a", "--on", "1.1.", "--"]
    words = [word for word, _ in offered(given[:-1], given[-1])]

    assert "--topic" in words
    assert "--on" not in words


@pytest.mark.parametrize("line", ["", "note -", "seal ", "config --", 'note "a: b" --d', "sync i"])
def test_commands_and_options_are_those_that_typer_knows(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = split(f"mentorlog {line}")
    begun = "" if line.endswith(" ") or not line else words.pop()
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"mentorlog {line}")
    typer = ZshComplete(program(), {}, "mentorlog", "_MENTORLOG_COMPLETE")

    known = {item.value for item in typer.get_completions(words[1:], begun)}

    assert {word for word, _ in offered(words[1:], begun)} == known != set()


def test_powershell_is_told_the_word_and_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    asked = {
        "_MENTORLOG_COMPLETE": "complete_pwsh",
        "_TYPER_COMPLETE_ARGS": "mentorlog und",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "und",
    }

    assert answered(asked) == 0
    assert capsys.readouterr().out.startswith("undo:::Undo the last command")


def test_an_open_quotation_is_read_as_far_as_it_goes() -> None:
    assert split("mentorlog note 'da") == ["mentorlog", "note", "da"]


@pytest.mark.parametrize("asked", ["source_bash", "complete_bash", "complete_zsh"])
def test_installing_and_the_scripts_of_earlier_versions_are_left_to_typer(asked: str) -> None:
    assert answered({"_MENTORLOG_COMPLETE": asked}) is None


def test_a_shell_is_offered_nothing_that_it_would_run(there: Home) -> None:
    """A shell evaluates what it is offered, and a journal may have come from elsewhere."""
    for name in ("$(touch x)", "a;b", "*", "-rf", "`x`", "a b", "...", "good"):
        (there.journal / "relationships" / name).mkdir()
    remembered(there)
    person = next(there.journal.glob("relationships/dana*/relationship.yaml"))
    hostile = 'name: "D\'\\\\$(touch x)`[bold]\\n;: ö"\n'
    text = re.sub("(?m)^name: .*\n", lambda _: hostile, person.read_text(encoding="utf-8"))
    person.write_text(text, encoding="utf-8")
    remembered(there)

    said = "D'\\$(touch x)`[bold] ;: ö"
    assert completing.handles(world(there), "") == [("dana-oz", said), ("good", "")]
    assert inert(said) == "Dtouch xbold  ö"


@pytest.mark.parametrize(
    "line",
    [
        "mentorlog --journal {} review da",
        "mentorlog review --journal={} da",
        "mentorlog review --journal '{}' da",
        "mentorlog find x --journal '{}' --who da",
    ],
)
def test_the_journal_on_the_line_is_the_one(dana: Home, line: str) -> None:
    ran, _ = asked(line.format(dana.journal), {})

    assert ran == (0, ["dana-oz"])


def test_completing_loads_nothing_heavy(there: Home) -> None:
    ran, loaded = asked("mentorlog review da", {"MENTORLOG_JOURNAL": str(there.journal)})

    heavy = {"typer", "yaml", "rich", "mentorlog.domain.entries", "mentorlog.journal.scan"}
    assert (ran, loaded & heavy) == ((0, ["dana-oz"]), set())


def asked(line: str, variables: dict[str, str]) -> tuple[tuple[int, list[str]], set[str]]:
    """What PowerShell is told in a process of its own, and the modules that it took."""
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "from mentorlog.__main__ import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={
            "HOME": os.environ["HOME"],
            "_MENTORLOG_COMPLETE": "complete_pwsh",
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.rpartition(" ")[2],
            **variables,
        },
    )
    words = [told.partition(":::")[0] for told in ran.stdout.splitlines()]
    return (ran.returncode, words), set(ran.stderr.split())
