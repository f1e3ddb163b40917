"""Two commands at once: one runs to its end between the other's decision and its lock.

Whatever that one did: nobody is there without a name, nothing is plain in what is sealed, and what
was typed is in the journal or in a draft.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from cli.harness import Home, Ran

from mentorlog import files
from mentorlog.commands import who
from mentorlog.commands.writing import SOON
from mentorlog.domain.entries import Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Locked
from mentorlog.journal.journal import Journal
from mentorlog.journal.reading import Contents
from mentorlog.journal.scan import About
from mentorlog.terminal import editor

WORDS = "CANARY"
REFUSED = 3
PLAN, NOTE = "{plan}", "{note}"  # ids, known when the journal is made

FIRST = {
    "log": ("log-meeting", "eve", f"{WORDS} typed"),
    "log-with-more": (
        *("log-meeting", "eve", f"{WORDS} typed", "--gave", "a book", "--next", "+9d 15:00"),
        *("--on", "2026-11-20"),
    ),
    "note": ("note", "eve", f"{WORDS} typed"),
    "gave": ("gave", "eve", f"{WORDS} typed"),
    "schedule": ("schedule", "eve", "+20d", "--agenda", f"{WORDS} typed"),
    "close": ("close", "eve", "--learned", f"{WORDS} typed"),
    "move": ("move", NOTE, "sam"),
    "move-to": ("move", "{other}", "eve"),
    "edit": ("edit", NOTE, "--visibility", "open"),
    "remove": ("remove", NOTE),
    "rename": ("rename", "eve", "Eva Lind"),
    "seal": ("seal", "on", "eve"),
    "erase": ("erase", "eve", "--yes"),
}
SECOND = {
    "rename": ("rename", "eve", "Yves Orban"),
    "seal": ("seal", "on", "eve"),
    "erase": ("erase", "eve", "--yes"),
    "move": ("move", NOTE, "sam"),
    "move-plan": ("move", PLAN, "sam"),
    "remove": ("remove", NOTE),
    "remove-plan": ("remove", PLAN),
    "close": ("close", "eve"),
    "note": ("note", "eve", "in between"),
}


TOLD = {  # which pairs an ordinary run tries; the others are tried where minutes don't count
    *(("log", "rename"), ("note", "seal"), ("move-to", "rename"), ("note", "erase")),
    *(("seal", "note"), ("erase", "note"), ("schedule", "close"), ("rename", "rename")),
}
TOLD_IN_EDITOR = {("log", "rename"), ("log", "seal"), ("edit", "move"), ("edit-person", "rename")}
EDITED = {
    "log": ("log-meeting", "eve", "--edit"),
    "close": ("close", "eve", "--edit"),
    "edit": ("edit", NOTE),
    "edit-person": ("edit", "eve"),
}


def _pairs(firsts: Mapping[str, tuple[str, ...]], told: set[tuple[str, str]]) -> list[ParameterSet]:
    return [
        pytest.param(
            firsts[one],
            SECOND[other],
            id=f"{one}, {other}",
            marks=() if (one, other) in told else pytest.mark.faults,
        )
        for one in firsts
        for other in SECOND
    ]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Eve, with a plan and a note, and Sam; keys to seal."""
    home = Home(tmp_path_factory.mktemp("settled"))
    recovery = home.folder / "recovery.txt"
    for line in (
        ("new-agreement", "Eve Lind", "--cadence", "monthly", "--starts", "2026-10-01"),
        ("schedule", "eve", "+1d", "15:00"),
        ("note", "eve", "an older note"),
        ("log-meeting", "Sam Orr", "--new", "--on", "2026-11-01"),
        ("note", "sam", "of another"),
        ("seal", "init", "--recovery", str(recovery), "--no-passphrase"),
    ):
        ran = home.run(*line)
        assert (ran.status, ran.err) == (0, "")
    return home.folder, {
        "plan": _id(home, "eve-lind-*/*-11-23-meeting-*"),
        "note": _id(home, "eve-lind-*/*-note-*"),
        "other": _id(home, "sam-orr-*/*-note-*"),
    }


@pytest.fixture
def home(tmp_path: Path, settled: tuple[Path, dict[str, str]]) -> Home:
    folder = tmp_path / "home"
    shutil.copytree(settled[0], folder)
    return Home(folder)


@pytest.mark.parametrize(("first", "second"), _pairs(FIRST, TOLD))
def test_what_was_decided_holds_when_it_is_saved(
    home: Home,
    settled: tuple[Path, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    first: tuple[str, ...],
    second: tuple[str, ...],
) -> None:
    ids = settled[1]
    line, other = (tuple(word.format(**ids) for word in words) for words in (first, second))
    between = _before_its_lock(monkeypatch, line, lambda: home.run(*other))

    ran = home.run(*line)

    assert [one.status for one in between] == [0]
    assert ran.status in {0, REFUSED}
    _check(home, line, ran, erased="erase" in {line[0], other[0]})


@pytest.mark.parametrize(("first", "second"), _pairs(EDITED, TOLD_IN_EDITOR))
def test_what_changes_while_an_editor_is_open_is_not_lost_nor_is_what_was_typed(
    home: Home,
    settled: tuple[Path, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    first: tuple[str, ...],
    second: tuple[str, ...],
) -> None:
    ids = settled[1]
    line, other = (tuple(word.format(**ids) for word in words) for words in (first, second))
    key = {"log-meeting": "notes", "close": "learned", "edit": "function"}[line[0]]
    key = "outcome_of_edit" if line == ("edit", ids["note"]) else key
    between: list[Ran] = []

    def typed(_: object, path: Path) -> None:
        if not between:
            between.append(home.run(*other))
            text = "".join(
                text for text in path.read_text().splitlines(keepends=True) if f"{key}:" not in text
            )
            path.write_text(f"{text}{key}: {WORDS} typed\n", encoding="utf-8")

    monkeypatch.setattr(editor, "edit", typed)

    ran = home.run(*line, terminal=True, stdin="no\n" * 9)

    assert [one.status for one in between] == [0]
    assert ran.status in {0, REFUSED}
    _check(home, line, ran, erased="erase" in other, in_editor=True)


def test_what_was_typed_for_a_plan_that_goes_away_meanwhile_can_be_gone_on_with(
    home: Home, settled: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.today += dt.timedelta(1)
    laid: list[str] = []

    def typed(_: object, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        if not laid:
            home.run("move", settled[1]["plan"], "sam")
            path.write_text(text.replace("notes:", f"notes: {WORDS} typed"), encoding="utf-8")
        laid.append(text)

    monkeypatch.setattr(editor, "edit", typed)
    refused = home.raw("log-meeting", "eve", "--edit", terminal=True)
    [draft] = re.findall(r"--resume (\w+)", refused.err)

    shown = home.raw("drafts", draft)
    ran = home.raw("log-meeting", "--resume", draft, terminal=True, stdin="no\n")

    assert refused.status == REFUSED
    assert f"  notes: {WORDS} typed\n" in shown.out
    assert "it's a new entry" in laid[1]
    assert (ran.status, ran.err) == (0, "")
    [meeting] = home.journal.glob("relationships/eve-lind-*/*-meeting-*")
    assert f"{WORDS} typed" in meeting.read_text(encoding="utf-8")
    assert home.run("doctor").status == 0


def test_a_note_goes_to_the_person_it_was_typed_for_whatever_they_are_called_now(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def between() -> Ran:
        home.run("rename", "eve", "Yves Orban")
        return home.run("log-meeting", "Eve Stark", "--new")

    _before_its_lock(monkeypatch, ("note",), between)

    ran = home.run("note", "eve", f"{WORDS} typed")

    assert ran.status == 0
    assert len(list(home.journal.glob("relationships/yves-orban-*/*-note-*"))) == 2
    assert not list(home.journal.glob("relationships/eve-stark-*/*-note-*"))


def test_a_plan_is_fulfilled_though_the_person_is_renamed_meanwhile(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is looked for by the old name would seem to have no entries."""
    _before_its_lock(monkeypatch, ("log-meeting",), lambda: home.run("rename", "eve", "Yves Orban"))
    home.today += dt.timedelta(1)

    ran = home.run("log-meeting", "eve", f"{WORDS} typed")

    assert (ran.status, ran.err) == (0, "")
    [meeting] = home.journal.glob("relationships/yves-orban-*/*-meeting-*")
    assert "status: held" in meeting.read_text(encoding="utf-8")


def test_what_is_renamed_between_two_looks_is_found_under_its_new_name(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    between: list[Ran] = []
    read = Journal.read

    def slow(journal: Journal, entry: Meeting) -> Meeting:
        if not between:
            between.append(home.run("rename", "eve", "Yves Orban"))
        return read(journal, entry)

    monkeypatch.setattr(Journal, "read", slow)

    ran = home.run("reschedule", "eve", "+5d", "--why", f"{WORDS} typed")

    assert ran.err == ""
    assert [one.status for one in between] == [0]
    [moved] = [p for p in home.journal.rglob("*-meeting-*") if WORDS in p.read_text()]
    assert moved.parent.name.startswith("yves-orban-")


@pytest.mark.parametrize("asks", [False, True])
def test_where_nobody_is_asked_the_journal_is_read_under_the_lock(
    home: Home, monkeypatch: pytest.MonkeyPatch, *, asks: bool
) -> None:
    """Then no other command can come between reading and saving; a question would keep it out."""
    free: list[bool] = []
    load = Journal.load

    def watched(journal: Journal, about: About | None = None, *, watch: bool = False) -> Contents:
        try:
            with contextlib.ExitStack() as locks:
                for lock in home.state.rglob("lock"):
                    locks.enter_context(files.lock(lock, timeout=0))
                free.append(True)
        except Locked:
            free.append(False)
        return load(journal, about, watch=watch)

    monkeypatch.setattr(Journal, "load", watched)

    ran = home.run("note", "eve", f"{WORDS} typed", terminal=asks)

    assert (ran.status, ran.err) == (0, "")
    assert free == [asks]


def test_what_somebody_agreed_to_is_what_is_saved(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary named Eve; by the time it's agreed to, she is called otherwise."""
    _before_its_lock(monkeypatch, ("check-in",), lambda: home.run("rename", "eve", "Yves Orban"))

    ran = home.run("check-in", "eve", terminal=True, stdin=f"good_fit\n4\n4\n4\n4\n{WORDS}\n\ny\n")

    assert ran.status == REFUSED
    assert "The journal changed in the meantime." in ran.err
    assert "--resume" in ran.err


@pytest.mark.parametrize("asks", [False, True])
def test_what_is_refused_halfway_through_a_sync_is_decided_again_when_that_is_done(
    home: Home, settled: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch, *, asks: bool
) -> None:
    """For a moment a file that git moves is there twice, and which of two to move isn't clear."""
    home.run("note", "sam", "so that there is a lock")
    [note] = home.journal.glob(f"relationships/*/*-{settled[1]['note']}.yaml")
    [sam] = home.journal.glob("relationships/sam-orr-*")
    shutil.copy2(note, sam)
    locks = iter([*([] if asks else ["still syncing"]), "done"])
    lock = files.lock

    @contextlib.contextmanager
    def held_by_a_sync(path: Path, **options: Any) -> Iterator[None]:
        match next(locks, None):
            case "still syncing":
                raise Locked("Another", "Wait.")
            case "done":
                note.unlink()
        with lock(path, **options):
            yield

    monkeypatch.setattr(files, "lock", held_by_a_sync)

    ran = home.run("move", settled[1]["note"], "eve", terminal=asks, stdin="y\n")

    assert (ran.status, ran.err) == (0, "")
    assert note.exists()
    assert not (sam / note.name).exists()


def test_what_is_asked_once_more_after_that_is_decided_from_the_journal_as_it_is_now(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agreement that was in the way is removed before anything else can be decided."""
    home.run("new-agreement", "Noor", "--cadence", "monthly", "--starts", "2026-12-20")
    agreement = _id(home, "noor-*/*-agreement-*")
    lock = files.lock

    def freed_meanwhile(path: Path, **options: Any) -> AbstractContextManager[None]:
        monkeypatch.setattr(files, "lock", lock)
        home.run("remove", agreement)
        return lock(path, **options)

    monkeypatch.setattr(files, "lock", freed_meanwhile)
    answers = ("good words", *[""] * 7)

    ran = home.run(
        "close", "noor", terminal=True, stdin="\n".join((*answers, "edit", *answers, "y"))
    )

    assert (ran.status, ran.err.count("Save?")) == (0, 2), ran
    assert "agreement" not in home.run("show", "noor").out


def test_a_no_is_not_asked_about_again_because_of_what_another_command_did(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_which = who.ask_which

    def meanwhile(*asked: Any) -> Relationship:
        home.run("note", "sam", "in between")
        return ask_which(*asked)

    monkeypatch.setattr(who, "ask_which", meanwhile)

    ran = home.run("note", "evi", f"{WORDS} typed", terminal=True, stdin="n\n")

    assert ran.status == REFUSED
    assert 'mentorlog: No one here is called "evi".' in ran.err
    assert "--resume" in ran.err


def test_no_undo_brings_an_entry_back_to_nobody(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    del monkeypatch
    home.run("note", "eve", f"{WORDS} removed")
    [note] = [p for p in home.journal.rglob("*-note-*") if WORDS in p.read_text()]
    home.run("remove", note.stem.rpartition("-")[2])
    folder = note.parent
    folder.rename(folder.with_name("eva-lind-" + folder.name[-4:]))  # as a synchronizer does it

    ran = home.run("undo")

    assert ran.status == REFUSED
    assert "Entries would be left without a person in" in ran.err
    assert not folder.exists()


def _before_its_lock(
    monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...], happen: Callable[[], Ran]
) -> list[Ran]:
    """From now on something happens once, before this command takes the lock to save.

    When it begins, another holds the lock, so it reads first.
    """
    done: list[Ran] = []
    lock = files.lock
    command = "seal on" if line[0] == "seal" else line[0]

    @contextlib.contextmanager
    def slow(path: Path, *, timeout: float = 5.0, command: str = "mentorlog") -> Iterator[None]:
        if command == ours and timeout == SOON:
            raise Locked("Another", "Wait.")
        if command == ours and not done:
            done.append(happen_())
        with lock(path, timeout=timeout, command=command):
            yield

    ours = command

    def happen_() -> Ran:
        with monkeypatch.context() as usual:
            usual.setattr(files, "lock", lock)
            return happen()

    monkeypatch.setattr(files, "lock", slow)
    return done


def _check(
    home: Home, line: tuple[str, ...], ran: Ran, *, erased: bool, in_editor: bool = False
) -> None:
    folders = [path for path in (home.journal / "relationships").iterdir() if path.is_dir()]
    for folder in folders:
        person = folder / "relationship.yaml"
        assert person.exists(), f"a ghost: {folder.name}"
        if "sealed:" in person.read_text(encoding="utf-8"):
            assert [path.name for path in folder.glob("*.yaml") if not _is_hidden(path)] == []
    doctor = home.run("doctor")
    assert (doctor.status, doctor.out) == (0, doctor.out)
    said = [home.run("show", f.name.rpartition("-")[0], "--reveal", "--json").out for f in folders]
    typed = any(WORDS in word for word in line) or in_editor
    if ran.status == 0 and typed and not erased:
        assert "".join(said).count(WORDS) == 1
    if ran.status and typed:
        assert "--resume" in ran.err
    if ran.status and not typed:
        assert list(home.state.rglob("drafts/*.yaml")) == []


def _is_hidden(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return "sealed:" in text or "status: planned" in text


def _id(home: Home, pattern: str) -> str:
    [path] = (home.journal / "relationships").glob(f"{pattern}.yaml")
    return path.stem.rpartition("-")[2]
