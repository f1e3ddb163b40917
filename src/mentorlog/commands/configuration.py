"""What commands share of the configuration: nudges' settings, checked; config.toml, changed by key.

The command that shows and sets them is in `config`. This imports little: it runs every hour.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentorlog import files
from mentorlog.environment import BOM, Environment
from mentorlog.errors import Refused, StorageFailed, UsageError
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


TomlValue = str | int | tuple[str, ...]


def save(path: Path, changes: Mapping[str, TomlValue | None]) -> bytes | None:
    """Set these keys ("nudge.channel"), or remove them (None); return the file's former bytes.

    None if there was no file. If the file is a link, its target is changed. Raises Refused if a key
    can't be set without touching something else, Conflict, StorageFailed.
    """
    target = Path(os.path.realpath(path))
    with contextlib.suppress(StorageFailed):
        files.sweep(target.parent, age=files.ABANDONED)
    before = files.read_if_there(target)
    text = (before or b"").decode()
    for key, value in changes.items():
        text = changed(text, key, value, str(path))
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Refused("This path isn't text, so it can't be saved in the configuration.") from None
    _write(target, data, before)
    return before


def put_back(path: Path, before: bytes | None) -> None:
    """Undo `save`. Raises StorageFailed."""
    target = Path(os.path.realpath(path))
    if before is None:
        files.remove(target)
    else:
        files.overwrite(target, before)


def changed(text: str, key: str, value: TomlValue | None, path: str = "config.toml") -> str:
    """The text with this key set, or (None) removed; every other character stays.

    Raises Refused if the key is a table, or its table is something else.
    """
    import tomlkit

    body = text.removeprefix(BOM)
    document = tomlkit.parse(body)
    *tables, name = key.split(".")
    table: Any = document
    for part in tables:
        table = table.setdefault(part, tomlkit.table())
        if not isinstance(table, MutableMapping):
            raise _taken_error(key, value, path)
    if isinstance(table.get(name), MutableMapping):
        raise _taken_error(key, value, path)
    plain = list(value) if isinstance(value, tuple) else value
    if table.get(name) == plain:
        return text
    if value is None:
        del table[name]
    else:
        table[name] = plain
    result = text.removesuffix(body) + tomlkit.dumps(document)
    return re.sub(r"\r?\n", "\r\n", result) if "\r\n" in text else result


def _taken_error(key: str, value: TomlValue | None, path: str) -> Refused:
    return Refused(
        f"{key} can't be set in {path} without touching the rest of it. Nothing changed.",
        "Remove it there yourself."
        if value is None
        else f"Write it there yourself:  {key} = {toml_value(value)}",
    )


def toml_value(value: TomlValue) -> str:
    import tomlkit

    return tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string()


def _write(path: Path, data: bytes, before: bytes | None) -> None:
    if data == (before or b""):
        return
    files.make_folder(path.parent)
    if before is None:
        files.create(path, data)
    else:
        files.replace(path, data, expected=before)
