"""What was said is remembered; a ledger that is lost or damaged costs a repeat, never a crash."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal.trees import READ_ONLY, failing_disk

from mentorlog import files
from mentorlog.errors import StorageFailed
from mentorlog.reminders.ledger import (
    FILE,
    KEPT,
    Ledger,
    delivered,
    load,
    save,
)
from mentorlog.views.nudges import Key

TODAY = dt.date(2026, 3, 20)
OVERDUE: Key = ("9f2k7m3q", "overdue", "2026-03-16", 1)

keys = st.tuples(st.text(), st.text(), st.text(), st.integers(0, 9))
ledgers = st.builds(Ledger, delivered_on=st.dictionaries(keys, st.dates()), unsettled=st.booleans())


@given(ledger=ledgers)
def test_what_was_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, ledger: Ledger) -> None:
    folder = tmp_path_factory.getbasetemp()

    save(folder, ledger)

    assert load(folder, dt.date.max) == ledger


def test_the_file_is_versioned_and_private(tmp_path: Path) -> None:
    save(tmp_path, delivered(Ledger(unsettled=True), [OVERDUE], TODAY))

    assert json.loads((tmp_path / FILE).read_bytes()) == {
        "version": 1,
        "said": [["9f2k7m3q", "overdue", "2026-03-16", 1, "2026-03-20"]],
        "unsettled": False,
    }
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_what_was_said_on_a_day_yet_to_come_was_not_said(tmp_path: Path) -> None:
    """By a clock that was wrong; a day ahead is another time zone."""
    soon, late = (("5a4m5a4m", kind, "2026-04-01", 0) for kind in ("due_soon", "due"))
    tomorrow, next_week = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=7)
    said = {OVERDUE: TODAY, soon: tomorrow, late: next_week}

    save(tmp_path, Ledger(delivered_on=said))

    assert load(tmp_path, TODAY) == Ledger(delivered_on={OVERDUE: TODAY, soon: tomorrow})
    assert load(tmp_path, next_week) == Ledger(delivered_on=said)


def test_a_missing_ledger_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path, TODAY) == Ledger()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"version": 2, "said": [], "unsettled": true}',
        b'{"version": "1", "said": [], "unsettled": true}',
        b'{"version": 1, "said": {}, "unsettled": true}',
        b'{"version": 1, "said": ["abcde"], "unsettled": true}',
        b'{"version": 1, "said": [["a", "b", "c", 0]], "unsettled": true}',
        b'{"version": 1, "said": [["a", "b", "c", 0, "soon"]], "unsettled": true}',
        b'{"version": 1, "said": [["a", "b", "c", 1e400, "2026-03-20"]], "unsettled": true}',
        b'{"version": 1, "said": [[["a"], "b", "c", 0, "2026-03-20"]], "unsettled": true}',
    ],
)
def test_a_damaged_or_foreign_ledger_is_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    assert load(tmp_path, TODAY) == Ledger()


def test_a_folder_that_can_not_be_made_is_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing_disk(monkeypatch, 1, READ_ONLY, lasting=True), pytest.raises(StorageFailed) as no:
        save(tmp_path / "state", Ledger())

    assert no.value.message == f"The disk is read-only: {tmp_path / 'state'}"


def test_a_folder_in_its_place_is_empty_and_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()

    assert load(tmp_path, TODAY) == Ledger()
    with pytest.raises(StorageFailed):
        save(tmp_path, Ledger())


@pytest.mark.parametrize(
    ("key", "known"),
    [
        (("9f2k7m3q", "overdue", "2026-03-16", 0), True),  # a stage that was passed over
        (OVERDUE, True),
        (("9f2k7m3q", "overdue", "2026-03-16", 2), False),
        (("9f2k7m3q", "overdue", "2026-03-30", 0), False),
        (("9f2k7m3q", "due", "2026-03-16", 0), False),
        (("aaaaaaaa", "overdue", "2026-03-16", 0), False),
    ],
)
def test_it_knows_what_was_said_and_the_stages_before(key: Key, *, known: bool) -> None:
    assert Ledger(delivered_on={OVERDUE: TODAY}).was_delivered(key) is known


def test_it_knows_the_days_on_which_it_spoke() -> None:
    ledger = delivered(Ledger(), [OVERDUE], TODAY)

    assert ledger.spoke_on(TODAY)
    assert not ledger.spoke_on(TODAY + dt.timedelta(days=1))


def test_a_ledger_that_also_held_how_an_attempt_ended_is_read(tmp_path: Path) -> None:
    """As it was written before December 2026."""
    attempt = b'{"on": "2026-03-20", "channel": "stdout", "end": "delivered"}'
    said = b'[["9f2k7m3q", "overdue", "2026-03-16", 1, "2026-03-20"]]'
    (tmp_path / FILE).write_bytes(b'{"version": 1, "said": %s, "attempt": %s}' % (said, attempt))

    assert load(tmp_path, TODAY) == Ledger(delivered_on={OVERDUE: TODAY})


def test_what_is_long_past_is_forgotten_unless_it_is_due_still() -> None:
    settled: Key = ("9f2k7m3q", "due", "2023-01-01", 0)
    resting: Key = ("aaaaaaaa", "overdue", "2023-01-01", 3)
    recent: Key = ("9f2k7m3q", "due", "2026-03-01", 0)
    old = Ledger(
        delivered_on={
            settled: TODAY - KEPT - dt.timedelta(days=1),
            resting: TODAY - KEPT - dt.timedelta(days=1),
            recent: TODAY - KEPT,
        }
    )

    said = delivered(old, [OVERDUE], TODAY, due=[OVERDUE, resting]).delivered_on

    assert set(said) == {resting, recent, OVERDUE}


def test_a_ledger_that_cannot_be_replaced_keeps_what_it_had(tmp_path: Path) -> None:
    save(tmp_path, Ledger(delivered_on={OVERDUE: TODAY}))
    before = files.read(tmp_path / FILE)

    with pytest.raises(StorageFailed):
        save(tmp_path / FILE, Ledger())

    assert files.read(tmp_path / FILE) == before
