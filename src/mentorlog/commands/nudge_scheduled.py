"""`nudge --scheduled`: say what is new, and nothing else.

It runs every hour, and most runs have nothing to decide: the window is shut, or the day's digest is
delivered. So it is a module beside `nudge`, which it doesn't import, and it imports what only the
other runs need inside functions.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from functools import partial
from typing import TYPE_CHECKING

from mentorlog.commands import SOMETHING_DUE, Result, nudging
from mentorlog.environment import Environment
from mentorlog.errors import MentorlogError, StorageFailed
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.homes import Homes
from mentorlog.reminders import ledger
from mentorlog.reminders.scheduled import CEILING, Ending, Job, ceiling, run

if TYPE_CHECKING:
    from mentorlog.views.nudges import Digest

_STDERR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """`greet`: only say that this is a test."""

    exit_code: bool = False
    greet: bool = False
    as_of: str | None = None
    as_json: bool = False


def is_to_be_told(environment: Environment, error: MentorlogError) -> bool:
    """Whether to report an error that keeps the job from running: once a day."""
    return ledger.is_new(error.message, environment.state_folder, environment.today)


def scheduled(environment: Environment, typed: Scheduled) -> Result:
    """One run of the scheduled job. Damage is reported in the digest and isn't a failure.

    With --as-of it is that day's run: what it says counts as said then.
    """
    now = _as_of(environment, typed.as_of)
    if environment.settings.privacy is not None:
        nudging.privacy(environment)  # a wrong setting is reported before anything is decided
    home = Homes(environment.state_folder, environment.journal_folder).recognized()
    folder = home.folder if home else nudging.journal_of(environment).state_folder
    job = Job(
        folder=folder,
        window=nudging.window(environment),
        channel=nudging.channel(environment),
        wording=partial(_worded, environment),
        banner=nudging.banner(environment),
        always_looks=typed.exit_code,
    )
    if typed.as_json and job.channel.name == "stdout":
        job = replace(job, own_wording=partial(_as_json, environment))
    with ceiling(_out_of_time):
        if typed.greet:
            from mentorlog.terminal.digest import greeting

            job.channel.deliver(greeting())
            return Result(view=None)
        look = partial(_due, environment, job)
        outcome = run(job, look, now, clock=environment.now)
    if outcome.ending is Ending.FELL_BACK:
        from mentorlog.terminal.safe import verbatim

        failed = verbatim(outcome.failure or "")
        environment.stderr.write(f"mentorlog: {failed} It's in the banner instead.\n")
    due = typed.exit_code and outcome.due is not None and outcome.due.nudges
    return Result(view=None, status=SOMETHING_DUE if due else 0)


def _as_of(environment: Environment, day: str | None) -> dt.datetime:
    """The present time, on that day."""
    if day is None:
        return environment.now
    from mentorlog.commands.typed import past

    seen_from = past(day, environment.today)
    return dt.datetime.combine(seen_from, environment.now.time())


def _worded(environment: Environment, due: Digest) -> str:
    from mentorlog.terminal.digest import digest

    return digest(due, scheduled=True, privacy=nudging.privacy(environment))


def _as_json(environment: Environment, news: Digest) -> str:
    from mentorlog.exchange.json import as_json

    problems = nudging.journal_of(environment).load().problems if news.damaged else ()
    return as_json(news, problems)


def _out_of_time() -> None:
    """End the process at once; say so if stderr can be written without waiting."""
    message = f"mentorlog: stopped after {CEILING:.0f} seconds. The next run tries again.\n"
    with contextlib.suppress(OSError):
        os.set_blocking(_STDERR, False)
        os.write(_STDERR, message.encode())
    os._exit(StorageFailed.exit_status)


def _due(environment: Environment, job: Job, today: dt.date) -> Digest:
    """What needs doing, without people who are snoozed."""
    from mentorlog.reminders.kinds import items
    from mentorlog.views.nudges import Digest

    journal = nudging.journal_of(environment)
    contents = journal.load()
    left_out = ledger.snoozed(job.folder, today)
    awake = (person for person in contents.relationships if person.id not in left_out)
    known = [nudging.with_outcomes(journal, person, today) for person in awake]
    damaged = len({problem.file for problem in contents.problems})
    return Digest(as_of=today, nudges=items(known, today, job.window), damaged=damaged)
