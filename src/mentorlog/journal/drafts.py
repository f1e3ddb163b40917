"""Drafts: what was typed, on the disk before anything can go wrong, until it is saved.

A draft is YAML, so that its owner can read it; where sealing is set up, it is sealed instead. This
module knows commands only by name, and what was typed only as text; `transaction` saves it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import DamagedJournal, Missing, Refused, StorageFailed, Unconfirmed
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.homes import Home, Homes, draft_of
from mentorlog.journal.names import echoed, following_ids, meant, new_id
from mentorlog.journal.yaml import value_in
from mentorlog.journal.yaml.read import YamlProblem

if TYPE_CHECKING:  # readers may not need it
    from mentorlog.journal.keys import Keys

SUFFIX = ".yaml"

Typed = str | tuple["Typed", ...] | Mapping[str, "Typed"]
Typable = (  # what callers pass; it is kept as `Typed`
    str | int | dt.date | dt.time | None | Sequence["Typable"] | Mapping[str, "Typable"]
)
Seal = Callable[[bytes], str]
Open = Callable[[str], bytes]
Naming = Callable[[str], tuple[str, ...]]  # command -> its fields that name a person, or an entry

_MENTIONED = ".told"  # a file beside a draft: it was mentioned already
_ASKED = ".asked"  # another: the user was asked about it
_COST = 1 << 14  # scrypt's n: one comparison of marks takes about 50 ms
_SALT = 32  # hexadecimal digits in front of a mark


@dataclass(frozen=True, slots=True)
class SealedWords:
    """Typed words in a sealed block, which only a key opens.

    `mark`: a salted hash that tells whether the same words are typed again after an interruption.
    It is slow to compute, so that words can't be guessed by it.
    """

    block: str
    mark: str

    @classmethod
    def of(cls, typed: Mapping[str, Typed], seal: Seal) -> SealedWords:
        """Seal what was typed, with a new salt for the mark."""
        return cls(seal(_packed(typed)), _mark(typed, os.urandom(_SALT // 2)))

    def opened(self, open_: Open) -> dict[str, Typed]:
        """What was typed.

        Raises what `open_` raises; ValueError if the block holds anything else.
        """
        return plain(json.loads(open_(self.block)))

    def matches(self, typed: Mapping[str, Typed]) -> bool:
        return self.mark == _mark(typed, bytes.fromhex(self.mark[:_SALT]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one command was given: its fields by name, not yet saved.

    `began`: ids of entries that an interrupted attempt may have left in the journal. `sealed`: the
    words as they are on the disk; then `typed` is empty until it is `opened`. `about`: the ids of
    the relationships it names, as far as they are noted. `memory`: a RAM disk's folder for an
    editor's plain copy.
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
        """Ids for the entries it becomes: the same on every attempt, so a retry doubles nothing."""
        return following_ids(self.id)

    @property
    def folder(self) -> Path:
        """The folder for the editor's copy; it may not exist."""
        if self.sealed is not None and self.memory is not None:
            return self.memory / f"mentorlog-{self.id}"
        return self.path.with_suffix("")

    def discard(self) -> None:
        """Remove it and an editor's leftovers, if there are any. Raises StorageFailed."""
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
        """Whether both say the same, as far as both can be read."""
        if self.sealed and not self.typed and other.typed:
            return self.sealed.matches(other.typed)
        if other.sealed and not other.typed and self.typed:
            return other.sealed.matches(self.typed)
        return self.typed == other.typed and not (self.is_closed or other.is_closed)

    @property
    def is_live(self) -> bool:
        """Whether a running command uses it, so that others leave it alone."""
        return files.is_held(self.path)

    @property
    def is_closed(self) -> bool:
        """Whether it is sealed and not opened yet."""
        return self.sealed is not None and not self.typed

    @property
    def is_in_editor(self) -> bool:
        """Whether an editor was opened for it."""
        return any(self.folder.glob(f"[!.]*{SUFFIX}"))

    @property
    def kept_on(self) -> dt.date:
        """The day on which it was last written."""
        return dt.date(*self._day)

    @property
    def _day(self) -> tuple[int, int, int]:
        kept = None
        with contextlib.suppress(FileNotFoundError):  # saved meanwhile
            kept = self.path.stat().st_mtime
        return time.localtime(kept)[:3]


class Drafts:
    """The drafts of one journal.

    `folder`: where new ones go; older ones may be in any of the journal's homes. `keys`: seal all
    drafts if sealing is set up, about anybody. `naming`: which fields of a draft name a
    person.
    """

    def __init__(
        self, folder: Path, homes: Homes, keys: Keys | None = None, naming: Naming = lambda _: ()
    ) -> None:
        self._folder = folder
        self._homes = homes
        self._keys = keys
        self._naming = naming

    def new(self, command: str) -> Draft:
        """A new draft, not on the disk until `keep`."""
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
        """Write what was typed to the disk, replacing the `earlier` draft.

        `everyone`: people it may be about, as far as known. `hold`: marks the draft as in use.
        Raises StorageFailed: then only the caller has the text, and must show it.
        """
        draft = replace(
            earlier or self.new(command), command=command, typed=plain(typed), sealed=None
        )
        if draft.about and (about := self._named_now(draft, everyone)):
            draft = replace(draft, about=about)  # other people are named now
        seal = self._seal
        draft = draft if seal is None else _sealed(draft, seal)
        write(draft, hold)
        return self.with_people(self._with_memory(draft), everyone, hold)

    def with_people(
        self,
        draft: Draft,
        everyone: tuple[Relationship, ...],
        hold: files.Hold | None = None,
        *,
        stays: bool = False,
    ) -> Draft:
        """The draft, with the ids of those of `everyone` that it names, if it is sealed or `stays`.

        So it is still found when they get another name. `hold`: as in `keep`. Raises
        StorageFailed.
        """
        about = self.named_in(draft, everyone) if stays or draft.sealed is not None else draft.about
        if about == draft.about:
            return draft
        named = replace(draft, about=about)
        write(named, hold)
        return named

    def opened(self, draft: Draft) -> Draft:
        """The draft with what was typed.

        Raises Refused; DamagedJournal if it can't be decrypted.
        """
        from mentorlog.journal.keys import CannotOpen, needed

        if draft.sealed is None or draft.typed:
            return draft
        open_ = needed(self._keys).open
        try:
            return replace(draft, typed=draft.sealed.opened(open_))
        except (CannotOpen, ValueError):
            raise DamagedJournal(f"This draft can't be opened: {draft.path}") from None

    def all(self, homes: Iterable[Home] | None = None) -> tuple[Draft, ...]:
        """Every readable draft, newest first; some may be saved already.

        `homes`: the journal's homes, if the caller has them.
        """
        kept = waiting(home.drafts for home in homes or self._homes.all())
        return tuple(map(self._with_memory, kept))

    def waiting(self) -> tuple[Draft, ...]:
        """Drafts that aren't saved and that no running command uses, newest first."""
        return tuple(draft for draft in self.unsaved() if not draft.is_live)

    def unsaved(self) -> tuple[Draft, ...]:
        """Drafts that aren't saved, newest first."""
        homes = self._homes.all()
        saved = {draft_of(log) for home in homes for log in home.undoable}
        return tuple(draft for draft in self.all(homes) if draft.id not in saved)

    def resumed(self, command: str, draft_id: str | None = None) -> Draft:
        """The draft with this id, else the newest of the command. Raises Refused."""
        return chosen(self.unsaved(), command, draft_id)

    def discard(self, draft: Draft) -> None:
        """Remove a draft from all homes. Raises StorageFailed."""
        same = (copy for copy in self.all() if copy.id == draft.id)
        for copy in (self._with_memory(draft), *same):
            copy.discard()

    def seal(self, everyone: tuple[Relationship, ...]) -> None:
        """Seal the drafts kept before sealing was set up. Raises StorageFailed."""
        seal = self._seal
        for draft in self.all():
            if draft.sealed is None and seal is not None and not draft.is_live:
                write(_sealed(replace(draft, about=self.named_in(draft, everyone)), seal))

    def named_in(self, draft: Draft, everyone: tuple[Relationship, ...]) -> tuple[str, ...]:
        """The ids of the people a draft names, as it was noted, else by their names.

        They stay in the clear in a sealed draft, so that a person can be erased without a key.
        """
        return draft.about or self._named_now(draft, everyone)

    def is_about(self, draft: Draft, who: Relationship, everyone: tuple[Relationship, ...]) -> bool:
        """Whether a draft names a relationship, as far as can be known."""
        if draft.about or draft.is_closed:
            return who.id is not None and who.id in draft.about
        return who.handle in {person.handle for person in self._meant(draft, everyone)}

    def _named_now(self, draft: Draft, everyone: tuple[Relationship, ...]) -> tuple[str, ...]:
        if draft.is_closed:
            return ()
        return tuple(person.id for person in self._meant(draft, everyone) if person.id)

    def _meant(self, draft: Draft, everyone: tuple[Relationship, ...]) -> tuple[Relationship, ...]:
        values = (draft.typed.get(field) or () for field in self._naming(draft.command))
        words = {w for value in values for w in ((value,) if isinstance(value, str) else value)}
        return meant(map(str, words), everyone)

    @property
    def _seal(self) -> Seal | None:
        """How to seal drafts; None if sealing isn't set up."""
        return self._keys.seal if self._keys is not None and self._keys.can_seal else None

    def _with_memory(self, draft: Draft) -> Draft:
        return replace(draft, memory=self._keys.memory if self._keys is not None else None)


def write(draft: Draft, hold: files.Hold | None = None) -> None:
    """Write a draft to the disk. Raises StorageFailed; never Unconfirmed, as nothing is saved."""
    try:
        files.make_folder(draft.path.parent)
        files.overwrite(draft.path, _as_yaml(draft).encode(), hold=hold)
    except Unconfirmed as error:
        raise StorageFailed(f"The disk didn't confirm {draft.path}", error.hint) from error


def waiting(folders: Iterable[Path]) -> tuple[Draft, ...]:
    """The drafts in these folders, newest first; unreadable ones are left out."""
    drafts = [dated for folder in folders for dated in _drafts_in(folder)]
    drafts.sort(key=lambda dated: (dated[0], dated[1].id), reverse=True)
    return tuple(draft for _, draft in drafts)


def mark_mentioned(draft: Draft, *, asks: bool) -> bool:
    """Note beside a draft that it is mentioned, or asked about. False: it has been already."""
    memory = draft.folder / (_ASKED if asks else _MENTIONED)
    if memory.exists() or (draft.folder / _ASKED).exists():
        return False
    with contextlib.suppress(StorageFailed):  # then it is mentioned again
        files.make_folder(draft.folder)
        files.overwrite(memory, b"", durable=False)
    return True


def chosen(drafts: Iterable[Draft], command: str, draft_id: str | None) -> Draft:
    """The draft to resume: the one whose id begins with `draft_id`, else the newest.

    Raises Refused.
    """
    own = [draft for draft in drafts if draft.command == command]
    idle = [draft for draft in own if not draft.is_live]
    if draft_id is None and idle:
        return idle[0]
    if draft_id is None or not own:
        raise Refused(f"There's no draft of {command}.", "Leave --resume out.")
    matching = [draft for draft in own if draft.id.startswith(draft_id)]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(draft.id for draft in own)
    raise Refused(
        f'No draft of {command} is called "{echoed(draft_id)}".', f"Its drafts: {listed}."
    )


def plain(typed: Mapping[str, Typable]) -> dict[str, Typed]:
    """What was typed, as text in tuples and mappings, without unset fields (None, False)."""
    return {key: text for key, value in typed.items() if (text := _plain(value)) is not None}


def sealed_words(value: object) -> SealedWords | None:
    """The SealedWords of a list with block and mark; None for anything else."""
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - the block and its mark
        return None
    block, mark = map(str, value)
    hexadecimal = re.fullmatch(f"[0-9a-f]{{{2 * _SALT}}}", mark)
    return SealedWords(block, mark) if hexadecimal else None


_HEADING = "# Not saved yet."


def _sealed(draft: Draft, seal: Seal) -> Draft:
    """The draft as it is written to the disk, sealed."""
    return replace(draft, sealed=SealedWords.of(draft.typed, seal))


def _value(data: bytes) -> Mapping[str, object]:
    """The contents of a draft; YAML is imported only if it isn't exactly as we write it."""
    heading, _, text = data.partition(b"\n")
    value = value_in(text) if heading.startswith(_HEADING.encode()) else None
    if value is not None:
        return value
    from mentorlog.journal.yaml.read import read

    return read(data).value


def _as_yaml(draft: Draft) -> str:
    from mentorlog.journal.yaml import Writable, dump

    began = {"began": list(draft.began)} if draft.began else {}
    typed: dict[str, Writable] = {"about": list(draft.about)} if draft.about else {}
    if draft.sealed is None:
        typed |= {"typed": draft.typed}
    else:
        typed |= {"mark": draft.sealed.mark, "sealed": draft.sealed.block}
    return f"{_HEADING} Continue it:  mentorlog {draft.command} --resume {draft.id}\n" + dump(
        {"schema": 1, "command": draft.command, **typed, **began}
    )


def _drafts_in(folder: Path) -> Iterator[tuple[int, Draft]]:
    try:
        with os.scandir(folder) as listing:
            entries = [entry for entry in listing if _is_draft(entry)]
    except OSError:  # no draft was ever kept there
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


def _read(path: Path) -> Draft | None:
    try:
        value = _value(files.read(path))
    except (StorageFailed, YamlProblem):
        return None
    command, typed = value.get("command"), value.get("typed")
    closed = sealed_words([value.get("sealed"), value.get("mark")])
    if not isinstance(command, str) or (not isinstance(typed, Mapping) and closed is None):
        return None
    fields = plain(typed) if isinstance(typed, Mapping) else {}
    return Draft(
        id=path.stem,
        path=path,
        command=command,
        typed=fields,
        began=_ids(value.get("began")),
        sealed=closed,
        about=_ids(value.get("about")),
    )


def _ids(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


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
            # A byte of argv that isn't UTF-8 is half a surrogate pair, which no file can hold.
            return value.encode(errors="replace").decode()
        case Mapping():
            return plain(value)
        case Sequence():
            return tuple(text for item in value if (text := _plain(item)) is not None)
    return str(value)
