"""launchd: a property list in the user's LaunchAgents. It runs late rather than not at all.

Each configuration has its own list; the first one's has the plain name.
"""

from __future__ import annotations

import contextlib
import plistlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar
from xml.parsers.expat import ExpatError

from mentorlog import files
from mentorlog.environment import Ran, run_program
from mentorlog.errors import MentorlogError, Refused, StorageFailed
from mentorlog.reminders.schedulers import Piece, Plan, Scheduler, refuse_foreign

LABEL = "mentorlog.nudge"


class Launchd(Scheduler):
    name: ClassVar[str] = "launchd"
    title: ClassVar[str] = "launchd"
    program: ClassVar[str] = "launchctl"

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        self._is_written()
        return (Piece(place=str(self._path), text=_property_list(self._label, plan).decode()),)

    def is_present(self) -> bool:
        return self._is_written()

    def installed(self) -> Plan | None:
        return _plan(_read(self._path)) if self._launchctl("print", self._job).status == 0 else None

    def jobs(self) -> Iterator[tuple[str, ...]]:
        for path in sorted(self._folder.glob(f"{LABEL}*.plist")):
            yield _argv(_read(path))

    def command(self, *more: str) -> tuple[str, ...]:
        plan = _plan(_read(self._path))
        return (*plan.argv, *more) if plan else ()

    def install(self, plan: Plan) -> Path | None:
        before = files.read(self._path) if self._is_written() else None
        files.make_folder(self._path.parent)
        files.overwrite(self._path, _property_list(self._label, plan))
        self._launchctl("bootout", self._job)  # fails if nothing is loaded, which is fine
        ran = self._launchctl("bootstrap", self._domain, str(self._path))
        if ran.status:
            with contextlib.suppress(MentorlogError):
                self._put_back(before)
            raise Refused(f"launchctl bootstrap failed ({ran.complaint}). Nothing changed.")
        return None

    def uninstall(self) -> bool:
        if not self._is_written():
            return False
        self._launchctl("bootout", self._job)
        files.remove(self._path)
        return True

    @property
    def _folder(self) -> Path:
        return self.environment.home / "Library" / "LaunchAgents"

    @property
    def _label(self) -> str:
        """The plain name, unless another configuration has it, or had it when we were installed."""
        own = f"{LABEL}.{self.suffix}"
        plain, later = (_read(self._folder / f"{label}.plist") for label in (LABEL, own))
        return own if later or not self.is_ours(_argv(plain)) else LABEL

    @property
    def _path(self) -> Path:
        return self._folder / f"{self._label}.plist"

    @property
    def _domain(self) -> str:
        return f"gui/{self.environment.account}"

    @property
    def _job(self) -> str:
        return f"{self._domain}/{self._label}"

    def _is_written(self) -> bool:
        """Whether our list is there. Raises Refused if it is someone else's."""
        if _read(self._path):
            return True
        refuse_foreign(self._path)
        return False

    def _put_back(self, before: bytes | None) -> None:
        if before is None:
            files.remove(self._path)
        else:
            files.overwrite(self._path, before)
            self._launchctl("bootstrap", self._domain, str(self._path))

    def _launchctl(self, *words: str) -> Ran:
        return run_program(("launchctl", *words), self.environment.variables)


def _read(path: Path) -> Mapping[str, object]:
    """A list that we wrote; {} if it is someone else's or missing."""
    try:
        contents = plistlib.loads(files.read(path))
    except (StorageFailed, ValueError, ExpatError):
        return {}
    ours = isinstance(contents, dict) and contents.get("Label") == path.stem
    return contents if ours else {}


def _argv(contents: Mapping[str, object]) -> tuple[str, ...]:
    argv = contents.get("ProgramArguments")
    return tuple(map(str, argv)) if isinstance(argv, list) else ()


def _property_list(label: str, plan: Plan) -> bytes:
    """The list, indented with spaces, as it is shown before writing."""
    hours = range(plan.first, plan.last + 1)
    written = plistlib.dumps(
        {
            "Label": label,
            "ProgramArguments": list(plan.argv),
            "StartCalendarInterval": [{"Hour": hour, "Minute": plan.minute} for hour in hours],
            "RunAtLoad": True,  # make up for runs missed while the machine was off
            "ProcessType": "Background",
        },
        sort_keys=False,
    )
    return re.sub(rb"(?m)^\t+", lambda tabs: b"  " * len(tabs[0]), written)


def _plan(contents: Mapping[str, object]) -> Plan | None:
    match contents:
        case {
            "ProgramArguments": [*argv],
            "StartCalendarInterval": [{"Hour": int(first), "Minute": int(minute)}, *more],
        }:
            return Plan(
                argv=tuple(map(str, argv)), minute=minute, first=first, last=first + len(more)
            )
    return None
