"""Read the action items that were typed: whose each is, what it is, and by when.

Pure; raises UsageError. Errors quote a date or a name, never what was promised.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mentorlog.commands.typed import date_or_none, words
from mentorlog.domain import matching
from mentorlog.domain.days import Toward
from mentorlog.domain.entries import ActionItem, Party
from mentorlog.domain.matching import Called, is_called
from mentorlog.errors import UsageError, shell_word
from mentorlog.journal.names import echoed
from mentorlog.terminal.wording import first_name, possessive

if TYPE_CHECKING:
    from mentorlog.domain.words import ActionItemWords


def promise(
    text: str, *, today: dt.date, them: Called | None = None
) -> tuple[ActionItem, ActionItemWords]:
    """A promise from text like "me: send the deck by fri"; mine if nobody is named.

    `them`: the other person, to be named by name or pronoun: "Dana: call", "she will call".

    A final "by" or "on" without a date belongs to the text. Raises UsageError for a date that has
    two readings, or a time, and for a word before a colon that is almost the person's name.
    """
    owner, what = _owner(text, them)
    if what == text:
        _refuse_almost(text, them)
    from mentorlog.domain.words import ActionItemWords  # readers don't need it

    what, due = _with_due(what, today)
    return ActionItem(owner=owner, due=due), ActionItemWords(text=words(what, "--action") or "")


def _with_due(what: str, today: dt.date) -> tuple[str, dt.date | None]:
    """A promise without the day at its end, and that day: by next fri, on the 3rd."""
    for word, is_one in ((" by ", _ANY), (" on ", _DAY_ITSELF)):
        begin, separator, end = what.rpartition(word)
        if separator and re.match(is_one, end.strip(), re.IGNORECASE):
            due = date_or_none(end, today=today, toward=Toward.COMING)
            if due is not None and (word == " by " or due >= today):
                return begin, due
    return what, None


_ANY = ""
_DAY_ITSELF = (  # not a number alone, nor what something may be about: "a talk on next week"
    r"(?!\d+$)(?:the \d|\d|(?:this |next )?(?:mon|tue|wed|thu|fri|sat|sun)|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)


def promises(text: str, *, whose: str, them: Called | None = None) -> list[str]:
    """The promises in one answer: "me: call by fri; them: send it" is two.

    A semicolon separates promises only if a person is named after it. `whose`: the default owner.
    """
    parts: list[str] = []
    for part in text.split(";"):
        if parts and _owner(part, them)[1] == part:
            parts[-1] += f";{part}"
        else:
            parts.append(part)
    named = ((part.strip(), _owner(part, them)[1] != part) for part in parts)
    return [part if is_named else f"{whose}: {part}" for part, is_named in named if part]


def reader(today: dt.date, them: Called, whose: str) -> Callable[[str], list[str]]:
    """A reader of an answer with promises, mine ("me") or theirs ("them")."""

    def read(text: str) -> list[str]:
        promised = promises(text, whose=whose, them=them)
        for item in promised:
            promise(item, today=today, them=them)
        return promised

    return read


def undated(texts: Iterable[str], meeting: str, today: dt.date) -> list[str]:
    """Lines for each promise whose "by …" looks like a date but isn't one; `meeting`: its id."""
    lines = [
        f'Action item {n} has no due date: what follows "by" isn\'t a date, such as next fri.'
        for n, text in enumerate(texts, start=1)
        if seems_dated(text) and promise(text, today=today)[0].due is None
    ]
    return [*lines, "To set it:", f"  mentorlog edit {meeting}"] if lines else []


def seems_dated(text: str) -> bool:
    """Whether the text after the last "by" looks like a date."""
    return bool(re.search(_DATED, text.lower().rpartition(" by ")[2])) and " by " in text.lower()


_DATED = (
    r"\d|\b(eo[dwmqy]\b|cob\b|asap\b|next|last|this|end|today|tomor|tonight|noon|midday|week|month|year|"
    r"mon|tues|wed|thur|fri|satur|sunday|jan|feb|march|apr|jun|jul|aug|sep|oct|nov|dec)"
)


def _owner(text: str, them: Called | None) -> tuple[Party, str]:
    """Whose a promise is, and the rest: "Dana: call", "Dana to call", "I'll call"; else mine."""
    whose, colon, rest = text.partition(":")
    if colon and (owner := _party(whose, them)):
        return owner, rest
    will = re.match(_WILL, text, re.IGNORECASE)
    owner = _party(will["whose"], them) if will else None
    return (owner, will["rest"]) if will and owner else (Party.ME, text)


_WILL = (
    r"(?P<whose>[^:;]+?)(?:['\u2019]ll|\s+(?:will|to|should|must|needs? to|(?:is|are) going to))"
    r"\s+(?P<rest>\S.*)"
)


def _party(word: str, them: Called | None) -> Party | None:
    name = word.strip().lower()
    is_theirs = them is not None and name and is_called(them, name)
    return _PRONOUNS.get(name) or (Party.THEM if is_theirs else None)


def _refuse_almost(text: str, them: Called | None) -> None:
    """Raises UsageError if the word before a colon is almost the person's name."""
    whose, colon, _ = text.partition(":")
    if colon and them and len(whose.strip()) > _INITIALS and matching.alike(whose, [them]):
        name = first_name(them.alias or them.name)
        raise UsageError(
            f"--action begins almost like {echoed(possessive(name))} name. Whose item is it?",
            f'Theirs:  --action {shell_word(f"{echoed(name)}: …")}   Yours:  --action "me: …"',
        )


_INITIALS = 2  # letters; as few say nothing


_PRONOUNS = {
    **dict.fromkeys(("me", "i"), Party.ME),
    **dict.fromkeys(("them", "they", "she", "her", "he", "him"), Party.THEM),
    **dict.fromkeys(("both", "we", "us"), Party.BOTH),
}
