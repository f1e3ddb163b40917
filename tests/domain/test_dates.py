"""Dates as people type them: the table of phrases, what is refused, and two libraries' opinions."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import dateparser
import dateutil.parser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentorlog.domain.dates import Unreadable, day_and_hour, read_date, read_time
from mentorlog.domain.days import Toward
from mentorlog.terminal.wording import away, clock, day, long_day

WEDNESDAY = dt.date(2026, 11, 25)
LOOKING = {"looking back": Toward.PAST, "looking ahead": Toward.COMING}
TODAYS = st.dates(min_value=dt.date(1910, 1, 1), max_value=dt.date(2200, 1, 1))
FAMILIAR = st.sampled_from(
    [
        *("this", "next", "last", "in", "ago", "the", "at", "a", "one", "two", "twelve", "day"),
        *("days", "week", "month", "fri", "tue", "monday", "nov", "10", "december", "1", "3", "15"),
        *(
            "31",
            "2026",
            "1.12.",
            "12/01/2026",
            "2026-12-01",
            "-3d",
            "+",
            "-",
            "tonight",
            "noon",
            "midnight",
            "3pm",
        ),
        *("15:00", "12am", "0", "29", "feb", ",", "1st", "3rd", "22th", "15h", "am", "t"),
    ]
)


def rows() -> list[tuple[dt.date, str, Toward, str]]:
    """Each phrase of the table, each way: "2026-12-01 15:00", or "! A or B" where it is refused."""
    with (Path(__file__).parent / "dates.csv").open(encoding="utf-8", newline="") as file:
        return [
            (dt.date.fromisoformat(row["today"][4:]), row["typed"], toward, row[column])
            for row in csv.DictReader(file, delimiter=";")
            for column, toward in LOOKING.items()
        ]


def said(found: tuple[dt.date, dt.time | None]) -> str:
    date, time = found
    return f"{date} {time:%H:%M}" if time else f"{date}"


def test_the_table_has_at_least_two_hundred_phrases() -> None:
    assert len({typed for _, typed, _, _ in rows()}) >= 200


@pytest.mark.parametrize(("today", "typed", "toward", "expected"), rows())
def test_a_phrase_is_read_as_the_table_says(
    today: dt.date, typed: str, toward: Toward, expected: str
) -> None:
    if expected.startswith("!"):
        with pytest.raises(Unreadable) as caught:
            read_date(typed, today, toward)
        named = caught.value.message.replace('"', "")
        assert named.endswith(expected.replace('"', "").removeprefix("! ") + ".")
    else:
        assert said(read_date(typed, today, toward)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(" ", "s", "x", "someday", "fr", "wedn", "thur", "decem", "sep 3 26", "3d", "--3d", "+3m"),
        *(
            "in 3d",
            "2w ago",
            "in thirteen days",
            "in two",
            "two weeks",
            "+1h",
            "-99999y",
            "in -2 days",
        ),
        *(
            "next month",
            "this week",
            "next 10 Nov",
            "last",
            "the 3",
            "the 32nd",
            "3th",
            "11st",
            "0th",
        ),
        *(
            "10 Nov 26",
            "10 of Nov",
            "Nov",
            "Nov 2026",
            "10-11-2026",
            "1.12",
            "1.12.26",
            "13/13/2026",
        ),
        *("5/6", "2026-1-2", "20261120", "2026/11-10", "2026-02-30", "0000-00-00", "10000-01-01"),
        *("2026-12-01T9:30", "2026-12-01T15", "2026-12-01T15:00Z", "2026-12-01T15:00 16:00"),
        *("fri 15.00", "fri 25", "fri 15 h", "tue 31", "nov 3 pm"),
        *("3pm tomorrow", "fri 15:00 16:00", "fri fri", "tue 15th", "tue 1.12.", "yesterday ago"),
        *("now", "tmrw", "tomorow", "this evening", "tomorrow morning"),
        *("monday next week", "next week tue", "coming friday", "friday week", "a week tomorrow"),
        *("fri. 15:00", "fri at three", "friday @ 3pm", "fri 15h30", "fri 15:30 uhr", "fri 1500"),
        *("freitag", "demain", "mañana", "1er décembre", "1. Dezember", "1. Dec", "Dec. 1"),
        *("1st of December", "december the 1st", "dec 1, 2026", "Tue, Dec 1, 2026", "1-Dec-2026"),
        *("1/12", "1/12/26", "2026-12-1", "2026.12.01", "2026-W49", "2026年12月1日", "\uff11 Dec"),
        *("in two wks", "2 weeks from now", "in a couple of weeks", "+10", "+1m", "end of month"),
        *("three days back", "last month", "2 hours ago", "the third", "on friday", "by friday"),
        *("christmas", "30 feb", "32 dec", "1 dec 0000", "15:00 tomorrow", "at 3pm on tuesday"),
        *("asap", "this weekend", "weds", "wednsday", "june 2027", "q1", "fri 3 p.m.", "1 st"),
        *(
            "fri 15:00-16:00",
            "fri 15:00 CET",
            "every friday",
            "half past three tomorrow",
            "\uff26ri",
        ),
        "\u0662\u0660\u0662\u0666-11-20",  # digits, but not these
    ],
)
def test_what_is_not_wholly_understood_is_refused_with_three_examples(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_date(text, WEDNESDAY, Toward.COMING)

    expected = (f'"{text}" isn\'t a date.', "Examples: 2026-12-03, next fri, 10 Nov.")
    assert (caught.value.message, caught.value.hint) == expected


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("tomorrow 15", "tomorrow 15:00"),
        ("Tomorrow  9", "tomorrow 09:00"),
        ("+3d 4", "+3d 16:00"),
        ("2026-12-01 15", "2026-12-01 15:00"),
    ],
)
def test_an_hour_alone_after_a_day_is_shown_as_a_time(text: str, way: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_date(text, WEDNESDAY, Toward.COMING)

    assert caught.value.message == f'"{text}" isn\'t a date.'
    assert caught.value.hint == f"With a time: {way}."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("last tue at 4", ("last tue", "at 4")),
        ("Tue 3 pm", ("tue", "3 pm")),
        ("2026-11-20T15:00", ("2026-11-20", "15:00")),
        ("10 Nov, noon", ("10 nov", "noon")),
        ("tue 15", ("tue", "15")),
        ("at 15", ("", "at 15")),
        ("15", ("", "15")),
        ("next week", ("next week", "")),
    ],
)
def test_a_day_and_the_time_after_it_are_told_apart(text: str, parts: tuple[str, str]) -> None:
    assert day_and_hour(text) == parts


@pytest.mark.parametrize("text", ["fri 25:00", "fri 9:75", "fri 13pm", "fri 0am", "fri at 24"])
def test_a_wrong_time_after_a_day_is_refused_with_examples_of_times(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_date(text, WEDNESDAY, Toward.COMING)

    expected = (f'"{text[4:]}" isn\'t a time.', "Examples: 15:00, 3pm, noon.")
    assert (caught.value.message, caught.value.hint) == expected


def test_two_readings_are_named_as_one_could_type_them() -> None:
    with pytest.raises(Unreadable) as caught:
        read_date("Tue 3:00", WEDNESDAY, Toward.COMING)

    expected = (
        '"Tue 3:00" can be read in two ways: say "Tue 1 Dec 2026 03:00" or "Tue 1 Dec 2026 15:00".'
    )
    assert (caught.value.message, caught.value.hint) == (expected, "")
    morning = read_date("Tue 1 Dec 2026 03:00", WEDNESDAY, Toward.COMING)
    assert morning == (dt.date(2026, 12, 1), dt.time(3))


@pytest.mark.parametrize(("today", "typed", "toward", "expected"), rows())
def test_what_is_named_as_a_reading_is_read_as_that_day(
    today: dt.date, typed: str, toward: Toward, expected: str
) -> None:
    if not expected.startswith("!"):
        return
    with pytest.raises(Unreadable) as caught:
        read_date(typed, today, toward)
    ways = re.findall(r'"([^"]+)"', caught.value.message.partition(": say ")[2])
    read = [read_date(way, today, toward) for way in ways]

    assert len(set(read)) == len(ways)
    for way, (date, _) in zip(ways, read, strict=True):
        assert way.startswith(f"{date:%a} {date.day} {date:%b %Y}")


@pytest.mark.parametrize(
    ("toward", "day"), [(Toward.COMING, "Wed 2 Dec 2026"), (Toward.PAST, "Wed 25 Nov 2026")]
)
def test_todays_weekday_with_a_bare_number_is_the_day_that_it_is_alone(
    toward: Toward, day: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read_date("wed 9", WEDNESDAY, toward)

    assert f'say "{day} 09:00" or ' in caught.value.message


def test_a_long_or_unprintable_word_is_shortened_and_made_visible() -> None:
    with pytest.raises(Unreadable) as caught:
        read_date("\x1b[31m" + "x" * 40, WEDNESDAY, Toward.PAST)

    assert caught.value.message == f'"?[31m{"x" * 25}…" isn\'t a date.'


@pytest.mark.parametrize(
    ("text", "today", "toward"),
    [
        ("+9000y", WEDNESDAY, Toward.COMING),
        ("tomorrow", dt.date.max, Toward.COMING),
        ("next week", dt.date(9999, 12, 28), Toward.PAST),
        ("mon", dt.date(9999, 12, 30), Toward.COMING),
        ("yesterday", dt.date.min, Toward.PAST),
        ("9999-12-31 midnight", WEDNESDAY, Toward.COMING),
    ],
)
def test_a_day_beyond_the_calendar_is_told(text: str, today: dt.date, toward: Toward) -> None:
    with pytest.raises(OverflowError, match="out of range"):
        read_date(text, today, toward)


@given(
    st.lists(FAMILIAR, max_size=5).map(" ".join)
    | st.text(st.characters(codec="ascii"), max_size=20),
    TODAYS,
)
@example("", WEDNESDAY)
def test_any_text_is_read_or_refused_whatever_its_capitals_and_blanks(
    text: str, today: dt.date
) -> None:
    spaced = f"  {text.upper()} ".replace(" ", "  ")
    for toward in Toward:
        assert _outcome(text, today, toward) == _outcome(spaced, today, toward)


def _outcome(text: str, today: dt.date, toward: Toward) -> str:
    """What is read; "refused" where it is, which has a message and a hint."""
    try:
        return said(read_date(text, today, toward))
    except Unreadable as error:
        return "refused" if error.message and error.hint else "refused without a word"


@given(TODAYS, st.dates(dt.date(1900, 1, 1), dt.date(2300, 1, 1)), st.sampled_from(Toward))
def test_whatever_is_printed_as_a_date_is_read(
    today: dt.date, printed: dt.date, toward: Toward
) -> None:
    at = dt.time(15)

    assert read_date(day(printed, today), today, toward) == (printed, None)
    assert read_date(f"{long_day(printed)} {printed.year}", today, toward) == (printed, None)
    assert read_date(f"{day(printed, today)} {clock(at)}", today, toward) == (printed, at)
    assert read_date(f"{day(printed, today)}, {clock(at)}", today, toward) == (printed, at)
    assert read_date(printed.isoformat(), today, toward) == (printed, None)


@given(TODAYS, st.integers(-900, 900), st.sampled_from(Toward))
def test_whatever_is_printed_as_a_distance_is_read(
    today: dt.date, days: int, toward: Toward
) -> None:
    date = today + dt.timedelta(days)

    found, _ = read_date(away(date, today), today, toward)

    assert abs(found - date).days <= (0 if abs(days) < 14 else 370)
    assert (found - today).days * days >= 0


@given(TODAYS, st.sampled_from(("mon", "Tuesday", "wed", "thurs", "fri", "sat", "sunday")))
def test_a_weekday_lies_within_seven_days_in_the_direction(today: dt.date, name: str) -> None:
    past, _ = read_date(name, today, Toward.PAST)
    coming, _ = read_date(name, today, Toward.COMING)
    nearest_before, _ = read_date(f"last {name}", today, Toward.COMING)
    of_next_week, _ = read_date(f"next {name}", today, Toward.PAST)

    assert past <= today < coming
    assert (coming - past).days == 7
    assert 1 <= (today - nearest_before).days <= 7
    monday = today - dt.timedelta(today.weekday() - 7)
    assert 0 <= (of_next_week - monday).days < 7
    assert {f"{each:%a}".lower() for each in (past, coming, nearest_before, of_next_week)} == {
        name[:3].lower()
    }


THEIRS: dict[str, str] = {  # where both libraries agree with each other, and not with us
    **dict.fromkeys(("3rd", "10th", "12th", "13th", "21st", "22nd", "23rd"), "this month's, past"),
    "fri at 15": "the 15th, though it is a Sunday",
}


@pytest.mark.filterwarnings("ignore")  # two libraries with deprecations of their own
def test_two_libraries_that_agree_with_each_other_agree_with_us() -> None:
    """What they read and we refuse has two readings, a weekday that doesn't fit, or no day."""
    compared, differing = 0, set()
    for today, typed, toward, expected in rows():
        theirs = _read_by_dateparser(typed, today, toward)
        if expected.startswith("!") or theirs is None:
            continue
        if theirs == _read_by_dateutil(typed, today):
            compared += 1
            if theirs.isoformat() != expected[:10]:
                differing.add(typed)

    assert differing == set(THEIRS)
    assert compared > 100


def _read_by_dateparser(typed: str, today: dt.date, toward: Toward) -> dt.date | None:
    found = dateparser.parse(
        typed,
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "past" if toward is Toward.PAST else "future",
            "RELATIVE_BASE": dt.datetime.combine(today, dt.time()),
            "DATE_ORDER": "DMY",
        },
    )
    return found.date() if found else None


def _read_by_dateutil(typed: str, today: dt.date) -> dt.date | None:
    try:
        start = dt.datetime.combine(today, dt.time())
        return dateutil.parser.parse(typed, default=start, dayfirst=True).date()
    except (ValueError, OverflowError):
        return None


PLANS = [dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 12, 8), dt.date(2027, 1, 13)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 jan", "2027-01-13"),
        ("1 Dec", "2026-12-01"),  # the year before is near, but nothing was planned then
        ("the 13th", "2027-01-13"),
        ("the 17th", "2026-11-17"),
        ("wed", "2027-01-13"),
        ("8.12. 15:00", "2026-12-08 15:00"),
        ("tomorrow", "2026-11-26"),
        ("2026-11-17", "2026-11-17"),
        ("last tue", "2026-11-24"),
        ("fri", "2026-11-27"),  # no plan is on a Friday
        ("the 3rd", "2026-12-03"),
        ("this tue", "2026-11-24"),
        ("Tue 24 Nov", "2026-11-24"),  # no plan is on that day, but the weekday is right
    ],
)
def test_the_date_of_a_plan_is_matched_against_the_plans(text: str, expected: str) -> None:
    assert said(read_date(text, WEDNESDAY, Toward.COMING, PLANS)) == expected


@pytest.mark.parametrize(
    ("text", "today", "named"),
    [
        ("tue", WEDNESDAY, '"Tue 17 Nov 2026" or "Tue 1 Dec 2026"'),
        ("tue", dt.date(2026, 12, 1), '"Tue 17 Nov 2026" or "Tue 1 Dec 2026" or "Tue 8 Dec 2026"'),
        ("tue 15", WEDNESDAY, '"Tue 1 Dec 2026 15:00" or "Tue 15 Dec 2026"'),
    ],
)
def test_a_date_that_fits_a_plan_on_either_side_is_refused(
    text: str, today: dt.date, named: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read_date(text, today, Toward.COMING, PLANS)

    assert caught.value.message == f'"{text}" can be read in two ways: say {named}.'


def test_the_weekday_of_a_plans_date_must_fit() -> None:
    with pytest.raises(Unreadable) as caught:
        read_date("Wed 1 Dec", WEDNESDAY, Toward.COMING, PLANS)

    expected = '"Wed 1 Dec" doesn\'t fit the weekday: say "Tue 1 Dec 2026" or "Wed 1 Dec 2027".'
    assert caught.value.message == expected


def test_of_several_plans_ahead_a_weekday_means_the_next() -> None:
    assert read_date("tue", WEDNESDAY, Toward.COMING, PLANS[1:]) == (dt.date(2026, 12, 1), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("15:00", dt.time(15)), ("9:30", dt.time(9, 30)), (" 00:00 ", dt.time(0))),
        *(("at 15", dt.time(15)), ("3pm", dt.time(15)), ("3:30 PM", dt.time(15, 30))),
        *(
            ("15h", dt.time(15)),
            ("noon", dt.time(12)),
            ("at 03", dt.time(3)),
            ("11am", dt.time(11)),
        ),
    ],
)
def test_a_time_alone(text: str, expected: dt.time) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3:00", '"3:00" can be read in two ways: say "03:00" or "15:00".'),
        ("midnight", '"midnight" can be read in two ways: say "00:00" or "23:59".'),
        ("12am", '"12am" can be read in two ways: say "00:00" or "12:00".'),
        *(
            (text, f'"{text}" isn\'t a time.')
            for text in ("", "12:60", "1500", "9:3", "-1:00", "fri")
        ),
        ("12:00:00", '"12:00:00" isn\'t a time.'),
    ],
)
def test_what_is_no_time_or_has_two_readings_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_time(text)

    assert caught.value.message == message
