"""What the board says around its rows; the rows themselves are golden files."""

from __future__ import annotations

from builders import agreement, closure, meeting, relationship
from views.people import SINCE, TODAY, noor

from mentorlog.domain.relationship import Relationship
from mentorlog.terminal.board import board
from mentorlog.terminal.look import Look
from mentorlog.views.board import board as board_view


def told(*people: Relationship, width: int = 100) -> list[str]:
    view = board_view(people, TODAY, since=SINCE)
    return [line.plain for line in board(view, Look(width=width))]


def test_where_all_is_well_it_says_so_and_nothing_else() -> None:
    assert told(noor(), width=80) == [
        "Sunday 22 November                              all on track",
        "",
        "on track  Noor Haddad, mentee, 6 per term   ●●●",
        "          due Tue 29 Dec · met Thu 5 Nov",
        "",
        "  Last 12: ● met",
    ]


def test_how_many_need_you_is_counted_in_words() -> None:
    overdue = agreement("2026-01-05"), meeting("2026-09-14")
    two = (relationship(*overdue, handle="a"), relationship(*overdue, handle="b"))

    assert told(*two)[0].endswith("  two need you")
    assert told(two[0])[0].endswith("  one needs you")


def test_what_cannot_be_read_is_not_called_well() -> None:
    assert told(relationship(meeting("2026-11-10"), unreadable=1))[0].endswith(
        "  on track, as far as mentorlog can read"
    )


def test_after_months_of_silence_one_is_welcome() -> None:
    quiet = relationship(agreement("2026-01-05"), meeting("2026-08-20"))

    assert told(quiet)[2:4] == [
        (
            "Welcome back. Your last entry is from Thu 20 Aug, three months ago; everything "
            "is still here."
        ),
        "",
    ]
    assert told(quiet, width=120)[-1] == (
        "Did you meet Dana since Thu 20 Aug?  mentorlog log-meeting dana-oz"
        "   or  schedule, pause, amend, close"
    )


def test_where_everyone_has_ended_there_is_a_way_to_see_them() -> None:
    ended = relationship(agreement("2026-01-05"), meeting("2026-10-01"), closure("2026-11-01"))

    assert told(ended) == [
        "Sunday 22 November",
        "",
        "  Everyone here has ended.  mentorlog review --all",
    ]


def test_an_empty_board_says_how_to_begin() -> None:
    assert told() == [
        "Sunday 22 November",
        "",
        "  Nobody yet.  mentorlog new-agreement NAME",
    ]


def test_the_signs_in_use_are_explained() -> None:
    late = relationship(agreement("2026-09-01", "every 2 weeks"), meeting("2026-10-06"))

    assert "  Last 12: ● met, ◐ late, ○ no meeting, · not yet" in told(late, width=80)
    assert "  Last 12: ● met, ◐ late, ○ no meeting, · not yet" in told(late, width=60)
    assert not [line for line in told(noor()) if "Last 12:" in line]
    assert told(noor(), width=50)[-1] == "  Last 12: ● met"
