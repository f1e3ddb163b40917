"""A journal as one zip file, byte for byte, and back; the same journal makes the same bytes.

It holds every file of the journal, including broken ones and the trash, but no dot files. A zip is
checked as a whole before any of it is used: whatever our backups never hold is refused, and a
backup is checked by the same rules before it is written. Files that a Mac adds when it packs a
folder are ignored.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath

from mentorlog import files
from mentorlog.errors import Refused
from mentorlog.journal.arriving import named_in
from mentorlog.journal.names import JOURNAL_FILE, RELATIONSHIPS, TRASH

MOST_FILES = 500_000
MOST_BYTES = 1 << 30  # bytes of all files; more than a lifetime of notes
LARGEST = 2 * MOST_BYTES  # bytes of a zip, with names and incompressible files
_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the earliest date in a zip, so that it depends on no clock
_UNIX = 3  # file modes are those of Unix
_ENCRYPTED = 0x1
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


def backed_up(root: Path) -> tuple[bytes, int, int]:
    """The zip, how many files are in it, and how many things were left out: links and the like.

    Raises Refused for what could not be restored, StorageFailed.
    """
    everything = named_in(root)
    names = [name for name in everything if _is_file(root / name) and _can_be_named(name)]
    if not _is_journal(names):
        raise Refused("There's no journal yet, so there's nothing to back up.")
    _check_size(len(names), sum((root / name).stat().st_size for name in names))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _DAY_ONE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = (stat.S_IFREG | 0o600) << 16
            archive.writestr(info, files.read(root / name, largest=MOST_BYTES))
    return out.getvalue(), len(names), len(everything) - len(names)


def is_backup(start: bytes) -> bool:
    """Whether a file that begins with these bytes is a zip."""
    return start.startswith(_MAGIC)


def contents(data: bytes) -> Mapping[str, bytes]:
    """The journal's files in a backup, by path.

    Raises Refused for anything that isn't a backup of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            everything = [member for member in archive.infolist() if not member.is_dir()]
            members = [member for member in everything if not _is_macs(member.filename)]
            top = _top([member.filename for member in members])
            _check(members, top)
            return {
                member.filename.removeprefix(top): _bytes(archive, member) for member in members
            }
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


def _is_macs(name: str) -> bool:
    """Whether it is a file that a Mac adds to every zip, or to folders on foreign disks."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last == ".DS_Store" or last.startswith("._")


def _top(names: list[str]) -> str:
    """The outer folders of a journal that was packed again, with a slash; "" for none."""
    top, slash, _ = names[0].partition("/") if names else ("", "", "")
    inside = [name.removeprefix(top + slash) for name in names if name.startswith(top + slash)]
    if not slash or len(inside) < len(names) or _is_journal(names) or top.startswith("."):
        return ""
    return top + slash if _is_journal(inside) else top + slash + _top(inside)


def _is_journal(names: list[str]) -> bool:
    return JOURNAL_FILE in names or any(name.startswith(f"{RELATIONSHIPS}/") for name in names)


def _check(members: list[zipfile.ZipInfo], top: str) -> None:
    names = [member.filename.removeprefix(top) for member in members]
    _check_size(len(names), sum(member.file_size for member in members))
    if len(set(names)) < len(names):
        raise _strange("a name appears twice")
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    if folders & set(names):
        raise _strange("a file and a folder have the same name")
    for name, member in zip(names, members, strict=True):
        _check_member(name, member)
    if not _is_journal(names):
        other = next((name for name in names if name.endswith(_OTHERS)), None)
        hint = "Unpack it, then import what is in it." if other else _A_BACKUP
        raise Refused("This zip file has no journal in it.", hint)


_OTHERS = (".ics", ".csv")  # what calendars and tables come as, packed
_A_BACKUP = "A backup:  mentorlog export backup"


def _check_size(count: int, size: int) -> None:
    if count > MOST_FILES or size > MOST_BYTES:
        raise Refused(
            f"A backup holds at most {MOST_FILES:,} files and {MOST_BYTES >> 20:,} MB in all.",
            "Keep other files outside the journal.",
        )


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    parts = name.split("/")
    visible = parts[1:] if parts[0] == TRASH and len(parts) > 1 else parts
    if any(part in ("", ".", "..") for part in visible) or PurePath(name).drive:
        raise _strange("a path leads outside")
    if any(part.startswith(".") for part in visible):
        raise _strange("it has hidden files")
    if member.filename != member.orig_filename or "\\" in name:
        raise _strange("a path leads outside")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _strange("it has something that isn't a file")
    if member.flag_bits & _ENCRYPTED:
        raise _strange("it's encrypted")


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The contents of a member, no longer than declared, with its checksum verified."""
    with archive.open(info) as member:
        data = member.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise zipfile.BadZipFile
    return data


def _strange(why: str) -> Refused:
    return Refused(f"This zip file isn't a mentorlog backup: {why}. Nothing was imported.")
