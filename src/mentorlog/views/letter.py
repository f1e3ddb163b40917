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
from dataclasses import replace
from enum import StrEnum
from typing import ClassVar

from mentorlog.domain.adherence import last_run
from mentorlog.domain.entries import (
    Agreement,
    Closure,
    Contribution,
    ContributionType,
    Direction,
    Entry,
    Meeting,
    Note,
    Party,
)
from mentorlog.domain.relationship import Relationship, Role, held
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ClosureWords, GoalStatus, NextForm
from mentorlog.frozen import dataclass
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
    for advice without an outcome.
    """

    JSON: ClassVar[Shape] = Shape(left_out=("thanked",))

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says, or what it is silent about."""

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
    ended: bool
    hope: str | None  # what the mentee hoped for: I, unless I am the mentor
    areas: tuple[str, ...]
    quotes: tuple[Quote, ...]
    more: int = 0  # gifts beyond MOST
    goals: tuple[str, ...]  # achieved ones
    passed_on: tuple[str, ...]  # what I gave to others in turn
    good_work: str | None
    learned: str | None
    next_form: NextForm | None
    untold: str | None = None  # the oldest advice without a noted outcome
    revealed: bool = False  # it quotes sealed words, so closing it needs the key
    in_confidence: int = 0  # entries not quoted because they are in confidence
    sealed: int = 0  # entries not quoted because they are sealed

    def about(self, matter: Matter) -> tuple[Quote, ...]:
        """The quotes of one kind."""
        return tuple(quote for quote in self.quotes if quote.matter is matter)

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
        """Whether sending it closes anything."""
        thanked = self.ended and self.purpose is Purpose.THANKS
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
    bare = replace(
        _facts(noted, today, purpose),
        revealed=reveal,
        name=shown_name(relationship, reveal=reveal),
        sender=sender,
    )
    match purpose:
        case Purpose.THANKS:
            return _with_gifts(bare, _of_thanks(noted, today), relationship)
        case Purpose.UPDATE:
            return _of_update(bare, noted, relationship)
        case Purpose.RECONNECT:
            return _of_reconnect(bare, noted, relationship)


def _facts(noted: Relationship, today: dt.date, purpose: Purpose) -> Letter:
    """A letter that knows the facts, and quotes nothing yet."""
    terms, began = _terms_and_start(noted, today)
    dates = [meeting.date for meeting in held(noted, today)]
    met = [date for date in dates if began is None or date >= began]
    closing = _closing(noted, today)
    return Letter(
        purpose=purpose,
        as_of=today,
        handle=noted.handle,
        revealed=False,
        name=noted.name,
        my_role=noted.my_role,
        sender=None,
        began=began or (met[0] if met else None),
        met=len(met),
        ever_met=len(dates),
        last_met=dates[-1] if dates else None,
        next_met=assessment(noted, today).next_planned,
        ended=closing is not None,
        hope=_hope(noted, terms),
        areas=terms.words.focus_areas if terms and terms.words else (),
        quotes=(),
        goals=_achieved(terms),
        passed_on=tuple(_passed_on(noted, today)),
        good_work=closing.good_work if closing else None,
        learned=closing.learned if closing else None,
        next_form=closing.next_form if closing else None,
    )


def _hope(noted: Relationship, terms: Agreement | None) -> str | None:
    hopes = terms.words.hopes if terms and terms.words else None
    if hopes is None:
        return None
    return hopes.them if noted.my_role is Role.MENTOR else hopes.me


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
    """The words of the closure, if there is one."""
    if assessment(relationship, today).standing is not Standing.ENDED:
        return None
    closures = [each for each in relationship.of(Closure) if each.date <= today]
    return (closures[-1].words or ClosureWords()) if closures else None


def _of_thanks(noted: Relationship, today: dt.date) -> list[Quote]:
    gifts = list(map(_closed_by_thanks, _gifts(noted, today)))
    ending = assessment(noted, today).standing in (Standing.ENDED, Standing.WRAP_UP)
    waiting = [gift for gift in gifts if gift.closes]
    return gifts if ending or not waiting else waiting


def _of_update(bare: Letter, noted: Relationship, relationship: Relationship) -> Letter:
    today = bare.as_of
    gifts = [gift for gift in _gifts(noted, today) if gift.open]
    told = _with_gifts(bare, [gift for gift in gifts if gift.outcome], relationship)
    untold = (gift.id for gift in gifts if gift.closes is None)
    since = _last_heard(noted, today)
    others = (
        *_latest(_kept(noted, today, since)),
        *_latest(_on_goals(noted, today, since)),
        *tuple(_next(noted, today))[:NEXT],
        *tuple(_to_raise(noted, today))[:MOST],
    )
    hidden = [entry for entry in _open_or_new(relationship, today, since) if _is_hidden(entry)]
    return replace(
        _counting(told, hidden), quotes=(*told.quotes, *others), untold=next(untold, None)
    )


def _of_reconnect(bare: Letter, noted: Relationship, relationship: Relationship) -> Letter:
    gifts = map(_closed_by_thanks, sorted(_gifts(noted, bare.as_of), key=_worth)[-1:])
    news = tuple(_news(noted, bare.as_of))[-1:]
    hidden = [entry for entry in _received(relationship, bare.as_of) if _is_hidden(entry)]
    return replace(_counting(bare, hidden), quotes=(*gifts, *news))


def _with_gifts(bare: Letter, gifts: list[Quote], relationship: Relationship) -> Letter:
    """The letter with the most valuable gifts, oldest first; `more` counts the rest."""
    best = sorted(gifts, key=_worth)[-MOST:]
    hidden = [entry for entry in _received(relationship, bare.as_of) if _is_hidden(entry)]
    return replace(
        _counting(bare, hidden),
        quotes=tuple(gift for gift in gifts if gift in best),
        more=len(gifts) - len(best),
    )


def _counting(bare: Letter, hidden: Iterable[Entry]) -> Letter:
    reasons = [withheld(entry, reveal=False) for entry in hidden]
    return replace(
        bare,
        in_confidence=reasons.count(Withheld.CONFIDENCE),
        sealed=reasons.count(Withheld.SEALED),
    )


def _is_hidden(entry: Entry) -> bool:
    return withheld(entry, reveal=False) is not None


def _received(relationship: Relationship, today: dt.date) -> Iterator[Contribution]:
    for one in relationship.of(Contribution):
        received = one.direction is Direction.RECEIVED and one.type not in NO_GIFTS
        if received and one.date <= today and not has_passed(one.dropped_on, today):
            yield one


def _gifts(noted: Relationship, today: dt.date) -> Iterator[Quote]:
    for one in _received(noted, today):
        if one.words is None or not one.words.text:
            continue
        advice = one.type in REPORTED_BACK
        is_open = _is_open(one, today)
        closes = Closes.TOLD if advice else Closes.THANKED
        answered = is_open and not (advice and one.words.outcome is None)
        yield Quote(
            id=one.id,
            matter=Matter.GIFT,
            date=one.date,
            type=one.type,
            text=one.words.text,
            outcome=one.words.outcome,
            open=is_open,
            thanked=has_passed(one.thanked_on, today),
            closes=closes if answered else None,
        )


def _closed_by_thanks(gift: Quote) -> Quote:
    """The gift, closed by thanks: even advice whose outcome they don't know."""
    waits = gift.closes is None and not gift.thanked
    return replace(gift, closes=Closes.THANKED) if waits else gift


def _is_open(one: Contribution, today: dt.date) -> bool:
    """Whether it isn't thanked for yet or, for advice, not reported back yet."""
    return not has_passed(one.told_them_on if one.type in REPORTED_BACK else one.thanked_on, today)


def _worth(gift: Quote) -> tuple[bool, bool, dt.date]:
    """Sort key of a gift's value: those with a result, then those not thanked for, then by date."""
    return gift.outcome is not None, gift.open, gift.date


def _last_heard(noted: Relationship, today: dt.date) -> dt.date:
    """The last day they heard from me: a meeting, a report, an update."""
    days = [meeting.date for meeting in held(noted, today)]
    for one in noted.of(Contribution):
        if one.told_them_on is not None:
            days.append(one.told_them_on)
        if one.direction is Direction.GIVEN and one.type is ContributionType.UPDATE:
            days.append(one.date)
    return max((day for day in days if day <= today), default=dt.date.min)


def _kept(noted: Relationship, today: dt.date, since: dt.date) -> Iterator[Quote]:
    """What I promised, and did since they last heard from me."""
    for meeting in noted.of(Meeting):
        for at, item in enumerate(meeting.action_items):
            done = item.owner is not Party.THEM and item.done_on
            if done and since < done <= today and meeting.words:
                yield Quote(
                    id=meeting.id,
                    n=at + 1,
                    matter=Matter.KEPT,
                    date=done,
                    text=meeting.words.action_items[at].text,
                )


def _on_goals(noted: Relationship, today: dt.date, since: dt.date) -> Iterator[Quote]:
    for note in noted.of(Note):
        if since < note.date <= today and note.words and note.words.goal:
            yield Quote(
                id=note.id,
                matter=Matter.GOAL,
                date=note.date,
                title=note.words.goal,
                text=note.words.text,
            )


def _next(noted: Relationship, today: dt.date) -> Iterator[Quote]:
    """What I promised and haven't done yet."""
    for meeting in noted.of(Meeting):
        for at, item in enumerate(meeting.action_items):
            mine = item.owner is not Party.THEM and still_open(item, today)
            if mine and meeting.date <= today and meeting.words:
                yield Quote(
                    id=meeting.id,
                    n=at + 1,
                    matter=Matter.NEXT,
                    date=meeting.date,
                    text=meeting.words.action_items[at].text,
                    due=item.due,
                )


def _to_raise(noted: Relationship, today: dt.date) -> Iterator[Quote]:
    for note in _open_notes(noted, today):
        if note.words and note.words.goal is None:
            yield Quote(
                id=note.id,
                matter=Matter.RAISE,
                date=note.date,
                text=note.words.text,
                open=True,
                closes=Closes.RAISED,
            )


def _news(noted: Relationship, today: dt.date) -> Iterator[Quote]:
    """What they told about themselves."""
    for one in noted.of(Contribution):
        told = one.direction is Direction.RECEIVED and one.type is ContributionType.UPDATE
        if told and one.date <= today and one.words and one.words.text:
            yield Quote(id=one.id, matter=Matter.NEWS, date=one.date, text=one.words.text)


def _open_notes(relationship: Relationship, today: dt.date) -> Iterator[Note]:
    for note in relationship.of(Note):
        closed = has_passed(note.raised_on, today) or has_passed(note.dropped_on, today)
        if note.date <= today and not closed:
            yield note


def _open_or_new(relationship: Relationship, today: dt.date, since: dt.date) -> Iterator[Entry]:
    """The entries that an update could quote, judging by their heads."""
    yield from (one for one in _received(relationship, today) if _is_open(one, today))
    yield from _open_notes(relationship, today)
    for meeting in relationship.of(Meeting):
        if any(
            item.owner is not Party.THEM and item.done_on and since < item.done_on <= today
            for item in meeting.action_items
        ):
            yield meeting


def _latest(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(sorted(quotes, key=lambda quote: (quote.date, quote.id, quote.n or 0)))[-MOST:]


def _achieved(terms: Agreement | None) -> tuple[str, ...]:
    goals = terms.words.goals if terms and terms.words else ()
    return tuple(goal.title for goal in goals if goal.status is GoalStatus.ACHIEVED)


def _passed_on(relationship: Relationship, today: dt.date) -> Iterable[str]:
    for one in relationship.of(Contribution):
        forward = one.type is ContributionType.PAY_IT_FORWARD and one.direction is Direction.GIVEN
        if forward and one.date <= today and one.words and one.words.text:
            yield one.words.text
