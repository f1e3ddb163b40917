"""cron through a stand-in for crontab: the user's own lines survive whatever happens."""

from __future__ import annotations

import datetime as dt
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from standins import Machine

from mentorlog.errors import MentorlogError, Refused, StorageFailed
from mentorlog.reminders.schedulers import Piece, Plan
from mentorlog.reminders.schedulers.cron import Cron

CONFIG = "/home/ann/it's.toml"
ARGV = ("/home/ann öz/bin/mentorlog", "--config", CONFIG, "nudge", "--scheduled")
PLAN = Plan(argv=ARGV, minute=17, first=9, last=17)
LINE = (
    "17 9-17 * * * '/home/ann öz/bin/mentorlog' --config "
    "'/home/ann/it'\"'\"'s.toml' nudge --scheduled"
)
NOON = dt.datetime(2026, 11, 23, 12)  # noqa: DTZ001 - local civil time
OTHERS = b"# mine\r\n0 1 * * *\ttrue\n\n@daily echo 100\\%"  # and no line end


def test_the_line_is_shown_exactly_as_it_is_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    cron = Cron(machine.host(CONFIG))

    cron.install(PLAN)

    text = f"# BEGIN mentorlog\n{LINE}\n# END mentorlog\n"
    assert cron.pieces(PLAN) == (Piece(place="your crontab", text=text),)
    assert machine.tab.read_bytes() == text.encode()
    assert cron.installed() == PLAN


def test_a_single_hour_needs_no_dash(tmp_path: Path) -> None:
    plan = Plan(argv=("/bin/mentorlog",), minute=5, first=9, last=9)
    cron = Cron(Machine(tmp_path).host(CONFIG))

    cron.install(plan)

    assert cron.pieces(plan)[0].text.splitlines()[1] == "5 9 * * * /bin/mentorlog"
    assert cron.installed() == plan


@pytest.mark.parametrize("times", [b"*/30 9-17 * * 1-5", b"@hourly", b"7\t9-17\t*\t*\t*"])
def test_a_job_whose_times_were_changed_by_hand_stays_its_configurations(
    tmp_path: Path, times: bytes
) -> None:
    machine = Machine(tmp_path)
    cron, other = Cron(machine.host(CONFIG)), Cron(machine.host("/elsewhere/config.toml"))
    cron.install(PLAN)
    changed = machine.tab.read_bytes().replace(b"17 9-17 * * *", times)
    machine.tab.write_bytes(changed)

    other.install(replace(PLAN, argv=("/bin/mentorlog", "--config", "/elsewhere/config.toml")))
    both = machine.tab.read_bytes()
    other.uninstall()

    assert both.startswith(changed)
    assert both != changed
    assert machine.tab.read_bytes() == changed
    found = cron.installed()
    assert found is not None
    assert (found.argv, found.next_run(NOON)) == (ARGV, None)
    assert cron.uninstall()


def test_install_and_uninstall_leave_the_others_byte_for_byte(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    cron = Cron(machine.host(CONFIG))

    cron.install(PLAN)
    between = machine.tab.read_bytes()
    removed = cron.uninstall()

    assert between.startswith(OTHERS + b"\n# BEGIN mentorlog\n")
    assert removed
    assert machine.tab.read_bytes() == OTHERS


def test_a_crontab_that_was_not_there_is_not_there_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    cron = Cron(machine.host(CONFIG))

    cron.install(PLAN)
    cron.uninstall()

    assert not machine.tab.exists()
    assert not cron.uninstall()


def test_one_that_was_empty_is_empty_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(b"")
    cron = Cron(machine.host(CONFIG))

    cron.install(PLAN)
    cron.uninstall()

    assert machine.tab.read_bytes() == b""


def test_the_crontab_is_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    cron = Cron(machine.host(CONFIG))

    backup = cron.install(PLAN)

    assert backup is not None
    assert backup.read_bytes() == OTHERS
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in machine.state.iterdir()] == [backup.name]
    assert backup.name.startswith("crontab-2026-11-22-")


def test_the_same_crontab_has_one_backup(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    cron = Cron(machine.host(CONFIG))

    first = cron.install(PLAN)
    cron.uninstall()
    second = cron.install(PLAN)

    assert first == second


def test_nothing_is_known_where_there_is_no_crontab_program(tmp_path: Path) -> None:
    cron = Cron(Machine(tmp_path, programs=()).host(CONFIG))

    assert not cron.is_here()
    assert not cron.is_present()
    assert cron.installed() is None
    assert cron.command() == ()
    assert not cron.uninstall()
    assert cron.pieces(PLAN)[0].text == f"# BEGIN mentorlog\n{LINE}\n# END mentorlog\n"


@pytest.mark.parametrize("touch", ["pieces", "install", "uninstall", "installed", "is_present"])
def test_a_crontab_that_cannot_be_read_is_never_written(tmp_path: Path, touch: str) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    machine.stand_in("crontab", 'echo "crontab: \033[31mnot allowed" >&2; exit 1')
    cron = Cron(machine.host(CONFIG))

    with pytest.raises(Refused) as refusal:
        getattr(cron, touch)(*([PLAN] if touch in ("pieces", "install") else []))

    assert refusal.value.message == (
        "Your crontab can't be read (crontab -l: exit 1: crontab: ?[31mnot allowed). "
        "Nothing changed."
    )
    assert machine.calls("crontab") == ["-l"]
    assert machine.tab.read_bytes() == OTHERS


def test_a_percent_sign_is_refused(tmp_path: Path) -> None:
    plan = Plan(argv=("/home/100%/mentorlog",), minute=5, first=9, last=9)
    machine = Machine(tmp_path)

    for touch in (Cron(machine.host(CONFIG)).pieces, Cron(machine.host(CONFIG)).install):
        with pytest.raises(Refused) as refusal:
            touch(plan)

        assert refusal.value.message == (
            "cron would cut the command off at the % in /home/100%/mentorlog. Nothing changed."
        )
    assert not machine.tab.exists()


OURS = 'grep -q mentorlog "$1" && '


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (
            OURS + '{ echo "errors in crontab file" >&2; exit 1; }',
            "The crontab couldn't be written (exit 1: errors in crontab file).",
        ),
        (
            OURS + '{ head -c 9 "$1" > "$TAB"; exit 1; }',
            "The crontab couldn't be written (exit 1).",
        ),
        (
            OURS + '{ { cat "$1"; echo "# by me"; } > "$TAB"; exit 0; }',
            "The crontab isn't the one that was written.",
        ),
    ],
    ids=["refused", "cut off", "changed on the way"],
)
def test_a_failed_write_puts_the_old_crontab_back(tmp_path: Path, write: str, message: str) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    machine.stand_in("crontab", f'[ "$1" = -l ] && exec cat "$TAB"\n{write}\ncat "$1" > "$TAB"')

    with pytest.raises(MentorlogError) as failure:
        Cron(machine.host(CONFIG)).install(PLAN)

    assert type(failure.value) is StorageFailed
    assert failure.value.message == message
    assert failure.value.hint == "It's as it was before. See it:  crontab -l"
    assert machine.tab.read_bytes() == OTHERS


def test_a_state_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    machine.state.write_bytes(b"a file")

    with pytest.raises(StorageFailed):
        Cron(machine.host(CONFIG)).install(PLAN)

    assert machine.tab.read_bytes() == OTHERS


def test_the_installed_job_is_run_as_cron_runs_it(tmp_path: Path) -> None:
    cron = Cron(Machine(tmp_path).host(CONFIG))
    cron.install(PLAN)

    assert cron.command() == ("/bin/sh", "-c", LINE.removeprefix("17 9-17 * * * "))
    assert cron.command("--greet", "a b")[2].endswith(" nudge --scheduled --greet 'a b'")


@pytest.mark.parametrize("line", ["mentorlog", "1 9 * * * mentor'log nudge"])
def test_a_line_that_can_not_be_read_is_ours_but_not_installed(tmp_path: Path, line: str) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_text(f"# BEGIN mentorlog\n{line}\n# END mentorlog\n", "utf-8")
    cron = Cron(machine.host(CONFIG))

    assert cron.is_present()
    assert cron.installed() is None
    assert cron.command() == ()
    assert cron.uninstall()
    assert not machine.tab.exists()


def debians(machine: Machine, edit: str = '$EDITOR "$TAB"') -> None:
    """A crontab that lists a carriage return as two characters, as Debian's does."""
    machine.bin.joinpath("sed").symlink_to("/bin/sed")
    machine.stand_in(
        "crontab",
        f'case $1 in -l) sed \'s/\\r/\\\\r/g\' "$TAB";; -e) {edit};; *) cat "$1" > "$TAB";; esac',
    )


def test_a_listing_that_spells_out_control_characters_is_not_believed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(b"# mine\r\n0 1 * * * printf 'a\\r'\n")
    before = machine.tab.read_bytes()
    debians(machine)
    cron = Cron(machine.host(CONFIG))

    backup = cron.install(PLAN)
    between = machine.tab.read_bytes()
    cron.uninstall()

    assert between.startswith(before + b"# BEGIN mentorlog\n")
    assert backup is not None
    assert backup.read_bytes() == before
    assert machine.tab.read_bytes() == before


def test_a_backslash_r_that_is_really_one_is_left_alone(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(b"0 1 * * * printf 'a\\r'\n")
    debians(machine)

    assert Cron(machine.host(CONFIG)).table() == b"0 1 * * * printf 'a\\r'\n"


@pytest.mark.parametrize("edit", ["exit 1", "echo other"])
def test_a_crontab_that_cannot_be_read_exactly_is_refused(tmp_path: Path, edit: str) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(b"# mine\r\n")
    debians(machine, edit)

    with pytest.raises(Refused) as refusal:
        Cron(machine.host(CONFIG)).install(PLAN)

    assert refusal.value.message == (
        "Your crontab has control characters that crontab -l doesn't show. Nothing changed."
    )
    assert machine.tab.read_bytes() == b"# mine\r\n"


def test_a_crontab_whose_last_line_has_no_end_is_left_with_one_where_crontab_insists(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(OTHERS)
    Cron(machine.host(CONFIG)).install(PLAN)
    machine.bin.joinpath("tail").symlink_to("/bin/tail")
    machine.stand_in(
        "crontab",
        '[ "$1" = -l ] && exec cat "$TAB"\n'
        '[ -z "$(tail -c 1 "$1")" ] || { echo "missing newline before EOF" >&2; exit 1; }\n'
        'cat "$1" > "$TAB"',
    )

    removed = Cron(machine.host(CONFIG)).uninstall()

    assert removed
    assert machine.tab.read_bytes() == OTHERS + b"\n"
