"""Completions for the beginning of a word: people, entries, templates. Never an error.

Offered words hold only letters, digits and a few signs, because a shell evaluates them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import mentorlog
from mentorlog import files
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, StorageFailed
from mentorlog.files import stamp_of
from mentorlog.frozen import replace
from mentorlog.journal.homes import Homes

Offer = tuple[str, str]  # a word, and a description or ""

_INERT = re.compile(r"\w[\w.-]*")
_SUFFIX = ".yaml"
_LONGEST = 60  # characters of an open loop's text
_MOST = 200  # more would not help, and be slow to show


def handles(environment: Environment, incomplete: str) -> list[Offer]:
    """The handles that begin like `incomplete`; else that of the only person whose name does."""
    if (offers := _like(lambda: _people(environment), incomplete)) or not incomplete.strip():
        return offers
    begun = f" {incomplete.casefold()}"
    named = [
        offer
        for offer in _like(lambda: _people(environment), "")
        if begun in f" {offer[1].casefold()}"
    ]
    return named if len(named) == 1 else []


def ids(environment: Environment, incomplete: str) -> list[Offer]:
    """The ids that begin like `incomplete`, newest entry first."""
    return _like(lambda: _entries(environment.journal_folder), incomplete)


def loops(environment: Environment, incomplete: str) -> list[Offer]:
    """Ids of open loops that begin like `incomplete`, with their words, as `todo` sorts them."""

    def known() -> Iterable[Offer]:
        from mentorlog.commands.desk import reading
        from mentorlog.terminal.look import Look
        from mentorlog.terminal.loops import in_words, number
        from mentorlog.views.loops import loops

        desk = reading(replace(environment, terminal=False), as_of=None, reveal=False)
        people = [desk.read_open(person) for person in desk.contents.relationships]
        items = loops(people, desk.today, reveal=False).items
        return (
            (number(loop), f"{loop.handle} {in_words(loop, Look(plain=True))}"[:_LONGEST])
            for loop in items
        )

    return _like(known, incomplete)


def templates(environment: Environment, incomplete: str) -> list[Offer]:
    """The templates that begin like `incomplete`, the user's and ours, and "list"."""
    built_in = Path(mentorlog.__file__).parent / "templates"
    own = environment.config_file.parent / "templates"
    return _like(lambda: [("list", "shows all")], incomplete) + [
        offer
        for folder in (own, built_in)
        for offer in _like(lambda folder=folder: _names(folder), incomplete)  # type: ignore[misc]
    ]


def _people(environment: Environment) -> Iterable[Offer]:
    names = _remembered_people(environment.journal_folder, environment.cache_folder)
    return ((handle, name or "") for handle, name in names.items())


def _names(folder: Path) -> Iterable[Offer]:
    files = sorted(os.listdir(folder))  # noqa: PTH208 - names are enough
    return ((name.removesuffix(_SUFFIX), "") for name in files if name.endswith(_SUFFIX))


def _like(known: Callable[[], Iterable[Offer]], incomplete: str) -> list[Offer]:
    try:
        offers = list(known())
    except (OSError, MentorlogError):
        return []
    begun = incomplete.lower()
    fit = (
        (word, _visible(about))
        for word, about in offers
        if word.startswith(begun) and _INERT.fullmatch(word)
    )
    return [offer for offer, _ in zip(fit, range(_MOST), strict=False)]


def _visible(about: str) -> str:
    """The text on one line, without anything that moves the cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in about)


_SHORT_ID = re.compile(r"-[0-9a-hjkmnp-tv-z]{4}$")  # also in `names`, which takes longer to import
_ENTRY = r"(\d{4}-\d\d-\d\d)-([a-z-]+)-([0-9a-hjkmnp-tv-z]{8})\.yaml"  # compiled when needed
_LARGEST_MEMO = 1_000_000  # bytes; reading more takes too long between two keystrokes


def _remembered_people(root: Path, cache: Path) -> dict[str, str | None]:
    """Handle -> the name (in confidence, the alias) in the memo; reads no YAML."""
    known = _remembered(cache / Homes(cache, root).mark / "people.json")
    names = {}
    for folder in sorted(_folders(root)):
        handle = _SHORT_ID.sub("", folder) or folder
        file = root / "relationships" / folder / "relationship.yaml"
        names[handle] = _name(known.get(folder), file)
    return names


def _entries(root: Path) -> list[tuple[str, str]]:
    """(id, "day kind handle") of every entry, newest first."""
    entries = []
    for folder in _folders(root):
        handle = _SHORT_ID.sub("", folder)
        for name in os.listdir(root / "relationships" / folder):  # noqa: PTH208 - names are enough
            if entry := re.fullmatch(_ENTRY, name):
                day, kind, identity = entry.groups()
                entries.append((day, identity, f"{day} {kind} {handle}"))
    return [(identity, about) for _, identity, about in sorted(entries, reverse=True)]


def _folders(root: Path) -> Iterator[str]:
    with os.scandir(root / "relationships") as items:
        yield from (item.name for item in items if item.is_dir() and not item.name.startswith("."))


def _remembered(memo: Path) -> dict[str, tuple[Any, Any]]:
    """The hash of each file's stamp, and its head, in a page of the memo."""
    try:
        data = files.read(memo, largest=_LARGEST_MEMO)
        page = json.loads(b"{" + data.partition(b"{")[2])  # behind the checksum
        heads = [page["heads"][place] for place in page["places"]]
        return dict(zip(page["files"], zip(page["stamps"], heads, strict=True), strict=True))
    except (StorageFailed, ValueError, TypeError, LookupError, RecursionError):
        return {}


def _name(known: tuple[Any, Any] | None, file: Path) -> str | None:
    """The name in the memo, if the file is unchanged since; else None."""
    try:
        if known and known[0] == hash(stamp_of(file.lstat())):
            _, name, _, *more = known[1]
            alias, in_confidence = more or ("", False)
            return str(alias if in_confidence else name)
    except (OSError, ValueError, TypeError):
        pass
    return None
