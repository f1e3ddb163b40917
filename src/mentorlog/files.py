"""Atomic, private, locked files: the only place that writes to disk.

It knows bytes and paths, never YAML or entries. Every save is: an exclusive temporary file in the
same folder, written and fsynced, put into place by one system call, and the folder fsynced; so a
name holds the old bytes, the new ones or nothing, and what returned without an error outlives a
power cut. Files are 0600 and folders 0700 whatever the umask.

Works on POSIX; on Windows by design (no flags for links, no fsync of folders, msvcrt for the lock).
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mentorlog.errors import (
    Conflict,
    Locked,
    Missing,
    TooLarge,
    Unconfirmed,
    storage_failure,
)

LARGEST = 32 * 1024 * 1024  # bytes; decades of notes in one file are far smaller
TEMPORARY = ".tmp-"  # what an interrupted save leaves behind; readers skip dot files
ABANDONED = 3600  # seconds; what is younger may be the work of a command that runs right now

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_PRIVATE = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READING = os.O_RDONLY | _NO_LINK | _PRIVATE | getattr(os, "O_NONBLOCK", 0)  # no wait for a FIFO
_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _PRIVATE
_LOCKING = os.O_RDWR | os.O_CREAT | _NO_LINK | _PRIVATE
_LINKLESS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_UNSYNCED = {errno.EINVAL, errno.ENOTSUP}  # file systems whose folders know no fsync
_PAUSE = 0.05  # seconds between two tries for the lock
_HOLDS_NOTHING = sys.platform == "win32"  # there, an open file can't get another name
_CHUNK = 4096  # bytes asked for beyond a file's size
_RANDOM = 8  # bytes in the name of a temporary file
_HOLDER = 200  # bytes that name the lock's holder, at most


Stamp = list[int]  # size, nanoseconds of mtime and ctime, inode: a list, as JSON gives it back


def stamp_of(status: os.stat_result) -> Stamp:
    """Identifies a file's state without reading it: it changes when the file does."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def read(path: str | os.PathLike[str], *, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file; never of a link, a FIFO or a folder.

    Raises Missing, NotAFile, TooLarge or (for the rest) StorageFailed.
    """
    try:  # not `_failures_told`, which would take a fifth of it
        file = _opened(path)
        try:
            return _bytes(file, path, largest)
        finally:
            os.close(file)
    except OSError as error:
        raise storage_failure(error, os.fspath(path)) from error


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents; one that is there stays as it is."""
    with _failures_told(path):
        missing = [folder for folder in (path, *path.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        with _failures_told(folder):
            try:
                folder.mkdir(0o700)
            except FileExistsError:
                if folder.is_dir():  # another process was faster
                    continue
                raise NotADirectoryError(errno.ENOTDIR, "") from None
            with contextlib.suppress(PermissionError):  # some disks know no modes
                folder.chmod(0o700)
        _confirm(folder)


def refuse_unwritable(folder: Path) -> None:
    """Raises StorageFailed where nothing can be made in a folder, or in the nearest that is there.

    It's asked before somebody types; that it can be written to, only writing shows.
    """
    there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not there.is_dir():
        raise storage_failure(NotADirectoryError(errno.ENOTDIR, ""), str(there))
    if not os.access(there, os.W_OK | os.X_OK):
        fixed = hasattr(os, "statvfs") and os.statvfs(there).f_flag & os.ST_RDONLY
        raise storage_failure(OSError(errno.EROFS if fixed else errno.EACCES, ""), str(there))


def create(path: Path, data: bytes) -> None:
    """Save a new file.

    Raises FileExistsError if the name is taken, Unconfirmed (it is there, but perhaps not for
    good), StorageFailed.
    """
    with _failures_told(path), _temporary(path, data, durable=True) as temporary:
        _put_into_place(temporary, path)
    _confirm(path)


def replace(path: Path, data: bytes, *, expected: bytes) -> None:
    """Put new bytes where `expected` still stand; call it under the lock.

    Raises Conflict if other bytes or none are there, NotAFile for a link, Unconfirmed,
    StorageFailed.
    """
    try:
        found = read(path)
    except Missing:
        found = None
    if found != expected:
        raise Conflict(
            f"{path} was changed by another program in the meantime.",
            "Nothing was written. Check it, then try again.",
        )
    overwrite(path, data)


def overwrite(path: Path, data: bytes, *, durable: bool = True, hold: Hold | None = None) -> None:
    """Replace a file without looking at it: for our own state and cache, never the journal.

    Not `durable`: atomic all the same, but may be lost in a power cut. `hold`: it goes over to the
    new file before that gets its name, so that the name is never without it.
    Raises Unconfirmed, StorageFailed.
    """
    with _failures_told(path), _temporary(path, data, durable=durable) as temporary:
        if hold is not None:
            hold.take(temporary)
        temporary.replace(path)
    if durable:
        _confirm(path)


def move(path: Path, new_path: Path) -> None:
    """Rename a file or folder, never over another; a move that was cut short is completed.

    Raises FileExistsError if the new name is taken, Missing, Unconfirmed, StorageFailed.
    """
    if path == new_path:
        return
    with _failures_told(path):
        if not _linked(path, new_path):
            _put_into_place(path, new_path)
        with contextlib.suppress(FileNotFoundError):  # it was renamed, not linked
            path.unlink()
    _confirm(new_path, "Moved")
    if path.parent != new_path.parent:
        _confirm(path, "Moved")


def remove(path: Path) -> None:
    """Unlink a file (of a link, the link). Raises Missing, Unconfirmed, StorageFailed."""
    with _failures_told(path):
        path.unlink()
    _confirm(path, "Removed")


def remove_folder(path: Path) -> None:
    """Remove an empty folder. Raises Missing, Unconfirmed, StorageFailed."""
    with _failures_told(path):
        path.rmdir()
    _confirm(path, "Removed")


def remove_all(path: Path) -> None:
    """Remove a folder and everything in it; links are not followed.

    Raises Missing, Unconfirmed, StorageFailed (then a part is left).
    """
    if path.is_symlink():
        remove(path)
        return
    with _failures_told(path):
        for folder, folders, names in os.walk(path, topdown=False, onerror=_refuse):
            for name in names:
                Path(folder, name).unlink()
            for name in folders:
                inner = Path(folder, name)
                inner.unlink() if inner.is_symlink() else inner.rmdir()
        path.rmdir()
    _confirm(path, "Removed")


def make_private(path: Path) -> None:
    """Make a file 0600 or a folder 0700. A link is left alone.

    Raises Missing, StorageFailed.
    """
    with _failures_told(path):
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode):
            path.chmod(0o700 if stat.S_ISDIR(status.st_mode) else 0o600)


def keeps_modes(folder: Path) -> bool:
    """Whether what is made private on this disk is; yes where that can't be tried."""
    place = folder / f"{TEMPORARY}{os.urandom(_RANDOM).hex()}"
    try:
        with _temporary(place, b"", durable=False) as made:
            return not made.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except OSError:
        return True


def sweep(folder: Path, *, age: float = 0) -> None:
    """Remove what interrupted saves left behind, and nothing that is only called alike.

    `age`: seconds that it must have lain there, where others write without the lock that we hold.
    """
    with (
        _failures_told(folder),
        contextlib.suppress(FileNotFoundError),
        os.scandir(folder) as found,
    ):
        for entry in found:
            if _is_temporary(entry.name) and entry.is_file(follow_symlinks=False):
                if age and time.time() - entry.stat(follow_symlinks=False).st_mtime < age:
                    continue
                Path(entry).unlink()


@contextlib.contextmanager
def lock(path: Path, *, timeout: float = 5.0, command: str = "mentorlog") -> Iterator[None]:
    """Hold the lock file `path`; others who wait are told the `command`, a name without arguments.

    The kernel frees it when the process dies, however it dies.
    Raises Locked, naming the holder, after `timeout` seconds (0 = at once), or StorageFailed.
    """
    # flock itself and not the filelock package, which takes 15 ms to import: more than all the
    # rest of a nudge.
    with _failures_told(path):
        file = os.open(path, _LOCKING, 0o600)
    try:
        _make_private(file)
        deadline = time.monotonic() + timeout
        with _failures_told(path):
            while not _locked(file):
                if time.monotonic() >= deadline:
                    raise Locked(_holder(file), "Try again when it's done.")
                time.sleep(_PAUSE)
            started = time.strftime("%Y-%m-%d %H:%M")
            os.ftruncate(file, 0)
            _write(file, f"{command}, process {os.getpid()}, since {started}".encode())
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # the name is a courtesy
                os.ftruncate(file, 0)
    finally:
        os.close(file)


class Hold:
    """Keeps one file for this process, whom others then leave alone, until it is let go.

    The kernel lets go when the process dies, however it dies. It is a courtesy: where a system
    can't do it, nothing is held, and nothing seems to be.
    """

    def __init__(self) -> None:
        self._file: int | None = None

    def take(self, path: Path) -> bool:
        """Whether it is held from now on; False if another process holds it, or it is gone."""
        try:
            file = os.open(path, _READING)
        except OSError:
            return False
        try:
            free = _HOLDS_NOTHING or _locked(file)
            same = free and os.path.samestat(os.fstat(file), path.lstat())
        except OSError:  # a file system without locks
            free = same = path.exists()
        if not same:
            os.close(file)
            return bool(free) and self.take(path)  # it got new bytes between two glances
        self.let_go()
        self._file = file
        return True

    def let_go(self) -> None:
        """Others may have it again."""
        if self._file is not None:
            os.close(self._file)
        self._file = None


def is_held(path: Path) -> bool:
    """Whether any process, even this one, holds this file."""
    with contextlib.suppress(OSError):
        file = os.open(path, _READING)
        try:
            return not (_HOLDS_NOTHING or _locked(file, shared=True))
        finally:
            os.close(file)
    return False


@contextlib.contextmanager
def _failures_told(path: str | os.PathLike[str]) -> Iterator[None]:
    """Say in our words what the system says about `path`; a taken name stays FileExistsError."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise storage_failure(error, os.fspath(path)) from error


def _refuse(error: OSError) -> None:
    raise error


def _opened(path: str | os.PathLike[str]) -> int:
    if not _NO_LINK and Path(path).is_symlink():
        raise OSError(errno.ELOOP, "")
    return os.open(path, _READING)


def _bytes(file: int, path: str | os.PathLike[str], largest: int) -> bytes:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EISDIR if stat.S_ISDIR(status.st_mode) else errno.ENXIO, "")
    data = b""
    if status.st_size <= largest:
        while len(data) <= largest and (chunk := os.read(file, status.st_size + _CHUNK)):
            data += chunk
            if len(data) == status.st_size:  # as always, unless it changes while it is read
                break
    if max(status.st_size, len(data)) > largest:
        raise TooLarge(f"This file is larger than {largest >> 20} MB", path=os.fspath(path))
    return data


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, *, durable: bool) -> Iterator[Path]:
    """A private file beside `path` that holds `data`; removed at the end if it is still there."""
    temporary = path.with_name(TEMPORARY + os.urandom(_RANDOM).hex())
    file = os.open(temporary, _MAKING, 0o600)
    try:
        try:
            _make_private(file)
            _write(file, data)
            if durable:
                _sync(file)
        finally:
            os.close(file)
        yield temporary
    finally:
        with contextlib.suppress(OSError):  # put into place, or `sweep` will see to it
            temporary.unlink()


def _is_temporary(name: str) -> bool:
    """Whether we made a file of that name: the folder may be one in which others work, too."""
    digits = name.removeprefix(TEMPORARY)
    ours = name != digits and len(digits) == 2 * _RANDOM
    return ours and not digits.strip("0123456789abcdef")


def _make_private(file: int) -> None:
    """Make a file 0600 even under another umask, on file systems with modes."""
    with contextlib.suppress(PermissionError, AttributeError):
        os.fchmod(file, 0o600)


def _write(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _put_into_place(source: Path, target: Path) -> None:
    """Give the file its name, never over another; raises FileExistsError."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _LINKLESS:
            raise
    else:
        return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))
    source.rename(target)  # our writers are kept out by the lock


def _linked(path: Path, new_path: Path) -> bool:
    """Whether both are names of one file: a move that was interrupted between its two steps."""
    try:
        status = path.lstat()
        return status.st_nlink > 1 and os.path.samestat(status, new_path.lstat())
    except FileNotFoundError:
        return False


def _confirm(path: Path, done: str = "Saved") -> None:
    """Bring what was done to the name `path` to the disk."""
    if sys.platform == "win32":  # pragma: no cover - Windows: folders can't be opened
        return
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | _PRIVATE)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        if error.errno not in _UNSYNCED:
            raise Unconfirmed(
                f"{done}, but the disk didn't confirm it: {path}",
                "Check it after the next restart.",
            ) from error


def _holder(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    name = os.read(file, _HOLDER).decode(errors="replace")
    return f"The journal is in use by another process ({name or 'with no name'})."


if sys.platform == "win32":  # pragma: no cover - tests run on POSIX
    import msvcrt

    _sync = os.fsync

    def _locked(file: int, *, shared: bool = False) -> bool:  # noqa: ARG001 - there is one kind
        os.lseek(file, 1 << 30, os.SEEK_SET)  # far from the name, which others may read
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _sync(file: int) -> None:
        full = getattr(fcntl, "F_FULLFSYNC", None)
        if full is not None:  # pragma: no cover - macOS: fsync stops at the drive's cache
            with contextlib.suppress(OSError):
                fcntl.fcntl(file, full)
                return
        os.fsync(file)

    def _locked(file: int, *, shared: bool = False) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
