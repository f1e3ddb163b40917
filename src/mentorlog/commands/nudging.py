"""nudge: what needs doing now; with --scheduled, what a scheduler should say, and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial

from mentorlog.commands import reminding
from mentorlog.commands.desk import Desk
from mentorlog.commands.result import Result
from mentorlog.environment import Environment
from mentorlog.errors import StorageFailed
from mentorlog.journal.journal import Contents, Journal
from mentorlog.reminders import snoozes
from mentorlog.reminders.items import items
from mentorlog.reminders.scheduled import Ending, Job, ceiling, run
from mentorlog.terminal.digest import digest, greeting
from mentorlog.views.nudges import Digest

SOMETHING_DUE = 10  # the exit status that --exit-code asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """`greet`: with `scheduled`, only say that this is a test."""

    scheduled: bool = False
    exit_code: bool = False
    greet: bool = False


def nudge(desk: Desk, typed: Nudge) -> Result:
    """Everything that needs doing, said now whatever was said before, snoozed or not."""
    problems = desk.contents.problems
    window = reminding.window(desk.environment)
    due = Digest(
        as_of=desk.today,
        nudges=items(desk.contents.relationships, desk.today, window, reveal=desk.reveal),
    )
    status = SOMETHING_DUE if typed.exit_code and due.nudges else 0
    return Result(view=due, problems=problems, status=status)


def scheduled(environment: Environment, typed: Nudge) -> Result:
    """One run of the scheduled job; damage is told in its digest, and is no failure."""
    journal = reminding.journal_of(environment)
    job = Job(
        folder=journal.state_folder,
        window=reminding.window(environment),
        channel=reminding.channel(environment, journal),
        wording=partial(digest, scheduled=True, privacy=reminding.privacy(environment)),
        banner=reminding.banner(environment, journal),
    )
    with ceiling(lambda: os._exit(StorageFailed.exit_status)):
        if typed.greet:
            job.channel.deliver(greeting())
            return Result(view=None)
        outcome = run(job, partial(_awake, environment, journal), environment.now)
    if outcome.ending is Ending.FELL_BACK:
        environment.stderr.write(f"mentorlog: {outcome.failure} It waits in the banner instead.\n")
    due = typed.exit_code and outcome.due is not None and outcome.due.nudges
    return Result(view=None, status=SOMETHING_DUE if due else 0)


def _awake(environment: Environment, journal: Journal) -> Contents:
    """The journal without those who are snoozed."""
    contents = journal.load()
    left_out = snoozes.load(journal.state_folder, environment.today)
    awake = tuple(one for one in contents.relationships if one.id not in left_out)
    return replace(contents, relationships=awake)
