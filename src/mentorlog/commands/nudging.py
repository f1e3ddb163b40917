"""nudge: what needs doing now."""

from __future__ import annotations

from mentorlog.commands import reminding
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import SOMETHING_DUE, Result
from mentorlog.frozen import dataclass
from mentorlog.reminders.kinds import items
from mentorlog.views.nudges import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    exit_code: bool = False


def nudge(desk: Desk, typed: Nudge) -> Result:
    """Everything that needs doing, said now whatever was said before, snoozed or not."""
    problems = desk.contents.problems
    window = reminding.window(desk.environment)
    everybody = [
        reminding.with_outcomes(desk.journal, one, desk.today)
        for one in desk.contents.relationships
    ]
    due = Digest(as_of=desk.today, nudges=items(everybody, desk.today, window, reveal=desk.reveal))
    status = SOMETHING_DUE if typed.exit_code and due.nudges else 0
    return Result(view=due, problems=problems, status=status)
