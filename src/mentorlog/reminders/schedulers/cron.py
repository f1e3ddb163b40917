"""cron: one line in the user's crontab, between our marks. Every other byte stays as it is.

The block itself holds what is needed to remove it without a trace. Each configuration has its own
block.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from mentorlog import files
from mentorlog.environment import Ran, found_program, run_program
from mentorlog.errors import MentorlogError, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders.channels import Caution
from mentorlog.reminders.schedulers import Piece, Plan, Scheduler

BEGIN = b"# BEGIN mentorlog"
END = b"# END mentorlog"
_GLUED = b"# The line end before this block belongs to it."
_WAS_EMPTY = b"# Your crontab was there before, and empty."
_MARK = re.compile(rb"^(%s|%s)[ \t\r]*(?:\n|\Z)" % (BEGIN, END), re.MULTILINE)
_MAILTO = re.compile(rb"^[ \t]*MAILTO[ \t]*=[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_NONE_YET = re.compile(r"\bno crontab\b", re.IGNORECASE)  # cron, cronie and macOS; exit 1, too
_SPELLED = {b"\r": b"\\r", b"\b": b"\\b"}  # as Debian's `crontab -l` prints them
_LINE = re.compile(r"(\d+) (\d+)(?:-(\d+))? \* \* \* .+")
_BY_HAND = re.compile(r"(?:@\w+|\S+(?:[ \t]+\S+){4})[ \t]+(.+)")  # whatever its times
_WAY_OUT = "It's as it was before. See it:  crontab -l"


class Cron(Scheduler):
    name: ClassVar[str] = "cron"
    title: ClassVar[str] = "cron"
    program: ClassVar[str] = "crontab"

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        if self.is_here():
            with_job(self.table(), _line(plan), self._is_ours)  # raises as `install` would
        block = with_job(None, _line(plan)).decode(errors="replace")
        return (Piece(place="your crontab", text=block),)

    def is_present(self) -> bool:
        return self.is_here() and job_in(self.table(), self._is_ours) is not None

    def installed(self) -> Plan | None:
        job = self._job()
        if job is None:
            return None
        match = _LINE.fullmatch(job)
        if match is None:
            return Plan(argv=_argv(job), minute=0, first=0, last=23, by_hand=True)
        minute, first, last = match.groups()
        return Plan(argv=_argv(job), minute=int(minute), first=int(first), last=int(last or first))

    def jobs(self) -> Iterator[tuple[str, ...]]:
        return map(_argv, jobs_in(self.table()) if self.is_here() else ())

    def command(self, *more: str) -> tuple[str, ...]:
        """The way cron runs it: sh reads the line."""
        job = self._job()
        match = _BY_HAND.fullmatch(job) if job else None
        return ("/bin/sh", "-c", " ".join((match[1], *map(shlex.quote, more)))) if match else ()

    def install(self, plan: Plan) -> Path | None:
        before = self.table()
        after = with_job(before, _line(plan), self._is_ours)
        backup = self._backed_up(before)
        self._write(after, before)
        return backup

    def uninstall(self) -> bool:
        before = self.table() if self.is_here() else None
        after = None if before is None else without_job(before, self._is_ours)
        if after == before:
            return False
        self._backed_up(before)
        try:
            self._write(after, before)
        except StorageFailed:
            if after is None or after.endswith(b"\n"):
                raise
            self._write(after + b"\n", before)  # crontab refuses a last line without a newline
        return True

    def why_unread(self) -> Caution | None:
        own = self.environment.variables.get("PATH") or os.defpath
        path = os.pathsep.join((own, *self.environment.mailers))
        if found_program("sendmail", {"PATH": path}) is None:
            return Caution.NO_MAIL
        if self.is_here() and mails_nobody(self.table(), self._is_ours):
            return Caution.MUTED
        return None

    def table(self) -> bytes | None:
        """The user's crontab, or None. Raises Refused if it can't be read."""
        ran = self._crontab("-l")
        if ran.status == 0:
            return self._exact(ran.out)
        if _NONE_YET.search(ran.err.decode(errors="replace")):
            return None
        raise Refused(
            f"Your crontab can't be read (crontab -l: {ran.complaint}). Nothing changed.",
            "See why:  crontab -l\nIf you have none yet, begin one with a comment:  crontab -e",
        )

    def _exact(self, listed: bytes) -> bytes:
        """The bytes of a listed crontab. Raises Refused if they can't be told.

        Debian's listing spells out two control characters, so that CRLF would come back as other
        text; an editor gets the crontab unchanged, and ours only prints it.
        """
        if not any(spelled in listed for spelled in _SPELLED.values()):
            return listed
        ran = self._crontab("-e", editor="cat")
        spelled_out = ran.out
        for character, spelled in _SPELLED.items():
            spelled_out = spelled_out.replace(character, spelled)
        if ran.status or listed not in (ran.out, spelled_out):
            raise Refused(
                "Your crontab has control characters that crontab -l doesn't show. "
                "Nothing changed.",
                "Remove them, then try again:  crontab -e",
            )
        return ran.out

    def _job(self) -> str | None:
        job = job_in(self.table(), self._is_ours) if self.is_here() else None
        return job if job and _argv(job) else None

    def _is_ours(self, job: str) -> bool:
        return self.is_ours(_argv(job))

    def _backed_up(self, table: bytes | None) -> Path | None:
        """A backup of the crontab; the same crontab twice on a day makes one."""
        if not table:
            return None
        digest = hashlib.sha256(table).hexdigest()[:8]
        path = self.environment.state_folder / f"crontab-{self.environment.today}-{digest}.bak"
        files.make_folder(self.environment.state_folder)
        with contextlib.suppress(FileExistsError):
            files.create(path, table)
        return path

    def _write(self, table: bytes | None, before: bytes | None) -> None:
        """Install the crontab and read it back; if it differs, restore the old one."""
        try:
            self._replace(table)
            if self.table() != table:
                raise StorageFailed("The crontab isn't the one that was written.")
        except MentorlogError as error:
            with contextlib.suppress(MentorlogError):
                if self.table() != before:
                    self._replace(before)
            raise type(error)(error.message, error.hint or _WAY_OUT) from None

    def _replace(self, table: bytes | None) -> None:
        if table is None:
            ran = self._crontab("-r")
        else:
            # From a file, as in POSIX: not every crontab reads stdin. Named without its folder:
            # Debian's crontab cuts paths off after 99 characters.
            files.make_folder(self.environment.state_folder)
            path = self.environment.state_folder / f"{files.TEMPORARY}crontab"
            files.overwrite(path, table)
            try:
                ran = self._crontab(path.name, self.environment.state_folder)
            finally:
                files.remove(path)
        if ran.status:
            raise StorageFailed(f"The crontab couldn't be written ({ran.complaint}).")

    def _crontab(self, argument: str, folder: Path | None = None, *, editor: str = "false") -> Ran:
        variables = {
            **self.environment.variables,
            "LC_ALL": "C",
            "EDITOR": editor,
            "VISUAL": editor,
        }
        return run_program(("crontab", argument), variables, folder=folder)


def _line(plan: Plan) -> str:
    """The plan as a line. Raises Refused for what cron would take for the end of the command."""
    command = shlex.join(plan.argv)
    if "%" in command:
        odd = next(word for word in plan.argv if "%" in word)
        raise Refused(
            f"cron would cut the command off at the % in {odd}. Nothing changed.",
            "Move it to a path without %, or choose another scheduler.",
        )
    hours = str(plan.first) if plan.first == plan.last else f"{plan.first}-{plan.last}"
    return f"{plan.minute} {hours} * * * {command}"


def _argv(job: str) -> tuple[str, ...]:
    """The argv of a crontab's line; () if it can't be parsed."""
    match = _BY_HAND.fullmatch(job)
    try:
        return tuple(shlex.split(match[1])) if match else ()
    except ValueError:  # an unclosed quote, put there by hand
        return ()


Ours = Callable[[str], bool]  # whether a job is this configuration's


def _any(_: str) -> bool:
    return True


def with_job(table: bytes | None, job: str, ours: Ours = _any) -> bytes:
    """The crontab with our block, in its old place or at the end.

    `table`: None if there is no crontab. Raises Refused if the marks don't pair.
    """
    block = _block(table or b"", ours)
    if table is not None and block is not None:
        return table[: block.start] + _written(job, block.remarks) + table[block.end :]
    glued = bool(table) and not (table or b"").endswith(b"\n")
    remarks = (_GLUED,) if glued else (_WAS_EMPTY,) if table == b"" else ()
    return (table or b"") + (b"\n" if glued else b"") + _written(job, remarks)


def without_job(table: bytes, ours: Ours = _any) -> bytes | None:
    """The crontab as it was before our block; None = there was none. Raises Refused."""
    block = _block(table, ours)
    if block is None:
        return table
    before, after = table[: block.start], table[block.end :]
    if _GLUED in block.remarks and not after:
        before = before.removesuffix(b"\n")
    rest = before + after
    return rest if rest or _WAS_EMPTY in block.remarks else None


def job_in(table: bytes | None, ours: Ours = _any) -> str | None:
    """The job in our block, or None. Raises Refused."""
    block = _block(table or b"", ours)
    return None if block is None else block.job


def jobs_in(table: bytes | None) -> tuple[str, ...]:
    """The jobs of all configurations. Raises Refused."""
    return tuple(block.job for block in _blocks(table or b""))


def mails_nobody(table: bytes | None, ours: Ours = _any) -> bool:
    """Whether a MAILTO before our block (or the end) discards output."""
    text = table or b""
    block = _block(text, ours)
    addresses = _MAILTO.findall(text if block is None else text[: block.start])
    return bool(addresses) and addresses[-1].strip(b"\"'") == b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A block at `start` to `end`; `remarks`: its comments, `job`: the first other line."""

    start: int
    end: int
    remarks: tuple[bytes, ...]
    job: str


def _written(job: str, remarks: tuple[bytes, ...]) -> bytes:
    line = job.encode(errors="surrogateescape")
    return b"".join(part + b"\n" for part in (BEGIN, *remarks, line, END))


def _block(table: bytes, ours: Ours) -> _Block | None:
    """This configuration's block. Raises Refused if there are two, or the marks don't pair."""
    blocks = [block for block in _blocks(table) if ours(block.job)]
    if len(blocks) > 1:
        from mentorlog.terminal.wording import every

        lines = every(str(table.count(b"\n", 0, block.start) + 1) for block in blocks)
        raise Refused(
            f"Your crontab has more than one job for this configuration (see lines {lines}). "
            "Nothing changed.",
            "Remove all but one by hand:  crontab -e\nThen try again.",
        )
    return blocks[0] if blocks else None


def _blocks(table: bytes) -> Iterator[_Block]:
    begin = None
    for mark in _MARK.finditer(table):
        if (mark[1] == BEGIN) is (begin is not None):
            raise _unpaired(table, begin or mark)
        if begin is None:
            begin = mark
        else:
            yield _between(table, begin, mark)
            begin = None
    if begin is not None:
        raise _unpaired(table, begin)


def _between(table: bytes, begin: re.Match[bytes], end: re.Match[bytes]) -> _Block:
    inner = [line.rstrip(b"\r") for line in table[begin.end() : end.start()].split(b"\n")]
    lines = [line for line in inner if line.strip()]
    job = next((line for line in lines if not line.startswith(b"#")), b"")
    return _Block(
        start=begin.start(),
        end=end.end(),
        remarks=tuple(line for line in lines if line in (_GLUED, _WAS_EMPTY)),
        job=job.decode(errors="surrogateescape"),
    )


def _unpaired(table: bytes, mark: re.Match[bytes]) -> Refused:
    line = table.count(b"\n", 0, mark.start()) + 1
    return Refused(
        f'The marks "{BEGIN.decode()}" and "{END.decode()}" in your crontab don\'t pair '
        f"(see line {line}). Nothing changed.",
        "Remove mentorlog's lines by hand:  crontab -e\nThen try again.",
    )
