"""What lies on which day of the window."""

from __future__ import annotations

import datetime as dt

from builders import agreement, closure, day, meeting, pause, planned, relationship
from views.people import SINCE, TODAY

from mentorlog.domain.adherence import Mark
from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.words import ChangedBy, MeetingWords
from mentorlog.views.timeline import NotHeld, TermsChange, Timeline, timeline


def timeline_of(*entries: Entry) -> Timeline | None:
    return timeline(relationship(*entries), TODAY, SINCE)


def test_it_tells_what_was_held_missed_paused_and_changed() -> None:
    found = timeline_of(
        agreement("2026-01-05"),
        *(meeting(date) for date in ("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10")),
        meeting("2026-05-10"),
        meeting("2026-07-20"),
        agreement("2026-08-01", "at least every 2 weeks"),
        meeting("2026-08-10"),
        pause("2026-08-20", "2026-09-01"),
        pause("2026-11-15"),
    )

    assert found == Timeline(
        since=SINCE,
        until=TODAY,
        today=TODAY,
        held=((day("2026-07-20"), Mark.LATE), (day("2026-08-10"), Mark.MET)),
        missed=(day("2026-06-19"),),
        paused=((day("2026-08-20"), day("2026-08-31")), (day("2026-11-15"), TODAY)),
        changes=(TermsChange(date=day("2026-08-01"), old="monthly", new="at least every 2 weeks"),),
    )


def test_nothing_lies_outside_the_window() -> None:
    found = timeline_of(
        agreement("2025-01-05"),
        meeting("2026-05-21"),
        pause("2026-05-01", "2026-05-25"),
        agreement("2025-06-01", "weekly"),
        pause("2026-12-01", "2026-12-10"),
    )

    assert found == Timeline(
        since=SINCE, until=TODAY, today=TODAY, paused=((SINCE, day("2026-05-24")),)
    )


def test_a_run_that_ended_stays_on_it_up_to_its_closure() -> None:
    found = timeline_of(
        agreement("2026-01-05"), meeting("2026-06-01"), closure("2026-07-01"), meeting("2026-07-02")
    )

    assert found == Timeline(
        since=SINCE, until=TODAY, today=TODAY, held=((day("2026-06-01"), Mark.LATE),)
    )


def test_without_a_run_there_is_none() -> None:
    assert timeline_of(meeting("2026-06-01")) is None


def test_from_a_day_to_come_there_is_none() -> None:
    late = (TODAY + dt.timedelta(days=days) for days in (1, 2))

    assert [timeline(relationship(agreement("2026-01-05")), TODAY, day) for day in late] == [
        None
    ] * 2


def test_a_term_is_drawn_from_its_first_day_to_its_last() -> None:
    moved = MeetingWords(changed_by=ChangedBy.THEM)
    who = relationship(
        agreement("2026-11-02", "weekly", until="2026-12-20"),
        meeting("2026-11-04"),
        meeting("2026-11-11", status=MeetingStatus.RESCHEDULED, words=moved),
        meeting("2026-11-13"),
        planned("2026-11-25"),
        pause("2026-12-01", "2026-12-07"),
        meeting("2026-12-09", status=MeetingStatus.CANCELLED),
    )

    assert timeline(who, TODAY, SINCE, term=True) == Timeline(
        since=day("2026-11-02"),
        until=day("2026-12-20"),
        today=TODAY,
        held=((day("2026-11-04"), Mark.MET), (day("2026-11-13"), Mark.MET)),
        called_off=(
            NotHeld(date=day("2026-11-11"), status=MeetingStatus.RESCHEDULED, by=ChangedBy.THEM),
            NotHeld(date=day("2026-12-09"), status=MeetingStatus.CANCELLED),
        ),
        planned=(day("2026-11-25"),),
        paused=((day("2026-12-01"), day("2026-12-06")),),
        midpoint=day("2026-11-26"),
    )


def test_a_term_that_is_over_or_closed_is_drawn_up_to_today() -> None:
    over = relationship(agreement("2026-11-02", "weekly", until="2026-11-15"))
    closed = relationship(agreement("2026-11-02", "weekly", until="2026-12-20"), closure(TODAY))

    drawn = [timeline(who, TODAY, SINCE, term=True) for who in (over, closed)]

    assert [one and (one.since, one.until) for one in drawn] == [(day("2026-11-02"), TODAY)] * 2
