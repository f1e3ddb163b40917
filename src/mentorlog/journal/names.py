"""Names of things: ids, handles, folders and files; and which person a word means.

Pure except for the randomness of a new id; what is on the disk is passed in. Every command imports
it, so rarely needed modules are imported inside functions.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from os import urandom

from mentorlog.domain import matching
from mentorlog.domain.entries import Kind
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import NotFound, Refused

ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
ID_LENGTH = 8
SHORT_LENGTH = 4
HANDLE_LENGTH = 40
ENTRY_SUFFIX = ".yaml"
JOURNAL_FILE = "journal.yaml"
RELATIONSHIPS = "relationships"
RELATIONSHIP_FILE = "relationship.yaml"
TRASH = ".trash"

_STRIDE = 0x9E3779B97F  # odd, so that all ids are passed through before one comes again
_RESERVED = r"con|prn|aux|nul|(com|lpt)[0-9]"  # Windows keeps these for devices
_ECHO_LENGTH = 60
_LISTED = 5  # handles named in one message


def new_id(*taken: Collection[str]) -> str:
    """A random id that isn't among the `taken` ones."""
    while True:
        made = "".join(ID_ALPHABET[byte % 32] for byte in urandom(ID_LENGTH))
        if not any(made in ids for ids in taken):
            return made


def following_ids(first: str) -> Iterator[str]:
    """Ids that follow from a random one: the same each time, and as random."""
    number = 0
    for letter in first:
        number = 32 * number + ID_ALPHABET.find(letter)
    return (_spelled(number + step * _STRIDE) for step in itertools.count(1))


def derived_id(*source: str) -> str:
    """The id that this source always makes; looks random unless you know the source."""
    import hashlib

    return _spelled(int.from_bytes(hashlib.sha256("\0".join(source).encode()).digest()))


def _spelled(number: int) -> str:
    """The number modulo 2 ** 40 as an id."""
    return "".join(ID_ALPHABET[(number >> 5 * n) & 31] for n in range(ID_LENGTH))


def is_id(text: str) -> bool:
    return len(text) == ID_LENGTH and not text.strip(ID_ALPHABET)


def handle_of(name: str) -> str:
    """The handle for a name: `[a-z0-9-]`, at most 40 characters, never a device's name.

    "person" if nothing of the name is left in ASCII.
    """
    letters = matching.folded(name)
    if not letters.isascii():
        letters = _transliterated(letters)
    handle = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:HANDLE_LENGTH].rstrip("-")
    if not handle:
        return "person"
    return f"person-{handle}" if re.fullmatch(_RESERVED, handle) else handle


def _transliterated(text: str) -> str:
    """Other scripts in Latin letters; each Chinese character becomes a word, signs part words."""
    import anyascii  # only for names that need it: it takes longer than most commands

    letters = unicodedata.normalize("NFC", text)
    return str(anyascii.anyascii("".join(map(_in_a_handle, letters)))).lower()


def _in_a_handle(sign: str) -> str:
    if unicodedata.name(sign, "").startswith("CJK"):
        return f" {sign} "
    if sign.isascii() or sign.isalpha():
        return sign
    group = unicodedata.category(sign)
    if group.startswith("M"):
        return sign
    return " " if group.startswith(("P", "S")) else ""


def folder_name(handle: str, relationship_id: str) -> str:
    return f"{handle}-{relationship_id[:SHORT_LENGTH]}"


def file_name(kind: Kind, date: dt.date, entry_id: str) -> str:
    return f"{date.isoformat()}-{kind}-{entry_id}{ENTRY_SUFFIX}"


DAY_IN_NAME = slice(10)  # in what `file_name` makes
ID_IN_NAME = slice(-len(ENTRY_SUFFIX) - ID_LENGTH, -len(ENTRY_SUFFIX))


def id_in(name: str) -> str:
    """The id at the end of a file's name, if it has one."""
    return name.removesuffix(ENTRY_SUFFIX).rpartition("-")[2]


def is_of_an_entry(name: str) -> bool:
    """Whether a file of this name in a relationship's folder is read as an entry's."""
    return name.endswith(ENTRY_SUFFIX) and name[0] != "." and name != RELATIONSHIP_FILE


def person_file(folder: str) -> str:
    """The path, within the journal, of the relationship.yaml in a folder."""
    return f"{RELATIONSHIPS}/{folder}/{RELATIONSHIP_FILE}"


def handle_in(folder: str, relationship_id: str | None) -> str:
    """The handle in a folder's name, without the short id if the name ends in it."""
    if relationship_id is None:
        return folder
    return folder.removesuffix(f"-{relationship_id[:SHORT_LENGTH]}") or folder


def handles(folders: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    """One handle for each (folder, id), all different: duplicates get their short id."""
    shown = [handle_in(folder, identity) for folder, identity in folders]
    if len(set(shown)) == len(shown):
        return tuple(shown)
    with_ids = [
        folder_name(handle, identity) if identity else handle
        for handle, (_, identity) in zip(shown, folders, strict=True)
    ]
    shown = _distinguished(shown, with_ids)
    # Still alike are only two folders with one id; the names of folders never are.
    while len(set(shown)) < len(shown):
        shown = _distinguished(shown, [folder for folder, _ in folders])
    return tuple(shown)


def resolved(
    who: str, relationships: Iterable[Relationship], *, exact: bool = False
) -> Relationship:
    """The one relationship that `who` means (see `matching.meant`).

    Raises NotFound, naming similar people unless `exact`, or Refused if several fit.
    """
    everyone = tuple(relationships)
    found = matching.meant(who, everyone, exact=exact)
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(who, found)
    raise Unknown(who, () if exact else matching.nearest(who, everyone))


class Ambiguous(Refused):
    """A word means several people."""

    def __init__(self, who: str, found: Sequence[Relationship]) -> None:
        self.word = who
        self.found = tuple(sorted(found, key=lambda person: person.handle))
        listed = ", ".join(f"{shown(person)} ({person.handle})" for person in self.found[:_LISTED])
        more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        super().__init__(
            f'"{echoed(who)}" could be {listed}{more}.', "Type a bit more of the name.", wrong=who
        )


class Unknown(NotFound):
    """A word means nobody; `near`: people with similar names."""

    def __init__(self, who: str, near: Sequence[Relationship]) -> None:
        self.word = who
        self.near = tuple(near)
        listed = " or ".join(f"{shown(person)} ({person.handle})" for person in self.near)
        asked = f"Did you mean {listed}?\n" if listed else ""
        super().__init__(
            f'No one here is called "{echoed(who)}".',
            f"{asked}Someone new?  mentorlog new-agreement NAME",
            wrong=who,
        )


class Gone(NotFound):
    """Somebody, or an entry, was there when the journal was loaded, and isn't any more."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is no longer in the journal.")


def shown(person: Relationship) -> str:
    """A person's name in a message, or the alias of a name held in confidence."""
    return echoed(person.alias if person.in_confidence and person.alias else person.name)


def meant(words: Iterable[str], relationships: Iterable[Relationship]) -> tuple[Relationship, ...]:
    """Everyone whom one of these words means: a name, a handle, or an entry's id."""
    everyone, handles = tuple(relationships), set[str]()
    for word in words:
        named = matching.meant(word, everyone)
        if len(named) == 1:
            handles.add(named[0].handle)
        identity = word.partition(".")[0].lower()
        handles.update(
            person.handle
            for person in everyone
            if identity and any(entry.id.startswith(identity) for entry in person.entries)
        )
    return tuple(person for person in everyone if person.handle in handles)


def echoed(text: str) -> str:
    """A typed word for a message: on one line, printable, shortened."""
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return visible if len(visible) <= _ECHO_LENGTH else f"{visible[: _ECHO_LENGTH - 1]}…"


def _distinguished(short: Sequence[str], longer: Sequence[str]) -> list[str]:
    """Replaces duplicates by their longer form."""
    count = Counter(short)
    pairs = zip(short, longer, strict=True)
    return [more if count[handle] > 1 else handle for handle, more in pairs]
