"""Letters: fixed sentences around notes, which are quoted as they are.

No sentence is written without an entry behind it. Notes are never rephrased, so they may be in any
language and anybody's voice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from mentorlog.domain.entries import ContributionType
from mentorlog.domain.relationship import Role
from mentorlog.domain.standing import QUIET_AFTER
from mentorlog.domain.words import GoalStatus, NextForm
from mentorlog.frozen import replace
from mentorlog.terminal import wording
from mentorlog.terminal.layout import MOST, apart, filled, hint, wrapped
from mentorlog.terminal.look import Line, Look, line
from mentorlog.terminal.wording import day, length, long_day, month, number, times
from mentorlog.views.letter import Closes, Letter, Matter, Purpose, Quote

_GIVEN = {
    ContributionType.FEEDBACK: "your feedback",
    ContributionType.INSIGHT: "the insight",
    ContributionType.INTRODUCTION: "the introduction",
    ContributionType.SKILL_SHARE: "what you taught me",
    ContributionType.HELP_ON_WORK: "your help with my work",
    ContributionType.VISIBILITY: "the visibility you gave me",
    ContributionType.SOUNDING_BOARD: "how you listened",
    ContributionType.ENCOURAGEMENT: "your encouragement",
    ContributionType.ADVICE: "your advice",
    ContributionType.ACCESS: "the access you gave me",
    ContributionType.PAY_IT_FORWARD: "what you passed on",
}
_NEXT = {
    NextForm.PEER: "From now on we're peers.",
    NextForm.FRIEND: "Let's stay friends.",
    NextForm.OCCASIONAL: "May I write to you now and then?",
    NextForm.SPONSOR: "And thank you for speaking up for me from now on.",
}
_CLOSED = {Closes.TOLD: "told", Closes.THANKED: "thanked", Closes.RAISED: "brought up"}
_INDENT = "  "
_OPENING, _CLOSING = '"“„«»', '"”“»«'


def plain_text(view: Letter, _: dt.date | None = None) -> str | None:
    """The letter to paste into a mail, with unbroken lines; None: there is nothing to say."""
    return None if view.is_empty else "\n\n".join(paragraphs(view))


def letter(view: Letter, look: Look) -> Iterator[Line]:
    """The draft, ready to edit; or why there is none yet."""
    if view.is_empty:
        reason, command = _what_to_note(view, look.safe(view.name))
        yield from hint(reason, command, look)
        return
    yield from apart(_paragraph(paragraph, look) for paragraph in paragraphs(view))


def _paragraph(paragraph: str, look: Look) -> Iterator[Line]:
    """The lines of a paragraph; those of a list's item are indented, and further if it goes on."""
    for text in paragraph.split("\n"):
        shown = look.safe(text)
        if text.startswith(_INDENT):
            room = min(look.width, MOST) - 2 * len(_INDENT)
            first, *more = (shown,) if look.plain else wrapped(shown, room)
            yield line(_INDENT, first)
            yield from (line(2 * _INDENT, rest) for rest in more)
        else:
            yield from filled(shown, look)


def paragraphs(view: Letter) -> Iterator[str]:
    """The letter's paragraphs. In a list each item has an indented line."""
    hello = "Dear" if view.purpose is Purpose.THANKS else "Hi"
    yield f"{hello} {wording.first_name(view.name)},"
    match view.purpose:
        case Purpose.THANKS:
            body = _thanks(view)
        case Purpose.UPDATE:
            body = _update(view)
        case Purpose.RECONNECT:
            body = _reconnect(view)
    yield from filter(None, body)
    if view.sender:
        yield view.sender


def around(view: Letter) -> Iterator[str]:
    """Lines to show beside the letter, not in it."""
    if view.is_empty and not (view.in_confidence or view.sealed):
        return
    yield ""
    if view.more:
        shown = wording.command("show", view.handle)
        yield f"{number(view.more).capitalize()} more didn't fit:  {shown}"
    yield from _kept_out(view)
    if view.is_empty:
        return
    if view.purpose is Purpose.UPDATE and view.untold:
        done = wording.command("done", view.untold, "--outcome", "TEXT")
        yield f"Other advice isn't in it until you note what came of it:  {done}"
    is_farewell = view.closing is not None and view.purpose is Purpose.THANKS
    if not (view.quotes or is_farewell or view.in_confidence or view.sealed):
        received = wording.command("received", view.handle, "TEXT")
        yield f"It gets better when you note what they gave:  {received}"
    yield "A draft from your notes; nothing was sent."
    if view.closes:
        words = (view.purpose, view.handle, *(["--reveal"] if view.revealed else []), "--sent")
        yield f"Sent it?  {wording.command(*words)}"
    elif view.purpose is Purpose.UPDATE:
        gave = wording.command("gave", view.handle, "TEXT", "--type", "update")
        yield f"Sent it?  {gave}"
    elif view.purpose is Purpose.THANKS and view.quotes and view.closing is None:
        yield "You've thanked them for all of it; there's nothing new since."


def closed(quote: Quote, look: Look) -> str:
    """What was closed: told: your advice, “ask early”."""
    done = _CLOSED[quote.closes] if quote.closes else ""
    return look.safe(f"{done}: {_named(quote)}")


def _what_to_note(view: Letter, name: str) -> tuple[str, str]:
    """Why there is no letter yet, and a command that gives it contents."""
    first = wording.first_name(name)
    match view.purpose:
        case Purpose.UPDATE if view.untold:
            reason = (
                f"You haven't noted what came of {wording.possessive(first)} advice yet. First:"
            )
            return reason, wording.command("done", view.untold, "--outcome", "TEXT")
        case Purpose.UPDATE:
            reason = f"There's nothing new for {first}. When you've tried what they said:"
            return reason, wording.command("received", view.handle, "TEXT", "--type", "advice")
        case Purpose.THANKS | Purpose.RECONNECT:
            reason = f"You haven't noted anything {first} gave you. When you have something:"
            return reason, wording.command("received", view.handle, "TEXT")


def _kept_out(view: Letter) -> Iterator[str]:
    if view.in_confidence:
        yield f"Left out: {view.in_confidence} held in confidence."
    if view.sealed:
        opened = wording.command(view.purpose, view.handle, "--reveal")
        yield f"Left out: {view.sealed} sealed. To include it:  {opened}"


def _thanks(view: Letter) -> Iterator[str]:
    yield " ".join(_opening(view))
    gifts = view.about(Matter.GIFT)
    things, them = ("thing", "it") if len(gifts) == 1 else ("things", "them")
    count = number(len(gifts)).capitalize()
    yield _list(f"{count} {things} stayed with me, as I noted {them} at the time:", gifts)
    yield "\n".join(_left(view))
    yield " ".join(_ending(view))


def _update(view: Letter) -> Iterator[str]:
    gifts = view.about(Matter.GIFT)
    if all(gift.type is ContributionType.ADVICE for gift in gifts):
        untyped = [replace(gift, type=None) for gift in gifts]  # the lead names the type already
        yield _list("Here's what came of your advice:", untyped)
    else:
        yield _list("Here's what came of your help:", gifts)
    yield _short_list("Done, as promised:", view.about(Matter.KEPT))
    yield "\n".join(
        f"Where I am with {_quoted(quote.title or '')}: {_stopped(_quoted(quote.text))}"
        for quote in view.about(Matter.GOAL)
    )
    yield _short_list("Next on my list:", [_due(quote, view) for quote in view.about(Matter.NEXT)])
    raised = _short_list("What I'd like to bring up:", view.about(Matter.RAISE))
    meet = f"We meet on {long_day(view.next_met)}; I look forward to it." if view.next_met else ""
    yield "\n".join(filter(None, (raised, meet)))
    yield "Thank you." if gifts else ""


def _reconnect(view: Letter) -> Iterator[str]:
    if view.last_met:
        yield _last_met(view.last_met, view.as_of)
    for gift in view.about(Matter.GIFT):
        yield f"I still think of {_stopped(_named(gift))} Thank you for that."
    news = view.about(Matter.NEWS)
    heard = f"The last I heard from you was {_stopped(_quoted(news[0].text))} " if news else ""
    yield f"{heard}How are you?"


def _last_met(date: dt.date, today: dt.date) -> str:
    """The last meeting: "We last met in June", and after a long silence how long it was."""
    if (days := (today - date).days) <= QUIET_AFTER:
        return f"We last met in {_month(date, today)}."
    return f"It's been {length(days)} since we last met, in {_month(date, today)}."


def _opening(view: Letter) -> Iterator[str]:
    """When it began and why, and how often we met."""
    when = _month(view.began, view.as_of) if view.began else ""
    if view.hope and when:
        whose = "your" if view.my_role is Role.MENTOR else "my"
        yield f"When we began in {when}, {whose} hope was {_stopped(_quoted(view.hope))}"
    elif view.terms.focus_areas and when:
        areas = wording.every(map(_bare, view.terms.focus_areas))
        yield f"We set out in {when} to work on {areas}."
    else:
        yield from _how_often_met(view, since=when)
        return
    yield from _how_often_met(view, since="then")


def _how_often_met(view: Letter, *, since: str) -> Iterator[str]:
    """`since`: the month in which it began, or "then" after a sentence that names it."""
    often = times(view.met, number)
    if not view.met:
        return
    if view.ever_met > view.met:
        yield f"{_we(view)} met {often} since {since}, {times(view.ever_met, number)} in all."
    elif view.met == 1 and since != "then":
        last = _last_month(view)
        yield f"Thank you for meeting me in {last}." if view.quotes else f"We met in {last}."
    elif view.closing and view.met > 1:
        yield _how_often_until_the_end(view)
    elif since == "then":
        yield f"We've met {often} since."
    else:
        yield f"{_we(view)} met {often} since {since}."


def _how_often_until_the_end(view: Letter) -> str:
    often, last = times(view.met, number), _last_month(view)
    first = _month(view.began, view.as_of) if view.began else last
    return f"We met {often}." if first == last else f"We met {often}, the last time in {last}."


def _last_month(view: Letter) -> str:
    return _month(view.last_met, view.as_of) if view.last_met else ""


def _we(view: Letter) -> str:
    return "We" if view.closing else "We've"


def _left(view: Letter) -> Iterator[str]:
    """What was reached, what was good, what stays, and what I passed on to others."""
    for goal in view.terms.goals:
        if goal.status is GoalStatus.ACHIEVED:
            yield f"We reached the goal we set, {_quoted(goal.title)}."
    if view.closing and view.closing.good_work:
        yield f"What was good: {_stopped(_quoted(view.closing.good_work))}"
    if view.closing and view.closing.learned:
        yield f"What I take with me: {_stopped(_quoted(view.closing.learned))}"
    yield from (f"I've begun to pass it on: {_stopped(_quoted(text))}" for text in view.passed_on)


def _ending(view: Letter) -> Iterator[str]:
    if view.met and not view.quotes:
        yield "Thank you for your time."
    elif view.met == 1 and not (view.hope or view.terms.focus_areas):
        yield "Thank you again."
    else:
        yield "Thank you."
    if view.closing and view.closing.next_form in _NEXT:
        yield _NEXT[view.closing.next_form]


def _list(lead: str, quotes: Sequence[Quote]) -> str:
    return "\n".join((lead, *(_INDENT + _named(quote) for quote in quotes))) if quotes else ""


def _short_list(lead: str, quotes: Sequence[Quote | str]) -> str:
    """A list as `_list` makes it; a single item follows its lead on the same line."""
    items = [item if isinstance(item, str) else _named(item) for item in quotes]
    if len(items) == 1:
        return f"{lead} {_stopped(items[0])}"
    return "\n".join((lead, *(_INDENT + item for item in items))) if items else ""


def _named(quote: Quote) -> str:
    """Type, note and outcome of a quote: your advice, “ask early”: got the money."""
    named = _GIVEN.get(quote.type) if quote.type else None
    text = f"{named}, {_quoted(quote.text)}" if named else _quoted(quote.text)
    return f"{text}: {' '.join(quote.outcome.split())}" if quote.outcome else text


def _due(quote: Quote, view: Letter) -> str:
    by = f", by {day(quote.due, view.as_of)}" if quote.due else ""
    return f"{_named(quote)}{by}"


def _quoted(note: str) -> str:
    """The note in quotation marks, without its own outer ones."""
    text = _bare(note)
    around_it = len(text) > 1 and text[0] in _OPENING and text[-1] in _CLOSING
    inner = text[1:-1] if around_it and not set(text[1:-1]) & {*_OPENING, *_CLOSING} else text
    return f"“{inner}”"


def _bare(note: str) -> str:
    """The note on one line, without the full stop at its end."""
    text = " ".join(note.split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _stopped(text: str) -> str:
    """The text with a full stop, unless it ends with one or the like, even in quotation marks."""
    return text if text.rstrip(_CLOSING).endswith((".", "!", "?", "…")) else f"{text}."


def _month(date: dt.date, today: dt.date) -> str:
    """June, or June 2025 if it isn't this year's."""
    return month(date) if date.year == today.year else f"{month(date)} {date.year}"
