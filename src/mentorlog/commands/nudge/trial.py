"""The installed job, run in an empty environment as its scheduler would; then a test message.

What `nudge install` and `nudge test` share: the run, how it went, and how that is told.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text

from mentorlog.environment import Environment
from mentorlog.errors import Refused
from mentorlog.frozen import dataclass
from mentorlog.reminders import host as programs
from mentorlog.reminders.channels import CHANNELS, UNPROVEN, Caution
from mentorlog.reminders.schedulers import Scheduler
from mentorlog.terminal.layout import filled, line
from mentorlog.terminal.look import Look, Style
from mentorlog.terminal.safe import verbatim
from mentorlog.terminal.wording import command
from mentorlog.views.shape import Shape

SECONDS = 30  # a run ends itself before
_KEPT = ("SYSTEMROOT",)  # without it nothing starts on Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`command`: what was run. `channel`: which was tried with a test message.

    `status`: the exit status of the job. `printed`, `complaint`: what it said on stdout and stderr.
    `delivered`: whether the test message got through; None where the job itself failed before.
    `channel_complaint`: what the second run said on stderr. `caution`: why it may reach nobody all
    the same.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="nudge-test", lone=True, left_out=("as_of",), keys={"works": "works"}
    )

    as_of: dt.date
    command: str
    channel: str
    status: int
    printed: str = ""
    complaint: str = ""
    delivered: bool | None = None
    channel_complaint: str = ""
    caution: Caution | None = None

    @property
    def works(self) -> bool:
        return self.status == 0 and bool(self.delivered)


def tried(environment: Environment, scheduler: Scheduler, channel: str) -> Trial:
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
        caution=_unproven(environment, scheduler, channel),
    )


def _unproven(environment: Environment, scheduler: Scheduler, channel: str) -> Caution | None:
    """What no test message can prove."""
    with contextlib.suppress(Refused):
        caution = CHANNELS[channel].reach(environment, scheduler).caution
        return caution if caution in UNPROVEN else None
    return None


def text(view: Trial, look: Look) -> Iterator[Text]:
    """What was run, what it printed, and what became of it."""
    yield line("In an empty environment, as the scheduler would:")
    yield line("  ", (verbatim(view.command, ascii_only=look.ascii_only), Style.STRONG))
    yield from proof(view, look)


def proof(view: Trial, look: Look) -> Iterator[Text]:
    """The outcome in a sentence or two, and what was printed: it counts as said now."""
    if view.status:
        yield from filled(f"Tried, but it ended with {view.status}:", look)
    elif view.printed.strip():
        yield line("Tried: it runs, and printed:")
    else:
        yield line("Tried: it runs, and had nothing new to print.")
    for said in (*_quoted(view.printed, look), *_quoted(view.complaint, look)):
        yield line("  ", said)
    if view.status:
        return
    if view.delivered and view.caution:
        yield from filled(
            f"A test message went out without trouble, but: {view.caution.sentence}", look
        )
    elif view.delivered:
        yield from filled(CHANNELS[view.channel].arrived, look)
    else:
        yield from filled(f"But a test message did not get through ({view.channel}):", look)
        for said in _quoted(view.channel_complaint, look):
            yield line("  ", said)
        yield line(
            "Another way:  ", (command("nudge", "install", "--channel", "banner"), Style.COMMAND)
        )


def _quoted(words: str, look: Look) -> tuple[str, ...]:
    lines = words.strip("\n").split("\n") if words.strip() else ()
    return tuple(verbatim(one, ascii_only=look.ascii_only) for one in lines)
