"""Which nudges need saying on a day, and at which stage. Pure: no ledger, clock or file.

Nudges about due meetings come from the standing; those about planned meetings, promises and
follow-ups come from entries, so a pause silences none of them. An ended relationship has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from mentorlog.domain.cadence import written
from mentorlog.domain.due import first_overdue
from mentorlog.domain.entries import Approach, Ask, Meeting, MeetingStatus, Party, Side, Stage
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.runs import Run, run_on
from mentorlog.domain.standing import Assessment, Standing, assessment_in
from mentorlog.reminders import Window
from mentorlog.views.confidence import shown_name
from mentorlog.views.loops import (
    logging,
    meets_soon,
    next_step,
    silent_since,
    still_open,
    untold_advice,
)
from mentorlog.views.nudges import Nudge, NudgeKind, Who

REMINDED_AFTER = (7, 21, 49)  # days after the first overdue day; then no more

_DUE = {
    Standing.DUE_SOON: NudgeKind.DUE_SOON,
    Standing.DUE: NudgeKind.DUE,
    Standing.OVERDUE: NudgeKind.OVERDUE,
}
_URGENCY = {kind: rank for rank, kind in enumerate(NudgeKind)}


def items(
    relationships: Iterable[Relationship], today: dt.date, window: Window, *, reveal: bool = False
) -> tuple[Nudge, ...]:
    """Everything that needs doing, most urgent first. The window's days are the working days."""
    known = tuple(relationships)
    horizon = window.next_day(today)
    silent = silent_since(known, today) is not None
    nudges = (
        nudge
        for relationship in known
        for nudge in _nudges(relationship, today, horizon, reveal=reveal, silent=silent)
    )
    distinct = {nudge.key: nudge for nudge in nudges}
    return tuple(sorted(distinct.values(), key=_order))


def who_of(relationship: Relationship, *, reveal: bool) -> Who:
    """The person of a nudge, as they may be named."""
    return Who(
        relationship_id=relationship.id,
        handle=relationship.handle,
        name=shown_name(relationship, reveal=reveal),
        in_confidence=relationship.in_confidence and not reveal,
    )


def _nudges(
    relationship: Relationship,
    today: dt.date,
    horizon: dt.date,
    *,
    reveal: bool,
    silent: bool,
) -> Iterator[Nudge]:
    run = run_on(relationship, today)
    now = assessment_in(run, relationship, today)
    who = who_of(relationship, reveal=reveal)
    if now.standing is Standing.ENDED:
        return
    yield from _to_prepare(relationship, who, now, horizon)
    yield from _by_standing(run, who, now, next_step(relationship, now, silent=silent))
    if now.to_log:
        yield _of_meeting(NudgeKind.TO_LOG, now.to_log, who, logging(now.to_log))
    yield from _promises(relationship, who, today)
    yield from _follow_ups(relationship, who, now)
    yield from _updates(relationship, who, now)


def _by_standing(
    run: Run | None, who: Who, now: Assessment, step: tuple[str, ...]
) -> Iterator[Nudge]:
    if now.standing in _DUE and now.due and now.terms:
        yield Nudge(
            who=who,
            kind=_DUE[now.standing],
            subject=now.due.isoformat(),
            stage=_reminders(run, now),
            date=now.due,
            cadence=written(now.terms.cadence),
            bound=now.terms.bound,
            step=step,
        )
    elif now.standing is Standing.WRAP_UP and now.end:
        end = now.end.isoformat()
        yield Nudge(who=who, kind=NudgeKind.WRAP_UP, subject=end, date=now.end, step=step)
    elif now.standing is Standing.QUIET and (since := now.last_held or now.start):
        yield Nudge(
            who=who,
            kind=NudgeKind.QUIET,
            subject=since.isoformat(),
            date=since,
            met=now.last_held is not None,
            step=step,
        )


def _reminders(run: Run | None, now: Assessment) -> int:
    """How many reminders are due since the first overdue day; 0 before."""
    if run is None or now.due is None:
        return 0
    first = first_overdue(run, now.due.toordinal(), now.slack_days or 0)
    return sum(now.as_of.toordinal() - first >= days for days in REMINDED_AFTER)


def _to_prepare(
    relationship: Relationship, who: Who, now: Assessment, horizon: dt.date
) -> Iterator[Nudge]:
    """Plans for today up to the next working day, including a weekend in between.

    A plan for a day with a meeting already was that meeting.
    """
    for plan in relationship.meetings(MeetingStatus.PLANNED):
        if now.as_of <= plan.date <= horizon and plan.date != now.last_held:
            yield _of_meeting(NudgeKind.PREP, plan, who, ("prep",))


def _of_meeting(kind: NudgeKind, meeting: Meeting, who: Who, step: tuple[str, ...]) -> Nudge:
    return Nudge(
        who=who,
        kind=kind,
        subject=f"{meeting.id} {meeting.date}",
        date=meeting.date,
        time=meeting.time,
        step=step,
    )


def _promises(relationship: Relationship, who: Who, today: dt.date) -> Iterator[Nudge]:
    """Promises of mine, or shared ones, whose day has passed."""
    for meeting in relationship.of(Meeting):
        known = meeting.date <= today or meeting.status is MeetingStatus.PLANNED
        for number, item in enumerate(meeting.action_items if known else (), start=1):
            mine = item.owner is not Party.THEM and still_open(item, today)
            if mine and item.due and item.due < today:
                subject, kind = f"{meeting.id}.{number}", NudgeKind.ACTION
                yield Nudge(who=who, kind=kind, subject=subject, date=item.due, step=("done",))


def _follow_ups(relationship: Relationship, who: Who, now: Assessment) -> Iterator[Nudge]:
    """An open search, or an ask to repeat, whose day to follow up has come."""
    for day in (_search_resumes(relationship, now), _asking_again(relationship, now.as_of)):
        if day and day <= now.as_of:
            yield Nudge(who=who, kind=NudgeKind.FOLLOW_UP, subject=day.isoformat(), date=day)


def _updates(relationship: Relationship, who: Who, now: Assessment) -> Iterator[Nudge]:
    """The latest advice with an outcome that they don't know yet.

    Nothing is known of advice whose words aren't loaded, are sealed or in confidence.
    """
    if now.standing is Standing.PAUSED or meets_soon(now, now.as_of):
        return
    not_told = untold_advice(relationship, now.as_of)
    known = [e for e in not_told if e.words and e.words.outcome and not e.in_confidence]
    if known:
        subject, date = known[-1].id, known[-1].date
        yield Nudge(who=who, kind=NudgeKind.UPDATE, subject=subject, date=date, step=("update",))


def _search_resumes(relationship: Relationship, now: Assessment) -> dt.date | None:
    """The day to resume a search, from its latest step; None after an agreement or a last stage."""
    steps = [step for step in relationship.of(Approach) if step.date <= now.as_of]
    searching = now.standing is Standing.EXPLORING and steps and steps[-1].stage is not Stage.AGREED
    return steps[-1].follow_up_on if searching else None


def _asking_again(relationship: Relationship, today: dt.date) -> dt.date | None:
    """The day to repeat an ask, from the last time I asked; asking again settles it."""
    asked = [ask for ask in relationship.of(Ask) if ask.asked_by is Side.ME and ask.date <= today]
    return asked[-1].ask_again_on if asked else None


def _order(nudge: Nudge) -> tuple[int, dt.date, str, str]:
    return _URGENCY[nudge.kind], nudge.date, nudge.who.handle, nudge.subject
