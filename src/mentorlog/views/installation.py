"""What `nudge install` and `uninstall` change: the exact texts, and where they stand."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from mentorlog.frozen import dataclass
from mentorlog.views.trial import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text that is written. `place`: a path, or what else it is called."""

    place: str
    text: str


class Caution(StrEnum):
    """What may keep nudges from reaching anybody."""

    NOT_HERE = "scheduler_missing"  # it could not be installed on this machine
    MUTED = "mailto_empty"  # the crontab throws away what is printed
    NO_MAIL = "no_mail"  # nobody mails what is printed
    NO_DESKTOP = "no_desktop"
    NO_COMMAND = "no_command"  # the user's program is not found
    TEMPORARY = "temporary_folder"  # where the executable lies


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`action`: install or uninstall. `changed`: False if everything is so already.

    `hours`: the first and the last run of a day. `settings`: what config.toml will say, by key.
    `removed`: other schedulers whose job is taken away. `banner`: the file that a shell prints.
    `backup`: the crontab as it was. `shown`: the texts were shown before, when it was asked.
    `trial`: how its first run went; None where it wasn't tried.
    """

    action: str
    as_of: dt.date
    dry_run: bool = False
    changed: bool = True
    scheduler: str | None = None
    channel: str | None = None
    window: str | None = None
    hours: tuple[str, str] | None = None
    pieces: tuple[Piece, ...] = ()
    config_file: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    banner: str | None = None
    backup: str | None = None
    shown: bool = False
    trial: Trial | None = None
