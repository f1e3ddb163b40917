"""One next step that fits whoever needs you most."""

from __future__ import annotations

import pytest
from builders import agreement, closure, meeting, planned, relationship
from views.people import SINCE, TODAY

from mentorlog.domain.entries import Entry
from mentorlog.terminal.board import next_step
from mentorlog.terminal.look import Look
from mentorlog.views.board import row


def told(*timeline: Entry, name: str = "Sam Lee", handle: str = "sam-lee", **how: bool) -> str:
    whole = relationship(*timeline, name=name, handle=handle)
    found = row(whole, TODAY, since=SINCE, reveal=False, silent=how.get("after_silence", False))
    lines = next_step(found, TODAY, Look(width=200))
    return "\n".join(line.plain for line in lines)


OVERDUE = agreement("2026-01-05"), meeting("2026-09-14")


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        (
            OVERDUE,
            (
                "Sam: five weeks past what you agreed.  mentorlog schedule sam-lee +5d   "
                "or  log-meeting, pause, amend, close"
            ),
        ),
        (
            (agreement("2026-01-05"), meeting("2026-11-10"), planned("2026-11-20")),
            (
                "Sam: did you meet on Fri 20 Nov?  mentorlog log-meeting sam-lee --on 2026-11-20   "
                "or  reschedule, if it moved"
            ),
        ),
        (
            (agreement("2026-01-05"), meeting("2026-10-20")),
            "Sam: time to meet again.  mentorlog schedule sam-lee +3d   or  log-meeting",
        ),
        (
            (agreement("2026-01-05", until="2026-11-15"), meeting("2026-11-02")),
            (
                "Sam: the term ended Sun 15 Nov. Renew or close?  "
                'mentorlog amend sam-lee --for "6 months"   or  close'
            ),
        ),
        (
            (agreement("2026-01-05", until="2026-12-01"), meeting("2026-11-10")),
            (
                "Sam: the term ends Tue 1 Dec. Renew or close?  "
                'mentorlog amend sam-lee --for "6 months"   or  close'
            ),
        ),
        (
            (meeting("2026-03-10"),),
            (
                "Sam: not met since Tue 10 Mar. A few lines?  mentorlog reconnect sam-lee   "
                "or  schedule, log-meeting, close"
            ),
        ),
        (
            (agreement("2026-01-05"), meeting("2026-03-10"), closure("2026-04-01")),
            ("Sam: get back in touch with a few lines?  mentorlog reconnect sam-lee   or  reopen"),
        ),
        (
            (agreement("2026-01-05"), meeting("2026-03-10"), closure("2026-11-20")),
            "Sam: a letter of thanks?  mentorlog thanks sam-lee   or  reopen",
        ),
        ((agreement("2026-01-05"), closure("2026-04-01")), ""),
        ((agreement("2026-01-05"), meeting("2026-10-25")), ""),
        ((agreement("2026-01-05"), meeting("2026-11-10")), ""),
        ((), ""),
    ],
)
def test_the_step_fits_the_standing(timeline: tuple[Entry, ...], expected: str) -> None:
    assert told(*timeline) == expected


def test_after_a_silence_the_question_is_whether_they_met() -> None:
    assert told(*OVERDUE, after_silence=True) == (
        "Did you meet Sam since Mon 14 Sep?  mentorlog log-meeting sam-lee   "
        "or  schedule, pause, amend, close"
    )


@pytest.mark.parametrize(
    ("name", "first"),
    [("Sam Lee", "Sam"), ("Dr. Öz", "Dr. Öz"), ("K", "K"), ("J Öz", "J Öz"), ("李娜", "李娜")],
)
def test_people_are_called_by_their_first_name(name: str, first: str) -> None:
    assert told(*OVERDUE, name=name).startswith(f"{first}: five weeks")


def test_a_handle_from_an_odd_folder_is_quoted() -> None:
    assert 'schedule "sam\'s notes" +5d' in told(*OVERDUE, handle="sam's notes")
    assert "schedule '$(sam)' +5d" in told(*OVERDUE, handle="$(sam)")
