"""Which channel will really reach this user from a scheduler, and what the job needs for it.

A scheduler knows next to nothing of the user's session. What a channel needs from it and can't find
out by itself is given to the job as variables.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from mentorlog.frozen import dataclass
from mentorlog.reminders import desktop, programs
from mentorlog.reminders.schedulers.scheduler import Host
from mentorlog.views.installation import Caution

CHANNELS = ("stdout", "desktop", "banner", "command")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`variables`: what the job must be given. `caution`: why the channel may reach nobody."""

    channel: str
    variables: Mapping[str, str] = field(default_factory=dict)
    caution: Caution | None = None


def reach(host: Host, scheduler: str, channel: str | None, command: tuple[str, ...]) -> Reach:
    """The channel that was asked for, or else the best one there is.

    `scheduler`: its name. `command`: the user's own program, for the channel of that name.
    """
    match channel:
        case "desktop":
            return _desktop(host)
        case "stdout":
            mailed = scheduler == "cron" and _mails(host)
            return Reach(channel="stdout", caution=None if mailed else Caution.NO_MAIL)
        case "command":
            return _command(host, command)
        case "banner":
            return Reach(channel="banner")
    found = _desktop(host)
    if found.caution is None:
        return found
    return Reach(channel="stdout" if scheduler == "cron" and _mails(host) else "banner")


def _desktop(host: Host) -> Reach:
    if host.platform in ("darwin", "win32"):
        return Reach(channel="desktop")
    notify = programs.found(desktop.NOTIFY, host.variables)
    address = desktop.bus(host.variables, host.account)
    if notify is None or address is None:
        return Reach(channel="desktop", caution=Caution.NO_DESKTOP)
    found_anyway = address == desktop.bus({}, host.account)
    variables = {} if found_anyway else {desktop.BUS: address}
    return Reach(channel="desktop", variables={**variables, **_path_to(notify)})


def _command(host: Host, command: tuple[str, ...]) -> Reach:
    program = programs.found(str(Path(command[0]).expanduser()), host.variables)
    if program is None:
        return Reach(channel="command", caution=Caution.NO_COMMAND)
    is_named = os.sep in command[0]
    return Reach(channel="command", variables={} if is_named else _path_to(program))


def _mails(host: Host) -> bool:
    path = os.pathsep.join((host.variables.get("PATH") or os.defpath, *host.mailers))
    return programs.found("sendmail", {"PATH": path}) is not None


def _path_to(program: str) -> Mapping[str, str]:
    """A PATH with the program's folder, where the system's own would not find it."""
    if programs.found(Path(program).name, {}) == program:
        return {}
    return {"PATH": os.pathsep.join((str(Path(program).parent), "/usr/bin", "/bin"))}
