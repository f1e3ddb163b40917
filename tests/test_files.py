"""What is saved is saved whole, privately and for good, or not at all, and the reason is told."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mentorlog import files
from mentorlog.errors import (
    Conflict,
    Locked,
    MentorlogError,
    Missing,
    NotAFile,
    StorageFailed,
    TooLarge,
    Unconfirmed,
)


@pytest.fixture(params=[0o000, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def failing(name: str, number: int, monkeypatch: pytest.MonkeyPatch, *, after: int = 0) -> None:
    """The system call fails, after so many calls that don't."""
    real = getattr(os, name)
    calls = iter(range(after))

    def fail(*arguments: object, **options: object) -> object:
        if next(calls, None) is not None:
            return real(*arguments, **options)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)


def told(error: pytest.ExceptionInfo[MentorlogError]) -> tuple[type[MentorlogError], str, str]:
    return type(error.value), error.value.message, error.value.hint


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


# Reading


def test_reads_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes(b"a\r\n\xff")

    assert files.read(path) == b"a\r\n\xff"


def test_reads_a_file_that_grows_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes(b"a" * 10_000)
    real = os.fstat

    def before_it_grew(file: int) -> os.stat_result:
        return os.stat_result((*real(file)[:6], 10, *real(file)[7:]))

    monkeypatch.setattr(os, "fstat", before_it_grew)

    assert files.read(path) == b"a" * 10_000


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"

    with pytest.raises(StorageFailed) as error:
        files.read(path)
    assert told(error) == (Missing, f"No such file or folder: {path}", "")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"secret")
    path = tmp_path / "note.yaml"
    path.symlink_to("target")

    with pytest.raises(StorageFailed) as error:
        files.read(path)
    sentence = f"There's a link where a file should be: {path}"
    assert told(error) == (NotAFile, sentence, "Put the real file there.")


def test_a_link_is_not_followed_where_the_system_has_no_flag_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note.yaml"
    path.symlink_to("target")
    monkeypatch.setattr(files, "_NO_LINK", 0)

    with pytest.raises(NotAFile):
        files.read(path)


def test_a_fifo_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    os.mkfifo(path)

    with pytest.raises(StorageFailed) as error:
        files.read(path)
    sentence = f"There's something there that isn't a regular file: {path}"
    assert told(error) == (NotAFile, sentence, "Move it away.")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed) as error:
        files.read(tmp_path)
    sentence = f"There's a folder where a file should be: {tmp_path}"
    assert told(error) == (NotAFile, sentence, "Move it away, then try again.")


def test_a_file_of_32_megabytes_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.touch()
    os.truncate(path, files.LARGEST)

    assert len(files.read(path)) == files.LARGEST

    os.truncate(path, files.LARGEST + 1)
    with pytest.raises(StorageFailed) as error:
        files.read(path)
    assert told(error) == (TooLarge, f"This file is larger than 32 MB: {path}", "")


# Folders


@pytest.mark.usefixtures("umask")
def test_a_folder_and_its_parents_are_private(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c"

    files.make_folder(path)

    made = [path, path.parent, path.parent.parent]
    assert [mode(folder) for folder in made] == [0o700, 0o700, 0o700]


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    files.make_folder(tmp_path)

    assert mode(tmp_path) == 0o755


def test_a_folder_that_another_process_makes_meanwhile_is_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    real = os.mkdir

    def twice(*_: object) -> None:
        real(path)
        real(path)

    monkeypatch.setattr(os, "mkdir", twice)
    files.make_folder(path)

    assert path.is_dir()


def test_a_file_in_a_folders_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    hint = "Move the file away, then try again."

    with pytest.raises(StorageFailed) as error:
        files.make_folder(path)
    sentence = f"There's a file where a folder should be: {path}"
    assert told(error) == (StorageFailed, sentence, hint)

    with pytest.raises(StorageFailed) as error:
        files.make_folder(path / "b")
    assert told(error) == (StorageFailed, sentence, hint)


# Creating


@pytest.mark.usefixtures("umask")
def test_a_new_file_is_private_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"

    files.create(path, b"hello")

    assert (path.read_bytes(), mode(path), names(tmp_path)) == (b"hello", 0o600, ["note.yaml"])


def test_a_taken_name_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes(b"old")

    with pytest.raises(FileExistsError):
        files.create(path, b"new")
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["note.yaml"])


def test_a_dangling_link_is_a_taken_name(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.symlink_to("target")

    with pytest.raises(FileExistsError):
        files.create(path, b"new")
    assert names(tmp_path) == ["note.yaml"]


def test_of_many_that_create_one_name_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    start = threading.Barrier(8)
    won = []

    def create(number: int) -> None:
        start.wait()
        try:
            files.create(path, b"%d" % number)
        except FileExistsError:
            return
        won.append(b"%d" % number)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (won, names(tmp_path)) == ([path.read_bytes()], ["note.yaml"])


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK])
def test_a_file_system_without_hard_links_will_do(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("link", number, monkeypatch)
    path = tmp_path / "note.yaml"

    files.create(path, b"first")
    with pytest.raises(FileExistsError):
        files.create(path, b"second")

    assert (path.read_bytes(), names(tmp_path)) == (b"first", ["note.yaml"])


def test_a_file_system_without_modes_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("fchmod", errno.EPERM, monkeypatch)

    files.create(tmp_path / "note.yaml", b"hello")

    assert (tmp_path / "note.yaml").read_bytes() == b"hello"


def test_a_write_that_is_cut_short_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, bytes(data)[:3]))

    files.create(tmp_path / "note.yaml", b"hello, you")

    assert (tmp_path / "note.yaml").read_bytes() == b"hello, you"


WAYS_OUT = {
    "The disk is read-only": "Make it writable, or choose another journal folder.",
    "Not permitted": "Check who owns it and who may write there.",
    "Too many open files": "",
    "The disk is full": "Free some space, then try again.",
    "Your share of the disk is full": "Free some space, then try again.",
    "The disk reported an error": "Save a copy of the journal elsewhere first.",
}


@pytest.mark.parametrize(
    ("call", "number", "sentence"),
    [
        ("open", errno.EROFS, "The disk is read-only"),
        ("open", errno.EACCES, "Not permitted"),
        ("open", errno.EMFILE, "Too many open files"),
        ("write", errno.ENOSPC, "The disk is full"),
        ("write", errno.EDQUOT, "Your share of the disk is full"),
        ("fsync", errno.EIO, "The disk reported an error"),
        ("link", errno.EIO, "The disk reported an error"),
    ],
)
def test_a_failed_save_leaves_nothing_and_says_why(
    call: str, number: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note.yaml"
    failing(call, number, monkeypatch)

    with pytest.raises(StorageFailed) as error:
        files.create(path, b"hello")
    monkeypatch.undo()
    assert told(error) == (StorageFailed, f"{sentence}: {path}", WAYS_OUT[sentence])
    assert names(tmp_path) == []


def test_an_error_without_words_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageFailed) as error:
        files.create(tmp_path / "note.yaml", b"hello")
    assert error.value.message == f"The system refused it: {tmp_path / 'note.yaml'}"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / "away" / "note.yaml"

    with pytest.raises(Missing):
        files.create(path, b"hello")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)

    with pytest.raises(StorageFailed) as error:
        files.create(path, b"hello")
    sentence = f"The name is too long for this disk: {path}"
    assert told(error) == (StorageFailed, sentence, "Choose a shorter one.")


def test_what_the_disk_did_not_confirm_is_there_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note.yaml"
    failing("fsync", errno.EIO, monkeypatch, after=1)  # the file's own succeeds

    with pytest.raises(StorageFailed) as error:
        files.create(path, b"hello")
    sentence = f"Saved, but the disk didn't confirm it: {path}"
    hint = "Check it after the next restart."
    assert (told(error), path.read_bytes()) == ((Unconfirmed, sentence, hint), b"hello")


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_folders_that_know_no_fsync_are_fine(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("fsync", number, monkeypatch, after=1)

    files.create(tmp_path / "note.yaml", b"hello")

    assert (tmp_path / "note.yaml").read_bytes() == b"hello"


# Replacing


def test_expected_bytes_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes(b"old")
    path.chmod(0o644)

    files.replace(path, b"new", expected=b"old")

    assert (path.read_bytes(), mode(path), names(tmp_path)) == (b"new", 0o600, ["note.yaml"])


@pytest.mark.parametrize("there", [b"other", b"", None])
def test_other_bytes_than_expected_stay(there: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "note.yaml"
    if there is not None:
        path.write_bytes(there)

    with pytest.raises(Conflict) as error:
        files.replace(path, b"new", expected=b"old")
    sentence = f"{path} was changed by another program in the meantime."
    hint = "Nothing was written. Check it, then try again."
    assert told(error) == (Conflict, sentence, hint)
    assert (path.read_bytes() if path.exists() else None) == there


def test_a_link_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    path = tmp_path / "note.yaml"
    path.symlink_to("target")

    with pytest.raises(NotAFile):
        files.replace(path, b"new", expected=b"old")
    assert (path.is_symlink(), path.read_bytes()) == (True, b"old")


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_failed_replacement_leaves_the_old_file(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note.yaml"
    path.write_bytes(b"old")
    failing(call, errno.ENOSPC, monkeypatch, after=1 if call == "open" else 0)

    with pytest.raises(StorageFailed) as error:
        files.replace(path, b"new", expected=b"old")
    monkeypatch.undo()
    assert error.value.message == f"The disk is full: {path}"
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["note.yaml"])


@pytest.mark.parametrize("durable", [True, False])
def test_our_own_state_is_overwritten_whatever_was_there(*, durable: bool, tmp_path: Path) -> None:
    path = tmp_path / "ledger"

    files.overwrite(path, b"first", durable=durable)
    files.overwrite(path, b"second", durable=durable)

    assert (path.read_bytes(), mode(path), names(tmp_path)) == (b"second", 0o600, ["ledger"])


# Moving and removing


def test_a_file_moves_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "to").mkdir()
    (tmp_path / "from" / "a").write_bytes(b"hello")

    files.move(tmp_path / "from" / "a", tmp_path / "to" / "b")

    assert (names(tmp_path / "from"), names(tmp_path / "to")) == ([], ["b"])
    assert (tmp_path / "to" / "b").read_bytes() == b"hello"


def test_a_folder_moves_with_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a").write_bytes(b"hello")

    files.move(tmp_path / "old", tmp_path / "new")

    assert (names(tmp_path), names(tmp_path / "new")) == (["new"], ["a"])


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_move_overwrites_nothing(*, is_folder: bool, tmp_path: Path) -> None:
    for name in ("old", "new"):
        if is_folder:
            (tmp_path / name).mkdir()
        else:
            (tmp_path / name).write_bytes(name.encode())

    with pytest.raises(FileExistsError):
        files.move(tmp_path / "old", tmp_path / "new")
    assert names(tmp_path) == ["new", "old"]


def test_a_move_that_was_interrupted_is_completed(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"hello")
    os.link(tmp_path / "old", tmp_path / "new")

    files.move(tmp_path / "old", tmp_path / "new")

    assert (names(tmp_path), (tmp_path / "new").read_bytes()) == (["new"], b"hello")


def test_a_move_to_the_same_place_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"hello")
    os.link(path, tmp_path / "copy")

    files.move(path, path)

    assert names(tmp_path) == ["copy", "old"]


def test_a_move_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        files.move(tmp_path / "old", tmp_path / "new")


def test_a_move_that_the_disk_did_not_confirm_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").write_bytes(b"hello")
    failing("fsync", errno.EIO, monkeypatch)

    with pytest.raises(Unconfirmed) as error:
        files.move(tmp_path / "old", tmp_path / "new")
    sentence = f"Moved, but the disk didn't confirm it: {tmp_path / 'new'}"
    assert error.value.message == sentence


def test_a_file_is_removed(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").touch()

    files.remove(tmp_path / "note.yaml")

    assert names(tmp_path) == []
    with pytest.raises(Missing):
        files.remove(tmp_path / "note.yaml")


def test_an_empty_folder_is_removed_and_a_full_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()

    files.remove_folder(tmp_path / "empty")
    with pytest.raises(StorageFailed) as error:
        files.remove_folder(tmp_path / "full")

    sentence = f"The folder isn't empty: {tmp_path / 'full'}"
    assert (told(error), names(tmp_path)) == (
        (StorageFailed, sentence, "See what's in it."),
        ["full"],
    )


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path) -> None:
    ours = [f".tmp-{n}{n:015}" for n in range(4)]
    others = [".hidden", ".tmp-of-somebody", ".tmp-0123456789abcdeF", "note.yaml"]
    for name in (*ours[:2], *others):
        (tmp_path / name).touch()
    (tmp_path / ours[2]).mkdir()
    (tmp_path / ours[3]).symlink_to("note.yaml")

    files.sweep(tmp_path)
    files.sweep(tmp_path / "away")

    assert names(tmp_path) == sorted((*others, *ours[2:]))


def test_where_others_write_without_the_lock_only_old_leftovers_are_swept(tmp_path: Path) -> None:
    old, new = ".tmp-0123456789abcdef", ".tmp-fedcba9876543210"
    for name in (old, new):
        (tmp_path / name).touch()
    os.utime(tmp_path / old, (0, 0))

    files.sweep(tmp_path, age=files.ABANDONED)

    assert names(tmp_path) == [new]


# The lock

HOLDING = """
import os, signal, sys
from pathlib import Path
from mentorlog import files
with files.lock(Path(sys.argv[1]), command="log-meeting"):
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A lock that another process holds."""
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{process.pid}\n"
        yield path, process
        process.kill()


@pytest.mark.parametrize("timeout", [0, 0.01])
def test_a_held_lock_names_its_holder(
    timeout: float, held: tuple[Path, subprocess.Popen[str]]
) -> None:
    path, process = held
    started = path.read_text()[-16:]

    with pytest.raises(Locked) as error, files.lock(path, timeout=timeout):
        pass
    holder = f"log-meeting, process {process.pid}, since {started}"
    sentence = f"The journal is in use by another process ({holder})."
    assert told(error) == (Locked, sentence, "Try again when it's done.")


def test_a_lock_is_free_once_its_holder_is_killed(
    held: tuple[Path, subprocess.Popen[str]],
) -> None:
    path, process = held
    process.kill()
    process.wait()

    with files.lock(path, timeout=0):
        name = path.read_text()

    assert name.startswith(f"mentorlog, process {os.getpid()}, since ")


def test_a_lock_is_waited_for(held: tuple[Path, subprocess.Popen[str]]) -> None:
    path, process = held
    assert process.stdin is not None
    threading.Timer(0.02, process.stdin.close).start()

    with files.lock(path):
        mine = path.read_text()

    assert mine.startswith("mentorlog, process ")


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    for _ in range(2):
        with files.lock(path, timeout=0):
            pass

    assert (path.read_bytes(), mode(path)) == (b"", 0o600)


def test_a_holder_that_has_not_said_its_name_yet(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with files.lock(path):
        os.truncate(path, 0)
        with pytest.raises(Locked) as error, files.lock(path, timeout=0):
            pass
    sentence = "The journal is in use by another process (with no name)."
    assert error.value.message == sentence


def test_a_lock_that_the_disk_does_not_know_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", fail)
    path = tmp_path / "lock"
    with pytest.raises(StorageFailed) as error, files.lock(path):
        pass
    assert error.value.message == f"No locks available: {path}"


# Killed at each system call, for real

SAVING = """
import sys
from pathlib import Path
from mentorlog import files
path = Path(sys.argv[1])
if sys.argv[2] == "create":
    files.create(path, b"new" * 1000)
else:
    files.replace(path, b"new" * 1000, expected=b"old")
"""
OLD, NEW = b"old", b"new" * 1000


def saved_under(injection: str, action: str, folder: Path) -> tuple[int, bytes | None]:
    """How a save ended and what is there when strace interferes with one of its system calls."""
    path = folder / "note.yaml"
    if action == "replace":
        path.write_bytes(OLD)
    ended = subprocess.run(
        [
            *("strace", "-o", os.devnull, "-e", f"inject={injection}"),
            *(sys.executable, "-c", SAVING, str(path), action),
        ],
        capture_output=True,
        check=False,
    )
    return ended.returncode, path.read_bytes() if path.exists() else None


def has_strace() -> bool:
    """Whether there is a strace that may trace."""
    strace = shutil.which("strace")
    if strace is None:
        return False
    return subprocess.run([strace, "-o", os.devnull, "true"], check=False).returncode == 0


needs_strace = pytest.mark.skipif(
    not has_strace(), reason="strace is not installed or may not trace"
)


@needs_strace
@pytest.mark.parametrize(
    ("action", "call", "left"),
    [
        ("create", "fchmod:{}:when=1", None),
        ("create", "write:{}:when=1", None),
        ("create", "fsync:{}:when=1", None),
        ("create", "link:{}:when=1", None),
        ("create", "unlink:{}:when=1", NEW),
        ("create", "fsync:{}:when=2", NEW),
        ("replace", "fchmod:{}:when=1", OLD),
        ("replace", "write:{}:when=1", OLD),
        ("replace", "fsync:{}:when=1", OLD),
        ("replace", "rename:{}:when=1", OLD),
        ("replace", "fsync:{}:when=2", NEW),
    ],
)
def test_a_killed_save_leaves_the_old_bytes_or_the_new_ones(
    action: str, call: str, left: bytes | None, tmp_path: Path
) -> None:
    ended = saved_under(call.format("signal=KILL"), action, tmp_path)

    assert ended == (-signal.SIGKILL, left)
    files.sweep(tmp_path)
    assert names(tmp_path) == ([] if left is None else ["note.yaml"])


@needs_strace
@pytest.mark.parametrize("action", ["create", "replace"])
@pytest.mark.parametrize("failure", ["write:error=ENOSPC:when=1", "fsync:error=EIO:when=1"])
def test_a_disk_that_fails_leaves_the_old_bytes(action: str, failure: str, tmp_path: Path) -> None:
    status, left = saved_under(failure, action, tmp_path)

    assert (status, left) == (1, OLD if action == "replace" else None)
    assert names(tmp_path) == ([] if left is None else ["note.yaml"])


# Holding


def test_a_hold_goes_over_to_the_new_bytes(tmp_path: Path) -> None:
    path, mine, others = tmp_path / "draft", files.Hold(), files.Hold()

    files.overwrite(path, b"one", hold=mine)
    assert (files.is_held(path), others.take(path)) == (True, False)
    files.overwrite(path, b"two", hold=mine)
    assert (files.is_held(path), others.take(path)) == (True, False)
    mine.release()
    assert (files.is_held(path), others.take(path)) == (False, True)
    others.release()


def test_what_is_gone_is_not_held(tmp_path: Path) -> None:
    assert (files.Hold().take(tmp_path / "gone"), files.is_held(tmp_path / "gone")) == (
        False,
        False,
    )


def test_a_file_that_gets_new_bytes_between_two_glances_is_held_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "draft"
    path.write_bytes(b"one")
    real = os.open
    calls: list[int] = []

    def late(*arguments: Any, **more: Any) -> int:
        file = real(*arguments, **more)
        if not calls:
            calls.append(file)
            files.overwrite(path, b"two")
        return file

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", late)
        hold = files.Hold()
        assert hold.take(path)

    assert files.is_held(path)
    hold.release()


def test_where_nothing_can_be_held_nothing_seems_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, hold = tmp_path / "draft", files.Hold()
    path.touch()

    def refusing(*_: object) -> None:
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr(fcntl, "flock", refusing)

    assert (hold.take(path), files.is_held(path)) == (True, False)
    hold.release()
