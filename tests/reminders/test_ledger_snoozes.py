"""Who is left out until when; what is over is forgotten, and a lost file leaves nobody out."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from mentorlog.errors import StorageFailed
from mentorlog.reminders.ledger import snooze, snoozed

DAY = dt.date(2026, 12, 7)


def test_what_is_saved_is_loaded_until_the_day_comes(tmp_path: Path) -> None:
    snooze(tmp_path / "state", {"9f2k7m3q": DAY, "aaaaaaaa": DAY - dt.timedelta(days=1)})

    found = [snoozed(tmp_path / "state", DAY - dt.timedelta(days=n)) for n in (2, 1, 0)]

    assert found == [
        {"9f2k7m3q": DAY, "aaaaaaaa": DAY - dt.timedelta(days=1)},
        {"9f2k7m3q": DAY},
        {},
    ]
    assert stat.S_IMODE((tmp_path / "state" / "snoozes.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [None, b"", b"[]", b"\xff", b'{"a": 1}', b'{"a": "soon"}', b"[" * 99_999]
)
def test_a_lost_or_damaged_file_leaves_nobody_out(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "snoozes.json").write_bytes(content)

    assert snoozed(tmp_path, DAY) == {}


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "snoozes.json").mkdir()

    with pytest.raises(StorageFailed):
        snooze(tmp_path, {})
