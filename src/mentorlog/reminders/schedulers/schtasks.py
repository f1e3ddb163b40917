"""Windows' Task Scheduler: one task, given to it as XML in the order its schema asks for.

What it hands back is not what it was given; so what was given is kept in our own state.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from mentorlog import files
from mentorlog.errors import Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import programs
from mentorlog.reminders.schedulers.scheduler import Host, Plan
from mentorlog.views.installation import Piece

TASK = "mentorlog-nudge"
_KEPT = "schtasks.xml"
_ENCODING = "utf-16"  # with a byte order mark: the only one that every schtasks reads
_SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# Source: MS-TSCH 2.5. A trigger's own elements are a sequence, the base type's first.
_TEXT = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>mentorlog: look every hour whether something needs doing</Description>
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


@dataclass(frozen=True, slots=True)
class Schtasks:
    host: Host
    name: str = "schtasks"

    def is_here(self) -> bool:
        return programs.found("schtasks", self.host.variables) is not None

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        return (Piece(place=f"Task Scheduler, {TASK}", text=_text(plan)),)

    def stands(self) -> bool:
        return self._schtasks("/Query", "/TN", TASK).status == 0

    def installed(self) -> Plan | None:
        return _plan(self._kept_text) if self.stands() else None

    def command(self, *more: str) -> tuple[str, ...]:
        plan = _plan(self._kept_text)
        return (*plan.argv, *more) if plan else ()

    def install(self, plan: Plan) -> Path | None:
        files.make_folder(self.host.state)
        path = self.host.state / f"{files.TEMPORARY}{_KEPT}"
        files.overwrite(path, _text(plan).encode(_ENCODING))
        try:
            ran = self._schtasks("/Create", "/TN", TASK, "/XML", str(path), "/F")
        finally:
            files.remove(path)
        if ran.status:
            raise Refused(f"schtasks /Create failed ({ran.complaint}). Nothing was changed.")
        files.overwrite(self._kept, _text(plan).encode(_ENCODING))
        return None

    def uninstall(self) -> bool:
        if not self.stands():
            return False
        ran = self._schtasks("/Delete", "/TN", TASK, "/F")
        if ran.status:
            raise Refused(f"schtasks /Delete failed ({ran.complaint}). Nothing was changed.")
        with contextlib.suppress(Missing):
            files.remove(self._kept)
        return True

    @property
    def _kept(self) -> Path:
        return self.host.state / _KEPT

    @property
    def _kept_text(self) -> str:
        try:
            return files.read(self._kept).decode(_ENCODING)
        except (StorageFailed, UnicodeDecodeError):
            return ""

    def _schtasks(self, *words: str) -> programs.Ran:
        return programs.run(("schtasks", *words), self.host.variables)


def _text(plan: Plan) -> str:
    if any("%" in word for word in plan.argv):
        odd = next(word for word in plan.argv if "%" in word)
        raise Refused(
            f"The Task Scheduler would read a variable in {odd}. Nothing was changed.",
            "Put it where no path holds a %, then install again.",
        )
    span = plan.last - plan.first
    return _TEXT.format(
        first=plan.first,
        minute=plan.minute,
        # one minute longer than to the last run, which it would else leave out
        repetition=_REPETITION.format(hours=span, minutes=1) if span else "",
        command=escape(plan.argv[0]),
        arguments=escape(subprocess.list2cmdline(plan.argv[1:])),
    )


def _plan(text: str) -> Plan | None:
    """What we wrote, read back; None where that can't be done."""
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
    """The argv that list2cmdline made a line of; a path ends in no backslash and holds no quote."""
    return tuple(quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', line))
