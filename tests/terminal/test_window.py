"""One sentence about the meetings: fractions and words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import day
from views.people import SINCE, TODAY

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.relationship import Total
from mentorlog.domain.words import ChangedBy
from mentorlog.terminal.page import window_in_words
from mentorlog.terminal.wording import in_all
from mentorlog.views.timeline import CalledOff, LookBack

WINDOW = LookBack(
    since=SINCE,
    months=6,
    held=11,
    expected=12,
    on_time=10,
    of=11,
    called_off=(),
    total=Total(meetings=11, minutes=495),
)
MOVED, CANCELLED, NO_SHOW = (
    MeetingStatus.RESCHEDULED,
    MeetingStatus.CANCELLED,
    MeetingStatus.NO_SHOW,
)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (
            WINDOW,
            "In the last six months: 11 of 12 meetings, 10 of 11 on time.",
        ),
        (
            replace(WINDOW, months=1, on_time=11),
            "In the last month: 11 of 12 meetings, all on time.",
        ),
        (
            replace(WINDOW, months=None, since=day("2026-06-01"), of=None),
            "Since Mon 1 Jun: 11 of 12 meetings.",
        ),
        (
            replace(WINDOW, held=14, on_time=None, of=None),
            "In the last six months: 14 meetings, two more than agreed.",
        ),
        (
            replace(WINDOW, held=1, expected=None, on_time=1, of=1),
            "In the last six months: 1 meeting, on time.",
        ),
        (
            replace(WINDOW, held=0, expected=3, on_time=0, of=1),
            "In the last six months: 0 of 3 meetings, the next one overdue.",
        ),
        (
            replace(WINDOW, held=1, expected=3, on_time=0, of=1),
            "In the last six months: 1 of 3 meetings, that one late.",
        ),
        (
            replace(WINDOW, held=0, expected=None, on_time=0, of=2),
            "In the last six months: no meetings, none of 2 on time.",
        ),
        (
            replace(
                WINDOW,
                months=None,
                since=day("2026-11-22"),
                held=0,
                expected=None,
                of=None,
                earlier=day("2026-11-21"),
            ),
            "Since Sun 22 Nov: no meetings; before that, you met on Sat 21 Nov.",
        ),
        (
            replace(
                WINDOW,
                of=None,
                called_off=(
                    CalledOff(status=MOVED, by=ChangedBy.ME, count=1),
                    CalledOff(status=MOVED, by=ChangedBy.THEM, count=2),
                    CalledOff(status=CANCELLED, by=ChangedBy.BOTH, count=1),
                    CalledOff(status=CANCELLED, by=ChangedBy.CIRCUMSTANCE, count=1),
                    CalledOff(status=CANCELLED, by=None, count=1),
                    CalledOff(status=NO_SHOW, by=ChangedBy.THEM, count=1),
                ),
            ),
            (
                "In the last six months: 11 of 12 meetings; one moved by you; two moved by Dana; "
                "one cancelled by you both; one cancelled by circumstances; one cancelled; "
                "one no-show by Dana."
            ),
        ),
    ],
)
def test_the_sentence(window: LookBack, expected: str) -> None:
    assert window_in_words(window, "Dana", TODAY) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (Total(meetings=11, minutes=495), "11 of 12 meetings; 8 h 15."),
        (
            Total(meetings=11, minutes=495, without_length=2),
            "11 of 12 meetings; at least 8 h 15, two without a length.",
        ),
        (Total(meetings=3, without_length=3), "11 of 12 meetings; three without a length."),
        (Total(), "11 of 12 meetings."),
    ],
)
def test_of_a_period_it_says_how_long_the_meetings_took(total: Total, expected: str) -> None:
    said = window_in_words(replace(WINDOW, of=None, total=total), "Dana", TODAY, timed=True)

    assert said == f"In the last six months: {expected}"


@pytest.mark.parametrize(
    ("total", "term", "expected"),
    [
        (Total(), Total(), ""),
        (Total(meetings=1, minutes=45), None, "In all: 1 meeting, 45 min."),
        (
            Total(meetings=14, minutes=630),
            Total(meetings=14, minutes=630),
            "In all: 14 meetings, 10 h 30.",
        ),
        (
            Total(meetings=14, minutes=630, without_length=2),
            Total(meetings=11, minutes=495),
            ("In all: 14 meetings, at least 10 h 30, two without a length; this term: 11, 8 h 15."),
        ),
        (
            Total(meetings=2, without_length=2),
            Total(),
            "In all: 2 meetings, two without a length; this term: none.",
        ),
    ],
)
def test_totals_are_of_the_whole_relationship_with_the_terms_beside_them(
    total: Total, term: Total | None, expected: str
) -> None:
    assert in_all(total, term) == expected
