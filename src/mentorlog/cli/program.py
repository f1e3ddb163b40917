"""All commands as one program: a table of names. A command's room is imported only to run it.

The help of a command is the docstring of its room, which is read and not imported, so that
`--help` waits for none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from typing import Any, cast

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from mentorlog.cli.app import app

PANELS = {  # as --help shows them
    "Meet": ("log-meeting", "prep", "note", "gave", "received", "ask", "todo", "done"),
    "Agree": (
        *("new-agreement", "amend", "schedule", "pause", "resume"),
        *("check-in", "close", "reopen", "thanks", "update", "reconnect"),
        *("compare-expectations", "candidate"),
    ),
    "Look": ("review", "show", "find", "people"),
    "Mend": ("edit", "move", "rename", "remove", "undo", "erase"),
    "Set up": ("doctor", "config", "demo", "schema", "export", "import", "nudge", "sync", "seal"),
}
BELOW: dict[str, tuple[str, ...]] = {
    "nudge": ("install", "uninstall", "status", "test", "snooze"),
    "seal": ("init", "on", "off", "entry", "status", "test"),
    "sync": ("init",),
}  # a command's own commands

OLD: dict[
    str, str
] = {}  # commands that have no room yet: the module of `cli` that holds their signature


@functools.cache
def program() -> TyperGroup:
    """The root: its options, and the commands of the table."""
    root = typer.Typer(
        name=app.info.name,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        context_settings=app.info.context_settings,
    )
    root.registered_callback = app.registered_callback
    made = cast("TyperGroup", typer.main.get_command(root))  # it has a callback, so it is a group
    made.commands = cast("dict[str, Any]", _OnDemand("", PANELS))
    return made


class _OnDemand(Mapping[str, Any]):
    """Commands by name, in the order of --help. Typer keeps their type to itself; hence Any."""

    def __init__(self, above: str, panels: Mapping[str, tuple[str, ...]]) -> None:
        self._above = above
        self._panels = {name: panel for panel, names in panels.items() for name in names}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._make(name, self._panels[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._panels)

    def __len__(self) -> int:
        return len(self._panels)

    def _make(self, name: str, panel: str) -> Any:
        words = f"{self._above} {name}".lstrip()
        if words in OLD:
            return _old(words)
        if words in BELOW:
            below = _OnDemand(words, {"": BELOW[words]})
            return _Group(words, rich_help_panel=panel, commands=below)
        return _Command(words, rich_help_panel=panel or None)


class _Command(TyperCommand):
    """A command that knows its name and its help; the rest is made when it is needed."""

    def __init__(self, words: str, **more: Any) -> None:
        super().__init__(**_known(words), **more)
        self._words = words
        del self.params, self.callback

    def __getattr__(self, name: str) -> Any:
        return _from_room(self, self._words, name)


class _Group(TyperGroup):
    """A command with others below it, which does something alone, too."""

    def __init__(self, words: str, **more: Any) -> None:
        super().__init__(invoke_without_command=True, **_known(words), **more)
        self._words = words
        del self.params, self.callback

    def __getattr__(self, name: str) -> Any:
        return _from_room(self, self._words, name)


def _known(words: str) -> dict[str, Any]:
    return {"name": words.rpartition(" ")[2], "help": _help(words)}


def _from_room(command: TyperCommand | TyperGroup, words: str, name: str) -> Any:
    """What a command lacks until somebody asks for it. Raises AttributeError."""
    if name not in ("params", "callback"):
        raise AttributeError(name)
    from mentorlog.cli.building import built

    made = built(words)
    command.params, command.callback = made.params, made.callback
    return getattr(command, name)


def _help(words: str) -> str:
    """The docstring of a room, from its source: it begins with it."""
    from mentorlog.commands.rooms import room_of

    room = room_of(words)
    spec: Any = find_spec(room)
    source = spec.loader.get_source(room)
    return cleandoc(source.split('"""', 2)[1] if source else import_module(room).__doc__ or "")


def _old(name: str) -> Any:
    import_module(f"mentorlog.cli.{OLD[name]}")
    short, markup = app.pretty_exceptions_short, app.rich_markup_mode
    for group in app.registered_groups:
        if group.name == name:
            return typer.main.get_group_from_info(
                group,
                pretty_exceptions_short=short,
                rich_markup_mode=markup,
                suggest_commands=app.suggest_commands,
            )
    [info] = [one for one in app.registered_commands if one.name == name]
    return typer.main.get_command_from_info(
        info, pretty_exceptions_short=short, rich_markup_mode=markup
    )
