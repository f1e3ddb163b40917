"""A private copy of one file of the journal, for an editor: it lies in a folder beside its draft.

Whatever an editor does to it (saves by rename, leaves backups, empties or deletes it), nothing but
this folder is touched. Lines of ours in it begin with a mark and are never saved.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass
from mentorlog.journal.drafts import Draft

MARK = "# mentorlog: "
_BASE = ".base"  # beside the copy: which text it was made of
_BESIDE = "in-the-journal.txt"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Copy:
    """`path`: the file that the editor opens."""

    path: Path

    def lay(self, data: bytes, *, base: bytes | None) -> None:
        """Put a text there; `base`: what stands in the journal now. Raises StorageFailed."""
        try:
            files.make_folder(self.path.parent)
            _refuse_foreign(self.path.parent)
            files.overwrite(self.path.with_name(_BASE), digest(base))
            files.overwrite(self.path, data)
        except Unconfirmed as error:
            raise StorageFailed(f"The disk did not confirm {self.path}", error.hint) from error

    def lay_beside(self, data: bytes) -> Path:
        """What stands in the journal now, to be read where it is sealed there; the file."""
        place = self.path.with_name(_BESIDE)
        files.overwrite(place, data)
        return place

    def text(self) -> bytes | None:
        """What stands there, marked lines included; None if nothing does. Raises StorageFailed.

        In UTF-8, though an editor saved it as UTF-16.
        """
        try:
            data = files.read(self.path)
        except Missing:
            return None
        if data.startswith(_UTF_16):
            with contextlib.suppress(UnicodeDecodeError):
                return data.decode("utf-16").encode(errors="replace")
        return data

    def is_of(self, base: bytes | None) -> bool:
        """Whether it was made of this text."""
        try:
            return files.read(self.path.with_name(_BASE)) == digest(base)
        except StorageFailed:
            return False

    def state(self) -> tuple[int, int] | None:
        """It changes whenever something is saved there, be it the same text again."""
        with contextlib.suppress(OSError):
            found = self.path.lstat()
            return found.st_ino, found.st_mtime_ns
        return None


def copy_of(draft: Draft, file: str) -> Copy:
    """Where the copy of a file of the journal lies, or will lie, for a draft.

    One that was begun is found whatever the file is called by now.
    """
    begun = sorted(draft.folder.glob("[!.]*.yaml")) if draft.folder.is_dir() else []
    return Copy(begun[0] if begun else draft.folder / file.rpartition("/")[2])


def marked(data: bytes, above: Iterable[str] = (), below: Iterable[str] = ()) -> bytes:
    """The text with lines of ours around it."""
    bom = _BOM if data.startswith(_BOM) else b""
    body = data.removeprefix(_BOM)
    end = b"" if body.endswith((b"\n", b"\r")) or not body else b"\n"
    return bom + _lines(above) + body + (end + _lines(below) if below else b"")


def unmarked(data: bytes) -> bytes:
    """The text without the lines of ours."""
    bom = _BOM if data.startswith(_BOM) else b""
    lines = data.removeprefix(_BOM).splitlines(keepends=True)
    ours = MARK.rstrip().encode()
    return bom + b"".join(line for line in lines if not line.startswith(ours))


def _refuse_foreign(folder: Path) -> None:
    """Raises StorageFailed for a folder that somebody else made where ours would be."""
    if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
        raise StorageFailed(f"This folder is somebody else's: {folder}", "Look who made it.")


def _lines(said: Iterable[str]) -> bytes:
    return "".join(f"{MARK}{line}\n" for line in said).encode()


def digest(base: bytes | None) -> bytes:
    """Tells a text apart from others."""
    return b"" if base is None else hashlib.sha256(base).hexdigest().encode()
