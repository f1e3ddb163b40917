"""Finds the room of a command by its name. No room imports another; whoever needs one asks here."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any


def room_of(words: str) -> str:
    """The module of a command: "nudge install" lives in `commands.nudge.install`."""
    names = [f"{word}_" if iskeyword(word) else word.replace("-", "_") for word in words.split()]
    return ".".join(("mentorlog.commands", *names))


def about(words: str) -> tuple[str, ...]:
    """The fields that name whom a command is about; none of a command that there isn't."""
    try:
        kind = command(words).arguments
    except (ModuleNotFoundError, AttributeError):
        return ()
    from mentorlog import arguments

    return arguments.about(kind)


def command(words: str) -> Any:
    """What the room of a command offers: a Command, a Reading, an Alone or a Choice."""
    return import_module(room_of(words)).COMMAND
