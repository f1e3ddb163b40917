"""Standing: what else an assessment says, and the edges of the table that the cases leave open."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from builders import agreement, approach, closure, day, meeting, note, pause, planned, relationship
from domain.timelines import dates, entries
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.entries import Entry
from mentorlog.domain.standing import Assessment, Standing, assessment


def stands(*timeline: Entry, today: str) -> Assessment:
    return assessment(relationship(*timeline), day(today))


def test_everything_an_assessment_says_within_a_run() -> None:
    terms = agreement("2026-01-05", "every 2 weeks", until="2026-03-31")
    passed, coming = planned("2026-03-09"), planned("2026-03-20")

    found = stands(terms, meeting("2026-03-02"), passed, coming, today="2026-03-12")

    assert found == Assessment(
        standing=Standing.TO_LOG,
        as_of=day("2026-03-12"),
        terms=terms,
        start=day("2026-01-05"),
        end=day("2026-03-31"),
        ending=True,
        shown=day("2026-03-16"),
        due=day("2026-03-16"),
        slack_days=3,
        last_held=day("2026-03-02"),
        next_meeting=coming,
        to_log=passed,
    )


def test_everything_an_assessment_says_before_a_run() -> None:
    former, closed = agreement("2025-01-05"), closure("2025-12-01")
    coming = agreement("2026-04-01", "weekly", until="2026-09-30", id="b0000000")
    lesser = agreement("2026-04-01", "monthly", id="a0000000")
    later = agreement("2026-05-01")
    passed, first = planned("2026-03-01"), planned("2026-04-02")

    found = stands(
        *(former, closed, coming, lesser, later, passed, first, meeting("2025-06-01")),
        today="2026-03-12",
    )

    assert found == Assessment(
        standing=Standing.UPCOMING,
        as_of=day("2026-03-12"),
        terms=coming,
        start=day("2026-04-01"),
        end=day("2026-09-30"),
        last_held=day("2025-06-01"),
        next_meeting=first,
    )


def test_without_an_agreement_a_planned_meeting_may_still_want_logging() -> None:
    found = stands(meeting("2026-03-01"), planned("2026-03-09"), today="2026-03-12")

    assert found.standing is Standing.AS_NEEDED
    assert found.to_log == planned("2026-03-09", id=found.to_log.id if found.to_log else "")


def test_after_a_closure_nothing_wants_logging() -> None:
    story = agreement("2026-01-05"), planned("2026-03-01"), closure("2026-03-05")

    assert stands(*story, today="2026-03-12").to_log is None


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        ("2026-01-04", Standing.UPCOMING),
        ("2026-01-05", Standing.ON_TRACK),
        ("2026-01-31", Standing.OVERDUE),
        ("2026-02-01", Standing.UPCOMING),
        ("2026-03-01", Standing.ON_TRACK),
        ("2026-04-01", Standing.ENDED),
        ("2027-01-01", Standing.ENDED),
    ],
)
def test_an_agreement_ahead_comes_before_an_end(today: str, standing: Standing) -> None:
    story = (
        agreement("2026-01-05"),
        closure("2026-02-01"),
        agreement("2026-03-01"),
        closure("2026-04-01"),
    )

    assert stands(*story, today=today).standing is standing


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        ("2026-02-28", Standing.AS_NEEDED),
        ("2026-03-01", Standing.EXPLORING),
        ("2026-03-10", Standing.ENDED),
        ("2026-06-01", Standing.EXPLORING),
    ],
)
def test_the_latest_step_of_a_search_decides(today: str, standing: Standing) -> None:
    story = (
        approach("2026-03-01", "approached"),
        approach("2026-03-10", "declined"),
        approach("2026-06-01", "noticed"),
    )

    assert stands(*story, today=today).standing is standing


def test_a_closure_without_an_agreement_ends_it() -> None:
    assert stands(meeting("2026-01-01"), closure("2026-02-01"), today="2026-02-01").standing is (
        Standing.ENDED
    )


def test_an_agreement_on_the_day_of_a_closure_ends_with_it() -> None:
    story = agreement("2026-01-05"), closure("2026-03-01"), agreement("2026-03-01")

    assert stands(*story, today="2026-03-01").standing is Standing.ENDED


def test_nothing_at_all_is_as_needed() -> None:
    assert stands(today="2026-02-01") == Assessment(
        standing=Standing.AS_NEEDED, as_of=day("2026-02-01")
    )


def test_without_an_agreement_the_latest_meeting_counts() -> None:
    story = meeting("2026-01-01"), meeting("2026-03-01"), meeting("2026-12-01")

    found = stands(*story, today="2026-05-01")

    assert (found.standing, found.last_held) == (Standing.AS_NEEDED, day("2026-03-01"))


@pytest.mark.parametrize(
    ("today", "standing", "shown"),
    [
        ("2026-03-10", Standing.PAUSED, None),
        ("2026-06-30", Standing.PAUSED, None),
        ("2026-07-20", Standing.PAUSED, None),
        ("2026-08-01", Standing.WRAP_UP, "2026-06-30"),
    ],
)
def test_a_pause_comes_before_the_end(today: str, standing: Standing, shown: str | None) -> None:
    story = agreement("2026-01-05", until="2026-06-30"), pause("2026-03-10", "2026-08-01")

    found = stands(*story, today=today)

    assert (found.standing, found.shown) == (standing, shown and day(shown))


@pytest.mark.parametrize(
    ("end", "today", "ending"),
    [
        ("2026-06-30", "2026-05-30", False),
        ("2026-06-30", "2026-05-31", True),
        ("2026-06-30", "2026-06-30", True),
        ("2026-06-30", "2026-07-01", False),
        (None, "9999-12-31", False),
    ],
)
def test_the_last_thirty_days_are_the_ending(end: str | None, today: str, *, ending: bool) -> None:
    assert stands(agreement("2026-01-05", until=end), today=today).ending is ending


@pytest.mark.parametrize(
    ("today", "standing"),
    [("2026-05-30", Standing.ON_TRACK), ("2026-05-31", Standing.WRAP_UP)],
)
def test_a_term_that_is_fulfilled_early_wraps_up_in_its_last_thirty_days(
    today: str, standing: Standing
) -> None:
    terms = agreement("2026-01-01", "1 per term", until="2026-06-30")

    found = stands(terms, meeting("2026-01-10"), today=today)

    assert (found.standing, found.shown, found.due) == (standing, terms.until, None)


def test_a_term_that_is_fulfilled_may_have_one_more_meeting_scheduled() -> None:
    terms = agreement("2026-01-01", "1 per term", until="2026-06-30")

    found = stands(terms, meeting("2026-01-10"), planned("2026-06-30"), today="2026-01-11")

    assert (found.standing, found.shown) == (Standing.SCHEDULED, None)


def test_the_last_day_of_a_term_still_counts() -> None:
    terms = agreement("2026-01-05", "weekly", until="2026-01-26")

    assert stands(terms, today="2026-01-26").standing is Standing.OVERDUE
    assert stands(terms, today="2026-01-27").standing is Standing.WRAP_UP


def test_to_log_is_the_latest_planned_meeting_without_word() -> None:
    story = agreement("2026-01-05", "weekly"), planned("2026-01-07")
    morning = planned("2026-01-09", dt.time(9))
    evening = planned("2026-01-09", dt.time(18))

    assert stands(*story, evening, morning, today="2026-01-12").to_log == evening


@pytest.mark.parametrize(
    ("held_on", "standing"),
    [
        ("2026-01-08", Standing.TO_LOG),
        ("2026-01-09", Standing.ON_TRACK),
        ("2026-01-11", Standing.ON_TRACK),
    ],
)
def test_meeting_on_the_planned_day_or_after_is_word_enough(
    held_on: str, standing: Standing
) -> None:
    story = agreement("2026-01-05", "weekly"), planned("2026-01-09"), meeting(held_on)

    assert stands(*story, today="2026-01-12").standing is standing


def test_a_meeting_planned_for_today_does_not_want_logging_yet() -> None:
    story = agreement("2026-01-05", "weekly"), planned("2026-01-09")

    found = stands(*story, today="2026-01-09")

    assert (found.standing, found.to_log) == (Standing.SCHEDULED, None)


def test_a_planned_meeting_before_the_run_is_forgotten() -> None:
    story = planned("2026-01-04"), agreement("2026-01-05", "weekly")

    assert stands(*story, today="2026-01-06").standing is Standing.ON_TRACK


@pytest.mark.parametrize(
    ("cadence", "planned_on", "standing"),
    [
        ("weekly", "2026-01-19", Standing.SCHEDULED),
        ("weekly", "2026-01-20", Standing.DUE_SOON),
        ("every 2 months", "2026-03-21", Standing.SCHEDULED),
        ("every 2 months", "2026-03-22", Standing.DUE_SOON),
        ("as needed", "2036-01-01", Standing.SCHEDULED),
    ],
)
def test_scheduled_reaches_one_cycle_beyond_the_due_day(
    cadence: str, planned_on: str, standing: Standing
) -> None:
    """Due on 12 and on 19 January; two months are 60.875 days, that is 61."""
    story = agreement("2026-01-05", cadence), planned(planned_on)

    assert stands(*story, today="2026-01-10").standing is standing


def test_the_next_meeting_is_the_earliest_one() -> None:
    evening, noon = planned("2026-01-06", dt.time(18)), planned("2026-01-06", dt.time(12))
    timeless, later = planned("2026-01-06"), planned("2026-01-07", dt.time(8))

    found = stands(agreement("2026-01-05"), later, timeless, evening, noon, today="2026-01-06")

    assert found.next_meeting == noon


def test_under_terms_that_do_not_bind_there_is_no_slack() -> None:
    found = stands(agreement("2026-01-05", "up to monthly", slack_days=3), today="2026-01-06")

    assert (found.standing, found.slack_days, found.due) == (Standing.AS_NEEDED, None, None)


def test_any_slack_is_small_enough_for_the_calendar() -> None:
    story = agreement("2026-01-05", "weekly", slack_days=10**9), meeting("2026-01-05")

    assert stands(*story, today="2026-01-05").standing is Standing.DUE_SOON
    assert stands(*story, today="2126-01-05").standing is Standing.DUE


def test_the_calendars_last_day_is_a_day_like_any_other() -> None:
    story = agreement("2026-01-05", "monthly", until=dt.date.max), meeting("9999-12-20")

    found = stands(*story, today="9999-12-31")

    assert (found.standing, found.shown) == (Standing.WRAP_UP, dt.date.max)


@given(entries, dates, st.randoms())
def test_the_order_of_the_entries_does_not_matter(
    timeline: list[Entry], today: dt.date, random: Random
) -> None:
    shuffled = random.sample(timeline, len(timeline))

    assert assessment(relationship(*shuffled), today) == assessment(relationship(*timeline), today)


@given(entries, dates)
def test_entries_of_other_kinds_do_not_matter(timeline: list[Entry], today: dt.date) -> None:
    noted = [*timeline, note(today), note("2023-11-20")]

    assert assessment(relationship(*noted), today) == assessment(relationship(*timeline), today)
