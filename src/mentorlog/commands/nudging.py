"""What commands share of nudges: their settings, checked, their banner, and their journal.

This imports little: it runs every hour.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorlog.environment import Environment
from mentorlog.errors import UsageError
from mentorlog.journal.homes import Homes
from mentorlog.reminders import Window, ledger, window_of

if TYPE_CHECKING:
    from mentorlog.commands.desk import Desk
    from mentorlog.domain.relationship import Relationship
    from mentorlog.journal.journal import Journal
    from mentorlog.reminders.channels import Banner, Channel, ChannelKind
    from mentorlog.views.nudges import Privacy

_LOOKED_INTO = 20  # pieces of advice per person; more open ones are not looked into


def window(environment: Environment) -> Window:
    """When a scheduled nudge may speak. Raises UsageError."""
    try:
        return window_of(environment.settings.window)
    except ValueError as error:
        raise UsageError(f"{environment.config_file}: nudge.window: {error}.") from None


def channel(environment: Environment) -> Channel:
    """The configured channel, else stdout. Raises UsageError."""
    return _kind(environment).make(environment, banner(environment).path)


def _kind(environment: Environment) -> ChannelKind:
    from mentorlog.reminders import channels  # the board doesn't need it

    return channels.kind(environment.settings.channel, f"{environment.config_file}: nudge.channel")


def privacy(environment: Environment) -> Privacy:
    """How much a scheduled digest tells; only a count if others may look. Raises UsageError."""
    from mentorlog.views.nudges import Privacy

    value = environment.settings.privacy
    if value is None:
        return Privacy.COUNT if _kind(environment).is_watched else Privacy.HANDLES
    try:
        return Privacy(value)
    except ValueError:
        raise UsageError(
            f"{environment.config_file}: nudge.privacy takes names, handles or count."
        ) from None


def banner(environment: Environment) -> Banner:
    """The banner of this journal, which a shell prints; the same before the journal is made."""
    from mentorlog.reminders.channels import Banner

    homes = Homes(environment.state_folder, environment.journal_folder)
    return Banner(environment.state_folder / f"{homes.mark}.banner")


def journal_of(environment: Environment) -> Journal:
    from mentorlog.journal.homes import refuse_inside
    from mentorlog.journal.journal import Journal

    refuse_inside(environment.journal_folder, environment.config_file)
    folders = (environment.journal_folder, environment.state_folder)
    return Journal(*folders, cache=environment.cache_folder)


def with_outcomes(journal: Journal, relationship: Relationship, today: dt.date) -> Relationship:
    """A relationship with the words of advice not yet reported back, which hold its outcome."""
    from mentorlog.domain.relationship import as_known
    from mentorlog.views.loops import untold_advice

    latest = untold_advice(relationship, today)[-_LOOKED_INTO:]
    if not latest:
        return relationship
    read = journal.with_words_of(relationship, {advice.id for advice in latest})
    return as_known(read, today, arranged=True)


def silence_of_nudges(desk: Desk) -> str:
    """The board's remark if nudges have stopped coming, else ""."""
    if desk.today != desk.environment.today:
        return ""
    try:
        days = window_of(desk.environment.settings.window)
    except ValueError:  # reported where the window is needed
        days = Window()
    since = ledger.silent_since(desk.journal.state_folder, desk.today, days)
    if since is None:
        return ""
    from mentorlog.terminal.digest import silence

    return silence(since, desk.today)
