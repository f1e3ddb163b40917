"""The ways in which a digest reaches a person: one table, and what each of them needs.

A channel knows a finished text and where it goes; never what is in it, or why. A new one is a class
here and a row of `CHANNELS`: `config`, `nudge install`, the scheduled run and the sentences follow.
A setting of its own also goes into `environment.Settings`, `environment.KEYS` and `config.MEANING`.
Most runs start no program, so what that needs is imported where it is used.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from mentorlog import files
from mentorlog.errors import Missing, StorageFailed, UsageError
from mentorlog.frozen import dataclass

if TYPE_CHECKING:
    from mentorlog.environment import Environment
    from mentorlog.reminders.schedulers import Scheduler

DEFAULT = "stdout"
FALLBACK = "banner"  # where a digest waits that its channel did not take
BUS = "DBUS_SESSION_BUS_ADDRESS"
NOTIFY = "notify-send"
_PREFERRED = ("desktop", "stdout")  # the first that will reach the user, or else the banner


class Channel(Protocol):
    """A way to bring a digest to a person.

    The text's first line says only how many things there are: a channel that others may see need
    show no more. Delivering takes ten seconds at most and never asks anybody anything.
    """

    @property
    def name(self) -> str:
        """As in `config nudge.channel`."""

    def deliver(self, text: str) -> None:
        """Returns once the text has arrived. Raises StorageFailed, and nothing else, if it has not.

        The scheduled run then leaves a banner instead.
        """


class Caution(StrEnum):
    """What may keep nudges from reaching anybody."""

    NOT_HERE = "scheduler_missing"
    MUTED = "mailto_empty"
    NO_MAIL = "no_mail"
    NO_DESKTOP = "no_desktop"
    NO_COMMAND = "no_command"
    TEMPORARY = "temporary_folder"

    @property
    def sentence(self) -> str:
        """What to tell the user of it."""
        return _SENTENCES[self]


_SENTENCES = {
    Caution.NOT_HERE: "This scheduler can't be used on this machine, so it can't be installed.",
    Caution.MUTED: 'Your crontab says MAILTO="" before our lines: cron mails nothing. '
    "Choose another channel, as in --channel banner.",
    Caution.NO_MAIL: "Nothing here mails what cron prints, so it may not reach you. "
    "Choose another channel, as in --channel banner.",
    Caution.NO_DESKTOP: "There's no desktop session here, or no notify-send, so it may not "
    "reach you; then it's kept in a file that your shell can print.",
    Caution.NO_COMMAND: "Can't find the program in nudge.command. Give its full path.",
    Caution.TEMPORARY: "mentorlog itself is in a temporary folder. When that's cleaned up, "
    "nudges stop.",
}


UNPROVEN = (Caution.MUTED, Caution.NO_MAIL)  # though a test message went out


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`variables`: what the job must be given. `caution`: why the channel may reach nobody."""

    variables: Mapping[str, str] = field(default_factory=dict)
    caution: Caution | None = None


def _anyhow(_: Environment, __: Scheduler) -> Reach:
    return Reach()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """All that the program knows of one kind of channel.

    `make`: one of the kind, given where the banner is; raises UsageError for settings that lack
    what it needs. `reach`: whether it reaches the user from a job, and with which variables.
    `arrives`: how a digest comes, in words. `arrived`: said once a test message got through.
    `is_watched`: others may look on, or it leaves this machine, so it shows only a count unless
    told otherwise; a new channel has to say.
    """

    make: Callable[[Environment, Path], Channel]
    arrives: str
    arrived: str
    is_watched: bool
    reach: Callable[[Environment, Scheduler], Reach] = _anyhow


@dataclass(frozen=True, slots=True)
class Stdout:
    """What is printed, cron mails and systemd puts into its journal."""

    stream: TextIO
    name: str = "stdout"

    def deliver(self, text: str) -> None:
        if getattr(self.stream, "name", "") == os.devnull:  # put there as there was none
            raise StorageFailed("There's nowhere to print.")
        encoding = self.stream.encoding or "utf-8"
        try:
            self.stream.write(text.encode(encoding, "replace").decode(encoding))
            self.stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            _emptied(self.stream)
            raise StorageFailed(f"Printing failed ({type(error).__name__}).") from error


def _emptied(stream: TextIO) -> None:
    """Drop what a broken stream still holds, or it fails once more at exit."""
    with contextlib.suppress(OSError, ValueError):  # it has no file, or is closed
        target = stream.fileno()
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, target)
        os.close(void)


@dataclass(frozen=True, slots=True)
class Banner:
    """A file that the shell prints when it starts: `[ -s FILE ] && cat FILE`."""

    path: Path
    name: str = "banner"

    @property
    def text(self) -> str:
        """The text it shows now; "" if it can't be read."""
        try:
            return files.read(self.path).decode(errors="replace")
        except StorageFailed:
            return ""

    def deliver(self, text: str) -> None:
        files.overwrite(self.path, text.encode(), durable=False)

    def clear(self) -> None:
        """Show nothing. Raises StorageFailed where the file can't be removed."""
        with contextlib.suppress(Missing):
            files.remove(self.path)


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
    """A notification by the system's own program: the first line is its title, the rest its text.

    `platform`: as sys.platform. `account`: the user's number, which names their session bus.
    """

    platform: str
    variables: Mapping[str, str]
    account: int
    name: str = "desktop"

    def deliver(self, text: str) -> None:
        from mentorlog.reminders import host

        title, _, rest = text.partition("\n")
        body = "\n".join(filter(None, (_closer(line) for line in rest.splitlines())))
        argv, variables = self._call(title, body)
        ran = host.run(argv, {**self.variables, **variables}, unheard=True)
        if ran.status:
            raise StorageFailed(f"{argv[0]} didn't reach the desktop (exit {ran.status}).")

    def _call(self, title: str, body: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
        if self.platform == "darwin":
            script = (word for line in _OSASCRIPT for word in ("-e", line))
            return ("osascript", *script, title, body), {}
        if self.platform == "win32":
            said = {"MENTORLOG_TITLE": title, "MENTORLOG_TEXT": body}
            return ("powershell", "-NoProfile", "-NonInteractive", "-Command", _TOAST), said
        address = bus(self.variables, self.account)
        if address is None:
            raise StorageFailed("There's no desktop session to show it in.")
        import html

        escaped = html.escape(body, quote=False)  # a server may read markup in it
        return (NOTIFY, "--app-name=mentorlog", "--", title, escaped), {BUS: address}


def _closer(line: str) -> str:
    """A line of a table for a font in which columns don't stand below each other."""
    return re.sub(r" {2,}", "  ", line.strip())


def bus(variables: Mapping[str, str], account: int) -> str | None:
    """The address of the user's session bus, also where no variable tells it, as under cron."""
    said = variables.get(BUS)
    if said:
        path = re.match(r"unix:path=([^,;]+)", said)
        return said if path is None or Path(path[1]).is_socket() else None
    runtime = variables.get("XDG_RUNTIME_DIR") or f"/run/user/{account}"
    path_of_bus = Path(runtime) / "bus"
    return f"unix:path={path_of_bus}" if path_of_bus.is_socket() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The user's own program: ntfy, Apprise, mail. It gets the whole digest on stdin.

    `argv`: as `nudge.command` in the configuration says it; no shell reads it.
    """

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    name: str = "command"

    def deliver(self, text: str) -> None:
        from mentorlog.reminders import host

        program = str(Path(self.argv[0]).expanduser())
        ran = host.run((program, *self.argv[1:]), self.variables, text=text, unheard=True)
        if ran.status == host.NOT_STARTED:
            raise StorageFailed(f"{program} can't be started.")
        if ran.status:
            raise StorageFailed(f"{program} refused it (exit {ran.status}).")


def _printed(_: Environment, scheduler: Scheduler) -> Reach:
    return Reach(caution=scheduler.why_unread())


def _to_the_desktop(environment: Environment, _: Scheduler) -> Reach:
    from mentorlog.reminders import host

    if environment.platform in ("darwin", "win32"):
        return Reach()
    notify = host.found(NOTIFY, environment.variables)
    address = bus(environment.variables, environment.account)
    if notify is None or address is None:
        return Reach(caution=Caution.NO_DESKTOP)
    found_anyway = address == bus({}, environment.account)
    variables = {} if found_anyway else {BUS: address}
    return Reach(variables={**variables, **_path_to(notify)})


def _to_the_command(environment: Environment, _: Scheduler) -> Reach:
    from mentorlog.reminders import host

    named = _own_program(environment)[0]
    program = host.found(str(Path(named).expanduser()), environment.variables)
    if program is None:
        return Reach(caution=Caution.NO_COMMAND)
    return Reach(variables={} if os.sep in named else _path_to(program))


def _path_to(program: str) -> Mapping[str, str]:
    """A PATH with the program's folder, where the system's own would not find it."""
    from mentorlog.reminders import host

    if host.found(Path(program).name, {}) == program:
        return {}
    return {"PATH": os.pathsep.join((str(Path(program).parent), "/usr/bin", "/bin"))}


def _own_program(environment: Environment) -> tuple[str, ...]:
    if not environment.settings.command:
        raise UsageError(
            'The channel "command" needs a program to give the text to.',
            f'Set it in {environment.config_file}:  nudge.command = ["program", "argument"]',
        )
    return environment.settings.command


CHANNELS = {
    "stdout": ChannelKind(
        make=lambda environment, _: Stdout(environment.stdout),
        reach=_printed,
        arrives="as mail from cron, which mails what is printed",
        arrived="cron mails what it prints. A test message was printed.",
        is_watched=False,
    ),
    "desktop": ChannelKind(
        make=lambda environment, _: Desktop(
            platform=environment.platform,
            variables=environment.variables,
            account=environment.account,
        ),
        reach=_to_the_desktop,
        arrives="on your desktop",
        arrived="A test message is on your desktop.",
        is_watched=True,
    ),
    "banner": ChannelKind(
        make=lambda _, banner: Banner(banner),
        arrives="in a file that your shell prints when it starts",
        arrived="A test message will show in your next shell.",
        is_watched=False,
    ),
    "command": ChannelKind(
        make=lambda environment, _: Command(
            argv=_own_program(environment), variables=environment.variables
        ),
        reach=_to_the_command,
        arrives="through your own command",
        arrived="Your command got a test message.",
        is_watched=False,
    ),
}


def kind(name: str | None, where: str) -> ChannelKind:
    """The kind of this name, the default for None. Raises UsageError; `where`: who named it."""
    found = CHANNELS.get(name or DEFAULT)
    if found is None:
        from mentorlog.terminal.wording import either

        raise UsageError(f"{where} takes {either(CHANNELS)}.")
    return found


def chosen(environment: Environment, scheduler: Scheduler, wanted: str | None) -> tuple[str, Reach]:
    """The channel that is wanted, or else the best one there is; and how it is reached."""
    if wanted:
        return wanted, CHANNELS[wanted].reach(environment, scheduler)
    reached = ((name, CHANNELS[name].reach(environment, scheduler)) for name in _PREFERRED)
    return next((pair for pair in reached if pair[1].caution is None), (FALLBACK, Reach()))
