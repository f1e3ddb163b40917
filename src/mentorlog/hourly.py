"""The line that a scheduler runs, without Typer: importing that takes as long as all the rest.

It knows the line that `nudge install` writes, and no more: any other goes to `cli`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorlog.environment import Environment

_PLACES = {"--config", "--journal"}


def places(arguments: Sequence[str]) -> Mapping[str, str] | None:
    """Where things are according to `[--config FILE] [--journal DIR] nudge --scheduled`.

    None for any other line.
    """
    *options, command, flag = ["", "", *arguments]
    if (command, flag) != ("nudge", "--scheduled"):
        return None
    names, values = options[2::2], options[3::2]
    plain = all(value and not value.startswith("-") for value in values)
    if not plain or len(values) < len(names) or not _PLACES.issuperset(names):
        return None
    return dict(zip(names, values, strict=True)) if len(set(names)) == len(names) else None


def nudge(environment: Environment | None, places: Mapping[str, str]) -> int:
    """Run it; the exit status. Raises MentorlogError."""
    from mentorlog.commands.scheduling import Scheduled, scheduled
    from mentorlog.environment import this_process

    world = (environment or this_process()).configured(
        journal=places.get("--journal"), config=places.get("--config")
    )
    result = scheduled(world, Scheduled())
    world.stdout.flush()
    return result.exit_status
