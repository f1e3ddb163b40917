"""launchd: a property list in the user's LaunchAgents. It runs late rather than not at all.

Each configuration has its own list; the first one's has the plain name.
"""

from __future__ import annotations

import contextlib
import plistlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from xml.parsers.expat import ExpatError

from mentorlog import files
from mentorlog.environment import Environment, Ran, found_program, run_program
from mentorlog.errors import MentorlogError, Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders.channels import Caution
from mentorlog.reminders.schedulers import Piece, Plan, configuration, is_ours, suffix

LABEL = "mentorlog.nudge"


@dataclass(frozen=True, slots=True)
class Launchd:
    name: ClassVar[str] = "launchd"
    title: ClassVar[str] = "launchd"

    environment: Environment

    def is_here(self) -> bool:
        return found_program("launchctl", self.environment.variables) is not None

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        self._is_written()
        return (Piece(place=str(self._path), text=_property_list(self._label, plan).decode()),)

    def stands(self) -> bool:
        return self._is_written()

    def installed(self) -> Plan | None:
        return _plan(self._found()) if self._launchctl("print", self._job).status == 0 else None

    def others(self) -> tuple[str, ...]:
        lists = sorted(self._folder.glob(f"{LABEL}*.plist"))
        jobs = [_argv(_read(path)) for path in lists]
        named = (configuration(job) for job in jobs if not is_ours(job, self.environment))
        return tuple(path for path in named if path is not None)

    def command(self, *more: str) -> tuple[str, ...]:
        plan = _plan(self._found())
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

    def why_unread(self) -> Caution:
        return Caution.NO_MAIL

    @property
    def _folder(self) -> Path:
        return self.environment.home / "Library" / "LaunchAgents"

    @property
    def _label(self) -> str:
        """The plain name, unless another configuration has it, or had it when we were installed."""
        own = f"{LABEL}.{suffix(self.environment)}"
        plain, later = (_read(self._folder / f"{label}.plist") for label in (LABEL, own))
        return own if later or not is_ours(_argv(plain), self.environment) else LABEL

    @property
    def _path(self) -> Path:
        return self._folder / f"{self._label}.plist"

    @property
    def _domain(self) -> str:
        return f"gui/{self.environment.account}"

    @property
    def _job(self) -> str:
        return f"{self._domain}/{self._label}"

    def _found(self) -> Mapping[str, object]:
        """The list that we wrote; {} if there is none."""
        return _read(self._path)

    def _is_written(self) -> bool:
        """Whether our list is there. Raises Refused if it is someone else's."""
        if self._found():
            return True
        with contextlib.suppress(Missing):
            files.read(self._path)
            raise Refused(
                f"{self._path} wasn't written by mentorlog. Nothing changed.",
                "Move it away, then try again.",
            )
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
        found = plistlib.loads(files.read(path))
    except (StorageFailed, ValueError, ExpatError):
        return {}
    ours = isinstance(found, dict) and found.get("Label") == path.stem
    return found if ours else {}


def _argv(found: Mapping[str, object]) -> tuple[str, ...]:
    argv = found.get("ProgramArguments")
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


def _plan(found: Mapping[str, object]) -> Plan | None:
    match found:
        case {
            "ProgramArguments": [*argv],
            "StartCalendarInterval": [{"Hour": int(first), "Minute": int(minute)}, *more],
        }:
            return Plan(
                argv=tuple(map(str, argv)), minute=minute, first=first, last=first + len(more)
            )
    return None
