"""How a digest reaches the user: one table of channels, and what each of them needs.

A channel knows a finished text and where it goes, not what it means. A new one needs a class here
and a row of `CHANNELS`: `config`, `nudge install`, the scheduled run and the sentences follow. For
settings of its own see `environment.Settings`; its `make` refuses missing ones. None uses the
network, as the topic `privacy` promises (`commands/help/*.txt`); the user's own command may. Most
runs start no program, so what that needs is imported inside functions.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from mentorlog import files
from mentorlog.environment import NOT_STARTED, Environment, found_program, run_program
from mentorlog.errors import Missing, StorageFailed, UsageError
from mentorlog.frozen import StrEnum, dataclass, field

if TYPE_CHECKING:
    from mentorlog.reminders.schedulers import Scheduler

DEFAULT = "stdout"
FALLBACK = "banner"  # where a digest waits if its channel fails
BUS = "DBUS_SESSION_BUS_ADDRESS"
NOTIFY = "notify-send"
_PREFERRED = ("desktop", "stdout")  # the first that reaches the user; else the banner


class Channel(Protocol):
    """A way to deliver a digest to the user.

    The text's first line only counts the things to do: a channel that others may see needs to show
    no more. Delivery takes at most ten seconds and never asks anything.
    """

    @property
    def name(self) -> str:
        """The name in `config nudge.channel`."""

    def deliver(self, text: str) -> None:
        """Deliver the text. Raises StorageFailed, and nothing else, if it didn't arrive.

        Then the scheduled run leaves a banner instead.
        """


class Caution(StrEnum):
    """Why nudges may reach nobody."""

    NOT_HERE = "scheduler_missing"
    MUTED = "mailto_empty"
    NO_MAIL = "no_mail"
    NO_DESKTOP = "no_desktop"
    NO_COMMAND = "no_command"
    TEMPORARY = "temporary_folder"

    @property
    def sentence(self) -> str:
        """What to tell the user about it."""
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


UNPROVEN = (Caution.MUTED, Caution.NO_MAIL)  # even if a test message was sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`variables`: what the job's environment needs.

    `caution`: why the channel may reach nobody.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    caution: Caution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """All that the program knows of one kind of channel.

    `make`: makes the channel, given the banner's path; raises UsageError for missing settings.
    `reach`: whether it reaches the user from a job, and the variables for it.
    `arrives`: how a digest arrives, in words.
    `arrived`: said when a test message got through.
    `is_watched`: others may see it, or it leaves this machine, so it shows only a count by default;
        a new channel has to decide this.
    """

    make: Callable[[Environment, Path], Channel]
    arrives: str
    arrived: str
    is_watched: bool
    reach: Callable[[Environment, Scheduler], Reach] = lambda _, __: Reach()


@dataclass(frozen=True, slots=True)
class Stdout:
    """Prints the text; cron mails it, and systemd logs it."""

    stream: TextIO
    name: str = "stdout"

    def deliver(self, text: str) -> None:
        if getattr(self.stream, "name", "") == os.devnull:  # it replaces a missing stdout
            raise StorageFailed("There's nowhere to print.")
        encoding = self.stream.encoding or "utf-8"
        try:
            self.stream.write(text.encode(encoding, "replace").decode(encoding))
            self.stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            _drop_buffer(self.stream)
            raise StorageFailed(f"Printing failed ({type(error).__name__}).") from error


def _drop_buffer(stream: TextIO) -> None:
    """Drop what a broken stream still buffers; else it would fail again at exit."""
    with contextlib.suppress(OSError, ValueError):  # it isn't a file, or is closed
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
        """The present text; "" if it can't be read."""
        return (files.read_if_readable(self.path) or b"").decode(errors="replace")

    def deliver(self, text: str) -> None:
        files.overwrite(self.path, text.encode(), durable=False)

    def clear(self) -> None:
        """Show nothing. Raises StorageFailed if the file can't be removed."""
        with contextlib.suppress(Missing):
            files.remove(self.path)


_OSASCRIPT = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
_TOAST = (  # the text is in variables, so that none of it runs as a command
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
    """A desktop notification: the first line is the title, the rest the text.

    `platform`: as sys.platform. `account`: the user id, which names the session bus.
    """

    platform: str
    variables: Mapping[str, str]
    account: int
    name: str = "desktop"

    def deliver(self, text: str) -> None:
        title, _, rest = text.partition("\n")
        body = "\n".join(filter(None, (_single_spaced(line) for line in rest.splitlines())))
        argv, variables = self._call(title, body)
        ran = run_program(argv, {**self.variables, **variables}, unheard=True)
        if ran.status:
            raise StorageFailed(f"{argv[0]} didn't reach the desktop (exit {ran.status}).")

    def _call(self, title: str, body: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
        if self.platform == "darwin":
            script = (word for line in _OSASCRIPT for word in ("-e", line))
            return ("osascript", *script, title, body), {}
        if self.platform == "win32":
            texts = {"MENTORLOG_TITLE": title, "MENTORLOG_TEXT": body}
            return ("powershell", "-NoProfile", "-NonInteractive", "-Command", _TOAST), texts
        address = bus(self.variables, self.account)
        if address is None:
            raise StorageFailed("There's no desktop session to show it in.")
        import html

        escaped = html.escape(body, quote=False)  # a notification server may read markup
        return (NOTIFY, "--app-name=mentorlog", "--", title, escaped), {BUS: address}


def _single_spaced(line: str) -> str:
    """A line of a table with single spaces, for a proportional font."""
    return re.sub(r" {2,}", "  ", line.strip())


def bus(variables: Mapping[str, str], account: int) -> str | None:
    """The address of the user's session bus, even if no variable has it, as under cron."""
    address = variables.get(BUS)
    if address:
        path = re.match(r"unix:path=([^,;]+)", address)
        return address if path is None or Path(path[1]).is_socket() else None
    runtime = variables.get("XDG_RUNTIME_DIR") or f"/run/user/{account}"
    path_of_bus = Path(runtime) / "bus"
    return f"unix:path={path_of_bus}" if path_of_bus.is_socket() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProgram:
    """The user's own program: ntfy, Apprise, mail. It gets the whole digest on stdin.

    `argv`: from `nudge.command` in the configuration; no shell runs it.
    """

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    name: str = "command"

    def deliver(self, text: str) -> None:
        program = str(Path(self.argv[0]).expanduser())
        ran = run_program((program, *self.argv[1:]), self.variables, text=text, unheard=True)
        if ran.status == NOT_STARTED:
            raise StorageFailed(f"{program} can't be started.")
        if ran.status:
            raise StorageFailed(f"{program} refused it (exit {ran.status}).")


def _reach_of_desktop(environment: Environment, _: Scheduler) -> Reach:
    if environment.platform in ("darwin", "win32"):
        return Reach()
    notify = found_program(NOTIFY, environment.variables)
    address = bus(environment.variables, environment.account)
    if notify is None or address is None:
        return Reach(caution=Caution.NO_DESKTOP)
    is_usual = address == bus({}, environment.account)
    variables = {} if is_usual else {BUS: address}
    return Reach(variables={**variables, **_path_to(notify)})


def _reach_of_program(environment: Environment, _: Scheduler) -> Reach:
    named = _own_program(environment)[0]
    program = found_program(str(Path(named).expanduser()), environment.variables)
    if program is None:
        return Reach(caution=Caution.NO_COMMAND)
    return Reach(variables={} if os.sep in named else _path_to(program))


def _path_to(program: str) -> Mapping[str, str]:
    """A PATH with the program's folder, if the system's default PATH doesn't have it."""
    if found_program(Path(program).name, {}) == program:
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
        reach=lambda _, scheduler: Reach(caution=scheduler.why_unread()),
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
        reach=_reach_of_desktop,
        arrives="on your desktop",
        arrived="A test message is on your desktop.",
        is_watched=True,
    ),
    "banner": ChannelKind(
        make=lambda _, banner: Banner(banner),
        arrives="in a file that your shell prints when it starts",
        arrived="A test message is waiting for the next shell that has the line for it.",
        is_watched=False,
    ),
    "command": ChannelKind(
        make=lambda environment, _: OwnProgram(
            argv=_own_program(environment), variables=environment.variables
        ),
        reach=_reach_of_program,
        arrives="through your own command",
        arrived="Your command got a test message.",
        is_watched=False,
    ),
}


def kind(name: str | None, where: str) -> ChannelKind:
    """The channel with this name, the default for None.

    Raises UsageError, naming `where` it was set.
    """
    channel = CHANNELS.get(name or DEFAULT)
    if channel is None:
        from mentorlog.terminal.wording import either

        raise UsageError(f"{where} takes {either(CHANNELS)}.")
    return channel


def chosen(environment: Environment, scheduler: Scheduler, wanted: str | None) -> tuple[str, Reach]:
    """The wanted channel, else the best available one, and its reach."""
    if wanted:
        return wanted, CHANNELS[wanted].reach(environment, scheduler)
    reached = ((name, CHANNELS[name].reach(environment, scheduler)) for name in _PREFERRED)
    return next((pair for pair in reached if pair[1].caution is None), (FALLBACK, Reach()))
