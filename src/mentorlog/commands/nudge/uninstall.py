"""Remove what install wrote, and nothing else.

Example: mentorlog nudge uninstall
"""

from __future__ import annotations

import contextlib

from mentorlog.arguments import DRY_RUN, YES, Writer
from mentorlog.commands import Alone, Result, nudging
from mentorlog.commands.nudge.installation import Installation, agreed, others
from mentorlog.environment import Environment
from mentorlog.errors import Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import ledger, schedulers


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstall(Writer):
    unused = ("visibility", "resume")

    dry_run: bool = DRY_RUN
    yes: bool = YES


def uninstall(environment: Environment, typed: Uninstall) -> Result:
    """Remove exactly what install wrote into a scheduler; the settings and the journal stay."""
    installed = schedulers.ours(environment)
    view = Installation(
        action="uninstall",
        as_of=environment.today,
        dry_run=typed.dry_run,
        changed=bool(installed),
        pieces=tuple(piece for scheduler in installed for piece in _pieces(scheduler)),
        removed=tuple(scheduler.name for scheduler in installed),
        others=others(environment),
        channel=environment.settings.channel,
        config_file=str(environment.config_file),
    )
    if installed and not typed.dry_run:
        agreed(environment, view, "Uninstall it?", yes=typed.yes)
        for scheduler in installed:
            scheduler.uninstall()
    if not typed.dry_run:  # also the pulse of runs by hand, or by the user's own crontab line
        _forget(environment)
    return Result(view=view)


def _pieces(scheduler: schedulers.Scheduler) -> tuple[schedulers.Piece, ...]:
    """The job as install wrote it; () if it isn't complete."""
    with contextlib.suppress(Refused):
        plan = scheduler.installed()
        return scheduler.pieces(plan) if plan else ()
    return ()


def _forget(environment: Environment) -> None:
    """Remove the pulse and the banner: without the job they would never change again."""
    journal = nudging.journal_of(environment)
    with contextlib.suppress(StorageFailed):
        nudging.banner(environment).clear()
        ledger.forget(journal.state_folder)


COMMAND = Alone(Uninstall, uninstall)
