"""nudge: what needs doing now; with --scheduled, what a scheduler should say, and nothing else."""

from __future__ import annotations

import contextlib
import datetime as dt
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
from mentorlog.reminders.scheduled import CEILING, Ending, Job, ceiling, run
from mentorlog.terminal.digest import digest, greeting, sentence
from mentorlog.views.nudges import Digest

SOMETHING_DUE = 10  # the exit status that --exit-code asks for
_STDERR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """`greet`: with `scheduled`, only say that this is a test."""

    scheduled: bool = False
    exit_code: bool = False
    greet: bool = False
    as_of: str | None = None
    as_json: bool = False


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
    """One run of the scheduled job; damage is told in its digest, and is no failure.

    From another day it is that day's run: what it says counts as said then.
    """
    now = _as_of(environment, typed.as_of)
    journal = reminding.journal_of(environment)
    job = Job(
        folder=journal.state_folder,
        window=reminding.window(environment),
        channel=reminding.channel(environment, journal),
        wording=partial(digest, scheduled=True, privacy=reminding.privacy(environment)),
        banner=reminding.banner(environment, journal),
    )
    if typed.as_json and job.channel.name == "stdout":
        job = replace(job, apart=partial(_as_json, journal))
    with ceiling(_out_of_time):
        if typed.greet:
            job.channel.deliver(greeting())
            return Result(view=None)
        load = partial(_awake, journal, now.date())
        outcome = run(job, load, now, clock=environment.now)
    if outcome.ending is Ending.FELL_BACK:
        environment.stderr.write(f"mentorlog: {outcome.failure} It waits in the banner instead.\n")
    due = typed.exit_code and outcome.due is not None and outcome.due.nudges
    return Result(view=None, status=SOMETHING_DUE if due else 0)


def _as_of(environment: Environment, day: str | None) -> dt.datetime:
    """This time of day, on that day."""
    if day is None:
        return environment.now
    from mentorlog.commands.dates import Toward, date

    seen_from = date(day, today=environment.today, toward=Toward.PAST)
    return dt.datetime.combine(seen_from, environment.now.time())


def _as_json(journal: Journal, news: Digest) -> str:
    from mentorlog.exchange.nudge_json import nudge_json

    return nudge_json(news, journal.load().problems if news.damaged else (), sentence)


def _out_of_time() -> None:
    """End the process, whatever it is waiting for; say so if that takes no waiting."""
    said = f"mentorlog: Stopped after {CEILING:.0f} seconds. The next run tries again.\n"
    with contextlib.suppress(OSError):
        os.set_blocking(_STDERR, False)
        os.write(_STDERR, said.encode())
    os._exit(StorageFailed.exit_status)


def _awake(journal: Journal, today: dt.date) -> Contents:
    """The journal without those who are snoozed."""
    contents = journal.load()
    left_out = snoozes.load(journal.state_folder, today)
    awake = tuple(one for one in contents.relationships if one.id not in left_out)
    return replace(contents, relationships=awake)
