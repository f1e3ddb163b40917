"""An agreement, a pause, a step of the search and a closure, each in one sentence."""

from __future__ import annotations

import datetime as dt

from mentorlog.domain.cadence import written
from mentorlog.domain.entries import Agreement, Approach, Closure, Meeting, Pause
from mentorlog.domain.words import AgreedBy, ClosureWords, Conversation, InitiatedBy, NextForm
from mentorlog.terminal import wording
from mentorlog.terminal.dates import away, clock, counted, day
from mentorlog.terminal.layout import joined
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import safe

_SUGGESTED = {
    InitiatedBy.ME: "suggested by you",
    InitiatedBy.THEM: "suggested by them",
    InitiatedBy.BOTH: "by both of you",
    InitiatedBy.PROGRAM: "by the programme",
}
_NO_MORE = {None, NextForm.NONE}
_SAID = {
    Conversation.MET: "said in person",
    Conversation.CALL: "said on a call",
    Conversation.WRITTEN: "said in writing",
}


def terms(agreement: Agreement, start: dt.date, today: dt.date, *, running: bool = True) -> str:
    """Every 2 weeks, 45 minutes, video, since Mon 1 Jun until Tue 1 Dec (it ends in 9 days)."""
    minutes = agreement.meeting_minutes
    media = agreement.words.media if agreement.words else ()
    rhythm = (
        written(agreement.cadence, agreement.bound),
        counted(minutes, "minute") if minutes else "",
        " or ".join(wording.MEDIUM[medium] for medium in media),
    )
    begins = "since" if start <= today else "from"
    span = f"{begins} {day(start, today)}{_until(agreement, today, running=running)}"
    draft = agreement.words and agreement.words.agreed_by is AgreedBy.DRAFT
    still = ". A draft: not agreed by both yet" if draft else ""
    return f"{wording.sentence(joined((*rhythm, span), ', '))}{still}."


def paused(pause: Pause, today: dt.date, look: Look) -> str:
    """Paused since Fri 25 Sep: parental leave."""
    reason = pause.words.reason if pause.words else None
    return f"Paused since {day(pause.date, today)}{_because(reason, look)}."


def next_meeting(meeting: Meeting, today: dt.date, look: Look) -> str:
    """Next meeting Thu 26 Nov 15:00, video, Café Rost."""
    at = f" {clock(meeting.time, meeting.tz)}" if meeting.time else ""
    medium = meeting.words.medium if meeting.words else None
    place = meeting.words.place if meeting.words else None
    where = (
        wording.MEDIUM[medium] if medium else "",
        safe(place or "", ascii_only=look.ascii_only),
    )
    return f"Next meeting {joined((f'{day(meeting.date, today)}{at}', *where), ', ')}."


def searched(approach: Approach, today: dt.date) -> str:
    """First conversation, Tue 3 Nov."""
    stage = wording.sentence(wording.spelled(approach.stage))
    return f"{stage}, {day(approach.date, today)}."


def ended(closure: Closure, today: dt.date) -> str:
    """Ended Tue 1 Dec: goals met, by both of you, said in person. From now on: friend."""
    words = closure.words or ClosureWords()
    reason = wording.spelled(closure.reason) if closure.reason else ""
    by = _SUGGESTED[words.initiated_by] if words.initiated_by else ""
    said = _SAID.get(words.conversation, "") if words.conversation else ""
    why = joined((reason, by, said), ", ")
    then = f". From now on: {words.next_form}" if words.next_form not in _NO_MORE else ""
    sent = f". Thanks sent {day(words.thanks_sent_on, today)}" if words.thanks_sent_on else ""
    return f"Ended {day(closure.date, today)}{': ' if why else ''}{why}{then}{sent}."


def _until(agreement: Agreement, today: dt.date, *, running: bool) -> str:
    if agreement.until is None:
        return ""
    days = (agreement.until - today).days
    soon = f" (it ends {away(agreement.until, today)})" if running and 0 <= days <= _SOON else ""
    return f" until {day(agreement.until, today)}{soon}"


def _because(reason: str | None, look: Look) -> str:
    return f": {safe(reason, ascii_only=look.ascii_only)}" if reason else ""


_SOON = 30  # days; as long as `ending` says so
