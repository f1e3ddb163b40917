"""The desktop as a channel: the first line of a digest is the title, the rest the text below it.

Knows each system's own program for notifications and what it needs to be reached from a scheduler;
what may be shown, whoever words the digest decides.
"""

from __future__ import annotations

import html
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from mentorlog.errors import StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import programs

BUS = "DBUS_SESSION_BUS_ADDRESS"
NOTIFY = "notify-send"
_OSASCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
_TOAST = (  # the text comes in variables, so that nothing in it is read as a command
    "$m = [Windows.UI.Notifications.ToastNotificationManager,"
    " Windows.UI.Notifications, ContentType = WindowsRuntime];"
    "$x = $m::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02);"
    "$t = $x.GetElementsByTagName('text');"
    "$null = $t.Item(0).AppendChild($x.CreateTextNode($env:MENTORLOG_TITLE));"
    "$null = $t.Item(1).AppendChild($x.CreateTextNode($env:MENTORLOG_TEXT));"
    "$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe';"
    "$m::CreateToastNotifier($id).Show([Windows.UI.Notifications.ToastNotification]::new($x))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desktop:
    """`platform`: as sys.platform. `account`: the user's number, which names their session bus."""

    platform: str
    variables: Mapping[str, str]
    account: int
    name: str = "desktop"

    def deliver(self, text: str) -> None:
        title, _, rest = text.partition("\n")
        body = "\n".join(filter(None, (_closer(line) for line in rest.splitlines())))
        argv, variables = self._call(title, body)
        ran = programs.run(argv, {**self.variables, **variables}, unheard=True)
        if ran.status:
            raise StorageFailed(f"{argv[0]} did not reach the desktop (exit {ran.status}).")

    def _call(self, title: str, body: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
        if self.platform == "darwin":
            script = (word for line in _OSASCRIPT for word in ("-e", line))
            return ("osascript", *script, title, body), {}
        if self.platform == "win32":
            said = {"MENTORLOG_TITLE": title, "MENTORLOG_TEXT": body}
            return ("powershell", "-NoProfile", "-NonInteractive", "-Command", _TOAST), said
        address = bus(self.variables, self.account)
        if address is None:
            raise StorageFailed("There is no desktop session to show it in.")
        escaped = html.escape(body, quote=False)  # a server may read markup in it
        return (NOTIFY, "--app-name=mentorlog", "--", title, escaped), {BUS: address}


def bus(variables: Mapping[str, str], account: int) -> str | None:
    """The address of the user's session bus, also where no variable tells it, as under cron."""
    said = variables.get(BUS)
    if said:
        path = re.match(r"unix:path=([^,;]+)", said)
        return said if path is None or _is_socket(Path(path[1])) else None
    runtime = variables.get("XDG_RUNTIME_DIR") or f"/run/user/{account}"
    path_of_bus = Path(runtime) / "bus"
    return f"unix:path={path_of_bus}" if _is_socket(path_of_bus) else None


def _is_socket(path: Path) -> bool:
    try:
        return stat.S_ISSOCK(path.stat().st_mode)
    except OSError:
        return False


def _closer(line: str) -> str:
    """A line of a table for a font in which columns don't stand below each other."""
    return re.sub(r" {2,}", "  ", line.strip())
