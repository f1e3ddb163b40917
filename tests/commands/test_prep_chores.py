"""What a relationship wants around its next meeting."""

from __future__ import annotations

from builders import agreement, ask, check_in, day, meeting, pause, planned, relationship

from mentorlog.commands.prep.view import Chore, ChoreKind, Moment, chores
from mentorlog.domain.entries import Entry
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import AgreedBy, AgreementWords

TERMS = agreement("2026-06-01", "monthly", until="2026-12-01")  # half of it is over on 31 August
ASKED = ask("2026-06-01")


def wanted(date: str, *entries: Entry, after: str | None = None) -> list[Chore]:
    who = relationship(*entries)
    found = assessment(who, day(date))
    return list(chores(who, found, day(date), after=day(after) if after else None))


def test_without_a_date_one_is_to_be_booked() -> None:
    assert wanted("2026-06-05", TERMS) == [Chore(kind=ChoreKind.BOOK, date=day("2026-06-15"))]


def test_with_a_date_the_one_after_it_is_worth_a_word() -> None:
    found = wanted("2026-06-05", TERMS, planned("2026-06-10"), after="2026-07-10")

    assert found == [Chore(kind=ChoreKind.NEXT_DATE, date=day("2026-07-10"))]


def test_a_date_beyond_the_term_is_not() -> None:
    assert wanted("2026-06-05", TERMS, planned("2026-06-10"), after="2026-12-10") == []


def test_a_planned_meeting_without_word_is_to_be_logged_first() -> None:
    found = wanted("2026-06-12", TERMS, planned("2026-06-10"))

    assert found == [Chore(kind=ChoreKind.TO_LOG, date=day("2026-06-10"))]


def test_the_midpoint_is_announced_until_a_meeting_or_a_check_in_marks_it() -> None:
    met = (TERMS, ASKED, meeting("2026-07-30"), planned("2026-09-30"), check_in("2026-07-30"))
    midpoint = Chore(kind=ChoreKind.MIDPOINT, date=day("2026-08-31"))

    assert wanted("2026-08-16", *met) == []
    assert wanted("2026-08-17", *met) == [midpoint]
    assert wanted("2026-09-20", *met) == [midpoint]
    assert midpoint not in wanted("2026-09-20", *met, meeting("2026-08-25"))
    assert wanted("2026-09-20", *met, check_in("2026-08-20")) == []


def test_no_midpoint_is_announced_in_a_pause() -> None:
    paused = (TERMS, ASKED, meeting("2026-07-30"), pause("2026-08-10", "2026-09-10"))

    kinds = [chore.kind for chore in wanted("2026-08-31", *paused)]
    assert ChoreKind.MIDPOINT not in kinds
    assert ChoreKind.BOOK not in kinds


def test_the_end_of_the_term_is_announced_and_told() -> None:
    met = (TERMS, ASKED, meeting("2026-11-01"), planned("2026-11-20"))

    assert wanted("2026-11-02", *met) == [
        Chore(kind=ChoreKind.TERM_ENDS, date=day("2026-12-01")),
        Chore(kind=ChoreKind.CHECK_IN, moment=Moment.FIRST_MEETING),
    ]
    assert Chore(kind=ChoreKind.TERM_ENDS, date=day("2026-12-01")) in wanted("2026-12-05", *met)


def test_a_draft_asks_whether_the_other_agreed() -> None:
    draft = agreement("2026-06-01", words=AgreementWords(agreed_by=AgreedBy.DRAFT))

    assert wanted("2026-06-02", draft, planned("2026-06-10")) == [
        Chore(kind=ChoreKind.UNAGREED, date=day("2026-06-01"))
    ]


def test_an_open_question_is_not_asked_again() -> None:
    met = (agreement("2026-01-05"), meeting("2026-01-10"), meeting("2026-02-10"))

    kinds = [chore.kind for chore in wanted("2026-02-11", *met, planned("2026-03-01"))]
    waiting = [chore.kind for chore in wanted("2026-02-11", *met, planned("2026-03-01"), ASKED)]
    assert ChoreKind.ASK in kinds
    assert ChoreKind.ASK in waiting  # it is only asked in June

    asked = [chore.kind for chore in wanted("2026-06-20", *met, planned("2026-06-25"), ASKED)]
    assert ChoreKind.ASK not in asked
