"""Text becomes a number, a date, a time or a switch only in the form in which we write it."""

from __future__ import annotations

import datetime as dt

import pytest

from mentorlog.domain.entries import Invalid, KeyPath
from mentorlog.frozen import dataclass
from mentorlog.journal.values import NOT_VALID, Fault, dotted, exact, lenient, strict


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """All the types that a file has."""

    count: int = 0
    day: dt.date | None = None
    time: dt.time | None = None
    switch: bool = False
    days: tuple[dt.date, ...] = ()
    names: list[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallThing(Thing):
    """One that refuses what is too much."""

    def __post_init__(self) -> None:
        if self.count > 100:
            raise Invalid("count", "count is at most 100")
        if self.switch and len(self.days) > 3:
            raise Invalid("others", "that is too much")


def what_is_valid(cls: type[Thing], raw: dict[str, object]) -> tuple[Thing | None, list[Fault]]:
    faults: list[Fault] = []
    return lenient(cls, raw, faults), faults


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ({"count": "12"}, Thing(count=12)),
        ({"count": "-1"}, Thing(count=-1)),
        ({"day": "2026-02-28"}, Thing(day=dt.date(2026, 2, 28))),
        *(({"day": f"2026-02-28{midnight}"}, Thing(day=dt.date(2026, 2, 28)))
          for midnight in ("T00:00:00.000Z", "T00:00:00", " 00:00:00", "T00:00:00+00:00")),
        ({"time": "00:05"}, Thing(time=dt.time(0, 5))),
        ({"names": ["a", "b"]}, Thing(names=["a", "b"])),
        ({"switch": "off"}, Thing()),
        ({"switch": "NO"}, Thing()),
        ({"switch": "On", "days": ["2026-01-02"]},
         Thing(switch=True, days=(dt.date(2026, 1, 2),))),
    ],
)  # fmt: skip
def test_the_form_that_we_write_is_read(raw: dict[str, object], made: Thing) -> None:
    assert strict(Thing, raw) == (made, [])
    assert exact(Thing, raw) == made


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        *(("count", text, "must be a whole number")
          for text in ("1_000", "010", "+1", "1.0", "1e2", "0x1", "", "٣", "one")),
        ("count", "1" * 5000, "must be a whole number"),
        *(("day", text, "must be a date like 2026-11-22")
          for text in ("0", "1780000000", "2026-3-1", "2026-02-29", "2026-02-28T00:00:01",
                       "2026-02-28T00:00:00+02:00", "2026-02-28 00:00", "20260228",
                       "28.2.2026", "today", "", "٢٠٢٦-٠٢-٢٨")),
        *(("time", text, "must be a time like 18:30")
          for text in ("0", "63000", "9:05", "09:05:00", "09:05Z", "24:00", "9 am", "")),
        *((key, text, "has a stray space at its start or end")
          for key, text in (("day", "2026-02-28\u00a0"), ("count", " 1"))),
        *(("switch", text, "must be true or false") for text in ("1", "0", "t", "f", "y", "n", "")),
    ],
)  # fmt: skip
def test_any_other_form_is_refused(key: str, text: str, sentence: str) -> None:
    assert strict(Thing, {key: text}) == (None, [((key,), f"{key} {sentence}")])
    assert what_is_valid(Thing, {key: text}) == (Thing(), [((key,), f"{key} {sentence}")])
    with pytest.raises(NOT_VALID):
        exact(Thing, {key: text})


def test_what_is_invalid_is_left_out_and_the_rest_stays() -> None:
    raw: dict[str, object] = {
        "count": "101",
        "day": "yesterday",
        "days": ["0", "2026-01-02", ["x"], "2026-01-04"],
    }

    made, faults = what_is_valid(SmallThing, raw)

    assert made == SmallThing(days=(dt.date(2026, 1, 2), dt.date(2026, 1, 4)))
    assert sorted(faults) == [
        (("count",), "count is at most 100"),
        (("day",), "day must be a date like 2026-11-22"),
        (("days", 0), "days.1 must be a date like 2026-11-22"),
        (("days", 2), "days.3 must be a date like 2026-11-22"),
    ]


def test_a_fault_of_a_key_that_is_not_there_leaves_nothing() -> None:
    raw: dict[str, object] = {"count": "3", "switch": "on", "days": ["2026-01-02"] * 4}

    assert what_is_valid(SmallThing, raw) == (None, [(("others",), "that is too much")])


@pytest.mark.parametrize(
    ("path", "words"),
    [((), ""), (("topics",), "topics"), (("action_items", 0, "due"), "action_items.1.due")],
)
def test_a_path_is_spoken_with_items_counted_from_one(path: KeyPath, words: str) -> None:
    assert dotted(path) == words
