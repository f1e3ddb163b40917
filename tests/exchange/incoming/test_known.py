"""What is here already stays once; what the calendar changed since is followed, or told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from builders import meeting

from mentorlog.domain.entries import Meeting, MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.exchange.incoming import Found, meeting_id
from mentorlog.exchange.incoming.ics import Reader
from mentorlog.exchange.incoming.known import Known, Verdict, known

BERLIN = ZoneInfo("Europe/Berlin")
WHOSE = "9f2k7m3q"
NOW = dt.datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - local civil time


def events(*lines: str, zone: dt.tzinfo = BERLIN, now: dt.datetime = NOW) -> tuple[Found, ...]:
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in lines)
    reader = Reader(whose=WHOSE, now=now, zone=zone)
    return reader.read(f"BEGIN:VCALENDAR\n{inner}END:VCALENDAR\n").found


PLAN = "UID:p\nDTSTART;TZID=Europe/Berlin:20261201T100000\nDURATION:PT45M"
MOVED = PLAN.replace("1201T10", "1203T11") + "\nSEQUENCE:1"
LONGER = PLAN.replace("PT45M", "PT60M")
CANCELLED = PLAN + "\nSTATUS:CANCELLED\nSEQUENCE:2"
WEEKLY = "UID:w\nDTSTART:20261102T140000\nRRULE:FREQ=WEEKLY;COUNT=4"


def taken(*lines: str) -> list[Meeting]:
    """As the journal has them after a first import."""
    return [one.meeting for one in events(*lines) if not one.only_known]


def verdicts(found: tuple[Found, ...], here: list[Meeting], *elsewhere: str) -> list[Known]:
    return [one for _, one in known(found, here, elsewhere, WHOSE)]


def only(found: tuple[Found, ...], here: Meeting) -> Known:
    (one,) = verdicts(found, [here])
    return one


def without_source(one: Meeting) -> Meeting:
    return replace(one, words=MeetingWords(topics=("as it was taken in once",)))


def test_what_was_never_here_is_new_and_what_was_is_here() -> None:
    first, again = verdicts(events(PLAN), []), verdicts(events(PLAN), taken(PLAN))

    assert [one.verdict for one in (*first, *again)] == [Verdict.NEW, Verdict.HERE]
    assert verdicts(events(PLAN), [], first[0].becomes.id)[0].verdict is Verdict.HERE


def by_hand(time: dt.time | None, status: MeetingStatus = MeetingStatus.PLANNED) -> Meeting:
    made = meeting("2026-12-01", status=status, time=time, words=MeetingWords())
    return replace(made, id="7k3q8w2m")


@pytest.mark.parametrize("time", [dt.time(10), None])
def test_what_was_planned_here_by_hand_is_completed_and_moves_with_the_calendar(
    time: dt.time | None,
) -> None:
    noted = only(events(PLAN), by_hand(time))
    again = only(events(PLAN), noted.becomes)
    moved = only(events(MOVED), noted.becomes)

    assert (noted.verdict, again.verdict, moved.verdict) == (
        Verdict.CHANGED,
        Verdict.HERE,
        Verdict.CHANGED,
    )
    one = noted.becomes
    assert (one.id, one.time, one.minutes) == ("7k3q8w2m", dt.time(10), 45)
    assert (moved.becomes.id, moved.becomes.date) == (one.id, dt.date(2026, 12, 3))


def test_what_was_logged_here_by_hand_is_here_and_stays_as_it_is() -> None:
    past = "UID:p\nDTSTART;TZID=Europe/Berlin:20261101T100000\nDURATION:PT45M"
    here = replace(by_hand(None, MeetingStatus.HELD), date=dt.date(2026, 11, 1))

    noted = only(events(past), here)

    assert noted.verdict is Verdict.HERE
    assert replace(noted.becomes, words=here.words) == here


@pytest.mark.parametrize(
    "here",
    [
        by_hand(dt.time(15)),
        by_hand(dt.time(10), MeetingStatus.CANCELLED),
        replace(by_hand(dt.time(10)), date=dt.date(2026, 12, 2)),
        replace(by_hand(dt.time(10)), words=None),
    ],
)
def test_another_meeting_is_another(here: Meeting) -> None:
    assert only(events(PLAN), here).verdict is Verdict.NEW


def test_one_meeting_by_hand_is_one_event_only() -> None:
    both = events(PLAN, PLAN.replace("UID:p", "UID:q"))

    first, second = verdicts(both, [by_hand(None)])

    assert (first.becomes.id, second.verdict) == ("7k3q8w2m", Verdict.NEW)


def test_time_that_passes_changes_nothing() -> None:
    (plan,) = taken(PLAN)
    later = dt.datetime(2026, 12, 24, 12, 0)  # noqa: DTZ001 - local civil time

    assert only(events(PLAN, now=later), plan).verdict is Verdict.HERE


def test_moved_moves_and_keeps_what_was_noted() -> None:
    (plan,) = taken(PLAN)
    noted = replace(plan, words=replace(plan.words or MeetingWords(), notes="bring the deck"))

    became = only(events(MOVED), noted)

    assert became.verdict is Verdict.CHANGED
    assert (became.becomes.id, became.becomes.date, became.becomes.time) == (
        plan.id,
        dt.date(2026, 12, 3),
        dt.time(11, 0),
    )
    assert became.becomes.words is not None
    assert became.becomes.words.notes == "bring the deck"
    assert only(events(MOVED), became.becomes).verdict is Verdict.HERE


def test_longer_is_longer_and_cancelled_cancels() -> None:
    (plan,) = taken(PLAN)

    longer, cancelled = only(events(LONGER), plan), only(events(CANCELLED), plan)

    assert (longer.verdict, longer.becomes.minutes) == (Verdict.CHANGED, 60)
    assert (cancelled.verdict, cancelled.becomes.status) == (
        Verdict.CHANGED,
        MeetingStatus.CANCELLED,
    )


def test_an_older_version_changes_nothing() -> None:
    (plan,) = taken(MOVED)

    assert only(events(PLAN), plan).verdict is Verdict.HERE


@pytest.mark.parametrize(
    "edited",
    [
        {"date": dt.date(2026, 12, 2)},
        {"time": dt.time(9, 0)},
        {"minutes": 30},
        {"status": MeetingStatus.HELD},
    ],
)
def test_what_was_edited_here_is_kept_and_told_once(edited: dict[str, object]) -> None:
    (plan,) = taken(PLAN)
    mine = replace(plan, **edited)  # type: ignore[arg-type]

    kept = only(events(MOVED), mine)

    assert (kept.verdict, replace(kept.becomes, words=mine.words)) == (Verdict.KEPT, mine)
    assert only(events(MOVED), kept.becomes).verdict is Verdict.HERE


def test_what_was_moved_on_both_sides_alike_is_here_and_follows_on() -> None:
    (plan,) = taken(PLAN)
    mine = replace(plan, date=dt.date(2026, 12, 3), time=dt.time(11, 0))

    here = only(events(MOVED), mine)

    assert here.verdict is Verdict.HERE
    assert only(events(CANCELLED), here.becomes).verdict is Verdict.CHANGED


def test_a_move_is_seen_from_where_it_was_taken_in() -> None:
    """Whoever travels has no other meetings."""
    (plan,) = taken(PLAN)
    tokyo = ZoneInfo("Asia/Tokyo")

    same, moved = only(events(PLAN, zone=tokyo), plan), only(events(MOVED, zone=tokyo), plan)

    assert same.verdict is Verdict.HERE
    assert (moved.becomes.time, moved.becomes.tz) == (dt.time(11, 0), "Europe/Berlin")


def test_a_date_of_a_series_is_followed_by_the_date_it_had() -> None:
    here = taken(WEEKLY)
    moved = "UID:w\nRECURRENCE-ID:20261109T140000\nDTSTART:20261111T160000"

    found = verdicts(events(WEEKLY, moved), here)

    assert [(one.verdict, one.becomes.date.day) for one in found] == [
        (Verdict.HERE, 2),
        (Verdict.CHANGED, 11),
        (Verdict.HERE, 16),
    ]


def test_a_date_taken_out_of_a_series_is_cancelled_if_it_is_here() -> None:
    without = f"{WEEKLY}\nEXDATE:20261109T140000"

    found = verdicts(events(without), taken(WEEKLY))

    assert sorted((one.becomes.date.day, one.becomes.status.value) for one in found) == [
        (2, "held"),
        (9, "cancelled"),
        (16, "held"),
    ]
    assert [one.becomes.date.day for one in verdicts(events(without), [])] == [2, 16]
    by_day = verdicts(events(f"{WEEKLY}\nEXDATE;VALUE=DATE:20261109"), taken(WEEKLY))
    assert {one.becomes for one in by_day} == {one.becomes for one in found}


def test_a_series_that_was_moved_as_a_whole_moves() -> None:
    here = taken(WEEKLY)
    later = WEEKLY.replace("1102T14", "1103T16") + "\nSEQUENCE:1"

    found = verdicts(events(later), here)

    assert [(one.verdict, one.becomes.date.day, one.becomes.id) for one in found] == [
        (Verdict.CHANGED, day, one.id) for day, one in zip((3, 10, 17), here, strict=True)
    ]
    again = verdicts(events(later), [one.becomes for one in found])
    assert [one.verdict for one in again] == [Verdict.HERE] * 3


def test_an_exception_alone_is_no_move_of_the_series() -> None:
    exception = "UID:w\nRECURRENCE-ID:20261104T090000\nDTSTART:20261104T090000"

    assert [one.verdict for one in verdicts(events(exception), taken(WEEKLY))] == [Verdict.NEW]


@pytest.mark.parametrize("rule", ["", "\nRRULE:FREQ=WEEKLY;COUNT=4"])
def test_a_series_that_is_cancelled_is_cancelled_whole(rule: str) -> None:
    off = WEEKLY.partition("\nRRULE")[0] + rule + "\nSTATUS:CANCELLED\nSEQUENCE:1"
    here = taken(WEEKLY)

    found = verdicts(events(off), here)

    assert [(one.verdict, one.becomes.date, one.becomes.status) for one in found] == [
        (Verdict.CHANGED, one.date, MeetingStatus.CANCELLED) for one in here
    ]
    again = verdicts(events(off), [one.becomes for one in found])
    assert [one.verdict for one in again] == [Verdict.HERE] * 3


def test_a_cancellation_moves_nothing() -> None:
    off = "UID:w\nRECURRENCE-ID:20261109T140000\nDTSTART:20261102T090000\nSTATUS:CANCELLED"

    (found,) = verdicts(events(off), taken(WEEKLY))

    assert (found.becomes.date.day, found.becomes.time) == (9, dt.time(14, 0))
    assert found.becomes.status is MeetingStatus.CANCELLED


def test_an_event_that_becomes_a_series_is_its_first_date() -> None:
    single = WEEKLY.partition("\nRRULE")[0]

    found = verdicts(events(WEEKLY), taken(single))
    back = verdicts(events(single), taken(WEEKLY))

    assert [one.verdict for one in found] == [Verdict.HERE, Verdict.NEW, Verdict.NEW]
    assert [one.verdict for one in back] == [Verdict.HERE]


def earlier(one: Meeting, uid: str, at: str) -> Meeting:
    """As versions took it in that kept no source."""
    return replace(without_source(one), id=meeting_id("ics", WHOSE, uid, at))


def test_what_was_taken_in_before_sources_were_kept_is_known_by_its_old_id() -> None:
    plan = earlier(taken(PLAN)[0], "p", "2026-12-01T10:00:00+01:00")
    first, second, third = taken(WEEKLY)
    olds = [earlier(one, "w", f"{one.date}T14:00:00") for one in (first, second, third)]

    assert only(events(PLAN), plan).verdict is Verdict.HERE
    assert only(events(MOVED), plan).becomes.date == dt.date(2026, 12, 3)
    assert {one.verdict for one in verdicts(events(WEEKLY), olds)} == {Verdict.HERE}


def test_what_may_have_been_logged_since_is_kept() -> None:
    plan = earlier(taken(PLAN)[0], "p", "2026-12-01T10:00:00+01:00")
    held = replace(plan, status=MeetingStatus.HELD, minutes=50)

    assert only(events(PLAN), held).verdict is Verdict.HERE
    assert only(events(CANCELLED), held).verdict is Verdict.KEPT
    assert only(events(MOVED), plan).becomes.minutes == 45


def test_our_own_meeting_that_comes_back_otherwise_is_kept() -> None:
    mine = meeting("2026-12-01", id="4v8m2t9c", status=MeetingStatus.PLANNED, words=MeetingWords())
    ours = "UID:4v8m2t9c@mentorlog\nDTSTART;VALUE=DATE:20261201"

    same, moved = only(events(ours), mine), only(events(ours.replace("1201", "1202")), mine)

    assert (same.verdict, moved.verdict, moved.becomes) == (Verdict.HERE, Verdict.KEPT, mine)


def test_what_is_sealed_is_not_touched_and_counts_as_here_only_if_its_head_agrees() -> None:
    (plan,) = taken(PLAN)
    sealed = replace(plan, words=None)
    off = replace(sealed, status=MeetingStatus.CANCELLED)

    same, cancelled, both = (
        only(events(text), here)
        for text, here in ((PLAN, sealed), (CANCELLED, sealed), (CANCELLED, off))
    )

    assert same == Known(verdict=Verdict.HERE, here=sealed, becomes=sealed)
    assert (cancelled.verdict, cancelled.becomes) == (Verdict.KEPT, sealed)
    assert both.verdict is Verdict.HERE
