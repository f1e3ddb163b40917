"""What was typed, understood: choices, counts, texts and promises. Pure; raises UsageError.

A value that is no note (a choice, a number) is echoed back; a note never is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from mentorlog.commands.dates import Toward, perhaps
from mentorlog.domain.entries import ActionItem, Party, Visibility
from mentorlog.domain.matching import Called, is_called
from mentorlog.domain.words import ActionItemWords
from mentorlog.errors import UsageError
from mentorlog.journal.names import safe
from mentorlog.terminal.wording import either

C = TypeVar("C", bound=StrEnum)


def choice(kind: type[C], text: str | None, option: str) -> C | None:
    """Read one of an enum's words or its beginning; "-" and "_" are the same. None stays None."""
    if text is None:
        return None
    wanted = text.strip().lower().replace("-", "_").replace(" ", "_")
    begun = [word for word in kind if wanted and word.startswith(wanted)]
    found = [word for word in begun if word == wanted] or begun
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f'{option} "{safe(wanted)}" could be {either(map(str, found))}.')
    raise UsageError(f"{option} takes {listed(kind)}.")


def choices(kind: type[C], texts: Iterable[str] | None, option: str) -> tuple[C, ...]:
    """Read several of an enum's words, each once."""
    found = [choice(kind, text, option) for text in texts or ()]
    return tuple(dict.fromkeys(value for value in found if value is not None))


def level(text: str | None) -> Visibility | None:
    """Read --visibility."""
    return choice(Visibility, text, "--visibility")


def listed(kind: type[StrEnum]) -> str:
    return either(map(str, kind))


def words(text: str | None, what: str) -> str | None:
    """Strip the blanks around a text. Raises UsageError for an empty one."""
    if text is None:
        return None
    if not text.strip():
        raise UsageError(f"{what} is empty.", "Write a few words, or leave it out.")
    return text.strip("\r\n").strip() if "\n" not in text.strip() else text.strip("\r\n")


def texts(values: Iterable[str] | None, option: str) -> tuple[str, ...]:
    return tuple(stripped for value in values or () if (stripped := words(value, option)))


def promise(
    text: str, *, today: dt.date, them: Called | None = None
) -> tuple[ActionItem, ActionItemWords]:
    """Whose, what and by when: "me: send the deck by fri"; mine where nobody is named.

    `them`: the person, who may be named by name or pronoun, too: "Dana: call", "her: call".

    A last " by …" that is no date belongs to the text. Raises UsageError for a date that has two
    readings, or a time.
    """
    owner, what = _owner(text, them)
    begin, by, end = what.rpartition(" by ")
    due = perhaps(end, today=today, toward=Toward.COMING) if by else None
    what = begin if due else what
    return ActionItem(owner=owner, due=due), ActionItemWords(text=words(what, "--action") or "")


def seems_dated(text: str) -> bool:
    """Whether what follows the last "by" looks like a date that was meant."""
    return bool(_DATED.search(text.lower().rpartition(" by ")[2])) and " by " in text.lower()


_DATED = re.compile(
    r"\d|\b(next|last|this|end|today|tomor|tonight|noon|midday|week|month|year|"
    r"mon|tues|wed|thur|fri|satur|sunday|jan|feb|march|apr|jun|jul|aug|sep|oct|nov|dec)"
)


def _owner(text: str, them: Called | None) -> tuple[Party, str]:
    whose, colon, rest = text.partition(":")
    word = whose.strip().lower()
    owner = _PRONOUNS.get(word)
    if owner is None and them is not None and word and is_called(them, word):
        owner = Party.THEM
    return (owner, rest) if colon and owner else (Party.ME, text)


_PRONOUNS = {
    **dict.fromkeys(("me", "i"), Party.ME),
    **dict.fromkeys(("them", "they", "she", "her", "he", "him"), Party.THEM),
    **dict.fromkeys(("both", "we", "us"), Party.BOTH),
}
