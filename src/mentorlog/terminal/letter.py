"""The letter of thanks: only sentences with an entry behind them, in the journal's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.text import Text

from mentorlog.domain.entries import NextForm
from mentorlog.domain.relationship import Role
from mentorlog.terminal import phrases, wording
from mentorlog.terminal.dates import month, number
from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look
from mentorlog.terminal.phrases import Form, Phrase
from mentorlog.terminal.safe import safe
from mentorlog.terminal.way import way
from mentorlog.views.letter import Gift, Letter

_TIMES = {1: "once", 2: "twice"}
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
    if view.more:
        shown = wording.command("show", view.handle)
        yield f"{number(view.more).capitalize()} more found no room:  {shown}"
    if not view.gifts:
        received = wording.command("received", view.handle, "TEXT")
        yield f"It gets better once what they gave is noted:  {received}"
    sent = wording.command("thanks", view.handle, "--sent")
    yield "A draft, from your own notes; nothing was sent."
    yield f"Once you have sent it:  {sent}"


def paragraphs(view: Letter) -> Iterator[str]:
    """The letter; blank lines stand between."""
    them = wording.first_name(view.name)
    yield f"Dear {them},"
    yield " ".join(_opening(view))
    if told := " ".join(_gifts(view)):
        yield told
    if left := " ".join(_what_is_left(view)):
        yield left
    ending = _NEXT.get(view.next_form or NextForm.NONE, "")
    yield f"Thank you. {ending}".strip()
    if view.sender:
        yield view.sender


def _opening(view: Letter) -> Iterator[str]:
    """When it began, what was hoped for, how often one met."""
    since = "then"
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
        since = when
    yield from _met(view, since)


def _met(view: Letter, since: str) -> Iterator[str]:
    if not view.met:
        return
    often = _TIMES.get(view.met, f"{number(view.met)} times")
    if view.ended and view.last_met and view.met > 1 and view.began:
        last = _month(view.last_met, view.as_of)
        first = _month(view.began, view.as_of)
        until = f", the last time in {last}" if last != first else ""
        yield f"We met {often}{until}."
    elif since == "then":
        yield f"Since then we have met {often}."
    else:
        yield f"Since {since} we have met {often}."


def _gifts(view: Letter) -> Iterator[str]:
    """What came to something, a sentence each; then what was done, in one breath; then the rest."""
    told = [(gift, _phrase(gift, view.name)) for gift in view.gifts]
    if len(told) > 1:
        yield "Some of what you gave me I wrote down at the time."
    bare = [(gift, phrase) for gift, phrase in told if not gift.outcome]
    for gift, phrase in told:
        if gift.outcome:
            yield _with_outcome(gift, phrase, view)
    for form, begin in _BEGINNINGS.items():
        texts = tuple(phrase.text for _, phrase in bare if phrase.form is form)
        if texts:
            yield f"{begin} {_listed(texts)}."
    for gift, phrase in bare:
        if phrase.form is Form.SAYING:
            yield f"{wording.sentence(_clause(gift, phrase, view))}."


_BEGINNINGS = {
    Form.DEED: "You",
    Form.THING: "You gave me",
    Form.LESSON: "From you I learned",
    Form.ADVICE: "You told me",
}


def _with_outcome(gift: Gift, phrase: Phrase, view: Letter) -> str:
    came = phrases.outcome(gift.outcome or "", view.name)
    clause = wording.sentence(_clause(gift, phrase, view))
    if came.form is Form.SAYING:
        return f"{clause}. What came of it, in my notes: “{_stopped(came.text)}”"
    return f"{clause}: {_stopped(came.text)}"


def _clause(gift: Gift, phrase: Phrase, view: Letter) -> str:
    if phrase.form in _BEGINNINGS:
        begin = _BEGINNINGS[phrase.form]
        return f"{begin} {phrase.text}"
    if gift.is_advice:
        return f"you said “{phrase.text}”"
    return f"in {_month(gift.date, view.as_of)} I noted “{phrase.text}”"


def _phrase(gift: Gift, name: str) -> Phrase:
    return phrases.given(gift.text, name, spoken=gift.is_advice)


def _what_is_left(view: Letter) -> Iterator[str]:
    for goal in view.goals:
        yield f"The goal we set, “{goal}”, is reached."
    for lead, text in (
        ("What was good", view.good_work),
        ("What I take with me", view.learned),
        *(("I have begun to pass it on", text) for text in view.passed_on),
    ):
        if text:
            said = phrases.mine(text, view.name)
            quoted = f"“{_stopped(said.text)}”"
            yield f"{lead}: {quoted if said.form is Form.SAYING else _stopped(said.text)}"


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
