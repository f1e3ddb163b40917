"""The scheduled job over days and months: each thing is said once, in time, and never lost."""

from __future__ import annotations

import _thread
import contextlib
import datetime as dt
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from builders import action, agreement, meeting, planned, relationship
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlog import files
from mentorlog.domain.entries import Entry
from mentorlog.domain.relationship import Relationship
from mentorlog.errors import StorageFailed
from mentorlog.reminders import Window, ledger
from mentorlog.reminders.channels import Banner, Channel
from mentorlog.reminders.kinds import items
from mentorlog.reminders.ledger import last_run
from mentorlog.reminders.scheduled import Ending, Job, Outcome, ceiling, run
from mentorlog.views.nudges import Digest, Key

FORTNIGHTLY = (agreement("2026-01-05", "every 2 weeks"), meeting("2026-03-02"))
LATE = relationship(*FORTNIGHTLY)  # overdue since Friday 20 March
TO_LOG = relationship(planned("2026-03-20", id="4v8m2t9c"), handle="sam-lee", id="aaaaaaaa")


@dataclass(frozen=True, slots=True)
class Damage:
    file: str


@dataclass(slots=True, kw_only=True)
class Journal:
    """What a run finds when it looks; it counts how often it did."""

    relationships: Sequence[Relationship] = ()
    problems: Sequence[Damage] = ()
    loaded: int = 0

    def due(self, today: dt.date) -> Digest:
        self.loaded += 1
        damaged = len({one.file for one in self.problems})
        nudges = items(self.relationships, today, Window())
        return Digest(as_of=today, nudges=nudges, damaged=damaged)


@dataclass(slots=True)
class Mailbox:
    """A channel that keeps what it was given, or refuses."""

    refuses: bool = False
    texts: list[str] = field(default_factory=list)
    name: str = "mailbox"

    def deliver(self, text: str) -> None:
        if self.refuses:
            raise StorageFailed("Nobody is at home.")
        self.texts.append(text)


class Died(BaseException):
    """The process ended on the spot."""


class Trapdoor(Mailbox):
    """A channel that takes the process with it."""

    def deliver(self, text: str) -> None:
        raise Died(text)


def wording(view: Digest) -> str:
    rows = (
        f"{n.kind} {n.who.handle} {n.subject} {n.stage} as of {view.as_of}" for n in view.nudges
    )
    damage = [f"{view.damaged} damaged"] if view.damaged else []
    return "\n".join([*rows, *damage]) + "\n"


def at(moment: str) -> dt.datetime:
    """A local civil time; a day alone means 10 o'clock."""
    return dt.datetime.fromisoformat(moment if " " in moment else f"{moment} 10:17")


def banner_in(folder: Path) -> Banner:
    return Banner(folder / "banner")


def job(folder: Path, channel: Channel) -> Job:
    return Job(
        folder=folder,
        window=Window(),
        channel=channel,
        wording=wording,
        banner=banner_in(folder),
    )


def runs(folder: Path, channel: Channel, journal: Journal, *moments: str) -> list[Ending]:
    return [run(job(folder, channel), journal.due, at(moment)).ending for moment in moments]


def days(first: str, last: str) -> Iterator[str]:
    day = dt.date.fromisoformat(first)
    while day <= dt.date.fromisoformat(last):
        yield day.isoformat()
        day += dt.timedelta(days=1)


def test_from_fine_to_long_overdue_each_stage_is_said_on_its_day_and_then_it_rests(
    tmp_path: Path,
) -> None:
    box = Mailbox()

    endings = runs(tmp_path, box, Journal(relationships=[LATE]), *days("2026-03-02", "2027-03-02"))

    assert box.texts == [
        "due_soon dana-oz 2026-03-16 0 as of 2026-03-13\n",
        "due dana-oz 2026-03-16 0 as of 2026-03-16\n",
        "overdue dana-oz 2026-03-16 0 as of 2026-03-20\n",
        "overdue dana-oz 2026-03-16 1 as of 2026-03-27\n",
        "overdue dana-oz 2026-03-16 2 as of 2026-04-10\n",
        "overdue dana-oz 2026-03-16 3 as of 2026-05-08\n",
    ]
    assert endings.count(Ending.DELIVERED) == 6


def test_a_weekend_defers_and_drops_nothing(tmp_path: Path) -> None:
    """Due soon since Saturday, due on Monday: by then only that is worth saying."""
    box = Mailbox()
    due_tuesday = relationship(agreement("2026-01-05", "every 2 weeks"), meeting("2026-03-03"))

    endings = runs(
        tmp_path,
        box,
        Journal(relationships=[due_tuesday]),
        *("2026-03-13", "2026-03-14", "2026-03-15", "2026-03-16"),
    )

    assert endings == [Ending.NOTHING_NEW, Ending.DEFERRED, Ending.DEFERRED, Ending.DELIVERED]
    assert box.texts == ["due_soon dana-oz 2026-03-17 0 as of 2026-03-16\n"]


def test_the_evening_defers_to_the_next_morning(tmp_path: Path) -> None:
    box = Mailbox()
    journal = Journal(relationships=[LATE])

    endings = runs(
        tmp_path, box, journal, "2026-03-23 18:17", "2026-03-24 00:17", "2026-03-24 09:17"
    )

    assert endings == [Ending.DEFERRED, Ending.DEFERRED, Ending.DELIVERED]
    assert journal.loaded == 1


def test_whoever_was_away_hears_the_latest_stage_only(tmp_path: Path) -> None:
    box = Mailbox()

    runs(tmp_path, box, Journal(relationships=[LATE]), "2026-03-12", "2026-04-15", "2026-04-16")

    assert box.texts == ["overdue dana-oz 2026-03-16 2 as of 2026-04-15\n"]


def test_a_second_run_on_a_day_is_silent(tmp_path: Path) -> None:
    box = Mailbox()

    endings = runs(
        tmp_path,
        box,
        Journal(relationships=[LATE]),
        *("2026-03-20 09:17", "2026-03-20 10:17", "2026-03-20 17:17"),
    )

    assert endings == [Ending.DELIVERED, Ending.DEFERRED, Ending.DEFERRED]  # nobody looks again
    assert len(box.texts) == 1


def test_what_comes_up_after_the_digest_of_the_day_waits_for_the_next(tmp_path: Path) -> None:
    box = Mailbox()
    journal = Journal(relationships=[LATE])
    runs(tmp_path, box, journal, "2026-03-23 09:17")
    journal.relationships = [LATE, TO_LOG]

    endings = runs(tmp_path, box, journal, "2026-03-23 12:17", "2026-03-24 09:17")

    assert endings == [Ending.DEFERRED, Ending.DELIVERED]
    assert box.texts[1:] == ["to_log sam-lee 4v8m2t9c 2026-03-20 0 as of 2026-03-24\n"]


def test_everything_new_comes_in_one_digest(tmp_path: Path) -> None:
    box = Mailbox()

    runs(tmp_path, box, Journal(relationships=[TO_LOG, LATE]), "2026-03-23")

    (text,) = box.texts
    assert text == (
        "overdue dana-oz 2026-03-16 0 as of 2026-03-23\n"
        "to_log sam-lee 4v8m2t9c 2026-03-20 0 as of 2026-03-23\n"
    )


def test_a_meeting_that_was_moved_is_announced_again(tmp_path: Path) -> None:
    box = Mailbox()
    moved = [planned(date, id="4v8m2t9c") for date in ("2026-03-24", "2026-03-26")]
    for day, entry in zip(("2026-03-23", "2026-03-25"), moved, strict=True):
        runs(tmp_path, box, Journal(relationships=[relationship(entry)]), day)

    assert box.texts == [
        "prep dana-oz 4v8m2t9c 2026-03-24 0 as of 2026-03-23\n",
        "prep dana-oz 4v8m2t9c 2026-03-26 0 as of 2026-03-25\n",
    ]


def test_damaged_files_are_told_once_a_day_as_a_number(tmp_path: Path) -> None:
    box = Mailbox()
    damage = (Damage("a.yaml"), Damage("a.yaml"), Damage("b.yaml"))

    runs(
        tmp_path,
        box,
        Journal(problems=damage),
        *("2026-03-20 09:17", "2026-03-20 10:17", "2026-03-21 10:17", "2026-03-23 09:17"),
    )

    assert box.texts == ["2 damaged\n", "2 damaged\n"]


def test_an_empty_journal_says_nothing_and_leaves_its_pulse(tmp_path: Path) -> None:
    box, folder = Mailbox(), tmp_path / "state" / "journal"

    outcome = run(job(folder, box), Journal().due, at("2026-03-20"))

    assert outcome == Outcome(ending=Ending.NOTHING_NEW, due=Digest(as_of=dt.date(2026, 3, 20)))
    assert box.texts == []
    assert last_run(folder) == at("2026-03-20")
    assert {path.name for path in folder.iterdir()} == {"heartbeat", "nudge.lock"}


def test_a_run_outside_the_window_leaves_its_pulse_too(tmp_path: Path) -> None:
    runs(tmp_path, Mailbox(), Journal(), "2026-03-21 03:17")

    assert last_run(tmp_path) == at("2026-03-21 03:17")


def test_while_another_run_is_at_it_this_one_does_nothing(tmp_path: Path) -> None:
    box = Mailbox()
    with files.lock(tmp_path / "nudge.lock"):
        outcome = run(job(tmp_path, box), Journal(relationships=[LATE]).due, at("2026-03-20"))

    assert outcome == Outcome(ending=Ending.BUSY)
    assert box.texts == []
    assert last_run(tmp_path) is None


def test_the_attempt_is_on_the_disk_before_anything_is_said(tmp_path: Path) -> None:
    seen: list[ledger.Ledger] = []

    class Witness(Mailbox):
        def deliver(self, text: str) -> None:
            seen.append(ledger.load(tmp_path, dt.date(2026, 3, 20)))
            super().deliver(text)

    runs(tmp_path, Witness(), Journal(relationships=[LATE]), "2026-03-20")

    assert seen == [ledger.Ledger(unsettled=True)]
    assert not ledger.load(tmp_path, dt.date(2026, 3, 20)).unsettled


def test_a_ledger_that_cannot_be_written_means_no_delivery(tmp_path: Path) -> None:
    (tmp_path / ledger.FILE).mkdir()
    box = Mailbox()

    with pytest.raises(StorageFailed):
        run(job(tmp_path, box), Journal(relationships=[LATE]).due, at("2026-03-20"))

    assert box.texts == []


def test_a_state_folder_that_cannot_be_made_is_no_trouble_while_there_is_nothing_to_say(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "file" / "state"
    folder.parent.write_bytes(b"")
    box = Mailbox()

    assert runs(folder, box, Journal(), "2026-03-20") == [Ending.NOTHING_NEW]
    with pytest.raises(StorageFailed):
        run(job(folder, box), Journal(relationships=[LATE]).due, at("2026-03-20"))
    assert box.texts == []


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff\x00"])
def test_a_lost_or_damaged_ledger_costs_one_repeat(tmp_path: Path, content: bytes | None) -> None:
    box = Mailbox()
    journal = Journal(relationships=[LATE])
    runs(tmp_path, box, journal, "2026-03-20")
    if content is None:
        files.remove(tmp_path / ledger.FILE)
    else:
        files.overwrite(tmp_path / ledger.FILE, content)

    runs(tmp_path, box, journal, "2026-03-23", "2026-03-24", "2026-03-25")

    assert box.texts == [
        "overdue dana-oz 2026-03-16 0 as of 2026-03-20\n",
        "overdue dana-oz 2026-03-16 0 as of 2026-03-23\n",
    ]


def test_a_failed_delivery_is_on_the_banner_and_tried_again_at_the_next_run(tmp_path: Path) -> None:
    box, banner = Mailbox(refuses=True), banner_in(tmp_path)
    journal = Journal(relationships=[LATE])
    text = "overdue dana-oz 2026-03-16 0 as of 2026-03-20\n"

    first = run(job(tmp_path, box), journal.due, at("2026-03-20 09:17"))
    shown = banner.text
    box.refuses = False
    second = run(job(tmp_path, box), journal.due, at("2026-03-20 10:17"))

    assert (first.ending, first.failure) == (Ending.FELL_BACK, "Nobody is at home.")
    assert shown == text
    assert second.ending is Ending.DELIVERED
    assert box.texts == [text]
    assert banner.text == ""


def test_an_attempt_without_an_outcome_goes_to_the_banner_before_it_is_tried_again(
    tmp_path: Path,
) -> None:
    """A channel that takes the process down every time would never let anything through."""
    banner, journal = banner_in(tmp_path), Journal(relationships=[LATE])
    seen = []
    for moment in ("2026-03-20 09:17", "2026-03-20 10:17"):
        with pytest.raises(Died):
            run(job(tmp_path, Trapdoor()), journal.due, at(moment))
        seen.append(banner.text)

    box = Mailbox()
    runs(tmp_path, box, journal, "2026-03-20 11:17", "2026-03-20 12:17")

    text = "overdue dana-oz 2026-03-16 0 as of 2026-03-20\n"
    assert seen == ["", text]
    assert box.texts == [text]
    assert banner.text == ""


def test_a_nudge_that_reaches_no_channel_is_told_and_tried_again(tmp_path: Path) -> None:
    box, journal = Mailbox(refuses=True), Journal(relationships=[LATE])
    (tmp_path / "banner").mkdir()

    for moment in ("2026-03-20 09:17", "2026-03-20 10:17"):
        with pytest.raises(StorageFailed) as failure:
            run(job(tmp_path, box), journal.due, at(moment))

        assert failure.value.message == (
            "A nudge couldn't be delivered. Nobody is at home. "
            f"There's a folder where a file should be: {tmp_path / 'banner'}"
        )
    box.refuses = False
    assert runs(tmp_path, box, journal, "2026-03-20 11:17") == [Ending.DELIVERED]


def test_a_failed_delivery_that_was_settled_meanwhile_leaves_the_banner(tmp_path: Path) -> None:
    runs(tmp_path, Mailbox(refuses=True), Journal(relationships=[LATE]), "2026-03-20 09:17")
    met = relationship(*FORTNIGHTLY, meeting("2026-03-20"))

    endings = runs(tmp_path, Mailbox(), Journal(relationships=[met]), "2026-03-21 10:17")

    assert endings == [Ending.NOTHING_NEW]
    assert banner_in(tmp_path).text == ""


def test_the_banner_shows_what_was_said_and_is_still_due_and_says_so_as_of_today(
    tmp_path: Path,
) -> None:
    banner = banner_in(tmp_path)
    journal = Journal(relationships=[LATE, TO_LOG])

    def shown(moment: str) -> str:
        runs(tmp_path, banner, journal, moment)
        return banner.text

    assert shown("2026-03-23 09:17") == (
        "overdue dana-oz 2026-03-16 0 as of 2026-03-23\n"
        "to_log sam-lee 4v8m2t9c 2026-03-20 0 as of 2026-03-23\n"
    )
    assert shown("2026-03-24 20:17") == (
        "overdue dana-oz 2026-03-16 0 as of 2026-03-24\n"
        "to_log sam-lee 4v8m2t9c 2026-03-20 0 as of 2026-03-24\n"
    )
    journal.relationships = [LATE]
    assert shown("2026-03-25 20:17") == "overdue dana-oz 2026-03-16 0 as of 2026-03-25\n"
    journal.relationships = [relationship(*FORTNIGHTLY, meeting("2026-03-25"))]
    assert shown("2026-03-28 09:17") == ""


def test_a_new_digest_joins_what_the_banner_shows(tmp_path: Path) -> None:
    banner, journal = banner_in(tmp_path), Journal(relationships=[LATE])
    runs(tmp_path, banner, journal, "2026-03-23")
    journal.relationships = [LATE, TO_LOG]

    runs(tmp_path, banner, journal, "2026-03-24")

    assert banner.text == (
        "overdue dana-oz 2026-03-16 0 as of 2026-03-24\n"
        "to_log sam-lee 4v8m2t9c 2026-03-20 0 as of 2026-03-24\n"
    )


def test_a_banner_rests_after_a_week_and_stays_away_when_it_was_removed(tmp_path: Path) -> None:
    banner, journal = banner_in(tmp_path), Journal(relationships=[LATE])
    runs(tmp_path, banner, journal, *days("2026-05-08", "2026-05-14"))
    last_day = banner.text

    runs(tmp_path, banner, journal, "2026-05-15")
    after = banner.text
    runs(tmp_path, banner, Journal(relationships=[TO_LOG]), "2026-05-18")
    banner.clear()
    runs(tmp_path, banner, Journal(relationships=[TO_LOG]), "2026-05-18 12:17")

    assert last_day == "overdue dana-oz 2026-03-16 3 as of 2026-05-14\n"
    assert after == ""
    assert banner.text == ""


def test_a_banner_that_is_true_already_is_not_written_again(tmp_path: Path) -> None:
    banner, journal = banner_in(tmp_path), Journal(relationships=[LATE])
    runs(tmp_path, banner, journal, "2026-03-23 09:17")
    before = banner.path.stat()

    runs(tmp_path, banner, journal, "2026-03-23 10:17")

    assert banner.path.stat().st_ino == before.st_ino


def test_a_clock_that_ran_ahead_has_said_nothing_yet(tmp_path: Path) -> None:
    """A day ahead was another time zone; more than that costs a repeat, and mutes nothing."""
    box, journal = Mailbox(), Journal(relationships=[LATE])
    runs(tmp_path, box, journal, "2026-04-10")

    travelled = runs(tmp_path, box, journal, "2026-04-09", "2026-04-10")
    set_right = runs(tmp_path, box, journal, "2026-03-31", "2026-04-09", "2026-04-10", "2026-04-13")

    assert travelled == [Ending.NOTHING_NEW, Ending.DEFERRED]  # nothing said, either way
    assert set_right == [
        Ending.DELIVERED,
        Ending.NOTHING_NEW,
        Ending.DELIVERED,
        Ending.NOTHING_NEW,
    ]


def test_a_clock_that_was_far_ahead_silences_nothing(tmp_path: Path) -> None:
    box, journal = Mailbox(), Journal(relationships=[LATE])
    runs(tmp_path, box, Journal(problems=[Damage("a.yaml")]), "2038-01-19")

    runs(tmp_path, box, journal, "2026-03-20")

    assert box.texts[1:] == ["overdue dana-oz 2026-03-16 0 as of 2026-03-20\n"]


def test_a_run_that_takes_too_long_is_stopped() -> None:
    stopped = threading.Event()

    with ceiling(stopped.set, seconds=0):
        in_time = stopped.wait(10)

    assert in_time


def test_a_run_that_ends_in_time_is_left_alone() -> None:
    stopped = threading.Event()
    before = _thread._count()  # noqa: SLF001 - how many run

    with ceiling(stopped.set, seconds=60), contextlib.suppress(ValueError):
        raise ValueError

    deadline = time.monotonic() + 10
    while _thread._count() > before and time.monotonic() < deadline:  # noqa: SLF001
        time.sleep(0.01)
    assert _thread._count() == before  # noqa: SLF001
    assert not stopped.is_set()


def test_a_run_without_room_for_a_thread_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(_thread, "start_new_thread", full)
    with ceiling(threading.Event().set, seconds=0):
        gone_on = True

    assert gone_on


def test_a_quiet_run_imports_nothing_heavy() -> None:
    """The job runs every hour of every day, mostly to say nothing."""
    program = (
        "import sys, mentorlog.reminders.scheduled, mentorlog.terminal.digest;"
        "print(*sys.modules, sep='\\n')"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    heavy = {"yaml", "pydantic", "pydantic_core", "rich", "typer", "filelock", "subprocess"}
    assert heavy & set(loaded) == set()


# Facts of two hundred days, seen by a job that runs at any hours.

FIRST = dt.date(2026, 1, 5)
dates = st.integers(0, 200).map(lambda n: FIRST + dt.timedelta(days=n))
terms = st.builds(
    agreement,
    st.just(FIRST),
    st.sampled_from(["weekly", "every 2 weeks", "monthly", "2 per month", "as needed"]),
)
meetings = st.builds(meeting, dates, action_items=st.just((action(due="2026-03-01"),)))
timelines = st.builds(
    lambda first, held, coming: (first, *held, *coming),
    terms,
    st.lists(meetings, max_size=5),
    st.lists(st.builds(planned, dates), max_size=3),
)
gaps = st.lists(st.integers(1, 60), min_size=20, max_size=150)  # hours between two runs


@settings(deadline=None, max_examples=60)
@given(entries=timelines, hours=gaps, damage=st.integers(0, 1))
def test_nothing_is_said_twice_and_no_day_has_two_digests(
    tmp_path_factory: pytest.TempPathFactory,
    entries: tuple[Entry, ...],
    hours: list[int],
    damage: int,
) -> None:
    digests = spoken(tmp_path_factory.mktemp("year"), entries, hours, damage=damage)

    keys = [key for digest in digests for key in digest.keys]
    assert len(set(keys)) == len(keys)
    assert len({digest.as_of for digest in digests}) == len(digests)
    assert all(digest and digest.as_of.weekday() < 5 for digest in digests)
    assert stages_fall(keys) == []


def test_every_hour_of_the_day_for_a_year_nothing_is_said_twice(tmp_path: Path) -> None:
    held = [meeting(FIRST + dt.timedelta(days=n)) for n in (9, 30, 41, 90, 100, 108, 250)]
    coming = [planned(FIRST + dt.timedelta(days=n)) for n in (10, 91, 105, 251)]
    first = agreement(FIRST, "every 2 weeks")

    digests = spoken(tmp_path, (first, *held, *coming), ([1] * 11 + [13]) * 365, damage=0)

    keys = [key for digest in digests for key in digest.keys]
    assert len(set(keys)) == len(keys)
    assert len({digest.as_of for digest in digests}) == len(digests)
    assert {key[1] for key in keys} == {"due_soon", "due", "overdue", "to_log", "prep"}


def spoken(
    folder: Path, entries: tuple[Entry, ...], hours: list[int], *, damage: int
) -> list[Digest]:
    """Every digest that a job says which runs after so many hours each."""
    digests: list[Digest] = []

    def noted(view: Digest) -> str:
        digests.append(view)
        return json.dumps(view.keys)

    noting = replace(job(folder, Mailbox()), wording=noted)
    journal = Journal(relationships=[relationship(*entries)], problems=[Damage("a.yaml")] * damage)
    now = dt.datetime.combine(FIRST, dt.time(8, 17))
    for gap in hours:
        run(noting, journal.due, now)
        now += dt.timedelta(hours=gap)
    return digests


def stages_fall(keys: list[Key]) -> list[Key]:
    """Those that were said after a later stage of the same."""
    latest: dict[tuple[str, str, str], int] = {}
    fallen = []
    for key in keys:
        if key[3] < latest.get(key[:3], 0):
            fallen.append(key)
        latest[key[:3]] = key[3]
    return fallen
