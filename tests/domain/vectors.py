"""Reads the worked cases in `cadence.csv`; its fields are described in `Case`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builders import agreement, approach, closure, meeting, pause, planned, relationship

from mentorlog.domain.entries import Agreement, Entry
from mentorlog.domain.relationship import Relationship

PATH = Path(__file__).with_name("cadence.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Facts, a day, and what is expected on it.

    `start`, `until`, `cadence` are the first agreement's (no start: there is none). `facts`, split
    at commas: `held D [N min]`, `planned D`, `pause A until B|open`, `amend CADENCE from D
    [until E]` (all else as before), `closed D`, `approach STAGE D`; `slack N` and
    `meeting_minutes N` are said by every agreement. `pace` is "held of expected".
    """

    case: str
    start: str
    until: str
    cadence: str
    facts: str
    as_of: str
    standing: str
    due: str
    ending: str
    pace: str
    on_time: str


def cases() -> list[Case]:
    with PATH.open(encoding="utf-8", newline="") as file:
        return [Case(**row) for row in csv.DictReader(file, delimiter=";")]


def facts(case: Case) -> Relationship:
    """The relationship a case is about."""
    return relationship(*_agreements(case), *_others(case))


def _others(case: Case) -> Iterator[Entry]:
    for fact in _facts(case):
        match fact.split():
            case ["held", date]:
                yield meeting(date)
            case ["held", date, minutes, "min"]:
                yield meeting(date, minutes=int(minutes))
            case ["planned", date]:
                yield planned(date)
            case ["pause", date, "until", until]:
                yield pause(date, None if until == "open" else until)
            case ["closed", date]:
                yield closure(date)
            case ["approach", stage, date]:
                yield approach(date, stage)
            case ["amend" | "slack" | "meeting_minutes", *_]:
                pass
            case _:
                raise AssertionError(fact)


def _agreements(case: Case) -> Iterator[Agreement]:
    if not case.start:
        return
    said = {
        words[0]: int(words[1])
        for words in map(str.split, _facts(case))
        if words[0] in ("slack", "meeting_minutes")
    }
    slack, minutes = said.get("slack"), said.get("meeting_minutes")
    cadence, until = case.cadence, case.until or None
    yield agreement(case.start, cadence, until=until, slack_days=slack, meeting_minutes=minutes)
    for fact in _facts(case):
        if fact.startswith("amend "):
            cadence, _, rest = fact.removeprefix("amend ").partition(" from ")
            date, _, end = rest.partition(" until ")
            until = end or until
            yield agreement(date, cadence, until=until, slack_days=slack, meeting_minutes=minutes)


def _facts(case: Case) -> list[str]:
    return case.facts.split(", ") if case.facts else []
