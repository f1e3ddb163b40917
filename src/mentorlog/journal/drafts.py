"""What was typed, on the disk before anything can go wrong, until it is saved.

A draft is YAML, so that its owner can read the words in it; where sealing is set up they are sealed
instead. This knows commands only by name and what was typed only as text; what becomes of it,
`transaction` knows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, Missing, Refused, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass
from mentorlog.journal.homes import Home, Homes, draft_of
from mentorlog.journal.names import derived_id, meant, new_id, safe
from mentorlog.journal.yaml import value_in
from mentorlog.journal.yaml.read import YamlProblem

if TYPE_CHECKING:  # a reader may not need it
    from mentorlog.journal.keys import Keys

SUFFIX = ".yaml"

Typed = str | tuple["Typed", ...] | Mapping[str, "Typed"]
Typable = (  # what may be handed in; it is kept as `Typed`
    str | int | dt.date | dt.time | None | Sequence["Typable"] | Mapping[str, "Typable"]
)
Seal = Callable[[bytes], str]
Open = Callable[[str], bytes]
Naming = Callable[
    [str], tuple[str, ...]
]  # by a command: its fields that name a person, or an entry

_TOLD = ".told"  # beside a draft that was mentioned
_COST = 1 << 14  # of one comparison of marks, in scrypt's measure: about 50 ms
_SALT = 32  # hexadecimal digits of it, in front of a mark


@dataclass(frozen=True, slots=True)
class SealedWords:
    """What was typed, to be opened with a key only.

    `mark`: tells whether the same is typed again, after an interruption. It is salted and slow to
    compute, so that guessing words by it is no shorter way than it has to be.
    """

    block: str
    mark: str

    @property
    def as_list(self) -> list[str]:
        return [self.block, self.mark]

    @classmethod
    def of(cls, typed: Mapping[str, Typed], seal: Seal) -> SealedWords:
        """What was typed, sealed; its mark is salted anew each time."""
        return cls(seal(_packed(typed)), _mark(typed, os.urandom(_SALT // 2)))

    def opened(self, open_: Open) -> dict[str, Typed]:
        """What was typed. Raises what `open_` raises, ValueError for anything else."""
        return plain(json.loads(open_(self.block)))

    def are(self, typed: Mapping[str, Typed]) -> bool:
        return self.mark == _mark(typed, bytes.fromhex(self.mark[:_SALT]))


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
        """The folder of the editor's copy, which may not exist."""
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
        """Whether it is this draft, or has its words and day ("yesterday" changes daily)."""
        if self.id == other.id:
            return True
        return self.command == other.command and self._day == other._day and self._says(other)

    def _says(self, other: Draft) -> bool:
        """Whether both say the same, as far as they can be read."""
        if self.sealed and not self.typed and other.typed:
            return self.sealed.are(other.typed)
        if other.sealed and not other.typed and self.typed:
            return other.sealed.are(self.typed)
        return self.typed == other.typed and not (self.is_closed or other.is_closed)

    @property
    def is_live(self) -> bool:
        """Whether a running command is using it, so that others leave it alone."""
        return files.is_held(self.path)

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


class Drafts:
    """The drafts of one journal. `folder`: where new ones go; others may lie in any of its homes.

    `keys`: with which they are sealed, whoever they are about, if sealing is set up. `naming`:
    tells where in a draft somebody is named.
    """

    def __init__(
        self, folder: Path, homes: Homes, keys: Keys | None = None, naming: Naming = lambda _: ()
    ) -> None:
        self._folder = folder
        self._homes = homes
        self._keys = keys
        self._naming = naming

    def new(self, command: str) -> Draft:
        """A draft that is not on the disk yet, for `keep` to put there."""
        identity = new_id()
        path = self._folder / f"{identity}{SUFFIX}"
        return Draft(id=identity, path=path, command=command, typed={})

    def keep(
        self,
        command: str,
        typed: Mapping[str, Typable],
        earlier: Draft | None = None,
        everyone: tuple[Relationship, ...] = (),
        hold: files.Hold | None = None,
    ) -> Draft:
        """Bring what was typed to the disk, in place of the `earlier` draft if there is one.

        `everyone`: whom it may be about, as far as that is known yet. `hold`: keeps it alive.
        Raises StorageFailed: then only the caller still has the text, and must show it.
        """
        draft = replace(
            earlier or self.new(command), command=command, typed=plain(typed), sealed=None
        )
        seal = self._seal
        draft = draft if seal is None else _sealed(draft, seal)
        write(draft, hold)
        return self.named(self._with_memory(draft), everyone, hold)

    def named(
        self, draft: Draft, everyone: tuple[Relationship, ...], hold: files.Hold | None = None
    ) -> Draft:
        """The draft, which where it is sealed says whom of `everyone` it is about.

        `hold`: as in `keep`. Raises StorageFailed.
        """
        if draft.sealed is None or (about := self._ids(draft, everyone)) == draft.about:
            return draft
        named = replace(draft, about=about)
        write(named, hold)
        return named

    def opened(self, draft: Draft) -> Draft:
        """A draft with what was typed. Raises Refused, DamagedJournal if it does not open."""
        from mentorlog.journal.age import CannotOpen

        if draft.sealed is None or draft.typed:
            return draft
        if self._keys is None:
            raise Refused("This is sealed, and there's no key here.")
        try:
            return replace(draft, typed=draft.sealed.opened(self._keys.open))
        except (CannotOpen, ValueError):
            raise DamagedJournal(f"This draft can't be opened: {draft.path}") from None

    def all(self, homes: Iterable[Home] | None = None) -> tuple[Draft, ...]:
        """Every draft that can be read, the newest first; some may be saved already.

        `homes`: the journal's, if they are known.
        """
        found = waiting(home.drafts for home in homes or self._homes.all())
        return tuple(map(self._with_memory, found))

    def waiting(self) -> tuple[Draft, ...]:
        """What was typed but not saved, and what no command is at work on, the newest first."""
        return tuple(draft for draft in self.unsaved() if not draft.is_live)

    def unsaved(self) -> tuple[Draft, ...]:
        """What was typed but not saved, the newest first."""
        homes = self._homes.all()
        saved = {draft_of(log) for home in homes for log in home.undoable}
        found = waiting(home.drafts for home in homes)
        return tuple(self._with_memory(draft) for draft in found if draft.id not in saved)

    def resumed(self, command: str, draft_id: str | None = None) -> Draft:
        """The draft with this id, else the newest of the command. Raises Refused."""
        return chosen(self.unsaved(), command, draft_id)

    def discard(self, draft: Draft) -> None:
        """Remove a draft from all homes. Raises StorageFailed."""
        same = (one for one in self.all() if one.id == draft.id)
        for one in (self._with_memory(draft), *same):
            one.discard()

    def seal(self, everyone: tuple[Relationship, ...]) -> None:
        """Seal the drafts kept before sealing was set up. Raises StorageFailed."""
        seal = self._seal
        for draft in self.all():
            if draft.sealed is None and seal is not None and not draft.is_live:
                write(_sealed(replace(draft, about=self._ids(draft, everyone)), seal))

    def is_about(self, draft: Draft, who: Relationship, everyone: tuple[Relationship, ...]) -> bool:
        """Whether a draft names a relationship, as far as that can be told."""
        if draft.is_closed:
            return who.id is not None and who.id in draft.about
        return who.handle in {one.handle for one in self._meant(draft, everyone)}

    def _ids(self, draft: Draft, everyone: tuple[Relationship, ...]) -> tuple[str, ...]:
        """The ids of the people it is about; those noted before, if no others are known.

        A sealed draft says so in clear, as an entry's place does: then a person can be erased
        without a key.
        """
        if draft.is_closed:
            return draft.about
        return tuple(one.id for one in self._meant(draft, everyone) if one.id) or draft.about

    def _meant(self, draft: Draft, everyone: tuple[Relationship, ...]) -> tuple[Relationship, ...]:
        named = (draft.typed.get(field) or () for field in self._naming(draft.command))
        words = {w for said in named for w in ((said,) if isinstance(said, str) else said)}
        return meant(map(str, words), everyone)

    @property
    def _seal(self) -> Seal | None:
        """How drafts are sealed if sealing is set up, about anybody."""
        return self._keys.seal if self._keys is not None and self._keys.can_seal else None

    def _with_memory(self, draft: Draft) -> Draft:
        return replace(draft, memory=self._keys.memory if self._keys is not None else None)


def write(draft: Draft, hold: files.Hold | None = None) -> None:
    """Bring a draft to the disk. Raises StorageFailed; never Unconfirmed, as nothing is saved."""
    try:
        files.make_folder(draft.path.parent)
        files.overwrite(draft.path, _text(draft).encode(), hold=hold)
    except Unconfirmed as error:
        raise StorageFailed(f"The disk didn't confirm {draft.path}", error.hint) from error


def waiting(folders: Iterable[Path]) -> tuple[Draft, ...]:
    """The drafts in these folders, the newest first. One that can't be read stays where it is."""
    found = [draft for folder in folders for draft in _drafts_in(folder)]
    return tuple(draft for _, draft in sorted(found, key=_age, reverse=True))


def tell_of(draft: Draft) -> bool:
    """Whether to mention this draft now: only once, which is remembered beside it."""
    memory = draft.folder / _TOLD
    if memory.exists():
        return False
    with contextlib.suppress(StorageFailed):  # then it is mentioned once more
        files.make_folder(draft.folder)
        files.overwrite(memory, b"", durable=False)
    return True


def chosen(drafts: Iterable[Draft], command: str, draft_id: str | None) -> Draft:
    """The draft to go on with: the one with this id (or its beginning), else the command's newest.

    Raises Refused.
    """
    ours = [draft for draft in drafts if draft.command == command]
    if draft_id is None:
        if waiting_ones := [draft for draft in ours if not draft.is_live]:
            return waiting_ones[0]
        raise Refused(f"There's no draft of {command}.", "Leave --resume out.")
    matching = [draft for draft in ours if draft.id.startswith(draft_id)]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(draft.id for draft in ours) or "none"
    raise Refused(f'No draft of {command} is called "{safe(draft_id)}".', f"Its drafts: {listed}.")


def plain(typed: Mapping[str, Typable]) -> dict[str, Typed]:
    """What was typed, as text in tuples and mappings; without what was not typed (None, False)."""
    return {key: text for key, value in typed.items() if (text := _plain(value)) is not None}


def sealed_words(found: object) -> SealedWords | None:
    """What `as_list` gave, from a file; None for anything else."""
    if not isinstance(found, list) or len(found) != 2:  # noqa: PLR2004 - the block and its mark
        return None
    block, mark = map(str, found)
    hexadecimal = re.fullmatch(f"[0-9a-f]{{{2 * _SALT}}}", mark)
    return SealedWords(block, mark) if hexadecimal else None


_HEADING = "# Not saved yet."


def _sealed(draft: Draft, seal: Seal) -> Draft:
    """The draft as it is written to the disk when sealed."""
    return replace(draft, sealed=SealedWords.of(draft.typed, seal))


def _value(data: bytes) -> Mapping[str, object]:
    """What a draft holds; YAML is spared where it is just as we write it."""
    heading, _, text = data.partition(b"\n")
    ours = value_in(text) if heading.startswith(_HEADING.encode()) else None
    if ours is not None:
        return ours
    from mentorlog.journal.yaml.read import read

    return read(data).value


def _text(draft: Draft) -> str:
    from mentorlog.journal.yaml.read import Writable, written

    began = {"began": list(draft.began)} if draft.began else {}
    typed: dict[str, Writable] = {"typed": draft.typed}
    if draft.sealed is not None:
        about = {"about": list(draft.about)} if draft.about else {}
        typed = {**about, "mark": draft.sealed.mark, "sealed": draft.sealed.block}
    return f"{_HEADING} Continue it:  mentorlog {draft.command} --resume {draft.id}\n" + written(
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


def _packed(typed: Mapping[str, Typed]) -> bytes:
    return json.dumps(typed, sort_keys=True).encode()


def _mark(typed: Mapping[str, Typed], salt: bytes) -> str:
    import hashlib

    made = hashlib.scrypt(_packed(typed), salt=salt, n=_COST, r=8, p=1, dklen=16)
    return salt.hex() + made.hex()


def _plain(value: Typable) -> Typed | None:
    match value:
        case None | False:
            return None
        case True:
            return "true"
        case str():
            # Half a surrogate pair (a byte of argv that isn't UTF-8) can't be written to a file.
            return value.encode(errors="replace").decode()
        case Mapping():
            return plain(value)
        case Sequence():
            return tuple(text for item in value if (text := _plain(item)) is not None)
    return str(value)
