"""A journal's home: the folder for what belongs to a journal but isn't kept in it.

It is named by the journal's id and a hash of its path, so that a copy of a journal has its own. A
journal that isn't made yet has no id; its drafts are found by the hash alone, and stay there when
the journal is made.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, Refused
from mentorlog.frozen import dataclass

LOG = ".json"  # exact and fast; for people there is the draft
UNDONE = ".undone"  # a log in the undo log that `redo` would carry out again

_NEW = "new"  # stands for the id of a journal that isn't made yet
_JOURNAL_FILE = "journal.yaml"  # also in `names`, which takes longer to import
_OF_IDS = "0123456789abcdefghjkmnpqrstvwxyz"  # as `names.ID_ALPHABET`


@dataclass(frozen=True, slots=True)
class Home:
    """The folder with a journal's drafts, logs and lock."""

    folder: Path

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    @property
    def saving(self) -> Path:
        return self.folder / "saving"

    @property
    def undo(self) -> Path:
        return self.folder / "undo"

    @property
    def interrupted(self) -> tuple[Path, ...]:
        """The logs of commands that were stopped while saving."""
        return _ending(LOG, self.saving)

    @property
    def unfinished(self) -> bool:
        """Whether a log is being written, or was when its command was stopped."""
        return any(self.saving.glob(f"{files.TEMPORARY}*"))

    @property
    def undoable(self) -> tuple[Path, ...]:
        """The logs of what can be undone, oldest first."""
        return _ending(LOG, self.undo)

    @property
    def undone(self) -> tuple[Path, ...]:
        """The logs of what was undone and can be redone, the next to redo first."""
        return _ending(UNDONE, self.undo)


def _ending(suffix: str, folder: Path) -> tuple[Path, ...]:
    """What is in a folder under names that end like this, by name, without dot files."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names are enough
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return ()
    return tuple(folder / name for name in names if name.endswith(suffix) and name[0] != ".")


def draft_of(log: Path) -> str:
    """The id of the draft that a log in the undo log saved."""
    return log.stem.partition("-")[2]


def own_id(root: Path) -> str | None:
    """The journal's id if journal.yaml is exactly as we write it; doesn't import YAML."""
    data = files.read_if_readable(root / _JOURNAL_FILE) or b""
    identity = data.decode(errors="replace").removeprefix("schema: 1\nid: ").strip('"\n')
    as_we_write_it = {
        f"schema: 1\nid: {spelling}\n".encode() for spelling in (identity, f'"{identity}"')
    }
    is_id = len(identity) == 8 and not identity.strip(_OF_IDS)  # noqa: PLR2004 - every id is as long
    return identity if is_id and data in as_we_write_it else None


def refuse_inside(root: Path, folder: Path) -> None:
    """Raises Refused if `folder` (state, configuration or cache) is inside the journal."""
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root)):
        raise Refused(
            f"The journal {root} contains {folder}, which must not travel with it.",
            "Choose another folder for one of them.",
        )


class Homes:
    """The homes that a journal at one path has, or ever had."""

    def __init__(self, state: Path, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self._state = Path(os.path.realpath(state))

    def of(self, journal_id: str | None) -> Home:
        """The home of the journal with this id; None: of the one that isn't made yet."""
        return Home(self._state / f"{journal_id or _NEW}-{self.mark}")

    def all(self) -> tuple[Home, ...]:
        return tuple(map(Home, _ending(f"-{self.mark}", self._state)))

    def recognized(self) -> Home | None:
        """The home of the journal, if a quick look shows which; doesn't import YAML.

        Raises Refused if our own files are inside the journal.
        """
        refuse_inside(self.root, self._state)
        made = [home for home in self.all() if not home.folder.name.startswith(f"{_NEW}-")]
        if len(made) != 1:
            return None
        identity = made[0].folder.name.partition("-")[0]
        return made[0] if own_id(self.root) == identity else None

    def remove_unmade(self) -> None:
        """Remove the home from before the journal was made, if it is empty.

        Raises StorageFailed.
        """
        unmade = self.of(None)
        if not unmade.folder.is_dir():
            return
        with contextlib.suppress(Missing):
            files.remove_folder(unmade.drafts)
        with contextlib.suppress(Missing):
            files.sweep(unmade.saving)
            files.remove_folder(unmade.saving)
        # Whoever waits for this lock sees the journal's id, and takes the new home's lock.
        with contextlib.suppress(Missing):
            files.remove(unmade.lock)
        files.remove_folder(unmade.folder)

    @property
    def mark(self) -> str:
        """A short hash of the journal's path, for file names."""
        return f"{zlib.crc32(os.fsencode(self.root)):08x}"  # hashlib takes 4 ms to import
