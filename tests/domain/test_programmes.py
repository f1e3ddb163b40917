"""The rhythms of real programmes, carried through a year: see `programmes.yaml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import pytest
import yaml
from builders import agreement, closure, meeting, pause, relationship
from domain.oracle import verdict
from domain.readings import fast_verdict

from mentorlog.domain.days import add_months
from mentorlog.domain.entries import Entry
from mentorlog.domain.standing import assessment


class Programme(TypedDict):
    """One programme of the file; everything in it is text."""

    programme: str
    about: str
    agreements: list[str]
    held: list[str]
    pauses: NotRequired[list[str]]
    closed: NotRequired[str]
    expected: dict[str, str]


def programmes() -> list[Programme]:
    text = Path(__file__).with_name("programmes.yaml").read_text(encoding="utf-8")
    return cast("list[Programme]", yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (text only)


def story(programme: Programme) -> Iterator[Entry]:
    for line in programme["agreements"]:
        date, cadence, until = line.split(" | ")
        yield agreement(date, cadence, until=None if until == "-" else until)
    for date, _, minutes in (line.partition(" ") for line in programme["held"]):
        yield meeting(date, minutes=int(minutes) if minutes else None)
    for line in programme.get("pauses", []):
        first, until = line.split(" | ")
        yield pause(first, until)
    if closed := programme.get("closed"):
        yield closure(closed)


@pytest.mark.parametrize("programme", programmes(), ids=lambda each: each["programme"])
def test_a_programme_through_its_year(programme: Programme) -> None:
    known = relationship(*story(programme))
    stands = [assessment(known, dt.date.fromisoformat(day)) for day in programme["expected"]]

    said = {
        each.as_of.isoformat(): f"{each.standing} {each.shown or ''}".rstrip() for each in stands
    }

    assert said == programme["expected"]


@pytest.mark.parametrize("programme", programmes(), ids=lambda each: each["programme"])
def test_both_readings_agree_all_year(programme: Programme) -> None:
    entries = list(story(programme))
    known = relationship(*entries)

    for step in range(12):
        today = known.entries[0].date + dt.timedelta(days=31 * step)
        since = add_months(today, -6)
        assert fast_verdict(known, today, since) == verdict(entries, today, since)


def test_every_programme_with_a_rhythm_or_a_term_is_there() -> None:
    names = [each["programme"].split()[0] for each in programmes()]

    assert names == [f"P{number}" for number in range(1, 26)]
