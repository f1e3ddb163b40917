from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from mentorlog.errors import Refused, UsageError
from mentorlog.terminal import editor

FILE = Path("/somewhere/meeting.yaml")
VIM = ("-n", "-i", "NONE", "-c", "set nobackup noundofile backupdir=.")
EMACS = ("--eval", "(setq make-backup-files nil auto-save-default nil create-lockfiles nil)")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in front of PATH, for editors that a test makes."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def make(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("nano", ("nano",)),
        ("code --wait", ("code", "--wait")),
        ('"/opt/My Editor/bin/ed" -x "two words"', ("/opt/My Editor/bin/ed", "-x", "two words")),
        ("emacs -nw --eval '(a b)'", ("emacs", "-nw", "--eval", "(a b)")),
    ],
)
def test_an_editor_may_come_with_arguments(said: str, expected: tuple[str, ...]) -> None:
    assert editor.words(said) == expected


def test_a_quotation_mark_that_does_not_close_is_no_editor() -> None:
    with pytest.raises(UsageError) as raised:
        editor.words('vim "')

    assert raised.value.message == "$VISUAL or $EDITOR has an unclosed quotation mark."


@pytest.mark.parametrize("said", [None, "", "  "])
def test_without_a_named_editor_one_that_is_there_is_taken(
    said: str | None, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program))
    nano = make(program / "nano", "exit 0")

    assert editor.words(said) == (str(nano),)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("~/bin/ed -x", ("/home/ann/bin/ed", "-x")),
        ("'$HOME/my bin/ed' ${OPTION}", ("/home/ann/my bin/ed", "--wait")),
        ("$NOBODY/ed", ("$NOBODY/ed",)),
    ],
)
def test_a_home_and_variables_are_what_a_shell_makes_of_them(
    said: str, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    monkeypatch.setenv("OPTION", "--wait")
    monkeypatch.delenv("NOBODY", raising=False)

    assert editor.words(said) == expected


def test_an_editor_that_is_back_at_once_was_not_waited_for(program: Path) -> None:
    make(program / "ed-like", "exit 0")

    assert not editor.edit(("ed-like",), FILE)


def test_without_any_editor_the_way_out_is_told(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(program))

    with pytest.raises(Refused) as raised:
        editor.words(None)

    assert (raised.value.message, raised.value.hint) == (
        "No editor found.",
        "Name yours:  export EDITOR=nano",
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("nano",), ("nano", str(FILE))),
        (("unheard-of", "-x"), ("unheard-of", "-x", str(FILE))),
        (("/usr/local/bin/nvim",), ("/usr/local/bin/nvim", *VIM, str(FILE))),
        (("vim.basic", "-u", "my.vim"), ("vim.basic", *VIM, "-u", "my.vim", str(FILE))),
        (("emacs-gtk", "-nw"), ("emacs-gtk", *EMACS, "-nw", str(FILE))),
        (("code",), ("code", "--wait", str(FILE))),
        (("code", "-w"), ("code", "-w", str(FILE))),
        (("code", "--wait", "-n"), ("code", "--wait", "-n", str(FILE))),
        (("gvim",), ("gvim", *VIM, "--nofork", str(FILE))),
        (("kate", "-b"), ("kate", "-b", str(FILE))),
    ],
)
def test_editors_are_told_to_wait_and_to_leave_nothing(
    words: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert editor.command(words, FILE) == expected


def test_what_vi_really_is_counts(program: Path) -> None:
    make(program / "vim.tiny", "exit 0")
    (program / "vi").symlink_to(program / "vim.tiny")

    assert editor.command(("vi",), FILE) == ("vi", *VIM, str(FILE))


def test_the_editor_is_given_the_file_and_waited_for(program: Path, tmp_path: Path) -> None:
    file = tmp_path / "note.yaml"
    make(program / "ed-like", 'echo "$1" > "$2"')

    editor.edit(("ed-like", "two words"), file)

    assert file.read_text(encoding="utf-8") == "two words\n"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 3", "The editor ed-like exited with status 3."),
        ("kill -9 $$", "The editor ed-like was stopped by SIGKILL."),
    ],
)
def test_an_editor_that_fails_is_told_of(program: Path, script: str, message: str) -> None:
    make(program / "ed-like", script)

    with pytest.raises(Refused) as raised:
        editor.edit(("ed-like",), FILE)

    assert raised.value.message == message


def test_an_editor_that_is_missing_is_told_of() -> None:
    with pytest.raises(Refused) as raised:
        editor.edit(("/nowhere/ed",), FILE)

    assert (raised.value.message, raised.value.hint) == (
        "The editor /nowhere/ed couldn't be started: No such file or directory.",
        "Name another:  export EDITOR=nano",
    )


def test_an_interrupt_belongs_to_the_editor(program: Path) -> None:
    make(program / "ed-like", "kill -INT $PPID")
    before = signal.getsignal(signal.SIGINT)

    editor.edit(("ed-like",), FILE)

    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_leaves_nothing_anywhere_whatever_its_owner_prefers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real one, with a .vimrc that keeps everything: only the file is there afterwards."""
    home = tmp_path / "home"
    for folder in ("undo", "backup", "swap"):
        (home / folder).mkdir(parents=True)
    rc = "set undofile backup swapfile undodir=~/undo backupdir=~/backup directory=~/swap"
    (home / ".vimrc").write_text(f"{rc}\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TERM", "dumb")
    file = tmp_path / "private" / "note.yaml"
    file.parent.mkdir()
    file.write_text("text: before\n", encoding="utf-8")
    keys = ("-c", "normal! Gomore: words", "-c", "wq")
    told = editor.command(("vim", "-u", str(home / ".vimrc"), "-es"), file)

    subprocess.run([*told[:-1], *keys, told[-1]], check=True, stdin=subprocess.DEVNULL)

    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(left) == [home / ".vimrc", file]
    assert file.read_text(encoding="utf-8") == "text: before\nmore: words\n"
