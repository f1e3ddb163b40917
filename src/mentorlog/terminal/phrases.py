"""Short notes turned into parts of a letter, changed as little as grammar allows.

A note says what someone did ("read my promotion case"), what they gave ("a way to say no") or what
they said ("ask early"). Where it isn't clear which, or whom a "she" means, the note is quoted as it
stands: a quotation is never wrong. English only; other languages are quoted.
"""

from __future__ import annotations

import re
from enum import StrEnum

from mentorlog.frozen import dataclass
from mentorlog.terminal import vocabulary as known
from mentorlog.terminal.address import addressed
from mentorlog.terminal.vocabulary import infinitive, is_doing, is_past


class Form(StrEnum):
    """What a note turned out to be."""

    DEED = "deed"  # goes after "you"
    THING = "thing"  # goes after "you gave me"
    DOING = "doing"  # goes after "thank you for"
    LESSON = "lesson"  # goes after "from you I learned"
    ADVICE = "advice"  # goes after "you told me"
    CLAUSE = "clause"  # stands alone, or goes after "and"
    ASIDE = "aside"  # goes after a colon
    SAYING = "saying"  # what they said; goes into quotation marks
    NOTE = "note"  # what I noted of them; goes into quotation marks, too


@dataclass(frozen=True, slots=True)
class Phrase:
    form: Form
    text: str


_ANNOUNCED = re.compile(
    r"(?:(?:her|his|their|my|good) )?(?:advice|hint|idea|insight|tip): +", re.IGNORECASE
)
_WISH = re.compile(r"I (?:want|hope|would like|wish)(?: to)? |I['\u2019]d like(?: to)? ")


def given(note: str, name: str, *, spoken: bool) -> Phrase:
    """What someone called `name` gave me, to be said to them. `spoken`: advice or an insight."""
    text = _bare(note)
    said = addressed(text, name)
    if said is not None and _first(said) == "you" and _first(text) != "you":
        deed = said.partition(" ")[2]
        if _first(deed) in known.TO_BE.values() or is_past(_first(deed)):
            return Phrase(Form.DEED, deed)
    if spoken:
        return _spoken(_ANNOUNCED.sub("", text, count=1), name)
    return _unspoken(text, said) if said is not None else Phrase(Form.NOTE, text)


def hoped(note: str, name: str, *, to_me: bool = False) -> str | None:
    """What goes after "hoped": "for a second opinion", "to say no"; None: it must be quoted.

    `to_me`: it is the other's hope, so that "I" and "my" would mean them.
    """
    text = _WISH.sub("", _bare(note), count=1)
    text = addressed(text, name) or ""
    if not text or (to_me and _words(text) & _MINE):
        return None
    first = _first(text)
    if first == "to":
        return _lowered(text)
    if first in known.TO_DO:
        return f"to {_lowered(text)}"
    if is_doing(first):
        return f"to {infinitive(first)}{text[len(first) :]}"
    if first.endswith("ing") or first in known.SUBJECTS:
        return None
    return f"for {_lowered(text)}"


def outcome(note: str, name: str, *, beside: str = "") -> Phrase:
    """What came of something: "it worked", "I got the money". `beside`: of what it came."""
    text = addressed(_bare(note), name, beside=beside, plural_stays=True)
    if text is None:
        return Phrase(Form.NOTE, _bare(note))
    first, second = _first(text), _first(text.partition(" ")[2])
    if first in known.IT_DID or second in known.IT_DID_IF.get(first, ()):
        return Phrase(Form.CLAUSE, f"it {_lowered(text)}")
    for words, begin in ((known.IT_WAS, "it was"), (known.I_WAS, "I was")):
        if first in words:
            return Phrase(Form.CLAUSE, f"{begin} {_lowered(text)}")
    if is_past(first) or first in known.I_DO:
        return Phrase(Form.CLAUSE, f"I {_lowered(text)}")
    return Phrase(Form.CLAUSE if _is_clause(text) else Form.ASIDE, _lowered(text))


def mine(note: str, name: str) -> Phrase:
    """What I did or think: a clause of its own, or what goes after a colon."""
    text = addressed(_bare(note), name)
    if text is None:
        return Phrase(Form.NOTE, _bare(note))
    if is_past(_first(text)):
        return Phrase(Form.CLAUSE, f"I {_lowered(text)}")
    return Phrase(Form.CLAUSE if _is_clause(text) else Form.ASIDE, _lowered(text))


def learned(note: str, name: str) -> str | None:
    """What goes after "I learned": "to ask early", "that I talk too much"; None: it doesn't."""
    text = addressed(_bare(note), name)
    if text is None:
        return None
    first = _first(text)
    if first in {"to", "that"} | known.QUESTIONS:
        return _lowered(text)
    return f"that {_lowered(text)}" if first == "i" else None


def _spoken(text: str, name: str) -> Phrase:
    """By its first words. "Read it again" is advice and no deed; "told me to wait" is one."""
    said = addressed(text, name)
    if said is None:
        return Phrase(Form.NOTE if _first(text) in _THEM else Form.SAYING, _unquoted(text))
    first = _first(said)
    if first in known.SAID:
        return Phrase(Form.DEED, _lowered(said))
    if first in known.QUESTIONS and not text.endswith("?"):
        return Phrase(Form.LESSON, _lowered(said))
    if first in {"to", "that", "not"}:
        return Phrase(Form.ADVICE, _lowered(said))
    thought = first in known.DETERMINERS and _words(said.partition(",")[0]) & known.THOUGHTS
    if thought and not _is_clause(said):
        return Phrase(Form.THING, _lowered(said))
    return Phrase(Form.NOTE if _first(text) in _THEM else Form.SAYING, _unquoted(text))


def _unspoken(text: str, said: str) -> Phrase:
    first = _first(said)
    if first in known.NAMED:
        return Phrase(Form.THING, f"{known.NAMED[first]} {_lowered(said)}")
    if first in known.DETERMINERS | known.THINGS:
        clause = _is_clause(said)
        return Phrase(Form.CLAUSE if clause else Form.THING, said if clause else _lowered(said))
    if is_past(first) or first in known.TO_BE:
        return Phrase(Form.DEED, _conjugated(_lowered(said)))
    if is_doing(first):
        return Phrase(Form.DOING, _lowered(said))
    if first in known.QUESTIONS and not text.endswith("?"):
        return Phrase(Form.LESSON, _lowered(said))
    return Phrase(Form.CLAUSE, said) if _is_clause(said) else Phrase(Form.NOTE, text)


def _is_clause(text: str) -> bool:
    """Whether it is a sentence: a subject that is known, or named, and soon a verb."""
    first, *others = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)[:5]] or [""]
    named = text[:1].isupper() and first not in known.LOWERED
    if first in known.SUBJECTS:
        return bool(others)
    places = others[:1] if named else others[:3] if first in known.DETERMINERS else []
    return any(word in known.TO_BE or word == "were" or is_past(word) for word in places)


def _bare(note: str) -> str:
    """One line without the full stop at its end."""
    text = " ".join(note.split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _first(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found[0].casefold() if found else ""


def _conjugated(rest: str) -> str:
    first, space, others = rest.partition(" ")
    return f"{known.TO_BE.get(first, first)}{space}{others}"


def _lowered(text: str) -> str:
    """Without the capital of a sentence's beginning; a name, an I or an abbreviation keeps it."""
    first = _first(text)
    loses = first in known.LOWERED or is_past(first) or is_doing(first) or first in known.I_WAS
    return text[:1].lower() + text[1:] if loses else text


def _unquoted(text: str) -> str:
    """Without the quotation marks that are all around it."""
    around = len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING
    return text[1:-1] if around and not set(text[1:-1]) & {*_OPENING, *_CLOSING} else text


_OPENING, _CLOSING = '"“„«', '"”“»'
_THEM = {"she", "he", "they"}
_MINE = {"i", "me", "my", "mine", "myself"}
