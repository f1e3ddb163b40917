"""Open a file in the user's editor and wait for it.

It knows which editors leave copies of files, and tells them not to. It doesn't know the file's
contents or what becomes of them.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from mentorlog.errors import Refused, UsageError

T = TypeVar("T")

A_BLINK = 1.0  # seconds: nobody opens and leaves an editor faster
_USUAL = ("sensible-editor", "nano", "vim", "vi", "notepad.exe")  # tried if no editor is set

# No swap file, no registers in viminfo, no undo file, and a backup (if at all) beside the file.
_VIM = ("-n", "-i", "NONE", "-c", "set nobackup noundofile backupdir=.")
_EMACS = ("--eval", "(setq make-backup-files nil auto-save-default nil create-lockfiles nil)")
_LEAVING_NOTHING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("vim", "nvim", "gvim", "mvim"), _VIM),
    "emacs": _EMACS,
}
# These open a window and return at once unless told to wait. VS Code's local history can be
# turned off only in its settings.
_WAITING: Mapping[str, str] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor"), "--wait"),
    **dict.fromkeys(("subl", "atom", "zed", "gedit", "mate"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "--nofork"),
    "kate": "--block",
}
_SHORT = {"--wait": "-w", "--nofork": "-f", "--block": "-b"}


def words(value: str | None) -> tuple[str, ...]:
    """The editor's command line from $VISUAL or $EDITOR, else the first usual one that exists.

    Raises UsageError if it can't be parsed, Refused without an editor.
    """
    if value is None or not value.strip():
        editor = next(filter(None, map(shutil.which, _USUAL)), None)
        if editor is None:
            raise Refused("No editor found.", "Name yours:  export EDITOR=nano")
        return (editor,)
    try:
        parts = shlex.split(value, posix=os.name != "nt")
    except ValueError:
        raise UsageError("$VISUAL or $EDITOR has an unclosed quotation mark.") from None
    if os.name == "nt":
        parts = [part.strip('"') for part in parts]
    return tuple(os.path.expanduser(os.path.expandvars(part)) for part in parts)  # noqa: PTH111


def command(editor: Sequence[str], path: Path) -> tuple[str, ...]:
    """The whole command line, with options that keep the editor from leaving copies elsewhere."""
    program, *options = editor
    names = (_name(program), _name(os.path.realpath(shutil.which(program) or program)))
    waiting = _first_known(_WAITING, names, "")
    waits = not waiting or not {waiting, _SHORT[waiting]}.isdisjoint(options)
    extra = _first_known(_LEAVING_NOTHING, names, ())
    return (program, *extra, *(() if waits else (waiting,)), *options, str(path))


def edit(editor: Sequence[str], path: Path) -> bool:
    """Open the file and wait for the editor; return whether that took longer than a blink.

    An editor that returns at once may have opened a window that is still open. Raises Refused if
    the editor can't be started, fails or is killed.
    """
    begun = time.monotonic()
    # stdout may be piped; the editor talks to the terminal.
    screen = None if os.isatty(1) else 2
    try:
        with (
            ignoring_interrupts(),
            subprocess.Popen(  # noqa: S603 - the user's own editor
                command(editor, path), stdout=screen
            ) as process,
        ):
            status = process.wait()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(
            f"The editor {editor[0]} couldn't be started: {reason}.",
            f"Name another:  export EDITOR={'vi' if editor[0] == 'nano' else 'nano'}",
        ) from None
    if status < 0:
        raise Refused(f"The editor {editor[0]} was stopped by {_signal(-status)}.")
    if status:
        raise Refused(f"The editor {editor[0]} exited with status {status}.")
    return time.monotonic() - begun > A_BLINK


def _first_known(known: Mapping[str, T], names: Sequence[str], otherwise: T) -> T:
    return next((known[name] for name in names if name in known), otherwise)


def _name(program: str) -> str:
    """The editor's plain name: vim for /usr/bin/vim.basic, emacs for emacs-gtk."""
    name = Path(program).name.lower()
    for variant in (".basic", ".tiny", ".nox", ".gtk3", ".exe", ".cmd", "-gtk", "-nox", "-lucid"):
        name = name.removesuffix(variant)
    return name


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@contextlib.contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Let Ctrl-C reach only the editor or pager, where it has a meaning, without ending us.

    It is caught rather than ignored, because a started program inherits ignored signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
