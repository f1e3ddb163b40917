"""nudge status, test, snooze and --explain; and the word of warning when nudges have stopped."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from standins import MONDAY, SUNDAY, Machine, Ran

from mentorlog.reminders import ledger


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def with_dana(machine: Machine) -> Machine:
    """Long overdue, whatever the day."""
    machine.person("Dana Öz", since="2020-01-06", cadence="monthly")
    return machine


def install(machine: Machine, *words: str) -> Ran:
    return machine.run("nudge", "install", "--scheduler", "cron", *words, "--yes")


def stamped(machine: Machine) -> Path:
    machine.journals_state.mkdir(parents=True, exist_ok=True)
    return machine.journals_state


def always_open(machine: Machine) -> None:
    machine.config.write_text('[nudge]\nwindow = "mon-sun 0-24"\n', "utf-8")


# status


def test_status_tells_what_runs_when_how_and_whether_it_is_still_there(machine: Machine) -> None:
    with_dana(machine)
    machine.config.write_text(
        f'journal = "{machine.folder}/journal"\nstate = "{machine.folder}/state"\n'
    )
    install(machine, "--channel", "banner")
    minute = machine.tab.read_text("utf-8").splitlines()[1].split()[0]
    ledger.stamp(stamped(machine), SUNDAY)

    ran = machine.run("nudge", "status", now=MONDAY.replace(hour=17, minute=59))

    assert ran.out.splitlines()[:5] == [
        "Scheduler  cron",
        "Last run   Sun 22 Nov 10:00",
        f"Next run   Tue 24 Nov 09:{minute:>02}",
        "Speaks     mon-fri 9-18, in a file that your shell prints when it starts",
        f"Program    {machine.program}",
    ]
    assert (ran.status, ran.err) == (0, "")


def test_status_before_anything_is_installed(machine: Machine) -> None:
    ran = machine.run("nudge", "status")

    banner = json.loads(machine.run("nudge", "status", "--json").out)["items"][0]["banner"]
    assert ran == Ran(
        status=0,
        out="No nudges are installed.  mentorlog nudge install\n"
        "Last run   never\n"
        "Speaks     mon-fri 9-18, as mail from cron, which mails what is printed\n"
        f"Otherwise  it waits in {banner}\n",
        err="",
    )


def test_status_says_when_the_program_is_gone(machine: Machine) -> None:
    install(machine, "--channel", "stdout")
    machine.program.unlink()

    ran = machine.run("nudge", "status")
    item = json.loads(machine.run("nudge", "status", "--json").out)["items"][0]

    assert ran.out.splitlines()[-1] == ("The program is gone:  mentorlog nudge install")
    assert (item["program"], item["program_exists"]) == (str(machine.program), False)


def test_status_says_when_nothing_has_run_for_days(machine: Machine) -> None:
    with_dana(machine)
    install(machine, "--channel", "stdout")
    ledger.stamp(stamped(machine), SUNDAY - dt.timedelta(days=5))

    ran = machine.run("nudge", "status")

    assert ran.out.splitlines()[-1] == (
        "Nudges last ran on Tue 17 Nov. See what's wrong:  mentorlog nudge status"
    )


def test_status_says_when_the_window_is_elsewhere(machine: Machine) -> None:
    """Installing again moves the job there."""
    install(machine, "--channel", "stdout")
    config = machine.config.read_text("utf-8")
    machine.config.write_text(f'{config}window = "mon-fri 7-8:30"\n', "utf-8")

    before = machine.run("nudge", "status").out.splitlines()[-1]
    install(machine)

    assert before == ("It only runs outside those hours:  mentorlog nudge install")
    assert machine.tab.read_text("utf-8").splitlines()[1].split()[1] == "7-8"
    assert "may not speak" not in machine.run("nudge", "status").out


@pytest.mark.parametrize("command", ["status", "test", "uninstall"])
def test_a_crontab_that_cannot_be_read_is_not_taken_for_none(
    machine: Machine, command: str
) -> None:
    machine.stand_in("crontab", "echo 'ann: not allowed' >&2; exit 1")

    ran = machine.run("nudge", command)

    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        "mentorlog: Your crontab can't be read (crontab -l: exit 1: ann: not allowed). "
        "Nothing changed.\n"
        "  See why:  crontab -l\n"
        "  If you have none yet, begin one with a comment:  crontab -e\n"
    )


def test_status_of_a_job_run_by_hand_says_how_to_end_the_warning(machine: Machine) -> None:
    ledger.stamp(stamped(machine), SUNDAY - dt.timedelta(days=5))

    assert machine.run("nudge", "status").out.splitlines()[-1] == (
        "No longer used:  mentorlog nudge uninstall"
    )


def test_status_as_json_has_every_key(machine: Machine) -> None:
    document = json.loads(machine.run("nudge", "status", "--json").out)

    assert document["schema"] == "mentorlog.nudge-status/1"
    assert document["as_of"] == "2026-11-22"
    assert document["problems"] == []
    (item,) = document["items"]
    assert item.pop("banner").endswith(".banner")
    assert item == {
        "installed": False,
        "scheduler": None,
        "window": "mon-fri 9-18",
        "channel": "stdout",
        "last_run": None,
        "next_run": None,
        "meets_window": None,
        "program": None,
        "program_exists": None,
        "silent_since": None,
        "caution": None,
        "others": [],
    }


def test_status_and_test_tell_of_a_crontab_that_mails_nobody(machine: Machine) -> None:
    machine.stand_in("sendmail", "")
    machine.tab.write_text('MAILTO=""\n', "utf-8")
    install(machine, "--channel", "stdout")
    said = 'Your crontab says MAILTO="" before our lines: cron mails nothing.'

    status, tried = (machine.run("nudge", command) for command in ("status", "test"))

    assert "mail from cron" not in status.out
    assert said in " ".join(status.out.split())
    assert "mailed by cron" not in tried.out
    assert said in " ".join(tried.out.split())
    (item,) = json.loads(machine.run("nudge", "test", "--json").out)["items"]
    assert (item["works"], item["caution"]) == (True, "mailto_empty")


def test_another_configurations_job_is_named_and_stays(machine: Machine) -> None:
    other = machine.folder / "other.toml"
    install(machine, "--channel", "banner")
    theirs = machine.tab.read_text("utf-8")
    named = f"Other configurations' nudges aren't touched:\n  cron: {machine.config}\n"
    other.write_text("", "utf-8")

    def run(*words: str) -> Ran:
        return machine.run("--config", str(other), "nudge", *words)

    before = run("status"), run("uninstall", "--yes")
    installed = run("install", "--scheduler", "cron", "--channel", "banner", "--yes")
    after = run("status")
    removed = run("uninstall", "--yes")

    assert all(named in ran.out for ran in (*before, installed, after, removed))
    assert installed.out.endswith(f"Stop it:  mentorlog --config {other} nudge uninstall\n")
    assert before[0].out.startswith("No nudges are installed.")
    assert before[1].out == f"No nudges are installed; nothing changed.\n{named}"
    assert removed.out.startswith("No more nudges: removed from cron.\n")
    assert machine.tab.read_text("utf-8") == theirs
    assert "another configuration" not in machine.run("nudge", "status").out


# test


def test_the_test_needs_something_installed_that_is_still_there(machine: Machine) -> None:
    before = machine.run("nudge", "test")
    install(machine, "--channel", "stdout")
    machine.program.unlink()
    after = machine.run("nudge", "test")

    assert before == Ran(
        status=3,
        out="",
        err="mentorlog: No nudges are installed.\n  Install them:  mentorlog nudge install\n",
    )
    assert after == Ran(
        status=3,
        out="",
        err=f"mentorlog: {machine.program} is gone, so no nudge can come.\n"
        "  Install them again:  mentorlog nudge install\n",
    )


def test_the_test_prints_what_the_job_prints_and_it_counts_as_said(machine: Machine) -> None:
    with_dana(machine)
    always_open(machine)
    machine.real_program()
    machine.stand_in("sendmail", "")
    installed = install(machine, "--channel", "stdout")

    again = machine.run("nudge", "test")

    assert "It runs. It printed:\n  Mentoring: 1 thing\n" in installed.out
    assert "    overdue    dana-oz   monthly, was due Mon 20 Jan 2020\n" in installed.out
    assert again.status == 0
    assert again.out.splitlines()[-2:] == [
        "It runs. There was nothing new to print.",
        "cron mails what it prints. A test message was printed.",
    ]


def test_a_job_that_fails_fails_the_test_in_the_same_way(machine: Machine) -> None:
    install(machine, "--channel", "stdout")
    for status, expected in ((4, 4), (6, 6), (99, 1)):
        machine.stand_in("mentorlog", f"echo 'it is broken' >&2; exit {status}")

        ran = machine.run("nudge", "test")

        assert (ran.status, ran.out.splitlines()[-2:]) == (
            expected,
            [f"It ran, but exited with {status}:", "  it is broken"],
        )


def test_a_message_that_gets_lost_fails_the_test(machine: Machine) -> None:
    machine.real_program()
    install(machine, "--channel", "desktop")

    ran = machine.run("nudge", "test")

    assert ran.status == 6
    assert ran.out.splitlines()[-3:] == [
        "But the test message didn't get through (desktop):",
        "  mentorlog: There's no desktop session to show it in.",
        "Another way:  mentorlog nudge install --channel banner",
    ]


def test_the_users_own_command_is_tried(machine: Machine) -> None:
    machine.stand_in("ntfy", 'cat > "$STATE/told"')
    machine.config.write_text('nudge.command = ["ntfy", "a b"]\n', "utf-8")
    machine.real_program()

    ran = install(machine, "--channel", "command")

    assert "Your command got a test message.\n" in ran.out
    assert machine.calls("ntfy") == ["a b"]
    told = (machine.noted / "told").read_text("utf-8")
    assert told == (
        "Mentoring: nudges reach you here\n\n"
        "This is only a test. See what needs you:\n  mentorlog nudge\n"
    )


def test_the_test_as_json(machine: Machine) -> None:
    install(machine, "--channel", "stdout")

    document = json.loads(machine.run("nudge", "test", "--json").out)

    (item,) = document["items"]
    assert document["schema"] == "mentorlog.nudge-test/1"
    assert item.pop("command").startswith("/bin/sh -c ")
    assert item == {
        "works": True,
        "status": 0,
        "printed": "",
        "complaint": "",
        "channel": "stdout",
        "delivered": True,
        "channel_complaint": "",
        "caution": "no_mail",
    }


# snooze and --explain


def test_whoever_is_snoozed_is_left_out_until_the_day(machine: Machine) -> None:
    with_dana(machine)

    ran = machine.run("nudge", "snooze", "dana", "--for", "2w")
    days = [SUNDAY + dt.timedelta(days=n) for n in (1, 12, 15)]
    said = [machine.run("nudge", "--scheduled", now=day).out for day in days]

    assert ran.out == (
        "Dana Öz is left out of scheduled nudges until Sun 6 Dec; the board still shows\nthem.\n"
        "Undo it:  mentorlog nudge snooze dana-oz --off\n"
    )
    assert [bool(text) for text in said] == [False, False, True]
    assert "overdue    dana-oz" in machine.run("nudge").out


def test_a_snooze_can_be_taken_back(machine: Machine) -> None:
    with_dana(machine)
    machine.run("nudge", "snooze", "dana-oz", "--until", "2027-01-04")

    off = machine.run("nudge", "snooze", "dana-oz", "--off")
    again = machine.run("nudge", "snooze", "dana-oz", "--off")

    assert off.out == "Dana Öz is mentioned in nudges again.\n"
    assert again.out == "Dana Öz wasn't snoozed; nothing changed.\n"
    assert machine.run("nudge", "--scheduled", now=MONDAY).out != ""


def test_a_dry_snooze_changes_nothing(machine: Machine) -> None:
    with_dana(machine)

    on = machine.run("nudge", "snooze", "dana", "--for", "2w", "--dry-run")
    off = machine.run("nudge", "snooze", "dana", "--off", "--dry-run", "--json")

    assert on.out == (
        "Dana Öz would be left out of scheduled nudges until Sun 6 Dec; the board still\n"
        "shows them.\n"
    )
    assert json.loads(off.out) == {
        "schema": "mentorlog.written/1",
        "action": "nudge snooze",
        "dry_run": True,
        "entries": [],
        "next_due": None,
        "handle": "dana-oz",
        "until": None,
    }
    assert list(machine.state.rglob("snoozes.json")) == []


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "Until when? Give --until DATE, --for SPAN or --off."),
        (("--off", "--for", "2w"), 2, "Until when? Give --until DATE, --for SPAN or --off."),
        (("--until", "2026-11-22"), 2, "Sun 22 Nov isn't in the future."),
        (("--for", "ever"), 2, '"ever" isn\'t a span of time.'),
    ],
)
def test_a_snooze_needs_one_end(
    machine: Machine, words: tuple[str, ...], status: int, message: str
) -> None:
    with_dana(machine)

    ran = machine.run("nudge", "snooze", "dana", *words)

    assert (ran.status, ran.err.splitlines()[0]) == (status, f"mentorlog: {message}")


def test_nobody_can_be_snoozed_who_is_not_there_or_cannot_be_read(machine: Machine) -> None:
    with_dana(machine)
    (file,) = machine.folder.glob("journal/relationships/*/relationship.yaml")
    file.write_text("{", "utf-8")
    handle = file.parent.name

    nobody = machine.run("nudge", "snooze", "sam", "--off")
    unreadable = machine.run("nudge", "snooze", handle, "--for", "2w")

    assert (nobody.status, unreadable.status) == (3, 3)
    assert unreadable.err.splitlines()[0] == (
        f"mentorlog: {handle} can't be snoozed: its relationship.yaml can't be read."
    )


def test_explain_says_why_and_when(machine: Machine) -> None:
    with_dana(machine)
    machine.person("Sam Lee", since="2026-11-20")

    before = machine.run("nudge", "--explain")
    machine.run("nudge", "--scheduled", now=MONDAY)
    after = machine.run("nudge", "--explain", now=MONDAY)

    assert before.out == (
        "Sunday 22 November\n"
        'Nudges come mon-fri 9-18, at most once a day, and say each thing once. "Next"\n'
        "assumes nothing changes until then.\n"
        "\n"
        "  dana-oz  Overdue (Mon 20 Jan 2020): comes Mon 23 Nov. After that it stops.\n"
        "\n"
        "  sam-lee  As needed: nothing to say now. Next: quiet, Fri 19 Feb 2027.\n"
    )
    assert (
        "  dana-oz  Overdue (Mon 20 Jan 2020): said on Mon 23 Nov. After that it stops.\n"
        in after.out
    )


def test_explain_knows_of_a_snooze(machine: Machine) -> None:
    with_dana(machine)
    machine.run("nudge", "snooze", "dana", "--for", "2w")

    told = " ".join(machine.run("nudge", "--explain").out.splitlines()[-2:])
    document = json.loads(machine.run("nudge", "--explain", "--json").out)

    assert told == (
        "  dana-oz  Snoozed until Sun 6 Dec. Overdue (Mon 20 Jan 2020): comes Mon 7 Dec. "
        "           After that it stops."
    )
    assert document == {
        "schema": "mentorlog.nudge-explain/1",
        "as_of": "2026-11-22",
        "items": [
            {
                "handle": "dana-oz",
                "standing": "overdue",
                "date": "2020-01-20",
                "snoozed_until": "2026-12-06",
                "nudges": [
                    {
                        "kind": "overdue",
                        "date": "2020-01-20",
                        "said_on": None,
                        "comes_on": "2026-12-07",
                    }
                ],
                "next": None,
            }
        ],
        "problems": [],
    }


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        (MONDAY.replace(hour=8), "Mon 23 Nov"),
        (MONDAY.replace(hour=17, minute=59), "Mon 23 Nov"),
        (MONDAY.replace(hour=18), "Tue 24 Nov"),
        (SUNDAY, "Mon 23 Nov"),
    ],
)
def test_explain_names_the_day_on_which_something_can_be_said(
    machine: Machine, now: dt.datetime, comes: str
) -> None:
    with_dana(machine)

    ran = machine.run("nudge", "--explain", now=now)

    assert f": comes {comes}. " in ran.out


def test_explain_of_one_whose_name_is_long(machine: Machine) -> None:
    machine.person("A very long name that nobody has", since="2026-11-20")

    ran = machine.run("nudge", "--explain")

    assert ran.out.splitlines()[-3:] == [
        "  a-very-long-name-that-nobody-has",
        f"{'':24}As needed: nothing to say now. Next: quiet,",
        f"{'':24}Fri 19 Feb 2027.",
    ]


def test_explain_where_nothing_is_foreseen(machine: Machine) -> None:
    machine.person("Ari Novak", since=None)

    ran = machine.run("nudge", "--explain")

    assert ran.out.splitlines()[-1] == (
        "  ari-novak  As needed: nothing to say now. Nothing within a year."
    )


# the board's word of warning


def test_the_board_warns_after_three_silent_working_days(machine: Machine) -> None:
    with_dana(machine)
    ledger.stamp(stamped(machine), SUNDAY - dt.timedelta(days=5))

    board = machine.run("review")
    page = machine.run("review", "dana")
    document = machine.run("review", "--json")
    then = machine.run("review", "--as-of", "yesterday")

    warning = (
        "mentorlog: Nudges last ran on Tue 17 Nov. See what's wrong:  mentorlog nudge status\n"
    )
    assert (board.err, page.err) == (warning, warning)
    assert (document.err, then.err) == ("", "")
    assert "nudge" not in document.out


def test_the_board_says_nothing_while_nudges_come_or_were_never_wanted(machine: Machine) -> None:
    with_dana(machine)
    never = machine.run("review")
    ledger.stamp(stamped(machine), SUNDAY - dt.timedelta(days=4))
    machine.config.write_text('nudge.window = "nonsense"\n', "utf-8")

    assert never.err == ""
    assert machine.run("review").err == ""


# help


@pytest.mark.parametrize(
    "words", [(), ("install",), ("uninstall",), ("status",), ("test",), ("snooze",)]
)
def test_every_help_has_an_example_and_fits_eighty_columns(
    machine: Machine,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    machine.run("nudge", *words, "-h")

    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(" Example: mentorlog nudge") for line in lines)
    assert max(map(len, lines)) <= 80
    assert "--greet" not in "".join(lines)
    if not words:
        rows = lines[next(n for n, line in enumerate(lines) if "Commands" in line) + 1 :]
        below = [row.split()[1] for row in rows if row.startswith("│ ") and row[2] != " "]
        assert below == ["install", "uninstall", "status", "test", "snooze"]
