"""Planned meetings: make, find, move, and mark as held."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import moment, past, plan_on
from mentorlog.domain.entries import Closure, Meeting, MeetingStatus, Pause
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ChangedBy, MeetingWords
from mentorlog.errors import NotFound, Refused, UsageError, shell_word
from mentorlog.frozen import fields, replace
from mentorlog.journal.change import Change
from mentorlog.journal.names import echoed
from mentorlog.terminal import wording
from mentorlog.terminal.wording import clock, command, day, every
from mentorlog.views.confidence import shown_name

NEAR = 3  # days between a plan and the meeting that fulfils it, or another plan
OR_MOVE = "Cancel it, or move it with reschedule"
_NO_TIME = "no time"  # names the plan without one among several of a day
_HOURS_APART = 3  # a meeting that began further from the planned time isn't the planned one
M = TypeVar("M", Meeting, MeetingWords)


def new_plan(day_: dt.date, hour: dt.time | None, *, occasion: str | None = None) -> Meeting:
    """A planned meeting without words; `occasion`: shared by everyone's entry of that meeting."""
    return Meeting(
        id="",
        date=day_,
        time=hour,
        status=MeetingStatus.PLANNED,
        occasion=occasion,
        words=MeetingWords(),
    )


def planned(when: str, today: dt.date, *, occasion: str | None = None) -> Meeting:
    """A planned meeting, as from `new_plan`, read from “DATE [TIME]”. Raises UsageError."""
    return new_plan(*moment(when, today=today), occasion=occasion)


def plan(desk: Desk, relationship: Relationship, new: Meeting, change: Change) -> None:
    """Add a plan; ask whether it replaces an existing one of about that day.

    Raises Refused for a past day, after the closure, or if it is planned already.
    """
    check(desk, relationship, new)
    others = [meeting for meeting in plans(relationship) if _is_near(meeting, new.date)]
    other = min(others, key=lambda meeting: abs((meeting.date - new.date).days), default=None)
    if other is not None and desk.asks and _is_replaced(desk, relationship, other, new):
        move(desk, relationship, other, new, change)
        return
    if other is not None and not desk.asks:
        change.lines += _not_moved(relationship, other, new, desk.today)
        rest = [meeting for meeting in plans(relationship) if meeting.id != other.id]
    else:
        rest = plans(relationship)
    change.lines += to_come(rest, desk.today, f"Also planned{_with(relationship, new)}")
    change.lines += _in_a_pause(relationship, new, desk.today)
    change.add(relationship, new)


def _not_moved(
    relationship: Relationship, other: Meeting, new: Meeting, today: dt.date
) -> Iterator[str]:
    """The lines that say that both are planned now, and how to replace the other one."""
    known = [*plans(relationship), new]
    said = f"{wording.when(other, today)}{_with(relationship, new)} is"
    if new.time is None and other.date == new.date:
        yield f"{said} planned for that day, too. The same meeting?"
        which, to = _which(known, new), [clock(other.time)]
    else:
        yield f"{said} still planned, too. Moved it?"
        which, to = _which(known, other), date_and_time(new).split()
    yield f"  {command('reschedule', relationship.handle, '--planned', which, *to)}"


def _in_a_pause(relationship: Relationship, new: Meeting, today: dt.date) -> Iterator[str]:
    """A line if a new plan falls into a pause."""
    for pause in relationship.of(Pause):
        if pause.date <= new.date and (pause.until is None or new.date < pause.until):
            back = (
                "which has no end yet" if pause.until is None else f"back {day(pause.until, today)}"
            )
            yield f"It's in the pause with {shown_name(relationship, reveal=False)}, {back}."


def to_come(plans_: Iterable[Meeting], today: dt.date, lead: str) -> Iterator[str]:
    """One line with those that are still planned; nothing if there are none."""
    if days := [wording.when(meeting, today) for meeting in plans_ if meeting.date >= today]:
        yield f"{lead}: {every(days)}."


def besides(relationship: Relationship, meant: Meeting, today: dt.date) -> Iterator[str]:
    """One line with the other coming plans, if the plan that was meant wasn't named."""
    return to_come((p for p in plans(relationship) if p.id != meant.id), today, "Still planned")


def still_planned(
    relationship: Relationship,
    meetings: Sequence[Meeting],
    today: dt.date,
    way_out: str = "Cancel it",
) -> Iterator[str]:
    """For each of these plans, lines that name it and the command that cancels it."""
    for meeting in meetings:
        which = _which(plans(relationship), meeting)
        yield f"Still planned: {wording.when(meeting, today)}. {way_out}:"
        yield f"  {command('cancel', relationship.handle, *which.split())}"


def _with(relationship: Relationship, meeting: Meeting) -> str:
    """Whose meeting it is, if several people meet: " with Dana Öz"; else ""."""
    return f" with {shown_name(relationship, reveal=False)}" if meeting.occasion else ""


def _is_replaced(desk: Desk, relationship: Relationship, other: Meeting, new: Meeting) -> bool:
    """Whether the new plan replaces the other; Enter means no if its day has come."""
    with_, then = _with(relationship, new), wording.when(other, desk.today)
    asked = f"Does it replace the meeting planned{with_} for {then}?"
    return desk.agrees(asked, usually=other.date >= desk.today)


def check_coming(desk: Desk, who: str | None, when: str, *, new: bool = False) -> None:
    """Raises UsageError if `when` isn't a date, Refused if it is past; `new`: for someone new."""
    day_ = moment(when, today=desk.today)[0]
    _check_coming(day_, desk.today, echoed(who) if who else "WHO", *(("--new",) if new else ()))


def _check_coming(day_: dt.date, today: dt.date, who: str, *new: str) -> None:
    way_out = command("log-meeting", who, *new, "--on", str(day_))
    rules.not_over(day_, today, "A plan", f"Log it:  {way_out}")


def check(
    desk: Desk, relationship: Relationship, new: Meeting, *, moved: Meeting | None = None
) -> None:
    """Raises Refused for a past day, after the closure, or one that is planned already.

    `moved`: the plan that it replaces, which may join another.
    """
    _check_coming(new.date, desk.today, relationship.handle)
    rules.open_on(relationship, new.date, desk.today)
    in_the_way = plans(relationship) if moved is None else [moved]
    if any(_is_then(meeting, new) for meeting in in_the_way):
        which = _which(plans(relationship), new)
        way_out = command("reschedule", relationship.handle, "--planned", which, "DATE")
        raise Refused(
            f"That meeting with {relationship.handle} is already planned.",
            f"Move it:  {way_out}",
        )


def move(
    desk: Desk,
    relationship: Relationship,
    old: Meeting,
    new: Meeting,
    change: Change,
    *,
    by: ChangedBy | None = None,
    why: str | None = None,
) -> None:
    """Replace a plan by a new one; the old one keeps its day and id.

    What the new plan, or an existing one for that time, doesn't say is taken from the old one.
    """
    _, old = desk.whole(relationship, old)
    words = replace(old.words or MeetingWords(), changed_by=by, reason=why)
    status = MeetingStatus.RESCHEDULED
    change.update(old, replace(old, status=status, rescheduled_to=new.date, words=words))
    change.lines += _in_a_pause(relationship, new, desk.today)
    new = inheriting(new, old)
    same = next((meeting for meeting in plans(relationship) if _is_then(meeting, new)), None)
    if same is None or same.id == old.id:
        change.add(relationship, new)
    else:
        _, same = desk.whole(relationship, same)
        change.update(same, inheriting(same, old))


_OF_A_PLAN = {"id", "date", "status", "rescheduled_to", "occasion", "action_items", "words"}
AFTERWARDS = {"notes", "reflection", "reason", "changed_by", "source", "action_items"}


def inheriting(new: Meeting, old: Meeting) -> Meeting:
    """The new plan, with what it doesn't say taken from the old one."""
    words = _completed(new.words or MeetingWords(), old.words or MeetingWords(), AFTERWARDS)
    return replace(_completed(new, old, _OF_A_PLAN), words=words)


def _completed(new: M, old: M, excluded: AbstractSet[str] = frozenset()) -> M:
    """`new`, with unset fields taken from `old`, except those in `excluded`."""
    names = (field.name for field in fields(new) if field.name not in excluded)
    return replace(new, **{name: getattr(new, name) or getattr(old, name) for name in names})


def plans(relationship: Relationship) -> list[Meeting]:
    """The planned meetings, earliest first."""
    return sorted(
        relationship.meetings(MeetingStatus.PLANNED),
        key=lambda plan: (plan.date, plan.time or dt.time.min, plan.id),
    )


def coming(relationship: Relationship, today: dt.date) -> list[Meeting]:
    """The plans from today on, earliest first."""
    return [meeting for meeting in plans(relationship) if meeting.date >= today]


def check_which(desk: Desk, text: str | None) -> None:
    """Raises UsageError for text that can't name a plan."""
    if text is not None:
        _plan_on(text, today=desk.today, plans=())


def meant(desk: Desk, relationship: Relationship, text: str | None, *again: str) -> Meeting:
    """The plan for a day; without a day the next one, else the latest that wasn't logged.

    `again`: the command line for choosing one of several, with {plan} to fill in. Raises NotFound
    if there is none, Refused for several without a terminal.
    """
    known = plans(relationship)
    if text is None:
        fitting = coming(relationship, desk.today)[:1] or known[-1:]
    else:
        on, hours = _plan_on(text, today=desk.today, plans=[meeting.date for meeting in known])
        fitting = [
            meeting
            for meeting in known
            if meeting.date == on and (hours is None or meeting.time in hours)
        ]
    if not fitting:
        others = "; ".join(wording.when(meeting, desk.today) for meeting in known)
        raise NotFound(
            f"No meeting with {relationship.handle} is planned"
            f"{f' then. Planned: {others}' if others else ''}.",
            f"mentorlog schedule {shell_word(relationship.handle)} DATE",
        )
    return fitting[0] if len(fitting) == 1 else _choose_plan(desk, relationship, fitting, again)


def _plan_on(
    text: str, *, today: dt.date, plans: Collection[dt.date]
) -> tuple[dt.date, tuple[dt.time | None] | None]:
    """The day of a plan, as `plan_on`, and its time if one, or that it has none, was named."""
    named = text.removesuffix(f" {_NO_TIME}")
    on, hour = plan_on(named, today=today, plans=plans)
    return on, None if hour is None and named == text else (hour,)


def day_of(
    text: str | None, status: MeetingStatus, relationship: Relationship | None, today: dt.date
) -> dt.date:
    """The day of a logged meeting; one not held may have a plan's future day. Raises as `past`."""
    if text and relationship and status is not MeetingStatus.HELD:
        days = {meeting.date for meeting in plans(relationship)}
        with contextlib.suppress(UsageError):
            on, hour = plan_on(text, today=today, plans=days)
            if on in days and hour is None:
                return on
    return past(text, today)


def fulfilled(
    desk: Desk,
    relationship: Relationship,
    logged: Meeting,
    *,
    among: bool = False,
) -> Meeting | None:
    """The plan that a logged meeting was: the nearest whose day has come, or the earlier of two.

    A plan still to come is asked about, only on a terminal. `among`: others were there, so the
    question says whose plan it is.
    """
    near = _near(relationship, logged)
    for meeting in near:
        if _has_come(meeting, logged, desk.today):
            return meeting
    if near:
        with_ = f"with {shown_name(relationship, reveal=False)} " if among else ""
        asked = f"Was this the meeting planned {with_}for {wording.when(near[0], desk.today)}?"
        if desk.agrees(asked, usually=False):
            return near[0]
    return None


def other_day(desk: Desk, relationship: Relationship, logged: Meeting) -> dt.date | None:
    """The day of the plan that a held meeting would fulfil, if it isn't the meeting's day."""
    if logged.status is not MeetingStatus.HELD:
        return None
    near = _near(relationship, logged)
    taken = next((meeting for meeting in near if _has_come(meeting, logged, desk.today)), None)
    return None if taken is None or taken.date == logged.date else taken.date


def _near(relationship: Relationship, logged: Meeting) -> list[Meeting]:
    """The plans that a logged meeting may have been, the nearest first."""
    meetings = (
        meeting
        for meeting in plans(relationship)
        if _is_near(meeting, logged.date) and _about(meeting, logged)
    )
    return sorted(meetings, key=lambda meeting: _distance(meeting, logged))


def _has_come(planned: Meeting, logged: Meeting, today: dt.date) -> bool:
    """Whether a plan may be taken without a question."""
    held = logged.status is MeetingStatus.HELD
    return planned.date <= today or (not held and planned.date == logged.date)


def write_meeting(
    desk: Desk,
    relationship: Relationship,
    planned: Meeting | None,
    logged: Meeting,
    change: Change,
    *,
    dated: bool,
) -> Meeting:
    """Write a meeting: into the entry of its plan, and say so, or as a new entry."""
    if planned is None:
        return change.add(relationship, logged)
    _, planned = desk.whole(relationship, planned)
    logged = _laid_over(planned, logged, dated=dated)
    with_ = f"with {shown_name(relationship, reveal=False)} " if change.others else ""
    then = wording.when(planned, desk.today)
    if planned.date == desk.today:
        then = f"today{then.removeprefix(day(desk.today, desk.today))}"
    change.lines.append(f"This was the meeting planned {with_}for {then}.")
    change.update(planned, logged)
    return logged


def may_come_back(relationship: Relationship, was: Meeting, today: dt.date) -> bool:
    """Whether a plan can be made again: nothing was closed since, and it isn't there already."""
    closed = any(closure.date >= was.date for closure in relationship.of(Closure))
    with contextlib.suppress(Refused):
        rules.open_on(relationship, was.date, today)
        return not closed and not any(_is_then(meeting, was) for meeting in plans(relationship))
    return False


def _laid_over(planned: Meeting, logged: Meeting, *, dated: bool) -> Meeting:
    """The plan, overridden by what was logged; nothing that the plan says is lost.

    A meeting that was held moves to its day; a changed one keeps its planned day unless dated.
    """
    plan, log = planned.words or MeetingWords(), logged.words or MeetingWords()
    notes = "\n\n".join(text for text in (plan.notes, log.notes) if text)
    held = logged.status is MeetingStatus.HELD
    return replace(
        _completed(logged, planned),
        date=logged.date if held or dated else planned.date,
        rescheduled_to=logged.rescheduled_to,
        action_items=planned.action_items + logged.action_items,
        words=replace(
            _completed(log, plan),
            topics=plan.topics + tuple(t for t in log.topics if t not in plan.topics),
            notes=notes or None,
            action_items=plan.action_items + log.action_items,
        ),
    )


def _is_near(planned: Meeting, day_: dt.date) -> bool:
    return abs((planned.date - day_).days) <= NEAR


def _about(planned: Meeting, logged: Meeting) -> bool:
    """Whether the two times of day, if both are known, are at most three hours apart."""
    apart = _minutes_apart(planned, logged)
    return apart is None or apart <= 60 * _HOURS_APART


def _minutes_apart(first: Meeting, second: Meeting) -> int | None:
    if first.time is None or second.time is None:
        return None
    minutes = [60 * time.hour + time.minute for time in (first.time, second.time)]
    return abs(minutes[0] - minutes[1])


def _distance(planned: Meeting, logged: Meeting) -> tuple[object, ...]:
    """Sort key: how far a plan is from the logged meeting; ties go to the earlier."""
    apart = _minutes_apart(planned, logged)
    return (
        abs((planned.date - logged.date).days),
        60 * _HOURS_APART if apart is None else apart,
        planned.date,
        planned.time or dt.time.min,
        planned.id,
    )


def _is_then(first: Meeting, second: Meeting) -> bool:
    return (first.date, first.time) == (second.date, second.time)


def _which(meetings: Sequence[Meeting], plan_: Meeting) -> str:
    """The plan as `--planned` takes it, with its time only if there are several that day."""
    is_only_one = [meeting.date for meeting in meetings].count(plan_.date) == 1
    return str(plan_.date) if is_only_one else f"{plan_.date} {clock(plan_.time) or _NO_TIME}"


def date_and_time(meeting: Meeting) -> str:
    """The plan as `--planned` takes it: 2026-11-27 15:00."""
    return f"{meeting.date} {clock(meeting.time)}".strip()


def _choose_plan(
    desk: Desk, relationship: Relationship, meetings: Sequence[Meeting], again: Sequence[str]
) -> Meeting:
    listed = [clock(meeting.time) or _NO_TIME for meeting in meetings]
    if not desk.asks:
        timed = next((meeting for meeting in meetings if meeting.time), meetings[0])
        words = (word.replace("{plan}", date_and_time(timed)) for word in again)
        raise Refused(
            f"Several meetings with {relationship.handle} are planned for that day: "
            f"{', '.join(listed)}.",
            f"Say which:  {command(*words)}",
        )
    from mentorlog.commands.questions import picked

    rows = [(text, text) for text in listed]
    question = f"Which one? {', '.join(listed)}"
    answer = desk.ask_once(question, lambda prompt: picked(prompt, "Which one?", rows))
    return meetings[listed.index(answer)]
