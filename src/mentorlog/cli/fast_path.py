"""Answers without Typer, whose import takes as long as everything else.

These are the line that `nudge install` writes, and a shell's question for completions. Everything
else goes to `program`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorlog.environment import Environment

_PLACES = {"--config", "--journal"}


def completed(variables: Mapping[str, str]) -> int | None:
    """Answer a shell that asks for completions; the exit status, or None if none asks."""
    if "_MENTORLOG_COMPLETE" not in variables:
        return None
    from mentorlog.cli import completion

    return completion.answered(variables)


def places(arguments: Sequence[str]) -> Mapping[str, str] | None:
    """The folders in `[--config FILE] [--journal DIR] nudge --scheduled`.

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
    """Run it; return the exit status. Raises MentorlogError; wrong settings only once a day."""
    from mentorlog.commands.nudge_scheduled import Scheduled, is_to_be_told, scheduled
    from mentorlog.environment import this_process
    from mentorlog.errors import UsageError

    world = environment or this_process()
    try:
        result = scheduled(
            world.configured(journal=places.get("--journal"), config=places.get("--config")),
            Scheduled(),
        )
    except UsageError as error:  # about the settings: the line is our own
        if is_to_be_told(world, error):
            raise
        return error.exit_status
    world.stdout.flush()
    return result.exit_status
