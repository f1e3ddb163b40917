"""All commands as one program, each built from its signature only when it is asked for.

Building a command takes longer than most of them run, and nobody asks for more than one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, cast

import typer
import typer.main
from typer.core import TyperGroup

from mentorlog.cli.app import app


@functools.cache
def program() -> TyperGroup:
    """The root: its options, and the commands that were registered with `app`."""
    root = typer.Typer(
        name=app.info.name,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        context_settings=app.info.context_settings,
    )
    root.registered_callback = app.registered_callback
    made = cast("TyperGroup", typer.main.get_command(root))  # it has a callback, so it is a group
    made.commands = cast("dict[str, Any]", _OnDemand())
    return made


class _OnDemand(Mapping[str, Any]):
    """Commands by name, in the order of --help. Typer keeps their type to itself; hence Any."""

    def __init__(self) -> None:
        self._groups = {str(info.name): info for info in app.registered_groups}
        self._commands = {str(info.name): info for info in app.registered_commands}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._build(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._commands, *self._groups))

    def __len__(self) -> int:
        return len(self._commands) + len(self._groups)

    def _build(self, name: str) -> Any:
        short, markup = app.pretty_exceptions_short, app.rich_markup_mode
        if name in self._groups:
            return typer.main.get_group_from_info(
                self._groups[name],
                pretty_exceptions_short=short,
                rich_markup_mode=markup,
                suggest_commands=app.suggest_commands,
            )
        return typer.main.get_command_from_info(
            self._commands[name], pretty_exceptions_short=short, rich_markup_mode=markup
        )
