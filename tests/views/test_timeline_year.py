"""A stretch of time week by week."""

from __future__ import annotations

from builders import agreement, closure, day, meeting, pause, relationship

from mentorlog.domain.entries import Entry, MeetingStatus
from mentorlog.views.timeline import Week, Year, weeks, year

SINCE, UNTIL = day("2026-09-30"), day("2026-12-02")  # both a Wednesday


def weeks_of(*entries: Entry) -> Year | None:
    return year(relationship(*entries), SINCE, UNTIL)


def test_a_week_knows_how_often_you_met_and_whether_it_counted() -> None:
    found = weeks_of(
        agreement("2026-10-10"),
        *map(meeting, ("2026-10-12", "2026-10-18", "2026-10-18", "2026-11-20", "2026-12-02")),
        meeting("2026-10-26", status=MeetingStatus.CANCELLED),
        pause("2026-10-30", "2026-11-10"),
    )

    assert found == Year(
        since=SINCE,
        until=UNTIL,
        weeks=(
            Week(first=day("2026-09-28"), known=False),
            Week(first=day("2026-10-05")),
            Week(first=day("2026-10-12"), met=2),
            Week(first=day("2026-10-19")),
            Week(first=day("2026-10-26")),
            Week(first=day("2026-11-02"), paused=True),
            Week(first=day("2026-11-09")),
            Week(first=day("2026-11-16"), met=1),
            Week(first=day("2026-11-23")),
            Week(first=day("2026-11-30"), met=1),
        ),
    )


def test_beside_others_one_meeting_is_enough() -> None:
    lately = relationship(agreement("2026-11-09"), meeting("2026-11-20"))
    never = relationship(agreement("2026-11-09"), meeting("2026-01-02"))

    found = weeks(lately, SINCE, UNTIL)

    assert found is not None
    assert next(week.first for week in found.weeks if week.known) == day("2026-11-09")
    assert [week.first for week in found.weeks if week.met] == [day("2026-11-16")]
    assert weeks(never, SINCE, UNTIL) is None


def test_a_pause_ends_with_what_it_interrupted() -> None:
    held = map(meeting, ("2026-10-01", "2026-11-20", "2026-12-01"))

    found = weeks_of(agreement("2026-09-01"), *held, pause("2026-10-05"), closure("2026-10-19"))

    assert found is not None
    assert [week.first for week in found.weeks if week.paused] == [
        day("2026-10-05"),
        day("2026-10-12"),
    ]


def test_what_began_lately_or_hardly_met_makes_no_picture() -> None:
    lately = map(meeting, ("2026-11-10", "2026-11-20", "2026-12-02"))
    hardly = map(meeting, ("2026-09-30", "2026-12-02"))

    assert weeks_of(agreement("2026-11-09"), *lately) is None
    assert weeks_of(agreement("2026-09-01"), *hardly) is None
