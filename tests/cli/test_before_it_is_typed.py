"""Nothing is asked, and stdin isn't read, before it is known that the answer can be kept."""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import NoReturn

import pytest
from cli.editors import drafts
from cli.harness import Home
from cli.test_sealing import keys

from mentorlog import files
from mentorlog.__main__ import main
from mentorlog.errors import StorageFailed
from mentorlog.journal.names import JOURNAL_FILE


class Untouched:
    """A stdin that nobody may read."""

    def read(self) -> str:
        raise AssertionError

    readline = read


def test_stdin_is_not_read_for_a_journal_that_can_be_none(dana: Home) -> None:
    (dana.folder / "file").write_text("no folder", encoding="utf-8")
    line = ("--journal", str(dana.folder / "file"), "note", "dana", "-")

    ran = dana.run(*line, stdin=Untouched())  # type: ignore[arg-type]  # no more is asked

    assert ran.status == 3
    assert "is a file, not a folder" in ran.err


ASKING = (
    ("log-meeting",),
    ("log-meeting", "dana"),
    ("log-meeting", "dana", "--edit"),
    ("note", "dana"),
    ("gave", "dana"),
    ("received",),
    ("ask", "dana"),
    ("schedule", "dana"),
    ("reschedule", "dana"),
    ("cancel",),
    ("done",),
    ("new-agreement", "Ann Lee"),
    ("amend", "dana"),
    ("pause", "dana"),
    ("check-in", "dana"),
    ("close", "dana"),
    ("reopen",),
    ("candidate", "Ann Lee"),
    ("review", "dana", "--reflect"),
    ("edit", "dana"),
    ("move",),
    ("rename", "dana"),
    ("remove", "dana-oz"),
    ("erase", "dana"),
)
READING = (
    ("log-meeting", "dana", "--note", "-"),
    ("log-meeting", "Ann Lee", "--new", "--note", "-"),
    ("note", "dana", "-"),
    ("gave", "dana", "-"),
    ("close", "dana", "--learned", "-"),
    ("amend", "dana", "--cadence", "weekly", "--why", "-"),
    ("import", "-"),
    ("import", "-", "dana"),
)


@pytest.fixture(params=["newer", "broken", "missing"])
def unfit(dana: Home, request: pytest.FixtureRequest) -> Home:
    """A journal that nothing can be written into."""
    dana.variables |= {"EDITOR": "false", "VISUAL": "false"}
    file = dana.journal / JOURNAL_FILE
    said = file.read_text(encoding="utf-8")
    texts = {"newer": said.replace("schema: 1", "schema: 2"), "broken": f"{said}id: [\n"}
    file.unlink()
    if request.param in texts:
        file.write_text(texts[request.param], encoding="utf-8")
    return dana


@pytest.mark.parametrize("line", ASKING, ids=" ".join)
def test_nothing_is_asked_for_a_journal_that_can_not_be_written(
    unfit: Home, line: tuple[str, ...]
) -> None:
    ran = unfit.run(*line, stdin=Untouched(), terminal=True)  # type: ignore[arg-type]  # as above

    assert ran.status in {3, 4}
    assert ran.err.startswith("mentorlog: ")


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_stdin_is_not_read_for_a_journal_that_can_not_be_written(
    unfit: Home, line: tuple[str, ...]
) -> None:
    ran = unfit.run(*line, stdin=Untouched())  # type: ignore[arg-type]  # as above

    assert (ran.status, drafts(unfit)) == (4, [])


@pytest.mark.parametrize("place", ["journal", "state"])
def test_nothing_is_asked_where_nothing_can_be_written(
    dana: Home, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A folder on a read-only disk, or of somebody else."""
    shut = str(dana.folder / place)
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not str(path).startswith(shut) and allowed(path, mode)
    )

    ran = dana.run("check-in", "dana", stdin=Untouched(), terminal=True)  # type: ignore[arg-type]  # as above

    assert ran.status == 6
    assert ran.err.startswith(f"mentorlog: Not permitted: {shut}")


OUT_OF_MEMORY = """\
mentorlog: There isn't enough memory.
  Close other programs, then try again.
  It couldn't be kept as a draft either, so here it is:
"""


@pytest.fixture
def without_keys(dana: Home) -> Home:
    """Dana is sealed, and the keys are on another machine."""
    keys(dana)
    assert dana.run("seal", "on", "dana").status == 0
    for path in dana.folder.rglob("recipients.txt"):
        path.unlink()
    return dana


def test_stdin_is_not_read_for_words_that_could_not_be_sealed(without_keys: Home) -> None:
    ran = without_keys.run("note", "dana", "-", stdin=Untouched())  # type: ignore[arg-type]  # as above

    assert ran.status == 3
    assert "This machine has no keys" in ran.err
    assert drafts(without_keys) == []


def test_nothing_is_asked_for_words_that_could_not_be_sealed(without_keys: Home) -> None:
    ran = without_keys.run(
        "check-in",
        "dana",
        stdin=Untouched(),  # type: ignore[arg-type]  # as above
        terminal=True,
    )

    assert ran.status == 3
    assert ran.err.startswith("mentorlog: This machine has no keys, so nothing can be sealed here")


def test_without_memory_what_was_typed_is_kept_or_printed(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(files, "overwrite", full)
        printed = dana.run("note", "dana", "-", stdin="words from stdin")
    with monkeypatch.context() as patch:
        patch.setattr(files, "create", full)
        kept = dana.run("note", "dana", "words to keep")

    said = "mentorlog: There isn't enough memory.\n  Close other programs, then try again.\n"
    assert (printed.status, kept.status) == (6, 6)
    assert printed.err.startswith(said)
    assert printed.err.endswith("here it is:\n  words from stdin\n")
    assert kept.err.startswith(said)
    assert [path for path in drafts(dana) if "words to keep" in path.read_text(encoding="utf-8")]


def _full(*_: object, **__: object) -> NoReturn:
    raise MemoryError


@pytest.mark.parametrize(
    "place",
    [
        "mentorlog.cli.fast_path.answered",  # before anything is known
        "mentorlog.commands.writing._Run.result",
        "mentorlog.commands.stdin.saying",  # once stdin is read
        "mentorlog.commands.kept.as_mapping",
    ],
)
def test_wherever_there_is_no_memory_what_was_typed_is_printed(
    dana: Home, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(place, _full)
    monkeypatch.setattr("mentorlog.journal.drafts.Drafts.keep", _full)
    text = f"the first line\n{'a long evening, ' * 20000}\nthe \x1b[2J last line"

    from_stdin = dana.run("note", "dana", "-", stdin=text)
    from_a_line = dana.run("note", "dana", "a short evening")

    spelled = text.replace("\x1b", "\\x1b").replace("\n", "\n  ")
    assert (from_stdin.status, from_a_line.status) == (6, 6)
    assert from_stdin.err == f"{OUT_OF_MEMORY}  {spelled}\n"
    assert from_a_line.err == f"{OUT_OF_MEMORY}  a short evening\n"


def test_a_message_that_takes_too_much_memory_is_short_and_the_words_follow(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentorlog.cli.showing.error_as_text", _full)
    monkeypatch.setattr("mentorlog.journal.drafts.Drafts.keep", _full)

    ran = dana.run("note", "dana", "-", stdin="words from stdin")

    assert ran.status == 6
    assert ran.err == (
        "mentorlog: There isn't enough memory.\n"
        "  It couldn't be kept as a draft either, so here it is:\n"
        "  words from stdin\n"
    )


def test_with_hardly_any_memory_only_the_typed_words_are_printed(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("mentorlog.__main__.run", _full)
    monkeypatch.setattr(os, "_exit", sys.exit)
    monkeypatch.setattr(sys, "argv", ["/a folder/mentorlog", "note", "dana", "a \x1b[2J löwe"])

    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        gc.enable()

    assert ended.value.code == 6
    assert capfdbinary.readouterr().err == (
        "mentorlog: There isn't enough memory.\na ?[2J löwe\n".encode()
    )


def test_what_is_saved_and_cannot_be_shown_for_lack_of_memory_is_saved(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentorlog.cli.showing.show", _full)
    ran = dana.run("note", "dana", "words to save")

    assert (ran.status, ran.err) == (
        6,
        "mentorlog: There isn't enough memory.\n  It's saved; only this couldn't be shown.\n",
    )


def test_a_library_that_no_memory_is_left_for_is_told_like_that(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unloaded(*_: object, **__: object) -> NoReturn:
        raise ImportError("x.so: failed to map segment from shared object")

    monkeypatch.setattr("mentorlog.commands.writing._Run.result", unloaded)
    ran = dana.run("note", "dana", "words to keep")

    assert ran.status == 6
    assert ran.err.startswith("mentorlog: There isn't enough memory.\n")
    assert "What you typed is kept in" in ran.err


def test_words_outlive_an_error_that_nobody_foresaw_before_they_are_kept(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object, **__: object) -> NoReturn:
        raise LookupError

    monkeypatch.setattr("mentorlog.commands.writing._Run._decided_and_saved", wrong)
    kept = dana.run("note", "dana", "-", stdin="words from stdin")
    monkeypatch.setattr("mentorlog.journal.drafts.Drafts.keep", wrong)
    printed = dana.run("note", "dana", "-", stdin="words from stdin")

    assert (kept.status, printed.status) == (1, 1)
    assert "What you typed is kept:  mentorlog note --resume" in kept.err
    assert printed.err.endswith("so here it is:\n  words from stdin\n")


def test_where_no_draft_can_be_kept_a_program_gets_the_words_in_its_document(dana: Home) -> None:
    (home,) = dana.state.iterdir()
    (home / "drafts").write_text("a file in the way", encoding="utf-8")

    ran = dana.run("note", "dana", "-", "--json", stdin="words from\nstdin")

    said = json.loads(ran.err)
    assert said["hint"].endswith("here it is:\nwords from\nstdin")


def test_where_the_disk_fails_first_what_stands_on_stdin_is_kept_after_all(
    dana: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StorageFailed("The disk reported an error.")

    monkeypatch.setattr("mentorlog.commands.kept.settle", broken)
    ran = dana.run("note", "dana", "-", stdin="words from stdin")

    assert ran.status == 6
    [draft] = drafts(dana)
    assert "words from stdin" in draft.read_text(encoding="utf-8")
    assert draft.stem in dana.raw("drafts").out
    assert "What you typed is kept in " in ran.err


@pytest.mark.parametrize("wrong", [("--minutes", "0"), ("--medium", "fax"), ("--on", "31.2.2026")])
def test_words_on_stdin_are_kept_from_a_wrong_option(dana: Home, wrong: tuple[str, str]) -> None:
    ran = dana.run("log-meeting", "dana", "-", *wrong, stdin="words from stdin")

    assert (ran.status, "What you typed is kept" in ran.err) == (2, True)
    assert "words from stdin" in dana.run("drafts").out
