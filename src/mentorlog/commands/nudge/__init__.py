"""See what needs doing now, or get reminded when it's time.

Example: mentorlog nudge install
"""

from __future__ import annotations

from typing import Any

from mentorlog.arguments import Reader, option
from mentorlog.commands import SOMETHING_DUE, Alone, Choice, Reading, Result, configuration
from mentorlog.commands.desk import Desk
from mentorlog.commands.nudge_scheduled import Scheduled, scheduled
from mentorlog.environment import Environment
from mentorlog.frozen import dataclass
from mentorlog.reminders.kinds import items
from mentorlog.views.nudges import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(Reader):
    scheduled: bool = option("--scheduled", "For schedulers: silent unless there's something new.")
    explain: bool = option("--explain", "Say why and when each person is mentioned, or why not.")
    exit_code: bool = option("--exit-code", "Exit with 10 if something is due.")
    greet: bool = option("--greet", "Only send a test message.", hidden=True)


def nudge(desk: Desk, typed: Nudge) -> Result:
    """Everything that needs doing, even if it was said before or is snoozed."""
    window = configuration.window(desk.environment)
    everybody = [
        configuration.with_outcomes(desk.journal, one, desk.today)
        for one in desk.contents.relationships
    ]
    nudges = items(everybody, desk.today, window, reveal=desk.reveal)
    return Result(
        view=Digest(as_of=desk.today, nudges=nudges),
        format="digest",
        status=SOMETHING_DUE if typed.exit_code and nudges else 0,
    )


def _chosen(_: Environment, typed: Nudge, __: bool) -> Reading[Any] | Alone[Any]:  # noqa: FBT001
    if typed.explain:
        from mentorlog.commands.nudge.explain import explain

        return Reading(Nudge, explain)
    if typed.scheduled:
        return Alone(Scheduled, scheduled)
    return Reading(Nudge, nudge)


COMMAND = Choice(Nudge, _chosen)
