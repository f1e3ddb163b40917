"""Days over cells: months above, marks below, changes under their day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from builders import day
from hypothesis import given
from hypothesis import strategies as st
from views.people import SINCE, TODAY

from mentorlog.domain.adherence import Mark
from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.words import ChangedBy
from mentorlog.terminal.look import Look
from mentorlog.terminal.timeline import timeline
from mentorlog.views.timeline import NotHeld, TermsChange, Timeline

VIEW = Timeline(
    since=SINCE,
    until=TODAY,
    today=TODAY,
    held=(
        *((day(date), Mark.MET) for date in ("2026-06-02", "2026-06-16", "2026-07-01")),
        (day("2026-10-20"), Mark.LATE),
    ),
    missed=(day("2026-07-20"),),
    called_off=(
        NotHeld(date=day("2026-06-24"), status=MeetingStatus.RESCHEDULED, by=ChangedBy.ME),
        NotHeld(date=day("2026-11-02"), status=MeetingStatus.NO_SHOW),
    ),
    paused=((day("2026-08-10"), day("2026-09-10")),),
    changes=(TermsChange(date=day("2026-10-01"), old="weekly", new="every 2 weeks"),),
)


def drawn(view: Timeline, look: Look) -> list[str]:
    return [line.plain for line in timeline(view, look)]


def stretch(since: str, until: str, *held: dt.date) -> Timeline:
    marks = tuple((date, Mark.MET) for date in held)
    return Timeline(since=day(since), until=day(until), today=TODAY, held=marks)


def test_it_is_drawn_to_scale() -> None:
    assert drawn(VIEW, Look(width=80)) == [
        "  May Jun         Jul          Aug          Sep         Oct          Nov",
        "  ────●─────●──▷──●───────○────────‖‖‖‖‖‖‖‖‖‖‖‖‖‖───────────────◐─────\u00d7─────────",
        "                        amended: weekly → every 2 weeks ▲",
        "  ● met   ◐ late   ○ no meeting   ▷ moved by you   \u00d7 no-show   ‖ paused",
    ]


def test_where_it_is_narrow_in_ascii_it_says_the_same() -> None:
    assert drawn(VIEW, Look(width=60, ascii_only=True)) == [
        "     Jun      Jul      Aug       Sep      Oct       Nov",
        "  ---*---*-->-*-----o-----===========-----------~---x-------",
        "         amended: weekly -> every 2 weeks ^",
        "  * met   ~ late   o no meeting   > moved by you   x no-show",
        "  = paused",
    ]


def test_a_term_shows_where_its_middle_is_and_what_is_to_come() -> None:
    view = Timeline(
        since=day("2026-11-16"),
        until=day("2026-11-29"),
        today=TODAY,
        held=((day("2026-11-17"), Mark.MET),),
        planned=(day("2026-11-27"),),
        midpoint=day("2026-11-19"),
    )

    assert drawn(view, Look(width=70)) == [
        "  16 Nov                           23 Nov",
        "  ────●────────────────────────·······················◇···············",
        "                ▲ halfway, Thu 19 Nov",
        "                              ▲ today, Sun 22 Nov",
        "  ● met   ◇ planned",
    ]


def test_two_meetings_on_neighbouring_days_stand_side_by_side() -> None:
    view = Timeline(
        since=SINCE,
        until=TODAY,
        today=TODAY,
        held=((day("2026-11-21"), Mark.MET), (TODAY, Mark.LATE)),
    )

    assert drawn(view, Look(width=60))[1].endswith("─●◐")


def test_where_marks_run_into_each_other_the_rarer_shows_and_that_is_said() -> None:
    days = [SINCE + dt.timedelta(days=n) for n in range(180)]
    view = replace(stretch("2026-05-22", "2026-11-22", *days), missed=(day("2026-08-12"),))

    lines = drawn(view, Look(width=60))

    assert lines[1].strip().count("○") == 1
    assert lines[-1] == "  ● met   ○ no meeting   one sign can mean several meetings"


def test_for_programs_there_is_none() -> None:
    assert drawn(VIEW, Look(plain=True)) == []


@pytest.mark.parametrize(
    ("since", "until", "width", "named"),
    [
        ("2026-11-16", "2026-11-22", 60, "Mon 16 Tue 17 Wed 18 Thu 19 Fri 20 Sat 21 Sun 22"),
        ("2026-11-02", "2026-11-22", 60, "2 Nov 9 Nov 16 Nov"),
        (
            "2024-06-10",
            "2026-11-22",
            80,
            "Jul Sep Nov 2025 Mar May Jul Sep Nov 2026 Mar May Jul Sep",
        ),
        ("2024-06-10", "2026-11-22", 40, "Sep 2025 May Sep 2026 May Sep"),
        ("1990-01-01", "2026-11-22", 40, "1990 1995 2000 2005 2010 2015 2020"),
    ],
)
def test_the_names_are_as_fine_as_there_is_room(
    since: str, until: str, width: int, named: str
) -> None:
    assert " ".join(drawn(stretch(since, until), Look(width=width))[0].split()) == named


@given(
    since=st.dates(dt.date(2000, 1, 1), dt.date(2026, 11, 22)),
    length=st.integers(1, 1200),
    days=st.sets(st.integers(0, 1200), max_size=40),
    width=st.integers(40, 140),
)
def test_every_line_fits_and_no_meeting_is_lost(
    since: dt.date, length: int, days: set[int], width: int
) -> None:
    until = since + dt.timedelta(days=length)
    held = [since + dt.timedelta(days=n) for n in sorted(days) if n <= length]

    lines = drawn(stretch(str(since), str(until), *held), Look(width=width))

    marks = lines[1].count("●")
    key = " ".join(" ".join(lines[2:]).split())  # a narrow key goes on on the next line
    assert marks == len(held) or (0 < marks < len(held) and "several meetings" in key)
    assert all(len(line) <= width for line in lines)
