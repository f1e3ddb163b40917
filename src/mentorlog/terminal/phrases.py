"""Short notes turned into parts of a letter, changed as little as grammar allows.

A note says what someone did ("read my promotion case"), what they gave ("a way to say no") or what
they said ("ask early"). Where it isn't clear which, or whom a "she" or "her" means, the note is
quoted as it stands: a quotation is never wrong. English only; other languages are quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a note turned out to be."""

    DEED = "deed"  # goes after "you"
    THING = "thing"  # goes after "you gave me"
    LESSON = "lesson"  # goes after "from you I learned"
    ADVICE = "advice"  # goes after "you told me"
    SAYING = "saying"  # goes into quotation marks


@dataclass(frozen=True, slots=True)
class Phrase:
    form: Form
    text: str


def given(note: str, name: str, *, spoken: bool) -> Phrase:
    """What someone called `name` gave me, to be said to them. `spoken`: advice or an insight."""
    text = _bare(note)
    subject, rest = _subject(text, name)
    verb = _first(rest)
    if subject:
        turned = (_is_past(verb) or verb in _TO_BE) and not _points_at(rest, name)
        return Phrase(Form.DEED, _conjugated(rest)) if turned else Phrase(Form.SAYING, text)
    form = Form.SAYING if _points_at(text, name) else _form(verb, spoken=spoken)
    return Phrase(form, text if form is Form.SAYING else _lowered(text))


def hoped(note: str, name: str, *, to_me: bool = False) -> str | None:
    """What goes after "hoped": "for a second opinion", "to say no"; None: it must be quoted.

    `to_me`: it is the other's hope, so that "I" and "my" would mean them.
    """
    text = _bare(note)
    if _points_at(text, name) or (to_me and _words(text) & _MINE):
        return None
    first = _first(text)
    if first == "to":
        return _lowered(text)
    if first in _TO_DO:
        return f"to {_lowered(text)}"
    return f"for {_lowered(text)}"


def outcome(note: str, name: str) -> Phrase:
    """What came of something, to stand after a colon: "it worked", "I got the money"."""
    text = _bare(note)
    if _points_at(text, name):
        return Phrase(Form.SAYING, text)
    first = _first(text)
    if first in _IT_DID:
        return Phrase(Form.DEED, f"it {_lowered(text)}")
    if first in _I_DID:
        return Phrase(Form.DEED, f"I {_lowered(text)}")
    return Phrase(Form.DEED, _lowered(text))


def mine(note: str, name: str) -> Phrase:
    """What I did or learned, to stand after a colon."""
    text = _bare(note)
    if _points_at(text, name):
        return Phrase(Form.SAYING, text)
    does = _is_past(_first(text))
    return Phrase(Form.DEED, f"I {_lowered(text)}" if does else _lowered(text))


def _form(first: str, *, spoken: bool) -> Form:
    """By its first word. What was said is never taken for a deed: "read it again" is advice."""
    if first in _QUESTIONS:
        return Form.LESSON
    if spoken:
        return Form.ADVICE if first in {"to", "that", "not"} else Form.SAYING
    if first in _DETERMINERS:
        return Form.THING
    return Form.DEED if _is_past(first) else Form.SAYING


def _bare(note: str) -> str:
    """One line without the full stop at its end."""
    text = " ".join(note.split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _subject(text: str, name: str) -> tuple[str, str]:
    """The other person, where the note begins with them, and the rest."""
    first, _, rest = text.partition(" ")
    called = {"she", "he", "they", "you", *(part.casefold() for part in name.split())}
    return (first, rest) if rest and first.casefold() in called else ("", text)


def _points_at(text: str, name: str) -> bool:
    """Whether it speaks of someone who may be the reader, so that it can't be turned."""
    words = _words(text)
    return bool(words & _OTHERS or words & {part.casefold() for part in name.split()})


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _first(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found[0].casefold() if found else ""


def _is_past(verb: str) -> bool:
    return verb in _PAST or (
        verb.endswith("ed") and verb not in _NOT_PAST and len(verb) > len("fed")
    )


def _conjugated(rest: str) -> str:
    first, space, others = rest.partition(" ")
    return f"{_TO_BE.get(first, first)}{space}{others}"


def _lowered(text: str) -> str:
    """Without the capital of a sentence's beginning; a name, an I or an abbreviation keeps it."""
    first = re.match(r"[^\W\d_]+", text)
    known = first is not None and first[0].casefold() in _COMMON
    if known or (first is not None and _is_past(first[0].casefold())):
        return text[:1].lower() + text[1:]
    return text


_OTHERS = {
    *("she", "he", "they", "her", "him", "them", "his", "hers", "their", "theirs"),
    *("herself", "himself", "themselves", "you", "your", "yours"),
}
_MINE = {"i", "me", "my", "mine", "myself"}
_TO_BE = {"has": "have", "was": "were", "is": "are"}
_DETERMINERS = {
    *("a", "an", "the", "some", "two", "three", "many", "another", "one"),
    *("access", "encouragement", "feedback", "help", "honest", "support", "time"),
}
_QUESTIONS = {"how", "what", "where", "why"}
_PAST = {
    *("asked", "brought", "came", "did", "found", "gave", "got", "had", "heard", "held", "kept"),
    *("led", "left", "lent", "let", "made", "met", "put", "ran", "read", "said", "sat", "saw"),
    *("sent", "set", "shared", "showed", "spent", "spoke", "stood", "taught", "thought", "told"),
    *("took", "walked", "went", "wrote"),
}
_NOT_PAST = {"need", "feed", "seed", "speed", "indeed", "hundred", "proceed", "succeed", "exceed"}
_IT_DID = {
    *("became", "came", "changed", "failed", "felt", "helped", "landed", "led", "opened", "paid"),
    *("saved", "stuck", "turned", "went", "worked"),
}
_I_DID = {
    *(
        "applied",
        "asked",
        "cut",
        "decided",
        "did",
        "found",
        "gave",
        "got",
        "had",
        "kept",
        "learned",
    ),
    *("managed", "met", "moved", "passed", "ran", "said", "saw", "sent", "spoke", "started"),
    *("stopped", "told", "took", "tried", "used", "won", "wrote"),
}
_TO_DO = {
    *("become", "be", "build", "decide", "do", "feel", "find", "get", "grow", "have", "know"),
    *(
        "lead",
        "learn",
        "make",
        "run",
        "say",
        "see",
        "speak",
        "start",
        "stop",
        "understand",
        "write",
    ),
}
_COMMON = (
    _DETERMINERS
    | _QUESTIONS
    | _TO_DO
    | {"it", "my", "our", "to", "that", "this", "we", "now", "not", "more", "leading", "saying"}
)
