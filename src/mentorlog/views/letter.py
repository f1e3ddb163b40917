"""What letters are made of, as data: thanks, an update, a few lines after a long silence.

Only what is noted is in it, and nothing held in confidence, revealed or not. Each quote knows which
field closes its loop once the letter is sent.

- thanks: what isn't thanked for yet; at the end, or if everything is thanked for, all of it.
- update: what came of their advice and they don't know yet, what I did and noted since they last
    heard of me, what is next and what I want to bring up.
- reconnect: the one most valuable gift, and the last news of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mentorlog.domain.adherence import last_run
from mentorlog.domain.entries import (
    Agreement,
    Closure,
    Contribution,
    ContributionType,
    Direction,
    Meeting,
    Note,
    Party,
)
from mentorlog.domain.relationship import Relationship, Role, held
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import AgreementWords, ClosureWords
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.views import Shape
from mentorlog.views.confidence import Withheld, discreet, shown_name, withheld
from mentorlog.views.loops import REPORTED_BACK, has_passed, still_open

MOST = 7  # quotes of one kind in a letter; more would be a list
NEXT = 3  # next steps: a mentor wants the direction, not the plan
NO_GIFTS = frozenset({ContributionType.UPDATE, ContributionType.THANKS})


class Purpose(StrEnum):
    """Why to write; each is the name of its command."""

    THANKS = "thanks"
    UPDATE = "update"
    RECONNECT = "reconnect"


class Matter(StrEnum):
    """What a quote is about."""

    GIFT = "gift"  # something they gave
    KEPT = "kept"  # a promise of mine, done
    GOAL = "goal"  # how a goal goes
    NEXT = "next"  # a promise of mine, still open
    RAISE = "raise"  # a note for the next meeting
    NEWS = "news"  # the last news of them


class Closes(StrEnum):
    """The field of an entry that closes its loop."""

    TOLD = "told_them_on"
    THANKED = "thanked_on"
    RAISED = "raised_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of an entry, quoted in the letter; `n`: of its n-th action item, from 1.

    `title`: of the goal. `open`: not thanked for yet or, for advice, not reported back yet; advice
    can be `thanked` for and still be open. `closes`: the field to set once the letter is sent; None
    for advice without an outcome. `hidden`: why there is no text; a letter has no such quotes.
    """

    JSON: ClassVar[Shape] = Shape(left_out=("thanked", "hidden"))

    id: str
    n: int | None = None
    matter: Matter
    date: dt.date
    type: ContributionType | None = None
    title: str | None = None
    text: str
    outcome: str | None = None
    due: dt.date | None = None
    open: bool = False
    thanked: bool = False
    closes: Closes | None = None
    hidden: Withheld | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says, and how much it leaves out."""

    JSON: ClassVar[Shape] = Shape(
        schema="thanks",
        schema_in="purpose",
        only=("as_of", "handle", "in_confidence", "sealed"),
        keys={"items": "quotes"},
        worded={"letter": "terminal.letter.plain_text"},
    )

    purpose: Purpose
    as_of: dt.date
    handle: str
    name: str
    my_role: Role | None
    sender: str | None
    began: dt.date | None  # the run's first day, else the first meeting
    met: int  # meetings since then
    ever_met: int  # meetings in all
    last_met: dt.date | None
    next_met: dt.date | None
    terms: AgreementWords  # in force, or of the last run
    closing: ClosureWords | None  # None: it hasn't ended
    quotes: tuple[Quote, ...]
    more: int = 0  # gifts beyond MOST
    passed_on: tuple[str, ...]  # what I gave to others in turn
    untold: str | None = None  # the oldest advice without a noted outcome
    revealed: bool = False  # it quotes sealed words, so closing it needs the key
    in_confidence: int = 0  # entries not quoted because they are in confidence
    sealed: int = 0  # entries not quoted because they are sealed

    def about(self, matter: Matter) -> tuple[Quote, ...]:
        return tuple(quote for quote in self.quotes if quote.matter is matter)

    @property
    def hope(self) -> str | None:
        """What the mentee hoped for: I, unless I am the mentor."""
        hopes = self.terms.hopes
        return hopes.them if self.my_role is Role.MENTOR else hopes.me

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write about."""
        match self.purpose:
            case Purpose.THANKS:
                return not (self.met or self.quotes or self.in_confidence or self.sealed)
            case Purpose.UPDATE:
                return all(quote.matter is Matter.NEXT for quote in self.quotes)
            case Purpose.RECONNECT:
                return not (self.last_met or self.about(Matter.GIFT))

    @property
    def closes(self) -> bool:
        thanked = self.closing is not None and self.purpose is Purpose.THANKS
        return thanked or any(quote.closes for quote in self.quotes)


def letter(
    relationship: Relationship,
    today: dt.date,
    *,
    purpose: Purpose,
    sender: str | None = None,
    reveal: bool = False,
) -> Letter:
    """The letter as of a day; `reveal`: with the real name and decrypted words."""
    noted = discreet(relationship, reveal=False)
    known = tuple(_quotable(noted, today))
    quotes = [quote for quote in known if quote.text]
    gifts = [quote for quote in quotes if quote.matter is Matter.GIFT]
    others: tuple[Quote, ...] = ()
    match purpose:
        case Purpose.THANKS:
            chosen = _to_thank_for(gifts, noted, today)
        case Purpose.UPDATE:
            chosen = [gift for gift in gifts if gift.open and gift.outcome]
            others = tuple(_mine(quotes))
        case Purpose.RECONNECT:
            chosen = [_closed_by_thanks(gift) for gift in sorted(gifts, key=_worth)[-1:]]
            others = tuple(quote for quote in quotes if quote.matter is Matter.NEWS)[-1:]
    best = sorted(chosen, key=_worth)[-MOST:]
    hidden = {q.id: q.hidden for q in known if q.hidden and _is_missed(q, purpose)}
    return replace(
        _facts(noted, today, purpose),
        revealed=reveal,
        name=shown_name(relationship, reveal=reveal),
        sender=sender,
        quotes=(*(gift for gift in chosen if gift in best), *others),
        more=len(chosen) - len(best),
        untold=next((gift.id for gift in gifts if gift.open and gift.closes is None), None),
        in_confidence=list(hidden.values()).count(Withheld.CONFIDENCE),
        sealed=list(hidden.values()).count(Withheld.SEALED),
    )


def _facts(noted: Relationship, today: dt.date, purpose: Purpose) -> Letter:
    """A letter that knows the facts, and quotes nothing yet."""
    terms, began = _terms_and_start(noted, today)
    dates = [meeting.date for meeting in held(noted, today)]
    met = [date for date in dates if began is None or date >= began]
    return Letter(
        purpose=purpose,
        as_of=today,
        handle=noted.handle,
        name=noted.name,
        my_role=noted.my_role,
        sender=None,
        began=began or (met[0] if met else None),
        met=len(met),
        ever_met=len(dates),
        last_met=dates[-1] if dates else None,
        next_met=assessment(noted, today).next_planned,
        terms=(terms and terms.words) or AgreementWords(),
        closing=_closing(noted, today),
        quotes=(),
        passed_on=tuple(_passed_on(noted, today)),
    )


def _terms_and_start(
    relationship: Relationship, today: dt.date
) -> tuple[Agreement | None, dt.date | None]:
    """The terms and first day of today's run, or of the last closed one."""
    past = last_run(relationship, today)
    if past is None:
        return None, None
    run, day = past
    return run.terms_on(day), dt.date.fromordinal(run.start)


def _closing(relationship: Relationship, today: dt.date) -> ClosureWords | None:
    if assessment(relationship, today).standing is not Standing.ENDED:
        return None
    closures = [closure for closure in relationship.of(Closure) if closure.date <= today]
    return (closures[-1].words or ClosureWords()) if closures else None


def _to_thank_for(gifts: list[Quote], noted: Relationship, today: dt.date) -> list[Quote]:
    """The gifts not thanked for yet; at the end, or if there are none, all."""
    closed = list(map(_closed_by_thanks, gifts))
    ending = assessment(noted, today).standing in (Standing.ENDED, Standing.WRAP_UP)
    waiting = [gift for gift in closed if gift.closes]
    return closed if ending or not waiting else waiting


def _mine(quotes: list[Quote]) -> Iterator[Quote]:
    """What an update says about me, beside their gifts."""
    for matter in (Matter.KEPT, Matter.GOAL, Matter.NEXT, Matter.RAISE):
        chosen = [quote for quote in quotes if quote.matter is matter]
        if matter in {Matter.KEPT, Matter.GOAL}:
            chosen = sorted(chosen, key=lambda quote: (quote.date, quote.id, quote.n or 0))[-MOST:]
        yield from chosen[: NEXT if matter is Matter.NEXT else MOST]


def _is_missed(quote: Quote, purpose: Purpose) -> bool:
    """Whether the letter would have this quote, if it weren't hidden."""
    if purpose is Purpose.UPDATE:
        return quote.open or quote.matter is Matter.KEPT
    return quote.matter is Matter.GIFT


def _quotable(noted: Relationship, today: dt.date) -> Iterator[Quote]:
    """All that a letter could quote, in the timeline's order."""
    since = _last_heard(noted, today)
    for entry in noted.entries:
        match entry:
            case Contribution(direction=Direction.RECEIVED) if entry.date <= today:
                yield from _received(entry, today)
            case Meeting():
                yield from _promised(entry, today, since)
            case Note() if entry.date <= today:
                yield from _noted(entry, today, since)


def _received(gift: Contribution, today: dt.date) -> Iterator[Quote]:
    """A gift; or news of themselves."""
    text = gift.words.text if gift.words else ""
    outcome = gift.words.outcome if gift.words else None
    if gift.type is ContributionType.UPDATE:
        yield Quote(id=gift.id, matter=Matter.NEWS, date=gift.date, text=text)
    elif gift.type not in NO_GIFTS and not has_passed(gift.dropped_on, today):
        advice = gift.type in REPORTED_BACK
        closes = Closes.TOLD if advice else Closes.THANKED
        is_open = not has_passed(gift.told_them_on if advice else gift.thanked_on, today)
        answered = is_open and not (advice and outcome is None)
        yield Quote(
            id=gift.id,
            matter=Matter.GIFT,
            date=gift.date,
            type=gift.type,
            text=text,
            outcome=outcome,
            open=is_open,
            thanked=has_passed(gift.thanked_on, today),
            closes=closes if answered else None,
            hidden=withheld(gift, reveal=False),
        )


def _promised(meeting: Meeting, today: dt.date, since: dt.date) -> Iterator[Quote]:
    """What I promised, and did since they last heard from me or haven't done yet."""
    for at, item in enumerate(meeting.action_items):
        kept = item.done_on is not None and since < item.done_on <= today
        to_do = meeting.date <= today and still_open(item, today)
        if item.owner is not Party.THEM and (kept or to_do):
            yield Quote(
                id=meeting.id,
                n=at + 1,
                matter=Matter.KEPT if kept else Matter.NEXT,
                date=(item.done_on if kept else None) or meeting.date,
                text=meeting.words.action_items[at].text if meeting.words else "",
                due=None if kept else item.due,
                hidden=withheld(meeting, reveal=False),
            )


def _noted(note: Note, today: dt.date, since: dt.date) -> Iterator[Quote]:
    """How a goal went since they last heard from me, or what I want to bring up."""
    goal = note.words.goal if note.words else None
    text = note.words.text if note.words else ""
    if goal and since < note.date:
        yield Quote(id=note.id, matter=Matter.GOAL, date=note.date, title=goal, text=text)
    closed = has_passed(note.raised_on, today) or has_passed(note.dropped_on, today)
    if goal is not None or closed:
        return
    yield Quote(
        id=note.id,
        matter=Matter.RAISE,
        date=note.date,
        text=text,
        open=True,
        closes=Closes.RAISED,
        hidden=withheld(note, reveal=False),
    )


def _closed_by_thanks(gift: Quote) -> Quote:
    """The gift, closed by thanks: even advice whose outcome they don't know."""
    waits = gift.closes is None and not gift.thanked
    return replace(gift, closes=Closes.THANKED) if waits else gift


def _worth(gift: Quote) -> tuple[bool, bool, dt.date]:
    """Sort key of a gift's value: those with a result, then those not thanked for, then by date."""
    return gift.outcome is not None, gift.open, gift.date


def _last_heard(noted: Relationship, today: dt.date) -> dt.date:
    """The last day they heard from me: a meeting, a report, an update."""
    days = [meeting.date for meeting in held(noted, today)]
    for gift in noted.of(Contribution):
        if gift.told_them_on is not None:
            days.append(gift.told_them_on)
        if gift.direction is Direction.GIVEN and gift.type is ContributionType.UPDATE:
            days.append(gift.date)
    return max((day for day in days if day <= today), default=dt.date.min)


def _passed_on(relationship: Relationship, today: dt.date) -> Iterable[str]:
    for gift in relationship.of(Contribution):
        forward = gift.type is ContributionType.PAY_IT_FORWARD and gift.direction is Direction.GIVEN
        if forward and gift.date <= today and gift.words and gift.words.text:
            yield gift.words.text
