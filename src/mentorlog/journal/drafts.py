"""What was typed, on the disk before anything can go wrong, until it is saved.

A draft is YAML, so that its owner can read the words in it; where sealing is set up they are sealed
instead. It knows commands only by name and what was typed only as text; what becomes of it,
`transaction` knows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from mentorlog import files
from mentorlog.errors import Missing, Refused, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass
from mentorlog.journal.names import derived_id, new_id, safe
from mentorlog.journal.own_yaml import value_in
from mentorlog.journal.what_was_typed import (
    Open,
    Seal,
    SealedWords,
    Typable,
    Typed,
    plain,
    sealed_words,
)
from mentorlog.journal.yaml_tree import YamlProblem

SUFFIX = ".yaml"

_TOLD = ".told"  # beside a draft that its owner was told of


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`began`: ids of entries that an interrupted attempt may have left in the journal.

    `sealed`: then only this is on the disk, and `typed` is empty until it is `opened`; `about`: the
    relationships it names, by id, which then stand beside it in clear.
    `memory`: a folder that no disk holds, for what an editor needs in plain text.
    """

    id: str
    path: Path
    command: str
    typed: Mapping[str, Typed]
    began: tuple[str, ...] = ()
    sealed: SealedWords | None = None
    about: tuple[str, ...] = ()
    memory: Path | None = None

    def ids(self) -> Iterator[str]:
        """Ids for what it becomes: the same on every attempt, so that a retry doubles nothing."""
        return (derived_id(self.id, str(n)) for n in itertools.count())

    @property
    def folder(self) -> Path:
        """Where an editor works on what it becomes; it need not be there."""
        if self.sealed is not None and self.memory is not None:
            return self.memory / f"mentorlog-{self.id}"
        return self.path.with_suffix("")

    def discard(self) -> None:
        """Remove it, and what an editor left; fine if it is gone. Raises StorageFailed."""
        with contextlib.suppress(Missing):
            files.remove_all(self.folder)
        with contextlib.suppress(Missing):
            files.remove(self.path)

    def is_retry_of(self, other: Draft) -> bool:
        """The same draft, or the same words on the same day ("yesterday" is another, each day)."""
        if self.id == other.id:
            return True
        return self.command == other.command and self._day == other._day and self._says(other)

    def _says(self, other: Draft) -> bool:
        """Whether both say the same, as far as one of them can be read."""
        if self.sealed and not self.typed and other.typed:
            return self.sealed.are(other.typed)
        if other.sealed and not other.typed and self.typed:
            return other.sealed.are(self.typed)
        return self.typed == other.typed and not (self.is_closed or other.is_closed)

    @property
    def is_closed(self) -> bool:
        """Whether what was typed can't be read before it is opened."""
        return self.sealed is not None and not self.typed

    @property
    def is_in_editor(self) -> bool:
        """Whether an editor was opened on what it becomes."""
        return any(self.folder.glob(f"[!.]*{SUFFIX}"))

    @property
    def kept_on(self) -> dt.date:
        """The day on which it was last kept."""
        return dt.date(*self._day)

    @property
    def _day(self) -> tuple[int, int, int]:
        kept = None
        with contextlib.suppress(FileNotFoundError):  # it was saved just now
            kept = self.path.stat().st_mtime
        return time.localtime(kept)[:3]


def new(folder: Path, command: str) -> Draft:
    """A draft that is not on the disk yet."""
    identity = new_id()
    return Draft(id=identity, path=folder / f"{identity}{SUFFIX}", command=command, typed={})


def keep(
    folder: Path,
    command: str,
    typed: Mapping[str, Typable],
    earlier: Draft | None = None,
    seal: Seal | None = None,
) -> Draft:
    """Bring what was typed to the disk, in place of the `earlier` draft if there is one.

    Raises StorageFailed: then nothing is kept, and only the caller still has the text.
    """
    draft = replace(
        earlier or new(folder, command), command=command, typed=plain(typed), sealed=None
    )
    draft = draft if seal is None else sealed(draft, seal)
    write(draft)
    return draft


def sealed(draft: Draft, seal: Seal) -> Draft:
    """The draft as it goes to the disk where nobody shall read it."""
    return replace(draft, sealed=SealedWords.of(draft.typed, seal))


def opened(draft: Draft, open_: Open) -> Draft:
    """The draft with what was typed. Raises what `open_` raises, ValueError for anything else."""
    if draft.sealed is None or draft.typed:
        return draft
    return replace(draft, typed=draft.sealed.opened(open_))


def write(draft: Draft) -> None:
    """Bring a draft to the disk. Raises StorageFailed; never Unconfirmed, as nothing is saved."""
    try:
        files.make_folder(draft.path.parent)
        files.overwrite(draft.path, _text(draft).encode())
    except Unconfirmed as error:
        raise StorageFailed(f"The disk did not confirm {draft.path}", error.hint) from error


def waiting(folders: Iterable[Path]) -> tuple[Draft, ...]:
    """The drafts in these folders, the newest first. One that can't be read stays where it is."""
    found = [draft for folder in folders for draft in _drafts_in(folder)]
    return tuple(draft for _, draft in sorted(found, key=_age, reverse=True))


def tell_of(draft: Draft) -> bool:
    """Whether this draft is to be told of now: it was not before. Remembered beside it."""
    memory = draft.folder / _TOLD
    if memory.exists():
        return False
    with contextlib.suppress(StorageFailed):  # then it is told of once more
        files.make_folder(draft.folder)
        files.overwrite(memory, b"", durable=False)
    return True


def chosen(drafts: Iterable[Draft], command: str, draft_id: str | None) -> Draft:
    """The draft to go on with: the one with this id (or its beginning), else the command's newest.

    Raises Refused.
    """
    ours = [draft for draft in drafts if draft.command == command]
    if draft_id is None:
        if ours:
            return ours[0]
        raise Refused(f"No draft of {command} is waiting.", "Leave --resume out.")
    matching = [draft for draft in ours if draft.id.startswith(draft_id)]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(draft.id for draft in ours) or "none"
    raise Refused(
        f'No draft of {command} is called "{safe(draft_id)}".', f"Waiting drafts of it: {listed}."
    )


_HEADING = "# Not saved yet."


def _value(data: bytes) -> Mapping[str, object]:
    """What a draft holds; YAML is spared where it is just as we write it."""
    heading, _, text = data.partition(b"\n")
    ours = value_in(text) if heading.startswith(_HEADING.encode()) else None
    if ours is not None:
        return ours
    from mentorlog.journal.yaml_text import read

    return read(data).value


def _text(draft: Draft) -> str:
    from mentorlog.journal.yaml_text import Writable, written

    began = {"began": list(draft.began)} if draft.began else {}
    typed: dict[str, Writable] = {"typed": draft.typed}
    if draft.sealed is not None:
        about = {"about": list(draft.about)} if draft.about else {}
        typed = {**about, "mark": draft.sealed.mark, "sealed": draft.sealed.block}
    return f"{_HEADING} Go on with it:  mentorlog {draft.command} --resume {draft.id}\n" + written(
        {"schema": 1, "command": draft.command, **typed, **began}
    )


def _drafts_in(folder: Path) -> Iterator[tuple[int, Draft]]:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if _is_draft(entry)]
    except OSError:  # nothing was ever kept there
        return
    for entry in entries:
        try:
            kept = entry.stat(follow_symlinks=False).st_mtime_ns
        except FileNotFoundError:  # another command has saved it meanwhile
            continue
        draft = _read(Path(entry.path))
        if draft is not None:
            yield kept, draft


def _is_draft(entry: os.DirEntry[str]) -> bool:
    named = entry.name.endswith(SUFFIX) and not entry.name.startswith(".")
    return named and entry.is_file(follow_symlinks=False)


def _age(dated: tuple[int, Draft]) -> tuple[int, str]:
    when, draft = dated
    return when, draft.id


def _read(path: Path) -> Draft | None:
    try:
        value = _value(files.read(path))
    except (StorageFailed, YamlProblem):
        return None
    command, typed = value.get("command"), value.get("typed")
    closed = sealed_words([value.get("sealed"), value.get("mark")])
    if not isinstance(command, str) or (not isinstance(typed, Mapping) and closed is None):
        return None
    said = plain(typed) if isinstance(typed, Mapping) else {}
    return Draft(
        id=path.stem,
        path=path,
        command=command,
        typed=said,
        began=_ids(value.get("began")),
        sealed=closed,
        about=_ids(value.get("about")),
    )


def _ids(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()
