"""Four invented people on one Sunday, for the screens: one needs you, one is due, two are fine."""

from __future__ import annotations

import datetime as dt

from builders import (
    action,
    agreement,
    ask,
    check_in,
    contribution,
    meeting,
    note,
    pause,
    relationship,
    with_items,
)

from mentorlog.domain.entries import (
    AskStatus,
    ContributionType,
    Direction,
    Entry,
    Meeting,
    MeetingStatus,
    Party,
)
from mentorlog.domain.relationship import Relationship, Role
from mentorlog.domain.words import (
    AgreementWords,
    AskWords,
    ChangedBy,
    CheckInWords,
    Fit,
    Goal,
    Medium,
    MeetingWords,
)

TODAY = dt.date(2026, 11, 22)  # a Sunday
SINCE = dt.date(2026, 5, 22)  # six months before


def sam() -> Relationship:
    """Met monthly, but for May; five weeks overdue."""
    entries = (
        agreement("2025-12-14", "monthly", meeting_minutes=60, id="5a000000", words=NO_TERMS),
        *_held(
            "5a", "2026-01-12 2026-02-14 2026-03-13 2026-04-16 2026-06-15 2026-07-13 2026-08-12"
        ),
        with_items(held("2026-09-14", "5aq00000"), (action(due="2026-10-01"), "read the report")),
    )
    return relationship(*entries, handle="sam-lee", name="Sam Lee", id="5am00000")


def dana(*more: Entry) -> Relationship:
    """Due soon, at the end of a term in which nearly everything was kept."""
    dates = (
        "2026-06-02 2026-06-15 2026-06-30 2026-07-14 2026-08-04 2026-08-31 2026-09-14 2026-09-28 "
        "2026-10-13 2026-10-27"
    )
    entries = (
        agreement(
            "2026-06-01",
            "every 2 weeks",
            until="2026-12-01",
            meeting_minutes=45,
            id="da000000",
            words=DANAS_TERMS,
        ),
        *_held("da", dates, topics=("leading without authority",)),
        held("2026-08-17", "dap00000", topics=("saying no",)),
        with_items(
            held("2026-11-10", "daq00000", topics=("leading without authority",)),
            (action(due="2026-11-27"), "send deck"),
            (action(Party.THEM), "intro to finance"),
        ),
        meeting(
            "2026-07-28",
            status=MeetingStatus.RESCHEDULED,
            rescheduled_to="2026-08-04",
            id="dar00000",
            words=MeetingWords(changed_by=ChangedBy.ME),
        ),
        contribution(
            "2026-11-10",
            Direction.GIVEN,
            "what the team thinks of the plan",
            type=ContributionType.FEEDBACK,
            id="das00000",
        ),
        contribution(
            "2026-10-27",
            Direction.RECEIVED,
            "ask for the budget before the date",
            type=ContributionType.ADVICE,
            id="dat00000",
        ),
        ask(
            "2026-09-01",
            status=AskStatus.ANSWERED,
            id="dav00000",
            words=AskWords(question="How can I support you?", reply="tell me what the floor says"),
        ),
        note(
            "2026-10-15",
            "did it in October, Dana only watched",
            goal="run the quarterly review alone",
            id="daw00000",
        ),
        note("2026-11-12", "ask about the London role", id="dax00000"),
        note("2026-11-13", "what nobody may read", id="day00000", in_confidence=True),
        check_in("2026-11-02", words=CheckInWords(fit=Fit.GOOD_FIT), id="daz00000"),
    )
    return relationship(*entries, *more)


def noor() -> Relationship:
    """My mentee, ahead of six meetings in a term."""
    entries = (
        agreement("2026-09-01", "6 per term", until="2027-02-28", id="n0000000", words=NO_TERMS),
        *_held("n0", "2026-09-10 2026-10-08 2026-11-05"),
    )
    return relationship(
        *entries, handle="noor-haddad", name="Noor Haddad", id="n00r0000", my_role=Role.MENTOR
    )


def ari() -> Relationship:
    """On leave."""
    entries = (
        agreement("2025-11-20", "quarterly", id="ar000000", words=NO_TERMS),
        *_held("ar", "2025-12-01 2026-02-25 2026-05-22 2026-08-20"),
        pause("2026-09-25", "2026-12-01", reason="parental leave", id="arz00000"),
    )
    return relationship(
        *entries, handle="ari-novak", name="Ari Novak", id="ar100000", my_role=Role.MENTOR
    )


def everyone() -> tuple[Relationship, ...]:
    return noor(), dana(), ari(), sam()


NO_TERMS = AgreementWords()
DANAS_TERMS = AgreementWords(
    media=(Medium.VIDEO,),
    focus_areas=("leading without authority", "saying no"),
    goals=(Goal(title="run the quarterly review alone"),),
)


def held(date: str, identity: str, *, topics: tuple[str, ...] = ()) -> Meeting:
    return meeting(date, minutes=45, id=identity, words=MeetingWords(topics=topics))


def _held(prefix: str, dates: str, *, topics: tuple[str, ...] = ()) -> tuple[Meeting, ...]:
    return tuple(
        held(date, f"{prefix}{number:06}", topics=topics)
        for number, date in enumerate(dates.split(), start=1)
    )
