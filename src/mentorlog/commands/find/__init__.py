"""Find where you wrote something, in everything not held in confidence.

Example: mentorlog find reorg --since 2026-01-01
"""

from __future__ import annotations

from collections.abc import Callable

from mentorlog.arguments import Reader, argument, option
from mentorlog.commands import Reading, Result
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.find.view import (
    Asked,
    Gathered,
    Matches,
    Searched,
    Where,
    gathered,
    matches,
    may_mention,
)
from mentorlog.commands.periods import first_and_last
from mentorlog.commands.typed import choice
from mentorlog.domain.entries import ContributionType, Kind
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Find(Reader):
    text: str | None = argument("TEXT", "A word or a few; case and accents don't matter.")
    kind: str | None = option(
        "--kind KIND",
        "agreement, meeting, contribution, ask, note, check-in, pause, approach or closure.",
        choices="Kind",
    )
    type_: str | None = option(
        "--type TYPE",
        "What you gave and received, of one type: advice, feedback, …; see gave --help.",
        choices="ContributionType",
    )
    topic: str | None = option("--topic TOPIC", "What you gave and received, about one topic.")
    who: str | None = option("--who WHO", "Only with this person.", offers="people", about=True)
    since: str | None = option("--since DATE", "From this day on.", date="past")
    until: str | None = option("--until DATE", "Up to this day.", date="past")


def find(desk: Desk, typed: Find) -> Result:
    """The entries that match, oldest first. Finding nothing isn't a failure."""
    if typed.who is not None:
        desk.relationship(typed.who)  # before anything is asked
    text, topic = ((word or "").strip() for word in (typed.text, typed.topic))
    by_topic = typed.type_ is not None or bool(topic)
    if not (text or by_topic):
        text = _asked_for(desk)
    kind = choice(Kind, typed.kind)
    if by_topic and kind not in (None, Kind.CONTRIBUTION):
        raise UsageError("--type and --topic are for what you gave and received.")
    chosen = desk.people(typed.who)
    # counted from today even with --as-of
    since, until = first_and_last(typed.since, typed.until, desk.environment.today)
    where = Where(kind=Kind.CONTRIBUTION if by_topic else kind, since=since, until=until)
    view: Matches | Gathered
    if by_topic:
        sources = [_searched(desk, person) for person in chosen]
        type_ = choice(ContributionType, typed.type_)
        asked = Asked(type=type_, topic=topic or None, text=text)
        view = gathered(sources, asked, where, desk.today, reveal=desk.reveal)
    else:
        may = may_mention(text)
        sources = [_searched(desk, _only_where(person, where), may) for person in chosen]
        view = matches(sources, text, where, desk.today, reveal=desk.reveal)
    return Result(view=view, paged=True)


def _asked_for(desk: Desk) -> str:
    """The words to find, asked for on a terminal. Raises UsageError without any."""
    text = ""
    if desk.asks:
        from mentorlog.terminal.prompts import Question

        text = prompt_of(desk.environment).ask(Question(text="Find what?"), str)
    if not text:
        raise UsageError("Find what?", "mentorlog find reorg")
    return text


def _only_where(person: Relationship, where: Where) -> Relationship:
    return replace(person, entries=tuple(filter(where.holds, person.entries)))


def _searched(
    desk: Desk, person: Relationship, wanted: Callable[[bytes], bool] = lambda _: True
) -> Searched:
    return Searched(
        relationship=desk.read(replace(person, entries=())),
        entries=tuple((stored.entry, stored.unknown) for stored in desk.stored(person, wanted)),
        unknown=desk.journal.unknown_of(person),
    )


COMMAND = Reading(Find, find)
