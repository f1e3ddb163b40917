"""What doctor looks for in dates: what can't have happened yet, and what came after the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mentorlog.domain.entries import (
    Agreement,
    Approach,
    Ask,
    CheckIn,
    Closure,
    Contribution,
    Entry,
    Meeting,
    MeetingStatus,
    Note,
    Pause,
)
from mentorlog.domain.standing import Standing, assessment
from mentorlog.domain.words import ClosureWords
from mentorlog.journal.doctor.contents import at
from mentorlog.journal.doctor.survey import Survey
from mentorlog.journal.findings import Finding
from mentorlog.journal.values import spoken
from mentorlog.journal.yaml.read import Path as Place

_HAPPENED = (Contribution, Ask, Note, CheckIn, Approach, Closure)
_OF_LOOPS = ("told_them_on", "thanked_on", "raised_on", "dropped_on")


def future(survey: Survey) -> Iterator[Finding]:
    """What can't have happened yet."""
    for relationship in survey.reading.contents.relationships:
        for entry in relationship.entries:
            for place, date in _facts(entry):
                if date > survey.today:
                    message = f"{spoken(place)} is {date}, which is still to come"
                    yield at(survey, entry, place, message)


def after_closure(survey: Survey) -> Iterator[Finding]:
    """What was entered for a day after the end; mere plans and pauses aside."""
    for relationship in survey.reading.contents.relationships:
        closures = [closure.date for closure in relationship.of(Closure)]
        for entry in relationship.entries:
            ends = [day for day in closures if day < entry.date]
            if not ends or isinstance(entry, (Agreement, Closure, Pause)) or _is_planned(entry):
                continue
            if assessment(relationship, entry.date).standing is Standing.ENDED:
                message = f"dated {entry.date}, after the end on {max(ends)}"
                yield at(survey, entry, ("date",), message)


def _facts(entry: Entry) -> Iterator[tuple[Place, dt.date]]:
    """The dates in an entry on which something is said to have happened."""
    if isinstance(entry, _HAPPENED):
        yield ("date",), entry.date
    if isinstance(entry, Meeting):
        yield from _facts_of_meeting(entry)
    yield from _set(entry, _OF_LOOPS, ())
    if isinstance(entry, Closure):
        yield from _set(entry.words or ClosureWords(), ("thanks_sent_on",), ())


def _facts_of_meeting(meeting: Meeting) -> Iterator[tuple[Place, dt.date]]:
    if meeting.status is MeetingStatus.HELD:
        yield ("date",), meeting.date
    for place, item in enumerate(meeting.action_items):
        yield from _set(item, ("done_on", "dropped_on"), ("action_items", place))


def _set(said: object, keys: tuple[str, ...], above: Place) -> Iterator[tuple[Place, dt.date]]:
    for key in keys:
        date = getattr(said, key, None)
        if date is not None:
            yield (*above, key), date


def _is_planned(entry: Entry) -> bool:
    return isinstance(entry, Meeting) and entry.status is not MeetingStatus.HELD
