"""Whom a draft is about, told from what was typed. It knows the fields that name someone, no file.

Nobody else can tell it where the words are sealed, so that a sealed draft says it in clear, as an
entry's place does; then the person can be erased without a key.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused
from mentorlog.journal.drafts import Draft
from mentorlog.journal.names import resolved
from mentorlog.journal.what_was_typed import Typed

_NAMING = ("who", "name", "what", "entry")  # the fields that hold a name, or an entry's id


def is_about(draft: Draft, who: Relationship, everyone: tuple[Relationship, ...]) -> bool:
    """Whether a draft names a relationship, as far as that can be told."""
    if draft.is_closed:
        return who.id is not None and who.id in draft.about
    return who.handle in {one.handle for one in subjects(draft.typed, everyone)}


def ids(draft: Draft, everyone: tuple[Relationship, ...]) -> tuple[str, ...]:
    """Whom it is about, as it says so in clear; what it said before, if nothing else is known."""
    if draft.is_closed:
        return draft.about
    return tuple(one.id for one in subjects(draft.typed, everyone) if one.id) or draft.about


def subjects(
    typed: Mapping[str, Typed], everyone: tuple[Relationship, ...]
) -> tuple[Relationship, ...]:
    """All whom it names, or whose entries."""
    words = {word for key in _NAMING for word in _words(typed.get(key))}
    return tuple(one for one in everyone if any(_means(word, one, everyone) for word in words))


def _words(typed: Typed | None) -> Iterable[str]:
    return (typed,) if isinstance(typed, str) else map(str, typed or ())


def _means(word: str, who: Relationship, everyone: tuple[Relationship, ...]) -> bool:
    with contextlib.suppress(Refused):
        if resolved(word, everyone).handle == who.handle:
            return True
    identity = word.partition(".")[0].lower()
    return bool(identity) and any(entry.id.startswith(identity) for entry in who.entries)
