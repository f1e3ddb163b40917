"""Run the installed job now, in an empty environment, and send a test message.

Example: mentorlog nudge test
"""

from __future__ import annotations

from mentorlog.arguments import Reader
from mentorlog.commands import Alone, Result
from mentorlog.commands.nudge.installation import Trial, run_trial
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, Refused, StorageFailed
from mentorlog.frozen import dataclass
from mentorlog.reminders import channels, schedulers


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Reader):
    unused = ("as_of", "reveal")


def test(environment: Environment, _: Test) -> Result:
    """Run the installed job now. What it says counts as said."""
    scheduler, plan = next(schedulers.installed(environment), (None, None))
    if scheduler is None or plan is None:
        schedulers.ours(environment)  # raises if it can't be told, which isn't the same as none
        raise Refused("No nudges are installed.", "Install them:  mentorlog nudge install")
    if not plan.program.exists():
        raise Refused(
            f"{plan.program} is gone, so no nudge can come.",
            "Install them again:  mentorlog nudge install",
        )
    view = run_trial(environment, scheduler, environment.settings.channel or channels.DEFAULT)
    return Result(view=view, status=_status(view))


def _status(view: Trial) -> int:
    """The job's exit status, or 1 for one that isn't ours; else whether the message got through."""
    if view.status:
        is_ours = view.status <= StorageFailed.exit_status
        return view.status if is_ours else MentorlogError.exit_status
    return 0 if view.delivered else StorageFailed.exit_status


COMMAND = Alone(Test, test)
