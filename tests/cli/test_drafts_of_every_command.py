"""A draft is kept for words and for nothing else, by every command and whatever is wrong."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from cli.editors import drafts
from cli.harness import Home

from mentorlog import files

DRAFT = re.compile(r"--resume ([0-9a-hjkmnp-tv-z]{8})")


@dataclass(frozen=True)
class Line:
    """`words`: what would be lost; `bare`: the same without. `choice`: an option that takes one.

    `date`: an option that takes a date. Dana is `dana-oz` in it, an entry's id `{its kind}`.
    """

    right: str
    bare: str = ""
    date: str = ""
    choice: str = ""
    before: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        return self.right.partition("|")[0]


LINES = (
    Line("log-meeting|dana-oz|WORDS", "log-meeting|dana-oz|--minutes|45", "--on", "--medium"),
    Line("log-meeting|dana-oz|--note|WORDS", choice="--status"),
    Line("log-meeting|dana-oz|--gave|WORDS|--action|me: send", date="--next"),
    Line("note|dana-oz|WORDS", date="--on"),
    Line("gave|dana-oz|WORDS", date="--on", choice="--type"),
    Line("received|dana-oz|WORDS", date="--on", choice="--type"),
    Line("ask|dana-oz|WORDS", "ask|dana-oz", "--on", "--by"),
    Line("done|{contribution}|--outcome|WORDS", "", "--on", before=("received|dana-oz|x",)),
    Line("done|{note}|--dropped|WORDS", "done|{note}", "--on", before=("note|dana-oz|x",)),
    Line(
        "amend|dana-oz|--why|WORDS|--cadence|monthly", "amend|dana-oz|--cadence|monthly", "--from"
    ),
    Line("pause|dana-oz|--why|WORDS", "pause|dana-oz", "--from"),
    Line(
        "reschedule|dana-oz|+9d|--why|WORDS",
        "reschedule|dana-oz|+9d",
        "--planned",
        "--by",
        before=("schedule|dana-oz|+3d",),
    ),
    Line("cancel|dana-oz|--why|WORDS", "cancel|dana-oz", "", "--by", ("schedule|dana-oz|+3d",)),
    Line("check-in|dana-oz|--note|WORDS", "check-in|dana-oz|--fit|good", "--on", "--fit"),
    Line("close|dana-oz|--learned|WORDS", "close|dana-oz", "--on", "--reason"),
    Line("candidate|Sam Lee|--stage|noticed|--note|WORDS", "", "--on", "--stage"),
    Line("new-agreement|Sam Lee|--cadence|monthly|--goal|WORDS", "", "--starts", "--as"),
    Line("edit|{meeting}|--note|WORDS", "edit|{meeting}|--minutes|5", "--on", "--medium", ("M",)),
    Line("edit|{note}|--text|WORDS", "", "--on", before=("note|dana-oz|x",)),
)


class _Ids(dict[str, str]):
    def __init__(self, home: Home) -> None:
        self._home = home

    def __missing__(self, kind: str) -> str:
        [found] = self._home.journal.glob(f"relationships/*/*-{kind}-*.yaml")
        return found.stem.rpartition("-")[2]


def words_of(home: Home, line: str, said: str = "what we said") -> list[str]:
    line = "log-meeting|dana-oz|--on|yesterday" if line == "M" else line
    return line.format_map(_Ids(home)).replace("WORDS", said).split("|")


@pytest.fixture(params=LINES, ids=lambda one: one.right)
def line(request: pytest.FixtureRequest, dana: Home) -> Line:
    one: Line = request.param
    assert dana.run("log-meeting", "Dana Ek", "--new", "--handle", "dana-ek").status == 0
    for path in dana.journal.glob("relationships/dana-ek-*/*-meeting-*.yaml"):
        path.unlink()
    for each in one.before:
        assert dana.run(*words_of(dana, each)).status == 0, each
    dana.files()
    return one


@contextmanager
def locked(home: Home) -> Iterator[None]:
    [place] = home.state.rglob("lock")
    with files.lock(place, command="another"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "lock", partial(files.lock, timeout=0))
        yield


@contextmanager
def read_only(_: Home) -> Iterator[None]:
    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    with pytest.MonkeyPatch.context() as patch:
        for name in ("create", "replace", "move"):
            patch.setattr(files, name, full)
        yield


def _swapped(typed: list[str], there: str, here: str) -> list[str]:
    return [here if word == there else word for word in typed]


def refusals(line: Line, typed: list[str]) -> Iterator[tuple[str, int, list[str]]]:
    """What is wrong, the status, and the line in which it is."""
    if "dana-oz" in typed:
        yield "unknown", 3, _swapped(typed, "dana-oz", "nobody")
        yield "ambiguous", 3, _swapped(typed, "dana-oz", "dana")
    if line.command in {"done", "edit"}:
        yield "unknown id", 3, [typed[0], "zzzz", *typed[2:]]
    if line.date:
        yield "bad date", 2, [*typed, line.date, "someday"]
    if line.choice:
        yield "wrong choice", 2, [*typed, line.choice, "nonsense"]
    yield "locked", 5, typed
    yield "read-only", 6, typed


def _spoilt(home: Home, what: str) -> AbstractContextManager[None]:
    return {"locked": locked, "read-only": read_only}.get(what, lambda _: nullcontext())(home)


def test_words_are_kept_until_they_are_saved(dana: Home, line: Line) -> None:
    """By --resume with what was wrong, or by the corrected command: in turn."""
    typed = words_of(dana, line.right)
    for turn, (what, status, wrong) in enumerate(refusals(line, typed)):
        with _spoilt(dana, what):
            ran = dana.raw(*wrong)
        draft = DRAFT.search(ran.err)
        assert (what, ran.status, len(drafts(dana))) == (what, status, 1), ran.err
        assert f"mentorlog {line.command} --resume " in ran.err, what
        assert draft is not None, what

        mended = [line.command, *_mended(line, what, typed), "--resume", draft[1]]
        right = dana.run(*(mended if (turn + len(line.right)) % 2 else typed))
        assert (what, right.status, right.err, drafts(dana)) == (what, 0, "", []), right
        assert dana.run("undo").status == 0


def test_a_resumed_draft_asks_on_a_terminal_for_the_date_that_was_wrong(
    dana: Home, line: Line
) -> None:
    if not line.date:
        return
    wrong = dana.raw(*words_of(dana, line.right), line.date, "someday")
    draft = DRAFT.search(wrong.err)
    assert draft is not None
    option, right = _mended(line, "bad date", [])

    way_back = (line.command, "--resume", draft[1])
    answers = f"one day\n{right}\n" + "\n" * 10 + "y\n"
    stopped = dana.raw(*way_back, terminal=True)
    ran = dana.raw(*way_back, terminal=True, stdin=answers)

    assert stopped.err.endswith(f"--resume {draft[1]} {option} DATE\n")
    assert ran.err.startswith('"someday" isn\'t a date. Examples: ')
    assert f"  {option} DATE" in ran.err
    assert '"one day" isn\'t a date.' in ran.err
    assert (ran.status, drafts(dana)) == (0, []), ran


def test_a_resumed_draft_asks_on_a_terminal_for_the_choice_that_was_wrong(
    dana: Home, line: Line
) -> None:
    if not line.choice:
        return
    wrong = dana.raw(*words_of(dana, line.right), line.choice, "nonsense")
    draft = DRAFT.search(wrong.err)
    assert draft is not None

    answers = f"{_CHOICES.get(line.choice, 'them')}\n" + "\n" * 10 + "y\n"
    ran = dana.raw(line.command, "--resume", draft[1], terminal=True, stdin=answers)

    assert f"--resume {draft[1]} {line.choice} " in wrong.err
    assert (ran.status, drafts(dana)) == (0, []), ran


def _mended(line: Line, what: str, typed: list[str]) -> list[str]:
    if what == "bad date":
        coming = {"--planned": "+3d", "--next": "tomorrow"}
        return [line.date, coming.get(line.date, "today")]
    return (
        [line.choice, _CHOICES.get(line.choice, "them")] if what == "wrong choice" else typed[1:2]
    )


_CHOICES = {
    "--medium": "video",
    "--status": "held",
    "--type": "advice",
    "--fit": "good_fit",
    "--reason": "other",
    "--stage": "noticed",
    "--as": "mentee",
}


def test_a_control_character_is_refused_and_the_corrected_words_drop_the_draft(
    dana: Home, line: Line
) -> None:
    ran = dana.raw(*words_of(dana, line.right, "what\x07 we said"))
    assert (ran.status, len(drafts(dana))) == (2, 1), ran.err
    assert "\x07" not in ran.err

    right = dana.run(*words_of(dana, line.right))
    assert (right.status, right.err, drafts(dana)) == (0, "", [])


def test_without_words_nothing_is_kept(dana: Home, line: Line) -> None:
    if not line.bare:
        return
    typed = words_of(dana, line.bare)
    for what, status, wrong in refusals(line, typed):
        with _spoilt(dana, what):
            ran = dana.raw(*wrong)
        assert (what, ran.status, drafts(dana)) == (what, status, []), ran.err
        assert "--resume" not in ran.err
