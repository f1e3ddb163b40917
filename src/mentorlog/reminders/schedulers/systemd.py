"""systemd: a timer and a service of the user's own, in their folder for such units."""

from __future__ import annotations

import contextlib
import re
import shlex
from pathlib import Path

from mentorlog import files
from mentorlog.errors import MentorlogError, Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import programs
from mentorlog.reminders.schedulers.scheduler import Host, Plan
from mentorlog.views.installation import Piece

UNIT = "mentorlog-nudge"
_TIMER = f"{UNIT}.timer"
_MARK = "# Written by mentorlog nudge install; mentorlog nudge uninstall takes it away."
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
Description=mentorlog: look every hour whether something needs doing

[Timer]
OnCalendar=*-*-* {first:02}..{last:02}:{minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
_WHEN = re.compile(r"^OnCalendar=\*-\*-\* (\d\d)\.\.(\d\d):(\d\d):00$", re.MULTILINE)
_WHAT = re.compile(r"^ExecStart=(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Systemd:
    host: Host
    name: str = "systemd"

    def is_here(self) -> bool:
        return self._systemctl("list-timers").status == 0

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        timer = _TIMER_TEXT.format(mark=_MARK, first=plan.first, last=plan.last, minute=plan.minute)
        service = _SERVICE_TEXT.format(mark=_MARK, command=_quoted(plan.argv))
        for path in self._paths:
            self._is_ours(path)
        texts = zip(self._paths, (service, timer), strict=True)
        return tuple(Piece(place=str(path), text=text) for path, text in texts)

    def stands(self) -> bool:
        return any(self._is_ours(path) for path in self._paths)

    def installed(self) -> Plan | None:
        service, timer = (self._text(path) for path in self._paths)
        what, when = _WHAT.search(service), _WHEN.search(timer)
        if what is None or when is None or self._systemctl("is-enabled", _TIMER).status:
            return None
        first, last, minute = map(int, when.groups())
        return Plan(argv=_unquoted(what[1]), first=first, last=last, minute=minute)

    def command(self, *more: str) -> tuple[str, ...]:
        what = _WHAT.search(self._text(self._paths[0]))
        return (*_unquoted(what[1]), *more) if what else ()

    def install(self, plan: Plan) -> Path | None:
        before = {path: self._text(path) for path in self._paths}
        pieces = self.pieces(plan)
        files.make_folder(self._folder)
        try:
            for piece in pieces:
                files.overwrite(Path(piece.place), piece.text.encode())
            self._must("daemon-reload")
            self._must("enable", _TIMER)
            self._must("restart", _TIMER)  # also where one with other hours is running
        except MentorlogError:
            self._put_back(before)
            raise
        return None

    def uninstall(self) -> bool:
        if not self.stands():
            return False
        self._systemctl("disable", "--now", _TIMER)
        self._systemctl("clean", "--what=state", _TIMER)  # when it last ran; older ones can't
        for path in self._paths:
            with contextlib.suppress(Missing):
                files.remove(path)
        self._systemctl("daemon-reload")
        return True

    @property
    def _folder(self) -> Path:
        said = self.host.variables.get("XDG_CONFIG_HOME")
        return (Path(said) if said else self.host.home / ".config") / "systemd" / "user"

    @property
    def _paths(self) -> tuple[Path, Path]:
        return self._folder / f"{UNIT}.service", self._folder / _TIMER

    def _text(self, path: Path) -> str:
        """What we wrote there; nothing where there is nothing of ours."""
        try:
            text = files.read(path).decode(errors="replace")
        except StorageFailed:
            return ""
        return text if text.startswith(_MARK) else ""

    def _is_ours(self, path: Path) -> bool:
        """Raises Refused for something that somebody else put in its place."""
        if self._text(path):
            return True
        with contextlib.suppress(Missing):
            files.read(path)
            raise Refused(
                f"{path} was not written by mentorlog. Nothing was changed.",
                "Move it away, then do it again.",
            )
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
                f"systemctl --user {words[0]} failed ({ran.complaint}). Nothing was changed.",
                "Let cron do it:  mentorlog nudge install --scheduler cron",
            )

    def _systemctl(self, *words: str) -> programs.Ran:
        argv = ("systemctl", "--user", *words)
        return programs.run(argv, {**self.host.variables, "LC_ALL": "C", "SYSTEMD_PAGER": ""})


def _quoted(argv: tuple[str, ...]) -> str:
    """As systemd reads it: no word is a variable, a specifier or more than one word."""
    if "$" in argv[0]:  # systemd replaces nothing there, so it can't be doubled either
        raise Refused(
            f"systemd can't be given this path: {argv[0]}",
            "Put it where no path holds a $, or choose another scheduler.",
        )
    return " ".join(_word(word) for word in argv)


def _word(word: str) -> str:
    doubled = word.replace("%", "%%").replace("$", "$$").replace("\\", "\\\\").replace('"', '\\"')
    plain = re.fullmatch(r"[\w@%+=:,./$-]+", doubled, re.ASCII)
    return doubled if plain else f'"{doubled}"'


def _unquoted(text: str) -> tuple[str, ...]:
    words = shlex.split(text)
    return tuple(word.replace("$$", "$").replace("%%", "%") for word in words)
