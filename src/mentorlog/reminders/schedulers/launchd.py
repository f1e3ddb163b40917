"""launchd: a property list in the user's LaunchAgents. It wakes up late rather than not at all."""

from __future__ import annotations

import contextlib
import plistlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers.expat import ExpatError

from mentorlog import files
from mentorlog.errors import MentorlogError, Missing, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import programs
from mentorlog.reminders.schedulers.scheduler import Host, Plan
from mentorlog.views.installation import Piece

LABEL = "mentorlog.nudge"


@dataclass(frozen=True, slots=True)
class Launchd:
    host: Host
    name: str = "launchd"

    def is_here(self) -> bool:
        return programs.found("launchctl", self.host.variables) is not None

    def pieces(self, plan: Plan) -> tuple[Piece, ...]:
        self._is_ours()
        return (Piece(place=str(self._path), text=_text(plan).decode()),)

    def stands(self) -> bool:
        return self._is_ours()

    def installed(self) -> Plan | None:
        return _plan(self._found()) if self._launchctl("print", self._job).status == 0 else None

    def command(self, *more: str) -> tuple[str, ...]:
        plan = _plan(self._found())
        return (*plan.argv, *more) if plan else ()

    def install(self, plan: Plan) -> Path | None:
        before = files.read(self._path) if self._is_ours() else None
        files.make_folder(self._path.parent)
        files.overwrite(self._path, _text(plan))
        self._launchctl("bootout", self._job)  # fails where nothing is loaded, as it should
        ran = self._launchctl("bootstrap", self._domain, str(self._path))
        if ran.status:
            with contextlib.suppress(MentorlogError):
                self._put_back(before)
            raise Refused(f"launchctl bootstrap failed ({ran.complaint}). Nothing was changed.")
        return None

    def uninstall(self) -> bool:
        if not self._is_ours():
            return False
        self._launchctl("bootout", self._job)
        files.remove(self._path)
        return True

    @property
    def _path(self) -> Path:
        return self.host.home / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    @property
    def _domain(self) -> str:
        return f"gui/{self.host.account}"

    @property
    def _job(self) -> str:
        return f"{self._domain}/{LABEL}"

    def _found(self) -> Mapping[str, object]:
        """What we wrote; nothing where there is nothing of ours."""
        try:
            found = plistlib.loads(files.read(self._path))
        except (StorageFailed, ValueError, ExpatError):
            return {}
        ours = isinstance(found, dict) and found.get("Label") == LABEL
        return found if ours else {}

    def _is_ours(self) -> bool:
        """Raises Refused for something that somebody else put in its place."""
        if self._found():
            return True
        with contextlib.suppress(Missing):
            files.read(self._path)
            raise Refused(
                f"{self._path} was not written by mentorlog. Nothing was changed.",
                "Move it away, then do it again.",
            )
        return False

    def _put_back(self, before: bytes | None) -> None:
        if before is None:
            files.remove(self._path)
        else:
            files.overwrite(self._path, before)
            self._launchctl("bootstrap", self._domain, str(self._path))

    def _launchctl(self, *words: str) -> programs.Ran:
        return programs.run(("launchctl", *words), self.host.variables)


def _text(plan: Plan) -> bytes:
    hours = range(plan.first, plan.last + 1)
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": list(plan.argv),
            "StartCalendarInterval": [{"Hour": hour, "Minute": plan.minute} for hour in hours],
            "RunAtLoad": True,  # what was missed while the machine was off is made up for
            "ProcessType": "Background",
        },
        sort_keys=False,
    )


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
