"""Why somebody is mentioned or not, and when they will be."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import agreement, day, meeting, relationship

from mentorlog.commands.nudge import ExplainedNudge, Mention, mention
from mentorlog.domain.standing import Standing
from mentorlog.reminders import Window
from mentorlog.reminders.kinds import items
from mentorlog.views.board import Coming, Next
from mentorlog.views.nudges import Who

WINDOW = Window()
DANA = Who(relationship_id="9f2k7m3q", handle="dana-oz", name="Dana Öz")
FORTNIGHTLY = (agreement("2026-01-05", "every 2 weeks"), meeting("2026-03-02"))


def test_an_explanation_tells_what_is_said_now_and_what_comes_next() -> None:
    someone = relationship(*FORTNIGHTLY)
    (now,) = items([someone], day("2026-03-20"), WINDOW)
    (later,) = items([someone], day("2026-03-27"), WINDOW)

    assert mention(someone, day("2026-03-20"), WINDOW) == Mention(
        who=DANA,
        standing=Standing.OVERDUE,
        date=dt.date(2026, 3, 16),
        comes=Coming(what=Next.WAS_DUE, date=dt.date(2026, 3, 16)),
        nudges=(ExplainedNudge(nudge=now),),
        coming=later,
        coming_on=dt.date(2026, 3, 27),
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-03", ("due_soon", "2026-03-13")),
        ("2026-03-13", ("due", "2026-03-16")),
        ("2026-03-14", ("due", "2026-03-16")),
        ("2026-03-18", ("overdue", "2026-03-20")),
    ],
)
def test_what_comes_next_comes_on_a_working_day(today: str, expected: tuple[str, str]) -> None:
    found = mention(relationship(*FORTNIGHTLY), day(today), WINDOW)

    assert (str(found.coming and found.coming.kind), str(found.coming_on)) == expected


@pytest.mark.parametrize("today", ["2026-06-01", "9999-12-30", "9999-12-31"])
def test_what_rests_has_nothing_coming(today: str) -> None:
    found = mention(relationship(*FORTNIGHTLY), day(today), WINDOW)

    assert (found.coming, found.coming_on) == (None, None)
    assert [each.nudge.stage for each in found.nudges] == [3]
