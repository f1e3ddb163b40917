"""systemd: a timer and a service of the user, in their folder for units.

Each configuration has its own units; the first one's have the plain name.
"""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.environment import Ran, run_program
from mentorlog.errors import MentorlogError, Missing, Refused, StorageFailed
from mentorlog.reminders.schedulers import Piece, Plan, Scheduler, refuse_foreign

UNIT = "mentorlog-nudge"
_MARK = "# Written by mentorlog nudge install; mentorlog nudge uninstall removes it."
_SERVICE_TEXT = """\
{mark}
[Unit]
Description=mentorlog: say what needs doing

[Service]
Type=oneshot
ExecStart={command}
"""
_TIMER_TEXT = """\
{mark}
[Unit]
Description=mentorlog: check every hour if something needs doing

[Timer]
OnCalendar=*-*-* {first:02}..{last:02}:{minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
_WHEN = re.compile(r"^OnCalendar=\*-\*-\* (\d\d)\.\.(\d\d):(\d\d):00$", re.MULTILINE)
_WHAT = re.compile(r"^ExecStart=(.+)$", re.MULTILINE)


class Systemd(Scheduler):
    name: ClassVar[str] = "systemd"
    title: ClassVar[str] = "systemd, in your session"
    program: ClassVar[str] = "systemctl"

    def is_here(self) -> bool:
        return self._systemctl("list-timers").status == 0

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        timer = _TIMER_TEXT.format(mark=_MARK, first=plan.first, last=plan.last, minute=plan.minute)
        service = _SERVICE_TEXT.format(mark=_MARK, command=_quoted(plan.argv))
        for path in self._paths:
            self._is_written(path)
        texts = zip(self._paths, (service, timer), strict=True)
        return tuple(Piece(place=str(path), text=text) for path, text in texts)

    def is_present(self) -> bool:
        return any(self._is_written(path) for path in self._paths)

    def installed(self) -> Plan | None:
        service, timer = (self._unit_text(path) for path in self._paths)
        command, times = _WHAT.search(service), _WHEN.search(timer)
        if command is None or times is None or self._systemctl("is-enabled", self._timer).status:
            return None
        first, last, minute = map(int, times.groups())
        return Plan(argv=_unquoted(command[1]), first=first, last=last, minute=minute)

    def jobs(self) -> Iterator[tuple[str, ...]]:
        for path in sorted(self._folder.glob(f"{UNIT}*.service")):
            yield _argv(self._unit_text(path))

    def command(self, *more: str) -> tuple[str, ...]:
        argv = _argv(self._unit_text(self._paths[0]))
        return (*argv, *more) if argv else ()

    def install(self, plan: Plan) -> Path | None:
        before = {path: self._unit_text(path) for path in self._paths}
        pieces = self.pieces(plan)
        files.make_folder(self._folder)
        try:
            for piece in pieces:
                files.overwrite(Path(piece.place), piece.text.encode())
            self._must("daemon-reload")
            self._must("enable", self._timer)
            self._must("restart", self._timer)  # also if one with other hours is running
        except MentorlogError:
            self._put_back(before)
            raise
        return None

    def uninstall(self) -> bool:
        if not self.is_present():
            return False
        self._systemctl("disable", "--now", self._timer)
        # Forget when it last ran; older versions of systemd can't.
        self._systemctl("clean", "--what=state", self._timer)
        for path in self._paths:
            with contextlib.suppress(Missing):
                files.remove(path)
        self._systemctl("daemon-reload")
        return True

    @property
    def _folder(self) -> Path:
        named = self.environment.variables.get("XDG_CONFIG_HOME")
        config = Path(named) if named else self.environment.home / ".config"
        return config / "systemd" / "user"

    @property
    def _unit(self) -> str:
        """The plain name, unless another configuration has it, or had it when we were installed."""
        own = f"{UNIT}-{self.suffix}"
        plain, later = (self._unit_text(self._folder / f"{unit}.service") for unit in (UNIT, own))
        return own if later or not self.is_ours(_argv(plain)) else UNIT

    @property
    def _timer(self) -> str:
        return f"{self._unit}.timer"

    @property
    def _paths(self) -> tuple[Path, Path]:
        return self._folder / f"{self._unit}.service", self._folder / self._timer

    def _unit_text(self, path: Path) -> str:
        """The file that we wrote; "" if there is none."""
        text = (files.read_if_readable(path) or b"").decode(errors="replace")
        return text if text.startswith(_MARK) else ""

    def _is_written(self, path: Path) -> bool:
        """Whether our file is there. Raises Refused if it is someone else's."""
        if self._unit_text(path):
            return True
        refuse_foreign(path)
        return False

    def _put_back(self, before: dict[Path, str]) -> None:
        with contextlib.suppress(StorageFailed):
            for path, text in before.items():
                if text:
                    files.overwrite(path, text.encode())
                else:
                    with contextlib.suppress(Missing):
                        files.remove(path)
        self._systemctl("daemon-reload")

    def _must(self, *words: str) -> None:
        ran = self._systemctl(*words)
        if ran.status:
            raise Refused(
                f"systemctl --user {words[0]} failed ({ran.complaint}). Nothing changed.",
                "Use cron instead:  mentorlog nudge install --scheduler cron",
            )

    def _systemctl(self, *words: str) -> Ran:
        argv = ("systemctl", "--user", *words)
        return run_program(argv, {**self.environment.variables, "LC_ALL": "C", "SYSTEMD_PAGER": ""})


def _quoted(argv: tuple[str, ...]) -> str:
    """The argv quoted for systemd, without variables and specifiers."""
    if "$" in argv[0]:  # systemd replaces nothing there, so it can't be escaped either
        raise Refused(
            f"systemd can't be given this path: {argv[0]}",
            "Move it to a path without $, or choose another scheduler.",
        )
    return " ".join(_word(word) for word in argv)


def _word(word: str) -> str:
    doubled = word.replace("%", "%%").replace("$", "$$").replace("\\", "\\\\").replace('"', '\\"')
    plain = re.fullmatch(r"[\w@%+=:,./$-]+", doubled, re.ASCII)
    return doubled if plain else f'"{doubled}"'


def _argv(service: str) -> tuple[str, ...]:
    """The argv that a service of ours runs; () if it has none."""
    command = _WHAT.search(service)
    return _unquoted(command[1]) if command else ()


def _unquoted(text: str) -> tuple[str, ...]:
    words = shlex.split(text)
    return tuple(word.replace("$$", "$").replace("%%", "%") for word in words)
