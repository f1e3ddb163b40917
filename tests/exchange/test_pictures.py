"""Drawings in percent, and the same in words."""

from __future__ import annotations

from dataclasses import replace

from builders import day

from mentorlog.domain.adherence import Mark
from mentorlog.domain.entries import MeetingStatus
from mentorlog.exchange.pictures import Name, Picture, Shape, term, year
from mentorlog.views.timeline import NotHeld, TermsChange, Timeline, Week, Year

TERM = Timeline(
    since=day("2026-11-01"),
    until=day("2026-11-20"),
    today=day("2026-11-10"),
    held=((day("2026-11-03"), Mark.MET), (day("2026-11-09"), Mark.LATE)),
    missed=(day("2026-11-06"),),
    called_off=(NotHeld(date=day("2026-11-02"), status=MeetingStatus.RESCHEDULED),),
    planned=(day("2026-11-16"),),
    paused=((day("2026-11-17"), day("2026-11-18")),),
    changes=(TermsChange(date=day("2026-11-05"), old="weekly", new="monthly"),),
    midpoint=day("2026-11-11"),
)


def test_a_term_is_drawn_to_scale_and_told_in_words() -> None:
    drawn = term(TERM)

    assert drawn.in_words == (
        "From Sun 1 Nov to Fri 20 Nov: moved on Mon 2 Nov; met on Tue 3 Nov; missed about Fri 6 "
        "Nov; met late on Mon 9 Nov; planned for Mon 16 Nov; paused Tue 17 Nov to Wed 18 Nov; "
        "Thu 5 Nov: weekly → monthly; halfway, Wed 11 Nov; today, Tue 10 Nov."
    )
    assert set(drawn.shapes) == {
        Shape("gone", 0, 47.5),
        Shape("to-come", 47.5, 52.5),
        Shape("paused", 80.0, 10.0),
        *(Shape("met", 12.5), Shape("late", 42.5), Shape("missed", 27.5)),
        *(Shape("moved", 7.5), Shape("planned", 77.5)),
        *(Shape("pointer", 22.5), Shape("pointer", 52.5), Shape("pointer", 47.5)),
    }
    assert [said for _, said in drawn.key] == [
        *("met", "met late", "missed", "moved", "planned", "paused"),
        *("Thu 5 Nov: weekly → monthly", "halfway, Wed 11 Nov", "today, Tue 10 Nov"),
    ]


def test_a_phone_has_fewer_names() -> None:
    long = replace(TERM, since=day("2026-01-01"), until=day("2026-12-31"), paused=())

    drawn = term(long)

    assert [name.text for name in drawn.narrow] == ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]
    assert len(drawn.wide) == 12


def test_a_year_is_darker_where_you_met_more_often() -> None:
    weeks = [Week(first=day("2026-11-02"), known=False), Week(first=day("2026-11-09"), met=1)]
    rest = [Week(first=day("2026-11-16"), paused=True), Week(first=day("2026-11-23"), met=2)]
    view = Year(since=day("2026-11-02"), until=day("2026-11-29"), weeks=(*weeks, *rest))

    names = (Name(0.0, "2 Nov"), Name(25.0, "9 Nov"), Name(50.0, "16 Nov"), Name(75.0, "23 Nov"))
    assert year(view) == Picture(
        in_words="From Mon 2 Nov to Sun 29 Nov: met 3 times, in 2 weeks.",
        wide=names,
        narrow=names,
        shapes=(
            Shape("level2", 25.0, 25.0),
            Shape("rest", 50.0, 25.0),
            Shape("level4", 75.0, 25.0),
        ),
        key=(
            ("level2", "met once in a week"),
            ("level4", "met twice in a week"),
            ("rest", "paused"),
        ),
    )
