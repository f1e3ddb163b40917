"""Atomic, private, locked files: the only place that writes to disk.

It knows bytes and paths, not YAML or entries. Every save writes and fsyncs an exclusive temporary
file in the same folder, puts it into place by one system call, and fsyncs the folder. So a name
holds the old bytes, the new ones or nothing, and what returned without an error survives a power
cut. Files are 0600 and folders 0700 whatever the umask.

Works on POSIX, and by design on Windows (no flags for links, no fsync of folders, msvcrt for the
lock).
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
    StorageFailed,
    TooLarge,
    Unconfirmed,
    storage_failure,
)

LARGEST = 32 * 1024 * 1024  # bytes; decades of notes in one file are much smaller
TEMPORARY = ".tmp-"  # leftovers of an interrupted save; readers skip dot files
ABANDONED = 3600  # seconds; a younger file may belong to a running command

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_PRIVATE = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READING = os.O_RDONLY | _NO_LINK | _PRIVATE | getattr(os, "O_NONBLOCK", 0)  # don't wait for a FIFO
_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _PRIVATE
_LOCKING = os.O_RDWR | os.O_CREAT | _NO_LINK | _PRIVATE
_LINKLESS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_UNSYNCED = {errno.EINVAL, errno.ENOTSUP}  # from file systems that can't fsync folders
_PAUSE = 0.05  # seconds between two tries for the lock
_HOLDS_NOTHING = sys.platform == "win32"  # there, an open file can't be renamed
_CHUNK = 4096  # bytes asked for beyond a file's size
_RANDOM = 8  # bytes in the name of a temporary file
_HOLDER = 200  # bytes that name the lock's holder, at most


Stamp = tuple[int, int, int, int]  # size, mtime and ctime in ns, inode


def stamp_of(status: os.stat_result) -> Stamp:
    """Identifies a file's state without reading it: it changes when the file does."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def read(path: str | os.PathLike[str], *, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file; never of a link, a FIFO or a folder.

    Raises Missing, NotAFile, TooLarge or (otherwise) StorageFailed.
    """
    try:  # not `_failures_told`, which takes a fifth as long again
        file = _opened(path)
        try:
            return _bytes(file, path, largest)
        finally:
            os.close(file)
    except OSError as error:
        raise storage_failure(error, os.fspath(path)) from error


def read_if_there(path: Path) -> bytes | None:
    """The bytes of a file as `read`; None if there is no such file."""
    try:
        return read(path)
    except Missing:
        return None


def read_if_readable(path: Path) -> bytes | None:
    """The bytes of a file as `read`; None if they can't be read."""
    try:
        return read(path)
    except StorageFailed:
        return None


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents; existing ones stay as they are."""
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
            with contextlib.suppress(PermissionError):  # some disks have no modes
                folder.chmod(0o700)
        _confirm(folder)


def refuse_unwritable(folder: Path) -> None:
    """Raises StorageFailed if nothing can be created in a folder, or its nearest parent.

    It is called before somebody types; only writing shows whether it really works.
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
    """Replace the bytes of a file that still holds `expected`; call it under the lock.

    Raises Conflict if it holds other bytes or is gone, NotAFile for a link, Unconfirmed,
    StorageFailed.
    """
    if read_if_there(path) != expected:
        raise Conflict(
            f"{path} was changed by another program in the meantime.",
            "Nothing was written. Check it, then try again.",
        )
    overwrite(path, data)


def overwrite(path: Path, data: bytes, *, durable: bool = True, hold: Hold | None = None) -> None:
    """Replace a file without looking at it: for our own state and cache, never the journal.

    Not `durable`: still atomic, but may be lost in a power cut. `hold`: passed to the new file
    before it gets the name, so that the name is always held. Raises Unconfirmed, StorageFailed.
    """
    with _failures_told(path), _temporary(path, data, durable=durable) as temporary:
        if hold is not None:
            hold.take(temporary)
        temporary.replace(path)
    if durable:
        _confirm(path)


def move(path: Path, new_path: Path) -> None:
    """Rename a file or folder, never over another; completes an interrupted move.

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
    """Remove a folder with everything in it, without following links.

    Raises Missing, Unconfirmed, StorageFailed (then some of it is left).
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
    """Whether this disk keeps modes; True if that can't be tried."""
    place = folder / f"{TEMPORARY}{os.urandom(_RANDOM).hex()}"
    try:
        with _temporary(place, b"", durable=False) as made:
            return not made.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except OSError:
        return True


def sweep(folder: Path, *, age: float = 0) -> None:
    """Remove leftovers of interrupted saves, and nothing that only has a similar name.

    `age`: their least age in seconds, in folders that others write to without our lock.
    """
    with _failures_told(folder), contextlib.suppress(FileNotFoundError):
        for name in os.listdir(folder):  # noqa: PTH208 - names are enough for most
            if name.startswith(TEMPORARY) and _is_temporary(name):
                status = (folder / name).lstat()
                is_old = not age or time.time() - status.st_mtime >= age
                if is_old and stat.S_ISREG(status.st_mode):
                    (folder / name).unlink()


@contextlib.contextmanager
def lock(path: Path, *, timeout: float = 5.0, command: str = "mentorlog") -> Iterator[None]:
    """Hold the lock file `path`; waiting processes learn the `command`, without arguments.

    The kernel frees it however the process dies. Raises Locked, naming the holder, after `timeout`
    seconds (0 = at once), or StorageFailed.
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
            with contextlib.suppress(OSError):  # naming the holder is optional
                os.ftruncate(file, 0)
    finally:
        os.close(file)


class Hold:
    """Keeps a file for this process, until it is released; other processes leave it alone.

    The kernel releases it however the process dies. It is only a courtesy: if a system has no such
    locks, nothing is held.
    """

    def __init__(self) -> None:
        self._file: int | None = None

    def take(self, path: Path) -> bool:
        """Hold the file; False if another process holds it, or it is gone."""
        try:
            file = os.open(path, _READING)
        except OSError:
            return False
        try:
            free = _HOLDS_NOTHING or _locked(file)
            same = free and os.path.samestat(os.fstat(file), path.lstat())
        except OSError:  # the file system has no locks
            free = same = path.exists()
        if not same:
            os.close(file)
            return bool(free) and self.take(path)  # it was replaced meanwhile
        self.release()
        self._file = file
        return True

    def release(self) -> None:
        """Let other processes have it."""
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
    """Turn the system's errors about `path` into ours; FileExistsError stays."""
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
            if len(data) == status.st_size:  # the usual case, unless it changes meanwhile
                break
    if max(status.st_size, len(data)) > largest:
        raise TooLarge(f"This file is larger than {largest >> 20} MB", path=os.fspath(path))
    return data


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, *, durable: bool) -> Iterator[Path]:
    """A private file beside `path` with `data`; removed at the end if it is still there."""
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
        with contextlib.suppress(OSError):  # it is in place, or `sweep` will remove it
            temporary.unlink()


def _is_temporary(name: str) -> bool:
    """Whether we made a file with that name: other programs may use the folder, too."""
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
    source.rename(target)  # the lock keeps our other writers out


def _linked(path: Path, new_path: Path) -> bool:
    """Whether both are names of one file: a move interrupted between its two steps."""
    try:
        status = path.lstat()
        return status.st_nlink > 1 and os.path.samestat(status, new_path.lstat())
    except FileNotFoundError:
        return False


def _confirm(path: Path, done: str = "Saved") -> None:
    """Sync the folder of `path`, so that what was `done` survives a power cut."""
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
        os.lseek(file, 1 << 30, os.SEEK_SET)  # far from the holder's name, which others read
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
