"""A journal as one zip file, byte for byte, and back. The same journal makes the same bytes.

It holds every file of the journal, broken ones and the trash too; dot files are no part of it. A
zip is looked at as a whole before anything of it is used: whatever ours never holds is refused.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Refused
from mentorlog.journal.names import JOURNAL_FILE, RELATIONSHIPS
from mentorlog.journal.restoring import named_in
from mentorlog.journal.trash import TRASH

LARGEST = 1 << 30  # bytes of one file, and of all; more than a lifetime of notes
MOST_FILES = 500_000
_RATIO = 250  # text is packed ten to thirty times; deflate reaches a thousand with a bomb
_SMALL = 1 << 20  # bytes that may be packed however well
_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the first a zip can tell; so no clock is in it
_UNIX = 3  # the system whose file modes are meant
_ENCRYPTED = 0x1
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


def backed_up(root: Path) -> tuple[bytes, int, int]:
    """The zip, how many files are in it, and how many things were no files and are not.

    Raises StorageFailed.
    """
    out, count, others = io.BytesIO(), 0, 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in named_in(root):
            path = root / name
            if not _is_file(path) or not _can_be_named(name):
                others += 1
                continue
            info = zipfile.ZipInfo(name, _DAY_ONE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = (stat.S_IFREG | 0o600) << 16
            archive.writestr(info, files.read(path, largest=LARGEST))
            count += 1
    return out.getvalue(), count, others


def is_backup(start: bytes) -> bool:
    """Whether a file that begins so is a zip."""
    return start.startswith(_MAGIC)


def contents(data: bytes) -> Mapping[str, bytes]:
    """The journal's files in a backup, by path.

    Raises Refused for anything that no backup of ours is or holds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _check(members)
            return {one.filename: _bytes(archive, one) for one in members}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise Refused("This zip file is damaged.", "Use another copy of it.") from error


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _can_be_named(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return "\\" not in name


def _check(members: list[zipfile.ZipInfo]) -> None:
    names = [one.filename for one in members]
    if len(names) > MOST_FILES or sum(one.file_size for one in members) > LARGEST:
        raise _strange("it is far too large")
    if len(set(names)) < len(names):
        raise _strange("a name stands in it twice")
    folders = {str(parent) for name in names for parent in Path(name).parents}
    if folders & set(names):
        raise _strange("a file and a folder have one name")
    for one in members:
        _check_member(one)
    if JOURNAL_FILE not in names and not any(n.startswith(f"{RELATIONSHIPS}/") for n in names):
        raise Refused("This zip file holds no journal.", "A backup:  mentorlog export backup")


def _check_member(one: zipfile.ZipInfo) -> None:
    parts = one.filename.split("/")
    visible = parts[1:] if parts[0] == TRASH and len(parts) > 1 else parts
    drive = re.match(r"[A-Za-z]:", one.filename)
    if any(not part or part.startswith(".") for part in visible) or drive:
        raise _strange("a path in it leads elsewhere")
    if one.filename != one.orig_filename or "\\" in one.filename:
        raise _strange("a path in it leads elsewhere")
    kind = stat.S_IFMT(one.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _strange("something in it is no file")
    if one.flag_bits & _ENCRYPTED:
        raise _strange("it is encrypted")
    if one.file_size > max(_SMALL, one.compress_size * _RATIO):
        raise _strange("a file in it is packed far too well")


def _bytes(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """What is in it, never more than it says; its checksum is compared."""
    with archive.open(one) as member:
        data = member.read(one.file_size + 1)
    if len(data) != one.file_size:
        raise zipfile.BadZipFile
    return data


def _strange(why: str) -> Refused:
    return Refused(f"This zip file is no backup of ours: {why}. Nothing was taken from it.")
