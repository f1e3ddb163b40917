"""Move an entry to another person.

If the meeting had been planned, the plan goes back to the first person.

Example: mentorlog move 4v8m sam-lee
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from mentorlog.arguments import ENTRY, WHO, Writer
from mentorlog.commands import Command, occasions, planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import subjects
from mentorlog.domain import matching
from mentorlog.domain.entries import Entry, Meeting, MeetingStatus, Visibility
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import WHERE, MeetingWords
from mentorlog.errors import DamagedJournal, NotFound, Refused, UsageError
from mentorlog.frozen import NamedTuple, dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.texts import parsed_text
from mentorlog.journal.transaction import logged_from
from mentorlog.terminal.wording import clock, command, every, when
from mentorlog.views.confidence import shown_name

if TYPE_CHECKING:
    import datetime as dt

    from mentorlog.journal.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Writer):
    entry: str | None = ENTRY
    who: str | None = WHO


def move(desk: Desk, typed: Move, change: Change) -> Relationship:
    """Move one entry, and what belongs to it, to another person."""
    if typed.entry is None or typed.who is None:
        raise UsageError("Move which entry, and to whom?", "mentorlog move ID WHO")
    old, entry = _entry(desk, typed.entry)
    new = desk.relationship(typed.who)
    if new.handle == old.handle:
        raise Refused(f"It already belongs to {new.handle}.")

    def again(_: Relationship, other: Entry) -> tuple[str, ...]:
        return ("move", other.id, new.handle)

    others = occasions.others_to_change(desk, entry, "Move it", change, again, usually=False)
    for who, meant in ((old, entry), *(pair for pair in others if pair[0].id != new.id)):
        read = desk.read(who)
        plan = _plan_of(desk, read, meant, change)
        own: Entry = meant
        if plan is not None:
            change.update(plan.own, own := _without(plan))
        for moved in (own, *read.tied_to(meant)):
            rules.fits(new, moved, desk.today)
            change.move(moved, new)
        change.level(own)
        if plan is not None:
            _make_again(desk, who, plan, change)
    return new


_FULFILLED = MeetingStatus.HELD, MeetingStatus.CANCELLED, MeetingStatus.NO_SHOW


class _Plan(NamedTuple):
    """A plan as it was, with the text of its file.

    `own`: what the meeting says now. `logging`: what logged it. `others`: what became of the plan
    with the other people.
    """

    was: Meeting
    text: bytes
    own: Meeting
    logging: Transaction
    others: frozenset[MeetingStatus]


def _plan_of(desk: Desk, who: Relationship, entry: Entry, change: Change) -> _Plan | None:
    """The plan that the entry fulfilled, if it can be made again; else a line may say how.

    `who`: with words. Only this machine's undo log knows the plan.
    """
    own = next(candidate for candidate in who.entries if candidate.id == entry.id)
    if not isinstance(own, Meeting) or own.status not in _FULFILLED:
        return None
    if (logged := logged_from(desk.journal.home, own.id)) is None:
        change.lines += _if_planned(who, own, desk.today)
        return None
    step, logging = logged
    path, data = step.paths[0], step.before or b""
    was = cast("Meeting", parsed_text(path, data).value)
    is_log = logging.command in {"log-meeting", "edit"}
    if not (is_log and planning.may_come_back(who, was, desk.today)):
        return None
    try:
        text = desk.journal.text_in(path, data)
    except (Refused, UsageError, DamagedJournal):  # it's sealed, and the key isn't here
        then = when(was, desk.today)
        change.lines.append(f"It was planned with {shown_name(who, reveal=False)} for {then}.")
        if was.date >= desk.today:
            change.lines += _again(who, planning.date_and_time(was))
        return None
    plan = cast("Meeting", parsed_text(path, text).value)
    return _Plan(plan, text, own, logging, occasions.statuses_with_others(desk, plan))


def _make_again(desk: Desk, who: Relationship, plan: _Plan, change: Change) -> None:
    """Plan it again, and say so, as a dry run says it, too."""
    change.put_back(who, _as_it_was(plan), plan.text)
    then = when(plan.was, desk.today)
    change.lines.append(f"The plan goes back to {shown_name(who, reveal=False)}: {then}.")
    change.lines += _what_stays(_without(plan), plan.was)


def _if_planned(who: Relationship, own: Meeting, today: dt.date) -> Iterator[str]:
    """How to plan it again, if an agenda shows that it was planned, but nothing shows when."""
    if own.words and own.words.agenda:
        day = own.date.isoformat() if own.date >= today else "DATE"
        yield f"If it was planned with {shown_name(who, reveal=False)}, plan it again:"
        yield from _again(who, f"{day} {clock(own.time)}")


def _again(who: Relationship, day: str) -> Iterator[str]:
    yield f"  {command('schedule', who.handle, *day.split())}"


def _as_it_was(plan: _Plan) -> Meeting:
    """The plan to make again, hidden like the meeting, so that nothing is uncovered.

    Its action items stay with the meeting, so that none is open twice.
    """
    was, own = plan.was, plan.own
    linked = MeetingStatus.PLANNED in plan.others
    is_private = own.visibility is Visibility.PRIVATE
    return replace(
        was,
        occasion=was.occasion if linked else None,
        in_confidence=was.in_confidence or own.in_confidence,
        visibility=own.visibility if is_private else was.visibility,
        action_items=(),
        words=replace(was.words or MeetingWords(), action_items=()),
    )


def _without(plan: _Plan) -> Meeting:
    """The meeting without the time, place, topics, agenda and note that only the plan said.

    It keeps all that is sealed or in confidence, or was typed when it was logged; what an editor
    showed and somebody left as it was, nobody typed.
    """
    was, own, typed = plan.was, plan.own, plan.logging.typed
    words, planned = own.words, was.words or MeetingWords()
    is_known = plan.logging.command == "log-meeting" and bool(typed)
    if words is None or own.in_confidence or not is_known:
        return own
    same_time = "at" not in typed and (own.time, own.tz) == (was.time, was.tz)
    where: dict[str, Any] = {
        name: None for name in _same_places(words, planned) if name not in typed
    }
    topics = {*planned.topics}.difference(subjects(cast("Sequence[str]", typed.get("topic", ()))))
    nobody_else = own.occasion == was.occasion and plan.others <= {MeetingStatus.PLANNED}
    return replace(
        own,
        occasion=None if nobody_else else own.occasion,
        time=None if same_time else own.time,
        tz=None if same_time else own.tz,
        words=replace(
            words,
            **where,
            topics=tuple(topic for topic in words.topics if topic not in topics),
            agenda=tuple(line for line in words.agenda if line not in planned.agenda),
            notes=_own_note(words, planned),
        ),
    )


def _same_places(words: MeetingWords, planned: MeetingWords) -> Iterator[str]:
    """The fields that say where to meet, and say what the plan says."""
    return (n for n in WHERE if getattr(planned, n) and getattr(words, n) == getattr(planned, n))


def _own_note(words: MeetingWords, planned: MeetingWords) -> str | None:
    """The note without the plan's, which logging put before it."""
    before, own = f"{planned.notes}\n\n", f"{words.notes}\n\n"
    if not (planned.notes and own.startswith(before)):
        return words.notes
    return own.removeprefix(before).removesuffix("\n\n") or None


def _what_stays(own: Meeting, plan: Meeting) -> Iterator[str]:
    """Lines about what the moved meeting still has from the plan."""
    planned, words = plan.words or MeetingWords(), own.words
    both = [
        *(["time"] if plan.time and own.time == plan.time else []),
        *_same_places(words or planned, planned),
        *(["topics"] if words and {*planned.topics} & {*words.topics} else []),
        *(["agenda"] if planned.agenda and (words is None or words.agenda) else []),
    ]
    if both:
        stay = "stays" if len(both) == 1 else "stay"
        yield f"The plan's {every(both)} {stay} in the moved meeting, too."
    if plan.action_items:
        yield "The plan's action items stay in the moved meeting."


def _entry(desk: Desk, named: str) -> tuple[Relationship, Entry]:
    """The entry to move. Raises Refused; for a person, with how to move a plan or find an id."""
    try:
        return desk.entry(named)
    except NotFound as nothing:
        for person in matching.meant(named, desk.contents.relationships)[:1]:
            to_a_day = command("reschedule", person.handle, "DATE")
            ids = command("show", person.handle)
            nothing.hint = f"Move a meeting to another day:  {to_a_day}\nList the ids:  {ids}"
        raise


COMMAND = Command("move", Move, move, reads_others=False, needs=("entry", "who"))
