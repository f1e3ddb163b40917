"""Edit a file of the journal in the user's editor: on a private copy, checked before saving.

The draft is on the disk before the editor starts, and the journal's lock is never held while
someone types. The copy keeps the last edited text until it is saved.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.commands import rules
from mentorlog.commands.desk import Desk, remark
from mentorlog.commands.kept import LEFT, A, Kept, has_prose
from mentorlog.domain.entries import Contribution, Entry, Meeting
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import (
    Conflict,
    DamagedFile,
    DamagedJournal,
    MentorlogError,
    Refused,
    StorageFailed,
    Unconfirmed,
    UsageError,
)
from mentorlog.frozen import dataclass, replace
from mentorlog.journal import sealed
from mentorlog.journal.change import Change
from mentorlog.journal.drafts import Draft
from mentorlog.journal.names import echoed
from mentorlog.journal.texts import (
    further_keys,
    misspelt_keys,
    parsed_text,
    with_blanks,
    with_id,
    with_key_renamed,
    without_blanks,
)
from mentorlog.terminal.wording import counted

if TYPE_CHECKING:
    from mentorlog.terminal.prompts import Prompt


_AS_IT_IS = "To keep it as it is, save it in the editor, or leave out --edit."
_WAIT = (
    "If it opened a window, save and close that, then continue with the draft.\n"
    'To make it wait:  export EDITOR="code --wait"   (or your editor\'s option)'
)
_MORE = "More keys for this entry (to use one, remove what is in front of it):"
_LEAVE_OUT = "Leave out --edit, or run it in a terminal."


class BackAtOnce(Refused):
    """The editor didn't wait; what is saved in its window is read later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What an editor opens.

    `file`: its path in the journal.
    `base`: the file's present bytes; None = it is new.
    `accept`: takes the new text; raises Refused or DamagedJournal if it can't be saved; returns the
        relationship if that is what changed.
    `above`, `below`: our own lines around the text, which are not saved.
    `blanks`: keys to fill in; those left blank aren't saved.
    """

    file: str
    base: bytes | None
    text: bytes
    accept: Callable[[bytes], Relationship | None]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    way_out: str = _LEAVE_OUT


def sheet_of_first(
    desk: Desk,
    change: Change,
    relationship: Relationship,
    blanks: tuple[str, ...],
    below: tuple[str, ...] = (),
) -> Sheet:
    """The sheet for the entry that a command is about. `blanks`: keys to fill in."""
    entry = change.first
    file, base, text = change.text_of(entry)

    def accept(edited: bytes) -> None:
        changed = change.reword(entry, edited)
        if rules.place_in_time(changed) != rules.place_in_time(entry):
            rules.fits(relationship, changed, desk.today)
        follow_date(desk, relationship, entry, changed, change)

    return Sheet(file=file, base=base, text=text, accept=accept, below=below, blanks=blanks)


def follow_date(
    desk: Desk, relationship: Relationship, was: Entry, now: Entry, change: Change
) -> None:
    """Move what was given or received at a meeting to the meeting's new day."""
    if not isinstance(now, Meeting) or was.date == now.date:
        return
    added = (gift for gift in change.entries.values() if isinstance(gift, Contribution))
    known = {gift.id: gift for gift in (*relationship.of(Contribution), *added)}
    moved = 0
    for gift in known.values():
        whole = gift if gift.words or gift.date != was.date else desk.journal.read(gift)
        if whole.date == was.date and whole.words and whole.words.meeting == now.id:
            change.update(whole, replace(whole, date=now.date))
            moved += 1
    if moved:
        change.lines.append(f"{counted(moved, 'thing')} given or received there moved with it.")


def edited(
    desk: Desk, sheet: Sheet, prompt: Prompt | None, kept: Kept, typed: A
) -> Relationship | None:
    """Let the user edit until the text can be saved; return the relationship if that changed.

    Without a terminal, only a resumed draft can be taken as it is. Raises UsageError without a
    terminal, Refused if the editor fails or nothing is to be saved.
    """
    private = sealed.is_to_be_sealed(desk.journal.root, sheet.file)
    _restore(sheet, kept)
    begun = _text_left_before(sheet, kept)
    if prompt is None and not begun:
        raise UsageError("An editor needs a terminal.", sheet.way_out)
    draft = kept.draft or kept.keep(typed)
    copy = copy_of(draft, sheet.file)
    if private and draft.memory is None:
        kept.drop()
        raise Refused(
            "This is sealed, and an editor would put it on the disk as plain text.",
            "Use options instead, or name a folder in memory:  XDG_RUNTIME_DIR=DIR",
        )
    if not begun:
        copy.write(_text_to_open(sheet), base=sheet.base)
    elif not copy.is_of(sheet.base):
        _tell_of_change(sheet, copy, _with_its_id(sheet, begun), desk, unattended=prompt is None)
    kept.copy = copy
    with _dropping_empty_draft(sheet, copy, kept, typed, begun=bool(begun)):
        try:
            text, relationship = _accepted(desk, sheet, copy, prompt, begun=bool(begun))
        except MentorlogError:
            if (left := _left(sheet, copy, draft)) is not None:
                kept.keep(typed, left=left)
            raise
    kept.keep(typed, edited=digest(text).decode(), left=_left(sheet, copy, draft))
    return relationship


def accepted(sheet: Sheet, kept: Kept) -> Relationship | None:
    """Accept the edited text again, as in `edited`. Raises Refused, DamagedJournal."""
    if kept.copy is None:
        return None
    return sheet.accept(_text_to_save(sheet, kept.copy))


def _left(sheet: Sheet, copy: Copy, draft: Draft) -> tuple[str, str] | None:
    """A text that is only in memory, for the sealed draft, and the digest of its base."""
    left = None if draft.sealed is None else copy.text()
    if left is None:
        return None
    return left.decode(errors="replace"), digest(sheet.base).decode()


def _restore(sheet: Sheet, kept: Kept) -> None:
    """Restore a text from the sealed draft if the copy in memory was lost."""
    left = None if kept.draft is None else kept.draft.typed.get(LEFT)
    if kept.draft is None or not isinstance(left, tuple):
        return
    copy = copy_of(kept.draft, sheet.file)
    if copy.text() is None:
        text, was = map(str, left)
        same = was == digest(sheet.base).decode()
        copy.write(text.encode(), base=sheet.base if same else b"another")


def _text_left_before(sheet: Sheet, kept: Kept) -> bytes:
    """The text an earlier attempt left in the editor; b"" if it is blank."""
    text = copy_of(kept.draft, sheet.file).text() if kept.draft else None
    return text or b"" if unmarked(text or b"").strip() else b""


def _accepted(
    desk: Desk, sheet: Sheet, copy: Copy, prompt: Prompt | None, *, begun: bool
) -> tuple[bytes, Relationship | None]:
    """The edited text, once it can be saved."""
    before = None if begun else copy.state()
    while True:
        waited = prompt is None or _open(desk, copy)
        text = _text_to_save(sheet, copy)
        if copy.state() == before and not waited:
            raise BackAtOnce("The editor returned at once, and nothing was saved in it.", _WAIT)
        if copy.state() == before and sheet.text != sheet.base:
            raise Refused("You left the editor without saving. Nothing changed.", _AS_IT_IS)
        text = _corrected(desk, sheet, copy, text, prompt)
        try:
            return text, sheet.accept(text)
        except (Refused, DamagedJournal) as error:
            if isinstance(error, Conflict):
                raise
            complaint = _complain(sheet, copy, text, error)
            if prompt is None:
                raise
            prompt.say(complaint)
            if not prompt.agrees("Open it again?"):
                raise Refused(f"{complaint} Nothing was saved.") from None


def _open(desk: Desk, copy: Copy) -> bool:
    """Open the editor; return whether it was waited for."""
    from mentorlog.terminal import editor

    return editor.edit(editor.words(desk.environment.editor), copy.path)


def _text_to_save(sheet: Sheet, copy: Copy) -> bytes:
    """The text to be saved. Raises Refused if it is blank."""
    text = copy.text()
    if text is None:
        raise Refused("The file you edited is gone. Nothing was saved.")
    left = unmarked(text)
    if not left.strip():
        raise Refused("The file was empty. Nothing was saved.")
    return without_blanks(left, sheet.blanks)


def _text_to_open(sheet: Sheet) -> bytes:
    text = with_blanks(sheet.text, sheet.blanks)
    return marked(text, sheet.above, _below(sheet, text))


def _below(sheet: Sheet, text: bytes) -> tuple[str, ...]:
    """Lines that say which other keys can be written, and how."""
    more = further_keys(sheet.file, text)
    return (*sheet.below, *(("", _MORE, *more) if more else ()))


def _corrected(desk: Desk, sheet: Sheet, copy: Copy, text: bytes, prompt: Prompt | None) -> bytes:
    """The text with misspelt keys corrected (one letter off).

    The user is asked, or only told without a terminal, or if the key that was meant is in use.
    """
    for place, meant, is_free in misspelt_keys(sheet.file, text, sheet.base):
        message = f'"{echoed(str(place[-1]))}" isn\'t a key here.'
        message += (
            f" Did you mean {meant}?" if is_free else f" It's kept beside {meant}, but not used."
        )
        if prompt is None or not is_free:
            remark(desk.environment, message)
        elif prompt.agrees(message):
            text = with_key_renamed(text, place, meant)
            copy.write(marked(text, (), _below(sheet, text)), base=sheet.base)
    return text


def placed(line: int, message: str, *, below: int) -> str:
    """What is wrong in a line, with line numbers that count the lines above the text, too."""
    told = re.sub(
        r"(?<=\(lines )(\d+) and (\d+)(?=\)\.?$)",
        lambda match: f"{int(match[1]) + below} and {int(match[2]) + below}",
        message,
    )
    return f"line {line + below}: {told}"


def _complain(sheet: Sheet, copy: Copy, text: bytes, error: MentorlogError) -> str:
    """Write what is wrong at the top of the copy; return one sentence for the terminal."""
    problem = error.problem if isinstance(error, DamagedFile) else None
    hint = [] if problem else error.hint.splitlines()
    message = error.message.removeprefix(f"{sheet.file}:").strip()
    message = f"{problem.message}." if problem else message
    above = ["This can't be saved yet (these lines never are):", "", *hint]
    if problem is not None and problem.line is not None:
        message = placed(problem.line, message, below=len(above))
    above[1] = f"  {message}"
    copy.write(marked(text, above, _below(sheet, text)), base=sheet.base)
    return message


def _tell_of_change(
    sheet: Sheet, copy: Copy, begun: bytes, desk: Desk, *, unattended: bool
) -> None:
    """Report that the journal's file changed since the copy was made; neither may be lost."""
    if unattended:
        raise Conflict(
            f"{sheet.file} was changed after this draft was started.",
            f"Yours is in {copy.path}. Merge the two in a terminal.",
        )
    if sheet.base is None:
        above: tuple[str, ...] = ("What this was meant for has changed, so it's a new entry.",)
        copy.write(marked(unmarked(begun), above), base=None)
        return
    path = desk.journal.root / sheet.file
    if sealed.is_sealed_at(desk.journal.root, sheet.file):
        path = copy.write_beside(sheet.base)
    above = (
        "The journal's file was changed while you edited. It's in",
        f"  {path}",
        "What you save here replaces it, so copy over what you want to keep.",
    )
    copy.write(marked(unmarked(begun), above), base=sheet.base)


def _with_its_id(sheet: Sheet, begun: bytes) -> bytes:
    """A text begun for another entry (such as a plan that is gone), with the present entry's id."""
    parsed = parsed_text(sheet.file, sheet.text).value
    return with_id(begun, parsed.id) if isinstance(parsed, Entry) else begun


@contextmanager
def _dropping_empty_draft(
    sheet: Sheet, copy: Copy, kept: Kept, typed: A, *, begun: bool
) -> Iterator[None]:
    """On failure, remove a draft that holds no words."""
    before = copy.state()
    try:
        yield
    except BackAtOnce:  # it may still be open in a window
        raise
    except (Refused, UsageError):
        untouched = copy.state() == before and not begun
        if (untouched or not _text_left_before(sheet, kept)) and not has_prose(typed):
            kept.drop()
        raise


MARK = "# mentorlog: "
_BASE = ".base"  # beside the copy: a digest of the text it was made from
_BESIDE = "in-the-journal.txt"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Copy:
    """A private copy of one file of the journal, in a folder beside its draft.

    Whatever an editor does (saves by rename, leaves backups, empties or deletes the file), it
    touches only this folder. Our own lines in the copy begin with a mark and are never saved.
    `path`: the file that the editor opens.
    """

    path: Path

    def write(self, data: bytes, *, base: bytes | None) -> None:
        """Write a text to the copy; `base`: the journal's present text. Raises StorageFailed."""
        try:
            files.make_folder(self.path.parent)
            _refuse_foreign(self.path.parent)
            files.overwrite(self.path.with_name(_BASE), digest(base))
            files.overwrite(self.path, data)
        except Unconfirmed as error:
            raise StorageFailed(f"The disk didn't confirm {self.path}", error.hint) from error

    def write_beside(self, data: bytes) -> Path:
        """Write the journal's text beside the copy, for reading; return that file."""
        place = self.path.with_name(_BESIDE)
        files.overwrite(place, data)
        return place

    def text(self) -> bytes | None:
        """The copy's text with marked lines; None if there is no copy. Raises StorageFailed.

        Always in UTF-8, even if an editor saved it as UTF-16.
        """
        data = files.read_if_there(self.path)
        if data is not None and data.startswith(_UTF_16):
            with contextlib.suppress(UnicodeDecodeError):
                return data.decode("utf-16").encode(errors="replace")
        return data

    def is_of(self, base: bytes | None) -> bool:
        """Whether it was made from this text."""
        try:
            return files.read(self.path.with_name(_BASE)) == digest(base)
        except StorageFailed:
            return False

    def state(self) -> tuple[int, int] | None:
        """A value that changes whenever the copy is saved, even unchanged."""
        with contextlib.suppress(OSError):
            status = self.path.lstat()
            return status.st_ino, status.st_mtime_ns
        return None


def copy_of(draft: Draft, file: str) -> Copy:
    """The copy of a journal's file for a draft, begun or not.

    A copy that was begun is found even if the file was renamed since.
    """
    begun = sorted(draft.folder.glob("[!.]*.yaml")) if draft.folder.is_dir() else []
    return Copy(begun[0] if begun else draft.folder / file.rpartition("/")[2])


def marked(data: bytes, above: Iterable[str] = (), below: Iterable[str] = ()) -> bytes:
    """The text with our own lines around it."""
    bom = _BOM if data.startswith(_BOM) else b""
    body = data.removeprefix(_BOM)
    end = b"" if body.endswith((b"\n", b"\r")) or not body else b"\n"
    return bom + _lines(above) + body + (end + _lines(below) if below else b"")


def unmarked(data: bytes) -> bytes:
    """The text without our own lines."""
    bom = _BOM if data.startswith(_BOM) else b""
    lines = data.removeprefix(_BOM).splitlines(keepends=True)
    mark = MARK.rstrip().encode()
    return bom + b"".join(line for line in lines if not line.startswith(mark))


def _refuse_foreign(folder: Path) -> None:
    """Raises StorageFailed for a folder that another user made in place of ours."""
    if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
        raise StorageFailed(f"This folder belongs to someone else: {folder}", "See who made it.")


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{MARK}{line}\n" for line in lines).encode()


def digest(base: bytes | None) -> bytes:
    """A short digest that tells texts apart."""
    return b"" if base is None else hashlib.sha256(base).hexdigest().encode()
