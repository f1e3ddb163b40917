"""Disks that are full, small, read-only or forbidden: real ones, and the words outlive them."""

from __future__ import annotations

import compileall
import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults.disk import Memory
from faults.lab import warm
from faults.running import Outcome, Warm, installed, variables
from faults.sandbox import JOURNAL, STATE, Sandbox, settle_people, times

import mentorlog

pytestmark = pytest.mark.faults

REFUSED, FAILED = 3, 6  # exit statuses
PAGE = 4096  # bytes; what a file in memory takes at least
WORDS = "what nobody would like to type again"
LONG = "\n".join([WORDS, *(f"line {number} of a long evening" for number in range(400))])
LINE = ("log-meeting", "dana-oz", "--gave", "a book", "--note", "-")


@pytest.fixture(scope="module")
def program(fast: Path) -> Iterator[Warm]:
    with warm(fast) as made:
        yield made


@pytest.mark.parametrize("pages", range(24))
def test_a_full_disk_takes_all_or_nothing(tmp_path: Path, program: Warm, pages: int) -> None:
    """A note of three pages, and so many pages left."""
    with _small_home(tmp_path, "size=2m") as sandbox:
        _fill(sandbox.home, leave=pages)
        outcome = program.run(sandbox.home, LINE, stdin=LONG)

        _check(sandbox, outcome)
        (sandbox.home / "ballast").unlink()
        _check_that_it_goes_on(sandbox, outcome, program)


@pytest.mark.parametrize("inodes", range(12))
def test_a_disk_without_room_for_files_takes_all_or_nothing(
    tmp_path: Path, program: Warm, inodes: int
) -> None:
    with _small_home(tmp_path, "size=4m,nr_inodes=200") as sandbox:
        _fill_with_files(sandbox.home, leave=inodes)
        outcome = program.run(sandbox.home, LINE, stdin=LONG)

        _check(sandbox, outcome)
        for file in (sandbox.home / "many").iterdir():
            file.unlink()
        _check_that_it_goes_on(sandbox, outcome, program)


def test_a_journal_on_a_read_only_disk_is_read_and_the_words_are_kept(
    tmp_path: Path, program: Warm
) -> None:
    sandbox = Sandbox(tmp_path / "home", tmp_path / "never")
    memory = Memory(sandbox.journal, "size=4m")
    with memory:
        settle_people(sandbox)
        memory.change("ro")
        outcome = program.run(sandbox.home, LINE, stdin=LONG)
        reading = program.run(sandbox.home, ["review"])

        assert outcome.status == FAILED
        assert times(WORDS, sandbox.drafts().values()) == 1
        assert times(WORDS, sandbox.entries().values()) == 0
        assert reading.status == 0
        memory.change("rw")
        _check_that_it_goes_on(sandbox, outcome, program)


@pytest.mark.parametrize("limit", ["size=4k", "ro"])
def test_where_no_draft_can_be_kept_the_words_are_printed(
    tmp_path: Path, program: Warm, limit: str
) -> None:
    sandbox = Sandbox(tmp_path / "home", tmp_path / "never")
    memory = Memory(sandbox.state, "size=4k")
    with memory:
        settle_people(sandbox)
        _private(sandbox.state / "ballast", b"x" * PAGE)
        memory.change(limit)
        before = sandbox.entries()
        outcome = program.run(sandbox.home, LINE, stdin=LONG)

        assert outcome.status == FAILED
        assert outcome.out == ""
        assert [line in outcome.err for line in LONG.splitlines()] == [True] * 401
        assert "a book" in outcome.err
        assert sandbox.entries() == before
        memory.change("size=4m,rw")
        _check_that_it_goes_on(sandbox, outcome, program)


def test_where_nothing_can_be_written_at_all_the_words_are_printed(
    tmp_path: Path, program: Warm
) -> None:
    memory = Memory(tmp_path / "home", "size=4m")
    with memory as home:
        sandbox = Sandbox(home, tmp_path / "never")
        settle_people(sandbox)
        memory.change("ro")
        outcome = program.run(home, LINE, stdin=LONG)

        assert outcome.status == FAILED
        assert WORDS in outcome.err
        assert program.run(home, ["show", "dana-oz"]).status == 0


@pytest.mark.parametrize("forbidden", [JOURNAL / "relationships/dana-oz-dan1", STATE])
def test_a_folder_that_is_forbidden_hurts_nothing(sandbox: Sandbox, forbidden: Path) -> None:
    """As for an ordinary user: root without the right to do as it likes."""
    settle_people(sandbox)
    folder = sandbox.home / forbidden
    folder.mkdir(parents=True, exist_ok=True)
    before = sandbox.entries()
    folder.chmod(0o500)

    obeying = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
    outcome = installed(LINE, variables(sandbox.home), stdin=LONG, under=obeying)

    folder.chmod(0o700)
    assert outcome.status == FAILED
    assert sandbox.entries() == before
    assert WORDS in outcome.err or times(WORDS, sandbox.drafts().values()) == 1


@pytest.mark.parametrize("largest", [0, 1, 100, 1000, PAGE, 3 * PAGE, 8 * PAGE])
def test_a_limit_on_the_size_of_files_hurts_nothing(sandbox: Sandbox, largest: int) -> None:
    settle_people(sandbox)
    outcome = installed(
        LINE, variables(sandbox.home), stdin=LONG, under=["prlimit", f"--fsize={largest}"]
    )

    _check(sandbox, outcome)
    _check_that_it_goes_on(sandbox, outcome, None)


@pytest.fixture(scope="module")
def compiled() -> None:
    """Our modules compiled, as installed ones are: compiling would take memory, too."""
    compileall.compile_dir(Path(mentorlog.__file__).parent, quiet=2)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("megabytes", range(14, 50, 2))
@pytest.mark.parametrize(
    ("line", "stdin"),
    [(LINE, LONG), (("note", "dana-oz", LONG[:2000]), ""), (LINE, LONG * 400)],
    ids=["stdin", "a line", "a very long text"],
)
def test_a_limit_on_memory_hurts_nothing(
    sandbox: Sandbox, line: tuple[str, ...], stdin: str, megabytes: int
) -> None:
    settle_people(sandbox)
    limit = megabytes << (22 if len(stdin) > len(LONG) else 20)
    outcome = installed(
        line, variables(sandbox.home), stdin=stdin, under=["prlimit", f"--as={limit}"]
    )
    if outcome.status not in (0, FAILED):  # there wasn't enough for Python to start with
        assert megabytes < 20, outcome.err
        return

    assert "Traceback" not in outcome.err
    found = [*sandbox.entries().values(), *sandbox.drafts().values(), outcome.err.encode()]
    assert times(WORDS, found)
    assert (outcome.status == FAILED) == ("There isn't enough memory" in outcome.err)


@pytest.mark.parametrize("megabytes", [10, 20, 40])
def test_a_note_of_many_megabytes_is_saved_or_kept_exactly(
    sandbox: Sandbox, program: Warm, megabytes: int
) -> None:
    settle_people(sandbox)
    note = "\n".join(
        f"{number:09}: a line of the very long note" for number in range(megabytes << 15)
    )
    line = ["log-meeting", "dana-oz", "--note", "-"]
    outcome = program.run(sandbox.home, line, stdin=note)

    assert outcome.status in (0, REFUSED), outcome.err
    files = sandbox.drafts() if outcome.status else sandbox.entries()
    lines = [b"%09d: a line of the very long note" % number for number in range(megabytes << 15)]
    assert sum(lines[0] in data and lines[-1] in data for data in files.values()) == 1
    assert sum(data.count(b"a line of the very long note") for data in files.values()) == len(lines)
    assert program.run(sandbox.home, ["review"]).status == 0


@contextmanager
def _small_home(tmp_path: Path, options: str) -> Iterator[Sandbox]:
    with Memory(tmp_path / "home", options) as home:
        sandbox = Sandbox(home, tmp_path / "never")
        settle_people(sandbox)
        yield sandbox


def _private(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o600)


def _fill(folder: Path, *, leave: int) -> None:
    """Leave so many pages of the disk."""
    ballast = os.open(folder / "ballast", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        while os.write(ballast, b"x" * PAGE) == PAGE:
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    finally:
        size = os.fstat(ballast).st_size
        os.ftruncate(ballast, max(0, size - leave * PAGE))
        os.close(ballast)


def _fill_with_files(folder: Path, *, leave: int) -> None:
    """Leave room for so many files."""
    many = folder / "many"
    many.mkdir()
    made: list[Path] = []
    try:
        while True:
            made.append(many / f"{len(made)}")
            made[-1].touch()
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    for file in made[:-1][len(made) - 1 - leave :]:
        file.unlink()


def _check(sandbox: Sandbox, outcome: Outcome) -> None:
    """All is saved, or nothing; and then the words are in a draft or printed."""
    assert outcome.status in (0, FAILED)
    assert "Traceback" not in outcome.err
    assert "unexpected" not in outcome.err
    found = [times(words, sandbox.entries().values()) for words in (WORDS, "a book")]
    saved = outcome.status == 0 or "aved, but" in outcome.err or "is saved" in outcome.err
    assert found == [int(saved)] * 2 or sandbox.logs()
    if outcome.status:
        assert WORDS in outcome.err or times(WORDS, sandbox.drafts().values()) or found == [1, 1]
    named = re.search(r"--resume ([0-9a-z]{8})", outcome.err)
    if named:
        assert any(named[1] in path for path in sandbox.drafts())


def _check_that_it_goes_on(sandbox: Sandbox, outcome: Outcome, program: Warm | None) -> None:
    """With room again, the next command works, and then everything is there once."""

    def run(line: list[str], stdin: str = "") -> Outcome:
        if program is None:
            return installed(line, variables(sandbox.home), stdin=stdin)
        return program.run(sandbox.home, line, stdin=stdin)

    assert run(["note", "dana-oz", "room again"]).status == 0
    if times(WORDS, sandbox.entries().values()) == 0:
        kept = times(WORDS, sandbox.drafts().values())
        line = ["log-meeting", "--resume"] if kept else list(LINE)
        assert run(line, "" if kept else LONG).status == 0
    assert [times(words, sandbox.entries().values()) for words in (WORDS, "a book")] == [1, 1]
    assert sandbox.drafts() == {}
    assert sandbox.logs() == {}
    assert sandbox.too_open() == []
    assert outcome.status in (0, FAILED)
