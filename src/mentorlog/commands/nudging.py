"""nudge: what needs doing now; with --scheduled, what a scheduler should say, and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial

from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import StorageFailed, UsageError
from mentorlog.journal.journal import Journal
from mentorlog.reminders import window as windows
from mentorlog.reminders.channels import Channel, Stdout, banner_in
from mentorlog.reminders.items import items
from mentorlog.reminders.scheduled import Ending, Job, ceiling, run
from mentorlog.terminal.digest import digest
from mentorlog.views.nudges import Digest

SOMETHING_DUE = 10  # the exit status that --exit-code asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    scheduled: bool = False
    exit_code: bool = False


def nudge(desk: Desk, typed: Nudge) -> Result:
    """Everything that needs doing, said now whatever was said before."""
    problems = desk.contents.problems
    window = _window(desk.environment)
    due = Digest(
        as_of=desk.today,
        nudges=items(desk.contents.relationships, desk.today, window, reveal=desk.reveal),
    )
    status = SOMETHING_DUE if typed.exit_code and due.nudges else 0
    return Result(view=due, problems=problems, status=status)


def scheduled(environment: Environment, typed: Nudge) -> Result:
    """One run of the scheduled job; damage is told in its digest, and is no failure."""
    journal = Journal(environment.journal_folder, environment.state_folder)
    job = Job(
        folder=journal.state_folder,
        window=_window(environment),
        channel=_channel(environment, journal),
        wording=partial(digest, scheduled=True),
    )
    with ceiling(lambda: os._exit(StorageFailed.exit_status)):
        outcome = run(job, journal.load, environment.now)
    if outcome.ending is Ending.FELL_BACK:
        environment.stderr.write(f"mentorlog: {outcome.failure} It waits in the banner instead.\n")
    due = typed.exit_code and outcome.due is not None and outcome.due.nudges
    return Result(view=None, status=SOMETHING_DUE if due else 0)


def _window(environment: Environment) -> windows.Window:
    try:
        return windows.read(environment.settings.window)
    except ValueError as error:
        raise UsageError(f"{environment.config_file}: nudge.window: {error}.") from None


def _channel(environment: Environment, journal: Journal) -> Channel:
    match environment.settings.channel:
        case "stdout":
            return Stdout(environment.stdout)
        case "banner":
            return banner_in(journal.state_folder)
    raise UsageError(f"{environment.config_file}: nudge.channel takes stdout or banner.")
