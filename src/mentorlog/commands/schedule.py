"""Plan a meeting.

If another one is planned within three days, it asks whether this one replaces it.

Example: mentorlog schedule dana-oz next fri 15:00 --agenda "the London role"
"""

from __future__ import annotations

from mentorlog.arguments import WHO, argument, option
from mentorlog.commands import Command, planning, rules, who
from mentorlog.commands.desk import Desk
from mentorlog.commands.details import Details, detailed
from mentorlog.commands.typed import texts
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.standing import Standing
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Details):
    who: str | None = WHO
    when: str | None = argument(
        "DATE…",
        "When: fri 15:00, next week, 10 Nov at 3pm.",
        date="moment",
        unquoted=True,
        question="When?",
    )
    with_: list[str] | None = option(
        "--with WHO", "Someone else who will be there; repeatable.", offers="people", about=True
    )
    agenda: list[str] | None = option("--agenda TEXT", "An agenda item; repeatable.", prose=True)


def schedule(desk: Desk, typed: Schedule, change: Change) -> Relationship:
    """Plan one meeting, today or later; with several people, one entry each, which are linked."""
    if typed.who is None or typed.when is None:
        raise UsageError("Who are you meeting, and when?", 'mentorlog schedule WHO "fri 15:00"')
    first, *others = map(desk.relationship, (typed.who, *(typed.with_ or ())))
    people = who.together(desk, first, others)
    meeting_words = MeetingWords(agenda=texts(typed.agenda))
    occasion = change.fresh_id() if len(people) > 1 else None
    new = replace(planning.planned(typed.when, desk.today, occasion=occasion), words=meeting_words)
    new = detailed(new, typed)
    for person in people:
        planning.check(desk, person, new)
    for person in people:
        planning.plan(desk, person, new, change)
    change.others = people[1:]
    return people[0]


def _check(desk: Desk, typed: Schedule) -> None:
    if typed.when is not None:
        planning.check_coming(desk, typed.who, typed.when)


def _fits(desk: Desk, person: Relationship) -> bool:
    """Whether nothing is planned yet, and they still meet."""
    ended = rules.is_in(Standing.ENDED, person, desk.today)
    return not (ended or rules.is_planned(person, desk.today))


COMMAND = Command(
    "schedule",
    Schedule,
    schedule,
    reads_others=False,
    needs=("who", "when"),
    fits=_fits,
    check=_check,
)
