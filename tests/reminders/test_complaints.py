"""The same complaint is new once a day."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from mentorlog.reminders.complaints import is_new

TODAY = dt.date(2026, 11, 22)


def test_it_is_new_once_a_day_and_another_is_new_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    tomorrow = TODAY + dt.timedelta(days=1)

    said = [("a", TODAY), ("a", TODAY), ("a", tomorrow), ("b", tomorrow), ("b", tomorrow)]

    assert [is_new(folder, *one) for one in said] == [True, False, True, True, False]


def test_it_may_name_a_path_that_is_not_utf_8(tmp_path: Path) -> None:
    said = os.fsdecode(b"/home/dana/\xff.toml: there is no such setting.")

    assert [is_new(tmp_path / "state", said, TODAY) for _ in range(2)] == [True, False]


def test_it_is_new_for_ever_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    assert [is_new(tmp_path / "state", "a", TODAY) for _ in range(2)] == [True, True]
