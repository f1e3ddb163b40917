"""Series of every make, compared with their dates as counted day by day.

Beside that, real calendars: those that the calendar libraries ship with their tests, compared with
what recurring-ical-events makes of a whole file as icalendar reads it.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlog.errors import Refused
from mentorlog.exchange.incoming.ics import Reader

NOW = dt.datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - local civil time
MINE = ZoneInfo("America/New_York")
ZONES = {  # as a calendar names them, and what is meant
    "Europe/Berlin": "Europe/Berlin",
    "America/Los_Angeles": "America/Los_Angeles",
    "Asia/Tokyo": "Asia/Tokyo",
    "W. Europe Standard Time": "Europe/Berlin",
    "/mozilla.org/20070129_1/Australia/Sydney": "Australia/Sydney",
    "UTC": "UTC",
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Series(NamedTuple):
    """`days`: of the week, or of the month. `cut`, `moved`: which dates, from 0."""

    freq: str
    interval: int
    days: tuple[int, ...]
    start: dt.datetime
    zone: str
    times: int | None
    last: int  # where `times` is None: days from the start
    last_as: str
    cut: tuple[int, ...]
    cut_as: str
    moved: tuple[int, ...]
    shift: int  # minutes


hours = st.sampled_from([0, 5, 8, 9, 14, 17, 23])  # no clock is put forward then
series = st.builds(
    Series,
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 4),
    days=st.sets(st.integers(0, 6), max_size=3).map(lambda found: tuple(sorted(found))),
    start=st.builds(
        lambda day, hour: dt.datetime.combine(day, dt.time(hour, 30)),
        st.dates(dt.date(2023, 1, 1), dt.date(2026, 6, 1)),
        hours,
    ),
    zone=st.sampled_from(list(ZONES)),
    times=st.none() | st.integers(1, 25),
    last=st.integers(0, 400),
    last_as=st.sampled_from(["local", "utc"]),
    cut=st.sets(st.integers(0, 24), max_size=4).map(tuple),
    cut_as=st.sampled_from(["local", "utc", "day"]),
    moved=st.sets(st.integers(0, 24), max_size=3).map(tuple),
    shift=st.integers(-3 * 24 * 60, 3 * 24 * 60).filter(bool),
)


def by_hand(one: Series) -> list[dt.datetime]:
    """The dates of the rule, counted day by day, in the series' own zone."""
    zone = ZoneInfo(ZONES[one.zone])
    until = (one.start + dt.timedelta(one.last)).replace(tzinfo=zone)
    found: list[dt.datetime] = []
    day = one.start
    while len(found) < (one.times or 10_000) and day.year < 2100:
        at = day.replace(tzinfo=zone)
        if one.times is None and at.astimezone(dt.UTC) > until.astimezone(dt.UTC):
            break
        if fits(one, day):
            found.append(at)
        day += dt.timedelta(1)
    return found


def fits(one: Series, day: dt.datetime) -> bool:
    gone = (day.date() - one.start.date()).days
    match one.freq:
        case "DAILY":
            return gone % one.interval == 0
        case "WEEKLY":
            weeks = (gone + one.start.weekday()) // 7
            return weeks % one.interval == 0 and day.weekday() in (
                one.days or (one.start.weekday(),)
            )
        case "MONTHLY":
            months = (day.year - one.start.year) * 12 + day.month - one.start.month
            wanted = [each + 1 for each in one.days] or [one.start.day]
            return months % one.interval == 0 and day.day in wanted
        case _:
            same = (day.month, day.day) == (one.start.month, one.start.day)
            return same and (day.year - one.start.year) % one.interval == 0


def is_clear(one: Series) -> bool:
    """Programs don't agree on a start that its rule leaves out, or a date both cut and moved."""
    return fits(one, one.start) and not set(one.cut) & set(one.moved)


def spelled(moment: dt.datetime, form: str = "local") -> str:
    if form == "utc":
        return f":{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    if form == "day":
        return f";VALUE=DATE:{moment:%Y%m%d}"
    return f":{moment:%Y%m%dT%H%M%S}"


def written(one: Series, dates: list[dt.datetime]) -> str:
    zone = f';TZID="{one.zone}"'
    rule = f"FREQ={one.freq};INTERVAL={one.interval}"
    if one.freq == "WEEKLY" and one.days:
        rule += f";BYDAY={','.join(DAYS[day] for day in one.days)}"
    if one.freq == "MONTHLY" and one.days:
        rule += f";BYMONTHDAY={','.join(str(day + 1) for day in one.days)}"
    until = one.start.replace(tzinfo=ZoneInfo(ZONES[one.zone])) + dt.timedelta(one.last)
    rule += (
        f";COUNT={one.times}"
        if one.times
        else f";UNTIL={spelled(until, one.last_as).split(':')[1]}"
    )
    lines = [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:s", f"DTSTART{zone}{spelled(one.start)}"),
        f"RRULE:{rule}",
    ]
    for n in one.cut:
        if n < len(dates):
            own = zone if one.cut_as == "local" else ""
            lines.append(f"EXDATE{own}{spelled(dates[n], one.cut_as)}")
    lines.append("END:VEVENT")
    for n in one.moved:
        if n < len(dates):
            lines += [
                *("BEGIN:VEVENT", "UID:s", f"RECURRENCE-ID{zone}{spelled(dates[n])}"),
                f"DTSTART{spelled(moved(dates[n], one.shift), 'utc')}",
                "END:VEVENT",
            ]
    return "\r\n".join((*lines, "END:VCALENDAR", ""))


def moved(moment: dt.datetime, minutes: int) -> dt.datetime:
    return moment.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)


@settings(max_examples=60)
@given(series.filter(is_clear))
def test_a_series_has_the_dates_that_one_counts_by_hand(one: Series) -> None:
    dates = by_hand(one)
    kept = [
        moved(date, one.shift) if n in one.moved else date
        for n, date in enumerate(dates)
        if n not in one.cut
    ]

    found = Reader(whose="9f2k7m3q", now=NOW, zone=MINE, seconds=60).read(written(one, dates))

    told = sorted(f"{each.meeting.date} {each.meeting.time}" for each in taken(found))
    local = (date.astimezone(MINE) for date in kept)
    assert told == sorted(f"{at.date()} {at.time()}" for at in local if at.date() <= NOW.date())


def taken(found: Any) -> Iterator[Any]:
    return (each for each in found.found if not each.only_known)


SHIPPED = sorted(
    path
    for package, folder in ((icalendar, "tests"), (recurring_ical_events, "test"))
    for path in (Path(str(package.__file__)).parent / folder).rglob("*.ics")
)
OTHERWISE = {  # and why
    "x_location.ics": "only a series' newest 2,000 dates are imported",
    "issue_243_recurrence_id_is_not_identical_to_dtstart.ics": "the newest 2,000",
    "one_day_event_repeat_every_day.ics": "the newest 2,000",
    "end_before_start_event.ics": "it begins when it says, though it ends before",
    "issue_132_swapped_start_and_end.ics": "it begins when it says, though it ends before",
    "issue_201_mixed_datetime_and_date.ics": "a day has no time, though an exception has one",
    "issue_201_test_matrix.ics": "a day has no time, though an exception has one",
}


@pytest.mark.skipif(not SHIPPED, reason="these versions of the libraries ship no calendars")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_real_calendars_have_the_dates_that_calendars_show(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8-sig", errors="replace")

    mine = dates_here(text)

    if (theirs := dates_there(text)) is not None and path.name not in OTHERWISE:
        assert mine == theirs


@pytest.mark.skipif(not SHIPPED, reason="these versions of the libraries ship no calendars")
def test_a_hundred_real_calendars_are_compared() -> None:
    texts = [path.read_bytes().decode("utf-8-sig", errors="replace") for path in SHIPPED]

    assert sum(bool(dates_there(text)) for text in texts if "RRULE" not in text) >= 50
    assert sum("RRULE" in text for text in texts) >= 50


def dates_here(text: str) -> Counter[str]:
    try:
        found = Reader(whose="9f2k7m3q", now=NOW, zone=MINE, seconds=60).read(text)
    except Refused:
        return Counter()
    meetings = (each.meeting for each in taken(found))
    return Counter(f"{one.date} {one.time or ''}" for one in meetings)


def dates_there(text: str) -> Counter[str] | None:
    """None where the library can't read the file: what is wrong with a part spoils the whole."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # forgets other files' zones
        try:
            calendars = icalendar.Calendar.from_ical(text, multiple=True)
            begins = [
                event["DTSTART"].dt
                for calendar in calendars
                for event in recurring_ical_events.of(calendar).between(
                    (1900, 1, 1), (2026, 11, 24)
                )
            ]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None
    return Counter(spoken for begin in begins if (spoken := local(begin))[:10] <= "2026-11-22")


def local(moment: dt.date) -> str:
    if not isinstance(moment, dt.datetime):
        return f"{moment} "
    mine = moment.astimezone(MINE) if moment.tzinfo else moment
    return f"{mine.date()} {mine.time().replace(second=0)}"
