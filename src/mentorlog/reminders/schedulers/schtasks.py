"""Windows' Task Scheduler: one task, given as XML in the order that its schema demands.

It doesn't return the XML it was given, so we keep a copy in our own state. Each configuration has
its own task; the first one's has the plain name.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, unescape

from mentorlog import files
from mentorlog.environment import Ran, run_program
from mentorlog.errors import Missing, Refused, StorageFailed
from mentorlog.reminders.schedulers import Piece, Plan, Scheduler

TASK = "mentorlog-nudge"
_TASKS = re.compile(rf'^"\\?({TASK}(?:-[0-9a-f]{{8}})?)"', re.MULTILINE)
_ARGUMENTS = re.compile(r"<Arguments>([^<]*)</Arguments>")
_ENCODING = "utf-16"  # with a byte order mark: the only encoding that every schtasks reads
_SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# Source: MS-TSCH 2.5. A trigger's own elements are a sequence, the base type's first.
_TEXT = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>mentorlog: check every hour if something needs doing</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2026-01-01T{first:02}:{minute:02}:00</StartBoundary>{repetition}
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT1M</ExecutionTimeLimit>
  </Settings>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Actions Context="Author">
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
_REPETITION = """
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>PT{hours}H{minutes}M</Duration>
      </Repetition>"""


class Schtasks(Scheduler):
    name: ClassVar[str] = "schtasks"
    title: ClassVar[str] = "the Task Scheduler"
    program: ClassVar[str] = "schtasks"

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        return (Piece(place=f"Task Scheduler, {self._task}", text=_xml(plan)),)

    def is_present(self) -> bool:
        return self._schtasks("/Query", "/TN", self._task).status == 0

    def installed(self) -> Plan | None:
        return _plan(self._kept_xml(self._task)) if self.is_present() else None

    def jobs(self) -> Iterator[tuple[str, ...]]:
        listed = _decoded(self._schtasks("/Query", "/FO", "CSV", "/NH").out)
        return map(self._argv, _TASKS.findall(listed.replace("\r", "")))

    def command(self, *more: str) -> tuple[str, ...]:
        plan = _plan(self._kept_xml(self._task))
        return (*plan.argv, *more) if plan else ()

    def install(self, plan: Plan) -> Path | None:
        task = self._task
        kept = self._place(task)
        files.make_folder(kept.parent)
        path = kept.with_name(f"{files.TEMPORARY}{kept.name}")
        files.overwrite(path, _xml(plan).encode(_ENCODING))
        try:
            ran = self._schtasks("/Create", "/TN", task, "/XML", str(path), "/F")
        finally:
            files.remove(path)
        if ran.status:
            raise Refused(f"schtasks /Create failed ({ran.complaint}). Nothing changed.")
        files.overwrite(kept, _xml(plan).encode(_ENCODING))
        return None

    def uninstall(self) -> bool:
        if not self.is_present():
            return False
        task = self._task
        ran = self._schtasks("/Delete", "/TN", task, "/F")
        if ran.status:
            raise Refused(f"schtasks /Delete failed ({ran.complaint}). Nothing changed.")
        with contextlib.suppress(Missing):
            files.remove(self._place(task))
        return True

    @property
    def _task(self) -> str:
        """The plain name, unless another configuration has it, or had it when we were installed."""
        own = f"{TASK}-{self.suffix}"
        kept, later = (_plan(self._kept_xml(task)) for task in (TASK, own))
        if later is not None:
            return own
        if kept is not None and self.is_ours(kept.argv):
            return TASK
        return TASK if self.is_ours(self._argv(TASK)) else own

    def _argv(self, task: str) -> tuple[str, ...]:
        """The arguments of a task as Windows prints them; () if there is no such task."""
        ran = self._schtasks("/Query", "/TN", task, "/XML")
        match = None if ran.status else _ARGUMENTS.search(_decoded(ran.out))
        return _words(unescape(match[1])) if match else ()

    def _place(self, task: str) -> Path:
        """The file with our copy of this task."""
        return self.environment.state_folder / f"schtasks{task.removeprefix(TASK)}.xml"

    def _kept_xml(self, task: str) -> str:
        try:
            return files.read(self._place(task)).decode(_ENCODING)
        except (StorageFailed, UnicodeDecodeError):
            return ""

    def _schtasks(self, *words: str) -> Ran:
        return run_program(("schtasks", *words), self.environment.variables)


def _xml(plan: Plan) -> str:
    if any("%" in word for word in plan.argv):
        odd = next(word for word in plan.argv if "%" in word)
        raise Refused(
            f"The Task Scheduler would read a variable in {odd}. Nothing changed.",
            "Move it to a path without %, then install again.",
        )
    span = plan.last - plan.first
    return _TEXT.format(
        first=plan.first,
        minute=plan.minute,
        # a minute longer, or it would leave out the last run
        repetition=_REPETITION.format(hours=span, minutes=1) if span else "",
        command=escape(plan.argv[0]),
        arguments=escape(subprocess.list2cmdline(plan.argv[1:])),
    )


def _decoded(printed: bytes) -> str:
    """The output of a Windows program: UTF-16, or a code page that contains ASCII."""
    wide = printed.startswith((b"\xff\xfe", b"\xfe\xff"))
    return printed.decode("utf-16" if wide else "utf-8", errors="replace")


def _plan(text: str) -> Plan | None:
    """The plan in XML that we wrote; None if it can't be read."""
    try:
        root = ET.fromstring(text.partition("\n")[2])  # noqa: S314 - written by us
    except ET.ParseError:
        return None
    start = root.findtext(f".//{_SPACE}StartBoundary", "")
    length = root.findtext(f".//{_SPACE}Duration", "PT0H")
    when = re.search(r"T(\d\d):(\d\d)", start)
    hours = re.search(r"PT(\d+)H", length)
    if when is None or hours is None:
        return None
    words = _words(root.findtext(f".//{_SPACE}Arguments", ""))
    return Plan(
        argv=(root.findtext(f".//{_SPACE}Command", ""), *words),
        minute=int(when[2]),
        first=int(when[1]),
        last=int(when[1]) + int(hours[1]),
    )


def _words(line: str) -> tuple[str, ...]:
    """The argv of a line made by list2cmdline; paths have no final backslash and no quotes."""
    return tuple(quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', line))
