"""How many meetings, how long: of one person, of everybody, of a term."""

from __future__ import annotations

from dataclasses import replace

from builders import agreement, closure, day, meeting, relationship
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.relationship import Total, held, total, total_of_all

minutes = st.none() | st.integers(1, 1440)


def lasting(*lengths: int | None) -> list[Meeting]:
    return [meeting("2026-01-05", minutes=length) for length in lengths]


def on_one_occasion(*lengths: int | None) -> list[Meeting]:
    return [replace(each, occasion="7k3q8w2m") for each in lasting(*lengths)]


def test_a_meeting_without_a_length_is_counted_as_such() -> None:
    expected = Total(meetings=3, minutes=90, without_length=1)

    assert total(lasting(60, None, 30)) == expected
    assert total_of_all(lasting(60, None, 30)) == expected


def test_nobody_met() -> None:
    assert total(()) == total_of_all(()) == Total()


def test_an_occasion_counts_once_in_all_at_its_longest_and_for_each_person() -> None:
    meetings = [*on_one_occasion(45, None, 60), *lasting(30)]

    assert total_of_all(meetings) == Total(meetings=2, minutes=90)
    assert total(meetings) == Total(meetings=4, minutes=135, without_length=1)


def test_an_occasion_of_which_nobody_knows_the_length_has_none() -> None:
    assert total_of_all(on_one_occasion(None, None)) == Total(meetings=1, without_length=1)


@given(st.lists(minutes), st.lists(minutes))
def test_totals_add_up(some: list[int | None], more: list[int | None]) -> None:
    one, other, both = total(lasting(*some)), total(lasting(*more)), total(lasting(*some, *more))

    assert both.meetings == one.meetings + other.meetings
    assert both.minutes == one.minutes + other.minutes
    assert both.without_length == one.without_length + other.without_length
    assert total_of_all(lasting(*some, *more)) == both


def test_only_what_was_held_from_a_day_up_to_another_counts() -> None:
    who = relationship(
        meeting("2026-01-04"),
        first := meeting("2026-01-05"),
        meeting("2026-02-05", status=MeetingStatus.NO_SHOW),
        meeting("2026-02-06", status=MeetingStatus.PLANNED),
        last := meeting("2026-03-05"),
        meeting("2026-03-06"),
    )

    assert held(who, day("2026-03-05"), day("2026-01-05")) == (first, last)
    assert len(held(who, day("2026-03-06"))) == 4


def test_what_is_agreed_changes_no_total() -> None:
    met = meeting("2026-02-05"), meeting("2026-03-05", minutes=60)
    terms = agreement("2026-01-05", "monthly", meeting_minutes=45)
    again = agreement("2026-06-05", "quarterly", meeting_minutes=90)
    today = day("2026-07-01")

    assert (
        total(held(relationship(*met), today))
        == total(held(relationship(terms, *met), today))
        == total(held(relationship(terms, *met, closure("2026-05-05"), again), today))
        == Total(meetings=2, minutes=60, without_length=1)
    )
