"""Cancel a planned meeting.

Example: mentorlog cancel dana-oz fri --by them --why "she is ill"
"""

from __future__ import annotations

from mentorlog.arguments import WHO, WHY, Writer, argument, option
from mentorlog.commands import Command, occasions, planning, rules
from mentorlog.commands.desk import Desk
from mentorlog.commands.typed import choice, words
from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.domain.words import ChangedBy, MeetingWords
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Writer):
    who: str | None = WHO
    planned: str | None = argument("DATE…", "Which plan (default: the next).", unquoted=True)
    by: str | None = option(
        "--by WHO", "Who cancelled: me, them, both, circumstance.", choices="ChangedBy"
    )
    why: str | None = WHY


def cancel(desk: Desk, typed: Cancel, change: Change) -> Relationship:
    """Cancel one plan; it stays in the timeline."""
    relationship = desk.needed(typed.who, "Whose meeting?", "mentorlog cancel WHO")
    by, why = choice(ChangedBy, typed.by), words(typed.why)
    again = ("cancel", relationship.handle, "{plan}")
    planned = planning.meant(desk, relationship, typed.planned, *again)
    others = occasions.others_to_change(desk, planned, "Cancel it", change, _again, usually=True)
    for _, meeting in (desk.whole(relationship, planned), *others):
        changed = replace(meeting.words or MeetingWords(), changed_by=by, reason=why)
        change.update(meeting, replace(meeting, status=MeetingStatus.CANCELLED, words=changed))
    change.others = tuple(who for who, _ in others)
    if typed.planned is None:
        change.lines += planning.besides(relationship, planned, desk.today)
    return relationship


def _again(who: Relationship, plan: Meeting) -> tuple[str, ...]:
    return ("cancel", who.handle, *planning.date_and_time(plan).split())


COMMAND = Command(
    "cancel",
    Cancel,
    cancel,
    fits=lambda _, person: rules.is_planned(person),
    needs=("who",),
    check=lambda desk, typed: planning.check_which(desk, typed.planned),
)
