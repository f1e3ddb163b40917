"""What a page says in cases its golden files don't have."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from builders import (
    agreement,
    ask,
    contribution,
    day,
    meeting,
    note,
    planned,
    relationship,
)
from views.people import SINCE, TODAY

from mentorlog.domain.entries import AskStatus, ContributionType, Direction, Entry, Side
from mentorlog.domain.words import (
    AgreementWords,
    AskWords,
    ContributionWords,
    Goal,
    GoalStatus,
    Medium,
    MeetingWords,
)
from mentorlog.terminal.look import Look
from mentorlog.terminal.page import page
from mentorlog.views.page import page as page_view

BOOKED = replace(
    planned("2026-11-26", dt.time(15)), words=MeetingWords(medium=Medium.VIDEO, place="Café Rost")
)


def told(*timeline: Entry, unreadable: int = 0) -> list[str]:
    who = relationship(*timeline, unreadable=unreadable)
    return [line.plain for line in page(page_view(who, TODAY, since=SINCE), Look(width=100))]


def line_of(label: str, *timeline: Entry) -> str:
    [found] = [line for line in told(*timeline) if line.startswith(label)]
    return found.removeprefix(label).strip()


def test_without_an_agreement_that_is_said_kindly() -> None:
    assert told(meeting("2026-11-10", words=MeetingWords())) == [
        f"Dana Öz, your mentor{'as needed':>80}",
        "No agreement: you meet when it suits you.",
        "",
        "Since Tue 10 Nov: 1 meeting.",
        "In all: 1 meeting, one without a length.",
    ]


def test_what_was_given_before_the_latest_is_counted() -> None:
    dates = ("2026-10-27", "2026-11-03", "2026-11-10")
    lines = told(*(contribution(date, Direction.GIVEN, "a book") for date in dates))

    at = lines.index("You gave      Tue 10 Nov: a book")
    assert lines[at + 1] == "              and two more before that"


def test_the_next_meeting_is_named_in_the_heading_or_below_it() -> None:
    terms = agreement("2026-11-01", "weekly", words=AgreementWords())
    overdue = agreement("2026-01-05", "daily", words=AgreementWords())

    scheduled = told(terms, BOOKED)
    elsewhere = told(replace(overdue, date=day("2026-11-01")), meeting("2026-11-01"), BOOKED)

    assert scheduled[0].endswith("  scheduled: meets Thu 26 Nov 15:00, in 4 days")
    assert "Next meeting Thu 26 Nov 15:00, video, Café Rost." in elsewhere
    assert not [line for line in scheduled if line.startswith("Next meeting")]


def test_areas_never_or_not_lately_touched_are_marked() -> None:
    areas = ("leading", "saying no", "budgets")
    timeline = (
        agreement("2026-01-05", words=AgreementWords(focus_areas=areas)),
        meeting("2026-11-10", words=MeetingWords(topics=("leading",))),
        meeting("2026-03-10", words=MeetingWords(topics=("saying no",))),
    )

    assert line_of("Working on", *timeline) == (
        "leading · saying no (last in March) · budgets (not yet)"
    )


def test_where_no_meeting_has_topics_areas_are_not_marked() -> None:
    terms = agreement("2026-01-05", words=AgreementWords(focus_areas=("leading", "budgets")))

    assert line_of("Working on", terms) == "leading · budgets"


def test_goals_say_how_far_they_are() -> None:
    goals = (
        Goal(title="review", target_date=day("2026-12-31")),
        Goal(title="speak up", status=GoalStatus.ACHIEVED),
    )
    lines = told(
        agreement("2026-01-05", words=AgreementWords(goals=goals)),
        note("2026-10-15", "half of it", goal="review"),
    )

    start = next(at for at, line in enumerate(lines) if line.startswith("Goals"))
    assert lines[start : start + 2] == [
        "Goals         review, by Thu 31 Dec: “half of it” (Thu 15 Oct)",
        "              speak up (achieved)",
    ]


@pytest.mark.parametrize(
    ("entry", "label", "expected"),
    [
        (
            contribution(
                "2026-10-27",
                Direction.RECEIVED,
                type=ContributionType.ADVICE,
                words=ContributionWords(text="ask early", outcome="worked"),
            ),
            "You received",
            "Tue 27 Oct, advice: ask early; tried, not reported back yet",
        ),
        (
            contribution(
                "2026-10-27",
                Direction.RECEIVED,
                type=ContributionType.ADVICE,
                told_them_on="2026-11-01",
                words=ContributionWords(text="ask early", outcome="worked"),
            ),
            "You received",
            "Tue 27 Oct, advice: ask early",
        ),
        (
            contribution("2026-10-27", Direction.GIVEN, "an introduction to Lou"),
            "You gave",
            "Tue 27 Oct: an introduction to Lou",
        ),
        (
            contribution("2026-10-27", Direction.GIVEN, "x", in_confidence=True),
            "You gave",
            "Tue 27 Oct: (held in confidence)",
        ),
        (contribution("2026-10-27", Direction.GIVEN), "You gave", "Tue 27 Oct: (sealed)"),
        (
            ask("2026-10-27", asked_by=Side.THEM, words=AskWords(question="and you?")),
            "They asked",
            "Tue 27 Oct: and you?",
        ),
        (ask("2026-10-27", words=AskWords()), "You asked", "Tue 27 Oct: no answer yet"),
        (
            ask("2026-10-27", status=AskStatus.NOTHING_NOW, words=AskWords()),
            "You asked",
            "Tue 27 Oct: nothing for now",
        ),
    ],
)
def test_each_way_has_its_last_moment(entry: Entry, label: str, expected: str) -> None:
    assert line_of(label, entry) == expected


def test_a_long_text_is_only_begun() -> None:
    shown = line_of("You gave", contribution("2026-10-27", Direction.GIVEN, "word " * 100))
    lines = told(contribution("2026-10-27", Direction.GIVEN, "word " * 100))

    assert shown.startswith("Tue 27 Oct: word word")
    assert sum(line.count("word") for line in lines) < 70


def test_what_is_sealed_or_cannot_be_read_is_counted() -> None:
    lines = told(note("2026-10-27"), note("2026-10-28"), unreadable=1)

    assert lines[-2:] == [
        "2 sealed; see it with  mentorlog review dana-oz --reveal",
        "1 file unreadable",
    ]


def test_for_programs_a_strip_takes_the_place_of_the_timeline() -> None:
    who = relationship(agreement("2026-09-01", words=AgreementWords()), meeting("2026-09-05"))

    lines = page(page_view(who, TODAY, since=SINCE), Look(plain=True))

    assert [line.plain for line in lines][3] == "  ●··   · not yet".replace("●", "*").replace(
        "·", "."
    )
