"""Meetings from a table: taken whole or not at all, and told with their line."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import meeting, relationship

from mentorlog.domain.entries import MeetingStatus
from mentorlog.domain.words import MeetingWords
from mentorlog.errors import Refused
from mentorlog.exchange.audience import Audience
from mentorlog.exchange.exports import export
from mentorlog.exchange.formats import Choices
from mentorlog.exchange.formats.csv import written
from mentorlog.exchange.incoming import Incoming, Skipped
from mentorlog.exchange.incoming.csv import read

TODAY = dt.date(2026, 11, 22)
TABLE = (
    "date,minutes,status,topics,notes\n"
    '2026-10-01,45,held,"budget; saying no","She said ""wait"".\nThen no."\n'
    "2026-10-15,,no_show,,\n"
    "\n"
    "2026-10-15,30,,,again that day\n"
    "yesterday,30,held,,\n"
    "2026-10-20,half an hour,held,,\n"
    "2026-10-21,30,postponed,,\n"
    ",30,held,,\n"
    "2026-10-22,30,held,a,b,c\n"
    "2026-11-23,30,held,,\n"
)


def test_the_whole_table() -> None:
    found = read(TABLE, "9f2k7m3q", TODAY)

    assert [(one.date.isoformat(), one.minutes, one.status, one.words) for one in found.found] == [
        (
            "2026-10-01",
            45,
            MeetingStatus.HELD,
            MeetingWords(topics=("budget", "saying no"), notes='She said "wait".\nThen no.'),
        ),
        ("2026-10-15", None, MeetingStatus.NO_SHOW, MeetingWords()),
        ("2026-10-15", 30, MeetingStatus.HELD, MeetingWords(notes="again that day")),
    ]
    assert found.skipped == (
        Skipped(place="line 7", why="the date must be like 2026-11-03"),
        Skipped(place="line 8", why="the minutes must be a number from 1 to 1440"),
        Skipped(
            place="line 9",
            why="the status must be one of planned, held, cancelled, rescheduled, no_show",
        ),
        Skipped(place="line 10", why="there is no date"),
        Skipped(place="line 11", why="more cells than columns"),
        Skipped(place="line 12", why="it was held, yet it is still to come"),
    )


def test_the_ids_come_from_the_rows_and_from_whose_they_are() -> None:
    first, again = read(TABLE, "9f2k7m3q", TODAY), read(TABLE, "9f2k7m3q", TODAY)
    other = read(TABLE, "00000001", TODAY)

    ids = [one.id for one in first.found]
    assert ids == [one.id for one in again.found]
    assert len({*ids, *(one.id for one in other.found)}) == 6


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_put_different_signs_between(delimiter: str) -> None:
    text = "Date,Minutes,Mood\r\n2026-10-01,45,good\r\n".replace(",", delimiter)

    found = read(text, "9f2k7m3q", TODAY)

    assert [(one.date, one.minutes) for one in found.found] == [(dt.date(2026, 10, 1), 45)]
    assert found.ignored == ("mood",)


def test_what_was_exported_is_read_back() -> None:
    held = meeting(
        "2026-10-01",
        minutes=45,
        time=dt.time(15, 0),
        words=MeetingWords(topics=("=budget", "b"), notes="- a\n- b"),
    )
    text = written(export([relationship(held)], Audience.ME, dt.date(2026, 11, 22)), Choices())

    assert read(text.removeprefix("\ufeff"), "9f2k7m3q", TODAY) == Incoming(
        found=(held,), ignored=("name", "handle", "text")
    )


@pytest.mark.parametrize("text", ["", "day,minutes\n2026-10-01,45\n", 'date\n"2026-10-01\n'])
def test_no_table_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text, "9f2k7m3q", TODAY)
