"""What agreements come to per month, and which of them can't be added up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import agreement, closure, day, pause, relationship

from mentorlog.domain.cadence import Bound
from mentorlog.domain.entries import Agreement, Entry
from mentorlog.domain.words import AgreedBy, AgreementWords
from mentorlog.views.people import Promised, monthly, promised

TODAY = day("2026-11-22")


def of(*entries: Entry) -> Promised:
    return promised([relationship(*entries)], TODAY, 6)


def terms(cadence: str, minutes: int | None = 60, **more: object) -> Agreement:
    made = agreement("2026-06-01", cadence, meeting_minutes=minutes)
    return replace(made, **more)  # type: ignore[arg-type]  # by its name


@pytest.mark.parametrize(
    ("cadence", "minutes"),
    [
        ("monthly", 60),
        ("weekly", 261),  # 1461/48 days of 7 each: 4.348 hours
        ("every 2 weeks", 130),
        ("quarterly", 20),
        ("2 per month", 120),
        ("6 per year", 30),
        ("at least monthly", 60),
        ("2 hours per month", 120),
        ("3 hours per quarter", 60),
        ("30 minutes per week", 130),
    ],
)
def test_a_month_of_terms_goes_by_their_nominal_days(cadence: str, minutes: int) -> None:
    assert monthly(terms(cadence)) == minutes


def test_a_quota_per_term_goes_by_the_days_of_the_term() -> None:
    six = agreement("2026-06-01", "6 per term", until="2026-11-30", meeting_minutes=60)  # 183 days

    assert monthly(six) == 60  # 59.9
    assert of(six).minutes == 60


@pytest.mark.parametrize(
    "uncounted",
    [terms("as needed"), terms("monthly", None), terms("up to 2 per month", bound=Bound.MAXIMUM)],
)
def test_what_has_no_length_or_no_rhythm_is_named_and_not_summed(uncounted: Agreement) -> None:
    found = of(uncounted)

    assert [(one.name, one.minutes) for one in found.by] == [("Dana Öz", None)]
    assert found.minutes == 0


def test_a_budget_counts_as_it_is_whatever_a_meeting_takes() -> None:
    assert of(terms("2 hours per month", None)).minutes == 120


@pytest.mark.parametrize(
    "others",
    [
        (terms("monthly", date=day("2026-12-01")),),
        (terms("monthly"), pause("2026-11-01")),
        (terms("monthly"), closure("2026-11-01")),
        (terms("monthly", until=day("2026-11-01")),),
        (terms("monthly", words=AgreementWords(agreed_by=AgreedBy.DRAFT)),),
        (),
    ],
)
def test_only_what_is_in_force_is_promised(others: tuple[Entry, ...]) -> None:
    assert of(*others).by == ()


def test_the_agreement_in_force_counts() -> None:
    longer = agreement("2026-10-01", "monthly", meeting_minutes=90)

    assert of(terms("monthly"), longer).minutes == 90


def test_people_stand_in_the_order_of_their_names_with_the_alias_of_who_is_in_confidence() -> None:
    hidden = replace(relationship(terms("monthly")), in_confidence=True, alias="Zora")
    sam = relationship(terms("monthly"), name="Sam Lee", handle="sam-lee")

    def names(*, reveal: bool) -> list[str]:
        return [one.name for one in promised([hidden, sam], TODAY, 6, reveal=reveal).by]

    assert names(reveal=False) == ["Sam Lee", "Zora"]
    assert names(reveal=True) == ["Dana Öz", "Sam Lee"]
