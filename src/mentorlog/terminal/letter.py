"""The letter of thanks: fixed sentences around what was noted, which is quoted as it stands.

A sentence without an entry behind it isn't written. Notes are never turned or conjugated, so they
may be in any language and in anybody's voice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rich.text import Text

from mentorlog.domain.entries import ContributionType
from mentorlog.domain.relationship import Role
from mentorlog.domain.words import NextForm
from mentorlog.terminal import wording
from mentorlog.terminal.layout import MOST, filled, line, way, wrapped
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import month, number
from mentorlog.views.letter import Gift, Letter

_GIVEN = {
    ContributionType.FEEDBACK: "your feedback",
    ContributionType.INSIGHT: "the insight",
    ContributionType.INTRODUCTION: "the introduction",
    ContributionType.SKILL_SHARE: "what you taught me",
    ContributionType.HELP_ON_WORK: "your help with my work",
    ContributionType.VISIBILITY: "the visibility you gave me",
    ContributionType.SOUNDING_BOARD: "your open ear",
    ContributionType.ENCOURAGEMENT: "your encouragement",
    ContributionType.ADVICE: "your advice",
    ContributionType.ACCESS: "the access you gave me",
    ContributionType.PAY_IT_FORWARD: "what you passed on",
}
_NEXT = {
    NextForm.PEER: "From here on we are peers.",
    NextForm.FRIEND: "Let us stay friends.",
    NextForm.OCCASIONAL: "May I write to you now and then?",
    NextForm.SPONSOR: "And thank you for speaking up for me from here on.",
}
_INDENT = "  "
_OPENING, _CLOSING = '"“„«»', '"”“»«'


def text(view: Letter, _: dt.date) -> str | None:
    """The letter alone, a paragraph a line with blank ones between; None: it has nothing to say."""
    return None if view.is_empty else "\n\n".join(paragraphs(view))


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
        for each in paragraph.split("\n"):
            said = safe(each, ascii_only=look.ascii_only)
            if each.startswith(_INDENT):
                yield from _thing(said, look)
            else:
                yield from filled(said, look)


def _thing(said: str, look: Look) -> Iterator[Text]:
    """Indented, and further where it goes on, so that each can be told from the next."""
    room = min(look.width, MOST) - 2 * len(_INDENT)
    first, *more = (said,) if look.plain else wrapped(said, room)
    yield line(_INDENT, first)
    yield from (line(2 * _INDENT, rest) for rest in more)


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
    """The letter; blank lines stand between. In a list each thing has an indented line."""
    yield f"Dear {wording.first_name(view.name)},"
    parts = (" ".join(_opening(view)), "\n".join(_gifts(view)), "\n".join(_left(view)))
    yield from filter(None, parts)
    yield " ".join(_ending(view))
    if view.sender:
        yield view.sender


def _opening(view: Letter) -> Iterator[str]:
    """When it began and with what in mind, and how often one met."""
    when = _month(view.began, view.as_of) if view.began else ""
    if view.hope and when:
        who = "you" if view.my_role is Role.MENTOR else "I"
        yield f"In {when} {who} came with a hope: {_quoted(view.hope)}."
    elif view.areas and when:
        yield f"We began in {when} with this in mind: {', '.join(map(_bare, view.areas))}."
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


def _gifts(view: Letter) -> Iterator[str]:
    """A line for each thing, in the words of the day."""
    if not view.gifts:
        return
    count = len(view.gifts)
    things, them = ("thing", "it") if count == 1 else ("things", "them")
    yield f"{number(count).capitalize()} {things} stayed with me, as I noted {them} at the time:"
    yield from (_INDENT + _given(gift) for gift in view.gifts)


def _given(gift: Gift) -> str:
    """What it was, the note, and what came of it: your advice, “ask early”: got the money."""
    named = _GIVEN.get(gift.type) if gift.type else None
    said = f"{named}, {_quoted(gift.text)}" if named else _quoted(gift.text)
    return f"{said}: {' '.join(gift.outcome.split())}" if gift.outcome else said


def _left(view: Letter) -> Iterator[str]:
    """What is reached, what was good, what stays, and what went on to others."""
    yield from (f"The goal we set, {_quoted(goal)}, is reached." for goal in view.goals)
    if view.good_work:
        yield f"What was good: {_quoted(view.good_work)}."
    if view.learned:
        yield f"What I take with me: {_quoted(view.learned)}."
    yield from (f"I have begun to pass it on: {_quoted(text)}." for text in view.passed_on)


def _ending(view: Letter) -> Iterator[str]:
    if view.met and not view.gifts:
        yield "Thank you for your time."
    elif view.met == 1 and not (view.hope or view.areas):
        yield "Thank you again."
    else:
        yield "Thank you."
    if view.next_form in _NEXT:
        yield _NEXT[view.next_form]


def _quoted(note: str) -> str:
    """The note in quotation marks, without those that are all around it already."""
    text = _bare(note)
    around_it = len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING
    inner = text[1:-1] if around_it and not set(text[1:-1]) & {*_OPENING, *_CLOSING} else text
    return f"“{inner}”"


def _bare(note: str) -> str:
    """One line without the full stop at its end."""
    text = " ".join(note.split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _month(date: dt.date, today: dt.date) -> str:
    """June, or June 2025 if it was not this year's."""
    return month(date) if date.year == today.year else f"{month(date)} {date.year}"
