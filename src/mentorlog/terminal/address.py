"""A note about someone turned into words to them: she, her and their name become you and your.

Only where it is clear whom a word means: once somebody else was mentioned, "she" may be them, and
stays. "They" may be things, so it is turned at the very beginning only. English only.
"""

from __future__ import annotations

import re

from mentorlog.terminal.vocabulary import LOWERED, MODAL, PEOPLE, TO_BE, is_past

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_ABOUT = {"she": "you", "he": "you", "him": "you", "his": "your", "hers": "yours"} | {
    f"{who}self": "yourself" for who in ("her", "him")
}
_FIRST = {"they": "you", "their": "your"}
_PLURAL = {"they", "them", "their", "theirs", "themselves"}
_AFTER_OBJECT = {  # after one of these, her is the person and not what is hers
    *("", "about", "after", "again", "and", "at", "because", "before", "but", "for", "how", "i"),
    *("if", "in", "on", "or", "so", "that", "to", "twice", "what", "when", "where", "why", "with"),
}


def addressed(text: str, name: str, *, beside: str = "", plural_stays: bool = False) -> str | None:
    """The text as it is said to whoever is called `name`; None where that isn't safe.

    `beside`: what was said just before, in which others may have been mentioned.
    """
    called = {part.casefold() for part in name.split()}
    others = _mentions_somebody(beside, called)
    told, end, verb_of = "", 0, ""
    for match in _WORD.finditer(text):
        word, bare = match[0], match[0].casefold().replace("\u2019", "'")
        first, following = match.start() == 0, _word_after(text, match.end())
        if verb_of and bare in TO_BE:
            new = TO_BE[bare]
        elif bare in _PLURAL and not (first and bare in _FIRST) and not (others or plural_stays):
            return None
        else:
            new = _turned(bare, following, called, others=others, first=first) or word
        verb_of = "you" if new == "you" and new != word else ""
        if verb_of and _is_third_person(following):
            return None
        told += text[end : match.start()] + (new.capitalize() if first and new != word else new)
        end = match.end()
        others = others or _is_somebody(match, text, called)
    return told + text[end:]


def _turned(
    bare: str, following: str, called: set[str], *, others: bool, first: bool
) -> str | None:
    if bare in called:
        return "you"
    if bare.endswith("'s") and bare[:-2] in called:
        return "your"
    if others:
        return None
    if first and bare in _FIRST:
        return _FIRST[bare]
    if bare == "her":
        return "you" if following in _AFTER_OBJECT else "your"
    return _ABOUT.get(bare)


def _mentions_somebody(text: str, called: set[str]) -> bool:
    return any(_is_somebody(match, text, called) for match in _WORD.finditer(text))


def _is_somebody(match: re.Match[str], text: str, called: set[str]) -> bool:
    """A name, or a word for a person. An I, and what is all capitals, is none.

    Where a sentence begins every word has a capital: there a name is what does something.
    """
    word, bare = match[0], match[0].casefold()
    if bare in PEOPLE:
        return True
    named = word[:1].isupper() and not word.isupper() and bare not in called
    if not named or bare.startswith(("i'", "i\u2019")):
        return False
    before = text[: match.start()].rstrip(" \"“'")
    if before and before[-1] not in ".!?:":
        return True
    verb = _word_after(text, match.end())
    return bare not in LOWERED and not is_past(bare) and (is_past(verb) or verb in TO_BE)


def _is_third_person(verb: str) -> bool:
    """knows, thinks, doesn't: what doesn't go with you."""
    known = verb in TO_BE or verb in MODAL or is_past(verb)
    return not known and verb.endswith(("s", "n't")) and verb not in {"always", "perhaps", "us"}


def _word_after(text: str, end: int) -> str:
    match = _WORD.match(text[end:].lstrip(" ")) if text[end : end + 1] == " " else None
    return match[0].casefold() if match else ""
