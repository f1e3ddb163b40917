"""See the settings, or change one.

Example: mentorlog config me.name "Ada Novak"
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from mentorlog.arguments import DRY_RUN, Reader, Writer, argument, chosen
from mentorlog.commands import Alone, Result, configuration
from mentorlog.commands.configuration import TomlValue
from mentorlog.commands.typed import choice, refuse_controls
from mentorlog.environment import KEYS, Environment
from mentorlog.errors import NotFound, UsageError
from mentorlog.frozen import dataclass
from mentorlog.journal.homes import refuse_inside
from mentorlog.journal.names import echoed
from mentorlog.reminders import window_of
from mentorlog.reminders.channels import CHANNELS, DEFAULT
from mentorlog.terminal.layout import filled, hint
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.wording import either
from mentorlog.views import NO_ENTRIES, Shape
from mentorlog.views.nudges import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(Reader, Writer):
    unused = ("as_of", "reveal", "visibility", "resume")
    key: str | None = argument("KEY", "One setting; leave it out to see all.", choices=tuple(KEYS))
    value: str | None = argument("VALUE", 'The new value; "" restores the default.')
    dry_run: bool = DRY_RUN


def config(environment: Environment, typed: Config) -> Result:
    """Show all settings or one, or change one. Raises NotFound, UsageError, what saving raises."""
    if typed.key is None:
        return _listed(environment, tuple(KEYS))
    key = typed.key.strip().lower()
    if key not in KEYS:
        import difflib  # imported only for a mistake

        begun = [name for name in KEYS if key and name.startswith(key)]
        near = begun or difflib.get_close_matches(key, KEYS, n=1)
        meant = f" Did you mean {either(near)}?" if near else ""
        raise NotFound(f'There\'s no setting "{echoed(typed.key)}".{meant}', "mentorlog config")
    if typed.value is None:
        return _listed(environment, (key,), alone=True)
    refuse_controls(typed)
    text = typed.value.strip()
    value = _read(environment, key, text) if text else None
    if not typed.dry_run:
        configuration.save(environment.config_file, {key: value})
    setting = ShownSetting(
        key=key, value=None if value is None else _shown(value), is_set=bool(text)
    )
    file = str(environment.config_file)
    return Result(view=SettingChange(file=file, setting=setting, dry_run=typed.dry_run))


def _listed(environment: Environment, keys: tuple[str, ...], *, alone: bool = False) -> Result:
    settings = environment.settings
    items = tuple(
        ShownSetting(
            key=key,
            value=_in_force(environment, key),
            is_set=getattr(settings, KEYS[key].name) != KEYS[key].default,
            is_named=key == "journal" and environment.journal_named,
        )
        for key in keys
    )
    file = str(environment.config_file)
    return Result(view=SettingsList(as_of=environment.today, file=file, items=items, alone=alone))


def _in_force(environment: Environment, key: str) -> str | None:
    settings = environment.settings
    channel = settings.channel or DEFAULT
    match key:
        case "journal":
            return str(environment.journal_folder)
        case "state":
            return str(environment.state_folder)
        case "nudge.channel":
            return channel
        case "nudge.privacy" if settings.privacy is None:
            is_watched = channel in CHANNELS and CHANNELS[channel].is_watched
            return str(Privacy.COUNT if is_watched else Privacy.HANDLES)
    value = getattr(settings, KEYS[key].name)
    return _shown(value) if value else None


def _read(environment: Environment, key: str, text: str) -> TomlValue:
    """The value that a text means. Raises UsageError, or Refused for an unusable folder."""
    try:
        match key:
            case "journal":
                return _folder(text, Path(text), environment.state_folder, environment.config_file)
            case "state":
                return _folder(text, environment.journal_folder, Path(text))
            case "nudge.channel":
                return _channel(text)
            case "nudge.window":
                window_of(text)
            case "nudge.privacy":
                return str(choice(Privacy, text, key))
        return _of_kind(KEYS[key].kind, text)
    except ValueError as error:
        raise UsageError(f"{key}: {error}.") from None


def _of_kind(kind: type, text: str) -> TomlValue:
    if kind is list:
        return tuple(shlex.split(text))
    return _number(text) if kind is int else text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError("a whole number above 0")
    return int(text)


def _channel(name: str) -> str:
    name = chosen(name, CHANNELS)
    if name not in CHANNELS:
        raise ValueError(either(CHANNELS))
    return name


def _folder(text: str, journal: Path, *own: Path) -> str:
    """The full path of a folder, because nudges run from elsewhere."""
    for place in own:
        refuse_inside(journal.expanduser().absolute(), place.expanduser().absolute())
    return str(Path(text).expanduser().absolute())


def _shown(value: TomlValue) -> str:
    return shlex.join(value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSetting:
    """One setting. `value`: in force (None: nothing); `is_set`: whether config.toml sets it.

    `is_named`: whether --journal or MENTORLOG_JOURNAL says it instead.
    """

    JSON: ClassVar[Shape] = Shape(left_out=("is_set", "is_named"), keys={"set": "is_set"})

    key: str
    value: str | None
    is_set: bool
    is_named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsList:
    """Settings and their `file`. `alone`: only the value of one setting is wanted."""

    JSON: ClassVar[Shape] = Shape(schema="config", left_out=("file", "alone"))

    as_of: dt.date
    file: str
    items: tuple[ShownSetting, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One setting that was changed, or would be."""

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        left_out=("file", "setting"),
        keys={
            "action": "action",
            "key": "setting.key",
            "value": "setting.value",
            "set": "setting.is_set",
            **NO_ENTRIES,
        },
    )

    action: ClassVar[str] = "config"

    file: str
    setting: ShownSetting
    dry_run: bool


_COLUMN = 21  # cells: the longest key, and a gap

MEANING = {key: setting.meaning for key, setting in KEYS.items()} | {
    "nudge.channel": either(CHANNELS),
    "nudge.privacy": either(map(str, Privacy)),
}


def text(view: SettingsList | SettingChange, look: Look) -> Iterator[Line]:
    """Two lines for each setting, or one value, or what was changed."""
    if isinstance(view, SettingChange):
        yield from filled(_changed(view, look), look)
    elif view.alone:
        yield line(look.verbatim(view.items[0].value or ""))
    else:
        yield from _all(view, look)


def _all(view: SettingsList, look: Look) -> Iterator[Line]:
    yield line(f"Settings, kept in {look.verbatim(view.file)}")
    yield line()
    for setting in view.items:
        yield from _setting(setting, look)
    yield line()
    yield from hint("Change one (an empty VALUE removes it):", "mentorlog config KEY VALUE", look)


def _setting(setting: ShownSetting, look: Look) -> Iterator[Line]:
    value = look.verbatim(setting.value or "not set")
    where = "" if setting.is_set or not setting.value else "  (default)"
    if setting.is_named:
        where = "  (as --journal or MENTORLOG_JOURNAL says)"
    yield line(f"  {setting.key:{_COLUMN}}", value, (where, Style.FAINT))
    yield line((f"  {'':{_COLUMN}}{MEANING[setting.key]}", Style.FAINT))


def _changed(view: SettingChange, look: Look) -> str:
    value = look.verbatim(view.setting.value or "")
    change = f"set to {value}" if view.setting.is_set else "no longer set"
    if view.dry_run:
        would = f"be {change}" if view.setting.is_set else "no longer be set"
        return f"{view.setting.key} would {would}. Nothing was written."
    return f"{view.setting.key} is {change}."


COMMAND = Alone(Config, config)
