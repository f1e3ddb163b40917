"""A scheduled job that stopped is noticed; one that was never installed is not missed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from mentorlog.reminders import Window
from mentorlog.reminders.ledger import HEARTBEAT, is_new, last_run, silent_since, stamp

TODAY = dt.date(2026, 11, 22)
FRIDAY = dt.date(2026, 3, 13)


def test_a_run_leaves_its_time(tmp_path: Path) -> None:
    stamp(tmp_path, dt.datetime(2026, 3, 13, 9, 17, 44))  # noqa: DTZ001 - local civil time

    assert (tmp_path / HEARTBEAT).read_text(encoding="utf-8") == "2026-03-13 09:17\n"
    assert last_run(tmp_path) == dt.datetime(2026, 3, 13, 9, 17)  # noqa: DTZ001 - as above


def test_a_disk_that_says_no_costs_a_beat_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "missing"

    stamp(folder, dt.datetime(2026, 3, 13, 9, 17))  # noqa: DTZ001 - local civil time

    assert not folder.exists()


@pytest.mark.parametrize("content", [b"", b"yesterday\n", b"\xff\xfe"])
def test_a_damaged_stamp_is_no_stamp(tmp_path: Path, content: bytes) -> None:
    (tmp_path / HEARTBEAT).write_bytes(content)

    assert last_run(tmp_path) is None
    assert silent_since(tmp_path, FRIDAY, Window()) is None


def test_nudges_that_never_ran_have_not_stopped(tmp_path: Path) -> None:
    assert silent_since(tmp_path, FRIDAY, Window()) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-13", None),
        ("2026-03-16", None),  # only a weekend between
        ("2026-03-18", None),  # Monday and Tuesday; today may still come
        ("2026-03-19", FRIDAY),  # Monday, Tuesday, Wednesday
        ("2026-05-01", FRIDAY),
        ("2026-03-01", None),  # a clock that went back
    ],
)
def test_three_silent_working_days_are_told(
    tmp_path: Path, today: str, expected: dt.date | None
) -> None:
    stamp(tmp_path, dt.datetime(2026, 3, 13, 17, 17))  # noqa: DTZ001 - local civil time

    assert silent_since(tmp_path, dt.date.fromisoformat(today), Window()) == expected


def test_a_complaint_is_new_once_a_day_and_another_is_new_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    tomorrow = TODAY + dt.timedelta(days=1)

    said = [("a", TODAY), ("a", TODAY), ("a", tomorrow), ("b", tomorrow), ("b", tomorrow)]

    assert [is_new(one, folder, day) for one, day in said] == [True, False, True, True, False]


def test_a_complaint_may_name_a_path_that_is_not_utf_8(tmp_path: Path) -> None:
    said = os.fsdecode(b"/home/dana/\xff.toml: there is no such setting.")

    assert [is_new(said, tmp_path / "state", TODAY) for _ in range(2)] == [True, False]


def test_a_complaint_is_new_for_ever_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    assert [is_new("a", tmp_path / "state", TODAY) for _ in range(2)] == [True, True]
