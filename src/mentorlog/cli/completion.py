"""What a shell is offered for a word that is begun. Typer's own mechanism asks, and installs.

Knows the line as the shell handed it over; what there is to offer, `commands.completing` knows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorlog.environment import Environment

Offer = tuple[str, str]  # a word, and what it is; Typer reads the annotations
_LINES = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")  # zsh and fish, bash


def handles_like(incomplete: str) -> list[Offer]:
    from mentorlog.commands import completing

    return _offered(completing.handles, incomplete)


def ids_like(incomplete: str) -> list[Offer]:
    from mentorlog.commands import completing

    return _offered(completing.ids, incomplete)


def handles_or_ids_like(incomplete: str) -> list[Offer]:
    return [*handles_like(incomplete), *ids_like(incomplete)]


def templates_like(incomplete: str) -> list[Offer]:
    from mentorlog.commands import completing

    return _offered(completing.templates, incomplete)


def _offered(offer: Callable[[Environment, str], list[Offer]], incomplete: str) -> list[Offer]:
    """None where the world can't be told, and never an error: somebody is typing."""
    from mentorlog.environment import this_process
    from mentorlog.errors import MentorlogError

    try:
        world = this_process().configured(journal=_given("--journal"), config=_given("--config"))
    except (OSError, MentorlogError):
        return []
    return offer(world, incomplete)


def _given(option: str) -> str | None:
    """The value of a root option, which may stand anywhere in the line."""
    import shlex

    line = next(filter(None, map(os.environ.get, _LINES)), "")
    try:
        words = shlex.split(line)
    except ValueError:  # a quotation that isn't closed yet
        words = line.split()
    for word, following in zip(words, [*words, ""][1:], strict=True):
        name, equals, value = word.partition("=")
        if name == option:
            return (value if equals else following) or None
    return None
