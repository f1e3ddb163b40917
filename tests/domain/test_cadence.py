"""Cadence in words: every form read, one form written, and what is refused with which sentence."""

from __future__ import annotations

import pytest
from domain.timelines import cadences
from hypothesis import given
from hypothesis import strategies as st

from mentorlog.domain.cadence import (
    AsNeeded,
    Bound,
    Budget,
    Cadence,
    Interval,
    Period,
    Quota,
    Unit,
    cycle,
    read,
    written,
)

UNCLEAR = (
    'a cadence is, for example, "monthly", "every 2 weeks", "2 per month", "6 per term", '
    '"2 hours per month" or "as needed"'
)


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("daily", Interval(1, Unit.DAY)),
        ("every day", Interval(1, Unit.DAY)),
        ("weekly", Interval(1, Unit.WEEK)),
        ("every week", Interval(1, Unit.WEEK)),
        ("every 7 days", Interval(1, Unit.WEEK)),
        ("fortnightly", Interval(2, Unit.WEEK)),
        ("every fortnight", Interval(2, Unit.WEEK)),
        ("every 2 weeks", Interval(2, Unit.WEEK)),
        ("every two weeks", Interval(2, Unit.WEEK)),
        ("every other week", Interval(2, Unit.WEEK)),
        ("every second week", Interval(2, Unit.WEEK)),
        ("every 14 days", Interval(2, Unit.WEEK)),
        ("every 10 days", Interval(10, Unit.DAY)),
        ("every 6 weeks", Interval(6, Unit.WEEK)),
        ("monthly", Interval(1, Unit.MONTH)),
        ("every month", Interval(1, Unit.MONTH)),
        ("every 1 months", Interval(1, Unit.MONTH)),
        ("every 2 months", Interval(2, Unit.MONTH)),
        ("quarterly", Interval(3, Unit.MONTH)),
        ("every quarter", Interval(3, Unit.MONTH)),
        ("every 3 months", Interval(3, Unit.MONTH)),
        ("yearly", Interval(12, Unit.MONTH)),
        ("annually", Interval(12, Unit.MONTH)),
        ("every year", Interval(12, Unit.MONTH)),
        ("every 12 months", Interval(12, Unit.MONTH)),
        ("every 2 years", Interval(24, Unit.MONTH)),
        ("1 per week", Quota(1, Period.WEEK)),
        ("once a week", Quota(1, Period.WEEK)),
        ("a meeting per week", Quota(1, Period.WEEK)),
        ("2 per month", Quota(2, Period.MONTH)),
        ("twice a month", Quota(2, Period.MONTH)),
        ("two times a month", Quota(2, Period.MONTH)),
        ("2 meetings per month", Quota(2, Period.MONTH)),
        ("2/month", Quota(2, Period.MONTH)),
        ("3 per quarter", Quota(3, Period.QUARTER)),
        ("6 a year", Quota(6, Period.YEAR)),
        ("six per year", Quota(6, Period.YEAR)),
        ("6 per term", Quota(6, Period.TERM)),
        ("2 hours per month", Budget(120, Period.MONTH)),
        ("1 hour per week", Budget(60, Period.WEEK)),
        ("an hour a week", Budget(60, Period.WEEK)),
        ("1.5 hours per quarter", Budget(90, Period.QUARTER)),
        ("2h per month", Budget(120, Period.MONTH)),
        ("90 minutes per week", Budget(90, Period.WEEK)),
        ("90 min per week", Budget(90, Period.WEEK)),
        ("20 hours per year", Budget(1200, Period.YEAR)),
        ("as needed", AsNeeded()),
        ("as-needed", AsNeeded()),
        ("ad hoc", AsNeeded()),
    ],
)
def test_a_phrase_is_read(text: str, cadence: Cadence) -> None:
    assert read(text) == (cadence, None)
    assert read(f"  {text.upper()}\n") == (cadence, None)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 2 per month", Bound.MINIMUM),
        ("At Least  2 per month", Bound.MINIMUM),
        ("up to 2 per month", Bound.MAXIMUM),
        ("at most 2 per month", Bound.MAXIMUM),
        ("2 per month", None),
    ],
)
def test_a_phrase_may_name_its_bound(text: str, bound: Bound | None) -> None:
    assert read(text) == (Quota(2, Period.MONTH), bound)


@pytest.mark.parametrize(
    ("cadence", "text"),
    [
        (Interval(1, Unit.DAY), "daily"),
        (Interval(1, Unit.WEEK), "weekly"),
        (Interval(7, Unit.DAY), "weekly"),
        (Interval(2, Unit.WEEK), "every 2 weeks"),
        (Interval(14, Unit.DAY), "every 2 weeks"),
        (Interval(21, Unit.DAY), "every 21 days"),
        (Interval(1, Unit.MONTH), "monthly"),
        (Interval(3, Unit.MONTH), "quarterly"),
        (Interval(6, Unit.MONTH), "every 6 months"),
        (Interval(12, Unit.MONTH), "yearly"),
        (Quota(1, Period.WEEK), "1 per week"),
        (Quota(6, Period.TERM), "6 per term"),
        (Budget(60, Period.WEEK), "1 hour per week"),
        (Budget(120, Period.MONTH), "2 hours per month"),
        (Budget(90, Period.WEEK), "90 minutes per week"),
        (Budget(1, Period.YEAR), "1 minute per year"),
        (AsNeeded(), "as needed"),
    ],
)
def test_a_cadence_is_written_in_one_form(cadence: Cadence, text: str) -> None:
    assert written(cadence) == text


@given(cadences, st.sampled_from([None, Bound.MINIMUM, Bound.MAXIMUM]))
def test_what_is_written_is_read_back(cadence: Cadence, bound: Bound | None) -> None:
    assert read(written(cadence, bound)) == (cadence, bound)


def test_a_target_is_not_written() -> None:
    assert written(Interval(1, Unit.MONTH), Bound.TARGET) == "monthly"


@given(st.text())
def test_no_other_text_is_a_cadence(text: str) -> None:
    with pytest.raises(ValueError, match="a cadence is, for example"):
        read(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", UNCLEAR),
        ("sometimes", UNCLEAR),
        ("every", UNCLEAR),
        ("every -2 weeks", UNCLEAR),
        ("every twice week", UNCLEAR),
        ("monthly or so", UNCLEAR),
        ("\u0662 per month", UNCLEAR),
        ("1_0 per month", UNCLEAR),
        ("up to", UNCLEAR),
        ("2.5 per month", "only hours can be halved"),
        ("1.5 minutes per week", "only hours can be halved"),
        ("biweekly", 'that can be read in two ways: say "every 2 weeks" or "2 per week"'),
        ("Bi-Weekly", 'that can be read in two ways: say "every 2 weeks" or "2 per week"'),
        ("bimonthly", 'that can be read in two ways: say "every 2 months" or "2 per month"'),
        ("every 0 weeks", "the shortest cadence is daily; for none, say as needed"),
        ("every 3651 days", "the longest cadence is every 3650 days"),
        ("every 521 weeks", "the longest cadence is every 520 weeks"),
        ("every 121 months", "the longest cadence is every 120 months"),
        ("every 11 years", "the longest cadence is every 120 months"),
        ("every " + "9" * 5000 + " days", "the longest cadence is every 3650 days"),
        ("0 per month", "a cadence has at least one meeting; for none, say as needed"),
        ("8 per week", "a cadence has at most 7 meetings per week"),
        ("29 per month", "a cadence has at most 28 meetings per month"),
        ("91 per quarter", "a cadence has at most 90 meetings per quarter"),
        ("366 per year", "a cadence has at most 365 meetings per year"),
        ("3651 per term", "a cadence has at most 3650 meetings per term"),
        ("0 hours per month", "a cadence has at least one minute; for none, say as needed"),
        ("169 hours per week", "a cadence has at most 168 hours per week"),
        ("40321 minutes per month", "a cadence has at most 672 hours per month"),
        ("2 hours per term", "hours can be per week, month, quarter or year, not per term"),
    ],
)
def test_what_cannot_be_a_cadence_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the sentence is compared below)
        read(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "cadence",
    [
        Interval(3650, Unit.DAY),
        Interval(520, Unit.WEEK),
        Interval(120, Unit.MONTH),
        Quota(7, Period.WEEK),
        Quota(28, Period.MONTH),
        Quota(90, Period.QUARTER),
        Quota(365, Period.YEAR),
        Budget(168 * 60, Period.WEEK),
    ],
)
def test_the_limits_themselves_are_fine(cadence: Cadence) -> None:
    assert read(written(cadence)) == (cadence, None)


@pytest.mark.parametrize(
    ("cadence", "days"),
    [
        (Interval(10, Unit.DAY), (10, 1)),
        (Interval(2, Unit.WEEK), (14, 1)),
        (Interval(3, Unit.MONTH), (3 * 1461, 48)),
        (Quota(3, Period.WEEK), (7, 3)),
        (Quota(2, Period.MONTH), (1461, 96)),
        (Quota(2, Period.QUARTER), (3 * 1461, 96)),
        (Quota(6, Period.YEAR), (12 * 1461, 288)),
        (Quota(6, Period.TERM), (181, 6)),
        (Budget(90, Period.WEEK), (7, 1)),
        (Budget(90, Period.MONTH), (1461, 48)),
        (AsNeeded(), None),
    ],
)
def test_the_nominal_days_of_a_cycle(cadence: Cadence, days: tuple[int, int] | None) -> None:
    assert cycle(cadence, term_days=181) == days
