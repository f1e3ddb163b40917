"""The details of an entry: options of the command that writes it and of `edit`.

A new one is an option of that command and of `Edit` (for a meeting, of `Details`, which both have),
and its reader in `_READERS`, under the name of its field in the entry or in its words; with that,
`edit` takes the option for this kind of entry, too. The option itself may be spelled otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mentorlog.arguments import MEDIUM, MINUTES, Arguments, Writer, option
from mentorlog.commands.typed import choice, length, words
from mentorlog.domain.entries import Contribution, ContributionType, Entry, Meeting
from mentorlog.domain.relationship import E
from mentorlog.domain.words import Medium
from mentorlog.frozen import dataclass, fields, replace
from mentorlog.journal.codec import words_of
from mentorlog.journal.values import class_of_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Details(Writer):
    """What `log-meeting`, `schedule` and `edit` take of a meeting."""

    minutes: str | None = MINUTES
    medium: str | None = MEDIUM
    place: str | None = option("--place TEXT", "Where.")


_READERS: Mapping[type[Entry], Mapping[str, Callable[[str], object]]] = {
    Meeting: {
        "minutes": length,
        "medium": lambda text: choice(Medium, text),
        "place": lambda text: words(text, "--place"),
    },
    Contribution: {"type_": lambda text: choice(ContributionType, text)},
}  # by the option's field; a "_" at its end only tells it from a builtin


def details_of(kind: type[Entry]) -> tuple[str, ...]:
    """The options' fields that are details of this kind of entry."""
    return tuple(_READERS.get(kind, ()))


def detailed(entry: E, typed: Arguments, *, removing: bool = False) -> E:
    """The entry with the typed details; `removing`: "" removes one. Raises UsageError."""
    values: dict[str, Any] = {}
    for name, read in _READERS.get(type(entry), {}).items():
        text: str | None = getattr(typed, name)
        if text is not None:
            gone = removing and not text.strip()
            values[name.removesuffix("_")] = None if gone else read(text)
    of_words = class_of_words(type(entry))
    names = {field.name for field in fields(of_words)}
    body = {name: values.pop(name) for name in names & values.keys()}
    if body:
        was = words_of(entry) or of_words()
        values["words"] = replace(was, **body)
    return replace(entry, **values)
