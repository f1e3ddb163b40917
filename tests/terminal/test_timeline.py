"""Days over cells: months above, marks below, changes under their day."""

from __future__ import annotations

import datetime as dt

from builders import day
from hypothesis import given
from hypothesis import strategies as st
from views.people import SINCE, TODAY

from mentorlog.terminal.look import Look
from mentorlog.terminal.timeline import timeline
from mentorlog.views.strip import Mark
from mentorlog.views.timeline import Change, Timeline

VIEW = Timeline(
    since=SINCE,
    until=TODAY,
    held=(
        *((day(date), Mark.MET) for date in ("2026-06-02", "2026-06-16", "2026-07-01")),
        (day("2026-10-20"), Mark.LATE),
    ),
    missed=(day("2026-07-20"),),
    paused=((day("2026-08-10"), day("2026-09-10")),),
    changes=(Change(date=day("2026-10-01"), old="weekly", new="every 2 weeks"),),
)


def drawn(view: Timeline, look: Look) -> list[str] | None:
    lines = timeline(view, look)
    return None if lines is None else [line.plain for line in lines]


def test_it_is_drawn_to_scale() -> None:
    assert drawn(VIEW, Look(width=100)) == [
        "     Jun        Jul        Aug        Sep        Oct         Nov",
        (
            "     ●     ●    ●      ○      ‖‖‖‖‖‖‖‖‖‖‖‖‖             ◐                "
            "◐ late, ○ missed, ‖ paused"
        ),
        "                                                 ▲ amended: weekly → every 2 weeks",
    ]


def test_where_it_is_narrow_the_key_moves_below_and_the_words_to_the_other_side() -> None:
    assert drawn(VIEW, Look(width=60, ascii_only=True)) == [
        "     Jun      Jul      Aug       Sep      Oct       Nov",
        "     *   *    *     o     ===========           ~",
        "         amended: weekly -> every 2 weeks ^",
        "  ~ late, o missed, = paused",
    ]


def test_two_meetings_on_neighbouring_days_stand_side_by_side() -> None:
    view = Timeline(
        since=SINCE,
        until=TODAY,
        held=((day("2026-11-21"), Mark.MET), (TODAY, Mark.LATE)),
    )

    assert (drawn(view, Look(width=60)) or ["", ""])[1].split() == ["●◐"]


def test_where_marks_would_run_into_each_other_there_is_none() -> None:
    daily = tuple((SINCE + dt.timedelta(days=n), Mark.MET) for n in range(180))

    assert drawn(Timeline(since=SINCE, until=TODAY, held=daily), Look(width=100)) is None


def test_a_plain_look_has_none() -> None:
    assert drawn(VIEW, Look(plain=True)) is None


def test_over_years_every_few_months_are_named_and_januaries_by_their_year() -> None:
    view = Timeline(since=day("2024-06-10"), until=TODAY)

    assert (drawn(view, Look(width=80)) or [""])[0].split() == [
        *("Jul", "Sep", "Nov", "2025", "Mar", "May", "Jul", "Sep", "Nov"),
        *("2026", "Mar", "May", "Jul", "Sep"),
    ]
    assert (drawn(view, Look(width=40)) or [""])[0].split() == ["Jul", "2025", "Jul", "2026", "Jul"]


@given(
    since=st.dates(dt.date(2000, 1, 1), dt.date(2026, 11, 22)),
    days=st.sets(st.integers(0, 400), max_size=20),
    width=st.integers(40, 140),
)
def test_every_meeting_has_a_mark_and_every_line_fits(
    since: dt.date, days: set[int], width: int
) -> None:
    until = since + dt.timedelta(days=400)
    held = tuple((since + dt.timedelta(days=n), Mark.MET) for n in sorted(days))

    lines = drawn(Timeline(since=since, until=until, held=held), Look(width=width))

    if lines is not None:
        assert lines[1].count("●") == len(held)
        assert all(len(line) <= width for line in lines)
