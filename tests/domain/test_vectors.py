"""Every worked case of cadence and standing, as the contract gives them."""

from __future__ import annotations

import datetime as dt

import pytest
from domain.oracle import verdict
from domain.readings import fast_verdict, in_words
from domain.vectors import Case, cases, facts

from mentorlog.domain.days import add_months


def test_there_are_worked_cases() -> None:
    assert len(cases()) == 97


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.case)
def test_the_worked_case(case: Case) -> None:
    today = dt.date.fromisoformat(case.as_of)

    said = in_words(fast_verdict(facts(case), today, add_months(today, -6)))

    assert said == expected(case)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.case)
def test_the_naive_reading_agrees(case: Case) -> None:
    today = dt.date.fromisoformat(case.as_of)

    said = in_words(verdict(facts(case).entries, today, add_months(today, -6)))

    assert said == expected(case)


def expected(case: Case) -> dict[str, str]:
    return {
        "standing": case.standing,
        "due": case.due,
        "ending": case.ending,
        "pace": case.pace,
        "on_time": case.on_time,
    }
