"""Plans a meeting that is to come."""

from __future__ import annotations

from mentorlog.commands import rules
from mentorlog.commands.dates import moment
from mentorlog.commands.desk import Desk
from mentorlog.commands.writing import Writing
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused


def plan(
    desk: Desk,
    relationship: Relationship,
    when: str,
    writing: Writing,
    *,
    minutes: int | None = None,
    said: MeetingWords | None = None,
) -> None:
    """Plan a meeting for “DATE [HH:MM]”. Raises UsageError, Refused (past, closed, twice)."""
    day, hour = moment(when, today=desk.today)
    rules.not_over(
        day,
        desk.today,
        "A plan",
        f"Log it:  mentorlog log-meeting {relationship.handle} --on {day}",
    )
    rules.open_on(relationship, day, desk.today)
    for meeting in relationship.of(Meeting):
        if (meeting.date, meeting.time, meeting.status) == (day, hour, MeetingStatus.PLANNED):
            raise Refused(f"That meeting with {relationship.handle} is already planned.")
    writing.add(
        relationship,
        Meeting(
            id="",
            date=day,
            time=hour,
            minutes=minutes,
            status=MeetingStatus.PLANNED,
            words=said or MeetingWords(),
        ),
    )
