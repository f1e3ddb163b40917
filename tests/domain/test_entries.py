"""What no entry can be, whoever makes it: each refusal is a sentence without the entry's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import agreement, meeting, note, pause

from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import Agreement
from mentorlog.domain.words import Pulse


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: note("1899-12-31"), "the date 1899-12-31 is before 1900"),
        (lambda: agreement("1899-12-31"), "the date 1899-12-31 is before 1900"),
        (lambda: meeting("1899-12-31"), "the date 1899-12-31 is before 1900"),
        (lambda: pause("1899-12-31"), "the date 1899-12-31 is before 1900"),
        (
            lambda: agreement("2026-01-05", until="2026-01-04"),
            "the agreement ends before it starts: until is its last day",
        ),
        (
            lambda: agreement("2026-01-05", "6 per term"),
            "meetings per term need a last day (until)",
        ),
        (lambda: agreement(meeting_minutes=0), "meeting_minutes is at least 1"),
        (lambda: agreement(slack_days=-1), "slack_days is at least 0"),
        (lambda: meeting("2026-01-05", minutes=0), "minutes is at least 1"),
        (
            lambda: pause("2026-01-05", "2026-01-04"),
            "the pause ends before it starts: until is the first active day",
        ),
        (lambda: Pulse(trust=0), "trust is a number from 1 to 5"),
        (lambda: Pulse(useful=6), "useful is a number from 1 to 5"),
        (lambda: Pulse(challenge=-1), "challenge is a number from 1 to 5"),
        (lambda: Pulse(good_for_both=10), "good_for_both is a number from 1 to 5"),
    ],
)
def test_it_is_refused_with_a_sentence(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the sentence is compared below)
        make()

    assert str(refusal.value) == sentence


def test_the_limits_themselves_are_fine() -> None:
    agreement("1900-01-01", "1 per term", until="1900-01-01", meeting_minutes=1, slack_days=0)
    meeting("1900-01-01", minutes=1)
    pause("1900-01-01", "1900-01-02")
    Pulse(trust=1, useful=5)


@pytest.mark.parametrize(
    ("terms", "binds"),
    [
        (agreement(cadence="monthly"), True),
        (agreement(cadence="at least 2 per month"), True),
        (agreement(cadence="up to 2 per month"), False),
        (agreement(cadence="monthly", bound=Bound.MAXIMUM), False),
        (agreement(cadence="as needed"), False),
        (agreement(cadence="at least as needed"), False),
    ],
)
def test_terms_bind_unless_as_needed_or_a_maximum(terms: Agreement, *, binds: bool) -> None:
    assert terms.binds is binds
