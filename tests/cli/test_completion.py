"""What a shell is offered: people, entries, templates; nothing that it would run, and lightly."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from cli.harness import Home

from mentorlog.cli.completion import handles_like, ids_like
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

    words = [word for word, _ in handles_like("")]

    assert words == ["dan", "dana-oz", "sam-lee"]
    assert [word for word, _ in handles_like("DAN")] == ["dan", "dana-oz"]
    assert handles_like("x") == []


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


def test_entries_are_completed_by_id_the_newest_first(there: Home) -> None:
    there.run("log-meeting", "dana-oz", "--on", "2026-11-20")
    offered = ids_like("")

    days = [about for _, about in offered]

    assert "2026-11-20 meeting dana-oz" in days
    assert days == sorted(days, reverse=True)
    assert ids_like(offered[0][0][:3]) == offered[:1]


def test_templates_are_completed_ours_and_ones_own(dana: Home) -> None:
    (dana.folder / "templates").mkdir()
    (dana.folder / "templates" / "monday.yaml").touch()

    words = [word for word, _ in completing.templates(world(dana), "mon")]

    assert words == ["monday", "monthly-12", "monthly-6"]


@pytest.mark.parametrize("offer", [handles_like, ids_like])
def test_completing_is_silent_where_there_is_no_journal(offer: Callable[[str], object]) -> None:
    assert offer("d") == []


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

    assert completing.handles(world(there), "") == [("dana-oz", "Dtouch xbold ö"), ("good", "")]


@pytest.mark.parametrize(
    ("line", "index"),
    [
        ("mentorlog --journal {} review da", 4),
        ("mentorlog review --journal={} da", 3),
        ("mentorlog review --journal '{}' da", 4),
        ("mentorlog find x --journal '{}' --who da", 6),
    ],
)
def test_the_journal_on_the_line_is_the_one(dana: Home, line: str, index: int) -> None:
    ran, _ = asked(line.format(dana.journal), index, {})

    assert ran == (0, ["dana-oz"])


def test_completing_loads_nothing_heavy(there: Home) -> None:
    ran, loaded = asked("mentorlog review da", 2, {"MENTORLOG_JOURNAL": str(there.journal)})

    heavy = {"pydantic", "yaml", "rich", "mentorlog.domain.entries", "mentorlog.journal.scan"}
    assert (ran, loaded & heavy) == ((0, ["dana-oz"]), set())


def asked(
    line: str, index: int, variables: dict[str, str]
) -> tuple[tuple[int, list[str]], set[str]]:
    """What bash is told in a process of its own, and the modules that it took."""
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
            "_MENTORLOG_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(index),
            **variables,
        },
    )
    return (ran.returncode, ran.stdout.split()), set(ran.stderr.split())
