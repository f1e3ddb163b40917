"""nudge test: runs the installed job as a scheduler would, knowing nothing, and sends a test."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path

from mentorlog.commands import reminding
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import host as programs
from mentorlog.reminders import schedulers
from mentorlog.reminders.schedulers import Scheduler
from mentorlog.views.trial import Trial

SECONDS = 30  # a run ends itself before
_KEPT = ("SYSTEMROOT",)  # without it nothing starts on Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """It takes nothing."""


def test(environment: Environment, _: Try) -> Result:
    """The installed job, run now. What it had to say is said, and counts as said."""
    machine = reminding.host(environment)
    scheduler, plan = next(schedulers.installed(machine), (None, None))
    if scheduler is None or plan is None:
        schedulers.ours(machine)  # raises where it can't be told, which is not the same as none
        raise Refused("No nudges are installed.", "Install them:  mentorlog nudge install")
    if not plan.program.exists():
        raise Refused(
            f"{plan.program} is no longer there, so no nudge can come.",
            "Install them anew:  mentorlog nudge install",
        )
    tried = trial(environment, scheduler, environment.settings.channel or "stdout")
    return Result(view=tried, status=_status(tried))


def trial(environment: Environment, scheduler: Scheduler, channel: str) -> Trial:
    """The job as it stands in the scheduler; then the same with a test message for the channel."""
    empty = {k: v for k in _KEPT if (v := environment.variables.get(k))}
    root = Path(os.sep).absolute()

    def ran(*more: str) -> programs.Ran:
        return programs.run(scheduler.command(*more), empty, seconds=SECONDS, folder=root)

    job = ran()
    told = Trial(
        as_of=environment.today,
        command=shlex.join(scheduler.command()),
        channel=channel,
        status=job.status,
        printed=job.out.decode(errors="replace"),
        complaint=job.err.decode(errors="replace"),
    )
    if job.status:
        return told
    greeted = ran("--greet")
    return replace(
        told,
        delivered=greeted.status == 0,
        channel_complaint=greeted.err.decode(errors="replace"),
    )


def _status(tried: Trial) -> int:
    """As the job ended, where it is one of ours; a message that got lost reached no channel."""
    if tried.status:
        ours = tried.status <= StorageFailed.exit_status
        return tried.status if ours else MentorlogError.exit_status
    return 0 if tried.delivered else StorageFailed.exit_status
