"""The numbers behind one sentence about the meetings of a window."""

from __future__ import annotations

from builders import agreement, closure, day, meeting, relationship
from views.people import SINCE, TODAY, dana

from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.relationship import Total
from mentorlog.domain.words import ChangedBy, MeetingWords
from mentorlog.views.board import row
from mentorlog.views.timeline import CalledOff, LookBack, window


def window_of(*timeline: Entry, since: str = "2026-05-22") -> LookBack:
    who = relationship(*timeline)
    the_row = row(who, TODAY, since=day(since), reveal=False)
    return window(who, the_row, TODAY, day(since))


def called_off(date: str, status: str, by: ChangedBy | None = None) -> Entry:
    return meeting(date, status=MeetingStatus(status), words=MeetingWords(changed_by=by))


def test_it_says_what_was_held_of_what_was_expected() -> None:
    the_row = row(dana(), TODAY, since=SINCE, reveal=False)

    assert window(dana(), the_row, TODAY, SINCE) == LookBack(
        since=day("2026-06-01"),
        months=None,
        held=12,
        expected=12,
        on_time=11,
        of=12,
        called_off=(CalledOff(status=MeetingStatus.RESCHEDULED, by=ChangedBy.ME, count=1),),
        total=Total(meetings=12, minutes=540),
    )


def test_it_names_its_months_where_it_is_whole_and_nothing_began_in_it() -> None:
    old = agreement("2025-01-05")

    assert window_of(old).months == 6
    assert window_of(old, since="2026-10-22").months == 1
    assert window_of(old, since="2026-10-23").months is None
    assert window_of(agreement("2026-07-01")).months is None


def test_where_nobody_met_it_knows_when_they_last_did() -> None:
    met = [meeting(date) for date in ("2026-03-01", "2026-05-21")]
    since = meeting("2026-06-01")

    assert window_of(agreement("2026-05-22"), *met).earlier == day("2026-05-21")
    assert window_of(agreement("2026-05-22"), *met, since).earlier is None
    assert window_of(agreement("2026-05-22")).earlier is None


def test_what_was_called_off_is_grouped_by_what_became_of_it_and_by_whom() -> None:
    found = window_of(
        agreement("2026-01-05"),
        called_off("2026-06-01", "no_show"),
        called_off("2026-07-01", "rescheduled", ChangedBy.THEM),
        called_off("2026-08-01", "rescheduled", ChangedBy.ME),
        called_off("2026-09-01", "rescheduled", ChangedBy.ME),
        called_off("2026-10-01", "planned"),
        called_off("2026-01-20", "cancelled"),
    )

    assert found.called_off == (
        CalledOff(status=MeetingStatus.RESCHEDULED, by=ChangedBy.ME, count=2),
        CalledOff(status=MeetingStatus.RESCHEDULED, by=ChangedBy.THEM, count=1),
        CalledOff(status=MeetingStatus.NO_SHOW, by=None, count=1),
    )


def test_a_meeting_without_minutes_has_no_length_whatever_was_agreed() -> None:
    found = window_of(
        agreement("2026-06-01", meeting_minutes=45),
        meeting("2026-06-10"),
        meeting("2026-07-10", minutes=90),
        agreement("2026-08-01"),
        meeting("2026-08-10"),
    )

    assert found.total == Total(meetings=3, minutes=90, without_length=2)


def test_without_an_agreement_it_counts_what_was_held() -> None:
    found = window_of(meeting("2026-06-10", minutes=30), meeting("2026-11-10", minutes=30))

    assert (found.since, found.held, found.expected) == (day("2026-06-10"), 2, None)
    assert (found.on_time, found.of, found.total.minutes) == (None, None, 60)


def test_of_a_run_that_ended_it_counts_what_was_held() -> None:
    found = window_of(agreement("2026-01-05"), meeting("2026-06-10"), closure("2026-09-01"))

    assert (found.held, found.expected, found.months) == (1, None, 6)


def test_nothing_at_all() -> None:
    found = window_of()

    assert (found.since, found.held, found.total, found.called_off) == (TODAY, 0, Total(), ())
