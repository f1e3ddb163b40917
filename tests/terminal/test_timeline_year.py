"""A year as a strip: a cell a week, and what the bars mean."""

from __future__ import annotations

import datetime as dt

from builders import day

from mentorlog.terminal.look import Look
from mentorlog.terminal.timeline import year
from mentorlog.views.timeline import Week, Year

BEGAN = day("2025-11-24")  # a Monday


def strip(*met: int, paused: tuple[int, ...] = (), unknown: int = 0) -> Year:
    return Year(
        since=BEGAN,
        until=BEGAN + dt.timedelta(days=len(met) * 7 - 1),
        weeks=tuple(
            Week(
                first=BEGAN + dt.timedelta(days=7 * n),
                met=count,
                paused=n in paused,
                known=n >= unknown,
            )
            for n, count in enumerate(met)
        ),
    )


def drawn(view: Year, look: Look) -> list[str]:
    return [line.plain for line in year(view, look)]


def test_one_number_of_meetings_has_one_bar() -> None:
    assert drawn(strip(0, 0, 1, 0, 0, 1, 0, 0, paused=(6, 7), unknown=2), Look()) == [
        "   Dec Jan",
        "    ▄··▄‖‖   Week by week: ▄ met once   ‖ paused",
    ]


def test_more_often_is_higher_and_the_most_share_the_highest() -> None:
    assert drawn(strip(1, 2, 0, 1), Look())[1] == "  ▄█·▄   Week by week: ▄ met once   █ twice"
    assert drawn(strip(1, 2, 3, 5, 7), Look())[1] == (
        "  ▂▄▆██   Week by week: ▂ met once   ▄ twice   ▆ 3 times   █ 5 times or more"
    )


def test_where_it_is_narrow_the_key_stands_below_and_in_ascii_it_says_the_same() -> None:
    year_long = strip(*(n % 3 for n in range(53)))

    assert drawn(year_long, Look(width=60, ascii_only=True)) == [
        "   Dec Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov",
        "  .+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+#.+",
        "  Week by week: + met once   # twice",
    ]


def test_where_there_is_no_room_or_no_eye_there_is_none() -> None:
    year_long = strip(*[1] * 53)

    assert drawn(year_long, Look(width=50)) == []
    assert drawn(year_long, Look(plain=True)) == []
