"""cron: one line in the user's crontab, between our marks. Every other byte stays as it is."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shlex
from pathlib import Path

from mentorlog import files
from mentorlog.errors import MentorlogError, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import programs
from mentorlog.reminders.schedulers import crontab
from mentorlog.reminders.schedulers.scheduler import Host, Plan
from mentorlog.views.installation import Piece

_NONE_YET = re.compile(r"\bno crontab\b", re.IGNORECASE)  # cron, cronie and macOS; exit 1, too
_SPELLED = {b"\r": b"\\r", b"\b": b"\\b"}  # as Debian's crontab lists them
_LINE = re.compile(r"(\d+) (\d+)(?:-(\d+))? \* \* \* (.+)")


@dataclass(frozen=True, slots=True)
class Cron:
    host: Host
    name: str = "cron"

    def is_here(self) -> bool:
        return programs.found("crontab", self.host.variables) is not None

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        if self.is_here():
            crontab.with_job(self.table(), _line(plan))  # raises what `install` would
        block = crontab.with_job(None, _line(plan)).decode(errors="replace")
        return (Piece(place="your crontab", text=block),)

    def stands(self) -> bool:
        return self.is_here() and crontab.job_in(self.table()) is not None

    def installed(self) -> Plan | None:
        found = self._found()
        if found is None:
            return None
        minute, first, last, command = found.groups()
        return Plan(
            argv=tuple(shlex.split(command)),
            minute=int(minute),
            first=int(first),
            last=int(last or first),
        )

    def command(self, *more: str) -> tuple[str, ...]:
        """As cron does it: sh reads what stands in the line."""
        found = self._found()
        return ("/bin/sh", "-c", " ".join((found[4], *map(shlex.quote, more)))) if found else ()

    def install(self, plan: Plan) -> Path | None:
        before = self.table()
        after = crontab.with_job(before, _line(plan))
        backup = self._backed_up(before)
        self._write(after, before)
        return backup

    def uninstall(self) -> bool:
        before = self.table() if self.is_here() else None
        after = None if before is None else crontab.without_job(before)
        if after == before:
            return False
        self._backed_up(before)
        self._write(after, before)
        return True

    def table(self) -> bytes | None:
        """The user's crontab; None where there is none. Raises Refused if it can't be told."""
        ran = self._crontab("-l")
        if ran.status == 0:
            return self._exact(ran.out)
        if _NONE_YET.search(ran.err.decode(errors="replace")):
            return None
        raise Refused(
            f"Your crontab can't be read (crontab -l: {ran.complaint}). Nothing was changed.",
            "See what keeps it:  crontab -l\n"
            "If you have none yet, begin one with a comment:  crontab -e",
        )

    def _exact(self, listed: bytes) -> bytes:
        """The bytes behind a listing. Raises Refused if they can't be told.

        Debian's spells out two control characters, so that CRLF would come back as another text;
        an editor is given the crontab as it is, and ours only prints it.
        """
        if not any(spelled in listed for spelled in _SPELLED.values()):
            return listed
        ran = self._crontab("-e", editor="cat")
        spelled_out = ran.out
        for character, spelled in _SPELLED.items():
            spelled_out = spelled_out.replace(character, spelled)
        if ran.status or listed not in (ran.out, spelled_out):
            raise Refused(
                "Your crontab holds control characters that crontab -l does not show as they are. "
                "Nothing was changed.",
                "Take them out, and then do it again:  crontab -e",
            )
        return ran.out

    def _found(self) -> re.Match[str] | None:
        job = crontab.job_in(self.table()) if self.is_here() else None
        return _LINE.fullmatch(job or "")

    def _backed_up(self, table: bytes | None) -> Path | None:
        """The crontab as it is, kept; the same one twice on a day is one backup."""
        if not table:
            return None
        digest = hashlib.sha256(table).hexdigest()[:8]
        path = self.host.state / f"crontab-{self.host.today}-{digest}.bak"
        files.make_folder(self.host.state)
        with contextlib.suppress(FileExistsError):
            files.create(path, table)
        return path

    def _write(self, table: bytes | None, before: bytes | None) -> None:
        """Make it the crontab and read it back; if it isn't what was meant, the old one is back."""
        try:
            self._replace(table)
            if self.table() != table:
                raise StorageFailed("The crontab that was written is not the one that is there.")
        except MentorlogError as error:
            with contextlib.suppress(MentorlogError):
                if self.table() != before:
                    self._replace(before)
            raise type(error)(error.message, error.hint or _WAY_OUT) from None

    def _replace(self, table: bytes | None) -> None:
        if table is None:
            ran = self._crontab("-r")
        else:
            # By a file, as POSIX has it: not every crontab reads its stdin. Named without its
            # folder: Debian's cuts a path off after 99 characters.
            files.make_folder(self.host.state)
            path = self.host.state / f"{files.TEMPORARY}crontab"
            files.overwrite(path, table)
            try:
                ran = self._crontab(path.name, self.host.state)
            finally:
                files.remove(path)
        if ran.status:
            raise StorageFailed(f"The crontab could not be written ({ran.complaint}).")

    def _crontab(
        self, argument: str, folder: Path | None = None, *, editor: str = "false"
    ) -> programs.Ran:
        variables = {**self.host.variables, "LC_ALL": "C", "EDITOR": editor, "VISUAL": editor}
        return programs.run(("crontab", argument), variables, folder=folder)


_WAY_OUT = "It is as it was before. Look at it:  crontab -l"


def _line(plan: Plan) -> str:
    """Raises Refused for what cron would read as the end of the command."""
    command = shlex.join(plan.argv)
    if "%" in command:
        odd = next(word for word in plan.argv if "%" in word)
        raise Refused(
            f"cron would cut the command off at the % in {odd}. Nothing was changed.",
            "Put it where no path holds a %, or choose another scheduler.",
        )
    hours = str(plan.first) if plan.first == plan.last else f"{plan.first}-{plan.last}"
    return f"{plan.minute} {hours} * * * {command}"
