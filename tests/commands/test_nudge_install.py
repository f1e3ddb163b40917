"""nudge install and uninstall: what is shown is what is written, and nothing else is touched."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest
from standins import Machine, Ran

BLOCK = """\
# BEGIN mentorlog
{minute} 9-17 * * * {program} --config {config} nudge --scheduled
# END mentorlog
"""
CROWDED = b"# mine\r\n0 1 * * *\ttrue\n\nMAILTO=ann\n@daily echo 100\\% \xff"  # and no line end
ALL = ("crontab", "systemctl", "launchctl", "schtasks")


def block(machine: Machine) -> str:
    """The block that is there, but for its minute as it has to be."""
    minute = machine.tab.read_text("utf-8", "replace").split("# BEGIN mentorlog\n")[1].split()[0]
    return BLOCK.format(minute=minute, program=machine.program, config=machine.config)


def settings(machine: Machine, channel: str = "banner") -> str:
    return (
        f'journal = "{machine.folder}/journal"\nstate = "{machine.folder}/state"\n'
        f'\n[nudge]\nchannel = "{channel}"\n'
    )


def install(machine: Machine, *words: str, answers: str | None = None) -> Ran:
    return machine.run("nudge", "install", "--channel", "banner", *words, answers=answers)


def test_the_crontab_before_between_and_after(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_bytes(CROWDED)

    installed = install(machine, "--yes")
    between = machine.tab.read_bytes()
    again = install(machine)
    uninstalled = machine.run("nudge", "uninstall", "--yes")
    twice = machine.run("nudge", "uninstall")

    assert (installed.status, again.status, uninstalled.status, twice.status) == (0, 0, 0, 0)
    marked = block_with_glue(machine, between)
    assert between == CROWDED + marked
    assert (
        again.out.splitlines()[0] == "Already installed; nothing changed.  mentorlog nudge status"
    )
    assert machine.tab.read_bytes() == CROWDED
    assert uninstalled.out.splitlines()[0] == "No more nudges: removed from cron."
    assert twice.out == "No nudges are installed; nothing changed.\n"
    assert [one.read_bytes() for one in sorted(machine.state.glob("crontab-*"))] in (
        [CROWDED, between],
        [between, CROWDED],
    )


def block_with_glue(machine: Machine, table: bytes) -> bytes:
    minute = table.split(b"\n")[-3].split()[0].decode()
    text = BLOCK.format(minute=minute, program=machine.program, config=machine.config)
    begin, *rest = text.splitlines(keepends=True)
    glue = "# The line end before this block belongs to it.\n"
    return "".join(("\n", begin, glue, *rest)).encode()


def test_what_is_shown_is_what_is_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    ran = install(machine, "--yes")

    shown = [line.removeprefix("  ") for line in ran.out.splitlines() if line.startswith("  ")]
    assert machine.tab.read_text("utf-8") == block(machine)
    assert shown[:3] == block(machine).splitlines()
    assert shown[3:6] == [
        f'journal = "{tmp_path}/journal"',
        f'state = "{tmp_path}/state"',
        'nudge.channel = "banner"',
    ]
    assert machine.config.read_text("utf-8") == settings(machine)
    assert ran.err == ""


def test_a_dry_run_writes_nothing_and_shows_the_same(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    before = sorted(path for path in tmp_path.rglob("*") if path != machine.noted)

    dry = install(machine, "--dry-run")
    after = sorted(path for path in tmp_path.rglob("*") if path.suffix != ".log")
    wet = install(machine, "--yes")

    assert dry.status == 0
    assert [path for path in after if path != machine.noted] == before
    assert dry.out.splitlines()[-1] == "Nothing changed: this was a preview."
    assert dry.out.splitlines()[:-1] == wet.out.splitlines()[: len(dry.out.splitlines()) - 1]


def test_on_a_terminal_it_asks_once(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    no = install(machine, answers="n\n")
    untouched = not machine.tab.exists() and not machine.config.exists()
    yes = install(machine, answers="\n")

    assert (no.status, untouched) == (130, True)
    assert no.err.splitlines()[-1] == ("  Install it?            [Y/n] mentorlog: Nothing changed.")
    assert yes.status == 0
    assert yes.out.splitlines()[0] == "Installed."
    assert BLOCK.splitlines()[0] in yes.err
    assert machine.tab.read_text("utf-8") == block(machine)


def test_without_a_terminal_and_a_yes_it_does_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    ran = install(machine)

    assert ran == Ran(
        status=2,
        out="",
        err="mentorlog: There's no terminal to ask in, so nothing changed.\n"
        "  Preview it:  mentorlog nudge install --dry-run\n"
        "  Then do it:  mentorlog nudge install --yes\n",
    )
    assert not machine.tab.exists()
    assert not machine.config.exists()


def test_nor_does_uninstall(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    install(machine, "--yes")
    before = machine.tab.read_bytes()

    ran = machine.run("nudge", "uninstall")
    dry = machine.run("nudge", "uninstall", "--dry-run")
    asked = machine.run("nudge", "uninstall", answers="no\n")

    assert (ran.status, dry.status, asked.status) == (2, 0, 130)
    told, _, rest = dry.out.partition("\n\nIn ")
    assert told == "The job will be removed from cron."
    assert [row for row in rest.splitlines() if row.startswith("  ")] == [
        f"  {row}" for row in before.decode().splitlines()
    ]
    assert rest.endswith("\nNothing changed: this was a preview.\n")
    assert machine.tab.read_bytes() == before


def test_the_proof_runs_the_installed_line_in_an_empty_environment(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    got = machine.noted / "got"
    machine.program.write_text(
        f'#!/bin/sh\n/usr/bin/env >> "{got}"; echo "$*" >> "{got}"\n', "utf-8"
    )

    ran = install(machine, "--yes")

    lines = got.read_text("utf-8").splitlines()
    line = f"--config {machine.config} nudge --scheduled"
    assert [text for text in lines if not text.startswith(("PWD=", "SHLVL=", "_=", "OLDPWD="))] == [
        line,
        f"{line} --greet",
    ]
    assert (
        "\nIt runs. There was nothing new to print.\n"
        "A test message is waiting for the next shell that has the line for it.\n"
    ) in ran.out


def test_a_proof_that_fails_is_told_and_the_job_stays(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.stand_in("mentorlog", "echo 'the channel is down' >&2; exit 6")

    ran = install(machine, "--yes")

    assert ran.status == 0
    assert "It ran, but exited with 6:\n  the channel is down\n" in ran.out
    assert machine.tab.exists()


def test_the_banner_needs_one_line_that_the_user_adds(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.real_program()

    ran = install(machine, "--yes")

    (banner,) = machine.state.glob("*.banner")
    assert ran.out.splitlines()[-8:] == [
        "To see it when your shell starts, add this line yourself:",
        "  ~/.bashrc",
        f"    [ -s {banner} ] && cat {banner}",
        "  ~/.zshrc",
        f"    [ -s {banner} ] && cat {banner}",
        "  ~/.config/fish/config.fish",
        f"    test -s {banner}; and cat {banner}",
        "Stop it:  mentorlog nudge uninstall",
    ]


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
def test_every_shell_prints_the_banner_and_starts_nothing_but_cat(
    tmp_path: Path, shell: str
) -> None:
    """Stage installed; its PATH holds `cat` and nothing else."""
    started = shutil.which(shell)
    if started is None:
        pytest.skip(f"{shell} is not installed")
    machine = Machine(tmp_path / "Ann's home")
    machine.real_program()
    lines = install(machine, "--yes").out.splitlines()
    hook = lines[-2 if shell == "fish" else -4].strip()
    only_cat = tmp_path / "only-cat"
    only_cat.mkdir()
    (only_cat / "cat").symlink_to("/bin/cat")

    def printed() -> str:
        ran = subprocess.run(
            [started, "-c", hook],
            env={"HOME": str(tmp_path), "PATH": str(only_cat)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.stderr == ""
        return ran.stdout

    (banner,) = machine.state.glob("*.banner")
    assert printed() == banner.read_text("utf-8")
    banner.unlink()
    assert printed() == ""


def test_uninstall_forgets_what_was_run_by_hand(tmp_path: Path) -> None:
    """Else its silence would be told for ever."""
    machine = Machine(tmp_path)
    machine.run("nudge", "--scheduled")
    before = [path.name for path in machine.state.rglob("heartbeat")]

    looked = machine.run("nudge", "uninstall", "--dry-run")
    kept = [path.name for path in machine.state.rglob("heartbeat")]
    ran = machine.run("nudge", "uninstall")

    assert before == kept == ["heartbeat"]
    assert looked == ran == Ran(status=0, out="No nudges are installed; nothing changed.\n", err="")
    assert not list(machine.state.rglob("heartbeat"))


def test_uninstall_leaves_no_pulse_and_no_banner(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.real_program()
    install(machine, "--yes")
    before = {path.name for path in machine.state.rglob("*")}

    machine.run("nudge", "uninstall", "--yes")

    after = {path.name for path in machine.state.rglob("*")}
    assert "heartbeat" in before
    assert {name for name in before - after if not name.endswith(".banner")} == {"heartbeat"}
    assert not list(machine.state.glob("*.banner"))


@pytest.mark.parametrize("name", ["systemd", "cron", "launchd", "schtasks"])
def test_each_scheduler_can_be_installed_twice_and_taken_away(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path, ALL)

    first = install(machine, "--scheduler", name, "--yes")
    second = install(machine, "--scheduler", name)
    status = json.loads(machine.run("nudge", "status", "--json").out)
    gone = machine.run("nudge", "uninstall", "--yes")

    assert (first.status, second.status, gone.status) == (0, 0, 0)
    assert second.out.startswith("Already installed; nothing changed.")
    assert status["items"][0]["scheduler"] == name
    assert machine.run("nudge", "status", "--json").out.count('"scheduler": null') == 1


def test_installing_one_takes_the_others_away(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ALL)
    install(machine, "--scheduler", "cron", "--yes")

    ran = install(machine, "--scheduler", "systemd", "--yes")

    assert ran.status == 0
    assert "It will be removed from cron, which runs it now.\n" in ran.out
    assert not machine.tab.exists()


def test_the_minute_stays_whichever_scheduler_runs_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ALL)
    install(machine, "--scheduler", "cron", "--yes")
    minute = machine.tab.read_text("utf-8").splitlines()[1].split()[0]
    edited = machine.tab.read_text("utf-8").replace(f"\n{minute} 9", "\n42 9")
    machine.tab.write_text(edited, "utf-8")

    ran = install(machine, "--scheduler", "systemd", "--yes")

    assert "OnCalendar=*-*-* 09..17:42:00" in ran.out


def test_hours_are_remembered_in_the_configuration_with_the_days_that_are_there(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path)
    machine.config.write_text('nudge.window = "mon,wed 10-12" # mine\n', "utf-8")

    ran = install(machine, "--hours", "8:30-20", "--yes")

    assert ran.status == 0
    assert machine.tab.read_text("utf-8").splitlines()[1].split()[1] == "8-19"
    first = machine.config.read_text("utf-8").splitlines()[0]
    assert first == 'nudge.window = "mon,wed 8:30-20" # mine'


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--hours", "9"), "--hours takes a first and a last hour, as in 9-18."),
        (("--hours", "18-9"), "--hours takes a first and a last hour, as in 9-18."),
        (("--channel", "pigeon"), "--channel takes stdout, desktop, banner or command."),
        (
            ("--scheduler", "anacron"),
            "--scheduler takes auto, systemd, cron, launchd, schtasks.",
        ),
        (
            ("--channel", "command"),
            'The channel "command" needs a program to give the text to.',
        ),
    ],
)
def test_what_was_mistyped_is_told(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    machine = Machine(tmp_path)

    ran = machine.run("nudge", "install", "--yes", *words)

    assert (ran.status, ran.err.splitlines()[0]) == (2, f"mentorlog: {message}")
    assert not machine.tab.exists()


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("channel", "pigeon", "nudge.channel takes stdout, desktop, banner or command."),
        ("window", "never", "nudge.window: write days and hours, as in"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_told(
    tmp_path: Path, key: str, value: str, message: str
) -> None:
    machine = Machine(tmp_path)
    machine.config.write_text(f'[nudge]\n{key} = "{value}"\n', "utf-8")

    ran = machine.run("nudge", "install", "--yes")

    assert ran.status == 2
    assert ran.err.startswith(f"mentorlog: {machine.config}: {message}")


def test_a_broken_crontab_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.tab.write_text("# BEGIN mentorlog\n1 2 * * * true\n", "utf-8")

    for words in (("install", "--yes"), ("install", "--dry-run"), ("uninstall", "--yes")):
        ran = machine.run("nudge", *words)

        assert ran.status == 3
        assert "don't pair" in ran.err
    assert not machine.config.exists()
    assert machine.tab.read_text("utf-8") == "# BEGIN mentorlog\n1 2 * * * true\n"


def test_a_job_that_cannot_be_written_leaves_the_configuration_as_it_was(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.stand_in("crontab", '[ "$1" = -l ] || exit 1; echo "no crontab for ann" >&2; exit 1')
    machine.config.write_text("# mine\n", "utf-8")

    ran = install(machine, "--yes")

    assert ran.status == 6
    assert machine.config.read_text("utf-8") == "# mine\n"


def test_a_percent_sign_in_a_path_is_refused(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "100%")

    ran = install(machine, "--yes")

    assert ran.status == 3
    assert ran.err.startswith("mentorlog: cron would cut the command off at the % in ")
    assert not machine.config.exists()


def test_what_runs_only_once_is_refused(tmp_path: Path) -> None:
    machine = Machine(tmp_path / ".cache" / "uv" / "archive-v0" / "abc")

    ran = install(machine, "--yes")

    assert ran.status == 3
    assert "a temporary folder" in ran.err


def test_a_scheduler_that_is_not_here_can_be_looked_at_but_not_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    dry = install(machine, "--scheduler", "launchd", "--dry-run")
    wet = install(machine, "--scheduler", "launchd", "--yes")

    assert dry.status == 0
    assert "<string>mentorlog.nudge</string>" in dry.out
    assert "This scheduler can't be used on this machine" in dry.out
    assert wet.status == 3
    assert wet.err == (
        "mentorlog: launchd can't be used here. Nothing changed.\n"
        "  Let mentorlog choose:  mentorlog nudge install\n"
    )
    assert not machine.config.exists()


def test_where_mail_is_thrown_away_a_warning_says_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path, ("crontab", "sendmail"))
    machine.tab.write_text('MAILTO=""\n', "utf-8")

    ran = machine.run("nudge", "install", "--scheduler", "cron", "--channel", "stdout", "--dry-run")

    assert '! Your crontab says MAILTO="" before our lines: cron mails nothing.' in ran.out


def test_a_journal_given_by_hand_is_remembered(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    machine.run(
        *("--journal", str(tmp_path / "mine")), "nudge", "install", "--channel", "banner", "--yes"
    )

    assert machine.config.read_text("utf-8").splitlines()[0] == f'journal = "{tmp_path}/mine"'
    assert "mine" not in machine.tab.read_text("utf-8").replace(str(tmp_path), "")


def test_a_folder_in_the_accounts_own_home_keeps_its_spelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`~` is what a scheduler takes it for, unless HOME says otherwise. Nothing is written here."""
    machine = Machine(tmp_path, account=os.getuid())
    machine.config.write_text('journal = "~/mentoring"\n', "utf-8")
    pinned = []
    for home in (str(tmp_path), pwd.getpwuid(os.getuid()).pw_dir):
        monkeypatch.setenv("HOME", home)
        ran = install(machine, "--dry-run", "--json")
        pinned.append(json.loads(ran.out)["settings"].get("journal"))

    assert pinned == [json.dumps(str(tmp_path / "mentoring")), None]


def test_only_another_channel_leaves_the_crontab_alone(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    install(machine, "--yes")
    before = machine.tab.stat()

    ran = machine.run("nudge", "install", "--channel", "stdout", "--yes")
    gone = machine.run("nudge", "uninstall", "--yes")

    assert ran.status == 0
    assert before.st_size > 0
    assert [call for call in machine.calls("crontab") if call == ".tmp-crontab"] == [".tmp-crontab"]
    assert gone.out == (
        f"No more nudges: removed from cron.\nYour settings stay in {machine.config}\n"
    )


def test_a_job_that_cannot_be_changed_stays_with_its_settings(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    install(machine, "--yes")
    older = machine.tab.read_text("utf-8").replace(" 9-17 ", " 9-11 ")
    machine.tab.write_text(older, "utf-8")
    config = machine.config.read_bytes()
    machine.stand_in("crontab", '[ "$1" = -l ] && exec cat "$TAB"; exit 1')

    ran = install(machine, "--yes")

    assert ran.status == 6
    assert machine.tab.read_text("utf-8") == older
    assert machine.config.read_bytes() == config


def test_json_tells_all_of_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path)

    dry = json.loads(install(machine, "--dry-run", "--json").out)
    wet = json.loads(install(machine, "--yes", "--json").out)
    gone = json.loads(machine.run("nudge", "uninstall", "--yes", "--json").out)

    assert wet["pieces"] == [{"place": "your crontab", "text": dry["pieces"][0]["text"]}]
    assert {key: dry[key] for key in ("schema", "action", "dry_run", "entries", "next_due")} == {
        "schema": "mentorlog.written/1",
        "action": "nudge install",
        "dry_run": True,
        "entries": [],
        "next_due": None,
    }
    assert (dry["trial"], wet["trial"]["works"], wet["changed"]) == (None, True, True)
    assert wet["cautions"] == dry["cautions"]
    assert (gone["action"], gone["removed"], gone["changed"]) == (
        "nudge uninstall",
        ["cron"],
        True,
    )


def test_no_person_and_no_journal_stands_on_the_line(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "home")
    secret = tmp_path / "letters-to-dana"
    machine.config.parent.mkdir(exist_ok=True)

    machine.run("--journal", str(secret), "nudge", "install", "--channel", "banner", "--yes")

    assert "dana" not in machine.tab.read_text("utf-8")
    assert f'journal = "{secret}"' in machine.config.read_text("utf-8")
