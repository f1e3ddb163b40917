"""nudge: what needs doing now; with --scheduled, only what is new, in its window, and once."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cli.harness import TODAY, Home, Ran

MONDAY = TODAY + dt.timedelta(days=1)
NOTHING = Ran(0, "", "")
DIGEST = (
    "Mentoring: 1 thing\n\n"
    "  overdue    dana-oz   every 2 weeks, was due Mon 9 Nov\n\n"
    "Book:   mentorlog schedule dana-oz +1w\n"
)


@pytest.fixture
def workday(dana: Home) -> Home:
    """Monday at noon, and Dana is overdue."""
    dana.today = MONDAY
    return dana


def test_where_nothing_needs_doing_it_says_so(home: Home) -> None:
    assert home.run("nudge", "--exit-code") == Ran(0, "Mentoring: nothing needs you now\n", "")


def test_it_says_everything_each_time_it_is_asked(workday: Home) -> None:
    workday.run("nudge", "--scheduled")

    assert workday.run("nudge") == Ran(0, DIGEST, "")
    assert workday.run("nudge") == Ran(0, DIGEST, "")


def test_it_looks_from_another_day(dana: Home) -> None:
    ran = dana.run("nudge", "--as-of", "2026-11-07", "--exit-code")

    assert (ran.status, ran.out.splitlines()[2]) == (
        10,
        "  due soon   dana-oz   every 2 weeks, due Mon 9 Nov",
    )


def test_seen_from_an_earlier_day_nothing_was_said_later(workday: Home) -> None:
    workday.today = MONDAY + dt.timedelta(days=1)
    workday.run("nudge", "--scheduled")

    then = workday.run("nudge", "--explain", "--as-of", MONDAY.isoformat())

    assert "said on" in workday.run("nudge", "--explain").out
    assert "said on" not in then.out


def test_a_scheduler_speaks_once(workday: Home) -> None:
    first = workday.run("nudge", "--scheduled")
    again = workday.run("nudge", "--scheduled")

    assert (first.status, first.err) == (0, "")
    assert first.out.startswith(DIGEST.removesuffix("Book:   mentorlog schedule dana-oz +1w\n"))
    assert again == NOTHING


def test_its_status_tells_what_is_due_even_when_it_is_silent(workday: Home) -> None:
    workday.run("nudge", "--scheduled")

    assert workday.run("nudge", "--scheduled", "--exit-code").status == 10


def test_outside_of_the_window_it_waits(dana: Home) -> None:
    assert dana.run("nudge", "--scheduled") == NOTHING  # a Sunday
    dana.today = MONDAY

    assert dana.run("nudge", "--scheduled").out != ""


def test_where_nothing_is_new_there_is_no_byte(home: Home) -> None:
    home.today = MONDAY

    assert home.run("nudge", "--scheduled") == NOTHING


def test_damage_is_told_in_the_digest_and_is_no_failure(workday: Home) -> None:
    (folder,) = (workday.journal / "relationships").iterdir()
    (folder / "broken.yaml").write_text("schema: [\n", encoding="utf-8")

    by_hand, scheduled = workday.run("nudge", "--exit-code"), workday.run("nudge", "--scheduled")

    assert by_hand.status == 4
    assert (scheduled.status, scheduled.err) == (0, "")
    assert "1 file couldn't be read. See which, and why:  mentorlog doctor" in scheduled.out


def test_a_ledger_that_cannot_be_written_means_no_delivery(workday: Home) -> None:
    (home,) = workday.state.iterdir()
    (home / "nudges.json").mkdir()

    ran = workday.run("nudge", "--scheduled")

    assert (ran.status, ran.out) == (6, "")
    assert "nudges.json" in ran.err


def test_the_banner_takes_what_is_to_be_printed_at_the_next_start(workday: Home) -> None:
    (workday.folder / "config.toml").write_text('[nudge]\nchannel = "banner"\n', encoding="utf-8")

    assert workday.run("nudge", "--scheduled") == NOTHING

    (banner,) = workday.state.rglob("*.banner")
    assert "dana-oz" in banner.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            'window = "never"',
            'nudge.window: write days and hours, as in "mon-fri 9-18" or "mon,wed,fri 8:30-17".',
        ),
        ('channel = "pigeon"', "nudge.channel takes stdout, desktop, banner or command."),
        ('privacy = "all"', "nudge.privacy takes names, handles or count."),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_file(
    workday: Home, setting: str, said: str
) -> None:
    config = workday.folder / "config.toml"
    config.write_text(f"[nudge]\n{setting}\n", encoding="utf-8")

    assert workday.run("nudge", "--scheduled") == Ran(2, "", f"mentorlog: {config}: {said}\n")


def test_in_confidence_only_the_alias_is_told(home: Home) -> None:
    home.run(
        *("new-agreement", "Ann Bell", "--alias", "Robin", "--in-confidence"),
        *("--cadence", "weekly", "--starts", "2026-09-01"),
    )
    plain, revealed = (
        [item["text"] for item in json.loads(home.run("nudge", "--json", *more).out)["items"]]
        for more in ((), ("--reveal",))
    )

    assert plain == ["overdue: Robin, weekly, was due Tue 8 Sep"]
    assert revealed == ["overdue: Ann Bell, weekly, was due Tue 8 Sep"]
