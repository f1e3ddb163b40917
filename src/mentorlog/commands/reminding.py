"""What all of `nudge` shares: window, channel, privacy and banner as the configuration wants them.

Light, as it is imported every hour; a channel that starts programs is imported only if it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.journal.homes import Homes
from mentorlog.reminders import heartbeat
from mentorlog.reminders import window as windows
from mentorlog.reminders.channels import Banner, Channel, Stdout

if TYPE_CHECKING:
    from mentorlog.commands.desk import Desk
    from mentorlog.journal.journal import Journal
    from mentorlog.views.nudges import Privacy


def window(environment: Environment) -> windows.Window:
    """When a scheduled nudge may speak. Raises UsageError."""
    try:
        return windows.read(environment.settings.window)
    except ValueError as error:
        raise UsageError(f"{environment.config_file}: nudge.window: {error}.") from None


def channel(environment: Environment) -> Channel:
    """The one that is configured; stdout where none ever was. Raises UsageError."""
    settings = environment.settings
    match settings.channel:
        case None | "stdout":
            return Stdout(environment.stdout)
        case "banner":
            return banner(environment)
        case "desktop":
            from mentorlog.reminders.desktop import Desktop

            return Desktop(
                platform=environment.platform,
                variables=environment.variables,
                account=environment.account,
            )
        case "command":
            from mentorlog.reminders.command import Command

            return Command(argv=own_program(environment), variables=environment.variables)
    raise UsageError(
        f"{environment.config_file}: nudge.channel takes stdout, desktop, banner or command."
    )


def own_program(environment: Environment) -> tuple[str, ...]:
    """The user's program for nudges. Raises UsageError if there is none."""
    if not environment.settings.command:
        raise UsageError(
            'The channel "command" needs a program to give the text to.',
            f'Name it in {environment.config_file}:  nudge.command = ["program", "argument"]',
        )
    return environment.settings.command


def privacy(environment: Environment) -> Privacy:
    """How much a scheduled digest tells: where others may look, a count. Raises UsageError."""
    from mentorlog.views.nudges import Privacy

    said = environment.settings.privacy
    if said is None:
        on_show = environment.settings.channel == "desktop"
        return Privacy.COUNT if on_show else Privacy.HANDLES
    try:
        return Privacy(said)
    except ValueError:
        raise UsageError(
            f"{environment.config_file}: nudge.privacy takes names, handles or count."
        ) from None


def banner(environment: Environment) -> Banner:
    """The file a shell prints: of this journal, and the same before and after it is made."""
    homes = Homes(environment.state_folder, environment.journal_folder)
    return Banner(environment.state_folder / f"{homes.mark}.banner")


def journal_of(environment: Environment) -> Journal:
    from mentorlog.journal.journal import Journal

    folders = (environment.journal_folder, environment.state_folder)
    return Journal(*folders, cache=environment.cache_folder)


def silence_of_nudges(desk: Desk) -> str:
    """What to tell whoever looks at the board if nudges have stopped coming; else nothing."""
    if desk.today != desk.environment.today:
        return ""
    try:
        days = windows.read(desk.environment.settings.window)
    except ValueError:  # told by whoever needs the window
        days = windows.Window()
    since = heartbeat.silent_since(desk.journal.state_folder, desk.today, days)
    if since is None:
        return ""
    from mentorlog.terminal.silence import silence

    return silence(since, desk.today)
