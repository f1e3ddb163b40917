"""A draft that a command is at work on is left alone by everybody else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.editors import drafts, editor, real
from cli.harness import Home, Ran
from cli.test_offered_drafts import NOTED, notes

from mentorlog.files import Hold, is_held


@pytest.fixture
def hold() -> Iterator[Hold]:
    """What another terminal holds."""
    made = Hold()
    yield made
    made.release()


@pytest.fixture
def live(dana: Home, hold: Hold) -> Path:
    """The draft of a note that is being typed in another terminal."""
    assert dana.run("note", "dana-oz", "the other's words", "--on", "2031-01-01").status == 3
    [draft] = drafts(dana)
    assert hold.take(draft)
    return draft


def test_it_is_neither_offered_nor_told_of(dana: Home, live: Path) -> None:
    assert dana.run("note", "dana-oz", "mine", terminal=True) == Ran(0, NOTED, "")
    assert dana.run("note", "dana-oz", "mine, too") == Ran(0, NOTED, "")
    assert "draft" not in dana.run("doctor").out
    assert drafts(dana) == [live]


def test_it_is_not_resumed_until_it_waits(dana: Home, live: Path, hold: Hold) -> None:
    latest = dana.run("note", "--resume")
    by_id = dana.run("note", "--resume", live.stem)

    assert (latest.status, by_id.status) == (3, 3)
    assert "There's no draft of note." in latest.err
    assert "is in use by another command." in by_id.err
    assert drafts(dana) == [live]
    hold.release()
    assert dana.run("note", "--resume", live.stem, "--on", "today") == Ran(0, NOTED, "")
    assert notes(dana) == ["the other's words"]


def test_the_same_words_saved_elsewhere_leave_it(dana: Home, live: Path) -> None:
    assert dana.run("note", "dana-oz", "the other's words").status == 0
    assert dana.run("note", "dana-oz", "the other's words", "--on", "2031-01-01").status == 3

    assert live in drafts(dana)


def test_whoever_erases_or_redacts_is_told_that_it_stays(dana: Home, live: Path) -> None:
    said = "A command is still writing about them; its draft stays:"

    closed = dana.run("close", "dana-oz", "--redact")
    assert (closed.status, said in closed.out, drafts(dana)) == (0, True, [live])
    erased = dana.run("erase", "dana-oz", "--yes")
    assert (erased.status, said in erased.out, drafts(dana)) == (0, True, [live])


def test_one_that_is_in_use_by_the_time_of_the_answer_is_not_discarded(
    dana: Home, live: Path, hold: Hold
) -> None:
    hold.release()

    class Late:
        """Somebody takes the draft up while the question stands."""

        def readline(self) -> str:
            assert hold.take(live)
            return "discard\n"

        def read(self) -> str:
            return ""

    ran = dana.run("note", "dana-oz", "mine", stdin=Late(), terminal=True)  # type: ignore[arg-type]  # no more is asked

    assert (ran.status, drafts(dana)) == (0, [live])


def test_an_open_editor_keeps_its_draft(dana: Home) -> None:
    looks = "import sys; from mentorlog.files import is_held; from pathlib import Path\n"
    looks += f"[draft] = Path({str(dana.state)!r}).rglob('drafts/*.yaml')\n"
    looks += "sys.exit(not is_held(draft))"
    (dana.folder / "looks.py").write_text(looks, encoding="utf-8")
    editor(
        dana, f'{sys.executable} {dana.folder / "looks.py"} && sed -i "s/^notes:/notes: hi/" "$1"'
    )

    ran = dana.run("log-meeting", "dana-oz", "--edit", terminal=True)

    assert ran.status == 0
    assert "notes: hi" in real(dana, "relationships/*/*-meeting-*.yaml").read_text(encoding="utf-8")
    assert drafts(dana) == []


def test_a_command_that_is_over_leaves_a_draft_that_waits(dana: Home) -> None:
    assert dana.run("note", "dana-oz", "words", "--on", "2031-01-01").status == 3

    assert [is_held(draft) for draft in drafts(dana)] == [False]


def test_it_is_neither_listed_nor_discarded(dana: Home, live: Path) -> None:
    listed = dana.run("drafts")
    discarded = dana.run("drafts", "--discard", "all")
    by_id = dana.run("drafts", "--discard", live.stem)

    assert (listed.status, discarded.status, by_id.status) == (0, 0, 3)
    assert "the other's words" not in listed.out + discarded.out
    assert drafts(dana) == [live]
