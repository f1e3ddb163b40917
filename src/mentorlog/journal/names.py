"""What things are called: ids, handles, folders and files, and which person a word means.

Pure but for the randomness of a new id. It knows no disk: what is there is handed in. Readers
import it at every start, so what only some need is imported where it is used.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

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

_ID = re.compile(rf"[{ID_ALPHABET}]{{{ID_LENGTH}}}")
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")  # Windows keeps these for devices
_NO_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_ECHO_LENGTH = 60
_LISTED = 5  # handles named in one message


def new_id(taken: Collection[str] = ()) -> str:
    """A random id that none of `taken` has."""
    from random import SystemRandom  # as `secrets`, without what it imports of OpenSSL

    chance = SystemRandom()
    while (made := "".join(chance.choices(ID_ALPHABET, k=ID_LENGTH))) in taken:
        pass
    return made


def derived_id(*source: str) -> str:
    """The id that this source always makes: as good as random to anyone who doesn't know it."""
    import hashlib

    number = int.from_bytes(hashlib.sha256("\0".join(source).encode()).digest())
    return "".join(ID_ALPHABET[(number >> 5 * n) & 31] for n in range(ID_LENGTH))


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def handle_of(name: str) -> str:
    """The handle a name makes: `[a-z0-9-]`, at most 40, never a device's name.

    "person" where nothing of the name is left in ASCII.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_NO_DECOMPOSITION))
    # Decomposing may bring capitals back (\u210c is an H), so the case is folded again.
    letters = plain.encode("ascii", "ignore").decode("ascii").lower()
    handle = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:HANDLE_LENGTH].rstrip("-")
    if not handle:
        return "person"
    return f"person-{handle}" if _RESERVED.fullmatch(handle) else handle


def folder_name(handle: str, relationship_id: str) -> str:
    return f"{handle}-{relationship_id[:SHORT_LENGTH]}"


def file_name(kind: Kind, date: dt.date, entry_id: str) -> str:
    return f"{date.isoformat()}-{kind}-{entry_id}{ENTRY_SUFFIX}"


def handle_in(folder: str, relationship_id: str | None) -> str:
    """The handle in a folder's name: without the short id, if it ends in that, else all of it."""
    if relationship_id is None:
        return folder
    return folder.removesuffix(f"-{relationship_id[:SHORT_LENGTH]}") or folder


def handles(folders: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    """One handle for each (folder, id), all different: with the short id where two are alike."""
    shown = [handle_in(folder, identity) for folder, identity in folders]
    shown = _told_apart(shown, lambda n: _with_short_id(*folders[n], shown[n]))
    # Only oddities are still alike (two folders with one id): folders' names never are.
    while len(set(shown)) < len(shown):
        shown = _told_apart(shown, lambda n: folders[n][0])
    return tuple(shown)


def resolved(
    who: str, relationships: Iterable[Relationship], *, exact: bool = False
) -> Relationship:
    """The one relationship that `who` means: its handle, else its name or alias, else a prefix.

    Case (of a handle, too, where nobody is named so), accents and Unicode form don't matter;
    `exact` leaves prefixes out.
    Raises Refused, which names handles only: a name may be held in confidence.
    """
    everyone = tuple(relationships)
    wanted = folded(who)
    ways: list[Callable[[Relationship], bool]] = [
        lambda one: one.handle == who,
        lambda one: wanted in _named(one),
        lambda one: wanted == folded(one.handle),
    ]
    if not exact:
        ways.append(lambda one: any(called.startswith(wanted) for called in _called(one)))
    for fits in ways if wanted else ():
        found = [one for one in everyone if fits(one)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(who, found)
    raise _unknown(who, everyone)


def meant(words: Iterable[str], relationships: Iterable[Relationship]) -> tuple[Relationship, ...]:
    """Everyone whom one of these words means: by what they are called, or by an entry's id."""
    everyone, found = tuple(relationships), set[str]()
    for word in words:
        with contextlib.suppress(Refused):
            found.add(resolved(word, everyone).handle)
        identity = word.partition(".")[0].lower()
        found.update(
            one.handle
            for one in everyone
            if identity and any(entry.id.startswith(identity) for entry in one.entries)
        )
    return tuple(one for one in everyone if one.handle in found)


def closest(who: str, relationships: Iterable[Relationship]) -> tuple[str, ...]:
    """The handles of those whose handle, name or alias is most like `who`, the best first."""
    import difflib

    by_name = {called: one.handle for one in relationships for called in _called(one)}
    alike = difflib.get_close_matches(folded(who), by_name, n=3)
    return tuple(dict.fromkeys(by_name[called] for called in alike))


def folded(text: str) -> str:
    """A text without case, accents, Unicode form or surplus blanks: for comparing only."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    bare = bare.translate(_NO_DECOMPOSITION)
    return " ".join(unicodedata.normalize("NFKD", bare.casefold()).split())


def safe(text: str) -> str:
    """A typed word as it may stand in a message: on one line, nothing unprintable, not too long."""
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return visible if len(visible) <= _ECHO_LENGTH else f"{visible[: _ECHO_LENGTH - 1]}…"


def _with_short_id(folder: str, relationship_id: str | None, shown: str) -> str:
    return (
        shown
        if relationship_id is None
        else folder_name(handle_in(folder, relationship_id), relationship_id)
    )


def _told_apart(shown: Sequence[str], longer: Callable[[int], str]) -> list[str]:
    """The same, but the longer form where several are alike."""
    count = Counter(shown)
    return [longer(n) if count[handle] > 1 else handle for n, handle in enumerate(shown)]


def _named(one: Relationship) -> tuple[str, ...]:
    return tuple(folded(name) for name in (one.name, one.alias) if name)


def _called(one: Relationship) -> tuple[str, ...]:
    return (folded(one.handle), *_named(one))


def _ambiguous(who: str, found: Sequence[Relationship]) -> Refused:
    listed = ", ".join(sorted(one.handle for one in found)[:_LISTED])
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return Refused(
        f'"{safe(who)}" fits more than one person: {listed}{more}.',
        "Write a little more of the handle.",
    )


def _unknown(who: str, everyone: Iterable[Relationship]) -> NotFound:
    alike = closest(who, everyone)
    hint = (
        f"Did you mean {' or '.join(alike)}?" if alike else "See everyone:  mentorlog review --all"
    )
    return NotFound(f'No one here is called "{safe(who)}".', hint)
