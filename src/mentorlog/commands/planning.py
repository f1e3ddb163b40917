"""Plans of meetings: made, found again, moved, and fulfilled by what was logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from mentorlog.commands import rules
from mentorlog.commands.desk import Desk, prompt_of
from mentorlog.commands.typed import moment, plan_on
from mentorlog.commands.writing import Writing
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ChangedBy, MeetingWords
from mentorlog.errors import NotFound, Refused, UsageError
from mentorlog.terminal.wording import clock, day
from mentorlog.views.confidence import shown_name

NEAR = 3  # days between a plan and the meeting that fulfils it, or another plan
_HOURS_APART = 3  # a meeting that began further from the planned time is another one


def plan(
    desk: Desk,
    relationship: Relationship,
    when: str,
    writing: Writing,
    *,
    minutes: int | None = None,
    said: MeetingWords | None = None,
    occasion: str | None = None,
) -> None:
    """Plan a meeting for “DATE [TIME]”; ask whether it replaces one of about that day.

    `occasion`: ties it to the plans with others who will be there.
    Raises UsageError, Refused (past, closed, planned already).
    """
    day_, hour = moment(when, today=desk.today)
    check_day(desk, relationship, day_, hour)
    new = Meeting(
        id="",
        date=day_,
        time=hour,
        minutes=minutes,
        status=MeetingStatus.PLANNED,
        occasion=occasion,
        words=said or MeetingWords(),
    )
    others = [one for one in plans(relationship) if one.date >= desk.today and _near(one, day_)]
    for other in others[:1]:
        shown_ = shown(other, desk.today)
        with_ = f"with {shown_name(relationship, reveal=False)} " if occasion else ""
        if desk.asks and prompt_of(desk.environment).agrees(
            f"Does it replace the meeting planned {with_}for {shown_}?"
        ):
            whole, moved = desk.whole(relationship, other)
            move(whole, moved, new, writing)
            return
        if not desk.asks:
            writing.lines.append(
                f"{shown_} is still planned, too. Moved it?  "
                f"mentorlog reschedule {relationship.handle} --planned {other.date} DATE"
            )
    writing.add(relationship, new)


def check_day(desk: Desk, relationship: Relationship, day_: dt.date, hour: dt.time | None) -> None:
    """Raises Refused for a day that is over, after the end, or planned already."""
    way_out = f"Log it:  mentorlog log-meeting {relationship.handle} --on {day_}"
    rules.not_over(day_, desk.today, "A plan", way_out)
    rules.open_on(relationship, day_, desk.today)
    if any((one.date, one.time) == (day_, hour) for one in plans(relationship)):
        raise Refused(f"That meeting with {relationship.handle} is already planned.")


def move(
    relationship: Relationship,
    planned: Meeting,
    new: Meeting,
    writing: Writing,
    *,
    by: ChangedBy | None = None,
    why: str | None = None,
) -> None:
    """Let a new plan take the place of another, which keeps its day and id.

    The new one takes over what it doesn't say itself.
    """
    old, said = planned.words or MeetingWords(), new.words or MeetingWords()
    writing.update(
        planned,
        replace(
            planned,
            status=MeetingStatus.RESCHEDULED,
            rescheduled_to=new.date,
            words=replace(old, changed_by=by, reason=why),
        ),
    )
    writing.add(
        relationship,
        replace(
            new,
            time=new.time or planned.time,
            tz=planned.tz,
            minutes=new.minutes or planned.minutes,
            words=replace(
                said,
                medium=said.medium or old.medium,
                place=said.place or old.place,
                topics=said.topics or old.topics,
                agenda=said.agenda or old.agenda,
            ),
        ),
    )


def plans(relationship: Relationship) -> list[Meeting]:
    """The meetings that are planned, the earliest first."""
    found = (one for one in relationship.of(Meeting) if one.status is MeetingStatus.PLANNED)
    return sorted(found, key=lambda one: (one.date, one.time or dt.time.min, one.id))


def meant(desk: Desk, relationship: Relationship, text: str | None) -> Meeting:
    """The plan for a day, or the next one, or else the latest that wasn't logged.

    Raises NotFound where there is none, Refused where several are and nobody can be asked.
    """
    known = plans(relationship)
    if text is None:
        coming = [one for one in known if one.date >= desk.today]
        found = coming[:1] or known[-1:]
    else:
        on, hour = plan_on(text, today=desk.today, plans=[one.date for one in known])
        found = [one for one in known if one.date == on and hour in (None, one.time)]
    if not found:
        raise NotFound(
            f"No meeting with {relationship.handle} is planned{' then' if text else ''}.",
            f"mentorlog schedule {relationship.handle} DATE",
        )
    return found[0] if len(found) == 1 else _one_of(desk, relationship, found)


def fulfilled(
    desk: Desk,
    relationship: Relationship,
    logged: Meeting,
    *,
    among: bool = False,
) -> Meeting | None:
    """The plan that what was logged fulfils: the nearest whose day has come; of two, the earlier.

    One that is still to come is asked about, on a terminal only. `among`: others were there, so
    the question names whose plan it is.
    """
    near = sorted(
        (one for one in plans(relationship) if _near(one, logged.date) and _about(one, logged)),
        key=lambda one: (abs((one.date - logged.date).days), one.date, one.id),
    )
    held = logged.status is MeetingStatus.HELD
    for one in near:
        if one.date <= desk.today or (not held and one.date == logged.date):
            return one
    if near and desk.asks:
        with_ = f"with {shown_name(relationship, reveal=False)} " if among else ""
        asked = f"Was this the meeting planned {with_}for {shown(near[0], desk.today)}?"
        from mentorlog.terminal.prompts import Question

        question = Question(text=asked, default="no", hint="/ yes")
        answer = prompt_of(desk.environment).ask(question, str).strip().lower()
        if answer in ("y", "yes"):
            return near[0]
    return None


def written(
    desk: Desk,
    relationship: Relationship,
    planned: Meeting | None,
    logged: Meeting,
    writing: Writing,
    *,
    dated: bool,
) -> Meeting:
    """Write a meeting: as the plan that it fulfilled, which is said, or as a new entry."""
    if planned is None:
        return writing.add(relationship, logged)
    _, planned = desk.whole(relationship, planned)
    logged = _laid_over(planned, logged, dated=dated)
    with_ = f"with {shown_name(relationship, reveal=False)} " if writing.others else ""
    when = shown(planned, desk.today)
    if planned.date == desk.today:
        when = f"today{when.removeprefix(day(desk.today, desk.today))}"
    writing.lines.append(f"This was the meeting planned {with_}for {when}.")
    writing.update(planned, logged)
    return logged


def shown(meeting: Meeting, today: dt.date) -> str:
    """Fri 27 Nov 15:00."""
    return f"{day(meeting.date, today)} {clock(meeting.time) if meeting.time else ''}".strip()


def _laid_over(planned: Meeting, logged: Meeting, *, dated: bool) -> Meeting:
    """The plan with what was logged laid over it: nothing that stood there is lost.

    A meeting that was held moves to its day; a changed one keeps its planned day unless dated.
    """
    plan, log = planned.words or MeetingWords(), logged.words or MeetingWords()
    notes = "\n\n".join(text for text in (plan.notes, log.notes) if text)
    held = logged.status is MeetingStatus.HELD
    return replace(
        planned,
        date=logged.date if held or dated else planned.date,
        status=logged.status,
        in_confidence=planned.in_confidence or logged.in_confidence,
        time=logged.time or planned.time,
        minutes=logged.minutes or planned.minutes,
        rescheduled_to=logged.rescheduled_to,
        occasion=logged.occasion or planned.occasion,
        action_items=planned.action_items + logged.action_items,
        words=replace(
            plan,
            medium=log.medium or plan.medium,
            topics=plan.topics + tuple(t for t in log.topics if t not in plan.topics),
            notes=notes or None,
            changed_by=log.changed_by or plan.changed_by,
            action_items=plan.action_items + log.action_items,
        ),
    )


def _near(planned: Meeting, day_: dt.date) -> bool:
    return abs((planned.date - day_).days) <= NEAR


def _about(planned: Meeting, logged: Meeting) -> bool:
    """Whether the times of day, where both are known, are at most three hours apart."""
    if planned.time is None or logged.time is None:
        return True
    minutes = [60 * time.hour + time.minute for time in (planned.time, logged.time)]
    return abs(minutes[0] - minutes[1]) <= 60 * _HOURS_APART


def _one_of(desk: Desk, relationship: Relationship, found: Sequence[Meeting]) -> Meeting:
    listed = [clock(one.time) if one.time else "no time" for one in found]
    if not desk.asks:
        raise Refused(
            f"Several meetings with {relationship.handle} are planned for that day: "
            f"{', '.join(listed)}.",
            f'Say which:  --planned "{found[0].date} {listed[0]}"',
        )
    from mentorlog.terminal.prompts import Question

    prompt = prompt_of(desk.environment)
    prompt.say("Which one?")
    for number, text in enumerate(listed, 1):
        prompt.say(f"  {number}  {text}")
    answer = prompt.ask(Question(text="Number", default="1"), _number_to(len(found)))
    return found[int(answer) - 1]


def _number_to(most: int) -> Callable[[str], None]:
    def check(answer: str) -> None:
        if not (answer.isdecimal() and 1 <= int(answer) <= most):
            raise UsageError(f"Type a number from 1 to {most}.")

    return check
