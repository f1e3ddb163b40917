"""What could be meant by the beginning of a word: people, entries, templates. Never an error.

A shell evaluates what it is offered, so nothing is offered but letters, digits and a few signs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import mentorlog
from mentorlog.environment import Environment
from mentorlog.journal import glance

Offer = tuple[str, str]  # a word, and what it is, where that is known

_INERT = re.compile(r"\w[\w.-]*")
_SUFFIX = ".yaml"
_MOST = 200  # more than that is no help, and slow to show


def handles(world: Environment, incomplete: str) -> list[Offer]:
    """The people whose handle begins so."""
    return _like(lambda: _people(world), incomplete)


def ids(world: Environment, incomplete: str) -> list[Offer]:
    """The entries whose id begins so, the newest first."""
    return _like(lambda: glance.entries(world.journal_folder), incomplete)


def templates(world: Environment, incomplete: str) -> list[Offer]:
    """The templates that begin so, one's own and ours, and the word that lists all."""
    ours = Path(mentorlog.__file__).parent / "templates"
    own = world.config_file.parent / "templates"
    return _like(lambda: [("list", "shows all")], incomplete) + [
        offer
        for folder in (own, ours)
        for offer in _like(lambda folder=folder: _names(folder), incomplete)  # type: ignore[misc]
    ]


def _people(world: Environment) -> Iterable[Offer]:
    found = glance.people(world.journal_folder, world.cache_folder)
    return ((handle, name or "") for handle, name in found.items())


def _names(folder: Path) -> Iterable[Offer]:
    files = sorted(os.listdir(folder))  # noqa: PTH208 - names are enough
    return ((name.removesuffix(_SUFFIX), "") for name in files if name.endswith(_SUFFIX))


def _like(known: Callable[[], Iterable[Offer]], incomplete: str) -> list[Offer]:
    try:
        offers = list(known())
    except OSError:
        return []
    begun = incomplete.lower()
    fit = (
        (word, _inert(about))
        for word, about in offers
        if word.startswith(begun) and _INERT.fullmatch(word)
    )
    return [offer for offer, _ in zip(fit, range(_MOST), strict=False)]


def _inert(about: str) -> str:
    """Without anything that means something to a shell."""
    return "".join(sign for sign in about if sign.isalnum() or sign in " .-")
