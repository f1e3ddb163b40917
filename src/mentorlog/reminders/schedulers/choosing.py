"""Which scheduler there is for this user, and which of them all run something of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from mentorlog.errors import Refused, UsageError
from mentorlog.reminders.schedulers.cron import Cron
from mentorlog.reminders.schedulers.launchd import Launchd
from mentorlog.reminders.schedulers.scheduler import Host, Plan, Scheduler
from mentorlog.reminders.schedulers.schtasks import Schtasks
from mentorlog.reminders.schedulers.systemd import Systemd

AUTO = "auto"
_OF_A_PLATFORM = {"darwin": ("launchd",), "win32": ("schtasks",)}
_ELSEWHERE = ("systemd", "cron")


def schedulers(host: Host) -> tuple[Scheduler, ...]:
    """All of them, here or not."""
    return (Systemd(host), Cron(host), Launchd(host), Schtasks(host))


def chosen(host: Host, name: str) -> Scheduler:
    """The one of this name, here or not; `auto`: the first that is here and fits the system.

    Raises UsageError for a name that nobody has, Refused if none is here.
    """
    by_name = {one.name: one for one in schedulers(host)}
    if name != AUTO:
        if name not in by_name:
            raise UsageError(f"--scheduler takes {', '.join((AUTO, *by_name))}.")
        return by_name[name]
    fitting = _OF_A_PLATFORM.get(host.platform, _ELSEWHERE)
    here = next((by_name[one] for one in fitting if by_name[one].is_here()), None)
    if here is None:
        raise Refused(
            f"Nothing here can run a job every hour ({' or '.join(fitting)} would).",
            "Install cron, or have this run in another way:  mentorlog nudge --scheduled",
        )
    return here


def ours(host: Host) -> tuple[Scheduler, ...]:
    """Those that hold something of ours. Raises Refused if none does and one can't be asked."""
    found: list[Scheduler] = []
    refusal: Refused | None = None
    for scheduler in schedulers(host):
        try:
            if scheduler.stands():
                found.append(scheduler)
        except Refused as error:
            refusal = error
    if refusal is not None and not found:
        raise refusal
    return tuple(found)


def installed(host: Host) -> Iterator[tuple[Scheduler, Plan]]:
    """Those that run something of ours. One that can't be asked is taken to run nothing."""
    for scheduler in schedulers(host):
        with contextlib.suppress(Refused):
            plan = scheduler.installed()
            if plan is not None:
                yield scheduler, plan
