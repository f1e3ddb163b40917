"""The details of a meeting that `log-meeting`, `schedule` and `edit` take.

A new one needs its option in `Details` and its reader in `_READERS`, both under the name of its
field in `Meeting` or `MeetingWords`. The option itself may be spelled otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from mentorlog.arguments import MEDIUM, MINUTES, Writer, option
from mentorlog.commands.typed import choice, length, words
from mentorlog.domain.entries import Meeting
from mentorlog.domain.words import Medium, MeetingWords
from mentorlog.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Details(Writer):
    minutes: str | None = MINUTES
    medium: str | None = MEDIUM
    place: str | None = option("--place TEXT", "Where.")


_READERS: Mapping[str, Callable[[str], object]] = {
    "minutes": length,
    "medium": lambda text: choice(Medium, text, "--medium"),
    "place": lambda text: words(text, "--place"),
}
DETAILS = tuple(_READERS)


def detailed(meeting: Meeting, typed: Details, *, removing: bool = False) -> Meeting:
    """The meeting with the typed details. Raises UsageError.

    `removing`: an empty text removes a detail.
    """
    said: dict[str, Any] = {}
    for name, read in _READERS.items():
        text: str | None = getattr(typed, name)
        if text is not None:
            said[name] = None if removing and not text.strip() else read(text)
    of_words = {field.name for field in fields(MeetingWords)}
    head = {name: value for name, value in said.items() if name not in of_words}
    body = {name: value for name, value in said.items() if name in of_words}
    if not body:
        return replace(meeting, **head)
    return replace(meeting, **head, words=replace(meeting.words or MeetingWords(), **body))
