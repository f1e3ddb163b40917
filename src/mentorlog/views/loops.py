"""`todo`: every open loop, mine and theirs, as data. A loop is closed once; nothing is counted.

What opens a loop:

- action, waiting: an action item neither done nor dropped: mine and shared ones, and theirs.
- advice: advice or an insight received, until they are told what came of it. Telling also thanks,
    so it opens no second loop.
- ask: a question until it is answered, an answer until it is acted on, or "nothing now" once its
    day to ask again has come. A later ask by the same side, or a contribution that answers it,
    closes it.
- thanks: anything else received, until thanked; except updates and thanks themselves.
- note: something to bring next time, until raised. A note on a goal is progress, not a loop.

Dropping closes any loop; the end of the relationship closes none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar

from mentorlog.domain.entries import (
    ActionItem,
    Ask,
    AskStatus,
    Closure,
    Contribution,
    ContributionType,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Note,
    Party,
    Side,
)
from mentorlog.domain.matching import fits, folded
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import (
    Assessment,
    Standing,
    has_declined,
    meets_at_weekends,
    suggested,
)
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.views import Shape
from mentorlog.views.confidence import Withheld, shown_name, withheld

REPORTED_BACK = frozenset({ContributionType.ADVICE, ContributionType.INSIGHT})
NOT_THANKED = REPORTED_BACK | {ContributionType.UPDATE, ContributionType.THANKS}


class LoopKind(StrEnum):
    ACTION = "action"
    WAITING = "waiting"
    ADVICE = "advice"
    ASK = "ask"
    THANKS = "thanks"
    NOTE = "note"


SILENCE = 60  # days without any entry, after which more may have happened than is known
THANKS_WITHIN = 30  # days after the end
_AHEAD = {Standing.OVERDUE: 7, Standing.DUE: 3}  # days, about which the next meeting is proposed


def silent_since(relationships: Iterable[Relationship], today: dt.date) -> dt.date | None:
    """The last entry, if it is more than SILENCE days ago."""
    dates = (entry.date for person in relationships for entry in person.entries)
    last = max((date for date in dates if date <= today), default=None)
    return last if last and (today - last).days > SILENCE else None


def next_step(  # noqa: PLR0911 - a standing each
    relationship: Relationship, assessed: Assessment, *, silent: bool = False
) -> tuple[str, ...]:
    """The command that settles a standing, without WHO after its first word; () if none does.

    `silent`: nothing was entered for long, so perhaps they met. The board and nudges both suggest
    it.
    """
    match assessed.standing:
        case Standing.OVERDUE if silent:
            return ("log-meeting",)
        case Standing.OVERDUE | Standing.DUE:
            return "schedule", _in(_AHEAD[assessed.standing], relationship, assessed.as_of)
        case Standing.TO_LOG if assessed.to_log:
            return logging(assessed.to_log)
        case Standing.WRAP_UP:
            return "amend", "--for", "6 months"
        case Standing.QUIET if assessed.last_held:
            return ("reconnect",)
        case Standing.ENDED if assessed.next_planned:
            return "cancel", assessed.next_planned.isoformat()
        case Standing.ENDED:
            return _after_the_end(relationship, assessed.as_of)
    return ()


def _after_the_end(relationship: Relationship, today: dt.date) -> tuple[str, ...]:
    """The command after a closure: thanks, then later a few lines; () if they never met."""
    known = [entry for entry in relationship.entries if entry.date <= today]
    if not any(isinstance(e, Meeting) and e.status is MeetingStatus.HELD for e in known):
        return ()
    closures = [entry for entry in known if isinstance(entry, Closure)]
    if not closures or (today - closures[-1].date).days > THANKS_WITHIN:
        return () if has_declined(relationship, today) and not closures else ("reconnect",)
    words = closures[-1].words
    return () if words and words.thanks_sent_on else ("thanks",)


def logging(plan: Meeting) -> tuple[str, ...]:
    """The command that logs a planned meeting that is over, without WHO."""
    return "log-meeting", "--on", plan.date.isoformat()


def _in(days: int, relationship: Relationship, today: dt.date) -> str:
    """A day about that many days ahead, not at a weekend, as `schedule` takes it: +1w, +3d."""
    weekends = meets_at_weekends(relationship, today)
    ahead = min(dt.timedelta(days=days), dt.date.max - today)
    coming = suggested(today + ahead, today, weekends=weekends)
    weeks, rest = divmod((coming - today).days, 7)
    return f"+{7 * weeks + rest}d" if rest else f"+{weeks}w"


MEETS_SOON = 7  # days: a meeting so near that news can wait for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One open loop.

    `n`: the action item's number, from 1; None = the whole entry.
    `owner`: whose turn it is.
    `opened`: the entry's date.
    `text`: None if `withheld` says why, or nothing was written.
    `outcome`: what came of advice, known but not told yet.
    `ask`: the state of an ask.
    """

    JSON: ClassVar[Shape] = Shape(
        left_out=("name", "opened", "outcome", "ask"),
        keys={"withheld": True},
        when={"withheld": "withheld"},
    )

    id: str
    n: int | None = None
    handle: str
    name: str
    loop: LoopKind
    owner: Party
    opened: dt.date
    due: dt.date | None = None
    text: str | None = None
    outcome: str | None = None
    ask: AskStatus | None = None
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loops:
    JSON: ClassVar[Shape] = Shape(schema="todo")

    as_of: dt.date
    items: tuple[Loop, ...]


def loops(relationships: Iterable[Relationship], today: dt.date, *, reveal: bool) -> Loops:
    """Every open loop: mine with a date, then mine, then theirs. Needs the words (`worded`)."""
    items = [loop for r in relationships for loop in _loops_of(r, today, reveal=reveal)]
    return Loops(as_of=today, items=tuple(sorted(items, key=_order)))


def fitting(words: str, among: Iterable[Loop]) -> tuple[Loop, ...]:
    """The loops with all these words in their text or the person's name; an equal text wins."""
    known = [(loop, loop.text or "") for loop in among if loop.text]
    alike = [loop for loop, text in known if folded(text) == folded(words)]
    return tuple(alike or [x for x, text in known if fits(words, text, f"{x.name} {x.handle}")])


def worded(relationship: Relationship, today: dt.date) -> frozenset[str]:
    """The ids of the entries whose words `loops` needs; heads are enough here."""
    ids = {loop.id for loop in _loops_of(relationship, today, reveal=False)}
    if any(ask.id in ids for ask in relationship.of(Ask)):  # a contribution may answer it
        ids |= {contribution.id for contribution in relationship.of(Contribution)}
    return frozenset(ids)


def still_open(item: ActionItem, today: dt.date) -> bool:
    """Neither done nor dropped by the end of `today`."""
    return not (has_passed(item.done_on, today) or has_passed(item.dropped_on, today))


def untold_advice(relationship: Relationship, today: dt.date) -> tuple[Contribution, ...]:
    """Advice whose outcome they don't know yet, oldest first; heads are enough."""
    return tuple(
        gift
        for gift in relationship.of(Contribution)
        if gift.direction is Direction.RECEIVED
        and gift.type in REPORTED_BACK
        and gift.date <= today
        and not has_passed(gift.told_them_on, today)
        and not has_passed(gift.dropped_on, today)
    )


def meets_soon(assessed: Assessment, today: dt.date) -> bool:
    """Whether the next meeting is so near that news can wait for it."""
    return assessed.next_planned is not None and (assessed.next_planned - today).days <= MEETS_SOON


def _loops_of(relationship: Relationship, today: dt.date, *, reveal: bool) -> Iterator[Loop]:
    name = shown_name(relationship, reveal=reveal)
    for entry in relationship.entries:
        if entry.date > today and not isinstance(entry, Meeting):
            continue
        reason = withheld(entry, reveal=reveal)
        for loop in _loops_in(entry, relationship, today):
            shown = replace(loop, name=name, withheld=reason)
            yield _without_words(shown) if reason else shown


OF_THE_HEAD = (  # the fields of a loop that hold no words: all that's shown without them
    *("id", "handle", "name", "loop", "owner", "opened", "n", "due", "ask", "withheld"),
)


def _without_words(loop: Loop) -> Loop:
    return Loop(**{name: getattr(loop, name) for name in OF_THE_HEAD})


def _loops_in(entry: Entry, relationship: Relationship, today: dt.date) -> Iterator[Loop]:
    """The loops of an entry, with its words, but without the person's name."""
    bare = Loop(
        id=entry.id,
        handle=relationship.handle,
        name="",
        loop=LoopKind.NOTE,
        owner=Party.ME,
        opened=entry.date,
    )
    match entry:
        case Contribution() | Ask() | Note() if has_passed(entry.dropped_on, today):
            return
        case Meeting():
            yield from _promises(entry, bare, today)
        case Contribution(direction=Direction.RECEIVED):
            yield from _received(entry, bare, today)
        case Ask() if not _continued(entry, relationship, today):
            yield from _questions(entry, bare, today)
        case Note(words=words) if not has_passed(entry.raised_on, today):
            if words is None or words.goal is None:
                yield replace(bare, text=words.text if words else None)


def _promises(meeting: Meeting, bare: Loop, today: dt.date) -> Iterator[Loop]:
    for at, item in enumerate(meeting.action_items):
        if still_open(item, today):
            yield replace(
                bare,
                loop=LoopKind.WAITING if item.owner is Party.THEM else LoopKind.ACTION,
                owner=item.owner,
                n=at + 1,
                due=item.due,
                text=meeting.words.action_items[at].text if meeting.words else None,
            )


def _received(gift: Contribution, bare: Loop, today: dt.date) -> Iterator[Loop]:
    if gift.type in REPORTED_BACK and not has_passed(gift.told_them_on, today):
        kind = LoopKind.ADVICE
    elif gift.type not in NOT_THANKED and not has_passed(gift.thanked_on, today):
        kind = LoopKind.THANKS
    else:
        return
    text, outcome = (gift.words.text, gift.words.outcome) if gift.words else (None, None)
    yield replace(bare, loop=kind, text=text, outcome=outcome)


def _questions(ask: Ask, bare: Loop, today: dt.date) -> Iterator[Loop]:
    """An unanswered question is the other side's turn, an answer the asker's."""
    mine = ask.asked_by is Side.ME
    again = ask.status is AskStatus.NOTHING_NOW and has_passed(ask.ask_again_on, today)
    if ask.status is AskStatus.OPEN:
        owner = Party.THEM if mine else Party.ME
    elif ask.status is AskStatus.ANSWERED or again:
        owner = Party.ME if mine else Party.THEM
    else:
        return
    text = (ask.words.reply or ask.words.question) if ask.words else None
    kind, due = LoopKind.ASK, ask.ask_again_on
    yield replace(bare, loop=kind, owner=owner, due=due, text=text, ask=ask.status)


def _continued(ask: Ask, relationship: Relationship, today: dt.date) -> bool:
    """Whether the same side asked again, or a contribution answers it."""
    later = (a for a in relationship.of(Ask) if ask.date < a.date <= today)
    answers = (c.words for c in relationship.of(Contribution) if c.date <= today)
    return any(a.asked_by is ask.asked_by for a in later) or any(
        words is not None and words.answers == ask.id for words in answers
    )


def has_passed(day: dt.date | None, today: dt.date) -> bool:
    """Whether the day is set, and not after today."""
    return day is not None and day <= today


def _order(loop: Loop) -> tuple[bool, dt.date, dt.date, str, str, int]:
    theirs = loop.owner is Party.THEM
    return theirs, loop.due or dt.date.max, loop.opened, loop.handle, loop.id, loop.n or 0
