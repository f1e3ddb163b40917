"""nudge status: whether nudges are on their way, and how."""

from __future__ import annotations

from mentorlog.commands import reminding
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.frozen import dataclass
from mentorlog.reminders import heartbeat, schedulers
from mentorlog.views.nudge_status import NudgeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect:
    """It takes nothing."""


def status(environment: Environment, _: Inspect) -> Result:
    """The scheduler, when it ran and will, the channel, the program. Raises Refused."""
    machine = reminding.host(environment)
    scheduler, plan = next(schedulers.installed(machine), (None, None))
    if scheduler is None:
        schedulers.ours(machine)  # raises where it can't be told, which is not the same as none
    journal = reminding.journal_of(environment)
    window = reminding.window(environment)
    return Result(
        view=NudgeStatus(
            as_of=environment.today,
            scheduler=scheduler.name if scheduler else None,
            window=environment.settings.window,
            channel=environment.settings.channel or "stdout",
            last_run=heartbeat.last_run(journal.state_folder),
            next_run=plan.next_run(environment.now) if plan else None,
            meets_window=plan.meets(window) if plan else None,
            program=str(plan.program) if plan else None,
            program_exists=plan.program.exists() if plan else None,
            silent_since=heartbeat.silent_since(journal.state_folder, environment.today, window),
            banner=str(reminding.banner(environment).path),
        )
    )
