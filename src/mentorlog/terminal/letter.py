"""The letter of thanks: only sentences with an entry behind them, in the journal's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.text import Text

from mentorlog.domain.relationship import Role
from mentorlog.domain.words import NextForm
from mentorlog.frozen import dataclass
from mentorlog.terminal import phrases, wording
from mentorlog.terminal.dates import month, number
from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look
from mentorlog.terminal.phrases import Form, Phrase
from mentorlog.terminal.safe import safe
from mentorlog.terminal.way import way
from mentorlog.views.letter import Gift, Letter

_BRIEF = 8  # words
_LINKS = {"although", "and", "because", "but", "that", "when", "while", "who"}
_ONE_PARAGRAPH = 4  # gifts that are told in one
_NEXT = {
    NextForm.PEER: "From here on we are peers.",
    NextForm.FRIEND: "Let us stay friends.",
    NextForm.OCCASIONAL: "May I write to you now and then?",
    NextForm.SPONSOR: "And thank you for speaking up for me from here on.",
}


def letter(view: Letter, look: Look) -> Iterator[Text]:
    """The draft, ready to be edited; or why there is none yet."""
    if view.is_empty:
        name = wording.first_name(safe(view.name, ascii_only=look.ascii_only))
        said = f"There is nothing here yet that {name} gave you. Once there is:"
        yield from way(said, wording.command("received", view.handle, "TEXT"), look)
        return
    for at, paragraph in enumerate(paragraphs(view)):
        if at:
            yield line()
        yield from filled(safe(paragraph, ascii_only=look.ascii_only), look)


def around(view: Letter) -> Iterator[str]:
    """What is said beside it, not in it."""
    if view.is_empty:
        return
    yield ""
    if view.more:
        shown = wording.command("show", view.handle)
        yield f"{number(view.more).capitalize()} more found no room:  {shown}"
    yield from _kept_out(view)
    if not (view.gifts or view.ended or view.in_confidence or view.sealed):
        received = wording.command("received", view.handle, "TEXT")
        yield f"It gets better once what they gave is noted:  {received}"
    yield "A draft, from your own notes; nothing was sent."
    if view.ended or any(gift.is_answered for gift in view.gifts):
        yield f"Once you have sent it:  {wording.command('thanks', view.handle, '--sent')}"


def _kept_out(view: Letter) -> Iterator[str]:
    if view.in_confidence:
        yield f"{view.in_confidence} held in confidence, so not in it."
    if view.sealed:
        opened = wording.command("thanks", view.handle, "--reveal")
        yield f"{view.sealed} sealed, so not in it; with the words:  {opened}"


def paragraphs(view: Letter) -> Iterator[str]:
    """The letter; blank lines stand between."""
    yield f"Dear {wording.first_name(view.name)},"
    gifts = [_Told.of(gift, view) for gift in view.gifts]
    done, said = " ".join(_deeds(gifts)), " ".join(_sayings(gifts, view))
    whole = (" ".join(_opening(view)), *_parted(done, said, len(gifts)), " ".join(_left(view)))
    yield from filter(None, whole)
    yield " ".join(_ending(view))
    if view.sender:
        yield view.sender


@dataclass(frozen=True, slots=True)
class _Told:
    """A gift as it is told, and what came of it."""

    gift: Gift
    phrase: Phrase
    came: Phrase | None

    @classmethod
    def of(cls, gift: Gift, view: Letter) -> _Told:
        said = phrases.given(gift.text, view.name, spoken=gift.is_advice)
        came = gift.outcome and phrases.outcome(gift.outcome, view.name, beside=gift.text)
        return cls(gift, said, came or None)

    def and_what_came(self, clause: str) -> str:
        """The clause as a sentence, and its outcome: joined to it, after a colon, or quoted."""
        if self.came is None:
            return _stopped(clause)
        if self.came.form is Form.NOTE:
            return f"{_stopped(clause)} What came of it I noted as “{_stopped(self.came.text)}”"
        if self.came.form is Form.ASIDE:
            return f"{clause}: {_stopped(self.came.text)}"
        if _has_stops(f"{clause} {self.came.text}"):
            return f"{_stopped(clause)} {_stopped(wording.sentence(self.came.text))}"
        return f"{clause}, and {_stopped(self.came.text)}"


def _parted(done: str, said: str, gifts: int) -> Iterator[str]:
    """What was done and what was said, apart where it is much."""
    if gifts > _ONE_PARAGRAPH:
        yield from (done, said)
    else:
        yield f"{done} {said}".strip()


def _opening(view: Letter) -> Iterator[str]:
    """When it began, what was hoped for, how often one met."""
    when = _month(view.began, view.as_of) if view.began else ""
    mentor = view.my_role is Role.MENTOR
    if view.hope and when:
        who = "you" if mentor else "I"
        turned = phrases.hoped(view.hope, view.name, to_me=mentor)
        wish = f"{turned}." if turned else f"for this: “{_stopped(view.hope)}”"
        yield f"When we began in {when}, {who} hoped {wish}"
    elif view.areas and when:
        yield f"In {when} we set out to work on {_listed(view.areas)}."
    else:
        yield from _met(view, since=when)
        return
    yield from _met(view, since="then")


def _met(view: Letter, *, since: str) -> Iterator[str]:
    if not view.met:
        return
    often = wording.TIMES.get(view.met, f"{number(view.met)} times")
    last = _month(view.last_met, view.as_of) if view.last_met else ""
    if view.met == 1 and since != "then":
        yield f"Thank you for meeting me in {last}." if view.gifts else f"We met in {last}."
    elif view.ended and view.met > 1:
        first = _month(view.began, view.as_of) if view.began else last
        yield f"We met {often}{f', the last time in {last}' if last != first else ''}."
    elif since == "then":
        yield f"Since then we have met {often}."
    else:
        yield f"We have met {often} since {since}."


def _deeds(gifts: Sequence[_Told]) -> Iterator[str]:
    """What came to something, a sentence each; the rest of a kind in one breath."""
    for form, begin in _BEGINNINGS.items():
        told = [one for one in gifts if one.phrase.form is form]
        for one in told:
            if one.came:
                yield one.and_what_came(f"{begin} {one.phrase.text}")
        bare = [one.phrase.text for one in told if not one.came]
        if brief := tuple(text for text in bare if _is_brief(text)):
            yield f"{begin} {_listed(brief)}."
        yield from (f"{begin} {_stopped(text)}" for text in bare if not _is_brief(text))
    for one in gifts:
        if one.phrase.form is Form.CLAUSE:
            yield one.and_what_came(wording.sentence(one.phrase.text))


_BEGINNINGS = {
    Form.DEED: "You",
    Form.THING: "You gave me",
    Form.DOING: "Thank you for",
    Form.LESSON: "From you I learned",
    Form.ADVICE: "You told me",
}


def _sayings(gifts: Sequence[_Told], view: Letter) -> Iterator[str]:
    """What was said, and what can only be quoted."""
    advice = [one for one in gifts if one.phrase.form is Form.SAYING]
    fruitful = [one for one in advice if one.came]
    if len(fruitful) > 1:
        yield "Some of what you said I can quote."
        for one in fruitful:
            yield f"“{wording.sentence(one.phrase.text)}”{_came(one)}"
    else:
        yield from (one.and_what_came(f"You said “{one.phrase.text}”") for one in fruitful)
    if bare := tuple(f"“{one.phrase.text}”" for one in advice if not one.came):
        yield f"You {'also ' if fruitful else ''}said {_listed(bare)}."
    noted = [one for one in gifts if one.phrase.form is Form.NOTE]
    for at, one in enumerate(noted):
        when = _month(one.gift.date, view.as_of)
        yield one.and_what_came(f"My notes from {when}{' also' * bool(at)} say “{one.phrase.text}”")


def _came(one: _Told) -> str:
    """After a quotation: a colon and what came of it."""
    if one.came is None or one.came.form is Form.NOTE:
        return f": “{_stopped(one.came.text)}”" if one.came else "."
    return f": {_stopped(one.came.text)}"


def _left(view: Letter) -> Iterator[str]:
    """What is reached, what was good, what stays, and what went on to others."""
    for goal in view.goals:
        yield f"The goal we set, “{goal}”, is reached."
    if view.good_work:
        yield _of_mine("What was good", view.good_work, view, alone=True)
    if view.learned:
        said = phrases.learned(view.learned, view.name)
        yield (
            f"I learned {_stopped(said)}"
            if said
            else _of_mine("What I take with me", view.learned, view, alone=False)
        )
    for text in view.passed_on:
        yield _of_mine("I have begun to pass it on", text, view, alone=False)


def _of_mine(lead: str, text: str, view: Letter, *, alone: bool) -> str:
    """A sentence as it stands where it can, else what it is about and the words."""
    said = phrases.mine(text, view.name)
    if said.form is Form.NOTE:
        return f"{lead}: “{_stopped(said.text)}”"
    if alone and said.form is Form.CLAUSE:
        return _stopped(wording.sentence(said.text))
    return f"{lead}: {_stopped(said.text)}"


def _ending(view: Letter) -> Iterator[str]:
    if view.met and not view.gifts:
        yield "Thank you for your time."
    elif view.met == 1 and not (view.hope or view.areas):
        yield "Thank you again."
    else:
        yield "Thank you."
    if view.next_form in _NEXT:
        yield _NEXT[view.next_form]


def _is_brief(text: str) -> bool:
    """Whether it can stand in a list: short, and one thought."""
    words = text.split()
    return len(words) <= _BRIEF and not _LINKS.intersection(words)


def _has_stops(text: str) -> bool:
    return any(stop in text for stop in (". ", "! ", "? ", ": ", "; "))


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _listed(texts: tuple[str, ...]) -> str:
    """a, b and c; with semicolons where a comma is inside one."""
    if len(texts) == 1:
        return texts[0]
    between = "; " if any("," in text for text in texts) else ", "
    *most, last = texts
    joint = "; and " if between == "; " else " and "
    return f"{between.join(most)}{joint}{last}"


def _month(date: dt.date, today: dt.date) -> str:
    """June, or June 2025 if it was not this year's."""
    return month(date) if date.year == today.year else f"{month(date)} {date.year}"
