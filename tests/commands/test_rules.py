"""What can't be, and the way out that is told."""

from __future__ import annotations

import datetime as dt

import builders
import pytest

from mentorlog.commands import rules
from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import Refused

SUNDAY = dt.date(2026, 11, 22)
CLOSED = builders.relationship(
    builders.agreement("2026-09-01"), builders.meeting("2026-09-10"), builders.closure("2026-10-01")
)


def refusal(*arguments: object, of: str, **more: object) -> tuple[str, str] | None:
    """What one rule objects, and the way out; None if it doesn't."""
    try:
        getattr(rules, of)(*arguments, **more)
    except Refused as refused:
        return refused.message, refused.hint
    return None


@pytest.mark.parametrize("day", [dt.date(2026, 9, 30), dt.date(2026, 10, 1)])
def test_an_entry_up_to_the_day_of_the_closure_is_welcome(day: dt.date) -> None:
    assert refusal(CLOSED, day, SUNDAY, of="open_on") is None


def test_an_entry_after_a_closure_is_refused() -> None:
    expected = (
        "dana-oz was closed on Thu 1 Oct.",
        "Start again:  mentorlog reopen dana-oz",
    )
    assert refusal(CLOSED, dt.date(2026, 10, 2), SUNDAY, of="open_on") == expected


def test_an_entry_in_the_run_after_a_closure_is_welcome() -> None:
    again = builders.relationship(*CLOSED.entries, builders.agreement("2026-11-01"))

    assert refusal(again, dt.date(2026, 11, 1), SUNDAY, of="open_on") is None
    assert refusal(again, dt.date(2026, 10, 15), SUNDAY, of="open_on") is not None


@pytest.mark.parametrize("day", [dt.date(2026, 11, 21), SUNDAY])
def test_what_has_happened_has_happened_by_today(day: dt.date) -> None:
    assert refusal(day, SUNDAY, "A meeting", of="not_coming") is None


def test_what_is_still_to_come_has_not_happened() -> None:
    found = refusal(dt.date(2026, 11, 23), SUNDAY, "A meeting", "Plan it.", of="not_coming")

    assert found == ("A meeting on Mon 23 Nov is in the future.", "Plan it.")


@pytest.mark.parametrize("day", [SUNDAY, dt.date(2027, 1, 1)])
def test_a_plan_is_for_today_or_later(day: dt.date) -> None:
    assert refusal(day, SUNDAY, "A plan", of="not_over") is None


def test_nothing_is_planned_for_the_past() -> None:
    found = refusal(dt.date(2025, 11, 21), SUNDAY, "A plan", "Log it.", of="not_over")

    assert found == ("A plan on Fri 21 Nov 2025 would be in the past.", "Log it.")


def test_terms_in_force_are_told() -> None:
    agreed = builders.agreement("2026-09-01")
    relationship = builders.relationship(agreed)

    assert rules.agreed(relationship, SUNDAY).terms == agreed


def test_terms_to_come_count_as_agreed() -> None:
    relationship = builders.relationship(builders.agreement("2026-12-01"))

    assert refusal(relationship, SUNDAY, of="agreed") is None


@pytest.mark.parametrize(
    "relationship",
    [builders.relationship(), builders.relationship(builders.note("2026-11-01")), CLOSED],
)
def test_without_an_agreement_in_force_there_is_nothing_to_change(
    relationship: Relationship,
) -> None:
    expected = (
        "You have no agreement with dana-oz.",
        "Make one:  mentorlog new-agreement dana-oz",
    )
    assert refusal(relationship, SUNDAY, of="agreed") == expected


def test_the_latest_entry_after_a_day_is_found() -> None:
    earlier, latest = builders.note("2026-11-02"), builders.note("2026-11-03")
    relationship = builders.relationship(builders.agreement("2026-09-01"), latest, earlier)

    assert rules.latest_after(relationship, dt.date(2026, 11, 1)) == latest
    assert rules.latest_after(relationship, dt.date(2026, 11, 3)) is None


@pytest.mark.parametrize(
    "entry",
    [
        builders.planned("2026-12-01"),
        builders.meeting("2026-12-01", status=MeetingStatus.CANCELLED),
        builders.pause("2026-12-01"),
    ],
)
def test_plans_and_pauses_stand_in_nobodys_way(entry: Entry) -> None:
    assert rules.latest_after(builders.relationship(entry), SUNDAY) is None


def test_a_held_meeting_may_not_be_edited_into_the_future() -> None:
    held = builders.meeting("2026-11-23")

    expected = (
        "A held meeting on Mon 23 Nov is in the future.",
        "A meeting in the future has the status planned.",
    )
    assert refusal(builders.relationship(held), held, SUNDAY, of="fits") == expected


def test_an_entry_may_not_be_moved_behind_a_closure() -> None:
    late = builders.note("2026-10-02")

    found = refusal(CLOSED, late, SUNDAY, of="fits")

    assert found is not None
    assert found[0] == "dana-oz was closed on Thu 1 Oct."


def test_an_agreement_may_follow_a_closure() -> None:
    assert refusal(CLOSED, builders.agreement("2026-11-01"), SUNDAY, of="fits") is None


def test_a_closure_may_be_put_right() -> None:
    *others, closed = CLOSED.entries

    corrected = builders.closure("2026-09-20", id=closed.id)

    assert refusal(builders.relationship(*others, closed), corrected, SUNDAY, of="fits") is None


def test_a_closure_may_not_be_moved_before_what_came_later() -> None:
    closed = CLOSED.entries[-1]

    corrected = builders.closure("2026-09-05", id=closed.id)

    expected = (
        "There's an entry for Thu 10 Sep, after that closure.",
        f"Remove it first:  mentorlog remove {CLOSED.entries[1].id}",
    )
    assert refusal(CLOSED, corrected, SUNDAY, of="fits") == expected


def test_a_closure_may_not_be_moved_into_the_future() -> None:
    closed = CLOSED.entries[-1]

    found = refusal(CLOSED, builders.closure("2026-12-01", id=closed.id), SUNDAY, of="fits")

    assert found == ("A closure on Tue 1 Dec is in the future.", "")


def test_kind_date_and_status_are_all_that_time_depends_on() -> None:
    before = builders.planned("2026-11-25", dt.time(15), id="aaaaaaaa")

    same = builders.planned("2026-11-25", dt.time(9), id="bbbbbbbb")
    other = builders.meeting("2026-11-25")

    assert rules.place_in_time(before) == rules.place_in_time(same)
    assert rules.place_in_time(before) != rules.place_in_time(other)
