"""What doctor checks about files and folders: in the journal, around it, in our own folders."""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mentorlog.files import ABANDONED, TEMPORARY, keeps_modes
from mentorlog.journal import arriving, drafts, trash
from mentorlog.journal.doctor import (
    Check,
    FileKind,
    FilePlace,
    Finding,
    Level,
    Mend,
    Survey,
    to_fix,
)
from mentorlog.journal.homes import Home, draft_of
from mentorlog.journal.names import ENTRY_SUFFIX, JOURNAL_FILE, RELATIONSHIPS, TRASH
from mentorlog.journal.transaction import recorded

_ANYBODY = stat.S_IRWXG | stat.S_IRWXO
_KNOWS_MODES = os.name == "posix"
_SYNCHRONISERS = {  # the beginning of a folder's name -> the service it belongs to
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "syncthing": "Syncthing",
    "pcloud": "pCloud",
    "seafile": "Seafile",
}
_MARKS = {  # a file in a synced folder -> the service that leaves it
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".sync": "Resilio Sync",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
}


def strays(survey: Survey) -> Iterator[Finding]:
    """Files that aren't read: other extensions, links, FIFOs, a folder in place of a file."""
    for path, why in _strays(survey).items():
        if why:
            yield Finding(
                file=path,
                message=f"{why}, so it isn't read",
                remedy="Move it away, unless you want it here.",
                level=Level.REMARK,
            )


def collisions(survey: Survey) -> Iterator[Finding]:
    """Names that become one on a disk that ignores case or changes the Unicode form."""
    alike: dict[tuple[str, str], list[FilePlace]] = defaultdict(list)
    for place in _own(survey):
        alike[place.parent, _folded(place.name)].append(place)
    for first, *others in alike.values():
        for other in others:
            yield Finding(
                file=other.path,
                message=f"on some disks this is the same name as {first.name}",
                remedy="Give one of them another name.",
            )


def leftovers(survey: Survey) -> Iterator[Finding]:
    """Temporary files of interrupted saves."""
    for place in survey.places:
        if place.name.startswith(TEMPORARY) and place.kind is FileKind.FILE:
            yield Finding(
                file=place.path,
                message="left over from an interrupted save; nothing in it counts",
                remedy=to_fix(),
                mend=Mend.LEFTOVER,
            )


def modes(survey: Survey) -> Iterator[Finding]:
    """Files that others can access or their owner can't; one finding for a disk without modes."""
    places = [place for place in _own(survey) if _KNOWS_MODES]
    if places and all(p.mode & _ANYBODY for p in places) and not keeps_modes(survey.root):
        yield _remark(
            survey.root,
            "this disk has no file permissions: anyone who can use it can read everything",
        )
        return
    for place in places:
        if place.kind in (FileKind.FILE, FileKind.FOLDER):
            needed = stat.S_IRWXU if place.kind is FileKind.FOLDER else stat.S_IRUSR | stat.S_IWUSR
            open_to_others = place.mode & _ANYBODY
            if open_to_others or place.mode & needed != needed:
                who = "others can read or change it" if open_to_others else "you can't fully use it"
                yield Finding(
                    file=place.path or str(survey.root),
                    message=f"{who} (its mode is {place.mode:04o})",
                    remedy=to_fix(),
                    mend=Mend.MODE,
                )


def owners(survey: Survey) -> Iterator[Finding]:
    """Files of another user than the journal's; or a journal of another user."""
    if not _KNOWS_MODES or not survey.places:
        return
    root, *others = survey.places
    me = os.geteuid()
    if me not in (root.owner, 0):  # root may look after anybody's
        yield _owned(str(survey.root), root.owner)
        return
    for place in others:
        if place.owner != root.owner:
            yield _owned(place.path, place.owner)


def surroundings(survey: Survey) -> Iterator[Finding]:
    """Parent folders that others may write into, or that a sync service copies."""
    if not survey.places:
        return
    around = [survey.root, *survey.root.parents]
    for folder in around[1:] if _KNOWS_MODES else ():
        mode = _mode(folder)
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            yield _remark(
                folder, "others may write here, and could put another journal in its place"
            )
    carrier = next(filter(None, map(_carrier, around)), None)
    if carrier:
        where, whose = carrier
        yield _remark(where, f"{whose} seems to sync this folder: plain text goes wherever it does")


def _own(survey: Survey) -> Iterator[FilePlace]:
    """What belongs to the journal, without strays and what is in them."""
    strays = _strays(survey)
    return (place for place in survey.places if place.path not in strays)


def _strays(survey: Survey) -> dict[str, str]:
    """Path -> why the stray isn't read; "" for the contents of another stray."""
    reasons: dict[str, str] = {}
    for place in survey.places:
        if not place.path or place.is_hidden or place.path.startswith(TRASH):
            continue
        if place.parent in reasons:
            reasons[place.path] = ""
        elif place.path not in survey.problem_files and (why := _why_not_read(place)):
            reasons[place.path] = why
    return reasons


def _why_not_read(place: FilePlace) -> str:
    """Why a file isn't read; "" if it is."""
    expected = _expected(place)
    if place.kind is FileKind.LINK:
        return "a link"
    if place.kind is FileKind.OTHER:
        return f"it is {FileKind.OTHER}"
    if expected is None:
        return "this doesn't belong in a journal"
    if place.kind is not expected:
        return f"a {place.kind} where a {expected} should be"
    if place.kind is FileKind.FILE and not place.name.endswith(ENTRY_SUFFIX):
        return f"its name doesn't end in {ENTRY_SUFFIX}"
    return ""


def _expected(place: FilePlace) -> FileKind | None:
    """What belongs at a path: journal.yaml, the folders, and files in those; None: nothing."""
    depth = place.path.count("/")
    if depth == 0:
        return {JOURNAL_FILE: FileKind.FILE, RELATIONSHIPS: FileKind.FOLDER}.get(place.path)
    if not place.path.startswith(f"{RELATIONSHIPS}/"):
        return None
    return {1: FileKind.FOLDER, 2: FileKind.FILE}.get(depth)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _owned(file: str, owner: int) -> Finding:
    return Finding(
        file=file,
        message=f"it belongs to another user (number {owner})",
        remedy=f"Make it yours:  chown {os.geteuid()} FILE",
    )


def _remark(folder: Path, message: str) -> Finding:
    remedy = "Keep that in mind, or move the journal."
    return Finding(file=str(folder), message=message, remedy=remedy, level=Level.REMARK)


def _mode(folder: Path) -> int:
    try:
        return folder.stat().st_mode
    except OSError:
        return 0


def _carrier(folder: Path) -> tuple[Path, str] | None:
    name = folder.name.casefold()
    for beginning, whose in _SYNCHRONISERS.items():
        if name.startswith(beginning):
            return folder, whose
    for mark, whose in _MARKS.items():
        if (folder / mark).exists():
            return folder, whose
    return None


def waiting_drafts(survey: Survey) -> Iterator[Finding]:
    """Drafts that aren't saved."""
    saved = {draft_of(log) for home in survey.homes for log in home.undoable}
    for draft in drafts.waiting(home.drafts for home in survey.homes):
        if draft.id not in saved and not draft.is_live:
            yield Finding(
                file=str(draft.path),
                message=f"an unfinished {draft.command} is kept, from {draft.kept_on}",
                remedy=f"mentorlog {draft.command} --resume {draft.id}",
                level=Level.REMARK,
            )


def unreadable_drafts(survey: Survey) -> Iterator[Finding]:
    """Drafts edited by hand so that no command can resume them."""
    readable = {draft.path for draft in drafts.waiting(home.drafts for home in survey.homes)}
    for home in survey.homes:
        for path in sorted(home.drafts.glob(f"[!.]*{drafts.SUFFIX}")):
            if path not in readable:
                yield Finding(
                    file=str(path),
                    message="a draft that can't be read",
                    remedy="Copy what you need from it, then delete it.",
                )


def interrupted(survey: Survey) -> Iterator[Finding]:
    """Commands that were stopped while saving."""
    for home in survey.homes:
        for log in home.interrupted:
            transaction = recorded(log)
            if transaction is None:
                yield _unreadable(log)
            else:
                yield Finding(
                    file=str(log),
                    message=f"{transaction.command} was interrupted while it saved",
                    remedy=to_fix("The next command that writes completes it, or run  "),
                    mend=Mend.INTERRUPTED,
                )


def cut_short(survey: Survey) -> Iterator[Finding]:
    """An interrupted import of a backup or erasure, which leaves words in hidden places."""
    unfinished = [(name, "the import of a backup") for name in arriving.unfinished(survey.root)]
    unfinished += [(path, "erasing someone") for path in trash.being_erased(survey.root)]
    for path, what in unfinished:
        yield Finding(
            file=path,
            message=f"{what} was cut short",
            remedy=to_fix("The next command that writes ends it, or "),
            mend=Mend.INTERRUPTED,
        )


def undo_log(survey: Survey) -> Iterator[Finding]:
    """Unreadable undo logs: undo can't go past them."""
    for home in survey.homes:
        for log in (*home.undoable, *home.undone):
            if recorded(log) is None:
                yield _unreadable(log)


def leftovers_of_commands(survey: Survey) -> Iterator[Finding]:
    """Temporary files, and editor copies whose draft is gone."""
    for path in old_leftovers(survey.homes):
        yield Finding(
            file=str(path),
            message="left over from an interrupted command",
            remedy=to_fix(),
            mend=Mend.LEFTOVER,
        )


def old_leftovers(homes: tuple[Home, ...]) -> Iterator[Path]:
    """Temporary files in our own folders that nobody is writing any more."""
    now = time.time()
    for home in homes:
        for folder in (home.folder, home.drafts, home.saving, home.undo):
            for path in sorted(folder.glob(f"{TEMPORARY}*")):
                if now - path.lstat().st_mtime > ABANDONED:
                    yield path


def _unreadable(log: Path) -> Finding:
    return Finding(
        file=str(log),
        message="the log of a command can't be read",
        remedy="It's mentorlog's own file; look at it, then move it away.",
    )


CHECKS: tuple[Check, ...] = (
    collisions,
    leftovers,
    modes,
    owners,
    strays,
    surroundings,
    waiting_drafts,
    unreadable_drafts,
    interrupted,
    cut_short,
    undo_log,
    leftovers_of_commands,
)
