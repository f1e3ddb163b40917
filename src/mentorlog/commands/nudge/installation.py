"""What `nudge install` and `uninstall` change, word for word, and how a trial run went.

Both commands share this view, its words, and the question before anything is changed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from mentorlog.environment import Environment, Ran, run_program
from mentorlog.errors import Interrupted, MentorlogError, UsageError
from mentorlog.frozen import dataclass, replace
from mentorlog.reminders import schedulers
from mentorlog.reminders.channels import CHANNELS, DEFAULT, FALLBACK, UNPROVEN, Caution
from mentorlog.reminders.schedulers import Piece, Scheduler
from mentorlog.terminal.layout import filled, hanging
from mentorlog.terminal.look import Line, Look, Style, line
from mentorlog.terminal.prompts import Prompt
from mentorlog.terminal.wording import command, every, sentence
from mentorlog.views import NO_ENTRIES, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job of another configuration, which is left alone. `scheduler`: what runs it."""

    scheduler: str
    config_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What install or uninstall (`action`) does. `changed`: False if all is so already.

    `hours`: the first and the last run of a day.
    `settings`: what config.toml will say, by key.
    `cautions`: why nudges may reach nobody.
    `removed`: other schedulers whose job is removed.
    `others`: jobs that are left alone.
    `banner`: the file that a shell prints.
    `backup`: the former crontab.
    `shown`: the texts were shown before, when asking.
    `trial`: how the first run went; None if it wasn't tried.
    """

    JSON: ClassVar[Shape] = Shape(
        schema="written",
        left_out=("as_of", "window", "hours", "shown"),
        pairs=("settings",),
        keys={"action": "command", **NO_ENTRIES},
    )

    action: str
    as_of: dt.date
    dry_run: bool = False
    changed: bool = True
    scheduler: str | None = None
    channel: str | None = None
    window: str | None = None
    hours: tuple[str, str] | None = None
    pieces: tuple[Piece, ...] = ()
    config_file: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    others: tuple[Job, ...] = ()
    cautions: tuple[Caution, ...] = ()
    banner: str | None = None
    backup: str | None = None
    shown: bool = False
    trial: Trial | None = None

    @property
    def command(self) -> str:
        return f"nudge {self.action}"


def others(environment: Environment) -> tuple[Job, ...]:
    """The jobs of other configurations."""
    return tuple(
        Job(scheduler=scheduler.name, config_file=path)
        for scheduler, path in schedulers.others(environment)
    )


def agreed(environment: Environment, view: Installation, question: str, *, yes: bool) -> None:
    """Show it and ask. Raises UsageError without a terminal, Interrupted for a no."""
    if yes:
        return
    if not environment.terminal:
        raise UsageError(
            "There's no terminal to ask in, so nothing changed.",
            f"Preview it:  mentorlog nudge {view.action} --dry-run\n"
            f"Then do it:  mentorlog nudge {view.action} --yes",
        )
    prompt = Prompt(environment.stdin, environment.stderr)
    for row in foreseen(view, Look()):
        prompt.say(row.plain)
    if not prompt.agrees(question):
        raise Interrupted("Nothing changed.")


def text(view: Installation | Trial, look: Look) -> Iterator[Line]:
    """The result, with the exact texts unless they were shown before."""
    if isinstance(view, Trial):
        yield from _trial(view, look)
        return
    if view.action == "uninstall":
        yield from _uninstallation(view, look)
        return
    if not view.changed:
        yield line("Already installed; nothing changed.  ", _step("nudge", "status"))
        yield from cautions(view.cautions, look)
        return
    if not view.shown:
        yield from foreseen(view, look)
        yield line()
    if view.dry_run:
        yield line("Nothing changed: this was a preview.")
        return
    yield line("Installed.")
    if view.backup:
        yield line(f"Your crontab as it was: {_shown(view.backup, look)}")
    if view.trial:
        yield from trial_lines(view.trial, look)
    if view.channel == FALLBACK and view.banner:
        yield from hooks(view.banner, look)
    own_config = ("--config", view.config_file) if view.others and view.config_file else ()
    yield line("Stop it:  ", _step(*own_config, "nudge", "uninstall"))


def foreseen(view: Installation, look: Look) -> Iterator[Line]:
    """What would be done, shown before asking."""
    if view.action == "uninstall":
        yield from filled(f"The job will be removed from {_names(view)}.", look)
        yield from _texts(view.pieces, look)
        if view.others:
            yield line()
        yield from shown_others(view.others, look)
        return
    yield from filled(_summary(view), look)
    yield from _texts(view.pieces, look)
    if view.settings:
        yield line()
        yield line(f"In {_shown(view.config_file or '', look)}:")
        for key, value in view.settings:
            yield line("  ", (f"{key} = {_shown(value, look)}", Style.COMMAND))
    if view.removed:
        yield line()
        yield from filled(f"It will be removed from {_names(view)}, which runs it now.", look)
    if view.others:
        yield line()
        yield from shown_others(view.others, look)
    yield from cautions(view.cautions, look)


def _texts(pieces: tuple[Piece, ...], look: Look) -> Iterator[Line]:
    for piece in pieces:
        yield line()
        yield line(f"In {_shown(piece.place, look)}:")
        for row in piece.text.splitlines():
            yield line("  ", (_shown(row, look), Style.COMMAND))


def _summary(view: Installation) -> str:
    first, last = view.hours or ("", "")
    runs = f"from {first} to {last}" if first != last else f"at {first}"
    title = schedulers.title(view.scheduler or "")
    text = (
        f"{title}{',' if ',' in title else ''} will run mentorlog every hour {runs}. "
        f"Nudges come at most once a day ({view.window}), and only if there's something new: "
        f"{CHANNELS[view.channel or DEFAULT].arrives}."
    )
    return sentence(text)


def shown_others(jobs: tuple[Job, ...], look: Look) -> Iterator[Line]:
    """The jobs of other configurations, which are left alone."""
    if jobs:
        yield line("Other configurations' nudges aren't touched:")
    for job in jobs:
        yield line(f"  {schedulers.title(job.scheduler)}: {_shown(job.config_file, look)}")


def cautions(items: tuple[Caution, ...], look: Look) -> Iterator[Line]:
    """Why nudges may reach nobody."""
    for caution in items:
        yield line()
        yield from hanging((("!", Style.CALLS),), caution.sentence, look, column=2)


def hooks(path: str, look: Look) -> Iterator[Line]:
    """The line to add to each shell's settings, by hand, because that file is the user's."""
    yield line("To see it when your shell starts, add this line yourself:")
    shown = command(path).partition(" ")[2]
    bash, fish = f"[ -s {shown} ] && cat {shown}", f"test -s {shown}; and cat {shown}"
    for file, hook in (
        ("~/.bashrc", bash),
        ("~/.zshrc", bash),
        ("~/.config/fish/config.fish", fish),
    ):
        yield line(f"  {file}")
        yield line("    ", (_shown(hook, look), Style.COMMAND))


def _uninstallation(view: Installation, look: Look) -> Iterator[Line]:
    if not view.changed:
        yield line("No nudges are installed; nothing changed.")
        yield from shown_others(view.others, look)
    elif view.dry_run:
        yield from foreseen(view, look)
        yield line("Nothing changed: this was a preview.")
    else:
        yield from filled(f"No more nudges: removed from {_names(view)}.", look)
        yield from shown_others(view.others, look)
        yield line(f"Your settings stay in {_shown(view.config_file or '', look)}")
        if view.channel == FALLBACK:
            text = "If you added a line to your shell's start file, you can delete it."
            yield from filled(text, look)


def _names(view: Installation) -> str:
    return every(schedulers.title(name) for name in view.removed)


def _step(*words: str) -> tuple[str, Style]:
    return command(*words), Style.COMMAND


def _shown(words: str, look: Look) -> str:
    return look.verbatim(words)


SECONDS = 30  # a run ends by itself before
_KEPT = ("SYSTEMROOT",)  # without it nothing starts on Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A test of the installed job. `command`: what was run. `channel`: the one tested.

    `status`: the job's exit status.
    `printed`, `complaint`: its stdout and stderr.
    `delivered`: whether the test message got through; None if the job failed before.
    `channel_complaint`: the second run's stderr.
    `caution`: why nudges may reach nobody all the same.
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


def run_trial(environment: Environment, scheduler: Scheduler, channel: str) -> Trial:
    """Run the job as the scheduler would; then again, to send a test message."""
    empty = {k: v for k in _KEPT if (v := environment.variables.get(k))}
    root = Path(os.sep).absolute()

    def ran(*more: str) -> Ran:
        return run_program(scheduler.command(*more), empty, seconds=SECONDS, folder=root)

    job = ran()
    trial = Trial(
        as_of=environment.today,
        command=shlex.join(scheduler.command()),
        channel=channel,
        status=job.status,
        printed=job.out.decode(errors="replace"),
        complaint=job.err.decode(errors="replace"),
    )
    if job.status:
        return trial
    greeted = ran("--greet")
    caution = caution_of(environment, scheduler, channel)
    return replace(
        trial,
        delivered=greeted.status == 0,
        channel_complaint=greeted.err.decode(errors="replace"),
        caution=caution if caution in UNPROVEN else None,
    )


def caution_of(environment: Environment, scheduler: Scheduler, channel: str) -> Caution | None:
    """Why the channel may reach nobody; None also for broken settings, reported elsewhere."""
    with contextlib.suppress(KeyError, MentorlogError):
        return CHANNELS[channel].reach(environment, scheduler).caution
    return None


def _trial(view: Trial, look: Look) -> Iterator[Line]:
    """What was run, what it printed, and what became of it."""
    yield line("Running it as the scheduler would, in an empty environment:")
    yield line("  ", (look.verbatim(view.command), Style.STRONG))
    yield from trial_lines(view, look)


def trial_lines(view: Trial, look: Look) -> Iterator[Line]:
    """The outcome in a sentence or two, and what was printed, which counts as said."""
    if view.status:
        yield from filled(f"It ran, but exited with {view.status}:", look)
    elif view.printed.strip():
        yield line("It runs. It printed:")
    else:
        yield line("It runs. There was nothing new to print.")
    for output in (*_quoted(view.printed, look), *_quoted(view.complaint, look)):
        yield line("  ", output)
    if view.status:
        return
    if view.delivered and view.caution:
        yield from filled(f"The test message was sent, but: {view.caution.sentence}", look)
    elif view.delivered:
        yield from filled(CHANNELS[view.channel].arrived, look)
    else:
        yield from filled(f"But the test message didn't get through ({view.channel}):", look)
        for output in _quoted(view.channel_complaint, look):
            yield line("  ", output)
        yield line(
            "Another way:  ", (command("nudge", "install", "--channel", "banner"), Style.COMMAND)
        )


def _quoted(words: str, look: Look) -> tuple[str, ...]:
    lines = words.strip("\n").split("\n") if words.strip() else ()
    return tuple(look.verbatim(text) for text in lines)
